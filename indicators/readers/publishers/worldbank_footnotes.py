"""Footnotes of the World Bank (CountryCode, SeriesCode, Year, DESCRIPTION) -> notes on the figures that came with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.readers.cells.periods import parse_periods
from indicators.readers.columns import join_columns
from indicators.readers.preview import Preview
from indicators.readers.rows import Column, Rows

_KEY = (("CountryCode", "Country Code"), ("SeriesCode", "Series Code"), ("Year",))
_TEXT = ("DESCRIPTION",)
_WORDS = {"countrycode", "seriescode", "year", "description"}


def is_footnotes(sniff: Preview) -> bool:
    """Whether a file is a list of footnotes of the World Bank."""
    first = sniff.cells(1)[0] if sniff.cells(1) else []
    return {"".join(cell.casefold().split()) for cell in first if cell} == _WORDS


def with_footnotes(rows: Rows, files: Iterable[tuple[str, bytes]]) -> Rows:
    """The rows of an archive with the footnotes of those of its files, (name, content), that are such lists."""
    for name, content in files:
        sniff = Preview(content, name)
        if is_footnotes(sniff):
            rows = noted(rows, sniff)
    return rows


def noted(rows: Rows, sniff: Preview) -> Rows:
    """The rows with their footnotes as notes; footnotes on other figures are passed over."""
    table = sniff.table(header=0)
    said = table.column(table.find(*_TEXT))
    place, series, period = (table.column(table.find(*names)) for names in _KEY)
    key = _keys((place, series, parse_periods(period)), (rows.place, rows.series, rows.period))
    known = np.flatnonzero(key >= 0)
    order = known[np.argsort(key[known], kind="stable")]
    if not len(order):
        return rows
    wanted = _keys((rows.place, rows.series, rows.period), (rows.place, rows.series, rows.period))
    at = np.minimum(np.searchsorted(key[order], wanted), len(order) - 1)
    found = key[order][at] == wanted
    notes = Column(
        np.where(found, said.codes[order][at] + 1, 0).astype(np.int32), ("", *said.categories)
    )
    return replace(
        rows, note=join_columns([rows.note, notes], "; ") if any(rows.note.categories) else notes
    )


def _keys(columns: tuple[Column, ...], like: tuple[Column, ...]) -> NDArray[np.int64]:
    """A number for each row, the same where the words are those of `like`; -1 where one of them does not stand there."""
    key: NDArray[np.int64] = np.zeros(len(columns[0].codes), dtype=np.int64)
    strange = np.zeros(len(key), dtype=bool)
    for column, model in zip(columns, like, strict=True):
        number = {word: at for at, word in enumerate(model.categories)}
        codes = np.array(
            [number.get(word, -1) for word in column.categories] or [-1], dtype=np.int64
        )[column.codes]
        key = key * max(len(model.categories), 1) + codes
        strange |= codes < 0
    return np.where(strange, -1, key)
