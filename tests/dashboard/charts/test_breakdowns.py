"""One place by sex, age, sector: the newest as bars, all as lines."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import Chart, breakdown_bars, breakdown_lines
from dashboard.style import LIGHT
from indicators.model import Target
from tests.dashboard.charts.drawing import (
    checked,
    harmless,
    indicator,
    notes,
    options_of,
    over_time,
)

SEX = over_time(
    ("sex=female", "2021", 40.0),
    ("sex=female", "2022", 45.0, "estimated"),
    ("total", "2021", 50.0),
    ("total", "2022", 52.0),
    ("sex=male", "2021", 60.0),
    ("sex=male", "2022", float("nan")),
    key="breakdown",
)


def bars(frame: pd.DataFrame, language: str = "en", **more: Any) -> Chart:
    style, words, _ = options_of({"language": language, **more})
    return checked(lambda data: breakdown_bars(data, indicator(), style, words), frame)


def lines(frame: pd.DataFrame, language: str = "en", **more: Any) -> Chart:
    entry = more.pop("entry", indicator())
    style, words, _ = options_of({"language": language, **more})
    return checked(lambda data: breakdown_lines(data, entry, style, words), frame)


def test_the_newest_of_each_the_total_first() -> None:
    chart = bars(SEX, title="T.")
    [drawn] = chart.figure["data"]
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["<b>total</b>", "female", "male"]
    assert drawn["x"] == [52, 45, 60]
    assert drawn["text"] == ["<b>52.0%</b>", "45.0%", "60.0% (2021)"]
    assert drawn["marker"]["color"] == [LIGHT.focus, LIGHT.peers[1], LIGHT.peers[1]]
    assert [bool(shape) for shape in drawn["marker"]["pattern"]["shape"]] == [False, True, False]
    assert drawn["hovertext"][1] == "<b>female</b><br>45.0%<br>2022<br>estimated"
    assert chart.alt == "T. Highest: male, 60.0%; lowest: female, 45.0%."


def test_bars_in_chinese() -> None:
    chart = bars(SEX, "zh")
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["<b>合计</b>", "女", "男"]
    assert chart.alt == "最高：男，60.0%；最低：女，45.0%。"


def test_ages_keep_their_order() -> None:
    frame = over_time(
        ("age=6-15", "2022", 90.0),
        ("age=16-24", "2022", 99.0),
        ("age=65+", "2022", 20.0),
        key="breakdown",
    )
    assert bars(frame).figure["layout"]["yaxis"]["ticktext"] == ["6–15", "16–24", "65+"]
    assert bars(frame, "zh").figure["layout"]["yaxis"]["ticktext"] == [
        "6–15岁",
        "16–24岁",
        "65岁及以上",
    ]


def test_lines_over_time() -> None:
    chart = lines(SEX)
    total, female, male = (
        next(trace for trace in chart.figure["data"] if trace.get("name") == name)
        for name in ("total", "female", "male")
    )
    assert (total["x"], total["y"]) == (["2021-01-01", "2022-01-01"], [50, 52])
    assert (female["y"], male["y"]) == ([40, 45], [60])
    assert notes(chart) == [
        "○ estimated",
        "<b>total 52.0%</b>",
        "female 45.0%",
        "male 60.0% (2021)",
    ]
    assert notes(lines(SEX, "zh"))[1] == "<b>合计 52.0%</b>"


def test_lines_have_no_target_for_it_is_the_total_s() -> None:
    assert notes(lines(SEX, entry=indicator(targets=(Target("2030", 90.0),)))) == notes(lines(SEX))


def test_lines_take_the_breakdown_and_not_the_place() -> None:
    chart = lines(SEX.assign(place="AAA"))
    assert {trace["name"] for trace in chart.figure["data"] if "name" in trace} == {
        "total",
        "female",
        "male",
    }


@pytest.mark.parametrize("draw", [bars, lines])
@pytest.mark.parametrize(
    "frame",
    [SEX.head(0), over_time(("total", "2021", float("nan")), key="breakdown"), pd.DataFrame()],
    ids=["no rows", "no values", "no columns"],
)
def test_nothing_to_draw_says_so(draw: Any, frame: pd.DataFrame) -> None:
    assert notes(draw(frame)) == ["No data"]
    assert notes(draw(frame, "zh")) == ["暂无数据"]


@pytest.mark.parametrize("draw", [bars, lines])
def test_one_figure_alone(draw: Any) -> None:
    chart = draw(over_time(("total", "2021", 5.0), key="breakdown"))
    assert "5.0%" in chart.alt


@pytest.mark.parametrize("draw", [bars, lines])
def test_two_hundred_parts_with_hostile_names(draw: Any) -> None:
    rows = [
        ("<b>x</b>", "2021", 1.0),
        ("sex=<script>", "2021", 2.0),
        *((f"age={n}", "2021", 1.0) for n in range(198)),
    ]
    assert harmless(draw(over_time(*rows, key="breakdown")), "<b>x</b>", "<script>")
