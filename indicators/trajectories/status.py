"""Judge whether a target will be met: the pace so far against the pace needed, from one base.

Thresholds are those of Eurostat, "Sustainable development in the European Union: Monitoring
report on progress towards the SDGs in an EU context" (2024), annex on trends against a quantified
target: actual over required pace of at least 95 % is on track, from 60 % slow, from 0 off track,
below 0 moving away. Eurostat compares compound rates of growth; we do so for amounts, and compare
points a year for shares, rates, indices and ranks, where bounds and zeros make a rate of growth
mislead (from 2 % to 4 % online is not a doubling of effort).

A verdict needs evidence. Without a recent figure (see statistics/recency.py) there is none, and a
target whose period has gone by without a figure is due, not met or missed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from indicators.model import Better, Target
from indicators.periods import period_months, period_start
from indicators.statistics.recency import is_over, is_recent, month_number

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
Method = Literal["linear", "compound"]

ON_TRACK, SLOW = 0.95, 0.60
"""The least ratio of observed to required pace of these states."""
WINDOW = 5
"""The base is the latest observation at least so many years before the last, else the earliest."""

METHODS: tuple[Method, ...] = ("linear", "compound")
"""What the pace is measured as; the words for it are `target.method.<method>` of the locale files.
"""

_LINEAR_KINDS = ("share", "rate", "index", "rank")


@dataclass(frozen=True)
class Progress:
    """How a place progresses to its target.

    `period` is that of the figure the state rests on, '' where there is none. Paces are per year,
    from `base_year`: in the unit where `method` is 'linear', in percent where 'compound'; NaN
    where not defined. `ratio` is observed over required pace, what the thresholds judge. `meets`
    tells that the figure of `period` is at the target or past it, whatever the state of today.
    """

    state: State
    observed_pace: float = math.nan
    required_pace: float = math.nan
    base_year: int | None = None
    method: Method = "linear"
    ratio: float = math.nan
    period: str = ""
    meets: bool = False


@dataclass(frozen=True)
class _Figures:
    """A series that may be judged: comparable figures in order of time, and their target."""

    periods: Sequence[str]
    values: Sequence[float]
    target: Target
    better: Better
    kind: str

    def progress(self, count: int) -> Progress:
        """Return the progress of the first `count` figures."""
        months = [_last_month(period) for period in self.periods[:count]]
        result = progress(
            months,
            self.values[:count],
            self.target.value,
            _last_month(self.target.period),
            self.better,
            self.kind,
        )
        return replace(result, period=self.periods[count - 1], meets=result.state == "reached")


def judge(
    periods: Sequence[str],
    values: Sequence[float],
    target: Target,
    better: Better,
    kind: str,
    *,
    step: int,
    today: date,
) -> Progress:
    """Judge comparable figures, in order of time, against a target as of `today`.

    `step` is the series' own, in months. A target whose period is over is judged by the first
    figure of that period or later: 'reached' or 'missed'; one that a later figure meets is
    reached, too. Where there is no such figure and no recent one meets the target, it is 'due'.
    Else the newest figure must be recent ('too_old' where it is not), and the pace is judged.
    """
    figures = _Figures(periods, values, target, better, kind)
    count = len(periods)
    if not count:
        return Progress("insufficient")
    recent = is_recent(periods[-1], step, today)
    latest = figures.progress(count)
    if is_over(target.period, today):
        return _judge_after_deadline(figures, latest, recent)
    return latest if recent else Progress("too_old", period=periods[-1], meets=latest.meets)


def _judge_after_deadline(figures: _Figures, latest: Progress, recent: bool) -> Progress:
    """Judge a target whose period is over."""
    end = _end(figures.target.period)
    in_time = [index for index, period in enumerate(figures.periods) if _end(period) >= end]
    if not in_time:
        if recent and latest.state == "reached":
            return latest
        return Progress("due", period=figures.periods[-1], meets=latest.meets)
    at_deadline = figures.progress(in_time[0] + 1)
    if at_deadline.state == "reached":
        return at_deadline
    return latest if latest.state == "reached" else replace(at_deadline, state="missed")


def _last_month(period: str) -> date:
    """Return the last month of a period.

    A quarter of the target's year is measured before that year is over.
    """
    year, month = divmod(_end(period) - 1, 12)
    return date(year, month + 1, 1)


def _end(period: str) -> int:
    """Return the number of the month after a period."""
    return month_number(period_start(period)) + period_months(period)


def progress(
    years: Sequence[float | date],
    values: Sequence[float],
    target_value: float,
    target_year: float | date,
    better: Better,
    kind: str,
) -> Progress:
    """Judge a series against a target.

    With better 'none', the direction from base to target is the good one. Reached: the latest
    value is at the target or past it. A latest value of the target year or later that does not
    meet it has missed it, however small the miss. Fewer than two observations in different years
    are insufficient to judge a pace.
    """
    series = sorted(
        (_year(year), float(value))
        for year, value in zip(years, values, strict=True)
        if math.isfinite(value)
    )
    if not series:
        return Progress("insufficient")
    deadline, (last_year, last), (base_year, base) = _year(target_year), series[-1], _base(series)
    method = _method(kind, base, last, target_value)
    direction = _direction(better, base, target_value)
    observed = _pace(method, base, last, last_year - base_year)
    required = _pace(method, base, target_value, deadline - base_year)
    ratio = observed / required if required * direction > 0 else math.nan
    to_go = direction * (target_value - last)
    to_go_from_base = direction * (target_value - base)
    if is_met(last, target_value, better, base):
        state: State = "reached"
    elif last_year >= deadline:
        state = "missed"
    elif last_year <= base_year:
        state = "insufficient"
    elif to_go_from_base <= 0 or to_go > to_go_from_base:
        state = "moving_away"
    else:
        state = _state(ratio)
    return Progress(state, observed, required, math.floor(base_year), method, ratio)


def is_met(value: float, target_value: float, better: Better, base: float) -> bool:
    """Return whether a value is at a target or past it.

    With better 'none' the direction from `base` to the target is the good one; without any, only
    the target itself meets it.
    """
    direction = _direction(better, base, target_value)
    return value == target_value or direction * (value - target_value) > 0


def _state(ratio: float) -> State:
    """Return the state of a target that was never met and has come no further away."""
    if not ratio >= SLOW:  # 'not': a ratio may be NaN
        return "off_track"
    return "slow" if ratio < ON_TRACK else "on_track"


def _base(series: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the year and value from which the pace is measured."""
    last_year = series[-1][0]
    old = [point for point in series if point[0] <= last_year - WINDOW]
    return old[-1] if old else series[0]


def _direction(better: Better, base: float, target: float) -> int:
    """Return 1 where more is better, -1 where less is, 0 where base and target are the same."""
    if better == "none":
        return (target > base) - (target < base)
    return 1 if better == "higher" else -1


def _method(kind: str, *values: float) -> Method:
    """Choose the method: rates of growth need positive values, a balance is judged in points."""
    return "compound" if kind not in _LINEAR_KINDS and min(values) > 0 else "linear"


def _pace(method: Method, start: float, end: float, years: float) -> float:
    """Return the change a year: in percent where compound, else in the unit of the values."""
    if years <= 0:
        return math.nan
    if method == "compound":
        growth: float = 100 * ((end / start) ** (1 / years) - 1)
        return growth
    return (end - start) / years


def _year(time: float | date) -> float:
    return time.year + (time.month - 1) / 12 if isinstance(time, date) else float(time)
