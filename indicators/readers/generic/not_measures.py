"""Columns that look like figures of an indicator and are none: row numbers, echoes of the year, records of single cases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indicators.readers.cells.column_profile import ColumnProfile
from indicators.readers.cells.periods import month_number

_NUMBERING = re.compile(
    r"(|column \d+|unnamed.*|index|ids?|rows?|rownum|row ?number|row names?|no|nr|nummer|s ?no|sl ?no|sr ?no|"
    r"serial(?: (?:no|number))?|sort ?order|order|fid|objectid|ogc fid|seq|sequence|"
    r"序号|編號|编号|番号|번호|연번|№|№ п п|п п|lp|pořadí)",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"(?:respondent|interview|household|person|participant|patient|student|employee|customer|client|user|member|order|"
    r"invoice|transaction|contract|tender|ticket|case|claim|account|session|request|submission|response|tweet|post|passport)"
    r" (?:id|no|nr|number|ref|reference|code|key)|contract|invoice|tender|respondent|quadkey|e ?mail|phone|uuid|guid|ip|ip address|"
    r"url|合同编号|合同号|订单号|订单编号|身份证号|手机号"
)
_QUARTER = re.compile(r"(?:q|第?)(?P<q>[1-4一二三四])(?:季度?)?")


def numbers_rows(column: ColumnProfile) -> bool:
    """Whether a column only counts the rows (1, 2, 3 ... under no name, 'Unnamed: 0', 'S. No.')."""
    return column.kind == "counting" and bool(_NUMBERING.fullmatch(column.key))


def record_of(seen: Sequence[ColumnProfile]) -> str:
    """The column that says each row is a single case (a respondent, an order, a contract), and no figure of a place; else ''."""
    return next(
        (
            column.name
            for column in seen
            if column.filled > 1
            and column.distinct == column.filled
            and _RECORD.fullmatch(column.key)
            and (column.numbers < 0.5 or " " in column.key or column.key == "quadkey")
        ),
        "",
    )


def echoes(index: Mapping[str, int], rows: Sequence[Sequence[str]], one: str, period: str) -> bool:
    """Whether a column only says the year of its row again (1950.5 beside 1950). `index` says where each column stands."""
    if not period or one == period:
        return False
    at, to = index[one], index[period]
    pairs = [(row[at], row[to]) for row in rows if len(row) > max(at, to) and row[at]]
    return len(pairs) > 1 and all(
        len(cell) >= 4 and cell[:4].isdigit() and cell[:4] in said and cell[4:] in ("", ".5", ".0")
        for cell, said in pairs
    )


def parts_of_year(columns: Sequence[ColumnProfile]) -> dict[str, dict[str, str]]:
    """Columns that are the months or quarters of a year ('Jan' ... 'Dec', 'Q1' ... 'Q4', '1月'): {column: {'part': column}}."""
    found = [
        column.name
        for column in columns
        if month_number(column.key) or _QUARTER.fullmatch(column.key)
    ]
    return {name: {"part": name} for name in found} if len(found) > 2 else {}
