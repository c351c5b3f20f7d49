"""World Bank: the API's downloads and the bulk files (WDI, HCI, ...) in their four columns and years; companions."""

from __future__ import annotations

from indicators.problems import Problem, uncoded
from indicators.readers.cells.periods import period_columns, year_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.reshape import wide
from indicators.readers.rows import Rows, map_categories, no_rows

_IDS = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
_DEEPEST = 12


def _header(sniff: Preview) -> int:
    """The record with the four columns, in any order; -1 where there is none."""
    wanted = {name.casefold() for name in _IDS}
    for at, row in enumerate(sniff.cells(_DEEPEST)):
        if wanted <= {cell.casefold() for cell in row}:
            return at
    return -1


def _looks(sniff: Preview) -> bool:
    at = _header(sniff)
    return at >= 0 and bool(year_columns(sniff.cells(at + 1)[at]))


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table(header=_header(sniff))
    names, code, title, series = (table.find(column) for column in _IDS)
    kind = table.find("Attribute")
    kinds = map_categories(
        table.column(kind), lambda word: "" if word.casefold() == "value" else word
    )
    rows, problems = wide(
        table,
        periods=year_columns(table.names),
        place=code,
        place_name=names,
        series=series,
        title=title,
        breakdown={"attribute": kinds},
    )
    return rows, problems + unread(table, (names, code, title, series, kind))


def unread(table: Table, used: tuple[str, ...]) -> list[Problem]:
    """Columns that hold something and are not read, told once."""
    times = year_columns(table.names)
    strange = [
        column
        for column in table.names
        if column not in used and column not in times and any(table.columns[column].categories)
    ]
    return (
        [
            uncoded(
                f"columns that are not read: {', '.join(strange[:6])[:80]}",
                table.name,
                severity="notice",
            )
        ]
        if strange
        else []
    )


_COMPANIONS: tuple[tuple[frozenset[str], str], ...] = tuple(
    (frozenset(names.split()), what)
    for names, what in (
        ("countrycode region incomegroup tablename", "notes on countries"),
        ("countrycode region incomegroup specialnotes", "notes on countries"),
        ("countrycode shortname tablename longname", "notes on countries"),
        ("code longname incomegroup region", "notes on countries"),
        ("indicatorcode indicatorname sourcenote", "notes on indicators"),
        ("indicatorcode indicatorname sourceorganization", "notes on indicators"),
        ("seriescode topic indicatorname", "notes on indicators"),
        ("seriescode indicatorname longdefinition", "notes on indicators"),
        ("code indicatorname longdefinition", "notes on indicators"),
        ("code indicatorname source", "notes on indicators"),
        ("countrycode seriescode year description", "footnotes"),
        ("countrycode seriescode description", "notes on countries and series"),
        ("seriescode year description", "notes on series and years"),
    )
)


def _companion(sniff: Preview) -> str:
    """What a companion file holds; '' where it is none."""
    row = sniff.cells(1)[0] if sniff.cells(1) else []
    names = {"".join(mark for mark in cell.casefold() if mark.isalnum()) for cell in row}
    if names & {"value", "obsvalue"} or period_columns(row):
        return ""
    return next((what for wanted, what in _COMPANIONS if wanted <= names), "")


def _no_data(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    what = _companion(sniff)
    return no_rows(), [
        uncoded(
            f"this file holds {what} of the World Bank, no figures",
            name,
            1,
            severity="notice",
            do="The figures are in the file that came with it.",
        )
    ]


FORMATS = (
    Format(
        "worldbank-api",
        "World Bank Open Data and bulk files",
        _looks,
        _read,
        "A preamble of four lines (two of them blank) or none; every row may end with a comma, which makes a nameless last column; "
        "names of places and series may be in another language, or empty for groups of countries, while the header stays English. "
        "The IMF's bulk files have the same columns and one more, Attribute: rows of statuses are a breakdown (attribute=status).",
        "A header among the first twelve lines with Country Name, Country Code, Indicator Name and Indicator Code, in any order, and years.",
    ),
    Format(
        "worldbank-metadata",
        "World Bank, companion files",
        lambda sniff: bool(_companion(sniff)),
        _no_data,
        "Metadata_Country, Metadata_Indicator, footnotes and the like describe figures and hold none; their notes run over several lines.",
        "A first line like CountryCode, SeriesCode, Year, DESCRIPTION or Country Code, Region, IncomeGroup, TableName; no years, no values.",
    ),
)
