"""After a change: only what changed is read and computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from indicators import metrics
from indicators.catalogue import Catalogue, cross_checks
from indicators.dataset import Dataset
from indicators.fingerprints import OUTSIDE_STAMP, FileStamps
from indicators.ingest import files as reading
from indicators.ingest.deduplicate import drop_duplicates
from indicators.ingest.files import FileObservations, ReadContext
from indicators.loading.assemble import (
    LoadState,
    add_computed,
    assemble,
    by_precedence,
    file_ranks,
    sort_periods,
    state_of,
    without_rows,
)
from indicators.observations import ObservationRows, Observations, concat
from indicators.problems import Problem


def reload(before: Dataset, folder: Path, looked: FileStamps, mark: str) -> Dataset | None:
    """The dataset after some files changed: their figures are read, what they feed is computed, the rest stays.

    None where the places of an indicator are of other levels now: what joins it may then be told only by reading all.
    """
    held = state_of(before)
    known = knowledge(before)
    reread = _reread(held, folder, looked, known)
    if reread is None:
        return None
    parts, new, stale = reread
    return _with_parts(before, known, parts, new, stale, mark, looked)[0]


def knowledge(before: Dataset) -> ReadContext:
    """What a further file is read with, so that its codes are those of the dataset's table."""
    held = state_of(before)
    known = reading.read_context(held.declared, before.observations.codelists, held.context)
    return replace(known, levels=reading.levels(before.files))


def with_file(
    before: Dataset, part: FileObservations, known: ReadContext
) -> tuple[Dataset, frozenset[str]]:
    """The dataset as it will be once this file stands in the data folder, and the indicators whose figures it may change.

    `part` was read with `known`, which `knowledge` gives; a file of its name that is there is replaced. Nothing is written.
    """
    held = state_of(before)
    name = part.summary.name
    parts = by_precedence({**held.parts, name: part})
    return _with_parts(
        before, known, parts, {name: part}, {name} & held.parts.keys(), before.fingerprint, {}
    )  # no other file is looked at: the problems of links are not told anew


def _with_parts(
    before: Dataset,
    known: ReadContext,
    parts: Mapping[str, FileObservations],
    new: Mapping[str, FileObservations],
    stale: Set[str],
    mark: str,
    looked: FileStamps,
) -> tuple[Dataset, frozenset[str]]:
    """The dataset with the new parts and without the stale ones, and the indicators that were worked out anew."""
    metrics.load_all()  # a dataset from a snapshot was made by another process: its functions are not imported in this one
    held = state_of(before)
    catalogue = reading.extended(held.declared, parts.values())
    touched = [*(held.parts[name] for name in stale), *new.values()]
    affected = _affected(catalogue, {name for part in touched for name in part.summary.indicators})
    words, old = sort_periods(catalogue, known.words, before.observations.rows)
    moved = [
        sort_periods(catalogue, known.words, rows)[1]
        for rows in (held.superseded, *(part.rows for part in new.values()))
    ]
    table, shadowed, wrong = _merged(
        catalogue, Observations(words, old), moved, affected, stale, parts
    )
    wrong = {
        **{name: told for name, told in held.computing_problems.items() if name not in affected},
        **wrong,
    }
    held = replace(
        held,
        parts=without_rows(parts),
        superseded=shadowed,
        computing_problems=MappingProxyType(wrong),
        context=known,
    )
    return assemble(held, catalogue, table, mark, looked), frozenset(affected)


def _reread(
    held: LoadState, folder: Path, looked: FileStamps, known: ReadContext
) -> tuple[dict[str, FileObservations], dict[str, FileObservations], set[str]] | None:
    """Every file's part as it is now; those that were read; the names of those that changed or went. None where the levels
    of an indicator's places changed with a described file."""
    marks = {
        name: seen
        for name, seen in sorted(looked.items())
        if reading.is_figures(name) and seen != OUTSIDE_STAMP
    }
    stale = {name for name, part in held.parts.items() if marks.get(name) != part.summary.mark}
    changed = [name for name in marks if name in stale or name not in held.parts]
    kept = {name: part for name, part in held.parts.items() if name not in stale}
    described = {
        name: reading.read_file(folder, name, known) for name in changed if name in known.described
    }
    if (
        reading.levels(part.summary for part in (*kept.values(), *described.values()))
        != known.levels
    ):
        return None
    new = {
        **described,
        **{
            name: reading.read_file(folder, name, known)
            for name in changed
            if name not in described
        },
    }
    return by_precedence({**kept, **new}), new, stale


def _merged(
    catalogue: Catalogue,
    table: Observations,
    moved: list[ObservationRows],
    affected: set[str],
    stale: Set[str],
    parts: Mapping[str, FileObservations],
) -> tuple[Observations, ObservationRows, dict[str, tuple[Problem, ...]]]:
    """The table with what is affected made anew, the rows that are not shown, and what went wrong in computing.

    `moved` are the rows that were not shown, and then those of each file that was read.
    """
    shadowed, *fresh = moved
    gone = [code for name, code in table.codelists.code["file"].items() if name in stale]
    codes = [code for name, code in table.codelists.code["indicator"].items() if name in affected]
    mine = np.isin(shadowed.indicator, codes)
    back = shadowed.take(mine & ~np.isin(shadowed.file, gone))  # they may stand now
    rows = concat([_near(catalogue, affected, table, codes, gone), back, *fresh])
    few, left_out = drop_duplicates(
        Observations.of(table.codelists, rows, file_ranks(table.codelists, parts))
    )
    few, wrong = add_computed(catalogue, few, affected)
    return table.with_anew(codes, few.rows), concat([shadowed.take(~mine), left_out]), wrong


def _near(
    catalogue: Catalogue, affected: set[str], table: Observations, codes: list[int], gone: list[int]
) -> ObservationRows:
    """The rows that stay of what is affected, and all rows of what goes into it; figures to be computed anew are left out."""
    needed = {
        need
        for name in affected
        if name in catalogue.indicators
        for need in (*catalogue.indicators[name].needs, catalogue.indicators[name].weight)
    }
    rows = concat(
        [
            table.rows.take(slice(*table.spans[name]))
            for name in {*affected, *needed}
            if name in table.spans
        ]
    )
    anew, read = np.isin(rows.indicator, codes), rows.file >= 0
    of_group = ~read & ~np.isnan(
        rows.coverage
    )  # what is computed rests on figures of places, as it does afresh
    return rows.take((~anew | (read & ~np.isin(rows.file, gone))) & ~of_group)


def _affected(catalogue: Catalogue, changed: set[str]) -> set[str]:
    """What changed, and the indicators whose figures, their own or their groups', rest on it."""
    found = set(changed)
    for name in cross_checks.order(catalogue.indicators):
        if found & set(catalogue.indicators[name].needs):
            found.add(name)
    return found | {entry.id for entry in catalogue.indicators.values() if entry.weight in found}
