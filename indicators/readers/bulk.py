"""The fast way through a table: PyArrow reads it in one go, where every line is one row."""

from __future__ import annotations

import csv

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from indicators.readers.rows import Column

_BLOCK = 2 << 20
"""Bytes that PyArrow takes at a time, in one thread: two cost no less of the processor, and far more memory."""
_START, _SAMPLE = 1 << 17, 400


def read_bulk(content: bytes, start: int, end: int, width: int, delimiter: str) -> pa.Table | None:
    """The rows from byte `start` up to `end`, as text; None unless every line is one row of the right width."""
    lines = content.count(b"\n", start, end) + (end > start and content[end - 1:end] != b"\n")
    if not lines or width < 2 or b"\0" in content or _lone_returns(content, start):
        return None
    names = [str(at) for at in range(width)]
    kinds = {name: pa.string() if many else pa.dictionary(pa.int32(), pa.string())
             for name, many in zip(names, _various(content, start, end, width, delimiter), strict=True)}
    try:
        read = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(content).slice(start, end - start)),
            arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(column_types=kinds, check_utf8=False,
                                     strings_can_be_null=False, null_values=[]))
    except (pa.ArrowException, ValueError):
        return None
    return read if read.num_rows == lines else None


def _various(content: bytes, start: int, end: int, width: int, delimiter: str) -> list[bool]:
    """For each column whether most of its first cells differ, so that encoding it at once would gain nothing."""
    rows = content[start:min(end, start + _START)].decode("utf-8", "ignore").split("\n")[:_SAMPLE]
    try:
        cells = list(csv.reader(rows, delimiter=delimiter))
    except csv.Error:
        return [True] * width
    columns = [{row[at] for row in cells if at < len(row)} for at in range(width)]
    return [len(column) > max(20, len(cells) / 2) for column in columns]


def _lone_returns(content: bytes, start: int) -> bool:
    found = content.find(b"\r", start)
    return found >= 0 and content.count(b"\r", found) != content.count(b"\r\n", found)


def filled(read: pa.Table) -> NDArray[np.bool_]:
    """Which rows hold anything at all."""
    full = np.zeros(read.num_rows, dtype=bool)
    for column in read.columns:
        full |= _said(column)
        if full.all():
            break
    return full


def _said(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    if not pa.types.is_dictionary(column.type):
        return np.asarray(pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(), dtype=bool)
    found = encoded(column)
    return np.array([bool(word) for word in found.words] or [False])[found.codes]


def encoded(found: pa.ChunkedArray) -> Column:
    """A column of PyArrow as codes and words, trimmed."""
    if not pa.types.is_dictionary(found.type):
        found = found.dictionary_encode()
    if not found.num_chunks:
        return Column(np.zeros(0, dtype=np.int32), ())
    found = found.unify_dictionaries()
    codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in found.chunks]
    words = found.chunk(0).dictionary.to_pylist()
    joined = codes[0] if len(codes) == 1 else np.concatenate(codes)
    return Column(joined.astype(np.int32, copy=False), tuple(word.strip() for word in words))
