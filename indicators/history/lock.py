"""One writer at a time, across threads and processes.

Each taking opens the lock file anew, so that threads of one process keep each other out as well. The system lets
go of the lock when a process dies, however it dies: there is nothing to clean up.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indicators.history.disk import NotWritable, shelf, writing
from indicators.problems import uncoded

PATIENCE = 60.0
"""Seconds until a writer gives up. The lock is held while files are put in place, not while they arrive."""

_PAUSE = 0.01
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Alone with the history of this folder. NotWritable where it cannot be had."""
    with writing(data):
        handle = os.open(shelf(data) / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(data, handle)
        with writing(data):
            yield
    finally:
        os.close(handle)


def _wait(data: Path, handle: int) -> None:
    end = time.monotonic() + PATIENCE
    while not _taken(data, handle):
        if time.monotonic() > end:
            raise NotWritable(
                uncoded(
                    "somebody else has been writing to the data folder for a long time",
                    data.name,
                    do="Try again in a moment; nothing was changed.",
                )
            )
        time.sleep(_PAUSE)


def _taken(data: Path, handle: int) -> bool:
    with writing(data):
        try:
            _take(handle)
        except OSError as wrong:
            if wrong.errno in _BUSY:
                return False
            raise
    return True
