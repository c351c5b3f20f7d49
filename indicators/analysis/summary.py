"""What the table holds: by status, by source, by indicator, by file, and which places. Counted in one pass.

Worked out once for each dataset and kept in its memo, for it is the one thing that looks at every figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.dataset import Dataset, Observation
from indicators.model import STATUSES
from indicators.observations import Codes

BROKEN = "break"


@dataclass(frozen=True)
class Coverage:
    """Figures under one source or indicator: how many, of how many places, and over which periods."""

    figures: int
    places: int
    first: str
    last: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class DatasetSummary:
    """The whole table, counted. `read` holds, for each indicator, only what was read from files; the rest of
    `indicators` was computed, or averaged over groups.

    `sources_of` names, for each file, the sources of its figures; `broken` are figures that their file marks
    as not comparable with those before.
    """

    read: Mapping[str, Coverage]
    statuses: Mapping[str, int]
    sources: Mapping[str, Coverage]
    indicators: Mapping[str, Coverage]
    sources_of: Mapping[str, tuple[str, ...]]
    places: frozenset[str]
    broken: tuple[Observation, ...]


def dataset_summary(dataset: Dataset) -> DatasetSummary:
    """What the dataset holds."""
    return dataset.cached("dataset_summary", lambda: _holdings(dataset))


def _holdings(dataset: Dataset) -> DatasetSummary:
    rows, words = dataset.observations.rows, dataset.observations.codelists
    counts = np.bincount(rows.status, minlength=len(STATUSES))
    marked = np.flatnonzero((rows.status == STATUSES.index(BROKEN)) & (rows.file >= 0))
    return DatasetSummary(
        _held(
            dataset, np.where(rows.file >= 0, rows.indicator, -1).astype(np.int32), words.indicator
        ),
        {status: int(count) for status, count in zip(STATUSES, counts, strict=True) if count},
        _held(dataset, rows.source, words.source),
        _held(dataset, rows.indicator, words.indicator),
        _pairs(rows.file, rows.source, words.file, words.source),
        frozenset(words.place[code] for code in np.unique(rows.place)),
        tuple(dataset.observation(int(at)) for at in marked),
    )


def _held(dataset: Dataset, codes: Codes, names: tuple[str, ...]) -> dict[str, Coverage]:
    """For each name that has figures, what is held under it; periods are coded in order of time."""
    rows, words = dataset.observations.rows, dataset.observations.codelists
    known = codes >= 0
    owner, period = codes[known], rows.period[known]
    count = np.bincount(owner, minlength=len(names))
    last = np.full(len(names), -1)
    first = np.full(len(names), len(words.period))
    np.maximum.at(last, owner, period)
    np.minimum.at(first, owner, period)
    inside, places = (
        _pairs(codes, rows.indicator, names, words.indicator),
        _pairs(codes, rows.place, names, words.place),
    )
    return {
        name: Coverage(
            int(count[at]),
            len(places[name]),
            words.period[first[at]],
            words.period[last[at]],
            inside[name],
        )
        for at, name in enumerate(names)
        if count[at]
    }


def _pairs(
    left: Codes, right: Codes, left_names: tuple[str, ...], right_names: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """For each name on the left, the names on the right that stand in one row with it."""
    known: NDArray[np.bool_] = (left >= 0) & (right >= 0)
    size = max(len(right_names), 1)
    found: dict[str, list[str]] = {}
    for number in np.unique(left[known].astype(np.int64) * size + right[known]):
        found.setdefault(left_names[number // size], []).append(right_names[number % size])
    return {name: tuple(others) for name, others in found.items()}
