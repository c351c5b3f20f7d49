"""The places of a publisher's rows: codes of ours where they are known, aggregates kept apart, the rest as they stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.places import Gazetteer, PlaceMatch
from indicators.problems import Problem, uncoded
from indicators.readers.rows import Column, Rows, combine, map_categories

SHOWN = 12


def match_places(rows: Rows, name: str, places: Gazetteer) -> tuple[Rows, list[Problem]]:
    """The rows with our codes for places. Aggregates and places that places.csv lacks are left out and told in a notice each;
    names that nobody knows stay, and are told where rows are understood."""
    pairs: list[tuple[str, str]] = []

    def number(words: tuple[str, ...]) -> str:
        pairs.append((words[0], words[1]))
        return str(len(pairs) - 1)

    group = combine([rows.place, rows.place_name], number)
    found = places.find_all(pairs)
    order = [int(word) for word in group.categories if word]
    said = Column(group.codes, tuple(_word(found[at], pairs[at]) for at in order))
    kinds = (
        np.array([str(found[at].kind) for at in order] or [""])[group.codes]
        if len(rows)
        else np.array([])
    )
    keep = ~np.isin(kinds, ("aggregate", "elsewhere"))
    problems = [
        _left_out(name, rows, kinds == kind, what, do)
        for kind, what, do in _APART
        if (kinds == kind).any()
    ]
    rows = replace(rows, place=map_categories(said, str))
    return (rows if keep.all() else rows.take(np.flatnonzero(keep))), problems


_APART = (
    (
        "aggregate",
        (
            "an aggregate, which is kept apart from places",
            "aggregates, which are kept apart from places",
        ),
        "One that is to be shown is taught in places.csv, at level 'group'.",
    ),
    (
        "elsewhere",
        ("a place that places.csv does not have", "places that places.csv does not have"),
        "Add those that are to be shown to places.csv.",
    ),
)


def _word(found: PlaceMatch, pair: tuple[str, str]) -> str:
    if found.kind == "conflict":
        return f"{pair[0]} / {pair[1]}"
    return found.code or pair[1] or pair[0]


def _left_out(
    name: str, rows: Rows, mask: NDArray[np.bool_], what: tuple[str, str], do: str
) -> Problem:
    """One notice for all of them, with their names and the number of rows."""
    column = rows.place_name if any(rows.place_name.categories) else rows.place
    words = [column.categories[code] for code in np.unique(column.codes[mask])]
    names = ", ".join(words[:SHOWN]) + (" ..." if len(words) > SHOWN else "")
    count = int(mask.sum())
    rows_are = "1 row is" if count == 1 else f"{count} rows are"
    return uncoded(
        f"{rows_are} of {what[0] if len(words) == 1 else f'{len(words)} {what[1]}'}",
        name,
        int(rows.line[int(np.argmax(mask))]),
        "match_places",
        names,
        do=do,
        severity="notice",
    )
