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
from indicators.fingerprints import OUTSIDE, Looked
from indicators.ingest import files as reading
from indicators.ingest.deduplicate import without_twins
from indicators.ingest.files import Known, Part
from indicators.loading.assemble import (
    Held,
    add_computed,
    assemble,
    by_precedence,
    file_ranks,
    sort_periods,
    without_rows,
)
from indicators.observations import Block, Observations, stack
from indicators.problems import Problem


def reload(before: Dataset, folder: Path, looked: Looked, mark: str) -> Dataset | None:
    """The dataset after some files changed: their figures are read, what they feed is computed, the rest stays.

    None where the places of an indicator are of other levels now: what joins it may then be told only by reading all.
    """
    held: Held = before.held
    known = knowledge(before)
    reread = _reread(held, folder, looked, known)
    if reread is None:
        return None
    parts, new, stale = reread
    return _with_parts(before, known, parts, new, stale, mark, looked)[0]


def knowledge(before: Dataset) -> Known:
    """What a further file is read with, so that its codes are those of the dataset's table."""
    held: Held = before.held
    known = reading.known(held.declared, before.observations.words, held.known)
    return replace(known, levels=reading.levels(before.files))


def with_file(before: Dataset, part: Part, known: Known) -> tuple[Dataset, frozenset[str]]:
    """The dataset as it will be once this file stands in the data folder, and the indicators whose figures it may change.

    `part` was read with `known`, which `knowledge` gives; a file of its name that is there is replaced. Nothing is written.
    """
    held: Held = before.held
    name = part.told.name
    parts = by_precedence({**held.parts, name: part})
    return _with_parts(
        before, known, parts, {name: part}, {name} & held.parts.keys(), before.fingerprint, {}
    )  # no other file is looked at: the problems of links are not told anew


def _with_parts(
    before: Dataset,
    known: Known,
    parts: Mapping[str, Part],
    new: Mapping[str, Part],
    stale: Set[str],
    mark: str,
    looked: Looked,
) -> tuple[Dataset, frozenset[str]]:
    """The dataset with the new parts and without the stale ones, and the indicators that were worked out anew."""
    metrics.load_all()  # a dataset from a snapshot was made by another process: its functions are not imported in this one
    held: Held = before.held
    catalogue = reading.extended(held.declared, parts.values())
    touched = [*(held.parts[name] for name in stale), *new.values()]
    affected = _affected(catalogue, {name for part in touched for name in part.told.indicators})
    words, old = sort_periods(catalogue, known.words, before.observations.rows)
    moved = [
        sort_periods(catalogue, known.words, rows)[1]
        for rows in (held.shadowed, *(part.rows for part in new.values()))
    ]
    table, shadowed, wrong = _merged(
        catalogue, Observations(words, old), moved, affected, stale, parts
    )
    wrong = {**{name: told for name, told in held.wrong.items() if name not in affected}, **wrong}
    held = replace(
        held,
        parts=without_rows(parts),
        shadowed=shadowed,
        wrong=MappingProxyType(wrong),
        known=known,
    )
    return assemble(held, catalogue, table, mark, looked), frozenset(affected)


def _reread(
    held: Held, folder: Path, looked: Looked, known: Known
) -> tuple[dict[str, Part], dict[str, Part], set[str]] | None:
    """Every file's part as it is now; those that were read; the names of those that changed or went. None where the levels
    of an indicator's places changed with a described file."""
    marks = {
        name: seen
        for name, seen in sorted(looked.items())
        if reading.is_figures(name) and seen != OUTSIDE
    }
    stale = {name for name, part in held.parts.items() if marks.get(name) != part.told.mark}
    changed = [name for name in marks if name in stale or name not in held.parts]
    kept = {name: part for name, part in held.parts.items() if name not in stale}
    described = {
        name: reading.read_file(folder, name, known) for name in changed if name in known.described
    }
    if reading.levels(part.told for part in (*kept.values(), *described.values())) != known.levels:
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
    moved: list[Block],
    affected: set[str],
    stale: Set[str],
    parts: Mapping[str, Part],
) -> tuple[Observations, Block, dict[str, tuple[Problem, ...]]]:
    """The table with what is affected made anew, the rows that are not shown, and what went wrong in computing.

    `moved` are the rows that were not shown, and then those of each file that was read.
    """
    shadowed, *fresh = moved
    gone = [code for name, code in table.words.code["file"].items() if name in stale]
    codes = [code for name, code in table.words.code["indicator"].items() if name in affected]
    mine = np.isin(shadowed.indicator, codes)
    back = shadowed.take(mine & ~np.isin(shadowed.file, gone))  # they may stand now
    rows = stack([_near(catalogue, affected, table, codes, gone), back, *fresh])
    few, left_out = without_twins(
        Observations.of(table.words, rows, file_ranks(table.words, parts))
    )
    few, wrong = add_computed(catalogue, few, affected)
    return table.with_anew(codes, few.rows), stack([shadowed.take(~mine), left_out]), wrong


def _near(
    catalogue: Catalogue, affected: set[str], table: Observations, codes: list[int], gone: list[int]
) -> Block:
    """The rows that stay of what is affected, and all rows of what goes into it; figures to be computed anew are left out."""
    needed = {
        need
        for name in affected
        if name in catalogue.indicators
        for need in (*catalogue.indicators[name].needs, catalogue.indicators[name].weight)
    }
    rows = stack(
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
