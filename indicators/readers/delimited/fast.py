"""The fast way through a table: PyArrow reads it chunk by chunk; a chunk with a fault is read record by record."""

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
from indicators.readers.rows import Column

_CHUNK_SIZE = 2 << 20
"""Bytes that PyArrow takes at a time: a fault costs the speed of so many."""
_MAX_FAULTY = 4
"""Chunks that may be faulty before as many must be sound; else the whole is better read record by record."""
_SAMPLE_SIZE, _SAMPLE_ROWS = 1 << 17, 400
_MIN_VARIOUS = 20
"""Distinct texts of a sample from which on a column may be kept as text."""
_LAST_LINES = 1 << 15
"""Bytes at the end of a chunk in which a quote left open is looked for."""
_LF, _CR, _QUOTE = ord("\n"), ord("\r"), ord('"')


@dataclass
class _Reading:
    """What is being read, and what was read so far. A class because it accumulates."""

    content: bytes
    end: int
    width: int
    delimiter: str
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
) -> StrictResult | None:
    """Read the rows from byte `start` up to `end`, the first on the line after `before`.

    None where it gains nothing: one chunk only, and that faulty, or too many that are.
    """
    builder = ColumnBuilder(_various(content, start, end, width, delimiter))
    reading = _Reading(content, end, width, delimiter, builder)
    position, line, faulty, sound = start, before, 0, 0
    while position < end:
        stop = content.find(b"\n", position + _CHUNK_SIZE, end) + 1 or end
        chunk = _read_chunk(reading, position, stop)
        if chunk is not None:
            position, line, sound = stop, _add_chunk(builder, chunk, line), sound + 1
            continue
        faulty += 1
        only_one = position == start and stop == end
        if only_one or faulty > max(_MAX_FAULTY, sound):
            return None
        position, line = _read_by_record(reading, position, stop, line)
    return finish(builder, reading.bad, width, name) if builder.count else None


_Chunk = tuple[list[pa.StringArray], NDArray[np.bool_] | None, int]
"""The columns of a chunk, which of its rows hold anything (None: all), and how many rows it has."""


def _add_chunk(builder: ColumnBuilder, chunk: _Chunk, line: int) -> int:
    """Add a chunk without its blank rows; return the line it ends on."""
    columns, filled, size = chunk
    lines = np.arange(line + 1, line + 1 + size, dtype=np.int32)
    if filled is not None:
        mask = pa.array(filled)
        columns, lines = [column.filter(mask) for column in columns], lines[filled]
    builder.add_batch(lines, columns)
    return line + size


def _read_by_record(reading: _Reading, start: int, stop: int, before: int) -> tuple[int, int]:
    """Read a faulty chunk record by record, to the end of the record that begins in it last: the byte and line there."""
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
    sort_records(chunk_records, reading.builder, reading.bad, reading.width, before)
    if after:
        return start + skip_lines(text, 0, after), before + after
    return reach if reach == end else stop, before + last_line


def _read_chunk(reading: _Reading, start: int, stop: int) -> _Chunk | None:
    """Read a chunk by PyArrow; None unless every line is one row of the right width, so that line numbers are sure."""
    content = reading.content
    view = np.frombuffer(content, np.uint8, stop - start, start)
    quoted = content.find(b'"', start, stop) >= 0
    if (
        reading.width < 2
        or content.find(b"\0", start, stop) >= 0
        or _lone_returns(content, start, stop)
        or (quoted and _is_misquoted(view, reading.delimiter))
    ):
        return None
    lines = int(np.count_nonzero(view == _LF)) + int(view[-1] != _LF)
    names = [str(index) for index in range(reading.width)]
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
                delimiter=reading.delimiter,
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
    if table.num_rows != lines:
        return None
    columns = [column.chunk(0) for column in table.combine_chunks().columns]
    return columns, _filled_rows(columns), lines


def _is_misquoted(view: NDArray[np.uint8], delimiter: str) -> bool:
    """Whether a quote neither opens nor closes a cell nor is one of two, or one is open where the chunk ends.

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


def _various(content: bytes, start: int, end: int, width: int, delimiter: str) -> list[bool]:
    """For each column whether most of its first cells differ, so that encoding it at once would gain nothing."""
    sample = content[start : min(end, start + _SAMPLE_SIZE)].decode("utf-8", "ignore")
    try:
        rows = list(csv.reader(sample.split("\n")[:_SAMPLE_ROWS], delimiter=delimiter))
    except csv.Error:
        return [True] * width
    various = []
    for index in range(width):
        texts = {row[index] for row in rows if index < len(row)}
        various.append(len(texts) > max(_MIN_VARIOUS, len(rows) / 2))
    return various


def _lone_returns(content: bytes, start: int, stop: int) -> int:
    """How many returns (CR) stand without a line feed."""
    first = content.find(b"\r", start, stop)
    if first < 0:
        return 0
    return content.count(b"\r", first, stop) - content.count(b"\r\n", first, stop)


def _filled_rows(columns: Sequence[pa.StringArray]) -> NDArray[np.bool_] | None:
    """Which rows hold anything at all; None where all do."""
    if any((constant_text(column) or "").strip() for column in columns):
        return None
    filled: NDArray[np.bool_] = np.zeros(1, dtype=bool)
    for column in columns:
        not_blank = pc.not_equal(pc.utf8_trim_whitespace(column), "")
        filled = filled | not_blank.to_numpy(zero_copy_only=False)
        if filled.all():
            return None
    return filled


def to_column(array: pa.ChunkedArray) -> Column:
    """Encode a column of PyArrow as codes and categories, trimmed."""
    array = array.dictionary_encode()
    if not array.num_chunks:
        return Column(np.zeros(0, dtype=np.int32), ())
    array = array.unify_dictionaries()
    codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in array.chunks]
    categories = array.chunk(0).dictionary.to_pylist()
    all_codes = codes[0] if len(codes) == 1 else np.concatenate(codes)
    return Column(
        all_codes.astype(np.int32, copy=False), tuple(text.strip() for text in categories)
    )
