"""What the browser gets of a chart, and which clicks are believed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import Chart
from dashboard.components import plot as component
from dashboard.components.plot import encode, is_clickable, places
from dashboard.views.chart_with_table import ChartWithTable
from indicators.locale import get_locale
from tests.dashboard.figures import figures, settings

FIGURE: dict[str, Any] = {
    "data": [{"type": "bar", "x": [1], "y": ["北京"], "customdata": ["CHN"]}, {"x": [None]}],
    "layout": {"height": 300},
}
MAP = FIGURE | {"layout": {"height": 300, "clickmode": "event"}}


def content(figure: dict[str, Any], alt: str = "Bars") -> ChartWithTable:
    return ChartWithTable(Chart(figure, alt), (), (), name="bars-2024")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_line_on_the_chart_and_then_the_figure(lang: str) -> None:
    alt = 'Line\nbreak, "quotes" and 长沙'
    head, figure = encode(content(FIGURE, alt), get_locale(lang)).split(b"\n", 1)
    assert json.loads(figure) == FIGURE
    said = json.loads(head)
    assert (said["alt"], said["name"], said["clicks"]) == (alt, "bars-2024", False)
    assert said["bundle"].startswith("plotly/") and said["bundle"].endswith(".js")
    assert said["config"]["topojsonURL"] == "app/static/topojson/"  # never the Internet
    assert said["words"]["pending"] == get_locale(lang).text("indicator.pending")
    assert said["words"]["fullscreen"] == {"en": "Full screen", "zh": "全屏"}[lang]


def test_the_id_is_that_of_the_figure() -> None:
    same, other = Chart(dict(FIGURE), "a"), Chart(MAP, "a")
    assert Chart(FIGURE, "b").digest == same.digest != other.digest


def test_places_with_a_code_can_be_clicked_on_maps_alone() -> None:
    assert is_clickable(Chart(MAP, "")) and not is_clickable(Chart(FIGURE, ""))
    assert places(Chart(MAP, "")) == {"CHN"}


def drawn() -> None:
    import streamlit as st

    from dashboard.components.plot import plot
    from indicators.locale import get_locale
    from tests.dashboard.components.test_plot import MAP, content

    st.text(plot(content(MAP), get_locale("en"), "plot_test"))


@pytest.mark.parametrize(
    ("clicked", "place"), [("CHN", "CHN"), ("XXX", ""), (None, ""), (3, ""), (["CHN"], "")]
)
def test_a_click_gives_the_code_of_a_place_of_the_map(
    monkeypatch: pytest.MonkeyPatch, clicked: object, place: str
) -> None:
    class Result:
        pass

    result = Result()
    result.place = clicked  # type: ignore[attr-defined]
    monkeypatch.setattr(component, "_PLOT", lambda **_: result)
    assert component.plot(content(MAP), get_locale("en"), "plot_test") == place


def test_it_is_drawn_on_a_page() -> None:
    app = AppTest.from_function(drawn).run()
    assert not app.exception
    assert figures(app) == [MAP] and settings(app)[0]["clicks"] is True
