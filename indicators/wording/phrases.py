"""Periods, ranks, statuses, breakdowns, dates and lists as a reader says them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date as Date

from indicators.model import TOTAL
from indicators.periods import Span, span
from indicators.wording.languages import Language, language_of

_HANZI = "一二三四"


def period(text: str, language: str, spoken: bool = False) -> str:
    """'2023-Q2' -> 'Q2 2023', '2020-07-01/P1Y' -> '2020–21'; text that is no period is returned unchanged.

    `spoken` fits a sentence after 'in': 'the first half of 2021'.
    """
    try:
        found = span(text)
    except ValueError:
        return text
    words = language_of(language)
    form = _form(found, text)
    pattern = words.periods.get(f"spoken_{form}" if spoken else form) or words.periods[form]
    return pattern.format_map(_parts(found, words))


def _form(found: Span, text: str) -> str:
    """Which of a language's patterns a period takes."""
    start, months = found
    calendar = (start.month, start.day) == (1, 1) and months % 12 == 0
    if calendar:
        return "year" if months == 12 else "years"
    if months == 12:
        return "fiscal"
    if months == 1:
        return "month"
    if "/" not in text:
        return "quarter" if months == 3 else f"half{start.month // 6 + 1}"
    return "within" if start.month + months <= 13 else "across"


def _parts(found: Span, words: Language) -> dict[str, str | int]:
    start, months = found
    end = start.year * 12 + start.month - 1 + months - 1  # months counted from the year 0
    end_year = end // 12
    short = f"{end_year % 100:02}" if end_year // 100 == start.year // 100 else str(end_year)
    return {
        "year": start.year,
        "end_year": end_year,
        "short": short,
        "number": start.month,
        "month": words.months[start.month - 1],
        "end_month": words.months[end % 12],
        "part": (start.month - 1) // 3 + 1,
        "hanzi": _HANZI[(start.month - 1) // 3],
    }


def rank(position: int, of: int | None, language: str) -> str:
    """'14th of 60', '第14位（共60）'; the place alone where `of` is None."""
    words = language_of(language)
    place = words.ordinal(int(position))
    return place if of is None else words.rank_of.format(rank=place, of=of)


def status(name: str, language: str) -> str:
    """A status in words; an empty one is 'reported', an unknown one is shown as it is."""
    return language_of(language).statuses.get(name or "reported", _as_it_is(name))


def breakdown(
    text: str, language: str, names: Mapping[str, str] | None = None, short: bool = False
) -> str:
    """'sex=female;age=16-24' -> 'sex: female; age: 16–24', or short 'female, 16–24'; 'total' -> 'total'.

    `names` are further words, by dimension, category or 'dimension=category', and go first.
    """
    words = language_of(language)
    if text in ("", TOTAL):
        return (names or {}).get(TOTAL) or words.categories[TOTAL]
    parts = [_part(part, words, names or {}, short) for part in text.split(";") if part]
    return (words.comma if short else words.semicolon).join(parts)


def _part(part: str, words: Language, names: Mapping[str, str], short: bool) -> str:
    dimension, equals, category = part.partition("=")
    if not equals:
        return names.get(part) or words.categories.get(part) or _as_it_is(part)
    said = names.get(part) or names.get(category) or _category(dimension, category, words)
    if short:
        return said
    return (
        (names.get(dimension) or words.dimensions.get(dimension) or _as_it_is(dimension))
        + words.colon
        + said
    )


def _category(dimension: str, category: str, words: Language) -> str:
    ranged = re.sub(r"(?<=[0-9])-(?=[0-9])", "–", category)
    if dimension == "age" and category[:1].isdigit():
        return (
            words.age_over.format(ranged[:-1]) if ranged.endswith("+") else words.age.format(ranged)
        )
    return words.categories.get(category) or _as_it_is(ranged)


def _as_it_is(word: str) -> str:
    return word.replace("_", " ")


def date(value: Date, language: str) -> str:
    """'14 Mar 2026', '2026年3月14日'."""
    words = language_of(language)
    return words.date.format(day=value.day, month=words.months[value.month - 1], year=value.year)


def listing(items: Sequence[str], language: str) -> str:
    """'a, b and c', 'a、b和c'."""
    words = language_of(language)
    if len(items) < 2:
        return "".join(items)
    return words.series.join(items[:-1]) + words.last + items[-1]
