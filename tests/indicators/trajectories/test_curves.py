"""Curves of adoption through the last figure."""

from __future__ import annotations

import math

import numpy as np
import pytest

from indicators.trajectories import curves
from indicators.trajectories.curves import gompertz, gompertz_to_any, logistic

YEARS = np.arange(2015.0, 2025.0)
AHEAD = np.array([0.0, 1.0, 5.0, 1000.0])


def test_a_gompertz_curve_is_continued() -> None:
    """100 exp(log(0.6) exp(-0.2 t)): 5 years on 100 exp(-0.5108 * 0.3679) = 82.87."""
    values = 100 * np.exp(math.log(0.6) * np.exp(-0.2 * (YEARS - 2024)))
    expected = [60, 100 * math.exp(math.log(0.6) * math.exp(-0.2)), 82.867, 100]
    assert gompertz(YEARS, values, 100, AHEAD).tolist() == pytest.approx(expected, abs=0.01)


def test_a_gompertz_curve_finds_its_bound() -> None:
    """It rises from 60 to 240, four times the last figure."""
    values = 240 * np.exp(math.log(0.25) * np.exp(-0.1 * (YEARS - 2024)))
    result = gompertz_to_any(YEARS, values, AHEAD)
    assert result.tolist() == pytest.approx(
        [60, 240 * 0.25 ** math.exp(-0.1), 240 * 0.25 ** math.exp(-0.5), 240], rel=1e-3
    )


def test_a_logistic_curve_is_continued() -> None:
    values = 100 / (1 + np.exp(-0.3 * (YEARS - 2024)))
    expected = [50, 100 / (1 + math.exp(-0.3)), 100 / (1 + math.exp(-1.5)), 100]
    assert logistic(YEARS, values, 100, AHEAD).tolist() == pytest.approx(expected, abs=0.01)


def test_every_curve_begins_at_the_last_figure_however_the_others_lie() -> None:
    values = np.array([5.0, 40, 8, 60, 20, 33, 71, 12, 50, 47])
    start = np.zeros(1)
    assert gompertz(YEARS, values, 100, start)[0] == pytest.approx(47)
    assert gompertz_to_any(YEARS, values, start)[0] == pytest.approx(47)
    assert logistic(YEARS, values, 100, start)[0] == pytest.approx(47)


def test_gaps_are_no_figures() -> None:
    """The curve through every second figure is that through all of them."""
    values = 100 * np.exp(math.log(0.6) * np.exp(-0.2 * (YEARS - 2024)))
    few = gompertz(YEARS[1::2], values[1::2], 100, AHEAD)
    np.testing.assert_allclose(few, gompertz(YEARS, values, 100, AHEAD), rtol=1e-4)


def test_a_fall_stays_where_it_is_on_a_gompertz_curve_and_falls_on_a_logistic_one() -> None:
    values = np.linspace(90, 45, 10)
    assert gompertz(YEARS, values, 100, AHEAD).max() == pytest.approx(45, abs=0.1)
    assert logistic(YEARS, values, 100, AHEAD)[2] < 30


def test_a_fit_that_fails_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failure:
        success = False

    monkeypatch.setattr("scipy.optimize.least_squares", lambda *_, **__: Failure())
    values = np.linspace(10, 50, 10)
    assert np.isnan(gompertz(YEARS, values, 100, AHEAD)).all()
    assert np.isnan(gompertz_to_any(YEARS, values, AHEAD)).all()
    assert np.isnan(logistic(YEARS, values, 100, AHEAD)).all()
    assert curves.MAX_MULTIPLE > 1
