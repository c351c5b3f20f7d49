"""Periods, ranks, statuses, breakdowns, dates and lists as a reader says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date as Date
from functools import lru_cache

from babel.dates import DateTimePattern, parse_pattern

from indicators.locale import Locale, get_locale
from indicators.model import TOTAL, Source
from indicators.periods import Span, span

_CACHED = 1 << 12
"""Number of periods whose words are cached: a chart has the same few beside each point."""


def period(text: str, language: str, spoken: bool = False) -> str:
    """Write a period: '2023-Q2' -> 'Q2 2023', '2020-07-01/P1Y' -> '2020–21'.

    Text that is no period is returned unchanged. `spoken` fits a sentence after 'in', as in 'the
    first half of 2021'.
    """
    return _period(text, get_locale(language), spoken)


@lru_cache(_CACHED)
def _period(text: str, locale: Locale, spoken: bool) -> str:
    try:
        interval = span(text)
    except ValueError:
        return text
    form = _form(interval, text)
    if form in _SKELETONS:
        return _pattern(locale, form).apply(interval.start, locale.babel)
    if spoken and form in ("half1", "half2"):
        form += "_spoken"
    return locale.text(f"period.{form}", **_parts(interval, locale))


def _form(interval: Span, text: str) -> str:
    """Which of a language's patterns a period takes."""
    start, months = interval
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


def _parts(interval: Span, locale: Locale) -> dict[str, str | int]:
    start, months = interval
    end = start.year * 12 + start.month - 1 + months - 1  # months counted from the year 0
    end_year = end // 12
    short = f"{end_year % 100:02}" if end_year // 100 == start.year // 100 else str(end_year)
    names = locale.babel.months["stand-alone"]["abbreviated"]
    return {
        "year": start.year,
        "end_year": end_year,
        "short": short,
        "number": start.month,
        "month": names[start.month],
        "end_month": names[end % 12 + 1],
    }


_SKELETONS = {"year": "y", "month": "yMMM", "quarter": "yQQQ", "date": "yMMMd"}
"""What CLDR calls the patterns of dates and of periods that its calendar has."""


@lru_cache
def _pattern(locale: Locale, form: str) -> DateTimePattern:
    own = locale.format(form)
    return parse_pattern(own) if own else locale.babel.datetime_skeletons[_SKELETONS[form]]


def rank(position: int, of: int | None, language: str) -> str:
    """Write a rank: '14th of 60', '第14位（共60）'; the place alone where `of` is None."""
    locale = get_locale(language)
    place = locale.ordinal("rank.place", int(position))
    return place if of is None else locale.text("rank.among", rank=place, of=of)


def status(name: str, language: str) -> str:
    """Write a status in words; an empty one is 'reported', an unknown one is shown as it is."""
    return _word(f"status.{name or 'reported'}", get_locale(language)) or _as_written(name)


def terms(name: str, language: str) -> str:
    """Write terms of reuse in words: 'open', 'with attribution'."""
    return get_locale(language).text(f"word.terms.{name}")


def breakdown(
    text: str, language: str, names: Mapping[str, str] | None = None, short: bool = False
) -> str:
    """Write 'sex=female;age=16-24' as 'sex: female; age: 16–24', or short as 'female, 16–24'.

    `names` are further words, by dimension, category or 'dimension=category', and go first.
    """
    locale = get_locale(language)
    names = names or {}
    if text in ("", TOTAL):
        return names.get(TOTAL) or _word(f"category.{TOTAL}", locale)
    parts = [_part(part, locale, names, short) for part in text.split(";") if part]
    return locale.text("sentence.comma" if short else "sentence.semicolon").join(parts)


def _part(part: str, locale: Locale, names: Mapping[str, str], short: bool) -> str:
    dimension, equals, category = part.partition("=")
    if not equals:
        return names.get(part) or _word(f"category.{part}", locale) or _as_written(part)
    text = names.get(part) or names.get(category) or _category(dimension, category, locale)
    if short:
        return text
    name = names.get(dimension) or _word(f"dimension.{dimension}", locale) or _as_written(dimension)
    return name + locale.text("sentence.colon") + text


def _category(dimension: str, category: str, locale: Locale) -> str:
    dashed = re.sub(r"(?<=[0-9])-(?=[0-9])", "–", category)
    if dimension == "age" and category[:1].isdigit():
        if dashed.endswith("+"):
            return locale.text("word.age_over", age=dashed[:-1])
        return locale.text("word.age", age=dashed)
    return _word(f"category.{category}", locale) or _as_written(dashed)


def _word(name: str, locale: Locale) -> str:
    """The word of a status, dimension or category; an empty string where there is none."""
    key = f"word.{name}"
    return locale.text(key) if key in locale else ""


def _as_written(word: str) -> str:
    return word.replace("_", " ")


def date(value: Date, language: str) -> str:
    """Write a date: '14 Mar 2026', '2026年3月14日'."""
    locale = get_locale(language)
    return _pattern(locale, "date").apply(value, locale.babel)


def citations(sources: Iterable[Source], language: str) -> list[str]:
    """Cite sources, editions of one title together with their first and last year.

    'UN DESA, E-Government Survey, 2010–2024'.
    """
    locale = get_locale(language)
    comma = locale.text("sentence.comma")
    editions: dict[str, list[Source]] = {}
    for source in sources:
        editions.setdefault(replace(source, year="").cite(language, comma), []).append(source)
    return [_citation(title, listed, locale, comma) for title, listed in editions.items()]


def _citation(title: str, editions: Sequence[Source], locale: Locale, comma: str) -> str:
    years = sorted({edition.year for edition in editions if edition.year})
    if len(years) > 1:
        span = locale.text("period.years", year=years[0], end_year=years[-1])
        return comma.join((title, span))
    return comma.join((title, *years))


def listing(items: Sequence[str], language: str) -> str:
    """Write a list: 'a, b and c', 'a、b和c'."""
    if len(items) < 2:
        return "".join(items)
    locale = get_locale(language)
    patterns = locale.babel.list_patterns["standard"]
    end = locale.format("list_end") or patterns["end"]
    if len(items) == 2:
        return (locale.format("list_end") or patterns["2"]).format(*items)
    text = patterns["start"].format(items[0], items[1])
    for item in items[2:-1]:
        text = patterns["middle"].format(text, item)
    return end.format(text, items[-1])
