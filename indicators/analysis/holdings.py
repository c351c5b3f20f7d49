"""What is held of each indicator at each level of places: to which period, and what is due next.

The Data page and docs/data.md are made from this one computation. As Open SDG's reporting status
it says what is there and what is missing; as a release calendar it says when more is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.analysis.permissions import left_out
from indicators.analysis.provenance import provenance
from indicators.analysis.summary import names_in_rows_of
from indicators.catalogue import cross_checks
from indicators.dataset import Dataset
from indicators.model import GROUP, STATUSES, TOTAL, WORLD, Source
from indicators.periods import last_day, period_start
from indicators.statistics.recency import is_recent

COLUMNS = (
    "pillar",
    "indicator",
    "level",
    "places",
    "first",
    "newest",
    "step",
    "next_release",
    "retrieved",
    "terms",
    "sources",
    "left_out",
)
FORECAST = STATUSES.index("forecast")


class HoldingState(StrEnum):
    """How an indicator stands at a level on a day.

    'current': the newest figure is recent, at most two of the series' own steps behind. 'old': it
    is further behind. 'overdue': the day has passed on which newer figures were due. 'left_out':
    figures are read and not shown for the terms of their source. 'missing': none is held here.
    """

    CURRENT = "current"
    OVERDUE = "overdue"
    OLD = "old"
    LEFT_OUT = "left_out"
    MISSING = "missing"


@dataclass(frozen=True)
class _Held:
    """What the table has of one indicator at one level; `sources` are of the newest figures."""

    places: int
    first: str
    newest: str
    sources: tuple[str, ...] = field(default_factory=tuple)


_Key = tuple[str, str]
"""An indicator and a level."""


def shown_levels(dataset: Dataset) -> tuple[str, ...]:
    """Return the levels from wide to narrow; the world only where a figure is of it."""
    levels = dataset.catalogue.territorial_levels
    has_world = any(level == WORLD for _, level in _held(dataset))
    return (WORLD, *levels) if has_world else levels


def holdings(dataset: Dataset) -> pd.DataFrame:
    """Return a row for every indicator at every level, with `COLUMNS`, in the order of the fields.

    `places` counts places with a figure, 0 where none is held; `first` and `newest` are periods,
    '' without a figure; forecasts count as none. `step` is the months between two figures of the
    series. `next_release` (a day, month or year) is the earliest that the sources of the newest
    figures state, `retrieved` their latest day, '' where unknown. `terms` are the strictest of the
    indicator, `sources` all its ids; `left_out` tells whether figures of this level, or of what
    they are computed from, are read and not shown for the terms of their source.
    """
    return dataset.cached("holdings", lambda: _holdings(dataset))


def with_states(frame: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the holdings with a column `state`: how each stands on `today` (HoldingState)."""
    columns = frame[["places", "newest", "step", "next_release", "left_out"]]
    rows: Iterable[Any] = columns.itertuples(index=False, name=None)
    return frame.assign(state=[_state(*row, today=today) for row in rows])


def _state(
    places: int, newest: str, step: int, next_release: str, is_left_out: bool, *, today: date
) -> HoldingState:
    if not places:
        return HoldingState.LEFT_OUT if is_left_out else HoldingState.MISSING
    due = last_day(next_release)
    if due is not None and due < today:
        return HoldingState.OVERDUE
    return HoldingState.CURRENT if is_recent(newest, step, today) else HoldingState.OLD


def by_indicator(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each indicator of holdings with states, in their order.

    It has the newest figures' level, period and state (of two levels, the wider one's), the
    earliest next release, the latest day of retrieval, and the terms and sources. An indicator
    without a figure is left out where any level is, else missing.
    """
    if frame.empty:
        return frame
    starts = [_start(newest) for newest in frame["newest"]]
    ordered = frame.assign(start=starts, order=range(len(frame)))
    ordered = ordered.sort_values(
        ["start", "left_out", "order"], ascending=[False, False, True], kind="stable"
    )
    result = ordered.drop_duplicates("indicator").set_index("indicator")
    by_name = frame.groupby("indicator", sort=False)
    result["next_release"] = by_name["next_release"].agg(_earliest)
    result["retrieved"] = by_name["retrieved"].max()
    result["left_out"] = by_name["left_out"].any()
    result = result.sort_values("order").reset_index()
    return result.drop(columns=["start", "order"])


def _start(period: str) -> date:
    """Return the first day of a period; for none the earliest day there is."""
    return period_start(period) if period else date.min


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as mappings by column."""
    rows: Any = frame.to_dict("records")
    return list(rows)


def counts_by_pillar(indicators: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Count the rows of `by_indicator` by field and, below it, by every state."""
    counts: dict[str, dict[str, int]] = {}
    for pillar, state in zip(indicators["pillar"], indicators["state"], strict=True):
        by_state = counts.setdefault(pillar, dict.fromkeys(HoldingState, 0))
        by_state[state] += 1
    return counts


def select(frame: pd.DataFrame, pillar: str, level: str, state: str) -> pd.DataFrame:
    """Return the holdings with states of a field, a level and a state; '' narrows nothing.

    All levels of an indicator stay that is in this state at any of them; it is missing, though,
    only where it has no figure at any level.
    """
    if pillar:
        frame = frame[frame["pillar"] == pillar]
    if level:
        frame = frame[frame["level"] == level]
    if not state:
        return frame
    if state == HoldingState.LEFT_OUT:
        names = frame.loc[frame["left_out"], "indicator"]
    elif state == HoldingState.MISSING:
        entries = by_indicator(frame)
        names = entries.loc[entries["state"] == state, "indicator"]
    else:
        names = frame.loc[frame["state"] == state, "indicator"]
    return frame[frame["indicator"].isin(names)]


def _holdings(dataset: Dataset) -> pd.DataFrame:
    catalogue = dataset.catalogue
    held, entries = _held(dataset), provenance(dataset)
    newest_sources = _sources_of_newest(dataset, held)
    levels = shown_levels(dataset)
    rows = []
    for pillar in catalogue.pillars:
        for name, indicator in catalogue.indicators.items():
            if indicator.pillar != pillar:
                continue
            step = dataset.step(name, next(iter(dataset.breakdowns(name)), TOTAL))
            levels_left_out = _levels_left_out(dataset, name)
            for level in levels:
                entry = held.get((name, level), _Held(0, "", ""))
                sources = newest_sources.get((name, level), [])
                rows.append(
                    (
                        pillar,
                        name,
                        level,
                        entry.places,
                        entry.first,
                        entry.newest,
                        step,
                        _earliest([source.next_release for source in sources]),
                        max((source.retrieved for source in sources), default=""),
                        entries[name].terms,
                        entries[name].sources,
                        level in levels_left_out,
                    )
                )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _levels_left_out(dataset: Dataset, indicator: str) -> set[str]:
    places = dataset.catalogue.places
    entries = left_out(dataset).get(indicator, ())
    return {places[place].level for entry in entries for place in entry.places}


def _sources_of_newest(dataset: Dataset, held: Mapping[_Key, _Held]) -> dict[_Key, list[Source]]:
    """Return by indicator and level the sources of the newest figures.

    A computed indicator has those of its inputs at the same level.
    """
    sources, indicators = dataset.catalogue.sources, dataset.catalogue.indicators
    names = {key: entry.sources for key, entry in held.items()}
    for indicator in cross_checks.order(indicators):
        for level in dataset.catalogue.levels:
            if (indicator, level) in held:
                inputs = [names.get((need, level), ()) for need in indicators[indicator].needs]
                names[indicator, level] = tuple(dict.fromkeys(chain.from_iterable(inputs)))
    result = {}
    for key, listed in names.items():
        result[key] = [sources[name] for name in listed]
    return result


def _earliest(releases: Iterable[str]) -> str:
    days = [(day, release) for release in releases if (day := last_day(release)) is not None]
    return min(days, default=(None, ""))[1]


def _held(dataset: Dataset) -> dict[_Key, _Held]:
    """Return what the table has, by indicator and level, without figures of groups."""
    return dataset.cached("held by level", lambda: _count_held(dataset))


def _count_held(dataset: Dataset) -> dict[_Key, _Held]:
    catalogue, codelists = dataset.catalogue, dataset.observations.codelists
    level_names = tuple(level for level in catalogue.levels if level != GROUP)
    rows = dataset.observations.rows
    level_of_place = _level_codes(dataset, level_names)
    level = level_of_place[rows.place]
    # Only a group's figure has a coverage; the world may be one.
    is_counted = (level >= 0) & np.isnan(rows.coverage) & (rows.status != FORECAST)
    rows, level = rows.take(is_counted), level[is_counted]
    # Codes of periods are in order of time: the first period has the least one.
    key = rows.indicator.astype(np.int64) * len(level_names) + level
    keys, owner = np.unique(key, return_inverse=True)
    # Of the periods' own type: NumPy is twenty times slower where it must convert each of them.
    first = np.full(len(keys), np.iinfo(rows.period.dtype).max, dtype=rows.period.dtype)
    newest = np.full(len(keys), -1, dtype=rows.period.dtype)
    np.minimum.at(first, owner, rows.period)
    np.maximum.at(newest, owner, rows.period)
    pairs = np.unique(owner * len(codelists.place) + rows.place)
    places = np.bincount(pairs // max(len(codelists.place), 1), minlength=len(keys))
    is_newest = rows.period == newest[owner]
    names = tuple(str(number) for number in range(len(keys)))
    sources_of = names_in_rows_of(
        owner[is_newest].astype(np.int32), rows.source[is_newest], names, codelists.source
    )
    result = {}
    for number, pair in enumerate(keys.tolist()):
        indicator, level_code = divmod(pair, len(level_names))
        sources = sources_of.get(names[number], ())
        result[codelists.indicator[indicator], level_names[level_code]] = _Held(
            int(places[number]),
            codelists.period[first[number]],
            codelists.period[newest[number]],
            tuple(source for source in sources if source in catalogue.sources),
        )
    return result


def _level_codes(dataset: Dataset, level_names: Sequence[str]) -> NDArray[np.int64]:
    """Return for each place of the codelist the number of its level; -1 for a group."""
    number = {name: code for code, name in enumerate(level_names)}
    places = dataset.catalogue.places
    codes = [number.get(places[place].level, -1) for place in dataset.observations.codelists.place]
    return np.array(codes, dtype=np.int64)
