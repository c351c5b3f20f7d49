"""Fill missing figures, by a stated rule, and remember which ones were filled.

No observed figure is changed. Where the rule finds nothing, the figure stays missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from indicators.composite.table import (
    Floats,
    Positions,
    floats,
    periods,
    places,
    table_like,
    years,
)

Rule = Literal[
    "none",
    "constant",
    "mean",
    "median",
    "group_mean",
    "group_median",
    "latest",
    "linear",
    "nearest",
]
OVER_TIME: tuple[Rule, ...] = ("latest", "linear", "nearest")
"""Rules that fill a gap from other periods of the same unit."""
RULES: tuple[Rule, ...] = (
    "none",
    "constant",
    "mean",
    "median",
    "group_mean",
    "group_median",
    "latest",
    "linear",
    "nearest",
)


@dataclass(frozen=True)
class Imputation:
    """A rule that fills missing figures.

    `value` is what 'constant' fills in. `max_age` is the most years between a missing figure and
    the observed one that 'latest', 'linear' and 'nearest' may take; None sets no limit.
    """

    rule: Rule = "none"
    value: float = 0.0
    max_age: int | None = None


@dataclass(frozen=True)
class Imputed:
    """A table without the gaps that a rule could fill.

    `mask` is true where a figure was filled. `origin` has the year that a filled figure was taken
    from, where the rule takes one; missing elsewhere.
    """

    data: pd.DataFrame
    mask: pd.DataFrame
    origin: pd.DataFrame


def impute(
    data: pd.DataFrame, imputation: Imputation, groups: Mapping[str, str] | None = None
) -> Imputed:
    """Fill the missing figures of a table whose index is (unit, year).

    Means and medians are those of the same year. A group's are taken over the units of the same
    group in `groups`; units without a group, and groups without a figure, stay missing.
    """
    origin = np.full(data.shape, np.nan)
    if imputation.rule in OVER_TIME:
        values, origin = _over_time(data, imputation)
        filled = table_like(data, values)
    elif imputation.rule == "none":
        filled = data.copy()
    elif imputation.rule == "constant":
        filled = data.fillna(imputation.value)
    else:
        filled = data.fillna(_averages(data, imputation.rule, groups or {}))
    mask = np.isnan(floats(data)) & ~np.isnan(floats(filled))
    origin[~mask] = np.nan
    return Imputed(filled, table_like(data, mask), table_like(data, origin))


def _averages(data: pd.DataFrame, rule: Rule, groups: Mapping[str, str]) -> pd.DataFrame:
    """Return the average that stands for each figure of the table."""
    keys = [pd.Series(periods(data.index), index=data.index)]
    if rule.startswith("group_"):
        names = [groups.get(place) or None for place in places(data.index)]
        if not any(names):
            return pd.DataFrame(np.nan, index=data.index, columns=data.columns)
        keys.append(pd.Series(names, index=data.index, dtype=object))
    grouped = data.groupby(keys)
    return grouped.transform("mean" if rule.endswith("mean") else "median")


def _over_time(data: pd.DataFrame, imputation: Imputation) -> tuple[Floats, Floats]:
    """Return the figures filled from the unit's own other periods, and the years taken.

    Rows whose period can't be put in order are neither filled nor taken from.
    """
    filled = floats(data)
    origin = np.full(filled.shape, np.nan)
    times = years(data.index)
    _, units = np.unique(places(data.index), return_inverse=True)
    order = np.lexsort((times, units))  # by unit, then in order of time
    order = order[~np.isnan(times[order])]
    starts = np.flatnonzero(np.diff(units[order], prepend=-1))
    if imputation.rule == "latest":
        filled[order], origin[order] = _latest(
            times[order], filled[order], starts, imputation.max_age
        )
        return filled, origin
    fill = _FILLS[imputation.rule]
    gaps = np.isnan(filled)
    for rows in np.split(order, starts[1:]):
        for column in np.flatnonzero(gaps[rows].any(axis=0) & ~gaps[rows].all(axis=0)):
            series = filled[rows, column]
            filled[rows, column], origin[rows, column] = fill(
                times[rows], series, imputation.max_age
            )
    return filled, origin


def _latest(
    times: Floats, values: Floats, starts: Positions, max_age: int | None
) -> tuple[Floats, Floats]:
    """Carry the last observed figure of each column forward, for at most `max_age` years.

    Rows are in order of unit and time; `starts` has the first row of each unit.
    """
    rows = np.arange(len(values))
    first = np.zeros(len(values), dtype=np.intp)
    first[starts] = starts
    first = np.maximum.accumulate(first)[:, None]
    is_observed = ~np.isnan(values)
    # the position of the last figure up to each one, whichever unit it is of; -1 before all
    last = np.maximum.accumulate(np.where(is_observed, rows[:, None], -1), axis=0)
    is_carried = ~is_observed & (last >= first)
    if max_age is not None:
        is_carried &= times[:, None] - times[last] <= max_age
    result = np.where(is_carried, np.take_along_axis(values, last, axis=0), values)
    return result, np.where(is_carried, times[last], np.nan)


def _nearest(times: Floats, values: Floats, max_age: int | None) -> tuple[Floats, Floats]:
    """Take the observed figure of the nearest year; the earlier one of two as near."""
    result, taken = values.copy(), np.full(len(values), np.nan)
    observed = np.flatnonzero(~np.isnan(values))
    for position in np.flatnonzero(np.isnan(values)):
        distance = np.abs(times[observed] - times[position])
        best = observed[np.argmin(distance)]
        if _is_near(distance.min(), max_age):
            result[position] = values[best]
            taken[position] = times[best]
    return result, taken


def _linear(times: Floats, values: Floats, max_age: int | None) -> tuple[Floats, Floats]:
    """Interpolate between observed years; nothing is extrapolated. No single year is taken."""
    result = values.copy()
    observed = np.flatnonzero(~np.isnan(values))
    for position in np.flatnonzero(np.isnan(values)):
        before, after = observed[observed < position], observed[observed > position]
        if not len(before) or not len(after):
            continue
        start, end = before[-1], after[0]
        gap = max(times[position] - times[start], times[end] - times[position])
        if _is_near(gap, max_age):
            length = times[end] - times[start]
            share = (times[position] - times[start]) / length if length > 0 else 0.0
            result[position] = values[start] + share * (values[end] - values[start])
    return result, np.full(len(values), np.nan)


def _is_near(distance: float, max_age: int | None) -> bool:
    return max_age is None or distance <= max_age


_FILLS: dict[Rule, Callable[[Floats, Floats, int | None], tuple[Floats, Floats]]] = {
    "linear": _linear,
    "nearest": _nearest,
}
