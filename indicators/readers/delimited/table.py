"""A delimited text as columns: names from its header, exact line numbers, every odd row told.

A file whose every line is one row is read in one go by PyArrow; any other is read record by record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from indicators.problems import Problem, uncoded
from indicators.readers.delimited.encoding import find_encoding, to_utf8
from indicators.readers.delimited.fast import read_bulk, to_column
from indicators.readers.delimited.footer import cut_tail
from indicators.readers.delimited.records import MAX_CELLS, find_delimiter, records, skip_lines
from indicators.readers.delimited.strict import StrictResult, read_strict
from indicators.readers.rows import Column, constant

_START = 1 << 18
_PARTS = re.compile(r"[,;\t|]")
_FIGURE = re.compile(r"[-+]?\d+\.\d+|[-+]?(?!(?:19|20)\d\d$)\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LINE_ENDS = re.compile("\r\n|\r|\n")
_DEEPEST = 60
"""Records among which the header is looked for."""


class Columns(Mapping[str, Column]):
    """Columns that are encoded when they are asked for. A class because it must remember."""

    def __init__(
        self,
        kept: Mapping[str, Column | pa.ChunkedArray | None],
        more: Callable[[], Mapping[str, Column | pa.ChunkedArray]] = dict,
    ) -> None:
        self._kept, self._more = dict(kept), more
        self.asked: set[str] = set()

    def _read(self, name: str) -> Column | pa.ChunkedArray:
        self.asked.add(name)
        if self._kept[name] is None:
            self._kept |= self._more()
        found = self._kept[name]
        assert found is not None  # noqa: S101 -- more() gives all that were left
        return found

    def __getitem__(self, name: str) -> Column:
        found = self._read(name)
        if not isinstance(found, Column):
            found = self._kept[name] = to_column(found)
            pa.default_memory_pool().release_unused()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def text(self, name: str) -> pa.StringArray:
        """The column cell by cell, as it stands."""
        found = self._read(name)
        if isinstance(found, Column):
            found = pa.chunked_array(
                [pa.array(found.categories or ("",), pa.string()).take(pa.array(found.codes))]
            )
        plain = found.cast(pa.string()).combine_chunks()
        return plain if not isinstance(plain, pa.ChunkedArray) else pa.concat_arrays(plain.chunks)


@dataclass(frozen=True)
class Table:
    """The rows below a header. `head` are the records above it, `foot` the remarks below the last row."""

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
        """The column of this name; a blank one for ''."""
        return self.columns[name] if name else self.constant("")

    def constant(self, word: str) -> Column:
        """A column that says `word` in every row."""
        return constant(len(self), word)

    def text(self, name: str) -> pa.StringArray:
        """A column cell by cell, not encoded (for values: nearly all different); blank cells for ''."""
        return self.columns.text(name) if name else pa.array([""] * len(self), pa.string())

    def find(self, *names: str) -> str:
        """The first of these columns that is there, first by the exact name, then whatever its case; else ''."""
        folded = {name.casefold(): name for name in reversed(self.names)}
        exact = next((name for name in names if name in self.columns), "")
        return exact or next(
            (folded[name.casefold()] for name in names if name.casefold() in folded), ""
        )


def open_table(
    source: str | bytes, name: str = "", *, delimiter: str | None = None, header: int | None = None
) -> Table:
    """A table from text or bytes. `header` counts records from 0 (a blank line is a record); None: found."""
    if isinstance(source, str):
        return from_utf8(source.encode("utf-8", "replace"), name, delimiter, header)
    found = find_encoding(source, name)
    return from_utf8(to_utf8(source, found), name, delimiter, header, found.problems)


def from_utf8(
    content: bytes,
    name: str = "",
    delimiter: str | None = None,
    header: int | None = None,
    problems: tuple[Problem, ...] = (),
    wanted: Collection[str] | None = None,
) -> Table:
    """A table from UTF-8 bytes without a mark. `wanted` are the columns that will be asked for, as far as one knows."""
    content = normalize_line_ends(content)
    start = content[:_START].decode("utf-8", "ignore")
    delimiter = delimiter or find_delimiter(start)
    above, cells, after = _to_header(start, delimiter, header)
    lines = _LINE_ENDS.split(start, after)[
        : max(after - 1, 0)
    ]  # as text: a record of another file may be none here
    problems = (*problems, *_rows_above([[line] for line in lines], name))
    frame = Table(
        unique_names(cells),
        Columns({}),
        np.zeros(0, dtype=np.int32),
        above,
        problems,
        (),
        delimiter,
        name,
    )
    if len(cells) < 2 or len(cells) > MAX_CELLS:
        return replace(frame, names=(), problems=(*problems, _no_header(name, cells)))
    at = skip_lines(content, 0, after)
    return _whole(content, at, frame, after, wanted) or _by_record(content[at:], frame, after)


def normalize_line_ends(content: bytes) -> bytes:
    """Line ends as one knows them: CR CR LF (a mishap of copying) and CR alone (old Macs) become LF."""
    if b"\r" not in content:
        return content
    if b"\r\r\n" in content:
        content = re.sub(rb"\r{2,}\n", b"\n", content)
    return content if b"\n" in content else content.replace(b"\r", b"\n")


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Header cells as names: trimmed, never empty ('column 3'), never twice ('Year', 'Year#2')."""
    names: dict[str, None] = {}
    count: dict[
        str, int
    ] = {}  # how often each word came: without it, n equal cells would cost n * n looks
    for at, cell in enumerate(cells, 1):
        word = name = " ".join(cell.split()) or f"column {at}"
        while name in names:
            count[word] = count.get(word, 1) + 1
            name = f"{word}#{count[word]}"
        names[name] = None
    return tuple(names)


def _no_header(name: str, cells: Sequence[str]) -> Problem:
    what = (
        f"the header has more than {MAX_CELLS:,} cells" if len(cells) > 1 else "no table was found"
    )
    return uncoded(
        what,
        name,
        1,
        do="A table needs a row that names its columns, and a delimiter between cells.",
    )


def _rows_above(above: Sequence[Sequence[str]], name: str) -> list[Problem]:
    """What to tell where rows of figures stand above the header: it is then none, or the file is two tables."""
    figures = [row for row in above if _is_figures(row)] or _dated(above)
    if not figures:
        return []
    rows = [
        row for row in above if sum(bool(cell) for cell in _cells(row)) > 1
    ]  # those with few figures are lost, too
    return [
        uncoded(
            f"{len(rows)} rows above the header are not read",
            name,
            1,
            found=" ".join(figures[0])[:80],
            do="If they hold figures, the names of the columns belong above them.",
            severity="warning",
        )
    ]


def _cells(row: Sequence[str]) -> list[str]:
    """The cells of a record, however they are parted."""
    return [cell.strip(' "') for part in row for cell in _PARTS.split(part)]


def _is_figures(row: Sequence[str]) -> bool:
    """Whether a record, however its cells are parted, is words and at least two numbers that are no years."""
    filled = [cell for cell in _cells(row) if cell]
    numbers = sum(bool(_FIGURE.fullmatch(cell)) for cell in filled)
    return 2 <= numbers < len(filled)


def _dated(above: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Records of words, a year and a number; none where there is only one, which may be a remark with a date."""
    found = []
    for row in above:
        filled = [cell for cell in _cells(row) if cell]
        numbers = sum(bool(_FIGURE.fullmatch(cell)) for cell in filled)
        years = sum(bool(_YEAR.fullmatch(cell)) for cell in filled)
        if numbers == 1 and years and numbers + years < len(filled):
            found.append(row)
    return found if len(found) > 1 else []


def _to_header(
    start: str, delimiter: str, header: int | None
) -> tuple[tuple[tuple[str, ...], ...], list[str], int]:
    """The records above the header, the header's cells, and how many lines stand up to its end."""
    seen: list[tuple[int, list[str]]] = []
    for line, row in records(start, delimiter):
        seen.append((line, row if isinstance(row, list) else []))
        if len(seen) > (header + 1 if header is not None else _DEEPEST):
            break
    at = header if header is not None else find_header([row for _, row in seen])
    if at >= len(seen):
        return (), [], 0
    after = seen[at + 1][0] - 1 if at + 1 < len(seen) else start.count("\n") + 1
    return tuple(tuple(row) for _, row in seen[:at]), seen[at][1], after


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first records is the header: the first that is as wide as most and nearly as full."""
    widths = [len(row) for row in rows if len(row) > 1]
    usual = (
        max(set(widths), key=lambda width: (widths.count(width) * min(width, 12), width))
        if widths
        else 1
    )
    for at, row in enumerate(rows):
        said = sum(bool(cell.strip()) for cell in row)
        if len(row) >= usual and said >= max(usual / 3, min(usual, 2)):
            return at
    return 0


def _whole(
    content: bytes, start: int, frame: Table, before: int, wanted: Collection[str] | None
) -> Table | None:
    """By PyArrow; None where that gains nothing. Columns that are not wanted are read when they are asked for, all the same."""
    tail = cut_tail(content, start, frame.delimiter, len(frame.names))
    read = partial(
        read_bulk, content, start, tail.end, len(frame.names), frame.delimiter, before, frame.name
    )
    now = [at for at, name in enumerate(frame.names) if wanted is None or name in wanted] or [0]
    found = read(which=now)
    if found is None:
        return None
    columns: dict[str, Column | pa.ChunkedArray | None] = dict.fromkeys(frame.names)
    columns |= {frame.names[at]: column for at, column in zip(now, found.columns, strict=True)}
    last = content.count(b"\n", start, tail.end) + before if tail.foot else 0
    foot = (*found.foot, *((last + after, text) for after, text in tail.foot))
    return replace(
        frame,
        columns=Columns(columns, partial(_others, read, frame.names, now)),
        line=found.line,
        foot=foot,
        problems=(*frame.problems, *found.problems),
    )


def _others(
    read: Callable[..., StrictResult | None], names: Sequence[str], now: Sequence[int]
) -> dict[str, Column | pa.ChunkedArray]:
    """The columns that were not read at first."""
    later = [at for at in range(len(names)) if at not in now]
    found = read(which=later)
    assert found is not None  # noqa: S101 -- the same bytes as before
    return {names[at]: column for at, column in zip(later, found.columns, strict=True)}


def _by_record(body: bytes, frame: Table, before: int) -> Table:
    read = read_strict(body, len(frame.names), frame.delimiter, before, frame.name)
    columns = Columns(dict(zip(frame.names, read.columns, strict=True)))
    return replace(
        frame,
        columns=columns,
        line=read.line,
        foot=read.foot,
        problems=(*frame.problems, *read.problems),
    )
