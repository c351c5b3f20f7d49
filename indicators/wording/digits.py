"""Decimal numbers in the signs and scale words of a language, as Unicode CLDR has them (by Babel).

CLDR's own rounding is not used: every number comes here rounded as it is to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from babel.numbers import get_decimal_symbol, get_group_symbol, parse_pattern

from indicators.locale import Locale

MINUS = "−"
"""U+2212 in every language: CLDR has the hyphen in most, which is narrower than a plus, and lines
break behind it."""
WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
"""For arithmetic on decimals of floats, which reach 10**308; readers round a half up."""
_SMALLEST_SCALE = 10_000
"""Smaller ones ('thousand') are not written as words: 83,481 yuan, not 83.5 thousand yuan."""


_BLANKS = (" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")


@dataclass(frozen=True)
class ScaleWord:
    """A power of ten that has a word: 'million', '亿'.

    `patterns` hold the number as '{}', by how many digits it has and by its plural form.
    """

    divisor: int
    patterns: Mapping[int, Mapping[str, str]]

    def around(self, digits: str, value: Decimal, locale: Locale) -> str:
        """Put the word to the written number: '12.8 million', '12.8 Millionen', '1 Million'."""
        whole = max(value.adjusted() + 1, 1)
        forms = self.patterns.get(whole, self.patterns[max(self.patterns)])
        plural = locale.plural(value) if len(set(forms.values())) > 1 else "other"
        return forms.get(plural, forms["other"]).replace("{}", digits)

    @property
    def word(self) -> str:
        """The word alone, as it stands beside an axis of many numbers."""
        return self.largest.replace("{}", "").strip()

    @property
    def largest(self) -> str:
        """The pattern of the largest numbers that have the word."""
        return self.patterns[max(self.patterns)]["other"]


@lru_cache
def scale_words(locale: Locale) -> tuple[ScaleWord, ...]:
    """Return the language's scale words, the largest first."""
    patterns_of: dict[int, dict[int, dict[str, str]]] = {}
    for plural, patterns in locale.babel.compact_decimal_formats["long"].items():
        for power, pattern in patterns.items():
            positive = pattern.pattern.partition(";")[0]  # what follows is for numbers below zero
            whole = positive.count("0")
            if not whole:  # 'mille' for 1,000: the word alone, without its number
                continue
            before, after = _unquoted(pattern.prefix[0]), _unquoted(pattern.suffix[0])
            divisor = int(power) // 10 ** (whole - 1)
            if (before or after) and divisor >= _SMALLEST_SCALE:
                forms = patterns_of.setdefault(divisor, {}).setdefault(whole, {})
                forms[plural] = f"{before}{{}}{after}"
    return tuple(
        ScaleWord(divisor, patterns_of[divisor]) for divisor in sorted(patterns_of, reverse=True)
    )


def gap(locale: Locale) -> str:
    """Return what parts a scale word from its unit: a blank, or nothing in Chinese
    ('12.8万亿元').
    """
    words = scale_words(locale)
    return " " if not words or any(mark in words[0].largest for mark in _BLANKS) else ""


def write(value: Decimal, locale: Locale, all_digits: bool = False) -> str:
    """Write a decimal with all its decimals: '1,234.50', '−0.3'.

    `all_digits` says that it was not rounded: it is grouped even where rounded ones are not.
    """
    group, point, (last, others) = _rules(locale, all_digits)
    whole, dot, decimals = format(abs(value), "f").partition(".")
    groups = []
    while len(whole) > last:
        groups.append(whole[-last:])
        whole, last = whole[:-last], others
    digits = group.join([whole, *reversed(groups)]) + dot.replace(".", point) + decimals
    return MINUS + digits if value < 0 else digits


def percent(digits: str, locale: Locale) -> str:
    """Put the percent sign to a written number: '4.1%', '4,1 %'."""
    pattern = locale.babel.percent_formats[None]
    return f"{pattern.prefix[0]}{digits}{pattern.suffix[0]}"


@lru_cache
def _rules(locale: Locale, all_digits: bool) -> tuple[str, str, tuple[int, int]]:
    """Give the sign between groups, the decimal sign, the size of the last group and of others."""
    own = "" if all_digits else locale.format("decimal")
    pattern = parse_pattern(own) if own else locale.babel.decimal_formats[None]
    return get_group_symbol(locale.babel), get_decimal_symbol(locale.babel), pattern.grouping


def _unquoted(text: str) -> str:
    """Take the quotes off, between which a pattern of CLDR has letters that mean themselves."""
    return re.sub("'([^']*)'", r"\1", text)
