"""Words for powers of ten, as publishers write them beside figures: 'thousands', 'Mrd.', 'тыс.', '亿'. The one table of them.

Every reader knows a multiplier by this table, wherever it stands: in a column of its own, in a unit, in a bracket of a title
or in a line above the table. What is not in it is not understood, and is told instead of passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from indicators.vocabulary import join_languages, read_word_lists

_LISTS = read_word_lists("indicators", "multipliers.toml")


def _powers(table: Mapping[str, Mapping[str, Sequence[str]]]) -> Mapping[str, int]:
    """Give the power of each word of a table: {'3': {'en': ['thousand']}} -> {'thousand': 3}."""
    powers: dict[str, int] = {}
    for power, languages in table.items():
        powers |= dict.fromkeys(join_languages(languages), int(power))
    return MappingProxyType(powers)


WORDS = _powers(_LISTS["words"])
"""Words that are multipliers before a unit and behind it ('thousand US$', 'US$ thousand'), in lower case, without a dot."""

BEFORE = _powers(_LISTS["before"])
"""Words that are multipliers only before a unit of their language (`readers.unitnames.AFTER`) or alone: elsewhere they are words
of their own (air miles, miles per hour, waste bin)."""

GLUED = _powers(_LISTS["joined"])
"""Multipliers that are written with their unit in one word ('亿元', '천명')."""

ALONE = _powers(_LISTS["alone"])
"""Words that are multipliers alone, and before the name of a unit ('tens', 'centaines de personnes')."""

ONES = join_languages(_LISTS["ones"]) | {""}
"""Words of a column of multipliers for 'as it stands'."""

CODES = _powers({power: {"all": words} for power, words in _LISTS["codes"].items()})
"""Multipliers in codes of units (MIO_EUR, THS_PER) of Eurostat and the OECD, in which BIO is a thousand million."""

FACTORS = MappingProxyType(
    {
        "1": 0,
        "10": 1,
        "100": 2,
        "1000": 3,
        "10000": 4,
        "100000": 5,
        "1000000": 6,
        "10000000": 7,
        "100000000": 8,
        "1000000000": 9,
        "1000000000000": 12,
    }
)
_EVERY = {**WORDS, **BEFORE, **GLUED, **ALONE}
_POWERS = frozenset((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15))
_NUMBER = re.compile(r"[-+]?\d{1,2}(?:\.0+)?", re.ASCII)
_RAISED = re.compile(
    r"(?:x ?)?(?:10\^|10\*\*|1e\+?|10e)(?P<power>\d{1,2})", re.IGNORECASE | re.ASCII
)
_AMBIGUOUS = frozenset(("mil", "mil.", "bil.", "bio", "bio.", "m", "mm", "k", "b", "t", "g"))
"""Words that are thousands in one language and millions in another, or also mean something else."""
_LONGEST = 40
_HIGHEST = max(_POWERS)


def parse_power(word: str) -> int | None:
    """The power of ten that a word of a multiplier column stands for: 'Millions', '6', 'Tsd.' -> 6, 6, 3; None for a word
    that is not understood. A number is the power itself, from -12 to 9, or 12 or 15."""
    bare = _bare(word)
    if word.strip().casefold() in _AMBIGUOUS:
        return None
    if bare in ONES:
        return 0
    if _NUMBER.fullmatch(bare):
        power = int(float(bare))
        return power if power in _POWERS or -12 <= power < 0 else None
    if match := _RAISED.fullmatch(bare):
        power = int(match["power"])
        return power if power <= _HIGHEST else None
    return _EVERY.get(bare)


def is_multiplier_word(word: str) -> bool:
    """Whether a word says a multiplier, or 'units', and nothing else; numbers do not, for they may be anything."""
    bare = _bare(word)
    if word.strip().casefold() in _AMBIGUOUS:
        return False
    return bare in _EVERY or (bare in ONES and bare != "")


def _bare(word: str) -> str:
    """A word in lower case, without blanks, a bracket around it or a dot behind; a long one as it is, for it is none."""
    if len(word) > _LONGEST:
        return word
    bare = " ".join(word.split()).casefold()
    if bare[:1] in ("(", "（", "[") and bare[-1:] in (")", "）", "]"):
        bare = bare[1:-1]
    return bare.strip().removesuffix(".").strip()


def parse_factors(words: Iterable[str]) -> dict[str, int]:
    """The powers of words that are factors themselves (1, 1000, 1000000); {} where any is not, or none is a thousand or more."""
    found = {word: FACTORS.get(word.strip().replace(",", "").replace(" ", "")) for word in words}
    powers = {word: power for word, power in found.items() if power is not None}
    return (
        powers if len(powers) == len(found) and any(power > 2 for power in powers.values()) else {}
    )


def pattern(*tables: Mapping[str, int]) -> str:
    """A regular expression for any word of the tables, the longest first."""
    words = sorted({word for table in tables for word in table}, key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)
