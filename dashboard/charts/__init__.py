"""Charts: a tidy frame, places and a style give a Chart.

Pure functions that know Plotly's JSON and no Streamlit.
"""

from dashboard.charts.breakdowns import breakdown_bars, breakdown_lines
from dashboard.charts.dot_map import LAND, Points, dot_map
from dashboard.charts.heatmap import heatmap
from dashboard.charts.kit.frame import (
    Chart,
    Frame,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.map import TOPOJSON_CONFIG, Outline, world_map
from dashboard.charts.profile import profile
from dashboard.charts.ranking import ranking
from dashboard.charts.scatter import Encoding, scatter
from dashboard.charts.tile_map import Tiles, tile_map
from dashboard.charts.trend import trend

__all__ = [
    "LAND",
    "TOPOJSON_CONFIG",
    "Chart",
    "Encoding",
    "Frame",
    "Outline",
    "Places",
    "Points",
    "Tiles",
    "breakdown_bars",
    "breakdown_lines",
    "dot_map",
    "heatmap",
    "profile",
    "ranking",
    "scatter",
    "tile_map",
    "trend",
    "world_map",
]
