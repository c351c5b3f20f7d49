"""gzip -> the one file in it, within the limits of an archive (Eurostat's bulk downloads are .tsv.gz)."""

from __future__ import annotations

import gzip
import io
import zlib

from indicators.problems import Problem, uncoded
from indicators.readers.containers.zip_archive import RATIO, UNPACKED

_SMALL = 1 << 20
_PIECE = 1 << 16


def is_gzip(content: bytes) -> bool:
    """Whether the bytes are packed with gzip."""
    return content[:3] == b"\x1f\x8b\x08"


def unpacked(content: bytes, name: str) -> tuple[bytes, list[Problem]]:
    """The file inside; what of a damaged one can be read, and a problem that says so. A bomb gives nothing."""
    most = min(UNPACKED, max(RATIO * len(content), _SMALL))
    found, size = list[bytes](), 0
    stream = gzip.GzipFile(
        fileobj=io.BytesIO(content)
    )  # takes pieces one after the other, a million of them as well
    try:
        while piece := stream.read1(_PIECE):
            found.append(piece)
            size += len(piece)
            if size > most:
                return b"", [
                    uncoded(
                        "the file would unpack to far more than it holds",
                        name,
                        expected=f"at most {most:,} bytes",
                        do="It is refused.",
                    )
                ]
    except EOFError:
        return b"".join(found), [
            uncoded("the gzip file is cut short", name, do="Fetch it again; what is there is read.")
        ]
    except (zlib.error, OSError) as error:
        return b"".join(found), [
            uncoded(f"the gzip file is damaged ({error})", name, do="Fetch it again.")
        ]
    return b"".join(found), []
