"""Examine an index: distributions, correlations, consistency, and what single indicators do.

Handbook: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), sections 4 and 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from indicators.composite.engine import IndexResult, aggregate_table, rank_table, scored_nodes
from indicators.composite.outliers import kurtosis, skewness
from indicators.composite.table import Floats, floats
from indicators.composite.weights import principal_component

Correlation = Literal["pearson", "spearman", "kendall"]
CORRELATIONS: tuple[Correlation, ...] = ("pearson", "spearman", "kendall")
COLLINEAR, NEGATIVE = 0.92, -0.4
"""From which correlation two indicators count as the same, or as running against each other."""


def statistics(data: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each indicator: its distribution, and how much of it is there.

    Columns: min, max, mean, median, sd (sample), skewness, kurtosis (adjusted, excess), available,
    nonzero, unique, same (units that share the most frequent figure), and the same four as shares
    of the rows with `_share`.
    """
    table = pd.DataFrame(
        {
            "min": data.min(),
            "max": data.max(),
            "mean": data.mean(),
            "median": data.median(),
            "sd": data.std(),
            "skewness": [skewness(column) for column in floats(data).T],
            "kurtosis": [kurtosis(column) for column in floats(data).T],
            "available": data.notna().sum(),
            "nonzero": (data.ne(0) & data.notna()).sum(),
            "unique": data.nunique(),
            "same": [_most_frequent(data[name]) for name in data],
        },
        index=data.columns,
    )
    for name in ("available", "nonzero", "unique", "same"):
        table[f"{name}_share"] = table[name] / len(data)
    return table


def _most_frequent(column: pd.Series) -> int:
    counts = column.value_counts()
    return int(counts.iloc[0]) if len(counts) else 0


def correlations(
    result: IndexResult, rows: Sequence[str], columns: Sequence[str], kind: Correlation = "pearson"
) -> pd.DataFrame:
    """Return correlations between scores of nodes, over the units that have both."""
    table = result.scores[list(dict.fromkeys([*rows, *columns]))].corr(method=kind)
    return table.loc[list(rows), list(columns)]


def correlation_flags(
    result: IndexResult, collinear: float = COLLINEAR, negative: float = NEGATIVE
) -> pd.DataFrame:
    """Return pairs of children of one parent that are collinear or run against each other.

    Columns: parent, first, second, correlation (Pearson), flag ('collinear', 'negative').
    """
    found = []
    for parent in result.structure.aggregates:
        children = [child.id for child in result.structure.children[parent]]
        table = floats(result.scores[children].corr())
        for (row, first), (column, second) in combinations(enumerate(children), 2):
            value = float(table[row, column])
            if value >= collinear or value <= negative:
                flag = "collinear" if value >= collinear else "negative"
                found.append((parent, first, second, value, flag))
    return pd.DataFrame(found, columns=["parent", "first", "second", "correlation", "flag"])


def negative_weights(result: IndexResult) -> pd.DataFrame:
    """Return nodes whose score correlates negatively with their parent's or the index's.

    Such a node counts against what it is meant to raise. Columns: node, above, correlation.
    """
    found = []
    structure = result.structure
    for node in structure.nodes:
        for above in dict.fromkeys([node.parent, structure.root]):
            if not above or node.id == above:
                continue
            value = result.scores[node.id].corr(result.scores[above])
            if value < 0:
                found.append((node.id, above, value))
    return pd.DataFrame(found, columns=["node", "above", "correlation"])


def cronbach_alpha(values: Floats) -> float:
    """Return Cronbach's alpha of the columns, over the rows that have all of them.

    k / (k - 1) times one less the sum of the columns' variances over the variance of their sum.
    Source: Cronbach, "Coefficient alpha and the internal structure of tests" (1951). NaN with one
    column, fewer than two complete rows, or where the sums are all alike.
    """
    complete = values[~np.isnan(values).any(axis=1)]
    count = complete.shape[1]
    if count < 2 or len(complete) < 2:
        return float("nan")
    total = complete.sum(axis=1).var(ddof=1)
    if not total > 0:
        return float("nan")
    parts = complete.var(axis=0, ddof=1).sum()
    return float(count / (count - 1) * (1 - parts / total))


def consistency(result: IndexResult) -> pd.DataFrame:
    """Return, for each aggregate, Cronbach's alpha and how far one dimension explains its children.

    Columns: children, alpha, first (share of the variance of the first principal component),
    above_one (components whose variance is above that of one child: Kaiser's rule).
    """
    rows = {}
    for node in result.structure.aggregates:
        children = [child.id for child in result.structure.children[node]]
        values = floats(result.scores[children])
        row: dict[str, float] = {"children": len(children), "alpha": cronbach_alpha(values)}
        if len(children) > 1:
            _, variances = principal_component(values)
            row["first"] = variances[0] / variances.sum()
            row["above_one"] = np.where(np.isnan(variances), np.nan, variances > 1).sum()
        rows[node] = row
    return pd.DataFrame.from_dict(rows, orient="index")


def removals(result: IndexResult) -> pd.DataFrame:
    """Return what leaving out each node does to the ranks of the index.

    Columns: mean and largest distance between a unit's ranks with and without the node, over all
    periods. Nodes whose removal leaves nothing are not in it. Ranks are among the units that have
    a rank with every node.
    """
    rows = {}
    scored = scored_nodes(result)
    nominal = result.ranks[result.structure.root]
    for node in result.structure.nodes:
        structure = result.structure
        for leaf in structure.leaves(node.id):
            structure = structure.without(leaf)
        if not structure.nodes:
            continue
        scores = aggregate_table(result.normalised, structure, result.method, scored)
        ranks = rank_table(scores, result.method, result.unranked)[structure.root]
        distance = (ranks - nominal).abs()
        rows[node.id] = {"mean": distance.mean(), "largest": distance.max()}
    return pd.DataFrame.from_dict(rows, orient="index")


def rank_shifts(first: IndexResult, second: IndexResult) -> pd.DataFrame:
    """Compare two versions of an index over the units and periods that both rank.

    Ranks are among these units alone: who joins or leaves moves nobody. Columns: `rank` in the
    first, `other_rank` in the second, and `shift`, how far the second is below the first; the
    largest moves first.
    """
    versions = {"rank": first, "other_rank": second}
    in_each = {name: index.ranks[index.structure.root] for name, index in versions.items()}
    common = pd.DataFrame(in_each).dropna().index
    among_common = {}
    for name, index in versions.items():
        root = index.structure.root
        among_common[name] = rank_table(index.scores.loc[common, [root]], index.method)[root]
    ranks = pd.DataFrame(among_common, index=common).astype(int)
    ranks["shift"] = ranks["other_rank"] - ranks["rank"]
    return ranks.sort_values("shift", key=lambda shift: shift.abs(), ascending=False, kind="stable")
