"""Find the name most like a word, for people who mistyped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

MIN_SIMILARITY = 0.75
"""Of difflib's ratio."""
_MAX_COMPARED = 12
Pairs = Mapping[str, tuple[str, ...]]
"""Pair of letters -> the keys that have it."""


def pairs_of(keys: Iterable[str]) -> Pairs:
    """Return the keys by pairs of letters: a word is compared with a few of them, not with all."""
    by_pair: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for pair in _pairs(key):
            by_pair[pair].append(key)
    return {pair: tuple(words) for pair, words in by_pair.items()}


def nearest(word: str, by_pair: Pairs) -> str:
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
