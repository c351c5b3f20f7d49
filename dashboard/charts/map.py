"""The world, or a country's parts, coloured by value; small places as dots; places without data in grey."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import pandas as pd

from dashboard.charts.kit.frame import Chart, Dict, Frame, alt, empty, hover, layout, records
from dashboard.charts.kit.map_colours import class_limits, class_of, colour_axis
from dashboard.charts.kit.text import say
from dashboard.style import Measure, Palette, Size, measure
from indicators import wording
from indicators.model import Indicator

TOPOJSON_CONFIG = {"topojsonURL": "app/static/topojson/"}
"""For st.plotly_chart(config=...): plotly asks for a base map even where none is drawn; ours is an empty file."""


def world_map(
    frame: pd.DataFrame,
    indicator: Indicator,
    names: Mapping[str, str],
    focus: Sequence[str],
    language: str,
    palette: Palette,
    *,
    geojson_url: str,
    drawn: Collection[str],
    points: Mapping[str, tuple[float, float]] | None = None,
    title: str = "",
    subtitle: str = "",
    foot: str = "",
    size: Size | Measure = "page",
    classes: int | None = None,
    fit: Literal["world", "geojson", "locations"] = "world",
    height: float | None = None,
) -> Chart:
    """Values by place; `frame` has place, value, period. `drawn` are the ids in the GeoJSON at `geojson_url`.

    `points` gives latitude and longitude of places too small to be drawn. `classes` colours by quantiles, for
    amounts that few places dominate. `fit` is the world, or the area of the file or of the places with data.
    """
    sizes = measure(size)
    rows = {
        str(row["place"]): row
        for row in records(frame, ("place", "value", "period", "status"))
        if row["value"] is not None
    }
    dots = {place: where for place, where in (points or {}).items() if place not in drawn}
    shown = {place: row for place, row in rows.items() if place in drawn or place in dots}
    if not shown:
        return empty(Frame(title, subtitle, foot), language, palette, sizes)
    told = {place: _told(place, row, indicator, names, language) for place, row in shown.items()}
    limits = class_limits([row["value"] for row in shown.values()], classes)
    values = {place: class_of(row["value"], limits) for place, row in shown.items()}
    missing = sorted(place for place in drawn if place not in shown)
    traces = _areas(
        missing, geojson_url, [names.get(place, place) for place in missing], language, palette
    )
    traces += _coloured(
        sorted(place for place in shown if place in drawn), values, told, geojson_url, palette
    )
    traces += _outlined([place for place in focus if place in drawn], geojson_url, palette, sizes)
    traces += _dots(
        [place for place in dots if place in shown], dots, values, told, focus, palette, sizes
    )
    figure = layout(
        Frame(title, subtitle, foot),
        palette,
        sizes,
        height=height,
        plot=_tall(sizes, fit),
        below=sizes.small * 4.2,
    )
    held = [row["value"] for row in shown.values()]
    figure |= {
        "geo": _geo(fit),
        "coloraxis": colour_axis(held, limits, indicator, language, palette, sizes),
    }
    return Chart(
        {"data": traces, "layout": figure},
        _alt(title, shown, len(missing), indicator, names, language),
    )


def _told(
    place: str, row: Dict, indicator: Indicator, names: Mapping[str, str], language: str
) -> str:
    status = (
        wording.status(row["status"], language)
        if row["status"] not in (None, "", "reported")
        else ""
    )
    period = wording.period(str(row["period"]), language) if row["period"] else ""
    return hover(
        names.get(place, place),
        wording.number(row["value"], indicator.unit, language),
        period,
        status,
    )


def _shape(places: Sequence[str], url: str) -> Dict:
    return {
        "type": "choropleth",
        "geojson": url,
        "featureidkey": "id",
        "locationmode": "geojson-id",
        "locations": list(places),
        "hoverinfo": "text",
    }


def _areas(
    places: Sequence[str], url: str, called: Sequence[str], language: str, palette: Palette
) -> list[Dict]:
    """Places without data: grey, and they say so."""
    if not places:
        return []
    return [
        _shape(places, url)
        | {
            "z": [0] * len(places),
            "showscale": False,
            "colorscale": [[0, palette.missing], [1, palette.missing]],
            "hovertext": [hover(name, say("no_data", language)) for name in called],
            "marker": {"line": {"color": palette.background, "width": 0.4}},
        }
    ]


def _coloured(
    places: Sequence[str],
    values: Mapping[str, float],
    told: Mapping[str, str],
    url: str,
    palette: Palette,
) -> list[Dict]:
    if not places:
        return []
    return [
        _shape(places, url)
        | {
            "z": [values[place] for place in places],
            "coloraxis": "coloraxis",
            "hovertext": [told[place] for place in places],
            "marker": {"line": {"color": palette.background, "width": 0.4}},
        }
    ]


def _outlined(places: Sequence[str], url: str, palette: Palette, sizes: Measure) -> list[Dict]:
    """The border of the focus, drawn over its neighbours'."""
    if not places:
        return []
    clear = "rgba(0,0,0,0)"
    return [
        _shape(places, url)
        | {
            "z": [0] * len(places),
            "showscale": False,
            "colorscale": [[0, clear], [1, clear]],
            "hoverinfo": "skip",
            "marker": {"line": {"color": palette.text, "width": sizes.line}},
        }
    ]


def _dots(
    places: Sequence[str],
    where: Mapping[str, tuple[float, float]],
    values: Mapping[str, float],
    told: Mapping[str, str],
    focus: Sequence[str],
    palette: Palette,
    sizes: Measure,
) -> list[Dict]:
    if not places:
        return []
    own = [place in focus for place in places]
    return [
        {
            "type": "scattergeo",
            "mode": "markers",
            "hoverinfo": "text",
            "hovertext": [told[place] for place in places],
            "lat": [where[place][0] for place in places],
            "lon": [where[place][1] for place in places],
            "marker": {
                "color": [values[place] for place in places],
                "coloraxis": "coloraxis",
                "opacity": 1,
                "size": [sizes.marker * (1.9 if mine else 1.2) for mine in own],
                "line": {
                    "color": [palette.text if mine else palette.background for mine in own],
                    "width": [sizes.line if mine else 0.6 for mine in own],
                },
            },
        }
    ]


def _geo(fit: str) -> Dict:
    plain = {"visible": False, "bgcolor": "rgba(0,0,0,0)", "domain": {"x": [0, 1], "y": [0, 1]}}
    if fit != "world":
        return plain | {"fitbounds": fit, "projection": {"type": "mercator"}}
    return plain | {
        "projection": {"type": "natural earth"},
        "lataxis": {"range": [-57, 84]},
        "lonaxis": {"range": [-180, 180]},
    }


def _tall(sizes: Measure, fit: str) -> float:
    return min(sizes.width * (0.46 if fit == "world" else 0.75), sizes.height * 1.1)


def _alt(
    title: str,
    shown: Mapping[str, Dict],
    missing: int,
    indicator: Indicator,
    names: Mapping[str, str],
    language: str,
) -> str:
    ordered = sorted(shown.values(), key=lambda row: row["value"])
    ends = {"least": ordered[0], "most": ordered[-1]}
    told = {
        key: wording.number(row["value"], indicator.unit, language) for key, row in ends.items()
    }
    told |= {f"{key}_name": names.get(row["place"], str(row["place"])) for key, row in ends.items()}
    return alt(title, say("alt_map", language, count=len(shown), missing=missing, **told))
