"""Judge whether a target will be met: the pace so far against the pace needed, from one base.

Methods, and the least ratio that is on track and slow:

'linear'          change over change required, in points a year: the ideal path of the EU's Digital
                  Decade (Commission communication C(2023) 7500). Default of shares, rates, indices
                  and ranks, where bounds and zeros make a rate of growth mislead (from 2 % to 4 %
                  online is not a doubling of effort). It has no published cut-off: .95 and .60 are
                  ours, after Eurostat's.
'compound'        rate of growth over rate required: Eurostat, "Sustainable development in the
                  European Union: Monitoring report on progress towards the SDGs in an EU context"
                  (2024), annex; its cut-offs .95 and .60. Default of amounts.
'progress_chart'  UN Statistics Division, "SDG Progress Chart: Technical Note" (2022): the value
                  that the series reaches in the target's period at its rate of growth, E; the part
                  of the way from the base that E is, (E - base) / (target - base); its cut-offs .95
                  and .10.
'logistic'        as 'linear' on the logit of a share, for the adoption of a technology: the EU's
                  path for such targets has this form. The cut-offs are ours.

A verdict needs evidence. Without a recent figure (see statistics/recency.py) there is none, and a
target whose period has gone by without a figure is due, not met or missed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from indicators.model import Better, Target
from indicators.periods import period_start
from indicators.statistics.recency import MONTHS_A_YEAR, is_over, is_recent
from indicators.trajectories.pace import (
    METHODS,
    Method,
    Point,
    is_defined,
    pace,
    time_of,
    value_at,
)

__all__ = [
    "LONGEST_WINDOW",
    "METHODS",
    "NO_VERDICT",
    "ON_TRACK",
    "SLOW",
    "SLOW_CHART",
    "WINDOW",
    "BaseOrigin",
    "Method",
    "Progress",
    "Reason",
    "State",
    "bound",
    "current_target",
    "direction_of",
    "distance",
    "is_met",
    "judge",
    "part_of_way",
]

State = Literal[
    "reached",
    "missed",
    "on_track",
    "slow",
    "off_track",
    "moving_away",
    "due",
    "too_old",
    "insufficient",
]
NO_VERDICT: tuple[State, ...] = ("due", "too_old", "insufficient")
"""States that say why nothing can be said; they count neither for nor against."""
Reason = Literal[
    "", "no_figures", "one_figure", "broken_series", "ended_series", "gaps", "outside_scale"
]
"""Why figures are insufficient: none is comparable; there is one alone; there is one alone, or
none, since the last break; a break after the target's period ended the series before it was
measured; the figure before the last was too long ago; the method is not defined for them, as a rate
of growth is not at zero or over a change of sign. The sentences are `target.reason.<reason>` of the
locale files."""
BaseOrigin = Literal["", "series", "plan", "plan_figure"]
"""Where the base comes from: WINDOW in the series, the plan's base period with the figure of the
series, or with the figure that the plan itself states."""

ON_TRACK, SLOW = 0.95, 0.60
"""The least ratio of observed to required pace of these states."""
SLOW_CHART = 0.10
"""The least ratio of 'slow' by the UN's progress chart, which calls it fair progress."""
WINDOW, LONGEST_WINDOW = 5, 10
"""The base is the latest observation from WINDOW to LONGEST_WINDOW years before the last, else the
earliest of fewer years before it."""

_LINEAR_KINDS = ("share", "rate", "index", "rank")
_HALF_MONTH = 0.5 / MONTHS_A_YEAR
"""Times are multiples of a month in binary fractions, which are not exact."""


@dataclass(frozen=True)
class Progress:
    """How a place progresses to its target, with what the arithmetic can be printed from.

    `period` and `value` are the figure that the state rests on, '' and NaN where there is none;
    `base_period`, `base_year` and `base_value` those it is measured from, and `base_origin` where
    they come from. `goal` is the value to be met: of a range, its bound on this side. Paces are per
    year, as trajectories/pace.py measures them; NaN where not defined. `ratio` is what the
    thresholds judge: observed over required pace, and by 'progress_chart' the part of the way that
    is behind at `expected`, the value in the target's period. `meets` tells that the figure is at
    the target or past it, whatever the state of today; `met_late` is the later period in which a
    target was met that was missed in its own. `direction` is 1 where the goal lies above
    the base or more is better, else -1. `reason` says why figures are insufficient.
    """

    state: State
    observed_pace: float = math.nan
    required_pace: float = math.nan
    base_year: int | None = None
    method: Method = "linear"
    ratio: float = math.nan
    period: str = ""
    meets: bool = False
    target: Target | None = None
    base_period: str = ""
    base_value: float = math.nan
    base_origin: BaseOrigin = ""
    value: float = math.nan
    goal: float = math.nan
    expected: float = math.nan
    direction: int = 0
    reason: Reason = ""
    met_late: str = ""


class _Base(NamedTuple):
    """What the pace is measured from."""

    point: Point
    period: str
    origin: BaseOrigin


@dataclass(frozen=True)
class _Figures:
    """A series that may be judged: comparable figures in order of time, and their target."""

    periods: Sequence[str]
    values: Sequence[float]
    target: Target
    better: Better
    kind: str
    step: int
    series_break: str
    next_break: str
    is_bound: Sequence[bool]

    def first(self, count: int) -> _Figures:
        """Return the first `count` figures with the same target."""
        return self._at(range(count))

    def with_decisive_bounds(self) -> _Figures:
        """Leave out the lower bounds below the target: the true figure may be past it or not."""
        is_upward = self.better == "higher"
        decisive = [is_upward and value >= self.target.value for value in self.values]
        positions = range(len(self.values))
        return self._at([at for at in positions if not self.is_bound[at] or decisive[at]])

    def without_bounds(self) -> _Figures:
        """Leave out the lower bounds: no pace is taken from one."""
        return self._at([at for at in range(len(self.values)) if not self.is_bound[at]])

    def _at(self, positions: Sequence[int]) -> _Figures:
        return replace(
            self,
            periods=[self.periods[at] for at in positions],
            values=[self.values[at] for at in positions],
            is_bound=[self.is_bound[at] for at in positions],
        )


def judge(
    periods: Sequence[str],
    values: Sequence[float],
    target: Target,
    better: Better,
    kind: str,
    *,
    is_bound: Sequence[bool] = (),
    step: int,
    today: date,
    series_break: str = "",
    next_break: str = "",
) -> Progress:
    """Judge comparable figures, in order of time, against a target as of `today`.

    `step` is the series' own, in months; `series_break` is the period of the break that the figures
    begin after, `next_break` that of the one that they end before; '' without one. A target whose
    period is over is judged by the first figure of that period or later: 'reached' or 'missed'; one
    that a later figure meets is missed, and `met_late` is its period. Where there is no such figure
    and no recent one meets the target, it is 'due'; 'insufficient' where the series ended before.
    Else the newest figure must be recent ('too_old' where it is not), and the pace is judged.

    `is_bound` marks lower bounds, none where it is empty. Where more is better, one at the target
    or past it has met it; any other counts as no figure, and no pace is taken from one.
    """
    bounds = is_bound or [False] * len(periods)
    series = _Figures(periods, values, target, better, kind, step, series_break, next_break, bounds)
    figures = series.with_decisive_bounds()
    if not figures.periods:
        return _without_figures(figures, today)
    latest = _progress(figures)
    is_latest_recent = is_recent(figures.periods[-1], step, today)
    if is_over(target.period, today):
        return _judge_after_deadline(figures, latest, is_latest_recent)
    return latest if is_latest_recent else _without_verdict(latest, "too_old")


def _judge_after_deadline(figures: _Figures, latest: Progress, is_latest_recent: bool) -> Progress:
    """Judge a target whose period is over."""
    end = time_of(figures.target.period) - _HALF_MONTH
    in_time = [index for index, period in enumerate(figures.periods) if time_of(period) >= end]
    if not in_time and figures.next_break:
        return replace(_without_verdict(latest, "insufficient"), reason="ended_series")
    if not in_time:
        if is_latest_recent and latest.state == "reached":
            return latest
        return _without_verdict(latest, "due")
    at_deadline = _progress(figures.first(in_time[0] + 1))
    if at_deadline.state == "reached":
        return at_deadline
    late = _met_late(figures, in_time[1:], at_deadline)
    return replace(at_deadline, state="missed", met_late=late)


def _met_late(figures: _Figures, later: Sequence[int], at_deadline: Progress) -> str:
    """Return the first of the later periods in which the target was met; '' where it was in none.

    Without a better direction it is the one from the base of the verdict.
    """
    base = at_deadline.base_value
    start = at_deadline.value if math.isnan(base) else base
    for index in later:
        if is_met(figures.values[index], figures.target, figures.better, start):
            return figures.periods[index]
    return ""


def _without_verdict(latest: Progress, state: State) -> Progress:
    """Return the state without paces: they say nothing about today."""
    return Progress(
        state,
        method=latest.method,
        period=latest.period,
        meets=latest.meets,
        target=latest.target,
        value=latest.value,
        goal=latest.goal,
        direction=latest.direction,
    )


def _without_figures(figures: _Figures, today: date) -> Progress:
    """Return the progress of a series without a figure: due once the target's period is over."""
    if is_over(figures.target.period, today) and not figures.next_break:
        return Progress("due", target=figures.target)
    reason: Reason = "broken_series" if figures.series_break else "no_figures"
    if figures.next_break:
        reason = "ended_series"
    return Progress("insufficient", target=figures.target, reason=reason)


def _progress(figures: _Figures) -> Progress:
    """Judge a series by its pace, whatever the day.

    With better 'none', the direction from base to target is the good one. Reached: the latest
    value is at the target or past it. A latest value of the target's period or later that does not
    meet it has missed it, however small the miss. Fewer than two observations at different times
    are insufficient to judge a pace.
    """
    if figures.is_bound[-1]:
        return _met_by_bound(figures)
    figures = figures.without_bounds()
    target, better = figures.target, figures.better
    latest = Point(time_of(figures.periods[-1]), figures.values[-1])
    base, reason = _base(figures)
    start = base.point if base else latest
    goal = Point(time_of(target.period), bound(target, better, latest.value))
    method = _method(figures, start.value, latest.value, goal.value)
    direction = direction_of(target, better, start.value, latest.value)
    met = is_met(latest.value, target, better, start.value)
    result = Progress(
        "insufficient",
        pace(method, start, latest),
        pace(method, start, goal),
        method=method,
        period=figures.periods[-1],
        meets=met,
        target=target,
        value=latest.value,
        goal=goal.value,
        direction=direction,
    )
    if base:
        result = _from_base(result, base)
    if met:
        return replace(result, state="reached")
    if latest.time >= goal.time - _HALF_MONTH:
        return replace(result, state="missed")
    if base is None:
        return replace(result, reason=reason)
    if not _can_measure(method, start.value, latest.value, goal.value):
        return replace(result, reason="outside_scale")
    result = _with_ratio(result, start, latest, goal)
    at_base = distance(start.value, target, better, start.value)
    if at_base == 0 or distance(latest.value, target, better, start.value) > at_base:
        return replace(result, state="moving_away")
    return replace(result, state=_state(method, result.ratio))


def _met_by_bound(figures: _Figures) -> Progress:
    """Return the progress of a series whose newest figure is a lower bound past the target."""
    value, target = figures.values[-1], figures.target
    goal = bound(target, figures.better, value)
    return Progress(
        "reached",
        method=_method(figures, value, goal),
        period=figures.periods[-1],
        meets=True,
        target=target,
        value=value,
        goal=goal,
        direction=direction_of(target, figures.better, value, value),
    )


def _from_base(result: Progress, base: _Base) -> Progress:
    return replace(
        result,
        base_year=period_start(base.period).year,
        base_period=base.period,
        base_value=base.point.value,
        base_origin=base.origin,
    )


def _with_ratio(result: Progress, start: Point, latest: Point, goal: Point) -> Progress:
    """Return the progress with what the thresholds judge."""
    if result.method == "progress_chart":
        expected = value_at(result.method, latest, result.observed_pace, goal.time)
        way = goal.value - start.value
        ratio = (expected - start.value) / way if way else math.nan
        return replace(result, expected=expected, ratio=ratio)
    is_forward = result.required_pace * result.direction > 0
    return replace(
        result, ratio=result.observed_pace / result.required_pace if is_forward else math.nan
    )


def current_target(targets: Sequence[Target], today: date) -> Target | None:
    """Return the target of a place that a verdict is shown on where there is room for one alone.

    One that is still open comes first, a place's own before that of its groups and of all places,
    then the one that is due first. Where none is open, it is the latest.
    """
    still_open = [target for target in targets if not is_over(target.period, today)]
    if still_open:
        return min(still_open, key=lambda target: (target.scope, target.period))
    return max(targets, key=lambda target: (target.period, -target.scope), default=None)


def bound(target: Target, better: Better, value: float) -> float:
    """Return the value to be met: of a range, the bound that is met first.

    Where neither way is better, it is the bound on the side of `value`.
    """
    if target.upper is None or better == "higher":
        return target.value
    if better == "lower" or value > target.upper:
        return target.upper
    return target.value


def is_met(value: float, target: Target, better: Better, base: float) -> bool:
    """Return whether a value is at a target or past it.

    With better 'none' the direction from `base` to the target is the good one; without any, only
    the target itself meets it. A range is then met inside it alone.
    """
    goal = bound(target, better, value)
    if better == "none" and target.upper is not None:
        return target.value <= value <= target.upper
    direction = direction_of(target, better, base, value)
    return value == goal or direction * (value - goal) > 0


def distance(value: float, target: Target, better: Better, base: float) -> float:
    """Return how far a value is from meeting a target, in its unit; 0 where it meets it.

    Of a range without a better direction it is the distance to the nearer end.
    """
    if is_met(value, target, better, base):
        return 0.0
    return abs(bound(target, better, value) - value)


def part_of_way(value: float, target: Target, better: Better, base: float) -> float:
    """Return the part of the way from a base to a target that is behind at a value.

    It is 1 where the value meets the target, and negative where it is further away than the base.
    NaN where the base meets the target: there is no way then.
    """
    whole = distance(base, target, better, base)
    if not whole > 0:  # 'not': a base may be NaN
        return math.nan
    return 1 - distance(value, target, better, base) / whole


def direction_of(target: Target, better: Better, base: float, value: float) -> int:
    """Return 1 where more is better, -1 where less is, 0 where base and target are the same."""
    if better == "none":
        goal = bound(target, better, value)
        start = base if target.upper is None else value
        return (goal > start) - (goal < start)
    return 1 if better == "higher" else -1


def _state(method: Method, ratio: float) -> State:
    """Return the state of a target that was never met and has come no further away."""
    slow = SLOW_CHART if method == "progress_chart" else SLOW
    if not ratio >= slow:  # 'not': a ratio may be NaN
        return "off_track"
    return "slow" if ratio < ON_TRACK else "on_track"


def _base(figures: _Figures) -> tuple[_Base | None, Reason]:
    """Return what the pace is measured from, or why there is nothing."""
    base = _base_of_plan(figures)
    if base:
        return base, ""
    times = [time_of(period) for period in figures.periods]
    last = times[-1] + _HALF_MONTH
    longest = max(LONGEST_WINDOW, figures.step / MONTHS_A_YEAR) + 2 * _HALF_MONTH
    positions = range(len(times) - 1)
    old = [index for index in positions if WINDOW <= last - times[index] <= longest]
    young = [index for index in positions if 2 * _HALF_MONTH < last - times[index] < WINDOW]
    if not old and not young:
        if len(times) > 1 and last - times[0] > longest:
            return None, "gaps"
        return None, "broken_series" if figures.series_break else "one_figure"
    index = old[-1] if old else young[0]
    return _Base(Point(times[index], figures.values[index]), figures.periods[index], "series"), ""


def _base_of_plan(figures: _Figures) -> _Base | None:
    """Return the base that the plan names, with the figure of the series where it has one.

    None where the plan names none, where there is no figure for it, where it is not before the
    newest figure, or where a break lies between.
    """
    target = figures.target
    if not target.base_period:
        return None
    time = time_of(target.base_period)
    if time > time_of(figures.periods[-1]) - _HALF_MONTH:
        return None
    start = period_start(target.base_period)
    if figures.series_break and start < period_start(figures.series_break):
        return None
    for period, value in zip(figures.periods, figures.values, strict=True):
        if abs(time_of(period) - time) < _HALF_MONTH:
            return _Base(Point(time, value), target.base_period, "plan")
    if target.base_value is None:
        return None
    return _Base(Point(time, target.base_value), target.base_period, "plan_figure")


def _method(figures: _Figures, *values: float) -> Method:
    """Return the target's method, else the default of its kind.

    Rates of growth need positive values, so that by default a balance is judged in points.
    """
    for method in METHODS:
        if method == figures.target.method:
            return method
    is_growth = figures.kind not in _LINEAR_KINDS and is_defined("compound", *values)
    return "compound" if is_growth else "linear"


def _can_measure(method: Method, start: float, latest: float, goal: float) -> bool:
    """Tell whether a method is defined; a progress chart does not need the target's logarithm."""
    if method == "progress_chart":
        return is_defined(method, start, latest)
    return is_defined(method, start, latest, goal)
