"""Read weights that experts gave: points from a budget (`budget`), or comparisons (`pairs`).

Handbook: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), section 6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.composite.table import Floats
from indicators.composite.weights import budget, pairwise
from indicators.problems import ProblemCode

EXPERT_KEYS = ("budget", "pairs")
"""The keys of a node whose children have weights from experts."""


def budget_weights(node: Node, children: Sequence[str], faults: Validator) -> dict[str, float]:
    """Read a list with the points that each expert gives to each child; return weights by child.

    Without an expert, and where some points are missing or no points, there are none.
    """
    before = len(faults.problems)
    points = [_points(expert, children, faults) for expert in faults.items(node)]
    if not points:
        faults.add(node, ProblemCode.KEY_MISSING, keys=tuple(children))
    if len(faults.problems) > before:
        return {}
    return dict(zip(children, budget(np.array(points)).tolist(), strict=True))


def _points(expert: Node, children: Sequence[str], faults: Validator) -> list[float]:
    """Read the points of one expert, in the order of the children; 0 and a problem for none."""
    given = faults.mapping(expert, children)
    missing = tuple(child for child in children if child not in given)
    if missing:
        faults.add(expert, ProblemCode.KEY_MISSING, keys=missing)
        return [0.0] * len(children)
    points = [faults.number(given[child]) for child in children]
    if min(points) < 0:
        faults.add(expert, ProblemCode.WEIGHT_NEGATIVE, f"{min(points):g}")
    elif math.isinf(sum(points)):
        faults.add(expert, ProblemCode.NOT_A_NUMBER, f"{sum(points):g}")
    elif not sum(points):
        faults.add(expert, ProblemCode.WEIGHTS_ZERO)
    return points


def pair_weights(
    node: Node, children: Sequence[str], faults: Validator
) -> tuple[dict[str, float], float]:
    """Read comparisons, `[first, second, times]`; return weights by child and their consistency.

    `times` says how many times as important the first is as the second. Each pair of children is
    compared once. The consistency ratio is Saaty's; 0 and no weights where something is wrong.
    """
    before = len(faults.problems)
    comparisons = np.eye(len(children))
    compared: set[frozenset[str]] = set()
    for item in faults.items(node):
        _compare(item, children, comparisons, compared, faults)
    expected = len(children) * (len(children) - 1) // 2
    if len(faults.problems) == before and len(compared) < expected:
        faults.add(node, ProblemCode.INDEX_PAIRS, "", children=tuple(children), n=expected)
    if len(faults.problems) > before:
        return {}, 0.0
    weights, ratio = pairwise(comparisons)
    return dict(zip(children, weights.tolist(), strict=True)), ratio


def _compare(
    item: Node,
    children: Sequence[str],
    comparisons: Floats,
    compared: set[frozenset[str]],
    faults: Validator,
) -> None:
    """Enter one comparison, and its reciprocal; report one that is none or stands there already."""
    words = faults.texts(item)
    pair = frozenset(words[:2])
    number = faults.number(item.value[2]) if len(words) == 3 else 0.0
    # the reciprocal of a number near 0 is infinite, and so are weights
    has_reciprocal = number > 0 and math.isfinite(1 / number)
    is_comparison = len(pair) == 2 and pair <= set(children) and has_reciprocal
    if not is_comparison or pair in compared:
        expected = len(children) * (len(children) - 1) // 2
        faults.add(
            item, ProblemCode.INDEX_PAIRS, ", ".join(words), children=tuple(children), n=expected
        )
        return
    compared.add(pair)
    first, second = (children.index(word) for word in words[:2])
    comparisons[first, second] = number
    comparisons[second, first] = 1 / number
