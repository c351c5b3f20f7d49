"""Room for words in a drawn chart: legends of several rows, and names of columns.

Each function takes a chart and gives another; none changes the one it was given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from dashboard.charts.kit.frame import (
    LEADING,
    Chart,
    annotation,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import bold_if, escape, pixels
from dashboard.style import Measure

ADVANCE = 0.88
"""The height of a slanted name, as a part of its length: about the sine of 60 degrees."""
SLANT = -60
"""The angle of slanted names, in degrees."""
SLANT_PADDING = 14
"""Pixels between slanted names and what stands above them."""
LAST_OVERHANG = 0.5
"""How far a slanted name stands to the right, as a part of its length: the cosine of 60 degrees."""


def add_legend(chart: Chart, measure: Measure, rows_in_layout: int, lift: float = 0) -> Chart:
    """Write the legend over the whole width of the chart, `lift` pixels above the plotting area.

    The chart grows by the rows that its layout has no room for. Plotly's own legend is as wide as
    the plotting area, so that on a phone it grows over the title.
    """
    layout = chart.figure["layout"]
    traces = sorted(chart.figure["data"], key=lambda trace: trace.get("legendrank", 1000))
    entries = [(str(trace["name"]), _colour(trace)) for trace in traces]
    rows = _rows(entries, measure)
    legend = annotation(
        "<br>".join(_row_text(row) for row in rows),
        {"size": measure.small, "color": layout["font"]["color"]},
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-layout["margin"]["l"],
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=round(lift) + 4,
    )
    taller = _taller(chart, max(len(rows) - rows_in_layout, 0) * LEADING * measure.small)
    annotations = [*layout["annotations"], legend]
    return _with_layout(taller, {"showlegend": False, "annotations": annotations})


def _rows(entries: Sequence[tuple[str, str]], measure: Measure) -> list[list[tuple[str, str]]]:
    """Divide entries into rows that fit in the width of the chart."""
    rows: list[list[tuple[str, str]]] = [[]]
    for entry in entries:
        width = sum(_entry_width(name, measure) for name, _ in (*rows[-1], entry))
        if rows[-1] and width > measure.width:
            rows.append([])
        rows[-1].append(entry)
    return rows


def _entry_width(name: str, measure: Measure) -> float:
    return pixels(f"●   {unescape(name)}", measure.small)


def _row_text(row: Sequence[tuple[str, str]]) -> str:
    return "   ".join(f'<span style="color:{colour}">●</span> {name}' for name, colour in row)


def _colour(trace: Mapping[str, Any]) -> str:
    colour = trace["marker"]["color"]
    return str(colour if isinstance(colour, str) else colour[0])


def slant_columns(chart: Chart, columns: Sequence[str], places: Places, measure: Measure) -> Chart:
    """Slant the names of columns, which are places, where a word would be cut at its column."""
    layout = chart.figure["layout"]
    room = measure.width - layout["margin"]["l"] - layout["margin"]["r"]
    column_width = room / max(len(columns), 1)
    names = [places.name(place) for place in columns]
    words = [word for name in names for word in name.split()]
    widest = max(pixels(word, measure.small) for word in words)
    if widest <= column_width or layout["xaxis"].get("tickangle"):
        return chart
    texts = [bold_if(escape(places.name(place)), place in places.focus) for place in columns]
    rows = max(str(text).count("<br>") + 1 for text in layout["xaxis"]["ticktext"])
    needed = ADVANCE * max(pixels(name, measure.small) for name in names) + SLANT_PADDING
    taller = _taller(chart, max(needed - heading_height(rows, measure), 0))
    # Plotly hides a name that would leave the chart.
    overhang = LAST_OVERHANG * pixels(names[-1], measure.small) - column_width / 2
    right = round(max(layout["margin"]["r"], overhang + 6))
    margin = {**taller.figure["layout"]["margin"], "r": right}
    axis = {**layout["xaxis"], "ticktext": texts, "tickangle": SLANT}
    return _with_layout(taller, {"margin": margin, "xaxis": axis})


def heading_height(rows: int, measure: Measure) -> float:
    """Return the height in pixels of upright names of columns in so many rows of text."""
    return measure.small * (rows * 1.4 + 0.6)  # 1.4 em a row, and 0.6 em before the cells


def _taller(chart: Chart, pixels_more: float) -> Chart:
    layout = chart.figure["layout"]
    margin = {**layout["margin"], "t": round(layout["margin"]["t"] + pixels_more)}
    return _with_layout(chart, {"margin": margin, "height": round(layout["height"] + pixels_more)})


def _with_layout(chart: Chart, changes: dict[str, Any]) -> Chart:
    return Chart({**chart.figure, "layout": {**chart.figure["layout"], **changes}}, chart.alt)
