"""Writes figures as CSV text. Cells that a spreadsheet would take for a formula are made text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd

from indicators.model import Terms
from indicators.text import printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are full-width = + - @."""
TIDY_COLUMNS = (
    "indicator",
    "place",
    "breakdown",
    "period",
    "value",
    "unit",
    "status",
    "source",
    "terms",
    "coverage",
    "note",
    "file",
    "line",
)


def neutral(cell: Any) -> Any:
    """Put an apostrophe before text that begins like a formula, after blanks too.

    Leave numbers as they are.
    """
    if isinstance(cell, str) and (cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)):
        return f"'{cell}"
    return cell


def exact(number: float) -> str:
    """Return the shortest text that reads back as the same number; '' for a missing one."""
    if number != number:  # nan
        return ""
    # Up to 1e15 every whole number is exact, and its digits are shorter than 1e+15.
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(float(number))


def _cell(cell: Any) -> Any:
    return exact(cell) if isinstance(cell, float) else neutral(cell)


def rows_to_csv(
    frame: pd.DataFrame, unit: str, terms: Mapping[str, Terms], header: bool = True
) -> str:
    """Write observations of one indicator in the tidy form, in full precision.

    `terms` are those of each source; under '' stand those of the figures without a source of their
    own (computed ones), unknown where that is missing. The file can be added again.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(TIDY_COLUMNS)
    unit = neutral(unit)
    files = {name: neutral(printable(name)) for name in frame["file"].unique()}
    row: Any
    for row in frame.itertuples(index=False):
        # exact() writes a number as text, whose sign neutral() would take for a formula's.
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
                terms.get(row.source, Terms.UNKNOWN),
                # Held in 4 bytes, which hold 6 digits for sure.
                exact(float(f"{row.coverage:.6g}")),
                neutral(row.note),
                files[row.file],
                row.line or "",
            )
        )
    return out.getvalue()


def table_to_csv(header: list[str], rows: list[list[Any]], about: list[tuple[str, str]]) -> str:
    """Write what a page shows as CSV.

    Below the table and a blank line it says what the figures are and where they come from.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in header])
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    writer.writerow([])
    for name, text in about:
        writer.writerow([neutral(name), neutral(text)])
    return "\ufeff" + out.getvalue()  # the byte order mark tells spreadsheets that this is UTF-8
