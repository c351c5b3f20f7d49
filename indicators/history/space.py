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
"""Seconds."""


def size(data: Path) -> int:
    """Count the bytes of the history; views are links to what is counted already."""
    return sum(_size(path) for path in _files(home(data), skip="views"))


def prune(data: Path) -> int:
    """Delete the objects that no commit and no arrival uses, such as discarded uploads.

    Give the bytes freed.

    One that came within a day stays, as somebody may be about to use it. Raises HistoryError where
    a record cannot be read.
    """
    with locked(data):
        used = _used_digests(data)
        unused = [
            path
            for path in _files(home(data) / "objects")
            if path.name not in used and path.stat().st_ctime < time.time() - _DAY
        ]
        freed = sum(path.stat().st_size for path in unused)
        for path in unused:
            path.unlink()
    return freed


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:  # a temporary file that has just become something else
        return 0


def _used_digests(data: Path) -> set[str]:
    used: set[str] = set()
    for arrival in (*quarantine.all(data), *staged.all(data)):
        if not arrival.digest:  # a damaged record: what it used is not known
            raise HistoryError(arrival.problems[0])
        used.add(arrival.digest)
    for commit in commits.log(data):
        for change in commit.changes.values():
            used |= {digest for digest in (change.before, change.after) if digest}
    return used


def _files(folder: Path, skip: str = "") -> list[Path]:
    files: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != skip]
        files += [Path(root, name) for name in names]
    return files
