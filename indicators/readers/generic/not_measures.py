"""Columns that look like figures of an indicator and are none: row numbers, repeated years, keys of
single cases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.readers.cells.column_profile import CellKind, ColumnProfile
from indicators.readers.cells.periods import month_number
from indicators.readers.generic.table_sample import TableSample

_NUMBERING = re.compile(
    r"(|column \d+|unnamed.*|index|ids?|rows?|rownum|row ?number|row names?|no|nr|nummer|s ?no|sl "
    r"?no|sr ?no|"
    r"serial(?: (?:no|number))?|sort ?order|order|fid|objectid|ogc fid|seq|sequence|"
    r"序号|編號|编号|番号|번호|연번|№|№ п п|п п|lp|pořadí)",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"(?:respondent|interview|household|person|participant|patient|student|employee|customer|"
    r"client|user|member|order|"
    r"invoice|transaction|contract|tender|ticket|case|claim|account|session|request|submission|"
    r"response|tweet|post|passport)"
    r" (?:id|no|nr|number|ref|reference|code|key)|contract|invoice|tender|respondent|quadkey|e "
    r"?mail|phone|uuid|guid|ip|ip address|"
    r"url|合同编号|合同号|订单号|订单编号|身份证号|手机号"
)
_QUARTER = re.compile(r"(?:q|第?)(?P<q>[1-4一二三四])(?:季度?)?")


def numbers_rows(column: ColumnProfile) -> bool:
    """Return whether a column only counts the rows (1, 2, 3 ... under no name, 'Unnamed: 0', 'S.
    No.').
    """
    return column.kind is CellKind.ROW_NUMBERS and bool(_NUMBERING.fullmatch(column.key))


def find_case_column(profiles: Sequence[ColumnProfile]) -> str:
    """Return the column by which each row is a single case (a respondent, an order), and no figure
    of a place; else ''.
    """
    return next((column.name for column in profiles if _tells_cases_apart(column)), "")


def _tells_cases_apart(column: ColumnProfile) -> bool:
    if column.filled < 2 or column.distinct < column.filled:
        return False
    is_record = bool(_RECORD.fullmatch(column.key))
    # a single word over numbers ('order', 'contract') may be a measure
    return is_record and (column.number_share < 0.5 or " " in column.key or column.key == "quadkey")


def repeats_year(sample: TableSample, name: str, period: str) -> bool:
    """Return whether a column only says the year of its row again (1950.5 beside 1950)."""
    if not period or name == period:
        return False
    pairs = sample.pairs(name, period)
    return len(pairs) > 1 and all(_is_year_of(cell, year) for cell, year in pairs)


def _is_year_of(cell: str, period: str) -> bool:
    year, rest = cell[:4], cell[4:]
    return len(year) == 4 and year.isdigit() and year in period and rest in ("", ".5", ".0")


def parts_of_year(profiles: Sequence[ColumnProfile]) -> dict[str, dict[str, str]]:
    """Return columns that are the months or quarters of a year ('Jan' ... 'Dec', 'Q1' ... 'Q4'):
    {column: {'part': column}}.
    """
    names = [
        column.name
        for column in profiles
        if month_number(column.key) or _QUARTER.fullmatch(column.key)
    ]
    return {name: {"part": name} for name in names} if len(names) > 2 else {}
