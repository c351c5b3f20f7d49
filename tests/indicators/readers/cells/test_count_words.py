"""A word that counts anything never says what is counted: '个' is no port, 'units' no bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indicators import intake
from indicators.catalogue.reference_tables import read_units
from indicators.dataset import Dataset
from indicators.ingest.match_series import unit_of, unit_words
from indicators.loading.load import load
from indicators.readers.cells.count_words import (
    COUNTERS,
    GENERIC_COUNTERS,
    SPECIFIC_COUNTERS,
    is_counter,
)

if TYPE_CHECKING:
    from tests.conftest import Tiny

ROOT = Path(__file__).parents[4]
UNITS, _ = read_units(ROOT / "data" / "units.csv", "units.csv")
WORDS = unit_words(UNITS)
MULTIPLIERS = ("", "万", "亿", "千", "thousand ", "million ", "10,000 ")


@pytest.mark.parametrize("multiplier", MULTIPLIERS)
def test_no_counter_picks_a_unit_of_something(multiplier: str) -> None:
    picked = {
        f"{multiplier}{word}": unit.id
        for word in COUNTERS
        if (unit := unit_of(f"{multiplier}{word}", WORDS)) and unit.dimension
    }
    assert picked == {}


def test_no_counter_is_an_alias_of_a_unit_of_something() -> None:
    assert [
        (unit.id, alias)
        for unit in UNITS.values()
        if unit.dimension
        for alias in unit.aliases
        if is_counter(alias)
    ] == []


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("个", None),
        ("万个", None),
        ("家", None),
        ("户", None),
        ("件", None),
        ("架", None),
        ("units", None),
        ("number", "number"),
        ("数量", "number"),
        ("人", "persons"),
        ("公里", "km"),
        ("ports", "ports"),
        ("10,000 ports", "10,000 ports"),
        ("users", "users"),
        ("%", "%"),
        ("占企业的百分比", None),
    ],
)
def test_what_a_word_means_by_itself(said: str, unit: str | None) -> None:
    found = unit_of(said, WORDS)
    assert (found.id if found else None) == unit


@pytest.mark.parametrize(
    ("said", "wanted", "unit"),
    [
        ("个", "ports", "ports"),
        ("万个", "ports", "10,000 ports"),
        ("个", "domain names", "domain names"),
        ("万户", "subscribers", "10,000 subscribers"),
        ("户", "households", "households"),
        ("units", "racks", "racks"),
        ("number", "persons", "persons"),
        ("个", "yuan (current)", None),
        ("人", "ports", "persons"),
        ("万家", "ports", None),
        ("占企业的百分比", "% of businesses", "% of businesses"),
    ],
)
def test_beside_a_known_indicator_it_means_that_ones_unit(
    said: str, wanted: str, unit: str | None
) -> None:
    found = unit_of(said, WORDS, UNITS[wanted])
    assert (found.id if found else None) == unit


@pytest.mark.parametrize("word", sorted(SPECIFIC_COUNTERS))
def test_a_counter_of_some_things_fits_only_the_units_that_have_it_as_a_name(word: str) -> None:
    counts = [unit for unit in UNITS.values() if unit.kind == "count"]
    names = {
        unit.id: {name.casefold() for name in (unit.id, *unit.label.all(), *unit.aliases)}
        for unit in counts
    }
    fits = {unit.id for unit in counts if unit_of(word, WORDS, unit) == unit}
    assert fits == {unit for unit, words in names.items() if word in words}


def test_no_word_counts_both_anything_and_some_things() -> None:
    assert not GENERIC_COUNTERS & SPECIFIC_COUNTERS


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(ROOT / "config.yaml", keep=False)


@pytest.mark.parametrize(
    ("indicator", "word", "known"),
    [
        ("population", "人", True),
        ("population", "个", True),
        ("population", "units", True),
        ("population", "户", False),
        ("population", "家", False),
        ("population", "口", False),
        ("population", "cases", False),
        ("broadband_ports_province", "个", True),
        ("broadband_ports_province", "台", False),
        ("broadband_ports_province", "户", False),
        ("base_stations_province", "个", True),
        ("base_stations_province", "家", False),
        ("digital_tv_province", "户", True),
        ("digital_tv_province", "家", False),
    ],
)
def test_a_file_of_a_known_series_joins_only_in_its_own_unit(
    shipped: Dataset, indicator: str, word: str, known: bool
) -> None:
    place = shipped.grid(indicator).places[0]
    content = f"indicator,place,period,value,unit\n{indicator},{place},2035,5,{word}\n"
    arrival = intake.examine(shipped, content.encode(), "own.csv")
    assert [(series.known, series.indicator == indicator) for series in arrival.series] == [
        (known, known)
    ]
    told = [problem.found for problem in arrival.problems if "another unit" in problem.message()]
    assert told == ([] if known else [word])


def test_a_new_series_in_a_counter_is_in_a_unit_of_its_own(tiny: Tiny) -> None:
    tiny.write(
        "data/units.csv",
        (ROOT / "data" / "units.csv").read_text(encoding="utf-8")
        + "".join(
            f"{line}\n"
            for line in (tiny.data / "units.csv").read_text(encoding="utf-8").splitlines()[1:]
            if line.split(",")[0] in ("yuan", "yuan per person")
        ),
    )
    tiny.write(
        "data/parks.csv",
        "国家,年份,指标,单位,数值\nAlpha,2021,产业园区,个,12\nAlpha,2022,产业园区,个,13\nBeta,"
        "2021,产业园区,个,7\n",
    )
    dataset = tiny.load()
    (entry,) = [
        entry for entry in dataset.catalogue.indicators.values() if entry.file == "parks.csv"
    ]
    assert (entry.unit.id, entry.unit.dimension) == ("个", {})
    assert [one.value for one in dataset.series(entry.id, "AAA")] == [12, 13]
