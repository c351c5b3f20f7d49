"""Columns that grow while a table is read: by batches from PyArrow, and row by row where a file is
damaged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_BATCH_ROWS = 20_000


class ColumnBuilder:
    """The rows read so far, column by column. A class because it accumulates.

    `various` tells for each column whether it is kept as text (nearly all cells differ) or as codes
    of few texts.
    """

    def __init__(self, various: Sequence[bool]) -> None:
        self._various = various
        self._codes: list[dict[str, int]] = [{} for _ in various]
        self._chunks: list[list[NDArray[np.integer] | pa.StringArray]] = [[] for _ in various]
        self._lines: list[NDArray[np.int32]] = []
        self._pending_rows: list[list[str]] = []
        self._pending_lines: list[int] = []
        self.count = self.last_line = 0

    def add_row(self, line: int, row: list[str]) -> None:
        """Append one row, with a cell for each column."""
        self._pending_rows.append(row)
        self._pending_lines.append(line)
        self.count += 1
        self.last_line = line
        if len(self._pending_rows) >= _BATCH_ROWS:
            self._flush()

    def add_batch(self, lines: NDArray[np.int32], columns: Sequence[pa.StringArray]) -> None:
        """Append many rows."""
        self._flush()
        for chunks, column, various, codes in zip(
            self._chunks, columns, self._various, self._codes, strict=True
        ):
            chunks.append(column if various else _encode(column, codes))
        self._lines.append(lines)
        self.count += len(lines)
        self.last_line = int(lines[-1]) if len(lines) else self.last_line

    def _flush(self) -> None:
        """Append the rows that were added one by one."""
        if not self._pending_rows:
            return
        columns = zip(*self._pending_rows, strict=True)
        for chunks, cells, various, codes in zip(
            self._chunks, columns, self._various, self._codes, strict=True
        ):
            if various:
                chunks.append(pa.array(cells, pa.string()))
            else:
                numbers = [codes.setdefault(cell.strip(), len(codes)) for cell in cells]
                chunks.append(_narrow(numbers, len(codes)))
        self._lines.append(np.array(self._pending_lines, dtype=np.int32))
        self._pending_rows, self._pending_lines = [], []

    def build(self) -> tuple[list[pa.ChunkedArray], NDArray[np.int32]]:
        """Return every column, as text or dictionary-encoded, and the line of each row, in the
        order of the lines.
        """
        self._flush()
        lines = np.concatenate(self._lines) if self._lines else np.zeros(0, dtype=np.int32)
        order = None if (np.diff(lines) > 0).all() else np.argsort(lines, kind="stable")
        columns = [self._build_column(index, order) for index in range(len(self._various))]
        return columns, lines if order is None else lines[order]

    def _build_column(self, index: int, order: NDArray[np.intp] | None) -> pa.ChunkedArray:
        chunks, self._chunks[index] = self._chunks[index], []
        if self._various[index]:
            text = pa.chunked_array(chunks, pa.string())
            return text if order is None else text.take(pa.array(order))
        codes = np.concatenate(chunks) if chunks else np.zeros(0, dtype=np.int32)
        categories = pa.array(list(self._codes[index]), pa.string())
        ordered = codes if order is None else codes[order]
        return pa.chunked_array([pa.DictionaryArray.from_arrays(pa.array(ordered), categories)])


def _encode(column: pa.StringArray, codes: dict[str, int]) -> NDArray[np.integer]:
    """The codes of a column's cells; texts that are new take the next ones."""
    text = constant_text(column)
    if text is not None:
        code = codes.setdefault(text.strip(), len(codes))
        return _narrow(np.broadcast_to(code, len(column)), len(codes))
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    table = _narrow([codes.setdefault(text.strip(), len(codes)) for text in texts], len(codes))
    return np.asarray(table[encoded.indices.to_numpy(zero_copy_only=False)])


def _narrow(codes: Sequence[int] | NDArray[np.integer], count: int) -> NDArray[np.integer]:
    """Codes below `count` in one, two or four bytes each: most columns of a large file have few
    texts.
    """
    if count <= 1 << 8:
        return np.array(codes, dtype=np.uint8)
    if count <= 1 << 16:
        return np.array(codes, dtype=np.uint16)
    return np.array(codes, dtype=np.int32)


def constant_text(column: pa.StringArray) -> str | None:
    """Return the text that stands in every cell; None where cells differ or there are none.

    Comparing the bytes of all cells at once is far quicker than encoding them.
    """
    size = len(column)
    if not size:
        return None
    # a StringArray's buffers: validity, the offsets of the cells, the bytes of all cells
    offsets = np.frombuffer(column.buffers()[1], np.int32, size + 1, 4 * column.offset)
    width = int(offsets[1] - offsets[0])
    if int(offsets[-1] - offsets[0]) != width * size:
        return None
    if not width:
        return "" if offsets[-1] == offsets[0] else None
    cells = memoryview(column.buffers()[2])[int(offsets[0]) : int(offsets[-1])].tobytes()
    if cells != cells[:width] * size or not (np.diff(offsets) == width).all():
        return None
    return cells[:width].decode("utf-8", "replace")
