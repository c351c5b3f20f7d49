"""Charts of the index page: positions worked out by hand, texts that are text, alternatives."""

from __future__ import annotations

import copy
import json
from typing import Any

import pandas as pd
import plotly.io as pio
import pytest
from plotly.graph_objects import Figure

from dashboard.charts import (
    ChangeStep,
    Chart,
    Frame,
    Places,
    Strip,
    change_steps,
    named_bars,
    rank_intervals,
    strips,
)
from dashboard.style import DARK, LIGHT, Style, measure

NAMES = {"A": "Aland", "B": "Beland", "C": "<b>C</b> & Co", "D": "Deland"}
TABLE = pd.DataFrame(
    {
        "place": ["A", "B", "C", "D"],
        "rank": [1.0, 2.0, 3.0, 4.0],
        "low": [1.0, 1.0, 2.0, 4.0],
        "high": [2.0, 3.0, 4.0, 4.0],
        "text": ["80 · 1–2", "70 · 1–3", "60 · 2–4", "50 · 4"],
    }
)
STYLES = [
    Style(language, palette, measure(size))  # type: ignore[arg-type]
    for language in ("en", "zh")
    for palette in (LIGHT, DARK)
    for size in ("page", "phone", "screen")
]


def drawn(chart: Chart) -> dict[str, Any]:
    """The figure as the browser receives it, after Plotly has checked it."""
    figure: dict[str, Any] = json.loads(
        pio.to_json(Figure(copy.deepcopy(chart.figure)), validate=True)
    )
    return figure


def every_chart(style: Style) -> list[Chart]:
    frame = Frame(title="<i>Title</i>")
    return [
        rank_intervals(TABLE, Places(NAMES, ("C",)), style, frame),
        strips([Strip("<b>F</b>", ["A", "B"], [1.0, 9.0], 1, 5.0, "2nd")], (0, 10), style, frame),
        change_steps([ChangeStep("<b>x</b>", 1.0, "1", True)], style, frame),
        named_bars([("<b>x</b>", 1.0, "1")], style, frame),
    ]


@pytest.mark.parametrize("style", STYLES)
def test_each_can_be_drawn_and_shows_text_as_text(style: Style) -> None:
    for chart in every_chart(style):
        figure = drawn(chart)
        shown = json.dumps(figure)
        assert "<i>" not in shown and "&lt;i&gt;" in shown
        assert chart.alt.startswith("<i>Title</i>"), "the alternative is no HTML"


@pytest.mark.parametrize("style", STYLES[:1])
def test_without_rows_each_says_so(style: Style) -> None:
    empty = [
        rank_intervals(TABLE.iloc[:0], Places(NAMES), style),
        strips([], (0, 10), style),
        change_steps([], style),
        named_bars([], style),
    ]
    assert all("No data" in json.dumps(drawn(chart)) for chart in empty)


def test_a_bar_goes_from_the_lowest_to_the_highest_rank() -> None:
    bars, dots = drawn(rank_intervals(TABLE, Places(NAMES, ("C",)), STYLES[0]))["data"]
    assert bars["base"] == [1, 1, 2, 4] and bars["x"] == [1, 2, 2, 0]
    assert dots["x"] == [1, 2, 3, 4]
    assert [colour == LIGHT.focus for colour in dots["marker"]["color"]] == [0, 0, 1, 0]


def test_ranks_that_are_left_out_are_counted() -> None:
    many = pd.DataFrame(
        {
            "place": [f"P{number}" for number in range(1, 31)],
            "rank": [float(number) for number in range(1, 31)],
            "low": [1.0] * 30,
            "high": [30.0] * 30,
            "text": ["x"] * 30,
        }
    )
    chart = drawn(rank_intervals(many, Places({}, ("P20",)), STYLES[0], max_rows=10))
    ticks = chart["layout"]["yaxis"]["ticktext"]
    assert "… 12 more …" in ticks and "… 8 more …" in ticks
    assert sum("more" not in tick for tick in ticks) == 10


def test_the_focus_and_the_median_of_a_strip() -> None:
    row = Strip("Field", ["A", "B", "C"], [10.0, 20.0, 60.0], 1, 20.0, "2nd of 3, 2020")
    nobody = Strip("Other", [], [], -1, None, "no score")
    chart = strips([row, nobody], (0, 100), STYLES[0])
    peers, medians, focus = drawn(chart)["data"]
    assert (peers["x"], peers["y"]) == ([10, 60], [0, 0])
    assert (medians["x"], focus["x"]) == ([20], [20])
    assert "Field: 2nd of 3, 2020" in chart.alt and "Other: no score" in chart.alt


def test_each_step_begins_where_the_last_one_ends() -> None:
    steps = [
        ChangeStep("2019", 50.0, "50", True),
        ChangeStep("Up", 4.0, "+4"),
        ChangeStep("Down", -1.0, "−1"),
        ChangeStep("2023", 53.0, "53", True),
    ]
    (bars,) = drawn(change_steps(steps, STYLES[0]))["data"]
    assert (bars["base"][1:3], bars["x"][1:3]) == ([50, 54], [4, -1])
    assert bars["marker"]["color"][1:3] == [LIGHT.good, LIGHT.bad]
