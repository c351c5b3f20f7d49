"""What a page shows as an Excel workbook: one sheet of figures, one that says what they are and come from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
"""Text stays text: no cell of ours becomes a formula or a link in somebody's Excel."""


def table_to_xlsx(
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    about: Sequence[tuple[str, str]],
    sheet: str,
    about_sheet: str,
) -> bytes:
    """The workbook's bytes. Numbers are numbers in full precision; missing ones are empty cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _SAFE)
    bold = book.add_format({"bold": True})
    figures, words = book.add_worksheet(sheet[:31]), book.add_worksheet(about_sheet[:31])
    figures.write_row(0, 0, header, bold)
    for at, row in enumerate(rows, 1):
        figures.write_row(at, 0, ["" if cell is None or cell != cell else cell for cell in row])
    figures.freeze_panes(1, 0)
    figures.autofit()
    for at, (name, said) in enumerate(about):
        words.write_string(at, 0, name, bold)
        words.write_string(at, 1, said)
    words.set_column(0, 0, 22)
    words.set_column(1, 1, 110)
    book.close()
    return out.getvalue()
