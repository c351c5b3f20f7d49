"""Count what the table holds: by status, source, indicator, file and level, and which places.

It is made once for each dataset: the one thing that looks at every figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indicators.analysis.segments import Segments, distinct, segments
from indicators.dataset import Dataset, Observation
from indicators.model import GROUP, STATUSES
from indicators.observations import Codelists, Codes

Owner = TypeVar("Owner")
BREAK, FORECAST = STATUSES.index("break"), STATUSES.index("forecast")


@dataclass(frozen=True)
class Coverage:
    """Figures under one source or indicator: how many, of how many places, over which periods."""

    figures: int
    places: int
    first: str
    last: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class LevelCoverage:
    """Figures of one indicator at one level; `sources` are the ids in those of the last period."""

    places: int
    first: str
    last: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class DatasetSummary:
    """The whole table, counted.

    `read` has for each indicator only what was read from files; the rest of `indicators` was
    computed, or is of groups. `levels` has for each indicator and level what is of places, without
    forecasts. `sources_of` names for each file the sources of its figures, `sources_of_indicators`
    for each indicator; `without_source` are the indicators with figures of files that name none.
    `broken` are figures that their file marks as not comparable with those before.
    """

    read: Mapping[str, Coverage]
    statuses: Mapping[str, int]
    sources: Mapping[str, Coverage]
    indicators: Mapping[str, Coverage]
    levels: Mapping[tuple[str, str], LevelCoverage]
    sources_of: Mapping[str, tuple[str, ...]]
    sources_of_indicators: Mapping[str, tuple[str, ...]]
    without_source: frozenset[str]
    places: frozenset[str]
    broken: tuple[Observation, ...]


def dataset_summary(dataset: Dataset) -> DatasetSummary:
    """Return what the dataset holds."""
    return dataset.cached("dataset_summary", lambda: _summary(dataset))


def _summary(dataset: Dataset) -> DatasetSummary:
    codelists, parts = dataset.observations.codelists, segments(dataset.observations)
    is_read = parts.file >= 0
    read = parts.take(is_read)
    unsourced = distinct(parts.indicator[is_read & (parts.source < 0)])
    return DatasetSummary(
        read=_coverage(codelists, read, read.indicator, codelists.indicator),
        statuses=_statuses(parts),
        sources=_coverage(codelists, parts, parts.source, codelists.source),
        indicators=_coverage(codelists, parts, parts.indicator, codelists.indicator),
        levels=_by_level(dataset, parts),
        sources_of=_names_by(parts.file, parts.source, codelists.file, codelists.source),
        sources_of_indicators=_names_by(
            parts.indicator, parts.source, codelists.indicator, codelists.source
        ),
        without_source=frozenset(codelists.indicator[code] for code in unsourced.tolist()),
        places=frozenset(codelists.place[code] for code in distinct(parts.place).tolist()),
        broken=_broken(dataset, read),
    )


def _statuses(parts: Segments) -> dict[str, int]:
    """Return the number of figures of each status that has any."""
    counts = _sums(parts.status, parts.figures, len(STATUSES)).tolist()
    return {status: count for status, count in zip(STATUSES, counts, strict=True) if count}


def _broken(dataset: Dataset, read: Segments) -> tuple[Observation, ...]:
    """Return the figures of files that are marked as a break, in the order of the table."""
    marked = read.take(read.status == BREAK)
    spans = zip(marked.start.tolist(), marked.figures.tolist(), strict=True)
    rows = [row for start, figures in spans for row in range(start, start + figures)]
    return tuple(dataset.observation(row) for row in rows)


def _coverage(
    codelists: Codelists, parts: Segments, owner: Codes, names: Sequence[str]
) -> dict[str, Coverage]:
    """Return the coverage of each name that has figures; `owner` has its code for each segment."""
    has_owner = owner >= 0
    parts, owner = parts.take(has_owner), owner[has_owner]
    count = _sums(owner, parts.figures, len(names)).tolist()
    first, last = _ends(parts, owner, len(names))
    places = _member_counts(owner, parts.place, len(names), len(codelists.place)).tolist()
    indicators = _names_by(owner, parts.indicator, names, codelists.indicator)
    return {
        name: Coverage(
            count[code],
            places[code],
            codelists.period[first[code]],
            codelists.period[last[code]],
            indicators[name],
        )
        for code, name in enumerate(names)
        if count[code]
    }


def _by_level(dataset: Dataset, parts: Segments) -> dict[tuple[str, str], LevelCoverage]:
    """Return what is held of each indicator at each level, without forecasts and groups."""
    codelists = dataset.observations.codelists
    level_names = tuple(level for level in dataset.catalogue.levels if level != GROUP)
    level = _level_codes(dataset, level_names)[parts.place]
    # Only a group's figure has a coverage; the world may be one.
    is_counted = (level >= 0) & ~parts.has_coverage & (parts.status != FORECAST)
    parts, level = parts.take(is_counted), level[is_counted]
    count = len(level_names)
    owner = parts.indicator.astype(np.int64) * count + level
    size = len(codelists.indicator) * count
    first, last = _ends(parts, owner, size)
    places = _member_counts(owner, parts.place, size, len(codelists.place)).tolist()
    # The last period of an indicator and level is the last one of the segments that reach it.
    newest = parts.last == last[owner]
    names = range(size)
    sources = _names_by(owner[newest], parts.source[newest], names, codelists.source)
    return {
        (codelists.indicator[code // count], level_names[code % count]): LevelCoverage(
            places[code],
            codelists.period[first[code]],
            codelists.period[last[code]],
            sources.get(code, ()),
        )
        for code in distinct(owner).tolist()
    }


def _level_codes(dataset: Dataset, level_names: Sequence[str]) -> Codes:
    """Return for each place of the codelist the number of its level; -1 for a group."""
    number = {name: code for code, name in enumerate(level_names)}
    places = dataset.catalogue.places
    codes = [number.get(places[place].level, -1) for place in dataset.observations.codelists.place]
    return np.array(codes, dtype=np.int32)


def _sums(
    owner: Codes | NDArray[np.int8], figures: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """Return the number of figures of each owner; doubles hold every integer up to 2**53."""
    return np.bincount(owner, weights=figures, minlength=size).astype(np.int64)


def _ends(parts: Segments, owner: NDArray[np.signedinteger], size: int) -> tuple[Codes, Codes]:
    """Return the first and the last period of each owner, as codes.

    The arrays are of the periods' own type: NumPy is twenty times slower where it must convert.
    """
    first = np.full(size, np.iinfo(parts.first.dtype).max, dtype=parts.first.dtype)
    last = np.full(size, -1, dtype=parts.last.dtype)
    np.minimum.at(first, owner, parts.first)
    np.maximum.at(last, owner, parts.last)
    return first, last


def _member_counts(owner: Codes, member: Codes, size: int, members: int) -> NDArray[np.int64]:
    """Return how many different members stand in a row with each owner."""
    pairs = distinct(owner.astype(np.int64) * members + member)
    return np.bincount(pairs // max(members, 1), minlength=size)


def _names_by(
    owner: Codes, column: Codes, owner_names: Sequence[Owner], names: Sequence[str]
) -> dict[Owner, tuple[str, ...]]:
    """Return for each owner the names that stand in one row with it."""
    has_both = (owner >= 0) & (column >= 0)
    size = max(len(names), 1)
    pairs = distinct(owner[has_both].astype(np.int64) * size + column[has_both])
    by_owner: dict[Owner, list[str]] = {}
    for pair in pairs.tolist():
        by_owner.setdefault(owner_names[pair // size], []).append(names[pair % size])
    return {owner_name: tuple(listed) for owner_name, listed in by_owner.items()}
