"""Lines over time: the focus in colour, peers in tints, the rest in grey; gaps, breaks and targets shown as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.charts.kit.axes import Axis, drawn_axis, room, value_axis
from dashboard.charts.kit.end_labels import Label, end_labels
from dashboard.charts.kit.frame import Chart, Dict, Frame, alt, empty, layout, plot_height
from dashboard.charts.kit.line_traces import (
    Drawing,
    break_marks,
    crowd,
    place_traces,
    target_traces,
)
from dashboard.charts.kit.series import SOFT, Point, Series, broken_at, series_of, usual_step
from dashboard.charts.kit.text import lines, pixels, say, with_aside
from dashboard.charts.kit.time_axis import time_axis
from dashboard.style import Measure, Palette, Size, measure
from indicators import wording
from indicators.model import Break, Indicator, Target
from indicators.periods import period_start

DOT = 1.2
"""The room, in letters, of the dot before a label."""


def trend(
    frame: pd.DataFrame,
    indicator: Indicator,
    names: Mapping[str, str],
    focus: Sequence[str],
    peers: Sequence[str],
    language: str,
    palette: Palette,
    *,
    title: str = "",
    subtitle: str = "",
    foot: str = "",
    size: Size | Measure = "page",
    targets: Sequence[Target] | None = None,
    breaks: Sequence[Break] | None = None,
    height: float | None = None,
) -> Chart:
    """An indicator over time; `frame` has place, period, date, value and, where known, status and coverage.

    Places that are neither focus nor peers stay grey and unlabelled. Targets and breaks are the indicator's own
    unless given; a target for all places is drawn for the first focus place.
    """
    sizes, series = measure(size), series_of(frame)
    if not series:
        return empty(Frame(title, subtitle, foot), language, palette, sizes)
    shown = [place for place in dict.fromkeys((*focus, *peers)) if place in series]
    goals = _goals(indicator.targets if targets is None else targets, focus, series)
    step = usual_step(series.values())
    limits = indicator.breaks if breaks is None else tuple(breaks)
    broken = {place: broken_at(points, limits) for place, points in series.items()}
    drawing = Drawing(indicator, names, language, palette, sizes, step, broken)
    axis = value_axis(
        [point.value for points in series.values() for point in points]
        + [goal.value for goal in goals.values()],
        indicator.unit,
        language,
        count=4 if sizes.width < 500 else 5,
    )
    colours = _colours(shown, focus, palette)
    said = _labels(shown, series, goals, focus, colours, axis, drawing)
    notes = _notes(shown, series, limits, drawing)
    drawn = layout(
        Frame(title, subtitle, foot, notes),
        palette,
        sizes,
        height=height,
        left=room(axis.texts, sizes.small),
        below=sizes.small * 2,
        right=room([line for label in said for line in label.lines], sizes.small * 1.03)
        + sizes.marker
        + DOT * sizes.small,
        above=sizes.small * (2.2 if axis.caption else 1.2),
    )
    drawn["annotations"] += end_labels(said, plot_height(drawn), sizes) + _caption(axis, drawing)
    drawn["yaxis"] = drawn_axis(axis, palette, sizes) | {"ticklabelstandoff": 4}
    days = [point.date for points in series.values() for point in points]
    days += [period_start(goal.period) for goal in goals.values()]
    drawn["xaxis"] = time_axis(
        days,
        {point.period: point.date for points in series.values() for point in points},
        step,
        language,
        palette,
        sizes,
    )
    rest = [points for place, points in series.items() if place not in shown]
    traces = crowd(rest, drawing) + break_marks(
        [series[place] for place in shown], limits, axis, drawing
    )
    for place in reversed(shown):
        traces += place_traces(series[place], colours[place], place in focus, drawing)
    for place, goal in goals.items():
        traces += target_traces(series[place], goal, colours[place], drawing)
    return Chart(
        {"data": traces, "layout": drawn}, _alt(title, shown or list(series)[:1], series, drawing)
    )


def _goals(
    targets: Sequence[Target], focus: Sequence[str], series: Mapping[str, Series]
) -> dict[str, Target]:
    """For each focus place its own latest target; the first also takes one that is for all."""
    found: dict[str, Target] = {}
    for number, place in enumerate(place for place in focus if place in series):
        own = [target for target in targets if target.place == place]
        every = [target for target in targets if not target.place] if number == 0 else []
        if own or every:
            found[place] = max(own or every, key=lambda target: target.period)
    return found


def _colours(shown: Sequence[str], focus: Sequence[str], palette: Palette) -> dict[str, str]:
    """The focus colour for the first, tints in order for the others."""
    first = next((place for place in shown if place in focus), None)
    others = [place for place in shown if place != first]
    tints = {place: palette.peers[index % len(palette.peers)] for index, place in enumerate(others)}
    return tints | ({first: palette.focus} if first is not None else {})


def _labels(
    shown: Sequence[str],
    series: Mapping[str, Series],
    goals: Mapping[str, Target],
    focus: Sequence[str],
    colours: Mapping[str, str],
    axis: Axis,
    drawing: Drawing,
) -> list[Label]:
    """What stands at the right edge: targets and places, the most important first."""
    newest = max((series[place][-1].date for place in shown), default=date.min)
    said = [
        _label(
            say(
                "target",
                drawing.language,
                period=wording.period(goal.period, drawing.language),
                value=drawing.value(goal.value),
            ),
            goal.value,
            colours[place],
            False,
            axis,
            drawing,
        )
        for place, goal in goals.items()
    ]
    for place in shown:
        last = series[place][-1]
        text = f"{drawing.name(place)} {drawing.value(last.value)}"
        if last.date < newest:
            period = wording.period(last.period, drawing.language)
            text = with_aside(text, period, drawing.language)
        said.append(_label(text, last.value, colours[place], place in focus, axis, drawing))
    return said


def _label(
    text: str, value: float, colour: str, strong: bool, axis: Axis, drawing: Drawing
) -> Label:
    most = drawing.sizes.width * (0.34 if drawing.sizes.width < 500 else 0.3)
    wrapped = tuple(lines(text, most / pixels("x", drawing.sizes.small)))
    return Label(wrapped[:3], axis.part(value), colour, strong)


def _caption(axis: Axis, drawing: Drawing) -> list[Dict]:
    return drawing.above_axis(axis.caption) if axis.caption else []


def _notes(
    shown: Sequence[str], series: Mapping[str, Series], breaks: Sequence[Break], drawing: Drawing
) -> tuple[str, ...]:
    """What the marks mean, for readers who cannot hover."""
    points: list[Point] = [point for place in shown for point in series[place]]
    soft = [word for word in SOFT if any(point.status == word for point in points)]
    said = (
        [
            say(
                "open_marker",
                drawing.language,
                status=wording.listing(
                    [wording.status(word, drawing.language) for word in soft], drawing.language
                ),
            )
        ]
        if soft
        else []
    )
    return (
        *said,
        *dict.fromkeys(
            text for place in shown for text in drawing.break_notes(series[place], breaks)
        ),
    )


def _alt(title: str, shown: Sequence[str], series: Mapping[str, Series], drawing: Drawing) -> str:
    place = shown[0]
    first, last = series[place][0], series[place][-1]
    told = {
        "name": drawing.name(place),
        "value": drawing.value(last.value),
        "period": wording.period(last.period, drawing.language),
        "first": drawing.value(first.value),
        "start": wording.period(first.period, drawing.language),
    }
    return alt(title, say("alt_point" if first is last else "alt_trend", drawing.language, **told))
