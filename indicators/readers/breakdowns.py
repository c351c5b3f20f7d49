"""Dimensions of a statistical table -> breakdowns: what stands for the whole, and what tells figures apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indicators.model import TOTAL
from indicators.readers.cells.totals import TOTAL_WORDS
from indicators.readers.columns import map_categories
from indicators.readers.delimited.table import Table
from indicators.readers.reshape import dimension_name, format_breakdown
from indicators.readers.rows import Column, combine
from indicators.readers.sdmx.components import Component, codes, labels

_SEXES = {
    "f": "female",
    "m": "male",
    "sex_f": "female",
    "sex_m": "male",
    "females": "female",
    "males": "male",
    "women": "female",
    "men": "male",
    "sex_t": "",
}

_ALL = re.compile(
    r"all\b(?! other)(?!.*\b(?:except|but|excluding)\b).*|total\s*[-–—:(,].*|\w{1,40}_TOT(?:AL)?",
    re.IGNORECASE,
)


def category_labels(column: Column, beside: Column) -> dict[str, str]:
    """The name of each code, as it first stands beside it."""
    first = np.full(len(column.categories), -1, dtype=np.int64)
    first[column.codes[::-1]] = np.arange(len(column.codes) - 1, -1, -1)
    return {
        word: beside.categories[beside.codes[at]]
        for word, at in zip(column.categories, first, strict=True)
        if at >= 0
    }


def dimension_column(table: Table, entry: Component) -> Column:
    """A dimension's words for a breakdown: its codes; '' where code or name stands for the whole."""
    column, beside = drop_prefix(codes(table, entry)), drop_prefix(labels(table, entry))
    known = category_labels(column, beside) if entry.both or entry.label else {}
    whole = _wholes(column.categories, known)

    def say(word: str) -> str:
        return (
            ""
            if word in whole
            else _SEXES.get(word.casefold(), word)
            if entry.id in ("SEX", "GENDER")
            else word
        )

    return map_categories(column, say)


def drop_prefix(column: Column) -> Column:
    """The column without what stands before a colon in all of its words ('Sex: Total', 'Sex: Female' of the ILO)."""
    before = {word.partition(": ")[0] for word in column.categories if word}
    if len(before) != 1 or not all(": " in word for word in column.categories if word):
        return column
    return map_categories(column, lambda word: word.partition(": ")[2])


def _wholes(words: Sequence[str], known: Mapping[str, str]) -> set[str]:
    """The words of a dimension that stand for the whole; 'All individuals' and the like where there is only one such."""
    sure = {
        word
        for word in words
        if word.casefold() in TOTAL_WORDS or (known.get(word) or "?").casefold() in TOTAL_WORDS
    }
    like = {word for word in words if _ALL.fullmatch(word) or _ALL.fullmatch(known.get(word, ""))}
    return sure | like if len(like) == 1 and not any(sure - {"", "_Z", "_X"}) else sure


def dimension_columns(table: Table, entries: Iterable[Component]) -> dict[str, Column]:
    """The dimensions that tell figures apart; those that say 'the whole' throughout are left out."""
    said = {entry.id: dimension_column(table, entry) for entry in entries}
    return {id_: column for id_, column in said.items() if any(column.categories)}


def breakdown(table: Table, dimensions: Mapping[str, Column]) -> Column:
    """Dimensions as one column: 'age=y15t24;sex=female', 'total' where all stand for the whole."""
    category_labels = [dimension_name(name) for name in dimensions]
    columns = list(dimensions.values()) or [table.constant(TOTAL)]
    return combine(
        columns, lambda words: format_breakdown(zip(category_labels, words, strict=False))
    )


def count_distinct(columns: Sequence[Column]) -> int:
    """How many different rows these columns make."""
    varied = [column for column in columns if len(column.categories) > 1]
    if not varied:
        return min(len(columns[0].codes), 1) if columns else 0
    key, many = varied[0].codes.astype(np.int64), len(varied[0].categories)
    for column in varied[1:]:
        if many * len(column.categories) > 1 << 62:
            key, many = _renumbered(key)
        key, many = key * len(column.categories) + column.codes, many * len(column.categories)
    return _count(key, many)


def _renumbered(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    kept, at = np.unique(key, return_inverse=True)
    return at.astype(np.int64), len(kept)


def _count(key: NDArray[np.int64], many: int) -> int:
    if many > max(1 << 16, 16 * len(key)):
        return len(np.unique(key))
    there = np.zeros(many, dtype=bool)
    there[key] = True
    return int(there.sum())


def distinguishing(
    size: int, key: Sequence[Column], candidates: Mapping[str, Column]
) -> dict[str, Column]:
    """Of these columns those without which rows of the same key would fall together."""
    varied = {name: column for name, column in candidates.items() if len(column.categories) > 1}
    chosen: dict[str, Column] = {}
    count = count_distinct(key) if varied else size
    for name, column in varied.items():
        if count >= size:
            break
        more = count_distinct([*key, *chosen.values(), column])
        if more > count:
            chosen[name], count = column, more
    return chosen
