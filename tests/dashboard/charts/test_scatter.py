"""Two indicators against each other: a dot a place, its area a third, its colour a group."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import Chart, Encoding, Frame, Places, scatter
from dashboard.charts.scatter import diameter
from dashboard.style import LIGHT, measure
from tests.dashboard.charts.drawing import (
    EN,
    HEADS,
    HOSTILE,
    NAMES,
    checked,
    harmless,
    indicator,
    notes,
    options_of,
)

USERS, PEOPLE = indicator(title="Users"), indicator(HEADS, title="People")
GROUPS = {"rich": "Rich", "poor": "Poor"}


def frame(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """(place, x, y[, size[, group]])"""
    return pd.DataFrame(
        [
            {
                "place": place,
                "x": x,
                "y": y,
                "size": (*more, None)[0],
                "group": more[1] if len(more) > 1 else None,
                "period": "2023",
            }
            for place, x, y, *more in rows
        ],
        columns=["place", "x", "y", "size", "group", "period"],
    )


FOUR = frame(
    ("AAA", 100.0, 50.0, 4.0, "rich"),
    ("BBB", 1000.0, 70.0, 100.0, "rich"),
    ("CCC", 10.0, 20.0, 25.0, "poor"),
    ("DDD", float("nan"), 10.0, 1.0, "poor"),
)


def drawn(
    given: pd.DataFrame, focus: tuple[str, ...] = ("AAA",), language: str = "en", **more: Any
) -> Chart:
    style, words, more = options_of({"language": language, **more})
    places = Places(more.pop("names", NAMES), focus, more.pop("peers", ()))
    encoding = Encoding(PEOPLE, USERS, more.pop("third", None), **more)
    return checked(lambda data: scatter(data, encoding, places, style, words), given)


def _joined(chart: Chart) -> set[tuple[float, float]]:
    """Every dot, whatever its group."""
    return {
        spot for trace in chart.figure["data"] for spot in zip(trace["x"], trace["y"], strict=True)
    }


def test_a_dot_for_each_place_with_both_figures() -> None:
    assert _joined(drawn(FOUR)) == {(1000, 70), (100, 50), (10, 20)}


def test_groups_in_the_order_of_the_legend() -> None:
    chart = drawn(FOUR, groups=GROUPS, third=PEOPLE)
    rich, poor = chart.figure["data"]
    assert (rich["name"], poor["name"]) == ("Rich", "Poor")
    assert (rich["x"], rich["y"]) == (
        [1000, 100],
        [70, 50],
    )  # the largest first, so that it hides nobody
    assert rich["marker"]["color"] == [LIGHT.peers[0], LIGHT.focus] and poor["marker"]["color"] == [
        LIGHT.peers[1]
    ]
    assert chart.figure["layout"]["showlegend"] is True
    assert (
        rich["hovertext"][1]
        == "<b>Aland</b><br>People: 100 people<br>Users: 50.0%<br>People: 4 people<br>Rich<br>2023"
    )


def test_the_area_follows_the_third_indicator() -> None:
    page = measure("page")
    assert diameter(100, 100, page) == pytest.approx(42)  # seven markers of 6
    assert diameter(25, 100, page) == pytest.approx(21)  # a quarter of the area is half as wide
    assert diameter(0.0001, 100, page) == diameter(None, 100, page) == pytest.approx(7.2)
    assert diameter(None, 0, page) == pytest.approx(9.6)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "T. 3 places. Aland: People 100 people, Users 50.0%."),
        ("zh", "T. 共3个地区。Aland：网民100人，网民50.0%。"),
    ],
)
def test_it_is_told(language: str, said: str) -> None:
    assert drawn(FOUR, language=language, title="T.").alt == said


def test_nobody_in_focus() -> None:
    assert drawn(FOUR, focus=()).alt == "3 places."


def test_focus_and_peers_are_named() -> None:
    said = notes(drawn(FOUR, peers=("BBB", "DDD")))
    assert "<b>Aland</b>" in said and "Beland" in said
    assert not any("Celand" in text or "Deland" in text for text in said)


def test_axes_say_what_they_are() -> None:
    layout = drawn(FOUR).figure["layout"]
    assert layout["xaxis"]["title"]["text"].startswith("People") and layout["xaxis"]["title"][
        "text"
    ].endswith("→")
    assert any(text.startswith("↑ Users") for text in notes(drawn(FOUR)))


def test_a_logarithmic_axis_leaves_out_what_is_not_above_zero() -> None:
    given = frame(
        ("AAA", 0.0, 50.0), ("BBB", 1000.0, 70.0), ("CCC", 10.0, 20.0), ("DDD", -5.0, 1.0)
    )
    chart = drawn(given, log_x=True)
    assert _joined(chart) == {(1000, 70), (10, 20)}
    axis = chart.figure["layout"]["xaxis"]
    assert axis["type"] == "log"
    assert axis["range"][0] == pytest.approx(math.log10(10), abs=0.1)
    assert axis["range"][1] == pytest.approx(math.log10(1000), abs=0.1)
    assert set(axis["tickvals"]) >= {10, 100, 1000}
    assert len(_joined(drawn(given))) == 4


@pytest.mark.parametrize(("language", "said"), [("en", "No data"), ("zh", "暂无数据")])
@pytest.mark.parametrize(
    "given",
    [FOUR.head(0), FOUR.iloc[[3]], pd.DataFrame()],
    ids=["no rows", "no values", "no columns"],
)
def test_nothing_to_draw_says_so(given: pd.DataFrame, language: str, said: str) -> None:
    assert notes(drawn(given, language=language)) == [said]


@pytest.mark.parametrize("log", [False, True])
def test_one_place(log: bool) -> None:
    chart = drawn(FOUR.head(1), log_x=log, log_y=log)
    assert _joined(chart) == {(100, 50)}
    low, high = chart.figure["layout"]["xaxis"]["range"]
    assert low < (2 if log else 100) <= high


def test_two_hundred_places_all_named_if_asked_where_there_is_room() -> None:
    places = tuple(f"P{index:03}" for index in range(200))
    given = frame(*((place, 1.0 + index, index % 90 * 1.0) for index, place in enumerate(places)))
    chart = drawn(given, focus=places[:1], peers=places[1:], names={})
    assert len(_joined(chart)) == 200
    assert "<b>P000</b>" in notes(chart) and 3 < len(notes(chart)) < 190


def test_a_place_in_no_group_is_not_called_none() -> None:
    chart = drawn(frame(("AAA", 1.0, 1.0, 1.0, "rich"), ("BBB", 2.0, 2.0)), groups=GROUPS)
    assert "None" not in [trace["name"] for trace in chart.figure["data"]]


def test_names_are_never_markup() -> None:
    given = frame(("AAA", 1.0, 5.0, 1.0, "rich"), ("BBB", 2.0, 50.0, 1.0, "poor"))
    chart = checked(
        lambda data: scatter(
            data,
            Encoding(
                indicator(title="<b>x</b>"),
                indicator(title="<script>"),
                groups={"rich": "<b>x</b>", "poor": "<script>"},
            ),
            Places(HOSTILE, ("AAA",), ("BBB",)),
            EN,
            Frame("<b>x</b>"),
        ),
        given,
    )
    assert harmless(chart, "<b>x</b>", "<script>", HOSTILE["AAA"])
