"""Figures: tidy frame + options -> Chart. Pure functions that know plotly's JSON and no Streamlit."""

from dashboard.charts.breakdowns import breakdown_bars, breakdown_lines
from dashboard.charts.heatmap import heatmap
from dashboard.charts.kit.frame import Chart
from dashboard.charts.map import TOPOJSON_CONFIG, world_map
from dashboard.charts.profile import profile
from dashboard.charts.ranking import ranking
from dashboard.charts.scatter import scatter
from dashboard.charts.trend import trend

__all__ = [
    "TOPOJSON_CONFIG",
    "Chart",
    "breakdown_bars",
    "breakdown_lines",
    "heatmap",
    "profile",
    "ranking",
    "scatter",
    "trend",
    "world_map",
]
