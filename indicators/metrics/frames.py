"""Operate on aligned wide frames: what several metrics share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.model import TOTAL, Better
from indicators.statistics.rank import gap_to_best

Peers = Mapping[str, tuple[str, ...]]


def part(wide: pd.DataFrame, breakdown: str) -> pd.DataFrame:
    """Return the rows of one breakdown as if they were totals: a part to set against its whole."""
    values = wide.to_numpy(dtype=float)
    place = _index(wide).codes[0]
    rows, totals = _rows_of(wide, breakdown), _rows_of(wide, TOTAL)
    row_of_place = np.full(len(_index(wide).levels[0]), -1)
    row_of_place[place[rows]] = rows
    source = row_of_place[place[totals]]
    result = np.full(wide.shape, np.nan)
    result[totals[source >= 0]] = values[source[source >= 0]]
    return _like(wide, result)


def sum_of_places(wide: pd.DataFrame) -> pd.DataFrame:
    """Return in every row the sum of all places' totals.

    It is NaN where a place that ever reports is missing.

    Without that rule a sum over 30 provinces of 31 would pass for the country.
    """
    totals = wide.to_numpy(dtype=float)[_rows_of(wide, TOTAL)]
    reporting = totals[~np.isnan(totals).all(axis=1)]
    # NaN in a column makes its sum NaN.
    sums = reporting.sum(axis=0) if len(reporting) else np.full(wide.shape[1], np.nan)
    return _like(wide, np.tile(sums, (len(wide), 1)))


def share_of_places(wide: pd.DataFrame) -> pd.DataFrame:
    """Return each place's total in percent of the sum of all places' totals."""
    return 100 * part(wide, TOTAL) / sum_of_places(wide)


def gap_to_best_peer(wide: pd.DataFrame, peers: Peers, better: Better = "higher") -> pd.DataFrame:
    """Return the distance of each place from the best of its peers, by breakdown.

    It is NaN without peers.
    """
    gaps = np.full(wide.shape, np.nan)
    place, breakdown = _index(wide).codes
    values = wide.to_numpy(dtype=float)
    names = _index(wide).levels[0].tolist()
    for group in set(peers.values()):
        members = set(group)
        in_group = np.array([name in members for name in names], dtype=bool)[place]
        # A place may be a member of groups that are not its own peer group.
        is_own = np.array([peers.get(name) == group for name in names], dtype=bool)[place]
        for category in np.unique(breakdown[is_own]):
            rows = np.flatnonzero(in_group & (breakdown == category))
            judged = is_own[rows]
            gaps[rows[judged]] = gap_to_best(values[rows], better)[judged]
    return _like(wide, gaps)


def _index(wide: pd.DataFrame) -> pd.MultiIndex:
    """Return the rows' index, of places and breakdowns."""
    return cast(pd.MultiIndex, wide.index)


def _rows_of(wide: pd.DataFrame, breakdown: str) -> NDArray[np.intp]:
    """Return the positions of the rows of one breakdown."""
    code = _index(wide).levels[1].get_indexer(pd.Index([breakdown]))[0]
    return (
        np.flatnonzero(_index(wide).codes[1] == code) if code >= 0 else np.zeros(0, dtype=np.intp)
    )


def _like(wide: pd.DataFrame, values: NDArray[np.float64]) -> pd.DataFrame:
    """Return figures with the rows and columns of a frame."""
    return pd.DataFrame(values, index=wide.index, columns=wide.columns)
