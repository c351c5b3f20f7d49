"""The road to a target: the figures, the path needed, the forecast as a fan, and the target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.kit.axes import Axis, plotly_axis, value_axis
from dashboard.charts.kit.end_labels import Label, end_labels
from dashboard.charts.kit.frame import (
    UNTITLED,
    Chart,
    Frame,
    Json,
    alt_text,
    empty_chart,
    hover,
    layout,
    plot_height,
)
from dashboard.charts.kit.line_layout import line_margins, unit_caption
from dashboard.charts.kit.line_traces import (
    TARGET_MARKER,
    LineContext,
    break_traces,
    place_traces,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.series import TimeSeries, broken_periods, step_of
from dashboard.charts.kit.text import lines, phrase, pixels, with_aside
from dashboard.charts.kit.time_axis import time_axis
from dashboard.style import Style
from indicators import wording
from indicators.model import Indicator, Target
from indicators.periods import period_start

LABEL_WIDTH = 0.34
MAX_LABEL_LINES = 3
BAND_OPACITY = 0.18
TICKS = 4


@dataclass(frozen=True)
class ForecastPoint:
    """A forecast of one period, with the bounds of its interval."""

    period: str
    central: float
    low: float
    high: float


@dataclass(frozen=True)
class RoadLines:
    """What is drawn: figures, path needed (period and value), forecasts, and the target.

    `goal` is the value of the target to be met, `target_period` the period of the series that ends
    with the target's. The fan begins at the newest figure.
    """

    points: TimeSeries
    target: Target
    goal: float
    target_period: str
    path: Sequence[tuple[str, float]]
    forecasts: Sequence[ForecastPoint]


def road(
    road_lines: RoadLines,
    indicator: Indicator,
    places: Places,
    style: Style,
    frame: Frame = UNTITLED,
) -> Chart:
    """Draw figures as a line, the path needed dotted, the forecast dashed in its interval."""
    points = road_lines.points
    if not points:
        return empty_chart(frame, style)
    broken = {points[0].place: broken_periods(points, indicator.breaks)}
    context = LineContext(indicator, places, style, step_of([points]), broken)
    axis = value_axis(_values(road_lines), indicator.unit, style.language, count=TICKS)
    if axis.caption.casefold() in frame.subtitle.casefold():
        axis = replace(axis, caption="")
    frame = replace(frame, notes=(*frame.notes, *context.break_lines(points)))
    labels = _labels(road_lines, axis, context)
    figure = layout(frame, style, line_margins(axis, labels, style))
    figure["annotations"] += end_labels(labels, plot_height(figure), style.measure)
    figure["annotations"] += unit_caption(axis, style)
    figure["yaxis"] = plotly_axis(axis, style) | {"ticklabelstandoff": 4}
    days = [point.date for point in points] + [
        period_start(period) for period, _ in road_lines.path
    ]
    days.append(period_start(road_lines.target_period))
    periods = {point.period: point.date for point in points}
    figure["xaxis"] = time_axis(days, periods, context.step, style)
    traces = [
        *_fan(road_lines, context),
        *break_traces([points], axis, context),
        *_path(road_lines, context),
        *place_traces(points, style.palette.focus, True, context),
        *_target(road_lines, context),
    ]
    return Chart({"data": traces, "layout": figure}, _alt(road_lines, context, frame.title))


def _values(road_lines: RoadLines) -> list[float]:
    """Return every value that the axis has to hold; bounds of the fan that are far out are cut."""
    values = [point.value for point in road_lines.points]
    values += [value for _, value in road_lines.path]
    values += [road_lines.target.value, road_lines.target.upper or road_lines.target.value]
    for entry in road_lines.forecasts:
        values += [entry.central, entry.low, entry.high]
    return [value for value in values if math.isfinite(value)]


def _fan(road_lines: RoadLines, context: LineContext) -> list[Json]:
    """Draw the interval as a band and the forecast as a dashed line, from the newest figure on."""
    if not road_lines.forecasts:
        return []
    last = road_lines.points[-1]
    start = ForecastPoint(last.period, last.value, last.value, last.value)
    entries = [start, *road_lines.forecasts]
    days = [period_start(entry.period).isoformat() for entry in entries]
    colour = context.palette.focus
    texts = [_forecast_hover(entry, context) for entry in entries[1:]]
    band = {
        "type": "scatter",
        "mode": "lines",
        "x": [*days, *reversed(days)],
        "y": [*(entry.high for entry in entries), *(entry.low for entry in reversed(entries))],
        "fill": "toself",
        "fillcolor": colour,
        "opacity": BAND_OPACITY,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    central = {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": [entry.central for entry in entries],
        "line": {"color": colour, "width": context.style.measure.line, "dash": "dash"},
        "hoverinfo": "text",
        "hovertext": ["", *texts],
        "cliponaxis": False,
    }
    return [band, central]


def _forecast_hover(entry: ForecastPoint, context: LineContext) -> str:
    interval = phrase(
        "interval",
        context.language,
        low=context.value(entry.low),
        high=context.value(entry.high),
    )
    value = with_aside(context.value(entry.central), interval, context.language)
    return hover(phrase("forecast", context.language), value, context.period(entry.period))


def _path(road_lines: RoadLines, context: LineContext) -> list[Json]:
    """Draw the path needed, from the base to the target."""
    if not road_lines.path:
        return []
    name = phrase("path_needed", context.language)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [period_start(period).isoformat() for period, _ in road_lines.path],
            "y": [value for _, value in road_lines.path],
            "line": {
                "color": context.palette.muted,
                "width": context.style.measure.line,
                "dash": "dot",
            },
            "hoverinfo": "text",
            "hovertext": [
                hover(name, context.value(value), context.period(period))
                for period, value in road_lines.path
            ],
            "cliponaxis": False,
        }
    ]


def _target(road_lines: RoadLines, context: LineContext) -> list[Json]:
    """Draw the target as an open diamond; a range as a line between two."""
    target, measure = road_lines.target, context.style.measure
    values = [target.value] if target.upper is None else [target.value, target.upper]
    day = period_start(road_lines.target_period).isoformat()
    colour = context.palette.text
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [day] * len(values),
            "y": values,
            "line": {"color": colour, "width": measure.line},
            "marker": {
                "symbol": "diamond",
                "size": measure.marker * TARGET_MARKER,
                "color": context.palette.background,
                "line": {"color": colour, "width": measure.line},
            },
            "hoverinfo": "text",
            "hovertext": [hover(context.target(target), target.source.get(context.language))]
            * len(values),
            "cliponaxis": False,
        }
    ]


def _labels(road_lines: RoadLines, axis: Axis, context: LineContext) -> list[Label]:
    """Return what stands at the right edge: the target, the forecast and the newest figure."""
    palette, last = context.palette, road_lines.points[-1]
    newest = with_aside(context.label(last.value), context.period(last.period), context.language)
    labels = [
        _label(context.target(road_lines.target), axis.part(road_lines.goal), palette.text, context)
    ]
    if road_lines.forecasts:
        end = road_lines.forecasts[-1]
        text = phrase("forecast_value", context.language, value=context.label(end.central))
        labels.append(_label(text, axis.part(end.central), palette.focus, context))
    labels.append(_label(newest, axis.part(last.value), palette.focus, context, strong=True))
    return labels


def _label(
    text: str, height: float, colour: str, context: LineContext, strong: bool = False
) -> Label:
    measure = context.style.measure
    wrapped = lines(text, measure.width * LABEL_WIDTH / pixels("x", measure.small))
    return Label(tuple(wrapped[:MAX_LABEL_LINES]), min(max(height, 0.0), 1.0), colour, strong)


def _alt(road_lines: RoadLines, context: LineContext, title: str) -> str:
    """Describe the newest figure, the target and the forecast."""
    last = road_lines.points[-1]
    sentences = [
        title,
        phrase(
            "alt_point",
            context.language,
            name=context.places.name(last.place),
            value=context.value(last.value),
            period=context.period(last.period),
        ),
    ]
    if road_lines.forecasts:
        end = road_lines.forecasts[-1]
        sentences.append(
            phrase(
                "alt_forecast",
                context.language,
                period=wording.period(end.period, context.language),
                value=context.value(end.central),
                low=context.value(end.low),
                high=context.value(end.high),
            )
        )
    return alt_text(*sentences)
