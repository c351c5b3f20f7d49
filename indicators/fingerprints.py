"""The stamps of files, by which a change is noticed, and the fingerprint of a whole folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from indicators import data_folder

_CODE = Path(__file__).parent
FileStamp = tuple[int, int, int]
"""Size, time of the content, time of the rights: a file that is unlocked keeps the first two."""
NO_STAMP: FileStamp = (0, 0, 0)
OUTSIDE_STAMP: FileStamp = (-1, 0, 0)
"""The mark of a link that leads out of the data folder; what it leads to is not looked at."""
FileStamps = Mapping[str, FileStamp]
"""The marks of the config (under the name '') and of every file of the data folder (relative, with slashes)."""


def read_stamps(config: Path, data: Path) -> FileStamps:
    """One look at every file that counts; hidden ones do not."""
    found = {
        name: OUTSIDE_STAMP if seen is None else stamp_of(seen)
        for name, seen in data_folder.entries(data)
    }
    with contextlib.suppress(OSError):
        found[""] = stamp_of(config.stat())
    return found


def files_of(data: Path) -> Iterator[str]:
    """The names of all files of the data folder, but hidden ones, what is no file, and links that lead out."""
    yield from (name for name, seen in data_folder.entries(data) if seen is not None)


def stamp_of(found: os.stat_result) -> FileStamp:
    """The mark of a file."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def fingerprint(config: Path, data: Path, looked: FileStamps | None = None) -> str:
    """A mark of these files (None: of all there are) and of the code, which changes whenever one of them does."""
    digest = hashlib.sha256(
        f"{sys.version_info} {config.resolve()} {data.resolve()} {_code()}".encode()
    )
    said = sorted((read_stamps(config, data) if looked is None else looked).items())
    digest.update(repr(said).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def newest_change(looked: FileStamps) -> float:
    """When the newest of these files was written, in seconds since 1970; 0 where there is none."""
    return max((changed / 1e9 for _, changed, _ in looked.values()), default=0.0)


_OWN: list[str] = []


def _code() -> str:
    """The mark of the measuring side's own files, looked at once: a running process does not change its code."""
    if not _OWN:
        marks = {
            name: stamp_of(seen)
            for name, seen in data_folder.entries(_CODE)
            if seen is not None and not name.endswith(".pyc")
        }
        _OWN.append(
            hashlib.sha256(
                repr(sorted(marks.items())).encode("utf-8", "surrogateescape")
            ).hexdigest()
        )
    return _OWN[0]
