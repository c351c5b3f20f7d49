"""Read the World Bank's API downloads and bulk files (WDI, HCI ...), and know their companions."""

from __future__ import annotations

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.periods import period_columns, year_columns
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import (
    MAX_LENGTH,
    casefolded,
    find_record,
    letters_and_digits,
    unread_columns,
)
from indicators.readers.reshape import wide
from indicators.readers.rows import Rows, map_categories, no_rows

_IDS = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
MAX_HEADER_RECORDS = 12
"""Records among which the header is looked for."""


def _header(preview: Preview) -> int:
    """Return the record with the four columns, in any order; -1 where there is none."""
    ids = casefolded(_IDS)
    return find_record(preview, MAX_HEADER_RECORDS, lambda cells: ids <= casefolded(cells))


def _matches(preview: Preview) -> bool:
    header = _header(preview)
    return header >= 0 and bool(year_columns(preview.cells(header + 1)[header]))


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table(header=_header(preview))
    place_name, place, title, series = (table.find(column) for column in _IDS)
    attribute = table.find("Attribute")
    rows, problems = wide(
        table,
        periods=year_columns(table.names),
        place=place,
        place_name=place_name,
        series=series,
        title=title,
        breakdown={
            "attribute": map_categories(
                table.column(attribute), lambda word: "" if word.casefold() == "value" else word
            )
        },
    )
    used = (place_name, place, title, series, attribute)
    return rows, problems + unread_columns(table, used)


_COMPANIONS = tuple(
    frozenset(names.split())
    for names in (
        # notes on countries
        "countrycode region incomegroup tablename",
        "countrycode region incomegroup specialnotes",
        "countrycode shortname tablename longname",
        "code longname incomegroup region",
        # notes on indicators
        "indicatorcode indicatorname sourcenote",
        "indicatorcode indicatorname sourceorganization",
        "seriescode topic indicatorname",
        "seriescode indicatorname longdefinition",
        "code indicatorname longdefinition",
        "code indicatorname source",
        # footnotes, notes on countries and series, on series and years
        "countrycode seriescode year description",
        "countrycode seriescode description",
        "seriescode year description",
    )
)


def _is_companion(preview: Preview) -> bool:
    """Whether a file describes figures of another: notes on countries or indicators, footnotes."""
    header = next(iter(preview.cells(1)), [])
    names = {letters_and_digits(cell) for cell in header}
    if names & {"value", "obsvalue"} or period_columns(header):
        return False
    return any(columns <= names for columns in _COMPANIONS)


def _read_companion(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    header = ", ".join(preview.cells(1)[0])[:MAX_LENGTH]
    code = ProblemCode.METADATA_ONLY
    return no_rows(), [Problem(code, name, 1, found=header, severity="notice")]


FORMATS = (
    Format(
        "worldbank-api",
        "World Bank Open Data and bulk files",
        _matches,
        _read,
        "Four lines stand above the header (two of them blank) or none. Every row may end with a "
        "comma, which makes a last column without a name. Names of places and series may be in "
        "another language, or empty for groups of countries, while the header stays English. The "
        "IMF's bulk files have the same columns and one more, Attribute: rows of statuses are a "
        "breakdown (attribute=status).",
        "A header among the first twelve lines with Country Name, Country Code, Indicator Name "
        "and Indicator Code, in any order, and years.",
    ),
    Format(
        "worldbank-metadata",
        "World Bank, companion files",
        _is_companion,
        _read_companion,
        "Metadata_Country, Metadata_Indicator, footnotes and the like describe figures and have "
        "none; their notes run over several lines.",
        "A first line like CountryCode, SeriesCode, Year, DESCRIPTION or Country Code, Region, "
        "IncomeGroup, TableName; no years and no values.",
    ),
)
