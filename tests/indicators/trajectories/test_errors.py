"""errors.csv: how far forecasts have been off."""

from __future__ import annotations

import io

import numpy as np
import pytest

from indicators.trajectories.backtest import MIN_ORIGINS
from indicators.trajectories.errors import (
    COLUMNS,
    FILE,
    LEVELS,
    MAX_HORIZON,
    errors_for,
    read_errors,
    write_errors,
)
from indicators.trajectories.forecasts import HIGH_LEVEL, LOW_LEVEL
from indicators.trajectories.scales import LOG, POINTS, SHARE, Scale

TABLE = read_errors(FILE.read_text(encoding="utf-8").splitlines())


def test_what_is_written_is_read() -> None:
    text = io.StringIO()
    write_errors(TABLE, text)
    assert text.getvalue() == FILE.read_text(encoding="utf-8")
    assert text.getvalue().startswith(",".join(COLUMNS) + "\n")


@pytest.mark.parametrize("key", TABLE, ids=" ".join)
def test_each_row_is_a_distribution_that_widens(key: tuple[str, str]) -> None:
    horizons = TABLE[key].horizons
    assert [row.horizon for row in horizons] == list(range(1, len(horizons) + 1))
    quantiles = np.array([row.quantiles for row in horizons])
    assert (np.diff(quantiles, axis=1) >= 0).all()
    widths = TABLE[key].at_level(HIGH_LEVEL) - TABLE[key].at_level(LOW_LEVEL)
    assert (np.diff(widths) > -1e-4).all()
    assert all(row.forecasts >= 30 and row.places > 0 for row in horizons)


def test_internet_users_and_broadband_have_errors_of_their_own() -> None:
    """80 % was promised: with errors of other places nearly so many were held."""
    scales: dict[str, Scale] = {"internet_users": SHARE, "fixed_broadband_rate": LOG}
    for indicator, scale in scales.items():
        errors = errors_for(indicator, scale)
        assert errors is not None
        assert errors.is_own and errors.indicators == (indicator,)
        assert 0.75 <= errors.horizons[4].coverage <= 0.85


def test_an_indicator_without_errors_of_its_own_has_those_of_its_scale() -> None:
    errors = errors_for("libraries", SHARE)
    assert errors is not None and not errors.is_own
    assert "internet_users" in errors.indicators and len(errors.indicators) >= 5
    assert errors_for("libraries", POINTS) is None


@pytest.mark.parametrize("key", TABLE, ids=" ".join)
def test_each_interval_holds_its_own_forecast(key: tuple[str, str]) -> None:
    """Errors of one or two years may all be to one side, of a common shock: they are no spread."""
    assert (TABLE[key].at_level(LOW_LEVEL) < 0).all()
    assert (TABLE[key].at_level(HIGH_LEVEL) > 0).all()
    assert all(row.origins >= MIN_ORIGINS for row in TABLE[key].horizons)


@pytest.mark.parametrize("key", TABLE, ids=" ".join)
def test_errors_of_its_own_reach_every_horizon_where_a_family_could_stand_in(
    key: tuple[str, str],
) -> None:
    """So a forecast of three years does not change with the target that it is made for."""
    if (key[0], "") in TABLE:
        assert len(TABLE[key].horizons) == MAX_HORIZON


@pytest.mark.parametrize("key", TABLE, ids=" ".join)
def test_the_coverage_of_all_is_between_those_of_single_indicators(key: tuple[str, str]) -> None:
    for row in TABLE[key].horizons:
        assert row.least_coverage <= row.coverage <= row.greatest_coverage
        if TABLE[key].is_own:
            assert row.least_coverage == row.greatest_coverage


def test_what_began_a_few_years_ago_has_the_errors_of_its_scale() -> None:
    """Patents of provinces were tested from two years only."""
    errors = errors_for("patents_granted_province", LOG)
    assert errors is not None and not errors.is_own
    assert "patents_granted_province" in errors.indicators


def test_the_part_of_errors_below_is_between_its_levels() -> None:
    errors = errors_for("internet_users", SHARE)
    assert errors is not None
    row = errors.horizons[4].quantiles
    assert errors.part_below(row[LEVELS.index(0.2)], 5) == pytest.approx(0.2)
    assert errors.part_below(-99, 5) == 0.01 and errors.part_below(99, 5) == 0.99
