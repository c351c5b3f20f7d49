"""Explain scores: what they are made of, why they changed, and where a unit is strong or weak."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from indicators.composite.engine import IndexResult, aggregate_nodes, node_weights
from indicators.composite.table import (
    Floats,
    Positions,
    columns_of,
    floats,
    periods,
    places,
    row_of,
)
from indicators.statistics.rank import rank_scores

Score = Callable[[Floats], float]
"""The index of one unit from its normalised figures, in the order of the indicators."""


def tidy_scores(result: IndexResult) -> pd.DataFrame:
    """Return one row for each node, unit and period, with the columns of the command line.

    Columns: node, level, place, period, score, rank (a whole number); missing scores are left
    out. Nodes stand in the order of the tree from the bottom up, units and periods in that of the
    data.
    """
    parts = []
    for node in result.scores.columns:
        part = pd.DataFrame({"score": result.scores[node], "rank": result.ranks[node]})
        part = part.dropna(subset="score").reset_index()
        part["rank"] = part["rank"].astype("Int64")
        part.insert(0, "node", node)
        part.insert(1, "level", result.structure.levels[node])
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def score_function(result: IndexResult, node: str, place: str, period: str) -> Score:
    """Return the function from one unit's normalised figures to its score of a node.

    Where a rule compares units, the others keep their figures.
    """
    index = result.normalised.index
    row = row_of(index, place, period)
    rows = np.flatnonzero(np.array(periods(index)) == period)
    block = floats(result.normalised)[rows]
    position = int(np.searchsorted(rows, row))
    weights = node_weights(result.structure)
    every_row = [np.arange(len(rows))]

    def score(figures: Floats) -> float:
        values = block.copy()
        values[position] = figures
        nodes = aggregate_nodes(values, result.structure, result.method, weights, every_row)
        return float(nodes[node][position])

    return score


def normalised_row(result: IndexResult, place: str, period: str) -> Floats:
    """Return a unit's normalised figures of a period, in the order of the indicators."""
    row: Floats = floats(result.normalised)[row_of(result.normalised.index, place, period)]
    return row


def contributions(
    result: IndexResult, node: str, place: str, period: str, floor: float | None = None
) -> pd.Series:
    """Return how much each indicator below a node adds to a unit's score, in points of the score.

    An indicator's part is what the score loses, on average over the order in which indicators are
    set to the least of the scale (forwards and backwards), when it is set there; the parts and the
    score with every indicator at the least sum to the score. For a weighted mean that is weight
    times distance to the least. Missing indicators have no part. `floor` is the normalised figure
    that counts as the least; without it, that is the least of any unit.
    """
    figures = normalised_row(result, place, period)
    least = np.nanmin(floats(result.normalised), axis=0) if floor is None else floor
    at_least = np.where(np.isnan(figures), np.nan, least)
    leaves = result.structure.leaves(node)
    positions = columns_of(result.normalised, leaves)
    score = score_function(result, node, place, period)
    parts = _replacement_effects(score, at_least, figures, positions)
    return pd.Series(np.where(np.isnan(figures[positions]), np.nan, parts), index=list(leaves))


def change(result: IndexResult, node: str, place: str, start: str, end: str) -> pd.DataFrame:
    """Return why a unit's score of a node changed between two periods.

    A row for each indicator below the node: `effect`, in points of the score, and `kind`: 'figure'
    where it has a figure in both periods, 'new' or 'missing' where only in the last or the first,
    so that the weights of the others changed; 'none' without any. Effects sum to the change of the
    score. Each is the mean of replacing the indicators one after the other, forwards and
    backwards: Dietzenbacher and Los, "Structural decomposition techniques: sense and sensitivity"
    (1998). Where a rule compares units, the others keep the figures of the last period.
    """
    before = normalised_row(result, place, start)
    after = normalised_row(result, place, end)
    leaves = result.structure.leaves(node)
    positions = columns_of(result.normalised, leaves)
    score = score_function(result, node, place, end)
    effects = _replacement_effects(score, before, after, positions)
    kinds = [_kind(before[position], after[position]) for position in positions]
    return pd.DataFrame(
        {"effect": effects, "kind": kinds}, index=pd.Index(leaves, name="indicator")
    )


def _kind(before: float, after: float) -> str:
    if np.isnan(before) and np.isnan(after):
        return "none"
    if np.isnan(before):
        return "new"
    return "missing" if np.isnan(after) else "figure"


def _replacement_effects(score: Score, start: Floats, end: Floats, positions: Positions) -> Floats:
    """Return the mean effect of replacing figures one by one, in order and in reverse order."""
    forwards = _effects_in_order(score, start, end, positions)
    backwards = _effects_in_order(score, start, end, positions[::-1])[::-1]
    return (forwards + backwards) / 2


def _effects_in_order(score: Score, start: Floats, end: Floats, positions: Positions) -> Floats:
    figures = start.copy()
    effects = np.empty(len(positions))
    last = score(figures)
    for order, position in enumerate(positions):
        figures[position] = end[position]
        following = score(figures)
        effects[order] = following - last
        last = following
    return effects


def standing_among(
    result: IndexResult, place: str, period: str, peers: Sequence[str]
) -> pd.DataFrame:
    """Return where a unit stands among peers in every indicator that it has a figure of.

    The unit itself is one of the compared. Columns: `score` (normalised), `rank` among peers with
    a figure, `peers` (their number), `median` of them, `distance` from it in their standard
    deviations; the strongest first. The first rows are strengths, the last weaknesses.
    """
    members = {*peers, place}
    index = result.normalised.index
    rows = [
        row
        for row, key in enumerate(zip(places(index), periods(index), strict=True))
        if key[0] in members and key[1] == period
    ]
    every = floats(result.normalised)[rows]
    known = ~np.isnan(every).all(axis=0)
    values = every[:, known]
    own = [places(index)[row] for row in rows].index(place)
    median = np.nanmedian(values, axis=0)
    counts = np.sum(~np.isnan(values), axis=0)
    spread = np.full(len(counts), np.nan)
    spread[counts > 1] = np.nanstd(values[:, counts > 1], axis=0, ddof=1)
    table = pd.DataFrame(
        {
            "score": values[own],
            "rank": rank_scores(values.T)[:, own],
            "peers": counts,
            "median": median,
            "distance": (values[own] - median) / np.where(spread > 0, spread, np.nan),
        },
        index=[str(name) for name in result.normalised.columns[np.flatnonzero(known)]],
    ).dropna(subset="score")
    return table.sort_values(["rank", "distance"], ascending=[True, False])


def availability(result: IndexResult) -> pd.DataFrame:
    """Return, for each unit and period, the share of the index's weight that has a figure.

    Weights are the effective ones; figures that were filled count as missing.
    """
    observed = result.denominated.loc[result.normalised.index].notna()
    weights = result.structure.effective_weights()
    shares = {}
    for node in result.structure.aggregates:
        leaves = list(result.structure.leaves(node))
        own = np.array([weights[leaf] for leaf in leaves])
        shares[node] = floats(observed[leaves].astype(float)) @ own / own.sum()
    return pd.DataFrame(shares, index=result.normalised.index)
