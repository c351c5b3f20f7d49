"""A map of tiles: one of the same size for each place, where it lies among the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.heatmap import text_colour
from dashboard.charts.kit.axes import bare_axis
from dashboard.charts.kit.frame import (
    LEADING,
    NARROW_MARGINS,
    UNTITLED,
    Chart,
    Frame,
    Json,
    Margins,
    empty_chart,
    layout,
)
from dashboard.charts.kit.map_colours import scale_position
from dashboard.charts.kit.map_values import (
    BELOW,
    CLICKABLE,
    MapValues,
    gap_hover,
    map_alt_text,
    map_values,
    with_note,
    without_value,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import escape, lines, phrase, pixels
from dashboard.charts.map import TRANSPARENT
from dashboard.style import Measure, Style
from indicators import wording
from indicators.model import Indicator

SIDE, FRAME_SIDE = 0.9, 1.02
"""The sides of a tile and of the frame of the focus, in parts of the distance of two tiles."""
MAX_HEIGHT = 1.15
"""The height of the map, as a part of that of a chart, at most."""
MAX_CELL = 6.25
"""The height of a tile with its gap, in em of small text, at most."""
MAX_ASPECT = 1.6
"""The width of a tile as a part of its height, at most: room for names."""
PADDING = 4
"""Pixels on both sides of the words of a tile, together."""
MARGINS = NARROW_MARGINS.left + NARROW_MARGINS.right
BORDER = 0.45
"""The width of the border of a tile without a figure, as a part of the style's line."""
MAX_NAMES = 6
"""So many places without a figure are named below the map; of more, how many."""
HATCH = {"shape": "/", "solidity": 0.12, "fillmode": "replace"}
Words = Mapping[str, Sequence[str]]
"""The lines of words of each tile."""


@dataclass(frozen=True)
class Tiles:
    """The column and row of each place, counted from 0 from the upper left, and short names."""

    positions: Mapping[str, tuple[int, int]]
    labels: Mapping[str, str]

    @property
    def columns(self) -> int:
        """The number of columns."""
        return max(column for column, _ in self.positions.values()) + 1

    @property
    def rows(self) -> int:
        """The number of rows."""
        return max(row for _, row in self.positions.values()) + 1


@dataclass(frozen=True)
class Cell:
    """The size of a tile with its gap, in pixels."""

    width: float
    height: float


def tile_map(
    data: pd.DataFrame,
    indicator: Indicator,
    places: Places,
    tiles: Tiles,
    style: Style,
    frame: Frame = UNTITLED,
    *,
    classes: int | None = None,
) -> Chart:
    """Draw values by place; `data` has the columns place, value, period and, where known, status.

    `classes` colours by quantiles. A tile has its place's name, or the short name where not all
    names fit, and the value where it fits. A tile without a value is hatched.
    """
    values = map_values(data, tiles.positions, indicator, places, style, classes)
    if values is None:
        return empty_chart(frame, style)
    gaps = without_value(tiles.positions, values, places)
    for key, codes in (("tiles_missing", gaps.missing), ("tiles_restricted", gaps.restricted)):
        if codes:
            names = _names(codes, places, style.language)
            frame = with_note(frame, phrase(key, style.language, names=names))
    cell = _cell(tiles, style.measure)
    words = _words(values, indicator, places, tiles, cell, style)
    figure = layout(
        frame, style, Margins(bottom=style.measure.small * BELOW), plot=cell.height * tiles.rows
    )
    figure |= CLICKABLE
    figure |= {"barmode": "overlay", "barcornerradius": style.measure.small * 0.3}
    drawn_columns = (style.measure.width - MARGINS) / cell.width
    figure["xaxis"] = _axis(style) | {"range": [-0.5, drawn_columns - 0.5]}
    figure["yaxis"] = _axis(style) | {"range": [tiles.rows - 0.5, -0.5]}
    figure["coloraxis"] = values.axis
    traces = [_missing_tiles(gaps.codes, words, places, tiles, style)] if gaps.codes else []
    traces.append(_coloured_tiles(values, words, tiles, style))
    focus = [place for place in places.focus if place in tiles.positions]
    if focus:
        traces.append(_frames(focus, tiles, style))
    return Chart(
        {"data": traces, "layout": figure},
        map_alt_text(frame.title, values, gaps, indicator, places, style.language),
    )


def _names(codes: Sequence[str], places: Places, language: str) -> str:
    """Name the places; of many, give how many there are."""
    if len(codes) > MAX_NAMES:
        return str(len(codes))
    return wording.listing([places.name(code) for code in codes], language)


def _cell(tiles: Tiles, measure: Measure) -> Cell:
    """Give the size of a tile with its gap: never higher than wide."""
    width = (measure.width - MARGINS) / tiles.columns
    height = min(width, measure.height * MAX_HEIGHT / tiles.rows, measure.small * MAX_CELL)
    return Cell(min(width, height * MAX_ASPECT), height)


def _axis(style: Style) -> Json:
    return bare_axis(style) | {"showticklabels": False}


def _words(
    values: MapValues,
    indicator: Indicator,
    places: Places,
    tiles: Tiles,
    cell: Cell,
    style: Style,
) -> Words:
    """Give the lines of each tile: the name, then the value where all values fit."""
    font = style.measure.small
    width, height = cell.width * SIDE - PADDING, cell.height * SIDE - PADDING
    names = {place: places.name(place) for place in tiles.positions}
    if not _fit(names.values(), font, width):
        names = {place: tiles.labels.get(place) or names[place] for place in names}
    numbers = {
        place: wording.plain(row["value"], indicator.unit, style.language)
        for place, row in values.rows.items()
    }
    chars = width / pixels("x", font)
    alone = {place: lines(names[place], chars) for place in names}
    both = {place: [*alone[place], *lines(numbers.get(place, ""), chars)] for place in names}
    highest = max(len(each) for each in both.values())
    if _fit(numbers.values(), font, width) and highest * font * LEADING <= height:
        return both
    return alone


def _fit(texts: Iterable[str], font: float, room: float) -> bool:
    """Say whether each word is narrower than the room."""
    return all(pixels(word, font) <= room for text in texts for word in text.split())


def _tiles(codes: Sequence[str], words: Words, tiles: Tiles) -> Json:
    return {
        "type": "bar",
        "x": [tiles.positions[code][0] for code in codes],
        "y": [SIDE] * len(codes),
        "base": [tiles.positions[code][1] - SIDE / 2 for code in codes],
        "width": SIDE,
        "text": [_text(words[code]) for code in codes],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "hoverinfo": "text",
    }


def _text(words: Sequence[str]) -> str:
    return "<br>".join(escape(line) for line in words)


def _missing_tiles(
    codes: Sequence[str], words: Words, places: Places, tiles: Tiles, style: Style
) -> Json:
    palette, measure = style.palette, style.measure
    return _tiles(codes, words, tiles) | {
        "hovertext": [gap_hover(code, places, style) for code in codes],
        "insidetextfont": {"size": measure.small, "color": palette.text},
        "marker": {
            "color": TRANSPARENT,
            "pattern": HATCH | {"fgcolor": palette.neutral, "bgcolor": palette.background},
            "line": {"color": palette.neutral, "width": measure.line * BORDER},
        },
    }


def _coloured_tiles(values: MapValues, words: Words, tiles: Tiles, style: Style) -> Json:
    codes = sorted(values.rows)
    palette = style.palette
    positions = [
        scale_position(values.colours[code], values.limits, values.axis, palette) for code in codes
    ]
    return _tiles(codes, words, tiles) | {
        "customdata": codes,
        "hovertext": [values.hovers[code] for code in codes],
        "insidetextfont": {
            "size": style.measure.small,
            "color": [text_colour(position, palette) for position in positions],
        },
        "marker": {
            "color": [values.colours[code] for code in codes],
            "coloraxis": "coloraxis",
            "line": {"width": 0},
        },
    }


def _frames(codes: Sequence[str], tiles: Tiles, style: Style) -> Json:
    """Draw a frame around each tile of the focus, apart from it: both may be light."""
    return {
        "type": "bar",
        "x": [tiles.positions[code][0] for code in codes],
        "y": [FRAME_SIDE] * len(codes),
        "base": [tiles.positions[code][1] - FRAME_SIDE / 2 for code in codes],
        "width": FRAME_SIDE,
        "hoverinfo": "skip",
        "marker": {
            "color": TRANSPARENT,
            "line": {"color": style.palette.text, "width": style.measure.focus_line},
        },
    }
