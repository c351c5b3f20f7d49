"""Headers of two rows, and a row of units below the header -> one name and one unit for each
column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indicators.problems import Problem
from indicators.readers.cells.column_profile import normalize_header
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.header_words import ALL_WORDS
from indicators.readers.cells.numbers import MISSING_WORDS
from indicators.readers.cells.periods import parse_period
from indicators.readers.cells.units import split_multiplier, title_and_unit
from indicators.readers.delimited.records import records, skip_lines
from indicators.readers.delimited.table import Columns, Table, from_utf8, unique_names
from indicators.readers.preview import IsPlace, Preview
from indicators.readers.short_header import column as _column
from indicators.readers.short_header import is_row_of_figures

_UNIT = re.compile(
    r"%|‰|(?:number|persons?|people|index|score|rank|years?|units?|usd|eur|us ?\$|us dollars?|"
    r"euros?|yuan|cny|rmb|gwh|kwh|km2?|tonnes?|percent|per cent|"
    r"per 100 inhabitants|人|元|户|个|台|部|%)",
    re.IGNORECASE,
)
_MIN_ROWS = 2
"""Records below the header from which on a second header row, or a row of units, is looked for."""


@dataclass(frozen=True)
class Layout:
    """How a table's header is read: the record above its rows (`header`), the names of the columns,
    and each one's unit.
    """

    header: int
    names: tuple[str, ...]
    units: tuple[str, ...] = ()
    """The unit of each column, where a row of units stands below the header."""
    above: int = 0
    """How many records stand above the header's first."""
    headless: bool = False
    """Whether no record names the columns; they are then called 'column 1', 'column 2' ..."""


def layout(preview: Preview) -> Layout:
    """Find how a table's header is to be read: most have one row."""
    rows, first, names = preview.cells(100), preview.header, preview.names
    if headless(names, rows[first + 1 :], preview.is_place):
        return Layout(first - 1, unique_names([""] * len(names)), above=first, headless=True)
    plain = Layout(first, unique_names(names), above=first)
    if first + 1 + _MIN_ROWS > len(rows) or not names:
        return plain
    top, below = _fit(rows[first], len(names)), _fit(rows[first + 1], len(names))
    has_figures = any(_is_measure(cell) and not parse_period(cell) for cell in below)
    if has_figures or not _hold_numbers(rows[first + 3 : first + 8] or rows[first + 2 :]):
        return plain
    if units := _units(top, below):
        return Layout(first + 1, unique_names(top), units, first)
    column_names = _join_rows(top, below)
    if not column_names:
        return plain
    if stubs := _stubs(rows[first + 2], len(column_names)):
        column_names = [*stubs, *column_names[len(stubs) :]]
        return Layout(first + 2, unique_names(column_names), above=first)
    return Layout(first + 1, unique_names(column_names), above=first)


def _stubs(third: Sequence[str], width: int) -> list[str]:
    """Return the names of the first columns in a third header row, where the two rows above leave
    these columns empty; [] where the third row is none of the header.
    """
    cells = _fit(third, width)
    stubs = [cell for cell in cells if cell]
    are_first = cells[: len(stubs)] == stubs and 0 < len(stubs) < width - 1
    return stubs if are_first and not any(map(is_number, stubs)) else []


def table_of(preview: Preview) -> Table:
    """Read the rows below the header, under the names of its `layout`: those of two header rows are
    joined.
    """
    header_layout = layout(preview)
    if header_layout.header == preview.header:
        return preview.table()
    if header_layout.headless:
        return _without_header(preview, header_layout)
    table = preview.table(header=header_layout.header)
    if len(header_layout.names) != len(table.names):
        return preview.table()
    columns = Columns(
        {new: table.columns[old] for new, old in zip(header_layout.names, table.names, strict=True)}
    )
    return replace(
        table, names=header_layout.names, columns=columns, head=table.head[: header_layout.above]
    )


def headless(
    names: Sequence[str], below: Sequence[Sequence[str]], is_place: IsPlace = lambda word: False
) -> bool:
    """Return whether what seems to be the header is a row of figures itself.

    It is as `is_row_of_figures` says, and no word in it is known as the name of a column. A word
    that comes again below it, or stands beside a place that stands in a column of places, is none.
    """
    rows = [row for row in below if list(row) != list(names)]
    known = [index for index, name in enumerate(names) if normalize_header(name) in ALL_WORDS]
    has_names = any(names[index] not in _cells_of(rows, index) for index in known)
    of_places = any(
        _is_of_places(name, _column(rows, index), is_place) for index, name in enumerate(names)
    )
    if len(names) < 2 or (has_names and not (of_places and len(known) == 1)):
        return False
    return is_row_of_figures(names, rows, of_places)


def _cells_of(rows: Sequence[Sequence[str]], index: int) -> set[str]:
    return {row[index] for row in rows if index < len(row)}


def _is_of_places(name: str, cells: Sequence[str], is_place: IsPlace) -> bool:
    return bool(name and cells) and is_place(name) and all(map(is_place, cells))


def _is_measure(cell: str) -> bool:
    return is_number(cell) and cell.casefold() not in MISSING_WORDS


def _moved_up(problem: Problem, first_line: int) -> Problem:
    """Count a problem's line without the line that was put in."""
    if problem.line and problem.line > first_line:
        return replace(problem, line=problem.line - 1)
    return problem


def _without_header(preview: Preview, header_layout: Layout) -> Table:
    """The table with all its rows, under the names of a line that is put above them."""
    above = islice(records(preview.start, preview.delimiter), header_layout.above, None)
    first_line = next(line for line, _ in above)
    start = skip_lines(preview.utf8, 0, first_line - 1)
    names = preview.delimiter.join(header_layout.names).encode()
    table = from_utf8(
        preview.utf8[:start] + names + b"\n" + preview.utf8[start:],
        preview.name,
        preview.delimiter,
        header_layout.above,
        preview.decoded.problems,
    )
    # the line that was put in is none of the file's
    problems = tuple(_moved_up(problem, first_line) for problem in table.problems)
    foot = tuple((line - 1, text) for line, text in table.foot)
    return replace(table, line=table.line - 1, foot=foot, problems=problems)


def _fit(row: Sequence[str], width: int) -> list[str]:
    """A record cut, or filled with empty cells, to a width."""
    return [*row[:width], *[""] * (width - len(row))]


def _hold_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row with more than one cell holds a number."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    return bool(filled) and all(any(map(_is_measure, filter(None, row))) for row in filled)


def _units(top: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """The units of a row below the header; () where that is no row of units."""
    filled = [cell for cell in below if cell]
    if not filled or below[0] or not all(top) or not all(map(_is_unit, filled)):
        return ()
    return tuple(below)


def _is_unit(cell: str) -> bool:
    bare = cell.strip("()（）[] ")
    return (
        bool(_UNIT.fullmatch(bare))
        or split_multiplier(bare)[1] > 0
        or split_multiplier(cell)[1] > 0  # thousand(s)
        or bool(title_and_unit(f"x ({bare})")[1])
    )


def _join_rows(top: Sequence[str], below: Sequence[str]) -> list[str]:
    """The names of two header rows, what is merged over several columns repeated; [] where the
    second is none of a header.

    Either row must hold periods throughout (but for the labels at its beginning) and the other
    merged or repeated words.
    """
    cells = list(zip(top, below, strict=True))
    stubs = next((index for index, pair in enumerate(cells) if _ends_stubs(*pair)), 0)
    labels = [upper or lower for upper, lower in cells[:stubs]]
    if not all(labels) or not stubs:
        return []
    upper_words, lower_words = _fill_right(top[stubs:]), list(below[stubs:])
    if not all(upper_words) or not all(lower_words):
        return []
    pairs = _with_periods(upper_words, lower_words) or _with_periods(lower_words, upper_words)
    if not pairs or len(set(pairs)) < len(pairs):
        return []
    return [*labels, *(f"{words} {period}" for words, period in pairs)]


def _with_periods(words: Sequence[str], periods: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of two header rows; [] unless all of one, and none of the other, are
    periods.
    """
    if not all(map(parse_period, periods)) or any(map(parse_period, words)):
        return []
    return list(zip(words, periods, strict=True))


def _ends_stubs(upper: str, lower: str) -> bool:
    """Whether a column of two header rows is none of the labels at the beginning, which stand in
    one of the rows.
    """
    return bool(upper and lower) or bool(parse_period(upper) or parse_period(lower))


def _fill_right(cells: Sequence[str]) -> list[str]:
    """Merged cells, of which only the first holds the words, filled to the right."""
    filled: list[str] = []
    for cell in cells:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled
