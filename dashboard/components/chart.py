"""A chart with its downloads and its table, drawn alike on every page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.components.downloads import downloads, table
from dashboard.views.chart_with_table import ChartWithTable
from indicators.locale import Locale

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "responsive": True,
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": [
        "select2d",
        "lasso2d",
        "autoScale2d",
        "zoom2d",
        "pan2d",
        "zoomIn2d",
        "zoomOut2d",
        "resetScale2d",
        "zoomInGeo",
        "zoomOutGeo",
        "resetGeo",
        "hoverClosestGeo",
    ],
}
"""How Plotly draws. Its bar of buttons must be there: picture.js saves a chart by the one in it."""


def config(content: ChartWithTable) -> dict[str, Any]:
    """Return how Plotly draws a chart; its own button saves a picture under the download's name.

    Else Plotly makes a name of the title without its points: '3.4%' becomes '34'.
    """
    return CONFIG | {"toImageButtonOptions": {"format": "png", "filename": content.name}}


def draw_chart(content: ChartWithTable, locale: Locale, name: str) -> None:
    """Draw a chart, its downloads and its table; `name` tells it from others of all pages."""
    key = f"chart_{name}"
    with st.container(key=key):
        st.plotly_chart(
            content.chart.plotly_figure,
            theme=None,
            key=f"plot_{name}",
            config=config(content),
            alt=content.chart.alt,
        )
    downloads(content, locale, name, key)
    table(content, locale, name)
