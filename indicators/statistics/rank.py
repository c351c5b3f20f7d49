"""Place of each value among its peers. Always on unrounded values; NaN takes no part and stays NaN."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.model import Better

Array = NDArray[np.float64]


def rank(values: ArrayLike, better: Better = "higher") -> Array:
    """Competition ranks ('1224'): 1 plus the number of values that are strictly better.

    Where neither way is better ('none'), the largest value comes first: rank is then a rank by size.
    """
    scores = _scores(values, better)
    ordered = np.sort(scores[~np.isnan(scores)])
    strictly_better = ordered.size - np.searchsorted(ordered, scores, side="right")
    return np.where(np.isnan(scores), np.nan, 1.0 + strictly_better)


def percentile(values: ArrayLike, better: Better = "higher") -> Array:
    """Share of the others that are no better, from 0 (all are better) to 1 (none is). NaN for one alone."""
    scores = _scores(values, better)
    ordered = np.sort(scores[~np.isnan(scores)])
    others = ordered.size - 1
    if others < 1:
        return np.full(scores.shape, np.nan)
    no_better = np.searchsorted(ordered, scores, side="right") - 1
    return np.where(np.isnan(scores), np.nan, no_better / others)


def gap_to_best(values: ArrayLike, better: Better = "higher") -> Array:
    """Distance of each value from the best one, never negative, in the unit of the values.

    Goes down the first axis, so a table of places by periods gives one gap a period. With no better way
    ('none') there is no best: all NaN. A period with one value alone has nothing to be compared: NaN.
    """
    scores = _scores(values, better)
    if better == "none":
        return np.full(scores.shape, np.nan)
    # fmax passes over NaN without a warning, and from NaN where a period has no value at all.
    best = np.fmax.reduce(scores, axis=0, initial=np.nan)
    compared = np.count_nonzero(~np.isnan(scores), axis=0) > 1
    return np.where(compared, best - scores, np.nan)


def _scores(values: ArrayLike, better: Better) -> Array:
    """Values turned so that more is better; an infinite value is none."""
    array = np.asarray(values, dtype=float)
    known = np.where(np.isfinite(array), array, np.nan)
    return -known if better == "lower" else known
