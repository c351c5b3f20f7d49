"""Excel workbooks -> each sheet as text with commas, a row of the sheet a line, for any other reader.

python-calamine reads them: ten times as fast as openpyxl. As it lays a sheet out cell by cell, a sheet that says it has
a cell in its last corner would fill the memory; so how far the cells reach is looked up first.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from indicators.problems import Problem, uncoded
from indicators.readers.containers.excel_legacy import is_ods, is_xls, refused_ods
from indicators.readers.containers.zip_archive import MEMBERS, RATIO, UNPACKED
from indicators.readers.format import Format

SHEETS = 60
AREA = 20_000_000
SPARSE = 2_000_000
"""Cells, empty ones counted, that a sheet may span; and up to which it may be nearly empty."""
SAID = 400_000_000
"""Bytes of words that the cells may hold together."""
_SMALL = 1 << 20
_LONG = 1 << 10
_SHARED = re.compile(rb't="s"[^>]*>\s*<v>(\d{1,9})<')
_PIECE = 1 << 20
_REFERENCE = re.compile(rb'r="([A-Z]{1,4})?(\d{1,12})"')
T = TypeVar("T")
_ZERO = datetime.time(0)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)

FORMATS: tuple[Format, ...] = ()
"""A workbook is unpacked before formats are asked."""


def sheets(content: bytes, name: str = "") -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """The sheets that hold anything, as (name, CSV in UTF-8), and why others are left out."""
    try:
        refused = (
            None
            if is_xls(content)
            else refused_ods(content, name)
            if is_ods(content)
            else _too_large(content, name)
        )
    except _BROKEN as error:
        return [], [
            uncoded(
                f"the workbook cannot be read ({str(error)[:80]})",
                name,
                do="It may be cut short; fetch it again.",
            )
        ]
    return ([], [refused]) if refused else _opened(content, name)


def _opened(content: bytes, name: str) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        return [], [
            uncoded(
                "the file is an Excel workbook, and python-calamine, which reads them, is not installed",
                name,
                do="Install what requirements.txt names, or save the sheet as CSV UTF-8.",
            )
        ]
    found: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    try:
        book = _asked(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except _Broken as error:
        return [], [
            uncoded(
                f"the workbook cannot be read ({error})",
                name,
                do="If it opens in Excel, save it again, without a password; else fetch it again.",
            )
        ]
    names = list(book.sheet_names)
    for sheet in names[:SHEETS]:
        try:
            if text := _asked(lambda at=sheet: _text(book.get_sheet_by_name(at))):  # type: ignore[misc]
                found.append((sheet, text))
        except _Broken as error:
            problems.append(
                uncoded(
                    f"the sheet '{sheet[:40]}' cannot be read ({error})", name, severity="warning"
                )
            )
    if len(names) > SHEETS:
        problems.append(
            uncoded(
                f"the workbook has {len(names)} sheets; the first {SHEETS} are read",
                name,
                severity="warning",
            )
        )
    return found, problems


class _Broken(Exception):
    """What the library says of a workbook that it cannot read."""


def _asked(call: Callable[[], T]) -> T:
    """What a call of the library gives; whatever it fails with, a fault of its own (a panic) among them, as _Broken."""
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise _Broken(str(error)[:80] or type(error).__name__) from None
        raise


def _text(sheet: Any) -> bytes:
    """A sheet as CSV. Rows before the first filled one stay, so that a line's number is the row's."""
    if sheet.start is None:
        return b""
    if sheet.total_height * sheet.total_width > AREA:
        raise _Broken(
            f"{sheet.total_height:,} rows of {sheet.total_width:,} cells would not fit into memory"
        )
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    for row in sheet.to_python(skip_empty_area=False):
        write([cell_text(cell) for cell in row])
    return out.getvalue().encode("utf-8", "replace")


def cell_text(cell: object) -> str:
    """A cell as text: numbers in full and whole ones without a point, dates as 2024-03-01, never a line end."""
    if type(cell) is float:
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if type(cell) is str:
        return " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == _ZERO else cell.isoformat(" ")
    return (
        cell.isoformat() if isinstance(cell, datetime.date) else "" if cell is None else str(cell)
    )


def _too_large(content: bytes, name: str) -> Problem | None:
    """Why a workbook is refused before it is opened: what it unpacks to, or how far its cells reach."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        every = archive.infolist()
        total = sum(entry.file_size for entry in every)
        bombs = any(
            entry.file_size > max(RATIO * max(entry.compress_size, 1), _SMALL) for entry in every
        )
        if len(every) > MEMBERS + 200 or total > UNPACKED or bombs:
            return uncoded(
                "the workbook would unpack to far more than it holds",
                name,
                found=f"{total:,} bytes",
                expected=f"at most {UNPACKED:,} bytes and {RATIO} times the packed size",
                do="It is refused.",
            )
        names = {entry.filename.casefold() for entry in every}
        if "xl/workbook.xml" not in names or "content.xml" in names or "xl/workbook.bin" in names:
            return uncoded(
                "the file is no workbook of the usual kind (.xlsx)",
                name,
                do="Save it as .xlsx or as CSV UTF-8.",
            )
        if (said := _said(archive, every)) > SAID:
            return uncoded(
                "the words in the workbook's cells would not fit into memory",
                name,
                found=f"{said:,} bytes",
                expected=f"at most {SAID:,} bytes",
                do="It is refused.",
            )
        for entry in every:
            if entry.filename.endswith((".xml", ".XML")) or "sheet" in entry.filename.casefold():
                for measure in (_bound, _furthest):
                    wide, high, cells = _reach(archive, entry, measure)
                    if wide * high <= AREA and (wide * high <= SPARSE or wide * high <= 30 * cells):
                        break
                else:
                    return uncoded(
                        "a sheet of the workbook has cells so far apart that it would not fit into memory",
                        name,
                        found=f"{high:,} rows, {wide:,} columns, {cells:,} cells",
                        expected=f"at most {AREA:,} cells in all",
                        do="Delete what stands far outside the table, and save it again.",
                    )
    return None


def _said(archive: zipfile.ZipFile, every: list[zipfile.ZipInfo]) -> int:
    """How many bytes of shared words the cells would hold, each repeated wherever it is used."""
    shared = next(
        (entry for entry in every if entry.filename.casefold().endswith("sharedstrings.xml")), None
    )
    sizes = [len(piece) for piece in archive.read(shared).split(b"<si>")[1:]] if shared else []
    if not sizes or max(sizes) < _LONG:
        return 0
    used = [
        int(at)
        for entry in every
        if entry is not shared
        for at in _SHARED.findall(archive.read(entry))
    ]
    return sum(sizes[at] for at in used if at < len(sizes))


def _reach(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, measure: Callable[[bytes], tuple[int, int]]
) -> tuple[int, int, int]:
    """How many columns and rows a sheet spans, and how many cells it has."""
    wide = high = cells = left = 0
    rest = b""
    with archive.open(entry) as stream:
        while (piece := stream.read(_PIECE)) and left <= entry.file_size:
            left += len(piece)
            piece = rest + piece
            cut = piece.rfind(b">") + 1 or len(piece)
            piece, rest = piece[:cut], piece[cut:][-_PIECE:]
            cells += piece.count(b"<c ") + piece.count(b":c ")
            letters, numbers = measure(piece)
            wide, high = max(wide, letters), max(high, numbers)
    return wide, high, cells


def _bound(piece: bytes) -> tuple[int, int]:
    """A bound of columns and rows, quickly: by how many letters and digits the references have."""
    letters = next((size for size in (4, 3, 2) if re.search(rb'r="[A-Z]{%d}' % size, piece)), 1)
    digits = next(
        (size for size in (8, 7, 6, 5, 4, 3) if re.search(rb'r="[A-Z]{0,4}\d{%d}' % size, piece)), 2
    )
    return _column(b"Z" * letters), 10**digits


def _furthest(piece: bytes) -> tuple[int, int]:
    """Columns and rows exactly."""
    found = _REFERENCE.findall(piece)
    letters, numbers = {letter for letter, _ in found}, {number for _, number in found}
    return max((_column(letter) for letter in letters if letter), default=0), max(
        map(int, numbers), default=0
    )


def _column(letters: bytes) -> int:
    """'AB' -> 28."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
