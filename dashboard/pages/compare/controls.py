"""What the views of the compare page share: names, and a chart with its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.components.downloads import downloads, table
from dashboard.url_state import View, plain
from dashboard.views import labels
from dashboard.views.chart_with_table import ChartWithTable

CHART = {"displaylogo": False, "responsive": True, "displayModeBar": False}


def titles(view: View) -> Mapping[str, str]:
    """Every indicator's title."""
    return labels.indicators(view.dataset, view.say)


def names(view: View) -> Mapping[str, str]:
    """Every place's name."""
    return labels.places(view.dataset, view.say)


def draw(view: View, shown: ChartWithTable, name: str) -> None:
    """A chart, its downloads and its table."""
    key = f"chart_compare_{name}"
    with st.container(key=key):
        st.plotly_chart(
            shown.chart.plotly_figure,
            theme=None,
            key=f"plot_compare_{name}",
            config=CHART,
            alt=shown.chart.alt,
        )
    downloads(shown, view.say, f"compare_{name}", key)
    table(shown, view.say, f"compare_{name}")


def notes(lines: Iterable[str]) -> None:
    """Remarks on a chart, a line each."""
    said = "\n".join(f"- {plain(line)}" for line in lines)
    if said:
        st.caption(said)
