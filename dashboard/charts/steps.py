"""A change in steps: from a first total over what added to it or took from it to the last one."""

from __future__ import annotations

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
from dashboard.charts.kit.text import bold_if, escape, labelled, pixels
from dashboard.style import Style

NAME_WIDTH, END_GAP = 0.36, 14
ROOM = 0.12
"""Room at both ends of the axis, as a part of what the bars span."""
SMALLEST_ROOM = 0.5
ROW_HEIGHT, PHONE_ROW_HEIGHT = 1.2, 1.7
"""The height of a row, in rows of bars: on a phone names have two lines."""
MAX_TICKS = 6


@dataclass(frozen=True)
class ChangeStep:
    """One row in plain text: a total (`is_total`), or what was added to the row above."""

    name: str
    value: float
    text: str
    is_total: bool = False


def change_steps(
    steps: Sequence[ChangeStep], style: Style, frame: Frame = UNTITLED, *, least_span: float = 0.0
) -> Chart:
    """Draw totals as upright marks and each addition from where the one before it ends.

    The axis does not begin at 0 and has its numbers; it is at least `least_span` wide, so that a
    small change looks small.
    """
    if not steps:
        return empty_chart(frame, style)
    spans = _spans(steps)
    figure = _layout(steps, spans, frame, style, least_span)
    figure["annotations"] += [_text(step, at, style) for at, step in enumerate(steps)]
    sentences = [labelled(step.name, step.text, style.language) for step in steps]
    bars = _bars(steps, spans, _range(spans, least_span), style)
    return Chart({"data": [bars], "layout": figure}, alt_text(frame.title, *sentences))


def _spans(steps: Sequence[ChangeStep]) -> list[tuple[float, float]]:
    """Return where each bar begins and ends; totals are drawn as a narrow mark at their value."""
    level, spans = 0.0, []
    for step in steps:
        if step.is_total:
            level = step.value
            spans.append((level, level))
        else:
            spans.append((level, level + step.value))
            level += step.value
    return spans


def _layout(
    steps: Sequence[ChangeStep],
    spans: Sequence[tuple[float, float]],
    frame: Frame,
    style: Style,
    least_span: float,
) -> Json:
    measure = style.measure
    names = [step.name for step in steps]
    left = min(
        max(pixels(name, measure.text) for name in names) + NAME_GAP, measure.width * NAME_WIDTH
    )
    right = max(pixels(step.text, measure.text) for step in steps) + END_GAP
    below = 2.2 * measure.small
    height = PHONE_ROW_HEIGHT if measure.is_phone else ROW_HEIGHT
    margins = Margins(left, right, 8, below)
    figure = layout(frame, style, margins, plot=len(steps) * measure.row * height)
    axis = name_axis(names, left, style)
    axis["ticktext"] = [
        bold_if(text, step.is_total) for text, step in zip(axis["ticktext"], steps, strict=True)
    ]
    figure["yaxis"] = axis
    figure["xaxis"] = bare_axis(style) | {
        "range": list(_range(spans, least_span)),
        "nticks": MAX_TICKS,
        "showgrid": True,
        "gridcolor": style.palette.grid,
    }
    figure["bargap"] = 0.35
    return figure


def _range(spans: Sequence[tuple[float, float]], least_span: float) -> tuple[float, float]:
    """Return the ends of the axis: around what the bars span, and at least so wide."""
    edges = [edge for span in spans for edge in span]
    low, high = min(edges), max(edges)
    room = max(ROOM * (high - low), (least_span - (high - low)) / 2, SMALLEST_ROOM)
    return low - room, high + room


def _bars(
    steps: Sequence[ChangeStep],
    spans: Sequence[tuple[float, float]],
    ends: tuple[float, float],
    style: Style,
) -> Json:
    """Draw every row; a total is as wide as an eightieth of the axis, so that it can be seen."""
    low, high = ends
    mark = (high - low) / 80
    bases = []
    widths = []
    for step, (start, end) in zip(steps, spans, strict=True):
        bases.append(start - mark / 2 if step.is_total else start)
        widths.append(mark if step.is_total else end - start)
    return {
        "type": "bar",
        "orientation": "h",
        "base": bases,
        "x": widths,
        "y": list(range(len(steps))),
        "marker": {"color": [_colour(step, style) for step in steps]},
        "hoverinfo": "text",
        "hovertext": [hover(step.name, step.text) for step in steps],
    }


def _colour(step: ChangeStep, style: Style) -> str:
    if step.is_total:
        return style.palette.focus
    return style.palette.status("good" if step.value >= 0 else "bad")


def _text(step: ChangeStep, at: int, style: Style) -> Json:
    """Write the value behind the row; its sign says what the colour says."""
    return annotation(
        bold_if(escape(step.text), step.is_total),
        {"size": style.measure.text, "color": style.palette.text},
        x=1,
        xref="paper",
        xanchor="left",
        xshift=6,
        y=at,
        yanchor="middle",
    )
