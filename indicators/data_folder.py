"""The data folder: which files are in it, and that whatever is opened lies inside.

The folder itself may be a link or a mount. A link in it stands for the file it leads to, where that is in the folder
too; one that leads out is told and never opened. Links to folders are not followed, wherever they lead.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from indicators.problems import Problem, ProblemCode

_SAFELY = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
"""Opened so, a link that has just taken the file's place is refused, and a pipe is not waited for."""


class Outside(OSError):
    """A path that leads out of the data folder, by a link or by '..'."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.EPERM, "it leads out of the data folder")
        self.name = name


def entries(data: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """Every file that is not hidden: its name (relative, with slashes) and what the system says of it.

    None instead for a link that leads out of the folder. A folder that cannot be read has no files.
    """
    yield from _entries(str(data), "", os.path.realpath(data))


def _entries(folder: str, below: str, root: str) -> Iterator[tuple[str, os.stat_result | None]]:
    try:
        listed = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in listed:
        if entry.name.startswith("."):
            continue
        name = below + entry.name
        with contextlib.suppress(OSError):  # it has just gone, or is a link to nothing
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, f"{name}/", root)
            elif entry.is_symlink() and not _within(root, os.path.realpath(entry.path)):
                yield name, None
            elif stat.S_ISREG(
                (found := entry.stat()).st_mode
            ):  # a pipe would be waited for without end
                yield name, found


def _within(root: str, real: str) -> bool:
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)


def real_path(data: Path, name: str) -> Path:
    """Where a file of the folder really lies, without any link in the path. Outside where that is not in the folder."""
    real = os.path.realpath(data / name)
    if not _within(os.path.realpath(data), real):
        raise Outside(name)
    return Path(real)


def leads_out(data: Path, name: str) -> bool:
    """Whether a path of the folder leads out of it."""
    try:
        real_path(data, name)
    except Outside:
        return True
    return False


def open_file(data: Path, name: str) -> BufferedReader:
    """A file of the folder, to be read. Outside where a link leads out of it; OSError where it is no file, or cannot be read."""
    return open_real(real_path(data, name))


def open_real(path: Path) -> BufferedReader:
    """What lies at a real path, to be read. OSError where that is a link or no file, or cannot be read."""
    handle = os.open(path, _SAFELY)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no file")
    return os.fdopen(handle, "rb")


def outside_problem(name: str) -> Problem:
    """Report a link that leads out; not where to, as that is nothing for a visitor."""
    return Problem(ProblemCode.LINK_OUTSIDE, name)
