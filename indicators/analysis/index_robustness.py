"""How sure the rank of a place in an index is, its rank in its group, and what parts do to it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from indicators.analysis.composite_index import (
    RUNS,
    ScoredIndex,
    Subject,
    is_varied,
    rank_intervals,
    rank_runs,
    runs_of_units,
)
from indicators.catalogue import Catalogue
from indicators.composite import audit
from indicators.composite.engine import IndexResult, of_period
from indicators.composite.uncertainty import pair_probability, top_probability
from indicators.dataset import Dataset
from indicators.model import Group
from indicators.statistics.evidence import MIN_RANKED
from indicators.statistics.rank import group_ranks

TOP = (1, 3, 5, 10, 20, 50, 100)
"""How many first places a sentence may speak of."""
GROUP_KINDS = ("income", "region")
"""The kinds of group within which a place has a rank, the first that it belongs to."""


@dataclass(frozen=True)
class Sureness:
    """How often a place is among the first `top` in the runs, and before the one ranked next.

    `neighbour` is the place ranked right below, of the last place the one right above. Shares are
    of `runs`.
    """

    top: int
    top_share: float
    neighbour: str
    ahead_share: float
    runs: int = RUNS


def sureness(dataset: Dataset, subject: Subject, period: str) -> Sureness | None:
    """Return how sure the rank of a place is; None without alternatives, and without a neighbour.

    `top` is the least of TOP that holds its rank.
    """
    index, place = subject.index, subject.place
    if not is_varied(index.description):
        return None
    table = rank_intervals(dataset, index, period)
    places = [str(name) for name in table.index]
    if place not in places or len(places) < 2:
        return None
    row = places.index(place)
    neighbour = places[row + 1] if row + 1 < len(places) else places[row - 1]
    position = int(table["rank"].iloc[row])
    top = next((size for size in TOP if size >= position), len(places))
    runs = runs_of_units(rank_runs(dataset, index, period), set(places))
    first = top_probability(runs, top).to_dict()
    pair = pair_probability(runs_of_units(runs, {place, neighbour}))
    ahead = pair.to_dict("index")[place][neighbour]
    return Sureness(top, float(first[place]), neighbour, float(ahead))


@dataclass(frozen=True)
class GroupRank:
    """The rank of a place among the places of its group that have one."""

    group: Group
    rank: int
    of: int


def group_rank(catalogue: Catalogue, subject: Subject, period: str) -> GroupRank | None:
    """Return the rank of a place within its income group, else its region; None without one.

    A group counts in which at least five places have a rank, and not all of them.
    """
    index, place = subject.index, subject.place
    scores = index.ranked_scores(index.root, period)
    groups = sorted(
        (group for group in catalogue.groups.values() if group.kind in GROUP_KINDS),
        key=lambda group: GROUP_KINDS.index(group.kind),
    )
    for group in groups:
        members = [code for code in group.places if code in scores.index]
        if place in members and MIN_RANKED <= len(members) < len(scores):
            groups_of = dict.fromkeys(members, group.id)
            digits = index.result.method.rank_digits
            ranks = group_ranks(scores, groups_of, digits).to_dict()
            return GroupRank(group, int(ranks[place]), len(members))
    return None


def result_of_year(dataset: Dataset, index: ScoredIndex, period: str) -> IndexResult:
    """Return the scores of one year alone, as an audit examines them."""
    key = ("index of year", index.description.id, period)
    return dataset.cached(key, lambda: of_period(index.result, period))


def removal_effects(dataset: Dataset, index: ScoredIndex, period: str) -> pd.DataFrame:
    """Return what leaving out each node does to the ranks of a year; see `audit.removals`."""
    key = ("index removals", index.description.id, period)
    return dataset.cached(key, lambda: audit.removals(result_of_year(dataset, index, period)))
