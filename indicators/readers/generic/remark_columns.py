"""Columns of remarks on figures, known by what stands in them where no header says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

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
Key = NDArray[np.signedinteger]
"""A number for each row."""


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
    key = _key_of_parts(table, roles)
    behind = _keys_behind(table, roles.breakdowns)
    breakdowns: list[str] = []
    remarks: list[str] = []
    problems: list[Problem] = []
    for name, key_behind in zip(roles.breakdowns, behind, strict=True):
        column = table.column(name)
        is_needed = len(np.unique(_join_keys(key, key_behind))) < len(table)
        may_be_remarks = not is_needed and name not in certain
        code = _remark_code(table, roles, name) if may_be_remarks else None
        if code:
            title = name[:MAX_NAME_LENGTH]
            problems.append(Problem(code, table.name, column=title, severity="notice"))
        if code == ProblemCode.COLUMN_OF_REMARKS:
            remarks.append(name)
        else:
            breakdowns.append(name)
            key = _join_keys(key, column.codes)
    roles = replace(roles, breakdowns=tuple(breakdowns), remarks=(*roles.remarks, *remarks))
    return roles, problems


def _remark_code(table: Table, roles: Roles, name: str) -> ProblemCode | None:
    """Give what is to be reported of a column that tells no figures apart; None where it holds no
    words, is named for a breakdown, or describes a place, period or series.
    """
    column = table.column(name)
    if normalize_header(name) in BREAKDOWNS or not _is_text(column):
        return None
    if describes(table, roles, name):
        return None
    is_remark = _holds_remarks(column)
    return ProblemCode.COLUMN_OF_REMARKS if is_remark else ProblemCode.BREAKDOWN_NOT_NEEDED


def join_remarks(columns: Sequence[Column]) -> Column:
    """Join the remarks of several columns row by row, each once: 'estimate; new definition'."""
    return combine(columns, lambda words: "; ".join(dict.fromkeys(filter(None, words))))


def _is_text(column: Column) -> bool:
    words = [word for word in column.categories if word]
    with_letters = [word for word in words if any(map(str.isalpha, word)) and not is_number(word)]
    return len(with_letters) > len(words) / 2


def _key_of_parts(table: Table, roles: Roles) -> Key:
    """Number the rows by place, period, series and unit: rows that are alike have one number."""
    parts = (
        roles.place,
        roles.place_name,
        roles.period,
        roles.part,
        roles.series,
        roles.title,
        roles.unit,
    )
    key: Key = np.zeros(len(table), dtype=np.int64)
    for name in filter(None, parts):
        key = _join_keys(key, table.column(name).codes)
    return key


def _keys_behind(table: Table, names: Sequence[str]) -> list[Key]:
    """Number the rows by the columns behind each of some columns."""
    key: Key = np.zeros(len(table), dtype=np.int64)
    keys = []
    for name in reversed(names):
        keys.append(key)
        key = _join_keys(key, table.column(name).codes)
    return keys[::-1]


def _join_keys(key: Key, codes: NDArray[np.integer]) -> Key:
    """Number the rows by two numbers each, without gaps."""
    pairs = key * (int(codes.max(initial=0)) + 1) + codes
    joined: Key = np.unique(pairs, return_inverse=True)[1]
    return joined


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
