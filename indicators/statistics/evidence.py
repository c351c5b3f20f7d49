"""Decide what a figure may be used for: a rank, a change, a verdict on a target.

Every rule of eligibility stands here and nowhere else; docs/ranks.md has them for readers. What
fetches figures (`Dataset.ranked`, `analysis.standing`, `analysis.comparison`) asks these
functions, so that the first page, the indicator page, the compare page and exports agree.
How old a figure may be is counted in recency.py, how a target is judged stands in
trajectories/status.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.model import AMOUNT_KINDS, Break, Indicator
from indicators.periods import period_months, period_start
from indicators.statistics.rank import rank, rank_scores

BREAK, FORECAST = "break", "forecast"
"""The statuses of a figure that begins a new series and of one that nobody has measured."""
LOWER_BOUND, ASSUMED_PERIOD = "lower_bound", "assumed_period"
"""The statuses of a figure that the true one is at or above, and of one whose source does not state
its period."""
UNRANKED = (FORECAST, LOWER_BOUND, ASSUMED_PERIOD)
"""The statuses of figures that have no place in an order: the true one may be another."""
MIN_RANKED = 5
"""So many places, the ranked one among them, must have an eligible figure for a rank."""
MIN_HEADLINE = 5
"""So many figures of a place must be eligible for strengths and weaknesses to be named."""
MIN_COVERAGE_OF_GROUP = 0.5
"""The part of a group that must have figures where most figures are of another level."""

RankBasis = Literal["merit", "size", "none"]
"""By what places are ordered: 'merit' where more or less is better, 'size' where an order says
only who is larger, 'none' where no order is formed: the figures are ranks themselves, neither way
is better, or the indicator is declared to rank nobody."""


def is_size(indicator: Indicator) -> bool:
    """Return whether an indicator grows with the place: a total, a count, an amount.

    An amount that is divided by another, as GDP per resident is, does not.
    """
    if indicator.total:
        return True
    is_ratio = any(power < 0 for power in indicator.unit.dimension.values())
    return indicator.unit.kind in AMOUNT_KINDS and not is_ratio


def rank_basis(indicator: Indicator) -> RankBasis:
    """Return by what places are ordered in an indicator."""
    if indicator.unit.kind == "rank" or not indicator.ranked:
        return "none"
    if is_size(indicator):
        return "size"
    return "none" if indicator.better == "none" else "merit"


def eligible_ranks(
    values: ArrayLike, can_rank: ArrayLike, indicator: Indicator
) -> NDArray[np.float64]:
    """Return the rank of each value among those that `can_rank` marks; NaN where there is none.

    Ranks are 1 for the best, or for the largest where the order is by size. All are NaN where fewer
    than MIN_RANKED values take part.
    """
    eligible = np.where(np.asarray(can_rank, dtype=bool), np.asarray(values, dtype=float), np.nan)
    basis = rank_basis(indicator)
    if basis == "none" or np.count_nonzero(np.isfinite(eligible)) < MIN_RANKED:
        return np.full(eligible.shape, np.nan)
    if indicator.kind == "index":
        return rank_scores(eligible, indicator.rank_digits)
    return rank(eligible, "none" if basis == "size" else indicator.better)


def is_measured_at(
    level: str, places_of_level: Mapping[str, int], member_count: int, with_figures: int
) -> bool:
    """Return whether an indicator is measured at the level of a group, so that it may rank it.

    `places_of_level` counts the places with figures by level. It is measured at the level that
    most of them have, and at any other where half of the group's members have figures. So four
    municipalities with figures of cities are not ranked among thirty-one provinces.
    """
    most = max(places_of_level.values(), default=0)
    if places_of_level.get(level, 0) == most:
        return most > 0
    return with_figures >= MIN_COVERAGE_OF_GROUP * member_count


def break_between(
    indicator: Indicator, place: str, before: str, after: str, flagged: Iterable[str] = ()
) -> Break | None:
    """Return the break after period `before` and up to `after`; None where figures compare.

    It is declared, for this place or for all, or is one of the periods that the publisher
    `flagged` as not comparable with those before.
    """
    start, end = period_start(before), period_start(after)
    for entry in indicator.breaks:
        if entry.place in ("", place) and start < period_start(entry.period) <= end:
            return entry
    for period in flagged:
        if start < period_start(period) <= end:
            return Break(period, place)
    return None


def is_since_breaks(
    indicator: Indicator, places: Sequence[str], dates: NDArray[np.datetime64], end: np.datetime64
) -> NDArray[np.bool_]:
    """Return which figures compare with those of `end`, as `break_between` has it.

    `places` and `dates`, the first days of their periods, are those of the figures. Breaks that
    only a publisher flagged are not looked at.
    """
    result = np.ones(len(places), dtype=bool)
    for entry in indicator.breaks:
        start = np.datetime64(period_start(entry.period))
        if start > end:
            continue
        is_before = dates < start
        if entry.place:
            is_before &= np.array([place == entry.place for place in places], dtype=bool)
        result &= ~is_before
    return result


@dataclass(frozen=True)
class Measurement:
    """One figure as the rules see it: its period, value and status."""

    period: str
    value: float
    status: str


COVERAGE_JUMP = 0.05 + 1e-6
"""A group's figures are of other members where the share of its weight that reports changes by more
than this. The second term is for shares that are kept as 32-bit numbers, which have seven digits.
"""


def has_coverage_jump(before: float, after: float) -> bool:
    """Return whether the coverage of a group changes so much that its figures do not compare.

    Coverages are shares of the group's weight, NaN for a place that is no group.
    """
    return abs(after - before) > COVERAGE_JUMP


def looks_over_break(indicator: Indicator, status: str) -> bool:
    """Return whether a figure is itself a comparison across a break, as a growth rate may be."""
    return indicator.span > 0 and status == BREAK


def is_difference_known(indicator: Indicator, figures: Iterable[Measurement]) -> bool:
    """Return whether the difference between figures of an indicator can be stated.

    It cannot where one of them is a lower bound, a 0 that was rounded to, of an assumed period, or
    a growth rate across a break.
    """
    for figure in figures:
        is_rounded_away = indicator.unit.rounding > 0 and figure.value == 0
        is_vague = figure.status in (LOWER_BOUND, ASSUMED_PERIOD)
        if is_rounded_away or is_vague or looks_over_break(indicator, figure.status):
            return False
    return True


def comparable(
    indicator: Indicator, place: str, series: Sequence[Measurement], today: date
) -> list[Measurement]:
    """Return the figures by which a target may be judged, in order of time.

    They are measured (no forecast) in a period that the source states, not from before the last
    break up to today, and of the length of the newest one (a year, a quarter). Lower bounds are
    among them: one may show that a target is met, and nothing else (see `target.judge`).
    """
    measured = [figure for figure in series if figure.status not in (FORECAST, ASSUMED_PERIOD)]
    if not measured:
        return []
    break_period = last_break(indicator, place, series, today)
    start = period_start(break_period) if break_period else date.min
    length = period_months(measured[-1].period)
    return [
        figure
        for figure in measured
        if period_start(figure.period) >= start and period_months(figure.period) == length
    ]


def last_break(indicator: Indicator, place: str, series: Sequence[Measurement], today: date) -> str:
    """Return the period from which figures compare with today's, '' where no break is known.

    It is that of the last break up to today, declared or flagged by the publisher.
    """
    past = [period for period in _breaks(indicator, place, series) if period_start(period) <= today]
    return past[-1] if past else ""


def first_break_after(
    indicator: Indicator, place: str, series: Sequence[Measurement], day: date, today: date
) -> str:
    """Return the period of the first break after a day and up to today, '' where there is none.

    Figures from it on say nothing of a target that was due by that day.
    """
    for period in _breaks(indicator, place, series):
        if day < period_start(period) <= today:
            return period
    return ""


def _breaks(indicator: Indicator, place: str, series: Sequence[Measurement]) -> list[str]:
    """Return the periods of the declared and flagged breaks of a place, in order of time."""
    declared = [entry.period for entry in indicator.breaks if entry.place in ("", place)]
    flagged = [figure.period for figure in series if figure.status == BREAK]
    return sorted((*declared, *flagged), key=period_start)


@dataclass(frozen=True)
class RankChange:
    """How a place moved among the places that have figures in both periods.

    `gain` is the number of ranks gained, negative where they were lost; `members` counts the
    places, itself among them.
    """

    gain: int
    members: int


def rank_changes(
    before: Mapping[str, float], after: Mapping[str, float], indicator: Indicator
) -> dict[str, RankChange]:
    """Return the move of each place between two periods among the members of both.

    `before` and `after` hold the comparable figures of each period by place. A place is missing
    that lacks one of them; all are where order is no merit, or where fewer than MIN_RANKED places
    have both.
    """
    members = [code for code in after if code in before]
    if rank_basis(indicator) != "merit" or not members:
        return {}
    takes_part = np.ones(len(members), dtype=bool)
    old = eligible_ranks([before[code] for code in members], takes_part, indicator)
    new = eligible_ranks([after[code] for code in members], takes_part, indicator)
    return {
        code: RankChange(int(gain), len(members))
        for code, gain in zip(members, old - new, strict=True)
        if not np.isnan(gain)
    }
