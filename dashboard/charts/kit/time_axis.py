"""The axis of time: years where a figure spans several, else the periods themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from dashboard.charts.kit.axes import bare
from dashboard.charts.kit.frame import Dict
from dashboard.charts.kit.text import escape, pixels
from dashboard.style import Measure, Palette
from indicators import wording

YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)


def time_axis(
    days: Sequence[date],
    periods: Mapping[str, date],
    step: int,
    language: str,
    palette: Palette,
    sizes: Measure,
) -> Dict:
    """From the first to the last day, with a little room, and as many ticks as fit."""
    first, last = min(days), max(days)
    pad = timedelta(days=max((last - first).days * 0.015, 15 * step if first == last else 4))
    most = max(int(sizes.width * 0.62 / pixels("2023", sizes.small) / 1.9), 2)
    long = step >= 12 or last.year - first.year >= 4
    ticks = _years(first, last, most) if long else _periods(periods, max(most // 3, 2), language)
    return bare(palette, sizes) | {
        "type": "date",
        "range": [(first - pad).isoformat(), (last + pad).isoformat()],
        "tickmode": "array",
        "tickvals": [day.isoformat() for day, _ in ticks],
        "ticktext": [escape(text) for _, text in ticks],
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": palette.rest,
        "tickangle": 0,
        "showline": False,
    }


def _years(first: date, last: date, most: int) -> list[tuple[date, str]]:
    step = next(
        size
        for size in YEAR_STEPS
        if (last.year - first.year) / size < most or size == YEAR_STEPS[-1]
    )
    begin = -(-first.year // step) * step
    years = list(range(begin, last.year + 1, step))
    return [
        (date(year, first.month if step == 1 else 1, first.day if step == 1 else 1), str(year))
        for year in years
    ] or [(first, str(first.year))]


def _periods(periods: Mapping[str, date], most: int, language: str) -> list[tuple[date, str]]:
    ordered = sorted(periods.items(), key=lambda item: item[1])
    every = -(-len(ordered) // most)
    return [(day, wording.period(text, language)) for text, day in ordered[::every]]
