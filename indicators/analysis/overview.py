"""Sum up where a place stands: strengths, weaknesses, changes and targets.

The headline sentence, the cards and the tiles of the first page are all made from one Overview,
so that they cannot contradict each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.analysis.standing import Standing, all_standings, standings
from indicators.analysis.targets import STATE_ORDER, Road, roads
from indicators.dataset import Dataset
from indicators.model import Indicator
from indicators.statistics.evidence import MIN_HEADLINE
from indicators.statistics.recency import is_recent

MAX_NAMED = 2
"""So many strengths and weaknesses are named at most."""
MIDDLE = 0.5
"""With so large a part of the others ahead a place is neither strong nor weak."""


@dataclass(frozen=True)
class Overview:
    """What is said of a place on a day.

    `is_ranked` is False for a place that has no rank or verdict at all: one of `ranked: no`, a
    group, the world. `figures` are the standings of the headline indicators by pillar, in order.
    `eligible` are the place's own recent figures with a rank by merit; of them `strengths` are in
    the upper half and `weaknesses` in the lower one, the clearest first, both empty where fewer
    than MIN_HEADLINE figures are eligible. `targets` are those judged by the place's own figures
    and `setting_targets` those of the places above, both in trouble first. `changes`
    are recent changes, headline indicators and the largest moves in rank first.
    """

    place: str
    is_ranked: bool
    figures: Mapping[str, tuple[Standing, ...]]
    eligible: tuple[Standing, ...]
    strengths: tuple[Standing, ...]
    weaknesses: tuple[Standing, ...]
    targets: tuple[Road, ...]
    setting_targets: tuple[Road, ...]
    changes: tuple[Standing, ...]

    @property
    def headline_figures(self) -> list[Standing]:
        """The standings of all headline indicators, pillar by pillar."""
        return [entry for entries in self.figures.values() for entry in entries]


def overview(dataset: Dataset, place: str, today: date) -> Overview:
    """Return what is said of a place on `today`."""
    return dataset.cached_for_day(
        today, ("overview of place", place), lambda: _overview(dataset, place, today)
    )


def _overview(dataset: Dataset, place: str, today: date) -> Overview:
    pillars = dataset.catalogue.pillars
    figures = {pillar: tuple(standings(dataset, place, pillar)) for pillar in pillars}
    own = all_standings(dataset, place)
    eligible = _eligible(dataset, own, today)
    strengths, weaknesses = _strengths_and_weaknesses(eligible)
    followed = sorted(roads(dataset, place, today), key=_trouble)
    return Overview(
        place,
        dataset.can_rank(place),
        figures,
        tuple(eligible),
        strengths,
        weaknesses,
        tuple(road for road in followed if not road.is_proxy),
        tuple(road for road in followed if road.is_proxy),
        _changes(dataset, own, today),
    )


def _eligible(dataset: Dataset, own: Sequence[Standing], today: date) -> list[Standing]:
    """Return the recent figures with a rank by merit.

    Those of headline indicators alone, where they are enough: somebody chose them to stand for a
    field, while a field may have many series of one thing. What would name one thing twice is left
    out: a figure that is computed from others of them alone, as the gap to the best is, and parts
    of an index beside the index.
    """
    ranked = [
        standing
        for standing in own
        if standing.has_merit_rank and _is_recent(dataset, standing, today)
    ]
    names = {standing.indicator.id for standing in ranked}
    candidates = [standing for standing in ranked if not _repeats(standing.indicator, names)]
    chosen = _headline(dataset)
    candidates = _one_of_each_index(candidates, chosen)
    headline = [standing for standing in candidates if standing.indicator.id in chosen]
    return headline if len(headline) >= MIN_HEADLINE else candidates


def _repeats(indicator: Indicator, names: Collection[str]) -> bool:
    """Tell whether an indicator is computed from those in `names` alone."""
    return bool(indicator.needs) and all(need in names for need in indicator.needs)


def _headline(dataset: Dataset) -> frozenset[str]:
    """Return the headline indicators of all pillars."""
    pillars = dataset.catalogue.pillars.values()
    return frozenset(name for pillar in pillars for name in pillar.headline)


def _one_of_each_index(candidates: Sequence[Standing], headline: Collection[str]) -> list[Standing]:
    """Leave one of an index and its parts: the index, else its first headline part, else its first
    part.
    """
    chosen = {entry.indicator.id: entry for entry in candidates if not entry.indicator.part_of}
    by_importance = sorted(candidates, key=lambda entry: entry.indicator.id not in headline)
    for entry in by_importance:
        chosen.setdefault(entry.indicator.part_of or entry.indicator.id, entry)
    names = {entry.indicator.id for entry in chosen.values()}
    return [entry for entry in candidates if entry.indicator.id in names]


def _strengths_and_weaknesses(
    eligible: Sequence[Standing],
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    if len(eligible) < MIN_HEADLINE:
        return (), ()
    ordered = sorted(eligible, key=_part_ahead)
    strengths = [entry for entry in ordered if _part_ahead(entry) < MIDDLE]
    weaknesses = [entry for entry in ordered[::-1] if _part_ahead(entry) > MIDDLE]
    return tuple(strengths[:MAX_NAMED]), tuple(weaknesses[:MAX_NAMED])


def _part_ahead(entry: Standing) -> float:
    """Return what part of the other places is ahead: 0 for the first, 1 for the last."""
    if entry.rank is None or entry.rank.count < 2:
        return 1.0
    return (entry.rank.position - 1) / (entry.rank.count - 1)


def _trouble(road: Road) -> int:
    return STATE_ORDER.index(road.progress.state)


def _changes(dataset: Dataset, own: Sequence[Standing], today: date) -> tuple[Standing, ...]:
    """Return the recent changes for better or worse, those of headline indicators first.

    Within both they are in order of the move in rank: a field may have many series of one thing.
    Of an index and its parts one is among them.
    """
    chosen = _headline(dataset)
    changes = [
        entry for entry in own if entry.improved is not None and _is_recent(dataset, entry, today)
    ]

    def order(entry: Standing) -> tuple[bool, float, str]:
        move = entry.rank_change
        part = abs(move.gain) / move.members if move else 0.0
        return entry.indicator.id not in chosen, -part, entry.indicator.id

    return tuple(_one_of_each_index(sorted(changes, key=order), chosen))


def _is_recent(dataset: Dataset, entry: Standing, today: date) -> bool:
    """Tell whether the newest figure says how things stand today."""
    step = dataset.step(entry.indicator.id)
    return is_recent(entry.latest.period, step, today)
