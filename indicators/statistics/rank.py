"""Rank values among their peers, unrounded; NaN takes no part and stays NaN."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.model import Better

Array = NDArray[np.float64]


def rank(values: ArrayLike, better: Better = "higher") -> Array:
    """Return standard competition ranks ('1224'): 1 plus the number of values strictly better.

    Where neither direction is better ('none'), the largest value comes first: a rank by size.
    """
    scores = _scores(values, better)
    ordered = np.sort(scores[~np.isnan(scores)])
    strictly_better = ordered.size - np.searchsorted(ordered, scores, side="right")
    return np.where(np.isnan(scores), np.nan, 1.0 + strictly_better)


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
