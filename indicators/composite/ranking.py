"""Rank units by their scores."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from indicators.composite.table import Floats


def ranks(scores: Floats, digits: int | None = None) -> Floats:
    """Return ranks over the last axis, 1 for the greatest score, ties with the least rank.

    With `digits` scores are rounded first, as some publishers do (the Human Development Index
    ranks from three digits); else the unrounded score counts. A missing score has no rank.
    """
    compared = scores if digits is None else np.round(scores, digits)
    descending = rankdata(-compared, method="min", nan_policy="omit", axis=-1)
    result: Floats = np.where(np.isnan(scores), np.nan, descending)
    return result


def group_ranks(
    scores: pd.Series, groups: Mapping[str, str], digits: int | None = None
) -> pd.Series:
    """Return each unit's rank within its group; units without a group have none."""
    names = pd.Series({unit: groups.get(str(unit)) for unit in scores.index})
    result = pd.Series(np.nan, index=scores.index)
    for _, members in scores.groupby(names):
        result[members.index] = ranks(members.to_numpy(), digits)
    return result
