"""load(): read, understand, compute -> Dataset. After a change only what changed is read and computed anew."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from indicators import fingerprints
from indicators.catalogue import load_catalogue
from indicators.dataset import Dataset
from indicators.fingerprints import NO_STAMP, FileStamps
from indicators.ingest import files as reading
from indicators.ingest.deduplicate import drop_duplicates
from indicators.loading import snapshot
from indicators.loading.assemble import (
    LoadState,
    StoredDataset,
    add_computed,
    assemble,
    category_count,
    file_ranks,
    sort_periods,
    stored,
    without_rows,
)
from indicators.loading.incremental import reload
from indicators.observations import Observations, concat
from indicators.problems import Problem

CROWDED = 50_000
"""So many words of files that are gone are carried along before the table is made afresh."""
CONFIG = "config.yaml"
DATA = "data"


def load(
    config: str | Path = CONFIG,
    data: str | Path | None = None,
    *,
    keep: bool = True,
    before: Dataset | None = None,
) -> Dataset:
    """Read config.yaml and the data folder beside it; compute everything they declare.

    `keep` uses and writes a snapshot in the user's cache folder, so that the next load takes a fraction. `before` is
    a dataset of the same folder: where only figures changed since, the other files are not read again.
    Raises ConfigError when config.yaml cannot be used; everything else that is wrong stands in `problems`.
    """
    config = Path(config)
    folder = Path(data) if data is not None else config.parent / DATA
    looked = fingerprints.read_stamps(config, folder)
    mark = fingerprints.fingerprint(config, folder, looked)
    if (
        before is not None
        and before.load_state is not None
        and before.load_state.settings == _settings(config, folder, looked)
        and category_count(before) < CROWDED + 4 * before.load_state.words
    ):
        again = reload(before, folder, looked, mark)
        if again is not None:
            return again
    stored = snapshot.fetch(mark) if keep else None
    if isinstance(stored, StoredDataset):
        return Dataset(
            stored.catalogue,
            stored.observations,
            stored.files,
            stored.problems,
            stored.fingerprint,
            load_state=stored.load_state,
        )
    dataset = _afresh(config, folder, mark, looked)
    if keep:
        save(dataset)
    return dataset


def save(dataset: Dataset) -> Problem | None:
    """Keep a dataset in the cache folder for the next start; why it is not kept, where it is not. Never raises an Exception."""
    return snapshot.store(dataset.fingerprint, stored(dataset))


def _settings(config: Path, folder: Path, looked: FileStamps) -> str:
    """The mark of everything but the figures: what is declared, places, units, outlines, the code.

    Of a file with figures that a .yaml may describe, its name counts: which one it describes goes by what is there.
    """
    described = {name.removesuffix(".yaml") for name in looked if name.endswith(".yaml")}
    marks = {
        name: mark if not reading.is_figures(name) else NO_STAMP
        for name, mark in looked.items()
        if not reading.is_figures(name) or name.rpartition(".")[0] in described
    }
    return fingerprints.fingerprint(config, folder, marks)


def _afresh(config: Path, folder: Path, mark: str, looked: FileStamps) -> Dataset:
    declared, faults = load_catalogue(config, folder)
    known = reading.read_context(declared)
    parts = reading.read_all(folder, known)
    catalogue = reading.extended(declared, parts.values())
    known = replace(known, levels=reading.levels(part.summary for part in parts.values()))
    words, rows = sort_periods(
        catalogue, known.words, concat([part.rows for part in parts.values()])
    )
    table, shadowed = drop_duplicates(Observations.of(words, rows, file_ranks(words, parts)))
    table, wrong = add_computed(catalogue, table, None)
    held = LoadState(
        _settings(config, folder, looked),
        declared,
        tuple(faults),
        without_rows(parts),
        shadowed,
        MappingProxyType(wrong),
        known,
    )
    dataset = assemble(held, catalogue, table, mark, looked)
    gc.collect()
    return replace(dataset, load_state=replace(held, words=category_count(dataset)))
