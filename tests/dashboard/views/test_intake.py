"""What the Add view says of an arrival, on the tiny dashboard: counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from dashboard.views import intake as intakeview
from indicators import Dataset, intake
from indicators.catalogue.reading_hints import ReadingHints
from indicators.history import Commit
from indicators.history.commits import Change
from indicators.intake import Arrival, ColumnSample
from indicators.locale import get_locale
from tests.dashboard import tiny

EN, ZH = get_locale("en"), get_locale("zh")
NEWER = """indicator,place,period,breakdown,value,unit,status,source,note
U,AAA,2021,total,50,% of people,,,
U,AAA,2022,total,61.25,% of people,,,
U,BBB,2022,total,,% of people,,,
U,BBB,2024,total,47,% of people,,,
"""
"""Against the tiny rows: one value the same, one revised (60), one new, two vanished (BBB's)."""
OWN = b"country,year,visits\nAland,2021,1200\nBeland,2022,7\n"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return tiny.dataset(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def newer(dataset: Dataset) -> Arrival:
    return intake.examine(dataset, NEWER.encode(), "users.csv", into="board/users.csv")


@pytest.fixture(scope="module")
def own(dataset: Dataset) -> Arrival:
    return intake.examine(dataset, OWN, "visits.csv")


def test_what_it_is(newer: Arrival, own: Arrival) -> None:
    assert intakeview.format_sentence(newer, EN) == "Recognised as The tidy form of this dashboard."
    assert (
        intakeview.format_sentence(own, EN)
        == "Not in the format of a known publisher; read as a general table."
    )
    assert (
        intakeview.counts_line(newer, EN)
        == "3 figures · 2 places · 2021 – 2024 · 4 rows · One empty cell"
    )
    assert intakeview.counts_line(own, ZH) == "2条数据 · 2个地区 · 2021年 – 2022年 · 2行"


def test_what_would_change(dataset: Dataset, newer: Arrival) -> None:
    assert (
        intakeview.changes_sentence(newer, EN)
        == "New figures: 1; unchanged: 1; revised: 1; removed: 2."
    )
    told = {
        (row["place"], row["period"]): (row["before"], row["after"])
        for row in intakeview.revision_rows(dataset, newer, EN)
    }
    assert told == {
        ("Aland", "2022"): ("60%", "61.25%"),
        ("Beland", "2022"): ("40%", "removed"),
        ("Beland", "2023"): ("45%", "removed"),
    }
    assert {row["after"] for row in intakeview.revision_rows(dataset, newer, ZH)} == {
        "61.25%",
        "移除",
    }


def test_a_known_series_is_a_link_and_a_new_one_is_told_as_the_file_has_it(
    dataset: Dataset, newer: Arrival, own: Arrival
) -> None:
    [known] = intakeview.series_rows(dataset, newer, EN, {"lang": "en"})
    assert known["indicator"] == "indicator?lang=en&indicator=users#Users%20%5Bof%5D%20%2Ait%2A"
    assert (known["is"], known["publisher"], known["figures"], known["places"]) == (
        "existing",
        "The Bureau",
        3,
        2,
    )
    [new] = intakeview.series_rows(dataset, own, EN, {})
    assert (new["is"], new["title"], new["unit"], new["periods"]) == (
        "new",
        "visits",
        "not stated",
        "2021 – 2022",
    )
    assert "indicator" not in new and "publisher" not in new
    assert intakeview.needs_answers(own) and not intakeview.needs_answers(newer)


def test_the_first_figures_as_they_were_understood(
    dataset: Dataset, newer: Arrival, own: Arrival
) -> None:
    first = intakeview.preview_rows(dataset, newer, ZH)[0]
    assert (first["line"], first["place"], first["period"], first["value"], first["breakdown"]) == (
        2,
        "甲国",
        "2021年",
        "50%",
        "",
    )
    assert [
        (row["line"], row["place"], row["value"])
        for row in intakeview.preview_rows(dataset, own, EN)
    ] == [(2, "Aland", "1,200"), (3, "Beland", "7")]


def test_every_problem_up_to_sixty_and_the_others_counted(dataset: Dataset) -> None:
    head = "indicator,place,period,value,unit\nU,AAA,2023,1,% of people\n"
    rows = "".join(f"U,AAA,{1800 + at},word{at},% of people\n" for at in range(100))
    arrival = intake.examine(dataset, (head + rows).encode(), "users.csv", into="board/users.csv")
    told = intakeview.problem_lines(arrival, EN)
    assert len(arrival.problems) == 100 and len(told) == 61
    assert told[0].startswith("✕ users.csv line 3") and "word0" in told[0]
    assert told[-1] == "and 40 more"


def test_columns_are_named_with_what_stands_in_them() -> None:
    names = intakeview.column_names(
        [
            ColumnSample("Year", ("2019", "2020")),
            ColumnSample("", ("x",)),
            ColumnSample("Empty", ()),
            ColumnSample("L" * 90, ("9" * 90,)),
        ]
    )
    assert names == {
        "Year": "Year: 2019, 2020",
        "Empty": "Empty",
        "L" * 90: f"{'L' * 60}: {'9' * 60}…",
    }


def test_a_form_left_as_it_is_answers_nothing(own: Arrival) -> None:
    chosen = intakeview.presets(own, ReadingHints())
    assert (
        chosen["place"] == ("country",)
        and chosen["period"] == ("year",)
        and chosen["value"] == ("visits",)
    )
    assert not intakeview.answers(
        own, ReadingHints(), chosen, {"place": "", "period": " ", "title": "", "unit": ""}
    )


def test_answers_keep_the_shape_and_all_columns_that_were_chosen(own: Arrival) -> None:
    chosen = {**intakeview.presets(own, ReadingHints()), "breakdown": ("sex", "age")}
    found = intakeview.answers(own, ReadingHints(), chosen, {"unit": " visits "})
    assert found == ReadingHints(
        "",
        own.shape,
        MappingProxyType(
            {
                "place": ("country",),
                "period": ("year",),
                "value": ("visits",),
                "breakdown": ("sex", "age"),
            }
        ),
        unit="visits",
    )
    only_unit = intakeview.answers(
        own, ReadingHints(), intakeview.presets(own, ReadingHints()), {"unit": "visits"}
    )
    assert only_unit.columns == {} and only_unit.unit == "visits" and only_unit.shape == own.shape


def test_answers_that_were_given_stay_when_the_form_is_sent_again(own: Arrival) -> None:
    before = ReadingHints(columns=MappingProxyType({"place": ("country",), "value": ("visits",)}))
    assert intakeview.presets(own, before)["period"] == ()
    assert (
        intakeview.answers(own, before, intakeview.presets(own, before), {}).columns
        == before.columns
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", False),
        (" ", False),
        ("2023", False),
        (" 2023-Q2 ", False),
        ("2023-07", False),
        ("last year", True),
        ("23", True),
        ("2023-13", True),
    ],
)
def test_a_period_that_is_none(text: str, wrong: bool) -> None:
    assert intakeview.is_wrong_period(text) is wrong


def test_the_last_changes_newest_first() -> None:
    when = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

    def commit(
        number: int,
        channel: str,
        changes: dict[str, Change],
        undoes: int | None = None,
        who: str = "",
    ) -> Commit:
        return Commit(number, when, channel, who, "", "", changes, undoes)  # type: ignore[arg-type]

    log = [
        commit(1, "folder", {f"{name}.csv": Change(None, "1") for name in "abcde"}),
        commit(2, "browser", {"a.csv": Change("1", "2"), "b.csv": Change("1", None)}),
        commit(3, "browser", {"a.csv": Change("2", "1")}, undoes=2, who="ann@city.example"),
    ]
    told = intakeview.log_rows(log, EN)
    assert [(row["number"], row["channel"], row["who"], row["what"]) for row in told] == [
        (3, "browser", "ann@city.example", "undid change 2"),
        (2, "browser", "a user of this computer", "replaced: a.csv; removed: b.csv (undone)"),
        (1, "folder", "", "added: a.csv, b.csv, c.csv, and 2 more"),
    ]
    assert [row["number"] for row in intakeview.log_rows(log, ZH, 2)] == [3, 2]
    assert intakeview.log_rows([], EN) == []
