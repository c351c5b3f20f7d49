"""Room for words in a drawn chart: legends that need several rows, names of columns.

Each takes a Chart and gives another; none changes the one it was given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from dashboard.charts.kit.frame import LEADING, Chart, note
from dashboard.charts.kit.text import escape, pixels
from dashboard.style import Measure


def with_legend(chart: Chart, sizes: Measure, rows_held: int, lift: float = 0) -> Chart:
    """The legend as words over the figure's whole width, `lift` pixels above the plot, with room for all its rows.

    Plotly's own is as wide as the plot, so that on a phone it grows over the title.
    """
    laid = chart.figure["layout"]
    traces = sorted(chart.figure["data"], key=lambda trace: trace.get("legendrank", 1000))
    rows = _rows([(str(trace["name"]), _colour(trace)) for trace in traces], sizes)
    text = "<br>".join(
        "   ".join(f'<span style="color:{colour}">●</span> {name}' for name, colour in row)
        for row in rows
    )
    style = {"size": sizes.small, "color": laid["font"]["color"]}
    words = note(
        text,
        style,
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-laid["margin"]["l"],
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=round(lift) + 4,
    )
    taller = _taller(chart, max(len(rows) - rows_held, 0) * LEADING * sizes.small)
    return _laid(taller, {"showlegend": False, "annotations": [*laid["annotations"], words]})


def _rows(entries: Sequence[tuple[str, str]], sizes: Measure) -> list[list[tuple[str, str]]]:
    rows: list[list[tuple[str, str]]] = [[]]
    for entry in entries:
        if (
            rows[-1]
            and sum(pixels(f"●   {unescape(name)}", sizes.small) for name, _ in (*rows[-1], entry))
            > sizes.width
        ):
            rows.append([])
        rows[-1].append(entry)
    return rows


def _colour(trace: Mapping[str, Any]) -> str:
    colour = trace["marker"]["color"]
    return str(colour if isinstance(colour, str) else colour[0])


def tilted(
    chart: Chart, names: Mapping[str, str], places: Sequence[str], focus: str, sizes: Measure
) -> Chart:
    """Column names at a slant where a word would be cut to fit its column."""
    laid = chart.figure["layout"]
    room = (sizes.width - laid["margin"]["l"] - laid["margin"]["r"]) / max(len(places), 1)
    widest = max(pixels(word, sizes.small) for place in places for word in names[place].split())
    if widest <= room or laid["xaxis"].get("tickangle"):
        return chart
    said = [
        f"<b>{escape(names[place])}</b>" if place == focus else escape(names[place])
        for place in places
    ]
    rows = max(str(text).count("<br>") + 1 for text in laid["xaxis"]["ticktext"])
    needed = 0.88 * max(pixels(names[place], sizes.small) for place in places) + 14
    taller = _taller(chart, max(needed - sizes.small * (rows * 1.4 + 0.6), 0))
    last = (
        0.5 * pixels(names[places[-1]], sizes.small) - room / 2
    )  # plotly hides a name that leaves the figure
    margin = {**taller.figure["layout"]["margin"], "r": round(max(laid["margin"]["r"], last + 6))}
    return _laid(
        taller, {"margin": margin, "xaxis": {**laid["xaxis"], "ticktext": said, "tickangle": -60}}
    )


def _taller(chart: Chart, extra: float) -> Chart:
    laid = chart.figure["layout"]
    margin = {**laid["margin"], "t": round(laid["margin"]["t"] + extra)}
    return _laid(chart, {"margin": margin, "height": round(laid["height"] + extra)})


def _laid(chart: Chart, changes: dict[str, Any]) -> Chart:
    return Chart({**chart.figure, "layout": {**chart.figure["layout"], **changes}}, chart.alt)
