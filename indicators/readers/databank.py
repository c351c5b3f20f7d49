"""World Bank DataBank: series, countries and time in any arrangement, '2000 [YR2000]' as columns most often."""

from __future__ import annotations

import re

from indicators.model import Problem
from indicators.readers.figures import powers
from indicators.readers.rows import Rows, renamed
from indicators.readers.shape import Part, melt
from indicators.readers.sniff import Format, Sniff
from indicators.readers.table import Table
from indicators.readers.times import period_of
from indicators.readers.worldbank import unread

_CODED = re.compile(r"(?P<name>.*\S)\s*\[(?P<code>[^\[\]]+)\]")
_SERIES = ("Series", "Indicator")
_PLACES = ("Country", "Economy", "Location")
_TIMES = ("Time", "Year")


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


def _spread(names: list[str]) -> list[str]:
    """The columns named 'word [code]'."""
    return [name for name in names if _CODED.fullmatch(name)]


def _looks(sniff: Sniff) -> bool:
    pairs = _pairs(sniff.names)
    kinds = sum(any(stem in pairs for stem in stems) for stems in (_SERIES, _PLACES, _TIMES))
    return kinds >= 2 and bool(_spread(sniff.names))


def _read(sniff: Sniff, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    pairs = _pairs(list(table.names))
    place = next((pairs.pop(stem) for stem in _PLACES if stem in pairs), None)
    series = next((pairs.pop(stem) for stem in _SERIES if stem in pairs), None)
    time = next((pairs.pop(stem) for stem in _TIMES if stem in pairs), None)
    parts: dict[str, Part] = {}
    for pair, (said, code) in ((place, ("place_name", "place")), (series, ("title", "series"))):
        parts |= {said: pair[0], code: pair[1]} if pair else {}
    if time:
        parts["period"] = _periods(table, time)
    columns = _spread(list(table.names))
    lacking = "period" if not time else "series" if not series else "place"
    spread = {column: _words(column, lacking) for column in columns}
    scale = table.find("Scale (Precision)", "Scale")
    rows, problems = melt(table, spread, parts, breakdown={stem: pair[0] for stem, pair in pairs.items()},
                          exponent=powers(renamed(table.column(scale), lambda word: word.split(" ")[0])))
    used = [name for pair in (place, series, time, *pairs.values()) if pair for name in pair]
    return rows, problems + unread(table, (*used, *columns, scale))


def _periods(table: Table, pair: tuple[str, str]) -> Part:
    """Time by its name where that is a period, else by its code ('YR2000')."""
    return pair[0] if all(period_of(word) for word in table.columns[pair[0]].words if word) else pair[1]


def _words(column: str, lacking: str) -> dict[str, str]:
    """What a column's name says about the figures in it."""
    match = _CODED.fullmatch(column)
    name, code = (match["name"], match["code"]) if match else (column, column)
    if lacking == "period":
        return {"period": period_of(column) or period_of(name) or period_of(code) or name}
    return {"title": name, "series": code} if lacking == "series" else {"place_name": name, "place": code}


FORMATS = (Format("worldbank-databank", "World Bank DataBank", _looks, _read,
                  "Either pair of columns may come first; years may run backwards or have gaps; '..' is missing; three "
                  "blank rows and 'Data from database' end the file."),)
