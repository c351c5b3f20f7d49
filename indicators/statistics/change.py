"""Change of a series against the period of equal length an exact number of years before.

Frames are wide: a row is a (place, breakdown), a column a period in SDMX text. Fiscal years, quarters and
months therefore compare with their own kind, and a gap in the columns never shifts a comparison.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.periods import period_months, period_start

Span = tuple[int, int, int, int]  # year, month and day of the start, length in months


def difference(wide: pd.DataFrame, years: int = 1) -> pd.DataFrame:
    """Value minus the value `years` before, in the unit of the values; NaN where there is no such period."""
    return wide - earlier(wide, years)


def growth(wide: pd.DataFrame, years: int = 1) -> pd.DataFrame:
    """Growth in percent a year since `years` before: 100 * ((now / then) ** (1 / years) - 1).

    Over several years this is the compound average rate. A rate of growth means nothing from a base that is
    zero or negative, nor across a change of sign: those cells are NaN; use `difference` there.
    """
    now = wide.to_numpy(dtype=float)
    then = earlier(wide, years).to_numpy(dtype=float)
    sound = (then > 0) & (now >= 0)
    ratio = np.divide(now, then, out=np.full(now.shape, np.nan), where=sound)
    return pd.DataFrame(100 * (ratio ** (1 / years) - 1), index=wide.index, columns=wide.columns)


def earlier(wide: pd.DataFrame, years: int = 1) -> pd.DataFrame:
    """The values `years` before, under the columns they compare with; NaN where there is no such period."""
    if years < 1:
        raise ValueError(f"years must be 1 or more, not {years}")
    columns = [str(column) for column in wide.columns]
    at = {_span(column): position for position, column in reversed(list(enumerate(columns)))}
    before = [at.get(_years_back(_span(column), years), -1) for column in columns]
    padded = np.column_stack([wide.to_numpy(dtype=float), np.full(len(wide), np.nan)])
    return pd.DataFrame(padded[:, before], index=wide.index, columns=wide.columns)


def _span(period: str) -> Span:
    start = period_start(period)
    return start.year, start.month, start.day, period_months(period)


def _years_back(span: Span, years: int) -> Span:
    year, month, day, months = span
    return year - years, month, day, months
