"""Every word on the screen: one JSON file a language, flat keys by page. A further language is one more file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.numbers import format_decimal

FALLBACK = "en"
_FOLDER = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Locale:
    """The words of one language, with English behind them."""

    language: str
    own: Mapping[str, str]
    english: Mapping[str, str]

    def __contains__(self, key: str) -> bool:
        return key in self.own or key in self.english

    def t(self, key: str, **values: object) -> str:
        """The words of `key` with its {placeholders} filled; English where missing, else the key itself.

        Where `n` or `places` is 1, the words of 'key.one' go first. A placeholder without a value stays
        as it is: a page with a gap is better than no page.
        """
        return _PLACEHOLDER.sub(
            lambda found: str(values.get(found[1], found[0])), self._words(key, values)
        )

    def join(self, key: str, texts: Iterable[str]) -> str:
        """Join texts by the words of `key`, which says how '{left}' and '{right}' stand beside each other."""
        every = list(texts)
        joined = every[0] if every else ""
        for text in every[1:]:
            joined = self.t(key, left=joined, right=text)
        return joined

    def number(self, value: float) -> str:
        """Write a number with the digits grouped as in this language, and rounded nowhere."""
        return str(format_decimal(value, "#,##0.###############", locale=self.language))

    def _words(self, key: str, values: Mapping[str, object]) -> str:
        single = values.get("n", values.get("places")) in (1, "1")
        for words in (self.own, self.english):
            for tried in (f"{key}.one", key) if single else (key,):
                if tried in words:
                    return words[tried]
        return key


def languages() -> tuple[str, ...]:
    """The languages there are words for, by code."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.json")))


def words(language: str) -> Locale:
    """The words of a language, 'zh' or 'zh-CN'; English for one there is no file for."""
    known = languages()
    code = next((code for code in (language, language.split("-")[0]) if code in known), FALLBACK)
    return _locale(code)


@cache
def _locale(code: str) -> Locale:
    return Locale(code, _read(code), _read(FALLBACK))


def _read(code: str) -> Mapping[str, str]:
    text = (_FOLDER / f"{code}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))
