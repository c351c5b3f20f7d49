"""Where places stand in many indicators: a row an indicator, a dot a place, better to the right."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import Chart, Places, profile
from dashboard.style import LIGHT
from tests.dashboard.charts.drawing import HOSTILE, NAMES, checked, harmless, notes, options_of

COLUMNS = ["indicator", "name", "place", "position", "value_text", "rank_text", "period"]


def frame(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows], columns=COLUMNS)


TWO = frame(
    ("users", "Users", "BBB", 0.25, "40.0%", "4th of 5", "2023"),
    ("users", "Users", "AAA", 0.75, "70.0%", "2nd of 5", "2022"),
    ("cost", "Cost", "AAA", 0.0, "$9", "5th of 5", "2023"),
    ("cost", "Cost", "BBB", 1.0, "$1", "1st of 5", "2023"),
    ("speed", "Speed", "BBB", 0.5, "3 Mbit", "3rd of 5", "2023"),
    ("speed", "Speed", "AAA", float("nan"), "", "", ""),
)


def drawn(
    given: pd.DataFrame,
    focus: tuple[str, ...] = ("AAA",),
    peers: tuple[str, ...] = ("BBB",),
    language: str = "en",
    **more: Any,
) -> Chart:
    names = more.pop("names", NAMES)
    style, words, _ = options_of({"language": language, **more})
    return checked(lambda data: profile(data, Places(names, focus, peers), style, words), given)


def test_a_dot_for_each_place_and_the_focus_on_top() -> None:
    chart = drawn(TWO)
    peer, own = chart.figure["data"]
    assert (own["name"], own["x"], own["y"]) == ("Aland", [0.75, 0.0], [0, 1])
    assert (peer["name"], peer["x"], peer["y"]) == ("Beland", [0.25, 1.0, 0.5], [0, 1, 2])
    assert (own["marker"]["color"], peer["marker"]["color"]) == (LIGHT.focus, LIGHT.peers[0])
    assert own["marker"]["size"] > peer["marker"]["size"]
    assert (own["legendrank"], peer["legendrank"]) == (1, 2)
    assert (
        own["hovertext"][0]
        == "<b>Aland: Users</b><br>70.0%<br>2nd of 5<br>ahead of 75% of places<br>2022"
    )
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["Users", "Cost", "Speed"]
    top, bottom = chart.figure["layout"]["yaxis"]["range"]
    assert top > bottom


@pytest.mark.parametrize(
    ("language", "none", "alt"),
    [
        (
            "en",
            "No data",
            "T. Aland: best at Users (2nd of 5), furthest behind at Cost (5th of 5).",
        ),
        ("zh", "暂无数据", "T. Aland：最好为Users（2nd of 5），最弱为Cost（5th of 5）。"),
    ],
)
def test_rows_end_with_the_value_and_rank_of_the_focus(language: str, none: str, alt: str) -> None:
    chart = drawn(TWO, language=language, title="T.")
    assert notes(chart) == ["70.0% · 2nd of 5", "$9 · 5th of 5", none]
    assert chart.alt == alt


def test_on_a_phone_they_take_two_lines() -> None:
    assert notes(drawn(TWO, size="phone"))[0] == "70.0%<br>2nd of 5"


def test_the_axis_says_which_way_is_good() -> None:
    assert drawn(TWO).figure["layout"]["xaxis"]["ticktext"] == [
        "◂ behind most",
        "middle",
        "ahead of most ▸",
    ]
    assert drawn(TWO, language="zh").figure["layout"]["xaxis"]["ticktext"][2] == "领先于多数 ▸"


def test_a_focus_without_any_figure() -> None:
    chart = drawn(TWO, focus=("CCC",))
    assert [trace["name"] for trace in chart.figure["data"]] == ["Beland"]
    assert notes(chart) == ["No data"] * 3
    assert chart.alt == "No recent figure held here: Celand"


@pytest.mark.parametrize(("language", "said"), [("en", "No data"), ("zh", "暂无数据")])
@pytest.mark.parametrize("given", [TWO.head(0), pd.DataFrame()], ids=["no rows", "no columns"])
def test_nothing_to_draw_says_so(given: pd.DataFrame, language: str, said: str) -> None:
    assert notes(drawn(given, language=language)) == [said]


def test_one_figure() -> None:
    chart = drawn(TWO.iloc[[1]], peers=())
    [only] = chart.figure["data"]
    assert (only["x"], only["y"]) == ([0.75], [0])


@pytest.mark.parametrize("count", [70, 200])
def test_many_places(count: int) -> None:
    places = tuple(f"P{index}" for index in range(count))
    given = frame(
        *(
            ("users", "Users", place, index / count, "1", "1st", "2023")
            for index, place in enumerate(places)
        )
    )
    chart = drawn(given, focus=places[:1], peers=places[1:], names={})
    assert len(chart.figure["data"]) == count
    assert chart.figure["data"][0]["name"] == places[-1]


def test_two_hundred_rows() -> None:
    rows = drawn(frame(*((f"i{n}", f"I{n}", "AAA", 0.5, "1", "1st", "2023") for n in range(200))))
    assert len(rows.figure["layout"]["yaxis"]["ticktext"]) == 200


def test_names_are_never_markup() -> None:
    given = frame(
        ("users", "<b>x</b>", "AAA", 0.5, "<b>x</b>", "<script>", "2023"),
        ("users", "<b>x</b>", "BBB", 0.5, "1", "", "2023"),
    )
    assert harmless(drawn(given, names=HOSTILE, title="<b>x</b>"), "<b>x</b>", "<script>")
