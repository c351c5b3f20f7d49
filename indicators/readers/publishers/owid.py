"""Our World in Data: Entity, Code, Year and one column for each indicator; also as people re-save and shorten it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.problems import Problem, uncoded
from indicators.readers.cells.units import extract_title_units
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.itu import code_or_name
from indicators.readers.reshape import melt
from indicators.readers.rows import Rows, no_rows

_TIMES = ("Year", "Day", "Date", "Month", "Quarter", "Week")
_ASIDE = (
    "continent",
    "world regions according to owid",
    "world region according to owid",
    "region according to owid",
    "time",
    "owid_region",
    "unnamed: 0",
    "index",
)


_LONG = frozenset(("variable", "indicator", "metric", "measure", "series"))
"""Columns that, beside one of values, make a table long: it is not OWID's own."""

_SHORT = re.compile(r"[a-z][a-z0-9]*(?:_+[a-z0-9]+)+")


def _looks(sniff: Preview) -> bool:
    names = (
        sniff.names[1:]
        if sniff.names and sniff.names[0].casefold() in ("", "unnamed: 0", "index")
        else sniff.names
    )
    first = [name.casefold() for name in names[:3]]
    folded = {name.casefold() for name in names}
    if first[:1] != ["entity"] or len(names) < 3 or ("value" in folded and folded & _LONG):
        return False
    times = [time.casefold() for time in _TIMES]
    return (first[1] == "code" and len(names) > 3 and first[2] in times) or first[1] in times


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    place, code, time = table.find("Entity"), table.find("Code"), table.find(*_TIMES)
    values, aside = _values(table, (place, code, time))
    if not values:
        return no_rows(), [
            uncoded(
                "no column holds figures",
                name,
                1,
                do="A column for the indicator is needed beside Entity and Year.",
            )
        ]
    spread = {column: _named(column) for column in values}
    rows, problems = melt(
        table,
        spread,
        {"place": code_or_name(table, code, place), "place_name": place, "period": time},
    )
    if aside:
        problems = [
            *problems,
            uncoded(
                f"columns that are not read: {', '.join(aside[:6])[:80]}", name, severity="notice"
            ),
        ]
    return extract_title_units(rows), problems


def _named(column: str) -> dict[str, str]:
    """Title and series of a column; a short name ('share_of_people__total', ?useColumnShortNames) is the series, too."""
    name, _, count = column.rpartition("#")
    said = name if count.isdigit() and name else column
    return {"title": said, "series": said if _SHORT.fullmatch(said) else ""}


def _values(table: Table, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """The columns of figures, and those that only group places or annotate."""
    names = [name for name in table.names if name not in ids]
    aside = [
        name
        for name in names
        if name.casefold() in _ASIDE
        or name.casefold().endswith("annotations")
        or name.startswith("column ")
    ]
    values = [name for name in names if name not in aside]
    return values, [
        name
        for name in aside
        if any(table.column(name).categories) and not name.startswith("column ")
    ]


FORMATS = (
    Format(
        "owid",
        "Our World in Data",
        _looks,
        _read,
        "The indicator stands in the header only, and its unit in brackets there; a short name (?useColumnShortNames) is the series, too. "
        "Groups of countries have no code or one of OWID's own (OWID_WRL); people drop the code, shorten the header and save with semicolons. "
        "Days stay as they stand.",
        "A header that begins with Entity, Code and Year (or Day), in any case, or with Entity and Year.",
    ),
)
