"""UNdata: the Statistical Yearbook's files (a title, then M49 codes beside a nameless column) and the database's exports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.problems import Problem
from indicators.readers.cells.status_flags import parse_flag
from indicators.readers.cells.units import extract_multipliers, extract_title_units
from indicators.readers.delimited.records import records
from indicators.readers.delimited.table import Table, from_utf8
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import Part, long
from indicators.readers.rows import Column, Rows, combine, map_categories

_PLACE = "region/country/area"
_ASIDE = ("capital city", "capital city footnote")
_FOOT = re.compile(rb'\n[ \t\r]*"?(?:footnoteSeqID|fnSeqID)"?\s*[,;\t]', re.IGNORECASE)
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
_PARTING = (
    "City",
    "Area",
    "Sex",
    "Age",
    "Subgroup",
    "Location",
    "Nationality",
    "Urban/rural residence",
)
"""Columns that part the figures of a place, even where they say the same throughout ('City' of one city)."""
_UNITS = ("Unit", "Units of measurement", "Units", "Unit of Measure", "Measure Unit", "Currency")


def _yearbook_header(sniff: Preview) -> int:
    for at, row in enumerate(sniff.cells(8)):
        names = [cell.casefold() for cell in row]
        if names[:1] == [_PLACE] and {"year", "value"} <= set(names):
            return at
    return -1


def _yearbook(sniff: Preview) -> bool:
    return _yearbook_header(sniff) >= 0


def _read_yearbook(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table(header=_yearbook_header(sniff))
    code, year, series, value = (
        table.find(column) for column in ("Region/Country/Area", "Year", "Series", "Value")
    )
    notes, source = table.find("Footnotes", "Footnote"), table.find("Source")
    place = (
        table.names[1]
        if len(table.names) > 1 and table.names[1] not in (year, series, value, notes, source)
        else ""
    )
    known = (code, place, year, series, value, notes, source)
    extra = {
        column: column
        for column in table.names
        if column not in known
        and column.casefold() not in _ASIDE
        and "footnote" not in column.casefold()
        and any(table.column(column).categories)
    }
    title: Part = series or table.constant(_title(table))
    rows, problems = long(
        table,
        value=value,
        period=year,
        place=code,
        place_name=place,
        title=title,
        source=source,
        status=_status(table.column(notes)),
        note=notes,
        breakdown=extra,
    )
    return extract_title_units(rows), problems + unread(table, (*known, *extra))


def _title(table: Table) -> str:
    """The words above the header, without the number of the table ('T30')."""
    cells = [cell.strip() for row in table.head for cell in row if cell.strip()]
    return " ".join(cell for cell in cells if not re.fullmatch(r"T\d+[a-z]?", cell))


def _status(notes: Column) -> Column:
    """What the sentences of a footnote say about how the figure came about ('Estimate.')."""

    def say(word: str) -> str:
        short = [
            sentence
            for sentence in re.split(r"[.;]\s*", re.sub(r"\([^()]{0,80}\)", "", word))
            if 0 < len(sentence) < 40
        ]
        if any(
            sentence.strip().casefold().startswith(("projected", "projection"))
            for sentence in short
        ):
            return "forecast"
        return next(
            (
                parse_flag(sentence).status
                for sentence in short
                if parse_flag(sentence + ".").status
            ),
            "",
        )

    return map_categories(notes, say)


def _database(sniff: Preview) -> bool:
    first = sniff.names[:1]
    names = {name.casefold() for name in sniff.names}
    return (
        bool(first)
        and first[0] in _PLACES[:3]
        and _one(names, _TIMES)
        and _one(names, _VALUES)
        and (any("footnote" in name for name in names) or first[0] == "Country or Area")
    )


def _one(names: set[str], wanted: Sequence[str]) -> bool:
    return any(name.casefold() in names for name in wanted)


def _read_database(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    content = sniff.utf8
    foot = _FOOT.search(content)
    body = content[: foot.start() + 1] if foot else content
    table = from_utf8(body, name, sniff.delimiter, sniff.header, sniff.decoded.problems)
    place, year, value, unit = (table.find(*names) for names in (_PLACES, _TIMES, _VALUES, _UNITS))
    title = next(
        (
            found
            for name in _TITLES
            if (found := table.find(name))
            and not all(word.isdigit() for word in table.column(found).categories if word)
        ),
        "",
    )
    notes = next((column for column in table.names if "footnote" in column.casefold()), "")
    code = table.find("Country or Area Code", "Country Code", "Area Code", "Reference Area Code")
    source, known = table.find("Source"), {place, year, value, title, unit, notes, code}
    extra = {
        column: column
        for column in table.names
        if column not in known
        and column not in (source, "Source Year", "Reliability")
        and (
            len(set(table.column(column).categories)) > 1
            or (column in _PARTING and any(table.column(column).categories))
        )
    }
    said = _footnotes(content[foot.start() + 1 :], sniff.delimiter) if foot else {}
    note = map_categories(
        table.column(notes),
        lambda word: "; ".join(
            said.get(part.strip(), part.strip()) for part in re.split(r"[,;]", word)
        ),
    )
    reliable = table.column(table.find("Reliability"))
    status = combine(
        [_status(note), reliable], lambda words: words[0] or parse_flag(words[1]).status
    )
    rows, problems = long(
        table,
        value=value,
        period=year,
        place=code or place,
        place_name=place if code else "",
        title=title,
        unit=unit,
        source=source,
        note=note,
        status=status,
        breakdown=extra,
    )
    used = (*known, *extra, source, table.find("Reliability"))
    return (extract_multipliers(rows) if unit else extract_title_units(rows)), problems + unread(
        table, used
    )


def _footnotes(content: bytes, delimiter: str) -> dict[str, str]:
    """{number: text} of the footnotes below the table."""
    rows = (row for _, row in records(content.decode("utf-8", "replace"), delimiter))
    return {
        row[0].strip(): " ".join(row[1].split())
        for row in rows
        if isinstance(row, list) and len(row) == 2 and row[0].strip().isdigit()
    }


FORMATS = (
    Format(
        "un-yearbook",
        "UN Statistical Yearbook (SYB)",
        _yearbook,
        _read_yearbook,
        "A title with the table's number stands above the header; the column with the names has no name; Windows-1252; groups of countries "
        "come first; 'Estimate.' among the footnotes is a status; units and multipliers stand in the series' name.",
        "A header that begins Region/Country/Area and has Year and Value, most often below a line like 'T30,Internet Usage'.",
    ),
    Format(
        "undata",
        "UNdata exports",
        _database,
        _read_database,
        "Footnotes are numbers in the rows, explained in a second table below the first.",
        "A header that begins 'Country or Area' (or 'Reference Area'), with Year, Value and most often Value Footnotes.",
    ),
)
