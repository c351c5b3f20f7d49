"""Read how far forecasts have been off: errors.csv, written by `indicators backtest --write`.

An error is the figure that came minus the forecast, both on the scale of the series, so that it
means the same at 40 % as at 95 %; it is relative, divided by the spread of the series
(`forecasts.spread`). The quantiles of the errors make the intervals of a forecast.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from indicators.trajectories.scales import Scale

Floats = NDArray[np.float64]

FILE = Path(__file__).with_name("errors.csv")
MAX_HORIZON = 10
"""The longest forecast, in years from the last figure: no backtest reaches further."""
LEVELS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99)
"""The levels of the quantiles that are kept."""
COLUMNS = (
    "scale",
    "indicator",
    "horizon",
    "indicators",
    "places",
    "forecasts",
    "origins",
    "mean_error",
    "coverage",
    "least_coverage",
    "greatest_coverage",
    *(f"q{level:g}" for level in LEVELS),
)
"""The columns of errors.csv. `indicator` is empty in the rows of a scale's family; `indicators` are
those whose errors were taken together."""


@dataclass(frozen=True)
class HorizonErrors:
    """The errors of forecasts so many years ahead.

    `quantiles` are those of LEVELS, of relative errors. `places` and `forecasts` count what was
    compared, `origins` the years from which at least five of the forecasts start. `mean_error` is
    the mean absolute error: on the logit scale in points of 100 between the bounds (percentage
    points of a share), on the log scale in percent (the mean factor: 35 where figures were 1.35
    times or 1 / 1.35 of the forecast), in points in the unit. `coverage` is the part of the
    outcomes that the 80 % interval held when it was made from the errors of other places (for a
    family, of other indicators) in forecasts from other years; `least_coverage` and
    `greatest_coverage` are those of single indicators.
    """

    horizon: int
    places: int
    forecasts: int
    origins: int
    mean_error: float
    coverage: float
    least_coverage: float
    greatest_coverage: float
    quantiles: tuple[float, ...]


@dataclass(frozen=True)
class ErrorQuantiles:
    """The errors that the intervals of a forecast are made from, by horizon from one year on.

    `indicators` are those whose forecasts were compared with what came; `is_own` tells that it is
    the forecast indicator itself.
    """

    indicators: tuple[str, ...]
    is_own: bool
    horizons: tuple[HorizonErrors, ...]

    def at_level(self, level: float) -> Floats:
        """Return the quantile of a level at each horizon."""
        return np.array([np.interp(level, LEVELS, row.quantiles) for row in self.horizons])

    def part_below(self, error: float, horizon: int) -> float:
        """Return the part of the errors below one, from 0.01 to 0.99, at a horizon in years."""
        return float(np.interp(error, self.horizons[horizon - 1].quantiles, LEVELS))


def errors_for(indicator: str, scale: Scale) -> ErrorQuantiles | None:
    """Return the errors of an indicator's own backtest, else those of its scale's family.

    The choice is the same for every horizon, so that a forecast does not depend on the target that
    it is made for: errors.csv has errors of an indicator's own only where they reach MAX_HORIZON,
    or where its scale has no family (`backtest.error_table`). None where there are neither.
    """
    table = _shipped()
    return table.get((scale.kind, indicator)) or table.get((scale.kind, ""))


def read_errors(lines: Iterable[str]) -> dict[tuple[str, str], ErrorQuantiles]:
    """Read a table with COLUMNS; the key is the scale and the indicator, '' for a family."""
    rows: dict[tuple[str, str], list[HorizonErrors]] = {}
    indicators: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in csv.DictReader(lines):
        key = row["scale"], row["indicator"]
        indicators.setdefault(key, tuple(row["indicators"].split()))
        rows.setdefault(key, []).append(_horizon(row))
    return {
        key: ErrorQuantiles(indicators[key], bool(key[1]), tuple(horizons))
        for key, horizons in rows.items()
    }


def write_errors(
    table: Mapping[tuple[str, str], ErrorQuantiles], target: TextIO, digits: int = 5
) -> None:
    """Write a table with COLUMNS, numbers with so many significant digits."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (scale, indicator), errors in table.items():
        for row in errors.horizons:
            counts = (row.places, row.forecasts, row.origins)
            coverage = (row.coverage, row.least_coverage, row.greatest_coverage)
            numbers = (row.mean_error, *coverage, *row.quantiles)
            cells = [f"{number:.{digits}g}" for number in numbers]
            names = " ".join(errors.indicators)
            writer.writerow([scale, indicator, row.horizon, names, *counts, *cells])


def _horizon(row: Mapping[str, str]) -> HorizonErrors:
    return HorizonErrors(
        int(row["horizon"]),
        int(row["places"]),
        int(row["forecasts"]),
        int(row["origins"]),
        float(row["mean_error"]),
        float(row["coverage"]),
        float(row["least_coverage"]),
        float(row["greatest_coverage"]),
        tuple(float(row[f"q{level:g}"]) for level in LEVELS),
    )


@lru_cache(maxsize=1)
def _shipped() -> dict[tuple[str, str], ErrorQuantiles]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return read_errors(lines)
