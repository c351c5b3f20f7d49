"""The table of each step of a composite index, from raw figures to scores, written as CSV."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.composite.engine import IndexResult
from indicators.composite.results import availability, tidy_scores
from indicators.composite.structure import Structure
from indicators.export.csvfile import neutral
from indicators.statistics.rank import group_ranks


def step_tables(result: IndexResult, groups: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Return each step's table by name; with groups the ranks within them, too."""
    steps = {
        "1_raw": result.raw.reset_index(),
        "2_denominated": result.denominated.reset_index(),
        "3_screening": result.screening.reset_index(),
        "4_imputed": result.imputed.data.reset_index(),
        "4_imputed_figures": _marked(result.imputed.mask, result.imputed.origin),
        "5_treated": result.treated.reset_index(),
        "5_treatment": result.treatment,
        "6_normalised": result.normalised.reset_index(),
        "7_weights": weight_table(result.structure),
        "7_availability": availability(result).reset_index(),
        "8_scores": tidy_scores(result),
    }
    named = {unit: group for unit, group in groups.items() if group}
    if named:
        steps["8_group_ranks"] = _group_ranks(result, named)
    return steps


def _group_ranks(result: IndexResult, groups: Mapping[str, str]) -> pd.DataFrame:
    """Return the rank of each unit in the index within its group, in each period.

    Columns: place, period, group, rank; only units with a group and a rank.
    """
    parts = []
    root = result.structure.root
    scores = result.scores[root][result.ranks[root].notna()]
    for period, of_period in scores.groupby(level="period"):
        of_units = of_period.droplevel("period")
        ranks = group_ranks(of_units, groups, result.method.rank_digits).dropna().astype(int)
        places = list(ranks.index)
        names = [groups[str(place)] for place in places]
        parts.append(
            pd.DataFrame({"place": places, "period": period, "group": names, "rank": ranks.array})
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def weight_table(structure: Structure) -> pd.DataFrame:
    """Return each node's weight among its siblings and in the index.

    Columns: node, parent, level, weight, effective_weight.
    """
    effective = structure.effective_weights()
    rows = [
        (node.id, node.parent, structure.levels[node.id], node.weight, effective[node.id])
        for node in structure.nodes
    ]
    return pd.DataFrame(rows, columns=["node", "parent", "level", "weight", "effective_weight"])


def frame_to_csv(table: pd.DataFrame) -> str:
    """Write a table as CSV, at full precision; no text of a file is a formula in it."""
    texts = table.select_dtypes(exclude="number").columns
    safe = table.assign(**{name: table[name].map(neutral) for name in texts})
    return safe.rename(columns=neutral).to_csv(index=False, lineterminator="\n")


def _marked(mask: pd.DataFrame, origin: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each figure that was filled, with the year it was taken from."""
    rows = [
        (*mask.index[row], mask.columns[column], origin.iat[row, column])
        for row, column in np.argwhere(mask.to_numpy())
    ]
    return pd.DataFrame(rows, columns=["place", "period", "indicator", "from_period"])
