"""Writes a page's table as Arrow columns, the form in which the browser gets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa


def to_arrow(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Turn rows into columns; a column that holds numbers and text becomes text."""
    columns: list[pa.Array] = []
    for index in range(len(header)):
        columns.append(_column([row[index] for row in rows]))
    return pa.table(columns, list(header))


def _column(cells: list[Any]) -> pa.Array:
    try:
        return pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([_text(cell) for cell in cells])


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)
