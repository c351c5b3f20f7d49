"""Bars of any named values: parts of a score, shares of an uncertainty."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.bars import Bar, draw_bars
from dashboard.charts.kit.frame import UNTITLED, Chart, Frame, alt_text, empty_chart, hover
from dashboard.charts.kit.text import labelled
from dashboard.style import Style
from indicators.model import Unit

NUMBER = Unit("", "")
"""Values without a unit: their texts say what they are."""


def named_bars(
    rows: Sequence[tuple[str, float, str]], style: Style, frame: Frame = UNTITLED
) -> Chart:
    """Draw a bar for each name, value and text behind it, in the order given."""
    if not rows:
        return empty_chart(frame, style)
    bars = [
        Bar(name, value, text, style.palette.focus, hover(name, text)) for name, value, text in rows
    ]
    sentences = [labelled(name, text, style.language) for name, _, text in rows]
    figure = draw_bars(bars, NUMBER, frame, style)
    return Chart(figure, alt_text(frame.title, *sentences))
