"""Logarithmic axes: ticks at 1, 10, 100, and at 2 and 5 where there is room."""

from __future__ import annotations

import math
from collections.abc import Iterable

from dashboard.charts.kit.axes import Axis
from indicators import wording
from indicators.model import Unit


def log_axis(values: Iterable[float], unit: Unit, language: str, *, count: int = 5) -> Axis:
    """An axis whose ends are powers of ten's logarithms, as plotly wants them, and whose ticks are values."""
    held = [value for value in values if value > 0] or [1.0, 10.0]
    low, high = math.log10(min(held)), math.log10(max(held))
    if high - low < 0.3:
        low, high = low - 0.15, high + 0.15
    whole = range(math.floor(low), math.ceil(high) + 1)
    fine = [part * 10.0**power for power in whole for part in (1, 2, 5)]
    coarse = [10.0**power for power in whole]
    inside = [tick for tick in fine if low - 0.02 <= math.log10(tick) <= high + 0.02]
    if len(inside) > count + 2:
        inside = [
            tick for tick in coarse if low - 0.02 <= math.log10(tick) <= high + 0.02
        ] or inside
    every = -(-len(inside) // (count + 2))
    ticks = tuple(inside[::every])
    return Axis(
        low,
        high,
        ticks,
        tuple(wording.plain(tick, unit, language) for tick in ticks),
        wording.scale([1.0], unit, language).suffix,
    )
