"""Periods as SDMX writes them: 2023, 2023-Q2, 2023-07, 2021-S1, ranges such as 2020-07-01/P1Y."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

FORMS = "2023, 2023-Q2, 2023-07, 2021-S1 or 2020-07-01/P1Y"
"""Every form a period may take, for error messages and documentation."""

_PART = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|S(?P<half>[12])|(?P<month>[0-9]{2})))?"
)
_RANGE = re.compile(
    r"(?P<start>[0-9]{4}-[0-9]{2}-[0-9]{2})/P(?:(?P<years>[0-9]{1,3})Y)?(?:(?P<months>[0-9]{1,3})M)?"
)

_CALENDAR = re.compile(r"([1-9][0-9]{3})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


class Span(NamedTuple):
    """The first day of a period and how many months it lasts."""

    start: date
    months: int


@lru_cache(maxsize=8192)
def span(text: str) -> Span:
    """Return the first day and length of a period. Raises ValueError for text that is none."""
    result = _part(text) or _range(text)
    if result is None:
        raise ValueError(f"'{text}' is no period; expected {FORMS}.")
    return result


def period_start(text: str) -> date:
    """Return the first day of a period: '2023-Q2' -> 1 April 2023. Raises ValueError as `span`."""
    return span(text).start


def month_number(day: date) -> int:
    """Return the months since the year 0, so that distances can be counted in months."""
    return day.year * 12 + day.month - 1


def period_months(text: str) -> int:
    """Return the length of a period in months: 12, 6, 3, 1, or a range's. Raises ValueError as
    `span`.
    """
    return span(text).months


def period_of(start: date, months: int) -> str:
    """Return the period of so many months from a first of a month on: '2023-Q2', '2020-07-01/P1Y'.

    A part of the calendar has its short form: a year, half a year, a quarter, a month.
    """
    year, month = f"{start.year:04d}", start.month
    if months == 1:
        return f"{year}-{month:02d}"
    if months == 3 and month % 3 == 1:
        return f"{year}-Q{month // 3 + 1}"
    if months == 6 and month % 6 == 1:
        return f"{year}-S{month // 6 + 1}"
    if months == 12 and month == 1:
        return year
    length = f"{months // 12}Y" if months % 12 == 0 else f"{months}M"
    return f"{start.isoformat()}/P{length}"


def is_period(text: str) -> bool:
    """Return whether text is a period in one of the forms above."""
    try:
        span(text)
    except ValueError:
        return False
    return True


def last_day(text: str) -> date | None:
    """Return the last day of a day, month or year: '2027-02' -> 28 February 2027.

    None for any other text, and for a day that no calendar has.
    """
    match = _CALENDAR.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        if day:
            return date(year, month, day)
        month = month or 12
        return date(year, month, monthrange(year, month)[1])
    except ValueError:  # 30 February
        return None


def _part(text: str) -> Span | None:
    match = _PART.fullmatch(text)
    if not match:
        return None
    if match["quarter"]:
        return _span(match["year"], 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return _span(match["year"], 6 * int(match["half"]) - 5, 6)
    if match["month"]:
        return _span(match["year"], int(match["month"]), 1)
    return _span(match["year"], 1, 12)


def _span(year: str, month: int, months: int) -> Span | None:
    try:
        return Span(date(int(year), month, 1), months)
    except ValueError:
        return None


def _range(text: str) -> Span | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    months = 12 * int(match["years"] or 0) + int(match["months"] or 0)
    try:
        return Span(date.fromisoformat(match["start"]), months) if months else None
    except ValueError:
        return None
