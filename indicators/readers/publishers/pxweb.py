"""Read PX-Web tables (statistical offices in northern Europe, UNECE): labels and periods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indicators.model import TOTAL
from indicators.problems import Problem
from indicators.readers.cells.column_profile import normalize_header
from indicators.readers.cells.header_words import PERIODS
from indicators.readers.cells.numbers import parse_number
from indicators.readers.cells.periods import find_split_years, normalize_split_year, parse_period
from indicators.readers.cells.unit_columns import extract_multipliers
from indicators.readers.cells.units import title_and_unit
from indicators.readers.delimited.records import first_records
from indicators.readers.delimited.table import Table, from_utf8, unique_names
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import place_not_stated
from indicators.readers.reshape import Part, dimension_name, fill_down, format_breakdown, melt
from indicators.readers.rows import Rows, combine, constant, map_categories

MAX_HEADER_RECORDS = 6
"""Records among which the header is looked for."""
MAX_REMARKS = 400
"""Records below the table that are looked at."""
MAX_TITLE_LENGTH = 1_000
"""Letters of a title that are looked at."""
_BY = re.compile(
    r"[ ,]+(?:by|efter|etter|nach|por|par|selon|po|eftir|muuttujina|według|segundo|pagal|pēc)"
    r"[ :]+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*,\s*|\s+(?:and|och|og|und|y|et|ja|in|i|ir|un|e)\s+", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(countr(y|ies)|regions?|areas?|municipalit(y|ies)|count(y|ies)|land|lands|länder|län"
    r"|kommun(er)?|kommune|fylke|kunta|maakunta|alue|province|territory|territor(y|ies)|district"
    r"|cit(y|ies)|state|statistical region|regija|statistična regija|občina|kraj|okres|país|pays"
    r"|pais|region(en)?|maakond|haldusüksus|piirkond|geography|reporting country|sveitarfélag"
    r"|landsvæði|island|canton|kanton|bezirk|location|place|savivaldybė|reģions)\b",
    re.IGNORECASE,
)
_CONTENTS = frozenset(
    (
        "variable",
        "variables",
        "indicator",
        "indicators",
        "contents",
        "content",
        "information",
        "tieto",
        "tiedot",
        "innehåll",
        "tabellinnehåll",
        "statistikvariabel",
        "measure",
        "measures",
        "observations",
        "uppgift",
        "data",
        "meritve",
        "kazalnik",
        "statistic",
    )
)
"""Names of the dimension that says what is measured."""
MAX_UNIT_LINES = 3
"""Lines after 'Units:' among which the unit is looked for; some repeat what it is the unit of."""
_UNIT_HEADINGS = ("units:", "unit:", "enota:", "yksikkö:", "enhet:")
_BLANK_ROW = re.compile(rb'\n[,;\t "]*\r?\n')
_NORDIC_QUARTER = re.compile(r"(?P<year>\d{4})K(?P<quarter>[1-4])")
_ANY_DIMENSION = "kind"
"""The name of a dimension that the title does not name."""


def split_period(name: str) -> tuple[str, str]:
    """Split a column's name into a period and other words: 'Males 2010' is ('2010', 'Males').

    ('', name) where it has no period at its beginning or end.
    """
    bare_name = name.partition("#")[0]  # '#2' is put behind a name that comes twice
    words = _NORDIC_QUARTER.sub(r"\g<year>Q\g<quarter>", bare_name).split()
    for count in (len(words), 1, 2, 3):
        if count > len(words):
            continue
        if period := parse_period(" ".join(words[-count:])):
            return period, " ".join(words[:-count])
        if period := parse_period(" ".join(words[:count])):
            return period, " ".join(words[count:])
    return "", name


# Recognising


def _header(preview: Preview) -> int:
    """Return the record with labels and periods, below a title and a blank row; -1 for none."""
    rows = preview.cells(MAX_HEADER_RECORDS)
    if len(rows) < 4 or sum(map(bool, rows[0])) != 1 or not rows[0][0]:
        return -1
    header = next((index for index, row in enumerate(rows) if sum(map(bool, row)) > 1), -1)
    has_blank_row = any(not any(row) for row in rows[1:header])
    return header if header >= 2 and has_blank_row else -1


def _count_labels(names: Sequence[str]) -> int:
    """Return how many columns stand before those that name periods; 0 where not all after do."""
    has_period = [bool(split_period(name)[0]) for name in names]
    first = has_period.index(True) if True in has_period else 0
    return first if all(has_period[first:]) else 0


def _matches(preview: Preview) -> bool:
    header = _header(preview)
    if header < 0:
        return False
    names = preview.cells(header + 1)[header]
    title = preview.cells(1)[0][0][:MAX_TITLE_LENGTH]
    if _periods_as_rows(preview, header):
        return _BY.search(title) is not None
    count = _count_labels(names)
    if not count:
        return False
    return not any(names[:count]) or bool(_dimensions(title, count))


def _periods_as_rows(preview: Preview, header: int) -> tuple[str, tuple[str, ...]] | None:
    """Return the column of periods and those of figures; None where periods are in the header."""
    cells = preview.cells(header + 1)[header]
    rows = [row for row in preview.cells()[header + 1 :] if len(row) == len(cells)]
    names = unique_names(cells)
    if not rows or any(split_period(name)[0] for name in names):
        return None
    columns = {
        name: list(filter(None, column))
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }
    period = next((name for name in names if _is_period_column(name, columns[name])), "")
    values = [name for name in names if name != period and _are_numbers(columns[name])]
    if not period or not values:
        return None
    first = names.index(values[0])  # labels stand before the figures
    if names.index(period) > first or list(names[first:]) != values:
        return None
    return period, names[first:]


def _is_period_column(name: str, cells: Sequence[str]) -> bool:
    if not cells or normalize_header(name) not in PERIODS:
        return False
    return all(split_period(cell)[0] for cell in cells)


def _are_numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(parse_number(cell) is not None for cell in cells)


def _dimensions(title: str, count: int) -> list[str]:
    """Return the dimensions of 'X by age, sex, country and year'; [] where it has not so many."""
    for match in _BY.finditer(title):
        names = [name.strip() for name in _AND.split(title[match.end() :]) if name.strip()]
        if len(names) >= count:
            return names
    return []


# Reading


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    header = _header(preview)
    table, remarks = _table_and_remarks(preview, header)
    heading = table.head[0][0].strip()[:MAX_TITLE_LENGTH]
    if columns := _periods_as_rows(preview, header):
        return _read_periods_as_rows(table, heading, remarks, *columns)
    return _read_periods_as_columns(table, heading, remarks, preview.cells(header + 1)[header])


def _read_periods_as_rows(
    table: Table, heading: str, remarks: Sequence[str], period: str, values: Sequence[str]
) -> tuple[Rows, list[Problem]]:
    """Read periods as labels of rows, and a column for each content."""
    labels = {name: fill_down(table.column(name)) for name in table.names if name not in values}
    periods = map_categories(labels.pop(period), lambda word: split_period(word)[0] or word)
    place = next(filter(_PLACE.search, labels), "")
    title = _title(heading, [])
    spread = {name: {"title": _with_word(title, name)} for name in values}
    parts: dict[str, Part] = {
        "place": labels.pop(place) if place else table.constant(""),
        "unit": table.constant(_unit(heading, remarks)),
        "period": periods,
    }
    rows, problems = melt(table, spread, parts, breakdown=dict(labels))
    if not place:
        problems.append(place_not_stated(table.name))
    return extract_multipliers(rows), problems


def _read_periods_as_columns(
    table: Table, heading: str, remarks: Sequence[str], header: Sequence[str]
) -> tuple[Rows, list[Problem]]:
    count = _count_labels(header)
    values = table.names[count:]
    names = _label_names(header[:count], heading)
    labels = {
        name: fill_down(table.column(column))
        for name, column in zip(names, table.names[:count], strict=True)
    }
    place = next(filter(_PLACE.search, names), "")
    contents = [labels.pop(name) for name in list(labels) if name.casefold() in _CONTENTS]
    title = _title(heading, [split_period(column)[1] for column in values])
    spread = _spread(values)
    parts: dict[str, Part] = {
        "place": labels.pop(place, table.constant("")),
        "unit": table.constant(_unit(heading, remarks)),
        "title": combine(
            [table.constant(title), *contents],
            lambda words: ", ".join(word for word in words if word),
        ),
    }
    rows, problems = melt(table, spread, parts, breakdown=dict(labels))
    if any("note" in words for words in spread.values()):
        rows = _notes_as_breakdown(rows, dimension_name(_column_dimension(heading, count)))
    if not place:
        problems.append(place_not_stated(table.name))
    return extract_multipliers(rows), problems


def _label_names(cells: Sequence[str], heading: str) -> list[str]:
    """Return the names of the labels' columns; the title names those that have none."""
    numbered = [f"dimension {number}" for number in range(1, len(cells) + 1)]
    names = _dimensions(heading, len(cells)) or numbered
    return [cell or name for cell, name in zip(cells, names, strict=False)]


def _column_dimension(title: str, count: int) -> str:
    """Return the one dimension that is in the columns beside the period, else 'kind'."""
    names = _dimensions(title, count)[count:-1]
    return names[0] if len(names) == 1 else _ANY_DIMENSION


def _table_and_remarks(preview: Preview, header: int) -> tuple[Table, list[str]]:
    """Return the table up to the first blank row below it, and the remarks that follow.

    All of the file is the table where more figures follow the blank row.
    """
    content = preview.utf8
    above = preview.lines(header + 2)[: header + 2]
    first_row = sum(len(line.encode()) + 1 for line in above)  # each line ends in a byte
    if blank_row := _BLANK_ROW.search(content, max(first_row - 1, 0)):
        text = content[blank_row.end() :].decode("utf-8", "replace")
        below = first_records(text, preview.delimiter, MAX_REMARKS)
        width = len(preview.cells(header + 1)[header])
        most_cells = max((sum(map(bool, row)) for row in below), default=0)
        if most_cells <= max(2, width // 2):
            table = from_utf8(
                content[: blank_row.start() + 1],
                preview.name,
                preview.delimiter,
                header,
                preview.decoded.problems,
            )
            remarks = [row[0] for row in below if row and row[0]]
            return table, [*(text for _, text in table.foot), *remarks]
    table = preview.table(header=header)
    return table, [text for _, text in table.foot]


def _title(heading: str, words: Sequence[str]) -> str:
    """Return what is measured: the title up to 'by', and the words that all columns share."""
    match = _BY.search(heading)
    title = heading[: match.start()] if match else heading
    return _with_word(title, words[0] if len(set(words)) == 1 else "")


def _with_word(title: str, word: str) -> str:
    """Return a title with a word behind it, unless it contains the word."""
    return title if word.casefold() in title.casefold() else f"{title}, {word}"


def _spread(values: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return {column: {'period': ..., 'note': the words that distinguish it from others}}."""
    periods, names = zip(*map(split_period, values), strict=True)
    split = find_split_years(set(periods), sure=True)
    words = [name.split() for name in names]
    common = _count_common(words)
    spread = {}
    for column, period, rest in zip(values, periods, words, strict=True):
        spread[column] = {"period": normalize_split_year(period) if period in split else period}
        if len(set(names)) > 1:
            spread[column]["note"] = " ".join(rest[common:])
    return spread


def _count_common(names: Sequence[Sequence[str]]) -> int:
    """Return with how many words all names begin."""
    count = 0
    for words in zip(*names, strict=False):
        if len(set(words)) > 1:
            break
        count += 1
    return count


def _notes_as_breakdown(rows: Rows, name: str) -> Rows:
    """Return the rows with the words of columns' names, carried as notes, as a breakdown."""

    def join(words: tuple[str, ...]) -> str:
        breakdown, note = words
        pairs = [pair for pair in (breakdown, format_breakdown([(name, note)])) if pair != TOTAL]
        return ";".join(sorted(";".join(pairs).split(";"))) if pairs else TOTAL

    combined = combine([rows.breakdown, rows.note], join)
    return replace(rows, breakdown=combined, note=constant(len(rows)))


def _unit(heading: str, remarks: Sequence[str]) -> str:
    """Return the unit: below the table after 'Units:', else in brackets in the title."""
    lines = [line.strip() for line in remarks]
    for index, line in enumerate(lines):
        if line.casefold() in _UNIT_HEADINGS:
            following = (
                line
                for line in lines[index + 1 : index + 1 + MAX_UNIT_LINES]
                if not line.endswith(":")
            )
            if unit := next(following, ""):
                return unit
            break
    return title_and_unit(_BY.split(heading)[0])[1]


FORMATS = (
    Format(
        "pxweb",
        "PX-Web",
        _matches,
        _read,
        "A title and a blank row stand above the header. Labels may be merged over several rows, "
        "and their columns have no names: the title names them ('by age, sex, country and year'). "
        "Many remarks stand below. 2010K1 is a quarter. Periods may be labels of rows.",
        "A title like 'X by country and year', a blank row, and then a header of labels (which "
        "may be nameless) and periods.",
    ),
)
