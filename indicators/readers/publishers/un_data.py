"""Read the files of the UN Statistical Yearbook and the exports of UNdata."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from indicators.problems import Problem
from indicators.readers.cells.status_flags import parse_flag
from indicators.readers.cells.unit_columns import extract_multipliers, extract_title_units
from indicators.readers.delimited.records import records
from indicators.readers.delimited.table import Table, from_utf8
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import (
    casefolded,
    coalesce,
    find_record,
    has_text,
    unread_columns,
)
from indicators.readers.reshape import Part, long
from indicators.readers.rows import Column, Rows, map_categories

MAX_HEADER_RECORDS = 8
"""Records among which the Yearbook's header is looked for."""
MAX_STATUS_SENTENCE = 40
"""Letters below which a sentence of a footnote may be a status ('Estimate.')."""
_FOOTNOTES = re.compile(rb'\n[ \t\r]*"?(?:footnoteSeqID|fnSeqID)"?\s*[,;\t]', re.IGNORECASE)
"""The header of the footnotes below the table."""
_CAPITAL_CITY = ("capital city", "capital city footnote")
_PLACES = (
    "Country or Area",
    "Reference Area",
    "Country or territory",
    "Country or Territory",
    "Country or area",
    "Residence area",
    "Country or territory of asylum or residence",
    "Country",
)
_TIMES = ("Year", "Year(s)", "Time Period", "TIME_PERIOD", "Period", "Reference Period")
_VALUES = ("Value", "Observation Value", "Quantity", "OBS_VALUE", "Trade (USD)", "Amount")
_TITLES = (
    "Series",
    "Indicator",
    "Item",
    "Element",
    "Commodity - Transaction",
    "Variable",
    "Subject",
    "Data Series",
)
_DIMENSIONS = (
    "City",
    "Area",
    "Sex",
    "Age",
    "Subgroup",
    "Location",
    "Nationality",
    "Urban/rural residence",
)
"""Columns that are breakdowns even with one word throughout ('City' of one city)."""
_UNITS = ("Unit", "Units of measurement", "Units", "Unit of Measure", "Measure Unit", "Currency")


# Statistical Yearbook


def _yearbook_header(preview: Preview) -> int:
    return find_record(preview, MAX_HEADER_RECORDS, _is_yearbook_header)


def _is_yearbook_header(cells: Sequence[str]) -> bool:
    first = cells[0].casefold() if cells else ""
    return first == "region/country/area" and {"year", "value"} <= casefolded(cells)


def _read_yearbook(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table(header=_yearbook_header(preview))
    columns = ("Region/Country/Area", "Year", "Series", "Value", "Source")
    place, period, series, value, source = map(table.find, columns)
    notes = table.find("Footnotes", "Footnote")
    used = [place, period, series, value, source, notes]
    second = table.names[1] if len(table.names) > 1 else ""
    place_name = second if second not in used[1:] else ""
    used.append(place_name)
    breakdown = {
        column: column
        for column in table.names
        if column not in used
        and column.casefold() not in _CAPITAL_CITY
        and "footnote" not in column.casefold()
        and has_text(table, column)
    }
    rows, problems = long(
        table,
        value=value,
        period=period,
        place=place,
        place_name=place_name,
        title=series or table.constant(_title(table)),
        source=source,
        status=_status(table.column(notes)),
        note=notes,
        breakdown=breakdown,
    )
    return extract_title_units(rows), problems + unread_columns(table, (*used, *breakdown))


def _title(table: Table) -> str:
    """Return the words above the header, without the number of the table ('T30')."""
    cells = map(str.strip, chain.from_iterable(table.head))
    return " ".join(cell for cell in cells if cell and not re.fullmatch(r"T\d+[a-z]?", cell))


def _status(notes: Column) -> Column:
    """Return the status that a sentence of a footnote is ('Estimate.', 'Projected ...')."""

    def status(note: str) -> str:
        without_brackets = re.sub(r"\([^()]{0,80}\)", "", note)
        sentences = [
            sentence
            for sentence in re.split(r"[.;]\s*", without_brackets)
            if 0 < len(sentence) < MAX_STATUS_SENTENCE
        ]
        projections = ("projected", "projection")
        if any(sentence.strip().casefold().startswith(projections) for sentence in sentences):
            return "forecast"
        statuses = (parse_flag(sentence + ".").status for sentence in sentences)
        return next(filter(None, statuses), "")

    return map_categories(notes, status)


# Database


def _matches_database(preview: Preview) -> bool:
    first, names = next(iter(preview.names), ""), casefolded(preview.names)
    if first not in _PLACES[:3]:
        return False
    has_footnotes = any("footnote" in name for name in names)
    has_period = not names.isdisjoint(casefolded(_TIMES))
    has_value = not names.isdisjoint(casefolded(_VALUES))
    return has_period and has_value and (has_footnotes or first == "Country or Area")


def _read_database(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table, footnotes = _table_and_footnotes(preview, name)
    place, period, value, unit = (
        table.find(*names) for names in (_PLACES, _TIMES, _VALUES, _UNITS)
    )
    code = table.find("Country or Area Code", "Country Code", "Area Code", "Reference Area Code")
    titles = filter(None, map(table.find, _TITLES))
    title = next((column for column in titles if _has_words(table, column)), "")
    notes = next((column for column in table.names if "footnote" in column.casefold()), "")
    source, reliability = table.find("Source"), table.find("Reliability")
    used = [place, period, value, title, unit, notes, code, source, reliability]
    breakdown: dict[str, Part] = {
        column: column
        for column in table.names
        if column not in used and column != "Source Year" and _is_dimension(table, column)
    }
    note = map_categories(table.column(notes), lambda word: _note(word, footnotes))
    status = map_categories(table.column(reliability), lambda word: parse_flag(word).status)
    rows, problems = long(
        table,
        value=value,
        period=period,
        place=code or place,
        place_name=place if code else "",
        title=title,
        unit=unit,
        source=source,
        note=note,
        status=coalesce([_status(note), status]),
        breakdown=breakdown,
    )
    rows = extract_multipliers(rows) if unit else extract_title_units(rows)
    return rows, problems + unread_columns(table, (*used, *breakdown))


def _table_and_footnotes(preview: Preview, name: str) -> tuple[Table, dict[str, str]]:
    content, footnotes = preview.utf8, b""
    if match := _FOOTNOTES.search(content):
        begin = match.start() + 1  # behind the end of the line before
        content, footnotes = content[:begin], content[begin:]
    table = from_utf8(content, name, preview.delimiter, preview.header, preview.decoded.problems)
    return table, _footnotes(footnotes, preview.delimiter)


def _has_words(table: Table, column: str) -> bool:
    """Whether a column has words that are no numbers."""
    return any(word and not word.isdigit() for word in table.column(column).categories)


def _is_dimension(table: Table, column: str) -> bool:
    words = table.column(column).categories
    return len(set(words)) > 1 or (column in _DIMENSIONS and any(words))


def _note(word: str, footnotes: Mapping[str, str]) -> str:
    """Return the footnotes of '1,3' as text; a number without a text stays."""
    numbers = (number.strip() for number in re.split(r"[,;]", word))
    return "; ".join(footnotes.get(number, number) for number in numbers)


def _footnotes(content: bytes, delimiter: str) -> dict[str, str]:
    """Return {number: text} of the footnotes below the table."""
    footnotes = {}
    for _, row in records(content.decode("utf-8", "replace"), delimiter):
        if isinstance(row, list) and len(row) == 2 and row[0].strip().isdigit():
            footnotes[row[0].strip()] = " ".join(row[1].split())
    return footnotes


FORMATS = (
    Format(
        "un-yearbook",
        "UN Statistical Yearbook (SYB)",
        lambda preview: _yearbook_header(preview) >= 0,
        _read_yearbook,
        "A title with the table's number stands above the header. The column with the names has "
        "no name. Windows-1252. Groups of countries come first. 'Estimate.' among the footnotes "
        "is a status. Units and multipliers stand in the series' name.",
        "A header that begins Region/Country/Area and has Year and Value, most often below a line "
        "like 'T30,Internet Usage'.",
    ),
    Format(
        "undata",
        "UNdata exports",
        _matches_database,
        _read_database,
        "Footnotes are numbers in the rows, explained in a second table below the first.",
        "A header that begins 'Country or Area' (or 'Reference Area'), with Year, Value and most "
        "often Value Footnotes.",
    ),
)
