"""Where places stand in many indicators at once: a row an indicator, a dot a place, better to the right."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.kit.axes import bare
from dashboard.charts.kit.frame import Chart, Dict, Frame, alt, empty, hover, layout, note, records
from dashboard.charts.kit.text import escape, labelled, pixels, say, shorten, wrap
from dashboard.style import Measure, Palette, Size, measure
from indicators import wording

COLUMNS = ("indicator", "name", "place", "position", "value_text", "rank_text", "period")


def profile(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    focus: Sequence[str],
    peers: Sequence[str],
    language: str,
    palette: Palette,
    *,
    title: str = "",
    subtitle: str = "",
    foot: str = "",
    size: Size | Measure = "page",
    height: float | None = None,
) -> Chart:
    """Positions from 0, behind all, to 1, ahead of all, so that right is better also where less is better.

    `frame` has indicator, name (plain text), place, position, value_text, rank_text and period. At a row's end
    stand the first focus place's value and rank, or that there are no data.
    """
    sizes, rows = measure(size), records(frame, COLUMNS)
    order = list(dict.fromkeys(str(row["indicator"]) for row in rows))
    own = focus[0] if focus else ""
    if not order:
        return empty(Frame(title, subtitle, foot), language, palette, sizes)
    called = {str(row["indicator"]): str(row["name"] or row["indicator"]) for row in rows}
    mine = {
        str(row["indicator"]): row
        for row in rows
        if row["place"] == own and row["position"] is not None
    }
    phone = sizes.width < 500
    ends = [_end(mine.get(key), language, "\n" if phone else " · ") for key in order]
    left, right = _margins(list(called.values()), ends, sizes)
    figure = layout(
        Frame(title, subtitle, foot),
        palette,
        sizes,
        height=height,
        left=left,
        right=right,
        plot=None if height else len(order) * sizes.row * (1.5 if phone else 1.25),
        below=sizes.small * 2.2,
        above=sizes.small * (4.2 if phone else 2.6),
    )
    figure |= {
        "xaxis": _positions(language, palette, sizes),
        "yaxis": _rows(order, called, left, palette, sizes),
        "showlegend": True,
        "legend": _legend(left, palette, sizes),
    }
    shown = list(dict.fromkeys((*focus, *peers)))
    colours = dict(
        zip(
            (place for place in shown if place != own), itertools.cycle(palette.peers), strict=False
        )
    )
    colours[own] = palette.focus
    traces = [
        _dots(place, rows, order, names, colours[place], place in focus, language, sizes)
        for place in shown
    ]
    figure["annotations"] += [
        _at_end(text, index, key in mine, palette, sizes)
        for index, (key, text) in enumerate(zip(order, ends, strict=True))
    ]
    traces = [trace for trace in traces if trace["x"]]
    for rank, trace in enumerate(traces):
        trace["legendrank"] = rank + 1
    return Chart(
        {"data": traces[::-1], "layout": figure},
        _alt(title, own, list(mine.values()), names, language),
    )


def _end(row: Dict | None, language: str, joint: str) -> str:
    if row is None:
        return say("no_data", language)
    return joint.join(str(part) for part in (row["value_text"], row["rank_text"]) if part)


def _margins(called: Sequence[str], ends: Sequence[str], sizes: Measure) -> tuple[float, float]:
    """Room for names before and words behind; on a phone neither may take more than a third."""
    left = max(pixels(name, sizes.text) for name in called) + 16
    right = max(pixels(part, sizes.small) for text in ends for part in text.split("\n")) + 18
    return min(left, sizes.width * 0.33), min(right, sizes.width * 0.36)


def _positions(language: str, palette: Palette, sizes: Measure) -> Dict:
    """No percentages, which would be read as values: the ends say which way is good."""
    few = sizes.width < 500
    texts = [
        "" if few else say("lowest", language),
        say("middle", language),
        "" if few else say("highest", language),
    ]
    return bare(palette, sizes) | {
        "range": [-0.03, 1.03],
        "tickmode": "array",
        "tickvals": [0, 0.5, 1],
        "ticktext": [say("lowest", language), "", say("highest", language)] if few else texts,
        "showgrid": True,
        "gridcolor": palette.grid,
        "automargin": False,
        "tickangle": 0,
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
        "showgrid": True,
        "gridcolor": palette.grid,
        "tickfont": {"size": sizes.text, "color": palette.text},
        "ticklabelstandoff": 6,
    }


def _legend(left: float, palette: Palette, sizes: Measure) -> Dict:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "itemsizing": "trace",
        "font": {"size": sizes.small, "color": palette.text},
        "bgcolor": palette.paper,
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _dots(
    place: str,
    rows: Sequence[Dict],
    order: Sequence[str],
    names: Mapping[str, str],
    colour: str,
    strong: bool,
    language: str,
    sizes: Measure,
) -> Dict:
    held = [row for row in rows if row["place"] == place and row["position"] is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(names.get(place, place)),
        "cliponaxis": False,
        "x": [row["position"] for row in held],
        "y": [order.index(str(row["indicator"])) for row in held],
        "hoverinfo": "text",
        "hovertext": [_told(row, names.get(place, place), language) for row in held],
        "marker": {
            "color": colour,
            "size": sizes.marker * (2.4 if strong else 1.5),
            "opacity": 1 if strong else 0.85,
        },
    }


def _told(row: Dict, name: str, language: str) -> str:
    ahead = say("ahead_of", language, share=wording.share(row["position"], 1, language))
    period = wording.period(str(row["period"]), language) if row["period"] else ""
    return hover(
        labelled(name, row["name"], language),
        str(row["value_text"] or ""),
        str(row["rank_text"] or ""),
        ahead,
        period,
    )


def _at_end(text: str, index: int, known: bool, palette: Palette, sizes: Measure) -> Dict:
    style = {"size": sizes.small, "color": palette.text if known else palette.muted}
    return note(
        "<br>".join(escape(part) for part in text.split("\n")),
        style,
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=index,
        yanchor="middle",
    )


def _alt(
    title: str, own: str, mine: Sequence[Dict], names: Mapping[str, str], language: str
) -> str:
    if not mine:
        return alt(title, say("no_data_for", language, names=names.get(own, own)))
    best, worst = (
        max(mine, key=lambda row: row["position"]),
        min(mine, key=lambda row: row["position"]),
    )
    return alt(
        title,
        say(
            "alt_profile",
            language,
            name=names.get(own, own),
            best=best["name"],
            best_rank=best["rank_text"] or "–",
            worst=worst["name"],
            worst_rank=worst["rank_text"] or "–",
        ),
    )
