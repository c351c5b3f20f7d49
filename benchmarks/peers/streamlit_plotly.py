"""The figures in Streamlit with Plotly: boxes to choose, a chart of all places, and the newest
figures as a table.

The lines are dicts in one go.Figure: Plotly Express takes ten times as long for 200 of them.
"""

import os

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")


@st.cache_data
def read() -> pd.DataFrame:
    """Read the figures once for all visitors."""
    return pd.read_csv(os.environ["FIGURES"])


@st.cache_data
def names(column: str) -> list[str]:
    """List what there is to choose."""
    return sorted(read()[column].unique())


def line(name: str, rows: pd.DataFrame) -> dict[str, object]:
    """Return the line of one place."""
    colour = "darkblue" if name == place else "lightgrey"
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": rows["period"],
        "y": rows["value"],
        "line": {"color": colour},
    }


figures = read()
indicator = st.selectbox("Indicator", names("indicator"), key="indicator")
place = st.selectbox("Place", names("place"), key="place")
view = st.segmented_control(
    "View", ["Trend", "Ranking"], default="Trend", required=True, key="view"
)
shown = figures[figures["indicator"] == indicator]
if view == "Trend":
    title = f"{place}: {indicator}"
    figure = go.Figure([line(name, rows) for name, rows in shown.groupby("place")])
else:
    period = st.selectbox("Period", sorted(shown["period"].unique())[::-1], key="period")
    bars = shown[shown["period"] == period].sort_values("value", ascending=False)
    title = f"{place}: {indicator}, {period}"
    figure = go.Figure({"type": "bar", "x": bars["place"], "y": bars["value"]})
figure.update_layout(title_text=title, height=450, showlegend=False)
st.plotly_chart(figure)
st.dataframe(shown[shown["period"] == shown["period"].max()])
