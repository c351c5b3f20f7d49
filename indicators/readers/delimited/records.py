"""Text -> records, each with the physical line it begins on; a broken quote costs its own line, not
the rest.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from indicators.problems import ProblemCode

DELIMITERS = ("\t", ";", ",", "|")
MAX_RECORD_LINES = 50
"""Lines that one record may span (a note with line ends); an open quote swallows no more than this.
"""
MAX_CELLS = 20_000
"""Cells that a line may have."""
_SAMPLE_RECORDS = 60
"""Records from which the delimiter is found."""
_MAX_WIDTH_SCORE = 12
"""Cells from which on a wider record does not speak more for a delimiter."""

Record = list[str] | ProblemCode
"""The cells of a record, or why it cannot be read."""

_NUMBER = re.compile(r'[\s"]*[-+]?\d[\d., ]*[\s"]*')
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class _QuoteError(csv.Error):
    """An open quote swallows the rows below."""


class _LengthError(csv.Error):
    """A line has more cells than any table."""


class _LineFeed:
    """Lines for csv.reader that can be given back. A class because it keeps the lines of the record
    being read.
    """

    def __init__(self, text: str | bytes, delimiter: str) -> None:
        lines = io.StringIO(text, newline="") if isinstance(text, str) else _lines(text)
        self._source: Iterator[str] = iter(lines)
        self._returned: list[str] = []
        self._delimiter = delimiter
        self.record: list[str] = []
        self.line = 1
        self.done = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.record) >= MAX_RECORD_LINES:
            raise StopIteration
        line = self._returned.pop() if self._returned else next(self._source, "")
        if not line:
            self.done = True
            raise StopIteration
        self.record.append(line)
        if len(line) > MAX_CELLS and line.count(self._delimiter) > MAX_CELLS:
            raise _LengthError
        return line

    def end_record(self) -> None:
        """Begin a new record after the lines taken."""
        self.line += len(self.record)
        self.record.clear()

    def skip_first_line(self) -> None:
        """Begin a new record after the first line taken; the others are read again."""
        self._returned += self.record[:0:-1]
        self.line += 1
        self.record.clear()
        self.done = False


def _lines(content: bytes) -> Iterator[str]:
    """The lines of UTF-8 bytes with their ends, without a copy of the whole; CR alone ends a line,
    too.
    """
    for raw in io.BytesIO(content):
        line = raw.decode("utf-8", "replace")
        if "\r" in line[:-2] or line.endswith("\r"):
            yield from _LINE.findall(line)
        else:
            yield line


def records(
    text: str | bytes, delimiter: str = ",", width: int = 0
) -> Iterator[tuple[int, Record]]:
    """Yield each record with the line it begins on; for one that cannot be read, the code of the
    problem.

    Where `width` tells how many cells a row has, a record that holds whole rows within its quotes
    cannot be read.
    """
    feed = _LineFeed(text, delimiter)
    while not feed.done:
        try:
            for row in csv.reader(feed, delimiter=delimiter, strict=True):
                if width and len(feed.record) > 1 and _swallows(feed.record, delimiter, width):
                    raise _QuoteError
                yield feed.line, row
                feed.end_record()
        except csv.Error as error:
            yield feed.line, _fault(error, feed.record)
            feed.skip_first_line()


def _fault(error: csv.Error, lines: Sequence[str]) -> ProblemCode:
    """Without a quote a record can only be too long: csv bounds its cells."""
    quoted = any('"' in line for line in lines)
    if isinstance(error, _LengthError) or not quoted:
        return ProblemCode.ROW_TOO_LONG
    return ProblemCode.QUOTE_NOT_CLOSED


def skip_lines(content: bytes, start: int, count: int, end: int | None = None) -> int:
    """Return where the line after so many begins, counted from byte `start`; the end where there
    are fewer.
    """
    end = len(content) if end is None else end
    ends = [match.end() for match in islice(_LINE_END.finditer(content, start, end), count)]
    if len(ends) < count:
        return end
    return ends[-1] if ends else start


def _swallows(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a line within quotes is a row itself: as many cells, a number among them. A note's
    lines are not.
    """
    inner = [line for line in lines[1:-1] if line.count(delimiter) >= width - 1]
    if lines[-1].count(delimiter) >= width - 1 and delimiter in lines[-1].partition('"')[0]:
        inner.append(lines[-1])
    return any(_NUMBER.fullmatch(cell) for line in inner for cell in line.split(delimiter))


def first_records(text: str, delimiter: str, count: int) -> list[list[str]]:
    """Return the first records as cells, trimmed; one that cannot be read is empty."""
    rows = (row for _, row in islice(records(text, delimiter), count))
    return [_stripped(row) for row in rows]


def _stripped(row: Record) -> list[str]:
    return [cell.strip() for cell in row] if isinstance(row, list) else []


def find_delimiter(start: str) -> str:
    """Find the delimiter of a text from its beginning: the one that cuts most records into equally
    many cells.

    A first line 'sep=;' states it, as Excel has it. A comma where nothing is cut.
    """
    if start[:4].lower() == "sep=" and len(start) > 4:
        return start[4]
    scores = {
        delimiter: _evenness(first_records(start, delimiter, _SAMPLE_RECORDS))
        for delimiter in DELIMITERS
    }
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _evenness(rows: Sequence[Sequence[str]]) -> float:
    """A score for how evenly records are cut: the share of those with the commonest width, more for
    a wider one.

    Less where the first of them comes late, as a header does not, or holds mostly numbers.
    """
    filled = [row for row in rows if any(row)]
    widths = Counter(len(row) for row in filled if len(row) > 1)
    if not widths:
        return 0
    width = max(widths, key=lambda width: (widths[width] * min(width, _MAX_WIDTH_SCORE), width))
    first = next(index for index, row in enumerate(filled) if len(row) == width)
    score = widths[width] / len(filled) * (1 + min(width, _MAX_WIDTH_SCORE) / _MAX_WIDTH_SCORE)
    if first > max(12, len(filled) // 2):
        score *= 0.5
    # numbers of four digits may be years, which name columns
    numbers = [
        cell for cell in filled[first] if cell.replace(".", "", 1).isdigit() and len(cell) != 4
    ]
    return score * 0.7 if len(numbers) >= width / 2 else score
