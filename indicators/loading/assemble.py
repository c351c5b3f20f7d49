"""Parts of the data folder put together: the table in order, computed figures, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from indicators import data_folder
from indicators.catalogue import Catalogue
from indicators.dataset import Dataset
from indicators.derive import computed as computing
from indicators.derive import groups as grouping
from indicators.fingerprints import OUTSIDE_STAMP, FileStamps
from indicators.ingest import files as reading
from indicators.ingest.deduplicate import duplicate_problems
from indicators.ingest.encode import CodelistBuilders
from indicators.ingest.files import FileObservations, FileSummary, ReadContext
from indicators.observations import EMPTY, Codelists, ObservationRows, Observations, concat
from indicators.periods import period_start
from indicators.problems import Problem


@dataclass(frozen=True)
class LoadState:
    """What a dataset keeps for the next reading: what was declared, each file without its rows, and rows not shown.

    `shadowed` are figures for which another file's stand; they come back when that file goes. `words` is how many words
    the table had when it was made afresh.
    """

    settings: str
    declared: Catalogue
    faults: tuple[Problem, ...]
    parts: Mapping[str, FileObservations]
    superseded: ObservationRows
    computing_problems: Mapping[str, tuple[Problem, ...]]
    context: ReadContext | None = None
    words: int = 0


@dataclass(frozen=True)
class StoredDataset:
    """What a snapshot holds of a dataset: nothing that is worked out on first use, for pages do that meanwhile."""

    catalogue: Catalogue
    observations: Observations
    files: tuple[FileSummary, ...]
    problems: tuple[Problem, ...]
    fingerprint: str
    load_state: LoadState


def state_of(dataset: Dataset) -> LoadState:
    """Give what `load` kept with a dataset. Raises ValueError for one that was not loaded from files."""
    if dataset.load_state is None:
        raise ValueError("this dataset was not loaded from files")
    return dataset.load_state


def stored(dataset: Dataset) -> StoredDataset:
    """The part of a dataset that never changes. What is made on first use (the gazetteer, grids, the memo) stays out."""
    table = Observations(
        replace(dataset.observations.codelists), dataset.observations.rows
    )  # copies, without what they remember
    return StoredDataset(
        dataset.catalogue,
        table,
        dataset.files,
        dataset.problems,
        dataset.fingerprint,
        replace(state_of(dataset), context=None),
    )


def category_count(dataset: Dataset) -> int:
    """How many words the table knows; those of files that are gone stay until it is made afresh."""
    return sum(
        len(getattr(dataset.observations.codelists, name))
        for name in ("breakdown", "note", "indicator", "period")
    )


def add_computed(
    catalogue: Catalogue, table: Observations, only: set[str] | None
) -> tuple[Observations, dict[str, tuple[Problem, ...]]]:
    """The table with computed figures and those of groups; `only` names the indicators that get them."""
    computed, wrong = computing.compute(catalogue, table, only)
    table = Observations.of(table.codelists, concat([table.rows, computed]))
    return Observations.of(
        table.codelists, concat([table.rows, grouping.group_rows(catalogue, table, only)])
    ), wrong


def assemble(
    held: LoadState, catalogue: Catalogue, table: Observations, mark: str, looked: FileStamps
) -> Dataset:
    parts = list(held.parts.values())
    arrived = {part.summary.name for part in parts if part.summary.arrived}
    twice = duplicate_problems(table, held.superseded, arrived)
    links = (
        data_folder.outside_problem(name)
        for name, seen in sorted(looked.items())
        if seen == OUTSIDE_STAMP
    )
    problems = (
        *held.faults,
        *links,
        *(problem for part in parts for problem in part.problems),
        *reading.absent(catalogue, set(held.parts)),
        *twice,
        *grouping.given_by_files(catalogue, table, arrived),
        *computing.without_figures(catalogue, table),
        *(problem for told in held.computing_problems.values() for problem in told),
    )
    files = tuple(sorted((part.summary for part in parts), key=lambda told: told.name))
    return Dataset(catalogue, table, files, problems, mark, load_state=held)


def by_precedence(parts: Mapping[str, FileObservations]) -> dict[str, FileObservations]:
    return dict(sorted(parts.items(), key=lambda item: reading.precedence(item[1])))


def without_rows(parts: Mapping[str, FileObservations]) -> Mapping[str, FileObservations]:
    """The parts without their rows, which the table holds."""
    return MappingProxyType(
        {
            name: replace(part, rows=EMPTY) if len(part.rows) else part
            for name, part in parts.items()
        }
    )


def file_ranks(words: Codelists, parts: Mapping[str, FileObservations]) -> NDArray[np.int32]:
    """For each file its place in the order of precedence; the last entry stands for 'no file'."""
    order = {name: rank for rank, name in enumerate(parts)}
    return np.array([*(order.get(name, 0) for name in words.file), 0], dtype=np.int32)


def sort_periods(
    catalogue: Catalogue, known: CodelistBuilders, rows: ObservationRows
) -> tuple[Codelists, ObservationRows]:
    """The words of the table, periods in order of time, and the rows' periods coded anew to match."""
    periods = sorted(known.period.code, key=lambda period: (period_start(period), period))
    new = np.zeros(max(len(periods), 1), dtype=np.int32)
    for at, period in enumerate(periods):
        new[known.period.code[period]] = at
    words = Codelists(
        tuple(known.indicator.code),
        tuple(catalogue.places),
        tuple(known.breakdown.code),
        tuple(periods),
        tuple(known.source.code),
        tuple(known.note.code),
        tuple(known.file.code),
    )
    same = len(periods) < 2 or bool((np.diff(new[: len(periods)]) > 0).all())
    return words, rows if same else replace(rows, period=new[rows.period])
