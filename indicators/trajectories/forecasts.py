"""Forecast a yearly series by the mean of several methods, with intervals from past errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indicators.model import Better, Target
from indicators.periods import period_months, period_start
from indicators.statistics.recency import MONTHS_A_YEAR, is_recent
from indicators.trajectories.scales import Scale

Floats = NDArray[np.float64]
Years = NDArray[np.int64]
MethodName = Literal["drift", "damped_ets", "gompertz"]
Reason = Literal[
    "too_few_figures",
    "broken_series",
    "old_figures",
    "gaps",
    "outside_scale",
    "horizon_too_long",
    "not_yearly",
    "no_backtest",
]

MIN_FIGURES = 8
"""The least number of figures that a forecast rests on."""
MAX_HORIZON = 10
"""The longest forecast, in years from the last figure: no backtest reaches further."""
DRIFT_YEARS = 5
"""The drift is the mean change a year over so many years."""
COVERAGE = 0.8
"""The part of the outcomes that an interval is made to hold."""


@dataclass(frozen=True)
class ErrorQuantiles:
    """How far forecasts have been off: quantiles of the errors on the scale, by horizon.

    An error is the figure that came minus the forecast, both on the scale. `quantiles` has a row
    for each horizon from one year on and a column for each of `levels`. `indicators` are those
    whose backtests the errors come from, `is_own` tells that it is the forecast indicator itself;
    `places` and `forecasts` count what was compared at a horizon of five years, `coverage` is the
    part of the outcomes that the 80 % interval held there, with errors of other places.
    """

    levels: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]
    indicators: tuple[str, ...]
    is_own: bool
    places: int
    forecasts: int
    coverage: float


@dataclass(frozen=True)
class Forecast:
    """Forecasts of one place for the years after `origin`, the period of the last figure.

    `central`, `low` and `high` are in the unit of the figures, one for each of `periods`; low and
    high bound the interval that is made to hold 80 % of the outcomes. `first` is the period of the
    first figure that was used, `methods` are those whose mean is `central`.
    """

    origin: str
    first: str
    scale: Scale
    periods: tuple[str, ...]
    central: Floats
    low: Floats
    high: Floats
    methods: tuple[MethodName, ...]
    errors: ErrorQuantiles


@dataclass(frozen=True)
class NoForecast:
    """Why there is no forecast: a reason, and the values of its sentence."""

    reason: Reason
    values: tuple[tuple[str, object], ...] = ()


def forecast(
    periods: Sequence[str],
    values: Sequence[float],
    scale: Scale,
    horizon_years: int,
    errors: ErrorQuantiles | None,
    *,
    today: date,
    figures_before_break: int = 0,
) -> Forecast | NoForecast:
    """Return a forecast of comparable yearly figures, in order of time, or why there is none.

    It reaches `horizon_years` years beyond the last figure.
    `figures_before_break` counts figures that were left out because they do not compare.
    """
    if any(period_months(period) != MONTHS_A_YEAR for period in periods):
        return NoForecast("not_yearly")
    if len(periods) < MIN_FIGURES:
        is_broken = len(periods) + figures_before_break >= MIN_FIGURES
        reason: Reason = "broken_series" if is_broken else "too_few_figures"
        return NoForecast(reason, (("figures", len(periods)), ("least", MIN_FIGURES)))
    if not is_recent(periods[-1], MONTHS_A_YEAR, today):
        return NoForecast("old_figures", (("period", periods[-1]),))
    if horizon_years > MAX_HORIZON:
        return NoForecast("horizon_too_long", (("years", horizon_years), ("most", MAX_HORIZON)))
    if errors is None:
        return NoForecast("no_backtest")
    array = np.asarray(values, dtype=float)
    if not scale.holds(array).all():
        return NoForecast("outside_scale")
    years = np.array([period_start(period).year for period in periods])
    horizons = np.arange(1, horizon_years + 1)
    central = scale.clip(drift(years, array, horizons))
    center = scale.forward(central)
    low, high = (scale.back(center + quantile(errors, horizons, level)) for level in (0.1, 0.9))
    last = period_start(periods[-1])
    names = tuple(_following(periods[-1], last.year, year) for year in horizons.tolist())
    return Forecast(periods[-1], periods[0], scale, names, central, low, high, ("drift",), errors)


def drift(years: Years, values: Floats, horizons: Years) -> Floats:
    """Return the last value plus the mean change a year of the last five years."""
    base = int(np.flatnonzero(years <= years[-1] - DRIFT_YEARS)[-1])
    slope = (values[-1] - values[base]) / (years[-1] - years[base])
    return np.asarray(values[-1] + slope * horizons)


def quantile(errors: ErrorQuantiles, horizons: Years, level: float) -> Floats:
    """Return the quantile of the errors at each horizon."""
    rows = [errors.quantiles[horizon - 1] for horizon in horizons.tolist()]
    return np.array([np.interp(level, errors.levels, row) for row in rows])


def probability_met(forecast: Forecast, target: Target, better: Better) -> float:
    """Return the probability that a target is met in its period, from the errors of the past.

    NaN where the forecast does not reach that period.
    """
    if target.period not in forecast.periods:
        return math.nan
    position = forecast.periods.index(target.period)
    center = float(forecast.scale.forward(forecast.central[position]))
    levels, errors = forecast.errors.levels, forecast.errors.quantiles[position]

    def below(value: float) -> float:
        return float(np.interp(float(forecast.scale.forward(value)) - center, errors, levels))

    if better == "lower":
        return below(target.value if target.upper is None else target.upper)
    if better == "none" and target.upper is not None:
        return below(target.upper) - below(target.value)
    return 1 - below(target.value)


def _following(period: str, year: int, after: int) -> str:
    """Return the period so many years after a yearly one."""
    return period.replace(str(year), str(year + after), 1)


def errors_for(indicator: str, scale: Scale) -> ErrorQuantiles | None:
    """Return the errors of an indicator's own backtest, else those of its scale's family."""
    # A placeholder until the backtest has been run: the width is that of nothing measured.
    levels = (0.01, 0.1, 0.5, 0.9, 0.99)
    rows = tuple(
        (-0.3 * year, -0.1 * year, 0.0, 0.1 * year, 0.3 * year)
        for year in range(1, MAX_HORIZON + 1)
    )
    return ErrorQuantiles(levels, rows, (indicator,), False, 0, 0, math.nan)
