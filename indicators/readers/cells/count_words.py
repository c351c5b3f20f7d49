"""Words that count: those that say nothing of what is counted ('个', 'units', 'шт.'), and measure
words of some things ('户', 'cases').
"""

from __future__ import annotations

from indicators.readers.cells.units import split_multiplier
from indicators.vocabulary import join_languages, read_word_lists

_LISTS = read_word_lists("indicators.readers.cells", "count_words.toml")

GENERIC_COUNTERS = join_languages(_LISTS["generic"])
"""Words that count whatever is counted: a series that is known by its code is in its own unit where
a file says one of them.
"""

SPECIFIC_COUNTERS = join_languages(_LISTS["specific"])
"""Words that count things of some kind (households, machines, events): they are the unit of a known
series only where units.csv says so, and yet pick no unit by themselves, for each counts several
kinds.
"""

COUNTERS = GENERIC_COUNTERS | SPECIFIC_COUNTERS


def counts_anything(word: str) -> bool:
    """Return whether a unit, with or without a multiplier ('万个', 'thousand units'), says
    nothing of what is counted.
    """
    return _counter(word) in GENERIC_COUNTERS


def is_counter(word: str) -> bool:
    """Return whether a unit, with or without a multiplier ('万户', 'thousand units'), only counts,
    and is of no one thing.
    """
    return _counter(word) in COUNTERS


def _counter(word: str) -> str:
    return split_multiplier(word)[0].casefold().strip(" .()（）[]")
