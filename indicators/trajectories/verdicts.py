"""Judge a place's whole series: which of its figures count for a target, and how it stands.

Which figures compare is decided in statistics/evidence.py, the verdict on them in status.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from indicators.model import Indicator, Target
from indicators.periods import month_number, period_months, period_start
from indicators.statistics import evidence
from indicators.statistics.evidence import LOWER_BOUND, Measurement
from indicators.statistics.recency import MONTHS_A_YEAR, is_over
from indicators.trajectories.status import Progress, judge


def judge_series(
    indicator: Indicator,
    place: str,
    series: Sequence[Measurement],
    target: Target,
    step: int,
    today: date,
) -> Progress:
    """Judge all figures of a place, in order of time, against a target as of `today`.

    A target whose period is over is judged by the series in force then: figures after a later break
    measure something else. `step` is the series' own, in months.
    """
    day = _day_of_judging(target, today)
    next_break = evidence.first_break_after(indicator, place, series, day, today)
    in_force = [figure for figure in series if _is_before(figure, next_break)]
    figures = evidence.comparable(indicator, place, in_force, day)
    return judge(
        [figure.period for figure in figures],
        [figure.value for figure in figures],
        target,
        indicator.better,
        indicator.unit.kind,
        is_bound=[figure.status == LOWER_BOUND for figure in figures],
        step=step,
        today=today,
        series_break=evidence.last_break(indicator, place, in_force, day),
        next_break=next_break,
    )


def _is_before(figure: Measurement, break_period: str) -> bool:
    return not break_period or period_start(figure.period) < period_start(break_period)


def _day_of_judging(target: Target, today: date) -> date:
    """Return today, or the last day of the target's period where that is over."""
    if not is_over(target.period, today):
        return today
    end = month_number(period_start(target.period)) + period_months(target.period)
    return date(end // MONTHS_A_YEAR, end % MONTHS_A_YEAR + 1, 1) - timedelta(days=1)
