"""What was known when: moments of an indicator, and every figure that differs between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators import Dataset, history, load
from indicators.analysis.revisions import Revision, feeding, moments, revisions

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.csv"


@pytest.fixture
def two(tiny: Tiny) -> tuple[Dataset, Dataset]:
    """The figures of yesterday, read from what was kept, and today's: one revised, one gone, one
    new.
    """
    tiny.write(
        "data/made.yaml",
        'indicators:\n  offline: {unit: "% of population", pillar: networks, formula: 100 - internet_users}\n',
    )
    history.record(tiny.data)
    tiny.change(FACTS, "NET,BBB,2023,total,90,", "NET,BBB,2023,total,90.3,")
    tiny.change(FACTS, "NET,CCC,2023,total,30,% of population,,bureau,\n", "")
    tiny.add("NET,AAA,2021,total,40,,,,")
    history.record(tiny.data)
    first = history.log(tiny.data)[0]
    return load(tiny.config, history.view(tiny.data, first.when), keep=False), tiny.load()


def test_every_figure_that_differs_is_told_by_place_and_period(
    two: tuple[Dataset, Dataset],
) -> None:
    found = revisions(*two, "internet_users")
    own = [row for row in found.rows if not row.computed]
    assert own == [
        Revision("AAA", "2021", None, 40, None),
        Revision("BBB", "2023", 90, 90.3, 0.3),
        Revision("CCC", "2023", 30, None, None),
    ]
    assert [row.kind for row in own] == ["new", "revised", "vanished"]
    assert found.of("BBB")[0].difference == 0.3  # and not 0.29999999999999716
    assert found.redefined == ()


def test_what_is_computed_from_a_revised_figure_is_revised_too(
    two: tuple[Dataset, Dataset],
) -> None:
    found = revisions(*two, "offline").of("BBB")
    assert found == (Revision("BBB", "2023", 10, 9.7, found[0].difference, computed=True),)
    assert found[0].difference == pytest.approx(-0.3)


def test_nothing_differs_from_itself(two: tuple[Dataset, Dataset]) -> None:
    found = revisions(two[0], two[0], "internet_users")
    assert found.rows == () and found.same > 4 and found.median is None


def test_another_unit_is_said_and_not_subtracted(tiny: Tiny) -> None:
    before = tiny.load()
    tiny.change("data/world/facts.yaml", 'unit: "% of population"', "unit: persons")
    tiny.write(
        FACTS,
        (tiny.root / FACTS)
        .read_text()
        .replace("% of population", "persons")
        .replace("total,90,", "total,91,"),
    )
    found = revisions(before, tiny.load(), "internet_users")
    (one,) = (row for row in found.rows if row.place == "BBB" and row.period == "2023")
    assert (one.before, one.after, one.difference) == (90, 91, None)
    assert [
        (what.what, what.before.get("en"), what.after.get("en")) for what in found.redefined
    ] == [("unit", "% of population", "people")]


def test_moments_are_the_changes_of_the_files_that_feed_an_indicator(tiny: Tiny) -> None:
    history.record(tiny.data)
    tiny.write("data/other.csv", "place,period,value\nAAA,2020,1\n")
    history.record(tiny.data)
    tiny.change(FACTS, "NET,CCC,2023,total,30,", "NET,CCC,2023,total,31,")
    history.record(tiny.data)
    dataset = tiny.load()
    assert feeding(dataset, "internet_users") == {"world/facts.csv"}
    newest, first = moments(dataset, tiny.data, "internet_users")
    assert (newest.commit, newest.files, newest.channel) == (3, ("world/facts.csv",), "folder")
    assert (first.commit, first.files) == (1, ("world/facts.csv", "world/facts.yaml"))


def test_a_folder_without_a_history_has_no_moments(tiny: Tiny) -> None:
    assert moments(tiny.load(), tiny.data, "internet_users") == ()


def test_another_title_is_said_and_not_subtracted_and_a_translation_is_none(tiny: Tiny) -> None:
    before = tiny.load()
    yaml = (tiny.root / "data/world/facts.yaml").read_text()
    assert "en: People using the Internet" in yaml
    tiny.write(
        "data/world/facts.yaml",
        yaml.replace(
            "{en: People using the Internet", "{fr: Internautes, en: People using the Internet"
        ),
    )
    assert revisions(before, tiny.load(), "internet_users").redefined == ()
    tiny.write(
        "data/world/facts.yaml",
        yaml.replace("en: People using the Internet", "en: Households online"),
    )
    tiny.change(FACTS, "NET,BBB,2023,total,90,", "NET,BBB,2023,total,91,")
    found = revisions(before, tiny.load(), "internet_users")
    assert [(what.what, what.after.get("en")) for what in found.redefined] == [
        ("title", "Households online")
    ]
    assert [row.difference for row in found.of("BBB")] == [None]
