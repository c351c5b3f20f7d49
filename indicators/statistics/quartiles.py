"""Quartiles and the median of many places, period by period.

A quartile lies between two figures in most cases and is interpolated between them along a straight
line: definition 7 of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The
American Statistician 50 (1996), which is the default of NumPy and R and that of every quantile and
median here. Of 1, 2, 3 and 10 the lower quartile is 1.75, the median 2.5 and the upper one 4.75.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
LEVELS = (0.25, 0.5, 0.75)


class Quartiles(NamedTuple):
    """Lower quartile, median and upper quartile of each column, in the unit of the values.

    They are NaN in a column without a value. `places` is the number of values behind them.
    """

    low: Array
    median: Array
    high: Array
    places: NDArray[np.int64]


def quartiles(values: ArrayLike) -> Quartiles:
    """Return the quartiles of each column of an array of places x periods; NaN is no value."""
    array = np.asarray(values, dtype=float)
    count = np.count_nonzero(~np.isnan(array), axis=0)
    result = np.full((len(LEVELS), array.shape[1]), np.nan)
    for column in np.flatnonzero(count).tolist():
        present = array[:, column]
        result[:, column] = np.quantile(present[~np.isnan(present)], LEVELS)
    low, median, high = result
    return Quartiles(low, median, high, count)
