"""Charts: a tidy frame, places and a style give a Chart.

Pure functions that know Plotly's JSON and no Streamlit.
"""

from dashboard.charts.breakdowns import breakdown_bars, breakdown_lines
from dashboard.charts.bullets import Bullet, bullets
from dashboard.charts.dot_map import LAND, Points, dot_map
from dashboard.charts.heatmap import heatmap
from dashboard.charts.kit.band import Band
from dashboard.charts.kit.frame import (
    Chart,
    Frame,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.map import TOPOJSON_CONFIG, Outline, world_map
from dashboard.charts.named_bars import named_bars
from dashboard.charts.profile import profile
from dashboard.charts.rank_intervals import rank_intervals
from dashboard.charts.ranking import ranking
from dashboard.charts.road import ForecastPoint, RoadLines, road
from dashboard.charts.scatter import Encoding, scatter
from dashboard.charts.steps import ChangeStep, change_steps
from dashboard.charts.strips import Strip, strips
from dashboard.charts.tile_map import Tiles, tile_map
from dashboard.charts.trend import trend

__all__ = [
    "LAND",
    "TOPOJSON_CONFIG",
    "Band",
    "Bullet",
    "ChangeStep",
    "Chart",
    "Encoding",
    "ForecastPoint",
    "Frame",
    "Outline",
    "Places",
    "Points",
    "RoadLines",
    "Strip",
    "Tiles",
    "breakdown_bars",
    "breakdown_lines",
    "bullets",
    "change_steps",
    "dot_map",
    "heatmap",
    "named_bars",
    "profile",
    "rank_intervals",
    "ranking",
    "road",
    "scatter",
    "strips",
    "tile_map",
    "trend",
    "world_map",
]
