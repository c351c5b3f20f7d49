"""Formulas on aligned figures: the softest status, missing stays missing, zero is told."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from indicators import metrics
from indicators.metrics import indicator
from indicators.model import STATUSES
from indicators.problems import Problem, ProblemCode
from indicators.statistics.evidence import UNRANKED

if TYPE_CHECKING:
    from tests.conftest import Tiny

MORE = "indicators:\n  other: {unit: persons, pillar: networks, %s}\n"


def test_a_formula_worked_out_by_hand(tiny: Tiny) -> None:
    dataset = tiny.load()
    per_head = dataset.select("gdp_per_head", ["AAA", "BBB", "CCC"])
    assert list(zip(per_head["place"], per_head["period"], per_head["value"], strict=True)) == [
        ("AAA", "2023", 150.0),
        ("BBB", "2023", 300.0),
    ]
    assert per_head["status"].tolist() == ["reported", "provisional"]
    assert per_head["file"].tolist() == ["", ""]


def test_a_division_by_zero_in_the_data_is_told_and_makes_no_figure(tiny: Tiny) -> None:
    (problem,) = tiny.add(
        "POP,AAA,2020,total,0,persons,,,", "GDP,AAA,2020,total,1,,,,"
    ).serious_problems()
    assert problem == Problem(
        ProblemCode.FORMULA_DIVISION_BY_ZERO,
        "config.yaml",
        11,
        found="gdp / population",
        values={"indicator": "gdp_per_head", "n": 1, "place": "AAA", "period": "2020"},
        severity="warning",
    )
    assert tiny.load().select("gdp_per_head", ["AAA"])["period"].tolist() == ["2023"]


def test_several_divisions_by_zero_are_one_problem(tiny: Tiny) -> None:
    rows = [
        f"{code},AAA,{year},total,{number},,,,"
        for year in (2019, 2020, 2021)
        for code, number in (("POP", 0), ("GDP", 1))
    ]
    (problem,) = tiny.add(*rows).problems_with(ProblemCode.FORMULA_DIVISION_BY_ZERO)
    assert problem.values == {
        "indicator": "gdp_per_head",
        "n": 3,
        "place": "AAA",
        "period": "2019",
    }


def test_breakdowns_meet_their_own_kind(tiny: Tiny) -> None:
    tiny.write("data/more.yaml", MORE % "formula: 2 * population")
    dataset = tiny.add("POP,AAA,2023,sex=female,40,persons,,,").load()
    assert dataset.latest("other", "AAA", "sex=female").value == 80  # type: ignore[union-attr]
    assert dataset.latest("gdp_per_head", "AAA", "sex=female") is None


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register of metrics that forgets what a test adds."""
    monkeypatch.setattr("indicators.metrics.registry.REGISTRY", dict(metrics.load_all()))
    monkeypatch.setattr(metrics, "REGISTRY", metrics.registry.REGISTRY)


SAID = MappingProxyType(
    {"title": {"en": "Doubled", "zh": "两倍"}, "unit": "persons", "pillar": "networks"}
)


@pytest.mark.usefixtures("registered")
def test_a_function_gets_aligned_frames_and_gives_figures(tiny: Tiny) -> None:
    @indicator(**SAID)
    def doubled_people(population: pd.DataFrame) -> pd.DataFrame:
        """Twice the population."""
        assert population.index.names == ["place", "breakdown"]
        return 2 * population

    dataset = tiny.load()
    assert dataset.latest("doubled_people", "BBB").value == 6_000_000  # type: ignore[union-attr]
    assert (
        dataset.catalogue.indicators["doubled_people"].method.get("en") == "Twice the population."
    )


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    ("result", "code", "text"),
    [
        (
            lambda frame: 1 / 0,
            ProblemCode.FUNCTION_FAILED,
            "indicator broken_people could not be computed (ZeroDivisionError: division by zero)",
        ),
        (lambda frame: frame.iloc[:1], ProblemCode.FUNCTION_SHAPE, "found '(1, 2)'"),
        (lambda frame: "text", ProblemCode.FUNCTION_FAILED, "(ValueError: "),
    ],
)
def test_a_function_that_fails_leaves_the_others_alone(
    tiny: Tiny, result: object, code: ProblemCode, text: str
) -> None:
    @indicator(**SAID)
    def broken_people(population: pd.DataFrame) -> pd.DataFrame:
        """Fails."""
        return result(population)  # type: ignore[operator, no-any-return]

    dataset = tiny.load()
    (problem,) = [one for one in dataset.problems if one.severity == "error"]
    assert problem.code == code and text in str(problem)
    assert dataset.latest("gdp_per_head", "BBB").value == 300  # type: ignore[union-attr]


@pytest.mark.usefixtures("registered")
def test_a_function_counts_on_the_unit_it_was_written_for(tiny: Tiny) -> None:
    @indicator(**SAID, takes={"population": "10,000 persons"})
    def wrong_people(population: pd.DataFrame) -> pd.DataFrame:
        """Counts on another unit."""
        return population

    problems = [problem for problem in tiny.load().problems if problem.column == "wrong_people"]
    assert [problem.code for problem in problems] == [ProblemCode.METRIC_INPUT_UNIT]
    assert problems[0].values == {
        "indicator": "population",
        "expected_unit": "10,000 persons",
        "unit": "persons",
    }


def test_statuses_go_from_firm_to_soft() -> None:
    assert int(np.argmax([STATUSES.index(name) for name in ("reported", "forecast", "break")])) == 1


def test_what_cannot_be_ranked_is_softer_than_all_that_can() -> None:
    assert set(STATUSES[-len(UNRANKED) :]) == set(UNRANKED)


def test_a_figure_of_a_bound_and_a_break_is_a_bound(tiny: Tiny) -> None:
    dataset = tiny.add(
        "GDP,AAA,2021,total,1000,yuan,lower_bound,,", "POP,AAA,2021,total,10,persons,break,,"
    ).load()
    figures = dataset.select("gdp_per_head", ["AAA"]).set_index("period")
    assert figures.loc["2021", ["value", "status"]].tolist() == [100.0, "lower_bound"]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("internet_users / 2", 30),
        ("internet_users - 10", 50),
        ("100 / (100 - internet_users)", 2.5),
        ("100 - internet_users", None),
        ("90 / internet_users", None),
        ("-2 * internet_users", None),
    ],
)
def test_a_bound_that_lowers_the_result_makes_no_figure(
    tiny: Tiny, formula: str, value: float | None
) -> None:
    """More than 60 use the Internet: less than 40 do not."""
    text = f"{{unit: '% of population', pillar: networks, formula: {formula}}}"
    tiny.write("data/more.yaml", f"indicators:\n  other: {text}\n")
    tiny.add("NET,CCC,2024,total,60,% of population,lower_bound,,")
    figures = tiny.load().select("other", ["CCC"]).set_index("period")
    lost = tiny.problems_with(ProblemCode.FORMULA_UPPER_BOUND)
    if value is None:
        assert figures.index.tolist() == ["2023"]
        expected = {"indicator": "other", "n": 1, "place": "CCC", "period": "2024"}
        assert [problem.values for problem in lost] == [expected]
    else:
        assert figures.loc["2024", ["value", "status"]].tolist() == [value, "lower_bound"]
        assert not lost


@pytest.mark.usefixtures("registered")
def test_a_function_of_a_bound_is_one_where_it_rises_with_it(tiny: Tiny) -> None:
    """A bound of 2 million people: as much at least, and a rest of at most 3 million."""

    @indicator(**SAID)  # type: ignore[arg-type]
    def twice(population: pd.DataFrame) -> pd.DataFrame:
        """Twice the population."""
        return 2 * population

    @indicator(**SAID)  # type: ignore[arg-type]
    def rest(population: pd.DataFrame) -> pd.DataFrame:
        """The rest of five million."""
        return 5_000_000 - population

    dataset = tiny.add('POP,AAA,2024,total,200,"10,000 persons",lower_bound,,').load()
    figures = dataset.select("twice", ["AAA"]).set_index("period")
    assert figures.loc["2024", ["value", "status"]].tolist() == [4_000_000, "lower_bound"]
    figures = dataset.select("rest", ["AAA"]).set_index("period")
    assert figures["value"].to_dict() == {"2022": 4_000_000, "2023": 4_000_000}


def test_a_computed_figure_has_fifteen_digits_at_most(tiny: Tiny) -> None:
    """90 * 1.1 is 99.00000000000001 in binary."""
    tiny.change("config.yaml", "unit: yuan per person", "unit: '% of population'")
    tiny.change("config.yaml", "formula: gdp / population", "formula: internet_users * 1.1")
    assert tiny.load().latest("gdp_per_head", "BBB").value == 99  # type: ignore[union-attr]


def test_nothing_is_computed_from_a_zero_that_was_rounded_to(tiny: Tiny) -> None:
    tiny.change("data/world/facts.csv", "GDP,AAA,2023,total,1.5,", "GDP,AAA,2023,total,0,")
    assert tiny.load().latest("gdp_per_head", "AAA").value == 0  # type: ignore[union-attr]
    tiny.change("data/world/facts.yaml", "unit: yuan", "unit: yuan\n    rounding: 100000000")
    dataset = tiny.load()
    assert dataset.latest("gdp_per_head", "AAA") is None
    assert dataset.latest("gdp", "AAA").value == 0  # type: ignore[union-attr]
