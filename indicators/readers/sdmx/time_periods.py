"""Time periods of SDMX as those of this dashboard: days by frequency, trimesters, half-years."""

from __future__ import annotations

import re
from collections.abc import Callable

from indicators.readers.cells.periods import normalize_period, parse_periods
from indicators.readers.columns import map_categories
from indicators.readers.rows import Column, combine

_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?")
_TRIMESTER = re.compile(r"(?P<year>\d{4})-T(?P<number>[123])")
_OLD_HALF_YEAR = re.compile(r"(?P<year>\d{4})-B(?P<number>[12])")


def _trimester(year: str | int, number: int) -> str:
    """Return four months as an ISO 8601 interval, which begins in January, May or September."""
    return f"{year}-{4 * number - 3:02}-01/P4M"


_FORMATS: dict[str, Callable[[int, int], str]] = {
    "a": lambda year, month: f"{year}",
    "s": lambda year, month: f"{year}-S{(month + 5) // 6}",
    "h": lambda year, month: f"{year}-S{(month + 5) // 6}",
    "q": lambda year, month: f"{year}-Q{(month + 2) // 3}",
    "t": lambda year, month: _trimester(year, (month + 3) // 4),
    "m": lambda year, month: f"{year}-{month:02}",
}
"""The period of a year and month by the code of its frequency."""

_FREQUENCY_LABELS = {
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
"""First words of frequencies; weeks and days are no periods of this dashboard."""


def sdmx_periods(column: Column, frequency: Column | None) -> Column:
    """Return periods of SDMX as this dashboard writes them; days by their frequency."""
    if any(": " in word for word in column.categories):  # labels=both: '2020: 2020'
        column = map_categories(column, lambda word: word.partition(": ")[0])
    if frequency is None or not any(_DATE.fullmatch(word) for word in column.categories):
        return parse_periods(map_categories(column, _plain_period), sure=True)
    return combine([frequency, column], lambda words: _by_frequency(*words))


def _by_frequency(frequency: str, word: str) -> str:
    date, period = _DATE.fullmatch(word), _FORMATS.get(_frequency_code(frequency))
    if date and period:
        return period(int(date["year"]), int(date["month"]))
    return normalize_period(_plain_period(word))


def _frequency_code(frequency: str) -> str:
    """Return the letter of a frequency from its code (A, Q, A3) or label ('Half-yearly')."""
    first = re.split(r"[\W_]", frequency.casefold(), maxsplit=1)[0]
    if len(first) == 1 or first[1:].isdigit():
        return first[:1]
    return _FREQUENCY_LABELS.get(first, "")


def _plain_period(word: str) -> str:
    """Return trimesters (2013-T2) and half-years of SDMX 2.0 (2013-B1) in the form of today."""
    if match := _OLD_HALF_YEAR.fullmatch(word):
        return f"{match['year']}-S{match['number']}"
    if match := _TRIMESTER.fullmatch(word):
        return _trimester(match["year"], int(match["number"]))
    return word
