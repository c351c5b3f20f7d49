"""A header with fewer cells than the rows below it: a delimiter at the end of each row, or one
within a figure (1,234)."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.readers.cells.column_profile import is_period_or_date, normalize_header
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.header_words import ALL_WORDS
from indicators.readers.cells.numbers import MISSING_WORDS

_ENOUGH = 2
"""Words for columns that make a header of a record."""


def header_above(rows: Sequence[Sequence[str]], at: int) -> int:
    """The record that names the columns, where the one that is as wide as the rows (`at`) is a
    row of figures itself and a narrower one above it has words for columns; else `at`."""
    if at >= len(rows):
        return at
    row, below = rows[at], rows[at + 1 :]
    # a header's words do not come again below it
    own = [cell for index, cell in enumerate(row) if cell not in column(below, index)]
    if _words(own) >= _ENOUGH or not is_row_of_figures(row, below):
        return at
    narrower = [above for above in range(at) if len(rows[above]) < len(row)]
    named = [above for above in narrower if _words(rows[above]) >= _ENOUGH]
    return named[-1] if named else at


def _words(row: Sequence[str]) -> int:
    """How many cells are words for columns, and years beside such a word."""
    words = sum(normalize_header(cell) in ALL_WORDS for cell in row)
    return words + sum(map(is_period_or_date, row)) if words else 0


def first_wider_record(rows: Sequence[Sequence[str]], header: int, width: int) -> int:
    """The first record below a header with more filled cells than the header has, where most are
    so; else -1."""
    below = [at for at in range(header + 1, len(rows)) if any(rows[at])]
    wide = [at for at in below if any(rows[at][width:])]
    return wide[0] if len(wide) > len(below) / 2 else -1


def is_row_of_figures(
    row: Sequence[str], below: Sequence[Sequence[str]], of_places: bool = False
) -> bool:
    """Whether a record is a row of figures and no header: a cell of it is a figure and no year;
    or years stand in the whole column of one of its years, which comes again there, or is the
    record's only one, or stands beside a place among places (`of_places`). The names of columns
    may be years, and words that nobody knows."""
    if any(_is_measure(cell) for cell in row):
        return True
    years = [at for at, cell in enumerate(row) if is_period_or_date(cell)]
    columns = [(row[at], column(below, at)) for at in years]
    of_years = [
        (year, cells) for year, cells in columns if cells and all(map(is_period_or_date, cells))
    ]
    lone = len(years) == 1 and any(len(cells) > 1 for _, cells in of_years)
    again = any(year in cells for year, cells in of_years)
    return again or (bool(of_years) and (lone or of_places))


def column(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """The cells of a column that are not empty."""
    return [row[at] for row in rows if at < len(row) and row[at]]


def _is_measure(cell: str) -> bool:
    return is_number(cell) and cell.casefold() not in MISSING_WORDS and not is_period_or_date(cell)
