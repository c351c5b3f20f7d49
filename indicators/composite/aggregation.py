"""Make one score of several: weighted means of any kind, the least, and Copeland's count.

Every function takes values whose last axis are the children and weights that broadcast to them,
so that many runs of an uncertainty analysis are made at once. A missing child leaves its weight to
the others. Sources: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), section
6; Munda, "Social multi-criteria evaluation" (2008), for the comparison of pairs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from indicators.composite.table import Flags, Floats
from indicators.composite.weights import benefit_of_doubt

Rule = Literal[
    "arithmetic", "geometric", "harmonic", "power", "minimum", "copeland", "benefit_of_doubt"
]
Measure = Literal["weight", "count"]
ROUNDING_ERROR = 1e-12
RULES: tuple[Rule, ...] = (
    "arithmetic",
    "geometric",
    "harmonic",
    "power",
    "minimum",
    "copeland",
    "benefit_of_doubt",
)
COMPARING = ("copeland", "benefit_of_doubt")
"""Rules under which a unit's score depends on the other units of its period."""


@dataclass(frozen=True)
class Aggregation:
    """A rule, the exponent of 'power', and how much of the children must be there.

    `shares` bound each child's part of a score under 'benefit_of_doubt', whose weights are the best
    for each unit.

    `availability` is the least share of the children, by their weight or, where `by` is 'count',
    by their number; 0 asks for one child. None leaves both to the aggregation of the index, and
    stands for 0 and 'weight' there.
    """

    rule: Rule = "arithmetic"
    power: float = 2.0
    shares: tuple[float, float] = (0.0, 1.0)
    availability: float | None = None
    by: Measure | None = None

    def within(self, whole: Aggregation) -> Aggregation:
        """Return it with the availability of the whole index where it states none of its own."""
        availability = whole.availability if self.availability is None else self.availability
        return replace(self, availability=availability, by=self.by or whole.by)


def aggregate(values: Floats, weights: Floats, aggregation: Aggregation) -> Floats:
    """Return the scores (..., units) of `values` (..., units, children) under `weights`
    (..., children); leading axes are runs and broadcast.

    A unit with too few children by the availability rule has a missing score. So has one with a
    value below zero in a geometric, harmonic or power mean, or with zero in a harmonic mean or one
    of a power below 0. A child of weight zero does not count.
    """
    present = ~np.isnan(values)
    scores = _RULES[aggregation.rule](values, present, weights, aggregation)
    is_valid = _is_available(present, weights, aggregation)
    unusable = refused(values, aggregation)
    if unusable.any():
        is_valid &= _dot(unusable.astype(float), weights) == 0
    return np.where(is_valid, scores, np.nan)


def refused(values: Floats, aggregation: Aggregation) -> Flags:
    """Return which values a mean can't take.

    Those below 0 in a geometric, harmonic or power mean: an even power would take them for
    positive ones. In a harmonic mean, and one of a power below 0, those of 0, too.
    """
    if aggregation.rule not in ("geometric", "harmonic", "power"):
        return np.zeros(values.shape, dtype=bool)
    is_inverse = aggregation.rule == "power" and aggregation.power < 0
    result: Flags = values <= 0 if aggregation.rule == "harmonic" or is_inverse else values < 0
    return result


def _is_available(present: Flags, weights: Floats, aggregation: Aggregation) -> Flags:
    """Return which units have enough children; those without any that counts never have."""
    measure = np.ones_like(weights) if aggregation.by == "count" else weights
    there = _dot(present.astype(float), measure)
    total = measure.sum(axis=-1)[..., None]
    # Shares like 2/3 of three are exact in words and not in binary: allow a rounding error.
    enough: Flags = there >= ((aggregation.availability or 0.0) - ROUNDING_ERROR) * total
    return enough & (_dot(present.astype(float), weights) > 0)


def _dot(values: Floats, weights: Floats) -> Floats:
    """Return the sums over children of values (..., units, children) times weights.

    Child by child, so that every row is summed alike: a product of matrices sums some rows in
    another order, and equal units then differ in the last digit.
    """
    shape = np.broadcast_shapes(values.shape[:-1], (*weights.shape[:-1], 1))
    result = np.zeros(shape)
    for child in range(values.shape[-1]):
        result += values[..., child] * weights[..., None, child]
    return result


def _mean(values: Floats, present: Flags, weights: Floats) -> Floats:
    """Return the weighted mean of the values that are present."""
    total = _dot(present.astype(float), weights)
    sums = _dot(np.where(present, values, 0.0), weights)
    mean: Floats = np.divide(sums, total, out=np.full(total.shape, np.nan), where=total > 0)
    return mean


def _arithmetic(values: Floats, present: Flags, weights: Floats, _: Aggregation) -> Floats:
    return _mean(values, present, weights)


def _geometric(values: Floats, present: Flags, weights: Floats, _: Aggregation) -> Floats:
    """Return the geometric mean: 0 where a value is 0, missing where one is negative."""
    logs = np.log(np.where(values > 0, values, 1.0))
    result = np.exp(_mean(logs, present, weights))
    return np.where(_dot((values == 0).astype(float), weights) > 0, 0.0, result)


def _harmonic(values: Floats, present: Flags, weights: Floats, _: Aggregation) -> Floats:
    inverses = 1 / np.where(values > 0, values, 1.0)
    result: Floats = 1 / _mean(inverses, present, weights)
    return result


def _power_mean(
    values: Floats, present: Flags, weights: Floats, aggregation: Aggregation
) -> Floats:
    """Return (sum of w x^p / sum of w)^(1/p); power 0 is the geometric mean."""
    power = aggregation.power
    if power == 0:
        return _geometric(values, present, weights, aggregation)
    powers = np.where(refused(values, aggregation), 1.0, values) ** power
    result: Floats = _mean(powers, present, weights) ** (1 / power)
    return result


def _minimum(values: Floats, present: Flags, weights: Floats, _: Aggregation) -> Floats:
    counted = present & (weights[..., None, :] > 0)
    least = np.min(np.where(counted, values, np.inf), axis=-1)
    result: Floats = np.where(np.isinf(least), np.nan, least)
    return result


def outranking(values: Floats, weights: Floats) -> Floats:
    """Return, for each pair of units, the share of the weight in which the first is better.

    Children in which both tie count half, children that one of both lacks do not count. Pairs
    without a common child are missing. `values` is (units, children), weights (children).
    """
    count = len(values)
    better, common = np.zeros((count, count)), np.zeros((count, count))
    for child in range(values.shape[1]):
        column = values[:, child]
        difference = column[:, None] - column[None, :]
        both = ~np.isnan(difference)
        share = np.where(difference > 0, 1.0, np.where(difference == 0, 0.5, 0.0))
        better += np.where(both, share * weights[child], 0.0)
        common += np.where(both, weights[child], 0.0)
    shares: Floats = np.divide(better, common, out=np.full(better.shape, np.nan), where=common > 0)
    return shares


def _copeland(values: Floats, present: Flags, weights: Floats, _: Aggregation) -> Floats:
    """Return how many units each outranks, less how many outrank it.

    Source: Copeland, "A 'reasonable' social welfare function" (1951).
    """

    def count(table: Floats, weights_of_run: Floats) -> Floats:
        shares = outranking(table, weights_of_run)
        wins = np.where(shares > 0.5, 1, 0) - np.where(shares < 0.5, 1, 0)
        np.fill_diagonal(wins, 0)
        total: Floats = wins.sum(axis=1).astype(float)
        return total

    return _run_by_run(count, values, weights)


def _benefit_of_doubt(
    values: Floats, present: Flags, weights: Floats, aggregation: Aggregation
) -> Floats:
    """Return scores by the weights that are best for each unit; the given weights don't count."""

    def score(table: Floats, _: Floats) -> Floats:
        return benefit_of_doubt(table, aggregation.shares)[0]

    return _run_by_run(score, values, weights)


def _run_by_run(
    score: Callable[[Floats, Floats], Floats], values: Floats, weights: Floats
) -> Floats:
    """Return the scores of each run's table and weights; one function call a run."""
    runs = np.broadcast_shapes(values.shape[:-2], weights.shape[:-1])
    tables = np.broadcast_to(values, (*runs, *values.shape[-2:]))
    sets = np.broadcast_to(weights, (*runs, weights.shape[-1]))
    scores = np.full((*runs, values.shape[-2]), np.nan)
    for run in np.ndindex(runs):
        scores[run] = score(tables[run], sets[run])
    return scores


_RULES: dict[Rule, Callable[[Floats, Flags, Floats, Aggregation], Floats]] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "harmonic": _harmonic,
    "power": _power_mean,
    "minimum": _minimum,
    "copeland": _copeland,
    "benefit_of_doubt": _benefit_of_doubt,
}
