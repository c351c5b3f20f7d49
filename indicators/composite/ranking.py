"""Rank units by their scores."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.composite.table import Floats, floats


def ranks(scores: Floats, digits: int | None = None) -> Floats:
    """Return ranks over the last axis, 1 for the greatest score, ties with the least rank.

    With `digits` scores are rounded first, as some publishers do (the Human Development Index
    ranks from three digits); else the unrounded score counts. A missing score has no rank.
    """
    compared = scores if digits is None else np.round(scores, digits)
    runs = pd.DataFrame(-compared.reshape(-1, scores.shape[-1]))
    return floats(runs.rank(axis=1, method="min")).reshape(scores.shape)


def group_ranks(
    scores: pd.Series, groups: Mapping[str, str], digits: int | None = None
) -> pd.Series:
    """Return each unit's rank within its group; units without a group have none."""
    names = pd.Series({unit: groups.get(str(unit)) for unit in scores.index})
    result = pd.Series(np.nan, index=scores.index)
    for _, members in scores.groupby(names):
        result[members.index] = ranks(members.to_numpy(), digits)
    return result
