"""Compute the change of a series over an exact number of years.

Frames are wide: a row is a (place, breakdown), a column a period in SDMX text. A period compares
with the one of equal length so many years before: fiscal years, quarters and months with their
own kind. A gap in the columns never shifts a comparison.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.periods import period_months, period_start

Span = tuple[int, int, int, int]  # year, month and day of the start, length in months


def difference(wide: pd.DataFrame, years: int = 1) -> pd.DataFrame:
    """Return the value minus that `years` before, in the unit of the values.

    It is NaN where there is no such period.
    """
    return wide - earlier(wide, years)


def growth(wide: pd.DataFrame, years: int = 1) -> pd.DataFrame:
    """Return growth in percent a year: 100 * ((value / value before) ** (1 / years) - 1).

    Over several years this is the compound average rate (the geometric mean of the yearly ones).
    A rate of growth means nothing from a base that is zero or negative, nor across a change of
    sign: those cells are NaN; use `difference` there.
    """
    value = wide.to_numpy(dtype=float)
    base = earlier(wide, years).to_numpy(dtype=float)
    has_rate = (base > 0) & (value >= 0)
    ratio = np.divide(value, base, out=np.full(value.shape, np.nan), where=has_rate)
    return pd.DataFrame(100 * (ratio ** (1 / years) - 1), index=wide.index, columns=wide.columns)


def earlier(wide: pd.DataFrame, years: int = 1) -> pd.DataFrame:
    """Return the values `years` before, under the columns that they compare with.

    They are NaN where there is no such period. Raises ValueError for fewer than one year.
    """
    if years < 1:
        raise ValueError(f"years must be 1 or more, not {years}")
    columns = [str(column) for column in wide.columns]
    positions: dict[Span, int] = {}
    for position, column in enumerate(columns):
        positions.setdefault(_span(column), position)
    base = [positions.get(_years_back(_span(column), years), -1) for column in columns]
    # The last column, -1, is of periods that have none before.
    padded = np.column_stack([wide.to_numpy(dtype=float), np.full(len(wide), np.nan)])
    return pd.DataFrame(padded[:, base], index=wide.index, columns=wide.columns)


def _span(period: str) -> Span:
    start = period_start(period)
    return start.year, start.month, start.day, period_months(period)


def _years_back(span: Span, years: int) -> Span:
    year, month, day, months = span
    return year - years, month, day, months
