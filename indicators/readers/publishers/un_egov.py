"""Read the UN E-Government Knowledgebase: a column for each index and rank, by year and country."""

from __future__ import annotations

from indicators.problems import Problem
from indicators.readers.cells.numbers import parse_number
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import casefolded, code_or_name, unread_columns
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


def _matches(preview: Preview) -> bool:
    names = casefolded(preview.names)
    has_key = not names.isdisjoint(casefolded(_YEARS)) and not names.isdisjoint(casefolded(_NAMES))
    return has_key and len(names & _INDICES) >= 2


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    period, place_name, code = (table.find(*names) for names in (_YEARS, _NAMES, _CODES))
    values = [
        column
        for column in table.names
        if column not in (period, place_name, code) and _is_numeric(table, column)
    ]
    rows, problems = melt(
        table,
        {column: {"title": column} for column in values},
        {
            "place": code_or_name(table, code, place_name),
            "place_name": place_name,
            "period": period,
        },
    )
    return rows, problems + unread_columns(table, (period, place_name, code, *values))


def _is_numeric(table: Table, column: str) -> bool:
    """Whether most words of a column are numbers (a region or an income group is not)."""
    words = [word for word in table.column(column).categories if word]
    return sum(parse_number(word) is not None for word in words) > len(words) / 2


FORMATS = (
    Format(
        "un-egovkb",
        "UN E-Government Knowledgebase",
        _matches,
        _read,
        "Names of countries end in a blank. Ranks stand beside indices, each in a column of its "
        "own.",
        "Columns Survey Year and Country Name, and at least two of its indices (E-Government "
        "Index, E-Government Rank ...).",
    ),
)
