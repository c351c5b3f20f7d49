"""Figures of groups: the weighted mean and the sum, shown only where enough of the group reports.

Arrays are places x periods, `members` is groups x places. The weighted arithmetic mean is the OECD/JRC
Handbook's (2008, step 6); the rule of two thirds is the World Bank's for its own aggregates: a group has a
figure only where members with data hold at least that share of the group's weight (for instance population).
Shares count only members whose weight is known: a member without a weight can neither help nor hurt coverage.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.periods import period_start

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]

COVERAGE = 2 / 3
"""The share of a group's weight that must report for the group to have a figure."""


class Aggregate(NamedTuple):
    """Figures of groups x periods, the share of weight behind each (0..1), and how many members it has."""

    values: Array
    share: Array
    members: Counts


def carry(weights: ArrayLike, years: Sequence[float | str], limit: float = 3) -> tuple[Array, Mask]:
    """Fill gaps with the last known weight, at most `limit` years old; also tells which cells were filled.

    `years` says when each column is, in any order, as numbers or as SDMX periods. Nothing is carried back.
    """
    when = np.array([_year(year) for year in years], dtype=float)
    order = np.argsort(when, kind="stable")
    filled, carried = _carry(np.asarray(weights, dtype=float)[:, order], when[order], limit)
    back = np.argsort(order, kind="stable")
    return filled[:, back], carried[:, back]


def weighted_mean(
    values: ArrayLike, weights: ArrayLike, members: ArrayLike, coverage: float = COVERAGE
) -> Aggregate:
    """Mean of each group's members, weighted; NaN where the members with data hold too little of the weight.

    A member counts where both its value and its weight are known; a negative weight counts as unknown.
    """
    value, has_value = _known(values)
    weight, has_weight = _weights(weights)
    group = np.asarray(members, dtype=float)
    both = has_value & has_weight
    held = group @ np.where(both, weight, 0.0)
    share = _ratio(held, group @ weight)
    means = _ratio(group @ (value * np.where(both, weight, 0.0)), held)
    return Aggregate(_where_covered(means, share, coverage), share, _count(group, both))


def total(
    values: ArrayLike, weights: ArrayLike, members: ArrayLike, coverage: float = COVERAGE
) -> Aggregate:
    """Sum of each group's members; NaN where the members with data hold too little of the weight.

    Missing members are not made up for: a sum at 70 % coverage is short by what the other 30 % would add.
    A member with a value but no known weight is summed, though it does not count in the share.
    """
    value, has_value = _known(values)
    weight, _ = _weights(weights)
    group = np.asarray(members, dtype=float)
    share = _ratio(group @ np.where(has_value, weight, 0.0), group @ weight)
    count = _count(group, has_value)
    sums = np.where(count > 0, group @ value, np.nan)
    return Aggregate(_where_covered(sums, share, coverage), share, count)


def _carry(table: Array, when: Array, limit: float) -> tuple[Array, Mask]:
    columns = np.arange(table.shape[1])
    last = np.maximum.accumulate(np.where(np.isfinite(table), columns, -1), axis=1)
    source = np.maximum(last, 0)
    fresh = (last >= 0) & (when - when[source] <= limit)
    filled = np.where(fresh, np.take_along_axis(table, source, axis=1), np.nan)
    return filled, fresh & (last != columns)


def _year(when: float | str) -> float:
    if not isinstance(when, str):
        return float(when)
    start = period_start(when)
    return start.year + (start.month - 1) / 12


def _known(values: ArrayLike) -> tuple[Array, Mask]:
    """Values with 0 for what is missing, so that a matrix product passes over it; and which are known."""
    table = np.asarray(values, dtype=float)
    known = np.isfinite(table)
    return np.where(known, table, 0.0), known


def _weights(weights: ArrayLike) -> tuple[Array, Mask]:
    table = np.asarray(weights, dtype=float)
    known = np.isfinite(table) & (table >= 0)
    return np.where(known, table, 0.0), known


def _ratio(above: Array, below: Array) -> Array:
    ratio: Array = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return ratio


def _count(group: Array, known: Mask) -> Counts:
    counts: Counts = np.rint(group @ known.astype(float)).astype(np.int64)
    return counts


def _where_covered(figures: Array, share: Array, coverage: float) -> Array:
    # Two thirds of three equal members must pass, whatever the last bit of the division says.
    return np.where(share >= coverage - 1e-12, figures, np.nan)
