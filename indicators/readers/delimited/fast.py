"""The fast way through a table: PyArrow reads it chunk by chunk; a chunk with a fault is read
record by record.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from indicators.readers.delimited.column_builder import ColumnBuilder, constant_text
from indicators.readers.delimited.records import MAX_RECORD_LINES, records, skip_lines
from indicators.readers.delimited.strict import BadRecord, StrictResult, finish, sort_records
from indicators.readers.rows import Column, map_categories

_CHUNK_SIZE = 2 << 20
"""Bytes that PyArrow takes at a time: a fault costs the speed of so many."""
_MAX_FAULTY = 4
"""Chunks that may be faulty before as many must be sound; else the whole is better read record by
record.
"""
_SAMPLE_SIZE = 1 << 17
_SAMPLE_ROWS = 400
"""Rows by which it is found whether a column has few texts."""
_MIN_VARIOUS = 20
"""Distinct texts of the sample from which on a column may be kept as text."""
_LAST_LINES = 1 << 15
"""Bytes at the end of a chunk in which a quote left open is looked for."""
_LF, _CR, _QUOTE = ord("\n"), ord("\r"), ord('"')
# whether a byte begins a blank cell: \xc2 and \xe1 to \xe3 begin Unicode's other spaces in UTF-8
_BEGINS_BLANK = np.isin(np.arange(256), list(b'\t\n\v\f\r\x1c\x1d\x1e\x1f "\xc2\xe1\xe2\xe3'))


@dataclass
class _Reading:
    """A large file that is being read, and what was read so far. A class because it accumulates."""

    content: bytes
    end: int
    width: int
    delimiter: str
    exact_width: bool
    builder: ColumnBuilder
    bad: list[BadRecord] = field(default_factory=list)


def read_bulk(
    content: bytes,
    start: int,
    end: int,
    width: int,
    delimiter: str,
    before: int = 0,
    name: str = "",
    exact_width: bool = False,
) -> StrictResult | None:
    """Read the rows from byte `start` up to `end`, the first on the line after `before`.

    None where it gains nothing: one chunk only, and that faulty, or too many that are.
    """
    if end - start <= _CHUNK_SIZE:
        return _read_small(content, start, end, width, delimiter, before)
    rows = _sample(content, start, end, delimiter)
    least = max(_MIN_VARIOUS, len(rows) / 2)
    builder = ColumnBuilder([count > least for count in _distinct(rows, width)])
    reading = _Reading(content, end, width, delimiter, exact_width, builder)
    position, line, faulty, sound = start, before, 0, 0
    while position < end:
        stop = content.find(b"\n", position + _CHUNK_SIZE, end) + 1 or end
        last_line = _add_chunk(reading, position, stop, line)
        if last_line is not None:
            position, line, sound = stop, last_line, sound + 1
            continue
        faulty += 1
        if faulty > max(_MAX_FAULTY, sound):
            return None
        position, line = _read_by_record(reading, position, stop, line)
    if not builder.count:
        return None
    return finish(builder, reading.bad, width, delimiter, name, exact_width)


def _read_small(
    content: bytes, start: int, end: int, width: int, delimiter: str, before: int
) -> StrictResult | None:
    """Read a file of one chunk; None where it has a fault. Only the columns that are used will be
    encoded.
    """
    if start >= end:
        return None
    table = _read_table(content, start, end, width, delimiter)
    if table is None:
        return None
    lines = np.arange(before + 1, before + 1 + table.num_rows, dtype=np.int32)
    columns: list[pa.ChunkedArray] = table.columns
    if _may_hold_blank_rows(content, start, end, delimiter):
        filled = _filled_rows(columns)
        if filled is not None:
            mask = pa.array(filled)
            columns, lines = [column.filter(mask) for column in columns], lines[filled]
    return StrictResult(columns, lines, [], ()) if len(lines) else None


def _add_chunk(reading: _Reading, start: int, stop: int, before: int) -> int | None:
    """Add a chunk without its blank rows; return the line it ends on, None where it has a fault."""
    content, width, delimiter = reading.content, reading.width, reading.delimiter
    table = _read_table(content, start, stop, width, delimiter)
    if table is None:
        return None
    lines = np.arange(before + 1, before + 1 + table.num_rows, dtype=np.int32)
    columns = [column.chunk(0) for column in table.columns]
    # a column with one text throughout fills every row, and is found faster than the lines' ends
    constant = any((constant_text(column) or "").strip() for column in columns)
    if not constant and _may_hold_blank_rows(content, start, stop, delimiter):
        filled = _filled_rows(columns)
        if filled is not None:
            mask = pa.array(filled)
            columns, lines = [column.filter(mask) for column in columns], lines[filled]
    reading.builder.add_batch(lines, columns)
    return before + len(table)


def _read_by_record(reading: _Reading, start: int, stop: int, before: int) -> tuple[int, int]:
    """Read a faulty chunk record by record, to the end of the record that begins in it last: the
    byte and line there.
    """
    content, end = reading.content, reading.end
    reach = skip_lines(content, stop, MAX_RECORD_LINES + 1, end)
    text = content[start:reach]
    last_line = content.count(b"\n", start, stop) + _lone_returns(content, start, stop)
    if stop == end and content[end - 1 : end] not in (b"\n", b"\r"):
        last_line += 1
    after = 0
    chunk_records = []
    for line, row in records(text, reading.delimiter, reading.width):
        if line > last_line:
            after = line - 1
            break
        chunk_records.append((line, row))
    sort_records(
        chunk_records, reading.builder, reading.bad, reading.width, before, reading.exact_width
    )
    if after:
        return start + skip_lines(text, 0, after), before + after
    return reach if reach == end else stop, before + last_line


def _read_table(
    content: bytes, start: int, stop: int, width: int, delimiter: str
) -> pa.Table | None:
    """Read a chunk by PyArrow, each column as one array of text.

    None unless every line is one row of the right width, so that line numbers are sure.
    """
    view = np.frombuffer(content, np.uint8, stop - start, start)
    quoted = content.find(b'"', start, stop) >= 0
    if (
        width < 2
        or content.find(b"\0", start, stop) >= 0
        or _lone_returns(content, start, stop)
        or (quoted and _is_misquoted(view, delimiter))
    ):
        return None
    lines = content.count(b"\n", start, stop) + int(view[-1] != _LF)
    names = [str(index) for index in range(width)]
    size = stop - start
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(content).slice(start, size)),
            arrow_csv.ReadOptions(
                # one block for the whole chunk, so that each column is one array
                column_names=names,
                block_size=max(size + 1, 1 << 10),
                use_threads=False,
            ),
            arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quoted else False,
                newlines_in_values=False,
                ignore_empty_lines=False,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                check_utf8=False,
                strings_can_be_null=False,
                null_values=[],
            ),
        )
    except (pa.ArrowException, ValueError):
        return None
    return table.combine_chunks() if table.num_rows == lines else None


def _is_misquoted(view: NDArray[np.uint8], delimiter: str) -> bool:
    """Whether a quote neither opens nor closes a cell nor is one of two, or one is open where the
    chunk ends.

    PyArrow reads '"Bra"zil' as Brazil without a word; so does no careful reader.
    """
    positions = np.flatnonzero(view == _QUOTE)
    before = view[np.maximum(positions - 1, 0)]
    second_before = view[np.maximum(positions - 2, 0)]
    # the chunk begins and ends with a line's end, as it were
    before[positions < 1] = second_before[positions < 2] = _LF
    after = view[np.minimum(positions + 1, len(view) - 1)]
    if positions[-1] == len(view) - 1:
        after[-1] = _LF
    mark = ord(delimiter)
    opens = (before == mark) | (before == _LF)
    closes = (after == mark) | (after == _LF) | (after == _CR)
    strange = ~(opens | closes | (before == _QUOTE) | (after == _QUOTE))
    second_opens = (second_before == mark) | (second_before == _LF)
    strange |= (before == _QUOTE) & second_opens & ~(closes | (after == _QUOTE))
    last = view[max(len(view) - _LAST_LINES, 0) : -1]
    line_ends = np.flatnonzero(last == _LF)
    last_line = len(view) - 1 - len(last) + line_ends[-1] if len(line_ends) else -1
    return bool(strange.any()) or bool(np.count_nonzero(positions > last_line) % 2)


def _sample(content: bytes, start: int, end: int, delimiter: str) -> list[list[str]]:
    """The first rows; none where their quotes are broken."""
    lines = content[start : min(end, start + _SAMPLE_SIZE)].split(b"\n", _SAMPLE_ROWS)[
        :_SAMPLE_ROWS
    ]
    text = b"\n".join(lines).decode("utf-8", "ignore")
    try:
        return list(csv.reader(text.split("\n"), delimiter=delimiter))
    except csv.Error:
        return []


def _distinct(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """How many different texts each column has. Where most differ, encoding a column at once would
    gain nothing.
    """
    columns: list[set[str]] = [set() for _ in range(width)]
    for row in rows:
        for texts, text in zip(columns, row, strict=False):
            texts.add(text)
    return [len(texts) for texts in columns]


def _lone_returns(content: bytes, start: int, stop: int) -> int:
    """How many returns (CR) stand without a line feed."""
    first = content.find(b"\r", start, stop)
    if first < 0:
        return 0
    return content.count(b"\r", first, stop) - content.count(b"\r\n", first, stop)


def _may_hold_blank_rows(content: bytes, start: int, stop: int, delimiter: str) -> bool:
    """Whether a line begins as a blank row does: with a delimiter, a quote, a space or a line's
    end.
    """
    view = np.frombuffer(content, np.uint8, stop - start, start)
    first = np.append(view[np.flatnonzero(view[:-1] == _LF) + 1], view[0])
    return bool((_BEGINS_BLANK[first] | (first == ord(delimiter))).any())


def _filled_rows(columns: Sequence[pa.StringArray | pa.ChunkedArray]) -> NDArray[np.bool_] | None:
    """Which rows hold anything at all; None where all do."""
    filled: NDArray[np.bool_] = np.zeros(1, dtype=bool)
    for column in columns:
        not_blank = pc.not_equal(pc.utf8_trim_whitespace(column), "")
        filled = filled | np.asarray(not_blank)
        if filled.all():
            return None
    return filled


def to_column(array: pa.ChunkedArray) -> Column:
    """Encode a column of PyArrow as codes and categories, trimmed; texts that are then equal have
    one code.
    """
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    if not array.num_chunks:
        return Column(np.zeros(0, dtype=np.int32), ())
    if array.num_chunks > 1:
        array = array.unify_dictionaries()
    chunks = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in array.chunks]
    codes = chunks[0] if len(chunks) == 1 else np.concatenate(chunks)
    texts = tuple(array.chunk(0).dictionary.to_pylist())
    return map_categories(Column(codes.astype(np.int32, copy=False), texts), str.strip)
