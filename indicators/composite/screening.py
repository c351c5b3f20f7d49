"""Screen units: who has enough data to take part in a composite index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd


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
    units = data.index.get_level_values(0)
    table = pd.DataFrame(index=data.index)
    present = data.notna()
    table["available"] = present.mean(axis=1)
    table["nonzero"] = (data.ne(0) & present).sum(axis=1) / present.sum(axis=1).replace(0, np.nan)
    for group, members in (groups or {}).items():
        table[f"available:{group}"] = present[list(members)].mean(axis=1)
    enough = (table["available"] >= screening.available) & (
        table["nonzero"].fillna(0.0) >= screening.nonzero
    )
    table["reason"] = "data"
    table["included"] = enough
    _force(table, units, screening.included, "included", True)
    _force(table, units, screening.excluded, "excluded", False)
    return table


def _force(
    table: pd.DataFrame, units: pd.Index, names: Collection[str], reason: str, is_included: bool
) -> None:
    named = units.isin(list(names))
    table.loc[named, "reason"] = reason
    table.loc[named, "included"] = is_included
