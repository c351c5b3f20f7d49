"""Units and lines that may state a multiplier, but not for certain: 'mil people', 'EUR mn/ths'.

Their figures are held back, as a factor of a thousand or more is at stake: `unit_columns`
marks them in every reader, `numbers.drop_unknown_multipliers` reports them.
"""

from __future__ import annotations

import re

from indicators.multipliers import WORDS, pattern
from indicators.readers.cells.unit_names import CURRENCY_PATTERN, NOUNS, is_money
from indicators.readers.cells.units import (
    MAX_LENGTH,
    MAX_LINE_LENGTH,
    bracket_text,
    is_known_unit,
    is_multiple,
    split_multiplier,
    title_and_unit,
    unit_line,
)

_MONEY = rf"(?P<money>{CURRENCY_PATTERN})"
_SHORT_SIZE = r"(?:mm|mil|bil|bio|k|m|b|t|g)\.?"
"""Signs that are thousands in one language and millions in another, or two things in one."""
_BESIDE_MONEY = tuple(
    re.compile(rf"(?:(?:in|en|em) )?{form}", re.IGNORECASE)
    for form in (
        rf"{_SHORT_SIZE} ?{_MONEY}",
        rf"{_MONEY} ?\(?{_SHORT_SIZE}\)?",
        rf"{_MONEY} ?\(?1[ ,.]?000(?:[ ,.]?000)?\)?",
        rf"(?!const|curr|aust|can|nom)[^\W\d]{{2,6}}\. ?{_MONEY}",
    )
)
_COUNT = re.compile(
    r"(?:(?:in|en|em|v|w) )?[(]?(?:1[ ,.]?000(?:[ ,.]?000)?|10[ ,.]?000|100[ ,.]?000)[)]?",
    re.IGNORECASE,
)
_MIL = re.compile(r"(?:in )?(?:mil|bil)\.?(?: [^\W\d].{0,40})?", re.IGNORECASE)
_SIZES = pattern({word: power for word, power in WORDS.items() if power > 2})
_FREE_SIZE = re.compile(
    rf"(?<![\w\d.,'’-])(?<!\d )(?:{_SIZES})(?![\w'’-])",
    re.IGNORECASE,
)
"""A multiplier that is a word of its own: '2 million' is a number, 'million-dollar' no unit."""
_DENOMINATOR = re.compile(
    r"[/／=]|\b(?:per|parts per|each|every|by|je|pro|par|pour|por|cada|на|za|na|op|på)\b",
    re.IGNORECASE,
)
_HAN = re.compile(r"[^每/／=之%％]{0,6}?[十百千]?[万萬亿億]+(?P<unit>[^万萬亿億以]{0,8})")
"""'计价万元', '10万人'; not '每万人', '户/万人', '万分之一'."""
MAX_UNCERTAIN_LENGTH = 60


def may_multiply(unit: str) -> bool:
    """Return whether a unit may hold a multiplier that is not understood: 'mil people', 'MM USD',
    'in 1000', 'EUR mn/ths', '10万元'.

    What stands behind 'per' or a slash is a denominator, and none: '台/万户' is 'per 10,000
    households'.
    """
    word, power = split_multiplier(unit)
    if power or len(unit) > MAX_UNCERTAIN_LENGTH or unit.casefold() in NOUNS:
        return bool(power) and _has_free_size(word)
    is_beside_money = any(_is_beside_money(form, word) for form in _BESIDE_MONEY)
    is_short = is_beside_money or bool(_COUNT.fullmatch(word) or _MIL.fullmatch(word))
    return is_short or _has_free_size(word)


def _is_beside_money(form: re.Pattern[str], word: str) -> bool:
    match = form.fullmatch(word)
    # a blank or a dot parts a sign from letters, which else may be a word ('tryk', 'gelb')
    return match is not None and (is_money(match["money"]) or not word.isalpha())


def _has_free_size(unit: str) -> bool:
    """Say whether a multiplier stands in the numerator of a unit: 'EUR mn/ths', '人民币万元计'."""
    if match := _HAN.fullmatch(unit):
        return not match["unit"] or is_known_unit(match["unit"])
    numerator = _DENOMINATOR.split(unit, maxsplit=1)[0]
    return bool(_FREE_SIZE.search(numerator))


def uncertain_unit(title: str) -> str:
    """Return the part of a title that may state a multiplier, but not for certain; '' where
    there is none.

    'Population (mil)' -> 'mil'; '宽带用户/万户' -> '/万户', for behind a thing that is counted a
    slash means 'in' as well as 'per'. Behind a unit it means 'per': '移动电话 台/万户'.
    """
    text = bracket_text(title)
    if may_multiply(text):
        return text
    name, _, text = title.replace("／", "/").rpartition("/")
    # behind a slash a number is a rate for certain: 'Users/100 persons'
    is_word = bool(text.strip()) and not text.strip()[0].isdigit()
    if not name or not is_word or not is_multiple(text):
        return ""
    return "" if _ends_in_unit(name) else f"/{text.strip()}"


def _ends_in_unit(name: str) -> bool:
    """Say whether a unit stands at the end of a title: '移动电话 台', 'Sales (EUR'."""
    last = re.split(r"[\s(（]+", name.strip())[-1]
    return last != name.strip() and is_known_unit(last)


_IN_SIZE = re.compile(
    rf"\b(?:in|en|em) (?:{_SIZES})(?![\w'])",
    re.IGNORECASE,
)
_SIZE_AND_THING = re.compile(r"(?:of |de )?[^\W\d]+")


def is_uncertain_line(line: str) -> bool:
    """Return whether a line above a table states a multiplier, but not for certain of what:
    'Thousand seats', 'Persons in millions of the region'.

    It is one with 'in thousands', or a multiplier with one thing in small letters behind it.
    """
    text = line.strip()
    if not may_scale(text):
        return False
    thing = split_multiplier(text)[0]
    is_thing = bool(_SIZE_AND_THING.fullmatch(thing)) and thing == thing.lower()
    return bool(_IN_SIZE.search(text)) or (is_thing and thing.isascii())


def may_scale(line: str) -> bool:
    """Return whether a line above a table is a multiplier, or a title that begins with such a word.

    'Thousand seats', 'Million dollar companies'; not lines whose unit is understood.
    """
    text = line.strip()
    if len(text) > MAX_LENGTH or unit_line(text) or title_and_unit(text)[1] or is_multiple(text):
        return False
    is_short = len(text) <= MAX_LINE_LENGTH
    return bool(_IN_SIZE.search(text)) or (is_short and split_multiplier(text)[1] > 0)
