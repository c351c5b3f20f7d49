"""Lines over time: the focus in colour, peers in tints, the rest in grey.

Gaps and breaks interrupt a line; targets stand beside it. A group of many places is a band instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from dashboard.charts.kit.axes import Axis, plotly_axis, value_axis
from dashboard.charts.kit.band import Band, band_alt, band_label, band_note, band_traces
from dashboard.charts.kit.end_labels import Label, end_labels
from dashboard.charts.kit.frame import (
    UNTITLED,
    Chart,
    Frame,
    Json,
    alt_text,
    empty_chart,
    layout,
    plot_height,
)
from dashboard.charts.kit.line_layout import line_margins, unit_caption
from dashboard.charts.kit.line_traces import (
    LineContext,
    break_traces,
    grey_traces,
    place_traces,
    target_traces,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.series import (
    SOFT,
    Point,
    TimeSeries,
    broken_periods,
    series_of,
    step_of,
)
from dashboard.charts.kit.text import lines, phrase, pixels, with_aside
from dashboard.charts.kit.time_axis import time_axis
from dashboard.style import Palette, Style
from indicators import wording
from indicators.model import Indicator, Target
from indicators.periods import period_start
from indicators.statistics.evidence import LOWER_BOUND, UNRANKED

LABEL_WIDTH, PHONE_LABEL_WIDTH = 0.3, 0.34
"""The part of the chart's width that the labels at the lines' ends may take."""
MAX_LABEL_LINES = 3
TICKS, PHONE_TICKS = 5, 4


@dataclass(frozen=True)
class TrendLines:
    """What a trend shows: points by place, the lines in colour, and the targets of the focus.

    `band` stands for the places of a group that have no line of their own.
    """

    series: Mapping[str, TimeSeries]
    selection: Sequence[str]
    colours: Mapping[str, str]
    targets: Mapping[str, tuple[Target, ...]]
    band: Band | None = None

    @cached_property
    def points(self) -> list[Point]:
        """Every point, place by place, and those of the band."""
        points = [point for series in self.series.values() for point in series]
        return [*points, *(self.band.points if self.band else ())]

    @cached_property
    def place_targets(self) -> list[tuple[str, Target]]:
        """Each target with its place, place by place."""
        pairs = ((place, targets) for place, targets in self.targets.items())
        return [(place, target) for place, targets in pairs for target in targets]

    @property
    def selected(self) -> list[TimeSeries]:
        """The points of each line in colour."""
        return [self.series[place] for place in self.selection]


def trend(
    data: pd.DataFrame,
    indicator: Indicator,
    places: Places,
    style: Style,
    frame: Frame = UNTITLED,
    band: Band | None = None,
) -> Chart:
    """Draw an indicator over time, with its breaks and targets, over the band of a group.

    `data` has the columns place, period, date, value and, where known, status and coverage. Places
    that are neither focus nor peers are grey and have no label. Every target of the first focus
    place is drawn, also of its groups and of all places, and of the others their own alone.
    """
    series = series_of(data)
    if not series:
        return empty_chart(frame, style)
    selection = [place for place in places.selection if place in series]
    colours = _colours(selection, places.focus, style.palette)
    targets = _targets(indicator, places.focus, series)
    line_set = TrendLines(series, selection, colours, targets, band)
    step = step_of(series.values())
    broken = {place: broken_periods(points, indicator.breaks) for place, points in series.items()}
    context = LineContext(indicator, places, style, step, broken)
    axis = _without_repetition(_value_axis(line_set, context), frame)
    labels = _labels(line_set, axis, context)
    frame = replace(frame, notes=(*frame.notes, *_notes(line_set, context)))
    figure = layout(frame, style, line_margins(axis, labels, style))
    figure["annotations"] += end_labels(labels, plot_height(figure), style.measure)
    figure["annotations"] += unit_caption(axis, style)
    figure["yaxis"] = plotly_axis(axis, style) | {"ticklabelstandoff": 4}
    days = [point.date for point in line_set.points]
    days += [period_start(target.period) for _, target in line_set.place_targets]
    periods = {point.period: point.date for point in line_set.points}
    figure["xaxis"] = time_axis(days, periods, step, style)
    return Chart(
        {"data": _traces(line_set, axis, context), "layout": figure},
        _alt_text(frame.title, line_set, context),
    )


def _targets(
    indicator: Indicator, focus: Sequence[str], series: Mapping[str, TimeSeries]
) -> dict[str, tuple[Target, ...]]:
    """Give each focus place its targets; the first alone takes those of groups and of all."""
    result: dict[str, tuple[Target, ...]] = {}
    for index, place in enumerate(place for place in focus if place in series):
        targets = indicator.targets_for(place)
        result[place] = targets if index == 0 else tuple(one for one in targets if one.place)
    return result


def _colours(selection: Sequence[str], focus: Sequence[str], palette: Palette) -> dict[str, str]:
    """Give the focus colour to the first focus place, and tints in order to the others."""
    first = next((place for place in selection if place in focus), None)
    peers = (place for place in selection if place != first)
    colours = dict(zip(peers, itertools.cycle(palette.peers), strict=False))
    if first is not None:
        colours[first] = palette.focus
    return colours


def _value_axis(line_set: TrendLines, context: LineContext) -> Axis:
    values = [point.value for point in line_set.points]
    values += [target.value for _, target in line_set.place_targets]
    count = PHONE_TICKS if context.style.measure.is_phone else TICKS
    return value_axis(values, context.indicator.unit, context.language, count=count)


def _without_repetition(axis: Axis, frame: Frame) -> Axis:
    """Leave out the unit above the axis where the subtitle names it."""
    if axis.caption.casefold() in frame.subtitle.casefold():
        return replace(axis, caption="")
    return axis


def _labels(line_set: TrendLines, axis: Axis, context: LineContext) -> list[Label]:
    """Give what stands at the right edge: targets and places, the most important first."""
    latest = {place: line_set.series[place][-1] for place in line_set.selection}
    newest = max((point.date for point in latest.values()), default=date.min)
    labels = []
    for place, target in line_set.place_targets:
        text = context.target(target)
        labels.append(
            _label(text, axis.part(target.value), line_set.colours[place], False, context)
        )
    labels = list(dict.fromkeys(labels))  # two plans may have one value and year
    for place, point in latest.items():
        text = f"{context.places.name(place)} {context.label(point.value)}"
        if point.date < newest:
            text = with_aside(text, context.period(point.period), context.language)
        is_focus = place in context.places.focus
        height = axis.part(point.value)
        labels.append(_label(text, height, line_set.colours[place], is_focus, context))
    if line_set.band:
        is_other_period = line_set.band.median[-1].date != newest
        text, height = band_label(line_set.band, axis, is_other_period, context)
        labels.append(_label(text, height, context.palette.neutral, False, context))
    return labels


def _label(text: str, height: float, colour: str, strong: bool, context: LineContext) -> Label:
    measure = context.style.measure
    width = measure.width * (PHONE_LABEL_WIDTH if measure.is_phone else LABEL_WIDTH)
    wrapped = lines(text, width / pixels("x", measure.small))
    return Label(tuple(wrapped[:MAX_LABEL_LINES]), height, colour, strong)


def _notes(line_set: TrendLines, context: LineContext) -> tuple[str, ...]:
    """Explain the marks for readers who cannot hover: open markers, breaks, coverage, the band."""
    present = {point.status for points in line_set.selected for point in points}
    soft = [wording.status(status, context.language) for status in SOFT if status in present]
    notes = []
    if soft:
        listed = wording.listing(soft, context.language)
        notes.append(phrase("open_marker", context.language, status=listed))
    for points in line_set.selected:
        notes += context.break_lines(points)
        notes += context.coverage_notes(points)
    if line_set.band:
        notes.append(band_note(line_set.band, context))
    return tuple(dict.fromkeys(notes))


def _traces(line_set: TrendLines, axis: Axis, context: LineContext) -> list[Json]:
    """Draw the band and the grey lines first and the focus last, so that it lies on top."""
    series, selection = line_set.series, line_set.selection
    grey = [points for place, points in series.items() if place not in selection]
    traces = band_traces(line_set.band, context) if line_set.band else []
    traces += grey_traces(grey, context) + break_traces(line_set.selected, axis, context)
    for place in reversed(selection):
        is_focus = place in context.places.focus
        traces += place_traces(series[place], line_set.colours[place], is_focus, context)
    for place, target in line_set.place_targets:
        traces += target_traces(series[place], target, line_set.colours[place], context)
    return traces


def _alt_text(title: str, line_set: TrendLines, context: LineContext) -> str:
    """Describe the first line, from its first comparable value to its newest, and the band."""
    place = next(iter(line_set.selection or line_set.series))
    points = line_set.series[place]
    starts = [index for index, point in enumerate(points) if context.is_broken(point)]
    first, last = points[starts[-1] if starts else 0], points[-1]
    is_vague = first.status in UNRANKED or last.status in UNRANKED
    texts = [
        phrase(
            "alt_point" if first is last or is_vague else "alt_trend",
            context.language,
            name=context.places.name(place),
            value=_predicate_and_status(last, context),
            period=context.period(last.period),
            first=context.predicate(first),
            start=context.period(first.period),
        )
    ]
    if starts:
        period = context.period(first.period)
        texts.append(phrase("alt_break", context.language, period=period))
    if line_set.band:
        texts.append(band_alt(line_set.band, context))
    return alt_text(title, *texts)


def _predicate_and_status(point: Point, context: LineContext) -> str:
    """Say a value, and that it is a forecast or of an assumed period where it is."""
    value = context.predicate(point)
    if point.status not in UNRANKED or point.status == LOWER_BOUND:
        return value
    return with_aside(value, wording.status(point.status, context.language), context.language)
