"""Compute a group's figures from the members that have figures in all of its periods.

A group's line may rise only because another member reports. Members that are the same throughout
leave that out (OECD, "Main Economic Indicators", notes on zone totals; a matched sample).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.derive.groups import period_weights
from indicators.model import Group, Indicator
from indicators.observations import Grid, Observations
from indicators.statistics import aggregate

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ConstantMembers:
    """A group's figures by period from `members` alone, in the indicator's unit.

    `share` is the part of the whole group's weight that they hold in each period, 0 to 1.
    """

    members: tuple[str, ...]
    values: dict[str, float]
    share: dict[str, float]


def constant_members(
    indicator: Indicator, group: Group, table: Observations
) -> ConstantMembers | None:
    """Return the figures of a group from its constant members, for the periods that it has.

    They are combined as the group's own are: summed, or weighted by the same indicator. None where
    the group has no computed figures, or no member has figures in all of their periods.
    """
    grid = table.grid(indicator.id)
    columns = computed_columns(grid, group.id, table)
    places = [place for place in group.places if place in grid.row]
    if not columns.size or not places:
        return None
    values = grid.value[[grid.row[place] for place in places]][:, columns]
    periods = [grid.periods[column] for column in columns]
    weights = period_weights(indicator, group.places, periods, table)
    with_values = [group.places.index(place) for place in places]
    has_all = np.isfinite(values) & np.isfinite(weights[with_values])
    is_complete = np.asarray(has_all.all(axis=1))
    if not is_complete.any():
        return None
    all_values = np.full(weights.shape, np.nan)
    all_values[with_values] = np.where(is_complete[:, None], values, np.nan)
    combine = aggregate.total if indicator.total else aggregate.weighted_mean
    result = combine(all_values, weights, np.ones((1, len(weights))), 0.0)
    members = [place for place, whole in zip(places, is_complete, strict=True) if whole]
    return ConstantMembers(
        tuple(members),
        dict(zip(periods, result.values[0].tolist(), strict=True)),
        dict(zip(periods, result.share[0].tolist(), strict=True)),
    )


def computed_columns(grid: Grid, group: str, table: Observations) -> NDArray[np.intp]:
    """Return the columns in which a group has figures that were computed and not read."""
    if group not in grid.row:
        return np.empty(0, dtype=np.intp)
    cells = grid.cell[grid.row[group]]
    is_computed = (cells >= 0) & (table.rows.file[np.maximum(cells, 0)] < 0)
    return np.flatnonzero(is_computed)
