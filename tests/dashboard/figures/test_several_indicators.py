"""Profile, heat table, scatter and breakdowns, worked out by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.figures import Chart, breakdown_bars, breakdown_lines, heat, profile, scatter
from dashboard.figures.scatter import diameter
from dashboard.theme import DARK, LIGHT, measure
from tests.dashboard.figures.samples import PERCENT, YUAN, make, pairs, parts, positions, series

NAMES = {"CHN": "China", "JPN": "Japan"}
POSITIONS = positions(("net", "CHN", 0.25, 3), ("net", "JPN", 1.0, 1), ("rd", "JPN", 0.5, 2), ("rd", "CHN", None, None))


def named(chart: Chart, name: str) -> dict[str, Any]:
    return next(trace for trace in chart.figure["data"] if trace.get("name") == name)


def test_profile_has_a_row_an_indicator_and_better_to_the_right() -> None:
    chart = profile(POSITIONS, NAMES, ("CHN",), ("JPN",), "en", LIGHT, title="T")
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["Name of net", "Name of rd"]
    assert (named(chart, "China")["x"], named(chart, "China")["y"]) == ([0.25], [0])
    assert (named(chart, "Japan")["x"], named(chart, "Japan")["y"]) == ([1.0, 0.5], [0, 1])
    assert chart.figure["layout"]["xaxis"]["ticktext"] == ["◂ behind most", "middle", "ahead of most ▸"]
    assert "ahead of 25% of places" in named(chart, "China")["hovertext"][0]


def test_profile_says_at_a_rows_end_the_value_or_that_there_is_none() -> None:
    chart = profile(POSITIONS, NAMES, ("CHN",), ("JPN",), "en", LIGHT)
    ends = {note["y"]: note["text"] for note in chart.figure["layout"]["annotations"] if note["x"] == 1}
    assert ends == {0: "30% · No. 3", 1: "No data"}
    phone = profile(POSITIONS, NAMES, ("CHN",), ("JPN",), "zh", LIGHT, size="phone").figure["layout"]
    assert {note["text"] for note in phone["annotations"]} == {"30%<br>No. 3", "暂无数据"}


def test_profile_of_nobody_with_figures_says_so() -> None:
    chart = profile(POSITIONS, NAMES, ("FRA",), ("JPN",), "en", LIGHT, title="T")
    assert chart.alt == "T No data: FRA"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_heat_holds_ranks_and_a_dash_where_there_is_none(palette: Any) -> None:
    tiles, texts = heat(POSITIONS, NAMES, ("CHN", "JPN"), ("CHN",), "en", palette).figure["data"]
    assert tiles["z"] == [[0.25, 1.0], [None, 0.5]]
    assert texts["text"] == ["3", "1", "–", "2"]
    assert tiles["text"][1][0] == "<b>China: Name of rd</b><br>No data"
    assert tiles["text"][0][1] == "<b>Japan: Name of net</b><br>1st of 4<br>10%<br>2023"


def test_heat_says_how_many() -> None:
    assert heat(POSITIONS, NAMES, ("CHN", "JPN"), ("CHN",), "en", LIGHT, title="T").alt == (
        "T Ranks of 2 places in 2 indicators.")


PAIRS = pairs(CHN=(13_000.0, 92.0, 1400.0, "upper"), JPN=(35_000.0, 87.0, 125.0, "high"), FRA=(0.0, 50.0, 60.0, "high"))
GROUPS = {"high": "High income", "upper": "Upper middle income"}


def plotted(**options: Any) -> Chart:
    given = {"groups": GROUPS, "title": "T", "peers": ("JPN",), **options}
    return scatter(PAIRS, make(YUAN), make(PERCENT), NAMES, ("CHN",), "en", LIGHT, **given)


def test_scatter_colours_by_group_and_rings_the_focus() -> None:
    chart = plotted()
    assert [trace["name"] for trace in chart.figure["data"]] == ["High income", "Upper middle income"]
    assert named(chart, "Upper middle income")["marker"]["color"] == [LIGHT.focus]
    assert named(chart, "High income")["marker"]["color"] == [LIGHT.peers[0]] * 2
    assert chart.alt == "T 3 places. China: Internet users 13,000 yuan, Internet users 92.0%."


def test_scatter_names_focus_and_peers() -> None:
    texts = [note["text"] for note in plotted().figure["layout"]["annotations"]]
    assert "<b>China</b>" in texts and "Japan" in texts and "FRA" not in texts


def test_a_logarithmic_axis_leaves_out_what_is_not_above_zero() -> None:
    chart = plotted(log_x=True)
    assert named(chart, "High income")["x"] == [35_000]
    assert chart.figure["layout"]["xaxis"]["type"] == "log"
    assert chart.alt.startswith("T 2 places.")


def test_areas_follow_the_third_indicator() -> None:
    page = measure("page")
    assert diameter(400, 400, page) == 2 * diameter(100, 400, page)
    assert diameter(None, 400, page) == diameter(0, 400, page) > 0
    assert diameter(None, 0, page) > 0


def test_breakdowns_show_their_latest_with_the_total_first() -> None:
    frame = parts(female=78.0, total=80.0, male=82.0)
    older = frame.assign(period="2020", value=1.0)
    frame.loc[0, "status"] = "estimated"
    chart = breakdown_bars(pd.concat([older, frame]), make(), "en", LIGHT, title="T")
    (bars,) = chart.figure["data"]
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["<b>total</b>", "female", "male"]
    assert bars["x"] == [80, 78, 82] and bars["marker"]["color"][0] == LIGHT.focus
    assert bars["marker"]["pattern"]["shape"] == ["", "/", ""]
    assert chart.alt == "T Highest: male, 82.0%; lowest: female, 78.0%."


def test_an_older_part_says_its_period() -> None:
    frame = parts(total=80.0, female=78.0, male=82.0)
    frame.loc[2, "period"] = "2019"
    assert breakdown_bars(frame, make(), "zh", LIGHT).figure["data"][0]["text"][2] == "82.0% (2019年)"


def test_breakdowns_over_time_are_lines_with_the_total_in_colour() -> None:
    frame = pd.concat([series(CHN={"2020": 1.0, "2021": 2.0}).assign(breakdown=name)
                       for name in ("total", "sex=female")])
    chart = breakdown_lines(frame, make(), "zh", LIGHT)
    texts = {note["text"] for note in chart.figure["layout"]["annotations"]}
    assert texts == {"<b>合计 2.0%</b>", "女 2.0%"}
    assert named(chart, "合计")["marker"]["line"]["color"] == LIGHT.focus
