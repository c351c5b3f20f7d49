"""A loaded Dataset, kept in the user's cache folder until a file, the config or the code changes.

The fingerprint is of sizes and times, so that checking thousands of files takes milliseconds. The snapshot is a
pickle in a folder that only this user may enter (as with Python's own compiled files, whoever can write there
can already run code as this user); it is never read from the data folder.
"""

from __future__ import annotations

import copyreg
import gc
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
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


def fingerprint(config: Path, data: Path) -> str:
    """A mark that changes whenever the config, a file of the data folder or the code does."""
    digest = hashlib.sha256(f"{sys.version_info} {config.resolve()} {data.resolve()}".encode())
    for name, *marks in sorted([*_stats([config]), *_stats(_walk(data)), *_code()]):
        digest.update(f"{name}\0{marks}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def newest_change(config: Path, data: Path) -> float:
    """When the newest of these files was written, in seconds since 1970; 0 where there is none."""
    return max((changed / 1e9 for _, _, changed, _ in _stats([config, *_walk(data)])), default=0.0)


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _stats(paths: Any) -> Iterator[tuple[str, int, int, int]]:
    """Name, size, time of the content and time of the rights: a file that is unlocked keeps the first two."""
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            continue
        yield str(path), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


_OWN: list[tuple[str, int, int, int]] = []


def _code() -> list[tuple[str, int, int, int]]:
    """The measuring side's own files, looked at once: a running process does not change its code."""
    if not _OWN:
        _OWN.extend(_stats(_CODE.rglob("*.py")))
    return _OWN


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
    """Keep a dataset, whole or not at all; a cache that cannot be written is no error."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder(), suffix=".new", delete=False) as new:
            pickle.dump(dataset, new, protocol=5)
        os.replace(new.name, folder() / f"{mark}.pickle")
        for old in sorted(folder().glob("*.pickle"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
