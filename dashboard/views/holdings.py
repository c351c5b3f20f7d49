"""What is held, by indicator and level, as the first view of the Data page says it. No Streamlit.

The frames come from indicators.analysis.holdings; docs/data.md is made from the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote

import pandas as pd

from dashboard.url_state import plain
from dashboard.views.about import linked
from dashboard.views.inventory import Row, page_of
from indicators import Dataset, holdings_page, wording
from indicators.analysis.holdings import (
    HoldingState,
    by_indicator,
    counts_by_pillar,
    holdings,
    records,
    select,
    shown_levels,
    with_states,
)
from indicators.holdings_page import NOT_HELD
from indicators.locale import Locale

STATES = tuple(str(state) for state in HoldingState)
"""The states, from current figures to none."""
MARKED = (HoldingState.OLD, HoldingState.OVERDUE)
"""States that a cell names behind its periods; of the others the cell itself tells."""


@dataclass(frozen=True)
class Filter:
    """What a reader narrows the holdings to: ids, '' where all are shown."""

    pillar: str = ""
    level: str = ""
    state: str = ""


def state_names(locale: Locale) -> dict[str, str]:
    """Name the states, from current figures to none."""
    return {state: locale.text(f"holdings.heading.{state}") for state in STATES}


def level_names(dataset: Dataset, locale: Locale) -> dict[str, str]:
    """Name the levels that the table has a column for."""
    catalogue = dataset.catalogue
    return {level: catalogue.level_title(level, locale.language) for level in shown_levels(dataset)}


def pillar_names(dataset: Dataset, locale: Locale) -> dict[str, str]:
    """Name the fields."""
    pillars = dataset.catalogue.pillars.values()
    return {pillar.id: pillar.title.get(locale.language) for pillar in pillars}


def _states(dataset: Dataset, today: date) -> pd.DataFrame:
    return dataset.cached_for_day(today, "holdings", lambda: with_states(holdings(dataset), today))


def summary(dataset: Dataset, locale: Locale, today: date, shown: Filter) -> list[Row]:
    """Count for each field the indicators in each state, at the filter's level."""
    frame = select(_states(dataset, today), shown.pillar, shown.level, "")
    counts = counts_by_pillar(by_indicator(frame))
    titles = pillar_names(dataset, locale)
    return [
        {"pillar": titles[pillar], "indicators": sum(row.values()), **row}
        for pillar, row in counts.items()
    ]


def table_rows(
    dataset: Dataset, locale: Locale, today: date, shown: Filter, address: Mapping[str, str]
) -> list[Row]:
    """List the indicators that the filter leaves, with a column for each level it leaves."""
    facts = dataset.cached_for_day(
        today,
        ("facts of holdings", locale.language, shown),
        lambda: _facts_by_indicator(dataset, locale, today, shown),
    )
    rows = []
    for name, row in facts.items():
        title = dataset.catalogue.indicators[name].title.get(locale.language)
        rows.append({**row, "indicator": page_of(name, title, address)})  # in its old place
    return rows


def _facts_by_indicator(
    dataset: Dataset, locale: Locale, today: date, shown: Filter
) -> dict[str, Row]:
    """Return the cells of each indicator's row, which are the same for every address.

    The cell of the indicator is its id.
    """
    frame = select(_states(dataset, today), shown.pillar, shown.level, shown.state)
    cells = _cells_by_level(frame, locale)
    titles = pillar_names(dataset, locale)
    levels = (shown.level,) if shown.level else shown_levels(dataset)
    rows: dict[str, Row] = {}
    for entry in records(by_indicator(frame)):
        indicator = entry["indicator"]
        facts = _facts(dataset, entry, locale)
        by_level = {level: cells[indicator, level] for level in levels}
        rows[indicator] = {
            "pillar": titles[entry["pillar"]],
            "indicator": indicator,
            **facts,
            **by_level,
        }
    return rows


def _facts(dataset: Dataset, entry: Mapping[str, Any], locale: Locale) -> Row:
    language, retrieved = locale.language, entry["retrieved"]
    return {
        "state": locale.text(f"holdings.state.{entry['state']}"),
        "newest": wording.period(entry["newest"], language),
        "next_release": holdings_page.release(entry["next_release"], language),
        "terms": wording.terms(entry["terms"], language),
        "publisher": holdings_page.publishers(dataset, entry["sources"], locale),
        "retrieved": date.fromisoformat(retrieved) if retrieved else None,
    }


def _cells_by_level(frame: pd.DataFrame, locale: Locale) -> dict[tuple[str, str], str]:
    """Say for each indicator and level how many places have figures, over which periods."""
    cells = {}
    for row in records(frame):
        parts = [holdings_page.figures(row, locale)]
        if row["state"] in MARKED:
            parts.append(locale.text(f"holdings.state.{row['state']}"))
        cell = " · ".join(part for part in parts if part)
        cells[row["indicator"], row["level"]] = cell or NOT_HELD
    return cells


def lists(
    dataset: Dataset, locale: Locale, today: date, shown: Filter, address: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return for each field its summary and its indicators as a Markdown list, for a phone."""
    frame = select(_states(dataset, today), shown.pillar, shown.level, shown.state)
    cells = _cells_by_level(frame, locale)
    by_field: dict[str, list[str]] = {}
    for entry in records(by_indicator(frame)):
        lines = by_field.setdefault(entry["pillar"], [])
        lines.append(_list_item(dataset, entry, cells, locale, address))
    counts = counts_by_pillar(by_indicator(frame))
    titles = pillar_names(dataset, locale)
    return [
        (_field_line(titles[pillar], counts[pillar], locale), "\n".join(lines))
        for pillar, lines in by_field.items()
    ]


def _list_item(
    dataset: Dataset,
    entry: Mapping[str, Any],
    cells: Mapping[tuple[str, str], str],
    locale: Locale,
    address: Mapping[str, str],
) -> str:
    name, colon = entry["indicator"], locale.text("sentence.colon")
    facts = _facts(dataset, entry, locale)
    levels = level_names(dataset, locale)
    lines = [linked(dataset.catalogue.indicators[name], locale, address)]
    lines += [
        plain(title + colon + cells[name, level])
        for level, title in levels.items()
        if cells.get((name, level), NOT_HELD) != NOT_HELD
    ]
    if not entry["places"]:
        lines.append(plain(facts["state"]))
    else:
        lines.append(plain(facts["terms"] + locale.text("sentence.semicolon") + facts["publisher"]))
    if facts["next_release"]:
        lines.append(plain(locale.text("holdings.next_release") + colon + facts["next_release"]))
    return "- " + "  \n  ".join(lines)


def _field_line(title: str, counts: Mapping[str, int], locale: Locale) -> str:
    """Say 'Connectivity: 41 indicators; 20 current, 15 old'."""
    parts = [
        locale.text(f"holdings.count.{state}", n=counts[state])
        for state in HoldingState
        if counts[state]
    ]
    return locale.text(
        "holdings.field",
        field=title,
        n=sum(counts.values()),
        counts=locale.text("sentence.comma").join(parts),
    )


def csv_row(row: Row, order: Sequence[str]) -> list[Any]:
    """Return a row of the table as cells in this order; the indicator by its title alone."""
    cells = {**row, "indicator": unquote(row["indicator"].partition("#")[2])}
    return [cells[name] or "" for name in order]
