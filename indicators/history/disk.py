"""The history's own folder: written whole or not at all, and words for when it cannot be written."""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indicators.problems import Problem, uncoded

HOME = ".history"
_TEMPORARY = "tmp"
_DAY = 86400.0
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class HistoryError(Exception):
    """The history refuses, or is damaged; `problem` says what, where and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class NotWritable(HistoryError):
    """The data folder cannot be written: no right to, no room, somebody else at it. Nothing was changed."""


def home(data: Path) -> Path:
    """Where the history of a data folder lies."""
    return Path(data, HOME)


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Whatever the file system refuses in here comes out as NotWritable, in words."""
    try:
        yield
    except OSError as wrong:
        do = (
            "Make room on its disk, then try again."
            if wrong.errno in _FULL
            else "Ask whoever looks after this folder for the right to write to it and to all in it."
        )
        why = wrong.strerror or type(wrong).__name__
        raise NotWritable(
            uncoded(f"the data folder cannot be written: {why}", data.name, do=do)
        ) from wrong


def shelf(data: Path, *parts: str) -> Path:
    """A folder of the history, made where it is not there. The data folder itself is never made."""
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
    """A name nobody else uses, on the same file system as what it will become."""
    return shelf(data, _TEMPORARY) / secrets.token_hex(12)


def sync(folder: Path) -> None:
    """Make what was named in a folder outlast a power failure; where folders cannot be opened, the system does it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(data: Path, path: Path, content: bytes) -> None:
    """Put a small file in place of what is there, whole."""
    new = _written(data, content)
    try:
        os.replace(new, path)
    finally:
        drop(new)
    sync(path.parent)


def create(data: Path, path: Path, content: bytes) -> None:
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
        drop(new)
    sync(path.parent)


def _written(data: Path, content: bytes) -> Path:
    """A temporary file that holds this, down to the disk."""
    new = temporary(data)
    try:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        drop(new)
        raise
    return new


def drop(new: Path) -> None:
    """Remove a temporary file if it is still there; where that fails, `sweep` does it another day."""
    with suppress(OSError):
        new.unlink(missing_ok=True)


def sweep(data: Path) -> None:
    """Remove temporary files that a crash left; younger than a day, one may still be written by somebody."""
    for left in shelf(data, _TEMPORARY).iterdir():
        with suppress(FileNotFoundError):  # somebody has just finished with it
            if left.stat().st_ctime < time.time() - _DAY:
                left.unlink()
