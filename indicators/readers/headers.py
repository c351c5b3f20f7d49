"""Headers of two rows, and a row of units below the header -> one name and one unit for each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indicators.readers.figures import MISSING
from indicators.readers.marks import is_figure
from indicators.readers.records import records, skip_lines
from indicators.readers.rolewords import (
    CODES,
    DIMENSIONS,
    NOTES,
    PARTS,
    PLACES,
    POWERS,
    SERIES,
    SOURCES,
    STATUS,
    TIMES,
    TITLES,
    UNITS,
    VALUES,
)
from indicators.readers.seen import folded, is_time
from indicators.readers.sniff import Sniff
from indicators.readers.table import Columns, Table, from_utf8, unique
from indicators.readers.times import period_of
from indicators.readers.unitwords import power_and_unit, title_and_unit

_UNIT = re.compile(r"%|‰|(?:number|persons?|people|index|score|rank|years?|units?|usd|eur|us ?\$|us dollars?|euros?|yuan|cny|rmb|gwh|kwh|km2?|tonnes?|"
                   r"percent|per cent|per 100 inhabitants|人|元|户|个|台|部|%)", re.IGNORECASE)
_ENOUGH = 2


@dataclass(frozen=True)
class Layout:
    """Where the rows begin (`header` is the record above them), how columns are called, and each one's unit where a row says it."""

    header: int
    names: tuple[str, ...]
    units: tuple[str, ...] = ()
    above: int = 0
    """How many records stand above the header's first."""
    headless: bool = False
    """Whether no record names the columns; they are then called 'column 1', 'column 2' ..."""


def layout(sniff: Sniff) -> Layout:
    """How a table's header is to be read: most have one row."""
    rows, at = sniff.cells(100), sniff.header
    one = Layout(at, unique(sniff.names), above=at)
    table_above = any(sum(map(bool, row)) > 2 for row in rows[:at])
    if not table_above and headless(sniff.names, rows[at + 1:]):
        return Layout(at - 1, unique([""] * len(sniff.names)), above=at, headless=True)
    if at + 1 + _ENOUGH > len(rows) or not sniff.names:
        return one
    top, below = _even(rows[at], len(sniff.names)), _even(rows[at + 1], len(sniff.names))
    follow = _rows_follow(rows[at + 3:at + 8] or rows[at + 2:])
    if not follow or any(is_figure(cell) and not period_of(cell) for cell in below if cell.casefold() not in MISSING):
        return one
    if units := _units(top, below):
        return Layout(at + 1, unique(top), units, at)
    if names := _joined(top, below):
        third = _even(rows[at + 2], len(names))
        stubs = [cell for cell in third if cell]
        if stubs and len(stubs) < len(names) - 1 and third[:len(stubs)] == stubs and not any(map(is_figure, stubs)):
            return Layout(at + 2, unique([*stubs, *names[len(stubs):]]), above=at)
        return Layout(at + 1, unique(names), above=at)
    return one


def table_of(sniff: Sniff) -> Table:
    """The rows below the header, with the names that `generic.roles_of` speaks of (those of two header rows are joined)."""
    found = layout(sniff)
    if found.header == sniff.header:
        return sniff.table()
    if found.headless:
        return _without_header(sniff, found)
    table = sniff.table(header=found.header)
    if len(found.names) != len(table.names):
        return sniff.table()
    columns = Columns({new: table.columns[old] for new, old in zip(found.names, table.names, strict=True)})
    return replace(table, names=found.names, columns=columns, head=table.head[:found.above])


_WORDS = frozenset().union(*PLACES, *CODES, TIMES, PARTS, VALUES, UNITS, STATUS, NOTES, SOURCES, SERIES, TITLES, POWERS, DIMENSIONS)
"""Every word by which a column is known: a record with one of them is a header."""


def headless(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether what seems to be the header is a row of figures: one of its cells is a figure and no year, or is a year that
    comes again below, where years stand in all rows. The names of columns may be years, and words that nobody knows."""
    if len(names) < 2 or any(folded(name) in _WORDS for name in names):
        return False
    if any(_is_measure(name) for name in names):
        return True
    years = [at for at, name in enumerate(names) if is_time(name)]
    columns = [(names[at], [row[at] for row in below if at < len(row) and row[at]]) for at in years]
    return any(name in cells and all(map(is_time, cells)) for name, cells in columns)


def _is_measure(cell: str) -> bool:
    return is_figure(cell) and cell.casefold() not in MISSING and not is_time(cell)


def _without_header(sniff: Sniff, found: Layout) -> Table:
    """The table with all its rows, under the names of a line that is put above them."""
    first = next(line for line, _ in islice(records(sniff.start, sniff.delimiter), found.above, None))
    at = skip_lines(sniff.utf8, 0, first - 1)
    names = sniff.delimiter.join(found.names).encode()
    table = from_utf8(sniff.utf8[:at] + names + b"\n" + sniff.utf8[at:], sniff.name, sniff.delimiter, found.above, sniff.decoded.problems)
    problems = tuple(replace(problem, line=problem.line - 1) if problem.line and problem.line > first else problem for problem in table.problems)
    return replace(table, line=table.line - 1, foot=tuple((line - 1, text) for line, text in table.foot), problems=problems)


def _even(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _rows_follow(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows further below hold numbers."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    return bool(filled) and all(any(is_figure(cell) for cell in row if cell and cell.casefold() not in MISSING) for row in filled)


def _units(top: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """The units of a row below the header; () where that is no row of units."""
    said = [cell for cell in below if cell]
    if not said or below[0] or not all(top) or not all(_is_unit(cell) for cell in said):
        return ()
    return tuple(below)


def _is_unit(cell: str) -> bool:
    bare = cell.strip("()（）[] ")
    return bool(_UNIT.fullmatch(bare)) or power_and_unit(bare)[1] > 0 or bool(title_and_unit(f"x ({bare})")[1])


def _joined(top: Sequence[str], below: Sequence[str]) -> list[str]:
    """The names of two header rows, what is merged over several columns repeated; [] where the second is none of a header.

    Either row must hold periods throughout (but for the labels at its beginning) and the other merged or repeated words.
    """
    stubs = next((at for at, (one, two) in enumerate(zip(top, below, strict=True)) if (one and two) or period_of(one) or period_of(two)), 0)
    labels = [one or two for one, two in zip(top[:stubs], below[:stubs], strict=True)]
    if not stubs or any(one and two for one, two in zip(top[:stubs], below[:stubs], strict=True)):
        return []
    over, under = _filled(top[stubs:]), list(below[stubs:])
    if not all(labels) or not all(over) or not all(under):
        return []
    if all(map(period_of, under)) and not any(map(period_of, over)):
        pairs = list(zip(over, under, strict=True))
    elif all(map(period_of, over)) and not any(map(period_of, under)):
        pairs = list(zip(under, over, strict=True))
    else:
        return []
    return [*labels, *(f"{words} {period}" for words, period in pairs)] if len(set(pairs)) == len(pairs) else []


def _filled(cells: Sequence[str]) -> list[str]:
    """Merged cells, of which only the first holds the words, filled to the right."""
    said: list[str] = []
    for cell in cells:
        said.append(cell or (said[-1] if said else ""))
    return said
