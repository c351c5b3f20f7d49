"""Destatis and the statistical offices of Germany's states (GENESIS, Regionalstatistik): flat files."""

from __future__ import annotations

import re

from indicators.problems import Problem
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.generic.reader import read_with_roles
from indicators.readers.generic.roles import Roles
from indicators.readers.preview import Preview
from indicators.readers.publishers.declared import added
from indicators.readers.rows import Column, Rows

_PLACES = re.compile(
    r"DINSG|DLAND|DG|REGBEZ\w{0,4}|KREIS\w{0,4}|GEMEIN\w{0,4}|NUTS\w{0,4}|RB\w{0,4}|STLAH?|LAND\w{0,4}"
)
"""Codes of the dimensions that are places."""
_MEASURE = re.compile(r"(?P<code>[A-Z0-9]+)__(?P<title>.+?)__(?P<unit>.+)")
_OLD = ("Merkmal_Code", "Merkmal_Label", "Auspraegung_Label")
_NEW = ("variable_code", "variable_label", "variable_attribute_label")


def _dimensions(table: Table, parts: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """Each dimension as (its code, its name, the column with its words)."""
    found = []
    for at in range(1, 20):
        code, name, words = (table.find(f"{at}_{part}") for part in parts)
        if not (code and name and words):
            break
        found.append((_first(table, code), _first(table, name), words))
    return found


def _first(table: Table, name: str) -> str:
    return next((word for word in table.column(name).words if word), "")


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    old = sniff.has("Statistik_Code")
    table = sniff.table()
    dimensions = _dimensions(table, _OLD if old else _NEW)
    place = next((words for code, _, words in dimensions if _PLACES.fullmatch(code)), "")
    own: dict[str, Column] = {
        said or code: table.column(words) for code, said, words in dimensions if words != place
    }
    table = added(
        table, {title: column for title, column in own.items() if title not in table.names}
    )
    known = Roles(place=place, breakdowns=tuple(own), period=table.find("Zeit", "time"))
    return read_with_roles(*(_old(table, known) if old else _new(table, known)), tuple(own))


def _old(table: Table, known: Roles) -> tuple[Table, Roles]:
    """A column for each measure, named like BIP__Bruttoinlandsprodukt__Mill._EUR."""
    measures = {name: match for name in table.names if (match := _MEASURE.fullmatch(name))}
    columns = {
        name: {
            "title": match["title"].replace("_", " "),
            "series": match["code"],
            "unit": match["unit"].replace("_", " "),
        }
        for name, match in measures.items()
    }
    return table, Roles(
        place=known.place, breakdowns=known.breakdowns, period=known.period, columns=columns
    )


def _new(table: Table, known: Roles) -> tuple[Table, Roles]:
    """A row for each measure, in words and with a unit."""
    return table, Roles(
        place=known.place,
        breakdowns=known.breakdowns,
        period=known.period,
        value=table.find("value"),
        unit=table.find("value_unit"),
        status=_status(table),
        series=table.find("value_variable_code"),
        title=table.find("value_variable_label"),
    )


def _status(table: Table) -> str:
    """The column of quality marks, where it holds any but 'e' (a final figure)."""
    name = table.find("value_q")
    return name if name and set(table.column(name).words) - {"", "e"} else ""


def _looks(sniff: Preview) -> bool:
    return sniff.has("Statistik_Code", "Zeit", "1_Merkmal_Code") or sniff.has(
        "statistics_code", "time", "1_variable_code", "value"
    )


FORMATS = (
    Format(
        "genesis",
        "Destatis and Germany's regional statistics (GENESIS, flat files)",
        _looks,
        _read,
        "Each dimension has columns for its code and name and those of its words; the dimension that is a place (DINSG, DLAND, KREISE ...) "
        "is the place; older files have a column for each measure, whose name ends in its unit ('Mill. EUR' multiplies).",
        "A header with Statistik_Code, Zeit and 1_Merkmal_Code, or with statistics_code, time, 1_variable_code and value.",
    ),
)
