"""Find where a place stands: newest figure, change, rank among peers, progress to its target.

What a figure may be used for is decided in statistics/evidence.py. A standing is made once for
each place and dataset, for every page needs it. A verdict depends on the day, too, and is kept for
that day only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from indicators.analysis.recent_figures import places_of_levels
from indicators.dataset import Dataset, Observation
from indicators.model import STATUSES, Break, Group, Indicator, Target
from indicators.periods import period_months, period_start
from indicators.statistics import evidence
from indicators.statistics.evidence import (
    BREAK,
    UNRANKED,
    Measurement,
    RankBasis,
    RankChange,
)
from indicators.trajectories.status import Progress, current_target
from indicators.trajectories.verdicts import judge_series

TRAIL_LENGTH = 25
"""Number of the newest figures in the small chart of a tile."""


@dataclass(frozen=True)
class Rank:
    """The rank of a place among a group at a period, on unrounded values.

    `position` is among `count` places, of which `older` entered with a figure of an earlier
    period. `basis` says whether it orders them by merit or by size.
    """

    position: int
    count: int
    older: int
    period: str
    group: Group
    basis: RankBasis


@dataclass(frozen=True)
class Standing:
    """One place in one indicator.

    `place` is the place of the figure, `page_place` the place that the page is about: the same
    one, or one below it that has no figure. `difference` is the change since `previous`; None
    where there is none, where the series broke between (`series_break`), or where it is not known.
    `rank_change` is the move since `previous` among the members with figures in both periods.
    `targets` are all of the place, in order of period.
    `trail` has the newest periods of its length with their exact values; `trail_breaks` are those
    of them in which a new series begins.
    """

    indicator: Indicator
    page_place: str
    place: str
    latest: Observation
    previous: Observation | None
    difference: float | None
    series_break: Break | None
    rank: Rank | None
    rank_change: RankChange | None
    targets: tuple[Target, ...]
    trail: tuple[tuple[str, float], ...]
    trail_breaks: tuple[str, ...] = ()

    @property
    def is_proxy(self) -> bool:
        """Whether the figure is that of a place above the page's."""
        return self.place != self.page_place

    @property
    def has_merit_rank(self) -> bool:
        """Whether there is a rank that says who does better, and not only who is larger."""
        return self.rank is not None and self.rank.basis == "merit"

    @property
    def improved(self) -> bool | None:
        """Whether the change is for the better; None without a change or a better direction."""
        if not self.difference or self.indicator.better == "none":
            return None
        return (self.difference > 0) == (self.indicator.better == "higher")


def standing(dataset: Dataset, indicator: str, place: str) -> Standing | None:
    """Return where `place` stands, by its own figure or else that of the nearest place above.

    None where none of them has a figure.
    """
    return dataset.cached(
        ("standing", indicator, place), lambda: _standing(dataset, indicator, place)
    )


def standings(dataset: Dataset, place: str, pillar: str) -> list[Standing]:
    """Return the standings in a pillar's headline indicators, for those with a figure."""
    headline = dataset.catalogue.pillars[pillar].headline
    names = [name for name in headline if name in dataset.catalogue.indicators]
    candidates = (standing(dataset, name, place) for name in names)
    return [entry for entry in candidates if entry]


def all_standings(dataset: Dataset, place: str) -> list[Standing]:
    """Return the standings in every indicator in which the place has figures of its own."""

    def make() -> list[Standing]:
        names = dataset.indicators_of(place)
        candidates = (standing(dataset, name, place) for name in names)
        return [entry for entry in candidates if entry]

    return dataset.cached(("all standings", place), make)


def nearest_with_figures(dataset: Dataset, indicator: str, place: str) -> str:
    """Return the place itself, or the nearest one above it that has figures; '' without one."""
    catalogue = dataset.catalogue
    for code in catalogue.ancestors(place):
        # The figure of a territory may stand in for a place below it; the world's never does.
        fits = code == place or catalogue.places[code].level in catalogue.territorial_levels
        if fits and dataset.has(indicator, code):
            return code
    return ""


def peer_group(dataset: Dataset, indicator: str, place: str) -> Group | None:
    """Return the group that a place is ranked among in an indicator; None where there is none.

    It is the peer group of the place's level. A place that is not in it is ranked among the
    smallest group of its level that it belongs to; a municipality that is a province, by its
    figures of cities, among a group of cities. The indicator is measured at the group's level.
    """
    catalogue = dataset.catalogue
    if place not in catalogue.places or not dataset.can_rank(place):
        return None
    level = catalogue.places[place].level
    level_peers, peers = catalogue.peers.get(level), set(catalogue.peers.values())
    groups = [
        group
        for group in catalogue.groups.values()
        if place in group.places and is_measured_among(dataset, indicator, group)
    ]

    def order(group: Group) -> tuple[bool, bool, bool, int]:
        is_other_level = group.level != level
        is_not_peers = is_other_level and group.id not in peers
        return group.id != level_peers, is_other_level, is_not_peers, len(group.places)

    return min(groups, key=order, default=None)


def is_measured_among(dataset: Dataset, indicator: str, group: Group) -> bool:
    """Return whether an indicator is measured at the level of a group, so that it may rank it."""
    return dataset.cached(
        ("measured among", indicator, group.id),
        lambda: is_measured_at(dataset, indicator, group.level, group.places),
    )


def is_measured_at(dataset: Dataset, indicator: str, level: str, members: Sequence[str]) -> bool:
    """Return whether an indicator is measured at a level, of which `members` are compared."""
    row = dataset.grid(indicator).row
    with_figures = sum(place in row for place in members)
    counts = places_of_levels(dataset).get(indicator, {})
    return evidence.is_measured_at(level, counts, len(members), with_figures)


def levels_with_figures(dataset: Dataset, indicator: str) -> tuple[str, ...]:
    """Return the territorial levels whose places have figures of an indicator, wide to narrow."""
    counts = places_of_levels(dataset).get(indicator, {})
    return tuple(level for level in dataset.catalogue.territorial_levels if level in counts)


def _standing(dataset: Dataset, indicator_id: str, page_place: str) -> Standing | None:
    place = nearest_with_figures(dataset, indicator_id, page_place)
    if not place:
        return None
    indicator = dataset.catalogue.indicators[indicator_id]
    series = dataset.series(indicator_id, place)
    latest, previous = series[-1], _previous(series)
    series_break = _break_between(indicator, series, previous, latest) if previous else None
    group = peer_group(dataset, indicator_id, place)
    trail = _trail(series)
    difference, move = None, None
    if previous and not series_break and _is_difference_known(indicator, previous, latest):
        difference = latest.value - previous.value
        if group:
            moves = _rank_changes(dataset, indicator, group, previous.period, latest.period)
            move = moves.get(place)
    return Standing(
        indicator,
        page_place,
        place,
        latest,
        previous,
        difference,
        series_break,
        _rank(dataset, indicator, place, group, latest.period) if group else None,
        move,
        indicator.targets_for(place) if dataset.catalogue.places[place].ranked else (),
        tuple((figure.period, figure.value) for figure in trail),
        _breaks_within(indicator, series, trail),
    )


def _trail(series: list[Observation]) -> list[Observation]:
    """Return the newest figures over periods as long as that of the newest one.

    Without bounds, forecasts and figures of an assumed period: no line leads to or from them.
    """
    length = period_months(series[-1].period)
    exact = [
        entry
        for entry in series
        if period_months(entry.period) == length and entry.status not in UNRANKED
    ]
    return exact[-TRAIL_LENGTH:]


def _breaks_within(
    indicator: Indicator, series: list[Observation], trail: list[Observation]
) -> tuple[str, ...]:
    """Return the periods of a trail that do not compare with the one before them."""
    flagged = [figure.period for figure in series if figure.status == BREAK]
    if not flagged and not indicator.breaks:
        return ()
    return tuple(
        after.period
        for before, after in pairwise(trail)
        if evidence.break_between(indicator, after.place, before.period, after.period, flagged)
    )


def _is_difference_known(indicator: Indicator, previous: Observation, latest: Observation) -> bool:
    if evidence.has_coverage_jump(previous.coverage, latest.coverage):
        return False
    figures = (previous, latest)
    measurements = [Measurement(entry.period, entry.value, entry.status) for entry in figures]
    return evidence.is_difference_known(indicator, measurements)


def _previous(series: list[Observation]) -> Observation | None:
    """Return the figure before the newest, over a period of the same length."""
    length = period_months(series[-1].period)
    for figure in reversed(series[:-1]):
        if period_months(figure.period) == length:
            return figure
    return None


def _rank(
    dataset: Dataset, indicator: Indicator, place: str, group: Group, period: str
) -> Rank | None:
    """Return the rank of a place among a group at a period, None where it has none."""
    ranks, older = _ranks(dataset, indicator.id, group.id, period)
    if place not in ranks:
        return None
    basis = evidence.rank_basis(indicator)
    return Rank(ranks[place], len(ranks), older, period, group, basis)


def _ranks(dataset: Dataset, indicator: str, group: str, period: str) -> tuple[dict[str, int], int]:
    """Return the ranks of a group's members at a period, and how many have an older figure."""

    def make() -> tuple[dict[str, int], int]:
        ranking = dataset.ranking(indicator, dataset.catalogue.groups[group].places, period)
        positions = np.flatnonzero(~np.isnan(ranking.rank)).tolist()
        ranks = {ranking.place[position]: int(ranking.rank[position]) for position in positions}
        start = period_start(period)
        is_older = [period_start(ranking.period[position]) < start for position in positions]
        return ranks, sum(is_older)

    return dataset.cached(("ranks", indicator, group, period), make)


def _rank_changes(
    dataset: Dataset, indicator: Indicator, group: Group, before: str, after: str
) -> dict[str, RankChange]:
    """Return each member's move in rank between two periods, among those with figures of both."""
    return dataset.cached(
        ("rank changes", indicator.id, group.id, before, after),
        lambda: _make_rank_changes(dataset, indicator, group, before, after),
    )


def _make_rank_changes(
    dataset: Dataset, indicator: Indicator, group: Group, before: str, after: str
) -> dict[str, RankChange]:
    grid = dataset.grid(indicator.id)
    members = [code for code in group.places if code in grid.row and dataset.can_rank(code)]
    flagged = _flagged_periods(dataset, indicator.id)
    unbroken = [
        code
        for code in members
        if not evidence.break_between(indicator, code, before, after, flagged.get(code, ()))
    ]
    values = [_values_at(dataset, indicator.id, unbroken, period) for period in (before, after)]
    return evidence.rank_changes(values[0], values[1], indicator)


def _values_at(
    dataset: Dataset, indicator: str, places: Sequence[str], period: str
) -> dict[str, float]:
    """Return the figures of exactly one period that can be ranked, by place."""
    grid, status = dataset.grid(indicator), dataset.observations.rows.status
    unranked = [STATUSES.index(name) for name in UNRANKED]
    column = grid.column[period]
    values = {}
    for place in places:
        row = grid.row[place]
        cell = int(grid.cell[row, column])
        if cell >= 0 and status[cell] not in unranked:
            values[place] = float(grid.value[row, column])
    return values


def _flagged_periods(dataset: Dataset, indicator: str) -> dict[str, list[str]]:
    """Return by place the periods whose figures the publisher flags as a break."""

    def make() -> dict[str, list[str]]:
        grid, status = dataset.grid(indicator), dataset.observations.rows.status
        is_flagged = (grid.cell >= 0) & (status[grid.cell] == STATUSES.index(BREAK))
        flagged: dict[str, list[str]] = {}
        for row, column in np.argwhere(is_flagged).tolist():
            flagged.setdefault(grid.places[row], []).append(grid.periods[column])
        return flagged

    return dataset.cached(("flagged periods", indicator), make)


def _break_between(
    indicator: Indicator, series: list[Observation], before: Observation, after: Observation
) -> Break | None:
    """Return the break between two figures of a series, declared or flagged."""
    flagged = [figure.period for figure in series if figure.status == BREAK]
    return evidence.break_between(indicator, after.place, before.period, after.period, flagged)


def verdict(dataset: Dataset, entry: Standing, today: date) -> Progress | None:
    """Return how the place of a standing progresses to its target on `today`; None without one.

    Of several targets it is the one that is still open (`current_target`).
    """
    target = current_target(entry.targets, today)
    return verdict_on(dataset, entry, target, today) if target else None


def series_measurements(figures: Sequence[Observation]) -> list[Measurement]:
    """Return figures as the rules of evidence take them."""
    return [Measurement(figure.period, figure.value, figure.status) for figure in figures]


def verdict_on(dataset: Dataset, entry: Standing, target: Target, today: date) -> Progress:
    """Return how the place of a standing progresses to one of its targets on `today`."""
    indicator, place = entry.indicator, entry.place

    def make() -> Progress:
        series = series_measurements(dataset.series(indicator.id, place))
        step = dataset.step(indicator.id)
        return judge_series(indicator, place, series, target, step, today)

    return dataset.cached_for_day(today, ("verdict", indicator.id, place, target), make)
