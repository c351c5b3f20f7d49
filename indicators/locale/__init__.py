"""Every word on the screen, and what differs between languages.

One JSON file a language holds its sentences and words, flat keys by page. Babel (Unicode CLDR)
knows the rest, by the locale that the file names under `locale`: decimal signs, months, lists,
scale words, percent signs, plurals. The languages are those there are files for; a further
language is one more file.

Keys that begin with `format.` say where a language is not written as CLDR has it. They are
optional, belong to their own language alone, and hold patterns of CLDR (Unicode Technical
Standard 35, https://www.unicode.org/reports/tr35/):

- `format.decimal`, a rounded number. Chinese: no grouping, for what is larger than 9,999 is
  counted in 万.
- `format.date`, `format.month`, `format.quarter`. English: the day before the month, as the United
  Nations write it; Chinese: quarters in characters.
- `format.list_end`, the last two of a list. English: no comma before 'and', as the United Nations
  write it.
- `format.browser`, the locale by which a browser writes the date on paper, where it is not
  `locale`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import babel
from babel.numbers import NumberFormatError, format_decimal, parse_decimal

FALLBACK = "en"
COMPLETE = (FALLBACK, "zh")
"""The languages that the software itself has every word in; another one may be half translated."""
_PLURALS = ("zero", "one", "two", "few", "many")
_PACKAGE = Path(__file__).parent
_folders = [_PACKAGE]
_LARGEST_COUNT = 10**15  # Babel's rules fail on numbers of more than 28 digits
MAX_DIGITS = 4300  # of an integer that Python writes; the decimal module rounds at 28 by itself
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, eq=False)
class Locale:
    """The words and rules of one language. `fallback` has the words that are not written yet."""

    language: str
    texts: Mapping[str, str]
    fallback: Locale | None = None

    def __contains__(self, key: str) -> bool:
        return key in self.texts or (self.fallback is not None and key in self.fallback)

    @cached_property
    def babel(self) -> babel.Locale:
        """What Unicode CLDR knows of the language."""
        return babel.Locale.parse(self.texts.get("locale", self.language))

    @property
    def tag(self) -> str:
        """The language as HTML names it: 'en', 'zh-CN'."""
        return self.texts.get("locale", self.language).replace("_", "-")

    @property
    def name(self) -> str:
        """The language's name in the language: 'English', '中文'."""
        return str(self.babel.language_name or self.language)

    def format(self, name: str) -> str:
        """Return the language's own pattern of `format.<name>`; '' where it is written as
        in CLDR.
        """
        return self.texts.get(f"format.{name}", "")

    def text(self, key: str, **values: object) -> str:
        """Return the text of `key` with its {placeholders} filled; English where missing, or the
        key.

        Where the text has a number `n` or `places`, the plural form of the language goes first, as
        in 'key.few' or 'key.many' (CLDR's names); 'key.zero' and 'key.one' are for 0 and 1 in every
        language.
        A placeholder without a value stays as it is: a page with a gap is better than no page.
        """
        return _filled(self._pattern(key, _count(values, self)) or key, values)

    def ordinal(self, key: str, number: int) -> str:
        """Return the text of `key` with {n} filled, in the ordinal form of the number.

        'key.two' is for the 2nd and the 22nd in English.
        """
        text = self._pattern(key, Decimal(number), ordinal=True)
        return _filled(text or key, {"n": number})

    def plural(self, number: Decimal) -> str:
        """Return the plural form that a number takes: 'one', 'few', 'many', 'other'."""
        return self.babel.plural_form(number) if abs(number) < _LARGEST_COUNT else "other"

    def join(self, key: str, texts: Iterable[str]) -> str:
        """Join texts by the words of `key`, which says how '{left}' and '{right}' are joined."""
        first, *others = [*texts] or [""]
        for text in others:
            first = self.text(key, left=first, right=text)
        return first

    def number(self, value: float | Decimal) -> str:
        """Write a number with the digits grouped as in this language, and rounded nowhere."""
        with localcontext(prec=MAX_DIGITS):
            return str(format_decimal(value, locale=self.babel, decimal_quantization=False))

    def _pattern(self, key: str, number: Decimal | None, ordinal: bool = False) -> str:
        for form in self._forms(number, ordinal):
            if text := self.texts.get(key + form):
                return text
        return self.fallback._pattern(key, number, ordinal) if self.fallback else ""

    def _forms(self, number: Decimal | None, ordinal: bool) -> list[str]:
        """How the keys end that have a text for a number, the most special first."""
        if number is None:
            return [""]
        if ordinal:
            return [f".{self.babel.ordinal_form(number)}", ""]
        forms = [f".{self.plural(number)}", ""]
        # 'No file', 'One file': also where that is no form of the language, as in Chinese
        if number == 0:
            forms.insert(0, ".zero")
        elif number == 1:
            forms.insert(1, ".one")
        return forms


def _filled(text: str, values: Mapping[str, object]) -> str:
    return _PLACEHOLDER.sub(lambda name: str(values.get(name[1], name[0])), text)


def _count(values: Mapping[str, object], locale: Locale) -> Decimal | None:
    """Give the number that chooses the plural form; it may be written out: 1, '1', '1,234'."""
    value = values.get("n", values.get("places"))
    if value is None:
        return None
    try:
        written = isinstance(value, str)
        count = parse_decimal(str(value), locale.babel) if written else Decimal(str(value))
    except (NumberFormatError, ArithmeticError):
        return None  # words, such as a list of places
    return count if count.is_finite() else None


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are files for."""
    return tuple(sorted(_files()))


def get_locale(language: str) -> Locale:
    """Return the words of a language, 'zh' or 'zh-CN'; English for one that there is no
    file for.
    """
    known = _files()
    code = next((code for code in (language, language.split("-")[0]) if code in known), FALLBACK)
    return _locale(code)


def untranslated(language: str) -> list[str]:
    """List the keys that a language has no text for, which are shown in English.

    Plural forms and `format.*` are as each language needs them, and none is missing.
    """
    texts = get_locale(language).texts
    keys = dict.fromkeys(_base(key) for key in get_locale(FALLBACK).texts if key not in texts)
    return [key for key in keys if not _has(texts, key) and not key.startswith("format.")]


def _has(texts: Mapping[str, str], key: str) -> bool:
    """Tell whether there is a text for a key, or for one of its plural forms."""
    return key in texts or any(f"{key}.{plural}" in texts for plural in _PLURALS)


def _base(key: str) -> str:
    """Give a key without its plural form: 'data.more.few' is 'data.more'."""
    start, _, end = key.rpartition(".")
    return start if end in _PLURALS else key


def translations(key: str, **values: object) -> Iterator[tuple[str, str]]:
    """Yield the text of `key` in every language, each after the language's code."""
    for language in dict.fromkeys((FALLBACK, *languages())):
        yield language, get_locale(language).text(key, **values)


def use_folders(*folders: Path) -> None:
    """Look for languages in these folders too; without one, in this package alone."""
    _folders[:] = [_PACKAGE, *folders]
    _files.cache_clear()
    _locale.cache_clear()


@cache
def _files() -> Mapping[str, Path]:
    return {path.stem: path for folder in _folders for path in folder.glob("*.json")}


@cache
def _locale(code: str) -> Locale:
    texts = json.loads(_files()[code].read_text(encoding="utf-8"))
    return Locale(code, MappingProxyType(texts), _locale(FALLBACK) if code != FALLBACK else None)
