"""UNDP's Human Development Reports: the old data portal's tables, the complete time series and the data API's rows."""

from __future__ import annotations

import re

import numpy as np

from indicators.problems import Problem
from indicators.readers.cells.periods import period_columns
from indicators.readers.cells.units import from_titles
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import GROUP_COLUMN, long, melt, unfold
from indicators.readers.rows import Column, Rows, combine, map_categories

_DEEPEST = 15
_HEADINGS = frozenset(
    (
        "regions",
        "human development groups",
        "human development",
        "other countries or territories",
        "hdi groups",
        "developing regions",
        "country groups",
        "aggregates",
        "other groups",
    )
)
"""Rows that only head those below them."""
_SERIES = re.compile(r"(?P<series>[a-z][a-z0-9_]*?)_(?P<year>(?:19|20)\d\d)")
_PAIR = re.compile(r"(?P<code>[A-Za-z0-9_.]+) - (?P<name>.+)")


def _header(sniff: Preview) -> int:
    """The record that begins 'HDI Rank', 'Country' and has years after them; -1 where there is none."""
    for at, row in enumerate(sniff.cells(_DEEPEST)):
        names = [cell.casefold() for cell in row[:3]]
        if (
            "country" in names
            and any(re.match(r"(\w+ )?rank\b", name) for name in names)
            and period_columns(row)
        ):
            return at
    return -1


def _portal(sniff: Preview) -> bool:
    at = _header(sniff)
    if at < 0:
        return False
    row = sniff.cells(at + 1)[at]
    told = any(
        cells and cells[0].casefold().startswith(("dimension:", "definition:", "source:"))
        for cells in sniff.cells(at)
    )
    return told or (row[0].casefold().startswith("hdi rank") and "" in row)


def _read_portal(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table(header=_header(sniff))
    place = table.find("Country")
    rank = next((column for column in table.names if "rank" in column.casefold()), "")
    years = period_columns(table.names)
    groups = {year: {"value": column} | _mark(table, column) for column, year in years.items()}
    flat = unfold(table, groups)
    head = [cells[0].strip() for cells in table.head if cells and cells[0].strip()]
    title = head[0] if head and ":" not in head[0][:12] else ""
    source = next(
        (line.partition(":")[2].strip() for line in head if line.casefold().startswith("source:")),
        "",
    )
    note = "note" if "note" in flat.columns else ""
    rows, problems = long(
        flat,
        value="value",
        period=GROUP_COLUMN,
        place=place,
        title=flat.constant(title),
        source=flat.constant(source),
        note=note,
    )
    marks = [parts["note"] for parts in groups.values() if "note" in parts]
    return from_titles(_without_headings(rows)), problems + unread(table, (place, rank, *marks))


def _mark(table: Table, column: str) -> dict[str, str]:
    """The nameless column right of a year's, which may hold the letter of a footnote."""
    at = table.names.index(column) + 1
    return (
        {"note": table.names[at]}
        if at < len(table.names) and table.names[at].startswith("column ")
        else {}
    )


def _without_headings(rows: Rows) -> Rows:
    heads = np.array(
        [word.casefold().rstrip(":") in _HEADINGS for word in rows.place.categories] or [False]
    )[rows.place.codes]
    empty = np.asarray(rows.text) == ""
    missing = np.isin(np.asarray(rows.text), ("", ".."))
    return rows.take(np.flatnonzero(~(heads & (empty | missing)))) if heads.any() else rows


def _complete(sniff: Preview) -> bool:
    series = {match["series"] for name in sniff.names if (match := _SERIES.fullmatch(name))}
    return sniff.has("iso3", "country") and (
        sniff.has("hdicode")
        or len(series & {"hdi", "le", "eys", "mys", "gnipc", "gdi", "gii", "ihdi", "phdi"}) >= 2
    )


def _read_complete(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    found = {column: match for column in table.names if (match := _SERIES.fullmatch(column))}
    spread = {
        column: {"series": match["series"], "period": match["year"]}
        for column, match in found.items()
    }
    rows, problems = melt(
        table, spread, {"place": table.find("iso3"), "place_name": table.find("country")}
    )
    return rows, problems + unread(table, ("iso3", "country", "hdicode", "region", *found))


_WHERE = ("countryIsoCode", "countryCode", "iso3", "country")


def _api(sniff: Preview) -> bool:
    names = {name.casefold() for name in sniff.names}
    return (
        {"year", "value", "country"} <= names
        and bool(names & {"indicator", "indicatorcode"})
        and bool(
            names & {"indexcode", "countryisocode"}
            or ("index" in names and "dimension" in names)
            or (
                "index" in names
                and any(_PAIR.fullmatch(cell) for row in sniff.cells(3)[1:] for cell in row)
            )
        )
    )


def _read_api(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    code, place, series, title, year, value, note = (
        table.find(*words)
        for words in (
            _WHERE[:3],
            ("country",),
            ("indicatorCode",),
            ("indicator", "indicatorName"),
            ("year",),
            ("value",),
            ("note", "notes"),
        )
    )
    rows, problems = long(
        table,
        value=value,
        period=year,
        note=note,
        place=_first(table, code, place),
        place_name=_second(table, place),
        series=_first(table, series, title),
        title=_second(table, title),
    )
    index = [
        found
        for word in ("index", "indexCode", "dimension", "dimensionCode")
        if (found := table.find(word))
    ]
    return rows, problems + unread(table, (code, place, series, title, year, value, note, *index))


def _first(table: Table, code: str, pair: str) -> Column:
    """The code: from its own column, else from 'CODE - name', else the name."""

    def say(words: tuple[str, ...]) -> str:
        match = _PAIR.fullmatch(words[1])
        return words[0] or (match["code"] if match else words[1])

    return combine([table.column(code), table.column(pair)], say)


def _second(table: Table, pair: str) -> Column:
    return map_categories(
        table.column(pair), lambda word: match["name"] if (match := _PAIR.fullmatch(word)) else word
    )


FORMATS = (
    Format(
        "undp-hdr",
        "UNDP, Human Development Report (tables)",
        _portal,
        _read_portal,
        "Title, dimension, definition and source stand above the header; every second column is for footnotes; names begin with a blank; groups of "
        "countries follow below, under headings; Windows-1252.",
        "A header HDI Rank, Country and years, below lines that begin Dimension:, Definition: or Source:.",
    ),
    Format(
        "undp-series",
        "UNDP, composite indices, complete time series",
        _complete,
        _read_complete,
        "A column for each series and year, named like hdi_1990; groups of countries have codes that begin with ZZ.",
        "Columns iso3 and country, with hdicode or columns named like hdi_1990, le_1990.",
    ),
    Format(
        "undp-api",
        "UNDP, HDRO data API",
        _api,
        _read_api,
        "Codes and names may stand in one cell: 'AFG - Afghanistan'.",
        "Columns country, indicator, year and value, with index and dimension or countryIsoCode.",
    ),
)
