"""Follow each target of a place: figures, verdict, the path needed, and the forecast.

Targets are judged with the figures of the place that they hold for: a national target with the
country's. Those of the places above are shown as the setting of the page's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from indicators.analysis.forecasting import place_forecast
from indicators.analysis.standing import (
    Standing,
    nearest_with_figures,
    series_measurements,
    standing,
    verdict_on,
)
from indicators.dataset import Dataset, Observation
from indicators.model import Indicator, Target
from indicators.periods import period_months, period_start
from indicators.statistics import evidence
from indicators.statistics.evidence import Measurement
from indicators.statistics.recency import MONTHS_A_YEAR, is_over
from indicators.trajectories.forecasts import Forecast, NoForecast
from indicators.trajectories.pace import Point, time_of
from indicators.trajectories.paths import Course, course, path_needed
from indicators.trajectories.status import (
    NO_VERDICT,
    Progress,
    State,
    bound,
    is_met,
    part_of_way,
)

GOOD_STATES: tuple[State, ...] = ("reached", "on_track")
STATE_ORDER: tuple[State, ...] = (
    "moving_away",
    "off_track",
    "missed",
    "slow",
    "on_track",
    "reached",
    "due",
    "too_old",
    "insufficient",
)
"""Targets in trouble first, those without a verdict last."""


@dataclass(frozen=True)
class Road:
    """The road of one place to one target.

    `position` is that of the target in its indicator's list. `page_place` is the place that the
    page is about, `place` the one whose figures are judged: the same, or one above it. `series` are
    all its figures in order of time, `comparable` those that a forecast goes on from. `path` is the
    path needed from the base on, empty where it is not defined or the base meets the target;
    `course` is where the pace so far leads, None without one.
    """

    indicator: Indicator
    page_place: str
    place: str
    target: Target
    position: int
    progress: Progress
    series: tuple[Observation, ...]
    comparable: tuple[Measurement, ...]
    path: tuple[Point, ...]
    course: Course | None

    @property
    def is_proxy(self) -> bool:
        """Whether the target is judged by figures of a place above the page's."""
        return self.place != self.page_place

    @property
    def id(self) -> str:
        """Return what tells this road from the others of the page.

        Two plans may set one value for one period: the target's position tells them apart.
        """
        return f"{self.indicator.id}.{self.place}.{self.position}"

    @property
    def part_of_way(self) -> float:
        """Return the part of the way from base to goal that is behind.

        NaN without a base, and where the base meets the target.
        """
        return self._part(self.progress.value)

    @property
    def part_needed(self) -> float:
        """Return the part of the way that the path needed has behind it at the newest figure.

        NaN without a path, and after the target's period.
        """
        if len(self.path) < 2:
            return float("nan")
        times = [point.time for point in self.path]
        values = [point.value for point in self.path]
        at = time_of(self.progress.period)
        if at > times[-1]:
            return float("nan")
        return self._part(float(np.interp(at, times, values)))

    def _part(self, value: float) -> float:
        base, better = self.progress.base_value, self.indicator.better
        return part_of_way(value, self.target, better, base)


@dataclass(frozen=True)
class TargetCount:
    """How many targets there are, how many have a verdict, and how many are met or on track."""

    total: int = 0
    judged: int = 0
    on_track: int = 0


def count_targets(found: Iterable[Road]) -> TargetCount:
    """Count targets by what their states say."""
    states = [road.progress.state for road in found]
    judged = sum(state not in NO_VERDICT for state in states)
    return TargetCount(len(states), judged, sum(state in GOOD_STATES for state in states))


def roads(dataset: Dataset, place: str, today: date) -> tuple[Road, ...]:
    """Return the roads to the targets of a place, then those of the places above it.

    Each target is judged by the figures of the nearest place that it holds for. They are in the
    order of the places, fields and states, those in trouble first.
    """
    return dataset.cached_for_day(
        today, ("roads", place), lambda: tuple(_sorted(dataset, place, today))
    )


def road_forecast(dataset: Dataset, road: Road, today: date) -> Forecast | NoForecast | None:
    """Return the forecast of a road up to its target's period, or why there is none.

    None where the newest figure is of that period or later, or where no figure is comparable. It
    is made once for each dataset and day: a fit takes about a fifth of a second.
    """
    if not road.comparable or is_over(road.target.period, today):
        return None
    last, end = road.comparable[-1].period, road.target.period
    horizon = period_start(end).year - period_start(last).year
    if horizon <= 0:
        return None
    return place_forecast(dataset, road.indicator.id, road.place, end, today)


def indicator_roads(dataset: Dataset, indicator: str, place: str, today: date) -> tuple[Road, ...]:
    """Return the roads of one indicator, as the page of the indicator shows them."""
    return tuple(road for road in roads(dataset, place, today) if road.indicator.id == indicator)


def _sorted(dataset: Dataset, place: str, today: date) -> list[Road]:
    pillars = list(dataset.catalogue.pillars)
    ancestors = dataset.catalogue.ancestors(place)

    def order(road: Road) -> tuple[int, int, int, str, str]:
        return (
            ancestors.index(road.place),
            pillars.index(road.indicator.pillar),
            STATE_ORDER.index(road.progress.state),
            road.indicator.id,
            road.target.period,
        )

    return sorted(_roads(dataset, place, today), key=order)


def _roads(dataset: Dataset, place: str, today: date) -> Iterator[Road]:
    for indicator in dataset.catalogue.indicators.values():
        for position, target in enumerate(indicator.targets):
            judged = _place_of(dataset, indicator, target, place)
            entry = standing(dataset, indicator.id, judged) if judged else None
            if entry is not None:
                yield _road(dataset, entry, position, place, today)


def _place_of(dataset: Dataset, indicator: Indicator, target: Target, place: str) -> str:
    """Return the nearest place that a target holds for and that has figures; '' without one."""
    if target.scope == 2:  # for every place: the nearest with figures stands for those below it
        judged = nearest_with_figures(dataset, indicator.id, place)
        return judged if judged and dataset.catalogue.places[judged].ranked else ""
    for code in dataset.catalogue.ancestors(place):
        is_judged = dataset.catalogue.places[code].ranked and target.holds_for(code)
        if is_judged and dataset.has(indicator.id, code):
            return code
    return ""


def _road(dataset: Dataset, entry: Standing, position: int, page_place: str, today: date) -> Road:
    indicator, place = entry.indicator, entry.place
    target = indicator.targets[position]
    progress = verdict_on(dataset, entry, target, today)
    series = tuple(dataset.series(indicator.id, place))
    comparable = evidence.comparable(indicator, place, series_measurements(series), today)
    return Road(
        indicator,
        page_place,
        place,
        target,
        position,
        progress,
        series,
        tuple(comparable),
        _path(progress, indicator, target),
        course(progress),
    )


def _path(progress: Progress, indicator: Indicator, target: Target) -> tuple[Point, ...]:
    """Return the path needed, in the steps of the series; empty where the base meets the target."""
    start, better = progress.base_value, indicator.better
    if not progress.base_period or is_met(start, target, better, start):
        return ()
    base = Point(time_of(progress.base_period), start)
    goal = Point(time_of(target.period), bound(target, better, start))
    step = min(period_months(progress.period), MONTHS_A_YEAR)
    return path_needed(base, goal, progress.method, step)
