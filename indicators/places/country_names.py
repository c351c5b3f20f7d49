"""Names of countries in a hundred languages, prepared from Unicode CLDR by cldr_names.py.

They serve to recognise a country, never to name one on the screen.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from indicators.places.standards import TABLES

TABLE = TABLES / "country_names.csv"
_MAX_LENGTH = 80
"""Letters of the longest name, about: what is longer is looked up in vain."""
_REST = re.compile(r"[\W_]+")
_POINTS = range(10, 36)
"""Combining classes of Hebrew and Arabic vowel points, which most writers leave out."""
_ACCENTS = range(200, 256)
"""Combining classes of accents, which capitals often lack. Those between are part of the letter: ド
is not ト."""


@cache
def country_names() -> Mapping[str, str]:
    """Read the table: the ISO3 code by the folded name."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return {name: code for code, names in rows for name in names.split(";")}


def country_of(name: str) -> str:
    """Return the ISO3 code of the country that has this name in one of the languages, or ''."""
    return country_names().get(fold(name), "") if len(name) <= _MAX_LENGTH else ""


def fold(name: str) -> str:
    """Write a name in small letters without accents: 'Äquatorial-Guinea' -> 'aquatorial guinea'."""
    name = name.casefold()
    if name.isascii():
        return _REST.sub(" ", name.replace("'", "")).strip()
    letters = []
    for sign in unicodedata.normalize("NFKD", name):
        kind = unicodedata.category(sign)[0]
        if kind in "LN":
            letters.append(sign)
        elif kind == "M":
            if unicodedata.combining(sign) not in (*_POINTS, *_ACCENTS):
                letters.append(sign)
        elif sign not in "'’‘ʻʼ":
            letters.append(" ")
    return " ".join(unicodedata.normalize("NFKC", "".join(letters)).split())
