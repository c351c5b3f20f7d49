"""Composite indices, in CPU: 1,000 runs of an uncertainty analysis against a bare NumPy loop.

The index has the size of COINr's ASEM example: 51 units, 49 indicators, 8 pillars, 2 sub-indices.
Its figures are made here. The runs vary the treatment of outliers (5), the normalisation (2), sets
of weights (100) and the aggregation (2). The loop has the same normalised tables and does nothing
but weighted means, level by level, and ranks; treating and normalising is not in it. Aims: 10x of
the loop, under 1 s. Then growth: runs, units and indicators ten times as many each, and the
largest case, 1,000 units x 200 indicators x 10,000 runs, with its peak memory. Last, what a move of a
slider on the page Index costs: the ranks of the shipped index of economies with another weight of
one field; aim 200 ms.
"""

from __future__ import annotations

import resource
import statistics
import sys
from dataclasses import dataclass

from common import ROOT, line, ratio, timed, verdict

sys.path.insert(0, str(ROOT))

import numpy as np
import pandas as pd

from indicators import load
from indicators.analysis.composite_index import Choices, ranks_with, scored_index
from indicators.composite.aggregation import Aggregation
from indicators.composite.engine import Inputs, node_weights
from indicators.composite.method import Method
from indicators.composite.normalisation import Normalisation
from indicators.composite.outliers import OutlierTreatment
from indicators.composite.structure import Node, Structure
from indicators.composite.uncertainty import Alternatives, draw_choices, noisy_weights, run

TURNS = 5
PILLARS, SUB_INDICES = 8, 2
SHIPPED_INDEX = "digital_development_economies"
SLIDER_AIM = 200
METHOD = Method(treatment=OutlierTreatment())


@dataclass(frozen=True)
class Case:
    """How many units, indicators and runs."""

    units: int
    indicators: int
    runs: int


def structure(indicators: int) -> Structure:
    """Return a tree of so many indicators in 8 pillars and 2 sub-indices."""
    nodes = [Node("index")]
    nodes += [Node(f"sub{number}", "index") for number in range(SUB_INDICES)]
    nodes += [Node(f"p{number}", f"sub{number % SUB_INDICES}") for number in range(PILLARS)]
    nodes += [Node(f"i{number}", f"p{number % PILLARS}") for number in range(indicators)]
    return Structure(tuple(nodes))


def inputs(case: Case) -> Inputs:
    """Return skewed figures: a few columns are winsorised, some need a log."""
    draw = np.random.default_rng(5)
    index = pd.MultiIndex.from_tuples(
        [(f"U{number}", "2020") for number in range(case.units)], names=["place", "period"]
    )
    figures = draw.lognormal(0, 1, (case.units, case.indicators))
    return Inputs(
        pd.DataFrame(figures, index=index, columns=list(structure(case.indicators).indicators))
    )


def alternatives(tree: Structure) -> Alternatives:
    """Return five treatments, two normalisations, 100 sets of weights and two aggregations."""
    return Alternatives(
        treatment=tuple(OutlierTreatment(winsorised=count) for count in range(1, 6)),
        normalisation=(
            Normalisation(scale=(1, 100)),
            Normalisation("z_score", mean=10, deviation=2),
        ),
        weights=noisy_weights(tree, 100, 0.25, seed=3, levels=(2, 3)),
        aggregation=(Aggregation(), Aggregation("geometric")),
    )


def bare_loop(values: np.ndarray, tree: Structure, sets: np.ndarray, runs: int) -> np.ndarray:
    """Return ranks of so many runs by plain weighted means, one run after the other."""
    positions = {node.id: position for position, node in enumerate(tree.nodes)}
    columns = {name: position for position, name in enumerate(tree.indicators)}
    ranks = np.empty((runs, len(values)))
    for number in range(runs):
        weights = sets[number % len(sets)]
        scores = {name: values[:, column] for name, column in columns.items()}
        for name in tree.aggregates:
            children = [child.id for child in tree.children[name]]
            own = np.array([weights[positions[child]] for child in children])
            table = np.stack([scores[child] for child in children], axis=1)
            scores[name] = table @ own / own.sum()
        ranks[number] = (-scores["index"]).argsort().argsort()
    return ranks


def analyse(case: Case) -> None:
    """Run the analysis of a case."""
    tree = structure(case.indicators)
    options = alternatives(tree)
    run(tree, METHOD, inputs(case), options, draw_choices(options, case.runs, seed=3))


def slider() -> list[float]:
    """Return the milliseconds of CPU of each move of a slider, from 5 to 100 % by 5."""
    index = scored_index(load(ROOT / "config.yaml", ROOT / "data"), SHIPPED_INDEX)
    assert index is not None
    field, period = index.fields[0], index.newest(index.root)
    ranks_with(index, period, Choices({field: 1.0}))  # what all moves share is made
    return [
        1000 * timed(lambda weight=weight: ranks_with(index, period, Choices({field: weight})))[0]
        for weight in range(5, 105, 5)
    ]


def main() -> None:
    """Measure, and print a line for each case."""
    case = Case(51, 49, 1_000)
    tree = structure(case.indicators)
    sets = noisy_weights(tree, 100, 0.25, seed=3, levels=(2, 3))
    values = np.random.default_rng(5).uniform(1, 100, (case.units, case.indicators))
    assert node_weights(tree).shape == sets.shape[1:]
    ours, loop = [], []
    for _ in range(TURNS):
        loop.append(timed(lambda: bare_loop(values, tree, sets, case.runs))[0])
        ours.append(timed(lambda: analyse(case))[0])
    spent = statistics.median(ours)
    line(
        "1,000 runs, 51 units, 49 indicators",
        f"{1000 * spent:.0f} ms",
        f"{ratio(ours, loop):.2f}x loop",
        verdict(ratio(ours, loop), 10),
    )
    for name, larger in {
        "ten times the runs": Case(51, 49, 10_000),
        "ten times the units": Case(510, 49, 1_000),
        "four times the indicators": Case(51, 196, 1_000),
    }.items():
        cost = timed(lambda larger=larger: analyse(larger))[0]
        line(name, f"{1000 * cost:.0f} ms", f"{cost / spent:.1f}x the first")
    cost = timed(lambda: analyse(Case(1_000, 200, 10_000)))[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line("1,000 units x 200 indicators x 10,000 runs", f"{cost:.1f} s", f"peak {peak:.0f} MB")
    moves = slider()
    line(
        "a slider moved, the shipped index of economies",
        f"{statistics.median(moves):.0f} ms",
        f"most {max(moves):.0f} ms",
        f"aim {SLIDER_AIM} ms: {'met' if max(moves) <= SLIDER_AIM else 'MISSED'}",
    )


if __name__ == "__main__":
    main()
