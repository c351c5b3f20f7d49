"""Bullet bars: how much of the way to each target is behind, and how much should be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.bars import NAME_GAP
from dashboard.charts.kit.axes import bare_axis, name_axis
from dashboard.charts.kit.frame import (
    UNTITLED,
    Chart,
    Frame,
    Json,
    Margins,
    alt_text,
    annotation,
    empty_chart,
    hover,
    layout,
)
from dashboard.charts.kit.text import labelled, pixels, wrap
from dashboard.style import Style
from indicators import wording

NAME_WIDTH, END_WIDTH, END_GAP = 0.34, 0.36, 14
"""The parts of the chart's width that names and texts may take; pixels before the texts."""
ROW_HEIGHT, PHONE_ROW_HEIGHT = 1.5, 2.0
"""The height of a row, in rows of bars."""
BAR, TRACK, NEEDED = 0.42, 0.42, 0.8
"""The thickness of bar, track and mark, in parts of a row."""
WHOLE = 1.0


@dataclass(frozen=True)
class Bullet:
    """One row in plain text: the part of the way that is behind, and that is needed, 0 to 1.

    Both are NaN where they are not known: the row then has its track alone. `tone` is the colour of
    its status, `text` stands behind the row.
    """

    name: str
    part: float
    needed: float
    tone: str
    text: str


def bullets(rows: Sequence[Bullet], style: Style, frame: Frame = UNTITLED) -> Chart:
    """Draw a row for each target, the first at the top, from base (0 %) to target (100 %)."""
    if not rows:
        return empty_chart(frame, style)
    figure = _layout(rows, frame, style)
    width = figure["margin"]["r"] - END_GAP + 1  # the margin is rounded
    figure["annotations"] += [_end_text(row, at, width, style) for at, row in enumerate(rows)]
    traces = [_track(rows, style), _bars(rows, style), _needed(rows, style)]
    sentences = [labelled(row.name, row.text, style.language) for row in rows]
    return Chart({"data": traces, "layout": figure}, alt_text(frame.title, *sentences))


def _layout(rows: Sequence[Bullet], frame: Frame, style: Style) -> Json:
    measure = style.measure
    left = max(pixels(row.name, measure.text) for row in rows) + NAME_GAP
    right = max(pixels(row.text, measure.small) for row in rows) + END_GAP
    height = PHONE_ROW_HEIGHT if measure.is_phone else ROW_HEIGHT
    left = min(left, measure.width * NAME_WIDTH)
    margins = Margins(left, min(right, measure.width * END_WIDTH), 8, 2.2 * measure.small)
    figure = layout(frame, style, margins, plot=len(rows) * measure.row * height)
    figure["yaxis"] = name_axis([row.name for row in rows], left, style)
    ticks = [0, 0.5, WHOLE]
    figure["xaxis"] = bare_axis(style) | {
        "range": [-0.01, WHOLE + 0.01],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [wording.share(tick, WHOLE, style.language) for tick in ticks],
    }
    figure["barmode"] = "overlay"
    return figure


def _track(rows: Sequence[Bullet], style: Style) -> Json:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [WHOLE] * len(rows),
        "y": list(range(len(rows))),
        "width": TRACK,
        "marker": {"color": style.palette.grid},
        "hoverinfo": "text",
        "hovertext": [hover(row.name, row.text) for row in rows],
    }


def _bars(rows: Sequence[Bullet], style: Style) -> Json:
    """Draw what is behind, from 0 to the whole way: a series past its target fills its track."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [_within_track(row.part) for row in rows],
        "y": list(range(len(rows))),
        "width": BAR,
        "marker": {"color": [style.palette.status(row.tone) for row in rows]},
        "hoverinfo": "skip",
    }


def _within_track(part: float) -> float:
    if math.isnan(part):
        return 0.0
    return min(max(part, 0.0), WHOLE)


def _needed(rows: Sequence[Bullet], style: Style) -> Json:
    """Draw an upright mark where the path needed is at the newest figure."""
    marks = [(row.needed, at) for at, row in enumerate(rows) if not math.isnan(row.needed)]
    size = style.measure.row * NEEDED
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [part for part, _ in marks] or [None],
        "y": [at for _, at in marks] or [None],
        "marker": {
            "symbol": "line-ns",
            "size": size,
            "line": {"width": max(style.measure.line, 2), "color": style.palette.text},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _end_text(row: Bullet, at: int, width: float, style: Style) -> Json:
    """Draw the text behind a row, in lines of at most `width` pixels."""
    return annotation(
        wrap(row.text, width / pixels("x", style.measure.small)),
        {"size": style.measure.small, "color": style.palette.status(row.tone)},
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=at,
        yanchor="middle",
    )
