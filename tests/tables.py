"""Tables for tests."""

from __future__ import annotations

from indicators.readers.delimited.encoding import find_encoding, to_utf8
from indicators.readers.delimited.table import Table, from_utf8


def open_table(
    source: str | bytes, name: str = "", *, delimiter: str | None = None, header: int | None = None
) -> Table:
    """Read a table from text or bytes, as a file is read. `header` counts records from 0."""
    if isinstance(source, str):
        return from_utf8(source.encode("utf-8", "replace"), name, delimiter, header)
    found = find_encoding(source, name)
    return from_utf8(to_utf8(source, found), name, delimiter, header, found.problems)
