"""A city's figure is no country's: a series joins an indicator only in places of the levels that
the indicator has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators import load
from indicators.dataset import Dataset
from indicators.problems import ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

BANK = (
    '"Country Name","Country Code","Indicator Name","Indicator Code","2030","2031"\n'
    '"Alpha","AAA","People online","T.NET","41","42"\n"Alpha City","ALP","People online","T.NET","91","92"\n'
    '"World","WLD","People online","T.NET","51","52"\n'
)


def joined(tiny: Tiny) -> Tiny:
    tiny.change("data/world/facts.yaml", "  bureau:\n", "  bureau:\n    formats: [worldbank-api]\n")
    return tiny.change("data/world/facts.yaml", "code: NET", "code: NET\n    also: [T.NET]")


def new(dataset: Dataset) -> list[str]:
    return [entry.id for entry in dataset.catalogue.indicators.values() if entry.pillar == "new"]


def test_a_citys_figures_stand_apart_from_an_indicator_of_countries(tiny: Tiny) -> None:
    dataset = joined(tiny).write("data/bank.csv", BANK).load()
    assert [
        one.value for one in dataset.series("internet_users", "AAA") if one.period > "2029"
    ] == [41, 42]
    assert [
        one.value for one in dataset.series("internet_users", "WLD") if one.period > "2029"
    ] == [51, 52]
    assert not dataset.has("internet_users", "ALP")
    (name,) = new(dataset)
    assert [one.value for one in dataset.series(name, "ALP")] == [91, 92]
    (problem,) = [
        problem for problem in dataset.problems if problem.code == ProblemCode.SERIES_OF_OTHER_LEVEL
    ]
    assert (problem.file, problem.line, problem.column) == ("bank.csv", 3, "place")
    assert problem.values == {
        "indicator": "internet_users",
        "level": "city",
        "levels": ("country",),
    }


def test_they_join_where_the_indicator_has_figures_of_cities(tiny: Tiny) -> None:
    dataset = (
        joined(tiny)
        .add("NET,ALP,2022,total,1,% of population,,,")
        .write("data/bank.csv", BANK)
        .load()
    )
    assert [one.value for one in dataset.series("internet_users", "ALP")] == [
        1,
        91,
        92,
    ] and not new(dataset)


def test_they_join_where_a_yaml_describes_the_file(tiny: Tiny) -> None:
    tiny.write("data/bank.csv", BANK)
    tiny.write(
        "data/bank.yaml",
        "indicators:\n  online:\n    unit: '% of population'\n    pillar: networks\n    code: T.NET\n",
    )
    dataset = tiny.load()
    assert [one.value for one in dataset.series("online", "ALP")] == [91, 92] and not new(dataset)


def test_a_change_of_the_levels_reads_everything_again(tiny: Tiny) -> None:
    before = joined(tiny).write("data/bank.csv", BANK).load()
    assert new(before)
    tiny.add("NET,ALP,2022,total,1,% of population,,,")
    after = load(tiny.config, tiny.data, before=before, keep=False)
    assert not new(after) and [one.value for one in after.series("internet_users", "ALP")] == [
        1,
        91,
        92,
    ]
