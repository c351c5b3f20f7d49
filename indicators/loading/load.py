"""Load a dataset: read the files, compute, assemble; after a change only what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from indicators import fingerprints
from indicators.catalogue import Catalogue, load_catalogue
from indicators.dataset import Dataset, LoadState
from indicators.fingerprints import NO_STAMP, FileStamps
from indicators.ingest import files as reading
from indicators.ingest.deduplicate import drop_duplicates
from indicators.loading import snapshot
from indicators.loading.assemble import (
    StoredDataset,
    add_computed,
    assemble,
    category_count,
    file_ranks,
    sort_periods,
    state_of,
    stored,
    without_rows,
)
from indicators.loading.description_changes import Declared
from indicators.loading.incremental import reload
from indicators.loading.snapshot import collection_paused
from indicators.model import Terms
from indicators.observations import Observations, concat
from indicators.problems import Problem

MAX_UNUSED_CATEGORIES = 50_000
"""Largest number of unused categories in the codelists; beyond it all files are read again."""
CONFIG = "config.yaml"
DATA = "data"
DESCRIPTION = ".yaml"
"""The end of the names of files that describe others."""


def load(
    config: str | Path = CONFIG,
    data: str | Path | None = None,
    *,
    keep: bool = True,
    before: Dataset | None = None,
    terms: Mapping[str, Terms] | None = None,
) -> Dataset:
    """Read config.yaml and the data folder beside it; compute everything they declare.

    `keep` uses and writes a snapshot in the user's cache folder, so that the next load takes a
    fraction of the time. `before` is a dataset of the same folder: where only figures or their
    descriptions changed since, no file is read again that they do not concern. `terms` are
    those of sources that hold instead of the folder's: an older version of it may not state them
    yet.

    Raises ConfigError when config.yaml cannot be used; everything else that is wrong is in the
    dataset's `problems`.
    """
    config = Path(config)
    folder = Path(data) if data is not None else config.parent / DATA
    stamps = fingerprints.read_stamps(config, folder)
    fingerprint = fingerprints.fingerprint(config, folder, stamps)
    if terms is not None:
        fingerprint = _with_terms_in(fingerprint, terms)
    if before is not None and _can_reload(before, _settings(config, folder, stamps)):
        declared = _redeclared(before, config, folder, stamps, terms or {})
        dataset = reload(before, folder, stamps, fingerprint, declared)
        if dataset is not None:
            return dataset
    content = snapshot.fetch(fingerprint, StoredDataset) if keep else None
    if content is not None:
        return content.dataset()
    with collection_paused():
        dataset = _load_all(config, folder, fingerprint, stamps, terms or {})
    return _save_and_map(dataset) if keep else dataset


def _save_and_map(dataset: Dataset) -> Dataset:
    """Store a dataset; return it with the table of its snapshot, which memory need not hold."""
    content = snapshot.fetch(dataset.fingerprint, StoredDataset) if save(dataset) is None else None
    # One that was there already, and could not be read before, may have other codes.
    if content is None or content.observations.codelists != dataset.observations.codelists:
        return dataset
    return replace(dataset, observations=content.observations)


def save(dataset: Dataset) -> Problem | None:
    """Store a dataset in the cache folder for the next start.

    Returns why it is not stored, where it is not. Never raises an Exception.
    """
    return snapshot.store(dataset.fingerprint, stored(dataset))


def _can_reload(before: Dataset, settings: str) -> bool:
    """Whether only figures and descriptions changed, and the codelists are not crowded."""
    state = before.load_state
    if state is None or state.settings != settings:
        return False
    # Four times as many as at first: a table that has merely grown is no reason to start afresh.
    return category_count(before) < MAX_UNUSED_CATEGORIES + 4 * state.category_count


def _redeclared(
    before: Dataset, config: Path, folder: Path, stamps: FileStamps, terms: Mapping[str, Terms]
) -> Declared | None:
    """Return what the .yaml files declare now; None where they are as they were."""
    descriptions = _descriptions(config, folder, stamps)
    if descriptions == state_of(before).descriptions:
        return None
    catalogue, faults = load_catalogue(config, folder)
    return Declared(_with_terms(catalogue, terms), tuple(faults), descriptions)


def _settings(config: Path, folder: Path, stamps: FileStamps) -> str:
    """Return the fingerprint of what every file is read with: config, places, units, the code."""
    settings = {
        name: stamp
        for name, stamp in stamps.items()
        if not reading.is_figures(name) and not name.endswith(DESCRIPTION)
    }
    return fingerprints.fingerprint(config, folder, settings)


def _descriptions(config: Path, folder: Path, stamps: FileStamps) -> str:
    """Return the fingerprint of the .yaml files in the data folder.

    Of a file with figures that one of them may describe, its name counts: which file a .yaml
    describes depends on which files are there.
    """
    descriptions = {name: stamp for name, stamp in stamps.items() if name.endswith(DESCRIPTION)}
    stems = {name.removesuffix(DESCRIPTION) for name in descriptions}
    for name in stamps:
        if reading.is_figures(name) and name.rpartition(".")[0] in stems:
            descriptions[name] = NO_STAMP
    return fingerprints.fingerprint(config, folder, descriptions)


def _with_terms_in(fingerprint: str, terms: Mapping[str, Terms]) -> str:
    """Return the digest of a fingerprint and these terms."""
    return hashlib.sha256(f"{fingerprint} {sorted(terms.items())}".encode()).hexdigest()


def _with_terms(catalogue: Catalogue, terms: Mapping[str, Terms]) -> Catalogue:
    """Return the catalogue whose sources have these terms; the others have their own."""
    sources = {
        name: replace(source, terms=terms.get(name, source.terms))
        for name, source in catalogue.sources.items()
    }
    return replace(catalogue, sources=MappingProxyType(sources))


def _load_all(
    config: Path,
    folder: Path,
    fingerprint: str,
    stamps: FileStamps,
    terms: Mapping[str, Terms],
) -> Dataset:
    """Read every file and compute every figure."""
    declared, faults = load_catalogue(config, folder)
    declared = _with_terms(declared, terms)
    context = reading.read_context(declared)
    blocks = reading.read_all(folder, context)
    catalogue = reading.extend_catalogue(declared, blocks.values())
    rows = concat([part.rows for part in blocks.values()])
    parts = without_rows(blocks)
    del blocks  # memory need not have the rows twice
    context = replace(context, levels=reading.levels(part.summary for part in parts.values()))
    codelists, rows = sort_periods(catalogue, context.builders, rows)
    table = Observations.of(codelists, rows, file_ranks(codelists, parts))
    del rows
    table, superseded = drop_duplicates(table)
    table, computing_problems = add_computed(catalogue, table, None)
    state = LoadState(
        _settings(config, folder, stamps),
        declared,
        tuple(faults),
        parts,
        superseded,
        MappingProxyType(computing_problems),
        context,
        descriptions=_descriptions(config, folder, stamps),
    )
    dataset = assemble(state, catalogue, table, fingerprint, stamps)
    return replace(dataset, load_state=replace(state, category_count=category_count(dataset)))
