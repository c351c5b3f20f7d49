"""Treat outliers: winsorise a few values, or take logs where that is not enough.

A distribution fails only where its skewness and its excess kurtosis are both beyond their limits.
Method: European Commission, Joint Research Centre, "Your 10-Step Pocket Guide to Composite
Indicators and Scoreboards" (2019), step 5; the adjusted Fisher-Pearson coefficients G1 and G2 are
those of Joanes and Gill, "Comparing measures of sample skewness and kurtosis" (1998).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from indicators.composite.table import Flags, Floats

Log = Literal["none", "shifted", "gii", "box_cox"]
LOGS: tuple[Log, ...] = ("none", "shifted", "gii", "box_cox")
Outcome = Literal["as_is", "constant", "winsorised", "transformed", "failed"]

LOG_SHIFT = 0.01
"""The share of the range that is added before 'shifted' takes logs: the least is then above 0."""


@dataclass(frozen=True)
class OutlierTreatment:
    """When a distribution fails, how many values may be winsorised, and which log comes after.

    The defaults are the Joint Research Centre's. `winsorised` 0 winsorises nothing.
    """

    skewness: float = 2.0
    kurtosis: float = 3.5
    winsorised: int = 5
    log: Log = "shifted"


@dataclass(frozen=True)
class Transformation:
    """What a treatment does to a value, so that it can be done to another value later.

    Values are held within `floor` and `ceiling` (winsorising), then `log` is taken with the
    extremes `low` and `high` of the original column, mirrored for a negative skew; `power` is
    Box-Cox's.
    """

    floor: float = -math.inf
    ceiling: float = math.inf
    log: Log = "none"
    low: float = math.nan
    high: float = math.nan
    mirrored: bool = False
    power: float = 1.0

    def apply(self, values: Floats) -> Floats:
        """Return the values treated; missing ones stay missing."""
        return _LOGS[self.log](np.clip(values, self.floor, self.ceiling), self)


@dataclass(frozen=True)
class Treated:
    """A treated column.

    `outcome` says what was done; 'failed' where neither winsorising nor the log sufficed, or
    none was allowed. `winsorised` counts the distinct values that were replaced, `changed` marks
    the rows whose value is another than before. Skewness and kurtosis are given before and after.
    """

    values: Floats
    outcome: Outcome
    winsorised: int
    changed: Flags
    before: tuple[float, float]
    after: tuple[float, float]
    transformation: Transformation


def skewness(values: Floats) -> float:
    """Return the adjusted skewness G1 of the figures that are not missing; NaN under three."""
    x = values[~np.isnan(values)]
    n = len(x)
    if n < 3 or np.ptp(x) == 0:
        return math.nan
    deviation = x - x.mean()
    second = np.mean(deviation**2)
    return float(np.mean(deviation**3) / second**1.5 * math.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: Floats) -> float:
    """Return the adjusted excess kurtosis G2 of the figures not missing; NaN under four."""
    x = values[~np.isnan(values)]
    n = len(x)
    if n < 4 or np.ptp(x) == 0:
        return math.nan
    deviation = x - x.mean()
    second = np.mean(deviation**2)
    excess = np.mean(deviation**4) / second**2 - 3
    return float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6))


def fails(values: Floats, treatment: OutlierTreatment) -> bool:
    """Return whether both the skewness and the excess kurtosis are beyond their limits."""
    return (
        abs(skewness(values)) > treatment.skewness and kurtosis(values) > treatment.kurtosis
    )  # a comparison with NaN is false: too few figures never fail


def treat(values: Floats, treatment: OutlierTreatment) -> Treated:
    """Treat one column: leave it, winsorise it, or transform the original where that fails."""
    identity = Transformation()
    if math.isnan(skewness(values)):
        distinct = np.unique(values[~np.isnan(values)]).size
        return _treated(values, identity, "constant" if distinct < 2 else "as_is")
    if not fails(values, treatment):
        return _treated(values, identity, "as_is")
    winsorising, count = winsorise(values, treatment)
    if not fails(winsorising.apply(values), treatment):
        return _treated(values, winsorising, "winsorised", count)
    if treatment.log == "none":
        return _treated(values, winsorising, "failed", count)
    transformation = _log_of(values, treatment.log)
    remains = fails(transformation.apply(values), treatment)
    return _treated(values, transformation, "failed" if remains else "transformed")


def _treated(
    values: Floats, transformation: Transformation, outcome: Outcome, count: int = 0
) -> Treated:
    result = transformation.apply(values)
    changed = (result != values) & ~np.isnan(values)
    before = skewness(values), kurtosis(values)
    after = skewness(result), kurtosis(result)
    return Treated(result, outcome, count, changed, before, after, transformation)


def winsorise(values: Floats, treatment: OutlierTreatment) -> tuple[Transformation, int]:
    """Replace the most extreme value, with all that tie with it, by the next one, until it passes.

    The side is that of the skew at each step. At most `treatment.winsorised` distinct values are
    replaced. Returns the bounds that values are held within, and how many were replaced.
    """
    bounds = Transformation()
    for count in range(treatment.winsorised):
        result = bounds.apply(values)
        if not fails(result, treatment):
            return bounds, count
        finite = result[~np.isnan(result)]
        if skewness(result) > 0:
            bounds = replace(bounds, ceiling=float(finite[finite < finite.max()].max()))
        else:
            bounds = replace(bounds, floor=float(finite[finite > finite.min()].min()))
    return bounds, treatment.winsorised


def _log_of(values: Floats, log: Log) -> Transformation:
    """Return the log transformation that suits a column."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    transformation = Transformation(log=log, low=low, high=high, mirrored=skewness(values) < 0)
    if log != "box_cox":
        return transformation
    from scipy.optimize import minimize_scalar  # slow to import, and rarely needed

    best = minimize_scalar(
        lambda power: abs(skewness(replace(transformation, power=power).apply(values))),
        bounds=(-2, 2),
        method="bounded",
    )
    return replace(transformation, power=float(best.x))


def _as_it_is(values: Floats, _: Transformation) -> Floats:
    return values.copy()


def _log_shifted(values: Floats, transformation: Transformation) -> Floats:
    """Return ln(x - min + 0.01 range); mirrored -ln(max - x + 0.01 range)."""
    low, high = transformation.low, transformation.high
    shift = LOG_SHIFT * (high - low)
    if transformation.mirrored:
        return -np.log(high - values + shift)
    return np.log(values - low + shift)


def _log_gii(values: Floats, transformation: Transformation) -> Floats:
    """Return ln((max - 1)(x - min)/(max - min) + 1), the Global Innovation Index's transformation.

    Mirrored it is ln(max) less the same of max - x. A maximum of 1 or less leaves no growing
    logarithm; the column is returned as it is.
    """
    low, high = transformation.low, transformation.high
    if high <= 1:
        return values.copy()
    if transformation.mirrored:
        return math.log(high) - np.log((high - 1) * (high - values) / (high - low) + 1)
    return np.log((high - 1) * (values - low) / (high - low) + 1)


def _box_cox(values: Floats, transformation: Transformation) -> Floats:
    """Return Box-Cox's transformation of values moved above zero as by `_log_shifted`.

    Its exponent makes the skewness least. Source: Box and Cox, "An analysis of transformations"
    (1964).
    """
    low, high, power = transformation.low, transformation.high, transformation.power
    positive = values - low + LOG_SHIFT * (high - low)
    if abs(power) < 1e-8:  # the limit of the formula below
        return np.log(positive)
    result: Floats = (positive**power - 1) / power
    return result


_LOGS: dict[Log, Callable[[Floats, Transformation], Floats]] = {
    "none": _as_it_is,
    "shifted": _log_shifted,
    "gii": _log_gii,
    "box_cox": _box_cox,
}
