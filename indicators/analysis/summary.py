"""Count what the table holds: by status, source, indicator and file, and which places.

It is made once for each dataset, in one pass: the one thing that looks at every figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indicators.dataset import Dataset, Observation
from indicators.model import STATUSES
from indicators.observations import Codes

BREAK = "break"


@dataclass(frozen=True)
class Coverage:
    """Figures under one source or indicator: how many, of how many places, over which periods."""

    figures: int
    places: int
    first: str
    last: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class DatasetSummary:
    """The whole table, counted.

    `read` has for each indicator only what was read from files; the rest of `indicators` was
    computed, or is of groups. `sources_of` names for each file the sources of its figures;
    `broken` are figures that their file marks as not comparable with those before.
    """

    read: Mapping[str, Coverage]
    statuses: Mapping[str, int]
    sources: Mapping[str, Coverage]
    indicators: Mapping[str, Coverage]
    sources_of: Mapping[str, tuple[str, ...]]
    places: frozenset[str]
    broken: tuple[Observation, ...]


def dataset_summary(dataset: Dataset) -> DatasetSummary:
    """Return what the dataset holds."""
    return dataset.cached("dataset_summary", lambda: _summary(dataset))


def _summary(dataset: Dataset) -> DatasetSummary:
    rows, codelists = dataset.observations.rows, dataset.observations.codelists
    is_read = rows.file >= 0
    read_indicator = np.where(is_read, rows.indicator, -1).astype(np.int32)
    counts = np.bincount(rows.status, minlength=len(STATUSES)).tolist()
    broken = np.flatnonzero((rows.status == STATUSES.index(BREAK)) & is_read).tolist()
    return DatasetSummary(
        read=_coverage(dataset, read_indicator, codelists.indicator),
        statuses={status: count for status, count in zip(STATUSES, counts, strict=True) if count},
        sources=_coverage(dataset, rows.source, codelists.source),
        indicators=_coverage(dataset, rows.indicator, codelists.indicator),
        sources_of=names_in_rows_of(rows.file, rows.source, codelists.file, codelists.source),
        places=frozenset(codelists.place[code] for code in np.unique(rows.place)),
        broken=tuple(dataset.observation(row) for row in broken),
    )


def _coverage(dataset: Dataset, owner: Codes, names: tuple[str, ...]) -> dict[str, Coverage]:
    """Return the coverage of each name that has figures; `owner` has its code for each row.

    Codes of periods are in order of time, so that the first period has the least one.
    """
    rows, codelists = dataset.observations.rows, dataset.observations.codelists
    has_owner = owner >= 0
    codes, period = owner[has_owner], rows.period[has_owner]
    count = np.bincount(codes, minlength=len(names)).tolist()
    last = np.full(len(names), -1)
    first = np.full(len(names), len(codelists.period))
    np.maximum.at(last, codes, period)
    np.minimum.at(first, codes, period)
    indicators = names_in_rows_of(owner, rows.indicator, names, codelists.indicator)
    places = names_in_rows_of(owner, rows.place, names, codelists.place)
    return {
        name: Coverage(
            count[code],
            len(places[name]),
            codelists.period[first[code]],
            codelists.period[last[code]],
            indicators[name],
        )
        for code, name in enumerate(names)
        if count[code]
    }


def names_in_rows_of(
    owner: Codes, column: Codes, owner_names: tuple[str, ...], names: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Return for each owner the names that stand in one row with it."""
    has_both = (owner >= 0) & (column >= 0)
    size = max(len(names), 1)
    pairs = np.unique(owner[has_both].astype(np.int64) * size + column[has_both])
    by_owner: dict[str, list[str]] = {}
    for pair in pairs.tolist():
        by_owner.setdefault(owner_names[pair // size], []).append(names[pair % size])
    return {owner_name: tuple(listed) for owner_name, listed in by_owner.items()}
