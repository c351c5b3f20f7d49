"""From whom an indicator's figures are, and under what terms they may be shown and passed on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from indicators.analysis.summary import dataset_summary
from indicators.catalogue import cross_checks
from indicators.dataset import Dataset
from indicators.model import Terms, strictest


@dataclass(frozen=True)
class Provenance:
    """The sources of an indicator's figures, in the order of the catalogue, and their terms.

    `terms` are the strictest of these sources, and unknown where a figure was read that has none.
    """

    sources: tuple[str, ...]
    terms: Terms


def provenance(dataset: Dataset) -> Mapping[str, Provenance]:
    """Return for each indicator where its figures come from.

    A computed indicator has the sources and the strictest terms of what it is computed from; one
    without a figure has its declared source.
    """
    return dataset.cached("provenance", lambda: _provenance(dataset))


def sources_of(
    dataset: Dataset, indicator: str, places: Collection[str], periods: Collection[str]
) -> tuple[str, ...]:
    """Return the sources of an indicator's figures at some places in some periods.

    Those of a computed figure are the sources of its inputs there, those of a group's mean or sum
    are the sources of its members' figures. Where none is known they are those of the whole
    indicator.
    """
    names = _sources_at(dataset, indicator, places, periods)
    if not names:
        groups = dataset.catalogue.groups
        members = [code for place in places if place in groups for code in groups[place].places]
        names = _sources_at(dataset, indicator, members, periods)
    if not names:
        return provenance(dataset)[indicator].sources
    return tuple(source for source in dataset.catalogue.sources if source in names)


def _sources_at(
    dataset: Dataset, indicator: str, places: Collection[str], periods: Collection[str]
) -> set[str]:
    needs = dataset.catalogue.indicators[indicator].needs
    if needs:
        return set().union(*(_sources_at(dataset, need, places, periods) for need in needs))
    table = dataset.observations
    rows, codelists = table.rows, table.codelists
    span = slice(*table.spans.get(indicator, (0, 0)))
    place_code, period_code = codelists.code["place"], codelists.code["period"]
    place_codes = [place_code[place] for place in places if place in place_code]
    period_codes = [period_code[period] for period in periods if period in period_code]
    is_chosen = np.isin(rows.place[span], place_codes) & np.isin(rows.period[span], period_codes)
    codes = np.unique(rows.source[span][is_chosen])
    return {codelists.source[code] for code in codes.tolist() if code >= 0}


def _provenance(dataset: Dataset) -> dict[str, Provenance]:
    catalogue = dataset.catalogue
    in_rows = _sources_in_rows(dataset)
    without_source = dataset_summary(dataset).without_source
    result: dict[str, Provenance] = {}
    for name, indicator in catalogue.indicators.items():
        if indicator.kind != "read":
            continue
        sources = in_rows.get(name) or ((indicator.source,) if indicator.source else ())
        terms = [catalogue.sources[source].terms for source in sources]
        if name in without_source:
            terms.append(Terms.UNKNOWN)
        result[name] = Provenance(sources, strictest(terms))
    for name in cross_checks.order(catalogue.indicators):
        inputs = [result[need] for need in catalogue.indicators[name].needs if need in result]
        result[name] = _of_inputs(dataset, inputs)
    return result


def _of_inputs(dataset: Dataset, inputs: list[Provenance]) -> Provenance:
    names = {source for entry in inputs for source in entry.sources}
    sources = tuple(source for source in dataset.catalogue.sources if source in names)
    return Provenance(sources, strictest(entry.terms for entry in inputs))


def _sources_in_rows(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return for each indicator the sources that its rows name and the catalogue describes."""
    named = dataset_summary(dataset).sources_of_indicators
    order = {source: number for number, source in enumerate(dataset.catalogue.sources)}
    result = {}
    for indicator, sources in named.items():
        described = [source for source in sources if source in order]
        result[indicator] = tuple(sorted(described, key=order.__getitem__))
    return result
