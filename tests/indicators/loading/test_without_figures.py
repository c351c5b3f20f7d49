"""What is declared and finds nothing: an indicator, a formula, a group, a target, an alias; each is
told where it is declared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.problems import Problem, ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny


def with_code(tiny: Tiny, code: ProblemCode) -> list[Problem]:
    return [problem for problem in tiny.load().problems if problem.code == code]


def told(tiny: Tiny, word: str) -> list[Problem]:
    return [problem for problem in tiny.load().problems if word in problem.message()]


def test_a_code_that_no_row_has_is_told_at_its_declaration(tiny: Tiny) -> None:
    tiny.change("data/world/facts.yaml", "code: NET\n", "code: NTE\n")
    (problem,) = tiny.problems_with(ProblemCode.SERIES_NOT_FOUND)
    assert (problem.file, problem.line, problem.column, problem.found) == (
        "world/facts.yaml",
        7,
        "code",
        "NTE",
    )
    assert problem.severity == "warning"
    assert problem.values == {
        "indicator": "internet_users",
        "data_file": "world/facts.csv",
        "n": 3,
        "series": ("NET", "POP", "GDP"),
    }


def test_so_is_one_in_a_publishers_file(tiny: Tiny) -> None:
    tiny.write(
        "data/bank.csv",
        '"Country Name","Country Code","Indicator Name","Indicator Code","2020","2021"\n'
        '"Aland","AAA","People online","T.NET","1","2"\n',
    )
    tiny.write(
        "data/bank.yaml",
        "indicators:\n  online:\n    unit: persons\n    pillar: networks\n    code: T.NAT\n"
        "  others:\n    unit: persons\n    pillar: networks\n    code: T.NAT2\n    also: T.NET\n",
    )
    problems = tiny.problems_with(ProblemCode.SERIES_NOT_FOUND)
    assert [(problem.file, problem.line, problem.found) for problem in problems] == [
        ("bank.yaml", 2, "T.NAT")
    ]
    assert problems[0].values["series"] == ("T.NET", "People online")


def test_one_whose_rows_are_all_empty_is_told(tiny: Tiny) -> None:
    text = (tiny.data / "world/facts.csv").read_text()
    tiny.write(
        "data/world/facts.csv",
        "".join(line for line in text.splitlines(keepends=True) if not line.startswith("NET,")),
    )
    tiny.add("NET,AAA,2022,total,,% of population,,,", "NET,AAA,2023,total,,% of population,,,")
    (problem,) = tiny.problems_with(ProblemCode.NO_USABLE_ROW, ProblemCode.SERIES_NOT_FOUND)
    assert problem.code == ProblemCode.NO_USABLE_ROW
    assert (problem.file, problem.line, problem.found) == ("world/facts.yaml", 7, "NET")


def test_many_series_are_named_up_to_a_number(tiny: Tiny) -> None:
    tiny.change("data/world/facts.yaml", "code: NET\n", "code: ZZZ\n")
    tiny.add(*(f"S{number},AAA,2022,total,1,persons,,," for number in range(500)))
    (problem,) = tiny.problems_with(ProblemCode.SERIES_NOT_FOUND)
    assert problem.values["n"] == 503
    assert problem.values["series"][:4] == ("NET", "POP", "GDP", "S0")  # type: ignore[index]
    assert len(problem.expected()) < 600


def test_a_formula_without_a_common_period_is_told(tiny: Tiny) -> None:
    text = (tiny.data / "world/facts.csv").read_text()
    tiny.write(
        "data/world/facts.csv",
        "".join(line for line in text.splitlines(keepends=True) if not line.startswith("GDP,")),
    )
    tiny.add("GDP,AAA,1907,total,5,yuan,,,")
    problems = tiny.problems_with(ProblemCode.INPUTS_WITHOUT_OVERLAP)
    assert [(problem.file, problem.found) for problem in problems] == [
        ("config.yaml", "gdp / population")
    ]
    assert problems[0].line


@pytest.mark.parametrize(
    ("new", "code", "column", "found"),
    [
        ("places: []", ProblemCode.GROUP_EMPTY, "groups.friends", ""),
        ("parent: XXX", ProblemCode.PLACE_UNDEFINED, "groups.friends.parent", "XXX"),
    ],
)
def test_a_group_without_members_is_reported(
    tiny: Tiny, new: str, code: ProblemCode, column: str, found: str
) -> None:
    tiny.change("config.yaml", "places: [AAA, BBB, CCC]", new)
    (problem,) = with_code(tiny, code)
    assert (problem.file, problem.line, problem.column, problem.found) == (
        "config.yaml",
        6,
        column,
        found,
    )
    assert problem.severity == "warning"


def test_a_target_of_a_place_without_figures_is_told(tiny: Tiny) -> None:
    tiny.change(
        "data/world/facts.yaml",
        'target: {"2025": 70}',
        'target: [{period: "2030", value: 9, place: DDD}]',
    )
    text = (tiny.data / "places.csv").read_text().rstrip("\n")
    header = text.splitlines()[0].split(",")
    row = {"place": "DDD", "level": "country", "name_en": "Dland", "aliases": "Aland"}
    tiny.write(
        "data/places.csv", text + "\n" + ",".join(row.get(name, "") for name in header) + "\n"
    )
    (problem,) = tiny.problems_with(ProblemCode.TARGET_PLACE_WITHOUT_FIGURES)
    assert (problem.file, problem.line, problem.found) == ("world/facts.yaml", 15, "DDD")


def test_an_alias_of_two_places_is_told(tiny: Tiny) -> None:
    text = (tiny.data / "places.csv").read_text().rstrip("\n")
    header = text.splitlines()[0].split(",")
    rows = [
        {
            "place": code,
            "level": "country",
            "name_en": code,
            "aliases": "Bothland",
            "groups": "nobody",
        }
        for code in ("DDD", "EEE")
    ]
    lines = [",".join(row.get(name, "") for name in header) for row in rows]
    tiny.write("data/places.csv", "\n".join([text, *lines]) + "\n")
    (problem,) = with_code(tiny, ProblemCode.ALIAS_TAKEN)
    assert (problem.file, problem.found) == ("places.csv", "Bothland")
    assert problem.values == {"place": "EEE", "other": "DDD"}
    (problem,) = with_code(tiny, ProblemCode.GROUP_UNDEFINED)
    assert problem.found == "nobody" and problem.values["place"] == "DDD"
