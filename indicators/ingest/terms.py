"""Leave out figures that config.yaml does not publish for the terms of their source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from indicators.catalogue import Catalogue
from indicators.ingest.encode import CodelistBuilders
from indicators.model import Source, Terms
from indicators.observations import ObservationRows
from indicators.problems import Problem, ProblemCode


@dataclass(frozen=True)
class LeftOut:
    """Figures of one indicator in one file that are left out for the terms of their source.

    `source` is '' where they have none; `places` are in the order of places.csv.
    """

    indicator: str
    source: str
    terms: Terms
    figures: int
    places: tuple[str, ...]


def leave_out_by_terms(
    rows: ObservationRows, builders: CodelistBuilders, catalogue: Catalogue
) -> tuple[ObservationRows, tuple[LeftOut, ...]]:
    """Return the rows whose terms are published, and what was left out of the others.

    A row without a source, or whose source came with its file, has unknown terms.
    """
    if not catalogue.leave_out or not len(rows):
        return rows, ()
    sources = [*builders.source.code, ""]  # the last one is that of code -1: none
    terms = [_terms(catalogue.sources.get(name)) for name in sources]
    is_left_out = np.array([entry in catalogue.leave_out for entry in terms])[rows.source]
    if not is_left_out.any():
        return rows, ()
    dropped = rows.take(is_left_out)
    indicators, places = list(builders.indicator.code), list(catalogue.places)
    pairs = np.unique(np.stack([dropped.indicator, dropped.source], axis=1), axis=0)
    left_out = []
    for indicator, source in pairs.tolist():
        is_of_pair = (dropped.indicator == indicator) & (dropped.source == source)
        codes = np.unique(dropped.place[is_of_pair]).tolist()
        left_out.append(
            LeftOut(
                indicators[indicator],
                sources[source],
                terms[source],
                int(is_of_pair.sum()),
                tuple(places[code] for code in codes),
            )
        )
    return rows.take(~is_left_out), tuple(left_out)


def _terms(source: Source | None) -> Terms:
    return source.terms if source else Terms.UNKNOWN


def left_out_problems(file: str, left_out: Iterable[LeftOut]) -> list[Problem]:
    """Report the figures of each source that a file has and that are left out: a notice each."""
    figures: dict[tuple[str, Terms], int] = {}
    for entry in left_out:
        key = (entry.source, entry.terms)
        figures[key] = figures.get(key, 0) + entry.figures
    code = ProblemCode.FIGURES_LEFT_OUT_BY_TERMS
    return [
        Problem(
            code,
            file,
            column="source",
            found=source,
            values={"n": count, "terms": terms},
            severity="notice",
        )
        for (source, terms), count in figures.items()
    ]
