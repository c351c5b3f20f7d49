"""The known name most like a word, for people who mistyped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

CLOSE = 0.75
_TRIED = 12
Pairs = Mapping[str, tuple[str, ...]]


def pairs_of(keys: Iterable[str]) -> Pairs:
    """Pairs of letters, and the keys that hold them: so that a word is compared with a few keys and not with all."""
    known: dict[str, list[str]] = defaultdict(list)
    for word in keys:
        for pair in _pairs(word):
            known[pair].append(word)
    return {pair: tuple(words) for pair, words in known.items()}


def nearest(word: str, known: Pairs) -> str:
    """The key most like this one, or '' where none comes near."""
    shared = Counter(other for pair in _pairs(word) for other in known.get(pair, ()))
    letters = set(word)
    best = sorted(
        shared,
        reverse=True,
        key=lambda other: (
            (2 * shared[other] + len(letters.intersection(other))) / (len(other) + len(word))
        ),
    )[:_TRIED]
    scored = [(SequenceMatcher(None, word, other).ratio(), other) for other in best]
    score, other = max(scored, default=(0.0, ""))
    return other if score >= CLOSE else ""


def _pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word) - 1)}
