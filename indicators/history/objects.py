"""Files byte for byte as they came, under the hash of their content: `.history/objects/ab/abcd...`.

An object is written once and never changed (mode 0444); its time is that of the file it came from.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from indicators.data_folder import open_real
from indicators.history.disk import HistoryError, drop, home, shelf, sync, temporary, writing
from indicators.problems import uncoded

_CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Stream(Protocol):
    """What bytes can be read from, a piece at a time."""

    def read(self, size: int, /) -> bytes: ...


def put(data: Path, source: bytes | Path | Stream) -> str:
    """Keep a file's content and give its SHA-256 as 64 hexadecimal digits; the same content is kept once.

    A stream is read from where it stands, a megabyte at a time. OSError where a path cannot be read or is a link.
    """
    if isinstance(source, bytes):
        return _put(data, BytesIO(source), None)
    if isinstance(source, Path):
        with open_real(source) as stream:
            return _put(data, stream, os.fstat(stream.fileno()).st_mtime_ns)
    return _put(data, source, None)


def _put(data: Path, stream: Stream, changed: int | None) -> str:
    with writing(data), _fresh(data) as new:
        with new.open("xb") as file:
            digest = _copy(stream, file)
        return _named(data, new, digest, changed)


def _named(data: Path, new: Path, digest: str, changed: int | None) -> str:
    """Give a written file its name. Of two times the older counts: a file sent again is no younger.

    One that is there is replaced by what was just written, so that a damaged object is whole again.
    """
    place = shelf(data, "objects", digest[:2]) / digest
    times = [
        new.stat().st_mtime_ns if changed is None else changed,
        *([place.stat().st_mtime_ns] if place.exists() else []),
    ]
    os.utime(new, ns=(min(times), min(times)))
    new.chmod(0o444)
    if os.name == "nt" and place.exists():
        place.chmod(0o666)  # Windows replaces no file that cannot be written
    os.replace(new, place)
    sync(place.parent)
    return digest


@contextmanager
def _fresh(data: Path) -> Iterator[Path]:
    new = temporary(data)
    try:
        yield new
    finally:
        drop(new)


def _copy(source: Stream, file: IO[bytes]) -> str:
    """Write what a stream holds down to the disk; its digest."""
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest()


def copy_out(data: Path, digest: str) -> Path:
    """A temporary copy, on the disk and checked, ready to be moved to its place."""
    new = temporary(data)
    try:
        with _path(data, digest).open("rb") as stream, new.open("xb") as file:
            found = _copy(stream, file)
        _checked(data, digest, found)
    except BaseException:
        drop(new)
        raise
    return new


def has(data: Path, digest: str) -> bool:
    """Whether a file of this content is kept."""
    return bool(_DIGEST.fullmatch(digest)) and _path(data, digest).is_file()


def read(data: Path, digest: str) -> bytes:
    """What is kept under a digest, checked. HistoryError where it is not there or no longer what it was."""
    content = b"".join(_chunks(data, digest))
    _checked(data, digest, hashlib.sha256(content).hexdigest())
    return content


def locate(data: Path, digest: str) -> Path:
    """The object itself, checked without taking it into memory; to read from, never to write to."""
    found = hashlib.sha256()
    for chunk in _chunks(data, digest):
        found.update(chunk)
    _checked(data, digest, found.hexdigest())
    return _path(data, digest)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file. OSError where it cannot be read or is a link."""
    with open_real(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _chunks(data: Path, digest: str) -> Iterator[bytes]:
    try:
        with _path(data, digest).open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except OSError as wrong:
        raise HistoryError(
            uncoded(
                "a kept file cannot be read",
                _said(digest),
                found=wrong.strerror or "nothing",
                do="Put it back from a copy of the data folder.",
            )
        ) from wrong


def _path(data: Path, digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise HistoryError(
            uncoded(
                "this is no name of a kept file",
                found=digest[:80],
                expected="64 hexadecimal digits",
            )
        )
    return home(data) / "objects" / digest[:2] / digest


def _checked(data: Path, digest: str, found: str) -> None:
    if found != digest:
        raise HistoryError(
            uncoded(
                "a kept file is damaged: its content is not what was put there",
                _said(digest),
                do="Put it back from a copy of the data folder, or add the same file again.",
            )
        )


def _said(digest: str) -> str:
    return f".history/objects/{digest[:2]}/{digest}"
