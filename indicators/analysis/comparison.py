"""Choose who is compared with whom and in what, and find where each place stands.

Pure functions of a Dataset; what they give is cached with it.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.analysis.recent_figures import RecentFigures, places_of_levels, recent_figures
from indicators.dataset import Dataset
from indicators.model import STATUSES, Group
from indicators.statistics.evidence import MIN_RANKED, is_measured_at, rank_basis
from indicators.statistics.rank import percentile

T = TypeVar("T")
ALL = "all"
"""The group of every place of a level, in an address."""
MIN_PAIR = 2
"""Least number of places to compare, without a rank."""
MIN_COMPARED = 3
"""Least number of indicators of a comparison of a place."""
MIN_ROWS, MAX_ROWS = 6, 14
"""Rows of a comparison where no field is chosen, and at most."""


@dataclass(frozen=True)
class Scope:
    """A comparison of places of one level.

    `page_place` is the place whose page it is, `subject` the place in focus: the same one, or one
    above it that has figures. `members` are all that are compared, the subject first. `group` None
    is the whole level; `extra` are the members that are not in the group.
    """

    page_place: str
    subject: str
    level: str
    group: Group | None
    members: tuple[str, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One place's newest figure in one indicator, and where it stands among the members.

    `rank` is among the `of` members that have one; None for a place that is not ranked.
    `position` runs from 0, behind all, to 1, ahead of all; None without a rank. `older` tells that
    another member's figure is newer.
    """

    indicator: str
    place: str
    value: float
    period: str
    status: str
    source: str
    rank: int | None
    of: int
    position: float | None
    older: bool


def cached(dataset: Dataset, key: Hashable, make: Callable[[], T]) -> T:
    """Cache a value of a comparison, of which there are countless."""
    return dataset.cached_for_address(("compare", key), make)


def scope(dataset: Dataset, place: str, places: Sequence[str] = (), group: str = "") -> Scope:
    """Return the comparison that an address asks for.

    A place with too few figures is stood in for by the nearest one above it. `places` and `group`
    are ids of the catalogue or empty; where they are given they decide the level.
    """
    key = ("compare scope", place, tuple(places), group)
    return cached(dataset, key, lambda: _scope(dataset, place, tuple(places), group))


def _scope(dataset: Dataset, place: str, places: tuple[str, ...], group: str) -> Scope:
    catalogue = dataset.catalogue
    ancestors = (*catalogue.ancestors(place), *catalogue.ancestors(catalogue.focus))
    candidates = [code for code in dict.fromkeys(ancestors) if code in catalogue.places]
    if group in catalogue.groups:
        return _scope_of_group(dataset, place, candidates, places, catalogue.groups[group])
    if places:
        level = catalogue.places[places[0]].level
        of_level = [code for code in candidates if catalogue.places[code].level == level]
        candidates = of_level[:1] or [places[0]]
    scopes = [
        _scope_of_subject(dataset, place, candidate, places, whole_level=group == ALL)
        for candidate in candidates
    ]
    for candidate in scopes:
        if _has_enough_figures(dataset, candidate):
            return candidate
    return scopes[0]


def _has_enough_figures(dataset: Dataset, candidate: Scope) -> bool:
    members = candidate.members
    enough = len(comparable_indicators(dataset, members)) >= MIN_COMPARED
    return enough and candidate.subject in comparable_places(dataset, members)


def _scope_of_group(
    dataset: Dataset,
    place: str,
    candidates: Sequence[str],
    places: Sequence[str],
    group: Group,
) -> Scope:
    """Compare within a named group.

    The subject is the first candidate of the group's level, else the group's first member.
    """
    all_places = dataset.catalogue.places
    of_level = [
        code for code in (*candidates, *group.places) if all_places[code].level == group.level
    ]
    if not of_level:
        return Scope(place, place, group.level, group, group.places)
    chosen = [code for code in places if all_places[code].level == group.level]
    return _scope_in_group(place, of_level[0], chosen, group, group.level)


def _scope_of_subject(
    dataset: Dataset, page_place: str, subject: str, places: Sequence[str], *, whole_level: bool
) -> Scope:
    """Compare within the subject's own group, or with its whole level.

    The group is the smallest that holds all chosen places.
    """
    all_places = dataset.catalogue.places
    level = all_places[subject].level
    chosen = [code for code in places if all_places[code].level == level]
    group = None if whole_level else _smallest_group(dataset, level, {subject, *chosen}, subject)
    if group:
        return _scope_in_group(page_place, subject, chosen, group, level)
    of_level = [code for code, place in all_places.items() if place.level == level]
    members = tuple(dict.fromkeys((subject, *of_level)))
    return Scope(page_place, subject, level, None, members)


def _smallest_group(dataset: Dataset, level: str, needed: set[str], subject: str) -> Group | None:
    """Return the subject's peer group, else the smallest group, that holds all needed places."""
    catalogue = dataset.catalogue
    peers = catalogue.peer_group(subject)
    if peers and needed <= set(peers.places):
        return peers
    groups = [
        group
        for group in catalogue.groups.values()
        if group.level == level and needed <= set(group.places)
    ]
    return min(groups, key=lambda group: len(group.places), default=None)


def _scope_in_group(
    page_place: str, subject: str, chosen: Sequence[str], group: Group, level: str
) -> Scope:
    members = tuple(dict.fromkeys((subject, *chosen, *group.places)))
    extra = tuple(code for code in members if code not in group.places)
    return Scope(page_place, subject, level, group, members, extra)


def comparable_indicators(dataset: Dataset, members: Sequence[str]) -> tuple[str, ...]:
    """Return the indicators in which enough of the places have recent figures to be ranked.

    They are measured at the level of most members. Published ranks are not ranked again.
    """

    def make() -> tuple[str, ...]:
        level, recent = _level_of(dataset, members), _recent(dataset, members)
        counts = places_of_levels(dataset)
        with_figures = recent.has_figure.sum(axis=1)
        return tuple(
            name
            for name, indicator in dataset.catalogue.indicators.items()
            if recent.rankable[recent.row[name]] >= MIN_RANKED
            and rank_basis(indicator) != "none"
            and is_measured_at(
                level, counts.get(name, {}), len(members), int(with_figures[recent.row[name]])
            )
        )

    return dataset.cached(("comparable", tuple(members)), make)


def _level_of(dataset: Dataset, members: Sequence[str]) -> str:
    """Return the level of most members: cities, where four municipalities are among them."""
    levels = Counter(dataset.catalogue.places[place].level for place in members)
    return levels.most_common(1)[0][0] if levels else ""


def _recent(dataset: Dataset, members: Sequence[str]) -> RecentFigures:
    key = ("recent figures", tuple(members))
    return cached(dataset, key, lambda: recent_figures(dataset, members))


def common_indicators(dataset: Dataset, places: Sequence[str]) -> tuple[str, ...]:
    """Return the indicators in which two of the places have a figure, of whatever period.

    At most MAX_ROWS: those of the most places first, and headline ones before others.
    """

    def make() -> tuple[str, ...]:
        indicators = dataset.catalogue.indicators
        headlines = _headlines(dataset, dataset.catalogue.pillars)
        names = [name for name in dict.fromkeys([*headlines, *indicators]) if name in indicators]
        count = {name: _common_count(dataset.grid(name).row, places) for name in names}
        common = [name for name in names if count[name] >= MIN_PAIR]
        return tuple(sorted(common, key=lambda name: -count[name])[:MAX_ROWS])

    return cached(dataset, ("shared", tuple(places)), make)


def _common_count(table: Container[str], places: Iterable[str]) -> int:
    """Count the places that are in a table."""
    return sum(place in table for place in places)


def _table_count(place: str, tables: Iterable[Container[str]]) -> int:
    """Count the tables that a place is in."""
    return sum(place in table for table in tables)


def _headlines(dataset: Dataset, pillars: Iterable[str]) -> list[str]:
    """Return the headline indicators of pillars, in order, each once."""
    names = [name for pillar in pillars for name in dataset.catalogue.pillars[pillar].headline]
    return list(dict.fromkeys(names))


def comparable_places(dataset: Dataset, members: Sequence[str]) -> tuple[str, ...]:
    """Return the members with figures in MIN_COMPARED comparable indicators.

    Where there are fewer such indicators, half of them are enough.
    """

    def make() -> tuple[str, ...]:
        names = comparable_indicators(dataset, members)
        if not names:
            return ()
        half = -(-len(names) // 2)  # rounded up
        recent = _recent(dataset, members)
        count = recent.has_figure[[recent.row[name] for name in names]].sum(axis=0)
        is_comparable = (count >= min(MIN_COMPARED, half)).tolist()
        return tuple(itertools.compress(members, is_comparable))

    return dataset.cached(("with figures", tuple(members)), make)


def places_with_figures(dataset: Dataset, members: Sequence[str]) -> tuple[str, ...]:
    """Return the members with any figure, in their order."""
    return tuple(place for place in members if _has_figures(dataset, place))


def _has_figures(dataset: Dataset, place: str) -> bool:
    return bool(dataset.indicators_of(place))


def row_indicators(
    dataset: Dataset, members: Sequence[str], pillar: str = "", chosen: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the indicators compared: the chosen ones, else the headline ones.

    Where those are few, others are added that say something new: one that ranks all places as
    another does is left out.
    """

    def make() -> tuple[str, ...]:
        comparable = comparable_indicators(dataset, members)
        selected = tuple(name for name in chosen if name in comparable)
        return selected[:MAX_ROWS] or _headline_rows(dataset, members, pillar)

    return cached(dataset, ("compare rows", tuple(members), pillar, tuple(chosen)), make)


def _headline_rows(dataset: Dataset, members: Sequence[str], pillar: str) -> tuple[str, ...]:
    """Return the headline indicators of a pillar, or of all, and some more; pillar by pillar."""
    catalogue = dataset.catalogue
    pillars = [name for name in catalogue.pillars if pillar in ("", name)]
    comparable = comparable_indicators(dataset, members)
    recent = _recent(dataset, members)
    candidates = [name for name in comparable if _is_covered(recent.is_ranked[recent.row[name]])]
    names = [name for name in _headlines(dataset, pillars) if name in candidates][:MAX_ROWS]
    further = [
        name
        for name in candidates
        if name not in names and catalogue.indicators[name].pillar in pillars
    ]
    names = _add_rows(dataset, members, names, further, MAX_ROWS if pillar else MIN_ROWS)
    order = list(catalogue.pillars)
    return tuple(sorted(names, key=lambda name: order.index(catalogue.indicators[name].pillar)))


def _is_covered(is_ranked: NDArray[np.bool_]) -> bool:
    """Tell whether half of the members have figures, or a quarter and the subject among them.

    The first member is the subject.
    """
    count = int(np.count_nonzero(is_ranked))
    if is_ranked[0]:
        return count * 4 >= len(is_ranked)
    return count * 2 >= len(is_ranked)


def _add_rows(
    dataset: Dataset,
    members: Sequence[str],
    names: Sequence[str],
    further: Iterable[str],
    count: int,
) -> list[str]:
    """Add `further` indicators that rank the members otherwise, until there are `count`."""
    rows = list(names)
    rankings = [_ranking(dataset, name, members) for name in names]
    for name in further:
        if len(rows) >= count:
            break
        ranking = _ranking(dataset, name, members)
        if ranking not in rankings:
            rows.append(name)
            rankings.append(ranking)
    return rows


def _ranking(dataset: Dataset, indicator: str, members: Sequence[str]) -> dict[str, int | None]:
    table = figures(dataset, indicator, members)
    return {place: figure.rank for place, figure in table.items()}


def figures(dataset: Dataset, indicator: str, members: Sequence[str]) -> Mapping[str, Figure]:
    """Return each member's newest figure, best first.

    None is more than two steps of the series older than the newest of all.
    """
    return dataset.cached(
        ("compare figures", indicator, tuple(members)),
        lambda: _figures(dataset, indicator, members),
    )


def _figures(dataset: Dataset, indicator: str, members: Sequence[str]) -> dict[str, Figure]:
    entry = dataset.catalogue.indicators[indicator]
    ranking = dataset.ranking(indicator, members)
    rows, codelists = dataset.observations.rows, dataset.observations.codelists
    order = ranking.order(entry)
    cell, rank = ranking.cell[order], ranking.rank[order]
    has_rank = ~np.isnan(rank)
    of = int(np.count_nonzero(has_rank))
    direction = "none" if rank_basis(entry) == "size" else entry.better
    positions = percentile(np.where(has_rank, ranking.value[order], np.nan), direction)
    dates = codelists.dates[rows.period[cell]]
    is_older = dates < np.max(dates) if len(dates) else np.zeros(0, dtype=bool)
    columns = (
        np.array(ranking.place, dtype=object)[order],
        ranking.value[order],
        codelists.arrays["period"][rows.period[cell]],
        np.array(STATUSES, dtype=object)[ranking.status[order]],
        codelists.arrays["source"][rows.source[cell]],
        rank,
        positions,
        is_older,
    )
    table: dict[str, Figure] = {}
    for row in zip(*map(np.ndarray.tolist, columns), strict=True):
        place, value, period, status, source, rank_of_place, position, older = row
        table[place] = Figure(
            indicator,
            place,
            value,
            period,
            status,
            source,
            _rank_or_none(rank_of_place),
            of,
            _position_or_none(position),
            older,
        )
    return table


def _rank_or_none(rank: float) -> int | None:
    return None if math.isnan(rank) else int(rank)


def _position_or_none(position: float) -> float | None:
    return None if math.isnan(position) else position


def neighbours(
    dataset: Dataset, comparison: Scope, names: Sequence[str], count: int = 4
) -> tuple[str, ...]:
    """Return whom the subject is shown beside where nobody was chosen.

    Those of its smallest group come first, then those with figures in the most indicators.
    """
    subject, members = comparison.subject, comparison.members
    groups = [
        group
        for group in dataset.catalogue.groups.values()
        if subject in group.places
        and group.level == comparison.level
        and len(set(group.places) & set(members)) >= MIN_PAIR
    ]
    smallest = min(groups, key=lambda group: len(group.places), default=None)
    group_places = smallest.places if smallest else ()
    tables = [figures(dataset, name, members) for name in names]
    figure_count = {place: _table_count(place, tables) for place in members}
    candidates = [
        place
        for place in dict.fromkeys((*group_places, *members))
        if place != subject and figure_count.get(place)
    ]
    candidates.sort(key=lambda place: (place not in group_places, -figure_count[place]))
    return tuple(candidates[:count])


def mean_ranks(dataset: Dataset, members: Sequence[str], names: Sequence[str]) -> dict[str, float]:
    """Return each place's mean rank over the indicators that rank by merit.

    A place has one if it has figures in at least half of them.
    """
    indicators = dataset.catalogue.indicators
    by_merit = [name for name in names if rank_basis(indicators[name]) == "merit"]
    tables = [figures(dataset, name, members) for name in by_merit]
    means = {}
    for place in members:
        ranks = [table[place].rank for table in tables if place in table]
        known = [rank for rank in ranks if rank is not None]
        if known and 2 * len(known) >= len(by_merit):
            means[place] = fmean(known)
    return means


def column_places(
    dataset: Dataset,
    comparison: Scope,
    names: Sequence[str],
    by_name: Callable[[str], str] | None,
    count: int,
) -> tuple[str, ...]:
    """Return the subject and the best `count` - 1 others by mean rank, or sorted by name."""
    mean = mean_ranks(dataset, comparison.members, names)
    tables = [figures(dataset, name, comparison.members) for name in names]
    others = [
        place
        for place in comparison.members
        if place != comparison.subject and _table_count(place, tables)
    ]
    others.sort(key=lambda place: (mean.get(place, float("inf")), place))
    best = others[: count - 1]
    return (comparison.subject, *(sorted(best, key=by_name) if by_name else best))


def frame(
    dataset: Dataset,
    members: Sequence[str],
    names: Sequence[str],
    places: Sequence[str],
    title_of: Callable[[str], str],
    texts_of: Callable[[Figure], dict[str, str]],
) -> pd.DataFrame:
    """Return a row for each indicator and place, as the charts of a comparison take them.

    Columns: indicator, name, place, rank, of, position, period, and the texts of each figure
    (value_text, rank_text). A place without a figure keeps its row, with None in the rest.
    """
    rows = []
    for name in names:
        table = figures(dataset, name, members)
        for place in places:
            cell = _cell(table.get(place), texts_of)
            rows.append({"indicator": name, "name": title_of(name), "place": place} | cell)
    return pd.DataFrame(rows)


def _cell(figure: Figure | None, texts_of: Callable[[Figure], dict[str, str]]) -> dict[str, object]:
    if figure is None:
        return dict.fromkeys(("rank", "of", "position", "period", "value_text", "rank_text"))
    return {
        "rank": figure.rank,
        "of": figure.of,
        "position": figure.position,
        "period": figure.period,
        **texts_of(figure),
    }
