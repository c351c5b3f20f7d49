"""The UN E-Government Knowledgebase: one survey year and country a row, one column for each index and rank."""

from __future__ import annotations

from indicators.problems import Problem
from indicators.readers.cells.numbers import parse_number
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.itu import code_or_name
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import melt
from indicators.readers.rows import Rows

_YEARS = ("Survey Year", "Year", "SurveyYear", "Survey")
_NAMES = ("Country Name", "Country", "CountryName", "Member State")
_CODES = ("Country Code", "ISO3", "ISO", "ISO Code", "Code", "CountryCode", "ISO3 Code")
_INDICES = frozenset(
    (
        "e-government index",
        "e-government development index",
        "egdi",
        "e-government rank",
        "e-participation index",
        "epi",
        "online service index",
        "osi",
        "human capital index",
        "hci",
        "telecommunication infrastructure index",
        "tii",
        "egdi rank",
        "epi rank",
        "e-participation rank",
        "e-government development index rank",
    )
)


def _looks(sniff: Preview) -> bool:
    names = {name.casefold() for name in sniff.names}
    return (
        len(names & _INDICES) >= 2
        and bool(names & {name.casefold() for name in _YEARS})
        and bool(names & {name.casefold() for name in _NAMES})
    )


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    year, place, code = table.find(*_YEARS), table.find(*_NAMES), table.find(*_CODES)
    values = [
        column
        for column in table.names
        if column not in (year, place, code) and _numeric(table, column)
    ]
    rows, problems = melt(
        table,
        {column: {"title": column} for column in values},
        {"place": code_or_name(table, code, place), "place_name": place, "period": year},
    )
    return rows, problems + unread(table, (year, place, code, *values))


def _numeric(table: Table, column: str) -> bool:
    """Whether most words of a column are figures (a region or an income group is not)."""
    words = [word for word in table.column(column).categories if word]
    return bool(words) and sum(parse_number(word) is not None for word in words) > len(words) / 2


FORMATS = (
    Format(
        "un-egovkb",
        "UN E-Government Knowledgebase",
        _looks,
        _read,
        "Names of countries end in a blank; ranks stand beside indices, each in a column of its own.",
        "Columns Survey Year and Country Name, and at least two of its indices (E-Government Index, E-Government Rank ...).",
    ),
)
