"""The places of a file that is read on the command line: their codes and problems."""

from __future__ import annotations

from pathlib import Path

from indicators.catalogue.reference_tables import read_places
from indicators.ingest.match_places import find_places
from indicators.places import Gazetteer, gazetteer
from indicators.problems import ConfigError, Problem, ProblemCode
from indicators.readers.rows import MAX_REPORTED, Column, Rows

MAX_NAME_LENGTH = 80
Pair = tuple[str, str]
"""A code and a name, as they stand in one row."""


def resolver(data: Path) -> Gazetteer:
    """Look up places by code or name; without a readable places.csv it knows none."""
    try:
        places, _ = read_places(data / "places.csv", "places.csv")
    except ConfigError:
        places = {}
    return gazetteer(places)


def resolve_places(rows: Rows, places: Gazetteer, file: str) -> tuple[Column, list[Problem]]:
    """Return the codes of the rows' places, and the problems of those that have none.

    Aggregates, and places that places.csv lacks, stand in one notice each; unknown names and
    contradicting codes have one error each, up to a bound: `add` leaves their rows out.
    """
    matched = find_places(rows, places)
    codes = matched.column(lambda pair, match: match.code)
    problems = matched.problems(file)
    lines = matched.first_lines()
    for kind in ("conflict", "unknown"):
        resolved = [
            (pair, line)
            for pair, match, line in zip(matched.pairs, matched.matches, lines, strict=True)
            if match.kind == kind
        ]
        for pair, line in resolved[:MAX_REPORTED]:
            problems.append(_one_problem(pair, kind, places, file, line))
        if len(resolved) > MAX_REPORTED:
            count = {"n": len(resolved) - MAX_REPORTED}
            more = ProblemCode.MORE_UNKNOWN_PLACES
            problems.append(Problem(more, file, values=count))
    return codes, problems


def _one_problem(pair: Pair, kind: str, places: Gazetteer, file: str, line: int) -> Problem:
    """Make the problem of an unknown place, or of a code and a name of two places."""
    place, name = (word[:MAX_NAME_LENGTH] for word in pair)
    if kind == "conflict":
        contradiction = f"{place} / {name}"
        return Problem(ProblemCode.PLACE_CONFLICT, file, line, "place", contradiction)
    similar = places.nearest(name or place)
    return Problem(
        ProblemCode.UNKNOWN_PLACE_SIMILAR if similar else ProblemCode.UNKNOWN_PLACE,
        file,
        line,
        "place",
        name or place or "(empty)",
        {"similar": similar} if similar else {},
    )
