"""Bars from best to worst, worked out by hand."""

from __future__ import annotations

from typing import Any

from dashboard.charts import Chart, Frame, Places, ranking
from dashboard.style import LIGHT
from tests.dashboard.charts.drawing import EN, RANK
from tests.dashboard.charts.samples import PERCENT, make, ranked


def drawn(frame: Any, *focus: str, unit: object = PERCENT, **options: Any) -> Chart:
    better = options.pop("better", "higher")
    names = {f"P{at}": f"Place {at}" for at in range(300)}
    places = Places(names, focus, options.pop("peers", ()), options.pop("restricted", ()))
    return ranking(frame, make(unit, better=better), places, EN, Frame("T"), **options)


def rows(chart: Chart) -> list[str]:
    return list(chart.figure["layout"]["yaxis"]["ticktext"])


def test_bars_run_from_best_to_worst_with_the_value_at_their_ends() -> None:
    chart = drawn(ranked(90.0, 80.0, 70.0).iloc[[2, 0, 1]], "P2")
    (bars,) = chart.figure["data"]
    assert rows(chart) == ["1 Place 1", "<b>2 Place 2</b>", "3 Place 3"]
    assert bars["x"] == [90, 80, 70] and bars["text"] == ["90.0%", "<b>80.0%</b>", "70.0%"]
    assert bars["marker"]["color"] == [LIGHT.neutral, LIGHT.focus, LIGHT.neutral]
    assert chart.figure["layout"]["xaxis"]["range"][0] == 0
    assert chart.alt == "T First: Place 1 with 90.0%. Place 2: 2nd of 3, 80.0%."


def test_without_ranks_the_indicators_direction_orders() -> None:
    frame = ranked(10.0, 20.0, 30.0).drop(columns="rank")
    assert rows(drawn(frame)) == ["Place 3", "Place 2", "Place 1"]
    assert rows(drawn(frame, better="lower")) == ["Place 1", "Place 2", "Place 3"]


def test_the_top_and_the_focus_among_its_neighbours() -> None:
    chart = drawn(ranked(*[float(200 - at) for at in range(200)]), "P100", max_bars=10)
    assert rows(chart) == [
        "1 Place 1",
        "2 Place 2",
        "3 Place 3",
        "4 Place 4",
        "5 Place 5",
        f'<span style="color:{LIGHT.muted}">… 92 more …</span>',
        "98 Place 98",
        "99 Place 99",
        "<b>100 Place 100</b>",
        "101 Place 101",
        "102 Place 102",
        f'<span style="color:{LIGHT.muted}">… 98 more …</span>',
    ]
    assert len(chart.figure["data"][0]["x"]) == 10


def test_at_most_so_many_bars_and_nobody_left_out_in_silence() -> None:
    chart = drawn(ranked(*[float(200 - at) for at in range(200)]), "P1")
    assert len(chart.figure["data"][0]["x"]) == 25
    assert "… 175 more …" in rows(chart)[-1]


def test_older_figures_say_their_period() -> None:
    frame = ranked(90.0, 80.0, 70.0)
    frame.loc[1, "period"] = "2019"
    assert drawn(frame).figure["data"][0]["text"] == ["90.0%", "80.0% (2019)", "70.0%"]


def test_soft_figures_are_hatched_and_said_below() -> None:
    frame = ranked(90.0, 80.0)
    frame.loc[1, "status"] = "provisional"
    chart = drawn(frame)
    assert chart.figure["data"][0]["marker"]["pattern"]["shape"] == ["", "/"]
    assert chart.figure["layout"]["annotations"][0]["text"] == "▨ provisional"


def test_a_focus_without_a_figure_is_named() -> None:
    frame = ranked(90.0, None, 70.0)
    chart = drawn(frame, "P2", peers=("P9",))
    assert (
        "No recent figure held here: Place 2 and Place 9"
        in chart.figure["layout"]["annotations"][0]["text"]
    )
    assert chart.figure["data"][0]["x"] == [90, 70]


def test_a_focus_that_is_not_shown_for_its_terms_is_not_called_missing() -> None:
    chart = drawn(ranked(90.0, None, 70.0), "P2", peers=("P9",), restricted=("P2",))
    note = " ".join(item["text"] for item in chart.figure["layout"]["annotations"])
    assert "No recent figure held here: Place 9" in note
    assert "Not shown here for the terms of the source: Place 2" in note


def test_losses_have_bars_to_the_left() -> None:
    chart = drawn(ranked(5.0, -3.0))
    assert chart.figure["layout"]["xaxis"]["range"][0] < -3


def test_ranks_are_dots_as_a_longer_bar_would_be_the_worse() -> None:
    (dots,) = drawn(ranked(1.0, 2.0), unit=RANK).figure["data"]
    assert dots["type"] == "scatter" and dots["text"] == ["No. 1", "No. 2"]
