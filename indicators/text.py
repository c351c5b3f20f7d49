"""Text made fit to be shown, where characters that a terminal or browser acts on are escaped; and
to be compared, without case and accents.
"""

from __future__ import annotations

import re
import unicodedata

_ACTING_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Controls (a line's end, the start of a terminal's commands), marks of direction, halves of
letters, ends of lines.
"""
_JOINERS = {"\u200c", "\u200d"}
"""Join or part letters in Persian, Hindi and others: they belong to the spelling and turn nothing
around.
"""


def printable(text: str) -> str:
    r"""Return the text on one line, with \n, \x1b or \u202e in the place of characters that would
    be acted on.
    """
    if text.isprintable():
        return text
    return "".join(map(_escape, text))


def _escape(character: str) -> str:
    acts = unicodedata.category(character) in _ACTING_CATEGORIES
    if not acts or character in _JOINERS:
        return character
    return character.encode("unicode_escape").decode("ascii")


_REST = re.compile(r"[\W_]+")
_POINTS = range(10, 36)
"""Combining classes of Hebrew and Arabic vowel points, which most writers leave out."""
_ACCENTS = range(200, 256)
"""Combining classes of accents, which capitals often lack. Those between are part of the letter: ド
is not ト."""


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
