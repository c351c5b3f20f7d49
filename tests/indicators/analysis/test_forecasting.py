"""Forecasts of a dataset's figures, and the backtest on the figures that are shipped."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indicators import Dataset, load
from indicators.analysis.forecasting import indicator_scale, place_forecast, place_series
from indicators.trajectories.backtest import backtest, mean_errors, sample
from indicators.trajectories.forecasts import Forecast, NoForecast
from indicators.trajectories.scales import LOG, POINTS, SHARE
from tests.conftest import Tiny

pytestmark = pytest.mark.usefixtures("spawning")

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(ROOT / "config.yaml", ROOT / "data", keep=False)


def rows(place: str, first: int, values: list[float], **statuses: str) -> list[str]:
    """Figures of a place in consecutive years; `statuses` by year, as y2020="break"."""
    return [
        f"NET,{place},{year},total,{value},% of population,{statuses.get(f'y{year}', '')},bureau,"
        for year, value in enumerate(values, first)
    ]


def years(dataset: Dataset, place: str) -> list[list[int]]:
    return [
        each.series.years.astype(int).tolist()
        for each in place_series(dataset, "internet_users")
        if each.place == place
    ]


def test_a_series_ends_at_a_break_and_another_begins(tiny: Tiny) -> None:
    """AAA has a break in 2023 by its publisher's flag."""
    dataset = tiny.add(*rows("AAA", 2010, [10.0] * 12)).load()
    assert years(dataset, "AAA") == [[*range(2010, 2023)], [2023]]


def test_a_declared_break_ends_it_too(tiny: Tiny) -> None:
    tiny.change("data/world/facts.yaml", "breaks: [", "breaks: [{place: BBB, period: '2020'}, ")
    dataset = tiny.add(*rows("BBB", 2017, [70.0, 71, 72, 73, 74])).load()
    assert years(dataset, "BBB") == [[2017, 2018, 2019], [2020, 2021, 2022, 2023]]


def test_forecasts_and_other_periods_are_no_figures(tiny: Tiny) -> None:
    more = rows("CCC", 2024, [31.0, 32], y2025="forecast")
    dataset = tiny.add(*more, "NET,CCC,2022-Q1,total,29,% of population,,bureau,").load()
    assert years(dataset, "CCC") == [[2023, 2024]]


def test_groups_and_the_world_are_left_out(shipped: Dataset) -> None:
    places = {each.place for each in place_series(shipped, "internet_users")}
    assert "CHN" in places and len(places) > 200
    assert not places & {"WLD", *shipped.catalogue.groups}


def test_scales_of_shipped_indicators(shipped: Dataset) -> None:
    names = {
        "internet_users": SHARE,
        "coverage_2g": SHARE,  # one of 2,852 figures is 104
        "exports_share": POINTS,
        "gdp_nominal_growth_city": POINTS,
        "gdp_city": LOG,
        "digital_services_balance": LOG,
        "fixed_broadband_rate": LOG,
    }
    assert {name: indicator_scale(shipped, name) for name in names} == names


def test_a_forecast_of_shipped_figures_is_made_once(shipped: Dataset) -> None:
    found = place_forecast(shipped, "internet_users", "DEU", "2031", TODAY)
    assert isinstance(found, Forecast)
    assert found.periods[-1] == "2031"
    assert found.low[-1] < found.central[-1] < found.high[-1] < 100
    begin = time.perf_counter()
    again, nearer = (
        place_forecast(shipped, "internet_users", "DEU", period, TODAY)
        for period in ("2031", "2028")
    )
    assert time.perf_counter() - begin < 0.01
    assert isinstance(again, Forecast) and again.periods == found.periods
    assert isinstance(nearer, Forecast) and nearer.periods[-1] == "2028"
    assert nearer.low.tolist() == found.low[: len(nearer.periods)].tolist()


def test_provinces_have_the_same_interval_whatever_target_is_looked_at(shipped: Dataset) -> None:
    """Their patents were tested from two years, and had errors of their own up to four ahead."""
    near, far = (
        place_forecast(shipped, "patents_granted_province", "430000", period, TODAY)
        for period in ("2028", "2031")
    )
    assert isinstance(near, Forecast) and isinstance(far, Forecast)
    assert near.errors is far.errors
    assert near.high.tolist() == far.high[: len(near.periods)].tolist()
    assert (near.low < near.central).all() and (near.central < near.high).all()


def test_a_lower_bound_is_no_figure(tiny: Tiny) -> None:
    """The line reaches 56 in 2023; of 2024 and 2025 only "20 or more" is known."""
    line = rows("CCC", 2014, [38.0, 40, 42, 44, 46, 48, 50, 52, 54])
    bounds = rows("CCC", 2024, [20.0, 20], y2024="lower_bound", y2025="lower_bound")
    tiny.change("data/world/facts.csv", "NET,CCC,2023,total,30", "NET,CCC,2023,total,56")
    dataset = tiny.add(*line, *bounds).load()
    assert years(dataset, "CCC") == [[*range(2014, 2024)]]
    found = place_forecast(dataset, "internet_users", "CCC", "2028", date(2025, 6, 30))
    assert isinstance(found, Forecast)
    assert (found.origin, found.last, found.periods[-1]) == ("2023", 56, "2028")
    assert (found.central > 56).all()


def test_quarters_before_are_no_break(tiny: Tiny) -> None:
    """Four years after twelve quarters are too few; five years before a break were others."""
    quarters = [
        f"NET,CCC,{year}-Q{quarter},total,20,% of population,,bureau,"
        for year in (2018, 2019, 2020)
        for quarter in (1, 2, 3, 4)
    ]
    dataset = tiny.add(*quarters, *rows("CCC", 2021, [21.0, 22])).load()
    found = place_forecast(dataset, "internet_users", "CCC", "2030", TODAY)
    assert isinstance(found, NoForecast) and found.reason == "too_few_figures"
    flagged = rows("BBB", 2014, [21.0, 22, 23, 24, 25, 26, 27, 28], y2019="break")
    found = place_forecast(tiny.add(*flagged).load(), "internet_users", "BBB", "2030", TODAY)
    assert isinstance(found, NoForecast) and found.reason == "broken_series"


def test_a_break_of_last_year_leaves_no_forecast(shipped: Dataset) -> None:
    """China's Internet users are counted anew since 2023."""
    found = place_forecast(shipped, "internet_users", "CHN", "2030", TODAY)
    assert isinstance(found, NoForecast) and found.reason == "broken_series"


def test_a_balance_that_changes_its_sign_has_none(shipped: Dataset) -> None:
    balances = shipped.grid("digital_services_balance")
    signs = np.nanmin(balances.value, axis=1) * np.nanmax(balances.value, axis=1) < 0
    last = balances.value[:, -1] < 0
    place = balances.places[int(np.flatnonzero(signs & last)[0])]
    found = place_forecast(shipped, "digital_services_balance", place, "2030", TODAY)
    assert isinstance(found, NoForecast) and found.reason == "outside_scale"


def test_the_ranking_of_methods_holds_on_shipped_figures(shipped: Dataset) -> None:
    """Fourteen countries; docs/forecasts.md has all of them."""
    places = sample(place_series(shipped, "internet_users"), 14, 1)
    errors = mean_errors(backtest(places, processes=1), {"internet_users": SHARE}, 5)["mean_error"]
    of_method = errors["internet_users"]
    combined = of_method["combination"]
    assert combined < of_method["drift"] * 1.02
    assert combined < of_method["damped_ets"]
    assert combined < 0.7 * of_method["constant_growth"]
    assert combined < 0.7 * of_method["last_value"]
    assert 4 < combined < 11
