"""`was`: an indicator's old ids go on working, with a notice of the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators import metrics
from indicators.metrics import registry
from indicators.problems import Problem, ProblemCode

if TYPE_CHECKING:
    import pandas as pd

    from tests.conftest import Tiny

FACTS = "data/world/facts.yaml"


def rename_gdp(tiny: Tiny) -> Tiny:
    """Call `gdp` `output` from now on."""
    return tiny.change(FACTS, "  gdp:\n", "  output:\n    was: [gdp, gdp_total]\n")


def notices(tiny: Tiny) -> list[Problem]:
    return [
        problem
        for problem in tiny.load().problems
        if problem.code == ProblemCode.INDICATOR_RENAMED and problem.severity == "notice"
    ]


def test_a_formula_follows(tiny: Tiny) -> None:
    dataset = rename_gdp(tiny).load()
    assert dataset.latest("gdp_per_head", "AAA").value == 150  # type: ignore[union-attr]
    assert dataset.catalogue.indicators["gdp_per_head"].formula == "output / population"
    assert dataset.catalogue.former_ids == {"gdp": "output", "gdp_total": "output"}
    (problem,) = notices(tiny)
    assert (problem.file, problem.line, problem.column, problem.found) == (
        "config.yaml",
        11,
        "indicators.gdp_per_head",
        "gdp",
    )
    assert problem.values == {"old": "gdp", "new": "output"}


def test_weights_and_headlines_follow(tiny: Tiny) -> None:
    tiny.change("config.yaml", "[internet_users, gdp_per_head]", "[users, gdp_per_head]")
    tiny.change("config.yaml", "weight: population", "weight: people")
    tiny.change(FACTS, "  internet_users:\n", "  internet_users:\n    was: users\n")
    tiny.change(FACTS, "  population:\n", "  population:\n    was: people\n")
    catalogue = tiny.load().catalogue
    assert catalogue.pillars["networks"].headline == ("internet_users", "gdp_per_head")
    assert catalogue.indicators["gdp_per_head"].weight == "population"
    assert [(problem.line, problem.found) for problem in notices(tiny)] == [
        (11, "people"),
        (9, "users"),
    ]


def test_the_index_of_a_part_follows_and_must_exist(tiny: Tiny) -> None:
    tiny.change(FACTS, "  gdp:\n", "  output:\n    was: gdp\n")
    tiny.change(FACTS, "  population:\n", "  population:\n    part_of: gdp\n")
    tiny.change(FACTS, "  internet_users:\n", "  internet_users:\n    part_of: outputs\n")
    dataset = tiny.load()
    indicators = dataset.catalogue.indicators
    assert indicators["population"].part_of == "output"
    assert (indicators["internet_users"].part_of, dataset.has("internet_users", "AAA")) == (
        "",
        True,
    )
    (problem,) = [entry for entry in dataset.problems if entry.code == ProblemCode.ID_UNDEFINED]
    assert (problem.column, problem.found, problem.values["similar"]) == (
        "indicators.internet_users.part_of",
        "outputs",
        "output",
    )


def test_a_file_that_nothing_describes_joins_by_the_old_id(tiny: Tiny) -> None:
    rename_gdp(tiny).write("data/more.csv", "indicator,place,period,value\ngdp,CCC,2023,7\n")
    assert tiny.load().latest("output", "CCC").value == 7  # type: ignore[union-attr]
    (problem,) = [problem for problem in notices(tiny) if problem.file == "more.csv"]
    assert (problem.line, problem.column, problem.found) == (2, "indicator", "gdp")


def test_a_described_file_may_hold_the_old_id(tiny: Tiny) -> None:
    tiny.write("data/speed.csv", "indicator,place,period,value\nspeed,AAA,2023,40\n")
    tiny.write(
        "data/speed.yaml",
        "indicators:\n  bandwidth: {was: speed, unit: persons, pillar: networks}\n",
    )
    assert tiny.load().latest("bandwidth", "AAA").value == 40  # type: ignore[union-attr]
    (problem,) = notices(tiny)
    assert (problem.file, problem.values) == ("speed.csv", {"old": "speed", "new": "bandwidth"})


def test_a_changed_file_is_read_alike_again(tiny: Tiny) -> None:
    from indicators import load

    rename_gdp(tiny).write("data/more.csv", "indicator,place,period,value\ngdp,CCC,2023,7\n")
    before = tiny.load()
    tiny.write("data/more.csv", "indicator,place,period,value\ngdp_total,CCC,2023,8.5\n")
    dataset = load(tiny.config, tiny.data, keep=False, before=before)
    assert dataset.latest("output", "CCC").value == 8.5  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("was", "owner"),
    [("population", "population"), ("gdp", "gdp"), ("gdp_per_head", "gdp_per_head")],
)
def test_an_old_id_that_is_taken_is_refused_in_the_config(tiny: Tiny, was: str, owner: str) -> None:
    tiny.change("config.yaml", "    better: higher", f"    was: [{was}]")
    (problem,) = tiny.serious_problems()
    assert (problem.code, problem.line, problem.found) == (ProblemCode.OLD_ID_TAKEN, 11, was)
    assert problem.values == {"indicator": owner}


def test_of_two_indicators_with_one_old_id_the_first_has_it(tiny: Tiny) -> None:
    tiny.change(FACTS, "  internet_users:\n", "  internet_users:\n    was: old\n")
    tiny.change(FACTS, "  population:\n", "  population:\n    was: old\n")
    dataset = tiny.load()
    assert dataset.catalogue.former_ids == {"old": "internet_users"}
    (problem,) = [p for p in dataset.problems if p.code == ProblemCode.OLD_ID_TAKEN]
    assert (problem.column, problem.values) == (
        "indicators.population",
        {"indicator": "internet_users"},
    )
    assert "population" in dataset.catalogue.indicators


def test_an_old_id_is_written_like_an_id(tiny: Tiny) -> None:
    tiny.change("config.yaml", "    better: higher", "    was: [GDP per head]")
    problem, *_ = tiny.serious_problems()
    assert (problem.code, problem.column) == (
        ProblemCode.NOT_AN_ID,
        "indicators.gdp_per_head.was[1]",
    )


def test_a_function_in_python_follows(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parameter keeps the name that its input had, and its unit is checked under the new one."""

    def gdp_share(gdp: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
        """Divide output by residents."""
        return gdp / population

    words = {"en": "Output per head", "zh": "人均产出"}
    monkeypatch.setattr(registry, "REGISTRY", registry.REGISTRY.copy())
    monkeypatch.setattr(metrics, "REGISTRY", registry.REGISTRY)
    registry.indicator(
        title=words,
        unit="yuan per person",
        pillar="networks",
        weight="people",
        takes={"gdp": "yuan"},
    )(gdp_share)
    tiny.change(FACTS, "  population:\n", "  population:\n    was: people\n")
    dataset = rename_gdp(tiny).load()
    assert dataset.latest("gdp_share", "AAA").value == 150  # type: ignore[union-attr]
    computed = dataset.catalogue.indicators["gdp_share"]
    assert (computed.needs, computed.weight) == (("output", "population"), "population")
    found = [problem.values for problem in notices(tiny) if problem.column == "gdp_share"]
    assert found == [{"old": "gdp", "new": "output"}, {"old": "people", "new": "population"}]


def test_a_notebook_may_use_the_old_id(tiny: Tiny) -> None:
    dataset = rename_gdp(tiny).load()
    frame = dataset.select("gdp", ["AAA"])
    assert len(frame) and set(frame["indicator"]) == {"output"}
    assert dataset.select("gdp").equals(dataset.select("output"))
    assert dataset.ranked("gdp", ["AAA", "BBB"]).equals(dataset.ranked("output", ["AAA", "BBB"]))
    assert len(dataset.series("gdp_total", "AAA")) == len(dataset.series("output", "AAA")) > 0
    newest = dataset.latest("gdp", "AAA")
    assert newest is not None and (newest.indicator, newest.period) == ("output", "2023")


def test_old_and_new_id_in_a_headline_are_one_tile(tiny: Tiny) -> None:
    tiny.change("config.yaml", "[internet_users, gdp_per_head]", "[gdp, internet_users, output]")
    pillar = rename_gdp(tiny).load().catalogue.pillars["networks"]
    assert pillar.headline == ("output", "internet_users")
