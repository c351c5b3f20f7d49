"""Flags of publishers -> our statuses; what has no status becomes a note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from indicators.model import STATUSES
from indicators.readers.rows import Column, map_categories
from indicators.vocabulary import join_languages, read_word_lists


class Flag(NamedTuple):
    """A status ('' = reported) and what else the flag says."""

    status: str = ""
    note: str = ""


_LETTERS = {
    "a": Flag(),
    "b": Flag("break"),
    "e": Flag("estimated"),
    "p": Flag("provisional"),
    "f": Flag("forecast"),
    "s": Flag("estimated"),
    "i": Flag("estimated", "imputed"),
    "u": Flag(note="low reliability"),
    "c": Flag(note="confidential"),
    "n": Flag(note="not significant"),
    "d": Flag(note="definition differs"),
    "r": Flag(note="revised"),
    "z": Flag(note="not applicable"),
    "m": Flag(note="missing"),
    "o": Flag(note="missing"),
    "l": Flag(note="missing, not collected"),
    "q": Flag(note="missing, suppressed"),
    "h": Flag(note="missing, holiday or weekend"),
    "k": Flag(note="included in another category"),
    "w": Flag(note="includes another category"),
    "g": Flag(note="experimental"),
    "t": Flag("estimated", "transformed"),
    "v": Flag(note="unvalidated"),
    "y": Flag(note="ceased"),
    "x": Flag("estimated", "modelled"),
    "j": Flag(note="derogation"),
}
"""Letters of SDMX, Eurostat and the OECD."""

_STEMS = (
    ("break", "break"),
    ("uis_est", "estimated"),
    ("nat_est", "estimated"),
    ("rupture", "break"),
    ("ruptura", "break"),
    ("provis", "provisional"),
    ("prelimin", "provisional"),
    ("estim", "estimated"),
    ("prévision", "forecast"),
    ("prognose", "forecast"),
    ("forecast", "forecast"),
    ("projection", "forecast"),
    ("imput", "estimated"),
    ("modelled", "estimated"),
    ("modeled", "estimated"),
    ("初步", "provisional"),
    ("预计", "forecast"),
    ("估计", "estimated"),
)
_WORDS = {status.replace("_", " "): status for status in STATUSES} | {
    word: status
    for status, languages in read_word_lists(
        "indicators.readers.cells", "status_words.toml"
    ).items()
    for word in join_languages(languages)
}
"""Our own names of statuses, and words that say as much where they are all that a flag says."""
_NAMED = {STATUSES[0]: Flag()} | {status: Flag(status) for status in STATUSES[1:]}
_REPORTED = ("", "normal", "normal value", "official figure", "undefined", "_z", "none", "nan")


MAX_PLAIN_LENGTH = 24
"""Characters of a text that says no more than its status; a longer one is a note as well."""
MAX_LETTERS = 4


def parse_flag(word: str) -> Flag:
    """Return what a flag means: 'be' -> a break (and a note that it is estimated), 'Estimated
    value' -> estimated, 'lower_bound', 'At least' or '≥' -> a lower bound.

    A bound must be all that the flag says: 'lower bound of the interval' is a note.
    """
    text = word.strip(": ").casefold()
    if text in _REPORTED:
        return Flag()
    names = [_WORDS.get(_spelling(part), "") for part in re.split("[,;，；、]", word)]
    if all(names):
        return _merge([_NAMED[name] for name in names])
    letters = text.translate(_BETWEEN_LETTERS)
    if len(letters) <= MAX_LETTERS and letters and set(letters) <= _LETTERS.keys():
        return _merge([_LETTERS[letter] for letter in letters])
    statuses = [status for stem, status in _STEMS if stem in text]
    is_plain = bool(statuses) and len(text) < MAX_PLAIN_LENGTH
    return Flag(_softest(statuses), "" if is_plain else word.strip())


def _spelling(word: str) -> str:
    """Return a word as the table of words has it: '(Lower_bound)' -> 'lower bound'."""
    text = unicodedata.normalize("NFKC", word).casefold()
    return re.sub(r"[\s_-]+", " ", text).strip(" :.。()")


_BETWEEN_LETTERS = str.maketrans("", "", ", ()")


def _merge(flags: list[Flag]) -> Flag:
    """Merge flags: the softest status, the others in the note."""
    statuses = sorted({flag.status for flag in flags if flag.status}, key=STATUSES.index)
    notes = [*statuses[:-1], *(flag.note for flag in flags if flag.note)]
    return Flag(_softest(statuses), "; ".join(dict.fromkeys(notes)))


def _softest(statuses: Iterable[str]) -> str:
    return max(statuses, key=STATUSES.index, default="")


def parse_flags(column: Column) -> tuple[Column, Column]:
    """Return a column of flags as statuses and as notes."""
    statuses = map_categories(column, lambda word: parse_flag(word).status)
    return statuses, map_categories(column, lambda word: parse_flag(word).note)
