"""A map of dots of one size, coloured by value, on land without any border.

The size of a place is no merit: each has the same dot, so that small states are seen, too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.charts.kit.frame import (
    UNTITLED,
    Chart,
    Frame,
    Json,
    Margins,
    empty_chart,
    layout,
)
from dashboard.charts.kit.map_values import (
    BELOW,
    CLICKABLE,
    MapValues,
    gap_hover,
    map_alt_text,
    map_values,
    plot_height,
    with_note,
    without_value,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import phrase
from dashboard.charts.map import LATITUDES, TRANSPARENT, WORLD_HEIGHT
from dashboard.style import Measure, Style
from indicators.model import Indicator

LAND = "land"
"""The id of the one area of the land's GeoJSON."""
DOT, PHONE_DOT, CROSS, RING = 1.5, 1.1, 0.6, 1.6
"""The diameters of a dot and of a dot on a phone, in parts of the style's marker; of the cross
of a place without a value and the ring around the focus, in parts of a dot.
"""
DOT_OPACITY = 0.92
DOT_BORDER = 0.45
"""The width of the border of a dot, as a part of the style's line."""
SEAM = 0.6
"""The width in pixels of the line around the land."""
CENTRE = 11.6
"""The longitude in the middle: the map is cut in the Bering Strait and touches no land there."""
REGION_HEIGHT = 0.6
"""The height of the map of a region, as a part of its width."""
MARGIN = 0.12
"""Room around the places of a region, as a part of their extent; at least `LEAST` degrees."""
LEAST = 0.5
Point = tuple[float, float]


@dataclass(frozen=True)
class Points:
    """The latitude and longitude of each place, and where the browser finds the land as GeoJSON.

    `land` is '' where no land is drawn. `fit` is the world, or the places alone.
    """

    positions: Mapping[str, Point]
    land: str = ""
    fit: Literal["world", "places"] = "world"


def dot_map(
    data: pd.DataFrame,
    indicator: Indicator,
    places: Places,
    points: Points,
    style: Style,
    frame: Frame = UNTITLED,
    *,
    classes: int | None = None,
) -> Chart:
    """Draw values by place; `data` has the columns place, value, period and, where known, status.

    `classes` colours by quantiles. A place without a value is a small cross.
    """
    values = map_values(data, points.positions, indicator, places, style, classes)
    if values is None:
        return empty_chart(frame, style)
    gaps = without_value(points.positions, values, places)
    for key, codes in (("dots_missing", gaps.missing), ("dots_restricted", gaps.restricted)):
        if codes:
            frame = with_note(frame, phrase(key, style.language, count=len(codes)))
    plot = plot_height(style.measure, WORLD_HEIGHT if points.fit == "world" else REGION_HEIGHT)
    figure = layout(frame, style, Margins(bottom=style.measure.small * BELOW), plot=plot)
    figure |= CLICKABLE
    figure["geo"] = _geo(points)
    figure["coloraxis"] = values.axis
    traces = [_land(points, style)] if points.land else []
    if gaps.codes:
        traces.append(_crosses(gaps.codes, points, places, style))
    traces.append(_dots(values, points, style))
    focus = [place for place in places.focus if place in points.positions]
    if focus:
        traces.append(_rings(focus, points, style))
    return Chart(
        {"data": traces, "layout": figure},
        map_alt_text(frame.title, values, gaps, indicator, places, style.language),
    )


def _geo(points: Points) -> Json:
    geo: Json = {"visible": False, "bgcolor": TRANSPARENT, "domain": {"x": [0, 1], "y": [0, 1]}}
    if points.fit == "world":
        return geo | {
            "projection": {"type": "natural earth", "rotation": {"lon": CENTRE}},
            "lataxis": {"range": LATITUDES},
            "lonaxis": {"range": [CENTRE - 180, CENTRE + 180]},
        }
    return geo | {
        "projection": {"type": "mercator"},
        "lataxis": {"range": _extent([lat for lat, _ in points.positions.values()])},
        "lonaxis": {"range": _extent([lon for _, lon in points.positions.values()])},
    }


def _extent(degrees: Sequence[float]) -> list[float]:
    low, high = min(degrees), max(degrees)
    margin = max((high - low) * MARGIN, LEAST)
    return [low - margin, high + margin]


def _land(points: Points, style: Style) -> Json:
    """Draw the land in one quiet colour; its line, of the same colour, closes the cut at 180°."""
    colour = style.palette.grid
    return {
        "type": "choropleth",
        "geojson": points.land,
        "featureidkey": "id",
        "locationmode": "geojson-id",
        "locations": [LAND],
        "z": [0],
        "showscale": False,
        "colorscale": [[0, colour], [1, colour]],
        "hoverinfo": "skip",
        "marker": {"line": {"color": colour, "width": SEAM}},
    }


def _crosses(codes: Sequence[str], points: Points, places: Places, style: Style) -> Json:
    return _markers(codes, points) | {
        "hovertext": [gap_hover(code, places, style) for code in codes],
        "marker": {
            "symbol": "x-thin",
            "size": _diameter(style.measure) * CROSS,
            "line": {"color": style.palette.muted, "width": style.measure.line * DOT_BORDER},
        },
    }


def _dots(values: MapValues, points: Points, style: Style) -> Json:
    codes = _order(list(values.rows), points.positions)
    return _markers(codes, points) | {
        "customdata": list(codes),
        "hovertext": [values.hovers[code] for code in codes],
        "marker": {
            "color": [values.colours[code] for code in codes],
            "coloraxis": "coloraxis",
            "opacity": DOT_OPACITY,
            "size": _diameter(style.measure),
            "line": {"color": style.palette.muted, "width": style.measure.line * DOT_BORDER},
        },
    }


def _rings(codes: Sequence[str], points: Points, style: Style) -> Json:
    """Draw a ring around each place of the focus, apart from its dot."""
    return _markers(codes, points) | {
        "hoverinfo": "skip",
        "marker": {
            "symbol": "circle-open",
            "size": _diameter(style.measure) * RING,
            "line": {"color": style.palette.text, "width": style.measure.line},
            "color": style.palette.text,
        },
    }


def _diameter(measure: Measure) -> float:
    return measure.marker * (PHONE_DOT if measure.is_phone else DOT)


def _markers(codes: Sequence[str], points: Points) -> Json:
    return {
        "type": "scattergeo",
        "mode": "markers",
        "hoverinfo": "text",
        "lat": [points.positions[code][0] for code in codes],
        "lon": [points.positions[code][1] for code in codes],
    }


def _order(codes: Sequence[str], positions: Mapping[str, Point]) -> Sequence[str]:
    """Put the places in the order of drawing: those with the nearest neighbours last.

    So a small state among others is covered least.
    """
    room = {code: _nearest(code, codes, positions) for code in codes}
    return sorted(codes, key=lambda code: (-room[code], code))


def _nearest(code: str, codes: Sequence[str], positions: Mapping[str, Point]) -> float:
    """Give the distance in degrees to the nearest other place; infinite for a place alone."""
    lat, lon = positions[code]
    others = [positions[other] for other in codes if other != code]
    return min((_distance(lat, lon, *other) for other in others), default=math.inf)


def _distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give an approximate distance in degrees, across 180 degrees where that is shorter."""
    east = abs(lon - other_lon)
    east = min(east, 360 - east) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(lat - other_lat, east)
