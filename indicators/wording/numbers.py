"""Numbers, units and changes as a reader says them. The one place where figures are rounded."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from indicators.locale import Locale, get_locale
from indicators.model import AMOUNT_KINDS, Text, Unit
from indicators.multipliers import parse_power
from indicators.wording.digits import MINUS, WIDE, ScaleWord, gap, percent, scale_words, write

MISSING = "–"
_COUNT = Unit("", "", kind="count")

_TINY = Decimal("0.0001")  # smaller than this is arithmetic's dust, not a figure
_CARRY = Decimal("0.99995")  # what would be rounded to 1000 million is 1 billion
_LARGE = 10**6  # amounts from here on are rounded, in every language to the same digits
_FOUR_DIGITS = Context(prec=4, rounding=ROUND_HALF_UP)  # those of large amounts: 15.27 million
_SHORT = 2  # so many decimals at most has a scale word before a number that is not rounded


@dataclass(frozen=True)
class Scale:
    """What an axis divides its numbers by, and what it then calls them."""

    divisor: float
    suffix: str


def count(number_of_things: int, language: str) -> str:
    """Write a number of things with every digit: '235,837'."""
    return number(number_of_things, _COUNT, language, precise=True)


def number(value: float | None, unit: Unit, language: str, precise: bool = False) -> str:
    """Write a value with its unit: '12.8 trillion yuan', '12.8万亿元', '92.0%', 'No. 17'.

    '–' where it is missing. `precise` gives every digit and no scale words. A 0 that was rounded
    to is 'less than' half of what figures are rounded to.
    """
    exact = _exact(value, digits=15 if precise else 12)
    if exact is None:
        return MISSING
    locale = get_locale(language)
    if exact == 0 and unit.rounding:
        half = parameter(unit.rounding / 2, unit, language)
        return locale.text("number.less_than", n=half)
    if precise:
        return _with_unit(write(_without_zeros(exact), locale, all_digits=True), unit, locale)
    return _with_unit(_digits(exact, unit, locale), unit, locale)


def predicate(value: float | None, unit: Unit, language: str, status: str = "") -> str:
    """Write a value as what a sentence says of a period: '92.0%', '为92.0%', '居第17位'.

    A lower bound is 'at least' the number that its source stated. Chinese puts a verb before the
    value, which depends on it: '不足50万美元' has one already.
    """
    text, locale = number(value, unit, language), get_locale(language)
    if unit.rounding and _exact(value) == 0:
        return text
    if status == "lower_bound":
        text = locale.text("number.at_least", n=parameter(value, unit, language))
    return locale.text(
        "number.rank_predicate" if unit.kind == "rank" else "number.predicate", n=text
    )


def parameter(value: float | None, unit: Unit, language: str) -> str:
    """Write a number that somebody set, as a target: '100%', '26 per 10,000', '2.5 million yuan'.

    It has the digits of the value, none rounded away and no zero added, and a scale word where
    two decimals suffice with it. '–' where it is missing.
    """
    exact = _exact(value, digits=15)
    if exact is None:
        return MISSING
    locale = get_locale(language)
    return _with_unit(_all_digits(_without_zeros(exact), unit, locale), unit, locale)


def value_range(low: float, high: float | None, unit: Unit, language: str) -> str:
    """Write a number that somebody set, or a range of two: '20% to 25%'. `high` is None for one."""
    if high is None:
        return parameter(low, unit, language)
    low_text, high_text = parameter(low, unit, language), parameter(high, unit, language)
    return get_locale(language).text("number.range", low=low_text, high=high_text)


def plain(value: float | None, unit: Unit, language: str) -> str:
    """Write a value without its unit: '12.8 trillion', '92.0'."""
    exact = _exact(value)
    return MISSING if exact is None else _digits(exact, unit, get_locale(language))


def label(value: float | None, unit: Unit, language: str) -> str:
    """Write a value in a chart that names the unit: '12.8 trillion', '44.7', '92.0%', 'No. 3'."""
    if unit.kind in ("share", "rank"):
        return number(value, unit, language)
    if unit.rounding and _exact(value) == 0:
        locale = get_locale(language)
        half = _all_digits(_without_zeros(Decimal(repr(unit.rounding)) / 2), unit, locale)
        return locale.text("number.less_than", n=half)
    return plain(value, unit, language)


def decimal(value: float, decimals: int, language: str) -> str:
    """Write a number with so many decimals, as beside an axis: '1,234.50'."""
    return write(_rounded(Decimal(repr(float(value))), decimals), get_locale(language))


def change(difference: float | None, unit: Unit, language: str, spoken: bool = False) -> str:
    """Write a difference: '+3.2 points', '+0.012', '+1.2 trillion yuan', '2 places up'.

    A rank that grows is a place lost. `spoken` is for sentences: 'up 3.2 points',
    '上升3.2个百分点'.
    """
    exact = _exact(difference)
    if exact is None:
        return MISSING
    locale = get_locale(language)
    if unit.kind == "rank":
        return _places_moved(exact, locale, spoken)
    digits = _change_digits(abs(exact), unit, locale)
    text = _with_unit(digits, unit, locale) if unit.kind in AMOUNT_KINDS else digits
    if spoken:
        kind = unit.kind if unit.kind in ("share", "rate", "index") else "size"
        return locale.text(f"change.{kind}.{_direction(exact, text)}", n=text)
    signed = _sign(exact, digits) + text
    return locale.text("change.points", n=signed) if unit.kind == "share" else signed


def growth(ratio: float | None, language: str, spoken: bool = False) -> str:
    """Write a relative change: 0.041 -> '+4.1%'; spoken 'up 4.1%', '增长4.1%'."""
    exact = _exact(ratio)
    if exact is None:
        return MISSING
    locale = get_locale(language)
    text = percent(write(_fixed(abs(exact) * 100, 1), locale), locale)
    if spoken:
        return locale.text(f"change.growth.{_direction(exact, text)}", n=text)
    return _sign(exact, text) + text


def scale(values: Iterable[float | None], unit: Unit, language: str) -> Scale:
    """Find one divisor for all numbers of an axis, and its name: Scale(1e12, 'trillion yuan')."""
    locale = get_locale(language)
    if unit.kind == "rank":
        return Scale(1.0, _in_language(unit.label, locale))
    sizes = [abs(exact) for exact in map(_exact, values) if exact is not None]
    largest = max(sizes, default=Decimal(0))
    word = _scale_word(largest, unit, locale) or _short_word(largest, unit, locale)
    before, _, after = _pattern(unit, locale).partition("{}")
    if unit.kind == "rate" and before and after:  # '每万人{}件' has no meaning without its number
        return Scale(1.0, _in_language(unit.label, locale))
    parts = (before.strip(), word.word if word else "", after.strip())
    suffix = gap(locale).join(part for part in parts if part)
    name = _in_language(unit.label, locale)
    has_hole = bool(before.strip() and after.strip())  # '每户{}人' leaves '每户人'
    counts = bool(name) and suffix.endswith(name)  # '个百分点' counts, '百分点' names
    if word is None and (has_hole or counts):
        suffix = name
    return Scale(float(word.divisor) if word else 1.0, suffix)


def share(part: float | None, whole: float | None, language: str) -> str:
    """Write a part of a whole in percent; '100%' only for all of it and '0%' only for none."""
    above, below = _exact(part), _exact(whole)
    if above is None or not below:
        return MISSING
    locale = get_locale(language)
    ratio = 100 * above / below
    if 0 < ratio < 1:
        return "<" + percent("1", locale)
    if 99 < ratio < 100:
        return ">" + percent("99", locale)
    return percent(write(_rounded(ratio, 0), locale), locale)


def _exact(value: float | None, digits: int = 12) -> Decimal | None:
    """The decimal a float stands for, without the dust of binary arithmetic; None where missing."""
    try:
        real = float(value)  # type: ignore[arg-type]  # None and pandas' NA: TypeError
    except (TypeError, ValueError):
        return None
    return Decimal(f"{real:.{digits}g}") if math.isfinite(real) else None


def _digits(exact: Decimal, unit: Unit, locale: Locale) -> str:
    if unit.kind in ("share", "index", "rank", "rate"):
        return write(_fixed(exact, _fixed_decimals(exact, unit)), locale)
    word = _scale_word(abs(exact), unit, locale)
    if word is None:
        return _all_digits(_trimmed(exact, _size_decimals(abs(exact))), unit, locale)
    part = _part(exact, word)
    whole_digits = _FOUR_DIGITS.plus(part).adjusted() + 1
    rounded = _trimmed(part, max(0, _FOUR_DIGITS.prec - whole_digits))
    return word.around(write(rounded, locale), abs(rounded), locale)


def _all_digits(exact: Decimal, unit: Unit, locale: Locale) -> str:
    """Write a number with all its digits, and a scale word where that makes it short."""
    word = _short_word(exact, unit, locale)
    if word is None:
        return write(exact, locale)
    part = _without_zeros(_part(exact, word))
    return word.around(write(part, locale), abs(part), locale)


def _part(exact: Decimal, word: ScaleWord) -> Decimal:
    return WIDE.divide(exact, Decimal(word.divisor))


def _short_word(exact: Decimal, unit: Unit, locale: Locale) -> ScaleWord | None:
    """Give the largest scale word that loses none of a number's digits: '50万'.

    None where each word would take more than two decimals: 143,821 yuan is not 14.3821万元.
    """
    for word in _possible_words(unit, locale):
        part = _part(exact, word)
        if abs(part) >= 1 and part == _rounded(part, _SHORT):
            return word
    return None


def _fixed_decimals(exact: Decimal, unit: Unit) -> int:
    """How many decimals figures have that are compared with each other, whatever their size."""
    size = abs(exact)
    if unit.kind == "share":
        return 1
    if unit.kind == "index":
        return 3 if size <= Decimal("1.5") else 1
    if unit.kind == "rank":
        return 0 if exact == exact.to_integral_value() else 1
    if size < 10:
        return 2
    return 1 if size < 1000 else 0


def _size_decimals(size: Decimal) -> int:
    if size >= 1000:
        return 0
    if size < 1:
        return 3
    return 2 if size < Decimal("9.995") else 1


def _scale_word(size: Decimal, unit: Unit, locale: Locale) -> ScaleWord | None:
    """Give the scale word of a large amount; None for one below a million in every language."""
    if size < _LARGE * _CARRY:
        return None
    for word in _possible_words(unit, locale):
        if size >= word.divisor * _CARRY:
            return word
    return None


def _possible_words(unit: Unit, locale: Locale) -> tuple[ScaleWord, ...]:
    """Give the scale words that a unit can have, the largest first."""
    # A unit that is itself a scale ('million US$') would be said as 'thousand million'.
    is_scaled = unit.exponent != 0 or _has_multiplier(unit.id)
    return scale_words(locale) if unit.kind in AMOUNT_KINDS and not is_scaled else ()


@lru_cache(1 << 10)
def _has_multiplier(unit_id: str) -> bool:
    """Whether a unit that came with a file says a multiplier in its name, like 'CHF million'."""
    powers = [parse_power(word) for word in unit_id.split() if not word.isdigit()]
    return any(power is not None and power > 0 for power in powers)


def _change_digits(size: Decimal, unit: Unit, locale: Locale) -> str:
    if unit.kind in ("index", "rate") and size <= Decimal("1.5"):
        # Small on any scale, 0-1 or 0-100, so the digits that say nothing go.
        return write(_without_zeros(_fixed(size, 3 if unit.kind == "index" else 2)), locale)
    return _digits(size, unit, locale)


def _places_moved(exact: Decimal, locale: Locale, spoken: bool) -> str:
    digits = write(_fixed(abs(exact), 0 if exact == exact.to_integral_value() else 1), locale)
    kind = "rank" if spoken else "rank_label"
    return locale.text(f"change.{kind}.{_direction(-exact, digits)}", n=digits)


def _direction(exact: Decimal, text: str) -> str:
    return {"+": "up", MINUS: "down"}.get(_sign(exact, text), "same")


def _sign(exact: Decimal, text: str) -> str:
    """No sign on what is shown as nothing."""
    if not any(digit in text for digit in "123456789"):
        return ""
    return "+" if exact > 0 else MINUS


def _fixed(exact: Decimal, decimals: int) -> Decimal:
    """Round to this many decimals; to more where a small value would be shown as zero."""
    if _TINY <= abs(exact) < Decimal(5).scaleb(-decimals - 1):
        decimals = -exact.adjusted()
    return _rounded(exact, decimals)


def _trimmed(exact: Decimal, decimals: int) -> Decimal:
    """As `_fixed`, without the zeros of a value that is exactly '5 million'."""
    rounded = _rounded(exact, decimals)
    return _without_zeros(rounded) if rounded == exact else _fixed(exact, decimals)


def _without_zeros(exact: Decimal) -> Decimal:
    return exact.normalize(WIDE)


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-decimals), context=WIDE)


def _in_language(text: Text, locale: Locale) -> str:
    """A text in the language whose number words are used, so that the two never mix by accident."""
    return text.get(locale.language)


def _pattern(unit: Unit, locale: Locale) -> str:
    pattern = _in_language(unit.pattern, locale)
    if pattern:
        return pattern if "{}" in pattern else "{}" + gap(locale) + pattern
    return f"{{}} {_in_language(unit.label, locale)}".strip()


def _with_unit(digits: str, unit: Unit, locale: Locale) -> str:
    """The number in its unit's pattern; the sign stands before a currency's: −US$3."""
    before, _, after = _pattern(unit, locale).partition("{}")
    currency = before != "" and unicodedata.category(before[-1]) == "Sc"
    if digits.startswith(MINUS) and currency:
        return MINUS + before + digits.removeprefix(MINUS) + after
    return before + digits + after
