"""The tidy form: one figure a row, columns `indicator,place,period,breakdown,value,unit,status,source,note`.

Only place, period and value are needed. A file that is well formed is read in one go by PyArrow; one that is
not is read again line by line, so that the wrong line is named and the others are kept.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from indicators.problems import Problem, uncoded
from indicators.readers.rows import MAX_REPORTED, Column, Rows, constant, encode, no_rows

NEEDED = ("place", "period", "value")
OPTIONAL = ("indicator", "breakdown", "unit", "status", "source", "note")
_LONGEST_CELL = 100_000
_LARGE = 1 << 20
"""Bytes from which on threads save more than they cost."""
_SHOWN = 60
_WIDEST = 1_000
_TALLEST = 50
"""Lines that one row may span (a note with line ends); an open quote swallows no more than this."""


def read(content: bytes, name: str) -> tuple[Rows, list[Problem]]:
    """The rows of a tidy file and what is wrong with it; a file that is no tidy CSV gives no rows."""
    problems = _unreadable(content, name)
    if problems:
        return empty(), problems
    content = content.removeprefix(b"\xef\xbb\xbf")
    header = _header(content)
    problems = _header_faults(header, name)
    if any(problem.severity == "error" for problem in problems):
        return empty(), problems
    rows = _whole(content, header)
    if rows is None:
        rows, more = _by_line(content, header, name)
        problems += more
    return rows, problems


empty = no_rows


def has_header(content: bytes) -> bool:
    """Whether the first line names the columns of the tidy form."""
    start = content[:_LONGEST_CELL].removeprefix(b"\xef\xbb\xbf")
    return set(NEEDED) <= set(_header(start))


def _unreadable(content: bytes, name: str) -> list[Problem]:
    if not content.strip():
        return [
            uncoded("the file is empty", name, do="It is read again when something stands in it.")
        ]
    if b"\0" in content.split(b"\n", 1)[0]:
        return [
            uncoded(
                "the file is not text",
                name,
                found=content[:8].decode("latin-1"),
                expected="a UTF-8 CSV",
                do="Save it as CSV UTF-8; a workbook is not read here.",
            )
        ]
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [
            uncoded(
                "not UTF-8 text",
                name,
                line,
                found=content[error.start : error.start + 4].decode("latin-1"),
                expected="UTF-8",
                do="Save the file as CSV UTF-8.",
            )
        ]
    return []


def _header(content: bytes) -> list[str]:
    first = content.split(b"\n", 1)[0].split(b"\r", 1)[0][:_LONGEST_CELL].decode("utf-8", "replace")
    return [cell.strip() for cell in next(csv.reader([first]), [])]


def _header_faults(header: Sequence[str], name: str) -> list[Problem]:
    lacking = [column for column in NEEDED if column not in header]
    if lacking:
        shown = ",".join(header[:12])[:_SHOWN]
        return [
            uncoded(
                f"lacks the column {', '.join(lacking)}",
                name,
                1,
                found=shown,
                expected=f"at least {','.join(NEEDED)}, and indicator where the file holds several",
            )
        ]
    count = Counter(header)
    twice = [column for column in sorted((*NEEDED, *OPTIONAL)) if count[column] > 1]
    if twice:
        return [
            uncoded(f"has the column {', '.join(twice)} twice", name, 1, do="Keep one of the two.")
        ]
    other = [column for column in header if column not in NEEDED + OPTIONAL]
    return (
        [
            uncoded(
                f"columns that are not read: {', '.join(other[:6])[:_SHOWN]}",
                name,
                1,
                severity="notice",
                expected=", ".join(OPTIONAL),
            )
        ]
        if other
        else []
    )


def _whole(content: bytes, header: Sequence[str]) -> Rows | None:
    """The file in one go; None unless every line is one row of the right width, so that line numbers are sure."""
    if len(header) > _WIDEST or b"\0" in content:
        return None
    kinds = {
        column: pa.string() if column == "value" else pa.dictionary(pa.int32(), pa.string())
        for column in header
        if column in NEEDED + OPTIONAL
    }
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            arrow_csv.ReadOptions(
                use_threads=len(content) > _LARGE, column_names=list(header), skip_rows=1
            ),
            arrow_csv.ParseOptions(newlines_in_values=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=kinds,
                include_columns=list(kinds),
                strings_can_be_null=False,
                null_values=[],
            ),
        )
    except pa.ArrowInvalid:
        return None
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    if table.num_rows != lines - 1 or _lone_returns(content):
        return None
    table = table.unify_dictionaries().combine_chunks()
    columns = {kind: _column(table[kind]) for kind in kinds if kind != "value"}
    text = table["value"].combine_chunks() if table.num_rows else pa.array([], pa.string())
    text = text.chunk(0) if isinstance(text, pa.ChunkedArray) else text
    return _rows(columns, text, np.arange(2, table.num_rows + 2, dtype=np.int32), table.num_rows)


def _lone_returns(content: bytes) -> bool:
    """Whether a carriage return ends a line by itself; most files have none at all, which is seen at once."""
    return b"\r" in content and b"\r" in content.replace(b"\r\n", b"\n")


def _column(chunked: pa.ChunkedArray) -> Column:
    if not chunked.num_chunks:
        return Column(np.array([], dtype=np.int32), ())
    array = chunked.chunk(0)
    return Column(
        array.indices.to_numpy(zero_copy_only=False).astype(np.int32),
        tuple(word.strip() for word in array.dictionary.to_pylist()),
    )


def _by_line(content: bytes, header: Sequence[str], name: str) -> tuple[Rows, list[Problem]]:
    """Line by line: rows that cannot be read are told and left out; blank lines are passed over."""
    problems: list[Problem] = []
    kept: list[list[str]] = []
    lines: list[int] = []
    for line, row in _records(content.decode("utf-8")):
        fault = _row_fault(row, header, name, line)
        if fault:
            problems.append(fault)
        elif isinstance(row, list) and line > 1 and any(cell.strip() for cell in row):
            kept.append(row)
            lines.append(line)
    if len(problems) > MAX_REPORTED:
        rest = uncoded(
            f"{len(problems) - MAX_REPORTED} more rows cannot be read",
            name,
            problems[MAX_REPORTED].line,
            do="They are left out, for the reasons told above.",
        )
        problems = [*problems[:MAX_REPORTED], rest]
    return _from_lists(kept, lines, header), problems


def _records(text: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Each row with the line it begins on. After one that cannot be read the next line is tried, so that a quote
    left open costs its own line and not the rest of the file."""
    lines = list(io.StringIO(text, newline=""))
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at : at + _TALLEST], strict=True)
        try:
            yield at + 1, next(reader, [])
            at += max(reader.line_num, 1)
        except csv.Error as error:
            yield at + 1, error
            at += 1


def _row_fault(
    row: list[str] | csv.Error, header: Sequence[str], name: str, line: int
) -> Problem | None:
    if isinstance(row, csv.Error):
        return uncoded(
            f"the row cannot be read ({row})",
            name,
            line,
            do="A quote that is opened must be closed; write a quote inside as two.",
        )
    if line == 1 or not any(cell.strip() for cell in row):
        return None
    if len(row) != len(header):
        return uncoded(
            "the row has another number of cells than the header",
            name,
            line,
            found=",".join(row)[:_SHOWN],
            expected=f"{len(header)} cells, not {len(row)}",
            do="A cell with a comma needs quotes around it.",
        )
    if any("\0" in cell for cell in row):
        return uncoded(
            "the row holds a NUL byte",
            name,
            line,
            found=",".join(row)[:_SHOWN],
            expected="text",
            do="The file was damaged, or was not saved as CSV UTF-8.",
        )
    return None


def _from_lists(kept: list[list[str]], lines: list[int], header: Sequence[str]) -> Rows:
    cells = {
        column: [row[at] for row in kept]
        for at, column in enumerate(header)
        if column in NEEDED + OPTIONAL
    }
    text = pa.array(cells.pop("value", []), pa.string())
    return _rows(
        {column: encode(words) for column, words in cells.items()},
        text,
        np.array(lines, dtype=np.int32),
        len(lines),
    )


def _rows(columns: dict[str, Column], text: pa.StringArray, lines: np.ndarray, size: int) -> Rows:
    series = columns.pop("indicator", constant(size))
    return Rows(series=series, text=text, line=lines, **columns)  # type: ignore[arg-type]
