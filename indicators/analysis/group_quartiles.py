"""Say how the places of a group spread: quartiles and median, period by period."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.analysis.provenance import sources_of
from indicators.dataset import Dataset
from indicators.model import STATUSES, TOTAL, Group
from indicators.observations import Grid
from indicators.periods import period_start
from indicators.statistics.evidence import BREAK, UNRANKED
from indicators.statistics.quartiles import Quartiles, quartiles
from indicators.statistics.recency import usual_step

MIN_SHARE = 0.5
"""A period has quartiles where at least this share of the places has a figure in it that have one
in any.
"""
BREAK_SHARE = 0.5
"""Quartiles do not compare with those before where the series of this share of places broke."""


@dataclass(frozen=True)
class GroupQuartiles:
    """Quartiles of a group's places over time, as columns of equal length, in order of time.

    `places` is how many places have a figure in each of `periods`; `members` how many have one in
    any. `left_out` is whether other periods have figures, of too few places; `other_lengths`
    whether periods of another length have any. `broken` are the periods from which the quartiles do
    not compare with those before, `step` is the usual number of months between two of them, and
    `sources` those of the figures behind them.
    """

    group: Group
    periods: tuple[str, ...]
    low: tuple[float, ...]
    median: tuple[float, ...]
    high: tuple[float, ...]
    places: tuple[int, ...]
    members: int
    left_out: bool
    other_lengths: bool
    broken: frozenset[str]
    step: int
    sources: tuple[str, ...]


def members_with_figures(
    dataset: Dataset, indicator: str, group: Group, breakdown: str = TOTAL
) -> list[str]:
    """Return the places of a group that have figures of an indicator and may be compared."""
    row = dataset.grid(indicator, breakdown).row
    return [code for code in group.places if code in row and dataset.can_rank(code)]


def group_quartiles(
    dataset: Dataset, indicator: str, group: Group, breakdown: str = TOTAL
) -> GroupQuartiles | None:
    """Return the quartiles of a group's places; None where no period has enough of them.

    Each period is computed from the places that have a figure in it and from nothing else: none is
    carried over from another period. Lower bounds, forecasts and figures of an assumed period do
    not count, as they have no rank, nor do periods of another length than most (a quarter among
    years).
    """
    return dataset.cached(
        ("group quartiles", indicator, group.id, breakdown),
        lambda: _group_quartiles(dataset, indicator, group, breakdown),
    )


def _group_quartiles(
    dataset: Dataset, indicator: str, group: Group, breakdown: str
) -> GroupQuartiles | None:
    members = members_with_figures(dataset, indicator, group, breakdown)
    grid = dataset.grid(indicator, breakdown)
    cells = grid.cell[[grid.row[place] for place in members]]
    if not cells.size:
        return None
    status = np.where(cells >= 0, dataset.observations.rows.status[cells], -1)
    is_figure = (cells >= 0) & ~np.isin(status, [STATUSES.index(name) for name in UNRANKED])
    values = np.where(is_figure, dataset.observations.rows.value[cells], np.nan)
    result = quartiles(values)
    is_usual = _has_usual_length(grid, result.places)
    is_shown = is_usual & (result.places >= MIN_SHARE * len(members))
    columns = np.flatnonzero(is_shown)
    if not columns.size:
        return None
    in_quartiles = np.where(is_figure, status, -1)
    broken = _broken_columns(dataset, indicator, grid, members, columns, in_quartiles)
    periods = tuple(grid.periods[column] for column in columns.tolist())
    return GroupQuartiles(
        group,
        periods,
        *_chosen(result, columns),
        len(members),
        bool((is_usual & ~is_shown & (result.places > 0)).any()),
        bool((~is_usual & (result.places > 0)).any()),
        frozenset(grid.periods[column] for column in broken),
        usual_step(grid.periods, is_figure),
        sources_of(dataset, indicator, members, periods),
    )


def _chosen(
    result: Quartiles, columns: NDArray[np.intp]
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...], tuple[int, ...]]:
    low, median, high, count = (array[columns].tolist() for array in result)
    return tuple(low), tuple(median), tuple(high), tuple(count)


def _has_usual_length(grid: Grid, count: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which columns are of periods as long as most figures: a year and a quarter differ."""
    return np.asarray(grid.months == np.bincount(grid.months, weights=count).argmax())


def _broken_columns(
    dataset: Dataset,
    indicator: str,
    grid: Grid,
    members: list[str],
    columns: NDArray[np.intp],
    status: NDArray[np.int64],
) -> list[int]:
    """Return the columns since whose predecessor the series of many places broke.

    `status` is -1 where a place has no figure in the quartiles. A series breaks where its figure is
    flagged, or where a break is declared.
    """
    is_broken = np.zeros((len(members), len(columns)), dtype=bool)
    for index, column in enumerate(columns.tolist()[1:], 1):
        between = slice(int(columns[index - 1]) + 1, column + 1)
        is_broken[:, index] = (status[:, between] == STATUSES.index(BREAK)).any(axis=1)
    starts = [period_start(grid.periods[column]) for column in columns.tolist()]
    row = {place: index for index, place in enumerate(members)}
    for entry in dataset.catalogue.indicators[indicator].breaks:
        index = bisect_left(starts, period_start(entry.period))
        if 0 < index < len(columns) and (not entry.place or entry.place in row):
            is_broken[row[entry.place] if entry.place else slice(None), index] = True
    has_figure = status[:, columns] >= 0
    shares = (is_broken & has_figure).sum(axis=0) / has_figure.sum(axis=0)
    return [int(column) for column in columns[shares >= BREAK_SHARE]]
