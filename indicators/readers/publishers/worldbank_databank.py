"""World Bank DataBank: series, countries and time in any arrangement, '2000 [YR2000]' as columns most often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indicators.problems import Problem
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.periods import parse_period, year_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import Part, long, melt
from indicators.readers.rows import Rows, map_categories

_SERIES = ("Series", "Indicator")
_PLACES = ("Country", "Economy", "Location")
_TIMES = ("Time", "Year")
_VALUES = ("Value", "Values", "OBS_VALUE")


def _pairs(names: list[str]) -> dict[str, tuple[str, str]]:
    """{'Country': ('Country Name', 'Country Code'), ...}; time may be 'Time' and 'Time Code'."""
    folded = {name.casefold(): name for name in names}
    found = {}
    for name in names:
        stem = name.removesuffix(" Code")
        label = folded.get(f"{stem} name".casefold()) or folded.get(stem.casefold())
        if stem != name and label:
            found[stem] = (label, name)
    return found


def _named(column: str) -> tuple[str, str]:
    """'2000 [YR2000]' -> ('2000', 'YR2000'); ('', '') for a column without a code in brackets."""
    name, _, code = column.removesuffix("]").rpartition("[")
    return (
        (name.strip(), code.strip())
        if column.endswith("]") and name.strip() and code.strip()
        else ("", "")
    )


def _spread(names: Sequence[str]) -> list[str]:
    """The columns of figures: those named 'word [code]'; else years as people shorten them."""
    return [name for name in names if _named(name)[1]] or list(year_columns(names))


def _time(names: Sequence[str]) -> str:
    return next(
        (name for name in names if name.casefold() in {time.casefold() for time in _TIMES}), ""
    )


def _value(names: Sequence[str]) -> str:
    """The column of figures of a table with one figure a row; '' in any other."""
    return (
        next(
            (name for name in names if name.casefold() in {value.casefold() for value in _VALUES}),
            "",
        )
        if _time(names)
        else ""
    )


def _looks(sniff: Preview) -> bool:
    pairs = _pairs(sniff.names)
    series, places, times = (
        any(stem in pairs for stem in stems) for stems in (_SERIES, _PLACES, _TIMES)
    )
    if series and places and _value(sniff.names):
        return True
    return series + places + times >= 2 and bool(_spread(sniff.names))


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    names, pairs = list(table.names), _pairs(list(table.names))
    place, series, time = (
        next((pairs.pop(stem) for stem in stems if stem in pairs), None)
        for stems in (_PLACES, _SERIES, _TIMES)
    )
    parts: dict[str, Any] = {}
    for pair, (said, code) in ((place, ("place_name", "place")), (series, ("title", "series"))):
        parts |= {said: pair[0], code: pair[1]} if pair else {}
    if time:
        parts["period"] = _periods(table, time)
    scale = table.find("Scale (Precision)", "Scale")
    scales = map_categories(table.column(scale), lambda word: word.split(" ")[0])
    more: dict[str, Any] = {
        "breakdown": {stem: pair[0] for stem, pair in pairs.items()},
        "exponent": parse_multipliers(scales),
    }
    value, when = _value(names), _time(names)
    columns = [value, when] if value else _spread(names)
    if value:
        rows, problems = long(table, value=value, **({"place": "", "period": when} | parts | more))
    else:
        lacking = "period" if not time else "series" if not series else "place"
        rows, problems = melt(
            table, {column: _words(column, lacking) for column in columns}, parts, **more
        )
    used = [name for pair in (place, series, time, *pairs.values()) if pair for name in pair]
    return rows, [
        *problems,
        *unknown_multipliers(scales, table.line, name, scale),
        *unread(table, (*used, *columns, scale)),
    ]


def _periods(table: Table, pair: tuple[str, str]) -> Part:
    """Time by its name where that is a period, else by its code ('YR2000')."""
    return (
        pair[0]
        if all(parse_period(word) for word in table.columns[pair[0]].categories if word)
        else pair[1]
    )


def _words(column: str, lacking: str) -> dict[str, str]:
    """What a column's name says about the figures in it."""
    name, code = _named(column) if _named(column)[1] else (column, column)
    if lacking == "period":
        return {"period": parse_period(column) or parse_period(name) or parse_period(code) or name}
    return (
        {"title": name, "series": code}
        if lacking == "series"
        else {"place_name": name, "place": code}
    )


FORMATS = (
    Format(
        "worldbank-databank",
        "World Bank DataBank",
        _looks,
        _read,
        "Series, countries and time may stand in any order and any of them as columns; years may run backwards or have gaps; '..' is "
        "missing; three blank rows and 'Data from database' end the file. Other pairs (Counterpart-Area) become breakdowns.",
        "Pairs of a name and a code (Series Name, Series Code; Country Name, Country Code; Time, Time Code), and columns like "
        "'2000 [YR2000]' or 'Internet users [IT.NET.USER.ZS]'; or years alone; or one column Value.",
    ),
)
