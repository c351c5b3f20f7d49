"""Rows of the table that differ in period alone, put together, so that counting is quick.

The table is in order of indicator, breakdown, place and period, and a series mostly has one source,
one file and one status. So it has many times fewer segments than rows, and whatever is counted of
it is counted by segments: the columns are compared with themselves shifted by one row, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from indicators.observations import Codes, Observations

Integer = TypeVar("Integer", bound=np.integer)
CHUNK = 1 << 18
"""So many rows are compared at a time, few enough for the processor's cache."""


@dataclass(frozen=True)
class Segments:
    """Neighbouring rows alike in all but period, value, note and line, as columns of equal length.

    `start` is the first of them, `figures` their number. `first` and `last` are the codes of their
    first and last period, which are in order of time. `has_coverage` is true of figures of groups
    alone.
    """

    start: NDArray[np.int64]
    figures: NDArray[np.int64]

    indicator: Codes
    place: Codes
    status: NDArray[np.int8]
    source: Codes
    file: Codes
    has_coverage: NDArray[np.bool_]
    first: Codes
    last: Codes

    def take(self, rows: Any) -> Segments:
        """Return the segments of these positions, or of this mask."""
        return Segments(*(getattr(self, field.name)[rows] for field in fields(self)))


def segments(table: Observations) -> Segments:
    """Return the segments of a table, in its order."""
    rows = table.rows
    has_coverage = ~np.isnan(rows.coverage)
    keys = (rows.indicator, rows.breakdown, rows.place)
    start = run_starts((*keys, rows.status, rows.source, rows.file, has_coverage))
    figures = np.diff(start, append=len(rows))
    return Segments(
        start,
        figures,
        rows.indicator[start],
        rows.place[start],
        rows.status[start],
        rows.source[start],
        rows.file[start],
        has_coverage[start],
        rows.period[start],
        rows.period[start + figures - 1],
    )


def run_starts(columns: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Return the rows at which any of some columns of equal length differs from the row before."""
    size = len(columns[0])
    if not size:
        return np.zeros(0, dtype=np.int64)
    parts = [np.zeros(1, dtype=np.int64)]
    for begin in range(1, size, CHUNK):
        after = slice(begin, begin + CHUNK)
        before = slice(begin - 1, min(begin + CHUNK, size) - 1)
        is_start = columns[0][after] != columns[0][before]
        for column in columns[1:]:
            is_start |= column[after] != column[before]
        parts.append(np.flatnonzero(is_start) + begin)
    return np.concatenate(parts)


def distinct(numbers: NDArray[Integer]) -> NDArray[Integer]:
    """Return the different numbers in order.

    As `np.unique` does, which is a hundred times slower for a million that hardly repeat: it puts
    them into a hash table (NumPy 2.4).
    """
    ordered = np.sort(numbers)
    is_new = np.ones(len(ordered), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]
