"""Read UNDP's Human Development Reports: tables, complete time series, rows of the data API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import numpy as np

from indicators.problems import Problem
from indicators.readers.cells.periods import period_columns
from indicators.readers.cells.unit_columns import extract_title_units
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import casefolded, find_record, unread_columns
from indicators.readers.reshape import GROUP_COLUMN, long, melt, unfold
from indicators.readers.rows import Column, Rows, combine, map_categories

MAX_HEADER_RECORDS = 15
"""Records among which the header is looked for."""
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
_RANK = re.compile(r"(\w+ )?rank\b")
_SERIES_AND_YEAR = re.compile(r"(?P<series>[a-z][a-z0-9_]*?)_(?P<year>(?:19|20)\d\d)")
_SERIES = frozenset(("hdi", "le", "eys", "mys", "gnipc", "gdi", "gii", "ihdi", "phdi"))
_CODE_AND_NAME = re.compile(r"(?P<code>[A-Za-z0-9_.]+) - (?P<name>.+)")


# Tables


def _header(preview: Preview) -> int:
    """Return the record that begins 'HDI Rank', 'Country' and has years; -1 where none does."""
    return find_record(preview, MAX_HEADER_RECORDS, _is_header)


def _is_header(cells: Sequence[str]) -> bool:
    first = [cell.casefold() for cell in cells[:3]]
    if "country" not in first or not any(map(_RANK.match, first)):
        return False
    return bool(period_columns(cells))


def _matches_table(preview: Preview) -> bool:
    header = _header(preview)
    if header < 0:
        return False
    names = preview.cells(header + 1)[header]
    lines_above = [cells[0].casefold() for cells in preview.cells(header) if cells]
    if any(line.startswith(("dimension:", "definition:", "source:")) for line in lines_above):
        return True
    return names[0].casefold().startswith("hdi rank") and "" in names


def _read_table(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table(header=_header(preview))
    place = table.find("Country")
    rank = next((column for column in table.names if "rank" in column.casefold()), "")
    columns = {
        year: {"value": column, **_footnote_column(table, column)}
        for column, year in period_columns(table.names).items()
    }
    flat = unfold(table, columns)
    lines_above = [cells[0].strip() for cells in table.head if cells and cells[0].strip()]
    rows, problems = long(
        flat,
        value="value",
        period=GROUP_COLUMN,
        place=place,
        title=flat.constant(_title(lines_above)),
        source=flat.constant(_source(lines_above)),
        note="note" if "note" in flat.columns else "",
    )
    footnotes = [roles["note"] for roles in columns.values() if "note" in roles]
    used = (place, rank, *footnotes)
    return extract_title_units(_without_headings(rows)), problems + unread_columns(table, used)


def _footnote_column(table: Table, column: str) -> dict[str, str]:
    """Return the column without a name right of a year's, which may hold a footnote's letter."""
    index = table.names.index(column) + 1
    name = table.names[index] if index < len(table.names) else ""
    return {"note": name} if name.startswith("column ") else {}


def _title(lines: Sequence[str]) -> str:
    """Return the first line above the header unless it begins with a key ('Source:')."""
    first = lines[0] if lines else ""
    return "" if ":" in first[:12] else first  # 'Dimension:' and 'Definition:' are shorter


def _source(lines: Sequence[str]) -> str:
    sources = (line for line in lines if line.casefold().startswith("source:"))
    return next(sources, "").partition(":")[2].strip()


def _without_headings(rows: Rows) -> Rows:
    """Return the rows without those that have no figure and the name of a group of rows."""
    is_heading = [word.casefold().rstrip(":") in _HEADINGS for word in rows.place.categories]
    heading_rows = np.array(is_heading or [False])[rows.place.codes]
    missing = np.isin(np.asarray(rows.text), ("", ".."))
    return rows.take(np.flatnonzero(~(heading_rows & missing))) if heading_rows.any() else rows


# Complete time series


def _matches_series(preview: Preview) -> bool:
    if not preview.has("iso3", "country"):
        return False
    matches = filter(None, map(_SERIES_AND_YEAR.fullmatch, preview.names))
    series = {match["series"] for match in matches}
    return preview.has("hdicode") or len(series & _SERIES) >= 2


def _read_series(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    columns = {
        column: {"series": match["series"], "period": match["year"]}
        for column in table.names
        if (match := _SERIES_AND_YEAR.fullmatch(column))
    }
    place = {"place": table.find("iso3"), "place_name": table.find("country")}
    rows, problems = melt(table, columns, place)
    used = ("iso3", "country", "hdicode", "region", *columns)
    return rows, problems + unread_columns(table, used)


# Data API


def _matches_api(preview: Preview) -> bool:
    names = casefolded(preview.names)
    if not {"year", "value", "country"} <= names or names.isdisjoint(
        ("indicator", "indicatorcode")
    ):
        return False
    if names & {"indexcode", "countryisocode"}:
        return True
    return "index" in names and ("dimension" in names or _has_pairs(preview))


def _has_pairs(preview: Preview) -> bool:
    """Whether one of the first two rows has a cell like 'AFG - Afghanistan'."""
    cells = chain.from_iterable(preview.cells(3)[1:])
    return any(map(_CODE_AND_NAME.fullmatch, cells))


def _read_api(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    place, place_name = table.find("countryIsoCode", "countryCode", "iso3"), table.find("country")
    series, title = table.find("indicatorCode"), table.find("indicator", "indicatorName")
    period, value, note = table.find("year"), table.find("value"), table.find("note", "notes")
    rows, problems = long(
        table,
        value=value,
        period=period,
        note=note,
        place=_codes(table, place, place_name),
        place_name=_names(table, place_name),
        series=_codes(table, series, title),
        title=_names(table, title),
    )
    ignored = map(table.find, ("index", "indexCode", "dimension", "dimensionCode"))
    used = (place, place_name, series, title, period, value, note, *ignored)
    return rows, problems + unread_columns(table, used)


def _codes(table: Table, code_column: str, name_column: str) -> Column:
    """Return codes: from their own column, else from 'CODE - name', else the name."""

    def code(words: tuple[str, ...]) -> str:
        code, name = words
        match = _CODE_AND_NAME.fullmatch(name)
        return code or (match["code"] if match else name)

    return combine([table.column(code_column), table.column(name_column)], code)


def _names(table: Table, column: str) -> Column:
    def name(word: str) -> str:
        match = _CODE_AND_NAME.fullmatch(word)
        return match["name"] if match else word

    return map_categories(table.column(column), name)


FORMATS = (
    Format(
        "undp-hdr",
        "UNDP, Human Development Report (tables)",
        _matches_table,
        _read_table,
        "Title, dimension, definition and source stand above the header. Every second column is "
        "for footnotes. Names begin with a blank. Groups of countries follow below, under "
        "headings. Windows-1252.",
        "A header HDI Rank, Country and years, below lines that begin Dimension:, Definition: or "
        "Source:.",
    ),
    Format(
        "undp-series",
        "UNDP, composite indices, complete time series",
        _matches_series,
        _read_series,
        "A column for each series and year, named like hdi_1990. Groups of countries have codes "
        "that begin with ZZ.",
        "Columns iso3 and country, with hdicode or columns named like hdi_1990, le_1990.",
    ),
    Format(
        "undp-api",
        "UNDP, HDRO data API",
        _matches_api,
        _read_api,
        "Codes and names may stand in one cell: 'AFG - Afghanistan'.",
        "Columns country, indicator, year and value, with index and dimension or countryIsoCode.",
    ),
)
