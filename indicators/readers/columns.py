"""Operations on columns: combined, renamed, blanked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.readers.rows import Column, joined
from indicators.readers.rows import renamed as reworded

__all__ = ["path", "reworded", "without"]


def path(parts: Sequence[Column], between: str = ".") -> Column:
    """Columns as one: 'DF_GDP.B1GQ.USD'; parts that say nothing are passed over."""
    said = [part for part in parts if any(part.words)]
    if len(said) < 2:
        return said[0] if said else parts[0]
    return joined(
        said,
        lambda words: between.join(
            word for word in words if word and word.casefold() not in ("_z", "_t")
        ),
    )


def without(column: Column, words: Iterable[str]) -> Column:
    """The column, blank where it says one of these words (in lower case)."""
    none = set(words)
    return reworded(column, lambda word: "" if word.casefold() in none else word)
