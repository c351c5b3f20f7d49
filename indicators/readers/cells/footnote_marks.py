"""Numbers with something beside them, as people write them: footnote marks ('12.3*', '50 1)'), percent signs, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from indicators.readers.cells.numbers import parse_number
from indicators.readers.delimited.table import Table

_MARK = r"\*{1,3}|[†‡§¹²³⁴⁵⁶⁷⁸⁹⁰ª]{1,3}|(?<=[\d ])[adefprsu](?![a-z])|\((?:[a-z]|\d{1,2})\)|\[(?:[a-z]|\d{1,2})\]|(?<= )\d{1,2}\)"
_BEHIND = re.compile(rf"(?P<value>[-+−]?[\d.,][\d., \u00a0\u202f]{{0,40}}?%?) ?(?P<mark>{_MARK})")
_BEFORE = re.compile(r"(?P<mark>[aefprsu]|\([a-z]\)|\*) (?P<value>[-+−]?[\d.,]{1,40}%?)")
_BRACKETS = re.compile(r"\(\s*[$€£¥]?\s*[\d.,]{1,40}\s*%?\s*\)")
_MARKER = re.compile(r"\((?:NA|NM|[DLXSZT])\)|\[(?:low|[a-z])\]")
"""Marks in the place of a figure, which say why it is missing: (D), (NA), [c]."""
_LONGEST = 60


def split_mark(word: str) -> tuple[str, str, str]:
    """A cell as value, status and note: '12.3*' -> ('12.3', '', '*'); any other as it is.

    A letter that may be a multiplier (5 m, 3 b, 2 k) is no footnote's. What a mark means only the file's notes tell,
    so it is kept as a note and is no status. A mark alone, '(D)' or '[c]', is a missing figure and its note.
    """
    if len(word) > _LONGEST or parse_number(word) is not None:
        return word, "", ""
    match = _BEHIND.fullmatch(word.strip()) or _BEFORE.fullmatch(word.strip())
    if _MARKER.fullmatch(word.strip()):
        return "", "", word.strip()
    if match and parse_number(match["value"].strip()):
        return match["value"].strip(), "", match["mark"]
    return word, "", ""


def is_number(word: str) -> bool:
    """Whether a cell holds a number, be it with a mark beside it or in brackets."""
    return parse_number(word) is not None or bool(split_mark(word)[2]) or is_bracketed_number(word)


def is_bracketed_number(word: str) -> bool:
    """Whether a cell is a number in brackets: below zero where people keep books, doubtful where they count."""
    return len(word) <= _LONGEST and bool(_BRACKETS.fullmatch(word.strip()))


def has_marks(table: Table, names: Iterable[str]) -> bool:
    """Whether any cell of these columns is a number with a mark beside it."""
    return any(split_mark(word)[2] for name in names for word in _strange(table.text(name)))


def _strange(text: pa.StringArray) -> list[str]:
    """The distinct cells that are no plain numbers (the others, nearly always most, are passed over quickly)."""
    plain = pc.match_substring_regex(text, r"^\s*[-+]?\d*\.?\d*\s*$")
    return [word for word in pc.unique(text.filter(pc.invert(plain))).to_pylist() if word]


def count_percent_signs(table: Table, name: str) -> tuple[int, int]:
    """How many distinct figures of a column end in a percent sign, and how many do not (0 aside)."""
    text = pc.utf8_trim_whitespace(table.text(name))
    signs = pc.match_substring_regex(text, "[%％]$")
    if not pc.any(signs).as_py():
        return 0, 0
    signed = sum(bool(parse_number(word)) for word in pc.unique(text.filter(signs)).to_pylist())
    said = [
        parse_number(word) for word in pc.unique(text.filter(pc.invert(signs))).to_pylist() if word
    ]
    return signed, sum(bool(word) and float(word or 0) != 0 for word in said)
