"""Ties, runs, parts of a score and steps, on figures that a person worked out."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from indicators.composite.aggregation import Aggregation, aggregate
from indicators.composite.audit import removals
from indicators.composite.engine import IndexResult, Inputs, compute
from indicators.composite.method import Method
from indicators.composite.normalisation import Column, Goalposts, Normalisation, normalise
from indicators.composite.results import change, contributions
from indicators.composite.scenarios import compares_steps, figure_needed, steps_made
from indicators.composite.sensitivity import sensitivity
from indicators.composite.structure import Node, Structure
from indicators.composite.table import Floats
from indicators.composite.uncertainty import (
    AlternativeChoices,
    Alternatives,
    alternatives_of,
    draw_choices,
    noisy_weights,
    pair_probability,
    rank_statistics,
    run,
)
from indicators.statistics.rank import rank, rank_scores

NAN = math.nan
POSTS = Goalposts(0, 100)


def flat(*names: str) -> Structure:
    """An index with indicators right below it."""
    return Structure((Node("index"), *(Node(name, "index") for name in names)))


def inputs(rows: dict[tuple[str, str], tuple[float, ...]], names: str) -> Inputs:
    index = pd.MultiIndex.from_tuples(list(rows), names=["place", "period"])
    return Inputs(pd.DataFrame(rows.values(), index=index, columns=list(names)))


def method_of(names: str, scale: tuple[float, float] = (0, 100), **options: object) -> Method:
    """Goalposts 0 and 100 for every indicator."""
    posts = dict.fromkeys(names, POSTS)
    return Method(normalisation=Normalisation("goalposts", scale, goalposts=posts), **options)  # type: ignore[arg-type]


def normalised(values: list[float], rule: Normalisation, direction: int = 1) -> list[float]:
    column = Column("a", np.array(values), direction)
    result: list[float] = normalise(column, rule, ("X", "Y", "Z"), [np.arange(3)]).tolist()
    return result


# ties


def test_scores_that_are_equal_but_for_the_last_binary_digit_share_a_rank() -> None:
    assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
    rows = {
        ("X", "1"): (10.0, 20.0, 30.0),
        ("Y", "1"): (30.0, 20.0, 10.0),
        ("Z", "1"): (20.0, 10.0, 30.0),
        ("U", "1"): (20.0, 20.0, 20.0),
        ("V", "1"): (20.0, 20.0, 19.0),
    }
    for rule in ("arithmetic", "power"):
        method = method_of("abc", (0, 1), aggregation=Aggregation(rule, power=1))  # type: ignore[arg-type]
        ranks = compute(flat(*"abc"), method, inputs(rows, "abc")).ranks["index"]
        assert ranks.tolist() == [1, 1, 1, 1, 5]


def test_five_pillars_of_whole_points_rank_as_their_exact_sums() -> None:
    figures = np.random.default_rng(3).integers(0, 21, (194, 5))
    rows = {(f"P{row}", "1"): tuple(map(float, line)) for row, line in enumerate(figures)}
    posts = {name: Goalposts(0, 20) for name in "abcde"}
    method = Method(normalisation=Normalisation("goalposts", (0, 1), goalposts=posts))
    ranks = compute(flat(*"abcde"), method, inputs(rows, "abcde")).ranks["index"]
    sums = figures.sum(axis=1)
    assert ranks.tolist() == [1 + int((sums > total).sum()) for total in sums]


def test_equal_rows_have_equal_scores_wherever_they_stand() -> None:
    draw = np.random.default_rng(0)
    for rule in ("arithmetic", "geometric", "harmonic"):
        for _ in range(60):
            units, children = int(draw.integers(3, 40)), int(draw.integers(2, 12))
            row, weights = draw.uniform(0, 100, children), draw.uniform(0.1, 1, children)
            scores = aggregate(np.tile(row, (units, 1)), weights, Aggregation(rule))  # type: ignore[arg-type]
            assert len(set(scores.tolist())) == 1


def test_what_is_a_tie() -> None:
    assert rank_scores([1.0, 1.0 + 1e-13, 1.0 - 1e-11, NAN]).tolist()[:3] == [1, 1, 3]
    # sums that cancel out: 0 and the rounding error of the scores
    assert rank_scores([2.0, 1e-16, -1e-16, 0.0, -1.0]).tolist() == [1, 2, 2, 2, 5]
    # a score of 0.7125 that a computer has as 0.71249999999999991 is rounded as that of 0.7125
    assert rank_scores([0.7125, 0.71249999999999991, 0.7136], 3).tolist() == [2, 2, 1]
    assert rank_scores([501.0, 502.0, 300.0], 0).tolist() == [2, 1, 3]
    # figures as they are given are not computed: their last digit counts
    assert rank([5.1, 5.1000000000000005]).tolist() == [2, 1]
    assert rank_scores([]).size == 0


# rules that turned the order round


def test_no_rule_turns_the_order_round() -> None:
    target = Normalisation("distance_to_target", targets={"a": 0.5})
    assert all(map(math.isnan, normalised([1, 2, 4], target)))
    assert normalised([1, 2, 4], replace(target, targets={"a": 5})) == [0, 0.25, 0.75]
    # where less is better, 0.5 is what 4 is far from: (4 - x) / (4 - 0.5)
    assert normalised([1, 2, 4], target, -1) == pytest.approx([3 / 3.5, 2 / 3.5, 0])
    share = Normalisation("share_of_max")
    assert normalised([1, 2, 4], share) == [0.25, 0.5, 1]
    assert all(map(math.isnan, normalised([-1, -2, -4], share)))


def test_a_figure_of_0_is_at_the_low_goalpost_of_a_logarithm() -> None:
    """Equal life expectancy: income of 0 is not better than one of 50 or 100."""
    posts = {"a": Goalposts(20, 85), "b": Goalposts(100, 75000, log=True)}
    method = Method(normalisation=Normalisation("goalposts", (0, 1), goalposts=posts))
    rows = {
        ("P", "1"): (70.0, 0.0),
        ("Q", "1"): (70.0, 100.0),
        ("R", "1"): (70.0, -5.0),
        ("S", "1"): (70.0, NAN),
    }
    result = compute(flat("a", "b"), method, inputs(rows, "ab"))
    half = 50 / 65 / 2
    assert result.scores["index"].tolist() == pytest.approx([half, half, half, 50 / 65])
    lower = compute(flat("a", "b"), replace(method, directions={"b": -1}), inputs(rows, "ab"))
    assert lower.normalised["b"].tolist()[:3] == [1, 1, 1]
    open_ended = replace(posts["b"], clip=False)
    rule = replace(method.normalisation, goalposts={**posts, "b": open_ended})
    unclipped = compute(flat("a", "b"), replace(method, normalisation=rule), inputs(rows, "ab"))
    assert unclipped.normalised["b"].isna().tolist() == [True, False, True, True]


# availability


def test_the_mean_of_a_level_or_node_keeps_the_availability_of_the_index() -> None:
    rows = {("X", "1"): (1.0, NAN), ("Y", "1"): (3.0, 4.0)}
    whole = Aggregation("arithmetic", availability=1)
    for choice in ({"levels": {2: Aggregation("geometric")}}, {"nodes": {"index": Aggregation()}}):
        method = method_of("ab", aggregation=whole, **choice)
        scores = compute(flat("a", "b"), method, inputs(rows, "ab")).scores["index"]
        assert scores.isna().tolist() == [True, False]
    other = method_of("ab", aggregation=whole, levels={2: Aggregation(availability=0.5)})
    assert compute(flat("a", "b"), other, inputs(rows, "ab")).scores["index"].notna().all()


# runs


GAPS = {("X", "1"): (90.0, NAN), ("Y", "1"): (50.0, 40.0), ("Z", "1"): (30.0, 20.0)}


def test_runs_rank_who_has_a_score() -> None:
    """X lacks half of the weight: it has no score, and no run ranks it before Y."""
    method = method_of("ab", aggregation=Aggregation(availability=1))
    means = (Aggregation("arithmetic"), Aggregation("geometric"))
    alternatives = Alternatives(aggregation=means, removed=("", "a", "b"))
    choices = draw_choices(alternatives, 100, seed=1)
    runs = run(flat("a", "b"), method, inputs(GAPS, "ab"), alternatives, choices)
    assert runs.units == ("Y", "Z")
    table = rank_statistics(runs)
    assert table.index.tolist() == ["Y", "Z"]
    assert table[["nominal", "q5", "q95"]].to_numpy().tolist() == [[1, 1, 1], [2, 2, 2]]


def test_what_a_run_leaves_out_is_not_missing() -> None:
    """X has two of three figures, just enough: without one of them half of the weight is left.

    Nor do other weights make what is there too little.
    """
    rows = {
        ("X", "1"): (90.0, 80.0, NAN),
        ("Y", "1"): (50.0, 40.0, 10.0),
        ("Z", "1"): (30.0, 20.0, 20.0),
    }
    method = method_of("abc", aggregation=Aggregation(availability=0.66), coverage=0.66)
    structure = flat(*"abc")
    alternatives = Alternatives(
        weights=noisy_weights(structure, 20, 0.9, seed=1), removed=("", "a", "b", "c")
    )
    choices = draw_choices(alternatives, 200, seed=1)
    runs = run(structure, method, inputs(rows, "abc"), alternatives, choices)
    assert not np.isnan(runs.ranks).any()
    assert (runs.ranks[:, 0] == 1).all()
    assert removals(compute(structure, method, inputs(rows, "abc")))["largest"].tolist() == [
        0, 0, 0
    ]  # fmt: skip


def test_who_shares_a_rank_is_not_before_the_other() -> None:
    """0.1 + 0.2 + 0.3 is more than 0.3 + 0.2 + 0.1 in a computer, in every run."""
    rows = {("X", "1"): (10.0, 20.0, 30.0), ("Y", "1"): (30.0, 20.0, 10.0)}
    alternatives = Alternatives(removed=("",))
    choices = draw_choices(alternatives, 5, seed=1)
    method = method_of("abc", (0, 1))
    runs = run(flat(*"abc"), method, inputs(rows, "abc"), alternatives, choices)
    assert runs.scores[0, 0] != runs.scores[0, 1]
    assert pair_probability(runs).to_numpy().tolist() == [[0, 0], [0, 0]]


def test_an_availability_of_an_alternative_counts() -> None:
    method = method_of("ab")
    strict = Aggregation("geometric", availability=1)
    alternatives = Alternatives(aggregation=(strict,))
    choices = draw_choices(alternatives, 2, seed=1)
    runs = run(flat("a", "b"), method, inputs(GAPS, "ab"), alternatives, choices)
    assert np.isnan(runs.ranks[:, 0]).all() and runs.nominal.tolist() == [90, 45, 25]


def test_runs_of_a_period_without_scores_say_nothing() -> None:
    rows = {("X", "2019"): (NAN, NAN), **GAPS}
    alternatives = Alternatives(removed=("", "a"))
    choices = draw_choices(alternatives, 10, seed=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        runs = run(
            flat("a", "b"), method_of("ab"), inputs(rows, "ab"), alternatives, choices, "2019"
        )
        assert rank_statistics(runs).empty


@pytest.mark.parametrize(
    "choices", [AlternativeChoices(noise=0.9), AlternativeChoices(removal=True)]
)
def test_of_one_choice_all_of_the_variance_is_its_own(choices: AlternativeChoices) -> None:
    rows = {("X", "1"): (50.0, 47.0), ("Y", "1"): (48.0, 50.0), ("Z", "1"): (3.0, 9.0)}
    structure = flat("a", "b")
    alternatives = alternatives_of(choices, structure, 1)
    found = sensitivity(structure, method_of("ab"), inputs(rows, "ab"), alternatives, 16, 1)
    assert found.shift.to_numpy().tolist() == [[1] * 6]
    assert found.first["X"].tolist() == [1] and math.isnan(found.first["Z"].iloc[0])


# parts and changes


def geometric(*names: str) -> tuple[Structure, Method]:
    aggregation = Aggregation("geometric")
    return flat(*names), method_of("".join(names), (0, 1), aggregation=aggregation)


def test_equal_parts_of_a_geometric_mean_are_equal() -> None:
    rows = {("P", "1"): (50.0, 50.0, 50.0), ("Q", "1"): (60.0, 70.0, 80.0)}
    structure, method = geometric(*"abc")
    result = compute(structure, method, inputs(rows, "abc"))
    parts = contributions(result, "index", "P", "1", 0.0)
    assert parts.tolist() == pytest.approx([1 / 6] * 3)


def test_parts_do_not_depend_on_the_order_of_the_list() -> None:
    """The mean over all six orders, worked out one by one."""
    start, end = (0.2, 0.3, 0.4), (0.9, 0.6, 0.1)
    rows = {
        ("P", "1"): tuple(100 * value for value in start),
        ("P", "2"): tuple(100 * value for value in end),
    }
    expected = dict.fromkeys("abc", 0.0)
    for order in permutations(range(3)):
        values = list(start)
        for position in order:
            before = math.prod(values) ** (1 / 3)
            values[position] = end[position]
            expected["abc"[position]] += (math.prod(values) ** (1 / 3) - before) / 6
    for names in permutations("abc"):
        structure, method = geometric(*names)
        table = change(compute(structure, method, inputs(rows, "abc")), "index", "P", "1", "2")
        assert table["effect"].to_dict() == pytest.approx(expected)


@pytest.mark.parametrize("count", [2, 6, 7, 9])
def test_parts_sum_to_the_change_in_a_tree_of_any_width(count: int) -> None:
    names = "abcdefghi"[:count]
    draw = np.random.default_rng(count)
    rows = {(place, year): tuple(draw.uniform(5, 95, count)) for place in "PQ" for year in "12"}
    structure = Structure(
        (
            Node("index"),
            Node("first", "index"),
            Node("second", "index"),
            *(Node(name, "first" if name in "ab" else "second") for name in names),
            Node("x", "second"),
        )
    )
    rows = {key: (*values, 50.0) for key, values in rows.items()}
    method = method_of(f"{names}x", aggregation=Aggregation("geometric"))
    result = compute(structure, method, inputs(rows, f"{names}x"))
    table = change(result, "index", "P", "1", "2")
    moved = result.scores.loc[("P", "2"), "index"] - result.scores.loc[("P", "1"), "index"]
    assert table["effect"].sum() == pytest.approx(moved)
    assert table["effect"]["x"] == pytest.approx(0, abs=1e-12)


def test_a_carried_figure_is_named_as_such() -> None:
    from indicators.composite.imputation import Imputation

    rows = {("P", "2020"): (50.0, 40.0), ("P", "2021"): (60.0, NAN), ("Q", "2021"): (1.0, 1.0)}
    method = method_of("ab", imputation=Imputation("latest"))
    result = compute(flat("a", "b"), method, inputs(rows, "ab"))
    assert change(result, "index", "P", "2020", "2021")["kind"].tolist() == ["figure", "carried"]


# steps


@pytest.fixture
def steps() -> IndexResult:
    """P doubles from 10; Q rises by more, but by a tenth only; R has one year."""
    rows = {
        ("P", "2020"): (10.0,),
        ("P", "2021"): (20.0,),
        ("Q", "2020"): (500.0,),
        ("Q", "2021"): (550.0,),
        ("R", "2021"): (5.0,),
    }
    posts = {"a": Goalposts(1, 1000, log=True)}
    method = Method(normalisation=Normalisation("goalposts", goalposts=posts))
    return compute(flat("a"), method, inputs(rows, "a"))


def test_a_step_is_as_long_as_it_is_on_the_scale_of_the_index(steps: IndexResult) -> None:
    """From 5 to 9 is 4 more and 1.8 times as much: P made it, Q did not."""
    made = steps_made(steps, "a", 5, 9, 5, "2021")
    assert made.to_dict("records") == [
        {"place": "P", "first": 2020, "last": 2021, "change": 10}
    ]  # fmt: skip


def test_with_one_year_nobody_knows_who_made_a_step(steps: IndexResult) -> None:
    assert compares_steps(steps, "a", {"P", "R"})
    assert not compares_steps(steps, "a", {"R"})


# scales of single nodes


def test_a_node_has_a_scale_of_its_own() -> None:
    """Means of a and b are 10, 20, 40; of the least to the greatest 0, 1/3 and 1."""
    rows = {("X", "1"): (5.0, 15.0), ("Y", "1"): (20.0, 20.0), ("Z", "1"): (30.0, 50.0)}
    structure = Structure((Node("index"), Node("n", "index"), Node("a", "n"), Node("b", "n")))
    method = method_of("ab", normalisations={"n": Normalisation("min_max", (0, 1))})
    result = compute(structure, method, inputs(rows, "ab"))
    assert result.scores["n"].tolist() == pytest.approx([0, 1 / 3, 1])
    # the ends stay when a figure of Y changes: (15 + 20) / 2 is a quarter of the way
    needed = figure_needed(result, "index", "Y", "1", "b", 0.5)
    assert needed == pytest.approx(30)
    parts = contributions(result, "index", "Z", "1")
    assert parts.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("pooled", [True, False])
def test_runs_normalise_a_node_as_the_index_does(pooled: bool) -> None:
    rows: dict[tuple[str, str], tuple[float, ...]] = {
        (place, year): tuple(np.random.default_rng(ord(place) + int(year)).uniform(0, 100, 3))
        for place in "WXYZ"
        for year in ("2020", "2021")
    }
    structure = Structure(
        (Node("index"), Node("n", "index"), Node("a", "n"), Node("b", "n"), Node("c", "index"))
    )
    rule = Normalisation("z_score", pooled=pooled)
    method = method_of("abc", normalisations={"n": rule})
    alternatives = Alternatives(weights=noisy_weights(structure, 5, 0.0, seed=1))
    choices = draw_choices(alternatives, 3, seed=1)
    runs = run(structure, method, inputs(rows, "abc"), alternatives, choices, "2021")
    assert runs.scores == pytest.approx(np.tile(runs.nominal, (3, 1)))
    result = compute(structure, method, inputs(rows, "abc"))
    means = (result.normalised["a"] + result.normalised["b"]) / 2
    whole = means if pooled else means.xs("2021", level=1)
    expected: Floats = ((means - whole.mean()) / whole.std()).xs("2021", level=1).to_numpy()
    assert result.scores["n"].xs("2021", level=1).to_numpy() == pytest.approx(expected)
