"""Names of countries in a hundred languages, prepared from Unicode CLDR by cldr_names.py.

They serve to recognise a country, never to name one on the screen.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from indicators.places.standards import TABLES
from indicators.text import fold

TABLE = TABLES / "country_names.csv"
_MAX_LENGTH = 80
"""Letters of the longest name, about: what is longer is looked up in vain."""


@cache
def country_names() -> Mapping[str, str]:
    """Read the table: the ISO3 code by the folded name."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return {name: code for code, names in rows for name in names.split(";")}


def country_of(name: str) -> str:
    """Return the ISO3 code of the country that has this name in one of the languages, or ''."""
    return country_names().get(fold(name), "") if len(name) <= _MAX_LENGTH else ""
