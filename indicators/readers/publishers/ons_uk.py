"""Read the UK Office for National Statistics: Customise my data (V4), and time series (CDID)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.periods import parse_period
from indicators.readers.format import Format
from indicators.readers.generic.reader import read_with_roles
from indicators.readers.generic.roles import Roles
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import MAX_LENGTH, with_columns
from indicators.readers.rows import Rows, map_categories, no_rows
from indicators.readers.stacked_tables import take_rows

_V4 = re.compile(r"v4_(?P<count>\d)", re.IGNORECASE)
"""The first header of a V4 file; the number counts the columns that describe the figure."""
_SHORT_MONTH = re.compile(r"(?P<month>[A-Z][a-z]{2})-(?P<year>\d\d)")
MAX_HEADER_RECORDS = 40
"""Records among which the lines above a time series are looked for."""
FIRST_YEAR_OF_1900S = 61
"""A year of two digits from here on is of the 20th century, one below of the 21st."""


def _full_year(word: str) -> str:
    """Return 'Dec 2017' for 'Dec-17'."""
    match = _SHORT_MONTH.fullmatch(word)
    if match is None:
        return word
    century = "19" if int(match["year"]) >= FIRST_YEAR_OF_1900S else "20"
    return f"{match['month']} {century}{match['year']}"


# Customise my data


def _matches_v4(preview: Preview) -> bool:
    return bool(preview.names) and bool(_V4.fullmatch(preview.names[0]))


def _read_v4(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    """Read the figure, as many columns that describe it as V4_ says, then pairs: code and label."""
    table = preview.table()
    if len(table.names) < 2:
        return no_rows(), list(table.problems)
    match = _V4.fullmatch(table.names[0])
    descriptions = int(match["count"]) if match else 0
    labels = table.names[2 + descriptions :: 2]
    by_name = {label.casefold(): label for label in reversed(labels)}
    period, place = by_name.get("time", ""), by_name.get("geography", "")
    if not period:
        header = ", ".join(table.names)[:MAX_LENGTH]
        values = {"columns": ("Time",), "needed": ("Time", "Geography")}
        code = ProblemCode.COLUMN_MISSING
        return no_rows(), [Problem(code, name, 1, found=header, values=values)]
    table = with_columns(table, {period: map_categories(table.column(period), _full_year)})
    dimensions = tuple(label for label in labels if label not in (period, place))
    words = [set(table.column(label).categories) for label in dimensions]
    roles = Roles(
        place=place,
        period=period,
        value=table.names[0],
        breakdowns=dimensions,
        note=table.names[1] if descriptions else "",
        fixed_title=", ".join(min(distinct) for distinct in words if len(distinct) == 1),
    )
    return read_with_roles(table, roles, dimensions)


# Time series


def _matches_series(preview: Preview) -> bool:
    first_cells = [row[0] for row in preview.cells(3) if row]
    return first_cells[:2] == ["Title", "CDID"]


def _read_series(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    """Read a series in each column: titles and codes above, years, quarters and months below."""
    cells = preview.cells(MAX_HEADER_RECORDS)
    header = next(index for index, row in enumerate(cells) if row and row[0] == "CDID")
    above = {row[0]: row for row in cells if row and not parse_period(row[0])}
    table = preview.table(header=header)
    if not table.names:
        return no_rows(), list(table.problems)
    period = table.column(table.names[0])
    is_period = np.array([bool(parse_period(word)) for word in period.categories], dtype=bool)
    columns = {
        code: {
            "series": code,
            "title": _cell(above, "Title", index),
            "unit": _unit(_cell(above, "PreUnit", index), _cell(above, "Unit", index)),
        }
        for index, code in enumerate(table.names[1:], 1)
    }
    table = take_rows(table, np.flatnonzero(is_period[period.codes]))
    return read_with_roles(table, Roles(period=table.names[0], columns=columns))


def _unit(prefix: str, unit: str) -> str:
    """Return the unit: '£' and 'm' are million pounds."""
    return f"million {prefix}" if prefix and unit == "m" else f"{prefix} {unit}".strip()


def _cell(above: Mapping[str, Sequence[str]], row: str, index: int) -> str:
    cells = above.get(row, ())
    return cells[index] if index < len(cells) else ""


FORMATS = (
    Format(
        "ons-v4",
        "UK Office for National Statistics, Customise my data",
        _matches_v4,
        _read_v4,
        "V4_1 says that one column (Data Marking) stands between the figure and the pairs of codes "
        "and labels. Dec-17 is December 2017.",
        "A header that begins V4_0, V4_1 ...",
    ),
    Format(
        "ons-series",
        "UK Office for National Statistics, time series",
        _matches_series,
        _read_series,
        "Years, quarters (2019 Q1) and months (2019 JAN) stand below one another; no column "
        "states the place.",
        "First lines Title and CDID.",
    ),
)
