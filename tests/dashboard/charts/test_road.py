"""The chart of a road to a target, and the bars of all targets, as Plotly gets them."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from dashboard.charts import Bullet, ForecastPoint, Places, RoadLines, bullets, road
from dashboard.charts.kit.series import Point
from dashboard.style import LIGHT, Style, measure
from indicators.model import Indicator, Target, Text, Unit

STYLE = Style("en", LIGHT, measure("page"))
SHARE = Unit("%", "%", kind="share", pattern=Text({"en": "{}%"}), label=Text({"en": "%"}))
USERS = Indicator("users", Text({"en": "Users"}), SHARE, "online", better="higher")
PLACES = Places({"AAA": "Aland"}, ("AAA",))


def points(*values: float) -> tuple[Point, ...]:
    return tuple(
        Point("AAA", str(2020 + index), date(2020 + index, 1, 1), value, "reported", None)
        for index, value in enumerate(values)
    )


def lines(**more: Any) -> RoadLines:
    given: dict[str, Any] = {
        "points": points(50, 52, 54),
        "target": Target("2025", 60.0),
        "goal": 60.0,
        "target_period": "2025",
        "path": [("2020", 50.0), ("2025", 60.0)],
        "forecasts": [ForecastPoint("2023", 56, 55, 57), ForecastPoint("2025", 59, 55, 62)],
    }
    return RoadLines(**{**given, **more})


def traces(chart: Any, **like: object) -> list[dict[str, Any]]:
    return [
        trace
        for trace in chart.figure["data"]
        if all(trace.get(name) == value for name, value in like.items())
    ]


def test_the_fan_begins_at_the_newest_figure_and_ends_at_the_target() -> None:
    chart = road(lines(), USERS, PLACES, STYLE)
    (band,) = traces(chart, fill="toself")
    assert band["x"][:3] == ["2022-01-01", "2023-01-01", "2025-01-01"]
    assert band["y"] == [54, 57, 62, 55, 55, 54]
    (central,) = [
        trace for trace in chart.figure["data"] if trace.get("line", {}).get("dash") == "dash"
    ]
    assert central["y"] == [54, 56, 59]
    assert "Forecast for 2025: 59.0%, between 55.0% and 62.0%" in chart.alt


def test_the_path_needed_is_dotted_and_the_target_a_diamond() -> None:
    chart = road(lines(), USERS, PLACES, STYLE)
    (path,) = [
        trace for trace in chart.figure["data"] if trace.get("line", {}).get("dash") == "dot"
    ]
    assert (path["x"], path["y"]) == (["2020-01-01", "2025-01-01"], [50.0, 60.0])
    (diamond,) = [
        trace
        for trace in chart.figure["data"]
        if trace.get("marker", {}).get("symbol") == "diamond"
    ]
    assert (diamond["x"], diamond["y"]) == (["2025-01-01"], [60.0])


def test_a_range_has_a_diamond_at_each_end() -> None:
    target = Target("2025", 60.0, upper=70.0)
    chart = road(lines(target=target), USERS, PLACES, STYLE)
    (ends,) = [
        trace
        for trace in chart.figure["data"]
        if trace.get("marker", {}).get("symbol") == "diamond"
    ]
    assert ends["y"] == [60.0, 70.0]
    assert chart.figure["layout"]["yaxis"]["range"][1] >= 70


def test_without_forecast_or_path_there_are_figures_and_target_alone() -> None:
    chart = road(lines(forecasts=(), path=()), USERS, PLACES, STYLE)
    assert not traces(chart, fill="toself")
    assert "Forecast" not in chart.alt and "54.0% in 2022" in chart.alt


def test_without_a_figure_it_says_so() -> None:
    assert "No data" in road(lines(points=()), USERS, PLACES, STYLE).alt


def test_names_from_a_file_are_no_html() -> None:
    chart = road(lines(), USERS, Places({"AAA": "<b>x</b>"}, ("AAA",)), STYLE)
    assert "<b>x</b>" not in str(chart.figure)


@pytest.mark.parametrize(
    ("part", "drawn"), [(0.25, 0.25), (-0.5, 0.0), (1.4, 1.0), (math.nan, 0.0)]
)
def test_bars_stay_between_base_and_target(part: float, drawn: float) -> None:
    chart = bullets([Bullet("Users", part, 0.5, "good", "● On track (2024)")], STYLE)
    track, bar, needed = chart.figure["data"]
    assert (track["x"], bar["x"], needed["x"]) == ([1.0], [drawn], [0.5])
    assert bar["marker"]["color"] == [LIGHT.good]
    assert "Users: ● On track (2024)" in chart.alt


def test_no_mark_without_a_path() -> None:
    chart = bullets([Bullet("Users", math.nan, math.nan, "none", "○ Due")], STYLE)
    assert chart.figure["data"][2]["x"] == [None]
    assert bullets([], STYLE).alt
