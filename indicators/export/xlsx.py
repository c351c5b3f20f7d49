"""Writes what a page shows as an Excel workbook.

One sheet holds the figures, another says what they are and where they come from.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
"""Text stays text: no cell becomes a formula or a link."""
MAX_SHEET_NAME = 31
"""Characters of a sheet's name that Excel allows."""


def table_to_xlsx(
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    about: Sequence[tuple[str, str]],
    sheet: str,
    about_sheet: str,
) -> bytes:
    """Return the workbook's bytes.

    Numbers are numbers in full precision; missing ones are empty cells.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    bold = book.add_format({"bold": True})
    figures = book.add_worksheet(sheet[:MAX_SHEET_NAME])
    notes = book.add_worksheet(about_sheet[:MAX_SHEET_NAME])
    figures.write_row(0, 0, header, bold)
    for number, row in enumerate(rows, 1):
        figures.write_row(number, 0, [_cell(cell) for cell in row])
    figures.freeze_panes(1, 0)
    figures.autofit()
    for number, (name, text) in enumerate(about):
        notes.write_string(number, 0, name, bold)
        notes.write_string(number, 1, text)
    notes.set_column(0, 0, 22)
    notes.set_column(1, 1, 110)
    book.close()
    return out.getvalue()


def _cell(cell: Any) -> Any:
    """Leave None and nan empty."""
    return "" if cell is None or cell != cell else cell
