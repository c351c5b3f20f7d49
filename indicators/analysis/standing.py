"""Find where a place stands: newest figure, change, rank among peers, progress to its target.

A standing is made once for each place and dataset, for every page asks for it. A verdict depends
on the day, too, and is kept for that day only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.dataset import Dataset, Observation
from indicators.model import Break, Group, Indicator, Target
from indicators.periods import period_months, period_start
from indicators.statistics.target import Progress, judge

BREAK, FORECAST = "break", "forecast"
"""The statuses of a figure that begins a new series, and of one that nobody has measured."""
MIN_RANKED = 3
"""So many places of a group must have a figure for a rank."""
TRAIL_LENGTH = 25
"""Number of the newest figures in the small chart of a tile."""


@dataclass(frozen=True)
class Standing:
    """One place in one indicator. `place` is whose figure it is; `asked` whose page it is.

    `difference` is the change since `previous`; None where there is none, or where the series
    broke between. `rank` and `rank_before` (at the time of `previous`) are among `group`, on
    unrounded values; `of` is how many of the group have a figure. `trail` has the newest periods
    and values.
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
        """Ranks gained (positive) or lost since the previous figure."""
        return self.rank_before - self.rank if self.rank and self.rank_before else 0

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
        names = [name for name in dataset.catalogue.indicators if dataset.has(name, place)]
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


def broken_between(indicator: Indicator, place: str, before: str, after: str) -> Break | None:
    """Return the declared break after period `before` and up to `after`, in this place or all."""
    start, end = period_start(before), period_start(after)
    for declared in indicator.breaks:
        if declared.place in ("", place) and start < period_start(declared.period) <= end:
            return declared
    return None


def _standing(dataset: Dataset, indicator_id: str, asked: str) -> Standing | None:
    place = nearest_with_figures(dataset, indicator_id, asked)
    if not place:
        return None
    indicator = dataset.catalogue.indicators[indicator_id]
    series = dataset.series(indicator_id, place)
    latest, previous = series[-1], _previous(series)
    broken = _break_between(indicator, series, previous, latest) if previous else None
    group = dataset.catalogue.peer_group(place)
    rank, count = _rank(dataset, indicator, place, group, latest.period)
    difference, rank_before = None, None
    if previous and not broken and not _is_rounded_away(indicator, previous, latest):
        difference = latest.value - previous.value
        rank_before, _ = _rank(dataset, indicator, place, group, previous.period)
    return Standing(
        indicator,
        asked,
        place,
        latest,
        previous,
        difference,
        broken,
        group,
        rank,
        count,
        rank_before,
        indicator.target_for(place),
        tuple((figure.period, figure.value) for figure in series[-TRAIL_LENGTH:]),
    )


def _is_rounded_away(indicator: Indicator, *figures: Observation) -> bool:
    """Return whether a figure is a 0 that was rounded to: no difference to it is known."""
    return indicator.unit.rounding > 0 and any(figure.value == 0 for figure in figures)


def _previous(series: list[Observation]) -> Observation | None:
    """Return the figure before the newest, over a period of the same length."""
    length = period_months(series[-1].period)
    for figure in reversed(series[:-1]):
        if period_months(figure.period) == length:
            return figure
    return None


def _rank(
    dataset: Dataset, indicator: Indicator, place: str, group: Group | None, period: str
) -> tuple[int | None, int]:
    """Return the rank among the group at a period, and how many of it have a figure."""
    if group is None or indicator.unit.kind == "rank":
        return None, 0
    rank_of = ranks(dataset, indicator.id, group.id, period)
    return rank_of.get(place) if len(rank_of) >= MIN_RANKED else None, len(rank_of)


def ranks(dataset: Dataset, indicator: str, group: str, period: str) -> dict[str, int]:
    """Return the rank of each member of a group at a period.

    Figures count that are at most two steps of the series older.
    """

    def make() -> dict[str, int]:
        ranked = dataset.ranked(indicator, dataset.catalogue.groups[group].places, period)
        columns = ranked["place"].tolist(), ranked["rank"].tolist()
        return {place: int(rank) for place, rank in zip(*columns, strict=True)}

    return dataset.cached(("ranks", indicator, group, period), make)


def _break_between(
    indicator: Indicator, series: list[Observation], before: Observation, after: Observation
) -> Break | None:
    """Return the break between two figures of a series.

    It is declared, or flagged by the publisher at a figure after the first.
    """
    declared = broken_between(indicator, after.place, before.period, after.period)
    if declared:
        return declared
    start, end = period_start(before.period), period_start(after.period)
    for figure in series:
        if figure.status == BREAK and start < period_start(figure.period) <= end:
            return Break(figure.period, after.place)
    return None


def verdict(dataset: Dataset, entry: Standing, today: date) -> Progress | None:
    """Return how the place of a standing progresses to its target on `today`; None without one.

    Only measured figures count that may be compared with each other: none before the last break,
    declared or flagged by the publisher, no forecast, all of the newest one's length (a year, a
    quarter).
    """
    target, indicator = entry.target, entry.indicator
    if target is None:
        return None

    def make() -> Progress:
        series = _comparable(indicator, dataset.series(indicator.id, entry.place), today)
        return judge(
            [figure.period for figure in series],
            [figure.value for figure in series],
            target,
            indicator.better,
            indicator.unit.kind,
            step=dataset.step(indicator.id),
            today=today,
        )

    return dataset.cached_for_day(today, ("verdict", indicator.id, entry.place), make)


def _comparable(
    indicator: Indicator, series: Sequence[Observation], today: date
) -> list[Observation]:
    """Return the measured figures since the last break up to today, of the newest one's length."""
    measured = [figure for figure in series if figure.status != FORECAST]
    if not measured:
        return []
    last_break = _last_break(indicator, measured, today)
    length = period_months(measured[-1].period)
    return [
        figure
        for figure in measured
        if period_start(figure.period) >= last_break and period_months(figure.period) == length
    ]


def _last_break(indicator: Indicator, series: Sequence[Observation], today: date) -> date:
    """Return the start of the last break up to today, declared or flagged by the publisher."""
    place = series[-1].place
    declared = [entry.period for entry in indicator.breaks if entry.place in ("", place)]
    flagged = [figure.period for figure in series if figure.status == BREAK]
    starts = [period_start(period) for period in (*declared, *flagged)]
    return max((start for start in starts if start <= today), default=date.min)
