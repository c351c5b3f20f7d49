"""Numbers, units and changes as a reader says them. The one place where figures are rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from indicators.model import Unit
from indicators.wording.languages import Language, language_of, say

MISSING = "–"
MINUS = "−"
SIZES = ("currency", "count", "number")
"""Kinds of unit that grow large enough for 'million' and 'trillion'."""

_TINY = Decimal("0.0001")  # smaller than this is arithmetic's dust, not a figure
_CARRY = Decimal("0.99995")  # what would be rounded to 1000 million is 1 billion
_WIDE = Context(
    prec=400, rounding=ROUND_HALF_UP
)  # readers round a half up, and floats reach 10**308


@dataclass(frozen=True)
class Scale:
    """What an axis divides its numbers by, and what it then calls them."""

    divisor: float
    suffix: str


def number(value: float | None, unit: Unit, language: str, precise: bool = False) -> str:
    """A value with its unit: '12.8 trillion yuan', '12.8万亿元', '92.0%', 'No. 17'; '–' where missing.

    `precise` gives every digit and no scale words.
    """
    exact = _exact(value, digits=15 if precise else 12)
    if exact is None:
        return MISSING
    return _with_unit(
        _precise(exact) if precise else _digits(exact, unit, language_of(language)), unit, language
    )


def plain(value: float | None, unit: Unit, language: str) -> str:
    """A value without its unit: '12.8 trillion', '92.0'."""
    exact = _exact(value)
    return MISSING if exact is None else _digits(exact, unit, language_of(language))


def change(difference: float | None, unit: Unit, language: str, spoken: bool = False) -> str:
    """A difference between two values: '+3.2 points', '+0.012', '+1.2 trillion yuan', '2 places up'.

    A rank that grows is a place lost. `spoken` is for sentences: 'up 3.2 points', '上升3.2个百分点'.
    """
    exact = _exact(difference)
    if exact is None:
        return MISSING
    words = language_of(language)
    if unit.kind == "rank":
        return _places_moved(exact, words, spoken)
    digits = _change_digits(abs(exact), unit, words)
    said = digits if unit.kind not in SIZES else _with_unit(digits, unit, language)
    if spoken:
        return _moved(
            unit.kind if unit.kind in ("share", "rate", "index") else "size", exact, said, words
        )
    signed = _sign(exact, digits) + said
    return words.points.format(signed) if unit.kind == "share" else signed


def growth(ratio: float | None, language: str, spoken: bool = False) -> str:
    """Relative change: 0.041 -> '+4.1%'; spoken 'up 4.1%', '增长4.1%'."""
    exact = _exact(ratio)
    if exact is None:
        return MISSING
    words = language_of(language)
    said = _fixed(abs(exact) * 100, 1, words) + "%"
    return _moved("growth", exact, said, words) if spoken else _sign(exact, said) + said


def scale(values: Iterable[float | None], unit: Unit, language: str) -> Scale:
    """One divisor for all numbers of an axis, and its name: Scale(1e12, 'trillion yuan')."""
    words = language_of(language)
    sizes = [abs(exact) for exact in map(_exact, values) if exact is not None]
    divisor, word = _scale_word(max(sizes, default=Decimal(0)), unit, words)
    if unit.kind == "rank":
        return Scale(1.0, say(unit.label, language))
    before, _, after = _pattern(unit, language).partition("{}")
    parts = (before.strip(), word, after.strip())
    return Scale(float(divisor), words.gap.join(part for part in parts if part))


def share(part: float | None, whole: float | None) -> str:
    """A part of a whole in whole percents; '100%' only for all of it and '0%' only for none."""
    above, below = _exact(part), _exact(whole)
    if above is None or not below:
        return MISSING
    percent = 100 * above / below
    if 0 < percent < 1:
        return "<1%"
    if 99 < percent < 100:
        return ">99%"
    return f"{_grouped(_rounded(percent, 0), '')}%"


def file_size(size: int) -> str:
    """Bytes as a person says them: '812 B', '1.2 MB'."""
    amount = float(size)
    for name in ("B", "kB", "MB"):
        if amount < 999.5:
            return (
                f"{amount:.0f} {name}" if name == "B" or amount >= 99.5 else f"{amount:.1f} {name}"
            )
        amount /= 1000
    return f"{amount:,.1f} GB"


def _exact(value: float | None, digits: int = 12) -> Decimal | None:
    """The decimal a float stands for, without the dust of binary arithmetic; None where missing."""
    try:
        real = float(value)  # type: ignore[arg-type]  # None and pandas' NA end in the TypeError below
    except (TypeError, ValueError):
        return None
    return Decimal(f"{real:.{digits}g}") if math.isfinite(real) else None


def _digits(exact: Decimal, unit: Unit, words: Language) -> str:
    size = abs(exact)
    if unit.kind == "share":
        return _fixed(exact, 1, words)
    if unit.kind == "index":
        return _fixed(exact, 3 if size <= Decimal("1.5") else 1, words)
    if unit.kind == "rank":
        return _fixed(exact, 0 if exact == exact.to_integral_value() else 1, words)
    if unit.kind == "rate":
        return _fixed(exact, 2 if size < 10 else 1 if size < 1000 else 0, words)
    return _sized(exact, unit, words)


def _sized(exact: Decimal, unit: Unit, words: Language) -> str:
    divisor, word = _scale_word(abs(exact), unit, words)
    part = _WIDE.divide(exact, Decimal(divisor))
    if word:
        return _trimmed(part, min(2, _decimals(abs(part), 10**5)), words) + words.gap + word
    return _trimmed(part, _decimals(abs(part), 10**3), words)


def _decimals(size: Decimal, whole_from: int) -> int:
    if size >= whole_from:
        return 0
    if size < 1:
        return 3
    return 2 if size < Decimal("9.995") else 1


def _scale_word(size: Decimal, unit: Unit, words: Language) -> tuple[int, str]:
    # A unit that is itself a scale ('million US$') would be said as 'thousand million'.
    if unit.kind in SIZES and unit.exponent == 0:
        for divisor, word in words.scales:
            if size >= divisor * _CARRY:
                return divisor, word
    return 1, ""


def _change_digits(size: Decimal, unit: Unit, words: Language) -> str:
    if unit.kind in ("index", "rate") and size <= Decimal("1.5"):
        # Small on any scale, 0-1 or 0-100, so the digits that say nothing go.
        text = _fixed(size, 3 if unit.kind == "index" else 2, words)
        return text.rstrip("0").rstrip(".") if "." in text else text
    return _digits(size, unit, words)


def _places_moved(exact: Decimal, words: Language, spoken: bool) -> str:
    digits = _fixed(abs(exact), 0 if exact == exact.to_integral_value() else 1, words)
    way = _way(-exact, digits)
    keys = [f"rank {way} one"] if digits == "1" else []
    keys += [f"rank {way}"]
    tried = [f"spoken {key}" for key in keys] + keys if spoken else keys
    return next(words.moves[key] for key in tried if key in words.moves).format(digits)


def _moved(kind: str, exact: Decimal, said: str, words: Language) -> str:
    way = _way(exact, said)
    kind = (
        kind
        if f"{kind} {way}" in words.moves
        else "rate"
        if f"rate {way}" in words.moves
        else "size"
    )
    return words.moves[f"{kind} {way}"].format(said)


def _way(exact: Decimal, said: str) -> str:
    return {"+": "up", MINUS: "down"}.get(_sign(exact, said), "same")


def _sign(exact: Decimal, said: str) -> str:
    """No sign on what is shown as nothing."""
    if not any(digit in said for digit in "123456789"):
        return ""
    return "+" if exact > 0 else MINUS


def _fixed(exact: Decimal, decimals: int, words: Language) -> str:
    """So many decimals; more where a small value would be shown as nothing, which it is not."""
    if _TINY <= abs(exact) < Decimal(5).scaleb(-decimals - 1):
        decimals = -exact.adjusted()
    return _grouped(_rounded(exact, decimals), words.thousands)


def _trimmed(exact: Decimal, decimals: int, words: Language) -> str:
    """As `_fixed`, without the zeros of a value that is exactly '5 million'."""
    rounded = _rounded(exact, decimals)
    if rounded != exact or not decimals:
        return _fixed(exact, decimals, words)
    return _grouped(rounded, words.thousands).rstrip("0").rstrip(".")


def _precise(exact: Decimal) -> str:
    text = _grouped(exact, ",")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def _grouped(exact: Decimal, thousands: str) -> str:
    text = format(abs(exact), ",f").replace(",", thousands)
    return MINUS + text if exact < 0 else text


def _pattern(unit: Unit, language: str) -> str:
    pattern = say(unit.pattern, language)
    if pattern:
        return pattern if "{}" in pattern else "{}" + language_of(language).gap + pattern
    return f"{{}} {say(unit.label, language)}".strip()


def _with_unit(digits: str, unit: Unit, language: str) -> str:
    """The number in its unit's pattern; the sign stands before a currency's: −US$3."""
    before, _, after = _pattern(unit, language).partition("{}")
    if digits.startswith(MINUS) and before.endswith(("$", "€", "£", "¥")):
        return MINUS + before + digits.removeprefix(MINUS) + after
    return before + digits + after
