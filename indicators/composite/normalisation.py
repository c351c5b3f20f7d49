"""Bring indicators to one scale.

Methods: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), section 5. The
direction is applied before: where less is better, values change their sign first, and goalposts
are read the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from indicators.composite.table import Floats, Positions
from indicators.statistics.rank import rank

Rule = Literal[
    "min_max",
    "goalposts",
    "z_score",
    "rank",
    "percentile_rank",
    "borda",
    "distance_to_max",
    "distance_to_unit",
    "distance_to_target",
    "share_of_max",
]
RULES: tuple[Rule, ...] = (
    "min_max",
    "goalposts",
    "z_score",
    "rank",
    "percentile_rank",
    "borda",
    "distance_to_max",
    "distance_to_unit",
    "distance_to_target",
    "share_of_max",
)
DISTANCES: tuple[Rule, ...] = ("distance_to_unit", "distance_to_target")
"""Rules that need a goal beyond the worst figure."""


@dataclass(frozen=True)
class Goalposts:
    """The figures, in the indicator's own unit, that become the ends of the scale.

    `low` is the lesser one whatever the direction. With `log` the natural logarithm is taken of
    the figure and of both goalposts. Unless `clip` is false, what lies beyond them is set to the
    ends of the scale.
    """

    low: float
    high: float
    log: bool = False
    clip: bool = True


@dataclass(frozen=True)
class Normalisation:
    """A rule, and what it needs.

    `scale` is the range of 'min_max' and 'goalposts'; `mean` and `deviation` are those of the
    result of 'z_score'; `unit` is the reference of 'distance_to_unit'. `goalposts` and `targets`
    stand by indicator. `pooled` says whether minima, means and ranks are those of all years
    together, so that scores of different years compare, or of each year.
    """

    rule: Rule = "min_max"
    scale: tuple[float, float] = (0.0, 100.0)
    mean: float = 0.0
    deviation: float = 1.0
    unit: str = ""
    goalposts: Mapping[str, Goalposts] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    pooled: bool = True


@dataclass(frozen=True)
class Column:
    """One indicator's figures, and what its normalisation depends on.

    `name` is the indicator. `direction` is 1 where more is better and -1 where less is; with `log`
    the natural logarithm of figures, goalposts and targets is taken first. `reference` is the
    position of the unit that distances are taken to, -1 without one.
    """

    name: str
    values: Floats
    direction: int = 1
    log: bool = False
    reference: int = -1

    @property
    def scaled(self) -> Floats:
        """Return the figures, or their logarithms; that of 0 or less is missing."""
        return logarithm(self.values) if self.log else self.values

    @property
    def directed(self) -> Floats:
        """Return the figures with the sign that makes more the better."""
        return self.scaled * self.direction


def logarithm(values: Floats) -> Floats:
    """Return natural logarithms; those of 0 or less are missing."""
    result: Floats = np.log(np.where(values > 0, values, np.nan))
    return result


def normalise(
    column: Column, normalisation: Normalisation, units: Sequence[str], blocks: Sequence[Positions]
) -> Floats:
    """Return the figures of a column on the scale of a rule.

    `blocks` are the rows of each period; where the rule is `pooled` all rows are one block. A
    column without two different figures in a block is missing there, except by goalposts, targets,
    ranks and shares of the maximum, which need no spread.
    """
    rule = _RULES[normalisation.rule]
    result = np.full(column.values.shape, np.nan)
    every_row = [np.arange(len(column.values))]
    for rows in every_row if normalisation.pooled else blocks:
        block = replace(
            column,
            values=column.values[rows],
            reference=_reference(normalisation, units, rows),
        )
        if not np.isnan(block.scaled).all():
            result[rows] = rule(block, normalisation)
    return result


def _reference(normalisation: Normalisation, units: Sequence[str], rows: Positions) -> int:
    """Return the row, within the block, of the unit that distances are taken to; -1 without one."""
    if normalisation.rule != "distance_to_unit":
        return -1
    for position, row in enumerate(rows):
        if units[row] == normalisation.unit:
            return position
    return -1


def _min_max(column: Column, normalisation: Normalisation) -> Floats:
    low, high = normalisation.scale
    return low + (high - low) * _position(column.directed)


def _position(values: Floats) -> Floats:
    """Return where values lie from the least, 0, to the greatest, 1; missing without a range."""
    least, greatest = np.nanmin(values), np.nanmax(values)
    if greatest == least:
        return np.full(len(values), np.nan)
    position: Floats = (values - least) / (greatest - least)
    return position


def _goalposts(column: Column, normalisation: Normalisation) -> Floats:
    """Return positions between goalposts; by minimum and maximum where an indicator has none.

    Under a logarithm a figure of 0 or less is missing, or is the lower goalpost where figures
    beyond the goalposts are set to them.
    """
    posts = normalisation.goalposts.get(column.name)
    if posts is None:
        return _min_max(column, normalisation)
    values, least, greatest = column.values, posts.low, posts.high
    if posts.log or column.log:
        no_log = np.full(values.shape, least if posts.clip else np.nan)
        positive = np.where(values <= 0, no_log, values)
        values, least, greatest = np.log(positive), np.log(least), np.log(greatest)
    position = (values - least) / (greatest - least)
    if column.direction < 0:
        position = 1 - position
    if posts.clip:
        position = np.clip(position, 0, 1)
    low, high = normalisation.scale
    return low + (high - low) * position


def _z_score(column: Column, normalisation: Normalisation) -> Floats:
    """Return deviations from the mean in sample standard deviations, moved and stretched."""
    values = column.directed
    if np.sum(~np.isnan(values)) < 2 or np.nanstd(values) == 0:
        return np.full(len(values), np.nan)
    deviations = (values - np.nanmean(values)) / np.nanstd(values, ddof=1)
    result: Floats = normalisation.mean + normalisation.deviation * deviations
    return result


def _rank(column: Column, _: Normalisation) -> Floats:
    """Return 1 for the worst; figures that tie have the least of their ranks."""
    return ascending_rank(column.directed)


def ascending_rank(values: Floats) -> Floats:
    """Return ranks from 1 for the least, ties with the least of their ranks, missing kept."""
    return rank(-values)


def _percentile_rank(column: Column, _: Normalisation) -> Floats:
    """Return the share of the other units that lie below."""
    others = np.sum(~np.isnan(column.directed)) - 1
    if others < 1:
        return np.full(len(column.values), np.nan)
    share: Floats = (ascending_rank(column.directed) - 1) / others
    return share


def _borda(column: Column, _: Normalisation) -> Floats:
    """Return how many units lie below."""
    return ascending_rank(column.directed) - 1


def _distance_to_max(column: Column, _: Normalisation) -> Floats:
    return _position(column.directed)


def _distance_to_unit(column: Column, _: Normalisation) -> Floats:
    """Return (x - min) / (reference - min); missing where the reference is missing or the least."""
    if column.reference < 0:
        return np.full(len(column.values), np.nan)
    values = column.directed
    return _share_of_way(values, values[column.reference])


def _distance_to_target(column: Column, normalisation: Normalisation) -> Floats:
    """Return (x - min) / (target - min); missing where no figure falls short of the target."""
    target = np.array([normalisation.targets.get(column.name, np.nan)])
    goal = replace(column, values=target).directed
    return _share_of_way(column.directed, float(goal[0]))


def _share_of_way(values: Floats, goal: float) -> Floats:
    """Return the share of the way from the worst figure to a goal that each has covered.

    Missing where the goal is no better than the worst: the order would turn round.
    """
    way = goal - np.nanmin(values)
    if not way > 0:
        return np.full(len(values), np.nan)
    share: Floats = (values - np.nanmin(values)) / way
    return share


def _share_of_max(column: Column, _: Normalisation) -> Floats:
    """Return figures divided by the greatest; missing where that is not above 0.

    Where less is better the division turns the order round, as in COINr: a description with such
    an indicator is refused.
    """
    values = column.directed
    greatest = np.nanmax(values)
    if greatest == 0 or (greatest < 0 and column.direction > 0):
        return np.full(len(values), np.nan)
    share: Floats = values / greatest
    return share


_RULES: dict[Rule, Callable[[Column, Normalisation], Floats]] = {
    "min_max": _min_max,
    "goalposts": _goalposts,
    "z_score": _z_score,
    "rank": _rank,
    "percentile_rank": _percentile_rank,
    "borda": _borda,
    "distance_to_max": _distance_to_max,
    "distance_to_unit": _distance_to_unit,
    "distance_to_target": _distance_to_target,
    "share_of_max": _share_of_max,
}
