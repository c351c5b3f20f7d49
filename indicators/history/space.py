"""What the history takes on the disk, and getting some back."""

from __future__ import annotations

import os
import time
from pathlib import Path

from indicators.history import commits
from indicators.history.disk import HistoryError, home
from indicators.history.entries import quarantine, staged
from indicators.history.lock import locked

_DAY = 86400.0


def size(data: Path) -> int:
    """Bytes of the history; views are links to what is counted already."""
    return sum(_bytes(path) for path in _under(home(data), skip="views"))


def prune(data: Path) -> int:
    """Delete the objects that no commit and no entry names: uploads that were discarded. The bytes that were freed.

    One that came within a day is left, as somebody may be about to use it. HistoryError where a record cannot be read.
    """
    with locked(data):
        named = _named(data)
        old = [
            path
            for path in _under(home(data) / "objects")
            if path.name not in named and path.stat().st_ctime < time.time() - _DAY
        ]
        freed = sum(path.stat().st_size for path in old)
        for path in old:
            path.unlink()
    return freed


def _bytes(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:  # a temporary file that has just become something else
        return 0


def _named(data: Path) -> set[str]:
    entries = [entry for shelf in (quarantine, staged) for entry in shelf.all(data)]
    damaged = [entry for entry in entries if not entry.digest]
    if damaged:
        raise HistoryError(damaged[0].problems[0])
    changes = [change for entry in commits.log(data) for change in entry.changes.values()]
    return {entry.digest for entry in entries} | {
        digest for change in changes for digest in (change.before, change.after) if digest
    }


def _under(folder: Path, skip: str = "") -> list[Path]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != skip]
        found += [Path(place, name) for name in names]
    return found
