"""Screen units: who has enough data to take part in a composite index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.composite.table import Flags, Floats, columns_of, floats, places


@dataclass(frozen=True)
class Screening:
    """Which units take part.

    `available` is the least share of a unit's indicators that must not be missing, `nonzero` the
    least share of those with a figure that must not be zero; 0 asks for nothing. `included` and
    `excluded` are units that take part, or do not, whatever their data.
    """

    available: float = 0.0
    nonzero: float = 0.0
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def screen(
    data: pd.DataFrame, screening: Screening, groups: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Return, for each row of `data` (a unit, or a unit and a period), whether it takes part.

    Columns: `available` and `nonzero`, shares of the indicators; `available:<group>`, the share
    within each of `groups` (a pillar's indicators); `reason`, why the row is in or out ('data',
    'included', 'excluded'); `included`. Units are the first level of the index.
    """
    values = floats(data)
    is_present = ~np.isnan(values)
    available = _share(is_present)
    count = is_present.sum(axis=1)
    nonzero = np.full(len(values), np.nan)
    np.divide((is_present & (values != 0)).sum(axis=1), count, out=nonzero, where=count > 0)
    columns = {"available": available, "nonzero": nonzero}
    for group, members in (groups or {}).items():
        columns[f"available:{group}"] = _share(is_present[:, columns_of(data, members)])
    is_included = (available >= screening.available) & (np.nan_to_num(nonzero) >= screening.nonzero)
    units = np.array(places(data.index), dtype=object)
    reason = np.full(len(units), "data", dtype=object)
    for names, word in ((screening.included, "included"), (screening.excluded, "excluded")):
        is_named = np.isin(units, list(names))
        reason[is_named] = word
        is_included[is_named] = word == "included"
    return pd.DataFrame({**columns, "reason": reason, "included": is_included}, index=data.index)


def _share(is_present: Flags) -> Floats:
    """Return the share of the columns that have a figure, for each row; NaN without a column."""
    if not is_present.shape[1]:
        return np.full(len(is_present), np.nan)
    share: Floats = is_present.mean(axis=1)
    return share
