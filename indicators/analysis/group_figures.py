"""Say how a group's figure came about, and what it would be without weights or with the same
members throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators.dataset import Dataset, Observation
from indicators.derive.constant_members import ConstantMembers
from indicators.derive.constant_members import constant_members as compute_constant_members
from indicators.model import GROUP, WORLD
from indicators.statistics.evidence import is_size

Method = Literal["published", "sum", "weighted"]


@dataclass(frozen=True)
class GroupFigure:
    """The method of a group's figure: read from a file, a sum of members or a weighted mean.

    `unweighted` is the plain mean of the members with figures in the same period, in the unit of
    the indicator, and `members` how many these are; None and 0 where nothing is averaged: in sums,
    in totals and for groups whose members are not known.
    """

    method: Method
    weight: str
    unweighted: float | None
    members: int


def group_figure(dataset: Dataset, figure: Observation | None) -> GroupFigure | None:
    """Return how the figure of a group came about; None for that of any other place."""
    if figure is None or not is_group(dataset, figure.place):
        return None
    return dataset.cached(
        ("group figure", figure.indicator, figure.place, figure.breakdown, figure.period),
        lambda: _group_figure(dataset, figure),
    )


def is_group(dataset: Dataset, place: str) -> bool:
    """Return whether a place stands for several: a group, or the world."""
    entry = dataset.catalogue.places.get(place)
    return entry is not None and entry.level in (GROUP, WORLD)


def _group_figure(dataset: Dataset, figure: Observation) -> GroupFigure:
    indicator = dataset.catalogue.indicators[figure.indicator]
    method: Method = "sum" if indicator.total else "weighted"
    if figure.file:
        method = "published"
    values = _member_values(dataset, figure)
    if is_size(indicator) or not values:
        return GroupFigure(method, indicator.weight, None, 0)
    return GroupFigure(method, indicator.weight, float(np.mean(values)), len(values))


def _member_values(dataset: Dataset, figure: Observation) -> list[float]:
    """Return the figures of a group's members in the period of the group's."""
    group = dataset.catalogue.groups.get(figure.place)
    grid = dataset.grid(figure.indicator, figure.breakdown)
    if group is None:
        return []
    rows = [grid.row[place] for place in group.places if place in grid.row]
    values = grid.value[rows, grid.column[figure.period]]
    return [float(value) for value in values if np.isfinite(value)]


def constant_members(dataset: Dataset, indicator: str, group: str) -> ConstantMembers | None:
    """Return a group's figures from the members with figures in all of its periods."""
    catalogue = dataset.catalogue
    if group not in catalogue.groups:
        return None
    return dataset.cached(
        ("constant members", indicator, group),
        lambda: compute_constant_members(
            catalogue.indicators[indicator], catalogue.groups[group], dataset.observations
        ),
    )
