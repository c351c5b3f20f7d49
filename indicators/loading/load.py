"""load(): read, understand, compute -> Dataset. After a change only what changed is read and computed anew."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from indicators import data_folder, metrics
from indicators.catalogue import Catalogue, cross_checks, load_catalogue
from indicators.dataset import Dataset
from indicators.derive import computed as computing
from indicators.derive import groups as grouping
from indicators.ingest import files as reading
from indicators.ingest.deduplicate import twins_told, without_twins
from indicators.ingest.encode import Coders
from indicators.ingest.files import FileRead, Known, Part
from indicators.loading import snapshot
from indicators.loading.snapshot import NO_MARK, OUTSIDE, Looked
from indicators.model import Problem
from indicators.observations import NOTHING, Block, Observations, Words, stack
from indicators.periods import period_start

CROWDED = 50_000
"""So many words of files that are gone are carried along before the table is made afresh."""
CONFIG = "config.yaml"
DATA = "data"


@dataclass(frozen=True)
class Held:
    """What a dataset keeps for the next reading: what was declared, each file without its rows, and rows not shown.

    `shadowed` are figures for which another file's stand; they come back when that file goes. `words` is how many words
    the table had when it was made afresh.
    """

    settings: str
    declared: Catalogue
    faults: tuple[Problem, ...]
    parts: Mapping[str, Part]
    shadowed: Block
    wrong: Mapping[str, tuple[Problem, ...]]
    known: Known | None = None
    words: int = 0


@dataclass(frozen=True)
class Stored:
    """What a snapshot holds of a dataset: nothing that is worked out on first use, for pages do that meanwhile."""

    catalogue: Catalogue
    observations: Observations
    files: tuple[FileRead, ...]
    problems: tuple[Problem, ...]
    fingerprint: str
    held: Held


def load(config: str | Path = CONFIG, data: str | Path | None = None, *, keep: bool = True, before: Dataset | None = None) -> Dataset:
    """Read config.yaml and the data folder beside it; compute everything they declare.

    `keep` uses and writes a snapshot in the user's cache folder, so that the next load takes a fraction. `before` is
    a dataset of the same folder: where only figures changed since, the other files are not read again.
    Raises ConfigError when config.yaml cannot be used; everything else that is wrong stands in `problems`.
    """
    config = Path(config)
    folder = Path(data) if data is not None else config.parent / DATA
    looked = snapshot.look(config, folder)
    mark = snapshot.fingerprint(config, folder, looked)
    if before is not None and before.held is not None and before.held.settings == _settings(config, folder, looked) \
            and _words(before) < CROWDED + 4 * before.held.words:
        again = _again(before, folder, looked, mark)
        if again is not None:
            return again
    stored = snapshot.fetch(mark) if keep else None
    if isinstance(stored, Stored):
        return Dataset(stored.catalogue, stored.observations, stored.files, stored.problems, stored.fingerprint, held=stored.held)
    dataset = _afresh(config, folder, mark, looked)
    if keep:
        save(dataset)
    return dataset


def save(dataset: Dataset) -> Problem | None:
    """Keep a dataset in the cache folder for the next start; why it is not kept, where it is not. Never raises an Exception."""
    return snapshot.store(dataset.fingerprint, stored(dataset))


def stored(dataset: Dataset) -> Stored:
    """The part of a dataset that never changes. What is made on first use (the gazetteer, grids, the memo) stays out."""
    table = Observations(replace(dataset.observations.words), dataset.observations.rows)  # copies, without what they remember
    return Stored(dataset.catalogue, table, dataset.files, dataset.problems, dataset.fingerprint, replace(dataset.held, known=None))


def _words(dataset: Dataset) -> int:
    """How many words the table knows; those of files that are gone stay until it is made afresh."""
    return sum(len(getattr(dataset.observations.words, name)) for name in ("breakdown", "note", "indicator", "period"))


def _settings(config: Path, folder: Path, looked: Looked) -> str:
    """The mark of everything but the figures: what is declared, places, units, outlines, the code.

    Of a file with figures that a .yaml may describe, its name counts: which one it describes goes by what is there.
    """
    described = {name.removesuffix(".yaml") for name in looked if name.endswith(".yaml")}
    marks = {name: mark if not reading.is_figures(name) else NO_MARK for name, mark in looked.items()
             if not reading.is_figures(name) or name.rpartition(".")[0] in described}
    return snapshot.fingerprint(config, folder, marks)


def _afresh(config: Path, folder: Path, mark: str, looked: Looked) -> Dataset:
    declared, faults = load_catalogue(config, folder)
    known = reading.known(declared)
    parts = reading.read_all(folder, known)
    catalogue = reading.extended(declared, parts.values())
    known = replace(known, levels=reading.levels(part.told for part in parts.values()))
    words, rows = _in_order(catalogue, known.words, stack([part.rows for part in parts.values()]))
    table, shadowed = without_twins(Observations.of(words, rows, _ranks(words, parts)))
    table, wrong = _computed(catalogue, table, None)
    held = Held(_settings(config, folder, looked), declared, tuple(faults), _bare(parts), shadowed, MappingProxyType(wrong), known)
    dataset = _made(held, catalogue, table, mark, looked)
    gc.collect()
    return replace(dataset, held=replace(held, words=_words(dataset)))


def _again(before: Dataset, folder: Path, looked: Looked, mark: str) -> Dataset | None:
    """The dataset after some files changed: their figures are read, what they feed is computed, the rest stays.

    None where the places of an indicator are of other levels now: what joins it may then be told only by reading all.
    """
    held: Held = before.held
    known = knowledge(before)
    reread = _reread(held, folder, looked, known)
    if reread is None:
        return None
    parts, new, stale = reread
    return _after(before, known, parts, new, stale, mark, looked)[0]


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
    parts = _ordered({**held.parts, name: part})
    return _after(before, known, parts, {name: part}, {name} & held.parts.keys(), before.fingerprint,
                  {})  # no other file is looked at: the problems of links are not told anew


def _after(before: Dataset, known: Known, parts: Mapping[str, Part], new: Mapping[str, Part], stale: Set[str],
           mark: str, looked: Looked) -> tuple[Dataset, frozenset[str]]:
    """The dataset with the new parts and without the stale ones, and the indicators that were worked out anew."""
    metrics.load_all()  # a dataset from a snapshot was made by another process: its functions are not imported in this one
    held: Held = before.held
    catalogue = reading.extended(held.declared, parts.values())
    touched = [*(held.parts[name] for name in stale), *new.values()]
    affected = _affected(catalogue, {name for part in touched for name in part.told.indicators})
    words, old = _in_order(catalogue, known.words, before.observations.rows)
    moved = [_in_order(catalogue, known.words, rows)[1] for rows in (held.shadowed, *(part.rows for part in new.values()))]
    table, shadowed, wrong = _merged(catalogue, Observations(words, old), moved, affected, stale, parts)
    wrong = {**{name: told for name, told in held.wrong.items() if name not in affected}, **wrong}
    held = replace(held, parts=_bare(parts), shadowed=shadowed, wrong=MappingProxyType(wrong), known=known)
    return _made(held, catalogue, table, mark, looked), frozenset(affected)


def _reread(held: Held, folder: Path, looked: Looked, known: Known) -> tuple[dict[str, Part], dict[str, Part], set[str]] | None:
    """Every file's part as it is now; those that were read; the names of those that changed or went. None where the levels
    of an indicator's places changed with a described file."""
    marks = {name: seen for name, seen in sorted(looked.items()) if reading.is_figures(name) and seen != OUTSIDE}
    stale = {name for name, part in held.parts.items() if marks.get(name) != part.told.mark}
    changed = [name for name in marks if name in stale or name not in held.parts]
    kept = {name: part for name, part in held.parts.items() if name not in stale}
    described = {name: reading.read_file(folder, name, known) for name in changed if name in known.described}
    if reading.levels(part.told for part in (*kept.values(), *described.values())) != known.levels:
        return None
    new = {**described, **{name: reading.read_file(folder, name, known) for name in changed if name not in described}}
    return _ordered({**kept, **new}), new, stale


def _merged(catalogue: Catalogue, table: Observations, moved: list[Block], affected: set[str], stale: Set[str],
            parts: Mapping[str, Part]) -> tuple[Observations, Block, dict[str, tuple[Problem, ...]]]:
    """The table with what is affected made anew, the rows that are not shown, and what went wrong in computing.

    `moved` are the rows that were not shown, and then those of each file that was read.
    """
    shadowed, *fresh = moved
    gone = [code for name, code in table.words.code["file"].items() if name in stale]
    codes = [code for name, code in table.words.code["indicator"].items() if name in affected]
    mine = np.isin(shadowed.indicator, codes)
    back = shadowed.take(mine & ~np.isin(shadowed.file, gone))  # they may stand now
    rows = stack([_near(catalogue, affected, table, codes, gone), back, *fresh])
    few, left_out = without_twins(Observations.of(table.words, rows, _ranks(table.words, parts)))
    few, wrong = _computed(catalogue, few, affected)
    return table.with_anew(codes, few.rows), stack([shadowed.take(~mine), left_out]), wrong


def _near(catalogue: Catalogue, affected: set[str], table: Observations, codes: list[int], gone: list[int]) -> Block:
    """The rows that stay of what is affected, and all rows of what goes into it; figures to be computed anew are left out."""
    needed = {need for name in affected if name in catalogue.indicators
              for need in (*catalogue.indicators[name].needs, catalogue.indicators[name].weight)}
    rows = stack([table.rows.take(slice(*table.spans[name])) for name in {*affected, *needed} if name in table.spans])
    anew, read = np.isin(rows.indicator, codes), rows.file >= 0
    of_group = ~read & ~np.isnan(rows.coverage)  # what is computed rests on figures of places, as it does afresh
    return rows.take((~anew | (read & ~np.isin(rows.file, gone))) & ~of_group)


def _affected(catalogue: Catalogue, changed: set[str]) -> set[str]:
    """What changed, and the indicators whose figures, their own or their groups', rest on it."""
    found = set(changed)
    for name in cross_checks.order(catalogue.indicators):
        if found & set(catalogue.indicators[name].needs):
            found.add(name)
    return found | {entry.id for entry in catalogue.indicators.values() if entry.weight in found}


def _computed(catalogue: Catalogue, table: Observations, only: set[str] | None) -> tuple[Observations, dict[str, tuple[Problem, ...]]]:
    """The table with computed figures and those of groups; `only` names the indicators that get them."""
    computed, wrong = computing.compute(catalogue, table, only)
    table = Observations.of(table.words, stack([table.rows, computed]))
    return Observations.of(table.words, stack([table.rows, grouping.group_rows(catalogue, table, only)])), wrong


def _made(held: Held, catalogue: Catalogue, table: Observations, mark: str, looked: Looked) -> Dataset:
    parts = list(held.parts.values())
    arrived = {part.told.name for part in parts if part.told.arrived}
    twice = twins_told(table, held.shadowed, arrived)
    links = (data_folder.outside_problem(name) for name, seen in sorted(looked.items()) if seen == OUTSIDE)
    problems = (
        *held.faults,
        *links,
        *(problem for part in parts for problem in part.problems),
        *reading.absent(catalogue, set(held.parts)),
        *twice,
        *grouping.given_by_files(catalogue, table, arrived),
        *computing.without_figures(catalogue, table),
        *(problem for told in held.wrong.values() for problem in told),
    )
    files = tuple(sorted((part.told for part in parts), key=lambda told: told.name))
    return Dataset(catalogue, table, files, problems, mark, held=held)


def _ordered(parts: Mapping[str, Part]) -> dict[str, Part]:
    return dict(sorted(parts.items(), key=lambda item: reading.precedence(item[1])))


def _bare(parts: Mapping[str, Part]) -> Mapping[str, Part]:
    """The parts without their rows, which the table holds."""
    return MappingProxyType({name: replace(part, rows=NOTHING) if len(part.rows) else part for name, part in parts.items()})


def _ranks(words: Words, parts: Mapping[str, Part]) -> NDArray[np.int32]:
    """For each file its place in the order of precedence; the last entry stands for 'no file'."""
    order = {name: rank for rank, name in enumerate(parts)}
    return np.array([*(order.get(name, 0) for name in words.file), 0], dtype=np.int32)


def _in_order(catalogue: Catalogue, known: Coders, rows: Block) -> tuple[Words, Block]:
    """The words of the table, periods in order of time, and the rows' periods coded anew to match."""
    periods = sorted(known.period.code, key=lambda period: (period_start(period), period))
    new = np.zeros(max(len(periods), 1), dtype=np.int32)
    for at, period in enumerate(periods):
        new[known.period.code[period]] = at
    words = Words(tuple(known.indicator.code), tuple(catalogue.places), tuple(known.breakdown.code), tuple(periods),
                  tuple(known.source.code), tuple(known.note.code), tuple(known.file.code))
    same = len(periods) < 2 or bool((np.diff(new[:len(periods)]) > 0).all())
    return words, rows if same else replace(rows, period=new[rows.period])
