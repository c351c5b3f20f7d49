"""The Office for National Statistics of the United Kingdom: Customise my data (V4), and time series (CDID)."""

from __future__ import annotations

import re

import numpy as np

from indicators.problems import Problem, uncoded
from indicators.readers.cells.periods import parse_period
from indicators.readers.format import Format
from indicators.readers.generic.reader import read_with_roles
from indicators.readers.generic.roles import Roles
from indicators.readers.preview import Preview
from indicators.readers.publishers.declared import added
from indicators.readers.rows import Rows, no_rows, renamed
from indicators.readers.stacked_tables import taken

_V4 = re.compile(r"v4_(?P<more>\d)", re.IGNORECASE)
_SHORT = re.compile(r"(?P<month>[A-Z][a-z]{2})-(?P<year>\d\d)")


def _full_year(word: str) -> str:
    """'Dec-17' -> 'Dec 2017'."""
    match = _SHORT.fullmatch(word)
    return (
        f"{match['month']} {'19' if int(match['year']) > 60 else '20'}{match['year']}"
        if match
        else word
    )


def _v4(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    """The figure, so many columns that describe it as V4_ says, then pairs of a code and its words."""
    table = sniff.table()
    if len(table.names) < 2:
        return no_rows(), list(table.problems)
    match = _V4.fullmatch(table.names[0])
    more = int(match["more"]) if match else 0
    words = table.names[2 + more :: 2]
    time, place = (
        next((label for label in words if label.casefold() in known), "")
        for known in (("time",), ("geography",))
    )
    if not time:
        return no_rows(), [
            uncoded(
                "not recognised: a V4 file without a column Time",
                name,
                1,
                found=", ".join(table.names)[:80],
            )
        ]
    table = added(table, {time: renamed(table.column(time), _full_year)})
    dims = tuple(label for label in words if label not in (time, place))
    constant = [said.pop() for label in dims if len(said := set(table.column(label).words)) == 1]
    return read_with_roles(
        table,
        Roles(
            place=place,
            period=time,
            value=table.names[0],
            breakdowns=dims,
            note=table.names[1] if more else "",
            fixed_title=", ".join(constant),
        ),
        dims,
    )


def _series(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    """A series in each column: titles and codes above, then years, quarters and months below one another."""
    cells = sniff.cells(40)
    at = next(number for number, row in enumerate(cells) if row and row[0] == "CDID")
    said = {row[0]: row for row in cells if row and not parse_period(row[0])}
    table = sniff.table(header=at)
    if not table.names:
        return no_rows(), list(table.problems)
    column = table.column(table.names[0])
    times = np.flatnonzero(
        np.array([bool(parse_period(word)) for word in column.words], dtype=bool)[column.codes]
    )
    columns = {
        code: {
            "series": code,
            "title": _cell(said, "Title", number),
            "unit": _unit(_cell(said, "PreUnit", number), _cell(said, "Unit", number)),
        }
        for number, code in enumerate(table.names[1:], 1)
    }
    table = taken(table, times)
    return read_with_roles(table, Roles(period=table.names[0], columns=columns))


def _unit(before: str, unit: str) -> str:
    """'£' and 'm' are million pounds."""
    return f"million {before}" if before and unit == "m" else f"{before} {unit}".strip()


def _cell(said: dict[str, list[str]], row: str, at: int) -> str:
    cells = said.get(row, [])
    return cells[at] if at < len(cells) else ""


def _looks_series(sniff: Preview) -> bool:
    first = [row[0] for row in sniff.cells(3) if row]
    return first[:2] == ["Title", "CDID"]


FORMATS = (
    Format(
        "ons-v4",
        "UK Office for National Statistics, Customise my data",
        lambda sniff: bool(sniff.names) and bool(_V4.fullmatch(sniff.names[0])),
        _v4,
        "V4_1 says that one column (Data Marking) stands between the figure and the pairs of codes and words; Dec-17 is December 2017.",
        "A header that begins V4_0, V4_1 ...",
    ),
    Format(
        "ons-series",
        "UK Office for National Statistics, time series",
        _looks_series,
        _series,
        "Years, quarters (2019 Q1) and months (2019 JAN) stand below one another; no column says the place.",
        "First lines Title and CDID.",
    ),
)
