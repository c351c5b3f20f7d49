"""Axes with few, round ticks, written as a reader would write them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.charts.kit.frame import (
    Json,
)
from dashboard.charts.kit.text import escape, pixels, shorten, wrap
from dashboard.style import Style
from indicators import wording
from indicators.model import AMOUNT_KINDS, Unit

STEPS = (1, 2, 2.5, 5, 10)
"""Steps between ticks, times a power of ten."""
NEAR_ZERO = 0.6
"""Other axes begin at zero too where the least value is below this part of the largest."""
MAX_DECIMALS = 6
TICK_GAP = 12
"""Pixels between the ticks' text and the edge of the chart."""


@dataclass(frozen=True)
class Axis:
    """Where an axis begins and ends, its ticks, and the unit that stands beside it once."""

    low: float
    high: float
    values: tuple[float, ...]
    texts: tuple[str, ...]
    caption: str

    def part(self, value: float) -> float:
        """Return the position of a value along the axis, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def value_axis(values: Iterable[float], unit: Unit, language: str, *, count: int = 5) -> Axis:
    """Make an axis with about `count` ticks for values of a unit.

    Amounts begin at zero, shares and rates too unless all are far from it; rank 1 is at the top.
    """
    finite = [value for value in values if value is not None and math.isfinite(value)]
    finite = finite or [0.0, 1.0]
    least, largest = min(finite), max(finite)
    if unit.kind == "rank":
        return _rank_axis(largest, language, unit, count)
    if least < 0 < largest or _begins_at_zero(least, largest, unit):
        least, largest = min(least, 0.0), max(largest, 0.0)
    ticks = nice_ticks(least, largest or float(least == largest), count)  # all zero: up to one
    if unit.kind == "share" and largest <= 100 < ticks[-1]:
        ticks = [tick for tick in ticks if tick <= 100]
    scale = wording.scale(finite, unit, language)
    divisor = scale.divisor or 1
    texts = [_tick_text(tick / divisor, ticks, divisor, language) for tick in ticks]
    low, high = min(ticks[0], least), max(ticks[-1], largest)
    if scale.suffix in ("%", "％"):  # short enough to stand at every tick
        return Axis(low, high, tuple(ticks), tuple(text + scale.suffix for text in texts), "")
    return Axis(low, high, tuple(ticks), tuple(texts), scale.suffix)


def nice_ticks(low: float, high: float, count: int) -> list[float]:
    """Return about `count` round values, equally far apart, that enclose `low` and `high`."""
    if not high > low:
        padding = abs(low) * 0.1 or 1.0
        low, high = low - padding, high + padding
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    # The tolerances keep what floating point makes of 0.1 + 0.2 from adding a tick.
    step = next(part * power for part in STEPS if part * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [index * step for index in range(first, last + 1)]
    return [round(tick, 12) for tick in ticks] if step > 1e-9 else ticks


def bare_axis(style: Style) -> Json:
    """Return an axis of Plotly without lines and with its ticks' font."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": {"size": style.measure.small, "color": style.palette.muted},
        "automargin": False,
    }


def plotly_axis(axis: Axis, style: Style) -> Json:
    """Return an axis as Plotly draws it: a faint grid, and a firmer line at zero."""
    low, high = sorted((axis.low, axis.high))
    return bare_axis(style) | {
        "range": [axis.low, axis.high],
        "tickmode": "array",
        "tickvals": list(axis.values),
        "ticktext": [escape(text) for text in axis.texts],
        "showgrid": True,
        "gridcolor": style.palette.grid,
        "zeroline": low <= 0 <= high,
        "zerolinecolor": style.palette.neutral,
        "zerolinewidth": 1,
    }


def name_axis(names: Sequence[str], left: float, style: Style) -> Json:
    """Return a vertical axis of names, the first at the top, of two lines at most.

    `left` is the margin in pixels that the names have.
    """
    chars = (left - TICK_GAP) / pixels("x", style.measure.text)
    return bare_axis(style) | {
        "range": [len(names) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [wrap(shorten(name, 2 * chars), chars) for name in names],
        "tickfont": {"size": style.measure.text, "color": style.palette.text},
    }


def tick_margin(texts: Sequence[str], font: float) -> float:
    """Return the margin in pixels that the longest of the texts needs."""
    return max((pixels(text, font) for text in texts), default=0.0) + TICK_GAP


def _begins_at_zero(least: float, largest: float, unit: Unit) -> bool:
    if least == largest:  # a single value can be judged only from zero
        return True
    if unit.kind in AMOUNT_KINDS:
        return True
    if least >= 0:
        return least < NEAR_ZERO * largest
    return largest <= 0 and largest > NEAR_ZERO * least


def _rank_axis(lowest: float, language: str, unit: Unit, count: int) -> Axis:
    """Make an axis of ranks: whole numbers, with rank 1 near the top."""
    nice = nice_ticks(1, max(lowest, 2), count)
    steps = [tick for tick in nice if tick > 1 and tick == int(tick)]
    last = max(steps[-1] if steps else 2.0, lowest)
    ticks = (1.0, *steps)
    texts = tuple(f"{tick:.0f}" for tick in ticks)
    return Axis(last, 0.5, ticks, texts, unit.label.get(language))


def _tick_text(value: float, ticks: Sequence[float], divisor: float, language: str) -> str:
    """Write a tick with as many decimals as the step between ticks has."""
    step = abs(ticks[1] - ticks[0]) / divisor if len(ticks) > 1 else 1
    decimals = next(
        (digits for digits in range(MAX_DECIMALS + 1) if _is_exact(step, digits)), MAX_DECIMALS
    )
    return wording.decimal(value, decimals, language)


def _is_exact(step: float, digits: int) -> bool:
    return abs(round(step, digits) - step) < step * 1e-6
