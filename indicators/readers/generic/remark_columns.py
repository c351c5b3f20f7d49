"""Columns of remarks on figures, known by what stands in them where no header says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.column_profile import normalize_header
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.header_words import BREAKDOWNS
from indicators.readers.delimited.table import Table
from indicators.readers.generic.breakdown_columns import describes
from indicators.readers.generic.roles import Roles
from indicators.readers.rows import Column, combine

MAX_FILLED_SHARE = 0.5
"""The share of filled cells up to which a column that tells no figures apart is one of remarks."""
MIN_DISTINCT_SHARE = 0.8
"""The share of different cells among the filled ones from which on prose is one of remarks."""
MIN_WORDS = 3
"""Words of a cell, on average, from which on it is prose; a Chinese word is taken as two signs."""
MAX_NAME_LENGTH = 60


def separate_remarks(
    table: Table, roles: Roles, certain: Iterable[str] = ()
) -> tuple[Roles, list[Problem]]:
    """Move columns of remarks from the breakdowns of a table to its remarks, each with a notice.

    A column of remarks tells no two figures apart, is not the same throughout a series or a place,
    and is mostly empty, or prose that is mostly different. One that tells no figures apart and is
    neither stays a breakdown, and is reported, too. `certain` are columns that break figures down.
    """
    if not roles.period:
        return roles, []
    breakdowns = list(roles.breakdowns)
    remarks: list[str] = []
    problems: list[Problem] = []
    for name in roles.breakdowns:
        others = [other for other in breakdowns if other != name]
        if name in certain or not _may_be_remarks(table, roles, name, others):
            continue
        code = ProblemCode.BREAKDOWN_NOT_NEEDED
        if _holds_remarks(table.column(name)):
            code = ProblemCode.COLUMN_OF_REMARKS
            breakdowns.remove(name)
            remarks.append(name)
        column = name[:MAX_NAME_LENGTH]
        problems.append(Problem(code, table.name, column=column, severity="notice"))
    roles = replace(roles, breakdowns=tuple(breakdowns), remarks=(*roles.remarks, *remarks))
    return roles, problems


def join_remarks(columns: Sequence[Column]) -> Column:
    """Join the remarks of several columns row by row, each once: 'estimate; new definition'."""
    return combine(columns, lambda words: "; ".join(dict.fromkeys(filter(None, words))))


def _may_be_remarks(table: Table, roles: Roles, name: str, others: Sequence[str]) -> bool:
    """Say whether a column holds words that tell no two figures apart, and describes nothing."""
    if normalize_header(name) in BREAKDOWNS or not _is_text(table.column(name)):
        return False
    return not describes(table, roles, name) and _are_told_apart(table, roles, others)


def _is_text(column: Column) -> bool:
    words = [word for word in column.categories if word]
    with_letters = [word for word in words if any(map(str.isalpha, word)) and not is_number(word)]
    return len(with_letters) > len(words) / 2


def _are_told_apart(table: Table, roles: Roles, breakdowns: Sequence[str]) -> bool:
    """Say whether place, period, series, unit and these breakdowns are different in each row."""
    parts = (
        roles.place,
        roles.place_name,
        roles.period,
        roles.part,
        roles.series,
        roles.title,
        roles.unit,
    )
    key = np.zeros(len(table), dtype=np.int64)
    for name in filter(None, (*parts, *breakdowns)):
        column = table.column(name)
        _, key = np.unique(key * max(len(column.categories), 1) + column.codes, return_inverse=True)
    return len(np.unique(key)) == len(table)


def _holds_remarks(column: Column) -> bool:
    """Say whether the cells of a column are mostly empty, or prose and mostly different."""
    is_filled = np.array([bool(word) for word in column.categories] or [False])
    count = int(is_filled[column.codes].sum())
    if count <= MAX_FILLED_SHARE * len(column.codes):
        return True
    words = {column.categories[code] for code in np.unique(column.codes).tolist()} - {""}
    length = sum(map(_word_count, words)) / max(len(words), 1)
    return len(words) >= MIN_DISTINCT_SHARE * count and length >= MIN_WORDS


def _word_count(text: str) -> float:
    han = sum("一" <= mark <= "鿿" for mark in text)
    return len(text.split()) if not han else han / 2
