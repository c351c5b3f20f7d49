"""Operations on columns of text, beside those in rows.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.readers.rows import Column, combine, map_categories

__all__ = ["blank_categories", "join_columns", "map_categories"]


_TOTALS = ("", "_z", "_t")
"""Codes of SDMX that say nothing of a series: not applicable, total."""


def join_columns(columns: Sequence[Column], separator: str = ".") -> Column:
    """Join columns to one: 'DF_GDP.B1GQ.USD'; blank cells and totals are left out."""
    filled = [column for column in columns if any(column.categories)]
    if len(filled) < 2:
        return filled[0] if filled else columns[0]
    return combine(
        filled,
        lambda texts: separator.join(text for text in texts if text.casefold() not in _TOTALS),
    )


def blank_categories(column: Column, texts: Iterable[str]) -> Column:
    """Blank the cells that hold one of these texts (in lower case)."""
    words = set(texts)
    return map_categories(column, lambda text: "" if text.casefold() in words else text)
