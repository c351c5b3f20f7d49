"""Find the name most like a word, for people who mistyped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from itertools import islice

MIN_SIMILARITY, MIN_OF_LIST = 0.75, 0.6
"""Of difflib's ratio, below which a word is not like another one: of thousands of names, one of
which is always somewhat alike, and of the few words of a list.
"""
_MAX_COMPARED = 12
_MAX_KNOWN, _MAX_WORD_LENGTH = 5_000, 100
"""Known words that a word is compared with, and characters of a word that is compared."""
Pairs = Mapping[str, tuple[str, ...]]
"""Pair of letters -> the keys that have it."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like this one in any case of letters, or '' where none is like it.

    Only the first 5,000 words are compared.
    """
    if len(word) > _MAX_WORD_LENGTH:
        return ""
    options = {option.casefold(): option for option in islice(known, _MAX_KNOWN)}
    matches = get_close_matches(word.casefold(), list(options), n=1, cutoff=MIN_OF_LIST)
    return options[matches[0]] if matches else ""


def pairs_of(keys: Iterable[str]) -> Pairs:
    """Return the keys by pairs of letters: a word is compared with a few of them, not with all."""
    by_pair: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for pair in _pairs(key):
            by_pair[pair].append(key)
    return {pair: tuple(words) for pair, words in by_pair.items()}


def nearest_key(word: str, by_pair: Pairs) -> str:
    """Return the key most like a word, or '' where none comes near."""
    shared = Counter(key for pair in _pairs(word) for key in by_pair.get(pair, ()))
    letters = set(word)

    def likeness(key: str) -> float:
        """Rank by shared pairs and letters, which is quick; the best are then compared well."""
        return (2 * shared[key] + len(letters.intersection(key))) / (len(key) + len(word))

    best = sorted(shared, reverse=True, key=likeness)[:_MAX_COMPARED]
    scored = [(SequenceMatcher(None, word, key).ratio(), key) for key in best]
    score, key = max(scored, default=(0.0, ""))
    return key if score >= MIN_SIMILARITY else ""


def _pairs(word: str) -> set[str]:
    return {word[start : start + 2] for start in range(len(word) - 1)}
