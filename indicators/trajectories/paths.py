"""Follow the road to a target: the path needed, where the pace so far leads, and what delay costs.

All of it goes on from two points at a constant pace, on the scale of the method that the target is
judged with (trajectories/pace.py). Nothing here is a forecast: forecasts.py makes those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from indicators.trajectories.pace import Method, Point, is_defined, pace, time_of, value_at
from indicators.trajectories.pace import years_needed as years_at_pace
from indicators.trajectories.status import Progress


@dataclass(frozen=True)
class Course:
    """A series on its way: the newest figure, the goal, and the pace so far.

    `pace` is a year, as trajectories/pace.py measures it by `method`; `direction` is 1 where more
    is better, -1 where less is.
    """

    latest: Point
    goal: Point
    pace: float
    method: Method
    direction: int

    @property
    def is_met(self) -> bool:
        """Whether the newest figure is at the goal or past it."""
        return self.direction * (self.latest.value - self.goal.value) >= 0


@dataclass(frozen=True)
class Delay:
    """What one more year means in which nothing moves.

    `pace_needed` is the pace a year from then on, infinity where no time is left. `value` is what
    the series comes to in the target's period where the pace so far begins a year later, and
    `shortfall` how far that is from the goal, 0 where it meets it.
    """

    pace_needed: float
    value: float
    shortfall: float


def course(progress: Progress) -> Course | None:
    """Return the course of a series that is judged; None where there is no pace or no target."""
    if progress.target is None or not progress.base_period or math.isnan(progress.observed_pace):
        return None
    return Course(
        Point(time_of(progress.period), progress.value),
        Point(time_of(progress.target.period), progress.goal),
        progress.observed_pace,
        progress.method,
        progress.direction,
    )


def path_needed(base: Point, goal: Point, method: Method) -> tuple[Point, ...]:
    """Return the path at a constant pace: the base, the end of each year between, the goal.

    Linear in points, with a constant rate of growth ('compound', 'progress_chart'), or linear in
    the logit ('logistic'). Empty where the method is not defined for both, or no time lies between.
    """
    needed = pace(method, base, goal)
    if math.isnan(needed):
        return ()
    years = range(math.floor(base.time) + 1, math.ceil(goal.time))
    between = [Point(float(year), value_at(method, base, needed, year)) for year in years]
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
    return value_at(course.method, course.latest, course.pace, course.goal.time)


def shortfall(course: Course) -> float:
    """Return how far the value in the target's period is from the goal, 0 where it meets it.

    In the unit of the figures, never negative.
    """
    return max(0.0, course.direction * (course.goal.value - value_reached(course)))


def one_year_late(course: Course) -> Delay:
    """Return what it means for the goal that nothing moves for one more year."""
    later = replace(course, latest=course.latest._replace(time=course.latest.time + 1))
    if later.latest.time >= later.goal.time:
        # The pace begins after the target's period: the series has not moved by then.
        value = later.latest.value
        short = max(0.0, later.direction * (later.goal.value - value))
        return Delay(pace_needed(later), value, short)
    return Delay(pace_needed(later), value_reached(later), shortfall(later))
