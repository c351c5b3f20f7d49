"""The fast way through a table: PyArrow reads it in one go, where every line is one row."""

from __future__ import annotations

import csv

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from indicators.readers.rows import Column

_START = 1 << 16


def read_bulk(body: bytes, end: int, width: int, delimiter: str) -> pa.Table | None:
    """The rows up to `end`, cell by cell; None unless every line is one row of the right width."""
    lines = body.count(b"\n", 0, end) + (end > 0 and body[end - 1:end] != b"\n")
    if not lines or width < 2 or b"\0" in body or body.count(b"\r") != body.count(b"\r\n"):
        return None
    read = _arrow(memoryview(body)[:end], width, delimiter)
    return read if read is not None and read.num_rows == lines else None


def _arrow(kept: memoryview, width: int, delimiter: str) -> pa.Table | None:
    names = [str(at) for at in range(width)]
    kinds = {name: pa.string() if many else pa.dictionary(pa.int32(), pa.string())
             for name, many in zip(names, _various(kept, width, delimiter), strict=True)}
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(kept)), arrow_csv.ReadOptions(column_names=names, block_size=4 << 20),
            arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False, null_values=[]))
    except (pa.ArrowException, ValueError):
        return None
    return table.unify_dictionaries()


def _various(kept: memoryview, width: int, delimiter: str) -> list[bool]:
    """For each column whether most of its first cells differ, so that encoding it would gain nothing."""
    rows = bytes(kept[:_START]).decode("utf-8", "ignore").split("\n")[:400]
    try:
        cells = list(csv.reader(rows[:-1] or rows, delimiter=delimiter))
    except csv.Error:
        return [True] * width
    columns = [{row[at] for row in cells if at < len(row)} for at in range(width)]
    return [len(column) > max(20, len(cells) / 2) for column in columns]


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
