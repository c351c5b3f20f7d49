"""The marks of files, by which a change is seen, and a loaded dataset kept in the user's cache folder until one changes.

The fingerprint is of sizes and times, so that checking thousands of files takes milliseconds. The snapshot is a
pickle in a folder that only this user may enter (as with Python's own compiled files, whoever can write there
can already run code as this user); it is never read from the data folder, nor from a folder that others can write to.
"""

from __future__ import annotations

import contextlib
import copyreg
import gc
import logging
import os
import pickle
import stat
import tempfile
import time
from pathlib import Path
from types import MappingProxyType
from typing import Any

from indicators.problems import Problem, uncoded

FOLDER = "digital-economy-indicators"
KEPT = 4
ABANDONED = 3600.0
"""Seconds after which a file that is still unfinished was left by a process that was killed."""


def _read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


# Python's own read-only mappings cannot be pickled by name, as their type stands in no module.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


class CacheError(Exception):
    """The cache folder cannot be used; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def folder() -> Path:
    """Where snapshots are kept: XDG_CACHE_HOME, else ~/.cache; made on first use, for this user alone.

    CacheError where it cannot be made, is another user's or a link, or lies where anybody may put another in its place.
    """
    try:
        path = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / FOLDER
        with contextlib.suppress(FileExistsError):  # what stands there is looked at next
            path.mkdir(parents=True, mode=0o700)
        _private(path)
    except (OSError, RuntimeError) as error:  # the latter where there is no home
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise CacheError(_unused(why or type(error).__name__)) from error
    return path


def _private(path: Path) -> None:
    """CacheError where somebody else could put a file into this folder; rights that are too wide are taken back."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise CacheError(_unused("it is a link or a file, not a folder"))
    if os.name == "nt":  # the rights there are those of the user's own profile
        return
    if found.st_uid != os.getuid():
        raise CacheError(_unused("it belongs to another user"))
    if found.st_mode & 0o777 != 0o700:
        path.chmod(0o700)
    for above in path.resolve().parents:
        rights = above.stat().st_mode
        if rights & stat.S_IWOTH and not rights & stat.S_ISVTX:
            raise CacheError(_unused("a folder above it can be written by everybody"))


def _unused(why: str) -> Problem:
    return uncoded(
        f"the cache folder is not used: {why}",
        FOLDER,
        severity="notice",
        do="Figures are read anew at each start, which takes longer. Name a folder of your own in XDG_CACHE_HOME.",
    )


def fetch(mark: str) -> Any:
    """The dataset of this fingerprint, or None where there is none that can be read; a damaged one is deleted."""
    try:
        path = folder() / f"{mark}.pickle"
        with _open_own(path) as kept:
            gc.disable()  # half of the time goes into collecting while thousands of small nouns are made
            return pickle.load(kept)  # noqa: S301 - this user's own cache folder, see above
    except CacheError as error:
        _log(error.problem)
        return None
    except OSError:
        return None
    except Exception:  # noqa: BLE001 - a snapshot that cannot be used, for whatever reason, is made anew
        with contextlib.suppress(OSError):
            path.unlink()  # `store` writes only what is not there
        return None
    finally:
        gc.enable()


def _open_own(path: Path) -> Any:
    """A file of this user's that is no link."""
    file = os.fdopen(
        os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)), "rb"
    )
    if os.name != "nt" and os.fstat(file.fileno()).st_uid != os.getuid():
        file.close()
        raise PermissionError(str(path))
    return file


def store(mark: str, value: Any) -> Problem | None:
    """Keep what `fetch` is to give, whole or not at all; why it is not kept, where it is not. Never raises an Exception.

    `value` must be such that nobody writes into it meanwhile.
    """
    problem = None
    try:
        path = folder() / f"{mark}.pickle"
        if not path.exists():
            _write(path, value)
            _tidy(path.parent)
    except CacheError as error:
        problem = error.problem
    except Exception as error:  # noqa: BLE001 - whatever it is, the figures are shown without a snapshot
        why = (
            error.strerror
            if isinstance(error, OSError) and error.strerror
            else f"{type(error).__name__}: {error}"
        )
        problem = uncoded(
            f"no snapshot of the figures could be written: {why}",
            FOLDER,
            severity="notice",
            do="The next start reads every file and takes longer.",
        )
    _log(problem)
    return problem


def _write(path: Path, value: Any) -> None:
    handle, new = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            pickle.dump(value, file, protocol=5)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave the name without the content
        os.replace(new, path)
    finally:
        Path(new).unlink(missing_ok=True)


def _tidy(cache: Path) -> None:
    """Delete all but the newest snapshots, and what a killed process left half written."""
    whole = sorted(cache.glob("*.pickle"), key=lambda path: path.stat().st_mtime)
    left = [path for path in cache.glob("*.new") if path.stat().st_mtime < time.time() - ABANDONED]
    for old in (*whole[:-KEPT], *left):
        old.unlink(missing_ok=True)


_LAST = [""]


def _log(problem: Problem | None) -> None:
    """One line in the log where the cache cannot be used, and none for the same reason again."""
    text = str(problem) if problem else ""
    if text != _LAST[0] and text:
        logging.getLogger(__name__).warning("%s", text)
    _LAST[0] = text
