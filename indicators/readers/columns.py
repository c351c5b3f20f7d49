"""Operations on columns: combined, renamed, blanked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.readers.rows import Column, combine, map_categories

__all__ = ["blank_categories", "join_columns", "map_categories"]


def join_columns(parts: Sequence[Column], between: str = ".") -> Column:
    """Columns as one: 'DF_GDP.B1GQ.USD'; parts that say nothing are passed over."""
    said = [part for part in parts if any(part.categories)]
    if len(said) < 2:
        return said[0] if said else parts[0]
    return combine(
        said,
        lambda words: between.join(
            word for word in words if word and word.casefold() not in ("_z", "_t")
        ),
    )


def blank_categories(column: Column, words: Iterable[str]) -> Column:
    """The column, blank where it says one of these words (in lower case)."""
    none = set(words)
    return map_categories(column, lambda word: "" if word.casefold() in none else word)
