"""Count how old a figure is, in the steps of its own series.

Whether a figure is recent depends on how often its series is measured: a yearly figure of three
years ago is old, that of a survey held every two years is not. So age is counted in steps, the
usual distance between two figures of a series.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from indicators.periods import month_number, period_months, period_start

RECENT_STEPS = 2
"""A figure is recent while it lies at most this many steps before the last completed one."""
MIN_DISTANCES = 3
"""With fewer distances between figures than this a step cannot be distinguished from a gap in the
series.
"""
MONTHS_A_YEAR = 12


def usual_step(periods: Sequence[str], present: NDArray[np.bool_]) -> int:
    """Return the usual distance in months between consecutive figures of one place.

    It is 12 for yearly series, 24 for biennial ones. `present` has a row for each place and a
    column for each of `periods`, which are in order of time. Only figures of the most frequent
    length count (a year, a quarter). The step is the mode of the distances over all places, the
    shorter one of two equally frequent; where they are too few, the length of a period. A month
    then counts as a year: it is the day of a stock, and does not say how often that is counted.
    """
    place, period = np.nonzero(present)
    lengths = np.array([period_months(name) for name in periods], dtype=np.int32)
    starts = np.array([month_number(period_start(name)) for name in periods], dtype=np.int32)
    return usual_step_of_rows(place, period, lengths, starts)


def usual_step_of_rows(
    place: NDArray[np.integer],
    period: NDArray[np.integer],
    lengths: NDArray[np.int32],
    starts: NDArray[np.int32],
) -> int:
    """Return the usual step, as `usual_step` does, of figures in order of place and time.

    `place` and `period` have the codes of each figure, `lengths` and `starts` the months of each
    period and the number of its first month.
    """
    if not len(period):
        return MONTHS_A_YEAR
    figures = np.bincount(period, minlength=len(lengths))
    length = int(np.bincount(lengths, weights=figures).argmax())
    if (lengths[figures > 0] != length).any():
        is_usual = lengths[period] == length
        place, period = place[is_usual], period[is_usual]
    distances = np.diff(starts[period])
    is_distance = (place[1:] == place[:-1]) & (distances > 0)
    counts = np.bincount(np.where(is_distance, distances, 0), minlength=1)
    counts[0] = 0
    if counts.sum() >= MIN_DISTANCES:
        return int(counts.argmax())
    return MONTHS_A_YEAR if length == 1 else length


def is_over(period: str, today: date) -> bool:
    """Return whether a period has ended before the month of `today`."""
    return month_number(period_start(period)) + period_months(period) <= month_number(today)


def steps_behind(period: str, step: int, today: date) -> int:
    """Return how many steps of `step` months have been completed since `period`.

    It is 0 for the newest that can be known. On 27 November 2026 a yearly figure of 2023 is 2
    steps behind (2024 and 2025 are over), one of 2024 from a survey every two years is none behind,
    as 2026 is not over.
    """
    end = month_number(period_start(period)) + period_months(period)
    return max(0, (month_number(today) - end) // step)


def is_recent(period: str, step: int, today: date) -> bool:
    """Return whether a figure of this period can say how things stand on `today`."""
    return steps_behind(period, step, today) <= RECENT_STEPS
