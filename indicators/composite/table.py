"""Tables of an index: a row for each unit and period, a column for each indicator or node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.periods import period_start

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Positions = NDArray[np.intp]


def floats(table: pd.DataFrame) -> Floats:
    """Return the figures of a table as an array of its own, missing ones as NaN."""
    return np.array(table.to_numpy(dtype=float, na_value=np.nan), dtype=float)


def table_like(table: pd.DataFrame, values: NDArray[np.generic]) -> pd.DataFrame:
    """Return a table with the rows and columns of another."""
    return pd.DataFrame(values, index=table.index, columns=table.columns)


def places(index: pd.Index) -> list[str]:
    """Return the unit of each row."""
    return _level(index, 0)


def periods(index: pd.Index) -> list[str]:
    """Return the period of each row."""
    return _level(index, 1)


def _level(index: pd.Index, number: int) -> list[str]:
    """Return one level of an index of units and periods, row by row, each name converted once."""
    of_both = cast(pd.MultiIndex, index)
    names = [str(name) for name in of_both.levels[number]]
    return [names[code] for code in of_both.codes[number].tolist()]


def years(index: pd.Index) -> Floats:
    """Return when the period of each row begins, in years."""
    starts = {period: period_start(period) for period in set(periods(index))}
    return np.array(
        [starts[period].year + (starts[period].month - 1) / 12 for period in periods(index)]
    )


def period_blocks(index: pd.Index) -> list[Positions]:
    """Return the positions of the rows of each period, in the order of the periods."""
    names = np.array(periods(index))
    return [np.flatnonzero(names == period) for period in sorted(set(names.tolist()))]


def row_of(index: pd.Index, place: str, period: str) -> int:
    """Return the position of a unit's row of a period. KeyError where there is none."""
    position = int(index.get_indexer(pd.Index([(place, period)]))[0])
    if position < 0:
        raise KeyError((place, period))
    return position


def column_floats(table: pd.DataFrame, name: str) -> Floats:
    """Return the figures of a column as an array of its own."""
    result: Floats = floats(table[[name]])[:, 0]
    return result


def columns_of(table: pd.DataFrame, names: Sequence[str]) -> Positions:
    """Return the positions of columns."""
    order = [str(name) for name in table.columns]
    return np.array([order.index(name) for name in names], dtype=np.intp)
