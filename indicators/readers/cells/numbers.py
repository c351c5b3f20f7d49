"""Values as files write them -> plain numbers as text: thousand separators, decimal commas, marks
of missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.multipliers import parse_factors, parse_power
from indicators.problems import Problem, ProblemCode
from indicators.readers.rows import MAX_REPORTED, Column, Rows, map_categories
from indicators.vocabulary import join_languages, read_word_lists

MISSING_WORDS = join_languages(
    read_word_lists("indicators.readers.cells", "missing_words.toml")
) | {""}
"""Words that stand for 'no figure', in lower case."""

_NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?$"
_PLAIN = re.compile(_NUMBER, re.ASCII)
MAX_DIGITS = 300
"""Digits of a number; what is longer, or 1e400, is beyond every number that a computer counts with,
and kept as text.
"""
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f\u2007'’`")
_COMMAS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?(e[-+]?\d+)?", re.IGNORECASE)
_DOTS = re.compile(r"[-+]?\d{1,3}(\.\d{3})+,\d+|[-+]?\d{1,3}(\.\d{3}){2,}")
_COMMA = re.compile(r"[-+]?\d*,\d+(e[-+]?\d+)?", re.IGNORECASE)
_INDIAN = re.compile(r"[-+]?\d{1,2}(,\d{2})+,\d{3}(\.\d+)?")
_ONE_DOT = r"^[-+]?[1-9]\d{0,2}\.\d{3}$"
_ONE_DOT_NUMBER = re.compile(_ONE_DOT)
"""A number like '2.345', in which the dot may separate thousands."""
_ZERO_COMMA = re.compile(r"[-+]?0,")
_GROUPED = re.compile(r"[-+]?\d{1,3}([ \u00a0\u2009\u202f\u2007'’`]\d{3})+([.,]\d+)?")


class ParsedNumbers(NamedTuple):
    """Plain numbers ('' = missing), which cells are words instead, and which a comma or dot makes
    ambiguous.
    """

    text: pa.StringArray
    not_numeric: NDArray[np.bool_]
    ambiguous: NDArray[np.bool_]


def parse_numbers(text: pa.StringArray, delimiter: str = ",") -> ParsedNumbers:
    """Write the values of a column as plain numbers. How a comma is meant is decided for all of
    them together.
    """
    none = np.zeros(len(text), dtype=bool)
    if not len(text) or (delimiter != ";" and _are_plain(text)):
        return ParsedNumbers(text, none, none)
    text = pc.utf8_trim_whitespace(text)
    special = ~_matches(text, _NUMBER)
    special |= pc.greater(pc.binary_length(text), MAX_DIGITS).to_numpy(zero_copy_only=False)
    if not special.any() and delimiter != ";":
        return ParsedNumbers(text, none, none)
    dots = _find_dots(text, special, delimiter)
    special |= dots.cells
    coded = text.filter(pa.array(special)).dictionary_encode()
    words = [word.strip() for word in coded.dictionary.to_pylist()]
    numbers, doubts = _parse_distinct(words, delimiter, dots.separate_thousands)
    indices = coded.indices.to_numpy(zero_copy_only=False)
    plain = pa.array(map(_number_or_word, numbers, words), pa.string())
    not_numeric, ambiguous = none.copy(), none.copy()
    not_numeric[special] = np.array([number is None for number in numbers], dtype=bool)[indices]
    ambiguous[special] = np.array(doubts, dtype=bool)[indices]
    parsed = pc.replace_with_mask(text, pa.array(special), plain.take(pa.array(indices)))
    return ParsedNumbers(parsed, not_numeric, ambiguous)


def find_words(text: pa.StringArray) -> NDArray[np.bool_]:
    """Return which cells are neither plain numbers nor empty."""
    trimmed = pc.utf8_trim_whitespace(text)
    is_filled: NDArray[np.bool_] = pc.not_equal(trimmed, "").to_numpy(zero_copy_only=False)
    return is_filled & ~_matches(trimmed, _NUMBER)


def _number_or_word(number: str | None, word: str) -> str:
    return word if number is None else number


def _matches(text: pa.StringArray, pattern: str) -> NDArray[np.bool_]:
    matches: NDArray[np.bool_] = pc.match_substring_regex(text, pattern).to_numpy(
        zero_copy_only=False
    )
    return matches


class _Dots(NamedTuple):
    """Cells like '2.345' in which the dot may separate thousands; and whether it does."""

    cells: NDArray[np.bool_]
    separate_thousands: bool


def _find_dots(text: pa.StringArray, special: NDArray[np.bool_], delimiter: str) -> _Dots:
    """Find dots before three digits: they separate thousands where commas are decimal and no dot is
    for certain.

    Where no comma tells it, the cells stay as they are and are ambiguous, in a file of semicolons
    whose dots all look so.
    """
    none = _Dots(np.zeros(len(text), dtype=bool), False)
    words = text.filter(pa.array(special)).dictionary_encode().dictionary.to_pylist()
    roles = {comma_role(word.strip()) for word in words}
    is_comma_decimal = "decimal" in roles and "group" not in roles
    if not is_comma_decimal and (delimiter != ";" or roles - {""}):
        return none
    dotted = pc.match_substring(text, ".").to_numpy(zero_copy_only=False) & ~special
    before_three_digits = dotted & _matches(text, _ONE_DOT)
    if not before_three_digits.any() or (dotted & ~before_three_digits).any():
        return none
    return _Dots(before_three_digits, is_comma_decimal)


def _are_plain(text: pa.StringArray) -> bool:
    """Say whether every cell is a plain number already (the usual case, and quick to tell)."""
    try:
        value = pc.cast(text, pa.float64())
    except pa.ArrowInvalid:
        return False
    return bool(pc.all(pc.is_finite(value)).as_py())


def _parse_distinct(
    words: list[str], delimiter: str, dots_separate_thousands: bool
) -> tuple[list[str | None], list[bool]]:
    """Write each cell as a plain number, '' (missing) or None (words); and say whether its comma or
    dot is ambiguous.
    """
    roles = [comma_role(word) for word in words]
    decimal, group = roles.count("decimal"), roles.count("group")
    is_comma_decimal = decimal > group or (decimal == group and delimiter == ";")
    is_comma_uncertain = not decimal and not group
    is_dot_certain = any(map(_has_certain_dots, words))
    numbers: list[str | None] = []
    doubts: list[bool] = []
    for word, role in zip(words, roles, strict=True):
        has_one_dot = bool(_ONE_DOT_NUMBER.fullmatch(word))
        text = word.replace(".", "") if dots_separate_thousands and has_one_dot else word
        numbers.append(parse_number(text, is_comma_decimal))
        is_comma_ambiguous = is_comma_uncertain and role == "either"
        doubts.append(is_comma_ambiguous or (has_one_dot and not is_dot_certain))
    return numbers, doubts


def _has_certain_dots(word: str) -> bool:
    """Say whether the dots of a number separate thousands for certain: '1.234,5', '1.234.567'."""
    return bool(_DOTS.fullmatch(_without_spaces(word)))


def _without_spaces(word: str) -> str:
    return word.translate(_SPACES).removesuffix("%")


def comma_role(word: str) -> str:
    """Return what a comma in the cell must be: 'decimal', 'group' (of thousands), 'either'; ''
    where there is none.
    """
    if "," not in word:
        return ""
    text = _without_spaces(word)
    if not _is_grouped_by_commas(text):
        return "decimal" if _COMMA.fullmatch(text) or _DOTS.fullmatch(text) else ""
    if _has_group_commas(text):
        return "group"
    return "decimal" if _ZERO_COMMA.match(text) else "either"


def _is_grouped_by_commas(text: str) -> bool:
    """Say whether the commas of a number may separate thousands, or lakhs."""
    return bool(_COMMAS.fullmatch(text) or _INDIAN.fullmatch(text))


def _has_group_commas(text: str) -> bool:
    """Say whether such commas can be nothing else: there are two, or a dot as well."""
    return text.count(",") > 1 or "." in text


def parse_number(word: str, decimal_comma: bool = False) -> str | None:
    """Write a cell as a plain number; '' for a missing one; None where it is words."""
    if word.casefold() in MISSING_WORDS:
        return ""
    # three replacements are quicker than one translation
    text = word.replace("−", "-").replace("％", "%").replace("﹣", "-").removesuffix("%").strip()
    if not text.isascii():
        text = "".join(map(_ascii_mark, text))
    if _GROUPED.fullmatch(text):
        text = text.translate(_SPACES)
    if _DOTS.fullmatch(text) and ("," in text or decimal_comma):
        text = text.replace(".", "").replace(",", ".")
    elif "," in text and _is_grouped_by_commas(text):
        is_decimal = decimal_comma or _ZERO_COMMA.match(text)
        text = text.replace(",", "." if is_decimal and not _has_group_commas(text) else "")
    elif _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return text if _PLAIN.fullmatch(text) and len(text) <= MAX_DIGITS else None


_ARABIC_MARKS = {"٫": ".", "٬": ","}
_FULL_WIDTH = ord("！") - ord("!")
"""How far full-width signs stand from their ASCII ones."""


def _ascii_mark(mark: str) -> str:
    """Write a mark of a number in ASCII: full-width and Arabic digits, points and commas."""
    digit = unicodedata.decimal(mark, None)
    if digit is not None:
        return str(digit)
    if "！" <= mark <= "～":
        return chr(ord(mark) - _FULL_WIDTH)
    return _ARABIC_MARKS.get(mark, mark)


UNKNOWN_POWER, POWER_CONFLICT, POWER_UNCERTAIN = -100, -101, -102
"""Powers of ten of figures that are stopped: their multiplier is not understood, says another power
than their unit, or stands in a unit and is not certain ('mil people').
"""
UnitOf = Callable[[str], str]
"""Gives the unit that somebody said a text means in which a multiplier is not certain; '' for one
of which nobody said it.
"""


def no_unit(text: str) -> str:
    """Return that no unit is known: for a file of which nobody said anything."""
    return ""


MAX_TITLE_LENGTH = 60
MAX_TEXT_LENGTH = 80
"""Characters of a header and of a cell that a problem quotes."""


def parse_multipliers(column: Column) -> NDArray[np.int8]:
    """Return the powers of ten of a multiplier column (UNIT_MULT, PowerCode, Scale), row by row.

    They are UNKNOWN_POWER where a word is not understood: `unknown_multipliers` reports such words,
    and `drop_unknown_multipliers` leaves their rows out.
    """
    powers = np.array(_word_powers(column) or [0], dtype=float)  # None becomes NaN
    table: NDArray[np.int8] = np.nan_to_num(powers, nan=UNKNOWN_POWER).astype(np.int8)
    return table[column.codes]


def _word_powers(column: Column) -> list[int | None]:
    """Give the power of each word of a column, None where it is not understood; factors (1, 1000)
    count as such.
    """
    powers = parse_factors([word for word in column.categories if word.strip()])
    if powers:
        return [powers.get(word, 0) for word in column.categories]
    return [parse_power(word) for word in column.categories]


def unknown_multipliers(
    column: Column, line: NDArray[np.int32], name: str, title: str
) -> list[Problem]:
    """Report each word of a multiplier column that is not understood, and the rows it stops."""
    problems: list[Problem] = []
    more = 0
    for code, power in enumerate(_word_powers(column)):
        if power is not None:
            continue
        mask = column.codes == code
        if not mask.any():
            continue
        if len(problems) == MAX_REPORTED:
            more += 1
            continue
        problems.append(
            Problem(
                ProblemCode.UNKNOWN_MULTIPLIER,
                name,
                int(line[int(np.argmax(mask))]),
                title[:MAX_TITLE_LENGTH],
                column.categories[code][:MAX_TEXT_LENGTH],
                {"n": int(mask.sum())},
            )
        )
    if more:
        code_of_more = ProblemCode.MORE_UNKNOWN_MULTIPLIERS
        column_title = title[:MAX_TITLE_LENGTH]
        problems.append(Problem(code_of_more, name, column=column_title, values={"n": more}))
    return problems


def drop_unknown_multipliers(
    rows: Rows, name: str, unit_of: UnitOf = no_unit
) -> tuple[Rows, list[Problem]]:
    """Leave out rows whose multiplier is not understood.

    Those of a multiplier column are reported before; those that contradict their unit, or stand in
    it and are not certain, here. `unit_of` gives the unit of the latter where somebody said it:
    then they stay, in that unit and as they are written.
    """
    rows = _settle_units(rows, unit_of)
    stopped = np.isin(rows.exponent, (UNKNOWN_POWER, POWER_CONFLICT, POWER_UNCERTAIN))
    if not stopped.any():
        return rows, []
    conflicts = np.flatnonzero(rows.exponent == POWER_CONFLICT)
    problems = []
    if len(conflicts):
        problems.append(_unit_problem(ProblemCode.MULTIPLIER_CONFLICT, rows, name, conflicts))
    problems += _uncertain_units(rows, name)
    return rows.take(np.flatnonzero(~stopped)), problems


def _settle_units(rows: Rows, unit_of: UnitOf) -> Rows:
    """Give rows whose unit is not certain the unit that somebody said it means."""
    uncertain = rows.exponent == POWER_UNCERTAIN
    codes = np.unique(rows.unit.codes[uncertain]).tolist()
    units = {code: unit_of(rows.unit.categories[code]) for code in codes}
    settled = {code: unit for code, unit in units.items() if unit}
    if not settled:
        return rows
    mask = uncertain & np.isin(rows.unit.codes, list(settled))
    # a unit that is settled gets a code of its own, as other rows may have the same word
    new_code = {code: len(rows.unit.categories) + at for at, code in enumerate(settled)}
    moved = [new_code.get(code, code) for code in range(len(rows.unit.categories))]
    unit_codes = np.where(mask, np.array(moved)[rows.unit.codes], rows.unit.codes)
    unit = Column(unit_codes.astype(np.int32), (*rows.unit.categories, *settled.values()))
    exponent = np.where(mask, 0, rows.exponent).astype(np.int8)
    return replace(rows, unit=map_categories(unit, str), exponent=exponent)


def _uncertain_units(rows: Rows, name: str) -> list[Problem]:
    """Report each unit that may hold a multiplier, and the rows it stops."""
    uncertain = rows.exponent == POWER_UNCERTAIN
    codes = np.unique(rows.unit.codes[uncertain])
    positions = [np.flatnonzero(uncertain & (rows.unit.codes == code)) for code in codes]
    positions.sort(key=lambda found: int(found[0]))
    problems = [
        _unit_problem(ProblemCode.MULTIPLIER_UNCERTAIN, rows, name, found)
        for found in positions[:MAX_REPORTED]
    ]
    if rest := positions[MAX_REPORTED:]:
        code = ProblemCode.MORE_UNKNOWN_MULTIPLIERS
        problems.append(Problem(code, name, column="unit", values={"n": len(rest)}))
    return problems


def _unit_problem(code: ProblemCode, rows: Rows, name: str, positions: NDArray[np.intp]) -> Problem:
    """Report the unit of rows that it stops, at the first of them."""
    first = int(positions[0])
    unit = rows.unit.categories[rows.unit.codes[first]][:MAX_TEXT_LENGTH]
    values = {"n": len(positions)}
    return Problem(code, name, int(rows.line[first]), "unit", unit, values)
