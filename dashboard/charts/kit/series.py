"""A place's figures in time: where its line runs, where it stops, and which of its points are soft."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from dashboard.charts.kit.frame import records
from indicators.model import Break
from indicators.periods import period_start

SOFT = ("compiled", "provisional", "estimated", "lower_bound", "forecast")
"""Statuses of figures that may still change or were not the publisher's: drawn as open markers."""


class Point(NamedTuple):
    """One figure of one place."""

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


Series = tuple[Point, ...]


def series_of(frame: pd.DataFrame) -> dict[str, Series]:
    """Each place's points in order of time; rows without a value or a date are gaps."""
    found: dict[str, list[Point]] = {}
    for row in records(frame, ("place", "period", "date", "value", "status", "coverage")):
        if row["value"] is not None and row["date"] is not None:
            found.setdefault(str(row["place"]), []).append(_point(row))
    return {
        place: tuple(sorted(points, key=lambda point: point.date))
        for place, points in found.items()
    }


def _point(row: Mapping[str, object]) -> Point:
    day = pd.Timestamp(row["date"]).date()  # type: ignore[arg-type]  # whatever kind of date the frame holds
    coverage = row["coverage"]
    return Point(
        str(row["place"]),
        str(row["period"]),
        day,
        float(str(row["value"])),
        str(row["status"] or ""),
        None if coverage is None else float(str(coverage)),
    )


def usual_step(every: Iterable[Series]) -> int:
    """The commonest number of months between two figures; the shorter where two are as common: a gap is not bridged."""
    steps = Counter(
        later.month - earlier.month
        for points in every
        for earlier, later in itertools.pairwise(points)
        if later.month > earlier.month
    )
    return max(steps, key=lambda step: (steps[step], -step), default=12)


def broken_at(points: Series, breaks: Sequence[Break]) -> frozenset[str]:
    """Periods from which a place's figures no longer compare with those before."""
    place = points[0].place if points else ""
    said = [period_start(gap.period) for gap in breaks if gap.place in ("", place)]
    crossed = {
        later.period
        for earlier, later in itertools.pairwise(points)
        for start in said
        if earlier.date < start <= later.date
    }
    return frozenset(crossed | {point.period for point in points[1:] if point.status == "break"})


def pieces(points: Series, step: int, broken: frozenset[str] = frozenset()) -> list[Series]:
    """Stretches that may be joined: no gap longer than the usual step, no break in between."""
    found: list[list[Point]] = []
    for point in points:
        if found and point.month - found[-1][-1].month <= step and point.period not in broken:
            found[-1].append(point)
        else:
            found.append([point])
    return [tuple(piece) for piece in found]


def firm(piece: Series) -> Series:
    """The points of a stretch that are no forecast."""
    return tuple(point for point in piece if point.status != "forecast")


def forecast(piece: Series) -> Series:
    """The forecasts of a stretch, led by the last figure before them."""
    ahead = next((index for index, point in enumerate(piece) if point.status == "forecast"), None)
    if ahead is None:
        return ()
    return (
        *piece[max(ahead - 1, 0) : ahead],
        *(point for point in piece[ahead:] if point.status == "forecast"),
    )
