"""What is reported of a table that was read: lines that may scale, percent signs, brackets,
figures that stand twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.column_profile import is_period_or_date, normalize_header
from indicators.readers.cells.footnote_marks import count_percent_signs, is_bracketed_number
from indicators.readers.cells.header_words import PERIODS
from indicators.readers.cells.uncertain_units import is_uncertain_line, may_scale
from indicators.readers.cells.units import split_multiplier, title_and_unit
from indicators.readers.delimited.table import Table
from indicators.readers.generic.roles import Roles
from indicators.readers.generic.table_sample import join_cells
from indicators.readers.rows import Column, Rows
from indicators.readers.stacked_tables import take_rows

MAX_COLUMNS_NAMED = 6
MAX_TEXT_LENGTH = 80
"""Characters of a cell or line that a problem quotes."""
_CHANGES = re.compile(
    r"同比|环比|增长|增速|增幅|涨幅|比上年|\b(?:growth|change|yoy|y/y|increase)\b|%", re.IGNORECASE
)


def uncertain_line(table: Table, roles: Roles) -> str:
    """Return the line above a table that states a multiplier, not for certain of what ('Thousand
    seats', or 'Tourism (million EUR)' above columns with titles of their own); '' where there is
    none, or where another part says the unit.
    """
    if roles.fixed_unit or roles.unit or roles.power:
        return ""
    lines = [join_cells(row) for row in table.head]
    has_titles = roles.title or any("title" in words for words in roles.columns.values())
    of_others = filter(_is_title_with_multiplier, lines if has_titles else ())
    uncertain = chain(filter(is_uncertain_line, lines), of_others)
    return next(uncertain, "")[:MAX_TEXT_LENGTH]


def _is_title_with_multiplier(line: str) -> bool:
    return bool(split_multiplier(title_and_unit(line)[1])[1])


def check_lines_above(table: Table, roles: Roles) -> list[Problem]:
    """Warn of lines above a table that begin with a multiplier and are taken for titles ('Thousand
    Oaks'), where no unit was understood.
    """
    if roles.fixed_unit or roles.unit or roles.power:
        return []
    lines = [join_cells(row) for row in table.head]
    return [
        Problem(
            ProblemCode.TITLE_MAY_SCALE,
            table.name,
            number,
            found=line[:MAX_TEXT_LENGTH],
            severity="warning",
        )
        for number, line in enumerate(lines, 1)
        if may_scale(line) and not is_uncertain_line(line)
    ]


def drop_swapped_rows(table: Table, roles: Roles) -> tuple[Table, list[Problem]]:
    """Leave out rows in which a year and a figure stand in each other's column, with a warning.

    Such a row has a year in a column of figures, and something else in a column that is named for
    periods.
    """
    headers = [
        name
        for name in table.names
        if normalize_header(name) in PERIODS and name not in (roles.period, roles.part)
    ]
    if not headers:
        return table, []
    figures = list(roles.columns) or [roles.value]
    has_year = np.logical_or.reduce([_is_period(table.column(name)) for name in figures])
    swapped = np.zeros(len(table), dtype=bool)
    for name in headers:
        column = table.column(name)
        swapped |= has_year & ~_is_period(column) & _is_filled(column)
    if not swapped.any():
        return table, []
    problem = Problem(
        ProblemCode.SWAPPED_CELLS,
        table.name,
        int(table.line[int(np.argmax(swapped))]),
        headers[0],
        values={"n": int(swapped.sum())},
        severity="warning",
    )
    return take_rows(table, np.flatnonzero(~swapped)), [problem]


def _is_period(column: Column) -> NDArray[np.bool_]:
    return np.array([is_period_or_date(word) for word in column.categories] or [False])[
        column.codes
    ]


def _is_filled(column: Column) -> NDArray[np.bool_]:
    return np.array([bool(word) for word in column.categories] or [False])[column.codes]


def add_percent_units(table: Table, spread: dict[str, Mapping[str, str]]) -> list[Problem]:
    """Return columns whose figures all end in a percent sign that unit; warn of those where only
    some do.
    """
    problems = []
    for name, words in spread.items():
        signed, plain = count_percent_signs(table, name)
        if signed and not plain and not words.get("unit") and not title_and_unit(name)[1]:
            spread[name] = {**words, "unit": "%"}
        elif signed and plain:
            line = int(table.line[0])
            problems.append(
                Problem(ProblemCode.PERCENT_SIGNS_MIXED, table.name, line, name, severity="warning")
            )
    return problems


def separate_change_units(spread: dict[str, Mapping[str, str]], roles: Roles) -> None:
    """Set the unit of changes and shares among columns of figures, which is not that of their row
    or file ('增长(%)' beside 亿元).
    """
    if not (roles.unit or roles.fixed_unit) or len(spread) < 2:
        return
    for name, words in spread.items():
        if _CHANGES.search(name) and "unit" not in words and not words.get("period"):
            spread[name] = {**words, "unit": title_and_unit(name)[1] or " "}


def check_brackets(rows: Rows, name: str) -> list[Problem]:
    """Warn of figures in brackets, which are kept as text."""
    opened = np.flatnonzero(pc.starts_with(rows.text, "(").to_numpy(zero_copy_only=False))
    for row in opened.tolist():
        if is_bracketed_number(text := str(rows.text[row])):
            line = int(rows.line[row])
            code = ProblemCode.NUMBER_IN_BRACKETS
            return [Problem(code, name, line, found=text[:MAX_TEXT_LENGTH], severity="warning")]
    return []


def check_columns(table: Table, roles: Roles, descriptions: Sequence[str]) -> list[Problem]:
    """Report columns that are not read, and a table that says of no place its figures are."""
    unused = (set(table.names) - set(roles.names())) | set(descriptions)
    unread = [name for name in table.names if name in unused and any(table.column(name).categories)]
    problems = []
    if unread:
        columns = tuple(name[:MAX_TEXT_LENGTH] for name in unread[:MAX_COLUMNS_NAMED])
        problems.append(
            Problem(
                ProblemCode.COLUMNS_NOT_READ,
                table.name,
                values={"columns": columns},
                severity="notice",
            )
        )
    has_place = roles.place or roles.place_name or roles.fixed_place
    if not has_place and not any("place" in words for words in roles.columns.values()):
        problems.append(Problem(ProblemCode.PLACE_NOT_STATED, table.name, 1, severity="warning"))
    return problems


def check_title_parts(roles: Roles, name: str) -> list[Problem]:
    """Return a notice of a place and a period that are taken from the title."""
    parts = (
        (ProblemCode.PLACE_FROM_TITLE, roles.fixed_place),
        (ProblemCode.PERIOD_FROM_TITLE, roles.fixed_period),
    )
    return [
        Problem(code, name, 1, values={"text": text}, severity="notice")
        for code, text in parts
        if text
    ]


def check_repeated_keys(rows: Rows, name: str) -> list[Problem]:
    """Warn where several figures are of the same place, period, series, breakdown and unit."""
    key = np.zeros(len(rows), dtype=np.int64)
    for column in (rows.place, rows.period, rows.series, rows.title, rows.breakdown, rows.unit):
        _, key = np.unique(key * max(len(column.categories), 1) + column.codes, return_inverse=True)
    first = np.unique(key, return_index=True)[1]
    count = len(rows) - len(first)
    if not count:
        return []
    is_repeated = np.ones(len(rows), dtype=bool)
    is_repeated[first] = False
    line = int(rows.line[int(np.argmax(is_repeated))])
    return [Problem(ProblemCode.REPEATED_KEYS, name, line, values={"n": count}, severity="warning")]
