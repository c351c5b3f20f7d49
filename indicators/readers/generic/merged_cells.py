"""Places in merged cells, which stand in the first row of their block only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from indicators.problems import Problem, ProblemCode
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.generic.roles import Roles
from indicators.readers.reshape import fill_down
from indicators.readers.rows import Column


def fill_merged_places(table: Table, roles: Roles) -> tuple[Table, list[Problem]]:
    """Write the places of merged cells in every row of their block, with a notice.

    They are merged where every place begins one block, and its rows are told apart by their other
    labels; any other table stays as it is.
    """
    names = [name for name in (roles.place, roles.place_name) if name]
    columns = {name: table.column(name) for name in names}
    if not names or not len(table) or not all(map(_may_be_merged, columns.values())):
        return table, []
    filled = {name: fill_down(column) for name, column in columns.items()}
    if not all(map(_begins_one_block, columns.values())):
        return table, []
    if not _tells_rows_apart(table, roles, filled):
        return table, []
    empty = [not word for word in _texts(columns[names[0]])]
    notice = Problem(
        ProblemCode.MERGED_PLACES,
        table.name,
        int(table.line[int(np.argmax(empty))]),
        names[0],
        severity="notice",
    )
    merged = {name: filled.get(name) or table.columns[name] for name in table.names}
    return replace(table, columns=Columns(merged)), [notice]


def _may_be_merged(column: Column) -> bool:
    """Say whether some cells of a column are empty, and not the first."""
    return "" in column.categories and bool(column.categories[column.codes[0]])


def _begins_one_block(column: Column) -> bool:
    """Say whether each word of a column stands in one row."""
    counts = np.bincount(column.codes, minlength=len(column.categories))
    is_word = [bool(word) for word in column.categories]
    return bool(counts.max(initial=0, where=is_word) == 1)


def _tells_rows_apart(table: Table, roles: Roles, places: Mapping[str, Column]) -> bool:
    """Say whether the labels beside the places are different in every row of a place."""
    labels = [
        name
        for name in (roles.series, roles.title, roles.period, roles.part, *roles.breakdowns)
        if name and name not in places
    ]
    if not labels:
        return False
    columns = [*places.values(), *(table.column(name) for name in labels)]
    return len(set(zip(*map(_texts, columns), strict=True))) == len(table)


def _texts(column: Column) -> Sequence[str]:
    return [column.categories[code] for code in column.codes.tolist()]
