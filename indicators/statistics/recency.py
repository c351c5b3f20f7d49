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

from indicators.periods import period_months, period_start

RECENT_STEPS = 2
"""A figure is recent while it lies at most this many steps before the last completed one."""
MIN_DISTANCES = 3
"""With fewer distances between figures than this a step cannot be distinguished from a gap in the
series.
"""
MONTHS_A_YEAR = 12


def month_number(day: date) -> int:
    """Return the months since the year 0, so that distances can be counted in months."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def usual_step(periods: Sequence[str], present: NDArray[np.bool_]) -> int:
    """Return the usual distance in months between consecutive figures of one place.

    It is 12 for yearly series, 24 for biennial ones. `present` has a row for each place and a
    column for each of `periods`, which are in order of time. Only figures of the most frequent
    length count (a year, a quarter). The step is the mode of the distances over all places, the
    shorter one of two equally frequent. Where they are too few, it is the length of a period; for
    periods shorter than a year, which may be dates of a stock, the least distance up to a year.
    """
    if not present.any():
        return MONTHS_A_YEAR
    lengths = np.array([period_months(period) for period in periods])
    starts = np.array([month_number(period_start(period)) for period in periods])
    figures = present.sum(axis=0)
    length = int(np.bincount(lengths, weights=figures).argmax())
    row, column = np.nonzero(present & (lengths == length))
    is_same_place = row[1:] == row[:-1]
    distances = np.diff(starts[column])[is_same_place]
    distances = distances[distances > 0]
    if len(distances) >= MIN_DISTANCES:
        return int(np.bincount(distances).argmax())
    least = int(distances.min()) if len(distances) else MONTHS_A_YEAR
    return max(length, min(least, MONTHS_A_YEAR))


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
