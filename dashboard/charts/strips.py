"""Position strips: a row a field, a dot a place, the median marked, the place in focus large."""

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
    choose,
    empty_chart,
    hover,
    layout,
)
from dashboard.charts.kit.text import escape, labelled, phrase, pixels
from dashboard.style import Style
from indicators import wording

NAME_WIDTH, END_WIDTH, END_GAP = 0.32, 0.36, 14
ROW_HEIGHT, PHONE_ROW_HEIGHT = 1.7, 2.2
"""The height of a row, in rows of bars."""
DOT, FOCUS_DOT = 1.3, 2.6
DOT_OPACITY = 0.45
MEDIAN = 3.2
"""The height of the median's tick, in parts of the style's marker."""


@dataclass(frozen=True)
class Strip:
    """One row in plain text: places and their scores, and which of them is in focus.

    `text` stands behind the row, its lines divided by a line end; `focus` is a position in
    `scores`, -1 where nobody is in focus; it is drawn hollow where it `stands_in` for another
    place. `median` is missing where there are no scores.
    """

    name: str
    places: Sequence[str]
    scores: Sequence[float]
    focus: int
    median: float | None
    text: str
    stands_in: bool = False


def strips(
    rows: Sequence[Strip], scale: tuple[float, float], style: Style, frame: Frame = UNTITLED
) -> Chart:
    """Draw the scores of each row on one scale, from its least to its greatest score."""
    if not rows:
        return empty_chart(frame, style)
    figure = _layout(rows, scale, frame, style)
    figure["annotations"] += [_end_text(row, at, style) for at, row in enumerate(rows)]
    traces = [_peers(rows, style), _medians(rows, style), _focus(rows, style)]
    sentences = [labelled(row.name, row.text.replace("\n", " "), style.language) for row in rows]
    return Chart({"data": traces, "layout": figure}, alt_text(frame.title, *sentences))


def _layout(rows: Sequence[Strip], scale: tuple[float, float], frame: Frame, style: Style) -> Json:
    measure = style.measure
    lines = [line for row in rows for line in row.text.split("\n")]
    left = max(pixels(row.name, measure.text) for row in rows) + NAME_GAP
    right = max(pixels(line, measure.small) for line in lines) + END_GAP
    height = PHONE_ROW_HEIGHT if measure.is_phone else ROW_HEIGHT
    left = min(left, measure.width * NAME_WIDTH)
    figure = layout(
        frame,
        style,
        Margins(left, min(right, measure.width * END_WIDTH), 8, 2.2 * measure.small),
        plot=len(rows) * measure.row * height,
    )
    low, high = scale
    room = 0.02 * (high - low)
    ticks = [low, (low + high) / 2, high]
    figure["xaxis"] = bare_axis(style) | {
        "range": [low - room, high + room],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [f"{tick:g}" for tick in ticks],
        "showgrid": True,
        "gridcolor": style.palette.grid,
    }
    names = [row.name for row in rows]
    grid = {"showgrid": True, "gridcolor": style.palette.grid, "ticklabelstandoff": 6}
    figure["yaxis"] = name_axis(names, left, style) | grid
    return figure


def _dots(
    points: Sequence[tuple[int, str, float]], size: float, colour: str, opacity: float, style: Style
) -> Json:
    """Draw dots, each a row, a name and a score."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [score for _, _, score in points] or [None],
        "y": [at for at, _, _ in points] or [None],
        "hoverinfo": "text",
        "hovertext": [
            hover(name, wording.decimal(score, 1, style.language)) for _, name, score in points
        ],
        "marker": {"color": colour, "size": size * style.measure.marker, "opacity": opacity},
        "cliponaxis": False,
    }


def _peers(rows: Sequence[Strip], style: Style) -> Json:
    points = [
        (at, row.places[position], score)
        for at, row in enumerate(rows)
        for position, score in enumerate(row.scores)
        if position != row.focus
    ]
    return _dots(points, DOT, style.palette.neutral, DOT_OPACITY, style)


def _focus(rows: Sequence[Strip], style: Style) -> Json:
    points = [
        (at, row.places[row.focus], row.scores[row.focus])
        for at, row in enumerate(rows)
        if row.focus >= 0
    ]
    trace = _dots(points, FOCUS_DOT, style.palette.focus, 1, style)
    hollow = [row.stands_in for row in rows if row.focus >= 0]
    width = 0.3 * style.measure.marker
    line = {"width": width, "color": style.palette.focus}
    trace["marker"] |= {"symbol": choose(hollow, "circle-open", "circle"), "line": line}
    return trace


def _medians(rows: Sequence[Strip], style: Style) -> Json:
    """Draw an upright tick at the median of each row."""
    name = phrase("median", style.language)
    points = [(at, name, row.median) for at, row in enumerate(rows) if row.median is not None]
    trace = _dots(points, MEDIAN, style.palette.text, 1, style)
    width = 0.35 * style.measure.marker
    trace["marker"] |= {"symbol": "line-ns", "line": {"width": width, "color": style.palette.text}}
    return trace


def _end_text(row: Strip, at: int, style: Style) -> Json:
    colour = style.palette.text if row.focus >= 0 else style.palette.muted
    return annotation(
        "<br>".join(escape(line) for line in row.text.split("\n")),
        {"size": style.measure.small, "color": colour},
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=at,
        yanchor="middle",
    )
