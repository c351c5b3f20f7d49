"""Quartiles worked out by hand: a quarter of the way through the sorted figures, between two."""

from __future__ import annotations

import numpy as np

from indicators.statistics.quartiles import quartiles

NAN = float("nan")


def test_quartiles_lie_between_neighbouring_figures() -> None:
    """Of 1, 2, 3 and 10 the quartiles stand 0.75, 1.5 and 2.25 steps after the first."""
    result = quartiles([[10.0], [1.0], [3.0], [2.0]])
    assert (result.low[0], result.median[0], result.high[0]) == (1.75, 2.5, 4.75)


def test_each_period_has_its_own_places() -> None:
    values = [[1.0, 5.0, NAN], [2.0, NAN, NAN], [3.0, NAN, NAN]]
    result = quartiles(values)
    assert result.places.tolist() == [3, 1, 0]
    assert result.low.tolist()[:2] == [1.5, 5]
    assert result.median.tolist()[:2] == [2, 5]
    assert result.high.tolist()[:2] == [2.5, 5]
    assert np.isnan([result.low[2], result.median[2], result.high[2]]).all()
