"""The history's own folder, whose files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indicators.problems import Problem, ProblemCode

HOME = ".history"
_TEMPORARY = "tmp"
_DAY = 86400.0
"""Seconds."""
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class HistoryError(Exception):
    """The history refuses, or is damaged; `problem` says what, where and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class NotWritable(HistoryError):
    """The data folder cannot be written: no right, no room, or somebody else is writing.

    Nothing was changed.
    """


def home(data: Path) -> Path:
    """Return the folder of the history of a data folder."""
    return Path(data, HOME)


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Turn what the file system refuses in here into NotWritable."""
    try:
        yield
    except OSError as error:
        full = error.errno in _DISK_FULL
        code = ProblemCode.DISK_FULL if full else ProblemCode.FOLDER_NOT_WRITABLE
        values = {"reason": error.strerror or type(error).__name__}
        raise NotWritable(Problem(code, data.name, values=values)) from error


def make_folder(data: Path, *parts: str) -> Path:
    """Return a folder of the history, and make it where it is missing.

    The data folder itself is never made.
    """
    folder = data
    for part in (HOME, *parts):
        folder = folder / part
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        sync(folder.parent)
    return folder


def temporary(data: Path) -> Path:
    """Return a path that nobody else uses, on the same file system as what it will become."""
    return make_folder(data, _TEMPORARY) / secrets.token_hex(12)


def sync(folder: Path) -> None:
    """Make the names in a folder outlast a power failure."""
    if os.name == "nt":  # folders cannot be opened there; the system does it by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(data: Path, path: Path, content: bytes) -> None:
    """Put a small file in place of what is there, whole."""
    new = _written(data, content)
    try:
        os.replace(new, path)
    finally:
        remove_temporary(new)
    sync(path.parent)


def create_file(data: Path, path: Path, content: bytes) -> None:
    """Put a small file where none is, whole; FileExistsError where one is, whoever was first."""
    new = _written(data, content)
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links; the lock keeps others away from this name
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.rename(new, path)
    finally:
        remove_temporary(new)
    sync(path.parent)


def _written(data: Path, content: bytes) -> Path:
    """Write a temporary file, down to the disk."""
    new = temporary(data)
    try:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        remove_temporary(new)
        raise
    return new


def remove_temporary(new: Path) -> None:
    """Remove a temporary file if it is still there.

    Where that fails, `remove_old_temporaries` does it another day.
    """
    with suppress(OSError):
        new.unlink(missing_ok=True)


def remove_old_temporaries(data: Path) -> None:
    """Remove temporary files that a crash left.

    Younger than a day, one may still be written by somebody.
    """
    for file in make_folder(data, _TEMPORARY).iterdir():
        with suppress(FileNotFoundError):  # somebody has just finished with it
            if file.stat().st_ctime < time.time() - _DAY:
                file.unlink()
