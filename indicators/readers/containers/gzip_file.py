"""gzip -> the one file in it, within the limits of an archive (Eurostat's bulk downloads are
.tsv.gz).
"""

from __future__ import annotations

import gzip
import io
import zlib

from indicators.problems import Problem, ProblemCode
from indicators.readers.containers.zip_archive import (
    MAX_BYTES,
    MAX_RATIO,
    MIN_BOMB_SIZE,
    too_large,
)

_CHUNK_SIZE = 1 << 16


def is_gzip(content: bytes) -> bool:
    """Return whether the bytes are packed with gzip (its magic number, and the method deflate)."""
    return content[:3] == b"\x1f\x8b\x08"


def read_gzip(content: bytes, limit: int = MAX_BYTES) -> tuple[bytes, list[Problem]]:
    """Return the file inside, and a problem where it is damaged: then it holds what could be read.

    A file that would unpack to more than `limit` bytes, or to more than the ratio of a bomb, is
    empty.
    """
    limit = min(limit, max(MAX_RATIO * len(content), MIN_BOMB_SIZE))
    chunks: list[bytes] = []
    size = 0
    # GzipFile takes many gzip members one after the other, in the same time for each
    stream = gzip.GzipFile(fileobj=io.BytesIO(content))
    try:
        while chunk := stream.read1(_CHUNK_SIZE):
            chunks.append(chunk)
            size += len(chunk)
            if size > limit:
                return b"", [too_large(limit, size)]
    except (EOFError, zlib.error, OSError) as error:
        values = {"reason": str(error)[:80]}
        return b"".join(chunks), [Problem(ProblemCode.GZIP_DAMAGED, values=values)]
    return b"".join(chunks), []
