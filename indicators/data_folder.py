"""The data folder: which files are in it, and that every opened file lies inside.

The folder itself may be a link or a mount. A link in it stands for the file it leads to, where that
is in the folder too; a link that leads out is reported and never opened. Links to folders are not
followed, wherever they lead.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from operator import attrgetter
from pathlib import Path

from indicators.problems import Problem, ProblemCode

# O_NOFOLLOW refuses a link that has just taken the file's place; with O_NONBLOCK a pipe is not
# waited for. Neither exists on Windows, where O_BINARY keeps line ends as they are.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
_NAME = attrgetter("name")


class OutsideError(OSError):
    """A path that leads out of the data folder, by a link or by '..'."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.EPERM, "it leads out of the data folder")
        self.name = name


def entries(data: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield every file that is not hidden: its name (relative, with slashes) and its stat result.

    None instead for a link that leads out of the folder. A folder that cannot be read has no files.
    """
    yield from _entries(str(data), "", os.path.realpath(data))


def _entries(folder: str, prefix: str, root: str) -> Iterator[tuple[str, os.stat_result | None]]:
    try:
        with os.scandir(folder) as scan:
            listed = sorted(scan, key=_NAME)
    except OSError:
        return
    for entry in listed:
        if entry.name[0] == ".":
            continue
        name = prefix + entry.name
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, f"{name}/", root)
                continue
            is_outside = entry.is_symlink() and not _is_within(root, os.path.realpath(entry.path))
            status = None if is_outside else entry.stat()
        except OSError:  # it has just gone, or is a link to nothing
            continue
        if status is None or stat.S_ISREG(status.st_mode):  # reading a pipe would never end
            yield name, status


def _is_within(root: str, path: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def real_path(data: Path, name: str) -> Path:
    """Resolve every link in the path of a file.

    Raises OutsideError where it leads out of the folder.
    """
    path = os.path.realpath(data / name)
    if not _is_within(os.path.realpath(data), path):
        raise OutsideError(name)
    return Path(path)


def leads_out(data: Path, name: str) -> bool:
    """Return whether a path leads out of the folder."""
    try:
        real_path(data, name)
    except OutsideError:
        return True
    return False


def open_file(data: Path, name: str) -> BufferedReader:
    """Open a file of the folder for reading.

    Raises OutsideError where a link leads out of the folder, OSError where it is no file or cannot
    be read.
    """
    return open_real(real_path(data, name))


def open_real(path: Path) -> BufferedReader:
    """Open a file at a path without links. Raises OSError for a link, a folder, a pipe."""
    handle = os.open(path, _OPEN_FLAGS)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no file")
    return os.fdopen(handle, "rb")


def outside_problem(name: str) -> Problem:
    """Report a link that leads out, but not where to: that is nothing for a visitor."""
    return Problem(ProblemCode.LINK_OUTSIDE, name)
