"""Test forecasts on the past: what they would have said, against what came.

The rolling-origin test of R. J. Hyndman and G. Athanasopoulos, "Forecasting: Principles and
Practice" (3rd ed., 2021), section 5.10: at each origin only the figures up to it are known. A
series ends at a break; none is forecast across one. Coverage and probabilities are tested on places
and on years of origin whose own errors took no part: places err together in a year, so that a year
counts as one observation and not as many.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.trajectories.errors import LEVELS, MAX_HORIZON, ErrorQuantiles, HorizonErrors
from indicators.trajectories.forecasts import (
    COMPARED,
    FORECAST_METHODS,
    HIGH_LEVEL,
    LOW_LEVEL,
    MIN_FIGURES,
    MethodName,
    Series,
    combine,
    has_gaps,
    spread,
    usable,
)
from indicators.trajectories.scales import Scale

Floats = NDArray[np.float64]
Progress = Callable[[float], None]

COMBINATION = "combination"
"""The name of the mean of several methods in the column `method`."""
COLUMNS = (
    "indicator",
    "place",
    "origin",
    "horizon",
    "method",
    "forecast",
    "actual",
    "error",
    "relative_error",
)
ORIGIN_STEP = 3
"""The years between two origins of a place: forecasts of neighbouring years err alike."""
FOLDS = 10
"""The parts of the places; the errors of each are judged by quantiles of those of the others."""
MIN_FORECASTS = 30
"""The least number of errors of a horizon from which quantiles are taken."""
MIN_ORIGINS = 5
"""The least number of years from which these forecasts start: from one or two, what happened to all
places in these years is taken for how far forecasts are off."""
MIN_FROM_ORIGIN = 5
"""The least number of forecasts of a horizon from one year for it to count as an origin."""
MIN_PLACES = 20
"""The least number of places with forecasts of an indicator that has errors of its own."""
MIN_FAMILY = 5
"""The least number of indicators whose errors stand for those of others on the same scale."""

PROBABILITIES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
"""The edges of the classes of probabilities in `calibration`."""


@dataclass(frozen=True)
class PlaceSeries:
    """Comparable yearly figures of one place, without a break, that forecasts are tested on."""

    indicator: str
    place: str
    scale: Scale
    series: Series


@dataclass(frozen=True)
class _Trial:
    """One origin: the figures known then, and those that came, with their horizons."""

    place: PlaceSeries
    known: Series
    horizons: Floats
    actual: Floats


def backtest(
    places: Sequence[PlaceSeries],
    *,
    max_horizon: int = MAX_HORIZON,
    processes: int = 0,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return forecasts of every method from every third year against what came.

    Columns: COLUMNS. `origin` is the year of the last figure that was known, `horizon` in years,
    `forecast` and `actual` in the unit, `error` the difference actual minus forecast on the scale,
    `relative_error` the same divided by the spread of the series.
    `processes` of 0 stays in this process. `progress` takes the part that is done, from 0 to 1.
    """
    trials = [trial for place in places for trial in _trials(place, max_horizon)]
    rows: list[tuple[object, ...]] = []
    for number, forecasts in enumerate(_run(trials, processes), 1):
        rows += forecasts
        if progress:
            progress(number / len(trials))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def testable_places(places: Iterable[PlaceSeries]) -> set[str]:
    """Return the places with a year from which a forecast can be tested."""
    return {each.place for each in places if _has_origin(each)}


def _has_origin(place: PlaceSeries) -> bool:
    return next(iter(_trials(place, MAX_HORIZON)), None) is not None


def sample(places: Sequence[PlaceSeries], count: int, seed: int) -> list[PlaceSeries]:
    """Return the series of `count` places that can be tested, drawn at random."""
    names = sorted(testable_places(places))
    drawn = set(np.random.default_rng(seed).permutation(names)[:count].tolist())
    return [each for each in places if each.place in drawn]


def _trials(place: PlaceSeries, max_horizon: int) -> Iterable[_Trial]:
    """Yield each origin from which the series could be forecast, and what came after it.

    Origins go back from the year before the last figure. One without a figure is left out.
    """
    years, values = place.series
    last = float(years[-1]) if len(years) else 0.0
    for origin in np.arange(last - 1, years[0] if len(years) else last, -ORIGIN_STEP):
        if origin not in years:
            continue
        known = usable(Series(years[years <= origin], values[years <= origin]), place.scale)
        if len(known.years) < MIN_FIGURES or has_gaps(known):
            continue
        after = (years > origin) & (years <= origin + max_horizon)
        if place.scale.kind == "log":
            after &= values > 0
        if after.any():
            yield _Trial(place, known, years[after] - origin, values[after])


def _run(trials: Sequence[_Trial], processes: int) -> Iterable[list[tuple[object, ...]]]:
    if not processes:
        yield from map(_forecast, trials)
        return
    # A fit is small: threads of the linear algebra take ten times as long as none. A new process
    # reads this when it starts.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_forecast, trials, chunksize=20)


def _forecast(trial: _Trial) -> list[tuple[object, ...]]:
    """Return the forecasts of every method from one origin, as rows with COLUMNS."""
    scale, horizons, place = trial.place.scale, trial.horizons, trial.place
    forecasts: dict[MethodName, Floats] = {
        name: FORECAST_METHODS[name](trial.known, scale, horizons) for name in COMPARED[scale.kind]
    }
    methods: dict[str, Floats] = {str(name): values for name, values in forecasts.items()}
    _, methods[COMBINATION] = combine(forecasts, scale)
    origin = int(trial.known.years[-1])
    actual, width = scale.forward(trial.actual), spread(trial.known, scale)
    rows: list[tuple[object, ...]] = []
    for name, values in methods.items():
        errors = actual - scale.forward(values)
        for number, horizon in enumerate(horizons.astype(int).tolist()):
            key = place.indicator, place.place, origin, horizon, name
            error = errors[number]
            rows.append((*key, values[number], trial.actual[number], error, error / width))
    return rows


def mean_errors(results: pd.DataFrame, scales: Mapping[str, Scale], horizon: int) -> pd.DataFrame:
    """Return how far each method was off at a horizon, over the forecasts that all methods made.

    The index is indicator and method; columns: places, forecasts, mean_error (absolute), bias (what
    came minus the forecast) and error (absolute, on the scale). `mean_error` and `bias` are in
    points of 100 between the bounds of a share or index, for amounts in percent: the mean factor,
    as 35 where figures were 1.35 times or 1 / 1.35 of the forecast; else in the unit.
    """
    rows = results[results["horizon"] == horizon]
    forecasts = rows.groupby(["indicator", "place", "origin"])["forecast"]
    rows = rows[forecasts.transform("count") == forecasts.transform("size")]
    differences = _differences(rows, scales)
    measures = rows.assign(
        difference=differences, absolute=np.abs(differences), error=rows["error"].abs()
    )
    summary = measures.groupby(["indicator", "method"], sort=False).agg(
        places=("place", "nunique"),
        forecasts=("place", "size"),
        mean_error=("absolute", "mean"),
        bias=("difference", "mean"),
        error=("error", "mean"),
    )
    is_log = np.array([scales[indicator].kind == "log" for indicator, _ in summary.index])
    for column in ("mean_error", "bias"):
        percent = 100 * np.expm1(summary[column].to_numpy())
        summary[column] = np.where(is_log, percent, summary[column].to_numpy())
    return summary


def _differences(rows: pd.DataFrame, scales: Mapping[str, Scale]) -> Floats:
    """Return what came minus the forecast: of the logarithms, in points of 100, or in the unit."""
    is_log = np.array([scales[name].kind == "log" for name in rows["indicator"]], dtype=bool)
    points = {name: scale.point for name, scale in scales.items()}
    in_points = (rows["actual"] - rows["forecast"]) / rows["indicator"].map(points).astype(float)
    return np.asarray(np.where(is_log, rows["error"].to_numpy(), in_points.to_numpy()))


def error_table(
    results: pd.DataFrame, scales: Mapping[str, Scale]
) -> dict[tuple[str, str], ErrorQuantiles]:
    """Return quantiles of the relative errors of the combination, by family and by indicator.

    `scales` has the scale of each indicator. A family is all indicators on the logit or on the log
    scale; errors in points have no common measure, and so no family. An indicator has errors of its
    own where at least MIN_PLACES places were tested, and where they reach MAX_HORIZON as
    `_error_quantiles` asks; without a family, as far as they reach.
    """
    errors = results[(results["method"] == COMBINATION) & results["error"].notna()]
    table: dict[tuple[str, str], ErrorQuantiles] = {}
    for kind in ("logit", "log"):
        names = [name for name, scale in scales.items() if scale.kind == kind]
        rows = errors[errors["indicator"].isin(names)]
        quantiles = _error_quantiles(rows, scales, "indicator", tuple(names), is_own=False)
        if len(names) >= MIN_FAMILY and quantiles.horizons:
            table[kind, ""] = quantiles
    for name, scale in scales.items():
        rows = errors[errors["indicator"] == name]
        if rows["place"].nunique() < MIN_PLACES:
            continue
        quantiles = _error_quantiles(rows, scales, "place", (name,), is_own=True)
        least = MAX_HORIZON if (scale.kind, "") in table else 1
        if len(quantiles.horizons) >= least:
            table[scale.kind, name] = quantiles
    return table


def _error_quantiles(
    rows: pd.DataFrame,
    scales: Mapping[str, Scale],
    held_out: str,
    names: tuple[str, ...],
    *,
    is_own: bool,
) -> ErrorQuantiles:
    """Return quantiles by horizon, up to the first that has too few forecasts or origins.

    They also end where the interval would not hold its own forecast, as all errors are to one side.
    `held_out` is the column, place or indicator, whose members test the intervals of the others.
    """
    parts = dict(iter(rows.groupby("horizon")))
    table: list[Floats] = []
    for horizon in range(1, MAX_HORIZON + 1):
        part = parts.get(horizon)
        if part is None or len(part) < MIN_FORECASTS or _count_origins(part) < MIN_ORIGINS:
            break
        table.append(np.quantile(part["relative_error"], LEVELS))
    horizons: list[HorizonErrors] = []
    for horizon, quantiles in enumerate(widening(table), 1):
        low, high = np.interp((LOW_LEVEL, HIGH_LEVEL), LEVELS, quantiles)
        if not low < 0 < high:
            break
        part = parts[horizon]
        coverage, by_indicator = _coverage(part, held_out)
        horizons.append(
            HorizonErrors(
                horizon,
                int(part["place"].nunique()) if is_own else _count_places(part),
                len(part),
                _count_origins(part),
                _mean_error(part, scales),
                coverage,
                float(by_indicator.min()),
                float(by_indicator.max()),
                tuple(quantiles.tolist()),
            )
        )
    return ErrorQuantiles(names, is_own, tuple(horizons))


def _coverage(rows: pd.DataFrame, held_out: str) -> tuple[float, pd.Series]:
    """Return the part of the outcomes within the interval made by others, and by indicator."""
    outcome = parts_below(rows, held_out)
    is_tested = np.isfinite(outcome)
    is_inside = pd.Series((outcome > LOW_LEVEL) & (outcome < HIGH_LEVEL))[is_tested]
    indicators = rows["indicator"].to_numpy()[is_tested]
    return float(is_inside.mean()), is_inside.groupby(indicators).mean()


def _count_origins(rows: pd.DataFrame) -> int:
    """Count the years from which at least MIN_FROM_ORIGIN forecasts start."""
    return int((rows.groupby("origin").size() >= MIN_FROM_ORIGIN).sum())


def widening(table: Sequence[Floats]) -> list[Floats]:
    """Return quantiles by horizon whose distances from the median never shrink with the horizon.

    What is farther ahead is not surer, even if fewer and later origins make it look so.
    """
    middle = LEVELS.index(0.5)
    widest = np.zeros(len(LEVELS))
    result = []
    for quantiles in table:
        distance = np.abs(quantiles - quantiles[middle])
        widest = np.maximum(widest, distance)
        side = np.sign(np.arange(len(LEVELS)) - middle)
        result.append(np.asarray(quantiles[middle] + side * widest))
    return result


def parts_below(rows: pd.DataFrame, held_out: str, differences: Floats | None = None) -> Floats:
    """Return for each row the part of the relative errors of others below it, from 0.01 to 0.99.

    Below its own error, or below `differences`. Others are those of the other folds of the column
    `held_out` in forecasts from other years of origin: each indicator is a fold of its own, places
    are spread over FOLDS. It is NaN where there are fewer than MIN_FORECASTS of them.
    """
    names = sorted(rows[held_out].unique())
    folds = len(names) if held_out == "indicator" else FOLDS
    fold_of = {name: number % folds for number, name in enumerate(names)}
    fold, origin = rows[held_out].map(fold_of).to_numpy(), rows["origin"].to_numpy()
    errors = rows["relative_error"].to_numpy()
    compared = errors if differences is None else differences
    result = np.full(len(rows), np.nan)
    for number, year in sorted(set(zip(fold.tolist(), origin.tolist(), strict=True))):
        is_tested = (fold == number) & (origin == year)
        others = errors[(fold != number) & (origin != year)]
        if len(others) >= MIN_FORECASTS:
            result[is_tested] = np.interp(compared[is_tested], np.quantile(others, LEVELS), LEVELS)
    return result


def calibration(
    results: pd.DataFrame,
    scales: Mapping[str, Scale],
    table: Mapping[tuple[str, str], ErrorQuantiles],
    horizon: int,
    seed: int = 1,
) -> pd.DataFrame:
    """Return how many targets were met, of those that were said to be met with a probability.

    Each forecast of the combination is given one target at random, as far from it as errors are.
    Probabilities are made as those of a forecast: from the errors of the indicator's other places
    where `table` has errors of its own (`error_table`), else from those of the other indicators on
    its scale; in both from other years of origin. Columns: `from` and `to` (of the probability),
    forecasts, probability (the mean), met (the part).
    """
    rows = results[(results["method"] == COMBINATION) & (results["horizon"] == horizon)]
    rows = rows[rows["error"].notna()]
    deviation = rows.groupby("indicator")["relative_error"].transform("std").to_numpy()
    draw = np.random.default_rng(seed).normal(size=len(rows))
    targets = np.nan_to_num(deviation) * draw
    probability = np.full(len(rows), np.nan)
    for kind, indicator in table:  # families first
        names = [name for name in scales if scales[name].kind == kind and indicator in ("", name)]
        mask = rows["indicator"].isin(names).to_numpy()
        held_out = "place" if indicator else "indicator"
        probability[mask] = 1 - parts_below(rows[mask], held_out, targets[mask])
    is_met = rows["relative_error"].to_numpy() >= targets
    classes = []
    for low, high in pairwise(PROBABILITIES):
        mask = (probability >= low) & (probability < high)
        if mask.any():
            part = float(probability[mask].mean()), float(is_met[mask].mean())
            classes.append((low, high, int(mask.sum()), *part))
    return pd.DataFrame(classes, columns=["from", "to", "forecasts", "probability", "met"])


def _mean_error(rows: pd.DataFrame, scales: Mapping[str, Scale]) -> float:
    """Return the mean absolute error of indicators on one kind of scale, as `mean_errors` does."""
    error = float(np.abs(_differences(rows, scales)).mean())
    is_log = scales[rows["indicator"].iloc[0]].kind == "log"
    return float(100 * np.expm1(error)) if is_log else error


def _count_places(rows: pd.DataFrame) -> int:
    """Count places of all indicators: one place in two indicators counts twice."""
    return int(rows.groupby("indicator")["place"].nunique().sum())
