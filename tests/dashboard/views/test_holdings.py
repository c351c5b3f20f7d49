"""The first view of the Data page in words, on the tiny dashboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.views import holdings
from dashboard.views.holdings import Filter
from indicators import Dataset
from indicators.locale import get_locale
from tests.dashboard import tiny

EN, ZH = get_locale("en"), get_locale("zh")
TODAY = date(2025, 6, 1)
ADDRESS = {"lang": "en"}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return tiny.dataset(tmp_path_factory.mktemp("tiny"))


def test_a_row_says_what_is_held_at_each_level(dataset: Dataset) -> None:
    users, offline = holdings.table_rows(dataset, EN, TODAY, Filter(), ADDRESS)
    assert users == {
        "pillar": "Online",
        "indicator": "indicator?lang=en&indicator=users#Users%20%5Bof%5D%20%2Ait%2A",
        "state": "current",
        "newest": "2023",
        "next_release": "",
        "terms": "open",
        "publisher": "The Bureau",
        "retrieved": None,
        "country": "2 · 2021 – 2023",
        "province": "–",
        "city": "–",
        "district": "–",
    }
    assert (offline["terms"], offline["publisher"]) == ("open", "The Bureau")


def test_what_is_old_is_marked_in_the_cell(dataset: Dataset) -> None:
    users, _ = holdings.table_rows(dataset, ZH, date(2028, 1, 1), Filter(), ADDRESS)
    assert (users["state"], users["country"]) == ("较旧", "2 · 2021年 – 2023年 · 较旧")


def test_fields_are_counted_by_state(dataset: Dataset) -> None:
    (row,) = holdings.summary(dataset, EN, TODAY, Filter())
    assert (row["pillar"], row["indicators"], row["current"], row["missing"]) == ("Online", 2, 2, 0)
    (row,) = holdings.summary(dataset, EN, TODAY, Filter(level="city"))
    assert (row["indicators"], row["current"], row["missing"]) == (2, 0, 2)


def test_a_filter_leaves_only_what_it_names(dataset: Dataset) -> None:
    assert holdings.table_rows(dataset, EN, TODAY, Filter(state="old"), ADDRESS) == []
    assert len(holdings.table_rows(dataset, EN, TODAY, Filter(state="current"), ADDRESS)) == 2
    missing = Filter(level="city", state="missing")
    assert [row["state"] for row in holdings.table_rows(dataset, EN, TODAY, missing, ADDRESS)] == [
        "not held",
        "not held",
    ]


def test_a_phone_has_a_list_for_each_field(dataset: Dataset) -> None:
    ((line, indicators),) = holdings.lists(dataset, EN, TODAY, Filter(), ADDRESS)
    assert line == "Online: 2 indicators (2 current)"
    first, figures, terms = indicators.splitlines()[:3]
    assert first.startswith("- [Users \\[of\\] \\*it\\*](indicator?lang=en&indicator=users)")
    assert figures.strip() == "Countries and economies\\: 2 · 2021 – 2023"
    assert terms.strip() == "open; The Bureau"


def test_a_csv_row_has_the_title_and_no_address(dataset: Dataset) -> None:
    users, _ = holdings.table_rows(dataset, EN, TODAY, Filter(), ADDRESS)
    order = ["indicator", "country", "retrieved"]
    assert holdings.csv_row(users, order) == ["Users [of] *it*", "2 · 2021 – 2023", ""]


def test_when_figures_are_due_is_a_day_a_month_or_a_year(tmp_path: Path) -> None:
    from indicators.holdings_page import release

    assert [release(text, "en") for text in ("2027-03-15", "2027-03", "2027", "")] == [
        "15 Mar 2027",
        "Mar 2027",
        "2027",
        "",
    ]
    assert release("2027-03-15", "zh") == "2027年3月15日"
