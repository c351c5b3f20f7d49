"""What every figure shares: its frame of title, subtitle and foot, and what it says where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from plotly.graph_objects import Figure

from dashboard.charts.kit.text import CHAR, escape, lines, say, wrap
from dashboard.style import SANS, Measure, Palette

Dict = dict[str, Any]
LEADING = 1.3  # plotly's own distance of lines
NOTHING: Dict = {"type": "scatter", "x": [None], "y": [None], "hoverinfo": "skip"}
"""A trace without points: Streamlit refuses figures without any."""


@dataclass(frozen=True)
class Chart:
    """A figure as plotly's JSON, and what it says to those who cannot see it."""

    figure: Dict
    alt: str

    @cached_property
    def drawn(self) -> Figure:
        """The figure as plotly's object, checked once. Streamlit checks a dict anew at every run: 15 ms, not 2.

        Plotly takes the `type` out of each trace while it checks, so it gets a copy: charts are shared by sessions,
        and another thread would draw bars as lines.
        """
        return Figure({**self.figure, "data": [dict(trace) for trace in self.figure["data"]]})


@dataclass(frozen=True)
class Frame:
    """The words around a figure: plain text, escaped when drawn. `notes` are further lines above the foot."""

    title: str = ""
    subtitle: str = ""
    foot: str = ""
    notes: tuple[str, ...] = ()


def layout(
    words: Frame,
    palette: Palette,
    sizes: Measure,
    *,
    plot: float | None = None,
    height: float | None = None,
    left: float = 8,
    right: float = 8,
    below: float = 8,
    above: float = 8,
) -> Dict:
    """Title, subtitle, foot and margins, drawn from the left edge of the figure.

    `plot` is the height of the plotting area, for figures that grow with their rows; `height` that of the whole.
    """
    title, subtitle = (
        _heading(words.title, sizes.title * 1.06, sizes),
        _heading(words.subtitle, sizes.text, sizes),
    )
    foot = [
        line
        for text in (*words.notes, words.foot)
        for line in lines(text, _chars(sizes.small, sizes))
    ]
    top = 6 + LEADING * (len(title) * sizes.title + len(subtitle) * sizes.text) + above
    top += _raised(title, sizes) + _hung(subtitle, sizes)
    bottom = below + (len(foot) * LEADING * sizes.small + 8 if foot else 0)
    tall = height if height is not None else (plot or sizes.height - top - bottom) + top + bottom
    return {
        "autosize": True,
        "height": round(tall),
        "margin": {
            "l": round(left),
            "r": round(right),
            "t": round(top),
            "b": round(bottom),
            "autoexpand": False,  # margins are reckoned; what grew them would part title, plot and foot
        },
        "title": _title(title, subtitle, palette, sizes),
        "font": {"family": SANS, "size": sizes.text, "color": palette.text},
        "paper_bgcolor": palette.paper,
        "plot_bgcolor": palette.paper,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": palette.background,
            "bordercolor": palette.rest,
            "align": "left",
            "font": {"family": SANS, "size": sizes.text, "color": palette.text},
        },
        "separators": ".,",
        "dragmode": False,
        "annotations": [_foot(foot, palette, sizes, left, below)] if foot else [],
    }


def plot_height(drawn: Dict) -> float:
    """How many pixels the layout leaves for the plotting area."""
    return max(float(drawn["height"] - drawn["margin"]["t"] - drawn["margin"]["b"]), 1.0)


def _raised(title: Sequence[str], sizes: Measure) -> float:
    """Plotly sets a title of several lines higher by the height of a capital, out of the picture; measured."""
    return 0.75 * sizes.title if len(title) > 1 else 0.0


def _hung(subtitle: Sequence[str], sizes: Measure) -> float:
    """Plotly sets a subtitle of one line lower than one of several; measured."""
    return {0: 0.0, 1: 0.8}.get(len(subtitle), 0.25) * sizes.text


def _chars(font: float, sizes: Measure) -> float:
    return sizes.width / (font * CHAR)


def _heading(text: str, font: float, sizes: Measure) -> list[str]:
    return lines(text, _chars(font, sizes))


def _title(title: Sequence[str], subtitle: Sequence[str], palette: Palette, sizes: Measure) -> Dict:
    bold = "<br>".join(f"<b>{escape(line)}</b>" for line in title)
    return {
        "text": bold or " ",
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 4 + _raised(title, sizes), "l": 0},
        "font": {"size": sizes.title, "color": palette.text, "family": SANS},
        "subtitle": {
            "text": "<br>".join(escape(line) for line in subtitle),
            "font": {"size": sizes.text, "color": palette.muted, "family": SANS},
        },
    }


def _foot(foot: Sequence[str], palette: Palette, sizes: Measure, left: float, below: float) -> Dict:
    text = "<br>".join(escape(line) for line in foot)
    style = {"size": sizes.small, "color": palette.muted}
    return note(
        text,
        style,
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-round(left) - 1,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-round(below) - 2,
    )


def note(text: str, font: Dict, **where: Any) -> Dict:
    """An annotation without arrow, aligned left; `text` is already escaped."""
    return {"text": text, "font": font, "showarrow": False, "align": "left", **where}


def empty(words: Frame, language: str, palette: Palette, sizes: Measure) -> Chart:
    """A figure that says there are no data, rather than an empty box."""
    said = say("no_data", language)
    drawn = layout(words, palette, sizes, plot=sizes.height * 0.35)
    style = {"size": sizes.title, "color": palette.muted}
    drawn["annotations"].append(note(escape(said), style, x=0.5, xref="paper", y=0.5, yref="paper"))
    drawn |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
    return Chart({"data": [NOTHING], "layout": drawn}, alt(words.title, said))


def alt(*sentences: str) -> str:
    """Sentences in a row, for readers who listen."""
    return " ".join(text.strip() for text in sentences if text.strip())


def records(frame: pd.DataFrame, columns: Iterable[str]) -> list[Dict]:
    """The rows as dicts of the wanted columns; a column that is not there, or a missing value, is None."""
    wanted = tuple(columns)
    held = [
        frame[name].tolist() if name in frame.columns else [None] * len(frame) for name in wanted
    ]
    return [
        {name: _known(value) for name, value in zip(wanted, row, strict=True)}
        for row in zip(*held, strict=True)
    ]


def _known(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    return (
        None
        if isinstance(value, float) and (value != value or value in (float("inf"), -float("inf")))
        else value
    )


def hover(*said: str, wide: float = 44) -> str:
    """Lines of a hover label, the first in bold."""
    first, *rest = [wrap(text, wide) for text in said if text]
    return "<br>".join((f"<b>{first}</b>", *rest))
