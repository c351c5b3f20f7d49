"""Text in a chart: escaped for Plotly, measured, and wrapped to a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape as escape_html

from indicators.locale import get_locale

CHARACTER_WIDTH = 0.53
"""Mean width of a Latin character, as a part of the font size; a Chinese one is twice as wide."""

_CLOSING_MARKS = "，。、；：！？）》」』】”’,.;:!?)%"
"""No line begins with one of these."""

# Blanks, a run of characters that are not Chinese (the ranges are CJK radicals to unified
# ideographs, compatibility ideographs, and full-width forms), or one character of any kind.
_PIECES = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|.", re.DOTALL)


def phrase(key: str, language: str, **values: object) -> str:
    """Return the text of `figure.<key>` in a language."""
    return str(get_locale(language).text(f"figure.{key}", **values))


def labelled(name: object, text: object, language: str) -> str:
    """Return a name and what is said of it: 'China: 92.0%'."""
    return f"{name}{get_locale(language).text('sentence.colon')}{text}"


def with_aside(text: str, aside: str, language: str) -> str:
    """Return a text with another one in brackets: '92.0% (2019)'."""
    return get_locale(language).text("sentence.aside", text=text, aside=aside)


def escape(text: object) -> str:
    """Escape text so that Plotly shows it as it is, with tags and line ends as plain text."""
    return escape_html(" ".join(str(text).split()), quote=False)


def bold_if(text: str, is_bold: bool) -> str:
    """Make escaped text bold, or leave it as it is."""
    return f"<b>{text}</b>" if is_bold else text


def width_in_characters(text: str) -> int:
    """Return the width of a text in Latin characters; Chinese ones count double."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)  # wide or full-width
    return len(text) + wide


def pixels(text: str, font: float) -> float:
    """Estimate the width in pixels of a line of text at a font size."""
    return width_in_characters(text) * font * CHARACTER_WIDTH


def lines(text: str, chars: float) -> list[str]:
    """Wrap a text to lines of at most `chars` Latin characters.

    Chinese breaks between any two characters, but not before a closing mark, which may stand over.
    """
    text = " ".join(text.split())
    if width_in_characters(text) <= chars:  # as nearly all texts of hover labels do
        return [text] if text else []
    result: list[str] = [""]
    for piece in _pieces(text, max(int(chars), 2)):
        line = result[-1]
        fits = width_in_characters((line + piece).rstrip()) <= chars
        if fits or not line.strip() or piece in _CLOSING_MARKS:
            result[-1] += piece
        else:
            result.append(piece)
    return [line.strip() for line in result if line.strip()]


def _pieces(text: str, max_length: int) -> Iterable[str]:
    """Yield words, single Chinese characters and blanks; longer than a line, a word is cut."""
    for piece in _PIECES.findall(text):
        for start in range(0, len(piece), max_length):
            yield piece[start : start + max_length]


def wrap(text: str, chars: float) -> str:
    """Wrap and escape a text; the lines are joined with Plotly's line break."""
    return "<br>".join(escape(line) for line in lines(text, chars))


def shorten(text: str, chars: float) -> str:
    """Cut a text to `chars` Latin characters, with an ellipsis where something is cut."""
    text = " ".join(text.split())
    if width_in_characters(text) <= chars:
        return text
    while text and width_in_characters(text) > chars - 1:
        text = text[:-1]
    return text.rstrip() + "…"
