"""Tables that people make themselves: long (a figure a row) and wide (years as columns), by what their headers say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indicators.model import Problem
from indicators.readers.figures import powers
from indicators.readers.flags import flags
from indicators.readers.roles import DIMENSIONS, Roles, find_roles, folded
from indicators.readers.rows import Column, Rows, joined, no_rows
from indicators.readers.shape import Part, long, melt
from indicators.readers.sniff import Format, Sniff
from indicators.readers.table import Table, unique
from indicators.readers.times import period_of
from indicators.readers.unitwords import from_titles


def roles_of(sniff: Sniff) -> Roles | str:
    """What each column is for, or a sentence that says what is not certain."""
    rows = sniff.cells(100)
    if len(sniff.names) < 2 or len(rows) <= sniff.header + 1:
        return "there is no table of at least two columns with rows below a header"
    below = [row for row in rows[sniff.header + 1:] if len(row) == len(sniff.names)]
    return find_roles(unique(sniff.names), below, rows[:sniff.header], sniff.is_place)


def read_as(table: Table, roles: Roles) -> tuple[Rows, list[Problem]]:
    """The rows of a table whose columns are known."""
    dimensions, left = _dimensions(table, roles)
    parts = _parts(table, roles)
    exponent = powers(table.column(roles.power))
    if roles.columns:
        rows, problems = melt(table, roles.columns, parts, breakdown=dimensions, exponent=exponent)
    else:
        rows, problems = long(table, value=roles.value, breakdown=dimensions, exponent=exponent, **parts)  # type: ignore[arg-type]
    return from_titles(rows), [*problems, *_told(table, roles, left), *_twice(rows, table.name)]


def _parts(table: Table, roles: Roles) -> dict[str, Part]:
    """The parts of a row that are columns, or the same in all rows."""
    status, note = flags(table.column(roles.status))
    title = roles.fixed_title if roles.columns or roles.fixed_title else _series_title(roles.value)
    parts: dict[str, Part] = {
        "place": joined([table.column(roles.place), table.column(roles.place_name)], lambda words: words[0] or words[1]),
        "place_name": roles.place_name, "series": roles.series, "unit": roles.unit, "status": status, "source": roles.source,
        "note": roles.note or note, "title": roles.title or table.constant(title)}
    said = {part for words in roles.columns.values() for part in words}
    return parts if "period" in said else {**parts, "period": _period(table, roles)}


def _series_title(name: str) -> str:
    return "" if name.casefold() in ("value", "values", "obs_value", "数值", "值") else name


def _period(table: Table, roles: Roles) -> Part:
    """The period's column; with a month or quarter beside the year, both."""
    if not roles.period:
        return table.constant(roles.fixed_period)
    if not roles.part:
        return roles.period
    return joined([table.column(roles.period), table.column(roles.part)], _finer)


def _finer(words: tuple[str, ...]) -> str:
    year, part = words
    if not part or len(period_of(year)) != 4:
        return year
    spoken = [f"{year}年{part}月"] if part.isdigit() and int(part) > 4 else [f"{part} {year}", f"{year} {part}", f"{year}年{part}", f"{year}年{part}月"]
    return next((said for word in spoken if (said := period_of(word))), f"{year} {part}")


def _dimensions(table: Table, roles: Roles) -> tuple[dict[str, Part], list[str]]:
    """Other columns that part the figures of a place (sex, age), and those that only describe it or its series."""
    names = list(roles.others)
    if roles.title and any("title" in words for words in roles.columns.values()):
        names.append(roles.title)
    dimensions: dict[str, Part] = {}
    for name in names:
        if folded(name) in DIMENSIONS or not _describes(table, roles, name):
            dimensions[name] = name
    return dimensions, [name for name in names if name not in dimensions and any(table.column(name).words)]


def _describes(table: Table, roles: Roles, name: str) -> bool:
    """Whether a column says the same throughout, or for each place, period or series."""
    column = table.column(name)
    known = (roles.place, roles.place_name, roles.period, roles.series, roles.title)
    return len(set(column.words)) < 2 or any(_follows(column, table.column(other)) for other in known if other not in ("", name))


def _follows(column: Column, other: Column) -> bool:
    """Whether the column says the same wherever the other says the same (a country's region, say)."""
    pairs = np.unique(other.codes.astype(np.int64) * max(len(column.words), 1) + column.codes)
    return len(pairs) == len(np.unique(other.codes))


def _told(table: Table, roles: Roles, left: Sequence[str]) -> list[Problem]:
    used = {roles.place, roles.place_name, roles.period, roles.part, roles.series, roles.title, roles.unit, roles.status, roles.note,
            roles.source, roles.power, roles.value, *roles.columns, *roles.others}
    unread = [name for name in table.names if (name in left or name not in used) and any(table.column(name).words)]
    problems = []
    if unread:
        problems.append(Problem(f"columns that are not read: {', '.join(unread[:6])[:80]}", table.name, severity="notice"))
    if roles.fixed_period:
        problems.append(Problem(f"the period is taken from the title: {roles.fixed_period}", table.name, 1, severity="notice"))
    return problems


def _twice(rows: Rows, name: str) -> list[Problem]:
    """A warning where several figures stand for the same place, period, series and breakdown."""
    key = np.zeros(len(rows), dtype=np.int64)
    for column in (rows.place, rows.period, rows.series, rows.title, rows.breakdown, rows.unit):
        _, key = np.unique(key * max(len(column.words), 1) + column.codes, return_inverse=True)
    first = np.unique(key, return_index=True)[1]
    count = len(rows) - len(first)
    if not count:
        return []
    again = np.ones(len(rows), dtype=bool)
    again[first] = False
    return [Problem(f"{count} figures stand for the same place, period and breakdown as others", name, int(rows.line[int(np.argmax(again))]),
                    do="Another column may tell them apart.", severity="warning")]


def _looks(sniff: Sniff) -> bool:
    return isinstance(roles_of(sniff), Roles)


def _read(sniff: Sniff, name: str) -> tuple[Rows, list[Problem]]:
    roles = roles_of(sniff)
    if isinstance(roles, str):
        return no_rows(), [Problem(f"not recognised: {roles}", name)]
    rows, problems = read_as(sniff.table(), roles)
    figures = int(np.count_nonzero(np.asarray(rows.text) != ""))
    twice = next((problem for problem in problems if problem.do.startswith("Another column")), None)
    if twice and int(twice.what.split()[0]) > figures / 2:
        return no_rows(), [Problem("not recognised: most figures cannot be told apart by place, period and the other columns", name,
                                   twice.line, do="Name the columns: place, period and value.")]
    return rows, problems


FORMATS = (Format("generic", "Tables of one's own: long, or wide with years as columns", _looks, _read,
                  "Columns are known by their headers' words in several languages and held against the cells; a file whose place, "
                  "period or value is not certain is asked about. Columns that part the figures become breakdowns."),)

__all__ = ["FORMATS", "read_as", "roles_of"]
