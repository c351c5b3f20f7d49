"""Forecast a yearly series by the mean of several methods, with intervals from past errors.

Methods, each of which extends the figures of one place:

- drift: the mean change a year over the last five, the "drift method" of R. J. Hyndman and
  G. Athanasopoulos, "Forecasting: Principles and Practice" (3rd ed., 2021), section 5.2;
- damped_ets: exponential smoothing with a damped trend, E. S. Gardner and E. McKenzie, "Forecasting
  trends in time series" (Management Science 31, 1985), fitted on the scale of the series;
- gompertz: a curve of adoption through the last figure (curves.py), to the bound of a share, or to
  the one that fits an amount best.

The forecast is their mean: J. M. Bates and C. W. J. Granger, "The combination of forecasts"
(Operational Research Quarterly 20, 1969). Which methods are combined was decided by the backtest
(backtest.py, docs/forecasts.md). Intervals are quantiles of the errors that such forecasts made in
the past, not those of a model, which hold half of what they promise.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.model import Better, Target
from indicators.periods import period_months, period_start
from indicators.statistics.recency import MONTHS_A_YEAR, is_recent
from indicators.trajectories.curves import gompertz, gompertz_to_any, logistic
from indicators.trajectories.errors import LEVELS, MAX_HORIZON, ErrorQuantiles
from indicators.trajectories.pace import time_of
from indicators.trajectories.scales import Scale, ScaleKind

Floats = NDArray[np.float64]
MethodName = Literal["drift", "damped_ets", "gompertz", "logistic", "constant_growth", "last_value"]
NoForecastReason = Literal[
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
"""The least number of figures that a forecast rests on: a fit of five parameters needs more."""
DRIFT_YEARS = 5
"""The drift is the mean change a year over so many years."""
RECENT_YEARS, MIN_RECENT = 10, 5
"""Of so many years up to the last figure, so many must have a figure."""
MIN_MOVEMENT = 0.001
"""The least movement of a series on its scale, a year: one that stands still may yet move."""
LOW_LEVEL, HIGH_LEVEL = 0.1, 0.9
"""The levels between which an interval holds 80 % of the outcomes."""
_FIT_LOCK = threading.Lock()
"""One fit at a time: statsmodels sets filters of warnings while it fits, and restores those that it
found. Two at a time would leave the filters of one of them set for good."""


class Series(NamedTuple):
    """Figures of one place in order of time: years as numbers, and values in the unit."""

    years: Floats
    values: Floats


@dataclass(frozen=True)
class Forecast:
    """Forecasts of one place for the years after `origin`, the period of the last figure.

    `central`, `low` and `high` are in the unit of the figures, one for each of `periods`; low and
    high bound the interval that is made to hold 80 % of the outcomes. `first` is the period of the
    first figure that was used, `last` the last figure; `methods` are those whose mean is `central`.
    `spread` is what the errors of the past, which are relative, are multiplied by on the scale.
    """

    origin: str
    first: str
    last: float
    scale: Scale
    periods: tuple[str, ...]
    central: Floats
    low: Floats
    high: Floats
    methods: tuple[MethodName, ...]
    errors: ErrorQuantiles
    spread: float = 1.0

    def up_to(self, years: int) -> Forecast | NoForecast:
        """Return the forecast of the first years, at least one; none where it ends before."""
        longest = len(self.periods)
        if years > longest:
            return _no_forecast("horizon_too_long", years=years, most=longest)
        return replace(
            self,
            periods=self.periods[:years],
            central=self.central[:years],
            low=self.low[:years],
            high=self.high[:years],
        )


@dataclass(frozen=True)
class NoForecast:
    """Why there is no forecast: a reason, and the values of its sentence."""

    reason: NoForecastReason
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def forecast(
    periods: Sequence[str],
    values: Sequence[float],
    scale: Scale,
    errors: ErrorQuantiles | None,
    *,
    today: date,
    figures_before_break: int = 0,
) -> Forecast | NoForecast:
    """Return a forecast of comparable yearly figures, in order of time, or why there is none.

    It reaches as many years beyond the last figure as the errors do (`Forecast.up_to` has fewer).
    `figures_before_break` counts yearly figures that were left out because they do not compare with
    those after a break.
    """
    if any(period_months(period) != MONTHS_A_YEAR for period in periods):
        return NoForecast("not_yearly")
    if len(periods) < MIN_FIGURES:
        is_broken = len(periods) + figures_before_break >= MIN_FIGURES
        reason: NoForecastReason = "broken_series" if is_broken else "too_few_figures"
        return _no_forecast(reason, figures=len(periods), least=MIN_FIGURES)
    if not is_recent(periods[-1], MONTHS_A_YEAR, today):
        return _no_forecast("old_figures", period=periods[-1])
    if errors is None:
        return NoForecast("no_backtest")
    years = np.array([period_start(period).year for period in periods], dtype=float)
    series = usable(Series(years, np.asarray(values, dtype=float)), scale)
    if len(series.years) < MIN_FIGURES:
        return _no_forecast("outside_scale", figures=len(series.years), least=MIN_FIGURES)
    if has_gaps(series):
        return _no_forecast("gaps", years=RECENT_YEARS, least=MIN_RECENT)
    ahead = np.arange(1.0, min(MAX_HORIZON, len(errors.horizons)) + 1)
    methods, central = combination(series, scale, ahead)
    center, width = scale.forward(central), spread(series, scale)
    return Forecast(
        periods[-1],
        periods[-len(series.years)],
        float(series.values[-1]),
        scale,
        tuple(_years_after(periods[-1], years) for years in ahead.astype(int).tolist()),
        central,
        scale.back(center + width * errors.at_level(LOW_LEVEL)[: len(ahead)]),
        scale.back(center + width * errors.at_level(HIGH_LEVEL)[: len(ahead)]),
        methods,
        errors,
        width,
    )


def usable(series: Series, scale: Scale) -> Series:
    """Return the figures after the last one that lies at or beyond a bound of the scale.

    A share that was 0 has no logit: what follows the last 0 is used, and nothing where that is
    the newest figure.
    """
    outside = np.flatnonzero(~scale.holds(series.values))
    start = int(outside[-1]) + 1 if outside.size else 0
    return Series(series.years[start:], series.values[start:])


def has_gaps(series: Series) -> bool:
    """Return whether too few of the last ten years have a figure."""
    recent = series.years > series.years[-1] - RECENT_YEARS
    return int(recent.sum()) < MIN_RECENT


def spread(series: Series, scale: Scale) -> float:
    """Return what errors are divided by, so that those of calm and of lively series compare.

    It is the square root of the mean absolute change a year on the scale, over the last five
    changes. Undivided errors made intervals that held 93 % of the outcomes of calm series and 60 %
    of those of lively ones; divided by the change itself it was the other way round.
    """
    years, values = series.years, scale.forward(series.values)
    movement = np.abs(np.diff(values)) / np.diff(years)
    return math.sqrt(max(float(movement[-DRIFT_YEARS:].mean()), MIN_MOVEMENT))


def combination(
    series: Series, scale: Scale, ahead: Floats
) -> tuple[tuple[MethodName, ...], Floats]:
    """Return the methods that are combined, and their mean `ahead` years after the last figure."""
    names = COMBINED[scale.kind]
    forecasts = {name: FORECAST_METHODS[name](series, scale, ahead) for name in names}
    return combine(forecasts, scale)


def combine(
    forecasts: Mapping[MethodName, Floats], scale: Scale
) -> tuple[tuple[MethodName, ...], Floats]:
    """Return the methods of the scale's combination that are not NaN, and their mean in the unit.

    It is geometric on the log scale, else arithmetic. The drift is never NaN.
    """
    names = [name for name in COMBINED[scale.kind] if np.isfinite(forecasts[name]).all()]
    table = np.array([forecasts[name] for name in names])
    if scale.kind == "log":
        return tuple(names), scale.back(scale.forward(table).mean(axis=0))
    return tuple(names), np.asarray(table.mean(axis=0))


def drift(series: Series, scale: Scale, ahead: Floats) -> Floats:
    """Return the last figure plus the mean change a year since five years before it.

    Where that year has no figure, the change is since the latest figure before it, or else since
    the first. A forecast beyond a bound of the scale is at the bound; that of a falling amount
    falls by a constant rate, and so never below 0.
    """
    years, values = series
    before = np.flatnonzero(years <= years[-1] - DRIFT_YEARS)
    base = before[-1] if before.size else 0
    span = years[-1] - years[base]
    if scale.kind == "log" and values[-1] < values[base]:
        return np.asarray(values[-1] * (values[-1] / values[base]) ** (ahead / span))
    return scale.clip(values[-1] + (values[-1] - values[base]) / span * ahead)


def damped_ets(series: Series, scale: Scale, ahead: Floats) -> Floats:
    """Return exponential smoothing with an additive damped trend, fitted on the scale.

    It needs figures of every year: those since the last gap are used. NaN where they are fewer
    than MIN_FIGURES, or where the fit does not converge.
    """
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    gaps = np.flatnonzero(np.diff(series.years) != 1)
    start = int(gaps[-1]) + 1 if gaps.size else 0
    values = scale.forward(series.values[start:])
    if len(values) < MIN_FIGURES:
        return np.full(len(ahead), np.nan)
    model = ETSModel(pd.Series(values), error="add", trend="add", damped_trend=True)
    # Trial values within the search may overflow. Whether it converged is read from the result, not
    # from a warning: filters of warnings hold for all threads, and so for all visitors.
    with _FIT_LOCK, np.errstate(all="ignore"):
        fit = model.fit(disp=False, warn_convergence=False)
    if not fit.mle_retvals["converged"]:
        return np.full(len(ahead), np.nan)
    path = np.asarray(fit.forecast(int(ahead[-1])), dtype=float)
    return scale.back(path[ahead.astype(int) - 1])


def adoption(series: Series, scale: Scale, ahead: Floats) -> Floats:
    """Return the Gompertz curve to the upper bound of the scale, to one that fits without any."""
    if scale.kind == "log":
        return gompertz_to_any(series.years, series.values, ahead)
    above = series.values - scale.low
    return scale.low + gompertz(series.years, above, scale.range, ahead)


def logistic_adoption(series: Series, scale: Scale, ahead: Floats) -> Floats:
    """Return the logistic curve to the upper bound of the scale: for comparison only."""
    above = series.values - scale.low
    return scale.low + logistic(series.years, above, scale.range, ahead)


def constant_growth(series: Series, scale: Scale, ahead: Floats) -> Floats:
    """Return the last figure times the mean growth a year of five years: for comparison only."""
    years, values = series
    before = np.flatnonzero(years <= years[-1] - DRIFT_YEARS)
    base = before[-1] if before.size else 0
    growth = (values[-1] / values[base]) ** (1 / (years[-1] - years[base]))
    return scale.clip(values[-1] * growth**ahead)


def last_value(series: Series, scale: Scale, ahead: Floats) -> Floats:
    """Return the last figure: for comparison only."""
    return np.full(len(ahead), series.values[-1])


FORECAST_METHODS: Mapping[MethodName, Callable[[Series, Scale, Floats], Floats]] = MappingProxyType(
    {
        "drift": drift,
        "damped_ets": damped_ets,
        "gompertz": adoption,
        "logistic": logistic_adoption,
        "constant_growth": constant_growth,
        "last_value": last_value,
    }
)
COMBINED: Mapping[ScaleKind, tuple[MethodName, ...]] = MappingProxyType(
    {
        "logit": ("drift", "damped_ets", "gompertz"),
        "log": ("drift", "damped_ets", "gompertz"),
        "points": ("drift", "damped_ets"),
    }
)
"""The methods whose mean is the forecast, by scale."""
COMPARED: Mapping[ScaleKind, tuple[MethodName, ...]] = MappingProxyType(
    {
        "logit": (*COMBINED["logit"], "logistic", "constant_growth", "last_value"),
        "log": (*COMBINED["log"], "constant_growth", "last_value"),
        "points": (*COMBINED["points"], "last_value"),
    }
)
"""The methods that the backtest compares, by scale."""


def probability_met(forecast: Forecast, target: Target, better: Better) -> float:
    """Return the probability, from 0.01 to 0.99, that a target is met in its period.

    It is the part of past errors with which it would be met by the figure of the first year that
    ends with its period or later, as it is judged: by that of 2030 for 2030-06. A range is met from
    its lower end on where more is better, up to its upper end where less is; else between them.
    Without a better direction a single value is met when it is passed. NaN where the forecast does
    not reach the target's period.
    """
    end = time_of(target.period)
    late = [at for at, period in enumerate(forecast.periods) if time_of(period) >= end]
    if not late or end <= time_of(forecast.origin):
        return math.nan
    position = late[0]
    center = float(forecast.scale.forward(forecast.central[position]))
    bounds = [target.value if target.upper is None else target.upper, target.value]
    below_upper, below_lower = (
        forecast.errors.part_below(
            (float(forecast.scale.forward(bound)) - center) / forecast.spread, position + 1
        )
        for bound in bounds
    )
    if better == "none" and target.upper is not None:
        return max(below_upper - below_lower, LEVELS[0])
    is_fall = better == "none" and target.value < forecast.last
    return below_upper if better == "lower" or is_fall else 1 - below_lower


def _no_forecast(reason: NoForecastReason, **values: object) -> NoForecast:
    return NoForecast(reason, MappingProxyType(values))


def _years_after(period: str, years: int) -> str:
    """Return the yearly period so many years later: 2024 -> 2026, 2020-07-01/P1Y -> 2022-..."""
    year = period_start(period).year
    return f"{year + years:04d}{period[4:]}"
