"""A header with fewer cells than the rows below it: a delimiter stands at the end of each row, or
within a figure (1,234).
"""

from __future__ import annotations

from collections.abc import Sequence

from indicators.readers.cells.column_profile import is_period_or_date, normalize_header
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.header_words import ALL_WORDS
from indicators.readers.cells.numbers import MISSING_WORDS

MIN_HEADER_WORDS = 2
"""Words for columns that make a header of a record."""


def header_above(rows: Sequence[Sequence[str]], widest: int) -> int:
    """Return the record that names the columns.

    It is `widest`, the first record as wide as the rows; or, where that is a row of figures itself,
    the last narrower record above it that has words for columns.
    """
    if widest >= len(rows):
        return widest
    row, below = rows[widest], rows[widest + 1 :]
    # a header's words do not come again below it
    unrepeated = [cell for index, cell in enumerate(row) if cell not in column(below, index)]
    if _header_words(unrepeated) >= MIN_HEADER_WORDS or not is_row_of_figures(row, below):
        return widest
    headers = [
        index
        for index, above in enumerate(rows[:widest])
        if len(above) < len(row) and _header_words(above) >= MIN_HEADER_WORDS
    ]
    return headers[-1] if headers else widest


def _header_words(row: Sequence[str]) -> int:
    """How many cells are words for columns, and years beside such a word."""
    words = sum(normalize_header(cell) in ALL_WORDS for cell in row)
    return words + sum(map(is_period_or_date, row)) if words else 0


def first_wider_record(rows: Sequence[Sequence[str]], header: int, width: int) -> int:
    """Return the first record below a header with more filled cells than the header has, where most
    are so; else -1.
    """
    below = [index for index in range(header + 1, len(rows)) if any(rows[index])]
    wider = [index for index in below if any(rows[index][width:])]
    return wider[0] if len(wider) > len(below) / 2 else -1


def is_row_of_figures(
    row: Sequence[str], below: Sequence[Sequence[str]], of_places: bool = False
) -> bool:
    """Return whether a record is a row of figures and no header.

    It is where one of its cells is a figure and no year; or where years fill the whole column of
    one of its years, which comes again there, or is the record's only one, or stands beside a place
    among places (`of_places`). The names of columns may be years, and words that no list has.
    """
    if any(_is_measure(cell) for cell in row):
        return True
    years = [index for index, cell in enumerate(row) if is_period_or_date(cell)]
    columns = [(row[index], column(below, index)) for index in years]
    of_years = [
        (year, cells) for year, cells in columns if cells and all(map(is_period_or_date, cells))
    ]
    only_one = len(years) == 1 and any(len(cells) > 1 for _, cells in of_years)
    repeated = any(year in cells for year, cells in of_years)
    return repeated or (bool(of_years) and (only_one or of_places))


def column(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    """Return the cells of a column that are not empty."""
    return [row[index] for row in rows if index < len(row) and row[index]]


def _is_measure(cell: str) -> bool:
    return is_number(cell) and cell.casefold() not in MISSING_WORDS and not is_period_or_date(cell)
