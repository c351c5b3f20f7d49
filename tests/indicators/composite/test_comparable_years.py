"""In which years scores compare, and how much of the weight must be there; worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators.composite.comparable_years import comparable_years
from indicators.composite.engine import Inputs, compute
from indicators.composite.imputation import Imputation
from indicators.composite.method import Method
from indicators.composite.structure import Node, Structure

TREE = Structure(
    (
        Node("index"),
        Node("first", "index"),
        Node("a", "first"),
        Node("second", "index"),
        Node("b", "second"),
    )
)
UNITS = ["U1", "U2", "U3", "U4", "U5", "U6"]


def inputs(figures: dict[tuple[str, str], int]) -> Inputs:
    """The first so many units have a figure of an indicator in a year."""
    years = ["2020", "2021", "2022", "2023"]
    index = pd.MultiIndex.from_product([UNITS, years], names=["place", "period"])
    data = pd.DataFrame(np.nan, index=index, columns=["a", "b"])
    for (indicator, year), count in figures.items():
        for position in range(count):
            data.loc[(UNITS[position], year), indicator] = 10.0 + position
    return Inputs(data)


def years_of(figures: dict[tuple[str, str], int], method: Method) -> dict[str, tuple[str, ...]]:
    return comparable_years(compute(TREE, method, inputs(figures)))


def test_a_year_needs_every_indicator() -> None:
    years = years_of({("a", "2020"): 6, ("a", "2021"): 6, ("b", "2021"): 6}, Method())
    assert years["first"] == ("2020", "2021")
    assert years["index"] == years["second"] == ("2021",)


def test_a_carried_year_needs_something_observed() -> None:
    method = Method(imputation=Imputation("latest", max_age=2))
    figures = {("a", "2020"): 6, ("a", "2021"): 6, ("b", "2020"): 6}
    years = years_of(figures, method)
    assert years["index"] == ("2020", "2021")
    assert years["second"] == ("2020",), "2021 and 2022 would be carried figures alone"


@pytest.mark.parametrize(("count", "years"), [(5, ("2020", "2021")), (4, ("2020",))])
def test_a_year_needs_five_scores(count: int, years: tuple[str, ...]) -> None:
    assert years_of({("a", "2020"): 6, ("a", "2021"): count}, Method())["first"] == years


def test_an_indicator_of_fewer_than_five_units_does_not_count() -> None:
    years = years_of({("a", "2020"): 6, ("b", "2021"): 4}, Method())
    assert years["second"] == ()
    assert years["index"] == ("2020",)


@pytest.mark.parametrize(("coverage", "has_score"), [(0.0, True), (0.5, True), (0.51, False)])
def test_coverage_is_of_the_weight_of_the_index(coverage: float, has_score: bool) -> None:
    result = compute(TREE, Method(coverage=coverage), inputs({("a", "2020"): 6}))
    score = result.scores.at[("U1", "2020"), "index"]
    assert bool(np.isfinite(score)) == has_score
    assert np.isfinite(result.scores.at[("U1", "2020"), "first"]), "fields keep theirs"
