"""Tables that begin anew further down: files copied below one another, or a second table with a header of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.problems import Problem, uncoded
from indicators.readers.cells.column_profile import is_period_or_date
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.numbers import MISSING_WORDS
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.rows import MAX_REPORTED, Column


def first_table(table: Table, place: str) -> tuple[Table, list[Problem]]:
    """The rows of the table without headers that come again, which stand where `place`'s own name stands in its column.

    The same header again below a row of figures is passed over (files copied below one another). Where it is another, or
    a remark or a blank line parts it from the rows above, a second table begins: its rows are not read, and told.
    """
    again = _headers(table, place)
    if not len(again):
        return table, []
    names = np.array(table.names, dtype=object)
    other = next(
        (int(at) - _titled(table, int(at)) for at in again if _anew(table, int(at), names)),
        len(table),
    )
    keep = np.ones(len(table), dtype=bool)
    keep[again] = False
    keep[other:] = False
    lines = [int(table.line[at]) for at in again if at < other]
    passed = [
        uncoded("the header comes again and is passed over", table.name, line, severity="notice")
        for line in lines[:MAX_REPORTED]
    ]
    if len(lines) > MAX_REPORTED:
        passed.append(
            uncoded(
                f"the header comes {len(lines) - MAX_REPORTED:,} times more and is passed over",
                table.name,
                lines[MAX_REPORTED],
                severity="notice",
            )
        )
    told = (
        []
        if other == len(table)
        else [
            uncoded(
                f"{len(table) - other} more rows stand in a second table, which begins here, and are not read",
                table.name,
                int(table.line[other]),
                do="Save that table as a file of its own.",
            )
        ]
    )
    return take_rows(table, np.flatnonzero(keep)), [*passed, *told]


def _headers(table: Table, place: str) -> NDArray[np.intp]:
    column = table.columns[place] if place else table.constant("")
    codes = [
        at for at, word in enumerate(column.categories) if word and word == place.partition("#")[0]
    ]
    found = np.flatnonzero(np.isin(column.codes, codes)) if codes else np.zeros(0, dtype=np.intp)
    return np.array(
        [at for at in found if not any(_is_datum(cell) for cell in _cells(table, int(at)))],
        dtype=np.intp,
    )


def _is_datum(cell: str) -> bool:
    """Whether a cell is a figure, and no year of a header."""
    return is_number(cell) and cell.casefold() not in MISSING_WORDS and not is_period_or_date(cell)


def _cells(table: Table, at: int) -> list[str]:
    return [table.columns[name].categories[table.columns[name].codes[at]] for name in table.names]


def _anew(table: Table, at: int, names: NDArray[np.object_]) -> bool:
    """Whether the header in this row is not the file's own right below its rows."""
    cells = _cells(table, at)
    parted = at > 0 and int(table.line[at] - table.line[at - 1]) > 1
    return parted or _titled(table, at) or cells != [str(name).partition("#")[0] for name in names]


def _titled(table: Table, at: int) -> bool:
    """Whether the row above a header has one cell alone, as a title has."""
    return at > 0 and sum(map(bool, _cells(table, at - 1))) == 1


def take_rows(table: Table, rows: NDArray[np.intp]) -> Table:
    """The table with these rows only."""
    columns = {
        name: Column(table.columns[name].codes[rows], table.columns[name].categories)
        for name in table.names
    }
    return replace(table, columns=Columns(columns), line=table.line[rows])
