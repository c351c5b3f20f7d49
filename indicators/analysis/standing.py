"""Where a place stands in an indicator: newest figure, change, rank among peers, and the verdict on its target.

A standing is worked out once for each place and dataset and kept in the dataset's memo, for every page asks for it. A
verdict depends on the day, too, and is kept for that day only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from indicators.dataset import Dataset, Observation
from indicators.model import Break, Group, Indicator, Target
from indicators.periods import period_months, period_start
from indicators.statistics.target import Progress, judge

T = TypeVar("T")
BREAK, FORECAST = "break", "forecast"
"""The statuses of a figure that begins a new series, and of one that nobody has measured."""


@dataclass(frozen=True)
class Standing:
    """One place in one indicator. `place` is whose figure it is; `asked` is whose page it stands on.

    `difference` is the change since `previous`; None where there is none, or where the series broke between.
    `rank` and `rank_before` (at the time of `previous`) are among `group`, on unrounded values.
    """

    indicator: Indicator
    asked: str
    place: str
    latest: Observation
    previous: Observation | None
    difference: float | None
    broken: Break | None
    group: Group | None
    rank: int | None
    of: int
    rank_before: int | None
    target: Target | None
    trail: tuple[tuple[str, float], ...]

    @property
    def own(self) -> bool:
        """Whether the figure is the asked place's own."""
        return self.place == self.asked

    @property
    def moved(self) -> int:
        """Places gained (positive) or lost since the previous figure."""
        return self.rank_before - self.rank if self.rank and self.rank_before else 0

    @property
    def improved(self) -> bool | None:
        """Whether the change went the good way; None where there is no change or no good way."""
        if not self.difference or self.indicator.better == "none":
            return None
        return (self.difference > 0) == (self.indicator.better == "higher")


def standing(dataset: Dataset, indicator: str, place: str) -> Standing | None:
    """Where `place` stands, by its own figure or else the nearest place above that has one; None without any."""
    return dataset.cached(
        ("standing", indicator, place), lambda: _standing(dataset, indicator, place)
    )


def standings(dataset: Dataset, place: str, pillar: str) -> list[Standing]:
    """The pillar's headline indicators in order, for those with a figure."""
    names = dataset.catalogue.pillars[pillar].headline
    found = (
        standing(dataset, name, place) for name in names if name in dataset.catalogue.indicators
    )
    return [entry for entry in found if entry]


def all_standings(dataset: Dataset, place: str) -> list[Standing]:
    """Every indicator in which the place has a figure of its own, in the catalogue's order."""

    def make() -> list[Standing]:
        found = (
            standing(dataset, name, place)
            for name in dataset.catalogue.indicators
            if dataset.has(name, place)
        )
        return [entry for entry in found if entry]

    return dataset.cached(("all standings", place), make)


def nearest_with_figures(dataset: Dataset, indicator: str, place: str) -> str:
    """The place itself, or the nearest one above it that has figures; empty where none has."""
    catalogue = dataset.catalogue
    for code in catalogue.ancestors(place):
        # The figure of a territory may stand in for a place below it; the world's never does.
        fits = code == place or catalogue.places[code].level in catalogue.territorial_levels
        if fits and dataset.has(indicator, code):
            return code
    return ""


def broken_between(entry: Indicator, place: str, before: str, after: str) -> Break | None:
    """The break that lies after period `before` and up to `after`, for this place or for all."""
    start, end = period_start(before), period_start(after)
    return next(
        (
            one
            for one in entry.breaks
            if one.place in ("", place) and start < period_start(one.period) <= end
        ),
        None,
    )


def _standing(dataset: Dataset, indicator: str, asked: str) -> Standing | None:
    place = nearest_with_figures(dataset, indicator, asked)
    if not place:
        return None
    entry, series = dataset.catalogue.indicators[indicator], dataset.series(indicator, place)
    latest = series[-1]
    previous = _previous(series)
    broken = _break_between(entry, series, previous, latest) if previous else None
    group = dataset.catalogue.peer_group(place)
    rank, of = _rank(dataset, entry, place, group, latest.period)
    target = entry.target_for(place)
    comparable = previous if not broken else None
    return Standing(
        entry,
        asked,
        place,
        latest,
        previous,
        latest.value - comparable.value if comparable else None,
        broken,
        group,
        rank,
        of,
        _rank(dataset, entry, place, group, comparable.period)[0] if comparable else None,
        target,
        tuple((one.period, one.value) for one in series[-25:]),
    )


def _previous(series: list[Observation]) -> Observation | None:
    """The figure before the newest, over a period of the same length."""
    length = period_months(series[-1].period)
    return next((one for one in reversed(series[:-1]) if period_months(one.period) == length), None)


def _rank(
    dataset: Dataset, entry: Indicator, place: str, group: Group | None, period: str
) -> tuple[int | None, int]:
    """Rank among the group at a period, and among how many; none where fewer than three have a figure."""
    if group is None or entry.unit.kind == "rank":
        return None, 0
    table = ranks(dataset, entry.id, group.id, period)
    return (table.get(place), len(table)) if len(table) > 2 else (None, len(table))


def ranks(dataset: Dataset, indicator: str, group: str, period: str) -> dict[str, int]:
    """Rank of each member of a group at a period (figures at most two steps of the series older count)."""

    def make() -> dict[str, int]:
        frame = dataset.ranked(indicator, dataset.catalogue.groups[group].places, period)
        return {place: int(rank) for place, rank in zip(frame["place"], frame["rank"], strict=True)}

    return dataset.cached(("ranks", indicator, group, period), make)


def _break_between(
    entry: Indicator, series: list[Observation], before: Observation, after: Observation
) -> Break | None:
    """The break between two figures of a series: declared, or flagged by the publisher at a figure after the first."""
    declared = broken_between(entry, after.place, before.period, after.period)
    if declared:
        return declared
    start, end = period_start(before.period), period_start(after.period)
    flagged = (
        figure.period
        for figure in series
        if figure.status == BREAK and start < period_start(figure.period) <= end
    )
    return next((Break(period, after.place) for period in flagged), None)


def verdict(dataset: Dataset, one: Standing, today: date) -> Progress | None:
    """How the place of a standing stands to its target on `today`; None where it has no target.

    Only measured figures count that may be compared with each other: none before the last break, declared or flagged
    by the publisher, no forecast, all of the newest one's length (a year, a quarter).
    """
    target = one.target
    if target is None:
        return None

    def make() -> Progress:
        series = _comparable(one.indicator, dataset.series(one.indicator.id, one.place), today)
        return judge(
            [figure.period for figure in series],
            [figure.value for figure in series],
            target,
            one.indicator.better,
            one.indicator.unit.kind,
            step=dataset.step(one.indicator.id),
            today=today,
        )

    return dataset.cached_for_day(today, ("verdict", one.indicator.id, one.place), make)


def _comparable(entry: Indicator, series: list[Observation], today: date) -> list[Observation]:
    """The measured figures of one place since the last break up to today, of the newest one's length."""
    measured = [figure for figure in series if figure.status != FORECAST]
    if not measured:
        return []
    declared = [known.period for known in entry.breaks if known.place in ("", measured[-1].place)]
    flagged = [figure.period for figure in measured if figure.status == BREAK]
    starts = [period_start(period) for period in (*declared, *flagged)]
    last_break = max((start for start in starts if start <= today), default=date.min)
    length = period_months(measured[-1].period)
    return [
        figure
        for figure in measured
        if period_start(figure.period) >= last_break and period_months(figure.period) == length
    ]
