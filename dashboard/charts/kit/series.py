"""A place's values over time: where its line runs, where it stops, which points are provisional."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.charts.kit.frame import column_lists
from indicators.model import Break
from indicators.periods import period_start
from indicators.statistics.evidence import has_coverage_jump
from indicators.statistics.recency import usual_step

SOFT = ("compiled", "provisional", "estimated", "assumed_period", "lower_bound", "forecast")
"""Statuses of values that may still change or are not the publisher's: drawn as open markers."""
MONTHS_IN_YEAR = 12
COLUMNS = ("place", "period", "value", "status", "coverage")


class Point(NamedTuple):
    """One value of one place. `coverage` is a group's, from 0 to 1."""

    place: str
    period: str
    date: date
    value: float
    status: str
    coverage: float | None

    @property
    def month(self) -> int:
        """Months since the year 0."""
        return self.date.year * 12 + self.date.month


TimeSeries = tuple[Point, ...]


def series_of(data: pd.DataFrame) -> dict[str, TimeSeries]:
    """Return each place's points in order of time, without rows that have no value or no date."""
    if data.empty:
        return {}
    days = pd.to_datetime(data["date"]).to_numpy().astype("datetime64[D]").tolist()
    columns = column_lists(data, COLUMNS)
    points: dict[str, list[Point]] = {}
    for day, place, period, value, status, coverage in zip(days, *columns, strict=True):
        if value is not None and day is not None:
            point = Point(str(place), str(period), day, float(value), status or "", coverage)
            points.setdefault(point.place, []).append(point)
    return {
        place: tuple(sorted(series, key=lambda point: point.date))
        for place, series in points.items()
    }


def step_of(series: Iterable[TimeSeries]) -> int:
    """Return the usual distance in months between two values of a place, as everywhere.

    See `statistics.recency`: a step is told from three distances at least, so that the single gap
    between two values does not become a step across which they would be joined.
    """
    points_of = list(series)
    starts = {point.period: point.date for points in points_of for point in points}
    periods = sorted(starts, key=lambda period: starts[period])
    column = {period: index for index, period in enumerate(periods)}
    present = np.zeros((len(points_of), len(periods)), dtype=bool)
    for row, points in enumerate(points_of):
        present[row, [column[point.period] for point in points]] = True
    return usual_step(periods, present)


def coverage_jumps(points: TimeSeries) -> list[tuple[Point, Point]]:
    """Return the pairs of a group's points between which its members' coverage changes much."""
    return [
        (earlier, later)
        for earlier, later in itertools.pairwise(points)
        if earlier.coverage is not None
        and later.coverage is not None
        and has_coverage_jump(earlier.coverage, later.coverage)
    ]


def broken_periods(points: TimeSeries, breaks: Sequence[Break]) -> frozenset[str]:
    """Return the periods from which a place's values are not comparable with those before."""
    if not points:
        return frozenset()
    breaks = [entry for entry in breaks if entry.place in ("", points[0].place)]
    periods = {point.period for point in points[1:] if point.status == "break"}
    for earlier, later in itertools.pairwise(points):
        if breaks_between(earlier, later, breaks):
            periods.add(later.period)
    return frozenset(periods)


def breaks_between(earlier: Point, later: Point, breaks: Sequence[Break]) -> list[Break]:
    """Return the declared breaks that fall between two values of a place."""
    return [
        entry
        for entry in breaks
        if entry.place in ("", later.place)
        and earlier.date < period_start(entry.period) <= later.date
    ]


def pieces(points: TimeSeries, step: int, broken: frozenset[str] = frozenset()) -> list[TimeSeries]:
    """Divide points into stretches to be joined: no gap longer than `step` months, no break."""
    result: list[list[Point]] = []
    for point in points:
        if result and point.month - result[-1][-1].month <= step and point.period not in broken:
            result[-1].append(point)
        else:
            result.append([point])
    return [tuple(piece) for piece in result]


def without_forecasts(piece: TimeSeries) -> TimeSeries:
    """Return the points of a stretch that are no forecasts."""
    return tuple(point for point in piece if point.status != "forecast")


def forecasts(piece: TimeSeries) -> TimeSeries:
    """Return the forecasts of a stretch, led by the last value before them."""
    first = next((index for index, point in enumerate(piece) if point.status == "forecast"), None)
    if first is None:
        return ()
    ahead = tuple(point for point in piece[first:] if point.status == "forecast")
    return piece[max(first - 1, 0) : first] + ahead
