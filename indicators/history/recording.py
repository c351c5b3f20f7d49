"""Brings the history up to date with the data folder.

A commit that a crash cut short is finished, and what came by other means is recorded.

What the files looked like last time lies in `.history/seen.json`, so that a folder in which nothing
changed costs one look at each file. It is a cache: without it, every file is read again.
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
from indicators.history.disk import NotWritable, home, remove_old_temporaries, replace_file
from indicators.history.inplace import put_in_place
from indicators.history.lock import locked
from indicators.history.names import unfinished
from indicators.history.objects import digest_of, put

_CLOCK_STEP = 2 * 10**9
"""Nanoseconds in which a file may change twice and show one time (two seconds on the coarsest file
systems).
"""

_CACHE = "seen.json"
FileIdentity = tuple[int, int, int, int]
"""Size, time of the content, time of the rights, and inode: a file that shows the same four is not
read again.
"""


@dataclass
class FolderState:
    """The tree after commit `number`, and the identity that each file had when it was read."""

    number: int = 0
    tree: dict[str, str] = field(default_factory=dict)
    identities: dict[str, FileIdentity] = field(default_factory=dict)


def recover(data: Path) -> Commit | None:
    """Finish the last commit if its files are not all in place.

    Give the commit, where there was something to do.

    What somebody wrote at such a path since then stays, and is recorded. To be called before the
    figures are read.
    """
    if commits.last(data) <= commits.applied(data):
        return None
    with locked(data):
        return finish(data)


def finish(data: Path) -> Commit | None:
    """Finish as `recover` does, for the one who holds the lock."""
    number = commits.last(data)
    if number <= commits.applied(data):
        return None
    remove_old_temporaries(data)
    commit = commits.load(data, number)
    # What came by the folder is in place already.
    changed_meanwhile = put_in_place(data, commit, {}) if commit.channel != "folder" else []
    commits.set_applied(data, number)
    catch_up(data, changed_meanwhile)
    return commit


def record(data: Path) -> Commit | None:
    """Record what appeared, changed or vanished in the folder since the last look.

    It becomes one commit of the channel 'folder'.

    None where nothing did. A file that changes while it is read, or cannot be read, is left for the
    next time.
    """
    recover(data)
    present = {
        name: _identity(status)
        for name, status in data_folder.entries(data)
        if status and not unfinished(name.rpartition("/")[2])
    }
    state = folder_state(data)
    paths = sorted(present.keys() | state.tree.keys())
    changes, identities = _compare(data, state, {path: present.get(path) for path in paths})
    if changes:
        with locked(data):
            finish(data)
            return catch_up(data, changes)
    new_state = FolderState(state.number, state.tree, identities)
    if new_state != _read_cache(data):
        _write_cache(data, new_state)
    return None


def catch_up(data: Path, paths: Iterable[str]) -> Commit | None:
    """Record what is at these paths, for the one who holds the lock.

    None where it is what the history says.
    """
    state = folder_state(data)
    present = {path: _identity_at(data, path) for path in paths}
    changes, identities = _compare(data, state, present)
    changes = {path: change for path, change in changes.items() if _store(data, path, change)}
    if not changes:
        return None
    commit = commits.append(data, changes, "folder")
    commits.set_applied(data, commit.number)
    unchanged = {path: mark for path, mark in identities.items() if path not in changes}
    tree = commits.replay([commit], state.tree)
    _write_cache(data, FolderState(commit.number, tree, unchanged))
    return commit


def _store(data: Path, path: str, change: Change) -> bool:
    """Store the content.

    Say whether it is that of the change, which it is not while somebody is writing the file.
    """
    try:
        return change.after is None or put(data, data_folder.real_path(data, path)) == change.after
    except OSError:
        return False


def folder_state(data: Path) -> FolderState:
    """Return the cached state, brought up to the last commit.

    What a damaged record changed is found by comparing with the folder.
    """
    state, last = _read_cache(data), commits.last(data)
    if state.number > last:
        state = FolderState()
    new = commits.readable(data, state.number)[0] if last > state.number else ()
    return FolderState(last, commits.replay(new, state.tree), state.identities)


def _compare(
    data: Path, state: FolderState, present: Mapping[str, FileIdentity | None]
) -> tuple[dict[str, Change], dict[str, FileIdentity]]:
    """Find the paths that hold something else than the history says.

    The second result holds the identities to rely upon from now on.

    `present` holds the identities of the files now, None where there is no file.
    """
    changes: dict[str, Change] = {}
    identities = dict(state.identities)
    for path, identity in present.items():
        if identity is not None and identity == state.identities.get(path):
            continue
        identities.pop(path, None)
        digest = _digest(data, path, identity)
        if digest == "":
            continue
        if digest != state.tree.get(path):
            changes[path] = Change(state.tree.get(path), digest)
        elif identity is not None and time.time_ns() - identity[2] > _CLOCK_STEP:
            identities[path] = identity
    return changes, identities


def _digest(data: Path, path: str, identity: FileIdentity | None) -> str | None:
    """Give the digest of a file; '' where it cannot be read, None where there is none."""
    try:
        return None if identity is None else digest_of(data_folder.real_path(data, path))
    except OSError:
        return ""


def _identity_at(data: Path, path: str) -> FileIdentity | None:
    """Give the identity of a file; None for a pipe, a folder, a link that leads out, or nothing."""
    try:
        status = data_folder.real_path(data, path).stat()
    except OSError:
        return None
    return _identity(status) if stat.S_ISREG(status.st_mode) else None


def _identity(status: os.stat_result) -> FileIdentity:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _read_cache(data: Path) -> FolderState:
    try:
        record = json.loads((home(data) / _CACHE).read_bytes())
        identities: dict[str, FileIdentity] = {}
        for path, (size, modified, changed, inode) in record["marks"].items():
            identities[str(path)] = (int(size), int(modified), int(changed), int(inode))
        tree = {str(path): str(digest) for path, digest in record["tree"].items()}
        return FolderState(int(record["number"]), tree, identities)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return FolderState()


def _write_cache(data: Path, state: FolderState) -> None:
    """Write the cache; where that fails, the files are only read once more."""
    if not home(data).is_dir():
        return
    record = {"number": state.number, "tree": state.tree, "marks": state.identities}
    try:
        replace_file(data, home(data) / _CACHE, json.dumps(record).encode("ascii"))
    except (OSError, NotWritable):
        return
