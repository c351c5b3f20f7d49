"""The rolling-origin test: what forecasts would have said, against what came."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from indicators.trajectories import backtest as module
from indicators.trajectories.backtest import (
    COLUMNS,
    PlaceSeries,
    backtest,
    calibration,
    error_table,
    mean_errors,
    parts_below,
    sample,
    widening,
)
from indicators.trajectories.errors import LEVELS
from indicators.trajectories.forecasts import Series, combination, spread
from indicators.trajectories.scales import LOG, SHARE, Scale

pytestmark = pytest.mark.usefixtures("spawning")


def place(code: str, values: list[float], scale: object = SHARE, first: int = 2005) -> PlaceSeries:
    years = np.arange(first, first + len(values), dtype=float)
    return PlaceSeries("x", code, scale, Series(years, np.array(values)))  # type: ignore[arg-type]


LINE = place("A", [20.0 + 2 * year for year in range(20)])
"""From 20 in 2005 to 58 in 2024, two points a year."""


def test_a_line_is_forecast_by_the_drift_without_error() -> None:
    results = backtest([LINE])
    assert tuple(results.columns) == COLUMNS
    drift = results[results["method"] == "drift"]
    assert sorted(set(drift["origin"])) == [2014, 2017, 2020, 2023]
    np.testing.assert_allclose(drift["forecast"], drift["actual"])
    np.testing.assert_allclose(drift["error"], 0, atol=1e-12)
    assert list(drift.loc[drift["origin"] == 2020, "horizon"]) == [1, 2, 3, 4]
    assert drift["horizon"].max() == 10


def test_no_change_is_wrong_by_what_came_and_the_error_is_on_the_scale() -> None:
    """From 2020 (50) two years on are 54: 4 points, log(54 / 46) on the scale."""
    results = backtest([LINE]).set_index(["origin", "horizon", "method"])
    row = results.loc[(2020, 2, "last_value")]
    assert (row["forecast"], row["actual"]) == (50, 54)
    assert row["error"] == pytest.approx(math.log(54 / 46))
    known = Series(LINE.series.years[:16], LINE.series.values[:16])
    assert row["relative_error"] == pytest.approx(row["error"] / spread(known, SHARE))


def test_only_figures_up_to_the_origin_are_known() -> None:
    """Other figures after 2020 change no forecast from 2020."""
    values = LINE.series.values.copy()
    values[LINE.series.years > 2020] = 90
    origin = backtest([LINE]), backtest([place("A", values.tolist())])
    first, second = (each[each["origin"] <= 2020]["forecast"].to_numpy() for each in origin)
    assert len(first) and (first == second).mean() == 1


def test_the_combination_is_that_of_a_forecast() -> None:
    results = backtest([LINE]).set_index(["origin", "horizon", "method"])
    known = Series(LINE.series.years[:16], LINE.series.values[:16])
    _, values = combination(known, SHARE, np.array([1.0, 2, 3, 4]))
    combined = results.loc[(2020, slice(None), "combination"), "forecast"]
    assert combined.tolist() == pytest.approx(values.tolist())


def test_a_year_without_a_figure_is_neither_an_origin_nor_an_outcome() -> None:
    is_there = ~np.isin(LINE.series.years, [2020, 2022])
    series = Series(LINE.series.years[is_there], LINE.series.values[is_there])
    results = backtest([PlaceSeries("x", "A", SHARE, series)])
    assert sorted(set(results["origin"])) == [2014, 2017, 2023]
    assert 5 not in set(results.loc[results["origin"] == 2017, "horizon"])


def test_a_series_that_is_too_short_has_no_forecasts() -> None:
    assert backtest([place("A", [10.0, 20, 30, 40, 50, 60, 70, 80])]).empty
    assert len(backtest([place("A", [10.0, 20, 30, 40, 50, 60, 70, 80, 90])])) == 7
    assert backtest([]).empty


def test_an_amount_that_came_to_nothing_is_no_outcome() -> None:
    values = [float(value) for value in range(1, 12)]
    results = backtest([place("A", [*values, 0.0], LOG)])
    assert results.empty or (results["actual"] > 0).all()


def test_processes_give_the_same() -> None:
    alone, together = backtest([LINE]), backtest([LINE], processes=1)
    pd.testing.assert_frame_equal(alone, together, check_exact=False, rtol=1e-6)


def frame(rows: list[tuple[str, str, int, int, str, float, float, float]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS[:-1]))
    return table.assign(relative_error=table["error"])


def test_mean_errors_are_of_the_forecasts_that_all_methods_made() -> None:
    """The second place has no smoothing: the errors are 2 and -4 of the first, 2 in the mean."""
    results = frame(
        [
            ("x", "A", 2010, 5, "drift", 50, 52, 0.1),
            ("x", "A", 2010, 5, "damped_ets", 50, 53, 0.2),
            ("x", "A", 2013, 5, "drift", 50, 46, -0.3),
            ("x", "A", 2013, 5, "damped_ets", 50, 51, 0.1),
            ("x", "B", 2010, 5, "drift", 50, 90, 2.0),
            ("x", "B", 2010, 5, "damped_ets", math.nan, 90, math.nan),
        ]
    )
    summary = mean_errors(results, {"x": SHARE}, 5).loc[("x", "drift")]
    assert summary.to_dict() == pytest.approx(
        {"places": 1, "forecasts": 2, "mean_error": 3, "bias": -1, "error": 0.2}
    )
    assert mean_errors(results, {"x": SHARE}, 4).empty


def test_errors_of_amounts_are_factors() -> None:
    """1.5 times and 1 / 1.5 of the forecast are 50 % in the mean, without bias."""
    log = math.log(1.5)
    results = frame(
        [
            ("x", "A", 2010, 5, "drift", 100, 150, log),
            ("x", "B", 2010, 5, "drift", 300, 200, -log),
        ]
    )
    summary = mean_errors(results, {"x": LOG}, 5).loc[("x", "drift")]
    assert summary["mean_error"] == pytest.approx(50)
    assert summary["bias"] == pytest.approx(0)


def test_errors_of_an_index_are_points_of_100() -> None:
    """0.03 of an index from 0 to 1 are 3 points."""
    results = frame([("x", "A", 2010, 5, "drift", 0.5, 0.53, 0.12)])
    summary = mean_errors(results, {"x": Scale("logit", 0, 1)}, 5).loc[("x", "drift")]
    assert summary["mean_error"] == pytest.approx(3)
    assert summary["bias"] == pytest.approx(3)


def combined(errors: np.ndarray, horizon: int = 1, indicator: str = "x") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": indicator,
            "place": [f"P{number % 40}" for number in range(len(errors))],
            "origin": 2010 + np.arange(len(errors)) // 40 % 10,
            "horizon": horizon,
            "method": "combination",
            "forecast": 50.0,
            "actual": 50.0 + errors,
            "error": errors,
            "relative_error": errors,
        }
    )


def test_intervals_are_tested_on_places_whose_errors_took_no_part() -> None:
    """A quarter of the errors are of one place that errs like no other: never inside."""
    errors = np.where(np.arange(400) < 100, 9.0, np.linspace(-1, 1, 400) * 2 - 1.5)
    rows = combined(errors).assign(
        place=["odd"] * 100 + [f"P{number % 39}" for number in range(300)],
        origin=[2010 + number % 10 for number in range(400)],
    )
    outcome = parts_below(rows, "place")
    assert (outcome[:100] == 0.99).all()
    own = error_table(rows, {"x": SHARE})["logit", "x"].horizons[0]
    assert own.quantiles[LEVELS.index(0.8)] == 9  # with them it would have been inside
    assert own.coverage <= 0.75


def test_intervals_are_tested_on_years_whose_errors_took_no_part() -> None:
    """Each year has an error of its own, alike in all places: only that of one of six is inside.

    Errors of -5, -3, -1, 1, 3, 5. Without the year that is tested, the 10 % and 90 % quantiles of
    the other five are their least and their greatest error. -5 and 5 are not between them.
    """
    shocks = np.array([-5.0, -3, -1, 1, 3, 5])
    rows = combined(np.repeat(shocks, 40)).assign(origin=np.repeat(range(2010, 2016), 40))
    (own,) = error_table(rows, {"x": SHARE})["logit", "x"].horizons
    assert own.origins == 6
    assert own.coverage == pytest.approx(4 / 6)
    outcome = parts_below(rows, "place")
    assert (outcome[:40] == 0.01).all() and (outcome[-40:] == 0.99).all()


def test_four_years_make_no_interval() -> None:
    rows = combined(np.linspace(-1, 1, 200))
    assert rows["origin"].nunique() == 5
    assert error_table(rows, {"x": SHARE})["logit", "x"].horizons[0].origins == 5
    assert error_table(rows[rows["origin"] > 2010], {"x": SHARE}) == {}
    stray = rows.assign(origin=np.where(np.arange(200) < 4, 2010, rows["origin"].clip(2011)))
    assert stray["origin"].nunique() == 5  # but only four forecasts start in 2010
    assert error_table(stray, {"x": SHARE}) == {}


def test_errors_to_one_side_make_no_interval() -> None:
    """Nine of ten forecasts were too low: the interval would not hold the forecast."""
    errors = np.random.default_rng(3).permutation(np.linspace(-0.05, 1, 400))
    assert error_table(combined(errors), {"x": SHARE}) == {}
    assert ("logit", "x") in error_table(combined(errors - 0.2), {"x": SHARE})


def test_an_indicator_has_the_errors_of_its_family_where_its_own_end_early() -> None:
    """Six shares were tested one year ahead, the first of them up to ten years."""
    draw = np.random.default_rng(5)
    names = [f"x{number}" for number in range(6)]
    parts = [combined(draw.normal(size=400), 1, name) for name in names]
    parts += [combined(draw.normal(size=400), years, "x0") for years in range(2, 11)]
    table = error_table(pd.concat(parts), dict.fromkeys(names, SHARE))
    assert set(table) == {("logit", ""), ("logit", "x0")}
    alone = error_table(parts[1], {"x1": SHARE})  # without a family, as far as it reaches
    assert len(alone["logit", "x1"].horizons) == 1


def test_errors_that_come_from_one_distribution_are_covered_as_promised() -> None:
    draw = np.random.default_rng(7)
    rows = combined(draw.normal(size=4000))
    own_errors = error_table(rows, {"x": SHARE})["logit", "x"]
    own = own_errors.horizons[0]
    assert own.coverage == pytest.approx(0.8, abs=0.02)
    assert (own.places, own.forecasts) == (40, 4000)
    assert own.quantiles[LEVELS.index(0.9)] == pytest.approx(1.28, abs=0.06)
    table = calibration(rows, {"x": SHARE}, {("logit", "x"): own_errors}, 1)
    assert len(table) == 6
    np.testing.assert_allclose(table["met"], table["probability"], atol=0.06)


def test_intervals_never_shrink_with_the_horizon_and_keep_their_sides() -> None:
    wide, narrow = np.array([*LEVELS]) * 4 - 1, np.array([*LEVELS]) * 2 - 1
    first, second = widening([wide, narrow])
    np.testing.assert_allclose(first, wide)
    middle = LEVELS.index(0.5)
    np.testing.assert_allclose(second - second[middle], wide - wide[middle])
    assert second[middle] == pytest.approx(narrow[middle])
    assert (np.diff(second) >= 0).all()


def test_a_family_is_of_five_indicators_and_stops_where_forecasts_are_few() -> None:
    parts = []
    for number in range(module.MIN_FAMILY):
        errors = np.linspace(-1 - number, 1 + number, 40)
        parts += [combined(errors, 1, f"x{number}"), combined(errors[:3], 2, f"x{number}")]
    results = pd.concat(parts)
    results["origin"] = 2010 + np.arange(len(results)) % 7
    scales = {f"x{number}": SHARE for number in range(module.MIN_FAMILY)}
    table = error_table(results, scales)
    family = table["logit", ""]
    assert len(family.horizons) == 1  # fifteen forecasts of two years are too few
    assert family.indicators == tuple(scales) and not family.is_own
    assert (family.horizons[0].places, family.horizons[0].forecasts) == (200, 200)
    assert family.horizons[0].origins == 7
    assert family.horizons[0].least_coverage < family.horizons[0].greatest_coverage == 1
    del scales["x0"]
    assert ("logit", "") not in error_table(results, scales)


def test_few_places_have_no_errors_of_their_own() -> None:
    rows = combined(np.linspace(-1, 1, 400))
    rows = rows[rows["place"].isin([f"P{number}" for number in range(19)])]
    assert error_table(rows, {"x": SHARE}) == {}


def test_a_sample_is_of_places_and_the_same_for_the_same_seed() -> None:
    places = [place(f"P{number}", [10.0] * 12) for number in range(30)]
    places.append(place("short", [10.0] * 3))
    places.append(place("none but at the bound", [10.0] * 6 + [0.0] * 6))
    drawn = sample(places, 10, 1)
    assert len(drawn) == 10 and drawn == sample(places, 10, 1)
    assert [each.place for each in drawn] != [each.place for each in sample(places, 10, 2)]
    assert len(sample(places, 99, 1)) == 30
