"""A commit's files put in place: each by one renaming, none over what somebody else wrote meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from indicators.history.commits import Commit, load
from indicators.history.disk import HistoryError, drop, home, sync
from indicators.history.names import target
from indicators.history.objects import copy_out, digest_of
from indicators.problems import uncoded


def prepare(data: Path, wanted: Mapping[str, str | None]) -> dict[str, Path]:
    """All that takes room or can be refused, before anything has happened: checks, folders and copies of the files."""
    ready: dict[str, Path] = {}
    try:
        for path, digest in wanted.items():
            place = target(data, path)
            if digest is not None:
                ready[path] = copy_out(data, digest)
                _room(data, place, path)
    except BaseException:
        discard(ready.values())
        raise
    return ready


def discard(copies: Iterable[Path]) -> None:
    """Remove copies that were not used."""
    for copy in copies:
        drop(copy)


def _room(data: Path, place: Path, path: str) -> None:
    """The folder for a file, made where needed; refused where a folder is in the way of the file or a file of the folder."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise HistoryError(
            uncoded("a file stands where this one needs a folder", path, do="Choose another name.")
        ) from None
    if place.is_dir():
        raise HistoryError(
            uncoded("a folder of this name is there", path, do="Choose another name.")
        )
    if place.parent.stat().st_dev != home(data).stat().st_dev:
        raise HistoryError(
            uncoded(
                "this folder is on another disk than the data folder; files cannot be put there whole",
                path,
                do="Copy the file there by hand; it is then kept as well.",
            )
        )


def place(data: Path, commit: Commit, ready: Mapping[str, Path]) -> list[str]:
    """Put each file in place that is still as it was before; the paths at which somebody else's file was left.

    Can be done again: a file that is in place already stays. What a change took away and this one brings back has
    its time again.
    """
    kept = []
    undone = load(data, commit.undoes).changes if commit.undoes else {}
    for path, change in commit.changes.items():
        there = target(data, path)
        found = digest_of(there.resolve()) if there.is_file() else None
        if found == change.after:
            continue
        if found != change.before or there.is_dir():
            kept.append(path)
        elif change.after is None:
            there.unlink()
            sync(there.parent)
        else:
            arrival = undone[path].was if path in undone else None
            _put(there, ready.get(path) or copy_out(data, change.after), arrival)
    return kept


def _put(there: Path, copy: Path, arrival: int | None) -> None:
    """Move a copy to its place, with the time at which it arrived here (None: now).

    Where two files give one figure, that of the later stands.
    """
    try:
        there.parent.mkdir(parents=True, exist_ok=True)
        moment = time.time_ns() if arrival is None else arrival
        os.utime(copy, ns=(moment, moment))
        os.replace(copy, there)
    finally:
        drop(copy)
    sync(there.parent)
