"""Which files a change of the .yaml files beside them affects: these are read again, no others.

Two catalogues are compared, not two files, so that it does not matter how a description changed.
Where it cannot be told for certain that a file is read as before, it counts as affected.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from indicators.catalogue import Catalogue
from indicators.dataset import LoadState
from indicators.ingest.files import FileObservations
from indicators.ingest.match_series import Codes, series_codes
from indicators.observations import Observations
from indicators.problems import Problem, ProblemCode

Key = TypeVar("Key")
_DESCRIBED_FIELDS = ("sources", "indicators", "hints", "former_ids", "pillars")
"""What a .yaml beside a file changes in the catalogue without changing how every file is read."""


@dataclass(frozen=True)
class Declared:
    """A catalogue as it is declared now, its problems, and the fingerprint of the .yaml files."""

    catalogue: Catalogue
    faults: tuple[Problem, ...]
    descriptions: str


@dataclass(frozen=True)
class CatalogueChanges:
    """What differs between two catalogues.

    `indicators` and `sources` are ids, `files` the described ones. `formats` are those in whose
    files a series may join another indicator now; `shapes` says whether a hint differs that may
    hold for every file of its shape.
    """

    indicators: Set[str]
    sources: Set[str]
    files: Set[str]
    formats: Set[str]
    shapes: bool


def affects_all(before: Catalogue, after: Catalogue) -> bool:
    """Return whether catalogues differ in what every file is read with, as units or places."""
    same = {name: getattr(before, name) for name in _DESCRIBED_FIELDS}
    # Of two units that are as near to an unknown word, the first is suggested.
    return replace(after, **same) != before or list(after.units) != list(before.units)


def catalogue_changes(before: Catalogue, after: Catalogue) -> CatalogueChanges:
    """Return what differs between two catalogues."""
    indicators = changed_keys(before.indicators, after.indicators)
    hints = changed_keys(before.hints, after.hints)
    old_codes, new_codes = series_codes(before), series_codes(after)
    codes = changed_keys(old_codes, new_codes)
    formats = {format_id for format_id, _ in codes}
    formats |= formats_of(old_codes, indicators) | formats_of(new_codes, indicators)
    if before.former_ids != after.former_ids:
        formats.add("tidy")
    files: set[str] = set(hints)
    shapes = False
    for catalogue in (before, after):
        shapes |= any(catalogue.hints[name].shape for name in hints & catalogue.hints.keys())
        changed = indicators & catalogue.indicators.keys()
        files |= {catalogue.indicators[name].file for name in changed}
    sources = changed_keys(before.sources, after.sources)
    return CatalogueChanges(indicators, sources, files, formats, shapes)


def changed_keys(before: Mapping[Key, object], after: Mapping[Key, object]) -> set[Key]:
    """Return the keys that only one of two mappings has, or that have another value in each."""
    keys = before.keys() | after.keys()
    return {key for key in keys if before.get(key) != after.get(key)}


def formats_of(codes: Codes, indicators: Set[str]) -> set[str]:
    """Return the formats in whose files a series may join one of these indicators by its code."""
    return {format_id for (format_id, _), name in codes.items() if name in indicators}


def affected_files(state: LoadState, table: Observations, changes: CatalogueChanges) -> set[str]:
    """Return the files of a dataset that may be read otherwise after the changes."""
    with_sources = _files_with_sources(state, table, changes.sources)
    return {
        name
        for name, part in state.parts.items()
        if name in changes.files or name in with_sources or _is_affected(part, changes)
    }


def is_tidy_and_described(part: FileObservations) -> bool:
    """Return whether a file was read by the .yaml beside it alone, not by its content."""
    return part.summary.is_described and part.summary.formats == ("tidy",)


def _is_affected(part: FileObservations, changes: CatalogueChanges) -> bool:
    """Return whether a file has something to do with the changes, besides being described."""
    summary = part.summary
    if not changes.indicators.isdisjoint(summary.indicators):
        return True
    if _names_other_sources(part, changes.sources):
        return True
    if is_tidy_and_described(part):
        return False
    if changes.shapes or not summary.formats:
        return True
    if not changes.formats.isdisjoint(summary.formats):
        return True
    # The id of a new series depends on whether the catalogue has one of the same words.
    namesakes = {*part.indicators, *(name.rpartition("_")[0] for name in part.indicators)}
    return not changes.indicators.isdisjoint(namesakes)


def _names_other_sources(part: FileObservations, sources: Set[str]) -> bool:
    """Return whether figures were left out for one of these sources, or a source is unknown.

    The problem of an unknown one names the most similar of all sources.
    """
    if any(entry.source in sources for entry in part.summary.left_out):
        return True
    return any(problem.code == ProblemCode.UNKNOWN_SOURCE for problem in part.problems)


def _files_with_sources(state: LoadState, table: Observations, sources: Set[str]) -> set[str]:
    """Return the files with figures of one of these sources, in the table or superseded."""
    codelists = table.codelists
    codes = [codelists.code["source"][name] for name in sources & codelists.code["source"].keys()]
    if not codes:
        return set()
    files: set[str] = set()
    for rows in (table.rows, state.superseded):
        numbers = np.unique(rows.file[np.isin(rows.source, codes)])
        files |= {codelists.file[number] for number in numbers.tolist() if number >= 0}
    return files
