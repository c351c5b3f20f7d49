"""A table's bytes, decoded once: its beginning, by which its format is recognised, and its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from indicators.readers.delimited.encoding import Decoded, find_encoding, to_utf8
from indicators.readers.delimited.records import MAX_CELLS, find_delimiter, first_records
from indicators.readers.delimited.table import Table, find_header, from_utf8, normalize_line_ends
from indicators.readers.short_header import header_above

START = 1 << 16
"""Bytes of a file by which its format is recognised."""
IsPlace = Callable[[str], bool]
"""Tells whether a text names a known place; readers know no places themselves."""


class Preview:
    """The content of one table, decoded when it is first used. A class because it keeps what it
    decoded.
    """

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
        """The whole content as UTF-8, without a byte order mark, lines ending with LF or CR LF."""
        return normalize_line_ends(to_utf8(self.content, self.decoded))

    @property
    def text(self) -> str:
        """The whole content as text (a copy: formats of delimited text should not need it)."""
        return self.utf8.decode("utf-8", "replace")

    @cached_property
    def start(self) -> str:
        """The beginning of the text, to its last whole line."""
        start = self.utf8[:START].decode("utf-8", "ignore")
        if len(self.utf8) <= START or "\n" not in start:
            return start
        return start[: start.rfind("\n") + 1]

    def lines(self, count: int) -> list[str]:
        """Return the first physical lines, without their ends."""
        return re.split(r"\r*\n|\r", self.start, maxsplit=count)[:count]

    @cached_property
    def delimiter(self) -> str:
        """The delimiter between cells."""
        return find_delimiter(self.start)

    @cached_property
    def _cells(self) -> list[list[str]]:
        return [row[:MAX_CELLS] for row in first_records(self.start, self.delimiter, 100)]

    def cells(self, count: int = 100) -> list[list[str]]:
        """Return the first records (at most 100) as trimmed cells; a blank line is a record without
        cells.
        """
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
        """Return whether the header (a record's number from 0) has all these cells, in any order
        and case.
        """
        cells = self.names
        if header is not None:
            cells = self._cells[header] if header < len(self._cells) else []
        words = {cell.casefold() for cell in cells}
        return all(name.casefold() in words for name in names)

    def table(self, header: int | None = None, delimiter: str | None = None) -> Table:
        """Read the rows below the header (a record's number from 0; None: the one that seems to be
        it).
        """
        return from_utf8(
            self.utf8,
            self.name,
            delimiter or self.delimiter,
            self.header if header is None else header,
            self.decoded.problems,
        )
