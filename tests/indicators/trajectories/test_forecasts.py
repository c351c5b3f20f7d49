"""Forecasts of one series: methods, their mean, intervals, and why there is none."""

from __future__ import annotations

import math
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.model import Better, Target
from indicators.trajectories import forecasts
from indicators.trajectories.errors import LEVELS, ErrorQuantiles, HorizonErrors
from indicators.trajectories.forecasts import (
    COMBINED,
    Forecast,
    NoForecast,
    Series,
    adoption,
    combination,
    combine,
    constant_growth,
    damped_ets,
    drift,
    forecast,
    probability_met,
    spread,
)
from indicators.trajectories.scales import LOG, POINTS, SHARE, Scale

TODAY = date(2026, 11, 27)
YEARS = [str(year) for year in range(2013, 2025)]
RISE = [40.0, 43, 46, 50, 52, 55, 60, 61, 62, 63, 64, 70]


def errors(count: int = 10, width: float = 1.0) -> ErrorQuantiles:
    """Errors spread evenly from -width to width after one year, twice as far after two."""
    rows = [
        HorizonErrors(
            horizon=years,
            places=50,
            forecasts=100,
            origins=5,
            mean_error=5.0,
            coverage=0.8,
            least_coverage=0.8,
            greatest_coverage=0.8,
            quantiles=tuple(width * years * (2 * level - 1) for level in LEVELS),
        )
        for years in range(1, count + 1)
    ]
    return ErrorQuantiles(("x",), True, tuple(rows))


def made(
    periods: list[str] = YEARS,
    values: list[float] = RISE,
    scale: Scale = SHARE,
    horizon: int = 5,
    **more: Any,
) -> Forecast | NoForecast:
    quantiles = more.pop("errors", errors())
    longest = forecast(periods, values, scale, quantiles, today=TODAY, **more)
    return longest.up_to(horizon) if isinstance(longest, Forecast) else longest


def result(*arguments: Any, **more: Any) -> Forecast:
    found = made(*arguments, **more)
    assert isinstance(found, Forecast)
    return found


def series(values: list[float], first: int = 2013) -> Series:
    return Series(np.arange(first, first + len(values), dtype=float), np.array(values))


AHEAD = np.array([1.0, 2.0, 5.0])


class TestDrift:
    def test_it_is_the_mean_change_of_five_years(self) -> None:
        """(70 - 60) / (2024 - 2019) = 2 points a year."""
        assert drift(series(RISE), SHARE, AHEAD).tolist() == [72, 74, 80]

    def test_where_that_year_is_missing_it_is_that_since_the_latest_before(self) -> None:
        """2019 has no figure: (70 - 55) / (2024 - 2018) = 2.5 points a year."""
        years = np.array([2016.0, 2017, 2018, 2020, 2024])
        gaps = Series(years, np.array([50.0, 52, 55, 61, 70]))
        assert drift(gaps, SHARE, AHEAD).tolist() == [72.5, 75, 82.5]

    def test_a_share_stays_at_its_bound(self) -> None:
        assert drift(series([60.0, 65, 72, 80, 88, 96]), SHARE, AHEAD).tolist() == [100, 100, 100]

    def test_an_amount_rises_by_amounts_and_falls_by_a_rate(self) -> None:
        """From 32 to 1 in five years is a half each year."""
        assert drift(series([1.0, 2, 3, 4, 5, 6]), LOG, AHEAD).tolist() == [7, 8, 11]
        falling = drift(series([32.0, 16, 8, 4, 2, 1]), LOG, AHEAD)
        assert falling.tolist() == pytest.approx([0.5, 0.25, 1 / 32])


class TestDampedSmoothing:
    def test_a_straight_line_goes_on_ever_slower(self) -> None:
        path = damped_ets(series([float(value) for value in range(10, 24)]), POINTS, AHEAD)
        steps = np.diff([23.0, *path]) / np.diff([0.0, *AHEAD])
        assert 23 < path[0] <= 24.05
        assert steps[0] > steps[1] > steps[2] > 0

    def test_only_the_years_since_the_last_gap_are_used(self) -> None:
        years = np.array([2001.0, *range(2013, 2025)])
        with_gap = Series(years, np.array([99.0, *RISE]))
        assert damped_ets(with_gap, SHARE, AHEAD).tolist() == (
            damped_ets(series(RISE), SHARE, AHEAD).tolist()
        )

    def test_too_few_years_since_a_gap_are_missing(self) -> None:
        years = np.array([2013.0, 2014, 2015, 2016, 2017, 2019, 2020, 2021, 2022, 2023, 2024])
        assert np.isnan(damped_ets(Series(years, np.array(RISE[1:])), SHARE, AHEAD)).all()

    def test_a_fit_that_does_not_converge_is_missing_and_left_out_of_the_mean(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from statsmodels.tsa.exponential_smoothing.ets import ETSModel

        fit = ETSModel.fit

        def fit_once(model: Any, **options: Any) -> Any:
            return fit(model, maxiter=1, **options)

        monkeypatch.setattr(ETSModel, "fit", fit_once)
        assert np.isnan(damped_ets(series(RISE), SHARE, AHEAD)).all()
        names, values = combination(series(RISE), SHARE, AHEAD)
        assert names == ("drift", "gompertz")
        expected = (drift(series(RISE), SHARE, AHEAD) + adoption(series(RISE), SHARE, AHEAD)) / 2
        assert values.tolist() == pytest.approx(expected.tolist())

    def test_fits_of_many_visitors_leave_the_filters_of_warnings_alone(self) -> None:
        """Filters are of the whole process: each fit sets them and restores what it found."""
        lines = [series([float(value + 7 * number) for value in RISE]) for number in range(4)]
        damped_ets(lines[0], LOG, AHEAD)  # the first one imports statsmodels
        before = list(warnings.filters)
        with ThreadPoolExecutor(4) as pool:
            paths = list(pool.map(lambda line: damped_ets(line, LOG, AHEAD), lines * 6))
        assert warnings.filters == before
        for number, path in enumerate(paths):
            assert path.tolist() == paths[number % 4].tolist()


class TestCombination:
    def test_shares_have_the_arithmetic_mean(self) -> None:
        parts = [np.array([60.0]), np.array([70.0]), np.array([80.0])]
        names, values = combine(dict(zip(COMBINED["logit"], parts, strict=True)), SHARE)
        assert names == ("drift", "damped_ets", "gompertz")
        assert values.tolist() == [70]

    def test_amounts_have_the_geometric_mean(self) -> None:
        """(2 * 4 * 8) ** (1/3) = 4."""
        parts = [np.array([2.0]), np.array([4.0]), np.array([8.0])]
        assert combine(dict(zip(COMBINED["log"], parts, strict=True)), LOG)[1] == pytest.approx([4])

    def test_a_method_without_a_result_is_left_out(self) -> None:
        parts = [np.array([60.0]), np.array([math.nan]), np.array([80.0])]
        names, values = combine(dict(zip(COMBINED["logit"], parts, strict=True)), SHARE)
        assert (names, values.tolist()) == (("drift", "gompertz"), [70])

    def test_no_share_is_forecast_by_a_rate_of_growth(self) -> None:
        assert "constant_growth" not in {name for names in COMBINED.values() for name in names}
        assert constant_growth(series([1.0, 1, 1, 1, 1, 32]), LOG, AHEAD)[0] == pytest.approx(64)


class TestSpread:
    def test_it_is_the_root_of_the_mean_change_of_five_years(self) -> None:
        """Changes of 4, 1, 1, 1, 3 and 6 points: the last five are 12 / 5 = 2.4 in the mean."""
        values = [10.0, 14, 15, 14, 15, 18, 24]
        assert spread(series(values), POINTS) == pytest.approx(math.sqrt(2.4))

    def test_a_change_over_two_years_counts_by_the_year(self) -> None:
        gaps = Series(np.array([2020.0, 2022, 2024]), np.array([10.0, 14, 20]))
        assert spread(gaps, POINTS) == pytest.approx(math.sqrt(2.5))

    def test_what_stands_still_may_yet_move(self) -> None:
        assert spread(series([5.0] * 9), LOG) == pytest.approx(math.sqrt(0.001))


class TestForecast:
    def test_it_has_the_years_after_the_last_figure(self) -> None:
        found = result()
        assert found.periods == ("2025", "2026", "2027", "2028", "2029")
        assert (found.origin, found.first, found.last) == ("2024", "2013", 70)
        assert found.methods == ("drift", "damped_ets", "gompertz")
        assert len(found.central) == len(found.low) == len(found.high) == 5

    def test_it_is_the_same_in_each_year_however_far_it_reaches(self) -> None:
        near, far = result(horizon=3), result(horizon=10)
        assert near.periods == far.periods[:3]
        for name in ("central", "low", "high"):
            assert getattr(near, name).tolist() == getattr(far, name)[:3].tolist()

    def test_fiscal_years_keep_their_form(self) -> None:
        periods = [f"{year}-07-01/P1Y" for year in YEARS]
        assert result(periods).periods[:2] == ("2025-07-01/P1Y", "2026-07-01/P1Y")

    def test_intervals_are_the_errors_of_the_past_on_the_scale(self) -> None:
        """80 % of errors spread evenly over -1 to 1 lie between -0.8 and 0.8."""
        found = result()
        center = SHARE.forward(found.central)
        assert found.spread == spread(series(RISE), SHARE)
        assert ((SHARE.forward(found.high) - center) / found.spread).tolist() == pytest.approx(
            [0.8, 1.6, 2.4, 3.2, 4]
        )
        assert (SHARE.forward(found.low) - center)[0] == pytest.approx(-0.8 * found.spread)

    def test_figures_after_the_last_zero_are_used(self) -> None:
        found = result([str(year) for year in range(2010, 2025)], [0.0, 3, 0.0, *RISE])
        assert found.first == "2013"
        assert found.central.tolist() == pytest.approx(result().central.tolist())

    def test_an_older_gap_leaves_all_three_methods(self) -> None:
        found = result(["2001", *YEARS], [10.0, *RISE])
        assert found.methods == ("drift", "damped_ets", "gompertz")

    def test_a_recent_gap_leaves_two_methods(self) -> None:
        periods, values = [*YEARS[:6], *YEARS[7:]], [*RISE[:6], *RISE[7:]]
        assert result(periods, values).methods == ("drift", "gompertz")


def reason(found: Forecast | NoForecast) -> str:
    assert isinstance(found, NoForecast)
    return found.reason


class TestNoForecast:
    def test_too_few_figures(self) -> None:
        found = made(YEARS[-7:], RISE[-7:])
        assert isinstance(found, NoForecast)
        assert (found.reason, dict(found.values)) == (
            "too_few_figures",
            {"figures": 7, "least": 8},
        )
        assert isinstance(made(YEARS[-8:], RISE[-8:]), Forecast)
        assert reason(made([], [])) == "too_few_figures"

    def test_a_broken_series(self) -> None:
        assert reason(made(YEARS[-3:], RISE[-3:], figures_before_break=5)) == "broken_series"
        assert reason(made(YEARS[-3:], RISE[-3:], figures_before_break=4)) == "too_few_figures"

    def test_old_figures(self) -> None:
        periods = [str(int(year) - 2) for year in YEARS]
        found = made(periods)
        assert isinstance(found, NoForecast)
        assert (found.reason, dict(found.values)) == ("old_figures", {"period": "2022"})

    def test_gaps(self) -> None:
        periods = [*map(str, range(2000, 2008)), "2020", "2022", "2023", "2024"]
        assert reason(made(periods)) == "gaps"

    def test_a_share_at_100(self) -> None:
        assert reason(made(values=[*RISE[:-1], 100])) == "outside_scale"

    def test_an_amount_that_changes_its_sign(self) -> None:
        values = [-3.0, 2, 3, 4, -5, 6, 7, 8, -9, 10, 11, 12]
        assert reason(made(values=values, scale=LOG)) == "outside_scale"

    def test_a_horizon_that_is_too_long(self) -> None:
        assert reason(made(horizon=11)) == "horizon_too_long"
        found = made(horizon=4, errors=errors(3))
        assert isinstance(found, NoForecast)
        assert (found.reason, dict(found.values)) == ("horizon_too_long", {"years": 4, "most": 3})
        assert isinstance(made(horizon=10), Forecast)

    def test_quarters(self) -> None:
        periods = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
        assert reason(made(periods)) == "not_yearly"

    def test_no_backtest(self) -> None:
        assert reason(made(errors=None)) == "no_backtest"


def at(value: float, upper: float | None = None, period: str = "2026") -> Target:
    return Target(period, value, upper=upper)


class TestProbability:
    """Two years ahead, errors are spread evenly over -2 to 2 on the scale around 74 or so."""

    def position(self, part: float) -> float:
        """Return the share below which this part of the outcomes lies."""
        center = float(SHARE.forward(result().central[1]))
        return float(SHARE.back(center + result().spread * (4 * part - 2)))

    @pytest.mark.parametrize(
        ("better", "target", "expected"),
        [
            ("higher", (0.5, None), 0.5),
            ("higher", (0.25, None), 0.75),
            ("lower", (0.25, None), 0.25),
            ("higher", (0.25, 0.5), 0.75),
            ("lower", (0.25, 0.5), 0.5),
            ("none", (0.25, 0.75), 0.5),
            ("none", (0.75, None), 0.25),  # above the last figure: to be passed upwards
            ("higher", (1.0, None), 0.01),
            ("higher", (0.0, None), 0.99),
        ],
    )
    def test_it_is_the_part_of_the_errors_with_which_the_target_is_met(
        self, better: Better, target: tuple[float, float | None], expected: float
    ) -> None:
        low, high = target
        upper = None if high is None else self.position(high)
        found = probability_met(result(), at(self.position(low), upper), better)
        assert found == pytest.approx(expected)

    def test_without_a_direction_a_target_below_is_to_be_passed_downwards(self) -> None:
        value = self.position(0.05)
        assert value < RISE[-1]
        assert probability_met(result(), at(value), "none") == pytest.approx(0.05)

    def test_everybody_is_a_target_that_can_be_met(self) -> None:
        """100 % counts as 99.95 %: what is rounded to it."""
        assert 0.01 <= probability_met(result(), at(100), "higher") < 0.5

    def test_a_period_that_the_forecast_does_not_reach_has_none(self) -> None:
        assert math.isnan(probability_met(result(), at(80, period="2035"), "higher"))
        assert math.isnan(probability_met(result(), at(80, period="2024"), "higher"))

    @pytest.mark.parametrize("period", ["2026-Q4", "2026-06", "2026-S1", "2025-07-01/P1Y"])
    def test_a_target_within_a_year_is_met_by_the_figure_of_that_year(self, period: str) -> None:
        value = self.position(0.25)
        found = probability_met(result(), at(value, period=period), "higher")
        assert found == pytest.approx(0.75)


shares = st.lists(st.floats(0.5, 99.5), min_size=12, max_size=12)


few = settings(max_examples=10)
"""Each example fits a model."""


class TestProperties:
    @few
    @given(shares)
    def test_no_share_leaves_its_bounds_and_no_interval_shrinks(self, values: list[float]) -> None:
        found = result(values=values)
        for path in (found.low, found.central, found.high):
            assert ((path >= 0) & (path <= 100)).all()
        assert (found.low <= found.central + 1e-9).all()
        assert (found.central <= found.high + 1e-9).all()
        widths = SHARE.forward(found.high) - SHARE.forward(found.low)
        is_free = (found.low > 0.06) & (found.high < 99.94)
        assert (np.diff(widths)[is_free[1:]] > 0).all()

    @few
    @given(st.lists(st.floats(1, 1e12), min_size=12, max_size=12))
    def test_no_amount_is_negative(self, values: list[float]) -> None:
        found = result(values=values, scale=LOG)
        assert (found.low > 0).all() and np.isfinite(found.high).all()

    @few
    @given(shares, st.floats(1, 99), st.floats(1, 99))
    def test_a_higher_target_is_never_likelier(
        self, values: list[float], one: float, other: float
    ) -> None:
        found = result(values=values, horizon=2)
        lower, higher = sorted((one, other))
        easy, hard = (probability_met(found, at(value), "higher") for value in (lower, higher))
        assert easy >= hard


def test_the_constants_agree() -> None:
    assert set(forecasts.COMPARED) == {"logit", "log", "points"}
    assert all(set(COMBINED[kind]) <= set(forecasts.COMPARED[kind]) for kind in COMBINED)
