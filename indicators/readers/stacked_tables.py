"""Tables that begin anew further down: files copied below one another, or a second table with a
header of its own.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.column_profile import is_period_or_date
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.numbers import MISSING_WORDS
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.rows import MAX_REPORTED, Column


def first_table(table: Table, place: str) -> tuple[Table, list[Problem]]:
    """Return the table without headers that come again, which stand where `place`'s own name stands
    in its column.

    The same header again below a row of figures is left out (files copied below one another). Where
    it is another, or a remark or a blank line separates it from the rows above, a second table
    begins: its rows are not read, and reported.
    """
    repeated = _repeated_headers(table, place)
    if not repeated:
        return table, []
    end = len(table)
    for row in repeated:
        if _begins_table(table, row):
            end = row - 1 if _is_below_title(table, row) else row
            break
    keep = np.ones(len(table), dtype=bool)
    keep[repeated] = False
    keep[end:] = False
    problems = _header_problems(table, [row for row in repeated if row < end])
    if end < len(table):
        values = {"n": len(table) - end}
        line = int(table.line[end])
        problems.append(Problem(ProblemCode.SECOND_TABLE, table.name, line, values=values))
    return take_rows(table, np.flatnonzero(keep)), problems


def _header_problems(table: Table, rows: list[int]) -> list[Problem]:
    lines = [int(table.line[row]) for row in rows]
    code = ProblemCode.HEADER_REPEATED
    problems = [Problem(code, table.name, line, severity="notice") for line in lines[:MAX_REPORTED]]
    if len(lines) > MAX_REPORTED:
        values = {"n": len(lines) - MAX_REPORTED}
        code = ProblemCode.MORE_HEADERS_REPEATED
        line = lines[MAX_REPORTED]
        problems.append(Problem(code, table.name, line, values=values, severity="notice"))
    return problems


def _repeated_headers(table: Table, place: str) -> list[int]:
    """The rows in which the column's own name stands in it, and no figure in any other."""
    column = table.column(place)
    name = _original(place)
    codes = [code for code, text in enumerate(column.categories) if text and text == name]
    rows = np.flatnonzero(np.isin(column.codes, codes)).tolist() if codes else []
    return [row for row in rows if not any(map(_is_measure, _cells(table, row)))]


def _original(name: str) -> str:
    """A column's name as it stands in the header: 'Year#2' -> 'Year'."""
    return name.partition("#")[0]


def _is_measure(cell: str) -> bool:
    """Whether a cell is a figure, and no year of a header."""
    return is_number(cell) and cell.casefold() not in MISSING_WORDS and not is_period_or_date(cell)


def _cells(table: Table, row: int) -> list[str]:
    columns = [table.columns[name] for name in table.names]
    return [column.categories[column.codes[row]] for column in columns]


def _begins_table(table: Table, row: int) -> bool:
    """Whether the header in this row is not the file's own right below its rows."""
    separated = row > 0 and int(table.line[row] - table.line[row - 1]) > 1
    names = list(map(_original, table.names))
    return separated or _is_below_title(table, row) or _cells(table, row) != names


def _is_below_title(table: Table, row: int) -> bool:
    """Whether the row above a header has one cell alone, as a title has."""
    return row > 0 and sum(map(bool, _cells(table, row - 1))) == 1


def take_rows(table: Table, rows: NDArray[np.intp]) -> Table:
    """Return the table with these rows only."""
    columns = {
        name: Column(table.columns[name].codes[rows], table.columns[name].categories)
        for name in table.names
    }
    return replace(table, columns=Columns(columns), line=table.line[rows])
