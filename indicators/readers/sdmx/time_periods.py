"""Periods of SDMX -> those of this dashboard: days with a frequency, trimesters, half-years of older files."""

from __future__ import annotations

import re
from collections.abc import Callable

from indicators.readers.cells.periods import normalize_period
from indicators.readers.cells.periods import parse_periods as as_periods
from indicators.readers.columns import reworded
from indicators.readers.rows import Column, combine

_DATE = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?")
_OFTEN: dict[str, Callable[[int, int], str]] = {
    "a": lambda year, month: f"{year}",
    "s": lambda year, month: f"{year}-S{(month + 5) // 6}",
    "h": lambda year, month: f"{year}-S{(month + 5) // 6}",
    "q": lambda year, month: f"{year}-Q{(month + 2) // 3}",
    "t": lambda year, month: f"{year}-{(month - 1) // 4 * 4 + 1:02}-01/P4M",
    "m": lambda year, month: f"{year}-{month:02}",
}
_NAMED = {
    "annual": "a",
    "yearly": "a",
    "annuel": "a",
    "annuelle": "a",
    "anual": "a",
    "jährlich": "a",
    "half": "s",
    "semi": "s",
    "semester": "s",
    "semestriel": "s",
    "semestrielle": "s",
    "semestral": "s",
    "halbjährlich": "s",
    "quarterly": "q",
    "quarter": "q",
    "trimestriel": "q",
    "trimestrielle": "q",
    "trimestral": "q",
    "vierteljährlich": "q",
    "monthly": "m",
    "month": "m",
    "mensuel": "m",
    "mensuelle": "m",
    "mensual": "m",
    "monatlich": "m",
    "year": "a",
}
"""The first words of frequencies by name; weeks and days are not among them, for they are no periods here."""


def sdmx_periods(column: Column, freq: Column | None) -> Column:
    """Periods of SDMX as this dashboard writes them; days are read with the frequency."""
    column = reworded(column, _bare) if any(": " in word for word in column.categories) else column
    if freq is None or not any(_DATE.fullmatch(word) for word in column.categories):
        return as_periods(reworded(column, _own_period), sure=True)
    return combine([freq, column], lambda words: _by_frequency(*words))


def _bare(word: str) -> str:
    return word.partition(": ")[0]


def _by_frequency(freq: str, word: str) -> str:
    match, say = _DATE.fullmatch(word), _OFTEN.get(_letter(freq))
    return (
        say(int(match["y"]), int(match["m"]))
        if match and say
        else normalize_period(_own_period(word))
    )


def _letter(freq: str) -> str:
    """The letter of a frequency, by code (A, Q, A3) or by name ('Half-yearly, semesterly')."""
    first = re.split(r"[\W_]", freq.casefold(), maxsplit=1)[0]
    return first[:1] if len(first) == 1 or first[1:].isdigit() else _NAMED.get(first, "")


def _own_period(word: str) -> str:
    """Trimesters (four months: 2013-T2) and the older half-years (2013-B1), which other files write otherwise."""
    match = re.fullmatch(r"(\d{4})-([TB])([123])", word)
    if not match:
        return word
    year, letter, part = match[1], match[2], int(match[3])
    return (
        f"{year}-S{part}"
        if letter == "B" and part < 3
        else f"{year}-{4 * part - 3:02}-01/P4M"
        if letter == "T"
        else word
    )
