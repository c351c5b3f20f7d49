"""Read the figures of an index from a CSV file: tidy, or a row for each unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.composite.description import IndexDescription
from indicators.composite.engine import Inputs
from indicators.composite.imputation import OVER_TIME
from indicators.composite.table import period_time
from indicators.model import TOTAL
from indicators.problems import ConfigError, Problem, ProblemCode
from indicators.readers.cells.numbers import parse_number
from indicators.readers.cells.totals import GROUPS
from indicators.readers.delimited.table import Table, open_table

PLACE_COLUMNS = ("place", "unit", "code", "ucode", "country", "iso3", "id")
PERIOD_COLUMNS = ("period", "year", "time")
"""Names of the columns with the unit and its period, in any case; the first that is there counts.
"""
TIDY_PLACE_COLUMNS = ("place", "country", "iso3", "ucode", "code", "id", "unit")
"""Names of the column with the unit of tidy data, in which `unit` is mostly that of measurement,
and `code` that of the indicator."""
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
    tidy = table.find("indicator") and table.find("value")
    place = table.find(*(TIDY_PLACE_COLUMNS if tidy else PLACE_COLUMNS))
    if not place:
        raise ConfigError(
            [*table.problems, Problem(ProblemCode.INDEX_PLACES, path.name, 1, values={})]
        )
    _check_periods(table, description)
    cells = _tidy_cells(table, place) if tidy else _wide_cells(table, place, description)
    return _index_data(cells, table, place, description)


def _imputes_over_time(description: IndexDescription) -> bool:
    """Return whether gaps are filled from other periods, in an alternative at least."""
    rules = [description.method.imputation, *description.alternatives.imputation]
    return any(item.rule in OVER_TIME for item in rules)


def _check_periods(table: Table, description: IndexDescription) -> None:
    """Raise ConfigError where gaps are to be filled from other periods and there are none."""
    if _imputes_over_time(description) and not table.find(*PERIOD_COLUMNS):
        problem = Problem(ProblemCode.INDEX_PERIODS, table.name, 1)
        raise ConfigError([*table.problems, problem])


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
    names = {_key(name): name for name in reversed(table.names)}
    for name in needed_columns(description):
        column = table.find(name) or names.get(_key(name), "")
        if not column:
            continue
        texts = table.text(column).to_pylist()
        rows = zip(places, periods, texts, lines, strict=True)
        cells += [_Cell(name, *row) for row in rows]
    return cells


def _key(name: str) -> str:
    """Return a name without what is easily written in another way: its case and its blanks."""
    return " ".join(name.split()).casefold()


def needed_columns(description: IndexDescription) -> list[str]:
    """Return the columns that an index takes: indicators, denominators, and groups."""
    columns = list(description.needed_columns())
    if description.groups:
        columns.append(description.groups)
    return list(dict.fromkeys(columns))


def _index_data(
    cells: Iterable[_Cell], table: Table, place: str, description: IndexDescription
) -> IndexData:
    """Sort cells into figures and groups; a key that stands twice keeps its first figure."""
    problems = [*table.problems, *_row_problems(table, place, description)]
    needed = {name: name for name in needed_columns(description)}
    by_key = {_key(name): name for name in reversed(needed)}
    figures: dict[tuple[str, str, str], float] = {}
    lines: dict[tuple[str, str, str], int] = {}
    groups = _group_column(table, place, description)
    for cell in cells:
        column = needed.get(cell.column) or by_key.get(_key(cell.column), "")
        if not column or not cell.place:
            continue
        if column == description.groups:
            groups[cell.place] = cell.text
            continue
        value = _number(cell, table, problems)
        key = column, cell.place, cell.period
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
    there = {column for column, _, _ in figures} | ({description.groups} if groups else set())
    problems += _missing_columns(set(needed) - there, table)
    return IndexData(figures_of(figures, groups, description), lines, tuple(problems))


def _group_column(table: Table, place: str, description: IndexDescription) -> dict[str, str]:
    """Return the group of each unit where a column has it."""
    column = table.find(description.groups) if description.groups else ""
    if not column:
        return {}
    rows = zip(table.text(place).to_pylist(), table.text(column).to_pylist(), strict=True)
    return {unit: group for unit, group in rows if unit and group}


def _row_problems(table: Table, place: str, description: IndexDescription) -> list[Problem]:
    """Return rows without a unit, rows that look like totals, and periods without an order."""
    problems = []
    units, lines = table.text(place).to_pylist(), table.line.tolist()
    blank = [line for unit, line in zip(units, lines, strict=True) if not unit]
    if blank:
        problems.append(
            Problem(
                ProblemCode.INDEX_PLACE_BLANK,
                table.name,
                blank[0],
                place,
                values={"n": len(blank)},
            )
        )
    first = dict(zip(reversed(units), reversed(lines), strict=True))
    for unit, line in first.items():
        if unit and GROUPS.get(unit.casefold()) == TOTAL:
            problems.append(
                Problem(
                    ProblemCode.INDEX_TOTAL_ROW, table.name, line, place, unit, severity="warning"
                )
            )
    if _imputes_over_time(description):
        problems += _time_problems(table)
    return problems


def _time_problems(table: Table) -> list[Problem]:
    """Return periods that have no order, though gaps are filled from other periods."""
    lines: dict[str, list[int]] = {}
    for period, line in zip(_periods(table), table.line.tolist(), strict=True):
        if math.isnan(period_time(period)):
            lines.setdefault(period, []).append(line)
    column = table.find(*PERIOD_COLUMNS)
    return [
        Problem(
            ProblemCode.INDEX_PERIOD_TIME,
            table.name,
            found_in[0],
            column,
            period,
            values={"n": len(found_in)},
            severity="warning",
        )
        for period, found_in in lines.items()
    ]


def _number(cell: _Cell, table: Table, problems: list[Problem]) -> float:
    """Return the number of a cell; NaN, and a problem, for words. 'inf' and 1e400 are infinite."""
    text = parse_number(cell.text)
    if text is not None:
        return float(text) if text else math.nan
    try:
        value = float(cell.text)
    except ValueError:
        value = math.nan
    if not math.isinf(value):
        problem = Problem(ProblemCode.INDEX_CELL, table.name, cell.line, cell.column, cell.text)
        problems.append(problem)
        return math.nan
    return value


def _missing_columns(missing: set[str], table: Table) -> list[Problem]:
    return [
        Problem(ProblemCode.INDEX_COLUMN_MISSING, table.name, 1, values={"column": column})
        for column in sorted(missing)
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
