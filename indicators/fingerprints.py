"""The stamps of files, by which a change is noticed, and the fingerprint of a whole folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from indicators import data_folder

_CODE = Path(__file__).parent
FileStamp = tuple[int, int, int]
"""Size, time of the content, time of the rights: a file that is unlocked keeps the first two."""
NO_STAMP: FileStamp = (0, 0, 0)
OUTSIDE_STAMP: FileStamp = (-1, 0, 0)
"""The stamp of a link that leads out of the data folder; what it leads to is not looked at."""
DESCRIPTIONS = "indices/*.yaml"
"""The files beside config.yaml that it may name."""
FileStamps = Mapping[str, FileStamp]
"""The stamps of the config (under the name '') and of every file of the data folder (relative, with
slashes).
"""


def read_stamps(config: Path, data: Path) -> FileStamps:
    """Look once at the config and every file of the data folder that is not hidden."""
    stamps: dict[str, FileStamp] = {}
    for name, status in data_folder.entries(data):
        stamps[name] = OUTSIDE_STAMP if status is None else stamp_of(status)
    with contextlib.suppress(OSError):
        stamps[""] = _config_stamp(config)
    return stamps


def _config_stamp(config: Path) -> FileStamp:
    """Give one stamp of the config and of the descriptions of indices beside it."""
    stamps = [stamp_of(config.stat())]
    stamps += [stamp_of(path.stat()) for path in sorted(config.parent.glob(DESCRIPTIONS))]
    sizes, contents, rights = zip(*stamps, strict=True)
    return sum(sizes), max(contents), sum(rights)


def folders_of(stamps: FileStamps) -> tuple[str, ...]:
    """Return the folders with these files, relative to the data folder, which comes first as ''."""
    return tuple(sorted({"", *(name.rpartition("/")[0] for name in stamps)}))


def folder_times(data: Path, folders: Iterable[str]) -> tuple[int, ...]:
    """Return when a name was last added to each folder or taken away; 0 for one that is gone.

    This takes a hundredth of a look at all files, and does not notice one that is written in place.
    """
    times = []
    for folder in folders:
        try:
            times.append(os.stat(f"{data}/{folder}").st_mtime_ns)
        except OSError:
            times.append(0)
    return tuple(times)


def files_of(data: Path) -> Iterator[str]:
    """List the files of the data folder, without hidden ones, pipes, and links that lead out."""
    yield from (name for name, status in data_folder.entries(data) if status is not None)


def stamp_of(status: os.stat_result) -> FileStamp:
    """Return the stamp of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def fingerprint(config: Path, data: Path, stamps: FileStamps | None = None) -> str:
    """Return a digest of these files (None: of all there are) and of the code."""
    parts = f"{sys.version_info} {config.resolve()} {data.resolve()} {_code_fingerprint()}"
    digest = hashlib.sha256(parts.encode())
    stamps = read_stamps(config, data) if stamps is None else stamps
    digest.update(repr(sorted(stamps.items())).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def newest_change(stamps: FileStamps) -> float:
    """Return the time that the newest of these files was written, in seconds since 1970.

    0 where there is none.
    """
    return max((modified / 1e9 for _, modified, _ in stamps.values()), default=0.0)


@cache
def _code_fingerprint() -> str:
    """Give a digest of the program's own files, taken once.

    A running process does not change its code.
    """
    stamps = {
        name: stamp_of(status)
        for name, status in data_folder.entries(_CODE)
        if status is not None and not name.endswith(".pyc")
    }
    return hashlib.sha256(
        repr(sorted(stamps.items())).encode("utf-8", "surrogateescape")
    ).hexdigest()
