"""Read Our World in Data: Entity, Code, Year and a column for each indicator; also shortened."""

from __future__ import annotations

import re
from collections.abc import Collection

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.unit_columns import extract_title_units
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import (
    casefolded,
    code_or_name,
    columns_not_read,
    has_text,
)
from indicators.readers.reshape import melt
from indicators.readers.rows import Rows, no_rows

_TIMES = ("Year", "Day", "Date", "Month", "Quarter", "Week")
_ROW_NUMBERS = ("", "unnamed: 0", "index")
_NOT_FIGURES = (
    "continent",
    "world regions according to owid",
    "world region according to owid",
    "region according to owid",
    "time",
    "owid_region",
    "unnamed: 0",
    "index",
)
"""Columns that group places or number rows."""
_LONG = frozenset(("variable", "indicator", "metric", "measure", "series"))
"""Columns that, beside one of values, make a table long: it is not OWID's own."""
_SHORT_NAME = re.compile(r"[a-z][a-z0-9]*(?:_+[a-z0-9]+)+")


def _matches(preview: Preview) -> bool:
    names = [name.casefold() for name in preview.names]
    if names and names[0] in _ROW_NUMBERS:
        names = names[1:]
    is_long = "value" in names and not _LONG.isdisjoint(names)
    if names[:1] != ["entity"] or len(names) < 3 or is_long:
        return False
    times = casefolded(_TIMES)
    with_code = names[1] == "code" and len(names) > 3 and names[2] in times
    return with_code or names[1] in times


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    place_name, code, period = table.find("Entity"), table.find("Code"), table.find(*_TIMES)
    values, ignored = _values(table, (place_name, code, period))
    if not values:
        return no_rows(), [Problem(ProblemCode.NO_MEASURE, name, 1)]
    rows, problems = melt(
        table,
        {column: _title_and_series(column) for column in values},
        {
            "place": code_or_name(table, code, place_name),
            "place_name": place_name,
            "period": period,
        },
    )
    return extract_title_units(rows), problems + columns_not_read(name, ignored)


def _title_and_series(column: str) -> dict[str, str]:
    """Return title and series of a column.

    A short name ('share_of_people__total', ?useColumnShortNames) is both; '#2' behind a name that
    comes twice is no part of it.
    """
    name, _, count = column.rpartition("#")
    title = name if name and count.isdigit() else column
    return {"title": title, "series": title if _SHORT_NAME.fullmatch(title) else ""}


def _values(table: Table, ids: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the columns of figures, and those with text that group places or annotate figures."""
    values, ignored = [], []
    for name in table.names:
        combine = name.casefold()
        if name in ids or name.startswith("column "):  # a column without a name
            continue
        if combine in _NOT_FIGURES or combine.endswith("annotations"):
            ignored.append(name)
        else:
            values.append(name)
    return values, [name for name in ignored if has_text(table, name)]


FORMATS = (
    Format(
        "owid",
        "Our World in Data",
        _matches,
        _read,
        "The indicator stands in the header only, and its unit in brackets there; a short name "
        "(?useColumnShortNames) is also the series. Groups of countries have no code or one of "
        "OWID's own (OWID_WRL). People drop the code, shorten the header and save with "
        "semicolons. Days stay as the file has them.",
        "A header that begins with Entity, Code and Year (or Day), in any case, or with Entity "
        "and Year.",
    ),
)
