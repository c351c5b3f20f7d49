"""Find an indicator or a place by any of its names, in any language, from a few letters."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from indicators.catalogue import Catalogue
from indicators.text import fold

Kind = Literal["indicator", "place"]
_MIN_SIMILARITY = 0.7
"""Of difflib's ratio, for names that merely look like the text."""
_EQUAL, _PREFIX, _WORD_PREFIX, _PART, _ALL_WORDS = range(5)
"""How well a name matches, the best first."""


@dataclass(frozen=True)
class Hit:
    """An indicator or a place by its id, and the name that matched."""

    kind: Kind
    id: str
    matched: str


@dataclass(frozen=True)
class SearchEntry:
    """One name of one indicator or place, folded for comparing."""

    hit: Hit
    folded: str


def index(catalogue: Catalogue) -> tuple[SearchEntry, ...]:
    """Return an entry for every name of every indicator and place."""
    entries: list[SearchEntry] = []
    for indicator in catalogue.indicators.values():
        titles = (*indicator.short.all(), *indicator.title.all())
        names = (*titles, indicator.id, indicator.source_code)
        entries += _entries("indicator", indicator.id, names)
    for place in catalogue.places.values():
        entries += _entries("place", place.code, (*place.name.all(), *place.aliases, place.code))
    return tuple(entries)


def _entries(kind: Kind, id_: str, names: Iterable[str]) -> list[SearchEntry]:
    return [SearchEntry(Hit(kind, id_, name), fold(name)) for name in dict.fromkeys(names) if name]


def search(entries: tuple[SearchEntry, ...], text: str, limit: int = 12) -> list[Hit]:
    """Return the best matches, each indicator or place once.

    A name that equals the text comes first, then one that begins with it, has a word that begins
    with it, contains it, contains all its words; of two such names the shorter one. Where no name
    does, those follow that look like it.
    """
    query = fold(text)
    if not query:
        return []
    matches = []
    for position, entry in enumerate(entries):
        score = _score(entry.folded, query)
        if score is not None:
            matches.append((score, len(entry.folded), position))
    best = _first_of_each(entries[position] for _, _, position in sorted(matches))
    return best[:limit] or _similar(entries, query, limit)


def _score(name: str, query: str) -> int | None:
    if name == query:
        return _EQUAL
    if name.startswith(query):
        return _PREFIX
    if f" {query}" in name:
        return _WORD_PREFIX
    if query in name:
        return _PART
    words = query.split()
    return _ALL_WORDS if len(words) > 1 and all(word in name for word in words) else None


def _similar(entries: tuple[SearchEntry, ...], query: str, limit: int) -> list[Hit]:
    names = {entry.folded for entry in entries}
    similar = difflib.get_close_matches(query, names, n=limit, cutoff=_MIN_SIMILARITY)
    ranked = (entry for name in similar for entry in entries if entry.folded == name)
    return _first_of_each(ranked)[:limit]


def _first_of_each(entries: Iterable[SearchEntry]) -> list[Hit]:
    """Return the first hit of each indicator or place."""
    hits: dict[tuple[Kind, str], Hit] = {}
    for entry in entries:
        hits.setdefault((entry.hit.kind, entry.hit.id), entry.hit)
    return list(hits.values())
