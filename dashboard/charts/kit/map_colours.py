"""Colours of a map: a continuous scale with round ticks, or classes of equally many places."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from dashboard.charts.kit.axes import value_axis
from dashboard.charts.kit.frame import (
    Json,
)
from dashboard.charts.kit.text import escape
from dashboard.style import Palette, Style
from indicators import wording
from indicators.model import Unit

TICKS = 4


def class_limits(values: Sequence[float], classes: int | None) -> list[float]:
    """Return the values that divide places into about equally large classes (quantiles).

    Empty for a continuous scale: without `classes`, or where there are no more values than classes.
    """
    ordered = sorted(values)
    if not classes or len(set(ordered)) <= classes:
        return []
    limits = {ordered[len(ordered) * index // classes] for index in range(1, classes)}
    return sorted(limits - {ordered[0]})  # a class below the least value would be empty


def class_of(value: float, limits: Sequence[float]) -> float:
    """Return the number of a value's class; on a continuous scale, the value itself."""
    return float(bisect.bisect_right(limits, value)) if limits else value


def colour_axis(values: Sequence[float], limits: Sequence[float], unit: Unit, style: Style) -> Json:
    """Return the colour bar below the map, with round ticks or with the limits of classes."""
    if limits:
        return _class_scale(limits, unit, style)
    return _continuous_scale(values, unit, style)


def palette_scale(palette: Palette) -> list[list[float | str]]:
    """Return the sequential colours as a continuous scale of Plotly, from 0 to 1."""
    last = len(palette.sequential) - 1
    return [[index / last, colour] for index, colour in enumerate(palette.sequential)]


def scale_position(colour: float, limits: Sequence[float], axis: Json, palette: Palette) -> float:
    """Return where a colour stands on the sequential colours, from 0 to 1.

    `colour`, `limits` and `axis` are those of `class_of`, `class_limits` and `colour_axis`.
    """
    if not limits:
        low, high = float(axis["cmin"]), float(axis["cmax"])
        return (colour - low) / ((high - low) or 1)
    last = len(palette.sequential) - 1
    return _class_colour(int(colour), len(limits) + 1, palette) / last


def _class_colour(index: int, count: int, palette: Palette) -> int:
    """Give which of the sequential colours a class has."""
    return round(index * (len(palette.sequential) - 1) / max(count - 1, 1))


def _continuous_scale(values: Sequence[float], unit: Unit, style: Style) -> Json:
    axis = value_axis([min(values), max(values)], unit, style.language, count=TICKS)
    low, high = sorted((axis.low, axis.high))  # an axis of ranks runs downwards
    ticks = {
        "len": 0.9 if style.measure.is_phone else 0.55,
        "tickvals": list(axis.values),
        "ticktext": [escape(text) for text in axis.texts],
    }
    return {
        "cmin": low,
        "cmax": high,
        "colorscale": palette_scale(style.palette),
        "colorbar": _colour_bar(axis.caption, style) | ticks,
    }


def _class_scale(limits: Sequence[float], unit: Unit, style: Style) -> Json:
    """Give a scale in steps: class 0 has the values -0.5 to 0.5, and so on."""
    count = len(limits) + 1
    steps: list[list[float | str]] = []
    for index in range(count):
        colour = style.palette.sequential[_class_colour(index, count, style.palette)]
        steps += [[index / count, colour], [(index + 1) / count, colour]]
    ticks = {
        "len": 1 if style.measure.is_phone else 0.72,
        "tickvals": [index + 0.5 for index in range(len(limits))],
        "ticktext": [escape(wording.plain(limit, unit, style.language)) for limit in limits],
    }
    caption = wording.scale([1.0], unit, style.language).suffix
    return {
        "cmin": -0.5,
        "cmax": count - 0.5,
        "colorscale": steps,
        "colorbar": _colour_bar(caption, style) | ticks,
    }


def _colour_bar(caption: str, style: Style) -> Json:
    """Give a flat bar below the map; its `len` is a part of the map's width."""
    measure, palette = style.measure, style.palette
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "xpad": 0,
        "y": 0,
        "yanchor": "top",
        "ypad": 2,
        "lenmode": "fraction",
        "thickness": measure.small * 0.8,
        "outlinewidth": 0,
        "tickmode": "array",
        "tickangle": 0,
        "tickfont": {"size": measure.small, "color": palette.muted},
        "title": {
            "text": escape(caption),
            "side": "top",
            "font": {"size": measure.small, "color": palette.muted},
        },
    }
