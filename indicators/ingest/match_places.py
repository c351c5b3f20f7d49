"""Match the places of rows with those of places.csv, for `load` and the command `read` alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indicators.places import Gazetteer, PlaceMatch
from indicators.places.match import Kind
from indicators.problems import Problem, ProblemCode, Severity
from indicators.readers.rows import Column, Rows, combine, map_categories

Pair = tuple[str, str]
"""A code and a name, as they stand in one row."""
MAX_LISTED = 12
"""How many places a problem names."""
MAX_NAME_LENGTH = 80
MAX_AMBIGUOUS_LENGTH = 2
"""Letters of a code that several schemes use: CA is Canada and California."""
_APART: tuple[tuple[Kind, ProblemCode], ...] = (
    ("aggregate", ProblemCode.AGGREGATES_APART),
    ("elsewhere", ProblemCode.PLACES_NOT_LISTED),
)
"""Matches that one problem reports, all in one."""


@dataclass(frozen=True)
class MatchedPlaces:
    """What the places of rows mean.

    `pairs` are the distinct codes and names, `matches` what each of them means; `index` has for
    each row the position of its pair, `line` its line in the file.
    """

    pairs: tuple[Pair, ...]
    matches: tuple[PlaceMatch, ...]
    index: NDArray[np.int32]
    line: NDArray[np.int32]

    def column(self, text: Callable[[Pair, PlaceMatch], str]) -> Column:
        """Return a column with a text for each row's pair and match."""
        texts = tuple(map(text, self.pairs, self.matches))
        return map_categories(Column(self.index, texts), str)

    def rows_of(self, *kinds: Kind) -> NDArray[np.bool_]:
        """Return the mask of the rows whose match is of one of these kinds."""
        is_kind = np.array([match.kind in kinds for match in self.matches], dtype=bool)
        return is_kind[self.index]

    def first_lines(self) -> list[int]:
        """Return the first line of each pair."""
        _, first_rows = np.unique(self.index, return_index=True)
        return [int(line) for line in self.line[first_rows]]

    def problems(self, file: str, severity: Severity = "notice") -> list[Problem]:
        """Return one problem of all rows of aggregates, and one of places that are not listed."""
        return [
            self._problem(code, kind, file, severity)
            for kind, code in _APART
            if self.rows_of(kind).any()
        ]

    def _problem(self, code: ProblemCode, kind: Kind, file: str, severity: Severity) -> Problem:
        mask = self.rows_of(kind)
        pairs = [
            pair for pair, match in zip(self.pairs, self.matches, strict=True) if match.kind == kind
        ]
        names = tuple(dict.fromkeys((name or code)[:MAX_NAME_LENGTH] for code, name in pairs))
        return Problem(
            code,
            file,
            int(self.line[int(np.argmax(mask))]),
            "place",
            values={"n": int(mask.sum()), "count": len(names), "names": names[:MAX_LISTED]},
            severity=severity,
        )


def find_places(rows: Rows, places: Gazetteer, *, tidy: bool = False) -> MatchedPlaces:
    """Find what the places of rows mean; in a `tidy` file words of places.csv come first.

    Elsewhere they come last: a publisher's code may look like an alias of another place.
    """
    pairs: list[Pair] = []

    def position(words: tuple[str, ...]) -> str:
        pairs.append((words[0], words[1]))
        return str(len(pairs) - 1)

    # `combine` asks once for each distinct pair, in order: its codes are positions in `pairs`.
    index = combine([rows.place, rows.place_name], position).codes
    matches = _find_listed_first(pairs, places) if tidy else _find_listed_last(pairs, places)
    return MatchedPlaces(tuple(pairs), tuple(matches), index, rows.line)


def _find_listed_first(pairs: list[Pair], places: Gazetteer) -> list[PlaceMatch]:
    return [
        places.listed(name or code) or _find_by_itself(code, name, places) for code, name in pairs
    ]


def _find_by_itself(code: str, name: str, places: Gazetteer) -> PlaceMatch:
    """Find a word that places.csv lacks. Numbers and two letters mean one place in one scheme and
    another in the next, so they mean nothing here.
    """
    word = (name or code).strip()
    if word.isascii() and (word.isdecimal() or len(word) <= MAX_AMBIGUOUS_LENGTH):
        return PlaceMatch("", "unknown", word)
    return places.find(code, name)


def _find_listed_last(pairs: list[Pair], places: Gazetteer) -> list[PlaceMatch]:
    matches = places.find_all(pairs)
    for position, (code, name) in enumerate(pairs):
        if matches[position].kind == "unknown":
            matches[position] = places.listed(name or code) or matches[position]
    return matches


def match_places(
    rows: Rows, file: str, places: Gazetteer, *, tidy: bool = False
) -> tuple[Rows, list[Problem]]:
    """Return the rows with our codes for places, and problems.

    Rows of aggregates and of places that places.csv does not list are left out: with a notice where
    a publisher wrote the file for everybody, with an error where it was written for this dashboard.
    Codes and names that mean nothing stay as they are: `encode_rows` reports them.
    """
    matched = find_places(rows, places, tidy=tidy)
    rows = replace(rows, place=matched.column(_code_or_words))
    is_left_out = matched.rows_of("aggregate", "elsewhere")
    if is_left_out.any():
        rows = rows.take(np.flatnonzero(~is_left_out))
    return rows, matched.problems(file, "error" if tidy else "notice")


def _code_or_words(pair: Pair, match: PlaceMatch) -> str:
    code, name = pair
    if match.kind == "conflict":
        return f"{code} / {name}"
    return match.code or name or code
