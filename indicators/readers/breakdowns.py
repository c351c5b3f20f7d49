"""Dimensions of a statistical table -> breakdowns: what stands for the whole, and what tells
figures apart.
"""

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


def category_labels(column: Column, labels: Column) -> dict[str, str]:
    """Return the label of each category, as it first stands beside it."""
    first_row = np.full(len(column.categories), -1, dtype=np.int64)
    first_row[column.codes[::-1]] = np.arange(len(column.codes) - 1, -1, -1)
    return {
        category: labels.categories[labels.codes[row]]
        for category, row in zip(column.categories, first_row, strict=True)
        if row >= 0
    }


def dimension_column(table: Table, concept: Component) -> Column:
    """Return a dimension's categories for a breakdown: its codes; '' where code or label stands for
    the whole.
    """
    column, label_column = drop_prefix(codes(table, concept)), drop_prefix(labels(table, concept))
    labelled = concept.both or concept.label
    label_of = category_labels(column, label_column) if labelled else {}
    totals = _totals(column.categories, label_of)
    names = _SEXES if concept.id in ("SEX", "GENDER") else {}
    return map_categories(
        column, lambda text: "" if text in totals else names.get(text.casefold(), text)
    )


def drop_prefix(column: Column) -> Column:
    """Drop what stands before a colon in all categories ('Sex: Total' of the ILO)."""
    filled = [category for category in column.categories if category]
    prefixes = {category.partition(": ")[0] for category in filled}
    if len(prefixes) != 1 or not all(": " in category for category in filled):
        return column
    return map_categories(column, lambda text: text.partition(": ")[2])


def _totals(categories: Sequence[str], label_of: Mapping[str, str]) -> set[str]:
    """The categories of a dimension that stand for the whole; 'All individuals' and the like where
    there is only one such.
    """
    sure, similar = set(), set()
    for category in categories:
        label = label_of.get(category, "")
        if category.casefold() in TOTAL_WORDS or (label and label.casefold() in TOTAL_WORDS):
            sure.add(category)
        if _ALL.fullmatch(category) or _ALL.fullmatch(label):
            similar.add(category)
    words = sure - {"", "_Z", "_X"}
    return sure | similar if len(similar) == 1 and not words else sure


def dimension_columns(table: Table, concepts: Iterable[Component]) -> dict[str, Column]:
    """Return the dimensions that tell figures apart; those that say 'the whole' throughout are left
    out.
    """
    columns = {concept.id: dimension_column(table, concept) for concept in concepts}
    return {id_: column for id_, column in columns.items() if any(column.categories)}


def breakdown(table: Table, dimensions: Mapping[str, Column]) -> Column:
    """Write dimensions as one column: 'age=y15t24;sex=female', 'total' where all stand for the
    whole.
    """
    names = [dimension_name(name) for name in dimensions]
    columns = list(dimensions.values()) or [table.constant(TOTAL)]
    return combine(columns, lambda texts: format_breakdown(zip(names, texts, strict=False)))


def count_distinct(columns: Sequence[Column]) -> int:
    """Count the different rows of these columns."""
    varied = [column for column in columns if len(column.categories) > 1]
    if not varied:
        return min(len(columns[0].codes), 1) if columns else 0
    key, kinds = varied[0].codes.astype(np.int64), len(varied[0].categories)
    for column in varied[1:]:
        if kinds * len(column.categories) > 1 << 62:  # the key would not fit into 64 bits
            key, kinds = _renumber(key)
        key = key * len(column.categories) + column.codes
        kinds *= len(column.categories)
    return _count(key, kinds)


def _renumber(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    distinct, numbers = np.unique(key, return_inverse=True)
    return numbers.astype(np.int64), len(distinct)


def _count(key: NDArray[np.int64], kinds: int) -> int:
    """How many different keys there are: by a table where that is small, else by sorting."""
    if kinds > max(1 << 16, 16 * len(key)):
        return len(np.unique(key))
    occurs = np.zeros(kinds, dtype=bool)
    occurs[key] = True
    return int(occurs.sum())


def distinguishing(
    size: int, key: Sequence[Column], candidates: Mapping[str, Column]
) -> dict[str, Column]:
    """Return those of the candidates without which rows of the same key would fall together."""
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
