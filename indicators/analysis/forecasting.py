"""Forecasts of a dataset's figures, and the series that they are tested on.

The methods stand in trajectories/forecasts.py, the test in trajectories/backtest.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from indicators.analysis.standing import series_measurements
from indicators.dataset import Dataset, Observation
from indicators.model import GROUP, WORLD
from indicators.periods import period_months, period_start
from indicators.statistics.evidence import BREAK, UNRANKED, Measurement, comparable
from indicators.statistics.recency import MONTHS_A_YEAR
from indicators.trajectories.backtest import PlaceSeries
from indicators.trajectories.errors import errors_for
from indicators.trajectories.forecasts import Forecast, NoForecast, Series, forecast
from indicators.trajectories.scales import Scale, scale_of


def indicator_scale(dataset: Dataset, indicator: str) -> Scale:
    """Return the scale on which an indicator is forecast, from its unit and all its figures."""

    def make() -> Scale:
        unit = dataset.catalogue.indicators[indicator].unit
        return scale_of(unit, dataset.grid(indicator).value)

    return dataset.cached(("forecast scale", indicator), make)


def place_forecast(
    dataset: Dataset, indicator: str, place: str, period: str, today: date
) -> Forecast | NoForecast:
    """Return the forecast of one place's figures up to the year of a period, or why there is none.

    The period is later than the newest figure. The fit is made once a day, for all periods.
    """

    def make() -> Forecast | NoForecast:
        entry = dataset.catalogue.indicators[indicator]
        series = series_measurements(dataset.series(indicator, place))
        figures = _known(comparable(entry, place, series, today))
        yearly = [each for each in _known(series) if period_months(each.period) == MONTHS_A_YEAR]
        scale = indicator_scale(dataset, indicator)
        return forecast(
            [figure.period for figure in figures],
            [figure.value for figure in figures],
            scale,
            errors_for(indicator, scale),
            today=today,
            figures_before_break=len(yearly) - len(figures),
        )

    longest = dataset.cached_for_day(today, ("forecast", indicator, place), make)
    if isinstance(longest, NoForecast):
        return longest
    return longest.up_to(period_start(period).year - period_start(longest.origin).year)


def place_series(dataset: Dataset, indicator: str) -> list[PlaceSeries]:
    """Return the yearly figures of each place, in order of places: one series between two breaks.

    The world and groups are left out, as their members are in.
    """
    scale = indicator_scale(dataset, indicator)
    places = dataset.catalogue.places
    return [
        PlaceSeries(indicator, place, scale, series)
        for place in dataset.grid(indicator).places
        if place in places and places[place].level not in (GROUP, WORLD)
        for series in _unbroken(dataset, indicator, place)
    ]


def _known(figures: Iterable[Measurement]) -> list[Measurement]:
    """Return the figures that are neither forecasts nor lower bounds nor of an assumed period."""
    return [figure for figure in figures if figure.status not in UNRANKED]


def _unbroken(dataset: Dataset, indicator: str, place: str) -> Iterator[Series]:
    """Yield the yearly figures between two breaks, in order of time, as `_known` has them."""
    breaks = dataset.catalogue.indicators[indicator].breaks
    declared = {period_start(each.period) for each in breaks if each.place in ("", place)}
    part: list[Observation] = []
    for figure in dataset.series(indicator, place):
        if figure.status in UNRANKED or period_months(figure.period) != MONTHS_A_YEAR:
            continue
        start = period_start(figure.period)
        is_declared = any(part and _start(part[-1]) < day <= start for day in declared)
        if part and (is_declared or figure.status == BREAK):
            yield _series(part)
            part = []
        part.append(figure)
    if part:
        yield _series(part)


def _start(figure: Observation) -> date:
    return period_start(figure.period)


def _series(figures: list[Observation]) -> Series:
    years = np.array([_start(figure).year for figure in figures], dtype=float)
    return Series(years, np.array([figure.value for figure in figures]))
