"""Workbooks that are not .xlsx: Excel's old binary form (.xls) and OpenDocument's (.ods). What they are, and whether they fit."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from indicators.problems import Problem, uncoded

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ROW = re.compile(rb"<table:table-row([^>]{0,500})>")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell([^>]{0,2000})>")
_TIMES = re.compile(rb'-repeated="(\d{1,9})"')
_LARGEST = 200_000_000
FILLED = 2_000_000
"""Cells with something in them that a sheet of OpenDocument may hold, those that are said once and repeated counted."""


def is_xls(content: bytes) -> bool:
    """Whether the bytes are an old Excel workbook (other old Office files are none)."""
    return content.startswith(_OLE) and any(stream in content for stream in _STREAMS)


def is_ods(content: bytes) -> bool:
    """Whether the bytes are an OpenDocument spreadsheet: a ZIP archive whose first member says so."""
    return (
        content[:4] == b"PK\x03\x04" and content[30:38] == b"mimetype" and _ODS in content[38:200]
    )


def refused_ods(content: bytes, name: str) -> Problem | None:
    """Why a spreadsheet is refused before it is opened: it says a few cells and has them repeated to fill the memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("content.xml")
        if entry.file_size > _LARGEST or entry.file_size > 200 * max(entry.compress_size, 1 << 13):
            return uncoded(
                "the workbook would unpack to far more than it holds",
                name,
                found=f"{entry.file_size:,} bytes",
                do="It is refused.",
            )
        filled = sum(_filled(archive.read(entry)))
    return (
        None
        if filled <= FILLED
        else uncoded(
            "the workbook's cells would not fit into memory",
            name,
            found=f"{filled:,} cells",
            expected=f"at most {FILLED:,}",
            do="It is refused.",
        )
    )


def _filled(text: bytes) -> Iterator[int]:
    """How many cells each row stands for, where it says anything."""
    rows = list(_ROW.finditer(text))
    for at, row in enumerate(rows):
        end = rows[at + 1].start() if at + 1 < len(rows) else len(text)
        cells = list(_CELL.finditer(text, row.end(), end))
        said = [
            at
            for at, cell in enumerate(cells)
            if b"office:value-type" in cell[1]
            or b"calcext:value-type" in cell[1]
            or b"table:formula" in cell[1]
        ]
        if said:
            yield _times(row[1]) * sum(_times(cell[1]) for cell in cells[: said[-1] + 1])


def _times(attributes: bytes) -> int:
    match = _TIMES.search(attributes)
    return int(match[1]) if match else 1
