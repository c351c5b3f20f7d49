"""The IMF's World Economic Outlook: one series of a country a row, years as columns; and the IMF data portal's wide exports."""

from __future__ import annotations

import re
from dataclasses import replace

from indicators.problems import Problem
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.periods import parse_period, period_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import Part, long, wide
from indicators.readers.rows import Column, Rows, combine, map_categories

_ESTIMATES = "Estimates Start After"
_NOTES = (
    "Country/Series-specific Notes",
    "Series-specific Notes",
    "Country/Series specific Notes",
    "Subject Notes",
)
_RELEASE = re.compile(r"World Economic Outlook[^\d]*(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_LATEST = ("LATEST_ACTUAL_ANNUAL_DATA", "Latest actual annual data", "LATEST ACTUAL ANNUAL DATA")
_MADE = (
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


def _looks(sniff: Preview) -> bool:
    return (
        sniff.has("Subject Descriptor", "Units")
        and (sniff.has("Country") or sniff.has("Country Group Name"))
        and bool(period_columns(sniff.names))
    )


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    place, code = table.find("Country", "Country Group Name"), table.find("ISO")
    series, title, unit, scale = (
        table.find(column)
        for column in ("WEO Subject Code", "Subject Descriptor", "Units", "Scale")
    )
    note, after = table.find(*_NOTES), table.find(_ESTIMATES)
    where = combine([table.column(code), table.column(place)], lambda words: words[0] or words[1])
    rows, problems = wide(
        table,
        periods=period_columns(table.names),
        place=where,
        place_name=place,
        series=series,
        title=title,
        unit=unit,
        note=note,
        status=after,
        exponent=parse_multipliers(table.column(scale)),
    )
    release = _released(table)
    used = (
        place,
        code,
        series,
        title,
        unit,
        scale,
        note,
        after,
        "column 1",
        *(column for column in _NOTES),
        "WEO Country Code",
        "WEO Country Group Code",
        "Subject Notes",
    )
    return replace(rows, status=_statuses(rows.status, rows.period, release)), [
        *problems,
        *unknown_multipliers(table.column(scale), table.line, name, scale),
        *unread(table, used),
    ]


def _released(table: Table) -> int:
    """The year of the edition, from the words below the table; 0 where they are gone."""
    words = [text for _, text in table.foot] + [cell for row in table.head for cell in row]
    found = next((match for text in words if (match := _RELEASE.search(text[:2000]))), None)
    return int(found["year"]) if found else 0


def _statuses(after: Column, period: Column, release: int) -> Column:
    """Estimated after the last year of actual data; a forecast from the year of the edition on."""
    last = map_categories(after, lambda word: (parse_period(word) or "")[:4])

    def say(words: tuple[str, ...]) -> str:
        if not words[0] or not words[1][:4].isdigit() or words[1][:4] <= words[0]:
            return ""
        return "forecast" if release and int(words[1][:4]) >= release else "estimated"

    return combine([last, period], say)


def _portal(sniff: Preview) -> bool:
    if not sniff.has("DATASET", "SERIES_CODE") or not (
        sniff.has("COUNTRY") or sniff.has("COUNTRY.Name") or sniff.has("COUNTRY.ID")
    ):
        return False
    return bool(period_columns(sniff.names)) or sniff.has("TIME_PERIOD", "OBS_VALUE")


def _read_portal(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    """The portal's export: SERIES_CODE is 'COUNTRY.INDICATOR.FREQUENCY', the other columns are words or codes."""
    table = sniff.table()
    code, dataset = table.find("SERIES_CODE"), table.find("DATASET")
    place, title = table.find("COUNTRY.Name", "COUNTRY"), table.find("INDICATOR.Name", "INDICATOR")
    place_id, title_id = table.find("COUNTRY.ID"), table.find("INDICATOR.ID")
    unit, scale = (
        table.find("UNIT.Name", "UNIT", "UNIT.ID"),
        table.find("SCALE.ID", "SCALE", "SCALE.Name"),
    )
    after, status = table.find(*_LATEST), table.find("STATUS", "OBS_STATUS")
    parts: dict[str, Part] = {
        "place": table.column(place_id) if place_id else _piece(table.column(code), 0),
        "place_name": place,
        "title": title,
        "unit": unit,
        "series": table.column(title_id) if title_id else _piece(table.column(code), 1),
        "status": after or status,
    }
    periods = period_columns(table.names) if not table.find("TIME_PERIOD") else {}
    known = {
        code,
        dataset,
        place,
        title,
        place_id,
        title_id,
        unit,
        scale,
        after,
        status,
        table.find("TIME_PERIOD"),
        table.find("OBS_VALUE"),
    }
    extra = {
        column: column
        for column in table.names
        if column not in known
        and column not in periods
        and column.upper() not in _MADE
        and len(set(table.column(column).categories)) > 1
        and table.column(column).categories != ("",)
        and not column.endswith(".ID")
    }
    exponent = parse_multipliers(table.column(scale))
    if periods:
        rows, problems = wide(table, periods=periods, breakdown=extra, exponent=exponent, **parts)  # type: ignore[arg-type]
    else:
        rows, problems = long(
            table,
            value=table.find("OBS_VALUE"),
            period=table.find("TIME_PERIOD"),
            breakdown=extra,
            exponent=exponent,
            **parts,  # type: ignore[arg-type]
        )
    problems = [*problems, *unknown_multipliers(table.column(scale), table.line, name, scale)]
    return (
        replace(rows, status=_statuses(rows.status, rows.period, 0)) if after else rows
    ), problems


def _piece(column: Column, at: int) -> Column:
    return map_categories(column, lambda word: [*word.split("."), "", ""][at])


FORMATS = (
    Format(
        "imf-weo",
        "IMF World Economic Outlook",
        _looks,
        _read,
        "Tabs in a file named .xls or .csv, Latin-1 or UTF-16; 1,234.5; 'n/a'; the last row is the citation; the column 'Estimates Start After' "
        "looks like a year's and says from when on figures are estimates.",
        "Columns Subject Descriptor, Units and Country (or Country Group Name), and years.",
    ),
    Format(
        "imf-portal",
        "IMF data portal",
        _portal,
        _read_portal,
        "The series' code holds the codes of country and indicator; figures are multiplied by what SCALE says.",
        "Columns DATASET, SERIES_CODE and COUNTRY, and years or TIME_PERIOD and OBS_VALUE.",
    ),
)
