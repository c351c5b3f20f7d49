"""Two indicators against each other: a dot a place.

Groups have colours; the area of a dot is proportional to a third indicator.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.charts.kit.axes import Axis, plotly_axis, tick_margin, value_axis
from dashboard.charts.kit.frame import (
    UNTITLED,
    Chart,
    Frame,
    Json,
    Margins,
    Record,
    alt_text,
    annotation,
    choose,
    empty_chart,
    hover,
    layout,
    legend,
    plot_height,
    records,
)
from dashboard.charts.kit.log_axis import log_axis
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.point_labels import Area, Marker, point_labels
from dashboard.charts.kit.text import escape, labelled, phrase, shorten
from dashboard.style import Measure, Style
from indicators import wording
from indicators.model import Indicator
from indicators.wording import MISSING

COLUMNS = ("place", "x", "y", "size", "group", "period")
X_TICKS, PHONE_X_TICKS, Y_TICKS = 6, 4, 5
AXIS_PADDING = 0.02
"""Room at each end of an axis, as a part of its length."""
AXIS_NAME_CHARS = 1.6
"""The length of an axis's name: so many characters for each em of the chart's width."""
RIGHT = 24
"""Pixels right of the plotting area, for names beside dots."""

# Room around the plotting area, in em of small text; above it are the y axis's name and the legend.
BELOW = 3.8
ABOVE, ABOVE_WITH_LEGEND = 2.4, 4.6

# Diameters of dots, in parts of the style's marker.
LARGEST_DOT, LEAST_DOT, EQUAL_DOT = 7, 1.2, 1.6
DOT_OPACITY = 0.75
DOT_BORDER = 0.7
"""The width in pixels of the border of a dot."""


@dataclass(frozen=True)
class Encoding:
    """Which indicator each channel shows, and the names of groups by id, in the legend's order."""

    x: Indicator
    y: Indicator
    size: Indicator | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    log_x: bool = False
    log_y: bool = False

    def has_place(self, row: Record) -> bool:
        """Return whether a row can be drawn: both values known, above zero on a
        logarithmic axis.
        """
        x, y = row["x"], row["y"]
        if x is None or y is None:
            return False
        return (not self.log_x or x > 0) and (not self.log_y or y > 0)


def scatter(
    data: pd.DataFrame,
    encoding: Encoding,
    places: Places,
    style: Style,
    frame: Frame = UNTITLED,
    *,
    height: float | None = None,
) -> Chart:
    """Draw a dot for each place that has both values.

    `data` has the columns place, x, y and, where wanted, size, group and period; the caller chooses
    the period. Only focus and peers have names, and peers only where there is room. A logarithmic
    axis leaves out what is not above zero. `height` is that of the chart, in pixels.
    """
    rows = [row for row in records(data, COLUMNS) if encoding.has_place(row)]
    if not rows:
        return empty_chart(frame, style)
    measure = style.measure
    x_ticks = PHONE_X_TICKS if measure.is_phone else X_TICKS
    x_axis = _axis([row["x"] for row in rows], encoding.x, encoding.log_x, x_ticks, style)
    y_axis = _axis([row["y"] for row in rows], encoding.y, encoding.log_y, Y_TICKS, style)
    has_legend = bool(encoding.groups) and len({row["group"] for row in rows}) > 1
    em = measure.small
    margins = Margins(
        left=tick_margin(y_axis.texts, em),
        right=RIGHT,
        top=em * (ABOVE_WITH_LEGEND if has_legend else ABOVE),
        bottom=em * BELOW,
    )
    figure = layout(frame, style, margins, height=height)
    figure["xaxis"] = _plotly_axis(x_axis, encoding.log_x, style)
    figure["xaxis"]["title"] = _x_name(x_axis, encoding.x, style)
    figure["yaxis"] = _plotly_axis(y_axis, encoding.log_y, style)
    figure["showlegend"] = has_legend
    figure["legend"] = legend(style, "constant")
    figure["annotations"].append(_y_name(y_axis, encoding.y, margins.left, style))
    largest = max((row["size"] or 0 for row in rows), default=0)
    markers = {
        str(row["place"]): _marker(row, x_axis, y_axis, encoding, largest, measure) for row in rows
    }
    width = measure.width - figure["margin"]["l"] - figure["margin"]["r"]
    area = Area(width, plot_height(figure))
    figure["annotations"] += point_labels(markers, places, area, style)
    return Chart(
        {"data": _traces(rows, encoding, places, markers, style), "layout": figure},
        _alt_text(frame.title, rows, encoding, places, style.language),
    )


def _axis(
    values: Sequence[float], indicator: Indicator, is_log: bool, count: int, style: Style
) -> Axis:
    make = log_axis if is_log else value_axis
    axis = make(values, indicator.unit, style.language, count=count)
    padding = (axis.high - axis.low) * AXIS_PADDING
    low, high = axis.low - padding, axis.high + padding
    return Axis(low, high, axis.values, axis.texts, axis.caption)


def _plotly_axis(axis: Axis, is_log: bool, style: Style) -> Json:
    changes = {"type": "log", "zeroline": False} if is_log else {}
    return plotly_axis(axis, style) | changes


def _axis_name(axis: Axis, indicator: Indicator, language: str) -> str:
    """Give an indicator's name with its unit where the ticks do not have it."""
    return " · ".join(part for part in (indicator.name(language), axis.caption) if part)


def _name_chars(measure: Measure) -> float:
    return measure.width / measure.small * AXIS_NAME_CHARS


def _x_name(axis: Axis, indicator: Indicator, style: Style) -> Json:
    text = _axis_name(axis, indicator, style.language) + " →"
    return {
        "text": escape(shorten(text, _name_chars(style.measure))),
        "font": {"size": style.measure.small, "color": style.palette.text},
        "standoff": 8,
    }


def _y_name(axis: Axis, indicator: Indicator, left: float, style: Style) -> Json:
    """Write the y axis's name above it, from the left edge of the chart."""
    text = "↑ " + _axis_name(axis, indicator, style.language)
    return annotation(
        escape(shorten(text, _name_chars(style.measure))),
        {"size": style.measure.small, "color": style.palette.text},
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-round(left),
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=6,
    )


def _marker(
    row: Record, x: Axis, y: Axis, encoding: Encoding, largest: float, measure: Measure
) -> Marker:
    x_value = math.log10(row["x"]) if encoding.log_x else row["x"]
    y_value = math.log10(row["y"]) if encoding.log_y else row["y"]
    size = diameter(row["size"], largest, measure)
    return Marker(str(row["place"]), x.part(x_value), y.part(y_value), size)


def diameter(value: float | None, largest: float, measure: Measure) -> float:
    """Return the diameter in pixels of a dot whose area is proportional to a value.

    It is never too small to be seen; where there are no values, all dots are equal.
    """
    if not largest:
        return measure.marker * EQUAL_DOT
    part = max(value or 0, 0) / largest
    return max(measure.marker * LARGEST_DOT * math.sqrt(part), measure.marker * LEAST_DOT)


def _traces(
    rows: Sequence[Record],
    encoding: Encoding,
    places: Places,
    markers: Mapping[str, Marker],
    style: Style,
) -> list[Json]:
    """Draw a trace for each group; places in no group are grey, and so are all without groups."""
    by_group: dict[str, list[Record]] = {name: [] for name in encoding.groups}
    for group in sorted({_group(row) for row in rows} - encoding.groups.keys()):
        by_group[group] = []
    for row in rows:
        by_group[_group(row)].append(row)
    tints = style.palette.peers
    traces = []
    for index, (group, members) in enumerate(by_group.items()):
        is_grey = not encoding.groups or group == MISSING
        colour = style.palette.neutral if is_grey else tints[index % len(tints)]
        name = encoding.groups.get(group, group)
        if members:
            traces.append(
                {"name": escape(name)} | _trace(members, colour, encoding, places, markers, style)
            )
    return traces


def _group(row: Record) -> str:
    """Give a row's group; a dash where it has none."""
    return str(row["group"] or MISSING)


def _trace(
    rows: Sequence[Record],
    colour: str,
    encoding: Encoding,
    places: Places,
    markers: Mapping[str, Marker],
    style: Style,
) -> Json:
    """Draw dots, the largest first so that none is hidden; the focus has a border."""
    measure, palette = style.measure, style.palette
    rows = sorted(rows, key=lambda row: -(row["size"] or 0))
    in_focus = [row["place"] in places.focus for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "hoverinfo": "text",
        "x": [row["x"] for row in rows],
        "y": [row["y"] for row in rows],
        "hovertext": [_hover(row, encoding, places, style.language) for row in rows],
        "marker": {
            "size": [markers[str(row["place"])].diameter for row in rows],
            "opacity": DOT_OPACITY,
            "color": choose(in_focus, palette.focus, colour),
            "line": {
                "color": choose(in_focus, palette.text, palette.background),
                "width": choose(in_focus, measure.line, DOT_BORDER),
            },
        },
    }


def _hover(row: Record, encoding: Encoding, places: Places, language: str) -> str:
    channels = ((encoding.x, row["x"]), (encoding.y, row["y"]), (encoding.size, row["size"]))
    texts = [
        labelled(
            indicator.name(language), wording.number(value, indicator.unit, language), language
        )
        for indicator, value in channels
        if indicator and value is not None
    ]
    group = encoding.groups.get(str(row["group"]), "") if row["group"] else ""
    period = wording.period(str(row["period"]), language) if row["period"] else ""
    return hover(places.name(row["place"]), *texts, group, period)


def _alt_text(
    title: str, rows: Sequence[Record], encoding: Encoding, places: Places, language: str
) -> str:
    focus = next((row for row in rows if row["place"] in places.focus), None)
    if focus is None:
        return alt_text(title, phrase("alt_scatter_all", language, n=len(rows)))
    x, y = encoding.x, encoding.y
    text = phrase(
        "alt_scatter",
        language,
        n=len(rows),
        name=places.name(focus["place"]),
        x=wording.number(focus["x"], x.unit, language),
        y=wording.number(focus["y"], y.unit, language),
        x_title=x.name(language),
        y_title=y.name(language),
    )
    return alt_text(title, text)
