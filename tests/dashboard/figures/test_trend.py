"""Lines over time, worked out by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures import Chart, trend
from dashboard.figures.lines import MANY
from dashboard.theme import LIGHT
from indicators.model import Break, Target, Text
from tests.dashboard.figures.samples import HOSTILE, PERCENT, RANK, YUAN, codes, make, series

NAMES = {"CHN": "China", "JPN": "Japan"}
NOTE = Text({"en": "New survey.", "zh": "新调查。"})


def drawn(frame: pd.DataFrame, unit: object = PERCENT, focus: tuple[str, ...] = ("CHN",),
          peers: tuple[str, ...] = ("JPN",), language: str = "en", **options: Any) -> Chart:
    return trend(frame, make(unit), NAMES, focus, peers, language, LIGHT, **{"title": "T", **options})


def lines_in(chart: Chart, colour: str, dash: str | None = None) -> list[dict[str, Any]]:
    return [trace for trace in chart.figure["data"] if trace["mode"] == "lines"
            and trace["line"]["color"] == colour and trace["line"].get("dash") == dash]


def markers_of(chart: Chart, name: str) -> dict[str, Any]:
    return next(trace for trace in chart.figure["data"] if trace.get("name") == name)


def labels(chart: Chart) -> list[str]:
    return [note["text"] for note in chart.figure["layout"]["annotations"] if note["x"] == 1]


def test_focus_in_colour_peers_in_tints_the_rest_in_grey() -> None:
    frame = series(CHN={"2020": 1.0, "2021": 2.0}, JPN={"2020": 3.0, "2021": 4.0}, FRA={"2020": 5.0, "2021": 6.0})
    chart = drawn(frame)
    (focus,), (peer,), (rest,) = (lines_in(chart, colour) for colour in (LIGHT.focus, LIGHT.peers[0], LIGHT.rest))
    assert (focus["y"], peer["y"], rest["y"]) == ([1, 2], [3, 4], [5, 6])
    assert focus["line"]["width"] > peer["line"]["width"] > rest["line"]["width"]
    assert chart.figure["data"][-1]["name"] == "China", "the focus is drawn over the others"


def test_labels_stand_at_the_ends_and_say_older_periods() -> None:
    frame = series(CHN={"2020": 70.2, "2021": 73.05}, JPN={"2019": 80.0, "2020": 83.0})
    assert labels(drawn(frame)) == ["<b>China 73.1%</b>", "Japan 83.0% (2020)"]
    assert labels(drawn(frame, language="zh")) == ["<b>China 73.1%</b>", "Japan 83.0% (2020年)"]


def test_a_missing_year_is_a_gap_and_a_lone_figure_a_dot() -> None:
    frame = series(CHN={"2015": 1.0, "2016": 2.0, "2017": 3.0, "2018": None, "2019": 5.0})
    chart = drawn(frame)
    assert lines_in(chart, LIGHT.focus)[0]["y"] == [1, 2, 3, None, 5]
    assert lines_in(chart, LIGHT.focus)[0]["connectgaps"] is False
    sizes = markers_of(chart, "China")["marker"]["size"]
    assert [size > 0 for size in sizes] == [False, False, True, True], "both shores of the gap, and the last"


def test_a_series_of_every_second_year_is_one_line() -> None:
    frame = series(CHN={"2003": 0.1, "2005": 0.2, "2010": 0.3, "2012": 0.4, "2014": 0.5})
    assert lines_in(drawn(frame), LIGHT.focus)[0]["y"] == [0.1, 0.2, None, 0.3, 0.4, 0.5]


def test_a_break_interrupts_its_own_place_only_and_is_explained() -> None:
    frame = series(CHN={"2011": 1.0, "2012": 2.0, "2013": 9.0}, JPN={"2011": 3.0, "2012": 3.0, "2013": 3.0})
    chart = drawn(frame, breaks=(Break("2013", "CHN", NOTE),), foot="Source: X")
    assert lines_in(chart, LIGHT.focus)[0]["y"] == [1, 2, None, 9]
    assert lines_in(chart, LIGHT.peers[0])[0]["y"] == [3, 3, 3]
    mark = next(trace for trace in chart.figure["data"] if "triangle" in str(trace.get("marker")))
    assert mark["line"]["dash"] == "dot" and mark["x"] == ["2012-07-02"] * 2, "between the two figures"
    assert "New survey." in mark["hovertext"]
    foot = chart.figure["layout"]["annotations"][0]["text"]
    assert "China, 2013: break in series. New survey." in foot and foot.endswith("Source: X")


def test_a_break_for_all_and_one_in_the_status() -> None:
    frame = series(CHN={"2011": 1.0, "2012": 2.0}, JPN={"2011": 3.0, "2012": 3.0})
    chart = drawn(frame, breaks=(Break("2012"),))
    assert [lines_in(chart, colour)[0]["y"] for colour in (LIGHT.focus, LIGHT.peers[0])] == [[1, None, 2], [3, None, 3]]
    frame.loc[1, "status"] = "break"
    assert lines_in(drawn(frame), LIGHT.focus)[0]["y"] == [1, None, 2]


def test_soft_figures_are_open_and_said_below() -> None:
    frame = series(CHN={"2020": 1.0, "2021": 2.0, "2022": 3.0})
    frame.loc[2, "status"] = "estimated"
    chart = drawn(frame)
    marks = markers_of(chart, "China")
    assert marks["marker"]["color"] == [LIGHT.focus, LIGHT.focus, LIGHT.background]
    assert marks["hovertext"][2] == "<b>China</b><br>3.0%<br>2022<br>estimated"
    assert "○ estimated" in chart.figure["layout"]["annotations"][0]["text"]


def test_forecasts_are_dashed_from_the_last_figure_on() -> None:
    frame = series(CHN={"2020": 1.0, "2021": 2.0, "2022": 3.0, "2023": 4.0})
    frame.loc[2:, "status"] = "forecast"
    chart = drawn(frame)
    assert lines_in(chart, LIGHT.focus)[0]["y"] == [1, 2]
    assert lines_in(chart, LIGHT.focus, "dash")[0]["y"] == [2, 3, 4]


def test_a_target_is_labelled_and_reached_by_dots() -> None:
    frame = series(CHN={"2020": 60.0, "2021": 73.0})
    goals = (Target("2025", 90.0, "CHN"), Target("2030", 100.0), Target("2024", 85.0, "CHN"))
    chart = drawn(frame, targets=goals)
    path = lines_in(chart, LIGHT.focus, "dot")[0]
    assert (path["x"], path["y"]) == (["2021-01-01", "2025-01-01"], [73, 90]), "its own, and the latest of them"
    assert "Target 2025: 90.0%" in labels(chart)
    assert chart.figure["layout"]["xaxis"]["range"][1] > "2025-01-01"
    assert "Target 2030: 100.0%" in labels(drawn(frame, targets=goals[1:2])), "one for all is the first focus place's"
    assert not lines_in(drawn(frame, focus=(), peers=("CHN",), targets=goals[1:2]), LIGHT.peers[0], "dot")


def test_amounts_begin_at_zero_in_scale_words() -> None:
    frame = series(CHN={"2020": 101e12, "2021": 114e12})
    layout = drawn(frame, YUAN).figure["layout"]
    assert layout["yaxis"]["range"][0] == 0
    assert layout["yaxis"]["ticktext"] == ["0", "25", "50", "75", "100", "125"]
    assert "trillion yuan" in [note["text"] for note in layout["annotations"]]
    assert "万亿元" in [note["text"] for note in drawn(frame, YUAN, language="zh").figure["layout"]["annotations"]]


def test_shares_begin_at_zero_unless_all_are_far_from_it() -> None:
    near, far = ({"2020": 20.0, "2021": 90.0}, {"2020": 92.0, "2021": 97.0})
    assert drawn(series(CHN=near)).figure["layout"]["yaxis"]["range"][0] == 0
    axis = drawn(series(CHN=far)).figure["layout"]["yaxis"]
    assert axis["range"][0] > 80 and axis["range"][1] <= 100
    assert all(text.endswith("%") for text in axis["ticktext"])
    assert drawn(series(CHN={"2020": 92.0})).figure["layout"]["yaxis"]["range"][0] == 0, "a lone figure"


def test_the_first_rank_is_at_the_top() -> None:
    axis = drawn(series(CHN={"2020": 65.0, "2022": 43.0}), RANK).figure["layout"]["yaxis"]
    assert axis["range"][0] > axis["range"][1] and axis["ticktext"][0] == "1"


def test_months_are_named_as_the_reader_names_them() -> None:
    frame = series(CHN={})
    rows = [("CHN", f"2024-{month:02}", pd.Timestamp(2024, month, 1), 1.0 * month, "", None) for month in range(1, 7)]
    frame = pd.DataFrame(rows, columns=frame.columns)
    assert drawn(frame).figure["layout"]["xaxis"]["ticktext"][0] == "Jan 2024"
    assert drawn(frame, language="zh").figure["layout"]["xaxis"]["ticktext"][0] == "2024年1月"
    assert lines_in(drawn(frame), LIGHT.focus)[0]["y"] == [1, 2, 3, 4, 5, 6]


def test_the_cover_of_a_group_is_said() -> None:
    frame = series(CHN={"2020": 1.0, "2021": 2.0})
    frame.loc[1, "coverage"] = 0.83
    assert markers_of(drawn(frame), "China")["hovertext"][1].endswith("covers 83%")


def test_a_crowd_is_one_trace_and_its_names_are_safe() -> None:
    frame = series(**{place: {"2020": 1.0, "2021": 2.0} for place in codes(MANY)})
    told = trend(frame, make(), dict.fromkeys(codes(MANY), HOSTILE), (), (), "en", LIGHT).figure["data"]
    assert len(told) == 1 and "&lt;script&gt;" in told[0]["hovertext"][0]
    many = series(**{place: {"2020": 1.0, "2021": 2.0} for place in codes(MANY + 1)})
    (silent,) = trend(many, make(), {}, (), (), "en", LIGHT).figure["data"]
    assert silent["hoverinfo"] == "skip" and "hovertext" not in silent


def test_alt_says_from_where_to_where() -> None:
    frame = series(CHN={"2000": 1.8, "2024": 92.0})
    assert drawn(frame).alt == "T China: 92.0% in 2024, from 1.8% in 2000."
    assert drawn(frame.iloc[:1]).alt == "T China: 1.8% in 2000."
