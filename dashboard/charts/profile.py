"""Where places rank in many indicators: a row an indicator, a dot a place, better to the right."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

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
    empty_chart,
    hover,
    layout,
    legend,
    records,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import escape, labelled, phrase, pixels
from dashboard.style import Measure, Palette, Style
from indicators import wording

COLUMNS = ("indicator", "name", "place", "position", "value_text", "rank_text", "period")
NAME_WIDTH, END_WIDTH = 0.33, 0.36
"""The parts of the chart's width that names before and texts behind the rows may take."""
NAME_GAP, END_GAP = 16, 18
"""Pixels between names and rows, and between rows and the texts behind them."""
ROW_HEIGHT, PHONE_ROW_HEIGHT = 1.25, 1.5
"""The height of a row, in rows of bars; on a phone the text behind it takes two lines."""
DOT, FOCUS_DOT = 1.5, 2.4
"""Diameters of dots, in parts of the style's marker."""
PEER_OPACITY = 0.85
AXIS_PADDING = 0.03
"""Room left and right of positions 0 and 1."""

# Room around the plotting area, in em of small text; above it is the legend.
BELOW = 2.2
ABOVE, PHONE_ABOVE = 2.6, 4.2


@dataclass(frozen=True)
class ProfileTable:
    """Records by indicator, in order, with the indicators' names."""

    records: Sequence[Record]
    rows: Sequence[str]
    row_names: Mapping[str, str]

    def of(self, place: str) -> dict[str, Record]:
        """Return a place's records that have a position, by indicator."""
        return {
            str(record["indicator"]): record
            for record in self.records
            if record["place"] == place and record["position"] is not None
        }


def profile(data: pd.DataFrame, places: Places, style: Style, frame: Frame = UNTITLED) -> Chart:
    """Draw positions from 0, behind all other places, to 1, ahead of all.

    Right is the better side also where less is better. `data` has the columns indicator, name
    (plain text), place, position, value_text, rank_text and period. Behind each row stand the value
    and rank of the first focus place, or that there are no data.
    """
    table = _table(data)
    if not table.rows:
        return empty_chart(frame, style)
    subject = places.focus[0] if places.focus else ""
    subject_rows = table.of(subject)
    texts = [_end_text(subject_rows.get(row), style) for row in table.rows]
    figure = _layout(table, texts, frame, style)
    figure["annotations"] += [
        _end_annotation(text, index, row in subject_rows, style)
        for index, (row, text) in enumerate(zip(table.rows, texts, strict=True))
    ]
    return Chart(
        {"data": _traces(table, places, style), "layout": figure},
        _alt_text(frame.title, places.name(subject), list(subject_rows.values()), style.language),
    )


def _table(data: pd.DataFrame) -> ProfileTable:
    rows = records(data, COLUMNS)
    names = {str(row["indicator"]): str(row["name"] or row["indicator"]) for row in rows}
    return ProfileTable(rows, list(names), names)


def _end_text(record: Record | None, style: Style) -> str:
    """Give the text behind a row: value and rank, on a phone in two lines."""
    if record is None:
        return phrase("no_data", style.language)
    separator = "\n" if style.measure.is_phone else " · "
    parts = (record["value_text"], record["rank_text"])
    return separator.join(str(part) for part in parts if part)


def _layout(table: ProfileTable, texts: Sequence[str], frame: Frame, style: Style) -> Json:
    measure = style.measure
    is_phone, em = measure.is_phone, measure.small
    left, right = _side_margins(list(table.row_names.values()), texts, measure)
    top = em * (PHONE_ABOVE if is_phone else ABOVE)
    row_height = measure.row * (PHONE_ROW_HEIGHT if is_phone else ROW_HEIGHT)
    figure = layout(
        frame,
        style,
        Margins(left, right, top, em * BELOW),
        plot=len(table.rows) * row_height,
    )
    return figure | {
        "xaxis": _position_axis(style),
        "yaxis": _row_axis(table, left, style),
        "showlegend": True,
        "legend": legend(style, "trace"),
    }


def _side_margins(
    names: Sequence[str], texts: Sequence[str], measure: Measure
) -> tuple[float, float]:
    """Give room for names before and texts behind; neither takes much more than a third."""
    text_lines = [line for text in texts for line in text.split("\n")]
    left = max(pixels(name, measure.text) for name in names) + NAME_GAP
    right = max(pixels(line, measure.small) for line in text_lines) + END_GAP
    return min(left, measure.width * NAME_WIDTH), min(right, measure.width * END_WIDTH)


def _position_axis(style: Style) -> Json:
    """Give the axis, whose ends say which way is good; percentages would be read as values."""
    keys = ("lowest", "middle", "highest")
    low, middle, high = (phrase(key, style.language) for key in keys)
    return bare_axis(style) | {
        "range": [-AXIS_PADDING, 1 + AXIS_PADDING],
        "tickmode": "array",
        "tickvals": [0, 0.5, 1],
        "ticktext": [low, "" if style.measure.is_phone else middle, high],
        "showgrid": True,
        "gridcolor": style.palette.grid,
        "tickangle": 0,
    }


def _row_axis(table: ProfileTable, left: float, style: Style) -> Json:
    """Return the axis of indicators, with a line for each."""
    names = [table.row_names[row] for row in table.rows]
    grid = {"showgrid": True, "gridcolor": style.palette.grid, "ticklabelstandoff": 6}
    return name_axis(names, left, style) | grid


def _traces(table: ProfileTable, places: Places, style: Style) -> list[Json]:
    """Draw the places, the first in the legend last, so that it lies on top."""
    colours = _colours(places, style.palette)
    traces = [_dots(table, place, colours[place], places, style) for place in places.selection]
    traces = [trace for trace in traces if trace["x"]]
    for index, trace in enumerate(traces):
        trace["legendrank"] = index + 1
    return traces[::-1]


def _colours(places: Places, palette: Palette) -> dict[str, str]:
    """Give the focus colour to the first focus place, and tints in order to the others."""
    first = places.focus[:1]
    peers = (place for place in places.selection if place not in first)
    tints = dict(zip(peers, itertools.cycle(palette.peers), strict=False))
    return tints | dict.fromkeys(first, palette.focus)


def _dots(table: ProfileTable, place: str, colour: str, places: Places, style: Style) -> Json:
    is_focus = place in places.focus
    name = places.name(place)
    records = [record for record in table.records if record["place"] == place]
    records = [record for record in records if record["position"] is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(name),
        "cliponaxis": False,
        "x": [record["position"] for record in records],
        "y": [table.rows.index(str(record["indicator"])) for record in records],
        "hoverinfo": "text",
        "hovertext": [_hover(record, name, style.language) for record in records],
        "marker": {
            "color": colour,
            "size": style.measure.marker * (FOCUS_DOT if is_focus else DOT),
            "opacity": 1 if is_focus else PEER_OPACITY,
        },
    }


def _hover(record: Record, name: str, language: str) -> str:
    share = wording.share(record["position"], 1, language)
    period = wording.period(str(record["period"]), language) if record["period"] else ""
    return hover(
        labelled(name, record["name"], language),
        str(record["value_text"] or ""),
        str(record["rank_text"] or ""),
        phrase("ahead_of", language, share=share),
        period,
    )


def _end_annotation(text: str, index: int, has_data: bool, style: Style) -> Json:
    colour = style.palette.text if has_data else style.palette.muted
    return annotation(
        "<br>".join(escape(line) for line in text.split("\n")),
        {"size": style.measure.small, "color": colour},
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=index,
        yanchor="middle",
    )


def _alt_text(title: str, name: str, records: Sequence[Record], language: str) -> str:
    if not records:
        return alt_text(title, phrase("no_data_for", language, names=name))
    best = max(records, key=lambda record: record["position"])
    worst = min(records, key=lambda record: record["position"])
    text = phrase(
        "alt_profile",
        language,
        name=name,
        best=best["name"],
        best_rank=best["rank_text"] or wording.MISSING,
        worst=worst["name"],
        worst_rank=worst["rank_text"] or wording.MISSING,
    )
    return alt_text(title, text)
