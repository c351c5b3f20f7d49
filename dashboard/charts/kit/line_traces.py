"""The traces of lines over time: values, gaps, breaks, forecasts and targets."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.charts.kit.axes import Axis
from dashboard.charts.kit.frame import (
    Json,
    choose,
    hover,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.series import (
    SOFT,
    Point,
    TimeSeries,
    breaks_between,
    coverage_jumps,
    forecasts,
    pieces,
    step_of,
    without_forecasts,
)
from dashboard.charts.kit.text import escape, phrase
from dashboard.style import Palette, Style
from indicators import wording
from indicators.model import Indicator, Target
from indicators.periods import period_start
from indicators.statistics.evidence import LOWER_BOUND
from indicators.statistics.recency import MIN_DISTANCES
from indicators.trajectories.status import is_met

MAX_LINES_WITH_HOVER = 60
"""More grey lines than this have no hover labels: nobody could point at one of them."""
GREY_OPACITY = 0.5
CROWD_OPACITY = 0.28
"""The opacity of more than `MAX_LINES_WITH_HOVER` grey lines."""

# Sizes as parts of the style's line width or marker diameter; widths in pixels are the least.
GREY_LINE, MIN_GREY_LINE = 0.6, 1
GREY_MARKER = 0.7
FOCUS_MARKER = 1.35
MIN_MARKER_LINE = 1.5
BREAK_MARKER, BREAK_LINE = 1.3, 1.2
TARGET_MARKER, MIN_TARGET_MARKER_LINE = 1.8, 2
TARGET_LINE, MIN_TARGET_LINE = 0.9, 1.4


@dataclass(frozen=True)
class LineContext:
    """What all lines of one chart share.

    `step` is the usual number of months between two values; `broken` has, by place, the periods
    from which values are not comparable with those before.
    """

    indicator: Indicator
    places: Places
    style: Style
    step: int
    broken: Mapping[str, frozenset[str]]

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.style.language

    @property
    def palette(self) -> Palette:
        """The colours."""
        return self.style.palette

    def period(self, period: str) -> str:
        """Write a period."""
        return wording.period(period, self.language)

    def value(self, value: float) -> str:
        """Write a value with its unit."""
        return wording.number(value, self.indicator.unit, self.language)

    def predicate(self, point: Point) -> str:
        """Write a value as what a sentence says of its period."""
        return wording.predicate(point.value, self.indicator.unit, self.language, point.status)

    def label(self, value: float) -> str:
        """Write a value for the edge of the chart, which names the unit elsewhere."""
        return wording.label(value, self.indicator.unit, self.language)

    def target(self, target: Target) -> str:
        """Write a target: its value and its period."""
        unit, period = self.indicator.unit, self.period(target.period)
        value = wording.value_range(target.value, target.upper, unit, self.language)
        return phrase("target", self.language, value=value, period=period)

    def is_broken(self, point: Point) -> bool:
        """Return whether a value is not comparable with the one before."""
        return point.period in self.broken.get(point.place, frozenset())

    def pieces(self, points: TimeSeries) -> list[TimeSeries]:
        """Divide a place's line into stretches at gaps and breaks.

        A gap is longer than the place's own usual step; than that of all places where it has too
        few values to tell.
        """
        step = step_of([points]) if len(points) > MIN_DISTANCES else self.step
        return pieces(points, step, self.broken.get(points[0].place, frozenset()))

    def hover(self, point: Point | None) -> str:
        """Describe a point: place, value, period, status, and the coverage of a group."""
        if point is None:  # a gap
            return ""
        status = coverage = ""
        if point.status not in ("", "reported"):
            status = wording.status(point.status, self.language)
        if point.coverage is not None and point.coverage < 1:
            share = wording.share(point.coverage, 1, self.language)
            coverage = phrase("coverage", self.language, share=share)
        return hover(
            self.places.name(point.place),
            self.value(point.value),
            self.period(point.period),
            status,
            coverage,
        )

    def break_notes(self, points: TimeSeries) -> list[str]:
        """Return where and why a line is interrupted; breaks without a reason in one text."""
        return [
            self._break_note(earlier, later)
            for earlier, later in itertools.pairwise(points)
            if self.is_broken(later)
        ]

    def break_lines(self, points: TimeSeries) -> list[str]:
        """Return where and why a line is interrupted; breaks without a reason in one text."""
        flagged: list[str] = []
        lines: list[str] = []
        for earlier, later in itertools.pairwise(points):
            if not self.is_broken(later):
                continue
            if self._has_reason(earlier, later):
                lines.append(self._break_note(earlier, later))
            else:
                flagged.append(self.period(later.period))
        if flagged:
            periods = wording.listing(flagged, self.language)
            lines.append(self._break_text(points[0].place, periods, ""))
        return lines

    def _has_reason(self, earlier: Point, later: Point) -> bool:
        declared = breaks_between(earlier, later, self.indicator.breaks)
        return bool(declared and declared[-1].note)

    def coverage_notes(self, points: TimeSeries) -> list[str]:
        """Return where the coverage of a group's members changes much, in one text a line."""
        jumps = coverage_jumps(points)
        if not jumps:
            return []
        periods = [self.period(later.period) for _, later in jumps]
        name = self.places.name(points[0].place)
        listed = wording.listing(periods, self.language)
        return [phrase("coverage_jump", self.language, name=name, periods=listed)]

    def _break_note(self, earlier: Point, later: Point) -> str:
        declared = breaks_between(earlier, later, self.indicator.breaks)
        note = declared[-1].note.get(self.language) if declared else ""
        # One that is declared for every place is said once, without their names.
        place = later.place if not note or declared[-1].place else ""
        return self._break_text(place, self.period(later.period), note)

    def _break_text(self, place: str, period: str, note: str) -> str:
        if not place:
            return phrase("break_everywhere", self.language, note=note, period=period)
        name = self.places.name(place)
        text = phrase("break", self.language, name=name, note=note, period=period)
        return text.strip(" :：,，")


def grey_traces(series: Sequence[TimeSeries], context: LineContext) -> list[Json]:
    """Draw all grey lines as one trace: two hundred lines cost the browser what one does."""
    stretches = [piece for points in series for piece in context.pieces(points)]
    line_points = _with_gaps(stretches)
    if not line_points:
        return []
    style = context.style
    is_crowd = len(series) > MAX_LINES_WITH_HOVER
    opacity = CROWD_OPACITY if is_crowd else GREY_OPACITY
    line = {
        "mode": "lines",
        "opacity": opacity,
        "line": {
            "color": style.palette.neutral,
            "width": max(style.measure.line * GREY_LINE, MIN_GREY_LINE),
        },
    }
    if is_crowd:
        line["hoverinfo"] = "skip"
    else:
        texts = [context.hover(point) for point in line_points]
        line |= {"hoverinfo": "text", "hovertext": texts}
    traces = [_trace(line_points, line)]
    single = [piece[0] for piece in stretches if len(piece) == 1]
    if single:
        markers = {
            "mode": "markers",
            "opacity": opacity,
            "hoverinfo": "text",
            "hovertext": [context.hover(point) for point in single],
            "marker": {"size": style.measure.marker * GREY_MARKER, "color": style.palette.neutral},
        }
        traces.append(_trace(single, markers))
    return traces


def place_traces(
    points: TimeSeries, colour: str, is_focus: bool, context: LineContext
) -> list[Json]:
    """Draw a place's line with its markers; forecasts are dashed."""
    measure = context.style.measure
    line = {"color": colour, "width": measure.focus_line if is_focus else measure.line}
    stretches = context.pieces(points)
    traces: list[Json] = []
    if dashed := _with_gaps(forecasts(piece) for piece in stretches):
        traces.append(_line(dashed, {**line, "dash": "dash"}))
    if solid := _with_gaps(without_forecasts(piece) for piece in stretches):
        traces.append(_line(solid, line))
    return [*traces, _markers(points, stretches, colour, is_focus, context)]


def _line(points: Sequence[Point | None], line: Json) -> Json:
    return _trace(points, {"mode": "lines", "hoverinfo": "skip", "line": line})


def _markers(
    points: TimeSeries,
    stretches: Sequence[TimeSeries],
    colour: str,
    is_focus: bool,
    context: LineContext,
) -> Json:
    """Draw a marker at every point, so that each can be hovered over.

    Visible are those at the end of a stretch, but not at the line's beginning, and the soft ones,
    which are open. The others have the size 0.
    """
    ends = {point for piece in stretches for point in (piece[0], piece[-1])} - {points[0]}
    visible = ends | {piece[0] for piece in stretches if len(piece) == 1}
    visible |= {point for point in points if point.status in SOFT}
    jumps = {later for _, later in coverage_jumps(points)}
    visible |= jumps
    measure, background = context.style.measure, context.palette.background
    size = measure.marker * (FOCUS_MARKER if is_focus else 1)
    style = {
        "mode": "markers",
        "name": escape(context.places.name(points[0].place)),
        "hoverinfo": "text",
        "hovertext": [context.hover(point) for point in points],
        "marker": {
            "symbol": _same_or_each(
                choose((point in jumps for point in points), "square", "circle")
            ),
            "size": choose((point in visible for point in points), size, 0),
            "opacity": 1,
            "color": _same_or_each(
                choose((point.status in SOFT for point in points), background, colour)
            ),
            "line": {"color": colour, "width": max(measure.line, MIN_MARKER_LINE)},
        },
    }
    return _trace(points, style)


def _same_or_each(values: Sequence[str]) -> str | list[str]:
    """Return the value that all share, or else each: Plotly takes both, and one is shorter."""
    return values[0] if len(set(values)) == 1 else list(values)


def break_traces(series: Sequence[TimeSeries], axis: Axis, context: LineContext) -> list[Json]:
    """Draw a dotted vertical line between two values that are not comparable."""
    notes: dict[str, list[str]] = {}
    for points in series:
        days = [
            _middle(earlier, later)
            for earlier, later in itertools.pairwise(points)
            if context.is_broken(later)
        ]
        for day, text in zip(days, context.break_notes(points), strict=True):
            notes.setdefault(day, []).append(text)
    return [_break_trace(day, texts, axis, context) for day, texts in notes.items()]


def _break_trace(day: str, texts: Sequence[str], axis: Axis, context: LineContext) -> Json:
    muted = context.palette.muted
    return {
        "type": "scatter",
        "x": [day, day],
        "y": [axis.low, axis.high],
        "mode": "lines+markers",
        "cliponaxis": False,
        "line": {"color": muted, "width": BREAK_LINE, "dash": "dot"},
        "hoverinfo": "text",
        "hovertext": "<br>".join(escape(text) for text in dict.fromkeys(texts)),
        "marker": {
            "symbol": "triangle-down",
            "size": [0, context.style.measure.marker * BREAK_MARKER],
            "color": muted,
        },
    }


def target_traces(
    points: TimeSeries, target: Target, colour: str, context: LineContext
) -> list[Json]:
    """Draw a target as an open diamond, and a dotted path to it from the latest value.

    Where the latest value has met the target, or is later, there is no path: it would lead back.
    From a lower bound there is none either.
    """
    latest = (without_forecasts(points) or points)[-1]
    day = period_start(target.period).isoformat()
    measure = context.style.measure
    path = {
        "type": "scatter",
        "x": [latest.date.isoformat(), day],
        "y": [latest.value, target.value],
        "mode": "lines",
        "hoverinfo": "skip",
        "line": {
            "color": colour,
            "width": max(measure.line * TARGET_LINE, MIN_TARGET_LINE),
            "dash": "dot",
        },
    }
    place = context.places.name(points[0].place)
    diamond = {
        "type": "scatter",
        "x": [day],
        "y": [target.value],
        "mode": "markers",
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [hover(place, context.target(target), target.source.get(context.language))],
        "marker": {
            "symbol": "diamond",
            "size": measure.marker * TARGET_MARKER,
            "color": context.palette.background,
            "line": {"color": colour, "width": max(measure.line, MIN_TARGET_MARKER_LINE)},
        },
    }
    # Where neither direction is better, only a value that equals the target has met it.
    met = is_met(latest.value, target, context.indicator.better, latest.value)
    is_over = latest.date >= period_start(target.period)
    if met or is_over or latest.status == LOWER_BOUND:
        return [diamond]
    return [path, diamond]


def _with_gaps(stretches: Iterable[TimeSeries]) -> list[Point | None]:
    """Put stretches one after the other, with None between two."""
    points: list[Point | None] = []
    for stretch in stretches:
        if points and stretch:
            points.append(None)
        points += stretch
    return points


def _trace(points: Sequence[Point | None], style: Json) -> Json:
    return {
        "type": "scatter",
        "x": [point and point.date.isoformat() for point in points],
        "y": [point and point.value for point in points],
        "connectgaps": False,
        "cliponaxis": False,
        **style,
    }


def _middle(earlier: Point, later: Point) -> str:
    """Give the day half way between two values."""
    return date.fromordinal((earlier.date.toordinal() + later.date.toordinal()) // 2).isoformat()
