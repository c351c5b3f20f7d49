"""Columns that grow while a table is read: by batches from PyArrow, and row by row where a file is damaged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from indicators.readers.rows import Column

_BATCH = 20_000


class ColumnBuilder:
    """The rows read so far. A class because it must remember.

    `which` are the cells of a row that are kept, and `various` tells for each whether it is kept as text (nearly all
    cells differ) or as codes of few words.
    """

    def __init__(self, which: Sequence[int], various: Sequence[bool]) -> None:
        self.which, self.various = which, various
        self.known: list[dict[str, int]] = [{} for _ in which]
        self.parts: list[list[NDArray[np.int32] | pa.StringArray]] = [[] for _ in which]
        self.lines: list[NDArray[np.int32]] = []
        self.waiting: list[list[str]] = []
        self.at: list[int] = []
        self.count = self.last = 0

    def add(self, line: int, row: list[str]) -> None:
        """One row, all its cells."""
        self.waiting.append(row)
        self.at.append(line)
        self.count += 1
        self.last = line
        if len(self.waiting) >= _BATCH:
            self.flush()

    def add_batch(self, lines: NDArray[np.int32], columns: Sequence[pa.StringArray]) -> None:
        """Many rows, of each the cells that are kept."""
        self.flush()
        for at, column in enumerate(columns):
            self.parts[at].append(column if self.various[at] else _codes(column, self.known[at]))
        self.lines.append(lines)
        self.count += len(lines)
        self.last = int(lines[-1]) if len(lines) else self.last

    def flush(self) -> None:
        """Take in the rows that wait."""
        if not self.waiting:
            return
        cells = list(zip(*self.waiting, strict=True))
        for at, place in enumerate(self.which):
            known = self.known[at]
            self.parts[at].append(
                pa.array(cells[place], pa.string())
                if self.various[at]
                else np.array(
                    [known.setdefault(cell, len(known)) for cell in map(str.strip, cells[place])],
                    dtype=np.int32,
                )
            )
        self.lines.append(np.array(self.at, dtype=np.int32))
        self.waiting, self.at = [], []

    def table(self) -> tuple[list[Column | pa.ChunkedArray], NDArray[np.int32]]:
        """Every column, and the line of each row, in the order of the lines."""
        self.flush()
        lines = np.concatenate(self.lines) if self.lines else np.zeros(0, dtype=np.int32)
        order = None if (np.diff(lines) > 0).all() else np.argsort(lines, kind="stable")
        columns = [self._column(at, order) for at in range(len(self.which))]
        return columns, lines if order is None else lines[order]

    def _column(self, at: int, order: NDArray[np.intp] | None) -> Column | pa.ChunkedArray:
        parts, self.parts[at] = self.parts[at], []
        if self.various[at]:
            text = pa.chunked_array(parts, pa.string())
            return text if order is None else text.take(pa.array(order))
        codes = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
        return Column(codes if order is None else codes[order], tuple(self.known[at]))


def _codes(column: pa.StringArray, known: dict[str, int]) -> NDArray[np.int32]:
    word = constant_text(column)
    if word is not None:
        return np.full(len(column), known.setdefault(word.strip(), len(known)), dtype=np.int32)
    coded = column.dictionary_encode()
    codes = np.array(
        [known.setdefault(word.strip(), len(known)) for word in coded.dictionary.to_pylist()]
        or [0],
        dtype=np.int32,
    )
    return np.asarray(codes[coded.indices.to_numpy(zero_copy_only=False)])


def constant_text(column: pa.StringArray) -> str | None:
    """The word that stands in every cell; None where cells differ. Comparing bytes is far quicker than encoding."""
    size = len(column)
    if not size:
        return None
    ends = np.frombuffer(column.buffers()[1], np.int32, size + 1, 4 * column.offset)
    wide = int(ends[1] - ends[0])
    if int(ends[-1] - ends[0]) != wide * size:
        return None
    if not wide:
        return "" if ends[-1] == ends[0] else None
    said = memoryview(column.buffers()[2])[int(ends[0]) : int(ends[-1])].tobytes()
    if said != said[:wide] * size or not (np.diff(ends) == wide).all():
        return None
    return said[:wide].decode("utf-8", "replace")
