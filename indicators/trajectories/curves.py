"""Fit curves of adoption that pass through the last figure and rise or fall to a bound.

The figures before the last one decide how fast. A curve that need not pass through the last figure
would begin its forecast with a leap. Sources: B. Gompertz, "On the nature of the function
expressive of the law of human mortality" (1825), as a curve of diffusion in P. Geroski, "Models of
technology diffusion" (Research Policy 29, 2000); the logistic curve in Z. Griliches, "Hybrid corn:
an exploration in the economics of technological change" (Econometrica 25, 1957).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from indicators.trajectories.scales import inverse_logit, logit

Floats = NDArray[np.float64]

MAX_RATE = 2.0
"""The fastest approach to the bound that a fit may find, per year: half the way in four months."""
START_RATE = 0.1
"""Where a fit begins: half the way in seven years."""
MAX_MULTIPLE = 10.0
"""Where the bound is not known, it is at most so many times the last figure."""


def gompertz(years: Floats, values: Floats, bound: float, ahead: Floats) -> Floats:
    """Return a Gompertz curve to `bound`, `ahead` years after the last figure.

    It is bound * exp(log(last / bound) * exp(-rate * t)), with t in years since the last figure,
    and the rate of least squares, which is not negative. All values lie strictly between 0 and
    `bound`. The result is NaN where the fit fails.
    """
    time = years - years[-1]

    def curve(parameters: Floats, time: Floats) -> Floats:
        return _gompertz(values[-1], bound, parameters[0], time)

    found = _fit(lambda parameters: curve(parameters, time) - values, [(0.0, START_RATE, MAX_RATE)])
    return curve(found, ahead)


def gompertz_to_any(years: Floats, values: Floats, ahead: Floats) -> Floats:
    """Return a Gompertz curve to the bound of least squares, `ahead` years after the last figure.

    The bound lies above the last figure, at most MAX_MULTIPLE times as high. All values are
    positive. The result is NaN where the fit fails.
    """
    time, multiples = years - years[-1], values / values[-1]

    def curve(parameters: Floats, time: Floats) -> Floats:
        return _gompertz(1.0, parameters[1], parameters[0], time)

    bounds = [(0.0, START_RATE, MAX_RATE), (1.0, 2.0, MAX_MULTIPLE)]
    found = _fit(lambda parameters: curve(parameters, time) - multiples, bounds)
    return np.asarray(values[-1] * curve(found, ahead))


def logistic(years: Floats, values: Floats, bound: float, ahead: Floats) -> Floats:
    """Return a logistic curve to `bound`, `ahead` years after the last figure.

    It is bound / (1 + exp(-(logit(last / bound) + rate * t))), with t in years since the last
    figure, and the rate of least squares, negative for a fall to 0. All values lie strictly between
    0 and `bound`. The result is NaN where the fit fails.
    """
    time = years - years[-1]
    position = logit(values[-1] / bound)

    def curve(parameters: Floats, time: Floats) -> Floats:
        return np.asarray(bound * inverse_logit(position + parameters[0] * time))

    rates = [(-MAX_RATE, START_RATE, MAX_RATE)]
    found = _fit(lambda parameters: curve(parameters, time) - values, rates)
    return curve(found, ahead)


def _gompertz(last: float, bound: float, rate: float, time: Floats) -> Floats:
    """Return the curve through `last` at time 0."""
    return np.asarray(bound * np.exp(np.log(last / bound) * np.exp(-rate * time)))


def _fit(
    residuals: Callable[[Floats], Floats], bounds: Sequence[tuple[float, float, float]]
) -> Floats:
    """Return the parameters of least squares; NaN where none are found.

    `bounds` has the least, the first and the greatest value of each parameter.
    """
    from scipy.optimize import least_squares  # takes as long to import as a command

    least, start, greatest = zip(*bounds, strict=True)
    fit = least_squares(residuals, start, bounds=(least, greatest))
    return np.asarray(fit.x) if fit.success else np.full(len(bounds), np.nan)
