"""Files as they came, under their digest: `.history/objects/ab/abcd...`.

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
from indicators.history.disk import (
    HOME,
    HistoryError,
    home,
    make_folder,
    remove_temporary,
    sync,
    temporary,
    writing,
)
from indicators.problems import Problem, ProblemCode

_CHUNK_BYTES = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Stream(Protocol):
    """What bytes can be read from, a piece at a time."""

    def read(self, size: int, /) -> bytes: ...


def put(data: Path, source: bytes | Path | Stream) -> str:
    """Store a file's content and give its SHA-256 as 64 hexadecimal digits.

    Equal contents are stored once.

    A stream is read from where it stands, a megabyte at a time. Raises OSError where a path cannot
    be read or is a link.
    """
    if isinstance(source, bytes):
        return _put(data, BytesIO(source), None)
    if isinstance(source, Path):
        with open_real(source) as stream:
            return _put(data, stream, os.fstat(stream.fileno()).st_mtime_ns)
    return _put(data, source, None)


def _put(data: Path, stream: Stream, modified: int | None) -> str:
    with writing(data), _temporary(data) as new:
        with new.open("xb") as file:
            digest = _copy(stream, file)
        _name(data, new, digest, modified)
        return digest


def _name(data: Path, new: Path, digest: str, modified: int | None) -> None:
    """Give a written file its name.

    Of two times the older counts: a file that is sent again is no younger.

    An object that is there is replaced by what was just written, so that a damaged one is repaired.
    """
    place = make_folder(data, "objects", digest[:2]) / digest
    time = new.stat().st_mtime_ns if modified is None else modified
    if place.exists():
        time = min(time, place.stat().st_mtime_ns)
    os.utime(new, ns=(time, time))
    new.chmod(0o444)
    if os.name == "nt" and place.exists():
        place.chmod(0o666)  # Windows replaces no file that cannot be written
    os.replace(new, place)
    sync(place.parent)


@contextmanager
def _temporary(data: Path) -> Iterator[Path]:
    new = temporary(data)
    try:
        yield new
    finally:
        remove_temporary(new)


def _copy(source: Stream, file: IO[bytes]) -> str:
    """Write what a stream holds down to the disk, and give its digest."""
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK_BYTES):
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest()


def copy_out(data: Path, digest: str) -> Path:
    """Make a temporary copy, on the disk and checked, ready to be moved to its place."""
    new = temporary(data)
    try:
        with _path(data, digest).open("rb") as stream, new.open("xb") as file:
            _check(digest, _copy(stream, file))
    except BaseException:
        remove_temporary(new)
        raise
    return new


def has(data: Path, digest: str) -> bool:
    """Return whether a file of this content is stored."""
    return bool(_DIGEST.fullmatch(digest)) and _path(data, digest).is_file()


def read(data: Path, digest: str) -> bytes:
    """Read the content of a digest, checked. Raises HistoryError where it is missing or damaged."""
    content = b"".join(_chunks(data, digest))
    _check(digest, hashlib.sha256(content).hexdigest())
    return content


def locate(data: Path, digest: str) -> Path:
    """Return the object itself, checked without taking it into memory.

    To read from, never to write to.
    """
    actual = hashlib.sha256()
    for chunk in _chunks(data, digest):
        actual.update(chunk)
    _check(digest, actual.hexdigest())
    return _path(data, digest)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError where it cannot be read or is a link."""
    with open_real(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def object_name(digest: str) -> str:
    """Return the path of an object, relative to the data folder, as problems name it."""
    return f"{HOME}/objects/{digest[:2]}/{digest}"


def _chunks(data: Path, digest: str) -> Iterator[bytes]:
    try:
        with _path(data, digest).open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk
    except FileNotFoundError as error:
        raise HistoryError(Problem(ProblemCode.OBJECT_MISSING, object_name(digest))) from error
    except OSError as error:
        values = {"reason": error.strerror or type(error).__name__}
        problem = Problem(ProblemCode.OBJECT_UNREADABLE, object_name(digest), values=values)
        raise HistoryError(problem) from error


def _path(data: Path, digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise HistoryError(Problem(ProblemCode.NOT_A_DIGEST, found=digest[:80]))
    return home(data) / "objects" / digest[:2] / digest


def _check(digest: str, actual: str) -> None:
    if actual != digest:
        raise HistoryError(Problem(ProblemCode.OBJECT_DAMAGED, object_name(digest)))
