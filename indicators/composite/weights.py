"""Weights from experts and weights from data; all are weights among the children of one parent.

Handbook: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np

from indicators.composite.structure import Structure
from indicators.composite.table import Floats

WeightRule = Literal["given", "equal", "pca", "entropy", "critic", "correlation"]
WEIGHT_RULES: tuple[WeightRule, ...] = (
    "given",
    "equal",
    "pca",
    "entropy",
    "critic",
    "correlation",
)
RANDOM_CONSISTENCY = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random comparisons of 1 to 10 things: Saaty, "The Analytic Hierarchy
Process" (1980)."""


MIN_COMPLETE = 3
"""Units with every figure without which correlations say nothing: of two they are 1 or -1."""
MIN_SPREAD = 2
"""Units with a figure without which there is no entropy."""
FAR = 1e9
"""The distance of weights that have no correlations from those that are desired."""


def with_weights(structure: Structure, weights: Mapping[str, float]) -> Structure:
    """Return the tree with other weights for the nodes that are named."""
    return Structure(
        tuple(replace(node, weight=weights.get(node.id, node.weight)) for node in structure.nodes)
    )


def equal(structure: Structure) -> Structure:
    """Return the tree with the same weight for all children of each parent."""
    return with_weights(structure, {node.id: 1.0 for node in structure.nodes})


def budget(points: Floats) -> Floats:
    """Return weights from points that experts (rows) gave out: means of each expert's shares.

    Every expert's points are brought to a sum of one first, so that none has more to give.
    """
    shares = points / points.sum(axis=1, keepdims=True)
    result: Floats = shares.mean(axis=0)
    return result


def pairwise(comparisons: Floats) -> tuple[Floats, float]:
    """Return weights from comparisons of pairs, and their consistency ratio.

    `comparisons[i, j]` says how many times as important i is as j. Weights are the principal
    eigenvector; a ratio above 0.10 means that the comparisons contradict each other. Source:
    Saaty, "The Analytic Hierarchy Process" (1980).
    """
    values, vectors = np.linalg.eig(comparisons)
    principal = int(np.argmax(values.real))
    weights = np.abs(vectors[:, principal].real)
    count = len(comparisons)
    if count < 3:
        return weights / weights.sum(), 0.0
    consistency = (values[principal].real - count) / (count - 1)
    random = RANDOM_CONSISTENCY[min(count, len(RANDOM_CONSISTENCY)) - 1]
    return weights / weights.sum(), float(consistency / random)


def principal_component(values: Floats) -> tuple[Floats, Floats]:
    """Return loadings of the first principal component, and every component's variance.

    Of the correlation matrix over the units (rows) that have all figures; the sign makes the sum
    of loadings positive. A negative loading is no weight: it says that a child runs against the
    others. All are NaN with fewer than two such units, or where a column has one value alone.
    """
    complete = values[~np.isnan(values).any(axis=1)]
    if len(complete) < 2 or not (np.ptp(complete, axis=0) > 0).all():
        return np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
    variances, vectors = np.linalg.eigh(np.corrcoef(complete, rowvar=False))
    loadings = vectors[:, -1]
    return loadings * (1 if loadings.sum() >= 0 else -1), variances[::-1]


def entropy(values: Floats) -> Floats:
    """Return weights by how unevenly positive figures are spread over the units (rows).

    Source: Shannon's entropy as in Zeleny, "Multiple Criteria Decision Making" (1982).
    """
    shares = values / np.nansum(values, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0, shares * np.log(shares), 0.0)
    counts = np.sum(~np.isnan(values), axis=0)
    diversity = 1 + terms.sum(axis=0) / np.log(counts)
    result: Floats = diversity / diversity.sum()
    return result


def critic(values: Floats) -> Floats:
    """Return weights by contrast (standard deviation) and conflict (one less each correlation).

    Figures are brought to the range 0 to 1 first. Source: Diakoulaki, Mavrotas and Papayannakis,
    "Determining objective weights in multiple criteria problems: the CRITIC method" (1995).
    """
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    scaled = (values - low) / (high - low)
    complete = scaled[~np.isnan(scaled).any(axis=1)]
    conflict = np.sum(1 - np.corrcoef(complete, rowvar=False), axis=0)
    information = complete.std(axis=0) * conflict
    result: Floats = information / information.sum()
    return result


def benefit_of_doubt(
    values: Floats, shares: tuple[float, float] = (0.0, 1.0)
) -> tuple[Floats, Floats]:
    """Return scores by the weights that are best for each unit, and those weights.

    Each unit (row) takes the weights under which no unit scores above 1 and it scores most; each
    child's part of its score lies between the two `shares`. Figures must not be negative. A unit
    with a missing figure has no score. Source: Cherchye and others, "An introduction to 'benefit
    of the doubt' composite indicators" (2007).
    """
    from scipy.optimize import linprog  # slow to import, and rarely needed

    complete = ~np.isnan(values).any(axis=1)
    rivals = values[complete]
    scores = np.full(len(values), np.nan)
    weights = np.full(values.shape, np.nan)
    for unit in np.flatnonzero(complete):
        own = values[unit]
        parts = np.diag(own)
        at_most = parts - shares[1] * own  # w_i y_i - share * sum(w y) <= 0, a row a child
        at_least = shares[0] * own - parts
        solution = linprog(
            -own,
            A_ub=np.vstack([rivals, at_most, at_least]),
            b_ub=np.concatenate([np.ones(len(rivals)), np.zeros(2 * len(own))]),
            bounds=(0, None),
        )
        if solution.success:
            scores[unit], weights[unit] = -solution.fun, solution.x
    return scores, weights


def correlation_balanced(values: Floats, desired: Floats | None = None) -> tuple[Floats, Floats]:
    """Return weights under which children correlate with their mean in the proportions desired.

    Equal proportions by default. Weights are not negative and sum to one; where no such weights
    meet the proportions, they come as near as can be. Returns the correlations, too, as shares
    of their sum. Source: Becker and others, "Weights and importance in composite indicators:
    closing the gap" (2017).
    """
    from scipy.optimize import minimize  # slow to import, and rarely needed

    complete = values[~np.isnan(values).any(axis=1)]
    count = values.shape[1]
    wanted = np.full(count, 1 / count) if desired is None else desired / desired.sum()

    def distance(weights: Floats) -> float:
        shares = _correlation_shares(complete, weights)
        return float(np.sum((shares - wanted) ** 2)) if np.isfinite(shares).all() else FAR

    best = minimize(
        distance,
        np.full(count, 1 / count),
        method="SLSQP",
        bounds=[(0, 1)] * count,
        constraints={"type": "eq", "fun": lambda weights: weights.sum() - 1},
        options={"maxiter": 1_000, "ftol": 1e-14},
    )
    weights = best.x / best.x.sum()
    return weights, _correlation_shares(complete, weights)


def derive(values: Floats, rule: WeightRule) -> Floats | None:
    """Return weights of children from their scores (units x children); None where there are none.

    There are none where a derived weight is negative or no number: a child runs against the
    others, has the same score everywhere, or too few units have all figures.
    """
    if not _is_usable(values, rule):
        return None
    if rule == "pca":
        weights, _ = principal_component(values)
    elif rule == "entropy":
        weights = entropy(values)
    elif rule == "critic":
        weights = critic(values)
    elif rule == "correlation":
        weights, shares = correlation_balanced(values)
        weights = np.where(np.isfinite(shares).all(), weights, np.nan)
    else:
        weights = np.ones(values.shape[1])
    return weights if np.isfinite(weights).all() and (weights >= 0).all() else None


def _is_usable(values: Floats, rule: WeightRule) -> bool:
    """Return whether a rule can make weights of these scores at all."""
    if rule == "entropy":
        counts = np.sum(~np.isnan(values), axis=0)
        return bool((counts >= MIN_SPREAD).all() and (np.nansum(values, axis=0) > 0).all())
    if rule in ("pca", "critic", "correlation"):
        complete = values[~np.isnan(values).any(axis=1)]
        return len(complete) >= MIN_COMPLETE and bool((np.ptp(complete, axis=0) > 0).all())
    return True


def _correlation_shares(values: Floats, weights: Floats) -> Floats:
    """Return each column's correlation with the weighted mean, divided by their sum.

    Infinite or missing where the mean is constant or the correlations sum to 0.
    """
    mean = values @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        correlations = np.array([np.corrcoef(column, mean)[0, 1] for column in values.T])
        result: Floats = correlations / correlations.sum()
    return result
