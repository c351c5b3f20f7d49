"""Follow the road to a target: the path needed, where the pace so far leads, and what delay costs.

All of it goes on from two points at a constant pace, on the scale of the method that the target is
judged with (trajectories/pace.py). Nothing here is a forecast: forecasts.py makes those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from indicators.statistics.recency import MONTHS_A_YEAR
from indicators.trajectories.pace import Method, Point, is_defined, pace, time_of, value_at
from indicators.trajectories.pace import years_needed as years_at_pace
from indicators.trajectories.status import Progress

_ROUNDING = 1e-6
"""Times are multiples of a month in binary fractions, which are not exact."""


@dataclass(frozen=True)
class Course:
    """A series on its way: the base it is measured from, the newest figure, and the goal.

    `direction` is 1 where more is better, -1 where less is.
    """

    base: Point
    latest: Point
    goal: Point
    method: Method
    direction: int

    @property
    def pace(self) -> float:
        """Return the pace so far, a year, as trajectories/pace.py measures it by `method`."""
        return pace(self.method, self.base, self.latest)

    @property
    def is_met(self) -> bool:
        """Whether the newest figure is at the goal or past it."""
        return self.direction * (self.latest.value - self.goal.value) >= 0


@dataclass(frozen=True)
class Delay:
    """What one more year means in which nothing moves.

    `latest` is the newest value a year later, unchanged. `pace_needed` is the pace a year from then
    on, infinity where no time is left. `value` is what
    the series comes to in the target's period where the pace so far begins a year later, and
    `shortfall` how far that is from the goal, 0 where it meets it.
    """

    latest: Point
    pace_needed: float
    value: float
    shortfall: float


def course(progress: Progress) -> Course | None:
    """Return the course of a series that is judged; None where there is no pace or no target."""
    if progress.target is None or not progress.base_period or math.isnan(progress.observed_pace):
        return None
    return Course(
        Point(time_of(progress.base_period), progress.base_value),
        Point(time_of(progress.period), progress.value),
        Point(time_of(progress.target.period), progress.goal),
        progress.method,
        progress.direction,
    )


def path_needed(
    base: Point, goal: Point, method: Method, step: int = MONTHS_A_YEAR
) -> tuple[Point, ...]:
    """Return the path at a constant pace: the base, the end of each step between, the goal.

    `step` is the length of the series' periods in months: 12 or a part of that. Linear in points,
    with a constant rate of growth ('compound', 'progress_chart'), or linear in the logit
    ('logistic'). Empty where the method is not defined for both, or no time lies between.
    """
    needed = pace(method, base, goal)
    if math.isnan(needed):
        return ()
    steps = MONTHS_A_YEAR / step
    first, last = (
        math.floor(base.time * steps + _ROUNDING),
        math.ceil(goal.time * steps - _ROUNDING),
    )
    times = [number / steps for number in range(first + 1, last)]
    between = [Point(time, value_at(method, base, needed, time)) for time in times]
    return (base, *between, goal)


def pace_needed(course: Course) -> float:
    """Return the pace a year from the newest figure on that meets the goal in its period.

    0 where it is met already, infinity where no time is left, NaN where the method is not defined.
    """
    if course.is_met:
        return 0.0
    if course.goal.time <= course.latest.time:
        return math.copysign(math.inf, course.direction)
    return pace(course.method, course.latest, course.goal)


def year_reached(course: Course) -> float:
    """Return when the goal is met at the pace so far, as a year with its fraction.

    2030.0 is the end of 2030, so that a yearly figure meets it first in the year rounded up. It is
    the time of the newest figure where that meets it, and infinity where the pace leads elsewhere.
    """
    if course.is_met:
        return course.latest.time
    values = course.latest.value, course.goal.value
    if not is_defined(course.method, *values):
        return math.inf
    return course.latest.time + years_at_pace(course.method, *values, course.pace)


def value_reached(course: Course) -> float:
    """Return the value in the target's period at the pace so far, in the unit of the figures."""
    return _value_reached(course, course.latest)


def shortfall(course: Course) -> float:
    """Return how far the value in the target's period is from the goal, 0 where it meets it.

    In the unit of the figures, never negative.
    """
    return _shortfall(course, value_reached(course))


def one_year_late(course: Course) -> Delay:
    """Return what it means for the goal that nothing moves for one more year."""
    start = course.latest._replace(time=course.latest.time + 1)
    needed = pace_needed(replace(course, latest=start))
    # A pace that begins after the target's period has not moved the series by then.
    is_too_late = start.time >= course.goal.time
    value = start.value if is_too_late else _value_reached(course, start)
    return Delay(start, needed, value, _shortfall(course, value))


def mean_change(start: Point, end: Point) -> float:
    """Return the mean change a year between two points in the unit of their values.

    NaN where no time lies between. By the 'logistic' method a pace is in logits, which no reader
    knows; this is what it comes to.
    """
    if end.time <= start.time:
        return math.nan
    return (end.value - start.value) / (end.time - start.time)


def _value_reached(course: Course, start: Point) -> float:
    """Return the value in the target's period at the pace so far from a point on."""
    return value_at(course.method, start, course.pace, course.goal.time)


def _shortfall(course: Course, value: float) -> float:
    return max(0.0, course.direction * (course.goal.value - value))
