"""The figures in plain Streamlit: boxes to choose, a chart of all places, and the
newest figures as a table.
"""

import os

import pandas as pd
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


figures = read()
indicator = st.selectbox("Indicator", names("indicator"), key="indicator")
place = st.selectbox("Place", names("place"), key="place")
view = st.segmented_control(
    "View", ["Trend", "Ranking"], default="Trend", required=True, key="view"
)
shown = figures[figures["indicator"] == indicator]
if view == "Trend":
    lines = shown.pivot_table(index="period", columns="place", values="value")
    newest = lines[place].iloc[-1]
    st.metric(f"{place}, {indicator}", newest)
    st.line_chart(lines, y_label=f"{place}: {indicator}", height=450)
else:
    period = st.selectbox("Period", sorted(shown["period"].unique())[::-1], key="period")
    bars = shown[shown["period"] == period].sort_values("value", ascending=False)
    title = f"{place}: {indicator}, {period}"
    st.bar_chart(bars, x="place", y="value", y_label=title, sort="-value", height=450)
st.dataframe(shown[shown["period"] == shown["period"].max()])
