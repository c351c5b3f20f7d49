"""What it would take a place to reach a rank: one figure better, several, or all of them a little.

Everything else stays what it is, also the figures of all other places.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.analysis.composite_index import Subject
from indicators.composite import scenarios
from indicators.composite.results import normalised_row, score_function
from indicators.composite.table import Floats, column_floats, columns_of, places, row_of, years

SPAN = 5
"""The years within which a step of a peer counts as made."""
TOGETHER = 3
"""At most so many indicators are improved together."""
TOLERANCE = 1e-9
"""So much smaller, as a share, a step may be that counts as made: the last digits of a computer."""


@dataclass(frozen=True)
class Example:
    """A peer that made a step: the years it began and ended in, and the figure it began with."""

    place: str
    first: str
    last: str
    figure: float


@dataclass(frozen=True)
class Step:
    """What one indicator would have to become for a place to reach a rank.

    `score` and `score_needed` are on the scale of the index. `examples` are peers that made such a
    step within SPAN years, those first that began nearest to the level of the place. `is_known`
    says whether any peer has figures of two years; else nobody knows who made one.
    """

    leaf: str
    present: float
    needed: float
    score: float
    score_needed: float
    examples: tuple[Example, ...]
    is_known: bool = True


def steps_to_rank(
    subject: Subject, node: str, period: str, position: int, peers: set[str]
) -> list[Step]:
    """Return, for each indicator of a node that alone would suffice, how far it would have to move.

    The smallest step on the scale of the index first, those last of which nobody knows who made
    one.
    """
    result, place = subject.index.result, subject.place
    score = scenarios.score_needed(result, node, place, period, position)
    row = row_of(result.normalised.index, place, period)
    steps = []
    for leaf in result.structure.leaves(node):
        needed = scenarios.figure_needed(result, node, place, period, leaf, score)
        if math.isnan(needed):
            continue
        present = float(column_floats(result.imputed.data, leaf)[row])
        before = float(column_floats(result.normalised, leaf)[row])
        after = scenarios.normalised_figure(result, leaf, period, needed)
        examples = _examples(subject, leaf, period, (present, needed), peers - {place})
        is_known = scenarios.compares_steps(result, leaf, peers - {place})
        steps.append(Step(leaf, present, needed, before, after, examples, is_known))
    return sorted(steps, key=lambda step: (not step.is_known, step.score_needed - step.score))


def _examples(
    subject: Subject, leaf: str, period: str, ends: tuple[float, float], peers: set[str]
) -> tuple[Example, ...]:
    """Return the peers that made a step, each with that of its steps that began nearest.

    Those first that began nearest to the level of the place, on the scale of the index.
    """
    result = subject.index.result
    made = scenarios.steps_made(result, leaf, *ends, SPAN, period)
    level, needed = scenarios.normalised_figures(result, leaf, period, np.array(ends))
    table = result.denominated
    figures = column_floats(table, leaf)
    scores = scenarios.normalised_figures(result, leaf, period, figures)
    units, times = np.array(places(table.index)), years(table.index)
    found = []
    for place in made["place"]:
        if place not in peers:
            continue
        rows = np.flatnonzero((units == place) & ~np.isnan(scores) & ~np.isnan(times))
        step = _nearest_step(times[rows], scores[rows], float(level), float(needed - level))
        if step is not None:
            first, last = rows[step[0]], rows[step[1]]
            example = Example(
                str(place), f"{times[first]:.0f}", f"{times[last]:.0f}", float(figures[first])
            )
            found.append((abs(float(scores[first] - level)), example))
    return tuple(example for _, example in sorted(found, key=lambda item: item[0]))


def _nearest_step(
    times: Floats, scores: Floats, level: float, needed: float
) -> tuple[int, int] | None:
    """Return the ends of a rise by `needed` within SPAN years that began nearest to a level."""
    rises = scores[None, :] - scores[:, None]
    spans = times[None, :] - times[:, None]
    firsts, lasts = np.nonzero((spans > 0) & (spans <= SPAN) & (rises >= needed * (1 - TOLERANCE)))
    if not len(firsts):
        return None
    # of those that began at the same level the shortest
    order = np.lexsort((spans[firsts, lasts], np.abs(scores[firsts] - level)))
    return int(firsts[order[0]]), int(lasts[order[0]])


@dataclass(frozen=True)
class Combination:
    """Figures that together suffice: each closes the same share of its gap to the best figure.

    The gap is that on the scale of the index. `figures` has present and needed figure by indicator.
    """

    share: float
    figures: dict[str, tuple[float, float]]


def combination(
    subject: Subject, node: str, period: str, position: int, leaves: Sequence[str]
) -> Combination | None:
    """Return the least share of their gaps with which indicators together reach a rank.

    None where even the best figures of all of them do not suffice, or none is needed.
    """
    result, place = subject.index.result, subject.place
    needed = scenarios.score_needed(result, node, place, period, position)
    present = normalised_row(result, place, period)
    score = score_function(result, node, place, period)
    known = [
        leaf for leaf in leaves if not math.isnan(present[columns_of(result.normalised, [leaf])[0]])
    ]
    columns = columns_of(result.normalised, known)
    best = np.array(
        [
            scenarios.normalised_figure(result, leaf, period, scenarios.best_figure(result, leaf))
            for leaf in known
        ]
    )

    def distance(share: float) -> float:
        figures = present.copy()
        figures[columns] += share * (best - figures[columns])
        return float(score(figures[None, :])[0]) - needed

    if not known or distance(0.0) >= 0 or not distance(1.0) >= 0:
        return None
    from scipy.optimize import brentq  # slow to import, and rarely needed

    share = float(brentq(distance, 0.0, 1.0, xtol=1e-12))
    targets = present[columns] + share * (best - present[columns])
    figures = {
        leaf: _figures(subject, leaf, period, float(target))
        for leaf, target in zip(known, targets, strict=True)
    }
    return Combination(share, figures)


def _figures(subject: Subject, leaf: str, period: str, target: float) -> tuple[float, float]:
    """Return the figure of a place, and the one with a score between it and the best one."""
    result = subject.index.result
    row = row_of(result.normalised.index, subject.place, period)
    present = float(column_floats(result.imputed.data, leaf)[row])
    best = scenarios.best_figure(result, leaf)

    def distance(figure: float) -> float:
        return scenarios.normalised_figure(result, leaf, period, figure) - target

    if not distance(present) < 0:
        return present, present
    if not distance(best) > 0:
        return present, best
    from scipy.optimize import brentq  # slow to import, and rarely needed

    ends = min(present, best), max(present, best)
    return present, float(brentq(distance, *ends, xtol=1e-12, rtol=1e-12))


def smallest_together(
    subject: Subject, node: str, period: str, position: int, steps: Sequence[Step]
) -> Combination | None:
    """Return the fewest indicators, two or three, that suffice together, with the least share.

    The two with the smallest steps where there are two that suffice alone; else those whose best
    figures would add most to the score.
    """
    if len(steps) > 1:
        leaves = [step.leaf for step in steps[:2]]
        return combination(subject, node, period, position, leaves)
    ordered = _by_gain(subject, node, period)
    for count in range(2, TOGETHER + 1):
        found = combination(subject, node, period, position, ordered[:count])
        if found is not None:
            return found
    return None


def _by_gain(subject: Subject, node: str, period: str) -> list[str]:
    """Return the indicators below a node by what their best figures would add to its score."""
    result, place = subject.index.result, subject.place
    present = normalised_row(result, place, period)
    score = score_function(result, node, place, period)
    gains = {}
    for leaf in result.structure.leaves(node):
        figures = present.copy()
        best = scenarios.best_figure(result, leaf)
        column = columns_of(result.normalised, [leaf])[0]
        figures[column] = scenarios.normalised_figure(result, leaf, period, best)
        if not math.isnan(present[column]):
            gains[leaf] = float(score(figures[None, :])[0])
    return sorted(gains, key=lambda leaf: -gains[leaf])
