"""Files that nothing describes: known series join their indicators, others stand under 'new',
nothing joins by its title.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from indicators import wording
from indicators.ingest import files as reading
from indicators.ingest.match_series import own_unit
from indicators.problems import Problem, ProblemCode
from indicators.readers.containers.unpack import unpack

if TYPE_CHECKING:
    from tests.conftest import Tiny

WORLD_BANK = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2024-06-28",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022",\n'
    '"Alpha","AAA","Mobile subscriptions (per 100 people)","IT.CEL.SETS.P2","101.5","",\n'
    '"Beta","BBB","Mobile subscriptions (per 100 people)","IT.CEL.SETS.P2","","99",\n'
)
LONG = "Country,Year,Download speed (Mbit/s)\nAlpha,2021,10\nBeta,2021,12.5\nAtlantis,2021,7\n"


def new_one(tiny: Tiny) -> str:
    (name,) = (
        entry.id for entry in tiny.load().catalogue.indicators.values() if entry.pillar == "new"
    )
    return name


def test_an_unknown_series_is_usable_at_once(tiny: Tiny) -> None:
    dataset = tiny.write("data/dropped/api.csv", WORLD_BANK).load()
    name = new_one(tiny)
    entry = dataset.catalogue.indicators[name]
    assert (entry.title.get("en"), entry.source_code, entry.unit.label.get("en")) == (
        "Mobile subscriptions (per 100 people)",
        "IT.CEL.SETS.P2",
        "per 100 people",
    )
    assert name.startswith("it_cel_sets_p2_")
    assert [(one.period, one.value, one.file, one.line) for one in dataset.series(name, "AAA")] == [
        ("2021", 101.5, "dropped/api.csv", 6)
    ]
    assert (
        dataset.catalogue.sources[dataset.series(name, "AAA")[0].source].title.get("en")
        == "dropped/api.csv"
    )
    assert list(dataset.catalogue.pillars)[-1] == "new" and dataset.catalogue.pillars[
        "new"
    ].headline == (name,)
    (file,) = (told for told in dataset.files if told.name == "dropped/api.csv")
    assert (file.formats, file.is_described, file.rows, file.figures, file.places) == (
        ("worldbank-api",),
        False,
        2,
        2,
        2,
    )


def test_an_id_stays_when_the_file_comes_again(tiny: Tiny) -> None:
    before = new_one(tiny.write("data/dropped/api.csv", WORLD_BANK))
    tiny.write("data/dropped/api.csv", WORLD_BANK.replace("2022", "2023").replace("101.5", "102"))
    assert new_one(tiny) == before


def test_a_known_code_of_the_same_publisher_joins_its_indicator(tiny: Tiny) -> None:
    tiny.change("data/world/facts.yaml", "  bureau:\n", "  bureau:\n    formats: [worldbank-api]\n")
    tiny.change("data/world/facts.yaml", "code: NET", "code: NET\n    also: [IT.CEL.SETS.P2]")
    dataset = tiny.write("data/api.csv", WORLD_BANK).load()
    one = dataset.latest("internet_users", "BBB", period="2022")
    assert one is not None and (one.value, one.file) == (
        99,
        "api.csv",
    )  # the newer file's stands, the older says 80
    assert dataset.catalogue.sources[one.source].title.get("en") == "api.csv"
    problems = [problem for problem in dataset.problems if problem.file == "api.csv"]
    values = {"n": 1, "different": 1, "other_file": "world/facts.csv"}
    assert problems == [
        Problem(ProblemCode.SUPERSEDED_OBSERVATIONS, "api.csv", values=values, severity="notice")
    ]
    assert "new" not in dataset.catalogue.pillars


def test_the_same_code_of_another_publisher_joins_nothing(tiny: Tiny) -> None:
    tiny.change("data/world/facts.yaml", "code: NET", "code: NET\n    also: [IT.CEL.SETS.P2]")
    dataset = tiny.write("data/api.csv", WORLD_BANK).load()
    assert dataset.latest("internet_users", "BBB", period="2022").value == 80  # type: ignore[union-attr]
    assert dataset.catalogue.indicators[new_one(tiny)].pillar == "new"


def test_a_table_of_ones_own_arrives_with_its_unit_and_tells_the_place_it_does_not_know(
    tiny: Tiny,
) -> None:
    dataset = tiny.write("data/speed.csv", LONG).load()
    entry = dataset.catalogue.indicators[new_one(tiny)]
    assert (entry.title.get("en"), entry.unit.label.get("en"), entry.better) == (
        "Download speed (Mbit/s)",
        "Mbit/s",
        "none",
    )
    assert dataset.latest(entry.id, "BBB").value == 12.5  # type: ignore[union-attr]
    (problem,) = (
        problem
        for problem in dataset.problems
        if problem.file == "speed.csv" and problem.severity != "notice"
    )
    assert (problem.code, problem.line, problem.column, problem.found) == (
        ProblemCode.ROWS_OF_UNKNOWN_PLACE,
        4,
        "place",
        "Atlantis",
    )


def test_the_yaml_beside_gives_a_publishers_series_its_words(tiny: Tiny) -> None:
    tiny.write("data/speed.csv", LONG).write(
        "data/speed.yaml",
        """
indicators:
  download_speed:
    title: {en: Download speed, zh: 下载速度}
    unit: Mbit/s
    pillar: networks
    better: higher
    code: Download speed (Mbit/s)
units:
  Mbit/s: {pattern: {en: "{} Mbit/s"}}
""",
    )
    dataset = tiny.load()
    assert dataset.latest("download_speed", "AAA").value == 10  # type: ignore[union-attr]
    assert dataset.catalogue.indicators["download_speed"].unit.pattern.get("en") == "{} Mbit/s"
    assert "new" not in dataset.catalogue.pillars


def test_answers_hold_for_the_next_file_of_the_same_shape(tiny: Tiny) -> None:
    from indicators.ingest.with_hints import shapes

    odd = "Where,When it was,How much\nAlpha,2021,10\nBeta,2021,12\n"
    (shape,) = shapes(unpack(odd.encode()), "odd.csv")
    tiny.write("data/odd.csv", odd).write(
        "data/odd.yaml",
        f"""
reading:
  shape: {shape}
  columns: {{place: Where, period: When it was, value: How much}}
  title: Something counted
""",
    )
    tiny.write("data/next.csv", odd.replace("2021", "2022").replace("10", "11"))
    dataset = tiny.load()
    assert [problem for problem in dataset.problems if problem.severity != "notice"] == []
    found = {
        entry.file: dataset.series(entry.id, "AAA")[0]
        for entry in dataset.catalogue.indicators.values()
        if entry.pillar == "new"
    }
    assert {file: (one.period, one.value) for file, one in found.items()} == {
        "odd.csv": ("2021", 10),
        "next.csv": ("2022", 11),
    }


def test_a_code_in_a_table_of_ones_own_says_nothing_outside_it(tiny: Tiny) -> None:
    head = "Country,Year,Indicator code,Indicator name,Value\n"
    tiny.write("data/apples.csv", head + "Alpha,2021,1,Apples,5\nBeta,2021,1,Apples,6\n")
    tiny.write("data/pears.csv", head + "Alpha,2022,1,Pears,7\nBeta,2022,1,Pears,8\n")
    found = {
        entry.title.get("en"): entry.id
        for entry in tiny.load().catalogue.indicators.values()
        if entry.pillar == "new"
    }
    assert sorted(found) == ["Apples", "Pears"] and len(set(found.values())) == 2


def test_where_two_files_bring_one_series_the_newest_gives_its_words(tiny: Tiny) -> None:
    tiny.write("data/old.csv", WORLD_BANK).write(
        "data/new.csv", WORLD_BANK.replace("Mobile subscriptions", "Mobile lines")
    )
    os.utime(tiny.data / "old.csv", (1_000_000, 1_000_000))
    assert (
        tiny.load().catalogue.indicators[new_one(tiny)].title.get("en")
        == "Mobile lines (per 100 people)"
    )


def test_a_unit_that_contradicts_the_yaml_stays_apart(tiny: Tiny) -> None:
    tiny.write("data/x.csv", "Country,Year,Pears (yuan)\nAlpha,2021,10\nBeta,2021,20\n")
    name = new_one(tiny)
    tiny.write(
        "data/x.yaml",
        f"indicators:\n  {name}: {{title: Pears, unit: persons, pillar: networks, code: Pears (yuan)}}\n",
    )
    dataset = tiny.load()
    assert dataset.latest(name, "AAA") is None
    assert dataset.catalogue.indicators[new_one(tiny)].unit.id == "yuan"
    (problem,) = (
        problem for problem in dataset.problems if problem.code == ProblemCode.SERIES_IN_OTHER_UNIT
    )
    assert problem.values == {"indicator": name, "unit": "persons"}


def test_a_name_that_is_no_text_and_a_pipe_leave_the_others_alone(tiny: Tiny) -> None:
    with open(os.fsencode(tiny.data) + b"/caf\xe9.csv", "wb") as odd:
        odd.write(LONG.encode())
    os.mkfifo(tiny.data / "pipe.csv")
    (problem,) = tiny.serious_problems()
    assert (problem.code, problem.file) == (ProblemCode.FILE_NAME_UNPRINTABLE, "caf\\udce9.csv")
    assert tiny.load().latest("gdp", "AAA") is not None


def test_whatever_a_reader_does_the_other_files_go_on(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: object, **more: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(reading, "read_member", fails)
    (problem,) = tiny.write("data/odd.csv", LONG).serious_problems()
    assert (problem.code, problem.file) == (ProblemCode.PROGRAM_FAULT, "odd.csv")
    assert problem.values == {"reason": "ZeroDivisionError: a fault of ours"}


def test_metadata_beside_data_hold_no_figures_and_are_no_fault(tiny: Tiny) -> None:
    tiny.write(
        "data/meta.csv",
        '"Country Code","Region","IncomeGroup","SpecialNotes","TableName",\n"AAA","","","","Alpha",\n',
    )
    assert tiny.problems() == []


def test_a_web_page_named_csv_is_told_and_the_rest_goes_on(tiny: Tiny) -> None:
    (told,) = tiny.write(
        "data/page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>"
    ).problems()
    assert told.startswith("page.csv line 1: the file is a web page (HTML), not a table as text")
    assert tiny.load().latest("gdp", "AAA") is not None


@pytest.mark.parametrize(
    ("unit_word", "value", "text"),
    [
        ("CHF million", 1_600_000, "1,600,000 CHF million"),
        ("R$", 1412, "1,412 R$"),
        ("BRL", 2_500_000, "2.5 million BRL"),
        ("Number of firms", 1412, "1,412"),
    ],
)
def test_an_amount_of_a_files_own_unit_says_its_currency(
    unit_word: str, value: float, text: str
) -> None:
    assert wording.number(value, own_unit(unit_word), "en") == text
