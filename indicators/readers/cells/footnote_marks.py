"""Numbers with something beside them, as people write them: footnote marks ('12.3*', '50 1)'),
percent signs, brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from indicators.readers.cells.numbers import parse_number
from indicators.readers.delimited.table import Table

_MARK = "|".join(
    (
        r"\*{1,3}",
        r"[†‡§¹²³⁴⁵⁶⁷⁸⁹⁰ª]{1,3}",
        r"(?<=[\d ])[adefprsu](?![a-z])",
        r"\((?:[a-z]|\d{1,2})\)",
        r"\[(?:[a-z]|\d{1,2})\]",
        r"(?<= )\d{1,2}\)",
    )
)
_BEHIND = re.compile(rf"(?P<value>[-+−]?[\d.,][\d., \u00a0\u202f]{{0,40}}?%?) ?(?P<mark>{_MARK})")
_BEFORE = re.compile(r"(?P<mark>[aefprsu]|\([a-z]\)|\*) (?P<value>[-+−]?[\d.,]{1,40}%?)")
_BRACKETS = re.compile(r"\(\s*[$€£¥]?\s*[\d.,]{1,40}\s*%?\s*\)")
_MARKER = re.compile(r"\((?:NA|NM|[DLXSZT])\)|\[(?:low|[a-z])\]")
"""Marks in the place of a figure, which say why it is missing: (D), (NA), [c]."""
MAX_LENGTH = 60
"""Characters of a cell in which a number and a mark are looked for."""


def split_mark(word: str) -> tuple[str, str, str]:
    """Split a cell into value, status and note: '12.3*' -> ('12.3', '', '*'); any other stays as it
    is.

    A letter that may be a multiplier (5 m, 3 b, 2 k) is no footnote's. Only the file's notes say
    what a mark means, so it is kept as a note and is no status. A mark alone, '(D)' or '[c]', is a
    missing figure and its note.
    """
    if len(word) > MAX_LENGTH or parse_number(word) is not None:
        return word, "", ""
    text = word.strip()
    if _MARKER.fullmatch(text):
        return "", "", text
    match = _BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)
    if match and parse_number(match["value"].strip()):
        return match["value"].strip(), "", match["mark"]
    return word, "", ""


def is_number(word: str) -> bool:
    """Return whether a cell holds a number, be it with a mark beside it or in brackets."""
    return parse_number(word) is not None or bool(split_mark(word)[2]) or is_bracketed_number(word)


def is_bracketed_number(word: str) -> bool:
    """Return whether a cell is a number in brackets: below zero where people keep books, doubtful
    where they count.
    """
    return len(word) <= MAX_LENGTH and bool(_BRACKETS.fullmatch(word.strip()))


def has_marks(table: Table, names: Iterable[str]) -> bool:
    """Return whether any cell of these columns is a number with a mark beside it."""
    words = chain.from_iterable(_not_plain_numbers(table.text(name)) for name in names)
    return any(split_mark(word)[2] for word in words)


def _not_plain_numbers(text: pa.StringArray) -> list[str]:
    """Give the distinct cells that are no plain numbers; the others, nearly always most, are passed
    over quickly.
    """
    is_plain = pc.match_substring_regex(text, r"^\s*[-+]?\d*\.?\d*\s*$")
    return _distinct(text, pc.invert(is_plain))


def count_percent_signs(table: Table, name: str) -> tuple[int, int]:
    """Count the distinct figures of a column that end in a percent sign, and those that do not (0
    aside).

    Both are 0 where no figure ends in one.
    """
    text = pc.utf8_trim_whitespace(table.text(name))
    is_signed = pc.match_substring_regex(text, "[%％]$")
    if not pc.any(is_signed).as_py():
        return 0, 0
    signed = sum(bool(parse_number(word)) for word in _distinct(text, is_signed))
    numbers = map(parse_number, _distinct(text, pc.invert(is_signed)))
    return signed, sum(float(number) != 0 for number in numbers if number)


def _distinct(text: pa.StringArray, mask: pa.BooleanArray) -> list[str]:
    return [word for word in pc.unique(text.filter(mask)).to_pylist() if word]
