"""Figures of groups: sums, and means weighted by the indicator that each indicator names.

A group has a figure only where its members with data hold enough of the group's weight (`coverage` in
config.yaml); the share they hold is kept beside the figure. Weights that end earlier than the figures are
carried forward at most three years, and such a figure is marked as estimated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.model import STATUSES, TOTAL, Group, Indicator
from indicators.observations import Block, Observations, block, stack
from indicators.statistics import aggregate

ESTIMATED = STATUSES.index("estimated")


@dataclass(frozen=True)
class Weights:
    """One weighing indicator over all periods: rows are places, columns are all periods of the table."""

    value: NDArray[np.float64]
    carried: NDArray[np.bool_]


def group_rows(catalogue: Catalogue, table: Observations) -> Block:
    """Rows of every group's figure for every indicator that declares how a group's figure is made."""
    members = _members(catalogue, table)
    weights: dict[str, Weights] = {}
    blocks = [_of_indicator(entry, catalogue, table, members, weights)
              for entry in catalogue.indicators.values() if entry.weight or entry.total]
    return stack(blocks)


def _members(catalogue: Catalogue, table: Observations) -> NDArray[np.bool_]:
    code = table.words.code["place"]
    members = np.zeros((len(catalogue.groups), len(table.words.place)), dtype=bool)
    for row, group in enumerate(catalogue.groups.values()):
        members[row, [code[place] for place in group.places]] = True
    return members


def _of_indicator(entry: Indicator, catalogue: Catalogue, table: Observations, members: NDArray[np.bool_],
                  weights: dict[str, Weights]) -> Block:
    wide = table.wide(entry.id)
    if not wide.places:
        return stack([])
    place, period = table.words.code["place"], table.words.code["period"]
    rows = np.array([place[name] for name in wide.places])
    columns = np.array([period[name] for name in wide.periods])
    if entry.weight and entry.weight not in weights:
        weights[entry.weight] = _weights(entry.weight, table)
    groups = np.array([at for at, group in enumerate(catalogue.groups.values())
                       if _speaks(group, wide.places, members[at], rows)], dtype=int)
    everyone = np.flatnonzero(members[groups].any(axis=0)) if len(groups) else groups
    if not len(everyone):
        return stack([])
    value = np.full((len(table.words.place), len(columns)), np.nan)
    value[rows] = wide.value
    weight = weights[entry.weight] if entry.weight else None
    heavy = weight.value[np.ix_(everyone, columns)] if weight else np.ones((len(everyone), len(columns)))
    combine = aggregate.total if entry.total else aggregate.weighted_mean
    result = combine(value[everyone], heavy, members[np.ix_(groups, everyone)], catalogue.coverage)
    if weight:
        result = _mostly_weighed(result, np.isfinite(value[everyone]), members[np.ix_(groups, everyone)], catalogue)
    soft = _softened(weight, members[groups], columns, everyone, np.isfinite(value[everyone]))
    return _block(entry, catalogue, table, groups, columns, result, soft)


def _speaks(group: Group, places: tuple[str, ...], members: NDArray[np.bool_],
            rows: NDArray[np.intp]) -> bool:
    """A group that publishes its own figure (the EU, say) keeps it; one without members here has none."""
    return group.id not in places and bool(members[rows].any())


def _weights(name: str, table: Observations) -> Weights:
    wide, words = table.wide(name), table.words
    grid = np.full((len(words.place), len(words.period)), np.nan)
    if wide.places:
        grid[np.ix_(np.array([words.code["place"][place] for place in wide.places]),
                    np.array([words.code["period"][period] for period in wide.periods]))] = wide.value
    value, carried = aggregate.carry(grid, words.period)
    return Weights(value, carried)


def _mostly_weighed(result: aggregate.Aggregate, known: NDArray[np.bool_], members: NDArray[np.bool_],
                    catalogue: Catalogue) -> aggregate.Aggregate:
    """Drop means in which too many members with data have no known weight: they would speak for a few."""
    having = members.astype(float) @ known
    enough = result.members >= catalogue.coverage * having - 1e-9
    return result._replace(values=np.where(enough, result.values, np.nan))


def _softened(weight: Weights | None, members: NDArray[np.bool_], columns: NDArray[np.intp],
              everyone: NDArray[np.intp],
              known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Groups and periods in which a carried weight took part."""
    if weight is None:
        return np.zeros((len(members), len(columns)), dtype=bool)
    took_part = weight.carried[np.ix_(everyone, columns)] & known
    return (members[:, everyone].astype(float) @ took_part) > 0


def _block(entry: Indicator, catalogue: Catalogue, table: Observations, groups: NDArray[np.intp],
           columns: NDArray[np.intp], result: aggregate.Aggregate, soft: NDArray[np.bool_]) -> Block:
    row, column = np.nonzero(np.isfinite(result.values))
    codes = np.array([table.words.code["place"][list(catalogue.groups)[at]] for at in groups])
    return block(len(row), indicator=table.words.code["indicator"][entry.id], place=codes[row],
                 breakdown=table.words.code["breakdown"][TOTAL], period=columns[column],
                 value=result.values[row, column], coverage=result.share[row, column],
                 status=np.where(soft[row, column], ESTIMATED, 0))
