"""Colours of a map: a continuous scale with round ticks, or classes of equally many places."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from dashboard.charts.kit.axes import Axis, value_axis
from dashboard.charts.kit.frame import Dict
from dashboard.charts.kit.text import escape
from dashboard.style import Measure, Palette
from indicators import wording
from indicators.model import Indicator


def class_limits(values: Sequence[float], classes: int | None) -> list[float]:
    """Where classes of about equally many places meet; none for a continuous scale."""
    ordered = sorted(values)
    if not classes or len(set(ordered)) <= classes:
        return []
    limits = {ordered[len(ordered) * index // classes] for index in range(1, classes)}
    return sorted(limits - {ordered[0]})  # a class below the least value would stand empty


def class_of(value: float, limits: Sequence[float]) -> float:
    """The number of a value's class; the value itself on a continuous scale."""
    return float(bisect.bisect_right(limits, value)) if limits else value


def colour_axis(
    values: Sequence[float],
    limits: Sequence[float],
    indicator: Indicator,
    language: str,
    palette: Palette,
    sizes: Measure,
) -> Dict:
    """The colour bar below the map: round ticks, or the limits of classes."""
    axis = value_axis([min(values), max(values)], indicator.unit, language, count=4)
    bar = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "xpad": 0,
        "y": 0,
        "yanchor": "top",
        "ypad": 2,
        "lenmode": "fraction",
        "len": 0.9 if sizes.width < 500 else 0.55,
        "thickness": sizes.small * 0.8,
        "outlinewidth": 0,
        "tickmode": "array",
        "tickangle": 0,
        "tickfont": {"size": sizes.small, "color": palette.muted},
        "title": {
            "text": escape(axis.caption),
            "side": "top",
            "font": {"size": sizes.small, "color": palette.muted},
        },
    }
    if limits:
        return _classed(limits, indicator, language, palette, sizes, bar)
    return _plain(axis, palette, bar)


def _plain(axis: Axis, palette: Palette, bar: Dict) -> Dict:
    low, high = min(axis.low, axis.high), max(axis.low, axis.high)
    last = len(palette.sequential) - 1
    return {
        "cmin": low,
        "cmax": high,
        "colorscale": [[index / last, colour] for index, colour in enumerate(palette.sequential)],
        "colorbar": bar
        | {"tickvals": list(axis.values), "ticktext": [escape(text) for text in axis.texts]},
    }


def _classed(
    limits: Sequence[float],
    indicator: Indicator,
    language: str,
    palette: Palette,
    sizes: Measure,
    bar: Dict,
) -> Dict:
    count = len(limits) + 1
    last = len(palette.sequential) - 1
    colours = [
        palette.sequential[round(index * last / max(count - 1, 1))] for index in range(count)
    ]
    steps = [
        [edge, colour]
        for index, colour in enumerate(colours)
        for edge in (index / count, (index + 1) / count)
    ]
    texts = [escape(wording.plain(limit, indicator.unit, language)) for limit in limits]
    return {
        "cmin": -0.5,
        "cmax": count - 0.5,
        "colorscale": steps,
        "colorbar": bar
        | {
            "len": 1 if sizes.width < 500 else 0.72,
            "tickvals": [index + 0.5 for index in range(len(limits))],
            "ticktext": texts,
            "title": bar["title"]
            | {"text": escape(wording.scale([1.0], indicator.unit, language).suffix)},
        },
    }
