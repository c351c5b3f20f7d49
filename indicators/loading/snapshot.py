"""Keeps a loaded dataset in the user's cache folder until a file or the code changes.

The snapshot is a pickle in a folder that only this user may enter (as with Python's own compiled
files, whoever can write there can already run code as this user); it is never read from the data
folder, nor from a folder that others can write to. Its name is the fingerprint of the files and the
code (`indicators.fingerprints`).
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
from collections.abc import Mapping
from io import BufferedReader
from pathlib import Path
from types import MappingProxyType
from typing import Any

from indicators.problems import Problem, ProblemCode, Value

FOLDER = "digital-economy-indicators"
MAX_SNAPSHOTS = 4
MAX_WRITING_TIME = 3600.0
"""Seconds after which an unfinished file was left by a process that was killed."""


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


def fetch(fingerprint: str) -> Any:
    """Read the dataset of this fingerprint; None where there is none that can be read.

    A damaged one is deleted.
    """
    try:
        path = folder() / f"{fingerprint}.pickle"
        with _open_own(path) as file:
            gc.disable()  # else half of the time goes into collecting while objects are made
            return pickle.load(file)  # noqa: S301 - this user's own cache folder, see above
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


def _open_own(path: Path) -> BufferedReader:
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
        path = folder() / f"{fingerprint}.pickle"
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
    handle, new = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            pickle.dump(value, file, protocol=5)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave the name without the content
        os.replace(new, path)
    finally:
        Path(new).unlink(missing_ok=True)


def _remove_old(cache: Path) -> None:
    """Delete all but the newest snapshots, and what a killed process left half written."""
    snapshots = sorted(cache.glob("*.pickle"), key=lambda path: path.stat().st_mtime)
    oldest = time.time() - MAX_WRITING_TIME
    abandoned = [path for path in cache.glob("*.new") if path.stat().st_mtime < oldest]
    for path in (*snapshots[:-MAX_SNAPSHOTS], *abandoned):
        path.unlink(missing_ok=True)


_last_logged = [""]


def _log(problem: Problem | None) -> None:
    """Log why the cache cannot be used, once for the same reason."""
    text = str(problem) if problem else ""
    if text not in ("", _last_logged[0]):
        logging.getLogger(__name__).warning("%s", text)
    _last_logged[0] = text
