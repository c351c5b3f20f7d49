"""Keeps a loaded dataset in the user's cache folder until a file or the code changes.

A snapshot is one file in a folder that only this user may enter; it is never read from the data
folder, nor from a folder that others can write to. Its columns are mapped into memory, so that a
table opens at once and processes share it (`array_file`); the rest is JSON, of which only types
that a dataset has are made (`frozen_json`). Its name is the fingerprint of the files and the code
(`indicators.fingerprints`): a file that is there is never written again, and one that is deleted
stays whole for those who have it mapped.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np

from indicators.loading import array_file
from indicators.loading.array_file import read_arrays, write_arrays
from indicators.loading.frozen_json import Document, freeze, thaw
from indicators.problems import Problem, ProblemCode, Value

T = TypeVar("T")
FOLDER = "digital-economy-indicators"
SUFFIX = ".snapshot"
MAX_SNAPSHOTS = 4
MAX_WRITING_TIME = 3600.0
"""Seconds after which an unfinished file was left by a process that was killed."""


class CacheError(Exception):
    """The cache folder cannot be used; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def folder() -> Path:
    """Return the folder of the snapshots, made for this user alone on first use.

    It is in XDG_CACHE_HOME, else in ~/.cache.

    Raises CacheError where it cannot be made, is another user's or a link, or others can put
    another in its place.
    """
    try:
        path = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / FOLDER
        with contextlib.suppress(FileExistsError):  # what stands there is checked next
            path.mkdir(parents=True, mode=0o700)
        _check_private(path)
    except (OSError, RuntimeError) as error:  # the latter where the user has no home
        reason = error.strerror if isinstance(error, OSError) else str(error)
        values = {"reason": reason or type(error).__name__}
        raise CacheError(_notice(ProblemCode.CACHE_UNUSABLE, values)) from error
    return path


def _check_private(path: Path) -> None:
    """Raise CacheError where somebody else could put a file into this folder.

    Narrow rights that are too wide.
    """
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise CacheError(_notice(ProblemCode.CACHE_NOT_FOLDER))
    if os.name == "nt":  # the rights there are those of the user's own profile
        return
    if status.st_uid != os.getuid():
        raise CacheError(_notice(ProblemCode.CACHE_OF_OTHER_USER))
    if status.st_mode & 0o777 != 0o700:
        path.chmod(0o700)
    for parent in path.resolve().parents:
        rights = parent.stat().st_mode
        # In a folder with the sticky bit (like /tmp) only its owner may replace a name.
        if rights & stat.S_IWOTH and not rights & stat.S_ISVTX:
            raise CacheError(_notice(ProblemCode.CACHE_EXPOSED))


def _notice(code: ProblemCode, values: Mapping[str, Value] | None = None) -> Problem:
    return Problem(code, FOLDER, values=values or {}, severity="notice")


def fetch(fingerprint: str, root: type[T]) -> T | None:
    """Read the dataclass of this fingerprint; None where there is none that can be read.

    Its arrays are read-only and may be of smaller types than those that were stored. A damaged
    one is deleted.
    """
    try:
        path = _path(fingerprint)
        with _open_own(path) as file:
            text, *arrays = read_arrays(file)
        with collection_paused():
            return thaw(Document(text.tobytes().decode(), arrays), root)
    except CacheError as error:
        _log(error.problem)
        return None
    except OSError:
        return None
    except Exception:  # noqa: BLE001 - a snapshot that cannot be used, for whatever reason, is made anew
        with contextlib.suppress(OSError):
            path.unlink()  # `store` writes only what is not there
        return None


@contextlib.contextmanager
def collection_paused() -> Iterator[None]:
    """Keep garbage from being collected meanwhile; leave it so where it was so before.

    Loading makes many objects that stay; a collection would visit every one of the process's, which
    takes half of the time of opening a snapshot.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def compare(fingerprint: str) -> Iterator[None]:
    """Compare a snapshot with its checksums, some megabytes at each step.

    `fetch` compares small arrays alone. Raises ValueError where one differs; the snapshot is
    deleted then. Nothing is compared where there is none, or none that can be read.
    """
    try:
        with _open_own(_path(fingerprint)) as file:
            yield from array_file.compare(file)
    except (OSError, CacheError):  # it has gone, as old ones do; who has it mapped keeps it
        return
    except ValueError:
        delete(fingerprint)
        raise


def delete(fingerprint: str) -> None:
    """Delete a snapshot, so that the next load reads the files. Never raises an Exception."""
    with contextlib.suppress(OSError, CacheError):
        _path(fingerprint).unlink(missing_ok=True)


def _path(fingerprint: str) -> Path:
    return folder() / f"{fingerprint}{SUFFIX}"


def _open_own(path: Path) -> BinaryIO:
    """Open a file that is this user's and no link."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    if os.name != "nt" and os.fstat(file.fileno()).st_uid != os.getuid():
        file.close()
        raise PermissionError(str(path))
    return file


def store(fingerprint: str, value: Any) -> Problem | None:
    """Write what `fetch` is to give, whole or not at all; give the reason where it is not.

    Never raises an Exception.

    Nobody may change `value` meanwhile.
    """
    problem = None
    try:
        path = _path(fingerprint)
        if not path.exists():
            _write(path, value)
            _remove_old(path.parent)
    except CacheError as error:
        problem = error.problem
    except Exception as error:  # noqa: BLE001 - whatever it is, the figures are shown without a snapshot
        reason = error.strerror if isinstance(error, OSError) else ""
        values = {"reason": reason or f"{type(error).__name__}: {error}"}
        problem = _notice(ProblemCode.CACHE_NOT_WRITTEN, values)
    _log(problem)
    return problem


def _write(path: Path, value: Any) -> None:
    document = freeze(value)
    handle, new = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            write_arrays(file, [np.frombuffer(document.text.encode(), np.uint8), *document.arrays])
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave the name without the content
        os.replace(new, path)
    finally:
        Path(new).unlink(missing_ok=True)


def _remove_old(cache: Path) -> None:
    """Delete all but the newest snapshots, and what a killed process left half written.

    Older versions of the program left pickles.
    """
    snapshots = sorted(cache.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    oldest = time.time() - MAX_WRITING_TIME
    abandoned = [path for path in cache.glob("*.new") if path.stat().st_mtime < oldest]
    for path in (*snapshots[:-MAX_SNAPSHOTS], *abandoned, *cache.glob("*.pickle")):
        with contextlib.suppress(PermissionError):  # Windows deletes no file that is mapped
            path.unlink(missing_ok=True)


_last_logged = [""]


def _log(problem: Problem | None) -> None:
    """Log why the cache cannot be used, once for the same reason."""
    text = str(problem) if problem else ""
    if text not in ("", _last_logged[0]):
        logging.getLogger(__name__).warning("%s", text)
    _last_logged[0] = text
