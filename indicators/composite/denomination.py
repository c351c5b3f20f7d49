"""Divide indicators by a size, so that large units do not lead for being large."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.composite.table import column_floats, columns_of, floats, table_like


@dataclass(frozen=True)
class Denominator:
    """The column that an indicator is divided by, and a factor on the result (per 1,000 people)."""

    column: str
    scale: float = 1.0


def denominate(
    data: pd.DataFrame, sizes: pd.DataFrame, denominators: Mapping[str, Denominator]
) -> pd.DataFrame:
    """Return `data` with each named indicator divided by its column of `sizes`, times the factor.

    Both have the same index. A figure without a size, or whose size is zero, is missing.
    """
    values = floats(data)
    for indicator, denominator in denominators.items():
        size = column_floats(sizes, denominator.column)
        size[size == 0] = np.nan
        column = columns_of(data, [indicator])[0]
        values[:, column] = values[:, column] / size * denominator.scale
    return table_like(data, values)
