"""Axes with few, round ticks in the words a reader uses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.charts.kit.frame import Dict
from dashboard.charts.kit.text import escape, pixels
from dashboard.style import Measure, Palette
from indicators import wording
from indicators.model import Unit

FROM_ZERO = ("currency", "count", "number")
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """Where an axis begins and ends, its ticks, and the unit that stands beside it once."""

    low: float
    high: float
    values: tuple[float, ...]
    texts: tuple[str, ...]
    caption: str

    def part(self, value: float) -> float:
        """How far along the axis a value stands, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def value_axis(
    values: Iterable[float], unit: Unit, language: str, *, count: int = 5, zero: bool = False
) -> Axis:
    """An axis for values of a unit: amounts begin at zero, shares too unless all lie far from it; ranks at the top."""
    held = [value for value in values if value is not None and math.isfinite(value)] or [0.0, 1.0]
    least, most = min(held), max(held)
    if unit.kind == "rank":
        return _ranks(most, language, unit, count)
    if zero or least < 0 < most or _near_zero(least, most, unit):
        least, most = min(least, 0.0), max(most, 0.0)
    ticks = nice(least, most or float(least == most), count)  # all zero: an axis up to one
    if unit.kind == "share" and most <= 100 < ticks[-1]:
        ticks = [tick for tick in ticks if tick <= 100]
    scale = wording.scale(held, unit, language)
    divisor = scale.divisor or 1
    texts = [_digits(tick / divisor, ticks, divisor, language) for tick in ticks]
    short = scale.suffix in ("%", "％")
    low, high = min(ticks[0], least), max(ticks[-1], most)
    return Axis(
        low,
        high,
        tuple(ticks),
        tuple(text + scale.suffix if short else text for text in texts),
        "" if short else scale.suffix,
    )


def nice(low: float, high: float, count: int) -> list[float]:
    """About `count` round steps that hold `low` and `high`."""
    if not high > low:
        pad = abs(low) * 0.1 or 1.0
        low, high = low - pad, high + pad
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(part * power for part in STEPS if part * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [
        round(index * step, 12) if step > 1e-9 else index * step for index in range(first, last + 1)
    ]


def tick_style(palette: Palette, sizes: Measure) -> Dict:
    """How ticks are written."""
    return {"size": sizes.small, "color": palette.muted}


def bare(palette: Palette, sizes: Measure) -> Dict:
    """An axis without lines, to be filled in."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": tick_style(palette, sizes),
        "automargin": False,
    }


def drawn_axis(axis: Axis, palette: Palette, sizes: Measure) -> Dict:
    """The axis as plotly draws it: faint grid, a firmer line at zero."""
    return bare(palette, sizes) | {
        "range": [axis.low, axis.high],
        "tickmode": "array",
        "tickvals": list(axis.values),
        "ticktext": [escape(text) for text in axis.texts],
        "showgrid": True,
        "gridcolor": palette.grid,
        "zeroline": axis.low <= 0 <= axis.high or axis.high <= 0 <= axis.low,
        "zerolinecolor": palette.rest,
        "zerolinewidth": 1,
    }


def room(texts: Sequence[str], font: float, most: float = math.inf) -> float:
    """The margin that the longest of the texts needs."""
    return min(max((pixels(text, font) for text in texts), default=0.0) + 12, most)


def _near_zero(least: float, most: float, unit: Unit) -> bool:
    if least == most:  # a lone figure means something only from zero
        return True
    return (
        unit.kind in FROM_ZERO
        or (least >= 0 and least < 0.6 * most)
        or (most <= 0 and most > 0.6 * least)
    )


def _ranks(most: float, language: str, unit: Unit, count: int) -> Axis:
    steps = [tick for tick in nice(1, max(most, 2), count) if tick > 1 and tick == int(tick)]
    last = max(steps[-1] if steps else 2.0, most)
    ticks = (1.0, *steps)
    return Axis(last, 0.5, ticks, tuple(f"{tick:.0f}" for tick in ticks), unit.label.say(language))


def _digits(shown: float, ticks: Sequence[float], divisor: float, language: str) -> str:
    step = abs(ticks[1] - ticks[0]) / divisor if len(ticks) > 1 else 1
    decimals = next(
        (digits for digits in range(7) if abs(round(step, digits) - step) < step * 1e-6), 6
    )
    return wording.decimal(shown, decimals, language)
