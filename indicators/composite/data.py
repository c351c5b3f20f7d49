"""Read the figures of an index from a CSV file: tidy, or a row for each unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.composite.description import IndexDescription
from indicators.composite.engine import Inputs
from indicators.problems import ConfigError, Problem, ProblemCode
from indicators.readers.cells.numbers import parse_number
from indicators.readers.delimited.table import Table, open_table

PLACE_COLUMNS = ("place", "unit", "code", "ucode", "country", "iso3", "id")
PERIOD_COLUMNS = ("period", "year", "time")
"""Names of the columns with the unit and its period, in any case; the first that is there counts.
"""
NO_PERIOD = "0"
"""The period of figures whose file has none."""


@dataclass(frozen=True)
class IndexData:
    """The figures of an index, where each stands, and what is wrong with the file.

    `lines` has the line of each figure, by indicator, unit and period.
    """

    inputs: Inputs
    lines: Mapping[tuple[str, str, str], int]
    problems: tuple[Problem, ...]


def read_data(path: Path, description: IndexDescription) -> IndexData:
    """Read what a description needs from a file.

    Tidy: the columns indicator, place, period, value. Wide: a column of units (PLACE_COLUMNS), if
    any one of periods (PERIOD_COLUMNS), and a column for each indicator. A cell that is no number
    counts as missing and is reported. Raises ConfigError where the file is no such table.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(ProblemCode.FILE_UNREADABLE, path.name, values={"reason": reason})
        raise ConfigError([problem]) from None
    table = open_table(content, path.name)
    place = table.find(*PLACE_COLUMNS)
    if not place:
        raise ConfigError(
            [*table.problems, Problem(ProblemCode.INDEX_PLACES, path.name, 1, values={})]
        )
    tidy = table.find("indicator") and table.find("value")
    cells = _tidy_cells(table, place) if tidy else _wide_cells(table, place, description)
    return _index_data(cells, table, description)


@dataclass(frozen=True)
class _Cell:
    column: str
    place: str
    period: str
    text: str
    line: int


def _periods(table: Table) -> list[str]:
    name = table.find(*PERIOD_COLUMNS)
    return table.text(name).to_pylist() if name else [NO_PERIOD] * len(table)


def _tidy_cells(table: Table, place: str) -> list[_Cell]:
    columns = table.text(table.find("indicator")).to_pylist()
    places, periods = table.text(place).to_pylist(), _periods(table)
    values = table.text(table.find("value")).to_pylist()
    rows = zip(columns, places, periods, values, table.line.tolist(), strict=True)
    return [_Cell(*row) for row in rows]


def _wide_cells(table: Table, place: str, description: IndexDescription) -> list[_Cell]:
    places, periods, lines = table.text(place).to_pylist(), _periods(table), table.line.tolist()
    cells: list[_Cell] = []
    for name in needed_columns(description):
        column = table.find(name)
        if not column:
            continue
        texts = table.text(column).to_pylist()
        rows = zip(places, periods, texts, lines, strict=True)
        cells += [_Cell(name, *row) for row in rows]
    return cells


def needed_columns(description: IndexDescription) -> list[str]:
    """Return the columns that an index takes: indicators, denominators, and groups."""
    columns = list(description.needed_columns())
    if description.groups:
        columns.append(description.groups)
    return list(dict.fromkeys(columns))


def _index_data(cells: Iterable[_Cell], table: Table, description: IndexDescription) -> IndexData:
    """Sort cells into figures and groups; a key that stands twice keeps its first figure."""
    problems = list(table.problems)
    needed = set(needed_columns(description))
    figures: dict[tuple[str, str, str], float] = {}
    lines: dict[tuple[str, str, str], int] = {}
    groups: dict[str, str] = {}
    for cell in cells:
        if cell.column not in needed:
            continue
        if cell.column == description.groups:
            groups[cell.place] = cell.text
            continue
        value = _number(cell, table, problems)
        key = cell.column, cell.place, cell.period
        if key in figures:
            problems.append(
                Problem(
                    ProblemCode.INDEX_FIGURE_TWICE,
                    table.name,
                    cell.line,
                    cell.column,
                    cell.text,
                    values={"line": lines[key]},
                )
            )
            continue
        figures[key], lines[key] = value, cell.line
    problems += _missing_columns(needed - {description.groups}, figures, table)
    return IndexData(figures_of(figures, groups, description), lines, tuple(problems))


def _number(cell: _Cell, table: Table, problems: list[Problem]) -> float:
    text = parse_number(cell.text)
    value = float(text) if text else math.nan
    if text is None or math.isinf(value):
        problems.append(
            Problem(ProblemCode.NUMBER_EXPECTED, table.name, cell.line, cell.column, cell.text)
        )
        return math.nan
    return value


def _missing_columns(
    needed: set[str], figures: Mapping[tuple[str, str, str], float], table: Table
) -> list[Problem]:
    there = {column for column, _, _ in figures}
    return [
        Problem(ProblemCode.INDEX_COLUMN_MISSING, table.name, 1, values={"column": column})
        for column in sorted(needed - there)
    ]


def figures_of(
    figures: Mapping[tuple[str, str, str], float],
    groups: Mapping[str, str],
    description: IndexDescription,
) -> Inputs:
    """Return the inputs of an index from figures by column, unit and period."""
    keys = list(dict.fromkeys((place, period) for _, place, period in figures))
    index = pd.MultiIndex.from_tuples(keys, names=["place", "period"])
    series = pd.Series(figures, dtype=float)
    wide = series.unstack(level=0).reindex(index) if figures else pd.DataFrame(index=index)
    names = {name: description.columns[name] for name in description.structure.indicators}
    data = pd.DataFrame(
        {name: wide.get(column, math.nan) for name, column in names.items()}, index=index
    )
    sizes = [size.column for size in description.method.denominators.values()]
    return Inputs(data, wide.reindex(columns=list(dict.fromkeys(sizes))), groups)
