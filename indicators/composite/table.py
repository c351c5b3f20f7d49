"""Tables of an index: a row for each unit and period, a column for each indicator or node."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.periods import period_start
from indicators.readers.cells.periods import parse_period

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Positions = NDArray[np.intp]
DAYS_OF_YEAR = 366
_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_FISCAL_YEAR = re.compile(r"(?:FY ?)?(?P<year>[12][0-9]{3})(?:[/–-](?:[0-9]{2}|[12][0-9]{3}))?")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")


def floats(table: pd.DataFrame) -> Floats:
    """Return the figures of a table as an array of its own, missing ones as NaN."""
    return np.array(table.to_numpy(dtype=float, na_value=np.nan), dtype=float)


def table_like(table: pd.DataFrame, values: NDArray[np.generic]) -> pd.DataFrame:
    """Return a table with the rows and columns of another."""
    return pd.DataFrame(values, index=table.index, columns=table.columns)


def places(index: pd.Index) -> list[str]:
    """Return the unit of each row."""
    return _level(index, 0)


def periods(index: pd.Index) -> list[str]:
    """Return the period of each row."""
    return _level(index, 1)


def _level(index: pd.Index, number: int) -> list[str]:
    """Return one level of an index of units and periods, row by row, each name converted once."""
    of_both = cast(pd.MultiIndex, index)
    names = [str(name) for name in of_both.levels[number]]
    return [names[code] for code in of_both.codes[number].tolist()]


def years(index: pd.Index) -> Floats:
    """Return when the period of each row begins, in years; NaN for a text that is no period."""
    names = periods(index)
    times = {name: period_time(name) for name in set(names)}
    return np.array([times[name] for name in names], dtype=float)


@lru_cache(maxsize=8192)
def period_time(text: str) -> float:
    """Return when a period begins, in years: 2021.25 for '2021-Q2'. NaN for a text that is none.

    Days, fiscal years ('FY2020') and split years ('2021/22', by their first year) count, too: all
    that is asked for is their order and distance.
    """
    day = _DAY.fullmatch(text.strip())
    period = parse_period(f"{day['year']}-{day['month']}" if day else text)
    if period:
        start = period_start(period)
        days = int(day["day"]) - 1 if day else 0
        return start.year + (start.month - 1) / 12 + days / DAYS_OF_YEAR
    year = _FISCAL_YEAR.fullmatch(text.strip())
    return float(year["year"]) if year else math.nan


def period_order(text: str) -> tuple[bool, float, str]:
    """Return what periods are sorted by: time, else number ('9' before '10'), then text."""
    time = period_time(text)
    if math.isnan(time) and _NUMBER.fullmatch(text):
        time = float(text)
    return (True, 0.0, text) if math.isnan(time) else (False, time, text)


def distinct_periods(index: pd.Index) -> list[str]:
    """Return the periods of a table, the newest last."""
    return sorted(set(periods(index)), key=period_order)


def period_blocks(index: pd.Index) -> list[Positions]:
    """Return the positions of the rows of each period, in the order of the periods."""
    order = {period: position for position, period in enumerate(distinct_periods(index))}
    position = np.array([order[name] for name in periods(index)], dtype=np.intp)
    return [np.flatnonzero(position == block) for block in range(len(order))]


def row_of(index: pd.Index, place: str, period: str) -> int:
    """Return the position of a unit's row of a period. KeyError where there is none."""
    position = int(index.get_indexer(pd.Index([(place, period)]))[0])
    if position < 0:
        raise KeyError((place, period))
    return position


def column_floats(table: pd.DataFrame, name: str) -> Floats:
    """Return the figures of a column as an array of its own."""
    return np.array(table[name].to_numpy(dtype=float, na_value=np.nan), dtype=float)


def columns_of(table: pd.DataFrame, names: Sequence[str]) -> Positions:
    """Return the positions of columns."""
    order = [str(name) for name in table.columns]
    return np.array([order.index(name) for name in names], dtype=np.intp)
