"""The tables of an index's audit, as `indicators index --audit` writes them, a period at a time."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from indicators.composite import audit
from indicators.composite.description import IndexDescription
from indicators.composite.engine import IndexResult, of_period
from indicators.composite.table import distinct_periods
from indicators.export.index_steps import weight_table


def audit_tables(description: IndexDescription, result: IndexResult) -> dict[str, pd.DataFrame]:
    """Return the tables of an audit by name; all but the weights have each period apart.

    statistics, correlations (each pair of nodes, with their levels), flags (collinear and contrary
    children of one parent), negative_weights, consistency (alpha, principal components, consistency
    ratio of comparisons), removals (what leaving out a node does to ranks), and weights.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for period in distinct_periods(result.scores.index):
        for name, table in _of_period(description, of_period(result, period)).items():
            table.insert(0, "period", period)
            parts.setdefault(name, []).append(table)
    tables = {name: pd.concat(of_years, ignore_index=True) for name, of_years in parts.items()}
    return {**tables, "weights": weight_table(result.structure)}


def _of_period(description: IndexDescription, result: IndexResult) -> dict[str, pd.DataFrame]:
    """Return the tables of one period."""
    consistency = audit.consistency(result)
    consistency["consistency_ratio"] = pd.Series(dict(description.ratios), dtype=float)
    return {
        "statistics": audit.statistics(result.denominated).rename_axis("indicator").reset_index(),
        "correlations": _correlations(result),
        "flags": audit.correlation_flags(result),
        "negative_weights": audit.negative_weights(result),
        "consistency": consistency.rename_axis("node").reset_index(),
        "removals": audit.removals(result).rename_axis("node").reset_index(),
    }


def _correlations(result: IndexResult) -> pd.DataFrame:
    """Return a row for each pair of nodes: their levels and three kinds of correlation."""
    nodes = list(result.scores.columns)
    levels = result.structure.levels
    pairs = list(combinations(nodes, 2))
    table = pd.DataFrame(pairs, columns=["first", "second"])
    table.insert(1, "first_level", [levels[first] for first, _ in pairs])
    table["second_level"] = [levels[second] for _, second in pairs]
    for kind in audit.CORRELATIONS:
        values = audit.correlations(result, nodes, nodes, kind).to_numpy()
        # combinations go along the rows of the upper triangle, as this loop does
        table[kind] = [values[row, column] for row, column in combinations(range(len(nodes)), 2)]
    return table
