"""A file's beginning, looked at once: what recognises a format asks here. And what a format is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from indicators.readers.delimited.encoding import Decoded, find_encoding, to_utf8
from indicators.readers.delimited.records import MAX_CELLS, find_delimiter, first_records
from indicators.readers.delimited.table import Table, find_header, from_utf8, normalize_line_ends
from indicators.readers.short_header import header_above

START = 1 << 16
"""Bytes of a file that are looked at before it is read."""
IsPlace = Callable[[str], bool]
"""Whether a word is a place that is known; readers do not know places themselves."""


class Preview:
    """Content decoded when it is asked for. A class because it must remember."""

    def __init__(
        self, content: bytes, name: str = "", is_place: IsPlace = lambda word: False
    ) -> None:
        self.content, self.name, self.is_place = content, name, is_place

    @cached_property
    def decoded(self) -> Decoded:
        """The encoding, and what is doubtful about it."""
        return find_encoding(self.content, self.name)

    @property
    def encoding(self) -> str:
        """The name of the encoding."""
        return self.decoded.encoding

    @cached_property
    def utf8(self) -> bytes:
        """The whole content as UTF-8, without a mark, with line ends as one knows them."""
        return normalize_line_ends(to_utf8(self.content, self.decoded))

    @property
    def text(self) -> str:
        """The whole content as text (a copy: formats of delimited text should not need it)."""
        return self.utf8.decode("utf-8", "replace")

    @cached_property
    def start(self) -> str:
        """The beginning of the text, to its last whole line."""
        start = self.utf8[:START].decode("utf-8", "ignore")
        return (
            start
            if len(self.utf8) <= START or "\n" not in start
            else start[: start.rfind("\n") + 1]
        )

    def lines(self, count: int) -> list[str]:
        """The first physical lines, without their ends."""
        return re.split(r"\r*\n|\r", self.start, maxsplit=count)[:count]

    @cached_property
    def delimiter(self) -> str:
        """What parts the cells."""
        return find_delimiter(self.start)

    @cached_property
    def _cells(self) -> list[list[str]]:
        return [row[:MAX_CELLS] for row in first_records(self.start, self.delimiter, 100)]

    def cells(self, count: int = 100) -> list[list[str]]:
        """The first records (at most 100) as trimmed cells; a blank line is a record without cells."""
        return self._cells[:count]

    @cached_property
    def header(self) -> int:
        """Which record seems to be the header, counted from 0."""
        return header_above(self._cells, find_header(self._cells))

    @property
    def names(self) -> list[str]:
        """The cells of what seems to be the header."""
        return self._cells[self.header] if self.header < len(self._cells) else []

    def has(self, *names: str, header: int | None = None) -> bool:
        """Whether the header has all these cells, in any order and case."""
        row = (
            self.names
            if header is None
            else self.cells(header + 1)[-1]
            if len(self._cells) > header
            else []
        )
        there = {cell.casefold() for cell in row}
        return all(name.casefold() in there for name in names)

    def table(self, header: int | None = None, delimiter: str | None = None) -> Table:
        """Read the rows below the header (a record's number from 0; None: the one that seems to be it)."""
        return from_utf8(
            self.utf8,
            self.name,
            delimiter or self.delimiter,
            self.header if header is None else header,
            self.decoded.problems,
        )
