"""A loaded Dataset, kept in the user's cache folder until a file, the config or the code changes.

The fingerprint is of sizes and times, so that checking thousands of files takes milliseconds. The snapshot is a
pickle in a folder that only this user may enter (as with Python's own compiled files, whoever can write there
can already run code as this user); it is never read from the data folder.
"""

from __future__ import annotations

import contextlib
import copyreg
import gc
import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = "digital-economy-indicators"
KEPT = 4
_CODE = Path(__file__).parent


def _read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


# Python's own read-only mappings cannot be pickled by name, as their type stands in no module.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


Mark = tuple[int, int, int]
"""Size, time of the content, time of the rights: a file that is unlocked keeps the first two."""
NO_MARK: Mark = (0, 0, 0)
Looked = Mapping[str, Mark]
"""The marks of the config (under the name '') and of every file of the data folder (relative, with slashes)."""


def look(config: Path, data: Path) -> Looked:
    """One look at every file that counts; hidden ones do not."""
    found = dict(_marks(str(data), ""))
    with contextlib.suppress(OSError):
        found[""] = mark_of(config.stat())
    return found


def files_of(data: Path) -> Iterator[str]:
    """The names of all files of the data folder, but hidden ones and what is no file."""
    yield from (name for name, _ in _marks(str(data), ""))


def mark_of(found: os.stat_result) -> Mark:
    """The mark of a file."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _marks(folder: str, below: str) -> Iterator[tuple[str, Mark]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                yield from _marks(entry.path, f"{below}{entry.name}/")
            elif stat.S_ISREG((found := entry.stat()).st_mode):  # a pipe would be waited for without end
                yield below + entry.name, mark_of(found)


def fingerprint(config: Path, data: Path, looked: Looked | None = None) -> str:
    """A mark of these files (None: of all there are) and of the code, which changes whenever one of them does."""
    digest = hashlib.sha256(f"{sys.version_info} {config.resolve()} {data.resolve()} {_code()}".encode())
    said = sorted((look(config, data) if looked is None else looked).items())
    digest.update(repr(said).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def newest_change(looked: Looked) -> float:
    """When the newest of these files was written, in seconds since 1970; 0 where there is none."""
    return max((changed / 1e9 for _, changed, _ in looked.values()), default=0.0)


_OWN: list[str] = []


def _code() -> str:
    """The mark of the measuring side's own files, looked at once: a running process does not change its code."""
    if not _OWN:
        _OWN.append(hashlib.sha256(repr(sorted(_marks(str(_CODE), ""))).encode("utf-8", "surrogateescape")).hexdigest())
    return _OWN[0]


def folder() -> Path:
    """Where snapshots are kept: XDG_CACHE_HOME, else ~/.cache; made on first use, for this user alone."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    path = base / FOLDER
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def fetch(mark: str) -> Any:
    """The dataset of this fingerprint, or None where there is none that can be read."""
    try:
        path = folder() / f"{mark}.pickle"
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return None
        with path.open("rb") as kept:
            gc.disable()  # half of the time goes into collecting while thousands of small nouns are made
            return pickle.load(kept)  # noqa: S301 - this user's own cache folder, see above
    except Exception:  # noqa: BLE001 - a snapshot that cannot be used, for whatever reason, is made anew
        return None
    finally:
        gc.enable()


def store(mark: str, dataset: Any) -> None:
    """Keep a dataset that is not kept yet, whole or not at all; a cache that cannot be written is no error."""
    try:
        if (folder() / f"{mark}.pickle").exists():
            return
        with tempfile.NamedTemporaryFile(dir=folder(), suffix=".new", delete=False) as new:
            pickle.dump(dataset, new, protocol=5)
        os.replace(new.name, folder() / f"{mark}.pickle")
        for old in sorted(folder().glob("*.pickle"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, pickle.PicklingError):  # the latter where the code was loaded anew meanwhile
        return
