"""Multipliers that stand directly beside a currency: 'USDm', 'k€', 'Mds €', 'EUR bn/year'."""

from __future__ import annotations

import re

from indicators.multipliers import BESIDE_MONEY, WORDS, pattern
from indicators.readers.cells.unit_names import CURRENCY_CODES, CURRENCY_SIGNS, is_money

_POWERS = {word: power for word, power in {**WORDS, **BESIDE_MONEY}.items() if " " not in word}
_SIZE = rf"(?P<size>{pattern(_POWERS)})"
_CURRENCIES = sorted((*CURRENCY_CODES, *CURRENCY_SIGNS, "euro", "euros"), key=len, reverse=True)
_MONEY = rf"(?P<money>{'|'.join(map(re.escape, _CURRENCIES))})"
_MORE = r"(?P<more>[ ,;/(（].{0,60})?"
"""What is said of both together: 'USDm per year', 'USDm (current)'."""
_FORMS = tuple(
    re.compile(rf"(?:(?:in|en|em) )?{form}{_MORE}", re.IGNORECASE)
    for form in (
        rf"{_SIZE}\.? ?{_MONEY}",
        rf"{_MONEY} ?{_SIZE}\.?",
        rf"{_MONEY} ?\({_SIZE}\.?\)",
    )
)
_FIRST_WORD = re.compile(r"[^\w]*(?:per )?(?P<word>[^\W\d]+)")


def split_money(unit: str) -> tuple[str, int] | None:
    """Split a multiplier that stands beside a currency: 'USDm' -> ('USD', 6), 'k€' -> ('€', 3).

    None where there is none for certain, or where a second one follows ('EUR mn/ths').
    """
    for form in _FORMS:
        match = form.fullmatch(unit)
        if match and is_money(match["money"]) and not _multiplies_again(match["more"] or ""):
            bare = f"{match['money']}{match['more'] or ''}"
            return bare.strip(" ,"), _POWERS[match["size"].casefold()]
    return None


def _multiplies_again(more: str) -> bool:
    match = _FIRST_WORD.match(more)
    return match is not None and match["word"].casefold() in _POWERS
