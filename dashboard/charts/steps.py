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


@dataclass(frozen=True)
class ChangeStep:
    """One row in plain text: a total (`is_total`), or what was added to the row above."""

    name: str
    value: float
    text: str
    is_total: bool = False


def change_steps(steps: Sequence[ChangeStep], style: Style, frame: Frame = UNTITLED) -> Chart:
    """Draw totals as bars and each addition from where the one before it ends.

    The axis begins near the least value: the first and the last total say where they stand.
    """
    if not steps:
        return empty_chart(frame, style)
    spans = _spans(steps)
    figure = _layout(steps, spans, frame, style)
    figure["annotations"] += [_text(step, at, style) for at, step in enumerate(steps)]
    sentences = [labelled(step.name, step.text, style.language) for step in steps]
    bars = _bars(steps, spans, style)
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
    steps: Sequence[ChangeStep], spans: Sequence[tuple[float, float]], frame: Frame, style: Style
) -> Json:
    measure = style.measure
    names = [step.name for step in steps]
    left = min(
        max(pixels(name, measure.text) for name in names) + NAME_GAP, measure.width * NAME_WIDTH
    )
    right = max(pixels(step.text, measure.text) for step in steps) + END_GAP
    figure = layout(frame, style, Margins(left, right), plot=len(steps) * measure.row * 1.2)
    axis = name_axis(names, left, style)
    axis["ticktext"] = [
        bold_if(text, step.is_total) for text, step in zip(axis["ticktext"], steps, strict=True)
    ]
    figure["yaxis"] = axis
    edges = [edge for span in spans for edge in span]
    room = ROOM * ((max(edges) - min(edges)) or 1.0)
    figure["xaxis"] = bare_axis(style) | {
        "range": [min(edges) - room, max(edges) + room],
        "showticklabels": False,
    }
    figure["bargap"] = 0.35
    return figure


def _bars(steps: Sequence[ChangeStep], spans: Sequence[tuple[float, float]], style: Style) -> Json:
    """Draw every row; a total is as wide as a fiftieth of the whole, so that it can be seen."""
    edges = [edge for span in spans for edge in span]
    mark = ((max(edges) - min(edges)) or 1.0) / 50
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
