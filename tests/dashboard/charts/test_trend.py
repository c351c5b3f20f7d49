"""Lines over time: values, holes, breaks, targets and labels, beside what a person worked out."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import Chart, Places, trend
from dashboard.charts.kit.series import pieces, series_of, step_of
from dashboard.style import DARK, LIGHT
from indicators.model import Break, Indicator, Target, Text
from tests.dashboard.charts.drawing import (
    HOSTILE,
    NAMES,
    PERCENT,
    RANK,
    checked,
    harmless,
    indicator,
    notes,
    options_of,
    over_time,
    title,
    undotted,
)

FIRM = over_time(
    ("AAA", "2021", 50.0),
    ("AAA", "2022", 55.0),
    ("AAA", "2023", 60.0),
    ("BBB", "2021", 40.0),
    ("BBB", "2022", 41.0),
)
SURVEY = Break("2022", "AAA", Text({"en": "New survey", "zh": "新调查"}))
PER_100 = Text({"en": "per 100"})
PLAN = Target("2030", 90.0, "", Text({"en": "The Plan", "zh": "规划"}))


def drawn(
    frame: pd.DataFrame,
    entry: Indicator | None = None,
    focus: tuple[str, ...] = ("AAA",),
    peers: tuple[str, ...] = ("BBB",),
    language: str = "en",
    **more: Any,
) -> Chart:
    places = Places(more.pop("names", NAMES), focus, peers)
    style, words, _ = options_of({"language": language, **more})
    return checked(lambda data: trend(data, entry or indicator(), places, style, words), frame)


def line(chart: Chart, colour: str, dash: str | None = None) -> dict[str, Any]:
    """The one line of a colour."""
    [found] = [
        trace
        for trace in chart.figure["data"]
        if trace["mode"] == "lines"
        and trace["line"]["color"] == colour
        and trace["line"].get("dash") == dash
    ]
    return found


def markers(chart: Chart, name: str) -> dict[str, Any]:
    [found] = [trace for trace in chart.figure["data"] if trace.get("name") == name]
    return found


def test_values_in_order_of_time_whatever_the_order_of_rows() -> None:
    chart = drawn(FIRM.iloc[[2, 4, 0, 3, 1]])
    focus = line(chart, LIGHT.focus)
    assert focus["x"] == ["2021-01-01", "2022-01-01", "2023-01-01"]
    assert focus["y"] == [50, 55, 60]
    assert line(chart, LIGHT.peers[0])["y"] == [40, 41]
    assert markers(chart, "Aland")["hovertext"][0] == "<b>Aland</b><br>50.0%<br>2021"
    assert chart.figure["data"][-1]["name"] == "Aland"  # the focus is drawn last, on top
    assert line(chart, LIGHT.focus)["line"]["width"] > line(chart, LIGHT.peers[0])["line"]["width"]


@pytest.mark.parametrize(
    ("language", "labels", "alt"),
    [
        (
            "en",
            ["<b>Aland 60.0%</b>", "Beland 41.0% (2022)"],
            "Title. Aland: 60.0% in 2023, from 50.0% in 2021.",
        ),
        (
            "zh",
            ["<b>Aland 60.0%</b>", "Beland 41.0%（2022年）"],
            "Title. Aland：2023年为60.0%，2021年为50.0%。",
        ),
    ],
)
def test_lines_are_labelled_at_their_ends_and_told(
    language: str, labels: list[str], alt: str
) -> None:
    chart = drawn(FIRM, language=language, title="Title.")
    assert notes(chart) == labels
    assert (chart.alt, title(chart)) == (alt, "<b>Title.</b>")
    ends = {undotted(note["text"]): note for note in chart.figure["layout"]["annotations"]}
    assert ends[labels[0]]["font"]["color"] == LIGHT.focus
    assert any(LIGHT.peers[0] in note["text"] for note in chart.figure["layout"]["annotations"])
    low, high = chart.figure["layout"]["yaxis"]["range"]
    assert ends[labels[0]]["y"] == pytest.approx((60 - low) / (high - low))


def test_places_that_nobody_chose_are_one_grey_line() -> None:
    chart = drawn(FIRM, peers=())
    grey = line(chart, LIGHT.neutral)
    assert (grey["x"], grey["y"]) == (["2021-01-01", "2022-01-01"], [40, 41])
    assert notes(chart) == ["<b>Aland 60.0%</b>"]


def test_a_missing_year_breaks_the_line() -> None:
    frame = over_time(
        *((("AAA", str(year), float(year - 2000))) for year in (2018, 2019, 2020, 2022, 2023))
    )
    assert line(drawn(frame), LIGHT.focus)["y"] == [18, 19, 20, None, 22, 23]
    assert line(drawn(frame), LIGHT.focus)["connectgaps"] is False


def test_a_missing_value_breaks_the_line_too() -> None:
    frame = over_time(
        ("AAA", "2020", 1.0),
        ("AAA", "2021", float("nan")),
        ("AAA", "2022", 3.0),
        ("AAA", "2023", 4.0),
    )
    assert line(drawn(frame), LIGHT.focus)["y"] == [1, None, 3, 4]


BIENNIAL = [("AAA", str(2016 + 2 * index), 1.0 + index) for index in range(4)]


def test_a_biennial_series_is_connected() -> None:
    frame = over_time(*BIENNIAL)
    assert line(drawn(frame), LIGHT.focus)["y"] == [1, 2, 3, 4]
    assert step_of(series_of(frame).values()) == 24


def test_a_biennial_series_is_connected_beside_annual_ones() -> None:
    annual = [("BBB", str(year), 5.0) for year in range(2016, 2023)]
    assert line(drawn(over_time(*BIENNIAL, *annual)), LIGHT.focus)["y"] == [1, 2, 3, 4]


def test_one_long_gap_is_no_step() -> None:
    """Two figures ten years apart may be a yearly series with a gap: they are not joined."""
    frame = over_time(("AAA", "2012", 1.0), ("AAA", "2022", 2.0))
    assert step_of(series_of(frame).values()) == 12
    assert line(drawn(frame), LIGHT.focus)["y"] == [1, None, 2]


def test_a_broken_series_is_two_lines_and_says_so() -> None:
    chart = drawn(FIRM, indicator(breaks=(SURVEY,)), foot="Foot")
    assert line(chart, LIGHT.focus)["y"] == [50, None, 55, 60]
    assert line(chart, LIGHT.peers[0])["y"] == [40, 41]  # the break is Aland's alone
    assert notes(chart)[0] == "▾ Aland, 2022: break in series. New survey<br>Foot"
    [mark] = [trace for trace in chart.figure["data"] if trace["mode"] == "lines+markers"]
    assert mark["x"] == ["2021-07-02", "2021-07-02"]  # half way between the two figures
    assert mark["hovertext"] == "▾ Aland, 2022: break in series. New survey"


def test_a_break_is_told_in_chinese() -> None:
    assert (
        notes(drawn(FIRM, indicator(breaks=(SURVEY,)), language="zh"))[0]
        == "▾ Aland，2022年：口径调整。新调查"
    )


def test_a_break_for_all_places_and_one_said_by_the_figure_itself() -> None:
    everywhere = drawn(FIRM, indicator(breaks=(Break("2022"),)))
    assert line(everywhere, LIGHT.peers[0])["y"] == [40, None, 41]
    own = drawn(
        over_time(("AAA", "2021", 1.0), ("AAA", "2022", 2.0, "break"), ("AAA", "2023", 3.0))
    )
    assert line(own, LIGHT.focus)["y"] == [1, None, 2, 3]
    assert notes(own)[0] == "▾ Aland, 2022: break in series."


def test_breaks_that_figures_flag_are_one_note_of_their_place() -> None:
    """Eurostat flags seven in Germany's series: one line each left no room for the chart."""
    frame = over_time(
        ("AAA", "2020", 1.0),
        ("AAA", "2021", 2.0, "break"),
        ("AAA", "2022", 3.0, "break"),
        ("AAA", "2023", 4.0),
    )
    chart = drawn(frame, indicator(breaks=(Break("2023", "AAA", SURVEY.note),)))
    assert notes(chart)[0].split("<br>") == [
        "▾ Aland, 2023: break in series. New survey",
        "▾ Aland, 2021 and 2022: break in series.",
    ]
    hover = [
        trace["hovertext"] for trace in chart.figure["data"] if trace["mode"] == "lines+markers"
    ]
    assert hover[0] == "▾ Aland, 2021: break in series."


def test_a_break_of_all_places_is_said_once() -> None:
    chart = drawn(FIRM, indicator(breaks=(Break("2022", "", SURVEY.note),)))
    assert notes(chart)[0] == "▾ 2022: break in series. New survey"


def test_a_unit_of_the_subtitle_stands_nowhere_else() -> None:
    unit = replace(PERCENT, kind="rate", pattern=Text({"en": "{} per 100"}), label=PER_100)
    assert notes(drawn(FIRM, indicator(unit))) == [
        "<b>Aland 60.0</b>",
        "Beland 41.0 (2022)",
        "per 100",
    ]
    named = drawn(FIRM, indicator(unit), subtitle="Lines per 100")
    assert notes(named) == ["<b>Aland 60.0</b>", "Beland 41.0 (2022)"]


def test_a_break_does_not_take_the_note_of_an_earlier_one() -> None:
    frame = over_time(("AAA", "2021", 1.0), ("AAA", "2022", 2.0, "break"), ("AAA", "2023", 3.0))
    chart = drawn(frame, indicator(breaks=(Break("2015", "AAA", Text({"en": "Old cause"})),)))
    assert notes(chart)[0] == "▾ Aland, 2022: break in series."


def test_a_break_before_the_first_figure_is_none() -> None:
    chart = drawn(FIRM, indicator(breaks=(Break("2021", "AAA", Text({"en": "Old"})),)))
    assert line(chart, LIGHT.focus)["y"] == [50, 55, 60]
    assert notes(chart) == ["<b>Aland 60.0%</b>", "Beland 41.0% (2022)"]


def test_a_target_is_drawn_and_labelled() -> None:
    chart = drawn(FIRM, indicator(targets=(PLAN,)))
    path = line(chart, LIGHT.focus, "dot")
    assert (path["x"], path["y"]) == (["2023-01-01", "2030-01-01"], [60, 90])
    diamond = chart.figure["data"][-1]
    assert (diamond["x"], diamond["y"], diamond["marker"]["symbol"]) == (
        ["2030-01-01"],
        [90],
        "diamond",
    )
    assert diamond["hovertext"] == ["<b>Aland</b><br>Target 2030: 90%<br>The Plan"]
    assert notes(chart)[0] == "Target 2030: 90%"
    assert chart.figure["layout"]["xaxis"]["range"][1] > "2030-01-01"
    assert notes(drawn(FIRM, indicator(targets=(PLAN,)), language="zh"))[0] == "2030年目标：90%"


def test_no_path_leads_back_to_a_target_that_is_met() -> None:
    chart = drawn(
        FIRM, replace(indicator(targets=(Target("2030", 55.0),)), better="higher")
    )  # 60 in 2023
    assert not [
        trace
        for trace in chart.figure["data"]
        if trace.get("line", {}).get("dash") == "dot" and trace["x"][-1] == "2030-01-01"
    ]
    assert chart.figure["data"][-1]["marker"]["symbol"] == "diamond"


def test_two_plans_with_one_target_have_one_label() -> None:
    twice = (Target("2030", 90.0, "AAA"), Target("2030", 90.0))
    assert notes(drawn(FIRM, indicator(targets=twice))).count("Target 2030: 90%") == 1


def test_no_path_leads_back_to_a_target_of_the_past() -> None:
    chart = drawn(FIRM, indicator(targets=(Target("2022", 95.0),)))  # 60 in 2023
    diamond = chart.figure["data"][-1]
    assert (diamond["x"], diamond["marker"]["symbol"]) == (["2022-01-01"], "diamond")
    assert not [
        trace for trace in chart.figure["data"] if trace.get("line", {}).get("dash") == "dot"
    ]


@pytest.mark.parametrize(
    ("targets", "focus", "met"),
    [
        ((Target("2030", 90.0, "BBB"),), ("AAA",), []),  # somebody else's
        (
            (PLAN, Target("2025", 70.0, "AAA")),
            ("AAA",),
            [("2025-01-01", 70), ("2030-01-01", 90)],
        ),  # its own and that of all
        ((Target("2028", 70.0, group="g", members=("BBB",)),), ("AAA",), []),  # a group's
        (
            (Target("2028", 70.0, group="g", members=("AAA",)), PLAN),
            ("AAA",),
            [("2028-01-01", 70), ("2030-01-01", 90)],
        ),
        ((PLAN,), ("AAA", "BBB"), [("2030-01-01", 90)]),  # for all: the first alone
        (
            (PLAN, Target("2026", 45.0, "BBB")),
            ("AAA", "BBB"),
            [("2026-01-01", 45), ("2030-01-01", 90)],
        ),
    ],
)
def test_whose_target(
    targets: tuple[Target, ...], focus: tuple[str, ...], met: list[tuple[str, float]]
) -> None:
    chart = drawn(FIRM, indicator(targets=targets), focus=focus)
    found = [
        (trace["x"][0], trace["y"][0])
        for trace in chart.figure["data"]
        if trace.get("marker", {}).get("symbol") == "diamond"
    ]
    assert sorted(found) == met


@pytest.mark.parametrize(
    "status", ["compiled", "provisional", "estimated", "lower_bound", "forecast"]
)
def test_soft_statuses_have_open_markers(status: str) -> None:
    chart = drawn(
        over_time(("AAA", "2021", 1.0), ("AAA", "2022", 2.0, status), ("AAA", "2023", 3.0))
    )
    assert markers(chart, "Aland")["marker"]["color"] == [
        LIGHT.focus,
        LIGHT.background,
        LIGHT.focus,
    ]
    assert markers(chart, "Aland")["marker"]["size"][1] > 0
    assert notes(chart)[0] == f"○ {status.replace('_', ' ')}"


def test_reported_figures_have_full_markers_and_no_note() -> None:
    chart = drawn(FIRM, palette=DARK)
    assert markers(chart, "Aland")["marker"]["color"] == DARK.focus
    assert not any("○" in note for note in notes(chart))


def test_a_forecast_is_dashed_from_the_last_firm_figure() -> None:
    chart = drawn(
        over_time(("AAA", "2021", 1.0), ("AAA", "2022", 2.0), ("AAA", "2023", 4.0, "forecast"))
    )
    assert line(chart, LIGHT.focus)["y"] == [1, 2]
    assert line(chart, LIGHT.focus, "dash")["y"] == [2, 4]


def test_one_point_is_seen() -> None:
    chart = drawn(over_time(("AAA", "2022", 5.0)))
    assert markers(chart, "Aland")["y"] == [5] and markers(chart, "Aland")["marker"]["size"][0] > 0
    assert chart.alt == "Aland: 5.0% in 2022."


@pytest.mark.parametrize(
    ("language", "alt"),
    [
        (
            "en",
            "Aland: 60.0% in 2023, from 55.0% in 2022. New series from 2022: not compared with before.",
        ),
        ("zh", "甲国：2023年为60.0%，2022年为55.0%。 2022年起口径有调整，与此前不作比较。"),
    ],
)
def test_the_description_compares_nothing_across_a_break(language: str, alt: str) -> None:
    """It said '60.0% in 2023, from 50.0% in 2021', which is another survey."""
    names = {"AAA": {"en": "Aland", "zh": "甲国"}[language], "BBB": "B"}
    entry = replace(indicator(), breaks=(SURVEY,))
    assert drawn(FIRM, entry, language=language, names=names).alt == alt


def test_no_path_leads_from_a_lower_bound_to_a_target() -> None:
    frame = over_time(("AAA", "2020", 41.0), ("AAA", "2025", 85.0))
    entry = replace(indicator(), targets=(PLAN,))
    assert line(drawn(frame, entry), LIGHT.focus, "dot")["y"] == [85, 90]
    bound = drawn(frame.assign(status=["reported", "lower_bound"]), entry)
    dashes = [(trace.get("line") or {}).get("dash") for trace in bound.figure["data"]]
    assert "dot" not in dashes


@pytest.mark.parametrize(
    ("language", "alt"),
    [
        ("en", "Aland: at least 80% in 2023."),
        ("zh", "Aland：2023年为80%以上。"),
    ],
)
def test_a_lower_bound_is_told_as_one(language: str, alt: str) -> None:
    frame = over_time(("AAA", "2021", 70.0), ("AAA", "2023", 80.0, "lower_bound"))
    assert drawn(frame, language=language).alt == alt


@pytest.mark.parametrize(("language", "said"), [("en", "No data"), ("zh", "暂无数据")])
@pytest.mark.parametrize(
    "frame",
    [FIRM.head(0), over_time(("AAA", "2021", float("nan"))), pd.DataFrame()],
    ids=["no rows", "no values", "no columns"],
)
def test_nothing_to_draw_says_so(frame: pd.DataFrame, language: str, said: str) -> None:
    chart = drawn(frame, language=language, title="T")
    assert notes(chart) == [said]
    assert chart.alt == f"T {said}"


def test_two_hundred_places_are_two_traces_of_grey() -> None:
    rows = [(f"P{index}", str(year), float(index)) for index in range(200) for year in (2021, 2022)]
    chart = drawn(over_time(("AAA", "2021", 1.0), ("AAA", "2022", 2.0), *rows), peers=())
    grey = line(chart, LIGHT.neutral)
    assert len(grey["y"]) == 200 * 3 - 1 and grey["y"][:4] == [0, 0, None, 1]
    assert len(chart.figure["data"]) == 3


def test_names_are_never_markup() -> None:
    chart = drawn(
        FIRM,
        indicator(
            title="<b>x</b>",
            breaks=(Break("2022", "AAA", Text({"en": "<b>x</b>"})),),
            targets=(Target("2030", 90.0, "", Text({"en": "<b>x</b>"})),),
        ),
        names=HOSTILE,
        title="<b>x</b>",
        subtitle="<script>",
        foot="<b>x</b>",
    )
    assert harmless(chart, "<b>x</b>", "<script>")


def test_a_rank_is_better_at_the_top() -> None:
    low, high = drawn(
        over_time(("AAA", "2021", 17.0), ("AAA", "2022", 3.0)),
        indicator(RANK),
    ).figure["layout"]["yaxis"]["range"]
    assert low >= 17 and high < 1


@pytest.mark.parametrize("size", ["page", "phone", "screen"])
def test_every_size(size: str) -> None:
    chart = drawn(FIRM, indicator(targets=(PLAN,), breaks=(SURVEY,)), size=size)
    margin = chart.figure["layout"]["margin"]
    assert chart.figure["layout"]["height"] > margin["t"] + margin["b"] > 0


def test_options_are_left_as_they_were() -> None:
    names, entry = dict(NAMES), indicator(targets=(PLAN,), breaks=(SURVEY,))
    before = copy.deepcopy(names)
    drawn(FIRM, entry, names=names)
    assert names == before and entry == indicator(targets=(PLAN,), breaks=(SURVEY,))


def test_pieces_by_hand() -> None:
    points = series_of(
        over_time(
            ("AAA", "2020", 1.0), ("AAA", "2021", 2.0), ("AAA", "2023", 3.0), ("AAA", "2024", 4.0)
        )
    )["AAA"]
    assert [[point.value for point in piece] for piece in pieces(points, 12)] == [[1, 2], [3, 4]]
    assert [[point.value for point in piece] for piece in pieces(points, 24)] == [[1, 2, 3, 4]]
    assert [len(piece) for piece in pieces(points, 24, frozenset({"2021", "2024"}))] == [1, 2, 1]
