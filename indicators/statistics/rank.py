"""Rank values among their peers; NaN takes no part and stays NaN."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from indicators.model import Better

Array = NDArray[np.float64]
SAME_DIGITS = 12
"""Significant digits to which values are compared; a sum of a thousand figures is right to 13."""
ROUNDING = 16 * float(np.finfo(float).eps)
"""The rounding error of a sum of a few figures, as a share of its largest."""


def rank(values: ArrayLike, better: Better = "higher") -> Array:
    """Return standard competition ranks ('1224'): 1 plus the number of values strictly better.

    They are over the last axis, so that a table of runs by places has ranks within each run. Where
    neither direction is better ('none'), the largest value comes first: a rank by size.
    """
    return _ranks(_scores(values, better), lambda ordered: ordered[..., 1:] == ordered[..., :-1])


def rank_scores(scores: ArrayLike, digits: int | None = None) -> Array:
    """Return ranks as `rank` does, of what was computed from other values.

    Scores that are equal to SAME_DIGITS significant digits share a rank: a computer adds 0.1, 0.2
    and 0.3 to another number than 0.3, 0.2 and 0.1. With `digits` scores are rounded first, as
    some publishers do (the Human Development Index ranks from three digits).
    """
    values = _scores(scores, "higher")
    if digits is not None:
        values = np.round(_significant(values), digits)
    return _ranks(values, _repeats)


def _ranks(scores: Array, repeats: Callable[[Array], NDArray[np.bool_]]) -> Array:
    """Return ranks, 1 for the greatest. `repeats` says which values, from the second on, tie with
    the one before them in falling order.
    """
    order = np.argsort(-scores, axis=-1)  # values that are missing come last
    ordered = np.take_along_axis(scores, order, axis=-1)
    positions = np.broadcast_to(np.arange(1.0, scores.shape[-1] + 1), scores.shape).copy()
    # Of equal values only the first counts: the others take over its position.
    positions[..., 1:][repeats(ordered)] = 0
    np.maximum.accumulate(positions, axis=-1, out=positions)
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, positions, axis=-1)
    return np.where(np.isnan(scores), np.nan, ranks)


def _repeats(ordered: Array) -> NDArray[np.bool_]:
    """Return which values, from the second on, equal the one before them in a falling order.

    Near 0, where sums cancel out, values count as equal within the rounding error of the largest.
    """
    sizes = np.abs(ordered)
    largest = np.fmax.reduce(sizes, axis=-1, keepdims=True, initial=0.0)
    tolerance = np.maximum(
        np.maximum(sizes[..., 1:], sizes[..., :-1]) * 10.0**-SAME_DIGITS, largest * ROUNDING
    )
    equal: NDArray[np.bool_] = ordered[..., :-1] - ordered[..., 1:] <= tolerance
    return equal


def _significant(values: Array) -> Array:
    """Return values rounded to SAME_DIGITS significant digits."""
    sizes = np.where(values == 0, 1.0, np.abs(values))
    factors = 10.0 ** (SAME_DIGITS - 1 - np.floor(np.log10(sizes)))
    rounded: Array = np.round(values * factors) / factors
    return rounded


def group_ranks(
    scores: pd.Series, groups: Mapping[str, str], digits: int | None = None
) -> pd.Series:
    """Return each unit's rank within its group; units without a group have none."""
    names = pd.Series({unit: groups.get(str(unit)) for unit in scores.index}, dtype=object)
    result = pd.Series(np.nan, index=scores.index)
    for _, members in scores.groupby(names):
        result[members.index] = rank_scores(members.to_numpy(), digits)
    return result


def percentile(values: ArrayLike, better: Better = "higher") -> Array:
    """Return the share of the other values that are no better, from 0 (all are) to 1 (none is).

    It is NaN for a value alone.
    """
    scores = _scores(values, better)
    ordered = np.sort(scores[~np.isnan(scores)])
    peer_count = ordered.size - 1
    if peer_count < 1:
        return np.full(scores.shape, np.nan)
    no_better = np.searchsorted(ordered, scores, side="right") - 1
    return np.where(np.isnan(scores), np.nan, no_better / peer_count)


def gap_to_best(values: ArrayLike, better: Better = "higher") -> Array:
    """Return the distance of each value from the best one, never negative, in the values' unit.

    It goes down the first axis, so a table of places by periods gives one gap a period. Without a
    better direction ('none') there is no best: all NaN. A value alone in its period has nothing
    to be compared with: NaN.
    """
    scores = _scores(values, better)
    if better == "none":
        return np.full(scores.shape, np.nan)
    # fmax passes over NaN without a warning, and from NaN where a period has no value at all.
    best = np.fmax.reduce(scores, axis=0, initial=np.nan)
    compared = np.count_nonzero(~np.isnan(scores), axis=0) > 1
    return np.where(compared, best - scores, np.nan)


def _scores(values: ArrayLike, better: Better) -> Array:
    """Return values turned so that more is better; an infinite value becomes NaN."""
    array = np.asarray(values, dtype=float)
    finite = np.where(np.isfinite(array), array, np.nan)
    return -finite if better == "lower" else finite
