"""The traces of lines over time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.kit.axes import Axis
from dashboard.charts.kit.frame import Dict, hover, note
from dashboard.charts.kit.series import SOFT, Point, Series, firm, forecast, pieces, usual_step
from dashboard.charts.kit.text import escape, say
from dashboard.style import Measure, Palette
from indicators import wording
from indicators.model import Break, Indicator, Target
from indicators.periods import period_start

MANY = 60
"""More grey lines than this are drawn without hover labels, which nobody could aim at."""


@dataclass(frozen=True)
class Drawing:
    """What all lines of one figure share."""

    indicator: Indicator
    names: Mapping[str, str]
    language: str
    palette: Palette
    sizes: Measure
    step: int
    broken: Mapping[str, frozenset[str]]

    def name(self, place: str) -> str:
        """What a place is called."""
        return self.names.get(place, place)

    def value(self, value: float) -> str:
        """A value with its unit."""
        return wording.number(value, self.indicator.unit, self.language)

    def pieces(self, points: Series) -> list[Series]:
        """The stretches of a place's line, joined at its own usual step; at that of all where it has two figures."""
        step = usual_step([points]) if len(points) > 2 else self.step
        return pieces(points, step, self.broken.get(points[0].place, frozenset()))

    def hover(self, point: Point) -> str:
        """A point in words."""
        covered = (
            say("coverage", self.language, share=wording.share(point.coverage, 1, self.language))
            if (point.coverage is not None and point.coverage < 1)
            else ""
        )
        status = (
            wording.status(point.status, self.language)
            if point.status not in ("", "reported")
            else ""
        )
        return hover(
            self.name(point.place),
            self.value(point.value),
            wording.period(point.period, self.language),
            status,
            covered,
        )

    def break_notes(self, points: Series, breaks: Sequence[Break]) -> list[str]:
        """Where and why a place's line is interrupted."""
        told = []
        for earlier, later in itertools.pairwise(points):
            if later.period in self.broken.get(later.place, frozenset()):
                why = [
                    gap.note.say(self.language)
                    for gap in breaks
                    if gap.place in ("", later.place)
                    and earlier.date < period_start(gap.period) <= later.date
                ]
                told.append(
                    say(
                        "break",
                        self.language,
                        name=self.name(later.place),
                        note=(why or [""])[-1],
                        period=wording.period(later.period, self.language),
                    ).strip(" :：,，")
                )
        return told

    def above_axis(self, caption: str) -> list[Dict]:
        """The unit, said once above the axis of values."""
        return [
            note(
                escape(caption),
                {"size": self.sizes.small, "color": self.palette.muted},
                x=0,
                xref="paper",
                xanchor="left",
                y=1,
                yref="paper",
                yanchor="bottom",
                yshift=round(self.sizes.small * 0.6),
            )
        ]


def crowd(every: Sequence[Series], drawing: Drawing) -> list[Dict]:
    """All grey lines as one trace: two hundred lines cost the browser what one does."""
    told = len(every) <= MANY
    joined = _joined(piece for points in every for piece in drawing.pieces(points))
    if not joined:
        return []
    alone = [piece[0] for points in every for piece in drawing.pieces(points) if len(piece) == 1]
    words_ = {
        "hoverinfo": "text",
        "hovertext": [drawing.hover(point) if point else "" for point in joined],
    }
    style = {"color": drawing.palette.rest, "width": max(drawing.sizes.line * 0.6, 1)}
    faint = 0.5 if told else 0.28
    traces = [
        _trace(
            joined,
            opacity=faint,
            mode="lines",
            line=style,
            **(words_ if told else {"hoverinfo": "skip"}),
        )
    ]
    if alone:
        traces.append(
            _trace(
                alone,
                mode="markers",
                opacity=faint,
                hoverinfo="text",
                hovertext=[drawing.hover(point) for point in alone],
                marker={"size": drawing.sizes.marker * 0.7, "color": drawing.palette.rest},
            )
        )
    return traces


def place_traces(points: Series, colour: str, strong: bool, drawing: Drawing) -> list[Dict]:
    """A place's line with its markers, and its forecast dashed."""
    parts = drawing.pieces(points)
    wide = drawing.sizes.focus_line if strong else drawing.sizes.line
    ahead = _joined(forecast(piece) for piece in parts)
    dashed = [
        _trace(
            ahead,
            mode="lines",
            hoverinfo="skip",
            line={"color": colour, "width": wide, "dash": "dash"},
        )
    ]
    solid = _joined(firm(piece) for piece in parts)
    lines = (
        [_trace(solid, mode="lines", hoverinfo="skip", line={"color": colour, "width": wide})]
        if solid
        else []
    )
    return (dashed if ahead else []) + lines + [_markers(points, parts, colour, strong, drawing)]


def _markers(
    points: Series, parts: Sequence[Series], colour: str, strong: bool, drawing: Drawing
) -> Dict:
    """Every point answers the pointer; ends, lone points and soft ones are also seen."""
    ends = {point for piece in parts for point in (piece[0], piece[-1])} - {points[0]}
    lone = {piece[0] for piece in parts if len(piece) == 1}
    full = drawing.sizes.marker * (1.35 if strong else 1)
    soft = [point.status in SOFT for point in points]
    shown = [
        full if weak or point in ends | lone else 0
        for point, weak in zip(points, soft, strict=True)
    ]
    return _trace(
        points,
        mode="markers",
        name=escape(drawing.name(points[0].place)),
        hoverinfo="text",
        hovertext=[drawing.hover(point) for point in points],
        marker={
            "size": shown,
            "opacity": 1,
            "color": [drawing.palette.background if weak else colour for weak in soft],
            "line": {"color": colour, "width": max(drawing.sizes.line, 1.5)},
        },
    )


def break_marks(
    every: Sequence[Series], breaks: Sequence[Break], axis: Axis, drawing: Drawing
) -> list[Dict]:
    """A dotted upright line between the two figures that do not compare."""
    marks: dict[str, list[str]] = {}
    for points in every:
        broken = drawing.broken.get(points[0].place, frozenset())
        days = [
            _between(earlier, later)
            for earlier, later in itertools.pairwise(points)
            if later.period in broken
        ]
        for day, text in zip(days, drawing.break_notes(points, breaks), strict=False):
            marks.setdefault(day, []).append(text)
    return [_mark(day, told, axis, drawing) for day, told in marks.items()]


def _mark(day: str, told: Sequence[str], axis: Axis, drawing: Drawing) -> Dict:
    muted = drawing.palette.muted
    return {
        "type": "scatter",
        "x": [day, day],
        "y": [axis.low, axis.high],
        "mode": "lines+markers",
        "cliponaxis": False,
        "line": {"color": muted, "width": 1.2, "dash": "dot"},
        "hoverinfo": "text",
        "hovertext": "<br>".join(escape(text) for text in dict.fromkeys(told)),
        "marker": {
            "symbol": "triangle-down",
            "size": [0, drawing.sizes.marker * 1.3],
            "color": muted,
        },
    }


def target_traces(points: Series, goal: Target, colour: str, drawing: Drawing) -> list[Dict]:
    """A dotted path from the latest figure to the target, and the target as an open diamond.

    Where the latest figure has met the target there is no path: it would lead back.
    """
    last, day = firm(points)[-1:] or points[-1:], period_start(goal.period).isoformat()
    told = hover(
        drawing.name(points[0].place),
        say(
            "target",
            drawing.language,
            value=drawing.value(goal.value),
            period=wording.period(goal.period, drawing.language),
        ),
        goal.source.say(drawing.language),
    )
    path = {
        "type": "scatter",
        "x": [last[0].date.isoformat(), day],
        "y": [last[0].value, goal.value],
        "mode": "lines",
        "hoverinfo": "skip",
        "line": {"color": colour, "width": max(drawing.sizes.line * 0.9, 1.4), "dash": "dot"},
    }
    mark = {
        "type": "scatter",
        "x": [day],
        "y": [goal.value],
        "mode": "markers",
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [told],
        "marker": {
            "symbol": "diamond",
            "size": drawing.sizes.marker * 1.8,
            "color": drawing.palette.background,
            "line": {"color": colour, "width": max(drawing.sizes.line, 2)},
        },
    }
    return [mark] if _met(last[0].value, goal, drawing.indicator) else [path, mark]


def _met(value: float, goal: Target, indicator: Indicator) -> bool:
    """Whether a value is at the target or past it; never where neither way is the better one."""
    if indicator.better == "higher":
        return value >= goal.value
    return indicator.better == "lower" and value <= goal.value


def _joined(parts: Iterable[Series]) -> list[Point | None]:
    """Stretches in a row with a hole between them."""
    found: list[Point | None] = []
    for piece in parts:
        if piece:
            found += [*([None] if found else []), *piece]
    return found


def _trace(points: Sequence[Point | None], **style: object) -> Dict:
    return {
        "type": "scatter",
        "x": [point.date.isoformat() if point else None for point in points],
        "y": [point.value if point else None for point in points],
        "connectgaps": False,
        "cliponaxis": False,
        **style,
    }


def _between(earlier: Point, later: Point) -> str:
    return date.fromordinal((earlier.date.toordinal() + later.date.toordinal()) // 2).isoformat()
