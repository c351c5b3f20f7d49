"""Tables in which remarks stand in columns beside the value's -> one row for each value, with its remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.readers.delimited.table import Columns, Table
from indicators.readers.rows import Column

GROUP_COLUMN = "which group"
"""The column of an unfolded table that names the group of columns which a row comes from."""


def unfold(table: Table, groups: Mapping[str, Mapping[str, str]]) -> Table:
    """{group: {'value': column, 'note': column, ...}} -> a table with a row for each record and group that says anything.

    A record that says nothing at all keeps one row, so that rows can be accounted for.
    """
    size, count = len(table), len(groups)
    order = np.arange(size * count).reshape(count, size).T.ravel()
    roles = list(dict.fromkeys(role for parts in groups.values() for role in parts))
    value = pa.concat_arrays([table.text(parts["value"]) for parts in groups.values()]).take(
        pa.array(order)
    )
    sides = {
        role: _interleaved([table.column(parts.get(role, "")) for parts in groups.values()], order)
        for role in roles
        if role != "value"
    }
    keep = _kept(
        pc.not_equal(pc.utf8_trim_whitespace(value), "").to_numpy(zero_copy_only=False),
        sides,
        size,
        count,
    )
    used = {column for parts in groups.values() for column in parts.values()}
    columns: dict[str, Column | pa.ChunkedArray] = {
        name: Column(
            np.repeat(table.columns[name].codes, count)[keep], table.columns[name].categories
        )
        for name in table.names
        if name not in used
    }
    columns |= {
        role: Column(column.codes[keep], column.categories) for role, column in sides.items()
    }
    columns["value"] = pa.chunked_array([value.take(pa.array(keep))])
    columns[GROUP_COLUMN] = Column(
        np.tile(np.arange(count, dtype=np.int32), size)[keep], tuple(groups)
    )
    return replace(
        table,
        names=tuple(columns),
        columns=Columns(columns),
        line=np.repeat(table.line, count)[keep],
    )


def _interleaved(columns: list[Column], order: NDArray[np.int64]) -> Column:
    known: dict[str, int] = {}
    codes = [
        np.array(
            [known.setdefault(word, len(known)) for word in column.categories] or [0],
            dtype=np.int32,
        )[column.codes]
        for column in columns
    ]
    return Column(np.concatenate(codes)[order], tuple(known))


def _kept(
    said: NDArray[np.bool_], sides: Mapping[str, Column], size: int, count: int
) -> NDArray[np.intp]:
    """Which rows say anything; the first of a record that says nothing."""
    full = said.copy()
    for role, column in sides.items():
        if role in ("note", "status"):
            full |= np.array([bool(word) for word in column.categories] or [False])[column.codes]
    mute = ~full.reshape(size, count).any(axis=1)
    full.reshape(size, count)[mute, 0] = True
    return np.flatnonzero(full)
