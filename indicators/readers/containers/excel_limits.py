"""What an Excel workbook would need in memory, found before it is opened.

A workbook of a few kilobytes can have a cell in the last corner of a sheet, or one long text used
in every cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable

from indicators.problems import Problem, ProblemCode, Severity
from indicators.readers.containers.zip_archive import MAX_BYTES, MAX_FILES, is_bomb, too_large

MAX_PARTS = MAX_FILES + 200
"""Files that a workbook may consist of: its sheets, and what describes them."""
MAX_SHEET_AREA = 20_000_000
"""Cells, empty ones counted, that a sheet may span."""
MAX_SPARSE_AREA = 2_000_000
"""Cells up to which a sheet may be nearly empty."""
MAX_SPARSENESS = 30
"""Cells spanned for each cell there is, in a sheet that spans more than that."""
MAX_TEXT_BYTES = 400_000_000
"""Bytes of text that the cells may hold together."""
_LONG_TEXT = 1 << 10
"""Shared texts that are all shorter than this cannot fill the memory."""
_CHUNK_SIZE = 1 << 20
_SHARED_STRING = re.compile(rb't="s"[^>]*>\s*<v>(\d{1,9})<')
_REFERENCE = re.compile(rb'r="([A-Z]{1,4})?(\d{1,12})"')


def check_xlsx(content: bytes) -> Problem | None:
    """Return why a workbook is refused before it is opened; None where it fits into memory.

    Raises what zipfile raises of a damaged archive.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_PARTS or total > MAX_BYTES or any(map(is_bomb, entries)):
            return too_large(MAX_BYTES, total)
        names = {entry.filename.casefold() for entry in entries}
        if "xl/workbook.xml" not in names or "content.xml" in names or "xl/workbook.bin" in names:
            return Problem(ProblemCode.WORKBOOK_NOT_XLSX)
        text_bytes = _text_bytes(archive, entries)
        if text_bytes > MAX_TEXT_BYTES:
            values = {"bytes": text_bytes, "limit": MAX_TEXT_BYTES}
            return Problem(ProblemCode.WORKBOOK_TEXT_SIZE, values=values)
        return _check_sheets(archive, entries)


def sheet_too_large(rows: int, columns: int, severity: Severity = "error") -> Problem:
    """Return the problem of a sheet that spans too many cells."""
    values = {"rows": rows, "columns": columns, "limit": MAX_SHEET_AREA}
    return Problem(ProblemCode.SHEET_TOO_LARGE, values=values, severity=severity)


def _check_sheets(archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]) -> Problem | None:
    for entry in entries:
        name = entry.filename.casefold()
        if not entry.filename.endswith((".xml", ".XML")) and "sheet" not in name:
            continue
        columns, rows, cells = _extent(archive, entry, _extent_bound)
        if not _fits(columns, rows, cells):
            columns, rows, cells = _extent(archive, entry, _exact_extent)
            if not _fits(columns, rows, cells):
                return sheet_too_large(rows, columns)
    return None


def _fits(columns: int, rows: int, cells: int) -> bool:
    area = columns * rows
    return area <= MAX_SHEET_AREA and area <= max(MAX_SPARSE_AREA, MAX_SPARSENESS * cells)


def _text_bytes(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> int:
    """Bytes of shared texts in all cells, each counted wherever it is used; 0 where no text is
    long.
    """
    shared = [entry for entry in entries if entry.filename.casefold().endswith("sharedstrings.xml")]
    if not shared:
        return 0
    sizes = [len(text) for text in archive.read(shared[0]).split(b"<si>")[1:]]
    if not sizes or max(sizes) < _LONG_TEXT:
        return 0
    total = 0
    for entry in entries:
        if entry is not shared[0]:
            indices = map(int, _SHARED_STRING.findall(archive.read(entry)))
            total += sum(sizes[index] for index in indices if index < len(sizes))
    return total


def _extent(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, measure: Callable[[bytes], tuple[int, int]]
) -> tuple[int, int, int]:
    """How many columns and rows a sheet spans, and how many cells it has; read in chunks that end
    with a tag.
    """
    columns = rows = cells = read = 0
    rest = b""
    with archive.open(entry) as stream:
        while (chunk := stream.read(_CHUNK_SIZE)) and read <= entry.file_size:
            read += len(chunk)
            chunk = rest + chunk
            end = chunk.rfind(b">") + 1 or len(chunk)
            chunk, rest = chunk[:end], chunk[end:][-_CHUNK_SIZE:]
            cells += chunk.count(b"<c ") + chunk.count(b":c ")
            chunk_columns, chunk_rows = measure(chunk)
            columns, rows = max(columns, chunk_columns), max(rows, chunk_rows)
    return columns, rows, cells


def _extent_bound(chunk: bytes) -> tuple[int, int]:
    """A bound of columns and rows, quickly: by how many letters and digits the references have
    ('ZZ99').
    """
    letters = next((size for size in (4, 3, 2) if re.search(rb'r="[A-Z]{%d}' % size, chunk)), 1)
    digits = next(
        (size for size in (8, 7, 6, 5, 4, 3) if re.search(rb'r="[A-Z]{0,4}\d{%d}' % size, chunk)), 2
    )
    return _column_number(b"Z" * letters), 10**digits


def _exact_extent(chunk: bytes) -> tuple[int, int]:
    """The last column and row that a reference names."""
    references = _REFERENCE.findall(chunk)
    columns = {letters for letters, _ in references if letters}
    rows = {digits for _, digits in references}
    return max(map(_column_number, columns), default=0), max(map(int, rows), default=0)


def _column_number(letters: bytes) -> int:
    """'AB' -> 28."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
