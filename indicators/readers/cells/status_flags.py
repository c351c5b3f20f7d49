"""Flags of publishers -> our statuses; what has no status becomes a note."""

from __future__ import annotations

from typing import NamedTuple

from indicators.model import STATUSES
from indicators.readers.rows import Column, map_categories


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

_WORDS = (
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
    ("lower bound", "lower_bound"),
    ("初步", "provisional"),
    ("预计", "forecast"),
    ("估计", "estimated"),
)
_PLAIN = ("", "normal", "normal value", "official figure", "undefined", "_z", "none", "nan")


def parse_flag(word: str) -> Flag:
    """What a flag says: 'be' -> break (and a note that it is estimated), 'Estimated value' -> estimated."""
    bare = word.strip(": ").casefold()
    if bare in _PLAIN:
        return Flag()
    letters = bare.replace(",", "").replace(" ", "").replace("(", "").replace(")", "")
    if (
        letters.isascii()
        and letters.isalpha()
        and len(letters) <= 4
        and all(letter in _LETTERS for letter in letters)
    ):
        return _together([_LETTERS[letter] for letter in letters])
    found = [status for part, status in _WORDS if part in bare]
    return Flag(
        max(found, key=STATUSES.index, default=""), "" if found and len(bare) < 24 else word.strip()
    )


def _together(said: list[Flag]) -> Flag:
    """The softest status; the others are told in the note."""
    statuses = sorted({flag.status for flag in said if flag.status}, key=STATUSES.index)
    notes = [*statuses[:-1], *(flag.note for flag in said if flag.note)]
    return Flag(statuses[-1] if statuses else "", "; ".join(dict.fromkeys(notes)))


def parse_flags(column: Column) -> tuple[Column, Column]:
    """A column of flags as statuses and notes."""
    return map_categories(column, lambda word: parse_flag(word).status), map_categories(
        column, lambda word: parse_flag(word).note
    )
