"""Read footnotes of the World Bank (CountryCode, SeriesCode, Year, DESCRIPTION) as notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.readers.cells.periods import parse_periods
from indicators.readers.columns import join_columns
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import letters_and_digits
from indicators.readers.rows import Column, Rows

_KEY = (("CountryCode", "Country Code"), ("SeriesCode", "Series Code"), ("Year",))
_HEADER = {"countrycode", "seriescode", "year", "description"}


def is_footnotes(preview: Preview) -> bool:
    """Return whether a file is a list of footnotes of the World Bank."""
    header = next(iter(preview.cells(1)), [])
    return {letters_and_digits(cell) for cell in header if cell} == _HEADER


def with_footnotes(rows: Rows, files: Iterable[tuple[str, bytes]]) -> Rows:
    """Return an archive's rows with notes from its files (name, content) of footnotes."""
    for name, content in files:
        preview = Preview(content, name)
        if is_footnotes(preview):
            rows = add_footnotes(rows, preview)
    return rows


def add_footnotes(rows: Rows, preview: Preview) -> Rows:
    """Return the rows with a file's footnotes as notes; footnotes on other figures are ignored."""
    table = preview.table(header=0)
    text = table.column(table.find("DESCRIPTION"))
    place, series, period = (table.column(table.find(*names)) for names in _KEY)
    row_columns = (rows.place, rows.series, rows.period)
    keys = _keys((place, series, parse_periods(period)), row_columns)
    matched = np.flatnonzero(keys >= 0)
    if not len(matched):
        return rows
    order = matched[np.argsort(keys[matched], kind="stable")]
    row_keys = _keys(row_columns, row_columns)
    nearest = np.minimum(np.searchsorted(keys[order], row_keys), len(order) - 1)
    has_note = keys[order][nearest] == row_keys
    codes = np.where(has_note, text.codes[order][nearest] + 1, 0)  # 0 stands for no note
    notes = Column(codes.astype(np.int32), ("", *text.categories))
    return replace(
        rows, note=join_columns([rows.note, notes], "; ") if any(rows.note.categories) else notes
    )


def _keys(columns: tuple[Column, ...], models: tuple[Column, ...]) -> NDArray[np.int64]:
    """Return a number for each row, by the words' codes in the models.

    The number is -1 where a word of the row is in no model.
    """
    keys: NDArray[np.int64] = np.zeros(len(columns[0].codes), dtype=np.int64)
    unmatched = np.zeros(len(keys), dtype=bool)
    for column, model in zip(columns, models, strict=True):
        code_by_word = {word: code for code, word in enumerate(model.categories)}
        model_codes = [code_by_word.get(word, -1) for word in column.categories]
        codes = np.array(model_codes or [-1], dtype=np.int64)[column.codes]
        keys = keys * max(len(model.categories), 1) + codes
        unmatched |= codes < 0
    return np.where(unmatched, -1, keys)
