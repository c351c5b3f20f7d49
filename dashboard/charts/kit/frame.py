"""What every chart has: a title, subtitle and foot, and what it says where there are no data."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd

from dashboard.charts.kit.text import CHARACTER_WIDTH, escape, lines, phrase, wrap
from dashboard.style import SANS, Measure, Style

T = TypeVar("T")
Json = dict[str, Any]
"""A part of a figure as Plotly has it in JSON."""
Record = dict[str, Any]
"""A row of data: values by column."""
LEADING = 1.3
"""Plotly's distance between two lines, as a part of the font size."""
BOLD_WIDTH = 1.06
"""How much wider bold text is."""
HOVER_WIDTH = 44
"""The width of a hover label, in Latin characters."""
TOP_PADDING = 6
"""Pixels above the title, in the margin; the title itself stands at `TITLE_PADDING`."""
TITLE_PADDING = 4
FOOT_PADDING = 8
"""Pixels below the foot."""
EMPTY_HEIGHT = 0.35
"""The height of the plotting area where there are no data, as a part of the usual height."""
TEMPLATE: Json = {"data": {"scatter": [{"marker": {"line": {"width": 0}}}]}}
"""Plotly draws a white line around dots whose sizes are a list."""
NO_POINTS: Json = {"type": "scatter", "x": [None], "y": [None], "hoverinfo": "skip"}
"""A trace without points, for a figure that has nothing else."""


@dataclass(frozen=True)
class Chart:
    """A chart as Plotly's JSON, and its description for those who cannot see it."""

    figure: Json
    alt: str

    @cached_property
    def encoded(self) -> bytes:
        """The figure as JSON for the browser, encoded once for all sessions.

        NaN and infinity, which JSON does not have, are null: Plotly leaves a gap.
        """
        try:
            return _encode(self.figure)
        except ValueError:
            return _encode(_without_nan(self.figure))

    @cached_property
    def digest(self) -> str:
        """What tells the figure from every other: a hash of its JSON."""
        return sha256(self.encoded).hexdigest()[:16]


def _encode(figure: Json) -> bytes:
    """Give the figure as JSON; raise ValueError where a number is NaN or infinite."""
    text = json.dumps(
        figure, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_scalar
    )
    return text.encode()


def _scalar(value: Any) -> Any:
    """Give a number of NumPy as one of Python."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"a figure holds a {type(value).__name__}")


def _without_nan(node: Any) -> Any:
    """Copy a part of a figure, with None for what is NaN or infinite."""
    if isinstance(node, dict):
        return {name: _without_nan(value) for name, value in node.items()}
    if isinstance(node, list | tuple):
        return [_without_nan(value) for value in node]
    if isinstance(node, np.generic):
        node = node.item()
    return _value_or_none(node)


@dataclass(frozen=True)
class Frame:
    """The words around a chart, in plain text. `notes` are lines above the foot."""

    title: str = ""
    subtitle: str = ""
    foot: str = ""
    notes: tuple[str, ...] = ()


UNTITLED = Frame()


@dataclass(frozen=True)
class Margins:
    """Pixels around the plotting area, without those that title, subtitle and foot need."""

    left: float = 8
    right: float = 8
    top: float = 8
    bottom: float = 8


NARROW_MARGINS = Margins()


def layout(
    frame: Frame,
    style: Style,
    margins: Margins = NARROW_MARGINS,
    *,
    plot: float | None = None,
    height: float | None = None,
) -> Json:
    """Arrange title, subtitle, foot and margins, aligned with the left edge of the chart.

    `plot` is the height in pixels of the plotting area, for charts that grow with their rows;
    `height` that of the whole chart, which goes first. Without either it is that of the style.
    """
    measure, palette = style.measure, style.palette
    title = lines(frame.title, _chars(measure.title * BOLD_WIDTH, measure))
    subtitle = lines(frame.subtitle, _chars(measure.text, measure))
    chars = _chars(measure.small, measure)
    foot = [line for text in (*frame.notes, frame.foot) for line in lines(text, chars)]
    heading = LEADING * (len(title) * measure.title + len(subtitle) * measure.text)
    top = TOP_PADDING + heading + margins.top
    top += _title_drop(title, measure) + _subtitle_drop(subtitle, measure)
    foot_height = len(foot) * LEADING * measure.small + FOOT_PADDING if foot else 0
    bottom = margins.bottom + foot_height
    if height is None:
        height = (plot or measure.height - top - bottom) + top + bottom
    return {
        "autosize": True,
        "height": round(height),
        "margin": {
            "l": round(margins.left),
            "r": round(margins.right),
            "t": round(top),
            "b": round(bottom),
            # Plotly would enlarge a margin for long ticks, and title, plot and foot would no longer
            # fit one another.
            "autoexpand": False,
        },
        "title": _title(title, subtitle, style),
        "font": {"family": SANS, "size": measure.text, "color": palette.text},
        "paper_bgcolor": palette.paper,
        "plot_bgcolor": palette.paper,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": palette.background,
            "bordercolor": palette.neutral,
            "align": "left",
            "font": {"family": SANS, "size": measure.text, "color": palette.text},
        },
        "separators": ".,",
        "dragmode": False,
        "template": TEMPLATE,
        "annotations": [_foot(foot, style, margins)] if foot else [],
    }


def plot_height(layout: Json) -> float:
    """Return the height in pixels that a layout leaves for the plotting area."""
    return max(float(layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]), 1.0)


def _title_drop(title: Sequence[str], measure: Measure) -> float:
    """Give the pixels by which a title of several lines is to be lowered.

    Plotly sets it higher by the height of a capital letter, 0.75 em (measured), out of the chart.
    """
    return 0.75 * measure.title if len(title) > 1 else 0.0


def _subtitle_drop(subtitle: Sequence[str], measure: Measure) -> float:
    """Give the pixels by which Plotly sets a subtitle lower.

    Measured: 0.8 em for one line, 0.25 em for several.
    """
    em = {0: 0.0, 1: 0.8}.get(len(subtitle), 0.25)
    return em * measure.text


def _chars(font: float, measure: Measure) -> float:
    """Give how many Latin characters of a font size fit in the width of a chart."""
    return measure.width / (font * CHARACTER_WIDTH)


def _title(title: Sequence[str], subtitle: Sequence[str], style: Style) -> Json:
    measure, palette = style.measure, style.palette
    bold = "<br>".join(f"<b>{escape(line)}</b>" for line in title)
    return {
        "text": bold or " ",
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": TITLE_PADDING + _title_drop(title, measure), "l": 0},
        "font": {"size": measure.title, "color": palette.text, "family": SANS},
        "subtitle": {
            "text": "<br>".join(escape(line) for line in subtitle),
            "font": {"size": measure.text, "color": palette.muted, "family": SANS},
        },
    }


def _foot(foot: Sequence[str], style: Style, margins: Margins) -> Json:
    return annotation(
        "<br>".join(escape(line) for line in foot),
        {"size": style.measure.small, "color": style.palette.muted},
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-round(margins.left) - 1,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-round(margins.bottom) - 2,
    )


def annotation(text: str, font: Json, **position: Any) -> Json:
    """Make an annotation without arrow, aligned left; `text` is already escaped."""
    return {"text": text, "font": font, "showarrow": False, "align": "left", **position}


def empty_chart(frame: Frame, style: Style) -> Chart:
    """Draw a chart that says there are no data, instead of an empty box."""
    text = phrase("no_data", style.language)
    figure = layout(frame, style, plot=style.measure.height * EMPTY_HEIGHT)
    font = {"size": style.measure.title, "color": style.palette.muted}
    centre = {"x": 0.5, "xref": "paper", "y": 0.5, "yref": "paper"}
    figure["annotations"].append(annotation(escape(text), font, **centre))
    figure |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    return Chart({"data": [NO_POINTS], "layout": figure}, alt_text(frame.title, text))


def alt_text(*sentences: str) -> str:
    """Join sentences to the description of a chart, for those who cannot see it."""
    return " ".join(text.strip() for text in sentences if text.strip())


def records(data: pd.DataFrame, columns: Sequence[str]) -> list[Record]:
    """Return the rows as dicts of some columns; an absent column or a missing value is None."""
    rows = zip(*column_lists(data, columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def column_lists(data: pd.DataFrame, columns: Sequence[str]) -> list[list[Any]]:
    """Return some columns as lists of Python's own values; what `records` says of missing holds."""
    return [_values(data, name) for name in columns]


def _values(data: pd.DataFrame, column: str) -> list[Any]:
    if column not in data.columns:
        return [None] * len(data)
    # As an array of objects: an Arrow column is read from one by one, at ten times the cost.
    return [_value_or_none(value) for value in data[column].to_numpy(dtype=object).tolist()]


def _value_or_none(value: Any) -> Any:
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def choose(flags: Iterable[bool], yes: T, no: T) -> list[T]:
    """Return `yes` for each flag that is true and `no` for each that is not."""
    by_flag = {True: yes, False: no}
    return [by_flag[flag] for flag in flags]


def hover(*texts: str) -> str:
    """Write the lines of a hover label, the first in bold; empty texts are left out."""
    heading, *lines = [wrap(text, HOVER_WIDTH) for text in texts if text]
    return "<br>".join((f"<b>{heading}</b>", *lines))


def legend(style: Style, item_sizing: Literal["trace", "constant"]) -> Json:
    """Return a legend above the plotting area, as wide as it is; clicks on it do nothing.

    `item_sizing` says whether marks in it are as large as those of their traces.
    """
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "itemsizing": item_sizing,
        "font": {"size": style.measure.small, "color": style.palette.text},
        "bgcolor": style.palette.paper,
        "itemclick": False,
        "itemdoubleclick": False,
    }
