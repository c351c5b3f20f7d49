"""Set two indicators against each other: the points of a scatter chart, and their correlation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.dataset import Dataset
from indicators.model import Indicator
from indicators.statistics.evidence import UNRANKED

MIN_CORRELATED = 5
"""With fewer points than these no correlation is given."""
MIN_POINTS = 2
"""A period is offered in which at least so many places have both figures."""
OTHER = "other"
"""The group of a place that is in none."""
RELATIVE_KINDS = ("share", "rate", "index")
MIN_LOG_RATIO = 100.0
"""An amount whose largest is so many times its smallest is first shown on a logarithmic axis."""
GROUP_KINDS = ("income", "region")
"""Kinds of group of which each place is in one at most."""
_STEPS_OF_SIZE = 2
"""A third value, for the size of a point, may be up to so many steps of its series older."""


@dataclass(frozen=True)
class Dot:
    """One place: two values with their periods, a third one for its size, and its group."""

    place: str
    x: float
    y: float
    x_period: str
    y_period: str
    size: float | None = None
    group: str = ""
    size_period: str = ""

    @property
    def period(self) -> str:
        """The period of both values, or the two, that of x first."""
        if self.x_period == self.y_period:
            return self.x_period
        return f"{self.x_period} / {self.y_period}"


def dots(
    dataset: Dataset,
    x: str,
    y: str,
    places: Sequence[str],
    period: str = "",
    size: str = "",
    groups: Mapping[str, str] | None = None,
) -> tuple[Dot, ...]:
    """Return a point for each place that has figures of both indicators `x` and `y`.

    They are of one period, or each place's newest of the last two steps where none is given.
    """
    x_values, y_values = (_values(dataset, name, places, period) for name in (x, y))
    sizes = _newest_values(dataset, size, places, period) if size else {}
    points = []
    for place in dict.fromkeys(places):
        if place in x_values and place in y_values:
            x_value, x_period = x_values[place]
            y_value, y_period = y_values[place]
            size_value, size_period = sizes.get(place, (None, ""))
            group = (groups or {}).get(place, OTHER)
            dot = Dot(place, x_value, y_value, x_period, y_period, size_value, group, size_period)
            points.append(dot)
    return tuple(points)


def _values(
    dataset: Dataset, indicator: str, places: Sequence[str], period: str
) -> dict[str, tuple[float, str]]:
    """Return the value of each place in a period, or its newest one, with its period."""
    if not period:
        return _newest_values(dataset, indicator, places, period)
    values = _newest_values(dataset, indicator, places, period, within=0)
    return {place: entry for place, entry in values.items() if entry[1] == period}


def _newest_values(
    dataset: Dataset,
    indicator: str,
    places: Sequence[str],
    period: str,
    within: int = _STEPS_OF_SIZE,
) -> dict[str, tuple[float, str]]:
    """Return the newest value of each place up to a period, with its own period.

    A place whose newest figure is a forecast or a lower bound has none: no point lies there.
    """
    ranked = dataset.ranked(indicator, places, period or None, within)
    ranked = ranked[~ranked["status"].isin(UNRANKED)]
    columns = (ranked[name].tolist() for name in ("place", "value", "period"))
    return {place: (value, newest) for place, value, newest in zip(*columns, strict=True)}


def periods(dataset: Dataset, x: str, y: str, places: Sequence[str]) -> tuple[str, ...]:
    """Return the periods in which enough places have both figures, in order of time."""

    def make() -> tuple[str, ...]:
        x_grid, y_grid = dataset.grid(x), dataset.grid(y)
        both = [place for place in places if place in x_grid.row and place in y_grid.row]
        if not both:
            return ()
        has_x = x_grid.cell[[x_grid.row[place] for place in both]] >= 0
        has_y = y_grid.cell[[y_grid.row[place] for place in both]] >= 0
        common = []
        for period, x_column in x_grid.column.items():
            y_column = y_grid.column.get(period)
            if y_column is None:
                continue
            if np.count_nonzero(has_x[:, x_column] & has_y[:, y_column]) >= MIN_POINTS:
                common.append(period)
        return tuple(common)

    return dataset.cached(("common periods", x, y, tuple(places)), make)


def correlation(points: Sequence[Dot], log_x: bool = False, log_y: bool = False) -> float | None:
    """Return Pearson's r of the points, on the scales they are drawn on.

    None for fewer than MIN_CORRELATED points or where a variable does not vary. The coefficient is
    Pearson's product-moment correlation (K. Pearson, "Note on regression and inheritance in the
    case of two parents", 1895).
    """
    if len(points) < MIN_CORRELATED:
        return None
    x = _on_scale([point.x for point in points], log_x)
    y = _on_scale([point.y for point in points], log_y)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def _on_scale(values: list[float], logarithmic: bool) -> NDArray[np.float64]:
    return np.array([math.log10(value) for value in values] if logarithmic else values)


def fits_log_axis(values: Sequence[float]) -> bool:
    """Return whether a logarithmic axis can hold all values."""
    return bool(values) and min(values) > 0


def prefers_log_axis(values: Sequence[float], indicator: Indicator) -> bool:
    """Return whether a logarithmic axis is the better first view: amounts that differ 100 times."""
    if indicator.unit.kind in RELATIVE_KINDS or not fits_log_axis(values):
        return False
    return max(values) >= MIN_LOG_RATIO * min(values)


def suggestions(dataset: Dataset, candidates: Sequence[str]) -> tuple[str, str]:
    """Return two indicators to begin with, of two pillars where that can be.

    Headline ones come first, and those that do not merely grow with a place's size.
    """
    indicators = dataset.catalogue.indicators
    pillars = dataset.catalogue.pillars.values()
    headlines = [name for pillar in pillars for name in pillar.headline if name in candidates]
    names = list(dict.fromkeys((*headlines, *candidates)))
    relative = [name for name in names if _is_relative(indicators[name])] or names
    if not relative:
        return "", ""
    first = relative[0]
    other_pillars = [
        name for name in relative if indicators[name].pillar != indicators[first].pillar
    ]
    for second in (*other_pillars, *relative[1:], *names):
        if second != first:
            return first, second
    return first, first


def _is_relative(indicator: Indicator) -> bool:
    """Tell whether an indicator is a share, a rate, an index, or an amount per something."""
    has_divisor = any(power < 0 for power in indicator.unit.dimension.values())
    return indicator.unit.kind in RELATIVE_KINDS or has_divisor


def group_kinds(dataset: Dataset, level: str) -> tuple[str, ...]:
    """Return the kinds of group by which places of a level can be coloured."""
    of_level = {group.kind for group in dataset.catalogue.groups.values() if group.level == level}
    return tuple(kind for kind in GROUP_KINDS if kind in of_level)


def group_of_places(dataset: Dataset, kind: str, level: str) -> dict[str, str]:
    """Return the group of this kind of each place; of two groups, the first."""
    group_of: dict[str, str] = {}
    for group in dataset.catalogue.groups.values():
        if group.kind == kind and group.level == level:
            for place in group.places:
                group_of.setdefault(place, group.id)
    return group_of


def frame(points: Sequence[Dot], coloured: bool) -> pd.DataFrame:
    """Return the points as a frame: place, x, y, size, period, and group where `coloured`."""
    columns = ["place", "x", "y", "size", "period", "group"]
    values = attrgetter(*columns)
    table = pd.DataFrame([values(point) for point in points], columns=columns)
    return table if coloured else table.drop(columns="group")
