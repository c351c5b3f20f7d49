"""Fold a place's name as publishers write it: no case, accents, marks, order or small words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BARE = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "ʻ": "'",
        "ʼ": "'",
        "´": "'",
    }
)
_RAISED = re.compile("[⁰¹²³⁴-⁹₀-₉ª]+")
_LETTERS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_ARTICLE = re.compile(r"\b([dl])'")
_REST = re.compile(r"[\W_]+")
_SMALL = frozenset(
    (
        "the",
        "of",
        "and",
        "de",
        "du",
        "del",
        "d",
        "la",
        "le",
        "les",
        "l",
        "el",
        "los",
        "las",
        "des",
        "da",
        "et",
        "y",
        "e",
        "und",
    )
)
_LONG = {
    "rep": "republic",
    "dem": "democratic",
    "fed": "federated",
    "sts": "states",
    "st": "saint",
    "ste": "sainte",
    "is": "islands",
    "isl": "islands",
    "island": "islands",
    "terr": "territory",
    "prov": "province",
    "boliv": "bolivarian",
    "plurin": "plurinational",
    "utd": "united",
}
_NOTE = re.compile(
    r"(?:\s*[(\[]\s*(?:[a-z]|\d{1,2}(?:\s*,\s*\d{1,2})*)\s*[)\]]"  # (1), [a], (1, 2)
    r"|\s*,?\s*\d{1,2}(?:,\d{1,2})*[)/]?"  # 2, 1,2 or 1)
    r"|\s+[a-z][/)])[\s*†‡§,;]*$"  # a/ or b)
)
_FORMS = frozenset(("republic", "kingdom", "commonwealth", "principality", "sultanate", "country"))
_TOLD_APART_BY_FORM = frozenset(
    ("china", "congo", "korea", "yemen", "germany", "vietnam", "dominica", "ireland northern")
)
"""Countries of which another one differs by such a word: Korea, Rep. is only one of two."""

EMPTY = frozenset(("", "nan", "n/a", "#n/a", "null", "none", "-", "--", ".", "..", "..."))
"""What stands in a cell that says nothing."""


def plain(word: str) -> str:
    """Return a code or name in ordinary characters: narrow ones, with single blanks."""
    if word.isascii() and word.isalnum():
        return word
    return " ".join(unicodedata.normalize("NFKC", word).split())


@lru_cache(maxsize=1 << 14)
def key(word: str) -> str:
    """Return the words that count, in order of the alphabet.

    'Korea, Rep.' and 'the Republic of KOREA' give the same.
    """
    if not word.isascii():
        word = unicodedata.normalize("NFKD", _RAISED.sub(" ", word))
        word = "".join(sign for sign in word if not unicodedata.combining(sign))
    word = word.casefold()
    if not word.isascii():
        word = word.translate(_BARE)
    if "." in word:
        word = _LETTERS.sub("", word)
    if "'" in word:
        word = _ARTICLE.sub(r"\1 ", word).replace("'", "")
    tokens = _REST.sub(" ", word).split()
    return " ".join(sorted(_LONG.get(token, token) for token in tokens if token not in _SMALL))


def without_note(word: str) -> str:
    """Return a name without the mark of a footnote behind it, like (1), [a] or 2."""
    return _NOTE.sub("", word.casefold())


def without_form(words: str) -> str:
    """Return the key of a country without its form of state.

    '' where it has none, or the form tells two countries apart.
    """
    tokens = words.split()
    short = " ".join(token for token in tokens if token not in _FORMS)
    return "" if short == words or short in _TOLD_APART_BY_FORM else short


def without_level(words: str) -> tuple[str, str]:
    """Return a key without 'city' or 'province', and that level: ('changsha', 'city').

    ('', '') where it has neither.
    """
    tokens = words.split()
    for level, level_words in (
        ("city", ("city", "municipality", "shi")),
        ("province", ("province", "sheng")),
        ("district", ("district", "qu")),
    ):
        rest = [token for token in tokens if token not in level_words]
        if rest and len(rest) < len(tokens):
            return " ".join(rest), level
    return "", ""


_GROUP = re.compile(
    r"\b(economies|countries|incomes?|developing|developed|landlocked|ldcs?|lldcs?|sids|members?"
    r"|exporters|emerging markets|group of|eu[ -]?\d\d|ea[ -]?\d\d|union europ[ée]+enne"
    r"|european union|uni[oó]n europea|euro area|zone euro|zona del euro|g-?\d\d?|opec"
    r"|human development|ibrd|ida|brics?|states parties|small island|pays|pa[ií]ses|ingresos?"
    r"|revenus?|dividend|hipcs?)\b"
    r"|\((?:wb|who|fao|gcp|ei|ember)\)"
    r"|^(eca|escap|escwa|eclac|unece|acp|gstp|adb|ldcs|sids|ecowas)\b|^(eu|ea)\d\d|"
    r"收入国家|发展中|发达国家|发达经济体|小国|^所有国家",
    re.IGNORECASE,
)


_SHORT_AND_LONG = re.compile(r"[A-Z][A-Z-]+s? \((?:[\w-]+ ){2,}.*\)")
"""APEC (Asia Pacific Economic Cooperation)."""


def says_group(word: str) -> bool:
    """Return whether a name is of several countries: 'ESCAP: Pacific', 'High-income economies'."""
    return bool(_GROUP.search(word) or _SHORT_AND_LONG.fullmatch(word))
