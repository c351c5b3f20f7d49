"""A composite index of the project as its page shows it: scores, fields, parts, changes, steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue
from indicators.composite import scenarios
from indicators.composite.aggregation import Aggregation
from indicators.composite.comparable_years import comparable_years
from indicators.composite.description import IndexDescription
from indicators.composite.engine import (
    IndexResult,
    aggregate_table,
    compares_periods,
    normalise_table,
    scored_nodes,
)
from indicators.composite.normalisation import Normalisation
from indicators.composite.results import change, contributions, standing_among
from indicators.composite.sensitivity import Sensitivity, sensitivity
from indicators.composite.table import column_floats, columns_of, floats, periods, places, row_of
from indicators.composite.uncertainty import (
    Runs,
    alternatives_of,
    draw_choices,
    rank_statistics,
    run,
)
from indicators.composite.weights import with_weights
from indicators.dataset import Dataset, Observation
from indicators.derive.index_inputs import ProjectFigures, project_figures
from indicators.derive.index_scores import compute_index
from indicators.model import Text
from indicators.statistics.evidence import MIN_RANKED
from indicators.statistics.rank import rank, rank_scores

RUNS, POINTS, SEED = 2000, 256, 1
"""Runs of the uncertainty analysis, points of the sensitivity analysis, and the seed of both."""
Progress = Callable[[float], None]
"""Is told the share that is done, from 0 to 1."""


def no_progress(share: float) -> None:
    """Leave the share that is done unsaid."""


@dataclass(frozen=True)
class ScoredIndex:
    """An index with its figures and scores; `years` has those in which each node compares."""

    description: IndexDescription
    figures: ProjectFigures
    result: IndexResult
    years: Mapping[str, tuple[str, ...]]

    @property
    def root(self) -> str:
        """Return the node of the whole index."""
        return self.result.structure.root

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the nodes right below the index."""
        return tuple(node.id for node in self.result.structure.children[self.root])

    def newest(self, node: str) -> str:
        """Return the newest year in which a node's scores compare; '' without one."""
        return self.years[node][-1] if self.years[node] else ""

    def scores(self, node: str, period: str) -> pd.Series:
        """Return the scores of a node in a year by place, without missing ones."""
        return self._of_year(self.result.scores, node, period)

    def ranks(self, node: str, period: str) -> pd.Series:
        """Return the ranks of a node in a year by place, rounded and tied as the index says."""
        return self._of_year(self.result.ranks, node, period).astype(int)

    def ranked_scores(self, node: str, period: str) -> pd.Series:
        """Return the scores of a node in a year of the places that have a rank, by place."""
        return self.scores(node, period)[self.ranks(node, period).index]

    def can_rank(self, place: str) -> bool:
        """Return whether a place may have a rank; one that may not has scores alone."""
        return place not in self.result.unranked

    def _of_year(self, table: pd.DataFrame, node: str, period: str) -> pd.Series:
        names, rows = self.rows_of(period)
        values = column_floats(table, node)[rows]
        return pd.Series(values, index=list(names), dtype=float).dropna()

    def rows_of(self, period: str) -> tuple[tuple[str, ...], list[int]]:
        """Return the places that have a row in a year, and the position of each."""
        return self._rows.get(period, ((), []))

    @cached_property
    def _rows(self) -> dict[str, tuple[tuple[str, ...], list[int]]]:
        """Return, for each year, the places that have a row and its position."""
        found: dict[str, list[tuple[str, int]]] = {}
        index = self.result.scores.index
        for row, (place, year) in enumerate(zip(places(index), periods(index), strict=True)):
            found.setdefault(year, []).append((place, row))
        rows_of_year = {}
        for year, rows in found.items():
            names, positions = zip(*rows, strict=True)
            rows_of_year[year] = (names, list(positions))
        return rows_of_year

    def score(self, node: str, place: str, period: str) -> float:
        """Return one score; NaN where there is none."""
        return float(self.scores(node, period).get(place, math.nan))


def scored_index(dataset: Dataset, name: str) -> ScoredIndex | None:
    """Return an index of the project, computed once for each dataset; None without any figure."""

    def make() -> ScoredIndex | None:
        description = dataset.catalogue.indices[name]
        figures = project_figures(description, dataset.catalogue, dataset.observations)
        if not len(figures.inputs.data):
            return None
        result = compute_index(description, figures)
        return ScoredIndex(description, figures, result, comparable_years(result))

    return dataset.cached(("composite index", name), make)


@dataclass(frozen=True)
class Subject:
    """The index that answers for a place, and the place it has scores of.

    That is the place itself, or the nearest territory above it that is in an index.
    """

    index: ScoredIndex
    place: str


def subjects(dataset: Dataset, place: str) -> list[Subject]:
    """Return the indices that answer for a place, the nearest first."""
    found = []
    for code in dataset.catalogue.ancestors(place):
        for name in dataset.catalogue.indices:
            index = scored_index(dataset, name)
            if index is not None and code in index.result.scores.index.get_level_values(0):
                found.append(Subject(index, code))
    return found


@dataclass(frozen=True)
class FieldStanding:
    """Where a place stands in one field: its score in a year among all places that have a rank.

    `scores` are those of all these places. `rank` is 0 of a place that has none: without a score,
    or one that may not be ranked.
    `place` is the one that is shown: another than the page's where that has no score here.
    `period` is '' and the score NaN where nobody above has one either. `years` are the first and
    the last year of the figures that the score rests on.
    """

    node: str
    index: ScoredIndex
    place: str
    period: str
    score: float
    rank: int
    scores: pd.Series
    years: tuple[str, ...] = ()

    @property
    def median(self) -> float:
        """Return the median of the scores."""
        return float(self.scores.median()) if len(self.scores) else math.nan


def field_standings(dataset: Dataset, subject: Subject, period: str) -> list[FieldStanding]:
    """Return where the subject stands in each field, in the year of the index where it has a score.

    Else in the newest year in which the field's scores compare. A field without a score of the
    subject shows that of the nearest territory above that has one in the same field of policy.
    """
    above = [other for other in subjects(dataset, subject.place) if other.place != subject.place]
    standings = []
    for node in subject.index.fields:
        own = _standing(subject, node, period)
        if math.isnan(own.score):
            own = next(_borrowed(own, above), own)
        standings.append(own)
    return standings


def _standing(subject: Subject, node: str, period: str) -> FieldStanding:
    index = subject.index
    has_score = not math.isnan(index.score(index.root, subject.place, period))
    year = period if has_score else index.newest(node)
    scores = index.ranked_scores(node, year)
    score = index.score(node, subject.place, year)
    position = int(index.ranks(node, year).get(subject.place, 0))
    years = () if math.isnan(score) else figure_years(index, node, year).get(subject.place, ())
    return FieldStanding(node, index, subject.place, year, score, position, scores, years)


def figure_years(index: ScoredIndex, node: str, period: str) -> dict[str, tuple[str, ...]]:
    """Return, by place, the first and the last year of the figures below a node; one if equal.

    They are those that the scores of a year rest on; a place without any is not in it.
    """
    names, rows = index.rows_of(period)
    result = index.result
    leaves = list(result.structure.leaves(node))
    positions = columns_of(result.normalised, leaves)
    known = ~np.isnan(floats(result.normalised)[rows][:, positions])
    origins = floats(result.imputed.origin[leaves])[rows]
    years = np.where(np.isnan(origins), float(period), origins)
    first = np.where(known, years, np.inf).min(axis=1)
    last = np.where(known, years, -np.inf).max(axis=1)
    return {
        place: tuple(dict.fromkeys((f"{first[row]:.0f}", f"{last[row]:.0f}")))
        for row, place in enumerate(names)
        if known[row].any()
    }


def figure_year(subject: Subject, leaf: str, period: str) -> str:
    """Return the year of the figure that stands for a year: another one where it was carried."""
    result = subject.index.result
    row = row_of(result.normalised.index, subject.place, period)
    origin = float(column_floats(result.imputed.origin, leaf)[row])
    return period if math.isnan(origin) else f"{origin:.0f}"


def _borrowed(own: FieldStanding, above: list[Subject]) -> Iterator[FieldStanding]:
    """Yield the standings of territories above in the same field of policy."""
    pillar = own.index.description.pillars.get(own.node)
    for other in above:
        index = other.index
        nodes = [node for node in index.fields if index.description.pillars.get(node) == pillar]
        for node in nodes if pillar else ():
            standing = _standing(other, node, index.newest(index.root))
            if not math.isnan(standing.score):
                yield standing


def covered_share(subject: Subject, standings: list[FieldStanding]) -> float:
    """Return the share of the index's weight that the place has figures of, each field in its year.

    A field without a score of the place counts for nothing.
    """
    result = subject.index.result
    weights = result.structure.effective_weights()
    covered = 0.0
    for standing in standings:
        if standing.place != subject.place or math.isnan(standing.score):
            continue
        row = row_of(result.normalised.index, subject.place, standing.period)
        for leaf in result.structure.leaves(standing.node):
            if not math.isnan(float(column_floats(result.normalised, leaf)[row])):
                covered += weights[leaf]
    return covered


@dataclass(frozen=True)
class Part:
    """One indicator of a score: the figure, where it stands, and what it adds.

    `figure` and `size` are the observations that were taken, None where there is none; `used` is
    the figure after the denominator, `filled` says that it is of another year than the score.
    `weight` is the share of the index, `points` what it adds to the score of the `node` above.
    """

    leaf: str
    node: str
    figure: Observation | None
    size: Observation | None
    used: float
    year: str
    filled: bool
    score: float
    weight: float
    points: float


def parts(dataset: Dataset, subject: Subject, node: str, period: str) -> list[Part]:
    """Return what a score of a node is made of, down to the figures and their lines."""
    index, place = subject.index, subject.place
    result, description = index.result, index.description
    row = row_of(result.normalised.index, place, period)
    weights = result.structure.effective_weights()
    floor = description.method.normalisation.scale[0]
    points = contributions(result, node, place, period, floor)
    made_of = []
    for leaf in result.structure.leaves(node):
        year = figure_year(subject, leaf, period)
        size = description.method.denominators.get(leaf)
        made_of.append(
            Part(
                leaf,
                node,
                _observed(dataset, description.columns[leaf], place, year),
                _observed(dataset, size.column, place, year) if size else None,
                float(column_floats(result.imputed.data, leaf)[row]),
                year,
                year != period,
                float(column_floats(result.normalised, leaf)[row]),
                weights[leaf],
                float(points[leaf]),
            )
        )
    return made_of


def _observed(dataset: Dataset, column: str, place: str, year: str) -> Observation | None:
    """Return the figure of exactly this year."""
    figure = dataset.latest(column, place, period=year)
    return figure if figure is not None and figure.period == year else None


@dataclass(frozen=True)
class Strength:
    """Where the figure of a place stands in one indicator among the places compared.

    `rank` is that of the figures themselves, `distance` how far the score is from the median, in
    standard deviations. `at_goalpost` says that the figure has the best score there is, which
    `others_at_goalpost` of the places compared have, too.
    """

    leaf: str
    period: str
    rank: int
    of: int
    distance: float
    at_goalpost: bool = False
    others_at_goalpost: int = 0


def strengths(
    subject: Subject, standings: Sequence[FieldStanding], peers: set[str]
) -> list[Strength]:
    """Return the indicators by the rank of the place's figure among peers, the strongest first.

    Only fields in which the place has a score of its own count; each in its own year. A place that
    may not be ranked has none.
    """
    found: list[Strength] = []
    if not subject.index.can_rank(subject.place):
        return found
    result, place = subject.index.result, subject.place
    own = [item for item in standings if item.place == place and not math.isnan(item.score)]
    years = {item.period for item in own}
    among = {year: standing_among(result, place, year, sorted(peers)) for year in years}
    for standing in own:
        table = among[standing.period]
        for leaf in result.structure.leaves(standing.node):
            if leaf in table.index and table["peers"].to_dict()[leaf] >= MIN_RANKED:
                distance = float(table["distance"].to_dict()[leaf])
                found.append(_strength(subject, leaf, standing.period, peers, distance))
    return sorted(found, key=lambda item: (item.rank / item.of, -item.distance))


def _strength(
    subject: Subject, leaf: str, period: str, peers: set[str], distance: float
) -> Strength:
    """Return the rank of a place's figure of an indicator among peers."""
    result, place = subject.index.result, subject.place
    members = {*peers, place}
    keys = zip(places(result.normalised.index), periods(result.normalised.index), strict=True)
    rows = {key[0]: row for row, key in enumerate(keys) if key[1] == period and key[0] in members}
    of_place = list(rows).index(place)
    figures = column_floats(result.imputed.data, leaf)[list(rows.values())]
    scores = column_floats(result.normalised, leaf)[list(rows.values())]
    ranks = rank(figures * result.method.direction(leaf))
    rule = result.method.normalisation_of(leaf)
    at_goalpost = np.zeros(len(scores), dtype=bool)
    if rule.rule == "goalposts" and leaf in rule.goalposts:
        at_goalpost = scores >= rule.scale[1]
    return Strength(
        leaf,
        figure_year(subject, leaf, period),
        int(ranks[of_place]),
        int(np.isfinite(figures).sum()),
        distance,
        bool(at_goalpost[of_place]),
        int(at_goalpost.sum()) - 1,
    )


@dataclass(frozen=True)
class FieldChange:
    """How far a part of a node moved its score between two years, and by which indicators.

    `effect` is that of the figures that are there in both years, `weights` that of figures that are
    there in one alone: with them the weights of the others change. `leaves` has the columns of
    `results.change`: effect and kind; and `year`, that of the one figure on which the scores of
    both years rest, else ''.
    """

    field: str
    effect: float
    weights: float
    leaves: pd.DataFrame


def changes(subject: Subject, node: str, start: str, end: str) -> list[FieldChange]:
    """Return why a score changed between two years, by the children of its node and by indicator.

    Effects and weights sum to the change.
    """
    result = subject.index.result
    effects = change(result, node, subject.place, start, end)
    effects["year"] = [_common_year(subject, str(leaf), start, end) for leaf in effects.index]
    children = result.structure.children.get(node, ())
    found = []
    for child in children:
        leaves = effects.loc[list(result.structure.leaves(child.id))]
        in_one = leaves["kind"].isin(["new", "missing"])
        of_figures = float(leaves["effect"][~in_one].sum())
        of_weights = float(leaves["effect"][in_one].sum())
        found.append(FieldChange(child.id, of_figures, of_weights, leaves))
    return found


def _common_year(subject: Subject, leaf: str, start: str, end: str) -> str:
    """Return the year of the figure that stands for both years; '' where they have two."""
    first, last = (figure_year(subject, leaf, year) for year in (start, end))
    return first if first == last else ""


@dataclass(frozen=True)
class SeriesBreak:
    """A break in the series of one of an index's columns, declared or flagged by the publisher."""

    column: str
    period: str
    note: Text


def breaks_between(dataset: Dataset, subject: Subject, start: str, end: str) -> list[SeriesBreak]:
    """Return the breaks of the columns of an index after `start` and up to `end`, for its place."""
    place, found = subject.place, []
    for column in subject.index.description.needed_columns():
        declared = [
            item
            for item in dataset.catalogue.indicators[column].breaks
            if item.place in ("", place) and start < item.period[:4] <= end
        ]
        found += [SeriesBreak(column, item.period, item.note) for item in declared]
        told = {item.period for item in declared}
        for figure in dataset.series(column, place):
            is_break = figure.status == "break" and figure.period not in told
            if is_break and start < figure.period[:4] <= end:
                found.append(SeriesBreak(column, figure.period, Text()))
    return found


def rank_runs(
    dataset: Dataset, index: ScoredIndex, period: str, progress: Progress = no_progress
) -> Runs:
    """Return the runs of the uncertainty analysis in a year, computed once for each dataset."""
    description = index.description

    def make() -> Runs:
        structure = description.structure
        # weights vary around those that the index was computed with
        weights = index.result.structure
        alternatives = alternatives_of(description.alternatives, weights, SEED)
        choices = draw_choices(alternatives, RUNS, SEED)
        inputs = index.figures.inputs
        return run(structure, description.method, inputs, alternatives, choices, period, progress)

    return dataset.cached(("index runs", description.id, period), make)


def rank_intervals(
    dataset: Dataset, index: ScoredIndex, period: str, progress: Progress = no_progress
) -> pd.DataFrame:
    """Return rank, score and the 5 and 95 % quantiles of the rank of each place with a rank.

    Columns: score, rank, low, high; the best first. Without alternatives the interval is the rank.
    """

    def make() -> pd.DataFrame:
        scores = index.ranked_scores(index.root, period)
        if not is_varied(index.description) or not len(scores):
            return interval_table(index, scores, None)
        runs = runs_of_units(rank_runs(dataset, index, period, progress), set(scores.index))
        return interval_table(index, scores, runs)

    return dataset.cached(("index intervals", index.description.id, period), make)


def interval_table(index: ScoredIndex, scores: pd.Series, runs: Runs | None) -> pd.DataFrame:
    """Return the table of `rank_intervals` of scores; without runs the interval is the rank."""
    digits = index.result.method.rank_digits
    table = pd.DataFrame({"score": scores, "rank": rank_scores(scores.to_numpy(), digits)})
    table["low"], table["high"] = table["rank"], table["rank"]
    if runs is not None:
        statistics = rank_statistics(runs)
        table["low"] = np.floor(statistics["q5"].reindex(table.index))
        table["high"] = np.ceil(statistics["q95"].reindex(table.index))
    return table.sort_values("rank", kind="stable")


def is_varied(description: IndexDescription) -> bool:
    """Return whether an index names alternatives, so that its ranks vary."""
    alternatives = alternatives_of(description.alternatives, description.structure, SEED)
    return bool(alternatives.counts())


def runs_of_units(runs: Runs, units: set[str]) -> Runs:
    """Return the runs of some units; those without a rank are not in any."""
    kept = [position for position, unit in enumerate(runs.units) if unit in units]
    return Runs(
        runs.choices,
        runs.scores[:, kept],
        runs.ranks[:, kept],
        tuple(runs.units[position] for position in kept),
        runs.nominal[kept],
        runs.rank_digits,
    )


def choice_effects(
    dataset: Dataset, index: ScoredIndex, period: str, progress: Progress = no_progress
) -> Sensitivity | None:
    """Return which choice matters most, computed once for each dataset; None with one choice."""
    description = index.description

    def make() -> Sensitivity | None:
        structure = description.structure
        # weights vary around those that the index was computed with
        weights = index.result.structure
        alternatives = alternatives_of(description.alternatives, weights, SEED)
        if len(alternatives.counts()) < 2:
            return None
        inputs = index.figures.inputs
        return sensitivity(
            structure, description.method, inputs, alternatives, POINTS, SEED, period, progress
        )

    return dataset.cached(("index sensitivity", description.id, period), make)


def peers_of(catalogue: Catalogue, subject: Subject, scores: pd.Series) -> set[str]:
    """Return whom a place is compared with: its peers where they are ranked, else all places.

    `scores` are those of the places that have a rank.
    """
    group = catalogue.peer_group(subject.place)
    members = set(group.places) & set(scores.index) if group else set()
    return members if len(members) >= MIN_RANKED else set(scores.index)


def with_figure(subject: Subject, period: str, leaf: str, figure: float) -> tuple[float, int]:
    """Return the score and the rank of a place with another figure of one indicator.

    The rank is 0 where the place may not have one. The figure is as the index takes it: in the
    indicator's unit, after the denominator. All other figures and all goalposts stay.
    """
    index, place = subject.index, subject.place
    changed = scenarios.change_figures(index.result, {(place, period, leaf): figure})
    after = replace(index, result=changed)
    position = int(after.ranks(index.root, period).get(place, 0))
    return after.score(index.root, place, period), position


@dataclass(frozen=True)
class NewestScore:
    """A place's score of an index in the newest year with scores, and its rank in it.

    `of` places have a rank; `rank` is 0 of a place that may not have one.
    """

    index: str
    place: str
    period: str
    score: float
    rank: int
    of: int


def newest_score(dataset: Dataset, place: str) -> NewestScore | None:
    """Return the score of a place, or the nearest above it, in the first index that has one.

    Taken from the table of figures: nothing is computed.
    """
    for code in dataset.catalogue.ancestors(place):
        for name in dataset.catalogue.indices:
            grid = dataset.grid(name)
            if code not in grid.row or not grid.periods:
                continue
            score = float(grid.value[grid.row[code], -1])
            if not math.isnan(score):
                return _newest_score(dataset, name, code)
    return None


def _newest_score(dataset: Dataset, name: str, place: str) -> NewestScore:
    """Return the score of a place in the newest year of an index, ranked as the index says."""
    grid, row = dataset.grid(name), dataset.grid(name).row[place]
    can_rank = [dataset.can_rank(code) for code in grid.places]
    scores = grid.value[:, -1]
    digits = dataset.catalogue.indices[name].method.rank_digits
    ranks = rank_scores(np.where(can_rank, scores, np.nan), digits)
    position = 0 if np.isnan(ranks[row]) else int(ranks[row])
    of = int(np.isfinite(ranks).sum())
    return NewestScore(name, place, grid.periods[-1], float(scores[row]), position, of)


@dataclass(frozen=True)
class Choices:
    """Other choices for an index: weights of its fields, a mean and a scale; None as described."""

    weights: Mapping[str, float] = field(default_factory=dict)
    aggregation: Aggregation | None = None
    normalisation: Normalisation | None = None


def ranks_with(index: ScoredIndex, period: str, choices: Choices) -> pd.DataFrame:
    """Return what other choices do to the ranks of a year, of the places that have one in it.

    Columns: score and rank as described, and `score_after`, `rank_after`; the best as described
    first. Only the year is aggregated anew, which takes milliseconds.
    """
    result = index.result
    method = result.method
    normalised = result.normalised
    if choices.aggregation is not None:
        method = method.with_rule(choices.aggregation)
    if choices.normalisation is not None:
        method = replace(method, normalisation=choices.normalisation)
        normalised = normalise_table(result.treated, method)
    structure = with_weights(result.structure, choices.weights)
    rows = np.array(periods(normalised.index)) == period
    if compares_periods(structure, method):
        rows[:] = True
    # who has a score is judged as the index is described
    scored = {node: flags[rows] for node, flags in scored_nodes(result).items()}
    after = aggregate_table(normalised[rows], structure, method, scored)[index.root]
    after = after.xs(period, level="period")
    table = pd.DataFrame({"score": index.ranked_scores(index.root, period)})
    table["rank"] = index.ranks(index.root, period)
    table["score_after"] = after.reindex(table.index)
    table["rank_after"] = rank_scores(table["score_after"].to_numpy(), method.rank_digits)
    return table.sort_values("rank", kind="stable")


def other_aggregations(index: ScoredIndex) -> dict[str, Aggregation]:
    """Return the alternatives of the mean by rule, without that of the index."""
    description = index.description
    present = description.method.aggregation.rule
    found = {item.rule: item for item in description.alternatives.aggregation}
    return {str(rule): item for rule, item in found.items() if rule != present}


def other_normalisations(index: ScoredIndex) -> dict[str, Normalisation]:
    """Return the alternatives of the scale by rule, without that of the index."""
    description = index.description
    present = description.method.normalisation.rule
    found = {item.rule: item for item in description.alternatives.normalisation}
    return {str(rule): item for rule, item in found.items() if rule != present}
