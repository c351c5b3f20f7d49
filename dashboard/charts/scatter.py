"""Two indicators against each other: a dot a place, coloured by group, as large as a third indicator says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.kit.axes import Axis, drawn_axis, room, value_axis
from dashboard.charts.kit.frame import (
    Chart,
    Dict,
    Frame,
    alt,
    empty,
    hover,
    layout,
    note,
    plot_height,
    records,
)
from dashboard.charts.kit.log_axis import log_axis
from dashboard.charts.kit.point_labels import placed
from dashboard.charts.kit.text import escape, labelled, say, shorten
from dashboard.style import Measure, Palette, Size, measure
from indicators import wording
from indicators.model import Indicator
from indicators.wording import MISSING


def scatter(
    frame: pd.DataFrame,
    x_indicator: Indicator,
    y_indicator: Indicator,
    names: Mapping[str, str],
    focus: Sequence[str],
    language: str,
    palette: Palette,
    *,
    peers: Sequence[str] = (),
    groups: Mapping[str, str] | None = None,
    size_indicator: Indicator | None = None,
    log_x: bool = False,
    log_y: bool = False,
    title: str = "",
    subtitle: str = "",
    foot: str = "",
    size: Size | Measure = "page",
    height: float | None = None,
) -> Chart:
    """`frame` has place, x, y and, where wanted, size, group and period; the caller chooses the period.

    `groups` names the groups, in the order of the legend. Only focus and peers are labelled, and peers only where
    there is room. A logarithmic axis leaves out what is not above zero.
    """
    sizes = measure(size)
    rows = [
        row
        for row in records(frame, ("place", "x", "y", "size", "group", "period"))
        if _known(row["x"], log_x) and _known(row["y"], log_y)
    ]
    if not rows:
        return empty(Frame(title, subtitle, foot), language, palette, sizes)
    x_axis = _axis(
        [row["x"] for row in rows], x_indicator, language, log_x, 4 if sizes.width < 500 else 6
    )
    y_axis = _axis([row["y"] for row in rows], y_indicator, language, log_y, 5)
    left = room(y_axis.texts, sizes.small)
    legend = groups is not None and len({row["group"] for row in rows}) > 1
    figure = layout(
        Frame(title, subtitle, foot),
        palette,
        sizes,
        height=height or None,
        left=left,
        right=24,
        below=sizes.small * 3.8,
        above=sizes.small * (4.6 if legend else 2.4),
        plot=None,
    )
    figure |= {
        "xaxis": _drawn(x_axis, log_x, palette, sizes)
        | {"title": _named(x_axis, x_indicator, language, palette, sizes)},
        "yaxis": _drawn(y_axis, log_y, palette, sizes),
        "showlegend": legend,
        "legend": _legend(palette, sizes),
    }
    figure["annotations"].append(_y_name(y_axis, y_indicator, language, left, palette, sizes))
    told = {
        id(row): _told(row, x_indicator, y_indicator, size_indicator, names, groups, language)
        for row in rows
    }
    largest = max((row["size"] for row in rows if row["size"] is not None), default=0) or 0
    order = [*(groups or {}), *sorted({_group(row) for row in rows} - set(groups or {}))]
    traces = [
        _dots(
            [row for row in rows if _group(row) == group],
            (groups or {}).get(group, group),
            palette.peers[index % len(palette.peers)]
            if groups and group != MISSING
            else palette.rest,
            largest,
            told,
            focus,
            palette,
            sizes,
        )
        for index, group in enumerate(order)
    ]
    wide = sizes.width - figure["margin"]["l"] - figure["margin"]["r"]
    labelled = placed(
        _spots(rows, x_axis, y_axis, log_x, log_y),
        names,
        focus,
        peers,
        (wide, plot_height(figure)),
        palette,
        sizes,
        {str(row["place"]): diameter(row["size"], largest, sizes) for row in rows},
    )
    return Chart(
        {
            "data": [trace for trace in traces if trace["x"]],
            "layout": figure | {"annotations": figure["annotations"] + labelled},
        },
        _alt(title, rows, x_indicator, y_indicator, names, focus, language),
    )


def _group(row: Dict) -> str:
    """A row's group; a dash, in grey, where it has none."""
    return str(row["group"] or MISSING)


def _known(value: float | None, log: bool) -> bool:
    return value is not None and (not log or value > 0)


def _axis(
    values: Sequence[float], indicator: Indicator, language: str, log: bool, count: int
) -> Axis:
    make = log_axis if log else value_axis
    axis = make(values, indicator.unit, language, count=count)
    pad = (axis.high - axis.low) * 0.02
    return Axis(axis.low - pad, axis.high + pad, axis.values, axis.texts, axis.caption)


def _drawn(axis: Axis, log: bool, palette: Palette, sizes: Measure) -> Dict:
    return drawn_axis(axis, palette, sizes) | ({"type": "log", "zeroline": False} if log else {})


def _title(axis: Axis, indicator: Indicator, language: str) -> str:
    return " · ".join(part for part in (indicator.name(language), axis.caption) if part)


def _named(
    axis: Axis, indicator: Indicator, language: str, palette: Palette, sizes: Measure
) -> Dict:
    text = shorten(_title(axis, indicator, language) + " →", sizes.width / sizes.small * 1.6)
    return {
        "text": escape(text),
        "font": {"size": sizes.small, "color": palette.text},
        "standoff": 8,
    }


def _y_name(
    axis: Axis, indicator: Indicator, language: str, left: float, palette: Palette, sizes: Measure
) -> Dict:
    text = shorten("↑ " + _title(axis, indicator, language), sizes.width / sizes.small * 1.6)
    return note(
        escape(text),
        {"size": sizes.small, "color": palette.text},
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-round(left),
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=6,
    )


def _legend(palette: Palette, sizes: Measure) -> Dict:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "itemsizing": "constant",
        "font": {"size": sizes.small, "color": palette.text},
        "bgcolor": palette.paper,
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _told(
    row: Dict,
    x: Indicator,
    y: Indicator,
    third: Indicator | None,
    names: Mapping[str, str],
    groups: Mapping[str, str] | None,
    language: str,
) -> str:
    said = [
        labelled(each.name(language), wording.number(row[axis], each.unit, language), language)
        for each, axis in ((x, "x"), (y, "y"), (third, "size"))
        if each and row[axis] is not None
    ]
    group = (groups or {}).get(str(row["group"]), "") if row["group"] else ""
    period = wording.period(str(row["period"]), language) if row["period"] else ""
    return hover(names.get(row["place"], str(row["place"])), *said, group, period)


def _dots(
    rows: Sequence[Dict],
    name: str,
    colour: str,
    largest: float,
    told: Mapping[int, str],
    focus: Sequence[str],
    palette: Palette,
    sizes: Measure,
) -> Dict:
    """Areas, not widths, follow the third indicator; the focus is ringed."""
    rows = sorted(rows, key=lambda row: -(row["size"] or 0))
    own = [row["place"] in focus for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(name),
        "cliponaxis": False,
        "hoverinfo": "text",
        "x": [row["x"] for row in rows],
        "y": [row["y"] for row in rows],
        "hovertext": [told[id(row)] for row in rows],
        "marker": {
            "size": [diameter(row["size"], largest, sizes) for row in rows],
            "opacity": 0.75,
            "color": [palette.focus if mine else colour for mine in own],
            "line": {
                "color": [palette.text if mine else palette.background for mine in own],
                "width": [sizes.line if mine else 0.7 for mine in own],
            },
        },
    }


def diameter(value: float | None, largest: float, sizes: Measure) -> float:
    """Pixels across, so that the area follows the value; never too small to see."""
    least = sizes.marker * 1.2
    return (
        max(sizes.marker * 7 * math.sqrt(max(value or 0, 0) / largest), least)
        if largest
        else sizes.marker * 1.6
    )


def _spots(
    rows: Sequence[Dict], x: Axis, y: Axis, log_x: bool, log_y: bool
) -> dict[str, tuple[float, float]]:
    def at(axis: Axis, value: float, log: bool) -> float:
        return axis.part(math.log10(value) if log else value)

    return {str(row["place"]): (at(x, row["x"], log_x), at(y, row["y"], log_y)) for row in rows}


def _alt(
    title: str,
    rows: Sequence[Dict],
    x: Indicator,
    y: Indicator,
    names: Mapping[str, str],
    focus: Sequence[str],
    language: str,
) -> str:
    own = next((row for row in rows if row["place"] in focus), None)
    if own is None:
        return alt(title, say("alt_scatter_all", language, count=len(rows)))
    return alt(
        title,
        say(
            "alt_scatter",
            language,
            count=len(rows),
            name=names.get(own["place"], own["place"]),
            x=wording.number(own["x"], x.unit, language),
            y=wording.number(own["y"], y.unit, language),
            x_title=x.name(language),
            y_title=y.name(language),
        ),
    )
