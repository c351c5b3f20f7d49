"""Which figures need somebody's permission before a public site shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indicators.analysis.summary import dataset_summary
from indicators.catalogue import cross_checks
from indicators.dataset import Dataset
from indicators.ingest.terms import LeftOut
from indicators.model import Source, Terms

NEEDS_PERMISSION = (Terms.ASK, Terms.UNKNOWN)
"""Terms under which a public site must ask first."""


@dataclass(frozen=True)
class Permission:
    """What must be asked for: the figures of one source, or those of one file that have none.

    `source` is None where the figures of `file` have no source that the catalogue describes.
    """

    source: Source | None
    file: str
    indicators: int
    figures: int


def permissions(dataset: Dataset) -> tuple[Permission, ...]:
    """Return what must be asked for before these figures are public, in the catalogue's order.

    Figures that are left out, and sources without a figure, need no permission.
    """
    coverage = dataset_summary(dataset).sources
    needed = [
        Permission(source, "", len(coverage[name].indicators), coverage[name].figures)
        for name, source in dataset.catalogue.sources.items()
        if name in coverage and source.terms in NEEDS_PERMISSION
    ]
    return (*needed, *_without_source(dataset))


def _without_source(dataset: Dataset) -> list[Permission]:
    rows, codelists = dataset.observations.rows, dataset.observations.codelists
    has_none = (rows.file >= 0) & (rows.source < 0)
    files, indicators = rows.file[has_none], rows.indicator[has_none]
    result = []
    for code in np.unique(files).tolist():
        is_of_file = files == code
        count = len(np.unique(indicators[is_of_file]))
        result.append(Permission(None, codelists.file[code], count, int(is_of_file.sum())))
    return result


def left_out(dataset: Dataset) -> Mapping[str, tuple[LeftOut, ...]]:
    """Return by indicator what is left out for the terms of its source; none has no entry.

    A computed indicator has the entries of what it is computed from.
    """
    return dataset.cached("left out", lambda: _left_out(dataset))


def _left_out(dataset: Dataset) -> dict[str, tuple[LeftOut, ...]]:
    result: dict[str, tuple[LeftOut, ...]] = {}
    for file in dataset.files:
        for entry in file.left_out:
            result[entry.indicator] = (*result.get(entry.indicator, ()), entry)
    indicators = dataset.catalogue.indicators
    for name in cross_checks.order(indicators):
        entries = [entry for need in indicators[name].needs for entry in result.get(need, ())]
        if entries:
            result[name] = tuple(dict.fromkeys(entries))
    return result


def left_out_count(dataset: Dataset) -> int:
    """Count the figures of all files that are left out for their terms."""
    return sum(entry.figures for file in dataset.files for entry in file.left_out)
