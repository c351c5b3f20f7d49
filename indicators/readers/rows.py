"""What a reader returns: rows as columns, each column as codes and their categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

MAX_REPORTED = 200
"""Problems of one kind that are reported one by one for a file; one more problem gives the number
of the rest.
"""


@dataclass(frozen=True)
class Column:
    """A column of text: `categories[codes[i]]` is the text of row i. Few categories, many rows."""

    codes: NDArray[np.int32]
    categories: tuple[str, ...]


_NONE = Column(np.zeros(0, dtype=np.int32), ("",))


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of one file, one figure each: text columns by name, the values, and the lines they
    stand in.

    `text` holds the value of each row as it stood in the file (a plain number where it is one); an
    empty text is a missing figure. The number is to be multiplied by ten to the power of
    `exponent`. A column that is not given is blank.
    """

    series: Column = _NONE
    title: Column = _NONE
    place: Column = _NONE
    place_name: Column = _NONE
    period: Column = _NONE
    breakdown: Column = _NONE
    unit: Column = _NONE
    status: Column = _NONE
    source: Column = _NONE
    note: Column = _NONE
    text: pa.StringArray
    exponent: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, dtype=np.int8))
    line: NDArray[np.int32]

    def __post_init__(self) -> None:
        """Make columns that were not given blank, of the right length."""
        for name in COLUMNS:
            if getattr(self, name) is _NONE:
                object.__setattr__(self, name, constant(len(self.line)))
        if len(self.exponent) != len(self.line):
            object.__setattr__(self, "exponent", np.zeros(len(self.line), dtype=np.int8))

    def __len__(self) -> int:
        return len(self.line)

    def take(self, indices: NDArray[np.intp]) -> Rows:
        """Return the rows of these indices, in this order."""
        columns = {
            name: Column(getattr(self, name).codes[indices], getattr(self, name).categories)
            for name in COLUMNS
        }
        return Rows(
            text=self.text.take(pa.array(indices)),
            exponent=self.exponent[indices],
            line=self.line[indices],
            **columns,
        )


COLUMNS = tuple(part.name for part in fields(Rows) if part.name not in ("text", "exponent", "line"))
"""The text columns of Rows."""


def no_rows() -> Rows:
    """Return no rows."""
    return Rows(text=pa.array([], pa.string()), line=np.zeros(0, dtype=np.int32))


def constant(size: int, text: str = "") -> Column:
    """Return a column with the same text in every row."""
    return Column(np.zeros(size, dtype=np.int32), (text,))


def encode(texts: Sequence[str]) -> Column:
    """Encode a list of texts as codes and categories, trimmed."""
    code_of: dict[str, int] = {}
    codes = [code_of.setdefault(text.strip(), len(code_of)) for text in texts]
    return Column(np.array(codes, dtype=np.int32), tuple(code_of))


def map_categories(column: Column, name: Callable[[str], str]) -> Column:
    """Return the column with other texts: `name` is called once for each distinct text; equal
    results become one.
    """
    texts = [name(text).strip() for text in column.categories]
    if len(set(texts)) == len(texts):
        return Column(column.codes, tuple(texts))
    merged = encode(texts)
    return Column(merged.codes[column.codes], merged.categories)


def combine(columns: Sequence[Column], name: Callable[[tuple[str, ...]], str]) -> Column:
    """Make one column of several: `name` is called once for each combination of texts that occurs.

    Columns with the same text in every row cost nothing.
    """
    size = len(columns[0].codes) if columns else 0
    if not size:
        return encode([])
    varied = [index for index, column in enumerate(columns) if len(column.categories) > 1]
    if len(varied) == 1:
        return _combine_one(columns, varied[0], name)
    texts = [column.categories[0] for column in columns]
    key, first_rows = combinations([columns[index] for index in varied], size)
    names = []
    for row in first_rows:
        for index in varied:
            texts[index] = columns[index].categories[columns[index].codes[row]]
        names.append(name(tuple(texts)))
    combined = encode(names)
    return Column(combined.codes[key], combined.categories)


def _combine_one(
    columns: Sequence[Column], varied: int, name: Callable[[tuple[str, ...]], str]
) -> Column:
    """Do what `combine` does where only one column varies: its texts are the combinations."""
    column = columns[varied]
    texts = [other.categories[0] for other in columns]
    occurring = np.flatnonzero(np.bincount(column.codes, minlength=len(column.categories)))
    names = []
    for code in occurring.tolist():
        texts[varied] = column.categories[code]
        names.append(name(tuple(texts)))
    combined = encode(names)
    code_of = np.zeros(len(column.categories), dtype=np.int32)
    code_of[occurring] = combined.codes
    return Column(code_of[column.codes], combined.categories)


def combinations(
    columns: Sequence[Column], size: int
) -> tuple[NDArray[np.signedinteger], NDArray[np.int64]]:
    """Return the number of each row's combination of texts, and the first row of each."""
    key: NDArray[np.signedinteger] = np.zeros(size, dtype=np.int32)
    count = 1
    for column in columns:
        kinds = len(column.categories)
        dtype = np.dtype(np.int64 if count * kinds > 1 << 30 else np.int32)
        key, count = _renumber(np.multiply(key, kinds, dtype=dtype) + column.codes, count * kinds)
    first = np.zeros(count, dtype=np.int64)
    first[key[::-1]] = np.arange(size - 1, -1, -1)
    return key, first


def _renumber(key: NDArray[np.signedinteger], kinds: int) -> tuple[NDArray[np.signedinteger], int]:
    """Keys renumbered without gaps, and how many there are.

    By a table where that is small, else by sorting.
    """
    if kinds > max(1 << 16, 4 * len(key)):
        distinct, numbers = np.unique(key, return_inverse=True)
        return numbers.astype(np.int32), len(distinct)
    occurs = np.zeros(kinds, dtype=bool)
    occurs[key] = True
    numbers = np.cumsum(occurs, dtype=np.int32) - np.int32(1)
    return numbers[key], int(occurs.sum())


def concat_rows(parts: Sequence[Rows]) -> Rows:
    """Append the rows of several files to one another."""
    if len(parts) == 1:
        return parts[0]
    columns = {name: concat_columns(list(map(attrgetter(name), parts))) for name in COLUMNS}
    return Rows(
        text=pa.concat_arrays([part.text for part in parts] or [pa.array([], pa.string())]),
        exponent=np.concatenate([part.exponent for part in parts] or [np.zeros(0, dtype=np.int8)]),
        line=np.concatenate([part.line for part in parts] or [np.zeros(0, dtype=np.int32)]),
        **columns,
    )


def concat_columns(columns: Sequence[Column]) -> Column:
    """Append columns to one another; equal texts get one code."""
    code_of: dict[str, int] = {}
    codes = [np.zeros(0, dtype=np.int32)]
    for column in columns:
        new = [code_of.setdefault(text, len(code_of)) for text in column.categories] or [0]
        codes.append(np.array(new, dtype=np.int32)[column.codes])
    return Column(np.concatenate(codes), tuple(code_of))
