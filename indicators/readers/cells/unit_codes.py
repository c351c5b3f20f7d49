"""Multipliers in units of Eurostat and the OECD -> unit and power of ten: 'MIO_EUR', 'CP_MEUR', 'Current prices, million euro'."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from indicators.multipliers import CODES, WORDS, pattern
from indicators.readers.cells.units import merge_powers
from indicators.readers.columns import reworded
from indicators.readers.rows import Column, renamed

_BEFORE = re.compile(rf"(?P<size>{pattern(CODES)})(?:_(?P<rest>[A-Z][A-Z0-9_]*))?", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?P<prices>(?:CP|PYP|CLV\d{0,4}|CLV_I\d\d)_)?M(?P<rest>(?:EUR|NAC|PPS|ECU|USD)(?:_EU\d\d(?:_\d{4})?|_?\d{4})?)"
)
"""MEUR, CP_MNAC, CLV10_MEUR, CP_MPPS_EU27_2020; what is by head (CLV10_EUR_HAB) or a change (CLV_PCH_PRE) has no M there."""

_WORDS = {word: power for word, power in WORDS.items() if power > 2 and word[-1].isalpha()}
_SAID = pattern(_WORDS)
_NAMED = re.compile(
    rf"(?P<before>(?:[^,]+, ){{0,3}})(?P<size>{_SAID})\b(?![-'’])(?: (?:of|de|d['’])(?=[ \w]))?(?: ?(?P<rest>.+))?",
    re.IGNORECASE,
)
_RATE = re.compile(r"(?:per|rate|ratio|percentage|share|index)\b", re.IGNORECASE)
_LONGEST = 200


def split_unit_code(word: str) -> tuple[str, int]:
    """'MIO_EUR' -> ('EUR', 6), 'Current prices, million euro' -> ('Current prices, euro', 6); others as they stand, with 0.

    Physical units with a prefix (KTOE, GWh) and rates ('Per million inhabitants', P_MHAB) hold no multiplier.
    """
    if len(word) > _LONGEST:
        return word, 0
    return _by_code(word) or _by_name(word) or (word, 0)


def _by_code(word: str) -> tuple[str, int] | None:
    if match := _BEFORE.fullmatch(word):
        return match["rest"] or "", CODES[match["size"].lower()]
    if match := _WITHIN.fullmatch(word):
        return (match["prices"] or "") + match["rest"], 6
    return None


def _by_name(word: str) -> tuple[str, int] | None:
    match = _NAMED.fullmatch(word)
    if match is None or _RATE.match(word):
        return None
    size, rest = match["size"], (match["rest"] or "").strip()
    again = re.sub(rf"(?<=/){re.escape(size)} ", "", rest, flags=re.IGNORECASE)
    return (match["before"] + again if rest else match["before"].rstrip(", ")), _WORDS[size.lower()]


def split_unit_codes(
    units: Column, said: Column | None, given: NDArray[np.int8]
) -> tuple[Column, NDArray[np.int8]]:
    """Units without their multipliers, and the powers of ten of the rows: the `given` ones of a multiplier column win.

    `said` is that column: a row in which it says anything, if only 0, keeps its unit and power as they are.
    """
    found = [split_unit_code(word) for word in units.words]
    if not any(power for _, power in found):
        return units, given
    free = (
        np.ones(len(given), dtype=bool)
        if said is None
        else ~np.array([bool(word) for word in said.words] or [False])[said.codes]
    )
    powers = np.array([power for _, power in found], dtype=np.int8)[units.codes]
    twice = ~free & (given > 0) & (powers != 0)
    given = np.where(twice, merge_powers(powers, given), given).astype(np.int8)
    bare = free | (twice & (given == powers))  # applied once, and gone from the unit
    if free.all():
        return reworded(units, lambda word: split_unit_code(word)[0]), powers
    if not bare.any():
        return units, given
    words = (*units.words, *(unit for unit, _ in found))
    codes = np.where(bare, units.codes + len(units.words), units.codes).astype(np.int32)
    return renamed(Column(codes, words), str), np.where(free, powers, given).astype(np.int8)
