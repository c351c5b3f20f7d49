"""Text of a file or a file's name, made fit to be shown: signs that act instead of being seen become escapes."""

from __future__ import annotations

import unicodedata

_ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Controls (a line's end, the start of a terminal's commands), marks of direction, halves of letters, ends of lines."""
_JOINERS = {"\u200c", "\u200d"}
"""Join or part letters in Persian, Hindi and others: they belong to the spelling and turn nothing around."""


def printable(text: str) -> str:
    r"""The text on one line, with \n, \x1b or \u202e in the place of signs that a terminal or browser would act on."""
    return "".join(_escape(sign) if _acts(sign) else sign for sign in text)


def _acts(sign: str) -> bool:
    return not sign.isprintable() and unicodedata.category(sign) in _ACTING and sign not in _JOINERS


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
