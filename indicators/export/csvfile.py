"""Figures as CSV text. Cells that a spreadsheet would take for a formula are made text."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from indicators.text import printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are full-width = + - @."""
TIDY = (
    "indicator",
    "place",
    "breakdown",
    "period",
    "value",
    "unit",
    "status",
    "source",
    "coverage",
    "note",
    "file",
    "line",
)


def neutral(cell: Any) -> Any:
    """Text that begins like a formula, after blanks too, gets an apostrophe before it; numbers are left as they are."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def exact(number: float) -> str:
    """The shortest text that reads back as the same number; nothing for a missing one."""
    if number != number:
        return ""
    return (
        str(int(number))
        if float(number).is_integer() and abs(number) < 1e15
        else repr(float(number))
    )


def rows_to_csv(frame: pd.DataFrame, unit: str, header: bool = True) -> str:
    """Observations of one indicator in the tidy form, in full precision: a file that can be dropped in again."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(TIDY)
    unit = neutral(unit)
    files = {name: neutral(printable(name)) for name in frame["file"].unique()}
    row: Any
    for row in frame.itertuples(index=False):
        # exact() writes a number as text: it must not pass through neutral(), which would take its sign for a formula's.
        writer.writerow(
            (
                neutral(row.indicator),
                neutral(row.place),
                neutral(row.breakdown),
                neutral(row.period),
                exact(row.value),
                unit,
                neutral(row.status),
                neutral(row.source),
                exact(row.coverage),
                neutral(row.note),
                files[row.file],
                row.line or "",
            )
        )
    return out.getvalue()


def table_to_csv(header: list[str], rows: list[list[Any]], about: list[tuple[str, str]]) -> str:
    """What a page shows, as CSV: the table, then a blank line and what the figures are, are in and come from."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in header])
    for row in rows:
        writer.writerow([exact(cell) if isinstance(cell, float) else neutral(cell) for cell in row])
    writer.writerow([])
    for name, said in about:
        writer.writerow([neutral(name), neutral(said)])
    return "\ufeff" + out.getvalue()  # the mark tells spreadsheets that this is UTF-8
