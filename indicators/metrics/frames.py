"""Operate on aligned wide frames: what several metrics share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.model import TOTAL, Better
from indicators.statistics.rank import gap_to_best

Peers = Mapping[str, tuple[str, ...]]


def part(wide: pd.DataFrame, breakdown: str) -> pd.DataFrame:
    """Return the rows of one breakdown as if they were totals: a part to set against its whole."""
    rows = wide.loc[wide.index.get_level_values(1) == breakdown]
    places = rows.index.get_level_values(0)
    as_total = rows.set_axis(
        pd.MultiIndex.from_product([places, [TOTAL]], names=wide.index.names), axis=0
    )
    return as_total.reindex(wide.index)


def sum_of_places(wide: pd.DataFrame) -> pd.DataFrame:
    """Return in every row the sum of all places' totals.

    It is NaN where a place that ever reports is missing.

    Without that rule a sum over 30 provinces of 31 would pass for the country.
    """
    totals = wide.loc[wide.index.get_level_values(1) == TOTAL].dropna(how="all")
    sums = totals.sum(axis=0, min_count=max(len(totals), 1)).to_numpy(dtype=float)
    return pd.DataFrame(np.tile(sums, (len(wide), 1)), index=wide.index, columns=wide.columns)


def share_of_places(wide: pd.DataFrame) -> pd.DataFrame:
    """Return each place's total in percent of the sum of all places' totals."""
    return 100 * part(wide, TOTAL) / sum_of_places(wide)


def gap_to_best_peer(wide: pd.DataFrame, peers: Peers, better: Better = "higher") -> pd.DataFrame:
    """Return the distance of each place from the best of its peers, by breakdown.

    It is NaN without peers.
    """
    gaps = np.full(wide.shape, np.nan)
    place, breakdown = wide.index.get_level_values(0), wide.index.get_level_values(1)
    values = wide.to_numpy(dtype=float)
    for group in set(peers.values()):
        in_group = place.isin(group)
        # A place may be a member of groups that are not its own peer group.
        is_peer_group = np.array([peers.get(code) == group for code in place], dtype=bool)
        for category in breakdown[is_peer_group].unique():
            rows = np.flatnonzero(in_group & (breakdown == category))
            judged = is_peer_group[rows]
            gaps[rows[judged]] = gap_to_best(values[rows], better)[judged]
    return pd.DataFrame(gaps, index=wide.index, columns=wide.columns)
