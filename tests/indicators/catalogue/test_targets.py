"""Targets in a .yaml: every key, and every way of getting one wrong with its line."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest

from indicators.analysis.standing import standing, verdict
from indicators.catalogue import sections
from indicators.catalogue.yaml_nodes import Validator, parse_yaml
from indicators.model import Group, Pillar, Place, Target, Text, Unit
from indicators.periods import is_period
from indicators.problems import Problem, ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.yaml"
SHORT = 'target: {"2025": 70}'
COLUMN = "indicators.internet_users.target[1]"


def with_target(tiny: Tiny, text: str) -> Tiny:
    return tiny.change(FACTS, SHORT, f"target: {text}")


def targets(tiny: Tiny, indicator: str = "internet_users") -> tuple[Target, ...]:
    return tiny.load().catalogue.indicators[indicator].targets


def of_targets(tiny: Tiny) -> list[Problem]:
    """The problems of loading that are about targets, notices as well."""
    return [problem for problem in tiny.load().problems if "target" in problem.column]


def brief(problem: Problem) -> tuple[str, str, str, str, int | None]:
    place = problem.column, problem.found
    return (str(problem.code), problem.severity, *place, problem.line)


def test_every_key_of_a_target(tiny: Tiny) -> None:
    with_target(
        tiny,
        "[{period: 2030, value: [80, 90], place: BBB, base: {period: 2022, value: 78}, "
        "method: logistic, source: Parliament, document: Plan, url: 'https://a.example'}]",
    )
    (target,) = targets(tiny)
    assert (target.period, target.value, target.upper, target.place) == ("2030", 80, 90, "BBB")
    assert (target.base_period, target.base_value, target.method) == ("2022", 78, "logistic")
    words = (target.source.get("en"), target.document.get("en"), target.url)
    assert words == ("Parliament", "Plan", "https://a.example")
    assert of_targets(tiny) == []


def test_the_short_form_takes_ranges_too(tiny: Tiny) -> None:
    with_target(tiny, "{2025: 70, 2030: [80, 90]}")
    assert [(one.period, one.value, one.upper, one.scope) for one in targets(tiny)] == [
        ("2025", 70, None, 2),
        ("2030", 80, 90, 2),
    ]


def test_the_target_of_a_group_is_that_of_its_members(tiny: Tiny) -> None:
    tiny.change("config.yaml", "places: [AAA, BBB, CCC]", "places: [AAA, CCC]")
    with_target(tiny, "[{period: 2030, value: 80, group: friends}]")
    entry = tiny.load().catalogue.indicators["internet_users"]
    (target,) = entry.targets
    assert (target.group, target.members, target.scope) == ("friends", ("AAA", "CCC"), 1)
    assert entry.targets_for("AAA") == entry.targets
    assert entry.targets_for("BBB") == ()


def test_of_several_targets_the_open_one_is_judged_and_all_are_listed(tiny: Tiny) -> None:
    with_target(tiny, "[{period: 2023, value: 85, place: BBB}, {period: 2030, value: 95}]")
    dataset = tiny.load()
    found = standing(dataset, "internet_users", "BBB")
    assert found is not None
    assert [target.period for target in found.targets] == ["2023", "2030"]
    for today, period in ((date(2023, 6, 1), "2023"), (date(2024, 6, 1), "2030")):
        progress = verdict(dataset, found, today)
        assert progress is not None and progress.target is not None
        assert progress.target.period == period


def test_a_target_may_be_in_the_unit_of_its_plan(tiny: Tiny) -> None:
    target = (
        "target: [{period: 2030, value: [2.5, 3], unit: 100 million yuan, place: BBB, "
        "base: {period: 2022, value: 1.1}}]"
    )
    tiny.change(FACTS, "code: GDP\n", f"code: GDP\n    {target}\n")
    (found,) = targets(tiny, "gdp")
    assert (found.value, found.upper, found.base_value) == (250_000_000, 300_000_000, 110_000_000)
    assert of_targets(tiny) == []


FAULTS = [
    # what stands there, the code, its column and what was found; the target is left out
    ("{period: 2030, value: 90 %}", "target_value_with_unit", ".value", "90 %"),
    ("{period: 2030, value: '26 per 10,000'}", "target_value_with_unit", ".value", "26 per 10,000"),
    ("{period: 2030, value: 90, unit: persons}", "target_in_other_unit", ".unit", "persons"),
    ("{period: 2030, value: 90, unit: person}", "unit_undefined", ".unit", "person"),
    ("{period: 2030, value: [70, 80, 90]}", "target_range_expected", ".value", ""),
    ("{period: 2030, value: [70]}", "target_range_expected", ".value", ""),
    ("{period: 2030, value: [70, many]}", "not_a_number", ".value[2]", "many"),
    ("{period: 2030, value: 9, place: AAA, group: friends}", "target_place_and_group", "", ""),
    ("{period: 2030, value: 9, group: freinds}", "id_undefined", ".group", "freinds"),
    ("{period: 2030, value: 9, place: AAB}", "place_undefined", ".place", "AAB"),
    ("{period: 2020, value: 90, base: 2025}", "target_before_base", ".period", "2020"),
    ("{period: 2025, value: 90, base: 2025}", "target_before_base", ".period", "2025"),
]


@pytest.mark.parametrize(("text", "code", "key", "found"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_faulty_target_is_left_out(
    tiny: Tiny, text: str, code: str, key: str, found: str
) -> None:
    with_target(tiny, f"[{text}]")
    assert [brief(problem) for problem in of_targets(tiny)] == [
        (code, "error", COLUMN + key, found, 15)
    ]
    assert targets(tiny) == ()


OTHER_WAYS = [
    # what stands there, the code, severity, key and found; the target stands with this value
    ("{period: 2030, value: [90, 80]}", "target_range_reversed", "warning", ".value", "90, 80"),
    ("{period: 2030, value: 80, base: soon}", "not_a_period", "error", ".base", "soon"),
    ("{period: 2030, value: 80, base: {value: 5}}", "not_a_period", "error", ".base", ""),
    (
        "{period: 2030, value: 80, method: linaer}",
        "value_not_allowed",
        "error",
        ".method",
        "linaer",
    ),
    (
        "{period: 2030, value: 80, place: BBB, base: {period: 2020, value: 85}}",
        "target_met_at_base",
        "warning",
        ".value",
        "80",
    ),
    (
        "{period: 2030, value: 80, base: {period: 2020, value: 25}}",
        "target_base_of_many",
        "warning",
        ".base",
        "",
    ),
]


@pytest.mark.parametrize(
    ("text", "code", "severity", "key", "found"), OTHER_WAYS, ids=[row[0] for row in OTHER_WAYS]
)
def test_a_fault_that_leaves_the_target_standing(
    tiny: Tiny, text: str, code: str, severity: str, key: str, found: str
) -> None:
    with_target(tiny, f"[{text}]")
    assert [brief(problem) for problem in of_targets(tiny)] == [
        (code, severity, COLUMN + key, found, 15)
    ]
    assert [target.value for target in targets(tiny)] == [80]


@pytest.mark.parametrize("text", ["method: logistic, value: 100", "method: compound, value: 0"])
def test_a_method_that_cannot_judge_the_target_gives_way_to_the_default(
    tiny: Tiny, text: str
) -> None:
    with_target(tiny, f"[{{period: 2030, place: BBB, {text}}}]")
    (problem,) = of_targets(tiny)
    assert (problem.code, problem.severity) == (ProblemCode.TARGET_METHOD_UNFIT, "warning")
    assert [target.method for target in targets(tiny)] == [""]


def test_the_logistic_curve_is_for_shares(tiny: Tiny) -> None:
    target = "target: [{period: 2030, value: 90, method: logistic, place: AAA}]"
    tiny.change(FACTS, "code: POP\n", f"code: POP\n    {target}\n")
    (problem,) = tiny.problems_with(ProblemCode.TARGET_METHOD_UNFIT)
    assert problem.column == "indicators.population.target[1].method"


@pytest.mark.parametrize("value", ["0.9", "1", "120"])
def test_a_share_of_another_size_than_its_figures_is_reported(tiny: Tiny, value: str) -> None:
    with_target(tiny, f"[{{period: 2030, value: {value}}}]")
    (problem,) = of_targets(tiny)
    assert (problem.code, problem.severity, problem.line) == (
        ProblemCode.TARGET_OUTSIDE_FIGURES,
        "warning",
        15,
    )
    assert (problem.values["low"], problem.values["high"]) == ("30", "90")
    assert problem.values["unit"] == "% of population"
    assert len(targets(tiny)) == 1


@pytest.mark.parametrize("value", ["2", "100"])
def test_a_share_of_the_size_of_its_figures_is_not(tiny: Tiny, value: str) -> None:
    with_target(tiny, f"[{{period: 2030, value: {value}}}]")
    assert of_targets(tiny) == []


@pytest.mark.parametrize(
    ("value", "count"), [("2", 1), ("150_000", 1), ("150_001", 0), ("1.04e12", 0), ("1.05e12", 1)]
)
def test_an_amount_a_thousand_times_its_figures_is_reported(
    tiny: Tiny, value: str, count: int
) -> None:
    # Alpha 150 million yuan, the world 1050 million: a thousandth of one, a thousand of the other
    tiny.change(FACTS, "code: GDP\n", f"code: GDP\n    target: {{2030: {value}}}\n")
    assert len(tiny.problems_with(ProblemCode.TARGET_OUTSIDE_FIGURES)) == count


def test_a_target_met_at_the_base_of_the_series_is_reported(tiny: Tiny) -> None:
    with_target(tiny, "[{period: 2030, value: 75, place: BBB, base: 2022}]")
    (problem,) = of_targets(tiny)
    assert (problem.code, problem.found, problem.values["base"]) == (
        ProblemCode.TARGET_MET_AT_BASE,
        "75",
        "2022",
    )


def test_a_base_before_a_break_is_reported(tiny: Tiny) -> None:
    with_target(tiny, "[{period: 2030, value: 75, place: AAA, base: 2022}]")
    problem, unjudged = of_targets(tiny)
    assert unjudged.code == ProblemCode.TARGET_AFTER_BREAK
    assert (problem.code, problem.severity, problem.found) == (
        ProblemCode.TARGET_BASE_BEFORE_BREAK,
        "notice",
        "2022",
    )
    assert problem.values["later"] == "2023"


def test_a_base_without_a_figure_is_reported(tiny: Tiny) -> None:
    with_target(tiny, "[{period: 2030, value: 95, place: BBB, base: 2020}]")
    (problem,) = of_targets(tiny)
    assert (problem.code, problem.severity) == (ProblemCode.TARGET_BASE_WITHOUT_FIGURE, "notice")
    with_value = "value: 95, place: BBB, base: {period: 2020, value: 70}"
    tiny.change(FACTS, "value: 95, place: BBB, base: 2020", with_value)
    assert of_targets(tiny) == []


def test_a_group_without_figures_is_reported(tiny: Tiny) -> None:
    places = (tiny.data / "places.csv").read_text()
    tiny.write("data/places.csv", places + "DDD,Delta,丁国,country,WLD,,,,\n")
    tiny.change("config.yaml", "groups:\n", "groups:\n  others: {places: [DDD]}\n")
    with_target(tiny, "[{period: 2030, value: 95, group: others}]")
    (problem,) = of_targets(tiny)
    assert (problem.code, problem.found) == (
        ProblemCode.TARGET_PLACE_WITHOUT_FIGURES,
        "others",
    )


ODD_VALUES = [
    "",
    "0",
    "-3",
    "0.9",
    "1e400",
    ".nan",
    "true",
    "'x'",
    "[]",
    "[1]",
    "[[1], 2]",
    "[2, 1]",
    "{}",
    "{a: 1}",
    "{period: x, value: [1]}",
    "{value: 5}",
    "2030",
    "AAA",
    "friends",
    "[AAA]",
    "persons",
    "logistic",
]


@pytest.mark.parametrize("key", sections.TARGET_KEYS)
@pytest.mark.parametrize("value", ODD_VALUES)
def test_a_target_with_an_odd_value_holds_for_nobody_else_than_it_says(
    key: str, value: str
) -> None:
    items = {"period": "2030", "value": "90"}
    items |= {key: value}
    text = ", ".join(f"{name}: {item}" for name, item in items.items())
    share = Unit("%", "%", kind="share")
    references = sections.References(
        {"%": share, "persons": Unit("persons", "persons")},
        {"p": Pillar("p", Text())},
        {},
        (),
        {"AAA": Place("AAA", Text(), "country")},
        {"friends": Group("friends", Text(), "peers", "country", ("AAA",))},
    )
    faults = Validator()
    node = parse_yaml(f"{{unit: '%', pillar: p, target: [{{{text}}}]}}", "a.yaml")
    entry = sections.indicator("users", node, references, "a.csv", faults)
    assert entry is not None
    for target in entry.targets:
        assert is_period(target.period) and math.isfinite(target.value)
        assert target.upper is None or target.upper > target.value
        is_for_all = key not in ("place", "group") or not value
        assert (target.scope == 2) == is_for_all
    assert len(entry.targets) == 1 or faults.problems
