"""The years in which scores of an index compare: those whose figures are of the same indicators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indicators.composite.engine import IndexResult
from indicators.composite.table import (
    Flags,
    Floats,
    Positions,
    distinct_periods,
    floats,
    period_blocks,
)
from indicators.statistics.evidence import MIN_RANKED

Counts = NDArray[np.int64]
ENOUGH = 0.5
"""The share of an indicator's fullest year that a year must have: fewer units are no field."""


def comparable_years(result: IndexResult) -> dict[str, tuple[str, ...]]:
    """Return, for each node, the years in which its scores rest on the same indicators.

    In such a year every indicator below it has, observed or filled, at least half as many figures
    as in its fullest year, and at least one of them is observed at least so often: a year of
    carried figures alone says nothing new. At least MIN_RANKED units have a score in it.
    Indicators that never have figures of so many units do not count.
    """
    index = result.normalised.index
    names = distinct_periods(index)
    blocks = period_blocks(index)
    rows = result.denominated.index.get_indexer(index)
    observed = _counts(floats(result.denominated)[rows], blocks)
    there = _counts(floats(result.imputed.data), blocks)
    nodes = [str(node) for node in result.scores.columns]
    scored = _counts(floats(result.scores), blocks)
    fullest = observed.max(axis=0, initial=0)
    counts = fullest >= MIN_RANKED
    is_there = there >= ENOUGH * fullest
    is_observed = (observed >= ENOUGH * fullest) & counts
    order = {str(name): position for position, name in enumerate(result.normalised.columns)}
    years: dict[str, tuple[str, ...]] = {}
    for node in result.structure.by_id:
        columns = [order[leaf] for leaf in result.structure.leaves(node)]
        columns = [column for column in columns if counts[column]]
        if not columns:
            years[node] = ()
            continue
        compares: Flags = is_there[:, columns].all(axis=1) & is_observed[:, columns].any(axis=1)
        compares &= scored[:, nodes.index(node)] >= MIN_RANKED
        years[node] = tuple(name for name, flag in zip(names, compares, strict=True) if flag)
    return years


def _counts(values: Floats, blocks: Sequence[Positions]) -> Counts:
    """Return the number of figures in each year (rows) of each column."""
    is_present = ~np.isnan(values)
    counts = [np.count_nonzero(is_present[rows], axis=0) for rows in blocks]
    return np.array(counts, dtype=np.int64).reshape(len(blocks), values.shape[1])
