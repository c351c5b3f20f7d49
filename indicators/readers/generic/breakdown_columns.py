"""Which of the columns that may break the figures down do so, and which only describe a place or a
series.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import numpy as np

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.column_profile import normalize_header
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.header_words import BREAKDOWNS
from indicators.readers.delimited.table import Table
from indicators.readers.generic.roles import Roles
from indicators.readers.reshape import Part
from indicators.readers.rows import Column

_CODE = re.compile(r"(?:^|[\s_])(?:code|id|cod|kod|symbol|vector)(?:$|[\s_)])|code$", re.IGNORECASE)
_NAMELESS = re.compile(r"column \d+")
"""What `table.unique` calls a column without a name."""


def split_breakdowns(
    table: Table, roles: Roles, certain: Collection[str] = ()
) -> tuple[dict[str, Part], list[str]]:
    """Return the columns that break the figures of a place down (sex, age), and those that only
    describe it or its series.

    `certain` are columns that break them down as their publisher documents.
    """
    names = list(roles.breakdowns)
    if roles.title and any("title" in parts for parts in roles.columns.values()):
        names.append(roles.title)
    candidates = [name for name in names if _breaks_down(table, roles, name, certain)]
    breakdowns: dict[str, Part] = {
        name: name for name in candidates if not _is_code_of_another(table, name, candidates)
    }
    return breakdowns, [
        name for name in names if name not in breakdowns and any(table.column(name).categories)
    ]


def check_breakdowns(
    table: Table, breakdowns: Iterable[str], certain: Collection[str]
) -> list[Problem]:
    """Warn of columns that may be figures themselves, as they hold numbers and words, and of those
    without a name.
    """
    problems = []
    for name in breakdowns:
        if _NAMELESS.fullmatch(name):
            problems.append(_nameless(table, name))
        elif name not in certain and _is_half_numeric(table, name):
            problems.append(
                Problem(
                    ProblemCode.BREAKDOWN_OF_NUMBERS,
                    table.name,
                    column=name[:60],
                    severity="warning",
                )
            )
    return problems


def _nameless(table: Table, name: str) -> Problem:
    """Report a column without a name, whose words may be a title, a unit or a remark, with its
    first word.
    """
    column = table.column(name)
    is_filled = np.array([bool(word) for word in column.categories])[column.codes]
    row = int(np.argmax(is_filled))
    return Problem(
        ProblemCode.BREAKDOWN_WITHOUT_NAME,
        table.name,
        int(table.line[row]),
        name,
        column.categories[column.codes[row]][:80],
        severity="warning",
    )


def _is_half_numeric(table: Table, name: str) -> bool:
    if name not in table.names or normalize_header(name) in BREAKDOWNS:
        return False
    words = [word for word in table.column(name).categories if word]
    return 0.1 * len(words) < sum(map(is_number, words)) < len(words)


def _breaks_down(table: Table, roles: Roles, name: str, certain: Collection[str]) -> bool:
    if name in certain and len(set(table.column(name).categories)) > 1:
        return True
    return normalize_header(name) in BREAKDOWNS or not describes(table, roles, name)


def _is_code_of_another(table: Table, name: str, others: Iterable[str]) -> bool:
    """Say whether a breakdown is only the code of another one."""
    if not _CODE.search(name):
        return False
    column = table.column(name)
    labels = [table.column(other) for other in others if not _CODE.search(other)]
    return any(_follows(column, label) and _follows(label, column) for label in labels)


def describes(table: Table, roles: Roles, name: str) -> bool:
    """Return whether a column says the same throughout, or for each place, period or series."""
    column = table.column(name)
    if len(set(column.categories)) < 2:
        return True
    keys = (roles.place, roles.place_name, roles.period, roles.series, roles.title)
    return any(_follows(column, table.column(key)) for key in keys if key not in ("", name))


def _follows(column: Column, other: Column) -> bool:
    """Say whether the column says the same wherever the other says the same (a country's region,
    say).
    """
    pairs = np.unique(other.codes.astype(np.int64) * max(len(column.categories), 1) + column.codes)
    return len(pairs) == len(np.unique(other.codes))
