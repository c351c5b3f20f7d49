"""How sure scores and ranks are: the index computed many times with other defensible choices.

Method: Saisana, Saltelli and Tarantola, "Uncertainty and sensitivity analysis techniques as tools
for the quality assessment of composite indicators" (2005). Each run takes one alternative of each
choice. Imputation, treatment and normalisation are computed once for each combination of their
alternatives, not once for each run; runs that share them are aggregated together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators.composite.aggregation import Aggregation
from indicators.composite.engine import (
    Inputs,
    aggregate_nodes,
    compares_periods,
    compute,
    node_weights,
    normalise_table,
    treat_table,
)
from indicators.composite.imputation import Imputation, impute
from indicators.composite.method import Method
from indicators.composite.normalisation import Normalisation
from indicators.composite.outliers import OutlierTreatment
from indicators.composite.structure import Structure
from indicators.composite.table import (
    Flags,
    Floats,
    Positions,
    column_floats,
    floats,
    period_blocks,
    period_order,
    periods,
    places,
)
from indicators.statistics.rank import rank_scores

MAX_FLOATS = 4_000_000
"""How many numbers one array of a chunk of runs may hold, 32 MB: memory stays bounded."""
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Alternatives:
    """What each choice may be. An empty tuple leaves that of the method.

    `weights` is (sets, nodes), in the order of `structure.nodes`; None leaves the weights. The
    rule of a run holds for every node, whose availability stays. `removed` are indicators, one of
    which is left out; '' leaves out none.
    """

    imputation: tuple[Imputation, ...] = ()
    treatment: tuple[OutlierTreatment | None, ...] = ()
    normalisation: tuple[Normalisation, ...] = ()
    weights: Floats | None = None
    aggregation: tuple[Aggregation, ...] = ()
    removed: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return how many alternatives each choice has that has more than none."""
        sizes = {
            "imputation": len(self.imputation),
            "treatment": len(self.treatment),
            "normalisation": len(self.normalisation),
            "weights": 0 if self.weights is None else len(self.weights),
            "aggregation": len(self.aggregation),
            "removed": len(self.removed),
        }
        return {choice: size for choice, size in sizes.items() if size}


@dataclass(frozen=True)
class AlternativeChoices:
    """The alternatives that a description names.

    `noise` is the share by which weights vary, on `noise_levels` (all where empty); `removal`
    says whether each indicator is left out in turn.
    """

    imputation: tuple[Imputation, ...] = ()
    treatment: tuple[OutlierTreatment | None, ...] = ()
    normalisation: tuple[Normalisation, ...] = ()
    aggregation: tuple[Aggregation, ...] = ()
    noise: float = 0.0
    noise_levels: tuple[int, ...] = ()
    removal: bool = False


WEIGHT_SETS = 100
"""How many sets of weights an analysis draws from."""


def alternatives_of(choices: AlternativeChoices, structure: Structure, seed: int) -> Alternatives:
    """Return the alternatives with sets of weights drawn and indicators to leave out named.

    Weights are drawn around those of `structure`: where the method makes them from the data, that
    is the structure of the result.
    """
    weights = None
    if choices.noise > 0:
        levels = choices.noise_levels or None
        weights = noisy_weights(structure, WEIGHT_SETS, choices.noise, seed, levels)
    return Alternatives(
        choices.imputation,
        choices.treatment,
        choices.normalisation,
        weights,
        choices.aggregation,
        ("", *structure.indicators) if choices.removal else (),
    )


def noisy_weights(
    structure: Structure, sets: int, share: float, seed: int, levels: Sequence[int] | None = None
) -> Floats:
    """Return sets of weights (sets, nodes), drawn evenly from within `share` of the given ones.

    With `levels` only the weights of nodes on these levels vary (1 is that of indicators). The
    same seed draws the same sets.
    """
    draw = np.random.default_rng(seed)
    given = node_weights(structure)
    factors = draw.uniform(1 - share, 1 + share, (sets, len(given)))
    if levels is not None:
        varied = np.array([structure.levels[node.id] in levels for node in structure.nodes])
        factors[:, ~varied] = 1.0
    result: Floats = given * factors
    return result


@dataclass(frozen=True)
class Runs:
    """Runs of an index in one period.

    `choices` has a row for each run and a column for each choice: the position of the alternative
    that was taken. `scores` and `ranks` are runs x units, `units` the ids of those that have a
    rank by the method itself: no other has one. `nominal` are the scores by the method itself,
    which are ranked after rounding to `rank_digits`, as those of the runs are.
    """

    choices: pd.DataFrame
    scores: Floats
    ranks: Floats
    units: tuple[str, ...]
    nominal: Floats
    rank_digits: int | None = None

    @property
    def nominal_ranks(self) -> Floats:
        """Return the ranks by the method itself."""
        return rank_scores(self.nominal, self.rank_digits)


def draw_choices(alternatives: Alternatives, runs: int, seed: int) -> pd.DataFrame:
    """Return random choices: a row for each run, all alternatives of a choice equally likely."""
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {choice: draw.integers(count, size=runs) for choice, count in alternatives.counts().items()}
    )


def run(
    structure: Structure,
    method: Method,
    inputs: Inputs,
    alternatives: Alternatives,
    choices: pd.DataFrame,
    period: str = "",
    progress: Callable[[float], None] = lambda share: None,
) -> Runs:
    """Compute the index once for each row of `choices`, in one period, the newest by default.

    Runs that share tables are aggregated together, in chunks, so that memory stays bounded.
    `progress` is called with the share of the runs that are done. Ranks are by the method's
    rounding, among the units that have a rank by the method itself. Who has a score of a node is
    judged by the given weights and every indicator: what a run leaves out is not missing. Where the
    method makes weights from the data, runs without weights of their own have
    those of the index itself.
    """
    result = compute(structure, method, inputs)
    structure = result.structure
    index = result.scores.index
    period = period or max(periods(index), key=period_order, default="")
    rows = np.flatnonzero(np.array(periods(index)) == period)
    kept = result.denominated[result.screening["included"]]
    tables = _Tables(structure, method, inputs, alternatives, kept, rows)
    nominal = column_floats(result.scores, structure.root)[rows]
    has_rank = column_floats(result.ranks, structure.root)[rows] > 0
    scores = np.full((len(choices), int(has_rank.sum())), np.nan)
    done = 0
    for table, positions in tables.shared(choices):
        weights = _weights(structure, alternatives, choices, positions)
        scores[positions] = table.index_scores(weights)[:, has_rank]
        done += len(positions)
        progress(done / len(choices))
    digits = method.rank_digits
    run_ranks = rank_scores(scores, digits)
    units = tuple(np.array(places(index), dtype=object)[rows][has_rank].tolist())
    return Runs(choices, scores, run_ranks, units, nominal[has_rank], digits)


def _weights(
    structure: Structure, alternatives: Alternatives, choices: pd.DataFrame, positions: Positions
) -> Floats:
    """Return the weights (runs, nodes) of some runs."""
    if alternatives.weights is None:
        return np.tile(node_weights(structure), (len(positions), 1))
    taken: Floats = alternatives.weights[choices["weights"].to_numpy()[positions]]
    return taken


@dataclass(frozen=True)
class _Table:
    """Normalised figures and how they are aggregated, shared by some runs.

    `rows` are those of the period that is ranked, the only ones unless scores depend on other
    periods. `scored` says which rows have a score of each node, `kept` which nodes are left.
    """

    values: Floats
    structure: Structure
    kept: Flags
    method: Method
    scored: Mapping[str, Flags]
    blocks: Sequence[Positions]
    rows: Positions

    def index_scores(self, weights: Floats) -> Floats:
        """Return the index's scores (runs, units of the period)."""
        nodes = aggregate_nodes(
            self.values,
            self.structure,
            self.method,
            weights[:, self.kept],
            self.blocks,
            self.scored,
        )
        scores = nodes[self.structure.root][..., self.rows]
        return np.broadcast_to(scores, (len(weights), len(self.rows)))


@dataclass(frozen=True)
class _Tables:
    """Makes the normalised figures of every combination of choices that runs take."""

    structure: Structure
    method: Method
    inputs: Inputs
    alternatives: Alternatives
    denominated: pd.DataFrame
    rows: Positions

    def shared(self, choices: pd.DataFrame) -> Iterator[tuple[_Table, Positions]]:
        """Yield each table with the positions of the runs that share it, chunk by chunk."""
        grouping = [name for name in choices.columns if name != "weights"]
        groups = (
            choices.groupby(grouping, sort=True).indices.items()
            if grouping
            else [((), np.arange(len(choices)))]
        )
        normalised: dict[tuple[object, ...], pd.DataFrame] = {}
        for key, positions in groups:
            keys = key if isinstance(key, tuple) else (key,)
            taken = dict(zip(grouping, keys, strict=True))
            table = self._table(taken, normalised)
            size = max(1, MAX_FLOATS // max(1, table.values.size))
            for start in range(0, len(positions), size):
                yield table, np.asarray(positions[start : start + size], dtype=np.intp)

    def _table(
        self, taken: dict[str, int], normalised: dict[tuple[object, ...], pd.DataFrame]
    ) -> _Table:
        method = self._method(taken)
        removed = self.alternatives.removed[taken["removed"]] if "removed" in taken else ""
        structure = self.structure.without(removed) if removed else self.structure
        ids = {node.id for node in structure.nodes}
        kept = np.array([node.id in ids for node in self.structure.nodes])
        key = tuple(taken.get(name) for name in ("imputation", "treatment", "normalisation"))
        if key not in normalised:
            imputed = impute(self.denominated, method.imputation, self.inputs.groups)
            treated = treat_table(imputed.data, method).data
            normalised[key] = normalise_table(treated, method)
        table, rows = normalised[key], self.rows
        if not compares_periods(self.structure, method):
            table, rows = table.iloc[rows], np.arange(len(rows))
        blocks = period_blocks(table.index)
        scored = self._scored(floats(table[list(self.structure.indicators)]), method, blocks)
        values = floats(table[list(structure.indicators)])
        return _Table(values, structure, kept, method, scored, blocks, rows)

    def _scored(
        self, values: Floats, method: Method, blocks: Sequence[Positions]
    ) -> dict[str, Flags]:
        """Return which rows have enough figures for a score of each node, whatever the rule."""
        any_rule = replace(method.with_rule(Aggregation()), normalisations={})
        nodes = aggregate_nodes(
            values, self.structure, any_rule, node_weights(self.structure), blocks
        )
        return {name: ~np.isnan(scores) for name, scores in nodes.items()}

    def _method(self, taken: dict[str, int]) -> Method:
        """Return the method with the alternatives of these choices."""
        method, alternatives = self.method, self.alternatives
        if "imputation" in taken:
            method = replace(method, imputation=alternatives.imputation[taken["imputation"]])
        if "treatment" in taken:
            method = replace(method, treatment=alternatives.treatment[taken["treatment"]])
        if "normalisation" in taken:
            rule = alternatives.normalisation[taken["normalisation"]]
            method = replace(method, normalisation=rule)
        if "aggregation" in taken:
            rule_of_all = alternatives.aggregation[taken["aggregation"]]
            method = method.with_rule(rule_of_all)
        return method


def rank_statistics(runs: Runs) -> pd.DataFrame:
    """Return, for each unit with a score, its nominal rank and the mean and quantiles of its ranks.

    Quantiles are interpolated linearly (Hyndman and Fan's type 7). Columns: nominal, mean, q5,
    median, q95; missing for a unit without a rank in any run.
    """
    ranked = ~np.isnan(runs.ranks).all(axis=0)
    means = np.full(len(runs.units), np.nan)
    quantiles = np.full((len(QUANTILES), len(runs.units)), np.nan)
    if ranked.any():
        means[ranked] = np.nanmean(runs.ranks[:, ranked], axis=0)
        quantiles[:, ranked] = np.nanquantile(runs.ranks[:, ranked], QUANTILES, axis=0)
    low, middle, high = quantiles
    return pd.DataFrame(
        {
            "nominal": runs.nominal_ranks,
            "mean": means,
            "q5": low,
            "median": middle,
            "q95": high,
        },
        index=pd.Index(runs.units, name="place"),
    )


def top_probability(runs: Runs, k: int) -> pd.Series:
    """Return the share of runs in which each unit is among the first k."""
    share = (runs.ranks <= k).mean(axis=0)
    return pd.Series(share, index=pd.Index(runs.units, name="place"))


def pair_probability(runs: Runs) -> pd.DataFrame:
    """Return the share of runs in which the row's unit is ranked before the column's.

    Units that share a rank are not before each other.
    """
    count = len(runs.units)
    result = np.empty((count, count))
    for unit in range(count):
        result[unit] = (runs.ranks[:, [unit]] < runs.ranks).mean(axis=0)
    return pd.DataFrame(result, index=list(runs.units), columns=list(runs.units))


def rank_frequencies(runs: Runs) -> pd.DataFrame:
    """Return the share of runs in which each unit (rows) has each rank (columns, from 1)."""
    count = len(runs.units)
    result = np.zeros((count, count))
    for unit in range(count):
        taken = runs.ranks[:, unit]
        numbers = taken[~np.isnan(taken)].astype(int) - 1
        result[unit] = np.bincount(numbers, minlength=count) / len(runs.ranks)
    return pd.DataFrame(
        result, index=pd.Index(runs.units, name="place"), columns=range(1, count + 1)
    )
