"""The one table of words for powers of ten, as publishers write them: 'thousands', 'Mrd.', 'тыс.',
'亿'.

Every reader knows a multiplier by this table, wherever it stands: in a column of its own, in a
unit, in a bracket of a title or in a line above the table. What is not in it is not understood, and
is reported. The words stand in multipliers.toml, by power and language.
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
"""Words that are multipliers before a unit and behind it ('thousand US$', 'US$ thousand'), in lower
case, without a dot.
"""

BEFORE = _powers(_LISTS["before"])
"""Words that are multipliers only before a unit of their language
(`readers.cells.unit_names.AFTER`) or alone: elsewhere they are words of their
own (air miles, miles per hour, waste bin).
"""

GLUED = _powers(_LISTS["joined"])
"""Multipliers that are written with their unit in one word ('亿元', '천명')."""

ALONE = _powers(_LISTS["alone"])
"""Words that are multipliers alone, and before the name of a unit ('tens', 'centaines de
personnes').
"""

BESIDE_MONEY = _powers(_LISTS["money"])
"""Short signs that are multipliers only directly before or behind a currency ('USDm', 'k€')."""

ONES = join_languages(_LISTS["ones"]) | {""}
"""Words of a column of multipliers for 'as it stands'."""

CODES = _powers({power: {"all": words} for power, words in _LISTS["codes"].items()})
"""Multipliers in codes of units (MIO_EUR, THS_PER) of Eurostat and the OECD, in which BIO is a
thousand million.
"""

FACTORS = MappingProxyType({str(10**power): power for power in (*range(10), 12)})
"""Factors as they stand in a column, without marks of grouping: '1000' is 3."""
_ALL = {**WORDS, **BEFORE, **GLUED, **ALONE}
_POWERS = frozenset((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15))
_NUMBER = re.compile(r"[-+]?\d{1,2}(?:\.0+)?", re.ASCII)
_RAISED = re.compile(
    r"(?:x ?)?(?:10\^|10\*\*|1e\+?|10e)(?P<power>\d{1,2})", re.IGNORECASE | re.ASCII
)
_AMBIGUOUS = frozenset(("mil", "mil.", "bil.", "bio", "bio.", "m", "mm", "k", "b", "t", "g"))
"""Words that are thousands in one language and millions in another, or also mean something else."""
MAX_WORD_LENGTH = 40
MAX_POWER = max(_POWERS)
MIN_POWER = -12


def parse_power(word: str) -> int | None:
    """Return the power of ten that a word of a multiplier column stands for: 'Millions', '6',
    'Tsd.' -> 6, 6, 3.

    A number is the power itself, from -12 to 9, or 12 or 15. None for a word that is not
    understood.
    """
    if word.strip().casefold() in _AMBIGUOUS:
        return None
    normalized = _normalize(word)
    if normalized in ONES:
        return 0
    if _NUMBER.fullmatch(normalized):
        power = int(float(normalized))
        return power if power in _POWERS or MIN_POWER <= power < 0 else None
    if match := _RAISED.fullmatch(normalized):
        power = int(match["power"])
        return power if power <= MAX_POWER else None
    return _ALL.get(normalized)


def is_multiplier_word(word: str) -> bool:
    """Return whether a word states a multiplier, or 'units', and nothing else; numbers do not, for
    they may be anything.
    """
    if word.strip().casefold() in _AMBIGUOUS:
        return False
    normalized = _normalize(word)
    return normalized in _ALL or (normalized in ONES and normalized != "")


def _normalize(word: str) -> str:
    """Write a word in lower case, without blanks, a bracket around it or a dot behind; a long one
    as it is.
    """
    if len(word) > MAX_WORD_LENGTH:
        return word
    text = " ".join(word.split()).casefold()
    if text[:1] in ("(", "（", "[") and text[-1:] in (")", "）", "]"):
        text = text[1:-1]
    return text.strip().removesuffix(".").strip()


def parse_factors(words: Iterable[str]) -> dict[str, int]:
    """Return the powers of words that are factors themselves (1, 1000, 1000000).

    {} where any word is none, or none is a thousand or more.
    """
    powers: dict[str, int] = {}
    for word in words:
        power = FACTORS.get(word.strip().replace(",", "").replace(" ", ""))
        if power is None:
            return {}
        powers[word] = power
    return powers if max(powers.values(), default=0) > 2 else {}


def pattern(*tables: Mapping[str, int]) -> str:
    """Return a regular expression for any word of the tables, the longest first."""
    words = sorted({word for table in tables for word in table}, key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)
