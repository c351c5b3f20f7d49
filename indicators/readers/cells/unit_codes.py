"""Multipliers in units of Eurostat and the OECD -> unit and power of ten: 'MIO_EUR', 'CP_MEUR',
'Current prices, million euro'.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from indicators.multipliers import CODES, WORDS, pattern
from indicators.readers.cells.unit_columns import merge_powers
from indicators.readers.rows import Column, map_categories

_BEFORE = re.compile(rf"(?P<size>{pattern(CODES)})(?:_(?P<rest>[A-Z][A-Z0-9_]*))?", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?P<prices>(?:CP|PYP|CLV\d{0,4}|CLV_I\d\d)_)?M(?P<rest>(?:EUR|NAC|PPS|ECU|"
    r"USD)(?:_EU\d\d(?:_\d{4})?|_?\d{4})?)"
)
"""MEUR, CP_MNAC, CLV10_MEUR, CP_MPPS_EU27_2020; what is by head (CLV10_EUR_HAB) or a change
(CLV_PCH_PRE) has no M there.
"""

_WORDS = {word: power for word, power in WORDS.items() if power > 2 and word[-1].isalpha()}
_SIZES = pattern(_WORDS)
_NAMED = re.compile(
    rf"(?P<before>(?:[^,]+, ){{0,3}})(?P<size>{_SIZES})\b(?![-'’])"
    rf"(?: (?:of|de|d['’])(?=[ \w]))?(?: ?(?P<rest>.+))?",
    re.IGNORECASE,
)
_RATE = re.compile(r"(?:per|rate|ratio|percentage|share|index)\b", re.IGNORECASE)
MAX_LENGTH = 200


def split_unit_code(word: str) -> tuple[str, int]:
    """Split 'MIO_EUR' into ('EUR', 6), 'Current prices, million euro' into
    ('Current prices, euro', 6); others stay as they are, with 0.

    Physical units with a prefix (KTOE, GWh) and rates ('Per million inhabitants', P_MHAB) hold no
    multiplier.
    """
    if len(word) > MAX_LENGTH:
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
    # 'Million euro/million ECU' says one multiplier twice
    rest = re.sub(rf"(?<=/){re.escape(size)} ", "", rest, flags=re.IGNORECASE)
    unit = match["before"] + rest if rest else match["before"].rstrip(", ")
    return unit, _WORDS[size.lower()]


def split_unit_codes(
    units: Column, multipliers: Column | None, powers: NDArray[np.int8]
) -> tuple[Column, NDArray[np.int8]]:
    """Return units without their multipliers, and the powers of ten of the rows.

    `multipliers` is the column of multipliers, `powers` what it says: it wins. A row in which it
    says anything, if only 0, keeps its unit and power as they are, unless both say a power: then it
    is applied once, or is a conflict.
    """
    parts = [split_unit_code(word) for word in units.categories]
    if not any(power for _, power in parts):
        return units, powers
    of_units = np.array([power for _, power in parts], dtype=np.int8)[units.codes]
    is_free = np.ones(len(powers), dtype=bool)
    if multipliers is not None:
        is_filled = np.array([bool(word) for word in multipliers.categories] or [False])
        is_free = ~is_filled[multipliers.codes]
    if is_free.all():
        return map_categories(units, lambda word: split_unit_code(word)[0]), of_units
    is_double = ~is_free & (powers > 0) & (of_units != 0)
    merged = np.where(is_double, merge_powers(of_units, powers), powers).astype(np.int8)
    is_applied = is_free | (is_double & (merged == of_units))
    if not is_applied.any():
        return units, merged
    words = (*units.categories, *(unit for unit, _ in parts))
    codes = np.where(is_applied, units.codes + len(units.categories), units.codes).astype(np.int32)
    exponents = np.where(is_free, of_units, merged).astype(np.int8)
    return map_categories(Column(codes, words), str), exponents
