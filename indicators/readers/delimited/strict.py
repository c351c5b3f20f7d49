"""The careful way through a table: record by record; a record that is no row is reported with its
line, and the rows stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from indicators.problems import Problem, ProblemCode, Value
from indicators.readers.delimited.column_builder import ColumnBuilder
from indicators.readers.delimited.footer import is_blank, is_footer
from indicators.readers.delimited.records import Record, records
from indicators.readers.rows import MAX_REPORTED

_MAX_FOUND = 80
_MAX_FOUND_CELLS = 12
_FEW_SHORT_ROWS, _SHORT_SHARE = 5, 0.2
"""Short rows are taken as lacking their empty cells where there are more than so many, and more
than this share.
"""


class StrictResult(NamedTuple):
    """What was read: a column for each header cell, the line of each row, problems, and the remarks
    below the rows.
    """

    columns: list[pa.ChunkedArray]
    line: NDArray[np.int32]
    problems: list[Problem]
    foot: tuple[tuple[int, str], ...]


BadRecord = tuple[int, Record]
"""A record that is no row, and the line it begins on."""


def read_strict(
    text: bytes,
    width: int,
    delimiter: str,
    before: int = 0,
    name: str = "",
    exact_width: bool = False,
) -> StrictResult:
    """Read every record of the text below the header, which ends on line `before`."""
    builder = ColumnBuilder([False] * width)
    bad: list[BadRecord] = []
    sort_records(records(text, delimiter, width), builder, bad, width, before, exact_width)
    return finish(builder, bad, width, delimiter, name, exact_width)


def sort_records(
    found: Iterable[tuple[int, Record]],
    builder: ColumnBuilder,
    bad: list[BadRecord],
    width: int,
    before: int,
    exact_width: bool,
) -> None:
    """Put rows into `builder`, and what is no row into `bad`; blank records are left out.

    So are empty cells beyond `width`, unless it is to be exact.
    """
    for line, row in found:
        if isinstance(row, list) and is_blank(row):
            continue
        if isinstance(row, list) and _is_row(row, width, exact_width):
            builder.add_row(line + before, row[:width])
        else:
            bad.append((line + before, row))


def _is_row(row: list[str], width: int, exact_width: bool) -> bool:
    if len(row) < width or (exact_width and len(row) > width):
        return False
    if any(cell.strip() for cell in row[width:]):
        return False
    nearly_blank = row.count("") >= width - 2
    return not (nearly_blank and is_footer(row, width)) and "\0" not in "".join(row)


def finish(
    builder: ColumnBuilder,
    bad: list[BadRecord],
    width: int,
    delimiter: str,
    name: str,
    exact_width: bool,
) -> StrictResult:
    """Return the columns, and sort the other records: remarks below the rows, short rows, and
    faults.

    Many rows that are too short lack their last empty cells, and are kept, unless `exact_width`.
    """
    foot = _remarks(bad, builder.last_line, width)
    faults = _without_lines(bad, foot)
    short = [(line, row) for line, row in faults if isinstance(row, list) and 1 < len(row) < width]
    problems: list[Problem] = []
    are_many = len(short) > _FEW_SHORT_ROWS and len(short) > _SHORT_SHARE * builder.count
    if are_many and not exact_width:
        values = {"n": len(short), "columns": width}
        code = ProblemCode.SHORT_ROWS
        problems.append(Problem(code, name, short[0][0], values=values, severity="notice"))
        for line, row in short:
            builder.add_row(line, row + [""] * (width - len(row)))
        faults = _without_lines(faults, short)
    columns, lines = builder.build()
    return StrictResult(
        columns, lines, [*problems, *_problems(faults, width, delimiter, name)], tuple(foot)
    )


def _remarks(bad: Iterable[BadRecord], last_line: int, width: int) -> list[tuple[int, str]]:
    """Return the line and text of each remark below the last row."""
    return [
        (line, " ".join(filter(None, map(str.strip, row))))
        for line, row in bad
        if isinstance(row, list) and line > last_line and is_footer(row, width)
    ]


def _without_lines(
    bad: Iterable[BadRecord], others: Iterable[tuple[int, object]]
) -> list[BadRecord]:
    """Return the records that are on other lines than `others`."""
    lines = {line for line, _ in others}
    return [(line, row) for line, row in bad if line not in lines]


def _problems(faults: Sequence[BadRecord], width: int, delimiter: str, name: str) -> list[Problem]:
    """A problem for each record up to a number, and one for the rest: those reported are those left
    out.
    """
    problems = [_problem(line, row, width, delimiter, name) for line, row in faults[:MAX_REPORTED]]
    if len(faults) > MAX_REPORTED:
        values = {"n": len(faults) - MAX_REPORTED}
        line = faults[MAX_REPORTED][0]
        problems.append(Problem(ProblemCode.MORE_ROWS_NOT_READ, name, line, values=values))
    return problems


def _problem(line: int, row: Record, width: int, delimiter: str, name: str) -> Problem:
    if isinstance(row, ProblemCode):
        return Problem(row, name, line)
    found = delimiter.join(row[:_MAX_FOUND_CELLS])[:_MAX_FOUND].replace("\0", "\\0")
    if any("\0" in cell for cell in row):
        return Problem(ProblemCode.NUL_IN_ROW, name, line, found=found)
    if is_footer(row, width):
        code = ProblemCode.REMARK_NOT_READ
        return Problem(code, name, line, found=found, severity="notice")
    values: dict[str, Value] = {
        "cells": len(row),
        "columns": width,
        "delimiter": delimiter_name(delimiter),
    }
    return Problem(ProblemCode.ROW_WIDTH, name, line, found=found, values=values)


def delimiter_name(delimiter: str) -> str:
    """Name a delimiter in a sentence: a tab by its name, others by themselves."""
    return "Tab" if delimiter == "\t" else delimiter
