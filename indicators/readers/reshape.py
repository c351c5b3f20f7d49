"""Tables -> rows of one figure each, from the shapes there are: long (a figure a row), wide
(periods as columns), and groups of columns (a figure and its remarks side by side).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Required, TypedDict, Unpack

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.model import TOTAL
from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.numbers import ParsedNumbers, parse_numbers
from indicators.readers.cells.periods import expand_year_spans
from indicators.readers.cells.periods import parse_periods as as_periods
from indicators.readers.cells.totals import TOTAL_WORDS
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.rows import MAX_REPORTED, Column, Rows, combine, concat_columns, constant

Part = str | Column
"""A part of a row: a column's name ('' = blank), or a column made otherwise
(`table.constant('GDP')`).
"""

Breakdown = Mapping[str, Part] | Column
"""{dimension: part}, or a column of breakdowns made otherwise."""

Cell = Callable[[str], tuple[str, str, str]]
"""What one cell says: value, status, note ('91.30 e' -> '91.30', 'estimated', '')."""


GROUP_COLUMN = "which group"
"""The column of an unfolded table that names the group of columns which a row comes from."""


class RowParts(TypedDict, total=False):
    """The parts of rows, beside period and value."""

    place: Required[Part]
    place_name: Part
    series: Part
    title: Part
    unit: Part
    status: Part
    source: Part
    note: Part


def long(
    table: Table,
    *,
    value: str,
    period: Part,
    breakdown: Breakdown | None = None,
    exponent: NDArray[np.int8] | int = 0,
    raw_period: bool = False,
    **parts: Unpack[RowParts],
) -> tuple[Rows, list[Problem]]:
    """Read a table with a figure in each row: its rows, and the problems of the table and its
    figures.

    `exponent` is the power of ten of every figure, or of each; `raw_period` leaves the periods as
    they stand.
    """
    columns = {name: _column(table, part) for name, part in _named(parts)}
    columns["period"] = _column(table, period)
    if not raw_period:
        sure = isinstance(period, Column)
        columns["period"] = as_periods(expand_year_spans(columns["period"]), sure=sure)
    columns["breakdown"] = _breakdown(table, breakdown)
    numbers = parse_numbers(table.text(value), table.delimiter)
    powers = _powers(exponent, len(table))
    problems = figure_problems(numbers, table.line, table.name, value)
    rows = Rows(text=numbers.text, exponent=powers, line=table.line, **columns)
    return rows, [*table.problems, *problems]


def wide(
    table: Table,
    *,
    periods: Mapping[str, str],
    breakdown: Breakdown | None = None,
    exponent: NDArray[np.int8] | int = 0,
    cell: Cell | None = None,
    **parts: Unpack[RowParts],
) -> tuple[Rows, list[Problem]]:
    """Read a table with periods as columns: {column: period}.

    Empty cells give no row, but a row of the table without any figure gives one. `cell` splits a
    cell where flags stand beside the value; its status and note then win over the row's.
    """
    spread = {column: {"period": period} for column, period in periods.items()}
    return melt(
        table, spread, dict(_named(parts)), breakdown=breakdown, exponent=exponent, cell=cell
    )


def melt(
    table: Table,
    spread: Mapping[str, Mapping[str, str]],
    parts: Mapping[str, Part],
    *,
    breakdown: Breakdown | None = None,
    exponent: NDArray[np.int8] | int = 0,
    cell: Cell | None = None,
) -> tuple[Rows, list[Problem]]:
    """Read a table with several columns of values: {column: {part of a row: text}}, e.g. {'CPI
    score': {'title': 'CPI score'}}.

    The other parts are columns; as for `wide`, of empty cells only a row's first becomes a row,
    where all are.
    """
    row, spread_index, text = _filled_cells(table, list(spread))
    marks: dict[str, Column] = {}
    if cell:
        text, marks = _split_cells(text, cell)
    numbers = parse_numbers(text, table.delimiter)
    keep = _kept_cells(numbers, marks, row, len(table))
    row, spread_index = row[keep], spread_index[keep]
    columns = {name: _take(_column(table, part), row) for name, part in parts.items()}
    for name, mark in marks.items():
        if any(mark.categories):
            columns[name] = _prefer(_take(mark, keep), columns.get(name))
    columns["breakdown"] = _take(_breakdown(table, breakdown), row)
    for name in {name for texts in spread.values() for name in texts}:
        in_header = Column(spread_index, tuple(texts.get(name, "") for texts in spread.values()))
        everywhere = all(name in texts for texts in spread.values())
        columns[name] = in_header if everywhere else _prefer(in_header, columns.get(name))
    if "period" in parts:
        in_names = any("period" in texts for texts in spread.values())
        sure = in_names or isinstance(parts["period"], Column)
        columns["period"] = as_periods(columns["period"], sure=sure)
    numbers = ParsedNumbers(
        numbers.text.take(pa.array(keep)), numbers.not_numeric[keep], numbers.ambiguous[keep]
    )
    line = table.line[row]
    powers = _powers(exponent, len(table))[row]
    rows = Rows(text=numbers.text, exponent=powers, line=line, **columns)
    return rows, [*table.problems, *figure_problems(numbers, line, table.name)]


def unfold(table: Table, groups: Mapping[str, Mapping[str, str]]) -> Table:
    """Stack groups of columns: {group: {'value': column, 'note': column, ...}}, a row for each
    record and group with anything.

    `GROUP_COLUMN` names the group. A record without anything keeps one row, so that rows can be
    accounted for.
    """
    size, count = len(table), len(groups)
    # the groups of a record one after the other, in the place of the records of a group
    order = np.arange(size * count).reshape(count, size).T.ravel()
    texts = [table.text(columns["value"]) for columns in groups.values()]
    value = pa.concat_arrays(texts).take(pa.array(order))
    sides: dict[str, Column] = {}
    for role in dict.fromkeys(role for columns in groups.values() for role in columns):
        if role != "value":
            parts = [table.column(columns.get(role, "")) for columns in groups.values()]
            sides[role] = _take(concat_columns(parts), order)
    filled = pc.not_equal(pc.utf8_trim_whitespace(value), "").to_numpy(zero_copy_only=False)
    for role in ("note", "status"):
        if role in sides:
            filled = filled | _has_text(sides[role])
    by_record = filled.reshape(size, count).copy()
    by_record[~by_record.any(axis=1), 0] = True
    keep = np.flatnonzero(by_record.ravel())
    used = {column for columns in groups.values() for column in columns.values()}
    record = np.repeat(np.arange(size), count)[keep]
    columns: dict[str, Column | pa.ChunkedArray] = {
        name: _take(table.columns[name], record) for name in table.names if name not in used
    }
    columns |= {role: _take(column, keep) for role, column in sides.items()}
    columns["value"] = pa.chunked_array([value.take(pa.array(keep))])
    group = np.tile(np.arange(count, dtype=np.int32), size)
    columns[GROUP_COLUMN] = Column(group[keep], tuple(groups))
    return replace(table, names=tuple(columns), columns=Columns(columns), line=table.line[record])


def _named(parts: RowParts) -> Iterable[tuple[str, Part]]:
    return parts.items()  # type: ignore[return-value]  # mypy: the values of a TypedDict are object


def _filled_cells(
    table: Table, names: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int32], pa.StringArray]:
    """The cells of these columns that hold anything, by row and then column; of a row that is blank
    its first.

    Returns for each cell its row, its column (an index of `names`), and its text.
    """
    rows, columns, texts = [], [], []
    blank = np.ones(len(table), dtype=bool)
    for index, name in enumerate(names):
        text = table.text(name)
        filled = np.flatnonzero(pc.not_equal(text, "").to_numpy(zero_copy_only=False))
        blank[filled] = False
        rows.append(filled)
        columns.append(np.full(len(filled), index, dtype=np.int32))
        texts.append(text.take(pa.array(filled)))
    blank_rows = np.flatnonzero(blank)
    rows.append(blank_rows)
    columns.append(np.zeros(len(blank_rows), dtype=np.int32))
    texts.append(pa.array([""] * len(blank_rows), pa.string()))
    row, column = np.concatenate(rows), np.concatenate(columns)
    order = np.lexsort((column, row))
    return row[order], column[order], pa.concat_arrays(texts).take(pa.array(order))


def _split_cells(text: pa.StringArray, cell: Cell) -> tuple[pa.StringArray, dict[str, Column]]:
    """The values of cells, and their statuses and notes; each distinct cell is split once."""
    encoded = text.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    split = [cell(cell_text) for cell_text in encoded.dictionary.to_pylist()]
    values, statuses, notes = zip(*split, strict=True) if split else ((), (), ())
    marks = {
        "status": Column(codes, statuses or ("",)),
        "note": Column(codes, notes or ("",)),
    }
    return pa.array(values, pa.string()).take(pa.array(codes)), marks


def _kept_cells(
    numbers: ParsedNumbers, marks: Mapping[str, Column], row: NDArray[np.int64], size: int
) -> NDArray[np.intp]:
    """Which cells become rows: those with a figure or a remark, and the first of a row that has
    neither.
    """
    filled = pc.not_equal(numbers.text, "").to_numpy(zero_copy_only=False)
    for mark in marks.values():
        filled = filled | _has_text(mark)
    has_figure = np.zeros(size, dtype=bool)
    has_figure[row[filled]] = True
    first = np.zeros(len(row), dtype=bool)
    first[np.unique(row, return_index=True)[1]] = True
    return np.flatnonzero(filled | (first & ~has_figure[row]))


def _has_text(column: Column) -> NDArray[np.bool_]:
    """Which rows of a column are not blank."""
    table = np.array([bool(category) for category in column.categories] or [False])
    return np.asarray(table[column.codes])


def _column(table: Table, part: Part) -> Column:
    return part if isinstance(part, Column) else table.column(part)


def fill_down(column: Column) -> Column:
    """Fill merged labels, which stand in the first row of their block only, down."""
    blank = [code for code, category in enumerate(column.categories) if not category]
    if not blank:
        return column
    filled = ~np.isin(column.codes, blank)
    last_filled = np.maximum.accumulate(np.where(filled, np.arange(len(filled)), 0))
    return Column(column.codes[last_filled], column.categories)


def _prefer(in_header: Column, row: Column | None) -> Column:
    """What a cell says of itself, else what its row says of it."""
    if row is None or not any(row.categories):
        return in_header
    return combine([in_header, row], lambda texts: texts[0] or texts[1])


def _take(column: Column, rows: NDArray[np.signedinteger]) -> Column:
    return Column(column.codes[rows], column.categories)


def _powers(exponent: NDArray[np.int8] | int, size: int) -> NDArray[np.int8]:
    return np.full(size, exponent, dtype=np.int8) if isinstance(exponent, int) else exponent


def _breakdown(table: Table, breakdown: Breakdown | None) -> Column:
    """Dimensions as 'age=16-24;sex=female'; those that stand for the whole are left out."""
    if isinstance(breakdown, Column):
        return breakdown
    if not breakdown:
        return constant(len(table), TOTAL)
    names = [dimension_name(name) for name in breakdown]
    columns = [_column(table, part) for part in breakdown.values()]
    return combine(columns, lambda texts: format_breakdown(zip(names, texts, strict=True)))


def format_breakdown(parts: Iterable[tuple[str, str]]) -> str:
    """Write (dimension, category) pairs as one text: 'age=16-24;sex=female'; 'total' where each
    stands for the whole.
    """
    pairs = [
        f"{name}={breakdown_value(text)}"
        for name, text in parts
        if text.strip().casefold() not in TOTAL_WORDS
    ]
    return ";".join(sorted(pairs)) or TOTAL


def dimension_name(name: str) -> str:
    """Make the name of a dimension of a column's name: '[Reporting Type]' -> 'reporting_type'."""
    return "_".join(re.findall(r"[^\W_]+", name.casefold())) or "kind"


def breakdown_value(text: str) -> str:
    """Write a category so that it can stand in a breakdown."""
    return " ".join(text.split()).casefold().replace(";", ",").replace("=", ":")


def figure_problems(
    numbers: ParsedNumbers, line: NDArray[np.int32], name: str, column: str = "value"
) -> list[Problem]:
    """Report values that are no numbers and are kept as text, and, once, a comma or dot that may
    mean two things.
    """
    texts = np.flatnonzero(numbers.not_numeric)
    problems = [
        Problem(
            ProblemCode.TEXT_VALUE,
            name,
            int(line[row]),
            column,
            str(numbers.text[int(row)])[:80],
            severity="notice",
        )
        for row in texts[:MAX_REPORTED]
    ]
    if len(texts) > MAX_REPORTED:
        values = {"n": len(texts) - MAX_REPORTED}
        first = int(line[texts[MAX_REPORTED]])
        code = ProblemCode.MORE_TEXT_VALUES
        problems.append(Problem(code, name, first, column, values=values, severity="notice"))
    if numbers.ambiguous.any():
        row = int(np.argmax(numbers.ambiguous))
        found = str(numbers.text[row])[:80]
        code = ProblemCode.DECIMAL_MARK_AMBIGUOUS
        problems.append(Problem(code, name, int(line[row]), column, found, severity="warning"))
    return problems
