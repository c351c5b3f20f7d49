"""Accepted, answered for, taken back, refused: what then stands in the data folder and in its
history.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from indicators import history, intake
from indicators.catalogue.reading_hints import ReadingHints
from indicators.history import HistoryError
from indicators.intake import Arrival, SeriesDescription
from indicators.problems import ProblemCode
from tests.indicators.ingest.test_match_series import LONG, WORLD_BANK
from tests.versions import versions

if TYPE_CHECKING:
    from tests.conftest import Tiny

FIBRE = "Country,Homes with fibre\nAlpha,10\nBeta,20\nGamma,30\n"
SAID = {"place": ("Country",), "value": ("Homes with fibre",)}


def added(tiny: Tiny, content: str, name: str, **more: object) -> Arrival:
    dataset = tiny.load()
    answers = more.pop("answers", None)
    arrival = intake.examine(dataset, content.encode(), name, answers)  # type: ignore[arg-type]
    digest = history.put(tiny.data, content.encode())
    intake.accept(
        tiny.data,
        digest,
        arrival,
        dataset.catalogue,
        hints=answers,
        channel="command",
        who="ann",
        **more,
    )  # type: ignore[arg-type]
    return arrival


def test_an_accepted_file_stands_byte_for_byte_and_its_older_version_stays(tiny: Tiny) -> None:
    history.record(tiny.data)
    added(tiny, WORLD_BANK, "june.csv")
    newer = WORLD_BANK.replace("101.5", "102")
    added(tiny, newer, "july.csv")
    assert (tiny.data / "added/june.csv").read_bytes() == newer.encode()
    old, new = versions(tiny.data, "added/june.csv")
    assert (history.read(tiny.data, old.digest), history.read(tiny.data, new.digest)) == (
        WORLD_BANK.encode(),
        newer.encode(),
    )
    assert (old.name, new.name, new.who, new.channel) == ("june.csv", "july.csv", "ann", "command")


def test_what_is_taken_back_is_gone_and_kept(tiny: Tiny) -> None:
    added(tiny, WORLD_BANK, "june.csv")
    history.undo(tiny.data, who="bob", channel="command")
    assert not (tiny.data / "added/june.csv").exists()
    assert tiny.problems() == []
    assert (
        history.read(tiny.data, versions(tiny.data, "added/june.csv")[0].digest)
        == WORLD_BANK.encode()
    )


def test_answers_stand_beside_and_serve_the_next_month(tiny: Tiny) -> None:
    arrival = intake.examine(tiny.load(), FIBRE.encode(), "fibre.csv")
    answers = ReadingHints(
        shape=arrival.shape, columns=SAID, period="2019", unit="homes", title="Fibre"
    )
    (series,) = intake.examine(tiny.load(), FIBRE.encode(), "fibre.csv", answers).series
    words = {
        series.indicator: SeriesDescription(
            {"en": "Homes with fibre", "zh": "光纤入户"}, "", "higher", "networks"
        )
    }
    added(tiny, FIBRE, "fibre.csv", answers=answers, descriptions=words)
    dataset = tiny.load()
    assert [problem for problem in dataset.problems if problem.severity != "notice"] == []
    entry = dataset.catalogue.indicators[series.indicator]
    assert (entry.title.get("zh"), entry.better, entry.pillar, entry.unit.label.get("en")) == (
        "光纤入户",
        "higher",
        "networks",
        "homes",
    )
    assert dataset.latest(entry.id, "BBB").value == 20  # type: ignore[union-attr]
    other = intake.examine(dataset, FIBRE.replace("10", "11").encode(), "fibre_2020.csv")
    assert other.refused  # the year of one file is not another's: it is asked for again


def test_next_months_file_needs_no_question_and_keeps_its_words(tiny: Tiny) -> None:
    june = "Where,When it was,How much\nAlpha,2021,10\nBeta,2021,12\nGamma,2021,13\n"
    columns = {"place": ("Where",), "period": ("When it was",), "value": ("How much",)}
    arrival = intake.examine(tiny.load(), june.encode(), "june.csv", ReadingHints(columns=columns))
    answers = ReadingHints(shape=arrival.shape, columns=columns)
    words = {
        arrival.series[0].indicator: SeriesDescription(
            {"en": "Something counted", "zh": "计数"}, "10,000 persons", "higher", "networks"
        )
    }
    added(tiny, june, "june.csv", answers=answers, descriptions=words)
    later = added(tiny, june.replace(",10", ",11") + "Alpha,2022,14\n", "july.csv")
    assert (later.replaces, later.changes.new, later.changes.revised) == ("added/june.csv", 1, 1)
    dataset = tiny.load()
    (entry,) = (
        one for one in dataset.catalogue.indicators.values() if one.file == "added/june.csv"
    )
    assert (entry.title.get("zh"), entry.unit.id, entry.better, entry.pillar) == (
        "计数",
        "persons",
        "higher",
        "networks",
    )
    assert [one.value for one in dataset.series(entry.id, "AAA")] == [110_000, 140_000]
    added(
        tiny, june, "june.csv", descriptions={entry.id: SeriesDescription(better="lower")}
    )  # what is said anew; the rest stays
    again = tiny.load().catalogue.indicators[entry.id]
    assert (again.title.get("zh"), again.better, again.pillar) == ("计数", "lower", "networks")
    assert tiny.problems() == []


def test_a_unit_of_its_own_keeps_its_kind_and_a_missing_one_its_words(tiny: Tiny) -> None:
    for name, header, unit, shown in (
        ("share.csv", "Fruit (% of fruit)", "% of fruit", "{}%"),
        ("bare.csv", "Pears", "", "{}"),
    ):
        content = f"Country,Year,{header}\nAlpha,2021,45\nBeta,2021,50\n"
        arrival = intake.examine(tiny.load(), content.encode(), name)
        added(
            tiny,
            content,
            name,
            descriptions={arrival.series[0].indicator: SeriesDescription(better="higher")},
        )
        entry = tiny.load().catalogue.indicators[arrival.series[0].indicator]
        assert (entry.unit.id, entry.unit.pattern.get("en"), entry.better) == (
            unit,
            shown,
            "higher",
        )
    assert tiny.load().catalogue.units[""].label.get("zh") == "未注明单位"


def test_two_files_of_one_stem_do_not_share_a_yaml(tiny: Tiny) -> None:
    added(tiny, WORLD_BANK, "fibre.csv")
    assert (
        intake.examine(tiny.load(), LONG.replace(",", "\t").encode(), "fibre.tsv").path
        == "added/fibre-2.tsv"
    )


def test_a_damaged_part_of_an_archive_is_told() -> None:
    content = bytearray(zipped({"a.csv": WORLD_BANK, "b.csv": LONG, "c.csv": LONG}))
    at = bytes(content).rindex(b"Atlantis", 0, bytes(content).rindex(b"PK\x01\x02"))
    content[at] = 66
    parts, problems = intake.split_archive(bytes(content), "three.zip")
    assert [name for name, _ in parts] == ["a.csv", "b.csv"]
    assert [problem.file for problem in problems] == ["three.zip:c.csv"]


def test_a_yaml_written_by_hand_is_not_written_over(tiny: Tiny) -> None:
    tiny.write("data/added/fibre.yaml", "indicators: {}\n")
    with pytest.raises(HistoryError) as refused:
        added(tiny, FIBRE, "fibre.csv", answers=ReadingHints(columns=SAID, period="2019"))
    assert refused.value.problem.code == ProblemCode.SIDECAR_BY_HAND
    assert not (tiny.data / "added/fibre.csv").exists()


def test_nobody_elses_file_is_written_over(tiny: Tiny) -> None:
    """Two people add different files of one name at once: the second is told, and both are kept."""
    dataset = tiny.load()
    one, two = (
        intake.examine(dataset, content.encode(), "new.csv") for content in (WORLD_BANK, LONG)
    )
    assert one.path == two.path
    intake.accept(
        tiny.data,
        history.put(tiny.data, WORLD_BANK.encode()),
        one,
        dataset.catalogue,
        channel="browser",
        who="ann",
    )
    with pytest.raises(HistoryError, match="has changed since"):
        intake.accept(
            tiny.data,
            history.put(tiny.data, LONG.encode()),
            two,
            dataset.catalogue,
            channel="browser",
            who="bob",
        )
    again = intake.examine(tiny.load(), LONG.encode(), "new.csv")
    assert again.path == "added/new-2.csv"


def test_what_was_not_understood_cannot_be_accepted_and_stays_in_quarantine(tiny: Tiny) -> None:
    dataset = tiny.load()
    arrival = intake.examine(dataset, FIBRE.encode(), "fibre.csv")
    digest = history.put(tiny.data, FIBRE.encode())
    with pytest.raises(HistoryError) as refused:
        intake.accept(tiny.data, digest, arrival, dataset.catalogue, channel="browser")
    assert refused.value.problem.code == ProblemCode.NOTHING_UNDERSTOOD
    kept = intake.refuse(tiny.data, digest, arrival, channel="browser", who="ann")
    (entry,) = history.quarantine.all(tiny.data)
    assert (entry.id, entry.name, entry.who) == (
        kept,
        "fibre.csv",
        "ann",
    ) and "which period" in str(entry.problems[0])
    history.quarantine.delete(tiny.data, kept)
    assert history.quarantine.all(tiny.data) == ()


def zipped(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_an_archive_of_several_tables_is_taken_apart_and_one_with_its_metadata_is_not() -> None:
    two = zipped({"a/wb.csv": WORLD_BANK, "speed.csv": LONG, "readme.txt": "Hello"})
    assert [name for name, _ in intake.split_archive(two, "two.zip")[0]] == [
        "a/wb.csv",
        "speed.csv",
        "readme.txt",
    ]  # refused by itself
    one = zipped(
        {
            "API.csv": WORLD_BANK,
            "Metadata_Indicator.csv": '"INDICATOR_CODE","INDICATOR_NAME","SOURCE_NOTE","SOURCE_ORGANIZATION",\n',
        }
    )
    assert intake.split_archive(one, "API.zip") == ([("API.zip", one)], [])
