"""A chart with its downloads and its table, drawn alike on every page."""

from __future__ import annotations

import streamlit as st

from dashboard.components.downloads import downloads, table
from dashboard.components.plot import plot
from dashboard.views.chart_with_table import ChartWithTable
from indicators.locale import Locale


def draw_chart(content: ChartWithTable, locale: Locale, name: str) -> None:
    """Draw a chart, its downloads and its table; `name` tells it from others of all pages."""
    key = f"chart_{name}"
    with st.container(key=key):
        plot(content, locale, f"plot_{name}")
    downloads(content, locale, name, key)
    table(content, locale, name)
