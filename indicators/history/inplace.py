"""Puts a commit's files in place, each by one renaming.

What somebody else has just written is not replaced.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from indicators.history.commits import Commit, load
from indicators.history.disk import HistoryError, home, remove_temporary, sync
from indicators.history.names import target
from indicators.history.objects import copy_out, digest_of
from indicators.problems import Problem, ProblemCode


def prepare(data: Path, digests: Mapping[str, str | None]) -> dict[str, Path]:
    """Prepare a change: do first all that needs disk space or may be refused.

    Paths are checked, folders made and the files copied.
    """
    copies: dict[str, Path] = {}
    try:
        for path, digest in digests.items():
            place = target(data, path)
            if digest is not None:
                copies[path] = copy_out(data, digest)
                _make_room(data, place, path)
    except BaseException:
        discard(copies.values())
        raise
    return copies


def discard(copies: Iterable[Path]) -> None:
    """Remove copies that were not used."""
    for copy in copies:
        remove_temporary(copy)


def _make_room(data: Path, place: Path, path: str) -> None:
    """Make the folder for a file.

    Raises HistoryError where a file or a folder is in the way, or another disk.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise HistoryError(Problem(ProblemCode.NAME_TAKEN, path)) from None
    if place.is_dir():
        raise HistoryError(Problem(ProblemCode.NAME_TAKEN, path))
    if place.parent.stat().st_dev != home(data).stat().st_dev:  # renaming is whole on one disk only
        raise HistoryError(Problem(ProblemCode.FOLDER_ON_OTHER_DISK, path))


def put_in_place(data: Path, commit: Commit, copies: Mapping[str, Path]) -> list[str]:
    """Put each file in place that is still as it was before.

    Give the paths that somebody has changed meanwhile.

    Can be done again: a file that is in place already stays. A file that undo brings back gets its
    old time again.
    """
    changed_meanwhile: list[str] = []
    undone = load(data, commit.undoes).changes if commit.undoes else {}
    for path, change in commit.changes.items():
        place = target(data, path)
        digest = digest_of(place.resolve()) if place.is_file() else None
        if digest == change.after:
            continue
        if digest != change.before or place.is_dir():
            changed_meanwhile.append(path)
        elif change.after is None:
            place.unlink()
            sync(place.parent)
        else:
            modified = undone[path].modified_before if path in undone else None
            _move(copies.get(path) or copy_out(data, change.after), place, modified)
    return changed_meanwhile


def _move(copy: Path, place: Path, modified: int | None) -> None:
    """Move a copy to its place and set its time in nanoseconds (None: now).

    The time matters: of two files with one figure the later one counts.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        moment = time.time_ns() if modified is None else modified
        os.utime(copy, ns=(moment, moment))
        os.replace(copy, place)
    finally:
        remove_temporary(copy)
    sync(place.parent)
