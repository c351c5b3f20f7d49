"""Read World Bank DataBank files: series, countries and time as rows or columns, in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from indicators.problems import Problem
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.periods import parse_period, year_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import casefolded, unread_columns
from indicators.readers.reshape import long, melt
from indicators.readers.rows import Rows, map_categories

_SERIES = ("Series", "Indicator")
_PLACES = ("Country", "Economy", "Location")
_TIMES = ("Time", "Year")
_VALUES = ("Value", "Values", "OBS_VALUE")


def _pairs(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return {'Country': ('Country Name', 'Country Code')}; time may be 'Time' and 'Time Code'."""
    by_casefold = {name.casefold(): name for name in names}
    pairs = {}
    for code in names:
        stem = code.removesuffix(" Code")
        label = by_casefold.get(f"{stem} name".casefold()) or by_casefold.get(stem.casefold())
        if stem != code and label:
            pairs[stem] = (label, code)
    return pairs


def _name_and_code(column: str) -> tuple[str, str]:
    """Split '2000 [YR2000]' into ('2000', 'YR2000'); ('', '') where no code is in brackets."""
    name, _, code = column.removesuffix("]").rpartition("[")
    name, code = name.strip(), code.strip()
    return (name, code) if column.endswith("]") and name and code else ("", "")


def _value_columns(names: Sequence[str]) -> list[str]:
    """Return the columns named 'word [code]'; where there are none, those named for years."""
    return [name for name in names if _name_and_code(name)[1]] or list(year_columns(names))


def _first(names: Sequence[str], candidates: Sequence[str]) -> str:
    return next((name for name in names if name.casefold() in casefolded(candidates)), "")


def _time_and_value(names: Sequence[str]) -> tuple[str, str]:
    """Return the columns of a table with one figure a row; ('', '') in any other."""
    time, value = _first(names, _TIMES), _first(names, _VALUES)
    return (time, value) if time and value else ("", "")


def _matches(preview: Preview) -> bool:
    pairs = _pairs(preview.names)
    series, places, times = (
        not pairs.keys().isdisjoint(stems) for stems in (_SERIES, _PLACES, _TIMES)
    )
    if series and places and _time_and_value(preview.names)[1]:
        return True
    return series + places + times >= 2 and bool(_value_columns(preview.names))


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    pairs = _pairs(table.names)
    place, series, time = (_take(pairs, stems) for stems in (_PLACES, _SERIES, _TIMES))
    parts = _parts(table, place, series, time)
    breakdown: dict[str, Any] = {stem: label for stem, (label, _) in pairs.items()}
    scale = table.find("Scale (Precision)", "Scale")
    scales = map_categories(table.column(scale), lambda word: word.split(" ")[0])
    period, value = _time_and_value(table.names)
    if value:
        columns = [value, period]
        parts = {"place": "", "period": period, **parts}
        rows, problems = long(
            table, value=value, breakdown=breakdown, exponent=parse_multipliers(scales), **parts
        )
    else:
        columns = _value_columns(table.names)
        read_header = _header_reader(time, series)
        spread = {column: read_header(column) for column in columns}
        rows, problems = melt(
            table, spread, parts, breakdown=breakdown, exponent=parse_multipliers(scales)
        )
    used = [*columns, scale]
    for pair in (place, series, time, *pairs.values()):
        used += pair
    return rows, [
        *problems,
        *unknown_multipliers(scales, table.line, name, scale),
        *unread_columns(table, used),
    ]


def _take(pairs: dict[str, tuple[str, str]], stems: Sequence[str]) -> tuple[str, str] | tuple[()]:
    """Take the first pair of columns with one of these stems out of `pairs`."""
    return next((pairs.pop(stem) for stem in stems if stem in pairs), ())


def _parts(
    table: Table,
    place: tuple[str, str] | tuple[()],
    series: tuple[str, str] | tuple[()],
    time: tuple[str, str] | tuple[()],
) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if place:
        parts["place_name"], parts["place"] = place
    if series:
        parts["title"], parts["series"] = series
    if time:
        label, code = time  # the code is 'YR2000'
        labels = [word for word in table.columns[label].categories if word]
        parts["period"] = label if all(map(parse_period, labels)) else code
    return parts


def _header_reader(
    time: Sequence[str], series: Sequence[str]
) -> Callable[[str], Mapping[str, str]]:
    """Return how to read a column's name: it says what no pair of columns says."""
    if not time:
        return _period_header
    return _series_header if not series else _place_header


def _period_header(column: str) -> dict[str, str]:
    name, code = _name_and_code(column)
    readings = (parse_period(column), parse_period(name), parse_period(code), name, column)
    return {"period": next(filter(None, readings))}


def _series_header(column: str) -> dict[str, str]:
    name, code = _name_and_code(column)
    return {"title": name or column, "series": code or column}


def _place_header(column: str) -> dict[str, str]:
    name, code = _name_and_code(column)
    return {"place_name": name or column, "place": code or column}


FORMATS = (
    Format(
        "worldbank-databank",
        "World Bank DataBank",
        _matches,
        _read,
        "Series, countries and time may stand in any order and any of them as columns. Years may "
        "run backwards or have gaps; '..' is missing; three blank rows and 'Data from database' "
        "end the file. Other pairs (Counterpart-Area) become breakdowns.",
        "Pairs of a name and a code (Series Name, Series Code; Country Name, Country Code; Time, "
        "Time Code), and columns like '2000 [YR2000]' or 'Internet users [IT.NET.USER.ZS]'; or "
        "years alone; or one column Value.",
    ),
)
