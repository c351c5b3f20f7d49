"""A table of ranks: a row an indicator, a column a place, darker where a place ranks higher."""

from __future__ import annotations

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
    empty_chart,
    hover,
    layout,
    records,
)
from dashboard.charts.kit.legend_space import SLANT, SLANT_PADDING, heading_height
from dashboard.charts.kit.map_colours import palette_scale
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import (
    bold_if,
    escape,
    labelled,
    lines,
    phrase,
    pixels,
)
from dashboard.style import Measure, Palette, Style
from indicators import wording

COLUMNS = ("indicator", "name", "place", "rank", "of", "position", "value_text", "period")
NAME_WIDTH = 0.34
"""The part of the chart's width that the indicators' names may take."""
NAME_GAP, EDGE = 16, 8
"""Pixels between names and cells, and at the right edge."""
ROW_HEIGHT = 1.2
"""The height of a row, in rows of bars."""
ADVANCE = 0.82
"""The height of a slanted name, as a part of its length."""
RANK_FONT = 0.42
"""The largest font of a rank, as a part of the cell's width."""
MIN_COLUMN_CHARS = 4
EQUAL_CONTRAST = 0.179
"""The luminance at which black and white text stand out equally: 4.6 to 1 (WCAG 2.2, 2023)."""


@dataclass(frozen=True)
class RankTable:
    """Rows of indicators and columns of places, with the record of each cell that has one."""

    rows: Sequence[str]
    row_names: Mapping[str, str]
    columns: Sequence[str]
    cells: Mapping[tuple[str, str], Record]

    def row(self, indicator: str) -> list[Record | None]:
        """Return the cells of a row; None where there is none."""
        return [self.cells.get((indicator, place)) for place in self.columns]


def heatmap(
    data: pd.DataFrame,
    columns: Sequence[str],
    places: Places,
    style: Style,
    frame: Frame = UNTITLED,
) -> Chart:
    """Draw ranks in cells, coloured by position: 0 is behind all other places, 1 ahead of all.

    `data` has the columns indicator, name (plain text), place, rank and position; of, value_text
    and period where known. `columns` are places; a cell without a rank has a dash and no colour.
    """
    measure = style.measure
    table = _table(data, columns)
    if not table.rows or not columns:
        return empty_chart(frame, style)
    longest = max(pixels(name, measure.text) for name in table.row_names.values())
    left = min(longest + NAME_GAP, measure.width * NAME_WIDTH)
    column_width = (measure.width - left - EDGE) / len(columns)
    headings = _headings(places, columns, column_width, measure)
    words = [line for heading in headings for line in heading]
    is_slanted = column_width < max(pixels(word, measure.small) for word in words)
    top = heading_height(max(len(heading) for heading in headings), measure)
    if is_slanted:
        headings = [[places.name(place)] for place in columns]
        names = max(pixels(name, measure.small) for [name] in headings)
        top = ADVANCE * names + SLANT_PADDING
    figure = layout(
        frame,
        style,
        Margins(left=left, top=top),
        plot=len(table.rows) * measure.row * ROW_HEIGHT,
    )
    bold = [place in places.focus for place in columns]
    figure["xaxis"] = _column_axis(headings, bold, is_slanted, style)
    row_names = [table.row_names[row] for row in table.rows]
    figure["yaxis"] = name_axis(row_names, left, style) | {"ticklabelstandoff": 4}
    font = min(measure.text, column_width * RANK_FONT)
    text = phrase("alt_heat", style.language, places=len(columns), rows=len(table.rows))
    return Chart(
        {
            "data": [_cell_trace(table, places, style), _rank_trace(table, font, style.palette)],
            "layout": figure,
        },
        alt_text(frame.title, text),
    )


def _table(data: pd.DataFrame, columns: Sequence[str]) -> RankTable:
    rows = records(data, COLUMNS)
    return RankTable(
        list(dict.fromkeys(str(row["indicator"]) for row in rows)),
        {str(row["indicator"]): str(row["name"] or row["indicator"]) for row in rows},
        columns,
        {(str(row["indicator"]), str(row["place"])): row for row in rows},
    )


def _headings(
    places: Places, columns: Sequence[str], column_width: float, measure: Measure
) -> list[list[str]]:
    """Give the lines of each column's name."""
    chars = max(column_width / pixels("x", measure.small), MIN_COLUMN_CHARS)
    return [lines(places.name(place), chars) or [""] for place in columns]


def _column_axis(
    headings: Sequence[Sequence[str]], bold: Sequence[bool], is_slanted: bool, style: Style
) -> Json:
    texts = ["<br>".join(map(escape, heading)) for heading in headings]
    return bare_axis(style) | {
        "side": "top",
        "range": [-0.5, len(texts) - 0.5],
        "tickmode": "array",
        "tickvals": list(range(len(texts))),
        "ticktext": list(map(bold_if, texts, bold)),
        "tickangle": SLANT if is_slanted else 0,
        "tickfont": {"size": style.measure.small, "color": style.palette.text},
    }


def _cell_trace(table: RankTable, places: Places, style: Style) -> Json:
    gap = max(style.measure.line, 2)
    return {
        "type": "heatmap",
        "z": [_positions(table.row(row)) for row in table.rows],
        "zmin": 0,
        "zmax": 1,
        "colorscale": palette_scale(style.palette),
        "showscale": False,
        "xgap": gap,
        "ygap": gap,
        "hoverongaps": True,
        "hoverinfo": "text",
        "text": [_row_hover(table, row, places, style.language) for row in table.rows],
    }


def _row_hover(table: RankTable, row: str, places: Places, language: str) -> list[str]:
    name = table.row_names[row]
    return [
        _hover(
            table.cells.get((row, place)), labelled(places.name(place), name, language), language
        )
        for place in table.columns
    ]


def _hover(cell: Record | None, heading: str, language: str) -> str:
    if cell is None or cell["rank"] is None:
        return hover(heading, phrase("no_data", language))
    count = None if cell["of"] is None else int(cell["of"])
    rank = wording.rank(int(cell["rank"]), count, language)
    period = wording.period(str(cell["period"]), language) if cell["period"] else ""
    return hover(heading, rank, str(cell["value_text"] or ""), period)


def _rank_trace(table: RankTable, font: float, palette: Palette) -> Json:
    """Write the ranks, light on dark cells and dark on light ones."""
    cells = [cell for row in table.rows for cell in table.row(row)]
    rows, columns = range(len(table.rows)), range(len(table.columns))
    return {
        "type": "scatter",
        "mode": "text",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "x": [column for _ in rows for column in columns],
        "y": [row for row in rows for _ in columns],
        "text": [escape(_rank_text(cell)) for cell in cells],
        "textfont": {
            "size": font,
            "color": [text_colour(position, palette) for position in _positions(cells)],
        },
    }


def _positions(cells: Sequence[Record | None]) -> list[float | None]:
    return [(cell or {}).get("position") for cell in cells]


def _rank_text(cell: Record | None) -> str:
    if cell is None or cell["rank"] is None:
        return wording.MISSING
    return f"{cell['rank']:.0f}"


def text_colour(position: float | None, palette: Palette) -> str:
    """Return black or white, whichever stands out more from a cell of the sequential colours."""
    if position is None:
        return palette.muted
    last = len(palette.sequential) - 1
    index = min(max(position, 0.0), 1.0) * last
    low = min(int(index), last - 1)
    start, end = (_channels(colour) for colour in palette.sequential[low : low + 2])
    mixed = [a + (b - a) * (index - low) for a, b in zip(start, end, strict=True)]
    return "#ffffff" if _luminance(mixed) < EQUAL_CONTRAST else "#000000"


def _channels(colour: str) -> list[float]:
    """Give red, green and blue of '#rrggbb', from 0 to 1."""
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def _luminance(channels: Sequence[float]) -> float:
    """Give the relative luminance, 0 to 1, of sRGB channels (WCAG 2.2, 2023)."""
    red, green, blue = (_linear(channel) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
