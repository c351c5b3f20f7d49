"""Two indicators against each other: which dots there are, in which periods, and how far they move together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.dataset import Dataset
from indicators.model import Indicator

LEAST = 5
"""So few places are dots, but no relation: no correlation is said."""
PAIR = 2
"""So many places can be held against each other in a period."""
OTHER = "other"
RELATIVE = ("share", "rate", "index")
SPREAD = 100.0
"""An amount whose largest is so many times its smallest is first shown on a logarithmic axis."""


@dataclass(frozen=True)
class Dot:
    """One place: its two values, their periods, a third value for its size, its group for its colour."""

    place: str
    x: float
    y: float
    x_period: str
    y_period: str
    size: float | None = None
    group: str = ""

    @property
    def period(self) -> str:
        """The period of both values, or the two, across first."""
        return (
            self.x_period
            if self.x_period == self.y_period
            else f"{self.x_period} / {self.y_period}"
        )


def dots(
    dataset: Dataset,
    x: str,
    y: str,
    places: Sequence[str],
    period: str = "",
    size: str = "",
    groups: Mapping[str, str] | None = None,
) -> tuple[Dot, ...]:
    """Places with both figures: of one period, or each place's newest of the last two steps where none is given."""
    across, upright = (_values(dataset, name, places, period) for name in (x, y))
    third = _values(dataset, size, places, period, within=2) if size else {}
    return tuple(
        Dot(
            place,
            across[place][0],
            upright[place][0],
            across[place][1],
            upright[place][1],
            third[place][0] if place in third else None,
            (groups or {}).get(place, OTHER),
        )
        for place in dict.fromkeys(places)
        if place in across and place in upright
    )


def _values(
    dataset: Dataset, indicator: str, places: Sequence[str], period: str, within: int | None = None
) -> dict[str, tuple[float, str]]:
    """Place -> value and period."""
    exact = bool(period) and within is None
    frame = dataset.ranked(indicator, places, period or None, 0 if exact else 2)
    held = zip(*(frame[name].tolist() for name in ("place", "value", "period")), strict=True)
    return {place: (value, when) for place, value, when in held if not exact or when == period}


def periods(dataset: Dataset, x: str, y: str, places: Sequence[str]) -> tuple[str, ...]:
    """Periods in which enough places have both figures, in order of time."""

    def make() -> tuple[str, ...]:
        one, two = dataset.grid(x), dataset.grid(y)
        both = [place for place in places if place in one.row and place in two.row]
        if not both:
            return ()
        first, second = (
            one.cell[[one.row[place] for place in both]],
            two.cell[[two.row[place] for place in both]],
        )
        return tuple(
            name
            for name, at in one.column.items()
            if name in two.column
            and np.count_nonzero((first[:, at] >= 0) & (second[:, two.column[name]] >= 0)) >= PAIR
        )

    return dataset.cached(("common periods", x, y, tuple(places)), make)


def correlation(shown: Sequence[Dot], log_x: bool = False, log_y: bool = False) -> float | None:
    """Pearson's r of what is drawn, on the scales it is drawn on; None for few dots or where nothing varies."""
    if len(shown) < LEAST:
        return None
    across = np.array([math.log10(dot.x) if log_x else dot.x for dot in shown])
    upright = np.array([math.log10(dot.y) if log_y else dot.y for dot in shown])
    if np.ptp(across) == 0 or np.ptp(upright) == 0:
        return None
    return float(np.corrcoef(across, upright)[0, 1])


def positive(values: Sequence[float]) -> bool:
    """Whether a logarithmic axis can hold them all."""
    return bool(values) and min(values) > 0


def skewed(values: Sequence[float], entry: Indicator) -> bool:
    """Whether a logarithmic axis is the better first view: amounts that differ a hundredfold."""
    return (
        entry.unit.kind not in RELATIVE and positive(values) and max(values) >= SPREAD * min(values)
    )


def suggestions(dataset: Dataset, able: Sequence[str]) -> tuple[str, str]:
    """Two indicators to begin with: headline ones of two fields that do not merely grow with a place's size."""
    entries = dataset.catalogue.indicators
    heads = [
        name for one in dataset.catalogue.pillars.values() for name in one.headline if name in able
    ]
    found = list(dict.fromkeys((*heads, *able)))
    fair = [name for name in found if _relative(entries[name])] or found
    first = fair[0] if fair else ""
    order = (
        [name for name in fair if entries[name].pillar != entries[first].pillar] + fair[1:] + found
    )
    return first, next((name for name in order if name != first), first)


def _relative(entry: Indicator) -> bool:
    return entry.unit.kind in RELATIVE or any(power < 0 for power in entry.unit.dimension.values())


def kinds(dataset: Dataset, level: str) -> tuple[str, ...]:
    """The kinds of group that places of a level fall into one each: income, region."""
    held = {one.kind for one in dataset.catalogue.groups.values() if one.level == level}
    return tuple(kind for kind in ("income", "region") if kind in held)


def grouped(dataset: Dataset, kind: str, level: str) -> dict[str, str]:
    """Place -> its group of this kind."""
    found: dict[str, str] = {}
    for one in dataset.catalogue.groups.values():
        if one.kind == kind and one.level == level:
            found = {**dict.fromkeys(one.places, one.id), **found}
    return found


def frame(shown: Sequence[Dot], coloured: bool) -> pd.DataFrame:
    """What figures.scatter draws."""
    table = pd.DataFrame(
        [
            {
                "place": dot.place,
                "x": dot.x,
                "y": dot.y,
                "size": dot.size,
                "period": dot.period,
                "group": dot.group,
            }
            for dot in shown
        ],
        columns=["place", "x", "y", "size", "period", "group"],
    )
    return table if coloured else table.drop(columns="group")
