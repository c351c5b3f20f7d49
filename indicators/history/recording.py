"""Catching up: a commit that a crash cut short is finished, and what came into the folder by other means is kept.

What was last seen of each file lies in `.history/seen.json`, so that a folder in which nothing changed costs one look
at each file. It is a cache: without it, every file is read again.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indicators import data_folder
from indicators.history import commits
from indicators.history.commits import Change, Commit
from indicators.history.disk import NotWritable, home, sweep, write
from indicators.history.inplace import place
from indicators.history.lock import locked
from indicators.history.names import unfinished
from indicators.history.objects import digest_of, put

_YOUNG = 2 * 10**9
"""Nanoseconds in which a file may change twice and show one time (two seconds on the coarsest file systems)."""

_SEEN = "seen.json"
Mark = tuple[int, int, int, int]
"""Size, time of the content, time of the rights, and the file's own number: another mark, another look."""


@dataclass
class Seen:
    """The tree after commit `number`, and the marks that its files had when they were read."""

    number: int = 0
    tree: dict[str, str] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)


def recover(data: Path) -> Commit | None:
    """Finish the last commit if its files are not all in place; the commit, where there was something to do.

    What somebody wrote at such a path since then stays, and is recorded. To be called before the figures are read.
    """
    if commits.last(data) <= commits.applied(data):
        return None
    with locked(data):
        return finish(data)


def finish(data: Path) -> Commit | None:
    """`recover` for the one who holds the lock."""
    number = commits.last(data)
    if number <= commits.applied(data):
        return None
    sweep(data)
    commit = commits.load(data, number)
    theirs = place(data, commit, {}) if commit.door != "folder" else []
    commits.set_applied(data, number)
    catch_up(data, theirs)
    return commit


def record(data: Path) -> Commit | None:
    """Keep what appeared, changed or vanished in the folder since it was last looked at, as one commit of door 'folder'.

    None where nothing did. A file that changes while it is read, or cannot be read, is left for the next time.
    """
    recover(data)
    there = {
        name: _mark_of(found)
        for name, found in data_folder.entries(data)
        if found and not unfinished(name.rpartition("/")[2])
    }
    seen = look(data)
    changes, marks = _compare(
        data, seen, {path: there.get(path) for path in sorted(there.keys() | seen.tree.keys())}
    )
    if changes:
        with locked(data):
            finish(data)
            return catch_up(data, changes)
    now = Seen(seen.number, seen.tree, marks)
    if now != _remembered(data):
        _remember(data, now)
    return None


def catch_up(data: Path, paths: Iterable[str]) -> Commit | None:
    """Record what is at these paths, for the one who holds the lock; None where it is what the history says."""
    seen = look(data)
    changes, marks = _compare(data, seen, {path: _mark(data, path) for path in paths})
    changes = {path: change for path, change in changes.items() if _kept(data, path, change)}
    if not changes:
        return None
    commit = commits.append(data, changes, "folder")
    commits.set_applied(data, commit.number)
    marks = {path: mark for path, mark in marks.items() if path not in changes}
    _remember(data, Seen(commit.number, commits.replay([commit], seen.tree), marks))
    return commit


def _kept(data: Path, path: str, change: Change) -> bool:
    """Whether the content is now an object; not, where the file is another by now, as while it is written."""
    try:
        return change.after is None or put(data, data_folder.real_path(data, path)) == change.after
    except OSError:
        return False


def look(data: Path) -> Seen:
    """What was last seen, brought up to the last commit. What a damaged record changed is seen by comparing with the folder."""
    seen, newest = _remembered(data), commits.last(data)
    if seen.number > newest:
        seen = Seen()
    new = commits.readable(data, seen.number)[0] if newest > seen.number else ()
    return Seen(newest, commits.replay(new, seen.tree), seen.marks)


def _compare(
    data: Path, seen: Seen, there: Mapping[str, Mark | None]
) -> tuple[dict[str, Change], dict[str, Mark]]:
    """Which paths hold something else than the history says, and the marks that may be relied upon from now on.

    `there` holds the marks of the paths now, None where there is no file.
    """
    changes, marks = {}, dict(seen.marks)
    for path, mark in there.items():
        if mark is not None and mark == seen.marks.get(path):
            continue
        marks.pop(path, None)
        digest = _digest(data, path, mark)
        if digest != seen.tree.get(path) and digest != "":
            changes[path] = Change(seen.tree.get(path), digest)
        elif mark is not None and digest and time.time_ns() - mark[2] > _YOUNG:
            marks[path] = mark
    return changes, marks


def _digest(data: Path, path: str, mark: Mark | None) -> str | None:
    """The digest of a file; '' where it cannot be read, None where there is none."""
    try:
        return None if mark is None else digest_of(data_folder.real_path(data, path))
    except OSError:
        return ""


def _mark(data: Path, path: str) -> Mark | None:
    """The mark of a file, None where there is none; a pipe, a folder or a link that leads out is no file."""
    try:
        found = data_folder.real_path(data, path).stat()
    except OSError:
        return None
    return _mark_of(found) if stat.S_ISREG(found.st_mode) else None


def _mark_of(found: os.stat_result) -> Mark:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _remembered(data: Path) -> Seen:
    try:
        said = json.loads((home(data) / _SEEN).read_bytes())
        marks = {
            str(path): (int(a), int(b), int(c), int(d))
            for path, (a, b, c, d) in said["marks"].items()
        }
        return Seen(
            int(said["number"]),
            {str(path): str(digest) for path, digest in said["tree"].items()},
            marks,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Seen()


def _remember(data: Path, seen: Seen) -> None:
    """Write the cache; where that fails, the files are only read once more."""
    if not home(data).is_dir():
        return
    try:
        write(data, home(data) / _SEEN, json.dumps(vars(seen)).encode("ascii"))
    except (OSError, NotWritable):
        return
