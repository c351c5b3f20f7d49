"""Steps of an index on figures that a person worked out, and figures that are no good."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.composite.aggregation import Aggregation, aggregate
from indicators.composite.engine import IndexResult, Inputs, aggregate_table, compute
from indicators.composite.imputation import Imputation, impute
from indicators.composite.method import Method
from indicators.composite.normalisation import Goalposts, Normalisation
from indicators.composite.outliers import OutlierTreatment, treat
from indicators.composite.results import availability, change, contributions, standing_among
from indicators.composite.scenarios import (
    change_figures,
    figure_needed,
    score_needed,
    steps_made,
)
from indicators.composite.screening import Screening, screen
from indicators.composite.structure import Node, Structure
from indicators.composite.uncertainty import (
    Alternatives,
    draw_choices,
    noisy_weights,
    pair_probability,
    rank_frequencies,
    rank_statistics,
    run,
    top_probability,
)
from indicators.composite.weights import (
    benefit_of_doubt,
    budget,
    critic,
    derive,
    entropy,
    with_weights,
)
from indicators.composite.weights import pairwise as weights_of_pairs
from indicators.problems import ProblemCode

TREE = Structure(
    (
        Node("index"),
        Node("access", "index"),
        Node("internet", "access"),
        Node("price", "access"),
        Node("skills", "index"),
        Node("graduates", "skills"),
    )
)
FIGURES = {  # internet, price (less is better), graduates
    ("A", "2020"): (90.0, 2.0, 30.0),
    ("B", "2020"): (50.0, 4.0, 50.0),
    ("C", "2020"): (10.0, 6.0, 10.0),
    ("A", "2021"): (90.0, 2.0, 40.0),
    ("B", "2021"): (70.0, 4.0, 50.0),
    ("C", "2021"): (10.0, math.nan, 10.0),
}
METHOD = Method(directions={"price": -1})


def inputs(figures: dict[tuple[str, str], tuple[float, ...]] = FIGURES) -> Inputs:
    index = pd.MultiIndex.from_tuples(list(figures), names=["place", "period"])
    return Inputs(pd.DataFrame(figures.values(), index=index, columns=list(TREE.indicators)))


@pytest.fixture(scope="module")
def result() -> IndexResult:
    return compute(TREE, METHOD, inputs())


def test_scores_over_all_years_by_hand(result: IndexResult) -> None:
    # B 2020: internet (50-10)/80 = 50, price (6-4)/4 = 50, graduates (50-10)/40 = 100
    assert result.normalised.loc[("B", "2020")].tolist() == [50, 50, 100]
    assert result.scores.loc[("B", "2020"), ["access", "index"]].tolist() == [50, 75]
    # A 2020: 100, 100, 50; C 2021 has no price: access is internet alone
    assert result.scores.loc[("A", "2020"), "index"] == 75
    assert result.scores.loc[("C", "2021"), "index"] == 0
    # 75 and 75 tie in 2020 with the least rank
    assert result.ranks["index"].tolist() == [1, 1, 3, 1, 2, 3]
    assert availability(result).loc[("C", "2021"), "index"] == pytest.approx(0.75)
    assert result.problems == ()


def test_why_it_changed_sums_to_the_change(result: IndexResult) -> None:
    table = change(result, "index", "B", "2020", "2021")
    # internet 50 -> 75, a quarter of the index; nothing else changed
    assert table["effect"].round(9).tolist() == [6.25, 0, 0]
    lost = change(result, "index", "C", "2020", "2021")
    assert lost["kind"].tolist() == ["figure", "missing", "figure"]
    parts = contributions(result, "index", "B", "2021")
    assert parts.sum() == pytest.approx(result.scores.loc[("B", "2021"), "index"])


def test_among_peers(result: IndexResult) -> None:
    table = standing_among(result, "B", "2021", ["A", "C"])
    assert table.loc["graduates", ["score", "rank", "peers", "median"]].tolist() == [100, 1, 3, 75]
    assert table.index[0] == "graduates"


def test_what_it_takes(result: IndexResult) -> None:
    # 2021: A = (100 + 75) / 2 = 87.5; B = ((75 + 50) / 2 + 100) / 2 = 81.25
    needed = score_needed(result, "index", "B", "2021", 1)
    assert needed == 87.5
    # access must be 75, so internet 100: 90; or the price 75: 3
    assert figure_needed(result, "index", "B", "2021", "price", needed) == pytest.approx(3.0)
    assert figure_needed(result, "index", "B", "2021", "internet", needed) == pytest.approx(90.0)
    assert math.isnan(figure_needed(result, "index", "B", "2021", "graduates", needed))
    changed = change_figures(result, {("B", "2021", "internet"): 90.0})
    assert changed.scores.loc[("B", "2021"), "index"] == 87.5
    assert changed.scores.loc[("A", "2021"), "index"] == 87.5  # nobody else moves
    weighted = with_weights(result.structure, {"skills": 3})
    scores = aggregate_table(result.normalised, weighted, result.method)
    assert scores.loc[("B", "2021"), "index"] == (62.5 + 3 * 100) / 4
    steps = steps_made(result, "internet", 50, 70, 5, "2021")
    assert steps["place"].tolist() == ["B"]
    assert steps["change"].tolist() == [20]


def test_figures_that_say_nothing_are_reported() -> None:
    figures = {
        ("A", "2020"): (5.0, math.nan, math.inf),
        ("B", "2020"): (5.0, math.nan, 2.0),
    }
    found = compute(TREE, METHOD, inputs(figures))
    codes = {(problem.code, problem.column) for problem in found.problems}
    assert codes == {
        (ProblemCode.INDEX_FEW_UNITS, ""),
        (ProblemCode.INDEX_INDICATOR_CONSTANT, "internet"),
        (ProblemCode.INDEX_INDICATOR_EMPTY, "price"),
        (ProblemCode.INDEX_INFINITE, "graduates"),
        (ProblemCode.INDEX_INDICATOR_SINGLE, "graduates"),
        (ProblemCode.INDEX_NO_SCORE, ""),
    }
    assert found.scores["index"].isna().all()


def test_a_geometric_mean_of_negative_values_is_missing_and_said_so() -> None:
    method = replace(
        METHOD,
        normalisation=Normalisation("z_score"),
        aggregation=Aggregation("geometric"),
    )
    found = compute(TREE, method, inputs())
    assert ProblemCode.INDEX_NEGATIVE_VALUES in {problem.code for problem in found.problems}
    assert found.scores.loc[("C", "2020")].isna()["index"]


def test_a_power_mean_takes_no_negative_values() -> None:
    # the square of -3 is that of 3: a mean of squares would take one for the other
    values = np.array([[-3.0, 3.0], [0.0, 4.0], [1.0, 7.0]])
    weights = np.ones(2)
    squares = aggregate(values, weights, Aggregation("power", power=2))
    assert squares.tolist() == pytest.approx([math.nan, math.sqrt(8), 5], nan_ok=True)
    inverse = aggregate(values, weights, Aggregation("power", power=-1))
    assert inverse.tolist() == pytest.approx([math.nan, math.nan, 1.75], nan_ok=True)
    method = replace(METHOD, normalisation=Normalisation("z_score"))
    computed = compute(TREE, replace(method, aggregation=Aggregation("power")), inputs())
    codes = {problem.code for problem in computed.problems}
    assert ProblemCode.INDEX_NEGATIVE_VALUES in codes


def test_too_few_units_give_no_weights() -> None:
    one_unit = np.array([[1.0, 2.0], [math.nan, 3.0], [2.0, math.nan]])
    for rule in ("pca", "critic", "correlation"):
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert derive(one_unit, rule) is None


def test_goalposts_with_logs_clipped_or_not_and_less_is_better() -> None:
    posts = {
        "internet": Goalposts(1, 100, log=True),
        "price": Goalposts(0, 4),
        "graduates": Goalposts(0, 20, clip=False),
    }
    method = replace(METHOD, normalisation=Normalisation("goalposts", (0, 1), goalposts=posts))
    found = compute(TREE, method, inputs()).normalised
    assert found.loc[("C", "2020")].tolist() == [pytest.approx(0.5), 0, 0.5]
    assert found.loc[("B", "2020"), "graduates"] == 2.5


def test_imputation_changes_no_observed_figure_and_remembers_the_year() -> None:
    data = inputs().data
    latest = impute(data, Imputation("latest", max_age=1))
    assert latest.data.loc[("C", "2021"), "price"] == 6
    assert latest.origin.loc[("C", "2021"), "price"] == 2020
    assert int(latest.mask.to_numpy().sum()) == 1
    assert latest.data[data.notna()].equals(data)
    means = impute(data, Imputation("group_mean"), {"A": "x", "C": "x", "B": "y"})
    assert means.data.loc[("C", "2021"), "price"] == 2
    alone = impute(data, Imputation("group_mean"), {"A": "x", "B": "x"})
    assert math.isnan(alone.data.loc[("C", "2021"), "price"])
    years = {
        ("A", str(year)): (value, 1.0, 1.0)
        for year, value in {2010: 1.0, 2011: math.nan, 2012: math.nan, 2014: 5.0}.items()
    }
    linear = impute(inputs(years).data, Imputation("linear")).data["internet"].tolist()
    assert linear == [1, 2, 3, 5]
    nearest = impute(inputs(years).data, Imputation("nearest", max_age=1)).data["internet"]
    assert nearest.tolist()[:2] == [1, 1] and math.isnan(nearest.tolist()[2])


def test_screening_counts_what_is_there() -> None:
    table = screen(inputs().data, Screening(available=0.9, included=("A",), excluded=("B",)))
    assert table["included"].tolist() == [True, False, True, True, False, False]
    assert table.loc[("C", "2021"), "available"] == pytest.approx(2 / 3)
    assert table.loc[("B", "2020"), "reason"] == "excluded"


def test_outliers_by_hand_and_their_guards() -> None:
    values = np.array([*range(1, 21), 400.0])
    treated = treat(values, OutlierTreatment())
    assert (treated.outcome, treated.winsorised) == ("winsorised", 1)
    assert treated.values[-1] == 20
    twins = treat(np.array([*range(1, 21), 400.0, 400.0]), OutlierTreatment(kurtosis=3))
    assert twins.values[-2:].tolist() == [20, 20]
    assert twins.winsorised == 1  # two figures that tie are one value
    constant = treat(np.array([3.0, 3.0, 3.0, math.nan]), OutlierTreatment())
    assert constant.outcome == "constant"
    assert treat(np.array([1.0, 900.0]), OutlierTreatment()).outcome == "as_is"
    logs = treat(np.array([*range(1, 21), 4e3, 4e4, 4e5]), OutlierTreatment(winsorised=1))
    assert logs.outcome in ("transformed", "failed")
    assert np.argsort(logs.values).tolist() == list(range(23))


@pytest.mark.parametrize("rule", ["shifted", "gii", "box_cox"])
@pytest.mark.parametrize("sign", [1, -1])
def test_logs_keep_the_order(rule: str, sign: int) -> None:
    values = 1100 + sign * np.array([2.0, 3.0, 5.0, 8.0, 1000.0])
    treated = treat(values, OutlierTreatment(skewness=1, kurtosis=1, winsorised=0, log=rule))  # type: ignore[arg-type]
    assert np.argsort(treated.values).tolist() == np.argsort(values).tolist()
    assert abs(treated.after[0]) < abs(treated.before[0])


def test_weights_from_experts_and_from_data() -> None:
    assert budget(np.array([[50, 50], [10, 30]])).tolist() == [0.375, 0.625]
    weights, ratio = weights_of_pairs(np.array([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]]))
    assert weights.tolist() == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert ratio == pytest.approx(0, abs=1e-9)
    assert entropy(np.array([[1.0, 1.0], [1.0, 3.0]])).tolist() == pytest.approx([0, 1])
    # two columns that mirror each other: equal contrast, equal conflict
    assert critic(np.array([[0.0, 9.0], [5.0, 4.0], [9.0, 0.0]])).tolist() == pytest.approx(
        [0.5, 0.5]
    )
    scores, best = benefit_of_doubt(np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]]))
    # the third unit's best weights are 0.2 and 0.2: 4 x 0.2 + 1 x 0.2 = 1
    assert scores.tolist() == pytest.approx([1, 1, 0.8])
    assert best[2].tolist() == pytest.approx([0.2, 0.2])


def test_copeland_counts_pairs() -> None:
    values = np.array([[3.0, 3.0], [2.0, 4.0], [1.0, 1.0]])
    scores = aggregate(values, np.array([0.6, 0.4]), Aggregation("copeland"))
    assert scores.tolist() == [2, 0, -2]


def test_runs_rank_as_the_choices_say() -> None:
    alternatives = Alternatives(weights=noisy_weights(TREE, 20, 0.5, seed=7), removed=("", "price"))
    choices = draw_choices(alternatives, 400, seed=7)
    runs = run(TREE, METHOD, inputs(), alternatives, choices)
    assert runs.units == ("A", "B", "C")
    assert runs.nominal.tolist() == [87.5, 81.25, 0]
    assert rank_frequencies(runs).loc["C", 3] == 1
    assert top_probability(runs, 3).tolist() == [1, 1, 1]
    pairs = pair_probability(runs)
    assert pairs.loc["A", "B"] + pairs.loc["B", "A"] == pytest.approx(1)
    assert pairs.loc["A", "C"] == 1
    again = run(TREE, METHOD, inputs(), alternatives, draw_choices(alternatives, 400, seed=7))
    assert np.array_equal(runs.scores, again.scores)


def test_the_nominal_rank_is_rounded_as_those_of_the_runs() -> None:
    # 87.5 and 81.25 both are 100 when rounded to hundreds
    alternatives = Alternatives(removed=("",))
    choices = draw_choices(alternatives, 3, seed=1)
    runs = run(TREE, replace(METHOD, rank_digits=-2), inputs(), alternatives, choices)
    assert rank_statistics(runs)["nominal"].tolist() == [1, 1, 3]
    assert rank_statistics(runs)["mean"].tolist() == [1, 1, 3]


def test_runs_have_the_weights_that_the_method_makes() -> None:
    given_weights = with_weights(TREE, {"access": 3.0, "graduates": 2.0})
    method = replace(METHOD, weights="equal")
    alternatives = Alternatives(removed=("",))
    runs = run(given_weights, method, inputs(), alternatives, draw_choices(alternatives, 1, seed=1))
    # with the given weights A would have 3/4 of 100 and 1/4 of 75
    assert runs.nominal.tolist() == [87.5, 81.25, 0]
    assert runs.scores.tolist() == [[87.5, 81.25, 0]]


@given(
    st.lists(st.floats(0.1, 100), min_size=2, max_size=6),
    st.lists(st.floats(0.1, 5), min_size=6, max_size=6),
)
def test_means_lie_between_the_least_and_the_greatest_in_their_order(
    values: list[float], weights: list[float]
) -> None:
    row, weight = np.array([values]), np.array(weights[: len(values)])
    means = [
        float(aggregate(row, weight, Aggregation(rule))[0])
        for rule in ("minimum", "harmonic", "geometric", "arithmetic")
    ]
    assert all(a <= b * (1 + 1e-9) for a, b in pairwise(means))
    assert means[-1] <= max(values) * (1 + 1e-9)
