"""A group as a band: its middle half between the quartiles, and the median as a line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dashboard.charts.kit.axes import Axis
from dashboard.charts.kit.frame import Json, choose, hover
from dashboard.charts.kit.line_traces import MIN_GREY_LINE, LineContext
from dashboard.charts.kit.series import Point, TimeSeries, pieces
from dashboard.charts.kit.text import phrase, with_aside
from indicators import wording
from indicators.analysis.group_quartiles import GroupQuartiles
from indicators.periods import period_start

BAND_OPACITY = 0.22
MEDIAN_LINE = 0.75
"""The width of the median's line, as a part of that of a place."""
SINGLE_WIDTH = 2.2
"""The width of the band of a single period, which has no neighbour, in diameters of a marker."""


@dataclass(frozen=True)
class Band:
    """The quartiles of a group's places over time; `name` is what the group is called."""

    name: str
    quartiles: GroupQuartiles

    @cached_property
    def median(self) -> TimeSeries:
        """The medians as points of a line."""
        return self._line(self.quartiles.median)

    @cached_property
    def points(self) -> list[Point]:
        """Every point of the band: medians, lower and upper quartiles."""
        edges = self._line(self.quartiles.low) + self._line(self.quartiles.high)
        return [*self.median, *edges]

    def _line(self, values: tuple[float, ...]) -> TimeSeries:
        group = self.quartiles.group.id
        return tuple(
            Point(group, period, period_start(period), value, "", None)
            for period, value in zip(self.quartiles.periods, values, strict=True)
        )

    @cached_property
    def stretches(self) -> list[slice]:
        """The positions of the periods that are joined: no gap between them, no break."""
        spans, start = [], 0
        for piece in pieces(self.median, self.quartiles.step, self.quartiles.broken):
            spans.append(slice(start, start + len(piece)))
            start += len(piece)
        return spans


def band_traces(band: Band, context: LineContext) -> list[Json]:
    """Draw the band below all lines, its edges with their numbers, and the median on it."""
    days = [point.date.isoformat() for point in band.median]
    joined = [span for span in band.stretches if span.stop - span.start > 1]
    single = [span.start for span in band.stretches if span.stop - span.start == 1]
    traces = [_areas(band, days, joined, context)] if joined else []
    if single:
        traces.append(_bars(band, days, single, context))
    return [*traces, _edges(band, days, context), *_median(band, days, joined, context)]


def _areas(band: Band, days: list[str], spans: list[slice], context: LineContext) -> Json:
    """Draw each stretch as an area; a gap in a trace begins the next one."""
    x: list[str | None] = []
    y: list[float | None] = []
    low, high = band.quartiles.low, band.quartiles.high
    for span in spans:
        gap = [None] if x else []
        x += [*gap, *days[span], *reversed(days[span])]
        y += [*gap, *high[span], *reversed(low[span])]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": context.palette.neutral,
        "opacity": BAND_OPACITY,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _bars(band: Band, days: list[str], positions: list[int], context: LineContext) -> Json:
    """Draw a period without neighbours as a thick stroke from quartile to quartile."""
    x: list[str | None] = []
    y: list[float | None] = []
    for position in positions:
        gap = [None] if x else []
        x += [*gap, days[position], days[position]]
        y += [*gap, band.quartiles.low[position], band.quartiles.high[position]]
    width = context.style.measure.marker * SINGLE_WIDTH
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "opacity": BAND_OPACITY,
        "line": {"color": context.palette.neutral, "width": width},
        "hoverinfo": "skip",
    }


def _edges(band: Band, days: list[str], context: LineContext) -> Json:
    """Draw invisible points along both edges, so that their numbers can be hovered over."""
    texts = []
    for key, values in (
        ("quartile_low", band.quartiles.low),
        ("quartile_high", band.quartiles.high),
    ):
        name = phrase(key, context.language, group=band.name)
        for period, value in zip(band.quartiles.periods, values, strict=True):
            texts.append(hover(name, context.value(value), context.period(period)))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": days * 2,
        "y": [*band.quartiles.low, *band.quartiles.high],
        "hoverinfo": "text",
        "hovertext": texts,
        "marker": {"size": context.style.measure.marker, "opacity": 0},
    }


def _median(band: Band, days: list[str], spans: list[slice], context: LineContext) -> list[Json]:
    """Draw the median as a thin line, with a marker where a period has no neighbour."""
    x: list[str | None] = []
    y: list[float | None] = []
    for span in spans:
        gap = [None] if x else []
        x += [*gap, *days[span]]
        y += [*gap, *band.quartiles.median[span]]
    measure, colour = context.style.measure, context.palette.neutral
    is_joined = [False] * len(days)
    for span in spans:
        is_joined[span] = [True] * (span.stop - span.start)
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {"color": colour, "width": max(measure.line * MEDIAN_LINE, MIN_GREY_LINE)},
    }
    markers = {
        "type": "scatter",
        "mode": "markers",
        "x": days,
        "y": list(band.quartiles.median),
        "hoverinfo": "text",
        "hovertext": [_median_hover(band, index, context) for index in range(len(days))],
        "marker": {"size": choose(is_joined, 0, measure.marker), "color": colour},
    }
    return [line, markers] if spans else [markers]


def _median_hover(band: Band, index: int, context: LineContext) -> str:
    """Describe a period: the median, the quartiles, and of how many places."""
    quartiles = band.quartiles
    return hover(
        phrase("quartile_median", context.language, group=band.name),
        context.value(quartiles.median[index]),
        context.period(quartiles.periods[index]),
        _range(band, index, context),
    )


def _range(band: Band, index: int, context: LineContext) -> str:
    """Say between which figures half of the places lie."""
    quartiles = band.quartiles
    return phrase(
        "quartile_range",
        context.language,
        n=quartiles.places[index],
        low=context.value(quartiles.low[index]),
        high=context.value(quartiles.high[index]),
    )


def band_label(
    band: Band, axis: Axis, with_period: bool, context: LineContext
) -> tuple[str, float]:
    """Return what stands at the end of the median's line, and at which height of the axis."""
    last = band.median[-1]
    text = phrase("median_label", context.language, value=context.label(last.value))
    if with_period:
        text = with_aside(text, context.period(last.period), context.language)
    return text, axis.part(last.value)


def band_note(band: Band, context: LineContext) -> str:
    """Say what the band is, and of how many places."""
    quartiles, language = band.quartiles, context.language
    least, most = min(quartiles.places), max(quartiles.places)
    key = "band" if least == most else "band_varying"
    text = phrase(key, language, group=band.name, n=most, least=least)
    if quartiles.left_out:
        text += phrase("band_left_out", language, n=quartiles.members)
    if quartiles.other_lengths:
        text += phrase("band_other_lengths", language)
    if broken := [name for name in quartiles.periods if name in quartiles.broken]:
        periods = wording.listing([context.period(name) for name in broken], language)
        text += phrase("band_break", language, periods=periods)
    return text


def band_alt(band: Band, context: LineContext) -> str:
    """Describe the newest period of the band for those who cannot see it."""
    last = len(band.quartiles.periods) - 1
    return phrase(
        "alt_band",
        context.language,
        group=band.name,
        n=band.quartiles.places[last],
        period=context.period(band.quartiles.periods[last]),
        median=context.value(band.quartiles.median[last]),
        low=context.value(band.quartiles.low[last]),
        high=context.value(band.quartiles.high[last]),
    )
