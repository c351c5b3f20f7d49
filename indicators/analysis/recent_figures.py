"""Which places have recent figures of which indicators: of all indicators at once.

A page of comparisons asks this of every indicator before it ranks the few that it draws. So it is
answered by arrays of indicators x places, without a ranking of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.analysis.segments import run_starts
from indicators.dataset import Dataset
from indicators.model import TOTAL
from indicators.observations import Codes
from indicators.statistics.evidence import MIN_RANKED, is_since_breaks
from indicators.statistics.recency import RECENT_STEPS

NO_MONTH = -1
"""The month of a figure that there is none of."""


@dataclass(frozen=True)
class NewestFigures:
    """The newest figure of each series of totals: its indicator and place, as codes, and its row
    in the table.
    """

    indicator: Codes
    place: Codes
    row: Codes


@dataclass(frozen=True)
class RecentFigures:
    """Arrays of indicators, in the order of the catalogue, by places.

    `has_figure` tells where there is a figure of whatever period, `is_ranked` with which figures
    places enter `Dataset.ranking`; `rankable` counts the places that may have a rank and have a
    recent figure.
    """

    row: Mapping[str, int]
    has_figure: NDArray[np.bool_]
    is_ranked: NDArray[np.bool_]
    rankable: NDArray[np.intp]


def newest_figures(dataset: Dataset) -> NewestFigures:
    """Return the newest figure of every indicator and place, in the order of the table."""
    return dataset.cached("newest figures", lambda: _newest_figures(dataset))


def _newest_figures(dataset: Dataset) -> NewestFigures:
    rows, codelists = dataset.observations.rows, dataset.observations.codelists
    start = run_starts((rows.indicator, rows.breakdown, rows.place))
    # Within a series figures are in order of time: the newest is the one before the next series.
    last = np.append(start, len(rows))[1:] - 1
    last = last[rows.breakdown[last] == codelists.code["breakdown"].get(TOTAL, -1)]
    return NewestFigures(rows.indicator[last], rows.place[last], last.astype(np.int32))


def newest_rows(dataset: Dataset, places: Sequence[str]) -> Codes:
    """Return indicators, in the order of the catalogue, x places: the row of the newest figure.

    It is -1 where there is none.
    """
    newest, codelists = newest_figures(dataset), dataset.observations.codelists
    place_code, indicator_code = codelists.code["place"], codelists.code["indicator"]
    column_of = np.full(len(codelists.place) + 1, -1)
    # A place without a code takes the last entry, which no figure has.
    column_of[[place_code.get(place, -1) for place in places]] = np.arange(len(places))
    column_of[-1] = -1
    column = column_of[newest.place]
    is_of_places = column >= 0
    rows = np.full((len(codelists.indicator) + 1, len(places)), -1, dtype=np.int32)
    rows[newest.indicator[is_of_places], column[is_of_places]] = newest.row[is_of_places]
    return rows[[indicator_code.get(name, -1) for name in dataset.catalogue.indicators]]


def recent_figures(dataset: Dataset, places: Sequence[str]) -> RecentFigures:
    """Return which of these places, each named once, have recent figures of which indicators.

    A figure is recent that is at most two steps of its series older than the newest of the places.
    """
    indicators, codelists = dataset.catalogue.indicators, dataset.observations.codelists
    rows = newest_rows(dataset, places)
    has_figure = rows >= 0
    period = dataset.observations.rows.period
    month = np.full(rows.shape, NO_MONTH)
    month[has_figure] = codelists.start_months[period[rows[has_figure]]]
    steps = np.array([dataset.step(name) for name in indicators], dtype=np.int64)
    is_ranked = _is_recent(month, steps)
    for index, indicator in enumerate(indicators.values()):
        if indicator.breaks and is_ranked[index].any():
            dates = codelists.dates[period[rows[index]]]
            newest = dates[is_ranked[index]].max()
            is_ranked[index] &= is_since_breaks(indicator, places, dates, newest)
    can_rank = np.array([dataset.can_rank(place) for place in places], dtype=bool)
    rankable = np.where(can_rank, month, NO_MONTH)
    count = _is_recent(rankable, steps).sum(axis=1)
    count[(rankable != NO_MONTH).sum(axis=1) < MIN_RANKED] = 0
    return RecentFigures(
        {name: index for index, name in enumerate(indicators)}, has_figure, is_ranked, count
    )


def _is_recent(month: NDArray[np.int64], steps: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which figures are at most RECENT_STEPS steps older than the newest of their row."""
    newest = month.max(axis=1, initial=NO_MONTH, keepdims=True)
    earliest = newest - RECENT_STEPS * steps[:, np.newaxis]
    is_recent: NDArray[np.bool_] = (month >= earliest) & (month != NO_MONTH)
    return is_recent


def places_of_levels(dataset: Dataset) -> Mapping[str, Mapping[str, int]]:
    """Return for each indicator the places with figures, counted by level.

    The world and groups are not counted; a level without a place is not there.
    """
    return dataset.cached("places of levels", lambda: _places_of_levels(dataset))


def _places_of_levels(dataset: Dataset) -> dict[str, dict[str, int]]:
    catalogue, codelists = dataset.catalogue, dataset.observations.codelists
    levels = catalogue.territorial_levels
    number = {level: index for index, level in enumerate(levels)}
    codes = [number.get(catalogue.places[place].level, -1) for place in codelists.place]
    newest = newest_figures(dataset)
    level = np.array(codes, dtype=np.int64)[newest.place]
    key = newest.indicator.astype(np.int64) * len(levels) + level
    size = len(codelists.indicator) * len(levels)
    counts = np.bincount(key[level >= 0], minlength=size).reshape(-1, max(len(levels), 1))
    result = {}
    for name, row in zip(codelists.indicator, counts.tolist(), strict=True):
        by_level = zip(levels, row, strict=True)
        result[name] = {level_name: count for level_name, count in by_level if count}
    return result
