"""Ranks with their intervals: a row a place, a dot at its rank, a bar as wide as the interval."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.bars import NAME_GAP
from dashboard.charts.kit.axes import bare_axis, name_axis
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
    records,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import bold_if, escape, labelled, phrase, pixels
from dashboard.charts.ranking import Gap, select_rows
from dashboard.style import Style

COLUMNS = ("place", "rank", "low", "high", "text")
NAME_WIDTH, END_GAP = 0.34, 14
"""The part of the chart's width that names may take; pixels before the texts at the right."""
BAR, FOCUS_DOT, DOT = 1.1, 2.0, 1.4
"""The thickness of a bar and the diameters of dots, in parts of the style's marker."""
BAR_OPACITY = 0.35
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Ranks between two ticks: the first with which there are not more than MAX_TICKS."""
MAX_TICKS = 5


def rank_intervals(
    data: pd.DataFrame,
    places: Places,
    style: Style,
    frame: Frame = UNTITLED,
    *,
    max_rows: int = 16,
) -> Chart:
    """Draw places by rank, first at the top and to the left, each with the interval of its rank.

    `data` has the columns place, rank, low, high and text (behind the row), the best first. At most
    `max_rows` places are drawn: the focus with its neighbours, and the first; the rest is counted.
    """
    rows = [row for row in records(data, COLUMNS) if row["rank"] is not None]
    if not rows:
        return empty_chart(frame, style)
    shown = select_rows(rows, places.focus, max_rows)
    figure = _layout(shown, rows, places, frame, style)
    drawn = [(at, row) for at, row in enumerate(shown) if not isinstance(row, Gap)]
    figure["annotations"] += [_end_text(row, at, places, style) for at, row in drawn]
    traces = [_bars(drawn, places, style), _dots(drawn, places, style)]
    return Chart({"data": traces, "layout": figure}, _alt_text(frame.title, rows, places, style))


def _layout(
    shown: Sequence[Record | Gap],
    rows: Sequence[Record],
    places: Places,
    frame: Frame,
    style: Style,
) -> Json:
    measure = style.measure
    names = [_name(row, places, style) for row in shown]
    left = max(pixels(name, measure.text) for name in names) + NAME_GAP
    left = min(left, measure.width * NAME_WIDTH)
    right = max(pixels(str(row["text"]), measure.small) for row in rows) + END_GAP
    figure = layout(
        frame,
        style,
        Margins(left, right, 8, 2.2 * measure.small),
        plot=len(shown) * measure.row,
    )
    axis = name_axis(names, left, style)
    axis["ticktext"] = [
        bold_if(text, not isinstance(row, Gap) and row["place"] in places.focus)
        for text, row in zip(axis["ticktext"], shown, strict=True)
    ]
    figure["yaxis"] = axis
    figure["xaxis"] = _rank_axis(shown, style)
    return figure


def _name(row: Record | Gap, places: Places, style: Style) -> str:
    if isinstance(row, Gap):
        return phrase("left_out", style.language, count=row.count)
    return f"{row['rank']:.0f} {places.name(row['place'])}"


def _rank_axis(shown: Sequence[Record | Gap], style: Style) -> Json:
    """Return an axis of ranks from the first to the last of any interval that is drawn."""
    last = max(float(row["high"] or row["rank"]) for row in shown if not isinstance(row, Gap))
    step = next((step for step in STEPS if last / step <= MAX_TICKS), STEPS[-1])
    ticks = [1, *range(step, int(last) + 1, step)] if step > 1 else list(range(1, int(last) + 1))
    return bare_axis(style) | {
        "range": [0.5, last + 0.5],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [str(tick) for tick in ticks],
        "showgrid": True,
        "gridcolor": style.palette.grid,
    }


def _colours(drawn: Sequence[tuple[int, Record]], places: Places, style: Style) -> list[str]:
    palette = style.palette
    return choose(_is_focus(drawn, places), palette.focus, palette.neutral)


def _is_focus(drawn: Sequence[tuple[int, Record]], places: Places) -> list[bool]:
    return [row["place"] in places.focus for _, row in drawn]


def _bars(drawn: Sequence[tuple[int, Record]], places: Places, style: Style) -> Json:
    """Draw the intervals; one of a single rank is as wide as its dot."""
    lows = [float(row["low"] or row["rank"]) for _, row in drawn]
    highs = [float(row["high"] or row["rank"]) for _, row in drawn]
    return {
        "type": "bar",
        "orientation": "h",
        "base": lows,
        "x": [high - low for low, high in zip(lows, highs, strict=True)],
        "y": [at for at, _ in drawn],
        "width": BAR * style.measure.marker / style.measure.row,
        "marker": {"color": _colours(drawn, places, style), "opacity": BAR_OPACITY},
        "hoverinfo": "skip",
    }


def _dots(drawn: Sequence[tuple[int, Record]], places: Places, style: Style) -> Json:
    sizes = choose(_is_focus(drawn, places), FOCUS_DOT, DOT)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["rank"] for _, row in drawn],
        "y": [at for at, _ in drawn],
        "marker": {
            "color": _colours(drawn, places, style),
            "size": [size * style.measure.marker for size in sizes],
        },
        "hoverinfo": "text",
        "hovertext": [hover(places.name(row["place"]), str(row["text"])) for _, row in drawn],
        "cliponaxis": False,
    }


def _end_text(row: Record, at: int, places: Places, style: Style) -> Json:
    is_focus = row["place"] in places.focus
    palette = style.palette
    return annotation(
        bold_if(escape(row["text"]), is_focus),
        {"size": style.measure.small, "color": palette.text if is_focus else palette.muted},
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=at,
        yanchor="middle",
    )


def _alt_text(title: str, rows: Sequence[Record], places: Places, style: Style) -> str:
    told = [row for row in rows if row["place"] in places.focus] or list(rows[:1])
    sentences = [labelled(places.name(row["place"]), row["text"], style.language) for row in told]
    return alt_text(title, *sentences)
