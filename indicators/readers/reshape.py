"""Tables -> rows of one figure each, from the two shapes there are: long (a figure a row) and wide (periods as columns)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.model import TOTAL
from indicators.problems import Problem, uncoded
from indicators.readers.cells.numbers import ParsedNumbers, parse_numbers
from indicators.readers.cells.periods import expand_year_spans
from indicators.readers.cells.periods import parse_periods as as_periods
from indicators.readers.cells.totals import TOTAL_WORDS
from indicators.readers.delimited.table import Table
from indicators.readers.rows import MAX_REPORTED, Column, Rows, combine, constant

Part = str | Column
"""A part of a row: a column's name ('' = blank), or a column made otherwise (`table.constant('GDP')`)."""

Cell = Callable[[str], tuple[str, str, str]]
"""What one cell says: value, status, note ('91.30 e' -> '91.30', 'estimated', '')."""


def long(
    table: Table,
    *,
    value: str,
    period: Part,
    place: Part,
    place_name: Part = "",
    series: Part = "",
    title: Part = "",
    unit: Part = "",
    status: Part = "",
    source: Part = "",
    note: Part = "",
    breakdown: Mapping[str, Part] | Column | None = None,
    exponent: NDArray[np.int8] | int = 0,
    raw_period: bool = False,
) -> tuple[Rows, list[Problem]]:
    """One figure a row. Breakdowns: {dimension: column}. Returns the rows and everything to tell about the file."""
    parts = {
        "place": place,
        "place_name": place_name,
        "series": series,
        "title": title,
        "unit": unit,
        "status": status,
        "source": source,
        "note": note,
        "period": period,
    }
    columns = {name: _column(table, part) for name, part in parts.items()}
    if not raw_period:
        columns["period"] = as_periods(
            expand_year_spans(columns["period"]), sure=isinstance(period, Column)
        )
    columns["breakdown"] = (
        breakdown if isinstance(breakdown, Column) else _breakdown(table, breakdown or {})
    )
    found = parse_numbers(table.text(value), table.delimiter)
    powers = _powers(exponent, len(table))
    told = figure_problems(found, table.line, table.name, value)
    return Rows(text=found.text, exponent=powers, line=table.line, **columns), [
        *table.problems,
        *told,
    ]


def wide(
    table: Table,
    *,
    periods: Mapping[str, str],
    place: Part,
    place_name: Part = "",
    series: Part = "",
    title: Part = "",
    unit: Part = "",
    status: Part = "",
    source: Part = "",
    note: Part = "",
    breakdown: Mapping[str, Part] | Column | None = None,
    exponent: NDArray[np.int8] | int = 0,
    cell: Cell | None = None,
) -> tuple[Rows, list[Problem]]:
    """Periods as columns: {column: period}. Cells that say nothing give no row, but a row without any figure gives one.

    `cell` takes a cell apart where flags stand beside the value; its status and note then win over the row's.
    """
    spread = {column: {"period": period} for column, period in periods.items()}
    parts = {
        "place": place,
        "place_name": place_name,
        "series": series,
        "title": title,
        "unit": unit,
        "status": status,
        "source": source,
        "note": note,
    }
    return melt(table, spread, parts, breakdown=breakdown, exponent=exponent, cell=cell)


def melt(
    table: Table,
    spread: Mapping[str, Mapping[str, str]],
    parts: Mapping[str, Part],
    *,
    breakdown: Mapping[str, Part] | Column | None = None,
    exponent: NDArray[np.int8] | int = 0,
    cell: Cell | None = None,
) -> tuple[Rows, list[Problem]]:
    """Several columns of values: {column: {part of a row: word}}, e.g. {'CPI score': {'title': 'CPI score'}}.

    The other parts are columns; as for `wide`, of empty cells only a row's first becomes a row, where all are.
    """
    row, at, text = _cells(table, list(spread))
    said = _apart(text, cell) if cell else {}
    found = parse_numbers(said.pop("text") if "text" in said else text, table.delimiter)
    keep = _worth(found, said, row, len(table))
    columns = {name: _at(_column(table, part), row[keep]) for name, part in parts.items()}
    columns |= {
        name: _over(columns.get(name), Column(column.codes[keep], column.categories))
        for name, column in said.items()
        if any(column.categories)
    }
    columns["breakdown"] = _at(
        breakdown if isinstance(breakdown, Column) else _breakdown(table, breakdown or {}),
        row[keep],
    )
    for name in {name for words in spread.values() for name in words}:
        said_so = Column(at[keep], tuple(words.get(name, "") for words in spread.values()))
        columns[name] = (
            said_so
            if all(name in words for words in spread.values())
            else _over(columns.get(name), said_so)
        )
    if "period" in parts:
        in_names = any("period" in words for words in spread.values())
        columns["period"] = as_periods(
            columns["period"], sure=in_names or isinstance(parts["period"], Column)
        )
    found = ParsedNumbers(
        found.text.take(pa.array(keep)), found.not_numeric[keep], found.ambiguous[keep]
    )
    line = table.line[row[keep]]
    rows = Rows(
        text=found.text, exponent=_powers(exponent, len(table))[row[keep]], line=line, **columns
    )
    return rows, [*table.problems, *figure_problems(found, line, table.name)]


def _cells(
    table: Table, names: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int32], pa.StringArray]:
    """The cells of these columns that hold anything, by row and then column; a row that is blank gives its first."""
    rows, ats, texts = [], [], []
    bare = np.ones(len(table), dtype=bool)
    for at, name in enumerate(names):
        text = table.text(name)
        there = np.flatnonzero(pc.not_equal(text, "").to_numpy(zero_copy_only=False))
        bare[there] = False
        rows.append(there)
        ats.append(np.full(len(there), at, dtype=np.int32))
        texts.append(text.take(pa.array(there)))
    empty = np.flatnonzero(bare)
    rows.append(empty)
    ats.append(np.zeros(len(empty), dtype=np.int32))
    texts.append(pa.array([""] * len(empty), pa.string()))
    row, column = np.concatenate(rows), np.concatenate(ats)
    order = np.lexsort((column, row))
    return row[order], column[order], pa.concat_arrays(texts).take(pa.array(order))


def _apart(text: pa.StringArray, cell: Cell) -> dict[str, Column]:
    """Cells taken apart, each distinct one once."""
    coded = text.dictionary_encode()
    said = [cell(word) for word in coded.dictionary.to_pylist()]
    at = coded.indices.to_numpy(zero_copy_only=False)
    value = pa.array([entry[0] for entry in said], pa.string()).take(pa.array(at))
    columns = {
        name: Column(at, tuple(entry[place] for entry in said) or ("",))
        for place, name in ((1, "status"), (2, "note"))
    }
    return {"text": value, **columns}


def _worth(
    found: ParsedNumbers, said: Mapping[str, Column], row: NDArray[np.int64], size: int
) -> NDArray[np.intp]:
    """Which cells become rows: those with a figure or a remark, and the first of a row that has neither."""
    worth = pc.not_equal(found.text, "").to_numpy(zero_copy_only=False).copy()
    for name in ("status", "note"):
        if name in said:
            worth |= np.array([bool(word) for word in said[name].categories] or [False])[
                said[name].codes
            ]
    has = np.zeros(size, dtype=bool)
    has[row[worth]] = True
    first = np.zeros(len(row), dtype=bool)
    first[np.unique(row, return_index=True)[1]] = True
    return np.flatnonzero(worth | (first & ~has[row]))


def _column(table: Table, part: Part) -> Column:
    return part if isinstance(part, Column) else table.column(part)


def fill_down(column: Column) -> Column:
    """Merged labels, which stand in the first row of their block only, filled down."""
    empty = [at for at, word in enumerate(column.categories) if not word]
    if not empty:
        return column
    there = ~np.isin(column.codes, empty)
    last = np.maximum.accumulate(np.where(there, np.arange(len(there)), 0))
    return Column(column.codes[last], column.categories)


def _over(below: Column | None, said: Column) -> Column:
    """What a cell says of itself, else what its row says of it."""
    return (
        said
        if below is None or not any(below.categories)
        else combine([said, below], lambda words: words[0] or words[1])
    )


def _at(column: Column, rows: NDArray[np.int64]) -> Column:
    return Column(column.codes[rows], column.categories)


def _powers(exponent: NDArray[np.int8] | int, size: int) -> NDArray[np.int8]:
    return np.full(size, exponent, dtype=np.int8) if isinstance(exponent, int) else exponent


def _breakdown(table: Table, dimensions: Mapping[str, Part]) -> Column:
    """Dimensions as 'age=16-24;sex=female'; those that stand for the whole are not said."""
    if not dimensions:
        return constant(len(table), TOTAL)
    names = [dimension_name(name) for name in dimensions]
    columns = [_column(table, part) for part in dimensions.values()]
    return combine(columns, lambda words: format_breakdown(zip(names, words, strict=True)))


def format_breakdown(parts: Iterable[tuple[str, str]]) -> str:
    """(dimension, word) pairs as one text; 'total' where every word stands for the whole."""
    said = [
        f"{name}={breakdown_value(word)}"
        for name, word in parts
        if word.strip().casefold() not in TOTAL_WORDS
    ]
    return ";".join(sorted(said)) or TOTAL


def dimension_name(name: str) -> str:
    """A column's name as the name of a dimension: '[Reporting Type]' -> 'reporting_type'."""
    return (
        "_".join("".join(mark if mark.isalnum() else " " for mark in name.casefold()).split())
        or "kind"
    )


def breakdown_value(word: str) -> str:
    """A word that can stand in a breakdown."""
    return " ".join(word.split()).casefold().replace(";", ",").replace("=", ":")


def figure_problems(
    found: ParsedNumbers, line: NDArray[np.int32], name: str, column: str = "value"
) -> list[Problem]:
    """Values that are words (kept, and told), and commas that may mean two things (told once)."""
    words = np.flatnonzero(found.not_numeric)
    problems = [
        uncoded(
            "a value that is not a number is kept as text",
            name,
            int(line[at]),
            column,
            str(found.text[int(at)])[:80],
            "a number like 12.5",
            severity="notice",
        )
        for at in words[:MAX_REPORTED]
    ]
    if len(words) > MAX_REPORTED:
        problems.append(
            uncoded(
                f"{len(words) - MAX_REPORTED} more values that are not numbers are kept as text",
                name,
                int(line[words[MAX_REPORTED]]),
                column,
                severity="notice",
            )
        )
    if found.ambiguous.any():
        at = int(np.argmax(found.ambiguous))
        problems.append(
            uncoded(
                "a comma or dot may part thousands or decimals; it was taken as the rest of the file suggests",
                name,
                int(line[at]),
                column,
                str(found.text[at])[:80],
                severity="warning",
            )
        )
    return problems
