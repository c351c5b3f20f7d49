"""The tidy form of this dashboard: one figure a row, columns
`indicator,place,period,breakdown,value,unit,status,source,note`.

Only place, period and value are needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from indicators.problems import Problem, ProblemCode
from indicators.readers.delimited.encoding import find_encoding, invalid_at, to_utf8
from indicators.readers.delimited.not_tabular import check_tabular
from indicators.readers.delimited.table import Table, from_utf8
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.rows import Rows, no_rows

NEEDED = ("place", "period", "value")
OPTIONAL = ("indicator", "breakdown", "unit", "status", "source", "note")
EXPORTED = ("terms", "coverage", "file", "line")
"""Columns that `export` adds: they tell where a figure came from, and are not read."""
_MAX_LISTED = 6
_MAX_FOUND = 60
_MAX_HEADER = 100_000
"""Bytes of the first line that are looked at."""


def has_header(content: bytes) -> bool:
    """Return whether the first line names the columns of the tidy form."""
    start = content[:_MAX_HEADER].removeprefix(b"\xef\xbb\xbf")
    first = start.split(b"\n", 1)[0].split(b"\r", 1)[0]
    return set(NEEDED) <= set(_cells(first.decode("utf-8", "replace")))


def read(content: bytes, name: str) -> tuple[Rows, list[Problem]]:
    """Read a tidy file in UTF-8: its rows, and a problem for each row that is left out.

    A file that is no tidy CSV, or not UTF-8 throughout, gives no rows.
    """
    problem = check_tabular(content, name) or _check_utf8(content, name)
    if problem:
        return no_rows(), [problem]
    return _read_utf8(to_utf8(content, find_encoding(content)), name)


def _check_utf8(content: bytes, name: str) -> Problem | None:
    if content.isascii():
        return None
    position = invalid_at(content, "utf-8")
    if position < 0:
        return None
    line = content.count(b"\n", 0, position) + 1
    found = content[position : position + 4].decode("latin-1")
    return Problem(ProblemCode.NOT_UTF8, name, line, found=found)


def _read_utf8(
    content: bytes, name: str, problems: tuple[Problem, ...] = ()
) -> tuple[Rows, list[Problem]]:
    table = from_utf8(content, name, ",", header=0, problems=problems, exact_width=True)
    problem = _check_header(table, content)
    if problem:
        return no_rows(), [problem]
    columns = {column: table.column(column) for column in OPTIONAL if column in table.names}
    columns["series"] = columns.pop("indicator", table.constant(""))
    rows = Rows(
        place=table.column("place"),
        period=table.column("period"),
        text=table.text("value"),
        line=table.line,
        **columns,  # type: ignore[arg-type]  # mypy: none of them is the exponent
    )
    return rows, [*_other_columns(table), *table.problems, *_remarks(table)]


def _check_header(table: Table, content: bytes) -> Problem | None:
    """The problem where a column is missing, or stands twice."""
    missing = tuple(column for column in NEEDED if column not in table.names)
    if missing:
        found = content[:_MAX_HEADER].split(b"\n", 1)[0].decode("utf-8", "replace")
        values = {"columns": missing, "needed": NEEDED}
        code = ProblemCode.COLUMN_MISSING
        return Problem(code, table.name, 1, found=found.strip()[:_MAX_FOUND], values=values)
    # a name that comes again is followed by its number
    twice = tuple(column for column in (*NEEDED, *OPTIONAL) if f"{column}#2" in table.names)
    if twice:
        return Problem(ProblemCode.COLUMN_TWICE, table.name, 1, values={"columns": twice})
    return None


def _other_columns(table: Table) -> list[Problem]:
    others = [column for column in table.names if column not in NEEDED + OPTIONAL]
    if not others:
        return []
    listed = tuple(column[:_MAX_FOUND] for column in others[:_MAX_LISTED])
    code = ProblemCode.COLUMNS_NOT_READ
    return [Problem(code, table.name, 1, values={"columns": listed}, severity="notice")]


def _remarks(table: Table) -> list[Problem]:
    """What stands below the rows and was not taken for one: every line is a row, or is reported."""
    code = ProblemCode.REMARK_NOT_READ
    return [
        Problem(code, table.name, line, found=text[:80], severity="notice")
        for line, text in table.foot
    ]


def _cells(line: str) -> Sequence[str]:
    return [cell.strip().strip('"') for cell in line.split(",")]


def _matches(preview: Preview) -> bool:
    names = set(_cells(preview.lines(1)[0]))
    return set(NEEDED) <= names <= {*NEEDED, *OPTIONAL, *EXPORTED}


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    return _read_utf8(preview.utf8, name, preview.decoded.problems)


FORMATS = (
    Format(
        "tidy",
        "The tidy form of this dashboard",
        _matches,
        _read,
        "Places, periods, units and statuses are those of this dashboard; "
        "docs/config.md explains each column.",
        "A first line that holds place, period and value, and of further columns only indicator, "
        "breakdown, unit, status, source and note, or those that an export has besides: coverage, "
        "file and line.",
    ),
)
