"""What a reader returns: rows as columns, each column as codes and the words they stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

TOLD = 200
"""So many faults of one kind are told one by one for a file; the rest are told as a number."""


@dataclass(frozen=True)
class Column:
    """A column of text: `words[codes[i]]` is the text of row i. Few words, many rows."""

    codes: NDArray[np.int32]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """The rows of one file: text columns by name, the values as the file wrote them, and their lines.

    `text` holds the value of each row as it stood in the file; an empty text is a missing figure.
    """

    series: Column
    place: Column
    period: Column
    breakdown: Column
    unit: Column
    status: Column
    source: Column
    note: Column
    text: pa.StringArray
    line: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.line)
