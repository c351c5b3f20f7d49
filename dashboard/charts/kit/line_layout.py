"""What charts of lines over time share: room for ticks and labels, and the unit above the axis."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.kit.axes import Axis, tick_margin
from dashboard.charts.kit.end_labels import Label
from dashboard.charts.kit.frame import Json, Margins, annotation
from dashboard.charts.kit.text import escape
from dashboard.style import Style

BOLD_LABEL = 1.03
"""How much wider labels are, some of which are bold."""
DOT_WIDTH = 1.2
"""The width of the dot before a label, in em."""

# Room around the plotting area, in em of small text.
BELOW = 2
ABOVE, ABOVE_WITH_CAPTION = 1.2, 2.2
CAPTION_LIFT = 0.6


def line_margins(axis: Axis, labels: Sequence[Label], style: Style) -> Margins:
    """Return the room for the ticks of the axis of values and for labels at the lines' ends."""
    em, marker = style.measure.small, style.measure.marker
    label_lines = [line for label in labels for line in label.lines]
    return Margins(
        left=tick_margin(axis.texts, em),
        right=tick_margin(label_lines, em * BOLD_LABEL) + marker + DOT_WIDTH * em,
        top=em * (ABOVE_WITH_CAPTION if axis.caption else ABOVE),
        bottom=em * BELOW,
    )


def unit_caption(axis: Axis, style: Style) -> list[Json]:
    """Return the unit, which is written once above the axis of values; nothing without one."""
    if not axis.caption:
        return []
    em = style.measure.small
    position = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper"}
    position |= {"yanchor": "bottom", "yshift": round(em * CAPTION_LIFT)}
    font = {"size": em, "color": style.palette.muted}
    return [annotation(escape(axis.caption), font, **position)]
