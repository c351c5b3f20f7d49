"""Choose the scale on which a series is forecast, so that a forecast cannot leave its bounds.

A share is forecast as the logit between its bounds, an amount as its logarithm, what has neither
bound in points. On the scale a series has no bound and its errors are of like size wherever it
stands: two points are little at 50 % and much at 97 %.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.model import AMOUNT_KINDS, Unit

Floats = NDArray[np.float64]
ScaleKind = Literal["logit", "log", "points"]

SHARE_LOW, SHARE_HIGH = 0.0, 100.0
"""The bounds of a share in percent."""
MARGIN = 0.0005
"""A figure at a bound counts as so much of the range away from it: 99.95 of 100. Shares are
published to a tenth of a point, so it stands for all that is rounded to the bound."""

BEYOND = 0.005
"""The part of the figures of a share that may lie outside of 0 to 100 by mistake: a coverage of
104 % is no reason to forecast that of others beyond 100 %."""

_INDEX_UNIT = re.compile(
    r"(?:index|points) (?P<low>[0-9]+(?:\.[0-9]+)?)-(?P<high>[0-9]+(?:\.[0-9]+)?)"
)
"""The ids of units of indices with bounds: 'index 0-100', 'points 0-10'."""


def logit(parts: ArrayLike) -> Floats:
    """Return log(p / (1 - p)) of parts strictly between 0 and 1."""
    array = np.asarray(parts, dtype=float)
    return np.asarray(np.log(array / (1 - array)))


def inverse_logit(values: ArrayLike) -> Floats:
    """Return the parts, between 0 and 1, whose logits are `values`: the logistic function."""
    # as a hyperbolic tangent it does not overflow
    return np.asarray(0.5 * (1 + np.tanh(np.asarray(values, dtype=float) / 2)))


@dataclass(frozen=True)
class Scale:
    """A scale of forecasts: logit between `low` and `high`, log above 0, or points."""

    kind: ScaleKind
    low: float = -math.inf
    high: float = math.inf

    @property
    def range(self) -> float:
        """The distance between the bounds, infinite where there are none."""
        return self.high - self.low

    @property
    def point(self) -> float:
        """The hundredth part of the range where there are bounds, else one unit."""
        return self.range / 100 if self.kind == "logit" else 1.0

    def forward(self, values: ArrayLike) -> Floats:
        """Return values of the unit on the scale.

        On the logit scale a figure at or beyond a bound counts as MARGIN of the range inside it.
        On the log scale it is -inf for 0 and NaN below.
        """
        array = np.asarray(values, dtype=float)
        if self.kind == "logit":
            share = np.clip((array - self.low) / self.range, MARGIN, 1 - MARGIN)
            return logit(share)
        if self.kind == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(np.log(array))
        return array

    def back(self, values: ArrayLike) -> Floats:
        """Return values of the scale in the unit."""
        array = np.asarray(values, dtype=float)
        if self.kind == "logit":
            return np.asarray(self.low + self.range * inverse_logit(array))
        return np.exp(array) if self.kind == "log" else array

    def holds(self, values: ArrayLike) -> NDArray[np.bool_]:
        """Return which values lie strictly inside the bounds of the scale."""
        array = np.asarray(values, dtype=float)
        return np.asarray(np.isfinite(array) & (array > self.low) & (array < self.high))

    def clip(self, values: ArrayLike) -> Floats:
        """Return values with those beyond a bound at the bound."""
        return np.asarray(np.clip(np.asarray(values, dtype=float), self.low, self.high))


POINTS = Scale("points")
LOG = Scale("log", 0.0)
SHARE = Scale("logit", SHARE_LOW, SHARE_HIGH)


def scale_of(unit: Unit, values: ArrayLike) -> Scale:
    """Return the scale of an indicator from its unit and all its figures, of any place.

    A share lies between 0 and 100, an index between the bounds that its unit names ('index 0-1'),
    unless more than BEYOND of the figures lie outside: exports may exceed GDP, and a rate of growth
    is negative at times. What else is never negative (amounts, rates per head, other indices) is on
    the log scale, and so is an amount with negative figures, which then has no forecast where its
    sign changes. Ranks and all the rest are in points.
    """
    figures = np.asarray(values, dtype=float)
    figures = figures[np.isfinite(figures)]
    bounded = _bounded_scale(unit)
    if bounded is not None:
        is_outside = (figures < bounded.low) | (figures > bounded.high)
        if figures.size and is_outside.mean() <= BEYOND:
            return bounded
    is_positive = bool((figures >= 0).all()) and unit.kind not in ("rank", "share")
    return LOG if unit.kind in AMOUNT_KINDS or is_positive else POINTS


def _bounded_scale(unit: Unit) -> Scale | None:
    """Return the scale between the bounds of a unit; None where it has none."""
    if unit.kind == "share":
        return SHARE
    bounds = _INDEX_UNIT.fullmatch(unit.id)
    if unit.kind != "index" or bounds is None:
        return None
    low, high = float(bounds["low"]), float(bounds["high"])
    return Scale("logit", low, high) if low < high else None
