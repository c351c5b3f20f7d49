"""Explain scores: what they are made of, why they changed, and where a unit is strong or weak."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pandas as pd

from indicators.composite.aggregation import COMPARING
from indicators.composite.engine import (
    IndexResult,
    aggregate_nodes,
    fixed_scales,
    node_weights,
    scored_nodes,
)
from indicators.composite.table import (
    Flags,
    Floats,
    Positions,
    column_floats,
    columns_of,
    floats,
    periods,
    places,
    row_of,
)
from indicators.statistics.rank import rank_scores

Score = Callable[[Floats], Floats]
"""The scores of one unit from its normalised figures (cases, indicators), one for each case."""
MAX_SUBSETS = 6
"""Children of a node up to which every order counts: 32 sets of the others of a child."""
MAX_CASES = 50_000
"""Rows of figures that are scored at a time."""


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


def score_function(
    result: IndexResult, node: str, place: str, period: str, any_figures: bool = False
) -> Score:
    """Return the function from one unit's normalised figures to its score of a node.

    Where a rule compares units, the others keep their figures; where the scores of a node are
    normalised, the ends of its scale stay. With `any_figures` one figure below a node is enough for
    its score, whatever availability and coverage the method asks for.
    """
    weights = node_weights(result.structure)
    method = fixed_scales(result, period)
    if not _compares_units(result):

        def score(figures: Floats) -> Floats:
            rows = [np.arange(len(figures))]
            every_case = dict.fromkeys(result.structure.aggregates, np.ones(len(figures), bool))
            scored = every_case if any_figures else None
            return aggregate_nodes(figures, result.structure, method, weights, rows, scored)[node]

        return score
    index = result.normalised.index
    rows = np.flatnonzero(np.array(periods(index)) == period)
    block = floats(result.normalised)[rows]
    position = int(np.searchsorted(rows, row_of(index, place, period)))
    every_row = [np.arange(len(rows))]
    scored = {name: flags[rows] for name, flags in scored_nodes(result).items()}
    for flags in scored.values():
        flags[position] = True

    def score_among(figures: Floats) -> Floats:
        scores = np.empty(len(figures))
        for case, row in enumerate(figures):
            block[position] = row
            nodes = aggregate_nodes(
                block,
                result.structure,
                method,
                weights,
                every_row,
                scored if any_figures else None,
            )
            scores[case] = nodes[node][position]
        return scores

    return score_among


def _compares_units(result: IndexResult) -> bool:
    """Return whether a rule of some node compares units."""
    structure, method = result.structure, result.method
    nodes = (structure.by_id[name] for name in structure.aggregates)
    return any(method.aggregation_of(node, structure).rule in COMPARING for node in nodes)


def normalised_row(result: IndexResult, place: str, period: str) -> Floats:
    """Return a unit's normalised figures of a period, in the order of the indicators."""
    row: Floats = floats(result.normalised)[row_of(result.normalised.index, place, period)]
    return row


def contributions(
    result: IndexResult, node: str, place: str, period: str, floor: float | None = None
) -> pd.Series:
    """Return how much each indicator below a node adds to a unit's score, in points of the score.

    An indicator's part is what the score loses when it is set to the least of the scale, on
    average over the orders in which indicators are set there, those of a node one after the other;
    the parts and the score with every indicator at the least sum to the score. So equal indicators
    of equal weight have equal parts. For a weighted mean a part is weight times distance to the
    least. Missing indicators have no part. `floor` is the normalised figure that counts as the
    least; without it, that is the least of any unit. Source: Owen, "Values of games with a priori
    unions" (1977).
    """
    figures = normalised_row(result, place, period)
    least = np.nanmin(floats(result.normalised), axis=0) if floor is None else floor
    at_least = np.where(np.isnan(figures), np.nan, least)
    leaves = result.structure.leaves(node)
    positions = columns_of(result.normalised, leaves)
    score = score_function(result, node, place, period)
    parts = _replacement_effects(result, node, score, at_least, figures)
    return pd.Series(np.where(np.isnan(figures[positions]), np.nan, parts), index=list(leaves))


def change(result: IndexResult, node: str, place: str, start: str, end: str) -> pd.DataFrame:
    """Return why a unit's score of a node changed between two periods.

    A row for each indicator below the node: `effect`, in points of the score, and `kind`: 'figure'
    where it has a figure in both periods, 'carried' where that of the last period was filled and
    not observed, 'new' or 'missing' where only in the last or the first, so that the weights of the
    others changed; 'none' without any. A figure below a node that has no score, as too few of its
    figures are there, counts as missing. Effects sum to the change of the score. Between the two
    periods one figure below a node is enough for its score; where no indicator has figures in both,
    nothing can be compared and all effects are missing. Each is the mean over the orders in which
    figures are replaced, those of a node one after the other: Dietzenbacher and Los, "Structural
    decomposition techniques: sense and sensitivity" (1998), for all orders, Owen, "Values of games
    with a priori unions" (1977), for those of a tree. Where a rule compares units, the others keep
    the figures of the last period.
    """
    before = _scored_row(result, node, place, start)
    after = _scored_row(result, node, place, end)
    leaves = result.structure.leaves(node)
    positions = columns_of(result.normalised, leaves)
    score = score_function(result, node, place, end, any_figures=True)
    effects = _replacement_effects(result, node, score, before, after)
    filled = result.imputed.mask.to_numpy()[row_of(result.imputed.mask.index, place, end)]
    kinds = [
        _kind(before[position], after[position], bool(filled[position])) for position in positions
    ]
    return pd.DataFrame(
        {"effect": effects, "kind": kinds}, index=pd.Index(leaves, name="indicator")
    )


def _scored_row(result: IndexResult, node: str, place: str, period: str) -> Floats:
    """Return a unit's normalised figures of a period, without those that no score rests on.

    A figure counts in the score of a node where every aggregate between the two has a score.
    """
    row = row_of(result.normalised.index, place, period)
    figures = normalised_row(result, place, period)
    structure, below = result.structure, {node}
    for name in reversed(structure.aggregates):
        if name not in below:
            continue
        below |= {child.id for child in structure.children[name]}
        if np.isnan(column_floats(result.scores, name)[row]):
            figures[columns_of(result.normalised, structure.leaves(name))] = np.nan
    return figures


def _kind(before: float, after: float, is_filled: bool) -> str:
    if np.isnan(before) and np.isnan(after):
        return "none"
    if np.isnan(before):
        return "new"
    if np.isnan(after):
        return "missing"
    return "carried" if is_filled else "figure"


def _replacement_effects(
    result: IndexResult, node: str, score: Score, start: Floats, end: Floats
) -> Floats:
    """Return the mean effect of replacing each figure below a node, over the orders of its tree."""
    positions = columns_of(result.normalised, result.structure.leaves(node))
    if _is_additive(result, start[positions], end[positions]):
        return _effects_in_order(score, start, end, positions)
    effects = np.zeros(len(positions))
    for number, leaf in enumerate(result.structure.leaves(node)):
        replaced, weights = _sets_before(result, node, leaf)
        before = np.where(replaced, end, start)
        after = before.copy()
        after[:, positions[number]] = end[positions[number]]
        for first in range(0, len(weights), MAX_CASES):
            part = slice(first, first + MAX_CASES)
            effects[number] += weights[part] @ (score(after[part]) - score(before[part]))
    return effects


def _is_additive(result: IndexResult, start: Floats, end: Floats) -> bool:
    """Return whether each figure moves the score by as much in whatever order: weighted means, no
    node with a scale of its own, and the same figures missing at both ends.
    """
    structure, method = result.structure, result.method
    nodes = [structure.by_id[name] for name in structure.aggregates]
    rules = {method.aggregation_of(node, structure).rule for node in nodes}
    has_scales = any(node.id in method.normalisations for node in nodes)
    same_missing = bool((np.isnan(start) == np.isnan(end)).all())
    return rules == {"arithmetic"} and not has_scales and same_missing


def _effects_in_order(score: Score, start: Floats, end: Floats, positions: Positions) -> Floats:
    """Return the effects of replacing figures one by one in the order of `positions`."""
    cases = np.tile(start, (len(positions) + 1, 1))
    for step, position in enumerate(positions, start=1):
        cases[step:, position] = end[position]
    return np.diff(score(cases))


def _sets_before(result: IndexResult, node: str, leaf: str) -> tuple[Flags, Floats]:
    """Return which indicators are replaced before `leaf`, in every order of the tree below a node.

    A row for each set (sets, indicators), with its share of the orders. An order takes the children
    of a node one after the other, each with all that is below it.
    """
    structure = result.structure
    sets = np.zeros((1, len(structure.indicators)), dtype=bool)
    shares = np.ones(1)
    name = leaf
    while name != node:
        parent = structure.by_id[name].parent
        children = [child.id for child in structure.children[parent]]
        at = children.index(name)
        siblings = children[at + 1 :] + children[:at]
        below = np.zeros((len(siblings), sets.shape[1]), dtype=bool)
        for row, sibling in enumerate(siblings):
            below[row, columns_of(result.normalised, structure.leaves(sibling))] = True
        chosen, chosen_shares = _predecessors(len(siblings))
        of_siblings = (chosen.astype(int) @ below.astype(int)).astype(bool)
        sets = (sets[:, None, :] | of_siblings[None, :, :]).reshape(-1, sets.shape[1])
        shares = np.outer(shares, chosen_shares).ravel()
        name = parent
    return sets, shares


def _predecessors(count: int) -> tuple[Flags, Floats]:
    """Return which of `count` siblings come before a child (sets, siblings), and in which share of
    the orders. Siblings stand as they follow the child, the first after the last.

    Of all orders of up to MAX_SUBSETS children; of more, of the orders that begin with each child
    in turn and go round, forwards and backwards.
    """
    if count < MAX_SUBSETS:
        every_set = np.array(list(product((False, True), repeat=count)), dtype=bool)
        every_set = every_set.reshape(2**count, count)
        sizes = every_set.sum(axis=1).tolist()
        shares = [1 / ((count + 1) * math.comb(count, size)) for size in sizes]
        return every_set, np.array(shares)
    forwards = np.tri(count + 1, count, -1, dtype=bool)
    return np.vstack([forwards, forwards[:, ::-1]]), np.full(2 * (count + 1), 0.5 / (count + 1))


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
