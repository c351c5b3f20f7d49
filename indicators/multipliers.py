"""Words for powers of ten, as publishers write them beside figures: 'thousands', 'Mrd.', 'тыс.', '亿'. The one table of them.

Every reader knows a multiplier by this table, wherever it stands: in a column of its own, in a unit, in a bracket of a title
or in a line above the table. What is not in it is not understood, and is told instead of passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType


def _table(powers: Mapping[int, str]) -> Mapping[str, int]:
    return MappingProxyType(
        {word.strip(): power for power, words in powers.items() for word in words.split(",")}
    )


WORDS = _table(
    {
        2: "hundred, hundreds",
        3: "thousand, thousands, thousand(s), thous, ths, thsd, thds, thnd, tsd, tausend, millier, milliers, migliaia, тыс, тысяч, тысяча, тысячи, tys, "
        "tisíc, tusen, tusental, duizend, miles de, mil de, millar, millares, ezer, "
        "tūkst, тис",
        5: "lakh, lakhs",
        6: "million, millions, million(s), million's, mn, mio, mln, millón, millones, milhão, milhões, millionen, milione, milioni, "
        "млн, миллион, миллиона, "
        "миллионов, milion, milionów, milionů, milyon, miljoen, miljoner, miljonit, milj, millió",
        7: "crore, crores",
        9: "billion, billions, billion(s), bn, bln, mrd, mld, milliard, milliards, milliarden, miliardo, miliardi, млрд, миллиард, миллиарда, "
        "миллиардов, miliard, miliardów, miliardů, milyar, miljard, miljarder, bilhão, bilhões, mil millones, milliárd",
        12: "trillion, trillions, trillion(s), trn, trln, трлн, триллион, триллионов, trilhão, trilhões, trilyon, lakh crore",
    }
)
"""Words that are multipliers before a unit and behind it ('thousand US$', 'US$ thousand'), in lower case, without a dot."""

BEFORE = _table({3: "mil, miles, tis, bin", 6: "mill"})
"""Words that are multipliers only before a unit of their language (`readers.unitnames.AFTER`) or alone: elsewhere they are words
of their own (air miles, miles per hour, waste bin)."""

GLUED = _table(
    {
        1: "十",
        2: "百",
        3: "千, 천",
        4: "万, 萬, 만",
        5: "十万, 十萬",
        6: "百万, 百萬, 백만",
        7: "千万, 千萬, 천만",
        8: "亿, 億, 억",
        9: "十亿, 十億, 십억",
        10: "百亿, 百億",
        11: "千亿, 千億",
        12: "万亿, 萬億, 조",
    }
)
"""Multipliers that are written with their unit in one word ('亿元', '천명')."""

ALONE = _table(
    {
        1: "ten, tens",
        4: "tens of thousand, tens of thousands, ten thousand, ten thousands",
        5: "hundreds of thousand, hundreds of thousands, hundred thousand",
        7: "tens of million, tens of millions, ten million",
        8: "hundreds of million, hundreds of millions, hundred million",
        10: "tens of billion, tens of billions",
        2: "centaine, centaines",
    }
)
"""Words that say a multiplier in a column of their own."""

ONES = frozenset(
    (
        "",
        *_table(
            {
                0: "unit, units, one, ones, none, nan, not applicable, n/a, _z, _x, _n, percent, percentage, per cent, %, unité, unités, "
                "unidad, unidade, unidades, einheit, einheiten, unità, единица, единицы, ед, jednostka, 單位, 单位, 个, 個, number, "
                "actual, absolute"
            }
        ),
    )
)
"""Words of a column of multipliers for 'as it stands'."""

CODES = MappingProxyType(
    {
        "ths": 3,
        "thnd": 3,
        "thousand": 3,
        "mio": 6,
        "mln": 6,
        "million": 6,
        "bn": 9,
        "bln": 9,
        "bio": 9,
        "mrd": 9,
        "billion": 9,
        "trn": 12,
        "trln": 12,
    }
)
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
