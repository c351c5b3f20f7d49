"""How far the ranks of an index rest on its choices: intervals, effects of choices and removals.

This takes seconds for each index. It is computed once for each dataset, outside of any page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import pandas as pd

from indicators.analysis.composite_index import (
    RUNS,
    SEED,
    Progress,
    ScoredIndex,
    choice_effects,
    interval_table,
    no_progress,
    rank_intervals,
)
from indicators.composite.sensitivity import Sensitivity
from indicators.composite.structure import Node, Structure
from indicators.composite.uncertainty import Runs, alternatives_of, draw_choices, run
from indicators.dataset import Dataset


@dataclass(frozen=True)
class RankIntervals:
    """Ranks of a node of an index in a year, with what other choices make of them.

    `table` is like that of `rank_intervals`.
    """

    period: str
    table: pd.DataFrame


Stage = Literal["ranks", "effects", "fields"]
STAGES: tuple[Stage, ...] = ("ranks", "effects", "fields")
"""In the order in which they are computed: what a page leads with first."""


@dataclass(frozen=True)
class Robustness:
    """How far the ranks of an index rest on its choices, as far as that is computed.

    `ready` are the stages that are: 'ranks', the intervals of the index itself in `intervals`,
    'fields', those of its fields there, too, and 'effects', which choice moves the ranks most.
    `effects` stay None where fewer than two choices vary or the index has no score.
    """

    ready: frozenset[Stage] = frozenset()
    intervals: Mapping[str, RankIntervals] = field(default_factory=dict)
    effects: Sensitivity | None = None


def robustness(
    dataset: Dataset, index: ScoredIndex, progress: Progress = no_progress
) -> Iterator[Robustness]:
    """Yield how far the ranks of an index rest on its choices, after each stage.

    Each node in the newest year in which it compares. `progress` is called with the share of the
    stage that is done; what it raises ends the computation.
    """
    root_year = index.newest(index.root)
    found = Robustness()
    if root_year:
        table = rank_intervals(dataset, index, root_year, progress)
        found = replace(found, intervals={index.root: RankIntervals(root_year, table)})
    found = replace(found, ready=frozenset(STAGES[:1]))
    yield found
    effects = choice_effects(dataset, index, root_year, progress) if root_year else None
    found = replace(found, ready=frozenset(STAGES[:2]), effects=effects)
    yield found
    of_fields = dict(found.intervals)
    for position, node in enumerate(index.fields):
        year = root_year or index.newest(node)

        def advance(share: float, before: int = position) -> None:
            progress((before + share) / len(index.fields))

        if year:
            of_fields[node] = node_intervals(index, node, year, advance)
    yield replace(found, ready=frozenset(STAGES), intervals=of_fields)


def node_intervals(
    index: ScoredIndex, node: str, period: str, progress: Progress = no_progress
) -> RankIntervals:
    """Return ranks and rank intervals of the places that have a rank in a node in a year."""
    scores = index.ranked_scores(node, period)
    runs = _runs(index, node, period, progress) if len(scores) else None
    return RankIntervals(period, interval_table(index, scores, runs))


def _runs(index: ScoredIndex, node: str, period: str, progress: Progress) -> Runs | None:
    """Return the runs of a node as if it were the index; None where no choice varies."""
    # weights vary around those that the index was computed with
    structure = subtree(index.result.structure, node)
    alternatives = alternatives_of(index.description.alternatives, structure, SEED)
    if len(structure.indicators) < 2:
        alternatives = replace(alternatives, removed=())  # nothing would be left
    if not alternatives.counts():
        return None
    choices = draw_choices(alternatives, RUNS, SEED)
    method = index.description.method
    if node != index.root:
        sizes = method.denominators.items()
        used = {name: size for name, size in sizes if name in structure.indicators}
        # the coverage is what the whole index must reach
        method = replace(method, denominators=used, coverage=0.0)
    return run(structure, method, index.figures.inputs, alternatives, choices, period, progress)


def subtree(structure: Structure, node: str) -> Structure:
    """Return the tree of a node and all that is below it."""
    below = {node}
    for name in reversed(structure.aggregates):
        if name in below:
            below |= {child.id for child in structure.children[name]}
    nodes = [item for item in structure.nodes if item.id in below]
    return Structure(tuple(_rooted(item, node) for item in nodes))


def _rooted(item: Node, node: str) -> Node:
    return replace(item, parent="") if item.id == node else item
