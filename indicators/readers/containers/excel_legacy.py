"""Workbooks that are not .xlsx: Excel's old binary form (.xls) and OpenDocument's (.ods), and
whether they fit into memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from indicators.problems import Problem, ProblemCode
from indicators.readers.containers.zip_archive import MAX_RATIO

MAX_FILLED_CELLS = 2_000_000
"""Cells that a sheet of OpenDocument may hold, up to the last filled one of each row, repeated ones
counted.
"""
MAX_CONTENT_BYTES = 200_000_000
_MIN_PACKED = 1 << 13
"""A content.xml packed to less than these bytes is held to the ratio as if it had so many."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ROW = re.compile(rb"<table:table-row([^>]{0,500})>")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell([^>]{0,2000})>")
_REPEATED = re.compile(rb'-repeated="(\d{1,9})"')
_VALUES = (b"office:value-type", b"calcext:value-type", b"table:formula")


def is_xls(content: bytes) -> bool:
    """Return whether the bytes are an old Excel workbook (other old Office files are none)."""
    return content.startswith(_OLE) and any(stream in content for stream in _STREAMS)


def is_ods(content: bytes) -> bool:
    """Return whether the bytes are an OpenDocument spreadsheet: a ZIP archive whose first file says
    so.
    """
    # a ZIP archive's first entry has its name at byte 30 and its bytes right after it
    first = content[30:38]
    return content[:4] == b"PK\x03\x04" and first == b"mimetype" and _ODS in content[38:200]


def check_ods(content: bytes) -> Problem | None:
    """Return why a spreadsheet is refused before it is opened; None where it fits into memory.

    A few cells can be repeated to fill the memory. Raises what zipfile raises of a damaged archive.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("content.xml")
        bound = min(MAX_CONTENT_BYTES, MAX_RATIO * max(entry.compress_size, _MIN_PACKED))
        if entry.file_size > bound:
            values = {"limit": MAX_CONTENT_BYTES, "ratio": MAX_RATIO}
            found = f"{entry.file_size:,}"
            return Problem(ProblemCode.UNPACKED_TOO_LARGE, found=found, values=values)
        cells = sum(_filled_cells(archive.read(entry)))
    if cells <= MAX_FILLED_CELLS:
        return None
    values = {"cells": cells, "limit": MAX_FILLED_CELLS}
    return Problem(ProblemCode.WORKBOOK_CELL_COUNT, values=values)


def _filled_cells(xml: bytes) -> Iterator[int]:
    """How many cells each row stands for, up to its last filled one; blank rows are left out."""
    rows = list(_ROW.finditer(xml))
    ends = [row.start() for row in rows[1:]] + [len(xml)]
    for row, end in zip(rows, ends, strict=True):
        cells = list(_CELL.finditer(xml, row.end(), end))
        filled = [index for index, cell in enumerate(cells) if _has_value(cell[1])]
        if filled:
            width = sum(_repetitions(cell[1]) for cell in cells[: filled[-1] + 1])
            yield _repetitions(row[1]) * width


def _has_value(attributes: bytes) -> bool:
    return any(name in attributes for name in _VALUES)


def _repetitions(attributes: bytes) -> int:
    match = _REPEATED.search(attributes)
    return int(match[1]) if match else 1
