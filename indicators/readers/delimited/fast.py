"""The fast way through a table: PyArrow reads it piece by piece; a piece with a fault is read record by record."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from indicators.readers.delimited.column_builder import ColumnBuilder, constant_text
from indicators.readers.delimited.records import MAX_RECORD_LINES, records, skip_lines
from indicators.readers.delimited.strict import BadRecord, StrictResult, finish, sort_records
from indicators.readers.rows import Column

_PIECE = 2 << 20
"""Bytes that PyArrow takes at a time: a fault costs the speed of so many."""
_FAULTY = 4
"""Pieces that may be faulty before as many must be sound; else the whole is better read record by record."""
_START, _SAMPLE = 1 << 17, 400


def read_bulk(
    content: bytes,
    start: int,
    end: int,
    width: int,
    delimiter: str,
    before: int = 0,
    name: str = "",
    which: Sequence[int] | None = None,
) -> StrictResult | None:
    """The rows from byte `start` up to `end`, the first on the line after `before`: the columns `which` (None: all).

    None where it gains nothing: one piece only, and that faulty, or too many that are.
    """
    which = range(width) if which is None else which
    various = _various(content, start, end, width, delimiter)
    kept, odd = ColumnBuilder(which, [various[at] for at in which]), list[BadRecord]()
    at, line, faulty, sound = start, before, 0, 0
    while at < end:
        stop = content.find(b"\n", at + _PIECE, end) + 1 or end
        batch = _piece(content, at, stop, width, delimiter, which)
        if batch is not None:
            line, at, sound = _take(kept, batch, line), stop, sound + 1
            continue
        faulty += 1
        if (at == start and stop == end) or faulty > max(_FAULTY, sound):
            return None
        at, line = _carefully(content, at, stop, end, line, (kept, odd, width, delimiter))
    return finish(kept, odd, width, name) if kept.count else None


def _take(
    kept: ColumnBuilder,
    batch: tuple[list[pa.StringArray], NDArray[np.bool_] | None, int],
    line: int,
) -> int:
    """Take a piece in, without its blank rows; the line it ends on."""
    columns, full, size = batch
    lines = np.arange(line + 1, line + 1 + size, dtype=np.int32)
    if full is not None:
        columns, lines = [column.filter(pa.array(full)) for column in columns], lines[full]
    kept.add_batch(lines, columns)
    return line + size


def _carefully(
    content: bytes,
    start: int,
    stop: int,
    end: int,
    before: int,
    into: tuple[ColumnBuilder, list[BadRecord], int, str],
) -> tuple[int, int]:
    """Read a faulty piece record by record, to the end of the record that begins in it last: the byte and line there."""
    kept, odd, width, delimiter = into
    reach = skip_lines(content, stop, MAX_RECORD_LINES + 1, end)
    text = content[start:reach]
    limit, after = content.count(b"\n", start, stop) + _lone_returns(content, start, stop), 0
    if stop == end and content[end - 1 : end] not in (b"\n", b"\r"):
        limit += 1
    here = []
    for number, row in records(text, delimiter, width):
        if number > limit:
            after = number - 1
            break
        here.append((number, row))
    sort_records(here, kept, odd, width, before)
    return (
        (start + skip_lines(text, 0, after), before + after)
        if after
        else (reach if reach == end else stop, before + limit)
    )


def _piece(
    content: bytes, at: int, stop: int, width: int, delimiter: str, which: Sequence[int]
) -> tuple[list[pa.StringArray], NDArray[np.bool_] | None, int] | None:
    """Columns, which rows hold anything (None: all), and how many rows; None unless every line is one row of the right width."""
    view = np.frombuffer(content, np.uint8, stop - at, at)
    quoted = content.find(b'"', at, stop) >= 0
    if (
        width < 2
        or content.find(b"\0", at, stop) >= 0
        or _lone_returns(content, at, stop)
        or (quoted and _misquoted(view, delimiter))
    ):
        return None
    lines = int(np.count_nonzero(view == 10)) + int(view[-1] != 10)
    read = partial(_columns, content, at, stop, width, delimiter, quoted, lines)
    columns = read(which)
    full = _filled(columns) if columns else None
    if full is not None and len(which) < width:  # the cells that are not kept may hold something
        full = _filled(read(range(width)) or [])
    return (columns, full, lines) if columns else None


def _columns(
    content: bytes,
    at: int,
    stop: int,
    width: int,
    delimiter: str,
    quoted: bool,
    lines: int,
    which: Sequence[int],
) -> list[pa.StringArray] | None:
    names = [str(place) for place in range(width)]
    try:
        read = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(content).slice(at, stop - at)),
            arrow_csv.ReadOptions(
                column_names=names, block_size=max(stop - at + 1, 1 << 10), use_threads=False
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
                include_columns=[names[place] for place in which],
            ),
        )
    except (pa.ArrowException, ValueError):
        return None
    return (
        [column.chunk(0) for column in read.combine_chunks().columns]
        if read.num_rows == lines
        else None
    )


def _misquoted(view: NDArray[np.uint8], delimiter: str) -> bool:
    """Whether a quote neither opens nor closes a cell nor is one of two, or one is open where the piece ends.

    PyArrow reads '"Bra"zil' as Brazil without a word; so does no careful reader.
    """
    at = np.flatnonzero(view == 34)
    two, one = (view[np.maximum(at - past, 0)] for past in (2, 1))
    one[at < 1] = two[at < 2] = 10
    after = view[np.minimum(at + 1, len(view) - 1)]
    if at[-1] == len(view) - 1:
        after[-1] = 10
    mark = ord(delimiter)
    opens, closes = (one == mark) | (one == 10), (after == mark) | (after == 10) | (after == 13)
    strange = ~(opens | closes | (one == 34) | (after == 34))
    strange |= (one == 34) & ((two == mark) | (two == 10)) & ~(closes | (after == 34))
    last = view[max(len(view) - (1 << 15), 0) : -1]
    ends = np.flatnonzero(last == 10)
    end = len(view) - 1 - len(last) + ends[-1] if len(ends) else -1
    return bool(strange.any()) or bool(np.count_nonzero(at > end) % 2)


def _various(content: bytes, start: int, end: int, width: int, delimiter: str) -> list[bool]:
    """For each column whether most of its first cells differ, so that encoding it at once would gain nothing."""
    rows = content[start : min(end, start + _START)].decode("utf-8", "ignore").split("\n")[:_SAMPLE]
    try:
        cells = list(csv.reader(rows, delimiter=delimiter))
    except csv.Error:
        return [True] * width
    columns = [{row[at] for row in cells if at < len(row)} for at in range(width)]
    return [len(column) > max(20, len(cells) / 2) for column in columns]


def _lone_returns(content: bytes, at: int, stop: int) -> int:
    """How many returns (CR) stand without a line feed."""
    found = content.find(b"\r", at, stop)
    return (
        content.count(b"\r", found, stop) - content.count(b"\r\n", found, stop) if found >= 0 else 0
    )


def _filled(columns: Sequence[pa.StringArray]) -> NDArray[np.bool_] | None:
    """Which rows hold anything at all; None where all do."""
    if any((constant_text(column) or "").strip() for column in columns):
        return None
    full: NDArray[np.bool_] = np.zeros(1, dtype=bool)
    for column in columns:
        full = full | pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(
            zero_copy_only=False
        )
        if full.all():
            return None
    return full


def to_column(found: pa.ChunkedArray) -> Column:
    """A column of PyArrow as codes and words, trimmed."""
    found = found.dictionary_encode()
    if not found.num_chunks:
        return Column(np.zeros(0, dtype=np.int32), ())
    found = found.unify_dictionaries()
    codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in found.chunks]
    words = found.chunk(0).dictionary.to_pylist()
    joined = codes[0] if len(codes) == 1 else np.concatenate(codes)
    return Column(joined.astype(np.int32, copy=False), tuple(word.strip() for word in words))
