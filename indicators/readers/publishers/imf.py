"""Read the IMF's World Economic Outlook (years as columns) and the exports of its data portal."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from indicators.problems import Problem
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.periods import parse_period, period_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import code_or_name, unread_columns
from indicators.readers.reshape import Part, long, wide
from indicators.readers.rows import Column, Rows, combine, map_categories

_NOTES = (
    "Country/Series-specific Notes",
    "Series-specific Notes",
    "Country/Series specific Notes",
    "Subject Notes",
)
_IGNORED = ("column 1", "WEO Country Code", "WEO Country Group Code", *_NOTES)
_EDITION = re.compile(r"World Economic Outlook[^\d]*(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
MAX_LINE_LENGTH = 2_000
"""Letters of a line in which the year of the edition is looked for."""
_LAST_ACTUAL = (
    "LATEST_ACTUAL_ANNUAL_DATA",
    "Latest actual annual data",
    "LATEST ACTUAL ANNUAL DATA",
)
_PORTAL_IGNORED = (
    "DATASET",
    "OBS_MEASURE",
    "DECIMALS_DISPLAYED",
    "FREQUENCY",
    "FREQ",
    "PRECISION",
    "LANGUAGE",
    "PUBLISHER",
    "DEPARTMENT",
)


# World Economic Outlook


def _matches_outlook(preview: Preview) -> bool:
    if not preview.has("Subject Descriptor", "Units"):
        return False
    has_place = preview.has("Country") or preview.has("Country Group Name")
    return has_place and bool(period_columns(preview.names))


def _read_outlook(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    code, place_name = table.find("ISO"), table.find("Country", "Country Group Name")
    series, title = table.find("WEO Subject Code"), table.find("Subject Descriptor")
    unit, scale, note = table.find("Units"), table.find("Scale"), table.find(*_NOTES)
    last_actual = table.find("Estimates Start After")
    multipliers = table.column(scale)
    rows, problems = wide(
        table,
        periods=period_columns(table.names),
        place=code_or_name(table, code, place_name),
        place_name=place_name,
        series=series,
        title=title,
        unit=unit,
        note=note,
        status=last_actual,
        exponent=parse_multipliers(multipliers),
    )
    used = (place_name, code, series, title, unit, scale, note, last_actual, *_IGNORED)
    return replace(rows, status=_statuses(rows.status, rows.period, _edition(table))), [
        *problems,
        *unknown_multipliers(multipliers, table.line, name, scale),
        *unread_columns(table, used),
    ]


def _edition(table: Table) -> int:
    """Return the year of the edition, from the lines around the table; 0 where none states it."""
    lines = [text for _, text in table.foot]
    for row in table.head:
        lines += row
    for line in lines:
        if match := _EDITION.search(line[:MAX_LINE_LENGTH]):
            return int(match["year"])
    return 0


def _statuses(last_actual: Column, period: Column, edition: int) -> Column:
    """Return 'estimated' after the last year of actual data, 'forecast' from the edition's year on.

    An `edition` of 0 is not known: nothing is a forecast.
    """

    def status(words: tuple[str, ...]) -> str:
        last, year = words[0], words[1][:4]
        if not last or not year.isdigit() or year <= last:
            return ""
        return "forecast" if edition and int(year) >= edition else "estimated"

    last_years = map_categories(last_actual, lambda word: (parse_period(word) or "")[:4])
    return combine([last_years, period], status)


# Data portal


def _matches_portal(preview: Preview) -> bool:
    countries = ("COUNTRY", "COUNTRY.Name", "COUNTRY.ID")
    if not preview.has("DATASET", "SERIES_CODE") or not any(map(preview.has, countries)):
        return False
    return bool(period_columns(preview.names)) or preview.has("TIME_PERIOD", "OBS_VALUE")


def _read_portal(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    scale, last_actual = table.find("SCALE.ID", "SCALE", "SCALE.Name"), table.find(*_LAST_ACTUAL)
    period, value = table.find("TIME_PERIOD"), table.find("OBS_VALUE")
    parts, used = _portal_parts(table, last_actual)
    used |= {scale, period, value}
    multipliers = table.column(scale)
    exponent = parse_multipliers(multipliers)
    if period:
        rows, problems = long(
            table,
            value=value,
            period=period,
            breakdown=_portal_breakdown(table, used),
            exponent=exponent,
            **parts,  # type: ignore[arg-type]
        )
    else:
        periods = period_columns(table.names)
        rows, problems = wide(
            table,
            periods=periods,
            breakdown=_portal_breakdown(table, {*used, *periods}),
            exponent=exponent,
            **parts,  # type: ignore[arg-type]
        )
    if last_actual:
        rows = replace(rows, status=_statuses(rows.status, rows.period, 0))
    return rows, [*problems, *unknown_multipliers(multipliers, table.line, name, scale)]


def _portal_parts(table: Table, last_actual: str) -> tuple[dict[str, Part], set[str]]:
    """Return the parts of a row, and the columns that they are read from.

    SERIES_CODE is 'COUNTRY.INDICATOR.FREQUENCY'; the other columns hold labels or codes.
    """
    key, dataset = table.find("SERIES_CODE"), table.find("DATASET")
    place_id, title_id = table.find("COUNTRY.ID"), table.find("INDICATOR.ID")
    parts: dict[str, Part] = {
        "place_name": table.find("COUNTRY.Name", "COUNTRY"),
        "title": table.find("INDICATOR.Name", "INDICATOR"),
        "unit": table.find("UNIT.Name", "UNIT", "UNIT.ID"),
        "status": last_actual or table.find("STATUS", "OBS_STATUS"),
    }
    used = {key, dataset, place_id, title_id, table.find("STATUS", "OBS_STATUS")}
    used |= {part for part in parts.values() if isinstance(part, str)}
    parts["place"] = place_id or _key_part(table.column(key), 0)
    parts["series"] = title_id or _key_part(table.column(key), 1)
    return parts, used


def _portal_breakdown(table: Table, used: Collection[str]) -> dict[str, Part]:
    """Return the columns that have several words and are not read otherwise."""
    return {
        column: column
        for column in table.names
        if column not in used
        and column.upper() not in _PORTAL_IGNORED
        and not column.endswith(".ID")
        and len(set(table.column(column).categories)) > 1
    }


def _key_part(column: Column, position: int) -> Column:
    """Return a part of keys like 'USA.NGDP_RPCH.A'; '' where a key has not so many."""

    def part(key: str) -> str:
        parts = key.split(".")
        return parts[position] if position < len(parts) else ""

    return map_categories(column, part)


FORMATS = (
    Format(
        "imf-weo",
        "IMF World Economic Outlook",
        _matches_outlook,
        _read_outlook,
        "Tabs in a file named .xls or .csv, Latin-1 or UTF-16; 1,234.5; 'n/a'; the last row is the "
        "citation. The column 'Estimates Start After' looks like a year's and states from when on "
        "figures are estimates.",
        "Columns Subject Descriptor, Units and Country (or Country Group Name), and years.",
    ),
    Format(
        "imf-portal",
        "IMF data portal",
        _matches_portal,
        _read_portal,
        "The series' code contains the codes of country and indicator; figures are multiplied by "
        "SCALE.",
        "Columns DATASET, SERIES_CODE and COUNTRY, and years or TIME_PERIOD and OBS_VALUE.",
    ),
)
