"""Logarithmic axes: ticks at 1, 10, 100, and at 2 and 5 where there is room."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from dashboard.charts.kit.axes import Axis
from indicators import wording
from indicators.model import Unit

MIN_RANGE = 0.3
"""An axis spans at least this many powers of ten: a factor of two."""
TOLERANCE = 0.02
"""A tick may stand this far beyond the ends, in powers of ten."""
EXTRA_TICKS = 2
"""A logarithmic axis may have so many ticks more than asked for."""


def log_axis(values: Iterable[float], unit: Unit, language: str, *, count: int = 5) -> Axis:
    """Make a logarithmic axis with about `count` ticks for the values above zero.

    Its ends are logarithms to the base 10, as Plotly wants them; its ticks are values.
    """
    positive = [value for value in values if value > 0] or [1.0, 10.0]
    low, high = math.log10(min(positive)), math.log10(max(positive))
    if high - low < MIN_RANGE:
        low, high = low - MIN_RANGE / 2, high + MIN_RANGE / 2
    ticks = _ticks(low, high, count + EXTRA_TICKS)
    texts = tuple(wording.plain(tick, unit, language) for tick in ticks)
    return Axis(low, high, ticks, texts, wording.scale([1.0], unit, language).suffix)


def _ticks(low: float, high: float, max_count: int) -> tuple[float, ...]:
    """Give 1, 2 and 5 times the powers of ten; the powers alone where those are too many."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    fine = [part * 10.0**power for power in powers for part in (1, 2, 5)]
    ticks = _inside(fine, low, high)
    if len(ticks) > max_count:
        ticks = _inside([10.0**power for power in powers], low, high) or ticks
    stride = -(-len(ticks) // max_count)  # rounded up
    return tuple(ticks[::stride])


def _inside(ticks: Sequence[float], low: float, high: float) -> list[float]:
    return [tick for tick in ticks if low - TOLERANCE <= math.log10(tick) <= high + TOLERANCE]
