"""Room for words in a chart; the chart that is given stays as it was."""

from __future__ import annotations

import copy

from dashboard.charts import Chart, Places
from dashboard.charts.kit import legend_space
from dashboard.style import measure

PAGE = measure("page", 300)


def chart(names: list[str], title: str = "<b>One</b>") -> Chart:
    traces = [
        {"name": name, "marker": {"color": ["#111", "#111"], "size": [1, 2]}, "legendrank": 9 - at}
        for at, name in enumerate(names)
    ]
    layout = {
        "title": {"text": title, "pad": {"t": 4}, "font": {"size": 20}},
        "font": {"color": "#000"},
        "height": 400,
        "margin": {"l": 50, "r": 10, "t": 80, "b": 40},
        "annotations": [],
        "xaxis": {"ticktext": ["a", "b"], "tickangle": 0},
    }
    return Chart({"data": traces, "layout": layout}, "said")


def test_a_legend_of_many_rows_makes_the_figure_taller() -> None:
    given = chart(["Central and Southern Asia", "Northern Africa", "Sub-Saharan Africa"])
    before = copy.deepcopy(given.figure)
    laid = legend_space.add_legend(given, PAGE, 1).figure["layout"]
    assert laid["height"] > 400 and laid["height"] - 400 == laid["margin"]["t"] - 80
    said = laid["annotations"][0]["text"]
    assert said.index("Sub-Saharan") < said.index("Central") and "#111" in said
    assert given.figure == before


def test_names_slant_where_a_word_would_be_cut() -> None:
    names = {"a": "Shijiazhuang and its surroundings", "b": "B"}
    short = legend_space.slant_columns(
        chart([]), ["a", "b"], Places({"a": "A", "b": "B"}, ["a"]), PAGE
    )
    assert short.figure["layout"]["xaxis"]["tickangle"] == 0
    long = legend_space.slant_columns(
        chart([]), ["a", "b"], Places(names, ["a"]), measure("page", 120)
    ).figure["layout"]
    assert (
        long["xaxis"]["tickangle"] == -60 and long["xaxis"]["ticktext"][0] == f"<b>{names['a']}</b>"
    )
    assert long["height"] > 400
