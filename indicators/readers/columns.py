"""Columns in other words: joined, renamed, blanked; without work where a column says the same throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from indicators.readers.rows import Column, combine, map_categories


def join_columns(parts: Sequence[Column], between: str = ".") -> Column:
    """Columns as one: 'DF_GDP.B1GQ.USD'; parts that say nothing are passed over."""
    said = [part for part in parts if any(part.categories)]
    if len(said) < 2:
        return said[0] if said else parts[0]
    return folded(
        said,
        lambda words: between.join(
            word for word in words if word and word.casefold() not in ("_z", "_t")
        ),
    )


def folded(columns: Sequence[Column], say: Callable[[tuple[str, ...]], str]) -> Column:
    """`joined`, without the work for columns that say the same throughout."""
    varied = [at for at, column in enumerate(columns) if len(column.categories) > 1]
    fixed = [column.categories[0] if column.categories else "" for column in columns]

    def with_fixed(words: tuple[str, ...]) -> str:
        row = list(fixed)
        for at, word in zip(varied, words, strict=True):
            row[at] = word
        return say(tuple(row))

    if len(varied) > 1:
        return combine([columns[at] for at in varied], with_fixed)
    if varied:
        return reworded(columns[varied[0]], lambda word: with_fixed((word,)))
    return Column(columns[0].codes, (say(tuple(fixed)),))


def reworded(column: Column, say: Callable[[str], str]) -> Column:
    """`renamed`, without the work where no two words become one."""
    words = [say(word) for word in column.categories]
    return (
        Column(column.codes, tuple(words))
        if len(set(words)) == len(words)
        else map_categories(column, say)
    )


def blank_categories(column: Column, words: Iterable[str]) -> Column:
    """The column, blank where it says one of these words (in lower case)."""
    none = set(words)
    return reworded(column, lambda word: "" if word.casefold() in none else word)
