"""Compute a composite index: from figures to scores and ranks, every step kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from indicators.composite.aggregation import (
    COMPARING,
    ROUNDING_ERROR,
    Aggregation,
    aggregate,
)
from indicators.composite.checks import data_problems, score_problems, unit_problems
from indicators.composite.denomination import denominate
from indicators.composite.imputation import Imputed, impute
from indicators.composite.method import Method
from indicators.composite.normalisation import Column, Goalposts, Normalisation, normalise
from indicators.composite.outliers import Transformation, Treated, treat
from indicators.composite.screening import screen
from indicators.composite.structure import Structure
from indicators.composite.table import (
    Flags,
    Floats,
    Positions,
    column_floats,
    floats,
    period_blocks,
    periods,
    places,
    table_like,
)
from indicators.composite.weights import derive, with_weights
from indicators.problems import Problem, ProblemCode
from indicators.statistics.rank import rank_scores


@dataclass(frozen=True)
class Inputs:
    """The figures of an index.

    `data` has a row for each unit and year (index levels `place`, `period`) and a column for each
    indicator; `sizes` has the same index and the columns that indicators are divided by. `groups`
    has the group of each unit, for imputation and ranks within groups. Units that are `unranked`
    have scores and no rank, and count in no number of ranked units.
    """

    data: pd.DataFrame
    sizes: pd.DataFrame = field(default_factory=pd.DataFrame)
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unranked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class IndexResult:
    """Scores and ranks, and the table of each step that led to them.

    All tables have the rows of the units that passed screening, except `denominated` and
    `screening`, which have every row. `treatment` has a row for each indicator (and period, where
    periods are treated apart). `scores` and `ranks` have a column for each node, indicators first;
    an indicator's score is its normalised figure. Ranks are those within a period. `changed` marks
    the figures that the treatment of outliers changed, `imputed.mask` those that were filled.
    `transformations` has what the treatment does to a figure, by indicator and period ('' where
    periods are treated together). `structure` has the weights that were used; `problems` are
    warnings about the figures, whose column is an indicator or a node; `unranked` are the units
    that have no rank whatever their score.
    """

    structure: Structure
    method: Method
    raw: pd.DataFrame
    denominated: pd.DataFrame
    screening: pd.DataFrame
    imputed: Imputed
    treated: pd.DataFrame
    changed: pd.DataFrame
    treatment: pd.DataFrame
    transformations: Mapping[tuple[str, str], Transformation]
    normalised: pd.DataFrame
    scores: pd.DataFrame
    ranks: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    unranked: frozenset[str] = frozenset()


def compute(structure: Structure, method: Method, inputs: Inputs) -> IndexResult:
    """Compute an index: denominate, screen, impute, treat, normalise, aggregate, rank.

    Screening counts what was observed, before anything is filled. A figure that is infinite counts
    as missing.
    """
    names = list(structure.indicators)
    given = inputs.data[names]
    values = floats(given)
    raw = table_like(given, np.where(np.isinf(values), np.nan, values))
    denominated = denominate(raw, inputs.sizes, method.denominators)
    families = {
        name: structure.leaves(name)
        for name in structure.aggregates
        if structure.levels[name] == 2  # the aggregates right above indicators: "pillars"
    }
    screening = screen(denominated, method.screening, families)
    kept = denominated.iloc[np.flatnonzero(screening["included"].to_numpy())]
    imputed = impute(kept, method.imputation, inputs.groups)
    treatment = treat_table(imputed.data, method)
    normalised = normalise_table(treatment.data, method)
    structure, weight_problems = derive_structure(normalised, structure, method)
    scores = aggregate_table(normalised, structure, method)
    problems = [
        *unit_problems(inputs.data.index, names, method),
        *data_problems(given, imputed.data, normalised, method),
        *weight_problems,
        *score_problems(scores, structure, method),
    ]
    return IndexResult(
        structure,
        method,
        raw,
        denominated,
        screening,
        imputed,
        treatment.data,
        treatment.changed,
        treatment.details,
        treatment.transformations,
        normalised,
        scores,
        rank_table(scores, method, inputs.unranked),
        tuple(problems),
        inputs.unranked,
    )


def of_period(result: IndexResult, period: str) -> IndexResult:
    """Return the part of a result that is of one period; its scores stay what they are."""

    def part(table: pd.DataFrame) -> pd.DataFrame:
        return table.iloc[np.flatnonzero(np.array(periods(table.index)) == period)]

    imputed = result.imputed
    return replace(
        result,
        raw=part(result.raw),
        denominated=part(result.denominated),
        screening=part(result.screening),
        imputed=Imputed(part(imputed.data), part(imputed.mask), part(imputed.origin)),
        treated=part(result.treated),
        changed=part(result.changed),
        normalised=part(result.normalised),
        scores=part(result.scores),
        ranks=part(result.ranks),
    )


def derive_structure(
    normalised: pd.DataFrame, structure: Structure, method: Method
) -> tuple[Structure, list[Problem]]:
    """Return the tree with weights as the method makes them, from the bottom up, and problems.

    Where a rule gives no usable weights the parent's children keep the given ones.
    """
    problems: list[Problem] = []
    if method.weights == "given":
        return structure, problems
    for name in structure.aggregates:
        children = [child.id for child in structure.children[name]]
        scores = aggregate_table(normalised, structure, method)[children]
        weights = None
        if len(children) > 1:
            weights = derive(floats(scores), method.weights)
            if weights is None:
                problems.append(
                    Problem(ProblemCode.INDEX_LOADING_NEGATIVE, column=name, severity="warning")
                )
        if weights is not None:
            derived = dict(zip(children, weights.tolist(), strict=True))
            structure = with_weights(structure, derived)
    return structure, problems


@dataclass(frozen=True)
class TreatedTable:
    """A table after the treatment of outliers; see `IndexResult` for its parts.

    `details` has a row for each indicator and period ('' where pooled): `outcome`, `winsorised`,
    and the skewness and kurtosis before and after.
    """

    data: pd.DataFrame
    changed: pd.DataFrame
    details: pd.DataFrame
    transformations: Mapping[tuple[str, str], Transformation]


def treat_table(data: pd.DataFrame, method: Method) -> TreatedTable:
    """Treat outliers column by column, over all periods or within each, as the method says."""
    values = floats(data)
    changed = np.zeros(values.shape, dtype=bool)
    details: list[dict[str, object]] = []
    transformations: dict[tuple[str, str], Transformation] = {}
    treatment = method.treatment
    for period, rows in _treatment_blocks(data.index, method):
        for position, name in enumerate(map(str, data.columns)):
            if treatment is None or name in method.untreated:
                continue
            treated = treat(values[rows, position], treatment)
            values[rows, position] = treated.values
            changed[rows, position] = treated.changed
            transformations[name, period] = treated.transformation
            details.append(_treatment_row(name, period, treated))
    return TreatedTable(
        table_like(data, values), table_like(data, changed), pd.DataFrame(details), transformations
    )


def _treatment_blocks(index: pd.Index, method: Method) -> list[tuple[str, Positions]]:
    """Return the rows that are one distribution, with their period; '' for all periods."""
    if method.treatment_pooled:
        return [("", np.arange(len(index)))]
    names = periods(index)
    return [(names[rows[0]], rows) for rows in period_blocks(index)]


def _treatment_row(name: str, period: str, treated: Treated) -> dict[str, object]:
    return {
        "indicator": name,
        "period": period,
        "outcome": treated.outcome,
        "winsorised": treated.winsorised,
        "skewness_before": treated.before[0],
        "kurtosis_before": treated.before[1],
        "skewness_after": treated.after[0],
        "kurtosis_after": treated.after[1],
    }


def normalise_table(data: pd.DataFrame, method: Method) -> pd.DataFrame:
    """Return the table on one scale; over all periods or within each, as the method says."""
    values = floats(data)
    units, blocks = places(data.index), period_blocks(data.index)
    for position, name in enumerate(map(str, data.columns)):
        column = Column(name, values[:, position], method.direction(name), name in method.logs)
        values[:, position] = normalise(column, method.normalisation_of(name), units, blocks)
    return table_like(data, values)


def node_weights(structure: Structure) -> Floats:
    """Return the weight of each node, in the order of `structure.nodes`."""
    return np.array([node.weight for node in structure.nodes], dtype=float)


def aggregate_table(
    normalised: pd.DataFrame,
    structure: Structure,
    method: Method,
    scored: Mapping[str, Flags] | None = None,
) -> pd.DataFrame:
    """Return the scores of every node: a column each, indicators first, the index last.

    `scored` as in `aggregate_nodes`.
    """
    values = floats(normalised[list(structure.indicators)])
    blocks = period_blocks(normalised.index)
    nodes = aggregate_nodes(values, structure, method, node_weights(structure), blocks, scored)
    return pd.DataFrame(nodes, index=normalised.index)


def scored_nodes(result: IndexResult) -> dict[str, Flags]:
    """Return which rows have a score of each node."""
    return {str(node): result.scores[node].notna().to_numpy() for node in result.scores.columns}


def aggregate_nodes(
    values: Floats,
    structure: Structure,
    method: Method,
    weights: Floats,
    blocks: Sequence[Positions],
    scored: Mapping[str, Flags] | None = None,
) -> dict[str, Floats]:
    """Return the scores of each node: (rows,), or (runs, rows) where weights (runs, nodes) differ.

    `values` is rows x indicators. Rows are compared within their block where a rule compares
    units, and where the scores of a node are normalised within each period; all other rules score
    each row for itself. `scored` says which rows have a score of each node, where that was
    decided before; else availability and coverage decide.
    """
    positions = {node.id: position for position, node in enumerate(structure.nodes)}
    scores = {name: values[:, column] for column, name in enumerate(structure.indicators)}
    for name in structure.aggregates:
        children = structure.children[name]
        child_weights = _common(weights[..., [positions[child.id] for child in children]])
        arrays = np.broadcast_arrays(*(scores[child.id] for child in children))
        stacked = np.stack(arrays, axis=-1)
        aggregation = method.aggregation_of(structure.by_id[name], structure)
        if scored is not None:
            aggregation = replace(aggregation, availability=0.0)
        scores[name] = _aggregate_blocks(stacked, child_weights, aggregation, blocks)
        if scored is not None:
            scores[name] = np.where(scored[name], scores[name], np.nan)
        if name in method.normalisations:
            scores[name] = _normalise_scores(
                name, scores[name], method.normalisations[name], blocks
            )
    if scored is None and method.coverage > 0:
        covered = covered_weight(values, structure) >= method.coverage - ROUNDING_ERROR
        scores[structure.root] = np.where(covered, scores[structure.root], np.nan)
    return scores


def _aggregate_blocks(
    values: Floats, weights: Floats, aggregation: Aggregation, blocks: Sequence[Positions]
) -> Floats:
    """Return the scores of a node; block by block where its rule compares units."""
    if aggregation.rule not in COMPARING or not values.shape[-2]:
        return aggregate(values, weights, aggregation)
    parts = [aggregate(values[..., rows, :], weights, aggregation) for rows in blocks]
    scores = np.empty((*parts[0].shape[:-1], values.shape[-2]))
    for rows, part in zip(blocks, parts, strict=True):
        scores[..., rows] = part
    return scores


def _normalise_scores(
    name: str, scores: Floats, normalisation: Normalisation, blocks: Sequence[Positions]
) -> Floats:
    """Return a node's scores (..., rows) on the scale of its rule, run by run."""
    result = np.empty(scores.shape)
    for run in np.ndindex(scores.shape[:-1]):
        result[run] = normalise(Column(name, scores[run]), normalisation, (), blocks)
    return result


def compares_periods(structure: Structure, method: Method) -> bool:
    """Return whether scores of one period depend on those of others: a node's are normalised over
    all periods.
    """
    rules = [method.normalisations.get(name) for name in structure.aggregates]
    return any(rule is not None and rule.pooled for rule in rules)


def fixed_scales(result: IndexResult, period: str) -> Method:
    """Return the method with the ends of each node's scale as they are in a period.

    The scores of an aggregate that are normalised then depend on no other unit.
    """
    method, structure = result.method, result.structure
    fixed = dict(method.normalisations)
    for name in structure.aggregates:
        rule = method.normalisations.get(name)
        if rule is None or rule.rule == "goalposts":
            continue
        others = {node: item for node, item in method.normalisations.items() if node != name}
        before = aggregate_table(
            result.normalised, structure, replace(method, normalisations=others)
        )
        rows = np.arange(len(before))
        if not rule.pooled:
            rows = np.flatnonzero(np.array(periods(before.index)) == period)
        fixed[name] = fixed_normalisation(name, column_floats(before, name)[rows], rule)
    return replace(method, normalisations=fixed)


def fixed_normalisation(name: str, values: Floats, rule: Normalisation) -> Normalisation:
    """Return goalposts that do what 'min_max' or 'z_score' does to values, for other values, too.

    Where all values are equal the goalposts are missing, and so is every score. Goalposts need no
    other values: the rule is pooled, whatever the one it stands for is.
    """
    if rule.rule == "z_score":
        low, spread = float(np.nanmean(values)), float(np.nanstd(values, ddof=1))
        scale = rule.mean, rule.mean + rule.deviation
    else:
        low = float(np.nanmin(values))
        spread = float(np.nanmax(values)) - low
        scale = rule.scale
    high = low + spread if spread > 0 else np.nan
    goalposts = {name: Goalposts(low, high, clip=False)}
    return replace(rule, rule="goalposts", scale=scale, goalposts=goalposts, pooled=True)


def covered_weight(values: Floats, structure: Structure) -> Floats:
    """Return the share of the index's weight that has a figure, for each row of `values`."""
    weights = structure.effective_weights()
    shares = np.array([weights[name] for name in structure.indicators])
    result: Floats = (~np.isnan(values)).astype(float) @ shares
    return result


def _common(weights: Floats) -> Floats:
    """Return weights (runs, children) without the runs where all are alike, else as they are.

    What does not depend on the run is then computed once.
    """
    if weights.ndim > 1 and (weights == weights[:1]).all():
        result: Floats = weights[0]
        return result
    return weights


def rank_table(
    scores: pd.DataFrame, method: Method, unranked: Collection[str] = ()
) -> pd.DataFrame:
    """Return ranks of every node within each period; those of `unranked` units are missing."""
    values = floats(scores)
    values[np.isin(places(scores.index), list(unranked))] = np.nan
    blocks = period_blocks(scores.index)
    # A layer for each period, as long as the one with most units; what is empty takes no part.
    longest = max(map(len, blocks), default=0)
    layers = np.full((len(blocks), longest, values.shape[1]), np.nan)
    for layer, rows in zip(layers, blocks, strict=True):
        layer[: len(rows)] = values[rows]
    ranks = rank_scores(layers.swapaxes(1, 2), method.rank_digits).swapaxes(1, 2)
    for layer, rows in zip(ranks, blocks, strict=True):
        values[rows] = layer[: len(rows)]
    return table_like(scores, values)
