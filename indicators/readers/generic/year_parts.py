"""Months and quarters beside a year: in a column of their own, or as the headers of columns of
figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indicators.problems import Problem
from indicators.readers.cells.footnote_marks import split_mark
from indicators.readers.cells.periods import normalize_period, parse_period
from indicators.readers.delimited.table import Table
from indicators.readers.generic.roles import Roles
from indicators.readers.reshape import Part, melt
from indicators.readers.rows import Rows, combine, concat_rows, map_categories

_CODED_PART = re.compile(r"(?P<letter>[MQSA])0?(?P<number>1[0-3]|[1-9])", re.IGNORECASE)
"""M01, Q01, S01, A01 of the US Bureau of Labor Statistics; M13, Q05 and S03 are the year's average.
"""
_PARTS_OF_YEAR = {"M": 12, "Q": 4, "S": 2, "A": 0}


def period_of_rows(table: Table, roles: Roles) -> Part:
    """Return the column of periods; with a month or quarter beside the year, both in one."""
    if not roles.period:
        return table.constant(roles.fixed_period)
    if not roles.part:
        return roles.period
    period = combine([table.column(roles.period), table.column(roles.part)], _join_part)
    # made of a year and a month: never a year that runs into the next
    return map_categories(period, normalize_period)


def melt_year_parts(
    table: Table,
    spread: Mapping[str, Mapping[str, str]],
    parts: dict[str, Part],
    breakdowns: dict[str, Part],
    exponent: NDArray[np.int8],
) -> tuple[Rows, list[Problem]]:
    """Melt months or quarters as columns beside a column of years: each with its own period, in the
    order of the lines.
    """
    year = parts["period"]
    years = table.column(year) if isinstance(year, str) else year
    blocks: list[Rows] = []
    problems: dict[Problem, None] = {}
    for name, words in spread.items():
        period = combine([years, table.constant(words.get("part", ""))], _join_part)
        rows, more = melt(
            table,
            {name: {}},
            {**parts, "period": period},
            breakdown=breakdowns,
            exponent=exponent,
            cell=split_mark,
        )
        blocks.append(rows)
        problems |= dict.fromkeys(more)
    rows = concat_rows(blocks)
    return rows.take(np.argsort(rows.line, kind="stable")), list(problems)


def _join_part(words: tuple[str, ...]) -> str:
    """Join a year and a month or quarter: ('2020', 'Feb') -> '2020-02'."""
    year, part = words
    if not part or len(parse_period(year)) != 4:
        return year
    if match := _CODED_PART.fullmatch(part):
        return _join_coded_part(year, match["letter"].upper(), int(match["number"]))
    forms = [f"{part} {year}", f"{year} {part}", f"{year}年{part}", f"{year}年{part}月"]
    if part.isdecimal() and len(part) < 3 and int(part) > 4:  # a month, and no quarter
        forms = forms[-1:]
    periods = map(parse_period, forms)
    return next(filter(None, periods), f"{year} {part}")


def _join_coded_part(year: str, letter: str, number: int) -> str:
    if number > _PARTS_OF_YEAR[letter]:
        return year
    return f"{year}-{letter}{number}" if letter in "QS" else f"{year}-{number:02}"
