"""Figures: tidy frame + options -> Chart. Pure functions that know plotly's JSON and no Streamlit."""

from dashboard.figures.breakdowns import breakdown_bars, breakdown_lines
from dashboard.figures.chart import Chart
from dashboard.figures.heat import heat
from dashboard.figures.map import TOPOJSON_CONFIG, world_map
from dashboard.figures.profile import profile
from dashboard.figures.ranking import ranking
from dashboard.figures.scatter import scatter
from dashboard.figures.trend import trend

__all__ = [
    "TOPOJSON_CONFIG",
    "Chart",
    "breakdown_bars",
    "breakdown_lines",
    "heat",
    "profile",
    "ranking",
    "scatter",
    "trend",
    "world_map",
]
