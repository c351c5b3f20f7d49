"""Measure the pace of a series a year, by the method that a target is judged with.

Each method is a straight line on a scale of its own: 'linear' on that of the figures, 'compound'
and 'progress_chart' on their logarithm (a constant rate of growth), 'logistic' on the logit of a
share in percent, log(v / (100 - v)), as the adoption of a technology is slow near 0 and near 100.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Literal, NamedTuple

from indicators.periods import month_number, period_months, period_of, period_start
from indicators.statistics.recency import MONTHS_A_YEAR
from indicators.trajectories.scales import SHARE_HIGH, SHARE_LOW, inverse_logit, logit

Method = Literal["linear", "compound", "progress_chart", "logistic"]
METHODS: tuple[Method, ...] = ("linear", "compound", "progress_chart", "logistic")
"""The words for them are `target.method.<method>` of the locale files."""


class Point(NamedTuple):
    """A value at a time, in years: the end of 2024 is 2024.0, that of March 2025 is 2024.25.

    Ends count, so that the last quarter of a year measures that year.
    """

    time: float
    value: float


def time_of(period: str) -> float:
    """Return the end of a period in years: 2024 for '2024' and '2024-Q4', 2024.25 for '2025-Q1'."""
    end = month_number(period_start(period)) + period_months(period)
    return end / MONTHS_A_YEAR - 1


def period_at(time: float, months: int) -> str:
    """Return the period of so many months that ends at a time: '2024-Q4' for 2024.0 and 3."""
    first = round((time + 1) * MONTHS_A_YEAR) - months
    return period_of(date(first // MONTHS_A_YEAR, first % MONTHS_A_YEAR + 1, 1), months)


def is_defined(method: Method, *values: float) -> bool:
    """Return whether all values are on the scale of a method.

    A rate of growth needs values above zero, a logit shares between 0 and 100.
    """
    if method == "linear":
        return True
    if method == "logistic":
        return all(SHARE_LOW < value < SHARE_HIGH for value in values)
    return min(values) > 0


def pace(method: Method, start: Point, end: Point) -> float:
    """Return the change a year between two points.

    It is in the unit of the values ('linear'), in percent ('compound', 'progress_chart') or in
    logits ('logistic'); NaN where no time lies between, or a value is not on the scale.
    """
    if end.time <= start.time or not is_defined(method, start.value, end.value):
        return math.nan
    distance = _to_scale(method, end.value) - _to_scale(method, start.value)
    return _from_speed(method, distance / (end.time - start.time))


def value_at(method: Method, start: Point, pace: float, time: float) -> float:
    """Return the value at a time, from a point on at a pace as `pace` measures it."""
    distance = _to_speed(method, pace) * (time - start.time)
    if method == "linear":
        return start.value + distance
    if method == "logistic":
        return SHARE_HIGH * float(inverse_logit(_to_scale(method, start.value) + distance))
    return start.value * _exp(distance)


def years_needed(method: Method, start: float, end: float, pace: float) -> float:
    """Return the years from one value to another at a pace; infinity where it leads elsewhere."""
    if start == end:
        return 0.0
    speed = _to_speed(method, pace)
    distance = _to_scale(method, end) - _to_scale(method, start)
    return distance / speed if distance * speed > 0 else math.inf


def _to_scale(method: Method, value: float) -> float:
    if method == "linear":
        return value
    if method == "logistic":
        return float(logit(value / SHARE_HIGH))
    return math.log(value)


def _from_speed(method: Method, speed: float) -> float:
    """Return a change on the scale a year as a pace: a rate of growth is in percent."""
    if method in ("linear", "logistic"):
        return speed
    try:
        return 100 * math.expm1(speed)
    except OverflowError:
        return math.inf


def _to_speed(method: Method, pace: float) -> float:
    if method in ("linear", "logistic"):
        return pace
    return math.log1p(pace / 100) if pace > -100 else -math.inf  # -100 % is rounded to


def _exp(power: float) -> float:
    """Return e to a power, infinity where it is too large for a float."""
    try:
        return math.exp(power)
    except OverflowError:
        return math.inf
