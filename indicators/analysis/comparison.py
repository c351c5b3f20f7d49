"""Who is compared with whom, in what, and where each stands: pure, from the Dataset alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar, cast

import numpy as np
import pandas as pd

from indicators.dataset import Dataset, newest_columns
from indicators.model import Group
from indicators.periods import period_start
from indicators.statistics.rank import percentile
from indicators.statistics.recency import RECENT_STEPS

T = TypeVar("T")
ALL = "all"
"""The group of every place of a level, in an address."""
SIDE_BY_SIDE = 2
"""So many places can be held against each other, without a rank."""
LEAST = 3
"""So many places must have recent figures: two are no field to rank in."""
FEW, MANY = 6, 14
"""Rows wanted where no field is chosen, and at most."""
KEPT_CHARTS = 200
"""Readers can ask for more charts than memory holds: only so many are kept."""
_LOCK = threading.Lock()
"""Pages of several visitors read and write the kept charts at once."""


@dataclass(frozen=True)
class Scope:
    """A comparison: `subject` is the place in focus, `asked` whose page it is; `group` None is the whole level.

    `members` are all that are ranked, the subject first; `extra` those of them that are not in the group.
    """

    asked: str
    subject: str
    level: str
    group: Group | None
    members: tuple[str, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One place's newest figure in one indicator, and where it stands among the members that have one.

    `position` runs from 0, behind all, to 1, ahead of all; `older` tells that another member's figure is newer.
    """

    indicator: str
    place: str
    value: float
    period: str
    status: str
    source: str
    rank: int
    of: int
    position: float | None
    older: bool


def recent(dataset: Dataset, key: Hashable, make: Callable[[], T]) -> T:
    """As Dataset.cached, for what has countless keys: the oldest is let go."""
    kept = cast("dict[Hashable, object]", dataset.cached("compare charts", dict))
    with _LOCK:
        if key in kept:
            return cast(T, kept[key])
    value = make()  # not under the lock: other pages need not wait for this one's chart
    with _LOCK:
        kept[key] = value
        while len(kept) > KEPT_CHARTS:
            kept.pop(next(iter(kept)))
    return value


def scope(dataset: Dataset, place: str, places: Sequence[str] = (), group: str = "") -> Scope:
    """The comparison an address asks for; a place with too few figures is stood in for by the nearest above it.

    `places` and `group` are known ids or nothing; they decide the level where they are given.
    """
    key = ("compare scope", place, tuple(places), group)
    return recent(dataset, key, lambda: _scope(dataset, place, tuple(places), group))


def _scope(dataset: Dataset, place: str, places: tuple[str, ...], group: str) -> Scope:
    catalogue = dataset.catalogue
    line = list(dict.fromkeys((*catalogue.ancestors(place), *catalogue.ancestors(catalogue.focus))))
    if group in catalogue.groups:
        return _in_group(dataset, place, line, places, catalogue.groups[group])
    if places:
        level = catalogue.places[places[0]].level
        line = [code for code in line if catalogue.places[code].level == level][:1] or [places[0]]
    tried = [
        _among(dataset, place, code, places, group == ALL)
        for code in line
        if code in catalogue.places
    ]
    enough = (
        made
        for made in tried
        if len(comparable(dataset, made.members)) >= LEAST
        and made.subject in with_figures(dataset, made.members)
    )
    return next(enough, tried[0])


def _in_group(
    dataset: Dataset, place: str, line: Sequence[str], places: Sequence[str], group: Group
) -> Scope:
    """Among a named group: the subject is who of the line is of its level, else its first member."""
    level = dataset.catalogue.places
    of_level = [code for code in (*line, *group.places) if level[code].level == group.level]
    if not of_level:
        return Scope(place, place, group.level, group, group.places)
    chosen = [code for code in places if level[code].level == group.level]
    return _made(place, of_level[0], chosen, group, group.level)


def _among(
    dataset: Dataset, asked: str, subject: str, places: Sequence[str], everyone: bool
) -> Scope:
    """Among the subject's own group, the smallest that holds all that were asked for, or its whole level."""
    catalogue = dataset.catalogue
    level = catalogue.places[subject].level
    wanted = [code for code in places if catalogue.places[code].level == level]
    group = None if everyone else _home(dataset, subject, level, wanted)
    if group:
        return _made(asked, subject, wanted, group, level)
    members = (subject, *(code for code, one in catalogue.places.items() if one.level == level))
    return Scope(asked, subject, level, None, tuple(dict.fromkeys(members)))


def _home(dataset: Dataset, subject: str, level: str, wanted: Sequence[str]) -> Group | None:
    catalogue, needed = dataset.catalogue, {subject, *wanted}
    peers = catalogue.peer_group(subject)
    if peers and needed <= set(peers.places):
        return peers
    holding = [
        one for one in catalogue.groups.values() if one.level == level and needed <= set(one.places)
    ]
    return min(holding, key=lambda one: len(one.places), default=None)


def _made(asked: str, subject: str, wanted: Sequence[str], group: Group, level: str) -> Scope:
    members = tuple(dict.fromkeys((subject, *wanted, *group.places)))
    return Scope(
        asked,
        subject,
        level,
        group,
        members,
        tuple(code for code in members if code not in group.places),
    )


def comparable(dataset: Dataset, members: Sequence[str]) -> tuple[str, ...]:
    """Indicators in which enough of the places have recent figures; published ranks are not ranked again."""

    def make() -> tuple[str, ...]:
        return tuple(
            name
            for name, entry in dataset.catalogue.indicators.items()
            if entry.unit.kind != "rank" and _recent_figures(dataset, name, members) >= LEAST
        )

    return dataset.cached(("comparable", tuple(members)), make)


def _recent_figures(dataset: Dataset, indicator: str, members: Sequence[str]) -> int:
    wide = dataset.grid(indicator)
    rows = [wide.row[place] for place in members if place in wide.row]
    months = RECENT_STEPS * dataset.step(indicator)
    return (
        int(np.count_nonzero(newest_columns(wide, rows, None, months) >= 0))
        if len(rows) >= LEAST
        else 0
    )


def shared(dataset: Dataset, places: Sequence[str]) -> tuple[str, ...]:
    """Indicators in which at least two of the places have a figure, of whatever period: MANY at most.

    Those of the most places come first, and headline ones before others.
    """

    def make() -> tuple[str, ...]:
        pillars = dataset.catalogue.pillars.values()
        ordered = dict.fromkeys(
            [*(name for one in pillars for name in one.headline), *dataset.catalogue.indicators]
        )
        known = [name for name in ordered if name in dataset.catalogue.indicators]
        count = {name: sum(dataset.has(name, place) for place in places) for name in known}
        held = [name for name in known if count[name] >= SIDE_BY_SIDE]
        return tuple(sorted(held, key=lambda name: -count[name])[:MANY])

    return recent(dataset, ("shared", tuple(places)), make)


def with_figures(dataset: Dataset, members: Sequence[str]) -> tuple[str, ...]:
    """The members that have at least LEAST comparable indicators, or half of them where there are fewer."""

    def make() -> tuple[str, ...]:
        names = comparable(dataset, members)
        held = {place: sum(place in dataset.grid(name).row for name in names) for place in members}
        return tuple(
            place for place in members if names and held[place] >= min(LEAST, -(-len(names) // 2))
        )

    return dataset.cached(("with figures", tuple(members)), make)


def having(dataset: Dataset, members: Sequence[str]) -> tuple[str, ...]:
    """The members with any figure, in their order."""
    return tuple(
        place
        for place in members
        if any(dataset.has(name, place) for name in dataset.catalogue.indicators)
    )


def rows(
    dataset: Dataset, members: Sequence[str], pillar: str = "", wanted: Sequence[str] = ()
) -> tuple[str, ...]:
    """The indicators compared: those asked for; else the headline ones, filled up where they are few.

    An indicator that fills up must say something new: one that ranks all places as another does is left out.
    """

    def make() -> tuple[str, ...]:
        able = comparable(dataset, members)
        fair = [name for name in able if _fair(dataset, name, members)]
        if asked := tuple(name for name in wanted if name in able):
            return asked[:MANY]
        pillars = [one for one in dataset.catalogue.pillars.values() if pillar in ("", one.id)]
        found = list(
            dict.fromkeys(name for one in pillars for name in one.headline if name in fair)
        )[:MANY]
        inside = {one.id for one in pillars}
        rest = [
            name
            for name in fair
            if name not in found and dataset.catalogue.indicators[name].pillar in inside
        ]
        _fill(dataset, members, found, rest, MANY if pillar else FEW)
        order = list(dataset.catalogue.pillars)
        return tuple(
            sorted(found, key=lambda name: order.index(dataset.catalogue.indicators[name].pillar))
        )

    return recent(dataset, ("compare rows", tuple(members), pillar, tuple(wanted)), make)


def _fair(dataset: Dataset, name: str, members: Sequence[str]) -> bool:
    """Whether a row is worth its room unasked: half of the members have figures, or the subject among some do."""
    held = figures(dataset, name, members)
    return len(held) * 2 >= len(members) or (members[0] in held and len(held) * 4 >= len(members))


def _fill(
    dataset: Dataset, members: Sequence[str], found: list[str], rest: Iterable[str], until: int
) -> None:
    orders = [_order(dataset, name, members) for name in found]
    for name in rest:
        if len(found) >= until:
            return
        if (order := _order(dataset, name, members)) not in orders:
            found.append(name)
            orders.append(order)


def _order(dataset: Dataset, name: str, members: Sequence[str]) -> dict[str, int]:
    return {place: figure.rank for place, figure in figures(dataset, name, members).items()}


def figures(dataset: Dataset, indicator: str, members: Sequence[str]) -> Mapping[str, Figure]:
    """Each member's newest figure, none more than two steps of the series older than the newest of all; best first."""
    return dataset.cached(
        ("compare figures", indicator, tuple(members)),
        lambda: _figures(dataset, indicator, members),
    )


def _figures(dataset: Dataset, indicator: str, members: Sequence[str]) -> dict[str, Figure]:
    frame = dataset.ranked(indicator, members)
    position = percentile(frame["value"], dataset.catalogue.indicators[indicator].better)
    last = max((period_start(period) for period in set(frame["period"])), default=None)
    columns = (frame[name].tolist() for name in ("place", "value", "rank", "period", "status"))
    return {
        place: Figure(
            indicator,
            place,
            value,
            period,
            status,
            _source(dataset, indicator, place, period),
            int(rank),
            len(frame),
            float(at) if at == at else None,
            period_start(period) != last,
        )
        for place, value, rank, period, status, at in zip(*columns, position, strict=True)
    }


def _source(dataset: Dataset, indicator: str, place: str, period: str) -> str:
    wide = dataset.grid(indicator)
    return dataset.observation(int(wide.cell[wide.row[place], wide.column[period]])).source


def others(dataset: Dataset, made: Scope, names: Sequence[str], most: int = 4) -> tuple[str, ...]:
    """Whom the subject is shown beside where nobody was chosen: its smallest group, the best known first."""
    groups = [
        one
        for one in dataset.catalogue.groups.values()
        if made.subject in one.places
        and one.level == made.level
        and len(set(one.places) & set(made.members)) >= SIDE_BY_SIDE
    ]
    near = min(groups, key=lambda one: len(one.places), default=None)
    held = {
        place: sum(place in figures(dataset, name, made.members) for name in names)
        for place in made.members
    }
    known = [
        place
        for place in (*(near.places if near else ()), *made.members)
        if place != made.subject and held.get(place)
    ]
    within = set(near.places) if near else set()
    return tuple(
        sorted(dict.fromkeys(known), key=lambda place: (place not in within, -held[place]))[:most]
    )


def mean_ranks(dataset: Dataset, members: Sequence[str], names: Sequence[str]) -> dict[str, float]:
    """Each place's mean rank over the indicators with a good way, if it has figures in at least half of them."""
    good = [name for name in names if dataset.catalogue.indicators[name].better != "none"]
    tables = [figures(dataset, name, members) for name in good]
    held = {place: [table[place].rank for table in tables if place in table] for place in members}
    return {
        place: fmean(ranks)
        for place, ranks in held.items()
        if ranks and 2 * len(ranks) >= len(good)
    }


def columns(
    dataset: Dataset,
    made: Scope,
    names: Sequence[str],
    by_name: Callable[[str], str] | None,
    most: int,
) -> tuple[str, ...]:
    """The subject, then at most `most` - 1 others with figures: the best by mean rank; in order of name if asked."""
    mean = mean_ranks(dataset, made.members, names)
    tables = [figures(dataset, name, made.members) for name in names]
    known = [
        place
        for place in made.members
        if place != made.subject and any(place in table for table in tables)
    ]
    best = sorted(known, key=lambda place: (mean.get(place, float("inf")), place))[: most - 1]
    return (made.subject, *(sorted(best, key=by_name) if by_name else best))


def frame(
    dataset: Dataset,
    members: Sequence[str],
    names: Sequence[str],
    places: Sequence[str],
    called: Callable[[str], str],
    said: Callable[[Figure], dict[str, str]],
) -> pd.DataFrame:
    """What figures.profile and figures.heat draw; a place without a figure keeps its row, with nothing in it."""
    tables = {name: figures(dataset, name, members) for name in names}
    cells = [(name, place, tables[name].get(place)) for name in names for place in places]
    return pd.DataFrame(
        [
            {"indicator": name, "name": called(name), "place": place} | _cell(figure, said)
            for name, place, figure in cells
        ]
    )


def _cell(figure: Figure | None, said: Callable[[Figure], dict[str, str]]) -> dict[str, object]:
    if figure is None:
        return dict.fromkeys(("rank", "of", "position", "period", "value_text", "rank_text"))
    return {
        "rank": figure.rank,
        "of": figure.of,
        "position": figure.position,
        "period": figure.period,
        **said(figure),
    }
