"""Headers of two rows, and a row of units below the header -> one name and one unit for each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

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
    r"%|‰|(?:number|persons?|people|index|score|rank|years?|units?|usd|eur|us ?\$|us dollars?|euros?|yuan|cny|rmb|gwh|kwh|km2?|tonnes?|"
    r"percent|per cent|per 100 inhabitants|人|元|户|个|台|部|%)",
    re.IGNORECASE,
)
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


def layout(sniff: Preview) -> Layout:
    """How a table's header is to be read: most have one row."""
    rows, at = sniff.cells(100), sniff.header
    one = Layout(at, unique_names(sniff.names), above=at)
    if headless(sniff.names, rows[at + 1 :], sniff.is_place):
        return Layout(at - 1, unique_names([""] * len(sniff.names)), above=at, headless=True)
    if at + 1 + _ENOUGH > len(rows) or not sniff.names:
        return one
    top, below = _even(rows[at], len(sniff.names)), _even(rows[at + 1], len(sniff.names))
    follow = _rows_follow(rows[at + 3 : at + 8] or rows[at + 2 :])
    if not follow or any(
        is_number(cell) and not parse_period(cell)
        for cell in below
        if cell.casefold() not in MISSING_WORDS
    ):
        return one
    if units := _units(top, below):
        return Layout(at + 1, unique_names(top), units, at)
    if names := _joined(top, below):
        third = _even(rows[at + 2], len(names))
        stubs = [cell for cell in third if cell]
        if (
            stubs
            and len(stubs) < len(names) - 1
            and third[: len(stubs)] == stubs
            and not any(map(is_number, stubs))
        ):
            return Layout(at + 2, unique_names([*stubs, *names[len(stubs) :]]), above=at)
        return Layout(at + 1, unique_names(names), above=at)
    return one


def table_of(sniff: Preview) -> Table:
    """The rows below the header, with the names that `generic.reader.table_roles` speaks of (those of two header rows are joined)."""
    found = layout(sniff)
    if found.header == sniff.header:
        return sniff.table()
    if found.headless:
        return _without_header(sniff, found)
    table = sniff.table(header=found.header)
    if len(found.names) != len(table.names):
        return sniff.table()
    columns = Columns(
        {new: table.columns[old] for new, old in zip(found.names, table.names, strict=True)}
    )
    return replace(table, names=found.names, columns=columns, head=table.head[: found.above])


def headless(
    names: Sequence[str], below: Sequence[Sequence[str]], is_place: IsPlace = lambda word: False
) -> bool:
    """Whether what seems to be the header is a row of figures itself: it is as `is_row_of_figures` says, and no word in it is
    known as the name of a column. A word that comes again below it, or stands beside a place that stands in a column of
    places, is none."""
    rows = [row for row in below if list(row) != list(names)]
    known = [at for at, name in enumerate(names) if normalize_header(name) in ALL_WORDS]
    named = any(not any(row[at] == names[at] for row in rows if at < len(row)) for at in known)
    of_places = any(
        _is_of_places(names[at], _column(rows, at), is_place) for at in range(len(names))
    )
    if len(names) < 2 or (named and not (of_places and len(known) == 1)):
        return False
    return is_row_of_figures(names, rows, of_places)


def _is_of_places(name: str, cells: Sequence[str], is_place: IsPlace) -> bool:
    return bool(name and cells) and is_place(name) and all(map(is_place, cells))


def _without_header(sniff: Preview, found: Layout) -> Table:
    """The table with all its rows, under the names of a line that is put above them."""
    first = next(
        line for line, _ in islice(records(sniff.start, sniff.delimiter), found.above, None)
    )
    at = skip_lines(sniff.utf8, 0, first - 1)
    names = sniff.delimiter.join(found.names).encode()
    table = from_utf8(
        sniff.utf8[:at] + names + b"\n" + sniff.utf8[at:],
        sniff.name,
        sniff.delimiter,
        found.above,
        sniff.decoded.problems,
    )
    problems = tuple(
        replace(problem, line=problem.line - 1)
        if problem.line and problem.line > first
        else problem
        for problem in table.problems
    )
    return replace(
        table,
        line=table.line - 1,
        foot=tuple((line - 1, text) for line, text in table.foot),
        problems=problems,
    )


def _even(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _rows_follow(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows further below hold numbers."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    return bool(filled) and all(
        any(is_number(cell) for cell in row if cell and cell.casefold() not in MISSING_WORDS)
        for row in filled
    )


def _units(top: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """The units of a row below the header; () where that is no row of units."""
    said = [cell for cell in below if cell]
    if not said or below[0] or not all(top) or not all(_is_unit(cell) for cell in said):
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


def _joined(top: Sequence[str], below: Sequence[str]) -> list[str]:
    """The names of two header rows, what is merged over several columns repeated; [] where the second is none of a header.

    Either row must hold periods throughout (but for the labels at its beginning) and the other merged or repeated words.
    """
    stubs = next(
        (
            at
            for at, (one, two) in enumerate(zip(top, below, strict=True))
            if (one and two) or parse_period(one) or parse_period(two)
        ),
        0,
    )
    labels = [one or two for one, two in zip(top[:stubs], below[:stubs], strict=True)]
    if not stubs or any(one and two for one, two in zip(top[:stubs], below[:stubs], strict=True)):
        return []
    over, under = _filled(top[stubs:]), list(below[stubs:])
    if not all(labels) or not all(over) or not all(under):
        return []
    if all(map(parse_period, under)) and not any(map(parse_period, over)):
        pairs = list(zip(over, under, strict=True))
    elif all(map(parse_period, over)) and not any(map(parse_period, under)):
        pairs = list(zip(under, over, strict=True))
    else:
        return []
    return (
        [*labels, *(f"{words} {period}" for words, period in pairs)]
        if len(set(pairs)) == len(pairs)
        else []
    )


def _filled(cells: Sequence[str]) -> list[str]:
    """Merged cells, of which only the first holds the words, filled to the right."""
    said: list[str] = []
    for cell in cells:
        said.append(cell or (said[-1] if said else ""))
    return said
