"""Read Open SDG (national reporting platforms): Year, disaggregations, Value; mostly no place."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.problems import Problem
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.status_flags import parse_flags
from indicators.readers.cells.unit_columns import extract_multipliers
from indicators.readers.columns import join_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import coalesce, has_text, place_not_stated
from indicators.readers.reshape import Part, long
from indicators.readers.rows import Column, Rows, map_categories

_PARTS = {
    "year": "period",
    "time_period": "period",
    "value": "value",
    "obs_value": "value",
    "units": "unit",
    "unit": "unit",
    "unit measure": "unit",
    "unit_measure": "unit",
    "unit of measure": "unit",
    "unit multiplier": "power",
    "unit_mult": "power",
    "unit mult": "power",
    "unit multiplier code": "power",
    "observation status": "status",
    "observation_status": "status",
    "obs_status": "status",
    "geocode": "code",
    "geo code": "code",
    "ref_area": "code",
    "series": "title",
    "series_description": "title",
    "footnote": "note",
    "footnotes": "note",
    "note": "note",
    "comment_obs": "note",
    "comments": "note",
    "source": "source",
    "source_detail": "source",
}
"""The part of a row that a column is, by its name in small letters."""
_SEXES = {"F": "female", "M": "male", "T": ""}
_CHARACTERISTIC = ("unit", "power", "status", "code", "title")
"""Parts of which a file has at least one, so that it is recognised as Open SDG's."""
_PLACES = frozenset(
    (
        "country",
        "region",
        "regions",
        "local authority",
        "county",
        "district",
        "state",
        "province",
        "municipality",
        "territory",
        "area",
        "geography",
        "location",
        "place",
        "country name",
        "entity",
        "economy",
        "city",
        "oblast",
        "nuts",
        "land",
        "canton",
        "voivodship",
        "governorate",
        "department",
        "国家",
        "地区",
        "省份",
        "城市",
    )
)


def _parts(names: Sequence[str]) -> dict[str, str]:
    """Return {part of a row: column}; the first of two columns for the same part."""
    parts: dict[str, str] = {}
    for name in names:
        if part := _PARTS.get(name.strip().casefold()):
            parts.setdefault(part, name)
    return parts


def _matches(preview: Preview) -> bool:
    names = preview.names
    parts = _parts(names)
    if not names or names[0].strip().casefold() != "year" or "value" not in parts:
        return False
    rows = [row for row in preview.cells()[preview.header + 1 :] if len(row) == len(names)]
    if not any(part in parts for part in _CHARACTERISTIC):
        return names[-1].strip().casefold() == "value" and _has_headline(rows, len(names))
    if "code" in parts:
        return True
    places = [index for index, name in enumerate(names) if _is_place_column(name)]
    return all(_is_empty_somewhere(rows, index) for index in places)


def _is_place_column(name: str) -> bool:
    combine = name.casefold()
    if combine.strip() in _PLACES or "iso" in combine.split():
        return True
    return combine.endswith((" code", "iso3"))


def _is_empty_somewhere(rows: Sequence[Sequence[str]], index: int) -> bool:
    return any(not row[index] for row in rows)


def _has_headline(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether every disaggregation is empty in some row, and all of them are in one row."""
    if width < 3 or not any(row[0] and not any(row[1:-1]) for row in rows):
        return False
    return all(_is_empty_somewhere(rows, index) for index in range(1, width - 1))


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    parts = _parts(table.names)
    places = [column for column in table.names if column.casefold() in _PLACES]
    breakdown: dict[str, Part] = {
        column: _disaggregation(table, column)
        for column in table.names
        if column not in parts.values() and column not in places and has_text(table, column)
    }
    status, status_note = parse_flags(table.column(parts.get("status", "")))
    place_name = _smallest_place(table, places)
    place = coalesce([table.column(parts.get("code", "")), place_name])
    multiplier = parts.get("power", "")
    multipliers = table.column(multiplier)
    rows, problems = long(
        table,
        value=parts["value"],
        period=parts["period"],
        place=place,
        place_name=place_name,
        title=parts.get("title", ""),
        unit=parts.get("unit", ""),
        status=status,
        note=join_columns([table.column(parts.get("note", "")), status_note], "; "),
        source=parts.get("source", ""),
        breakdown=breakdown,
        exponent=parse_multipliers(multipliers),
    )
    rows = extract_multipliers(rows)
    problems += unknown_multipliers(multipliers, table.line, name, multiplier)
    if _has_rows_without_place(rows):
        problems.append(place_not_stated(name))
    return rows, problems


def _disaggregation(table: Table, column: str) -> Column:
    """Return a disaggregation's words; SDMX's codes for a sex in words."""
    words = table.column(column)
    if column.casefold() not in ("sex", "gender"):
        return words
    return map_categories(words, lambda word: _SEXES.get(word, word))


def _smallest_place(table: Table, columns: Sequence[str]) -> Column:
    """Return the name of the smallest place in each row; '' for the platform's own country."""
    if not columns:
        return table.constant("")
    large_first = sorted(map(table.column, columns), key=lambda column: len(column.categories))
    return coalesce(large_first[::-1])


def _has_rows_without_place(rows: Rows) -> bool:
    blanks = [code for code, word in enumerate(rows.place.categories) if not word]
    return any((rows.place.codes == code).any() for code in blanks)


FORMATS = (
    Format(
        "opensdg",
        "Open SDG",
        _matches,
        _read,
        "No column states the place: it is the platform's own. An empty disaggregation is the "
        "whole (the headline). Units, multiplier and status of a figure have columns of their "
        "own; GeoCode, where there is one, is the place.",
        "Year as the first column and Value among them, with Units, Series, GeoCode or an "
        "observation status; or with disaggregations that are all empty in the headline's rows.",
    ),
)
