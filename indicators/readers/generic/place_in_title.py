"""The place that the lines above a table name: 'Internet users in France',
'长沙市2023年国民经济...'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.readers.preview import IsPlace

MAX_TITLE_LENGTH = 300
"""Characters of a title in which a place is looked for."""
_SEPARATOR = re.compile(
    r"[,;:()|–—/]| - | in (?:the )?| of (?:the )?| for (?:the )?| en | in der | au | aux ",
    re.IGNORECASE,
)
_DIVISION = "特别行政区|自治区|自治州|自治县|省|市|地区|区|县|州|盟|旗"
_BEFORE_PLACE = re.compile(r"[\W\d]*(?:年度?|表[\d.-]*)?[\W\d]*(?:年度?)?\W*")
"""What may stand before the place of a Chinese title: '表1-2 2023年长沙市...'."""
_ONE_DIVISION = re.compile(rf"[一-鿿]{{1,10}}?(?:{_DIVISION})")
_CONTINUED = re.compile(
    rf"[和与及、至到]|(?!地区|各|全|市场|区域|县域|州际)[一-鿿]{{1,6}}?(?:{_DIVISION}|镇|乡|街道|"
    rf"新区|园区)"
)
"""What makes the place before it another one: 'and Zhuzhou', or a district of it."""


def find_place(lines: Sequence[str], is_place: IsPlace) -> str:
    """Return the one known place that the lines name: 'Internet users in France' -> 'France'; ''
    for none or several.
    """
    places: set[str] = set()
    for line in lines:
        title = line[:MAX_TITLE_LENGTH]
        parts = (part.strip() for part in _SEPARATOR.split(title))
        places |= {part for part in parts if part and is_place(part)}
        if first := _place_in_front(title, is_place):
            places.add(first)
    return places.pop() if len(places) == 1 else ""


def _place_in_front(title: str, is_place: IsPlace) -> str:
    """Give the known place with which a Chinese title begins, written without a mark behind it;
    else ''.

    A province and its city are the city; a place with another one, or with a division of its own
    that is not known, is none.
    """
    match = _BEFORE_PLACE.match(title)
    start = end = match.end() if match else 0
    place = ""
    while division := _ONE_DIVISION.match(title, end):
        longer = title[start : division.end()]
        if not is_place(longer):
            break
        place, end = longer, division.end()
    return "" if not place or _CONTINUED.match(title, end) else place
