"""A group as a band: what is drawn between the quartiles, where it stops, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.charts import Band, Chart, Places, trend
from dashboard.style import LIGHT
from indicators.analysis.group_quartiles import GroupQuartiles
from indicators.model import Group, Text
from tests.dashboard.charts.drawing import (
    NAMES,
    SCRIPT,
    checked,
    harmless,
    indicator,
    notes,
    options_of,
    over_time,
)

GROUP = Group("all", Text({"en": "All", "zh": "全部"}), "peers", "country", ("AAA",))
YEARLY = GroupQuartiles(
    GROUP,
    ("2020", "2021", "2022"),
    (10, 20, 30),
    (20, 30, 40),
    (30, 50, 60),
    (40, 41, 42),
    50,
    left_out=False,
    other_lengths=False,
    broken=frozenset(),
    step=12,
    sources=(),
)
FIRM = over_time(("AAA", "2020", 50.0), ("AAA", "2021", 55.0), ("AAA", "2022", 70.0))


def drawn(quartiles: GroupQuartiles, name: str = "All", **options: Any) -> Chart:
    style, words, _ = options_of(options)
    band = Band(name, quartiles)
    places = Places(NAMES, ["AAA"])
    return checked(lambda frame: trend(frame, indicator(), places, style, words, band), FIRM)


def band_of(chart: Chart) -> dict[str, Any]:
    """The area of the band."""
    [area] = [trace for trace in chart.figure["data"] if trace.get("fill") == "toself"]
    return area


def grey_lines(chart: Chart) -> list[dict[str, Any]]:
    """Lines in the colour of peers, without the band's own."""
    return [
        trace
        for trace in chart.figure["data"]
        if trace["mode"] == "lines" and trace["line"].get("color") == LIGHT.neutral
    ]


def test_the_band_runs_along_the_upper_quartiles_and_back_along_the_lower() -> None:
    chart = drawn(YEARLY)
    area = band_of(chart)
    assert area["y"] == [30, 50, 60, 30, 20, 10]
    assert area["x"] == [f"{year}-01-01" for year in (2020, 2021, 2022, 2022, 2021, 2020)]
    [median] = grey_lines(chart)
    assert median["y"] == [20, 30, 40]
    assert chart.figure["data"][0] is area and chart.figure["data"][-1]["name"] == "Aland"
    assert notes(chart)[1:] == ["<b>Aland 70.0%</b>", "Median 40.0%"]


def test_a_missing_period_and_a_break_interrupt_the_band() -> None:
    periods = ("2019", "2020", "2022", "2023")
    rows = ((1, 2, 3, 4), (2, 3, 4, 5), (3, 4, 5, 6))
    low, median, high = rows
    gap = replace(YEARLY, periods=periods, low=low, median=median, high=high, places=(9, 9, 9, 9))
    assert band_of(drawn(gap))["y"] == [3, 4, 2, 1, None, 5, 6, 4, 3]
    assert grey_lines(drawn(gap))[0]["y"] == [2, 3, None, 4, 5]
    broken = drawn(replace(YEARLY, broken=frozenset({"2022"})))
    assert band_of(broken)["y"] == [30, 50, 20, 10]
    [single] = [line for line in grey_lines(broken) if line["y"] == [60, 30][::-1]]
    assert single["x"] == ["2022-01-01", "2022-01-01"]
    assert "new series from 2022" in notes(broken)[0]


def test_a_single_period_is_a_stroke_with_a_point() -> None:
    one = replace(YEARLY, periods=("2021",), low=(20,), median=(30,), high=(50,), places=(41,))
    chart = drawn(one)
    assert not [trace for trace in chart.figure["data"] if trace.get("fill")]
    assert [line["y"] for line in grey_lines(chart)] == [[20, 50]]
    [point] = [trace for trace in chart.figure["data"] if trace["y"] == [30]]
    assert point["marker"]["size"][0] > 0
    assert "Median 30.0% (2021)" in notes(chart)


def test_every_number_of_the_band_can_be_pointed_at() -> None:
    texts = {
        text
        for trace in drawn(YEARLY).figure["data"]
        for text in trace.get("hovertext", ())
        if "All" in text
    }
    assert "<b>All: lower quartile</b><br>10.0%<br>2020" in texts
    assert "<b>All: upper quartile</b><br>60.0%<br>2022" in texts
    middle = "<b>All: median</b><br>30.0%<br>2021<br>half of the 41 places: 20.0% to 50.0%"
    assert middle in texts and len(texts) == 9


def test_the_numbers_of_places_are_said() -> None:
    assert (
        "places with figures (40 to 42, by period) lie in the grey band" in notes(drawn(YEARLY))[0]
    )
    same = replace(YEARLY, places=(42, 42, 42))
    assert notes(drawn(same))[0].startswith("All: half of the 42 places lie in the grey band")
    chinese = notes(drawn(YEARLY, language="zh"))[0]
    assert chinese.startswith("All：各期有数据的地区（40至42个）中有一半位于灰色带内")
    left_out = notes(drawn(replace(YEARLY, left_out=True)))[0]
    assert "fewer than half of 50 places are left out" in left_out
    other = notes(drawn(replace(YEARLY, other_lengths=True)))[0]
    assert "; periods of another length are left out" in other and "half of 50" not in other


def test_a_group_s_name_is_no_markup() -> None:
    assert harmless(drawn(YEARLY, SCRIPT), SCRIPT)
