"""The axis of time: years where a chart spans several, else the periods themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from dashboard.charts.kit.axes import bare_axis
from dashboard.charts.kit.frame import (
    Json,
)
from dashboard.charts.kit.series import MONTHS_IN_YEAR
from dashboard.charts.kit.text import escape, pixels
from dashboard.style import Measure, Style
from indicators import wording

YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
PADDING = 0.015
"""Time before the first and after the last day, as a part of the time between them."""
MIN_PADDING = 4
"""At least so many days."""
SINGLE_PADDING = 15
"""Around a single day, so many days for each month of the usual step."""
PLOT_WIDTH = 0.62
"""About the part of a chart's width that the plotting area has."""
TICK_WIDTH = 1.9
"""The room of a tick, in widths of a year."""
PERIOD_WIDTH = 3
"""The room of a period such as 'Mar 2024', in ticks that are years."""
YEARS_FOR_YEAR_TICKS = 4
"""Monthly and quarterly series of at least so many years have years for ticks."""


def time_axis(days: Sequence[date], periods: Mapping[str, date], step: int, style: Style) -> Json:
    """Make an axis from the first to the last day, with as many ticks as fit.

    `periods` are those of the values, with their first days; `step` the usual number of months
    between two values.
    """
    first, last = min(days), max(days)
    padding = SINGLE_PADDING * step if first == last else MIN_PADDING
    padding_days = timedelta(days=max((last - first).days * PADDING, padding))
    max_years = _max_ticks(style.measure)
    ticks = _year_ticks(first, last, max_years)
    if step < MONTHS_IN_YEAR and last.year - first.year < YEARS_FOR_YEAR_TICKS:
        ticks = _period_ticks(periods, max(max_years // PERIOD_WIDTH, 2), style.language)
    return bare_axis(style) | {
        "type": "date",
        "range": [(first - padding_days).isoformat(), (last + padding_days).isoformat()],
        "tickmode": "array",
        "tickvals": [day.isoformat() for day, _ in ticks],
        "ticktext": [escape(text) for _, text in ticks],
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": style.palette.neutral,
        "tickangle": 0,
        "showline": False,
    }


def _max_ticks(measure: Measure) -> int:
    """Give how many years fit side by side; at least two."""
    plot_width = measure.width * PLOT_WIDTH
    return max(int(plot_width / pixels("2023", measure.small) / TICK_WIDTH), 2)


def _year_ticks(first: date, last: date, max_ticks: int) -> list[tuple[date, str]]:
    """Give ticks at every year, second, fifth or tenth year ..., each on the first of January.

    Where every year has a tick, it is on the day and month of the first value.
    """
    span = last.year - first.year
    step = next((size for size in YEAR_STEPS if span / size < max_ticks), YEAR_STEPS[-1])
    month, day = (first.month, first.day) if step == 1 else (1, 1)
    if (month, day) == (2, 29):  # which most years do not have
        day = 28
    begin = -(-first.year // step) * step  # the first multiple of the step
    years = range(begin, last.year + 1, step)
    ticks = [(date(year, month, day), str(year)) for year in years]
    return ticks or [(first, str(first.year))]


def _period_ticks(
    periods: Mapping[str, date], max_ticks: int, language: str
) -> list[tuple[date, str]]:
    ordered = sorted(periods.items(), key=lambda item: item[1])
    stride = -(-len(ordered) // max_ticks)  # rounded up
    return [(day, wording.period(period, language)) for period, day in ordered[::stride]]
