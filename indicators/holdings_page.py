"""docs/data.md, made from the holdings: what is held by field and level, whose it is, what is due.

It says nothing that depends on the day it is read; the Data page does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from indicators import wording
from indicators.analysis.holdings import holdings, records, shown_levels
from indicators.dataset import Dataset
from indicators.locale import Locale, get_locale
from indicators.text import printable

Row = Mapping[str, Any]
"""A row of the holdings by column."""
NOT_HELD = "–"


def page(dataset: Dataset, language: str) -> str:
    """Return the whole page, in Markdown: a table for each field, a row for each indicator."""
    locale = get_locale(language)
    frame = holdings(dataset)
    lines = [
        f"# {locale.text('holdings.page_title')}\n",
        f"{locale.text('holdings.page_text')}\n",
    ]
    for pillar, rows in frame.groupby("pillar", sort=False):
        title = dataset.catalogue.pillars[str(pillar)].title.get(language)
        lines += [f"## {_cell(title)}\n", *_field(dataset, records(rows), locale), ""]
    return "\n".join(lines)


def _field(dataset: Dataset, rows: list[Any], locale: Locale) -> list[str]:
    """Return the lines of a field: how many indicators it has, and their table."""
    by_indicator: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_indicator.setdefault(row["indicator"], {})[row["level"]] = row
    without = sum(not _is_held(by_level.values()) for by_level in by_indicator.values())
    levels = shown_levels(dataset)
    header = [
        locale.text("app.indicator"),
        *(dataset.catalogue.level_title(level, locale.language) for level in levels),
        locale.text("holdings.next_release"),
        locale.text("data.terms"),
        locale.text("data.publisher"),
        locale.text("data.retrieved"),
    ]
    key = "holdings.page_field" if without else "holdings.page_field_all"
    return [
        locale.text(key, n=len(by_indicator), without=without) + "\n",
        _line(header),
        _line(["---"] * len(header)),
        *(_line(_cells(dataset, by_level, locale)) for by_level in by_indicator.values()),
    ]


def _is_held(rows: Iterable[Row]) -> bool:
    return any(row["places"] for row in rows)


def _cells(dataset: Dataset, by_level: Mapping[str, Row], locale: Locale) -> list[str]:
    language, rows = locale.language, list(by_level.values())
    catalogue = dataset.catalogue
    releases = {row["next_release"]: None for row in rows if row["next_release"]}
    return [
        catalogue.indicators[rows[0]["indicator"]].title.get(language),
        *(figures(by_level[level], locale) or NOT_HELD for level in shown_levels(dataset)),
        ", ".join(release(text, language) for text in releases),
        wording.terms(rows[0]["terms"], language),
        publishers(dataset, rows[0]["sources"], locale),
        max(row["retrieved"] for row in rows),
    ]


def figures(row: Row, locale: Locale) -> str:
    """Return how many places have figures over which periods: '193 · 2003 – 2024'; '' for none.

    Figures that are left out for their terms are told, too.
    """
    if not row["places"]:
        return locale.text("holdings.state.left_out") if row["left_out"] else ""
    count = wording.count(row["places"], locale.language)
    ends = [wording.period(period, locale.language) for period in (row["first"], row["newest"])]
    parts = [count, " – ".join(dict.fromkeys(ends))]
    if row["left_out"]:
        parts.append(locale.text("holdings.part_left_out"))
    return " · ".join(parts)


def release(text: str, language: str) -> str:
    """Return when figures are due: a day, a month or a year; '' where that is not known."""
    if len(text) == len("2027-03-15"):
        return wording.date(date.fromisoformat(text), language)
    return wording.period(text, language) if text else ""


def publishers(dataset: Dataset, sources: Iterable[str], locale: Locale) -> str:
    """Name the publishers of sources, each once."""
    described = [dataset.catalogue.sources[source] for source in sources]
    names = dict.fromkeys(source.publisher.get(locale.language) for source in described)
    return locale.text("sentence.semicolon").join(name for name in names if name)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Return text of a file as one cell of Markdown: no column, link or tag begins in it."""
    for letter in "\\|<[*_`":
        text = text.replace(letter, f"\\{letter}")
    return printable(" ".join(text.split()))
