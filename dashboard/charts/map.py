"""A map of outlines, of the world or of a country's parts, coloured by value.

Small places are dots; places without data are grey.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from dashboard.charts.kit.frame import (
    UNTITLED,
    Chart,
    Frame,
    Json,
    Margins,
    choose,
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
    without_value,
)
from dashboard.charts.kit.places import Places
from dashboard.style import Style
from indicators.model import Indicator

TOPOJSON_CONFIG = {"topojsonURL": "app/static/topojson/"}
"""Plotly loads a base map even where it draws none; ours is empty."""

TRANSPARENT = "rgba(0,0,0,0)"
BORDER = 0.4
"""The width in pixels of the border of a place."""
DOT, FOCUS_DOT = 1.2, 1.9
"""Diameters of dots, in parts of the style's marker."""
DOT_BORDER = 0.6
WORLD_HEIGHT, COUNTRY_HEIGHT = 0.46, 0.75
"""The height of the map, as a part of its width."""
LATITUDES, LONGITUDES = [-57, 84], [-180, 180]
"""The world without Antarctica, in degrees."""


@dataclass(frozen=True)
class Outline:
    """Where the browser finds the outlines of places as GeoJSON, and what is drawn on them.

    `places` are the codes in the file; `points` the latitude and longitude of places too small to
    be in it. `fit` is the world, or the area of the file or of the places with data.
    """

    url: str
    places: Collection[str]
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    fit: Literal["world", "geojson", "locations"] = "world"


def world_map(
    data: pd.DataFrame,
    indicator: Indicator,
    places: Places,
    outline: Outline,
    style: Style,
    frame: Frame = UNTITLED,
    *,
    classes: int | None = None,
) -> Chart:
    """Draw values by place; `data` has the columns place, value, period and, where known, status.

    `classes` colours by quantiles, for amounts of which a few places have most.
    """
    drawn = {*outline.places, *outline.points}
    values = map_values(data, drawn, indicator, places, style, classes)
    if values is None:
        return empty_chart(frame, style)
    gaps = without_value(sorted(outline.places), values, places)
    part = WORLD_HEIGHT if outline.fit == "world" else COUNTRY_HEIGHT
    plot = plot_height(style.measure, part)
    figure = layout(frame, style, Margins(bottom=style.measure.small * BELOW), plot=plot)
    figure |= CLICKABLE
    figure["geo"] = _geo(outline.fit)
    figure["coloraxis"] = values.axis
    return Chart(
        {"data": _traces(values, gaps.codes, outline, places, style), "layout": figure},
        map_alt_text(frame.title, values, gaps, indicator, places, style.language),
    )


def _traces(
    values: MapValues, missing: Sequence[str], outline: Outline, places: Places, style: Style
) -> list[Json]:
    """Draw places without data, those with data, the borders of the focus, and dots."""
    coloured = sorted(place for place in values.rows if place in outline.places)
    focus = [place for place in places.focus if place in outline.places]
    dots = [place for place in outline.points if place in values.rows]
    dots = [place for place in dots if place not in outline.places]
    traces: list[Json] = []
    if missing:
        traces.append(_missing_areas(missing, outline, places, style))
    if coloured:
        traces.append(_coloured_areas(coloured, outline, values, style))
    if focus:
        traces.append(_focus_borders(focus, outline, style))
    if dots:
        traces.append(_dots(dots, outline, values, places.focus, style))
    return traces


def _areas(places: Sequence[str], outline: Outline) -> Json:
    return {
        "type": "choropleth",
        "geojson": outline.url,
        "featureidkey": "id",
        "locationmode": "geojson-id",
        "locations": list(places),
        "hoverinfo": "text",
    }


def _one_colour(places: Sequence[str], colour: str) -> Json:
    return {
        "z": [0] * len(places),
        "showscale": False,
        "colorscale": [[0, colour], [1, colour]],
    }


def _missing_areas(codes: Sequence[str], outline: Outline, places: Places, style: Style) -> Json:
    """Draw places without data in grey; hovering over them says so."""
    return {
        **_areas(codes, outline),
        **_one_colour(codes, style.palette.missing),
        "hovertext": [gap_hover(code, places, style, "no_data") for code in codes],
        "marker": {"line": {"color": style.palette.background, "width": BORDER}},
    }


def _coloured_areas(
    codes: Sequence[str], outline: Outline, values: MapValues, style: Style
) -> Json:
    return {
        **_areas(codes, outline),
        "customdata": list(codes),
        "z": [values.colours[code] for code in codes],
        "coloraxis": "coloraxis",
        "hovertext": [values.hovers[code] for code in codes],
        "marker": {"line": {"color": style.palette.background, "width": BORDER}},
    }


def _focus_borders(codes: Sequence[str], outline: Outline, style: Style) -> Json:
    """Draw the border of the focus over those of its neighbours."""
    return {
        **_areas(codes, outline),
        **_one_colour(codes, TRANSPARENT),
        "hoverinfo": "skip",
        "marker": {"line": {"color": style.palette.text, "width": style.measure.line}},
    }


def _dots(
    codes: Sequence[str], outline: Outline, values: MapValues, focus: Sequence[str], style: Style
) -> Json:
    measure, palette = style.measure, style.palette
    in_focus = [code in focus for code in codes]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "hoverinfo": "text",
        "hovertext": [values.hovers[code] for code in codes],
        "customdata": list(codes),
        "lat": [outline.points[code][0] for code in codes],
        "lon": [outline.points[code][1] for code in codes],
        "marker": {
            "color": [values.colours[code] for code in codes],
            "coloraxis": "coloraxis",
            "opacity": 1,
            "size": choose(in_focus, measure.marker * FOCUS_DOT, measure.marker * DOT),
            "line": {
                "color": choose(in_focus, palette.text, palette.background),
                "width": choose(in_focus, measure.line, DOT_BORDER),
            },
        },
    }


def _geo(fit: str) -> Json:
    geo = {"visible": False, "bgcolor": TRANSPARENT, "domain": {"x": [0, 1], "y": [0, 1]}}
    if fit != "world":
        return geo | {"fitbounds": fit, "projection": {"type": "mercator"}}
    return geo | {
        "projection": {"type": "natural earth"},
        "lataxis": {"range": LATITUDES},
        "lonaxis": {"range": LONGITUDES},
    }
