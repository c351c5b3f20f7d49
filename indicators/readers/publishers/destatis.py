"""Read flat files of Destatis and the statistical offices of Germany's states (GENESIS)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indicators.problems import Problem
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.generic.reader import read_with_roles
from indicators.readers.generic.roles import Roles
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import with_columns
from indicators.readers.rows import Rows

_PLACE_CODES = re.compile(
    r"DINSG|DLAND|DG|REGBEZ\w{0,4}|KREIS\w{0,4}|GEMEIN\w{0,4}|NUTS\w{0,4}|RB\w{0,4}|STLAH?"
    r"|LAND\w{0,4}"
)
"""Codes of the dimensions that are places."""
_MEASURE = re.compile(r"(?P<code>[A-Z0-9]+)__(?P<title>.+?)__(?P<unit>.+)")
"""A column of figures of an older file: 'BIP__Bruttoinlandsprodukt__Mill._EUR'."""
_OLD_DIMENSION = ("Merkmal_Code", "Merkmal_Label", "Auspraegung_Label")
_NEW_DIMENSION = ("variable_code", "variable_label", "variable_attribute_label")
MAX_DIMENSIONS = 19


def _matches(preview: Preview) -> bool:
    return preview.has("Statistik_Code", "Zeit", "1_Merkmal_Code") or preview.has(
        "statistics_code", "time", "1_variable_code", "value"
    )


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    is_old = preview.has("Statistik_Code")
    table = preview.table()
    dimensions = _dimensions(table, _OLD_DIMENSION if is_old else _NEW_DIMENSION)
    place = next((words for code, _, words in dimensions if _PLACE_CODES.fullmatch(code)), "")
    columns = {
        name or code: table.column(words) for code, name, words in dimensions if words != place
    }
    new = {name: column for name, column in columns.items() if name not in table.names}
    table = with_columns(table, new)
    breakdown = tuple(columns)
    roles = Roles(place=place, breakdowns=breakdown, period=table.find("Zeit", "time"))
    roles = _measures_as_columns(table, roles) if is_old else _measures_as_rows(table, roles)
    return read_with_roles(table, roles, breakdown)


def _dimensions(table: Table, suffixes: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return each dimension as (its code, its name, the column with its words)."""
    dimensions = []
    for number in range(1, MAX_DIMENSIONS + 1):
        code, name, words = (table.find(f"{number}_{suffix}") for suffix in suffixes)
        if not (code and name and words):
            break
        dimensions.append((_first_word(table, code), _first_word(table, name), words))
    return dimensions


def _first_word(table: Table, name: str) -> str:
    return next(filter(None, table.column(name).categories), "")


def _measures_as_columns(table: Table, roles: Roles) -> Roles:
    columns = {
        name: {
            "title": match["title"].replace("_", " "),
            "series": match["code"],
            "unit": match["unit"].replace("_", " "),
        }
        for name in table.names
        if (match := _MEASURE.fullmatch(name))
    }
    return replace(roles, columns=columns)


def _measures_as_rows(table: Table, roles: Roles) -> Roles:
    quality = table.find("value_q")
    final = {"", "e"}  # 'e' (endgültig) marks a final figure
    has_marks = bool(quality) and not final.issuperset(table.column(quality).categories)
    return replace(
        roles,
        value=table.find("value"),
        unit=table.find("value_unit"),
        status=quality if has_marks else "",
        series=table.find("value_variable_code"),
        title=table.find("value_variable_label"),
    )


FORMATS = (
    Format(
        "genesis",
        "Destatis and Germany's regional statistics (GENESIS, flat files)",
        _matches,
        _read,
        "Each dimension has columns for its code and name and those of its words; the dimension "
        "that is a place (DINSG, DLAND, KREISE ...) is the place. Older files have a column for "
        "each measure, whose name ends in its unit ('Mill. EUR' multiplies).",
        "A header with Statistik_Code, Zeit and 1_Merkmal_Code, or with statistics_code, time, "
        "1_variable_code and value.",
    ),
)
