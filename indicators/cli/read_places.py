"""The places of a file that is read on the command line: their codes and problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from indicators.catalogue.reference_tables import read_places
from indicators.places import Gazetteer, gazetteer
from indicators.problems import ConfigError, Problem, ProblemCode, Severity
from indicators.readers.rows import MAX_REPORTED, Column, Rows, combine, map_categories

MAX_NAMES = 40
"""So many names stand in one notice; of more, the number."""
MAX_NAME_LENGTH = 80
Pair = tuple[str, str]
"""A code and a name, as they stand in one row."""


@dataclass(frozen=True)
class PlaceLookup:
    """The codes of places; by kind the pairs that have none; the first line of each pair."""

    codes: Column
    pairs: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)
    first_line: Mapping[Pair, int] = field(default_factory=dict)


def resolver(data: Path) -> Gazetteer:
    """Look up places by code or name; without a readable places.csv it knows none."""
    try:
        places, _ = read_places(data / "places.csv", "places.csv")
    except ConfigError:
        places = {}
    return gazetteer(places)


def resolve_places(rows: Rows, places: Gazetteer, file: str) -> tuple[Column, list[Problem]]:
    """Give the codes of the rows' places, and the problems of those that have none.

    Aggregates, and places that places.csv lacks, stand in one notice each; unknown names and
    contradicting codes have one problem each, up to a bound.
    """
    lookup = _look_up(rows, places)
    problems = [
        _in_one_notice(lookup, kind, code, file)
        for kind, code in _IN_ONE_NOTICE.items()
        if kind in lookup.pairs
    ]
    for kind in ("conflict", "unknown"):
        pairs = lookup.pairs.get(kind, ())
        for pair in pairs[:MAX_REPORTED]:
            problems.append(_one_problem(pair, kind, places, file, lookup.first_line[pair]))
        if len(pairs) > MAX_REPORTED:
            count = {"n": len(pairs) - MAX_REPORTED}
            more = ProblemCode.MORE_UNKNOWN_PLACES
            problems.append(Problem(more, file, values=count, severity="notice"))
    return lookup.codes, problems


_IN_ONE_NOTICE = {
    "aggregate": ProblemCode.AGGREGATES_WITHOUT_CODE,
    "elsewhere": ProblemCode.PLACES_WITHOUT_CODE,
}


def _look_up(rows: Rows, places: Gazetteer) -> PlaceLookup:
    """Look up each pair of code and name once."""
    pairs: list[Pair] = []

    def number(words: tuple[str, ...]) -> str:
        pairs.append((words[0], words[1]))
        return str(len(pairs) - 1)

    numbered = combine([rows.place, rows.place_name], number)
    matches = places.find_all(pairs)
    codes = map_categories(numbered, lambda word: matches[int(word)].code if word else "")
    first_line = {}
    for index, word in enumerate(numbered.categories):
        if word:
            row = int(np.argmax(numbered.codes == index))
            first_line[pairs[int(word)]] = int(rows.line[row])
    by_kind: dict[str, tuple[Pair, ...]] = {}
    for pair, match in zip(pairs, matches, strict=True):
        by_kind[match.kind] = (*by_kind.get(match.kind, ()), pair)
    return PlaceLookup(codes, by_kind, first_line)


def _in_one_notice(lookup: PlaceLookup, kind: str, code: ProblemCode, file: str) -> Problem:
    """Make one notice for all aggregates, or all places elsewhere, with their names."""
    pairs = lookup.pairs[kind]
    names = list(dict.fromkeys((name or place)[:MAX_NAME_LENGTH] for place, name in pairs))
    more = f" ... (+{len(names) - MAX_NAMES:,})" if len(names) > MAX_NAMES else ""
    return Problem(
        code,
        file,
        min(lookup.first_line[pair] for pair in pairs),
        "place",
        ", ".join(names[:MAX_NAMES]) + more,
        {"n": len(names)},
        "notice",
    )


def _one_problem(pair: Pair, kind: str, places: Gazetteer, file: str, line: int) -> Problem:
    """Make the problem of an unknown place, or of a code and a name of two places."""
    place, name = (word[:MAX_NAME_LENGTH] for word in pair)
    severity: Severity = "warning" if kind == "conflict" else "notice"
    if kind == "conflict":
        contradiction = f"{place} / {name}"
        return Problem(
            ProblemCode.PLACE_CONFLICT, file, line, "place", contradiction, severity=severity
        )
    similar = places.nearest(name or place)
    return Problem(
        ProblemCode.UNKNOWN_PLACE_SIMILAR if similar else ProblemCode.UNKNOWN_PLACE,
        file,
        line,
        "place",
        name or place or "(empty)",
        {"similar": similar} if similar else {},
        severity,
    )
