"""A chart, drawn by Plotly in a component of our own.

Streamlit's brings the full bundle of Plotly, twice the rest of its page, checks each figure on the
server, and keeps Plotly to itself. Here a figure is encoded once for all sessions, the browser gets
the bundle that the figure needs, and a run that changes nothing in it draws nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.charts import TOPOJSON_CONFIG, Chart
from dashboard.plotly_bundles import bundle_of, installed_bundles
from dashboard.views.chart_with_table import ChartWithTable
from indicators.locale import Locale

_FOLDER = Path(__file__).parent
_SCRIPTS = ("plot.js", "plot_ahead.js")
_PLOT = st.components.v2.component(
    "plot",
    css=(_FOLDER / "plot.css").read_text(encoding="utf-8"),
    js="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS),
    isolate_styles=False,  # Plotly's own styles, and those of paper, are the page's
)
CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": "hover"} | TOPOJSON_CONFIG
"""How Plotly draws; plot.js adds the two buttons of its bar."""


def plot(
    content: ChartWithTable, locale: Locale, key: str, ahead: Mapping[str, Any] | None = None
) -> str:
    """Draw a chart; return the code of the place of a map that was clicked on in this run, else an
    empty string.

    `ahead` says which choices of the page the browser may draw before the page answers.
    """
    data, height = encode(content, locale, ahead), content.chart.figure["layout"]["height"]
    if not is_clickable(content.chart):
        _PLOT(data=data, key=key, height=height)
        return ""
    clicked = _PLOT(data=data, key=key, height=height, on_place_change=_nothing).place
    return clicked if isinstance(clicked, str) and clicked in places(content.chart) else ""


def encode(
    content: ChartWithTable, locale: Locale, ahead: Mapping[str, Any] | None = None
) -> bytes:
    """Return what the browser reads: a line of JSON on the chart, and the figure below it.

    `id` names the figure; `name` is that of a saved picture, as Plotly would make one of the title
    without its points: '3.4%' becomes '34'.
    """
    chart = content.chart
    settings = {
        "id": chart.digest,
        "alt": chart.alt,
        "bundle": bundle_of(chart.figure, installed_bundles()).address,
        "config": CONFIG,
        "name": content.name,
        "clicks": is_clickable(chart),
        "words": {
            "picture": locale.text("indicator.save_picture"),
            "fullscreen": locale.text("indicator.fullscreen"),
            "pending": locale.text("indicator.pending"),
        },
        "ahead": ahead,
    }
    head = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return head.encode() + b"\n" + chart.encoded


def is_clickable(chart: Chart) -> bool:
    """Return whether a click on the chart chooses a place: on maps."""
    return "clickmode" in chart.figure["layout"]


def places(chart: Chart) -> set[str]:
    """Return the codes of the places that can be clicked on."""
    return {str(code) for trace in chart.figure["data"] for code in trace.get("customdata", ())}


def _nothing() -> None:
    """Streamlit passes a click on only where somebody listens."""
