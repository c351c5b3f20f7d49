"""What tests of charts share: indicators, frames written in a line, what is true of any chart."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from plotly.graph_objects import Figure

from dashboard.charts import Chart, Frame
from dashboard.style import LIGHT, Style, measure
from indicators.model import Better, Indicator, Text, Unit
from indicators.periods import period_start

BOLD, SCRIPT = "<b>x</b>", "<script>alert(1)</script>"
HOSTILE = {"AAA": SCRIPT, "BBB": BOLD}
NAMES = {"AAA": "Aland", "BBB": "Beland", "CCC": "Celand", "DDD": "Deland"}


def unit_of(id: str, kind: str, patterns: tuple[str, str], labels: tuple[str, str]) -> Unit:
    """A base unit: how a value is written, and its name alone, each in English and Chinese."""
    pattern, label = (Text({"en": en, "zh": zh}) for en, zh in (patterns, labels))
    return Unit(id, id, kind=kind, pattern=pattern, label=label)


PERCENT = unit_of("% of people", "share", ("{}%", "{}%"), ("% of people", "占人口的百分比"))
HEADS = unit_of("heads", "count", ("{} people", "{}人"), ("people", "人"))
RANK = unit_of("rank", "rank", ("No. {}", "第{}位"), ("rank", "位次"))


def indicator(
    unit: Unit = PERCENT, better: Better = "higher", title: str = "Users", **more: Any
) -> Indicator:
    return Indicator(
        "users", Text({"en": title, "zh": "网民"}), unit, "online", better=better, **more
    )


EN = Style("en", LIGHT, measure("page"))


def options_of(options: dict[str, Any]) -> tuple[Style, Frame, dict[str, Any]]:
    """Divide a test's options into style and frame; what is left are those of one chart."""
    rest = dict(options)
    style = Style(
        rest.pop("language", "en"), rest.pop("palette", LIGHT), measure(rest.pop("size", "page"))
    )
    frame = Frame(**{name: rest.pop(name, "") for name in ("title", "subtitle", "foot")})
    return style, frame, rest


def over_time(*rows: tuple[Any, ...], key: str = "place") -> pd.DataFrame:
    """A frame of (place, period, value[, status])."""
    return pd.DataFrame(
        [
            {
                key: place,
                "period": period,
                "date": pd.Timestamp(period_start(period)),
                "value": value,
                "status": status[0] if status else "reported",
            }
            for place, period, value, *status in rows
        ],
        columns=[key, "period", "date", "value", "status"],
    )


def checked(make: Callable[[pd.DataFrame], Chart], frame: pd.DataFrame) -> Chart:
    """Make a chart; Plotly accepts it, it is plain JSON, and the frame is as it was."""
    before = frame.copy(deep=True)
    chart = make(frame)
    assert frame.equals(before) and list(frame.columns) == list(before.columns)
    json.dumps(chart.figure, allow_nan=False)
    Figure(copy.deepcopy(chart.figure))
    assert chart.alt
    return chart


def strings(node: object) -> Iterator[str]:
    """Every text of a figure, wherever it stands."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from strings(value)


def harmless(chart: Chart, *escaped: str) -> bool:
    """No text from a file is markup, and each that is asked for stands there, escaped."""
    said = list(strings(chart.figure))
    assert not any(bad in text for text in said for bad in (BOLD, "<script", "</script"))
    for name in escaped:
        shown = name.replace("<", "&lt;").replace(">", "&gt;")
        assert any(shown in text for text in said), name
    return True


def notes(chart: Chart) -> list[str]:
    """The words written into the figure."""
    return [undotted(str(note["text"])) for note in chart.figure["layout"]["annotations"]]


def undotted(text: str) -> str:
    """A label without the dot in its line's colour."""
    return re.sub(r'^<span style="color:#\w+">●</span> ', "", text)


def title(chart: Chart) -> str:
    return str(chart.figure["layout"]["title"]["text"])
