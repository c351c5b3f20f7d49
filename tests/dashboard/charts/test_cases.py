"""Cases of trend, ranking and map beside test_trend, test_ranking and test_map: rarer ones."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.charts import Chart, Frame, Outline, Places, ranking, trend, world_map
from dashboard.charts.kit.map_colours import class_limits, class_of
from dashboard.style import LIGHT
from tests.dashboard.charts.drawing import EN, NAMES, checked, indicator, notes, over_time


def drawn(frame: pd.DataFrame) -> Chart:
    return checked(lambda one: trend(one, indicator(), Places(NAMES, ["AAA"]), EN), frame)


def line(chart: Chart, colour: str) -> list[float | None]:
    """The values of the one full line of a colour."""
    [found] = [
        trace["y"]
        for trace in chart.figure["data"]
        if trace["mode"] == "lines"
        and trace["line"]["color"] == colour
        and "dash" not in trace["line"]
    ]
    return list(found)


def test_a_missing_value_breaks_the_line_as_a_missing_row_does() -> None:
    values = {2019: 1.0, 2020: 2.0, 2021: float("nan"), 2022: 4.0, 2023: 5.0}
    frame = over_time(*(("AAA", str(year), value) for year, value in values.items()))
    assert (
        line(drawn(frame), LIGHT.focus)
        == line(drawn(frame.dropna()), LIGHT.focus)
        == [1, 2, None, 4, 5]
    )


def ranked(count: int, focus: str, language: str = "en") -> Chart:
    frame = pd.DataFrame(
        [
            {
                "place": f"P{at:03}",
                "value": 300.0 - at,
                "rank": at + 1,
                "period": "2023",
                "status": "reported",
            }
            for at in range(count)
        ]
    )
    style = replace(EN, language=language)
    return checked(lambda one: ranking(one, indicator(), Places({}, [focus]), style), frame)


def test_of_two_hundred_the_top_and_the_neighbours_of_the_focus() -> None:
    chart = ranked(200, "P100")
    shown = chart.figure["layout"]["yaxis"]["ticktext"]
    # 25 bars: five around the 101st, so the first twenty; 78 lie between, and 97 behind the 103rd
    assert shown[:20] == [f"{at + 1} P{at:03}" for at in range(20)]
    assert shown[21:26] == ["99 P098", "100 P099", "<b>101 P100</b>", "102 P101", "103 P102"]
    assert ("… 78 more …" in shown[20], "… 97 more …" in shown[26], len(shown)) == (True, True, 27)
    assert chart.figure["data"][0]["x"] == [
        *(300.0 - at for at in range(20)),
        202,
        201,
        200,
        199,
        198,
    ]
    assert "其余78个" in ranked(200, "P100", "zh").figure["layout"]["yaxis"]["ticktext"][20]


@pytest.mark.parametrize(("focus", "last"), [("P001", "… 175 more …"), ("P199", "<b>200 P199</b>")])
def test_a_focus_at_either_end_needs_one_gap(focus: str, last: str) -> None:
    shown = ranked(200, focus).figure["layout"]["yaxis"]["ticktext"]
    assert len(shown) == 26 and last in shown[-1]


def test_equal_ranks_stand_by_code() -> None:
    frame = pd.DataFrame(
        {
            "place": ["CCC", "AAA", "BBB"],
            "value": [5.0, 5.0, 4.0],
            "rank": [1, 1, 3],
            "period": ["2023"] * 3,
        }
    )
    chart = checked(lambda one: ranking(one, indicator(), Places(NAMES), EN), frame)
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["1 Aland", "1 Celand", "3 Beland"]
    assert chart.alt == "First: Aland with 5.0%; 3 places."


def mapped(rows: dict[str, float], language: str = "en") -> Chart:
    frame = pd.DataFrame({"place": list(rows), "value": list(rows.values()), "period": "2023"})
    return checked(
        lambda one: world_map(
            one,
            indicator(),
            Places({**NAMES, "SML": "Smalland"}, ["AAA"]),
            Outline(
                "app/static/x.geojson",
                {"AAA", "BBB", "CCC"},
                {"SML": (1.0, 103.0), "AAA": (3.0, 4.0)},
            ),
            replace(EN, language=language),
            Frame("T."),
        ),
        frame,
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "T. 3 places, from 10.0% (Smalland) to 70.0% (Aland); 1 without data."),
        ("zh", "T. 共3个地区，最低10.0%（Smalland），最高70.0%（Aland）；1个暂无数据。"),
    ],
)
def test_a_map_says_how_many_have_no_data(language: str, said: str) -> None:
    assert mapped({"AAA": 70.0, "BBB": 40.0, "SML": 10.0, "XXX": 5.0}, language).alt == said


def test_a_place_is_drawn_or_a_dot_never_both_and_nowhere_is_no_place() -> None:
    [dots] = [
        trace
        for trace in mapped({"AAA": 70.0, "SML": 10.0}).figure["data"]
        if trace["type"] == "scattergeo"
    ]
    assert (dots["lat"], dots["lon"], dots["marker"]["color"]) == ([1], [103], [10])
    assert notes(mapped({"XXX": 5.0})) == ["No data"]


@pytest.mark.parametrize(
    ("values", "classes", "limits"),
    [
        ([1, 2, 3, 4, 5, 6], 3, [3, 5]),
        ([6, 5, 4, 3, 2, 1], 2, [4]),
        ([1, 2, 3], 3, []),
        ([1, 2, 3, 4], None, []),
        ([], 3, []),
    ],
)
def test_limits_of_classes(values: list[float], classes: int | None, limits: list[float]) -> None:
    assert class_limits(values, classes) == limits


def test_the_class_of_a_value() -> None:
    assert [class_of(value, [3, 5]) for value in (1, 2.9, 3, 4.9, 5, 99)] == [0, 0, 1, 1, 2, 2]
    assert class_of(7.5, []) == 7.5


def test_no_class_is_empty() -> None:
    values = [1.0] * 8 + [2.0, 3.0, 4.0, 5.0]
    limits = class_limits(values, 4)
    assert {class_of(value, limits) for value in values} == {
        float(at) for at in range(len(limits) + 1)
    }
