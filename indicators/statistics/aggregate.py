"""Compute figures of groups: the weighted mean and the sum, where enough of the group reports.

Arrays are places x periods, `members` is groups x places. Sources of the methods:

- the weighted arithmetic mean: OECD and JRC, "Handbook on Constructing Composite Indicators:
  Methodology and User Guide" (2008), step 6, weighting and aggregation;
- the rule of two thirds: World Bank, "World Development Indicators", notes on statistical
  methods. A group has a figure only where members with data hold at least that share of the
  group's weight (for instance of its population).

Shares count only members whose weight is known: one without can neither help nor hurt coverage.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.periods import period_start

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]

COVERAGE = 2 / 3
"""The share of a group's weight that must report for the group to have a figure."""


class Aggregate(NamedTuple):
    """Figures of groups x periods, the share of weight behind each, and how many members it has.

    The share runs from 0 to 1.
    """

    values: Array
    share: Array
    members: Counts


def carry(weights: ArrayLike, years: Sequence[float | str], limit: float = 3) -> tuple[Array, Mask]:
    """Fill gaps with the last known weight, at most `limit` years old.

    This is the last observation carried forward. Returns the weights and which cells were filled.
    `years` has the time of each column, in any order, as numbers or as SDMX periods. Nothing is
    carried back.
    """
    times = np.array([_year(year) for year in years], dtype=float)
    order = np.argsort(times, kind="stable")
    filled, carried = _carry(np.asarray(weights, dtype=float)[:, order], times[order], limit)
    original_order = np.argsort(order, kind="stable")
    return filled[:, original_order], carried[:, original_order]


def weighted_mean(
    values: ArrayLike, weights: ArrayLike, members: ArrayLike, coverage: float = COVERAGE
) -> Aggregate:
    """Return the weighted mean of each group's members, in the unit of the values.

    It is NaN where the members with data hold too little of the weight. A member counts where both
    its value and its weight are known; a negative weight counts as unknown.
    """
    value, has_value = _finite(values)
    weight, has_weight = _weights(weights)
    groups = np.asarray(members, dtype=bool)
    both = has_value & has_weight
    weight_with_data = np.where(both, weight, 0.0)
    group_weight = sums(weight_with_data, groups)
    share = _ratio(group_weight, sums(weight, groups))
    means = _ratio(sums(value * weight_with_data, groups), group_weight)
    return Aggregate(_where_covered(means, share, coverage), share, sums(both, groups))


def total(
    values: ArrayLike, weights: ArrayLike, members: ArrayLike, coverage: float = COVERAGE
) -> Aggregate:
    """Return the sum of each group's members, in the unit of the values.

    It is NaN where the members with data hold too little of the weight. Missing members are not
    made up for: a sum at 70 % coverage is short by what the other 30 % would add. A member with a
    value but no known weight is summed, though it does not count in the share.
    """
    value, has_value = _finite(values)
    weight, _ = _weights(weights)
    groups = np.asarray(members, dtype=bool)
    share = _ratio(sums(np.where(has_value, weight, 0.0), groups), sums(weight, groups))
    count = sums(has_value, groups)
    totals = np.where(count > 0, sums(value, groups), np.nan)
    return Aggregate(_where_covered(totals, share, coverage), share, count)


def sums(table: NDArray[Any], members: Mask) -> NDArray[Any]:
    """Return the sum of each group's members, groups x periods; of a mask how many are marked.

    It is added up member by member. A product of matrices adds in an order that depends on the
    periods beside one, and so would the last digit of its sum.
    """
    if table.shape[1] == 1:  # numpy adds up a column that is alone in an order of its own
        return sums(np.repeat(table, 2, axis=1), members)[:, :1]
    by_member = np.ascontiguousarray(table)
    result = [by_member[group].sum(axis=0) for group in members]
    return np.array(result).reshape(len(members), table.shape[1])


def _carry(table: Array, times: Array, limit: float) -> tuple[Array, Mask]:
    """Fill each cell from the last column with a weight; columns are in order of time."""
    columns = np.arange(table.shape[1])
    last = np.maximum.accumulate(np.where(np.isfinite(table), columns, -1), axis=1)
    source = np.maximum(last, 0)
    fresh = (last >= 0) & (times - times[source] <= limit)
    filled = np.where(fresh, np.take_along_axis(table, source, axis=1), np.nan)
    return filled, fresh & (last != columns)


def _year(time: float | str) -> float:
    """Return a year as a number, the start of a period as a fraction of it."""
    if not isinstance(time, str):
        return float(time)
    start = period_start(time)
    return start.year + (start.month - 1) / 12


def _finite(values: ArrayLike) -> tuple[Array, Mask]:
    """Return values with 0 for what is missing, as a matrix product needs; and which are not."""
    table = np.asarray(values, dtype=float)
    is_finite = np.isfinite(table)
    return np.where(is_finite, table, 0.0), is_finite


def _weights(weights: ArrayLike) -> tuple[Array, Mask]:
    """Return weights with 0 for those that are unknown or negative; and which are not."""
    table = np.asarray(weights, dtype=float)
    is_weight = np.isfinite(table) & (table >= 0)
    return np.where(is_weight, table, 0.0), is_weight


def _ratio(numerator: Array, denominator: Array) -> Array:
    """Divide; NaN where the denominator is not positive."""
    nothing = np.full(numerator.shape, np.nan)
    ratio: Array = np.divide(numerator, denominator, out=nothing, where=denominator > 0)
    return ratio


def _where_covered(figures: Array, share: Array, coverage: float) -> Array:
    # Two thirds of three equal members must pass, whatever the last bit of the division says.
    return np.where(share >= coverage - 1e-12, figures, np.nan)
