"""Horizontal bars with a name before and a value behind each; a row may also be text alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.charts.kit.axes import bare_axis
from dashboard.charts.kit.frame import (
    Frame,
    Json,
    Margins,
    choose,
    layout,
)
from dashboard.charts.kit.series import SOFT
from dashboard.charts.kit.text import bold_if, escape, pixels, shorten
from dashboard.style import Palette, Style
from indicators import wording
from indicators.model import Unit

NAME_WIDTH = 0.36
"""The part of the chart's width that a name may take."""
VALUE_WIDTH = 0.6
"""The part of the plotting area that the values behind the bars may take."""
NAME_GAP, VALUE_GAP, EDGE = 14, 18, 16
"""Pixels between names and bars, between bars and values, and at both edges together."""
MUTED_OPACITY = 0.7
RANK_DOT = 1.8
"""The diameter of the dot of a rank, in parts of the style's marker."""


@dataclass(frozen=True)
class Bar:
    """One row in plain text, but for `hover`; without a value it is a remark between bars.

    `soft` values are hatched; `strong` rows are bold; `muted` ones are paler.
    """

    name: str
    value: float | None
    label: str = ""
    colour: str = ""
    hover: str = ""
    strong: bool = False
    soft: bool = False
    muted: bool = False


IndexedBars = Sequence[tuple[int, Bar]]
"""Bars that have a value, each with its row."""


def draw_bars(bars: Sequence[Bar], unit: Unit, frame: Frame, style: Style) -> Json:
    """Draw bars from zero, as Plotly's JSON.

    Ranks are dots, for a longer bar would be the worse one.
    """
    measure, palette = style.measure, style.palette
    font = measure.text
    chars = measure.width * NAME_WIDTH / pixels("x", font)
    names = [shorten(bar.name, chars) for bar in bars]
    left = max((pixels(name, font) for name in names), default=0) + NAME_GAP
    figure = layout(frame, style, Margins(left=left), plot=len(bars) * measure.row)
    figure["xaxis"] = _value_axis(bars, font, left, style)
    figure["yaxis"] = bare_axis(style) | {
        "range": [len(bars) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(bars))),
        "ticktext": [_name(bar, name, palette) for bar, name in zip(bars, names, strict=True)],
        "tickfont": {"size": font, "color": palette.text},
        "ticklabelstandoff": 6,
    }
    figure["bargap"] = 0.28
    rows = [(index, bar) for index, bar in enumerate(bars) if bar.value is not None]
    draw = _dot_trace if unit.kind == "rank" else _bar_trace
    return {"data": [draw(rows, font, style)], "layout": figure}


def soft_note(statuses: Iterable[str], language: str) -> tuple[str, ...]:
    """Explain hatched bars for readers who cannot hover: a note, or none."""
    present = set(statuses)
    names = [wording.status(status, language) for status in SOFT if status in present]
    return (f"▨ {wording.listing(names, language)}",) if names else ()


def _value_axis(bars: Sequence[Bar], font: float, left: float, style: Style) -> Json:
    """Give the axis of values, with room beyond the bars for the text behind them."""
    values = [bar.value for bar in bars if bar.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    label_width = max((pixels(bar.label, font) for bar in bars), default=0) + VALUE_GAP
    share = min(label_width / max(style.measure.width - left - EDGE, 1), VALUE_WIDTH)
    span = (high - low) or 1.0
    room_below = span * share / (1 - share) if low < 0 else 0
    return bare_axis(style) | {
        "range": [low - room_below, low + span / (1 - share)],
        "showticklabels": False,
        "zeroline": low < 0,
        "zerolinecolor": style.palette.neutral,
    }


def _name(bar: Bar, name: str, palette: Palette) -> str:
    text = escape(name)
    if bar.value is None:
        return f'<span style="color:{palette.muted}">{text}</span>'
    return bold_if(text, bar.strong)


def _trace(rows: IndexedBars, font: float, style: Style) -> Json:
    return {
        "y": [index for index, _ in rows],
        "x": [bar.value for _, bar in rows],
        "text": [bold_if(escape(bar.label), bar.strong) for _, bar in rows],
        "textfont": {"size": font, "color": style.palette.text},
        "hoverinfo": "text",
        "hovertext": [bar.hover for _, bar in rows],
        "cliponaxis": False,
    }


def _bar_trace(rows: IndexedBars, font: float, style: Style) -> Json:
    """Draw bars; soft values are hatched, as their markers are open in a line."""
    return _trace(rows, font, style) | {
        "type": "bar",
        "orientation": "h",
        "textposition": "outside",
        "constraintext": "none",
        "marker": {
            "color": [bar.colour for _, bar in rows],
            "opacity": choose((bar.muted for _, bar in rows), MUTED_OPACITY, 1),
            "pattern": {
                "shape": choose((bar.soft for _, bar in rows), "/", ""),
                "fillmode": "overlay",
                "fgcolor": style.palette.background,
                "size": 7,
                "solidity": 0.28,
            },
        },
    }


def _dot_trace(rows: IndexedBars, font: float, style: Style) -> Json:
    return _trace(rows, font, style) | {
        "type": "scatter",
        "mode": "markers+text",
        "textposition": "middle right",
        "marker": {
            "color": [bar.colour for _, bar in rows],
            "size": style.measure.marker * RANK_DOT,
        },
    }
