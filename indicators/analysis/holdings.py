"""What is held of each indicator at each level of places: to which period, and what is due next.

The Data page and docs/data.md are made from this one computation. As Open SDG's reporting status
it says what is there and what is missing; as a release calendar it says when more is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

import pandas as pd

from indicators.analysis.permissions import left_out
from indicators.analysis.provenance import provenance
from indicators.analysis.summary import LevelCoverage, dataset_summary
from indicators.catalogue import cross_checks
from indicators.dataset import Dataset
from indicators.model import TOTAL, WORLD, Source
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


NOTHING = LevelCoverage(0, "", "", ())
"""What is held of an indicator at a level without a figure."""
_Key = tuple[str, str]
"""An indicator and a level."""


def shown_levels(dataset: Dataset) -> tuple[str, ...]:
    """Return the levels from wide to narrow; the world only where a figure is of it."""
    levels = dataset.catalogue.territorial_levels
    has_world = any(level == WORLD for _, level in dataset_summary(dataset).levels)
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
    by_level, entries = dataset_summary(dataset).levels, provenance(dataset)
    newest_sources = _sources_of_newest(dataset, by_level)
    levels = shown_levels(dataset)
    rows = []
    for pillar in catalogue.pillars:
        for name, indicator in catalogue.indicators.items():
            if indicator.pillar != pillar:
                continue
            step = dataset.step(name, next(iter(dataset.breakdowns(name)), TOTAL))
            levels_left_out = _levels_left_out(dataset, name)
            for level in levels:
                coverage = by_level.get((name, level), NOTHING)
                sources = newest_sources.get((name, level), [])
                rows.append(
                    (
                        pillar,
                        name,
                        level,
                        coverage.places,
                        coverage.first,
                        coverage.last,
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


def _sources_of_newest(
    dataset: Dataset, by_level: Mapping[_Key, LevelCoverage]
) -> dict[_Key, list[Source]]:
    """Return by indicator and level the sources of the newest figures.

    A computed indicator has those of its inputs at the same level.
    """
    sources, indicators = dataset.catalogue.sources, dataset.catalogue.indicators
    names = {key: coverage.sources for key, coverage in by_level.items()}
    for indicator in cross_checks.order(indicators):
        for level in dataset.catalogue.levels:
            if (indicator, level) in by_level:
                inputs = [names.get((need, level), ()) for need in indicators[indicator].needs]
                names[indicator, level] = tuple(dict.fromkeys(chain.from_iterable(inputs)))
    result = {}
    for key, listed in names.items():
        result[key] = [sources[name] for name in listed if name in sources]
    return result


def _earliest(releases: Iterable[str]) -> str:
    days = [(day, release) for release in releases if (day := last_day(release)) is not None]
    return min(days, default=(None, ""))[1]
