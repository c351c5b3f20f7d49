"""Periods of several years in short ('2003-05', '2004-06' ... '2011-13'), which look like months."""

from __future__ import annotations

import re

from indicators.readers.rows import Column, map_categories

_SPAN = re.compile(r"(?P<y>(?:19|20)\d\d)[-–/](?P<n>\d\d)")
_MANY = 4


def expand_year_spans(column: Column) -> Column:
    """The column with such spans as SDMX text: '2003-05' -> '2003-01-01/P3Y'; any other column as it is.

    They are spans where all last equally long, two to nine years after the first, and one ends in a number that is
    no month, or there are many of them. (One year after the first is a year that runs into the next: see `times.fiscal`.)
    """
    found = {word: match for word in column.categories if (match := _SPAN.fullmatch(word.strip()))}
    lengths = {(int(match["n"]) - int(match["y"])) % 100 for match in found.values()}
    if len(lengths) != 1 or not 2 <= min(lengths) <= 9:
        return column
    if len(found) < _MANY and all(int(match["n"]) <= 12 for match in found.values()):
        return column
    return map_categories(
        column,
        lambda word: f"{found[word]['y']}-01-01/P{min(lengths) + 1}Y" if word in found else word,
    )
