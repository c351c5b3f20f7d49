"""PX-Web (statistical offices in northern Europe, UNECE and others): a title, a blank row, labels, and periods as columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indicators.model import TOTAL
from indicators.problems import Problem, uncoded
from indicators.readers.cells.column_profile import normalize_header
from indicators.readers.cells.header_words import PERIODS
from indicators.readers.cells.numbers import parse_number
from indicators.readers.cells.periods import find_split_years, normalize_split_year, parse_period
from indicators.readers.cells.units import extract_multipliers, title_and_unit
from indicators.readers.delimited.records import opening
from indicators.readers.delimited.table import Table, from_utf8, unique
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.reshape import Part, breakdown_of, dimension, down, melt
from indicators.readers.rows import Rows, blank, joined, renamed

_DEEPEST = 6
_BY = re.compile(
    r"[ ,]+(?:by|efter|etter|nach|por|par|selon|po|eftir|muuttujina|według|segundo|pagal|pēc)[ :]+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*,\s*|\s+(?:and|och|og|und|y|et|ja|in|i|ir|un|e)\s+", re.IGNORECASE)
_PLACES = re.compile(
    r"\b(countr(y|ies)|regions?|areas?|municipalit(y|ies)|count(y|ies)|land|lands|länder|län|kommun(er)?|kommune|fylke|kunta|maakunta|alue|province|"
    r"territory|territor(y|ies)|district|cit(y|ies)|state|statistical region|regija|statistična regija|občina|kraj|okres|país|pays|pais|region(en)?|"
    r"maakond|haldusüksus|piirkond|geography|reporting country|sveitarfélag|landsvæði|island|canton|kanton|bezirk|location|place|savivaldybė|reģions)\b",
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
_BLANK = re.compile(rb'\n[,;\t "]*\r?\n')
_REMARKS = 400
_LONGEST = 1_000
"""Letters of a title that are looked into."""
_NORDIC = re.compile(r"(?P<year>\d{4})K(?P<quarter>[1-4])")


def period_in(name: str) -> tuple[str, str]:
    """A column's name as (period, other words): 'Males 2010' -> ('2010', 'Males'); ('', name) where it holds none."""
    words = _NORDIC.sub(r"\g<year>Q\g<quarter>", name.partition("#")[0]).split()
    for count in (len(words), 1, 2, 3):
        if count > len(words):
            continue
        if said := parse_period(" ".join(words[-count:])):
            return said, " ".join(words[:-count])
        if said := parse_period(" ".join(words[:count])):
            return said, " ".join(words[count:])
    return "", name


def _header(sniff: Preview) -> int:
    """The record with labels and periods, below a title and a blank row; -1 where the file is not so."""
    rows = sniff.cells(_DEEPEST)
    if len(rows) < 4 or sum(map(bool, rows[0])) != 1 or not rows[0][0]:
        return -1
    at = next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), -1)
    return at if at >= 2 and any(not any(row) for row in rows[1:at]) else -1


def _stubs(names: Sequence[str]) -> int:
    """How many columns hold labels: those before the first one that names a period; 0 where not all after it do."""
    told = [bool(period_in(name)[0]) for name in names]
    first = told.index(True) if True in told else 0
    return first if all(told[first:]) else 0


def _looks(sniff: Preview) -> bool:
    at = _header(sniff)
    if at < 0:
        return False
    names, title = sniff.cells(at + 1)[at], sniff.cells(1)[0][0][:_LONGEST]
    if _tall(sniff, at):
        return _BY.search(title) is not None
    stubs = _stubs(names)
    nameless = stubs > 0 and not any(names[:stubs])
    return stubs > 0 and (
        nameless or (_BY.search(title) is not None and len(_dimensions(title, stubs)) > 0)
    )


def _tall(sniff: Preview, at: int) -> tuple[str, tuple[str, ...]] | None:
    """The column with the periods and those with figures, where periods are labels of rows; None where they are in the header."""
    rows = [row for row in sniff.cells()[at + 1 :] if len(row) == len(sniff.cells(at + 1)[at])]
    names = unique(sniff.cells(at + 1)[at])
    if not rows or any(period_in(name)[0] for name in names):
        return None
    columns = [[row[to] for row in rows if row[to]] for to in range(len(names))]
    figures = [
        bool(cells) and all(parse_number(cell) is not None for cell in cells) for cells in columns
    ]
    time = next(
        (
            to
            for to, cells in enumerate(columns)
            if cells
            and normalize_header(names[to]) in PERIODS
            and all(period_in(cell)[0] for cell in cells)
        ),
        -1,
    )
    first = next((to for to, number in enumerate(figures) if number and to != time), len(names))
    if time < 0 or time > first or not all(figures[first:]) or first == len(names):
        return None
    return names[time], names[first:]


def _read_tall(
    sniff: Preview, at: int, time: str, values: Sequence[str]
) -> tuple[Rows, list[Problem]]:
    """Periods as labels of rows, and a column for each content."""
    table, foot = _cut(sniff, at)
    heading = table.head[0][0].strip()[:_LONGEST]
    labels = {name: down(table.column(name)) for name in table.names if name not in values}
    period = renamed(labels.pop(time), lambda word: period_in(word)[0] or word)
    place = next((name for name in labels if _PLACES.search(name)), "")
    title = _title(heading, [])
    spread = {
        name: {"title": title if name.casefold() in title.casefold() else f"{title}, {name}"}
        for name in values
    }
    parts: dict[str, Part] = {
        "place": labels.pop(place) if place else table.constant(""),
        "unit": table.constant(_unit(heading, foot)),
        "period": period,
    }
    rows, problems = melt(table, spread, parts, breakdown=dict(labels))
    return extract_multipliers(rows), problems if place else [*problems, _nowhere(sniff.name)]


def _nowhere(name: str) -> Problem:
    return uncoded(
        "the file does not say which place its figures are of",
        name,
        1,
        severity="warning",
        do="They are of the country or region whose office published it: name that place.",
    )


def _dimensions(title: str, count: int) -> list[str]:
    """The names of the dimensions in 'X by age, sex, country and year'; [] where the title has not so many."""
    for match in _BY.finditer(title):
        names = [name.strip() for name in _AND.split(title[match.end() :]) if name.strip()]
        if len(names) >= count:
            return names
    return []


def _across(title: str, stubs: int) -> str:
    """The name of the one dimension that stands in the columns beside the period; 'kind' where there is none or several."""
    names = _dimensions(title, stubs)[stubs:-1]
    return names[0] if len(names) == 1 else "kind"


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    at = _header(sniff)
    header = sniff.cells(at + 1)[at]
    if tall := _tall(sniff, at):
        return _read_tall(sniff, at, *tall)
    stubs = _stubs(header)
    table, foot = _cut(sniff, _header(sniff))
    labels, values = table.names[:stubs], table.names[stubs:]
    heading = table.head[0][0].strip()[:_LONGEST]
    said = [
        cell if cell else other
        for cell, other in zip(
            header[:stubs],
            _dimensions(heading, stubs)[:stubs]
            or [f"dimension {at}" for at in range(1, stubs + 1)],
            strict=True,
        )
    ]
    columns = {word: down(table.column(label)) for word, label in zip(said, labels, strict=True)}
    place = next((word for word in said if _PLACES.search(word)), "")
    title = _title(heading, [period_in(column)[1] for column in values])
    contents = [columns.pop(word) for word in list(columns) if word.casefold() in _CONTENTS]
    spread = _spread(values)
    parts: dict[str, Part] = {
        "place": columns.pop(place, table.constant("")),
        "unit": table.constant(_unit(heading, foot)),
        "title": joined(
            [table.constant(title), *contents],
            lambda words: ", ".join(word for word in words if word),
        ),
    }
    rows, problems = melt(table, spread, parts, breakdown=dict(columns))
    if any("note" in words for words in spread.values()):
        rows = _with_words(rows, dimension(_across(heading, stubs)))
    if not place:
        problems = [*problems, _nowhere(name)]
    return extract_multipliers(rows), problems


def _cut(sniff: Preview, header: int) -> tuple[Table, list[str]]:
    """The table up to the first blank row below it, and the remarks that follow; all of it where more figures follow."""
    content = sniff.utf8
    start = sum(len(line.encode()) + 1 for line in sniff.lines(header + 2)[: header + 2])
    blank_row = _BLANK.search(content, max(start - 1, 0))
    width = len(sniff.cells(header + 1)[header])
    if blank_row:
        below = opening(
            content[blank_row.end() :].decode("utf-8", "replace"), sniff.delimiter, _REMARKS
        )
        if not any(sum(map(bool, row)) > max(2, width // 2) for row in below):
            table = from_utf8(
                content[: blank_row.start() + 1],
                sniff.name,
                sniff.delimiter,
                header,
                sniff.decoded.problems,
            )
            return table, [text for _, text in table.foot] + [
                cell for row in below for cell in row[:1] if cell
            ]
    table = sniff.table(header=header)
    return table, [text for _, text in table.foot]


def _title(heading: str, words: Sequence[str]) -> str:
    """What is measured: the title up to 'by', and what all columns of figures begin with."""
    match = _BY.search(heading)
    name = heading[: match.start()] if match else heading
    common = words[0] if words and len(set(words)) == 1 else ""
    return name if not common or common.casefold() in name.casefold() else f"{name}, {common}"


def _spread(values: Sequence[str]) -> dict[str, dict[str, str]]:
    """{column: {'period': ..., 'note': the words that part it from others}}."""
    said = {column: period_in(column) for column in values}
    split = find_split_years({period for period, _ in said.values()}, sure=True)
    said = {
        column: (normalize_split_year(period) if period in split else period, word)
        for column, (period, word) in said.items()
    }
    words = [word for _, word in said.values()]
    if len(set(words)) == 1:
        return {column: {"period": period} for column, (period, _) in said.items()}
    begin = _shared([word.split() for word in words])
    return {
        column: {"period": period, "note": " ".join(word.split()[begin:])}
        for column, (period, word) in said.items()
    }


def _shared(words: Sequence[Sequence[str]]) -> int:
    """How many words all of these begin with."""
    return next(
        (at for at, several in enumerate(zip(*words, strict=False)) if len(set(several)) > 1),
        min(map(len, words)),
    )


def _with_words(rows: Rows, name: str) -> Rows:
    """The words of a column's name, carried as a note, as a breakdown."""

    def say(words: tuple[str, ...]) -> str:
        from_name = breakdown_of([(name, words[1])])
        both = [part for part in (words[0], from_name) if part != TOTAL]
        return ";".join(sorted(";".join(both).split(";"))) if both else TOTAL

    return replace(rows, breakdown=joined([rows.breakdown, rows.note], say), note=blank(len(rows)))


def _unit(heading: str, foot: Sequence[str]) -> str:
    """The unit: below the table after 'Units:', else in brackets in the title."""
    at = next(
        (
            at
            for at, text in enumerate(foot)
            if text.strip().casefold() in ("units:", "unit:", "enota:", "yksikkö:", "enhet:")
        ),
        len(foot),
    )
    said = next(
        (text.strip() for text in foot[at + 1 : at + 4] if not text.strip().endswith(":")), ""
    )
    return said or title_and_unit(_BY.split(heading)[0])[1]


FORMATS = (
    Format(
        "pxweb",
        "PX-Web",
        _looks,
        _read,
        "A title and a blank row stand above the header; labels may be merged over several rows, and their columns have no names: the title "
        "names them ('by age, sex, country and year'); many remarks stand below; 2010K1 is a quarter; periods may be labels of rows.",
        "A title like 'X by country and year', a blank row, and then a header of labels (which may be nameless) and periods.",
    ),
)
