"""Excel workbooks -> each sheet as text with commas, a row of the sheet a line, for any other
reader.

python-calamine reads them: ten times as fast as openpyxl. It lays a sheet out cell by cell, so how
far the cells reach is looked up first (`excel_limits`).
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from indicators.problems import Problem, ProblemCode
from indicators.readers.containers.excel_legacy import check_ods, is_ods, is_xls
from indicators.readers.containers.excel_limits import MAX_SHEET_AREA, check_xlsx, sheet_too_large
from indicators.readers.containers.zip_archive import is_zip

MAX_SHEETS = 60
MAX_EXACT_FLOAT = 1e15
"""Whole numbers below are written without a point: a float has 15 digits that are sure."""
_LISTED_NAMES = 5_000
"""Names of an archive among which those of a workbook are looked for."""
_MIDNIGHT = datetime.time(0)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)
T = TypeVar("T")


class _CalamineError(Exception):
    """What python-calamine says of a workbook that it cannot read."""


def is_workbook(content: bytes) -> bool:
    """Return whether the bytes are a workbook: Excel's (.xlsx, and the old .xls) or OpenDocument's
    (.ods).
    """
    if is_xls(content) or is_ods(content):
        return True
    if not is_zip(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()[:_LISTED_NAMES]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # cut short: the directory is lost, a workbook's first names stand at its start
        return b"xl/workbook" in content[: 1 << 16]
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def read_sheets(content: bytes) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """Return the sheets that hold anything as (name, CSV in UTF-8), and why others are left out.

    A line is a row of the sheet, counted from its first.
    """
    try:
        refused = _check_limits(content)
    except _UNREADABLE as error:
        return [], [_unreadable(str(error))]
    if refused:
        return [], [refused]
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        return [], [Problem(ProblemCode.WORKBOOK_LIBRARY_MISSING)]
    try:
        book = _call(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except _CalamineError as error:
        return [], [_unreadable(str(error))]
    return _read_sheets(book)


def _check_limits(content: bytes) -> Problem | None:
    if is_xls(content):
        return None
    return check_ods(content) if is_ods(content) else check_xlsx(content)


def _unreadable(reason: str) -> Problem:
    return Problem(ProblemCode.WORKBOOK_UNREADABLE, values={"reason": reason[:80]})


def _read_sheets(book: Any) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    sheets: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    names = list(book.sheet_names)
    for name in names[:MAX_SHEETS]:
        text, problem = _read_sheet(book, name)
        if text:
            sheets.append((name, text))
        if problem:
            problems.append(problem)
    if len(names) > MAX_SHEETS:
        values = {"n": len(names), "limit": MAX_SHEETS}
        problems.append(Problem(ProblemCode.SHEET_COUNT, values=values, severity="warning"))
    return sheets, problems


def _read_sheet(book: Any, name: str) -> tuple[bytes, Problem | None]:
    """A sheet as CSV, b"" where it holds nothing; rows before the first filled one stay, so that
    lines are rows.
    """
    try:
        sheet = _call(lambda: book.get_sheet_by_name(name))
        if sheet.start is None:
            return b"", None
        if sheet.total_height * sheet.total_width > MAX_SHEET_AREA:
            return b"", sheet_too_large(sheet.total_height, sheet.total_width, "warning")
        rows = _call(lambda: sheet.to_python(skip_empty_area=False))
    except _CalamineError as error:
        values = {"sheet": name[:40], "reason": str(error)}
        return b"", Problem(ProblemCode.SHEET_UNREADABLE, values=values, severity="warning")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([cell_text(cell) for cell in row])
    return out.getvalue().encode("utf-8", "replace"), None


def _call(call: Callable[[], T]) -> T:
    """Call the library. Raises _CalamineError whatever it fails with, a panic of its own (Rust's)
    among them.
    """
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # pyo3's PanicException derives from BaseException
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise _CalamineError(str(error)[:80] or type(error).__name__) from None
        raise


def cell_text(cell: object) -> str:
    """Return a cell as text: numbers in full and whole ones without a point, dates as 2024-03-01,
    no line ends.
    """
    if type(cell) is float:
        whole = cell.is_integer() and abs(cell) < MAX_EXACT_FLOAT
        return str(int(cell)) if whole else repr(cell)
    if type(cell) is str:
        return " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
