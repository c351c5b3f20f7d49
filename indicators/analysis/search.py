"""Find an indicator or a place by any of its names, in any language, from a few letters."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from typing import Literal

from indicators.catalogue import Catalogue

Kind = Literal["indicator", "place"]


@dataclass(frozen=True)
class Hit:
    """What was found: an id and the name that matched."""

    kind: Kind
    id: str
    matched: str


@dataclass(frozen=True)
class SearchEntry:
    """One name of one thing, folded for comparing."""

    hit: Hit
    folded: str


def fold(text: str) -> str:
    """Lower case, without accents, apostrophes or doubled blanks: 'Côte d’Ivoire' -> 'cote divoire'."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’`"
    )
    return " ".join(kept.replace("-", " ").replace("_", " ").split())


def index(catalogue: Catalogue) -> tuple[SearchEntry, ...]:
    """Every name of every indicator and place; made once for each dataset."""
    entries = []
    for entry in catalogue.indicators.values():
        names = (*entry.short.all(), *entry.title.all(), entry.id, entry.source_code)
        entries += [
            SearchEntry(Hit("indicator", entry.id, name), fold(name))
            for name in dict.fromkeys(names)
            if name
        ]
    for place in catalogue.places.values():
        names = (*place.name.all(), *place.aliases, place.code)
        entries += [
            SearchEntry(Hit("place", place.code, name), fold(name))
            for name in dict.fromkeys(names)
            if name
        ]
    return tuple(entries)


def search(entries: tuple[SearchEntry, ...], text: str, limit: int = 12) -> list[Hit]:
    """The best matches, each thing once: equal, then beginning, then a word's beginning, then containing.

    Where nothing contains the text, names that look like it.
    """
    wanted = fold(text)
    if not wanted:
        return []
    scored = [
        (score, len(entry.folded), at)
        for at, entry in enumerate(entries)
        if (score := _score(entry.folded, wanted)) is not None
    ]
    hits: dict[tuple[Kind, str], Hit] = {}
    for _, _, at in sorted(scored):
        hits.setdefault((entries[at].hit.kind, entries[at].hit.id), entries[at].hit)
    return list(hits.values())[:limit] or _alike(entries, wanted, limit)


def _score(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    if wanted in name:
        return 3
    words = wanted.split()
    return 4 if len(words) > 1 and all(word in name for word in words) else None


def _alike(entries: tuple[SearchEntry, ...], wanted: str, limit: int) -> list[Hit]:
    close = difflib.get_close_matches(
        wanted, {entry.folded for entry in entries}, n=limit, cutoff=0.7
    )
    found: dict[tuple[Kind, str], Hit] = {}
    for name in close:
        for entry in entries:
            if entry.folded == name:
                found.setdefault((entry.hit.kind, entry.hit.id), entry.hit)
    return list(found.values())[:limit]
