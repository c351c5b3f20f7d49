"""ITU: the DataHub's CSV (one figure a row), and the Excel workbooks (value, note and source of each year side by side)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indicators.problems import Problem, uncoded
from indicators.readers.cells.periods import period_of
from indicators.readers.cells.status_flags import flag_of
from indicators.readers.cells.units import scaled
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import GROUP_COLUMN, long, unfold
from indicators.readers.rows import Column, Rows, combine, map_categories, no_rows

_HUB = (
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
_TOLD = ("seriesID", "seriesParent", "entityID", "seriesDescription")
_SIDE = re.compile(
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
_GUESSED = re.compile(r"\bestimat|\bITU est\b|\bimputed\b|\bextrapolat", re.IGNORECASE)
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


def _hub(sniff: Preview) -> bool:
    return sniff.has("entityName", "dataValue", "dataYear") and (
        sniff.has("seriesCode") or sniff.has("seriesName")
    )


def _read_hub(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    code, title, unit, iso, place, value, year, note, source = (
        table.find(column) for column in _HUB
    )
    told = [found for column in _TOLD if (found := table.find(column))]
    others = {
        column: column
        for column in table.names
        if column not in (code, title, unit, iso, place, value, year, note, source, *told)
        and any(table.column(column).categories)
    }
    rows, problems = long(
        table,
        value=value,
        period=year,
        place=code_or_name(table, iso, place),
        place_name=place,
        series=code,
        title=title,
        unit=unit,
        status=_status(table.column(source), table.column(note)),
        source=source,
        note=note,
        breakdown=others,
    )
    return scaled(rows), problems


def code_or_name(table: Table, code: str, name: str) -> Column:
    """The code of a place; its name where it has none."""
    return combine([table.column(code), table.column(name)], lambda words: words[0] or words[1])


def _status(source: Column, note: Column) -> Column:
    """Estimated, where the source or a short note says so."""
    return combine(
        [source, note],
        lambda words: "estimated" if _GUESSED.search(words[0]) or _short(words[1]) else "",
    )


def _short(note: str) -> bool:
    """Whether a note says nothing but that the figure is estimated (a long one may speak of something else)."""
    return len(note) < 40 and bool(_GUESSED.search(note))


def _sides(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """{year: {'value': column, 'note': column, 'source': column}} of a header; only years that have a value."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        if match := _SIDE.fullmatch(name):
            found.setdefault(match["year"], {})[_ROLES[match["role"].casefold()]] = name
    return {year: parts for year, parts in found.items() if "value" in parts}


def _excel(sniff: Preview) -> bool:
    sides = _sides(sniff.names)
    return (
        bool(sides)
        and all(len(parts) > 1 for parts in sides.values())
        and len(sides) * 2 < len(sniff.names)
    )


def _read_excel(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    sides = _sides(table.names)
    every = {side: parts.get(side, "") for parts in sides.values() for side in parts}
    ids = [column for column in table.names if not _SIDE.fullmatch(column)]
    code, place = table.find(*_CODES), table.find(*_NAMES) or (ids[0] if ids else "")
    series, title = (
        table.find("seriesCode", "Indicator code"),
        table.find("seriesName", "Indicator name", "Indicator"),
    )
    flat = unfold(table, sides)
    source, note = (flat.column(side if side in every else "") for side in ("source", "note"))
    flagged = map_categories(
        flat.column("flag" if "flag" in every else ""), lambda word: flag_of(word).status
    )
    status = combine([flagged, _status(source, note)], lambda words: words[0] or words[1])
    rows, problems = long(
        flat,
        value="value",
        period=GROUP_COLUMN,
        place=code_or_name(flat, code, place),
        place_name=place,
        series=series,
        title=title or flat.constant(_title(table)),
        status=status,
        source=source,
        note=note,
    )
    return rows, problems + unread(
        table,
        (
            code,
            place,
            series,
            title,
            *(column for column in table.names if _SIDE.fullmatch(column)),
        ),
    )


def _title(table: Table) -> str:
    return next(
        (
            cell.strip()
            for row in table.head
            for cell in row
            if cell.strip() and not period_of(cell)
        ),
        "",
    )


def _defines(sniff: Preview) -> bool:
    return (
        sniff.has("Indicator Name", "Indicator Description", "Indicator Definition")
        and len(sniff.names) <= 6
    )


def _no_data(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    return no_rows(), [
        uncoded(
            "this sheet defines indicators of the ITU and holds no figures",
            name,
            1,
            severity="notice",
        )
    ]


FORMATS = (
    Format(
        "itu-datahub",
        "ITU DataHub",
        _hub,
        _read_hub,
        "Figures are quoted text; notes run over several lines; a file holds many series, some of them with words as values (price control); "
        "a multiplier in the unit is applied; 'ITU estimate' in the source is the status 'estimated'.",
        "A header with seriesCode (or seriesName), entityName, dataValue and dataYear.",
    ),
    Format(
        "itu-excel",
        "ITU, Excel workbooks",
        _excel,
        _read_excel,
        "Each year has a column for the value and others for its note and source; places are mostly names only.",
        "For each year columns like 2019_value, 2019_note and 2019_source, which make up most of the header.",
    ),
    Format(
        "itu-definitions",
        "ITU, definitions in Excel workbooks",
        _defines,
        _no_data,
        "A sheet of a workbook that defines indicators and has no figures.",
        "At most six columns, among them Indicator Name, Indicator Description and Indicator Definition.",
    ),
)
