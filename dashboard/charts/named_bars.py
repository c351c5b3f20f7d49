"""Bars of any named values: parts of a score, shares of an uncertainty."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dashboard.charts.bars import Bar, draw_bars
from dashboard.charts.kit.frame import UNTITLED, Chart, Frame, alt_text, empty_chart, hover
from dashboard.charts.kit.text import labelled
from dashboard.style import Style
from indicators.model import Unit

NUMBER = Unit("", "")
"""Values without a unit: their texts say what they are."""


def named_bars(
    rows: Sequence[tuple[str, float, str]],
    style: Style,
    frame: Frame = UNTITLED,
    *,
    totals: Collection[int] = (),
) -> Chart:
    """Draw a bar for each name, value and text behind it, in the order given.

    The rows at the positions `totals` are sums of those that follow: bold, and the others paler.
    """
    if not rows:
        return empty_chart(frame, style)
    bars = [
        Bar(
            name,
            value,
            text,
            style.palette.focus,
            hover(name, text),
            strong=at in totals,
            muted=bool(totals) and at not in totals,
        )
        for at, (name, value, text) in enumerate(rows)
    ]
    sentences = [labelled(name, text, style.language) for name, _, text in rows]
    figure = draw_bars(bars, NUMBER, frame, style)
    return Chart(figure, alt_text(frame.title, *sentences))
