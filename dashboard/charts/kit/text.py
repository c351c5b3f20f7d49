"""Words in a figure: escaped for plotly, measured, and wrapped to the room there is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape as _escape

from indicators.locale import words

CHAR = 0.53
"""Mean width of a Latin character, as a part of the font size; a Chinese one is twice as wide."""

_NO_START = "，。、；：！？）》」』】”’,.;:!?)%"
_PIECES = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|.", re.DOTALL)


def say(key: str, language: str, **values: object) -> str:
    """The words of `figure.<key>` in the reader's language."""
    return str(words(language).t(f"figure.{key}", **values))


def labelled(name: object, text: object, language: str) -> str:
    """A name and what is said of it: 'China: 92.0%'."""
    return f"{name}{words(language).t('sentence.colon')}{text}"


def with_aside(text: str, aside: str, language: str) -> str:
    """A text with another one in brackets: '92.0% (2019)'."""
    return words(language).t("sentence.aside", text=text, aside=aside)


def escape(text: object) -> str:
    """Text that plotly shows as it stands, whatever tags or line ends it holds."""
    return _escape(" ".join(str(text).split()), quote=False)


def units_wide(text: str) -> int:
    """How many Latin characters wide a text is; Chinese ones count double."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pixels(text: str, font: float) -> float:
    """About how wide a line of text is drawn."""
    return units_wide(text) * font * CHAR


def lines(text: str, chars: float) -> list[str]:
    """The text in lines of at most `chars` Latin characters; Chinese breaks anywhere but before a full stop."""
    found: list[str] = [""]
    for piece in _pieces(text, max(int(chars), 2)):
        if (
            units_wide((found[-1] + piece).rstrip()) <= chars
            or not found[-1].strip()
            or piece in _NO_START
        ):
            found[-1] += piece
        else:
            found.append(piece)
    return [line.strip() for line in found if line.strip()]


def _pieces(text: str, most: int) -> Iterable[str]:
    """Words, single Chinese characters and blanks; what no line could hold is cut."""
    for piece in _PIECES.findall(" ".join(text.split())):
        for start in range(0, len(piece), most):
            yield piece[start : start + most]


def wrap(text: str, chars: float) -> str:
    """The text wrapped, escaped and joined with plotly's line break."""
    return "<br>".join(escape(line) for line in lines(text, chars))


def shorten(text: str, chars: float) -> str:
    """The text, or as much of it as fits, with an ellipsis."""
    text = " ".join(text.split())
    if units_wide(text) <= chars:
        return text
    while text and units_wide(text) > chars - 1:
        text = text[:-1]
    return text.rstrip() + "…"
