"""Load again after a change.

Only the files that changed are read, and what rests on them computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from indicators import metrics
from indicators.catalogue import Catalogue, cross_checks
from indicators.dataset import Dataset, LoadState
from indicators.fingerprints import OUTSIDE_STAMP, FileStamps
from indicators.ingest import files as reading
from indicators.ingest.deduplicate import drop_duplicates
from indicators.ingest.files import FileObservations, ReadContext
from indicators.loading.assemble import (
    add_computed,
    assemble,
    by_precedence,
    file_ranks,
    sort_periods,
    state_of,
    without_rows,
)
from indicators.loading.description_changes import (
    Declared,
    affected_files,
    affects_all,
    catalogue_changes,
    changed_keys,
    formats_of,
    is_tidy_and_described,
)
from indicators.observations import ObservationRows, Observations, concat
from indicators.problems import Problem

Parts = Mapping[str, FileObservations]


@dataclass(frozen=True)
class _Changes:
    """Every part as it is now, the parts that were read, and the files that changed or went."""

    parts: Parts
    new: Parts
    stale: Set[str]


@dataclass(frozen=True)
class _Merged:
    """The table after a change, the rows that are superseded, and the problems of computing."""

    table: Observations
    superseded: ObservationRows
    computing_problems: Mapping[str, tuple[Problem, ...]]


def reload(
    before: Dataset,
    folder: Path,
    stamps: FileStamps,
    fingerprint: str,
    declared: Declared | None = None,
) -> Dataset | None:
    """Return the dataset after some files changed.

    Their figures are read, what rests on them is computed, the rest stays. `declared` is given
    where a .yaml in the data folder changed: files that it may concern are read, too. None where
    it concerns all of them.
    """
    state, indicators, affected = state_of(before), frozenset[str](), set[str]()
    if declared is not None:
        if affects_all(state.declared, declared.catalogue):
            return None
        differences = catalogue_changes(state.declared, declared.catalogue)
        indicators = frozenset(differences.indicators)
        affected = affected_files(state, before.observations, differences)
        before = _with_declared(before, declared)
    context = read_context_of(before)
    changes = _read_changes(state_of(before), folder, stamps, context, affected)
    return _with_changes(before, context, changes, fingerprint, stamps, indicators)[0]


def _with_declared(dataset: Dataset, declared: Declared) -> Dataset:
    """Return a dataset of the same figures whose further files are read by another catalogue."""
    state = replace(
        state_of(dataset),
        declared=declared.catalogue,
        faults=declared.faults,
        descriptions=declared.descriptions,
        context=None,
    )
    return replace(dataset, load_state=state)


def read_context_of(dataset: Dataset) -> ReadContext:
    """Return what a further file is read with: its codes will be those of the dataset's table."""
    state = state_of(dataset)
    context = reading.read_context(state.declared, dataset.observations.codelists, state.context)
    for name in state.declared.indicators:  # one that is new and computed needs a code as well
        context.builders.indicator(name)
    return replace(context, levels=reading.levels(dataset.files))


def with_file(
    before: Dataset, part: FileObservations, context: ReadContext
) -> tuple[Dataset, frozenset[str]]:
    """Return the dataset with one more file, and the indicators whose figures it may change.

    `part` was read with `context`, which `read_context_of` gives; a file of its name that is there
    is replaced. Nothing is written. No other file is looked at, so links are not reported again.
    """
    state = state_of(before)
    name = part.summary.name
    parts = by_precedence({**state.parts, name: part})
    changes = _Changes(parts, {name: part}, {name} & state.parts.keys())
    return _with_changes(before, context, changes, before.fingerprint, {})


def _with_changes(
    before: Dataset,
    context: ReadContext,
    changes: _Changes,
    fingerprint: str,
    stamps: FileStamps,
    redescribed: Set[str] = frozenset(),
) -> tuple[Dataset, frozenset[str]]:
    """Return the dataset after the changes, and the indicators that were computed again.

    `redescribed` are the indicators that are described otherwise than before, added or gone.
    """
    # A dataset from a snapshot was made by another process: its functions are not imported here.
    metrics.load_all()
    state = state_of(before)
    catalogue = reading.extend_catalogue(state.declared, changes.parts.values())
    changed = [*(state.parts[name] for name in changes.stale), *changes.new.values()]
    read = {name for part in changed for name in part.summary.indicators}
    affected = _affected(catalogue, read | redescribed)
    codelists, old_rows = sort_periods(catalogue, context.builders, before.observations.rows)
    blocks = [state.superseded, *(part.rows for part in changes.new.values())]
    superseded, *new_rows = (sort_periods(catalogue, context.builders, rows)[1] for rows in blocks)
    table = Observations(codelists, old_rows)
    merged = _merge(catalogue, table, superseded, new_rows, affected, changes)
    unaffected_problems = {
        name: problems
        for name, problems in state.computing_problems.items()
        if name not in affected
    }
    state = replace(
        state,
        parts=without_rows(changes.parts),
        superseded=merged.superseded,
        computing_problems=MappingProxyType({**unaffected_problems, **merged.computing_problems}),
        context=context,
    )
    dataset = assemble(state, catalogue, merged.table, fingerprint, stamps)
    return dataset, frozenset(affected)


def _read_changes(
    state: LoadState,
    folder: Path,
    stamps: FileStamps,
    context: ReadContext,
    affected: Set[str],
) -> _Changes:
    """Read the files that changed, those in `affected`, and those that depend on their levels.

    Described files go first: the levels of their places decide what the others may join.
    """
    current = _files_with_figures(stamps)
    unchanged = {
        name: part
        for name, part in state.parts.items()
        if current.get(name) == part.summary.stamp and name not in affected
    }
    changed = [name for name in current if name not in unchanged]
    described = [name for name in changed if name in context.described]
    new = {name: reading.read_file(folder, name, context) for name in described}
    levels = reading.levels(part.summary for part in (*unchanged.values(), *new.values()))
    for name in _dependent_on_levels(unchanged, context, changed_keys(context.levels, levels)):
        del unchanged[name]
    context = replace(context, levels=levels)
    for name in current:
        if name not in unchanged and name not in new:
            new[name] = reading.read_file(folder, name, context)
    stale = state.parts.keys() - unchanged.keys()
    return _Changes(by_precedence({**unchanged, **new}), new, stale)


def _dependent_on_levels(parts: Parts, context: ReadContext, indicators: Set[str]) -> list[str]:
    """Return the files that nothing describes and whose series may join one of the indicators.

    Their places are of other levels now. A tidy file names an indicator on purpose, whatever the
    level.
    """
    formats = formats_of(context.codes, indicators) - {"tidy"}
    return [
        name
        for name, part in parts.items()
        if not is_tidy_and_described(part) and not formats.isdisjoint(part.summary.formats)
    ]


def _files_with_figures(stamps: FileStamps) -> FileStamps:
    """Return the stamps of the files to be read, in order of name."""
    return {
        name: stamp
        for name, stamp in sorted(stamps.items())
        if reading.is_figures(name) and stamp != OUTSIDE_STAMP
    }


def _merge(
    catalogue: Catalogue,
    table: Observations,
    superseded: ObservationRows,
    new_rows: list[ObservationRows],
    affected: set[str],
    changes: _Changes,
) -> _Merged:
    """Replace the rows of the affected indicators, from the files as they are now."""
    code = table.codelists.code
    stale_files = [number for name, number in code["file"].items() if name in changes.stale]
    codes = [number for name, number in code["indicator"].items() if name in affected]
    concerned = np.isin(superseded.indicator, codes)
    # A superseded figure may stand now: the file that superseded it may be gone.
    revived = superseded.take(concerned & ~np.isin(superseded.file, stale_files))
    inputs = _inputs(catalogue, affected, table, codes, stale_files)
    rows = concat([inputs, revived, *new_rows])
    part, duplicates = drop_duplicates(
        Observations.of(table.codelists, rows, file_ranks(table.codelists, changes.parts))
    )
    part, computing_problems = add_computed(catalogue, part, affected)
    return _Merged(
        table.replace_indicators(codes, part.rows),
        concat([superseded.take(~concerned), duplicates]),
        computing_problems,
    )


def _inputs(
    catalogue: Catalogue,
    affected: set[str],
    table: Observations,
    codes: list[int],
    stale_files: list[int],
) -> ObservationRows:
    """Return the rows of the affected indicators that stay, and all rows that go into them.

    Figures that will be computed again are left out.
    """
    needed: set[str] = set()
    for name in affected & catalogue.indicators.keys():
        entry = catalogue.indicators[name]
        needed |= {*entry.needs, entry.weight}
    rows = concat(
        [
            table.rows.take(slice(*table.spans[name]))
            for name in affected | needed
            if name in table.spans
        ]
    )
    is_affected = np.isin(rows.indicator, codes)
    is_read = rows.file >= 0
    # Only a group's figure has a coverage. Computed figures rest on figures of places alone.
    is_of_group = ~is_read & ~np.isnan(rows.coverage)
    stays = is_read & ~np.isin(rows.file, stale_files)
    return rows.take((~is_affected | stays) & ~is_of_group)


def _affected(catalogue: Catalogue, changed: set[str]) -> set[str]:
    """Return the changed indicators and those whose figures, or whose groups', rest on them."""
    affected = set(changed)
    for name in cross_checks.order(catalogue.indicators):
        if affected & set(catalogue.indicators[name].needs):
            affected.add(name)
    # Every part of an index needs all its columns, so all its parts are affected together.
    weighted = {entry.id for entry in catalogue.indicators.values() if entry.weight in affected}
    return affected | weighted
