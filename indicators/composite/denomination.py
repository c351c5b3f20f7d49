"""Divide indicators by a size, so that large units do not lead for being large."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


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
    result = data.copy()
    for indicator, denominator in denominators.items():
        size = sizes[denominator.column]
        result[indicator] = data[indicator] / size.where(size != 0) * denominator.scale
    return result
