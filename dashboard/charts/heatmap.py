"""A table of ranks: a row an indicator, a column a place, darker where a place stands higher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.kit.axes import bare
from dashboard.charts.kit.frame import Chart, Dict, Frame, alt, empty, hover, layout, records
from dashboard.charts.kit.text import escape, labelled, pixels, say, shorten, wrap
from dashboard.style import Measure, Palette, Size, measure
from indicators import wording

COLUMNS = ("indicator", "name", "place", "rank", "of", "position", "value_text", "period")
BLANK = "–"


def heatmap(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    places: Sequence[str],
    focus: Sequence[str],
    language: str,
    palette: Palette,
    *,
    title: str = "",
    subtitle: str = "",
    foot: str = "",
    size: Size | Measure = "page",
    height: float | None = None,
) -> Chart:
    """Ranks in cells, coloured by position (0 behind all, 1 ahead of all); a dash on bare ground where missing.

    `frame` has indicator, name (plain text), place, rank and position; of, value_text and period where known.
    """
    sizes, rows = measure(size), records(frame, COLUMNS)
    order = list(dict.fromkeys(str(row["indicator"]) for row in rows))
    if not order or not places:
        return empty(Frame(title, subtitle, foot), language, palette, sizes)
    cells = {(str(row["indicator"]), str(row["place"])): row for row in rows}
    called = {str(row["indicator"]): str(row["name"] or row["indicator"]) for row in rows}
    left = min(max(pixels(name, sizes.text) for name in called.values()) + 16, sizes.width * 0.34)
    wide = (sizes.width - left - 8) / len(places)
    head = _heads(names, places, focus, wide, sizes)
    tilt = wide < max(pixels(part, sizes.small) for text in head for part in _plain(text))
    tall = sizes.small * (max(len(_plain(text)) for text in head) * 1.4 + 0.6)
    above = (
        0.82 * max(pixels(names.get(place, place), sizes.small) for place in places) + 14
        if tilt
        else tall
    )
    figure = layout(
        Frame(title, subtitle, foot),
        palette,
        sizes,
        height=height,
        left=left,
        above=above,
        plot=None if height else len(order) * sizes.row * 1.2,
    )
    if tilt:
        head = _heads(names, places, focus, 1e6, sizes)
    figure |= {
        "xaxis": _columns(places, head, tilt, palette, sizes),
        "yaxis": _rows(order, called, left, palette, sizes),
    }
    grid = [[cells.get((key, place)) for place in places] for key in order]
    texts = _texts(grid, min(sizes.text, wide * 0.42), palette)
    return Chart(
        {
            "data": [_tiles(grid, called, order, places, names, language, palette, sizes), texts],
            "layout": figure,
        },
        alt(title, say("alt_heat", language, places=len(places), rows=len(order))),
    )


def _heads(
    names: Mapping[str, str],
    places: Sequence[str],
    focus: Sequence[str],
    wide: float,
    sizes: Measure,
) -> list[str]:
    chars = max(wide / pixels("x", sizes.small), 4)
    wrapped = [wrap(names.get(place, place), chars) for place in places]
    return [
        f"<b>{text}</b>" if place in focus else text
        for place, text in zip(places, wrapped, strict=True)
    ]


def _plain(text: str) -> list[str]:
    return text.replace("<b>", "").replace("</b>", "").split("<br>")


def _columns(
    places: Sequence[str], head: Sequence[str], tilt: bool, palette: Palette, sizes: Measure
) -> Dict:
    return bare(palette, sizes) | {
        "side": "top",
        "range": [-0.5, len(places) - 0.5],
        "tickmode": "array",
        "tickvals": list(range(len(places))),
        "ticktext": list(head),
        "tickangle": -60 if tilt else 0,
        "automargin": False,
        "tickfont": {"size": sizes.small, "color": palette.text},
    }


def _rows(
    order: Sequence[str], called: Mapping[str, str], left: float, palette: Palette, sizes: Measure
) -> Dict:
    chars = (left - 12) / pixels("x", sizes.text)
    return bare(palette, sizes) | {
        "range": [len(order) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(order))),
        "ticktext": [wrap(shorten(called[key], 2 * chars), chars) for key in order],
        "tickfont": {"size": sizes.text, "color": palette.text},
        "ticklabelstandoff": 4,
    }


def _tiles(
    grid: Sequence[Sequence[Dict | None]],
    called: Mapping[str, str],
    order: Sequence[str],
    places: Sequence[str],
    names: Mapping[str, str],
    language: str,
    palette: Palette,
    sizes: Measure,
) -> Dict:
    last = len(palette.sequential) - 1
    told = [
        [
            _told(cell, called[key], names.get(place, place), language)
            for cell, place in zip(cells, places, strict=True)
        ]
        for key, cells in zip(order, grid, strict=True)
    ]
    return {
        "type": "heatmap",
        "z": [[_position(cell) for cell in cells] for cells in grid],
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[index / last, colour] for index, colour in enumerate(palette.sequential)],
        "showscale": False,
        "xgap": max(sizes.line, 2),
        "ygap": max(sizes.line, 2),
        "hoverongaps": True,
        "hoverinfo": "text",
        "text": told,
    }


def _texts(grid: Sequence[Sequence[Dict | None]], font: float, palette: Palette) -> Dict:
    """The ranks, light on dark ground and dark on light."""
    spots = [
        (row, column, cell) for row, cells in enumerate(grid) for column, cell in enumerate(cells)
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "x": [column for _, column, _ in spots],
        "y": [row for row, _, _ in spots],
        "text": [escape(_said(cell)) for _, _, cell in spots],
        "textfont": {
            "size": font,
            "color": [_ink(_position(cell), palette) for _, _, cell in spots],
        },
    }


def _position(cell: Dict | None) -> float | None:
    return cell["position"] if cell else None


def _said(cell: Dict | None) -> str:
    return f"{cell['rank']:.0f}" if cell and cell["rank"] is not None else BLANK


def _ink(position: float | None, palette: Palette) -> str:
    if position is None:
        return palette.muted
    at = min(max(position, 0.0), 1.0) * (len(palette.sequential) - 1)
    low = min(int(at), len(palette.sequential) - 2)
    first, last = (_parts(colour) for colour in palette.sequential[low : low + 2])
    mixed = [one + (other - one) * (at - low) for one, other in zip(first, last, strict=True)]
    return (
        "#ffffff" if _bright(mixed) < 0.179 else "#000000"
    )  # there both stand out equally, 4.6 times


def _parts(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def _bright(parts: Sequence[float]) -> float:
    """Relative luminance, as WCAG reckons it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _told(cell: Dict | None, indicator: str, place: str, language: str) -> str:
    if cell is None or _said(cell) == BLANK:
        return hover(labelled(place, indicator, language), say("no_data", language))
    of = int(cell["of"]) if cell["of"] is not None else None
    period = wording.period(str(cell["period"]), language) if cell["period"] else ""
    return hover(
        labelled(place, indicator, language),
        wording.rank(int(cell["rank"]), of, language),
        str(cell["value_text"] or ""),
        period,
    )
