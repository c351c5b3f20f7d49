"""Put the parts of the data folder together: the table in order, computed figures, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from indicators import data_folder
from indicators.catalogue import Catalogue, cross_checks, without_cached
from indicators.dataset import Dataset, LoadState
from indicators.derive import computed as computing
from indicators.derive import groups as grouping
from indicators.derive import index_scores
from indicators.fingerprints import OUTSIDE_STAMP, FileStamps
from indicators.ingest import files as reading
from indicators.ingest.deduplicate import duplicate_problems
from indicators.ingest.encode import CodelistBuilders
from indicators.ingest.files import FileObservations, FileSummary
from indicators.ingest.missing_figures import missing_files
from indicators.observations import EMPTY, Codelists, ObservationRows, Observations, smallest_type
from indicators.periods import period_start
from indicators.problems import Problem


@dataclass(frozen=True)
class StoredDataset:
    """What a snapshot holds of a dataset: all but what is made on first use."""

    catalogue: Catalogue
    observations: Observations
    files: tuple[FileSummary, ...]
    problems: tuple[Problem, ...]
    fingerprint: str
    load_state: LoadState

    def dataset(self) -> Dataset:
        """Return the dataset again."""
        return Dataset(
            self.catalogue,
            self.observations,
            self.files,
            self.problems,
            self.fingerprint,
            load_state=self.load_state,
        )


def state_of(dataset: Dataset) -> LoadState:
    """Return what `load` keeps with a dataset; ValueError for one not loaded from files."""
    if dataset.load_state is None:
        raise ValueError("this dataset was not loaded from files")
    return dataset.load_state


def stored(dataset: Dataset) -> StoredDataset:
    """Return the part of a dataset that never changes.

    What is made on first use (the gazetteer, grids, the memo) stays out: the table and its
    codelists are copies without their cached properties.
    """
    table = Observations(replace(dataset.observations.codelists), dataset.observations.rows)
    state = state_of(dataset)
    return StoredDataset(
        without_cached(dataset.catalogue),
        table,
        dataset.files,
        dataset.problems,
        dataset.fingerprint,
        replace(state, declared=without_cached(state.declared), context=None),
    )


def category_count(dataset: Dataset) -> int:
    """Count the categories in the codelists that grow with files.

    Those of files that are gone stay until all is read again.
    """
    codelists = dataset.observations.codelists
    growing = (codelists.breakdown, codelists.note, codelists.indicator, codelists.period)
    return sum(len(categories) for categories in growing)


def add_computed(
    catalogue: Catalogue, table: Observations, only: set[str] | None
) -> tuple[Observations, dict[str, tuple[Problem, ...]]]:
    """Return the table with computed figures and those of groups, and the problems of computing.

    `only` names the indicators that get them.
    """
    problems: dict[str, tuple[Problem, ...]] = {}
    for stage, members in cross_checks.stages(catalogue.indicators):
        wanted = members if only is None else members & only
        if not wanted:
            continue
        compute = index_scores.index_rows if stage == "indices" else computing.compute
        rows, found = compute(catalogue, table, wanted)
        problems |= found
        table = table.with_rows(rows)
    return table.with_rows(grouping.group_rows(catalogue, table, only)), problems


def assemble(
    state: LoadState,
    catalogue: Catalogue,
    table: Observations,
    fingerprint: str,
    stamps: FileStamps,
) -> Dataset:
    """Return the dataset of a table, with the summary of each file and every problem."""
    parts = list(state.parts.values())
    recognised = {part.summary.name for part in parts if not part.summary.is_described}
    links = sorted(name for name, stamp in stamps.items() if stamp == OUTSIDE_STAMP)
    problems = (
        *state.faults,
        *(data_folder.outside_problem(name) for name in links),
        *(problem for part in parts for problem in part.problems),
        *missing_files(catalogue, set(state.parts)),
        *duplicate_problems(table, state.superseded, recognised),
        *grouping.published_group_problems(catalogue, table, recognised),
        *computing.problems_without_figures(catalogue, table),
        *(problem for group in state.computing_problems.values() for problem in group),
    )
    files = tuple(sorted((part.summary for part in parts), key=lambda summary: summary.name))
    return Dataset(catalogue, table, files, problems, fingerprint, load_state=state)


def by_precedence(parts: Mapping[str, FileObservations]) -> dict[str, FileObservations]:
    """Sort parts so that of two files with one figure the first one's stands."""
    return dict(sorted(parts.items(), key=lambda item: reading.precedence(item[1])))


def without_rows(parts: Mapping[str, FileObservations]) -> Mapping[str, FileObservations]:
    """Return the parts without their rows, which the table has."""
    return MappingProxyType({name: replace(part, rows=EMPTY) for name, part in parts.items()})


def file_ranks(codelists: Codelists, parts: Mapping[str, FileObservations]) -> NDArray[np.int32]:
    """Return for each file its rank in the order of precedence; the last one is of 'no file'."""
    rank = {name: index for index, name in enumerate(parts)}
    return np.array([*(rank.get(name, 0) for name in codelists.file), 0], dtype=np.int32)


def sort_periods(
    catalogue: Catalogue, builders: CodelistBuilders, rows: ObservationRows
) -> tuple[Codelists, ObservationRows]:
    """Return the codelists with periods in order of time, and the rows with their new codes."""
    periods = sorted(builders.period.code, key=lambda period: (period_start(period), period))
    new_code = np.zeros(max(len(periods), 1), dtype=np.int32)
    for index, period in enumerate(periods):
        new_code[builders.period.code[period]] = index
    codelists = Codelists(
        tuple(builders.indicator.code),
        tuple(catalogue.places),
        tuple(builders.breakdown.code),
        tuple(periods),
        tuple(builders.source.code),
        tuple(builders.note.code),
        tuple(builders.file.code),
    )
    if (np.diff(new_code) > 0).all():  # they are in order already
        return codelists, rows
    return codelists, replace(rows, period=new_code.astype(smallest_type(new_code))[rows.period])
