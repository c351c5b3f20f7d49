"""Text from a file, or a file's name, made fit to be shown: characters that a terminal or browser
acts on are escaped.
"""

from __future__ import annotations

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
