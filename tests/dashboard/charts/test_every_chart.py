"""What is true of every chart: it can be drawn, it leaves its data alone, it survives any data."""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.io as pio
import pytest
from plotly.graph_objects import Figure

from dashboard.charts import (
    Chart,
    Places,
    breakdown_bars,
    breakdown_lines,
    dot_map,
    heatmap,
    profile,
    ranking,
    scatter,
    tile_map,
    trend,
    world_map,
)
from dashboard.style import DARK, LIGHT
from tests.dashboard.charts.drawing import EN
from tests.dashboard.charts.samples import FRAMES, HOSTILE, codes, draw

Frames = Callable[[int], pd.DataFrame]
EVERY = pytest.mark.parametrize(("name", "frame"), FRAMES.items(), ids=list(FRAMES))


def drawn(chart: Chart) -> Any:
    """The figure as the browser receives it, after plotly has checked it."""
    return json.loads(pio.to_json(Figure(copy.deepcopy(chart.figure)), validate=True))


def words_of(node: Any, key: str = "") -> list[str]:
    """Every text a figure shows."""
    if isinstance(node, dict):
        return [text for name, value in node.items() for text in words_of(value, name)]
    if isinstance(node, list | tuple):
        return [text for value in node for text in words_of(value, key)]
    return (
        [node] if isinstance(node, str) and key in ("text", "ticktext", "hovertext", "name") else []
    )


@EVERY
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["page", "phone", "screen"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_a_picture(
    name: str, frame: Frames, palette: object, size: str, language: str
) -> None:
    chart = draw(name, frame(6), palette=palette, size=size, language=language)
    picture = drawn(chart)
    assert picture["data"] and picture["layout"]["height"] > 100
    assert picture["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert chart.alt.startswith("T ") and "{" not in chart.alt and "figure." not in chart.alt


@pytest.mark.parametrize(
    "chart",
    [
        trend,
        ranking,
        world_map,
        dot_map,
        tile_map,
        profile,
        heatmap,
        scatter,
        breakdown_bars,
        breakdown_lines,
    ],
)
def test_it_takes_a_style_a_frame_and_few_more(chart: Callable[..., Chart]) -> None:
    parameters = inspect.signature(chart).parameters
    assert {"data", "style", "frame"} <= parameters.keys() and len(parameters) <= 7


@EVERY
def test_it_leaves_its_data_alone(name: str, frame: Frames) -> None:
    given, names = frame(6), {"Q0": "Zero"}
    before = given.copy(deep=True)
    first = draw(name, given, names=names)
    pd.testing.assert_frame_equal(given, before)
    assert names == {"Q0": "Zero"}
    assert draw(name, given, names=names).figure == first.figure


@EVERY
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_says_that_there_are_no_data(name: str, frame: Frames, language: str) -> None:
    said = {"en": "No data", "zh": "暂无数据"}[language]
    for nothing in (frame(3).iloc[:0], pd.DataFrame()):
        chart = draw(name, nothing, language=language)
        assert drawn(chart)["data"], "Streamlit refuses a figure without traces"
        assert said in words_of(chart.figure) and said in chart.alt


@EVERY
def test_it_draws_a_single_place(name: str, frame: Frames) -> None:
    assert drawn(draw(name, frame(1)))["data"]


@EVERY
def test_a_value_that_is_missing_is_not_drawn(name: str, frame: Frames) -> None:
    given = frame(3)
    for column in given.columns.intersection(["value", "position", "x"]):
        given.loc[0, column] = float("nan")
    text = pio.to_json(Figure(draw(name, given).figure))
    assert "NaN" not in text and "nan" not in text.lower().replace("finance", "")


@EVERY
def test_two_hundred_places_are_no_burden(name: str, frame: Frames) -> None:
    picture = pio.to_json(Figure(draw(name, frame(200)).figure))
    assert len(picture) < 250_000


@EVERY
def test_names_are_text_whatever_they_hold(name: str, frame: Frames) -> None:
    names = dict.fromkeys(codes(3), HOSTILE)
    given = frame(3)
    if "name" in given.columns:
        given["name"] = HOSTILE
    if "breakdown" in given.columns:
        given["breakdown"] = ["total", "kind=<script>a", "kind=<b>b"]
    chart = draw(name, given, names=names, title=HOSTILE, subtitle=HOSTILE, foot=HOSTILE)
    text = " ".join(words_of(drawn(chart)))
    assert "<script" not in text and "</script" not in text and "<b>bold" not in text
    assert "&lt;script&gt;" in text
    assert "hovertemplate" not in str(chart.figure) and "texttemplate" not in str(chart.figure)


def test_a_scatter_is_as_high_as_asked() -> None:
    chart = draw("scatter", FRAMES["scatter"](5), height=640)
    assert chart.figure["layout"]["height"] == 640


def test_a_table_without_columns_says_so() -> None:
    assert "No data" in words_of(heatmap(FRAMES["heat"](3), (), Places({}), EN).figure)
