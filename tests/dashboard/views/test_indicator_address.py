"""What an address asks of the indicator page, without a session: ids, labels, and what is wrong.

The values are those of comparable.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.style import LIGHT, Style, measure
from dashboard.views import indicator as indicatorview
from dashboard.views.indicator_address import (
    IndicatorAddress,
    draw_address,
    read_address,
    read_indicator,
)
from indicators import Dataset, load
from indicators.locale import get_locale
from tests.dashboard import comparable

STYLE = Style("en", LIGHT, measure("page"))
NO_MAPS = Path("no folder")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load(comparable.write(tmp_path_factory.mktemp("comparable")), keep=False)


def read(data: Dataset, indicator: str = "users", **parameters: str) -> IndicatorAddress:
    entry = data.catalogue.indicators[indicator]
    return read_address(data, entry, parameters, "AAA", STYLE)


def test_an_empty_address_has_defaults(data: Dataset) -> None:
    address = read(data)
    assert address.query.places == ("AAA", "EEE", "BBB", "CCC")
    assert address.query.group is not None and address.query.group.id == "five"
    assert (address.query.period, address.query.breakdown) == ("", "total")
    assert (address.view, list(address.views)) == ("trend", ["trend", "ranking"])
    assert (address.notices, dict(address.ids)) == ((), {})


def test_everything_that_can_be_asked_for(data: Dataset) -> None:
    address = read(
        data, places="BBB,CCC", group="trio", view="ranking", period="2023", members="constant"
    )
    query = address.query
    assert query.group is not None
    assert (query.places, query.group.id, query.period) == (("BBB", "CCC"), "trio", "2023")
    assert query.constant_members and address.view == "ranking"
    assert read(data, period="latest").query.period == ""


def test_labels_become_ids_and_what_is_wrong_is_said(data: Dataset) -> None:
    address = read(data, group="The trio", view="Ranking", places="Aland,GGG,XXX")
    assert dict(address.ids) == {"group": "trio", "view": "ranking"}
    assert address.query.places == ("AAA",)
    said = [notice.text for notice in address.notices]
    assert len(said) == 2 and "XXX" in said[0] and "Geland" in said[1]
    assert dict(read(data, places="Aland,BBB").ids) == {"places": "AAA,BBB"}


def test_the_indicator_of_an_address(data: Dataset) -> None:
    english = get_locale("en")
    assert read_indicator(data, {}, "AAA", english).id == "users"
    assert read_indicator(data, {"indicator": "cost"}, "AAA", english).id == "cost"
    wrong = read_indicator(data, {"indicator": "nothing"}, "AAA", english)
    assert wrong.id == "users" and len(wrong.notices) == 1


def test_an_address_is_drawn_once(data: Dataset) -> None:
    address = read(data, view="ranking")
    content = draw_address(address, NO_MAPS)
    assert content is not None
    assert content.rows == indicatorview.ranking_chart(address.query).rows
    assert draw_address(read(data, view="ranking"), NO_MAPS) is content
    trend = draw_address(read(data), NO_MAPS)
    assert trend is not None and trend.name == "users-trend-AAA"


def test_a_title_is_of_the_page_s_place(data: Dataset) -> None:
    """The same places on the page of Efland, which has figures, and of the North."""
    entry = data.catalogue.indicators["cost"]
    parameters = {"places": "BBB"}
    contents = [
        draw_address(read_address(data, entry, parameters, place, STYLE), NO_MAPS)
        for place in ("BBB", "EEE", "FFF")
    ]
    titles = [content.chart.figure["layout"]["title"]["text"] for content in contents if content]
    assert len(titles) == 3 and "$2 in 2023" in titles[0] and "$2" not in titles[2]
