"""The careful way through a table: record by record, every odd one told by its line and the others kept."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from indicators.problems import Problem, uncoded
from indicators.readers.delimited.column_builder import ColumnBuilder
from indicators.readers.delimited.footer import is_blank, is_footer
from indicators.readers.delimited.records import records
from indicators.readers.rows import MAX_REPORTED, Column

_SHOWN = 80


class StrictResult(NamedTuple):
    """What was read: a column for each header cell (or for those that were asked for), the line of each row, faults, and remarks below."""

    columns: list[Column | pa.ChunkedArray]
    line: NDArray[np.int32]
    problems: list[Problem]
    foot: tuple[tuple[int, str], ...]


BadRecord = tuple[int, list[str] | csv.Error]
"""A record that is no row, and the line it begins on."""


def read_strict(text: bytes, width: int, delimiter: str, before: int, name: str) -> StrictResult:
    """Every record of the text below the header, which ends on line `before`."""
    kept, odd = ColumnBuilder(range(width), [False] * width), list[BadRecord]()
    sort_records(records(text, delimiter, width), kept, odd, width, before)
    return finish(kept, odd, width, name)


def sort_records(
    found: Iterable[BadRecord], kept: ColumnBuilder, odd: list[BadRecord], width: int, before: int
) -> None:
    """Rows into `kept`, and what is no row into `odd`; blank records are passed over."""
    for at, row in found:
        line = at + before
        if isinstance(row, csv.Error) or (
            len(row) > width and any(cell.strip() for cell in row[width:])
        ):
            odd.append((line, row))
        elif is_blank(row):
            continue
        elif (
            len(row) < width
            or (row.count("") >= width - 2 and is_footer(row, width))
            or "\0" in "".join(row)
        ):
            odd.append((line, row))
        else:
            kept.add(line, row[:width])


def finish(kept: ColumnBuilder, odd: list[BadRecord], width: int, name: str) -> StrictResult:
    """Odd records: remarks at the end, rows that lack their last empty cells, and faults."""
    foot = [
        (line, " ".join(cell.strip() for cell in row if cell.strip()))
        for line, row in odd
        if isinstance(row, list) and line > kept.last and is_footer(row, width)
    ]
    remarks = {line for line, _ in foot}
    rest = [(line, row) for line, row in odd if line not in remarks]
    short = [(line, row) for line, row in rest if isinstance(row, list) and 1 < len(row) < width]
    problems: list[Problem] = []
    if len(short) > 5 and len(short) > 0.2 * kept.count:
        problems.append(
            uncoded(
                f"{len(short)} rows lack their last cells, taken as empty",
                name,
                short[0][0],
                expected=f"{width} cells",
                severity="notice",
            )
        )
        mended = {line for line, _ in short}
        rest = [(line, row) for line, row in rest if line not in mended]
        for line, row in short:
            kept.add(line, row + [""] * (width - len(row)))
    columns, lines = kept.table()
    return StrictResult(columns, lines, problems + _told(rest, width, name), tuple(foot))


def _told(odd: Sequence[tuple[int, list[str] | csv.Error]], width: int, name: str) -> list[Problem]:
    """Faults one by one up to a number, the rest as a number; rows told equal rows left out."""
    problems = [_fault(line, row, width, name) for line, row in odd[:MAX_REPORTED]]
    if len(odd) > MAX_REPORTED:
        problems.append(
            uncoded(
                f"{len(odd) - MAX_REPORTED} more rows cannot be read",
                name,
                odd[MAX_REPORTED][0],
                do="They are left out, for the reasons told above.",
            )
        )
    return problems


def _fault(line: int, row: list[str] | csv.Error, width: int, name: str) -> Problem:
    if isinstance(row, csv.Error):
        quote = any(word in str(row) for word in ("expected", "end of data", "quote"))
        return uncoded(
            f"the row cannot be read ({row})",
            name,
            line,
            do="A quote that is opened must be closed; write a quote inside as two."
            if quote
            else "The file may be damaged there; this row is left out.",
        )
    shown = ",".join(row[:12])[:_SHOWN].replace("\0", "\\0")
    if any("\0" in cell for cell in row):
        return uncoded(
            "the row holds a NUL byte",
            name,
            line,
            found=shown,
            expected="text",
            do="The file was damaged; this row is left out.",
        )
    if is_footer(row, width):
        return uncoded(
            "a remark among the rows is passed over", name, line, found=shown, severity="notice"
        )
    return uncoded(
        "the row has another number of cells than the header",
        name,
        line,
        found=shown,
        expected=f"{width} cells, not {len(row)}",
        do="A cell with the delimiter in it needs quotes.",
    )
