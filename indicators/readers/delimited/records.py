"""Text -> records, each with the physical line it begins on; a broken quote costs its own line, not the rest."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

DELIMITERS = ("\t", ";", ",", "|")
MAX_RECORD_LINES = 50
"""Lines that one record may span (a note with line ends); an open quote swallows no more than this."""
MAX_CELLS = 20_000
"""Cells that a line may have."""


class _Feed:
    """Lines for csv.reader that can be given back. A class because it must remember where a record began."""

    def __init__(self, text: str | bytes, delimiter: str) -> None:
        self.source: Iterator[str] = (
            iter(io.StringIO(text, newline="")) if isinstance(text, str) else _lines(text)
        )
        self.again: list[str] = []
        self.taken: list[str] = []
        self.line = 1
        self.delimiter = delimiter
        self.done = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_RECORD_LINES:
            raise StopIteration
        line = self.again.pop() if self.again else next(self.source, "")
        if not line:
            self.done = True
            raise StopIteration
        self.taken.append(line)
        if len(line) > MAX_CELLS and line.count(self.delimiter) > MAX_CELLS:
            raise csv.Error(f"more than {MAX_CELLS:,} cells")
        return line

    def mark(self) -> None:
        """A record ends here."""
        self.line += len(self.taken)
        self.taken.clear()

    def back(self) -> None:
        """Only the first line of the record was read; the others are to be read again."""
        self.again += self.taken[:0:-1]
        self.line += 1
        self.taken.clear()
        self.done = False


_A_NUMBER = re.compile(r'[\s"]*[-+]?\d[\d., ]*[\s"]*')
_ENDS = re.compile(rb"\r\n|\r|\n")
_RETURNS = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def _lines(content: bytes) -> Iterator[str]:
    """The lines of UTF-8 bytes with their ends, without a copy of the whole; CR alone ends a line, too."""
    for raw in io.BytesIO(content):
        line = raw.decode("utf-8", "replace")
        if "\r" in line[:-2] or line.endswith("\r"):
            yield from _RETURNS.findall(line)
        else:
            yield line


def records(
    text: str | bytes, delimiter: str = ",", width: int = 0
) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Each record with the line it begins on; one that cannot be read comes as the error.

    Where `width` tells how many cells a row has, a record that holds whole rows within its quotes is an error, too.
    """
    feed = _Feed(text, delimiter)
    while not feed.done:
        try:
            for row in csv.reader(feed, delimiter=delimiter, strict=True):
                if width and len(feed.taken) > 1 and _swallows(feed.taken, delimiter, width):
                    raise csv.Error("an open quote would swallow the rows below")
                yield feed.line, row
                feed.mark()
        except csv.Error as error:
            yield feed.line, error
            feed.back()


def skip_lines(content: bytes, at: int, count: int, end: int | None = None) -> int:
    """Where the line after so many begins, counted from byte `at`; the end where there are fewer."""
    end = len(content) if end is None else end
    ends = [match.end() for match in islice(_ENDS.finditer(content, at, end), count)]
    return end if len(ends) < count else ends[-1] if ends else at


def _swallows(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a line within quotes is a row itself: as many cells, a number among them. A note's lines are not."""
    inner = [line for line in lines[1:-1] if line.count(delimiter) >= width - 1]
    if lines[-1].count(delimiter) >= width - 1 and delimiter in lines[-1].partition('"')[0]:
        inner.append(lines[-1])
    return any(_A_NUMBER.fullmatch(cell) for line in inner for cell in line.split(delimiter))


def first_records(text: str, delimiter: str, count: int) -> list[list[str]]:
    """The first records as cells, trimmed; one that cannot be read is empty."""
    rows = (row for _, row in islice(records(text, delimiter), count))
    return [[cell.strip() for cell in row] if isinstance(row, list) else [] for row in rows]


def find_delimiter(start: str) -> str:
    """The delimiter of a text from its beginning: the one that cuts most records into equally many cells."""
    first = start[:20].lower()
    if first.startswith("sep=") and len(start) > 4:
        return start[4]
    scores = {delimiter: _evenness(first_records(start, delimiter, 60)) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _evenness(rows: Sequence[Sequence[str]]) -> float:
    """How many records have the commonest width, and that one of those is a header of that width."""
    filled = [row for row in rows if any(row)]
    widths = Counter(len(row) for row in filled if len(row) > 1)
    if not widths:
        return 0
    score = max(widths.items(), key=lambda entry: (entry[1] * min(entry[0], 12), entry[0]))
    wide = next(row for row in filled if len(row) == score[0])
    share = score[1] / len(filled)
    early = next(at for at, row in enumerate(filled) if len(row) == score[0]) <= max(
        12, len(filled) // 2
    )
    numbers = sum(cell.replace(".", "", 1).isdigit() and len(cell) != 4 for cell in wide)
    return (
        share
        * (1 + min(score[0], 12) / 12)
        * (1 if early else 0.5)
        * (1 if numbers < len(wide) / 2 else 0.7)
    )
