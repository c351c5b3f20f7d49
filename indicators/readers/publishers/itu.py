"""Read the ITU's DataHub (one figure a row) and its Excel workbooks (columns for each year)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.periods import parse_period
from indicators.readers.cells.status_flags import parse_flag
from indicators.readers.cells.unit_columns import extract_multipliers
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import (
    MAX_LENGTH,
    coalesce,
    code_or_name,
    has_text,
    unread_columns,
)
from indicators.readers.reshape import GROUP_COLUMN, long, unfold
from indicators.readers.rows import Column, Rows, combine, map_categories, no_rows

_DATAHUB = (
    "seriesCode",
    "seriesName",
    "seriesUnits",
    "entityIso",
    "entityName",
    "dataValue",
    "dataYear",
    "dataNote",
    "dataSource",
)
_DATAHUB_IGNORED = ("seriesID", "seriesParent", "entityID", "seriesDescription")
_YEAR_COLUMN = re.compile(
    r"(?P<year>(?:19|20)\d\d)[ _.-]?(?P<role>value|note|notes|source|sources|flag|status)",
    re.IGNORECASE,
)
_ROLES = {
    "value": "value",
    "note": "note",
    "notes": "note",
    "source": "source",
    "sources": "source",
    "flag": "flag",
    "status": "flag",
}
_ESTIMATE = re.compile(r"\bestimat|\bITU est\b|\bimputed\b|\bextrapolat", re.IGNORECASE)
MAX_STATUS_NOTE = 40
"""Letters below which a note with 'estimate' in it says nothing else; a long one may."""
_CODES = (
    "IsoCode",
    "ISO",
    "ISO3",
    "Code",
    "CountryCode",
    "EntityIso",
    "Iso3Code",
    "Economy code",
    "Economy ISO3",
    "Economy ISO",
)
_NAMES = (
    "ShortName",
    "EffectiveName",
    "EconomyName",
    "Economy",
    "Economy Name",
    "Country",
    "CountryName",
    "Country name",
    "Name",
    "EntityName",
    "FullName",
)


# DataHub


def _matches_datahub(preview: Preview) -> bool:
    if not preview.has("entityName", "dataValue", "dataYear"):
        return False
    return preview.has("seriesCode") or preview.has("seriesName")


def _read_datahub(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    columns = [table.find(column) for column in _DATAHUB]
    series, title, unit, code, place_name, value, period, note, source = columns
    ignored = [table.find(column) for column in _DATAHUB_IGNORED]
    breakdown = {
        column: column
        for column in table.names
        if column not in columns and column not in ignored and has_text(table, column)
    }
    rows, problems = long(
        table,
        value=value,
        period=period,
        place=code_or_name(table, code, place_name),
        place_name=place_name,
        series=series,
        title=title,
        unit=unit,
        status=_status(table.column(source), table.column(note)),
        source=source,
        note=note,
        breakdown=breakdown,
    )
    return extract_multipliers(rows), problems


def _status(source: Column, note: Column) -> Column:
    """Return 'estimated' where the source or a short note says so."""

    def status(words: tuple[str, ...]) -> str:
        source, note = words
        in_note = len(note) < MAX_STATUS_NOTE and _ESTIMATE.search(note)
        return "estimated" if _ESTIMATE.search(source) or in_note else ""

    return combine([source, note], status)


# Excel workbooks


def _year_columns(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return {year: {'value': column, 'note': column, 'source': column}} of years with a value."""
    years: dict[str, dict[str, str]] = {}
    for name in names:
        if match := _YEAR_COLUMN.fullmatch(name):
            years.setdefault(match["year"], {})[_ROLES[match["role"].casefold()]] = name
    return {year: columns for year, columns in years.items() if "value" in columns}


def _matches_workbook(preview: Preview) -> bool:
    years = _year_columns(preview.names)
    if not years or len(years) * 2 >= len(preview.names):
        return False
    return all(len(columns) > 1 for columns in years.values())


def _read_workbook(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    of_years = [column for column in table.names if _YEAR_COLUMN.fullmatch(column)]
    ids = [column for column in table.names if column not in of_years]
    code, place = table.find(*_CODES), table.find(*_NAMES) or next(iter(ids), "")
    series = table.find("seriesCode", "Indicator code")
    title = table.find("seriesName", "Indicator name", "Indicator")
    years = _year_columns(table.names)
    roles = set().union(*years.values())
    flat = unfold(table, years)
    flag, source, note = (flat.column(_role(roles, role)) for role in ("flag", "source", "note"))
    status = map_categories(flag, lambda word: parse_flag(word).status)
    rows, problems = long(
        flat,
        value="value",
        period=GROUP_COLUMN,
        place=code_or_name(flat, code, place),
        place_name=place,
        series=series,
        title=title or flat.constant(_title(table)),
        status=coalesce([status, _status(source, note)]),
        source=source,
        note=note,
    )
    return rows, problems + unread_columns(table, (code, place, series, title, *of_years))


def _role(roles: Collection[str], role: str) -> str:
    """Return the column that `unfold` makes for a role; '' where no year has it."""
    return role if role in roles else ""


def _title(table: Table) -> str:
    """Return the first cell above the header that is no period."""
    for row in table.head:
        for cell in row:
            if cell.strip() and not parse_period(cell):
                return cell.strip()
    return ""


_DEFINITION_COLUMNS = ("Indicator Name", "Indicator Description", "Indicator Definition")
MAX_DEFINITION_COLUMNS = 6


def _matches_definitions(preview: Preview) -> bool:
    few_columns = len(preview.names) <= MAX_DEFINITION_COLUMNS
    return few_columns and preview.has(*_DEFINITION_COLUMNS)


def _read_definitions(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    header = ", ".join(preview.names)[:MAX_LENGTH]
    code = ProblemCode.METADATA_ONLY
    return no_rows(), [Problem(code, name, 1, found=header, severity="notice")]


FORMATS = (
    Format(
        "itu-datahub",
        "ITU DataHub",
        _matches_datahub,
        _read_datahub,
        "Figures are quoted text and notes run over several lines. A file has many series, some "
        "of them with words as values (price control). A multiplier in the unit is applied. 'ITU "
        "estimate' in the source is the status 'estimated'.",
        "A header with seriesCode (or seriesName), entityName, dataValue and dataYear.",
    ),
    Format(
        "itu-excel",
        "ITU, Excel workbooks",
        _matches_workbook,
        _read_workbook,
        "Each year has a column for the value and others for its note and source. Places mostly "
        "have names only.",
        "For each year columns like 2019_value, 2019_note and 2019_source, which make up most of "
        "the header.",
    ),
    Format(
        "itu-definitions",
        "ITU, definitions in Excel workbooks",
        _matches_definitions,
        _read_definitions,
        "A sheet of a workbook that defines indicators and has no figures.",
        "At most six columns, among them Indicator Name, Indicator Description and Indicator "
        "Definition.",
    ),
)
