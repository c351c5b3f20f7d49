"""A delimited text as columns: names from its header, exact line numbers, every record that is no
row reported.

A file whose every line is one row is read in one go by PyArrow; any other is read record by record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from indicators.problems import Problem, ProblemCode
from indicators.readers.delimited.encoding import find_encoding, to_utf8
from indicators.readers.delimited.fast import read_bulk, to_column
from indicators.readers.delimited.footer import cut_tail
from indicators.readers.delimited.records import MAX_CELLS, find_delimiter, records, skip_lines
from indicators.readers.delimited.strict import StrictResult, read_strict
from indicators.readers.rows import Column, constant

_START_SIZE = 1 << 18
"""Bytes in which the header is looked for."""
_LARGE = 1 << 17
"""Rows from which on memory is given back as soon as a column is encoded."""
_MAX_HEADER = 60
"""Records among which the header is looked for."""
_CELL_MARKS = re.compile(r"[,;\t|]")
_NUMBER = re.compile(r"[-+]?\d+\.\d+|[-+]?(?!(?:19|20)\d\d$)\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LINE_END = re.compile("\r\n|\r|\n")


class Columns(Mapping[str, Column]):
    """Columns that are encoded when they are first used. A class because it keeps them encoded."""

    def __init__(self, columns: Mapping[str, Column | pa.ChunkedArray]) -> None:
        self._columns = dict(columns)

    def __getitem__(self, name: str) -> Column:
        column = self._columns[name]
        if not isinstance(column, Column):
            large = len(column) > _LARGE
            column = self._columns[name] = to_column(column)
            if large:
                pa.default_memory_pool().release_unused()
        return column

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def text(self, name: str) -> pa.StringArray:
        """Return the column cell by cell, as it stands."""
        column = self._columns[name]
        if isinstance(column, Column):
            categories = pa.array(column.categories or ("",), pa.string())
            return categories.take(pa.array(column.codes))
        text = column.cast(pa.string()).combine_chunks()
        return pa.concat_arrays(text.chunks) if isinstance(text, pa.ChunkedArray) else text


@dataclass(frozen=True)
class Table:
    """The rows below a header. `head` are the records above it, `foot` the remarks below the last
    row.
    """

    names: tuple[str, ...]
    columns: Columns
    line: NDArray[np.int32]
    head: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    foot: tuple[tuple[int, str], ...] = ()
    delimiter: str = ","
    name: str = ""

    def __len__(self) -> int:
        return len(self.line)

    def column(self, name: str) -> Column:
        """Return the column of this name; a blank one for ''."""
        return self.columns[name] if name else self.constant("")

    def constant(self, text: str) -> Column:
        """Return a column with `text` in every row."""
        return constant(len(self), text)

    def text(self, name: str) -> pa.StringArray:
        """Return a column cell by cell, not encoded (for values: nearly all different); blank cells
        for ''.
        """
        return self.columns.text(name) if name else pa.array([""] * len(self), pa.string())

    def find(self, *names: str) -> str:
        """Return the first of these columns that the table has, by the exact name, else whatever
        its case; else ''.
        """
        exact = next((name for name in names if name in self.columns), "")
        if exact:
            return exact
        by_key = {name.casefold(): name for name in reversed(self.names)}
        matches = (by_key.get(name.casefold(), "") for name in names)
        return next(filter(None, matches), "")


def open_table(
    source: str | bytes, name: str = "", *, delimiter: str | None = None, header: int | None = None
) -> Table:
    """Read a table from text or bytes. `header` counts records from 0 (a blank line is a record);
    None: found.
    """
    if isinstance(source, str):
        return from_utf8(source.encode("utf-8", "replace"), name, delimiter, header)
    decoded = find_encoding(source, name)
    return from_utf8(to_utf8(source, decoded), name, delimiter, header, decoded.problems)


def from_utf8(
    content: bytes,
    name: str = "",
    delimiter: str | None = None,
    header: int | None = None,
    problems: tuple[Problem, ...] = (),
    exact_width: bool = False,
) -> Table:
    """Read a table from UTF-8 bytes without a byte order mark. `problems` are those of decoding it.

    Many rows that lack their last cells are taken to have empty ones there, and empty cells beyond
    the header's are left out; with `exact_width` each such row is reported and left out.
    """
    content = normalize_line_ends(content)
    start = content[:_START_SIZE].decode("utf-8", "ignore")
    delimiter = delimiter or find_delimiter(start)
    head, cells, before = _split_header(start, delimiter, header)
    # the lines above the header as text: a record of another table may be none with this delimiter
    above = _LINE_END.split(start, before)[: max(before - 1, 0)]
    problems = (*problems, *_check_rows_above(above, name))
    table = Table(
        names=unique_names(cells),
        columns=Columns({}),
        line=np.zeros(0, dtype=np.int32),
        head=head,
        problems=problems,
        delimiter=delimiter,
        name=name,
    )
    if len(cells) < 2:
        problem = Problem(ProblemCode.TABLE_NOT_FOUND, name, 1)
        return replace(table, names=(), problems=(*problems, problem))
    if len(cells) > MAX_CELLS:
        problem = Problem(ProblemCode.HEADER_WIDTH, name, 1, values={"limit": MAX_CELLS})
        return replace(table, names=(), problems=(*problems, problem))
    start_of_rows = skip_lines(content, 0, before)
    return _read_rows(content, start_of_rows, table, before, exact_width)


def _read_rows(content: bytes, start: int, table: Table, before: int, exact_width: bool) -> Table:
    """Fill a table with the rows from byte `start`, the first on the line after `before`."""
    tail = cut_tail(content, start, table.delimiter, len(table.names))
    layout = (len(table.names), table.delimiter, before, table.name, exact_width)
    result = read_bulk(content, start, tail.end, *layout)
    if result is None:
        strict = read_strict(content[start:], *layout)
        return _with_rows(table, strict, strict.foot)
    last = content.count(b"\n", start, tail.end) + before if tail.foot else 0
    foot = (*result.foot, *((last + after, text) for after, text in tail.foot))
    return _with_rows(table, result, foot)


def _with_rows(table: Table, result: StrictResult, foot: tuple[tuple[int, str], ...]) -> Table:
    return replace(
        table,
        columns=Columns(dict(zip(table.names, result.columns, strict=True))),
        line=result.line,
        foot=foot,
        problems=(*table.problems, *result.problems),
    )


def normalize_line_ends(content: bytes) -> bytes:
    """Make CR CR LF (a mishap of copying) and CR alone (old Macs) LF; CR LF stays, as every reader
    knows it.
    """
    if b"\r" not in content:
        return content
    if b"\r\r\n" in content:
        content = re.sub(rb"\r{2,}\n", b"\n", content)
    return content if b"\n" in content else content.replace(b"\r", b"\n")


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Make names of header cells: trimmed, never empty ('column 3'), never twice ('Year',
    'Year#2').
    """
    names: dict[str, None] = {}
    # how often each text came: without it, n equal cells would cost n * n looks
    counts: dict[str, int] = {}
    for number, cell in enumerate(cells, 1):
        text = name = " ".join(cell.split()) or f"column {number}"
        while name in names:
            counts[text] = counts.get(text, 1) + 1
            name = f"{text}#{counts[text]}"
        names[name] = None
    return tuple(names)


def _filled_cells(line: str) -> list[str]:
    cells = (cell.strip(' "') for cell in _CELL_MARKS.split(line))
    return [cell for cell in cells if cell]


def _check_rows_above(lines: Sequence[str], name: str) -> list[Problem]:
    """Warn of rows of figures above the header: it is then none, or the file is two tables."""
    filled = list(map(_filled_cells, lines))
    figures = [index for index, row in enumerate(filled) if _is_figures(row)] or _dated(filled)
    if not figures:
        return []
    # rows with few figures are lost, too
    lost = sum(len(row) > 1 for row in filled)
    return [
        Problem(
            ProblemCode.ROWS_ABOVE_HEADER,
            name,
            1,
            found=lines[figures[0]][:80],
            values={"n": lost},
            severity="warning",
        )
    ]


def _is_figures(cells: Sequence[str]) -> bool:
    """Whether a row is words and at least two numbers that are no years."""
    numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
    return 2 <= numbers < len(cells)


def _dated(rows: Sequence[Sequence[str]]) -> list[int]:
    """The rows of words, a year and a number; none where there is only one, which may be a remark
    with a date.
    """
    indexes = []
    for index, cells in enumerate(rows):
        numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
        years = sum(bool(_YEAR.fullmatch(cell)) for cell in cells)
        if numbers == 1 and years and numbers + years < len(cells):
            indexes.append(index)
    return indexes if len(indexes) > 1 else []


def _split_header(
    start: str, delimiter: str, header: int | None
) -> tuple[tuple[tuple[str, ...], ...], list[str], int]:
    """The records above the header, the header's cells, and how many lines stand up to its end."""
    rows: list[tuple[int, list[str]]] = []
    for line, row in records(start, delimiter):
        rows.append((line, row if isinstance(row, list) else []))
        if len(rows) > (_MAX_HEADER if header is None else header + 1):
            break
    index = find_header([row for _, row in rows]) if header is None else header
    if index >= len(rows):
        return (), [], 0
    # the header ends where the next record begins
    before = rows[index + 1][0] - 1 if index + 1 < len(rows) else start.count("\n") + 1
    return tuple(tuple(row) for _, row in rows[:index]), rows[index][1], before


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first records is the header: the first that is as wide as most and nearly
    as full.
    """
    widths = [len(row) for row in rows if len(row) > 1]
    usual = max(
        set(widths),
        key=lambda width: (widths.count(width) * min(width, 12), width),
        default=1,
    )
    for index, row in enumerate(rows):
        filled = sum(bool(cell.strip()) for cell in row)
        if len(row) >= usual and filled >= max(usual / 3, min(usual, 2)):
            return index
    return 0
