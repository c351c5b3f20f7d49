"""One writer at a time, across threads and processes.

Every writer opens the lock file anew, so that threads of one process keep each other out as well.
The system releases the lock when a process dies, however it dies: there is nothing to clean up.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indicators.history.disk import NotWritable, make_folder, writing
from indicators.problems import Problem, ProblemCode

LOCK_TIMEOUT = 60.0
"""Seconds until a writer gives up. The lock is held while files are put in place, not while they
arrive.
"""

_PAUSE = 0.01
"""Seconds between two attempts."""
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the lock of this folder's history. Raises NotWritable where it cannot be had."""
    with writing(data):
        handle = os.open(make_folder(data) / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(data, handle)
        with writing(data):
            yield
    finally:
        os.close(handle)


def _wait(data: Path, handle: int) -> None:
    end = time.monotonic() + LOCK_TIMEOUT
    while not _try_lock(data, handle):
        if time.monotonic() > end:
            raise NotWritable(Problem(ProblemCode.FOLDER_LOCKED, data.name))
        time.sleep(_PAUSE)


def _try_lock(data: Path, handle: int) -> bool:
    with writing(data):
        try:
            _lock(handle)
        except OSError as error:
            if error.errno in _BUSY:
                return False
            raise
    return True
