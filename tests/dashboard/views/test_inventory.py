"""The tables of the Data and About pages, counted by hand on the tiny dashboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.views import about as handbook
from dashboard.views import inventory
from indicators import Dataset
from indicators.analysis.summary import dataset_summary
from indicators.locale import get_locale
from indicators.model import Indicator, Terms, Text, Unit
from tests.dashboard import tiny

EN, ZH = get_locale("en"), get_locale("zh")
FILE = "board/users.csv"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return tiny.dataset(tmp_path_factory.mktemp("tiny"))


def test_every_row_of_a_file_is_accounted_for(dataset: Dataset) -> None:
    (row,) = inventory.files(dataset, EN)
    assert (row["rows"], row["figures"], row["missing"], row["left_out"]) == (9, 4, 1, 4)
    assert row["rows"] == row["figures"] + row["missing"] + row["left_out"]
    assert (row["indicators"], row["places"], row["problems"]) == (1, 2, 3)
    assert row["periods"] == "2021 – 2023"
    assert row["publisher"] == "The Bureau"
    assert inventory.files(dataset, ZH)[0]["publisher"] == "统计局"


def test_the_summary_counts_what_has_figures(dataset: Dataset) -> None:
    assert (
        inventory.summary(dataset, EN)
        == "One file · 8 figures · 2 indicators · 2 places · One source"
    )
    assert (
        dataset_summary(dataset).read["users"].figures == 4
        and "offline" not in dataset_summary(dataset).read
    )


def test_holdings_are_counted_once(dataset: Dataset) -> None:
    assert dataset_summary(dataset) is dataset_summary(dataset)


def test_problems_come_worst_first_with_sign_and_line(dataset: Dataset) -> None:
    rows = [row for row in inventory.problems(dataset, EN) if row["file"] == FILE]
    assert [(row["severity"], row["line"], row["column"]) for row in rows] == [
        ("✕ Error", 7, "place"),
        ("✕ Error", 9, "value"),
        ("▲ Warning", 10, "indicator"),
    ]
    assert inventory.fault_count(dataset) == 3
    assert [one.line for one in inventory.problems_of(dataset, FILE)] == [7, 9, 10]


def test_an_unknown_place_is_told_once_and_how_to_teach_it(dataset: Dataset) -> None:
    assert inventory.unknown_places(dataset, EN) == [
        {
            "name": "Alnd",
            "nearest": "Aland",
            "where": "board/users.csv, line 7",
            "do": "In places.csv, add “Alnd” to the aliases of AAA.",
        }
    ]


def test_an_empty_place_is_a_problem_but_no_name(tmp_path: Path) -> None:
    loaded = tiny.dataset(
        tmp_path, tiny.ROWS + "U,,2021,total,10,% of people,,,\nU,Xyzzy,2021,total,1,,,,\n"
    )
    told = inventory.unknown_places(loaded, EN)
    assert [row["name"] for row in told] == ["Alnd", "Xyzzy"]
    assert told[1]["nearest"] == "" and "Add a row" in told[1]["do"]


def test_places_without_figures_by_level(dataset: Dataset) -> None:
    assert inventory.unused_places(dataset, EN) == [
        ("world", ["World"]),
        ("country", ["Celand"]),
        ("group", ["Both places"]),
    ]


def test_breaks_that_are_described_and_breaks_that_a_file_marks(dataset: Dataset) -> None:
    rows = inventory.breaks(dataset, EN, {"lang": "en"})
    assert [(row["place"], row["period"], row["note"]) for row in rows] == [
        ("Aland", "2022", "New survey"),
        ("Beland", "2023", "counted anew"),
    ]
    assert rows[0]["indicator"].startswith("indicator?lang=en&place=AAA&indicator=users#")


def test_statuses_add_up(dataset: Dataset) -> None:
    rows = inventory.statuses(dataset, EN)
    assert [(row["status"], row["figures"], row["share"]) for row in rows] == [
        ("reported", 4, "50%"),
        ("estimated", 2, "25%"),
        ("break in series", 2, "25%"),
    ]
    assert sum(row["figures"] for row in rows) == len(dataset)


def test_sources_newest_first_and_only_web_addresses_are_links(dataset: Dataset) -> None:
    bureau, rumour = inventory.sources(dataset, EN, date(2026, 5, 1))
    assert (bureau["publisher"], bureau["figures"], bureau["indicators"]) == ("The Bureau", 4, 1)
    assert bureau["newest"] == "2023"
    assert bureau["age"] == "3 years old" and bureau["url"] == "https://bureau.example/yearbook"
    assert (rumour["age"], rumour["licence"], rumour["url"]) == ("no figures", "not stated", "")


def test_sources_have_their_terms_in_words_and_can_be_narrowed_to_some(dataset: Dataset) -> None:
    today = date(2026, 5, 1)
    assert [row["terms"] for row in inventory.sources(dataset, EN, today)] == ["open", "not known"]
    assert inventory.sources(dataset, ZH, today)[0]["terms"] == "可自由使用"
    (row,) = inventory.sources(dataset, EN, today, Terms.UNKNOWN)
    assert row["publisher"] == "A Rumour"
    assert inventory.sources(dataset, EN, today, Terms.ASK) == []


def test_how_figures_were_obtained_stands_apart_from_the_sources(dataset: Dataset) -> None:
    assert inventory.obtained(dataset, EN) == [
        {"source": "The Bureau, Yearbook, 2023", "via": "a library"}
    ]
    assert "via" not in inventory.sources(dataset, EN, date(2026, 5, 1))[0]


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2023", "One year old"),
        ("2024-Q1", "This year’s"),
        ("2022-07-01/P1Y", "One year old"),
        ("2020", "4 years old"),
        ("2030", "This year’s"),
    ],
)
def test_age_counts_from_the_end_of_a_period(period: str, said: str) -> None:
    assert inventory.age(period, EN, date(2024, 6, 1)) == said


def test_span_is_in_order_of_time() -> None:
    assert inventory.period_range("2022", "2018-01-01/P9M", EN) == "Jan–Sep 2018 – 2022"
    assert inventory.period_range("2022", "2022", ZH) == "2022年"
    assert inventory.period_range("", "", EN) == ""


def test_indicators_of_a_file(dataset: Dataset) -> None:
    (row,) = inventory.indicators_of(dataset, FILE, EN, {})
    assert (row["code"], row["unit"], row["figures"], row["places"]) == ("U", "% of people", 4, 2)
    assert inventory.indicators_of(dataset, "no/such.csv", EN, {}) == []


def test_a_title_cannot_lead_a_link_elsewhere() -> None:
    address = inventory.page_of("a", ") [x](//evil?#", {})
    assert address == "indicator?indicator=a#%29%20%5Bx%5D%28%2F%2Fevil%3F%23"


def test_computed_indicators_show_formula_and_inputs(dataset: Dataset) -> None:
    (entry,) = handbook.computed(dataset.catalogue, "online", EN, {})
    assert entry.link == "[Offline](indicator?indicator=offline)"
    assert (
        entry.method == r"100 − “Users \[of\] \*it\*”"
        and entry.needs == r"[Users \[of\] \*it\*](indicator?indicator=users)"
    )
    assert [one.link for one in handbook.published(dataset.catalogue, "online", EN, {})] == [
        entry.needs
    ]


def test_each_shipped_computed_indicator_has_its_method_in_every_language(
    shipped: Dataset,
) -> None:
    catalogue = shipped.catalogue
    computed = [entry for entry in catalogue.indicators.values() if entry.kind != "read"]
    assert {entry.kind for entry in computed} == {"formula", "python", "index"}
    for language in catalogue.languages:
        locale = get_locale(language)
        texts = {entry.id: handbook.method(entry, catalogue, locale) for entry in computed}
        # `<span lang=...>` marks words in another language.
        foreign = [name for name, text in texts.items() if not text or "<span" in text]
        assert (language, foreign) == (language, [])


def test_a_method_in_another_language_is_marked_and_stays_text(dataset: Dataset) -> None:
    unit = Unit("persons", "persons")
    words = Text({"en": "Twice <b>the</b> *people*."})
    indicator = Indicator(
        "twice", Text({"zh": "两倍"}), unit, "online", kind="python", method=words
    )
    assert (
        handbook.method(indicator, dataset.catalogue, ZH)
        == r'<span lang="en">Twice \<b\>the\</b\> \*people\*\.</span>'
    )
    assert handbook.method(indicator, dataset.catalogue, EN) == r"Twice \<b\>the\</b\> \*people\*\."


def test_peers_and_citation(dataset: Dataset) -> None:
    assert handbook.peers(dataset.catalogue, EN) == [
        ("Countries and economies", "Both places, 2 places")
    ]
    assert (
        handbook.citation(dataset, EN, date(2026, 5, 1))
        == "The Bureau, Yearbook, 2023. Shown in Tiny board, 1 May 2026."
    )
    assert (
        handbook.citation(dataset, ZH, date(2026, 5, 1))
        == "统计局，年鉴，2023。引自小看板，2026年5月1日。"
    )
