"""Values as files write them -> plain numbers as text: thousand separators, decimal commas, marks of missing."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.multipliers import parse_factors, parse_power
from indicators.problems import Problem, ProblemCode
from indicators.readers.rows import TOLD, Column, Rows
from indicators.vocabulary import join_languages, read_word_lists

MISSING_WORDS = join_languages(
    read_word_lists("indicators.readers.cells", "missing_words.toml")
) | {""}
"""Words that stand for 'no figure', in lower case."""

_NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?$"
_PLAIN = re.compile(_NUMBER, re.ASCII)
_LONGEST = 300
"""Digits of a number; what is longer, or 1e400, is beyond every number that a computer counts with, and kept as words."""
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f\u2007'’`")
_COMMAS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?(e[-+]?\d+)?", re.IGNORECASE)
_DOTS = re.compile(r"[-+]?\d{1,3}(\.\d{3})+,\d+|[-+]?\d{1,3}(\.\d{3}){2,}")
_COMMA = re.compile(r"[-+]?\d*,\d+(e[-+]?\d+)?", re.IGNORECASE)
_INDIAN = re.compile(r"[-+]?\d{1,2}(,\d{2})+,\d{3}(\.\d+)?")
_GROUP_OF_DOTS = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_DOTS_SURE = re.compile(r"[-+]?\d{1,3}(\.\d{3})+,\d+|[-+]?\d{1,3}(\.\d{3}){2,}")
_GROUPED = re.compile(r"[-+]?\d{1,3}([ \u00a0\u2009\u202f\u2007'’`]\d{3})+([.,]\d+)?")


class ParsedNumbers(NamedTuple):
    """Plain numbers ('' = missing), which cells are words instead, and which a comma makes doubtful."""

    text: pa.StringArray
    not_numeric: NDArray[np.bool_]
    ambiguous: NDArray[np.bool_]


def parse_numbers(text: pa.StringArray, delimiter: str = ",") -> ParsedNumbers:
    """The values of a file. How a comma is meant is decided for all of them together."""
    size = len(text)
    none = np.zeros(size, dtype=bool)
    if not size or (delimiter != ";" and _all_numbers(text)):
        return ParsedNumbers(text, none, none)
    text = pc.utf8_trim_whitespace(text)
    odd = ~pc.match_substring_regex(text, _NUMBER).to_numpy(zero_copy_only=False)
    odd |= pc.greater(pc.binary_length(text), _LONGEST).to_numpy(zero_copy_only=False)
    if not odd.any() and delimiter != ";":
        return ParsedNumbers(text, none, none)
    distinct = [
        word.strip()
        for word in text.filter(pa.array(odd)).dictionary_encode().dictionary.to_pylist()
    ]
    dots = _dots(text, odd, distinct, delimiter)
    odd |= dots.at
    strange = text.filter(pa.array(odd)).dictionary_encode()
    distinct = [word.strip() for word in strange.dictionary.to_pylist()]
    said, doubts = _mended(distinct, delimiter, dots.group)
    at = strange.indices.to_numpy(zero_copy_only=False)
    plain = pa.array(
        [distinct[k] if word is None else word for k, word in enumerate(said)], pa.string()
    )
    words, doubtful = none.copy(), none.copy()
    words[odd] = np.array([word is None for word in said], dtype=bool)[at]
    doubtful[odd] = np.array(doubts, dtype=bool)[at]
    return ParsedNumbers(
        pc.replace_with_mask(text, pa.array(odd), plain.take(pa.array(at))), words, doubtful
    )


class _Dots(NamedTuple):
    """Cells like '2.345' in which the dot may part thousands; and whether it does."""

    at: NDArray[np.bool_]
    group: bool


def _dots(
    text: pa.StringArray, odd: NDArray[np.bool_], distinct: list[str], delimiter: str
) -> _Dots:
    """Where commas are decimal, a dot before three digits parts thousands, unless another dot is decimal for certain.

    Where no comma tells it, the cells stay as they are and are doubtful, in a file of semicolons whose dots all look so.
    """
    none = np.zeros(len(text), dtype=bool)
    marks = [number_mark(word) for word in distinct]
    decimal = "decimal" in marks and "group" not in marks
    if not decimal and (delimiter != ";" or any(marks)):
        return _Dots(none, False)
    dotted = pc.match_substring(text, ".").to_numpy(zero_copy_only=False) & ~odd
    grouped = dotted & pc.match_substring_regex(text, r"^[-+]?[1-9]\d{0,2}\.\d{3}$").to_numpy(
        zero_copy_only=False
    )
    if not grouped.any() or (dotted & ~grouped).any():
        return _Dots(none, False)
    return _Dots(grouped, decimal)


def _all_numbers(text: pa.StringArray) -> bool:
    """Whether every cell is a plain number already (the usual case, and quick to tell)."""
    try:
        value = pc.cast(text, pa.float64())
    except pa.ArrowInvalid:
        return False
    return bool(pc.all(pc.is_finite(value)).as_py())


def _mended(
    distinct: list[str], delimiter: str, dots: bool = False
) -> tuple[list[str | None], list[bool]]:
    """Each strange cell as a plain number, '' (missing) or None (words), and whether its comma (or dot) is doubtful."""
    marks = [number_mark(word) for word in distinct]
    comma, group = marks.count("decimal"), marks.count("group")
    decimal = comma > group or (comma == group and delimiter == ";")
    plain = [
        word.replace(".", "") if dots and _GROUP_OF_DOTS.fullmatch(word) else word
        for word in distinct
    ]
    sure = any(_DOTS_SURE.fullmatch(word.translate(_SPACES).removesuffix("%")) for word in distinct)
    unsure = not (comma or group)
    return (
        [parse_number(word, decimal) for word in plain],
        [
            (unsure and mark == "either") or (not sure and bool(_GROUP_OF_DOTS.fullmatch(word)))
            for word, mark in zip(distinct, marks, strict=True)
        ],
    )


def number_mark(word: str) -> str:
    """What a comma in the cell must be: 'decimal', 'group' (of thousands), 'either', or '' where there is none."""
    if "," not in word:
        return ""
    bare = word.translate(_SPACES).removesuffix("%")
    if _COMMAS.fullmatch(bare) or _INDIAN.fullmatch(bare):
        sure = bare.count(",") > 1 or "." in bare
        return "group" if sure else "decimal" if re.match(r"[-+]?0,", bare) else "either"
    return "decimal" if _COMMA.fullmatch(bare) or _DOTS.fullmatch(bare) else ""


def parse_number(word: str, decimal_comma: bool = False) -> str | None:
    """The cell as a plain number; '' where it stands for a missing one; None where it is words."""
    if word.casefold() in MISSING_WORDS:
        return ""
    bare = word.replace("−", "-").replace("％", "%").replace("﹣", "-").removesuffix("%").strip()
    if not bare.isascii():
        bare = "".join(_plain_mark(mark) for mark in bare)
    if _GROUPED.fullmatch(bare):
        bare = bare.translate(_SPACES)
    if _DOTS.fullmatch(bare) and ("," in bare or decimal_comma):
        bare = bare.replace(".", "").replace(",", ".")
    elif "," in bare and (_COMMAS.fullmatch(bare) or _INDIAN.fullmatch(bare)):
        must_group = bare.count(",") > 1 or "." in bare
        as_decimal = (decimal_comma or re.match(r"[-+]?0,", bare)) and not must_group
        bare = bare.replace(",", "." if as_decimal else "")
    elif _COMMA.fullmatch(bare):
        bare = bare.replace(",", ".")
    return bare if _PLAIN.fullmatch(bare) and len(bare) <= _LONGEST else None


def _plain_mark(mark: str) -> str:
    """A mark of a number in ASCII: full-width and Arabic digits, points and commas."""
    digit = unicodedata.decimal(mark, None)
    if digit is not None:
        return str(digit)
    return chr(ord(mark) - 0xFEE0) if "！" <= mark <= "～" else {"٫": ".", "٬": ","}.get(mark, mark)


UNKNOWN_POWER, POWER_CONFLICT = -100, -101
"""Powers of ten of figures that are stopped: their multiplier is not understood, or says another power than their unit."""
MAX_TITLE_LENGTH = 60
MAX_TEXT_LENGTH = 80
"""Characters of a header and of a cell that a problem quotes."""


def parse_multipliers(column: Column) -> NDArray[np.int8]:
    """Give the powers of ten of a multiplier column (UNIT_MULT, PowerCode, Scale), row by row.

    They are UNKNOWN_POWER where a word is not understood: `unknown_multipliers` reports such words, and
    `drop_unknown_multipliers` leaves their rows out.
    """
    powers = [UNKNOWN_POWER if power is None else power for power in _word_powers(column)]
    return np.array(powers or [0], dtype=np.int8)[column.codes]


def _word_powers(column: Column) -> list[int | None]:
    """Give the power of each word of a column, None where it is not understood; factors (1, 1000) count as such."""
    powers = parse_factors([word for word in column.words if word.strip()])
    if powers:
        return [powers.get(word, 0) for word in column.words]
    return [parse_power(word) for word in column.words]


def unknown_multipliers(
    column: Column, line: NDArray[np.int32], name: str, title: str
) -> list[Problem]:
    """Report each word of a multiplier column that is not understood, with how many rows it stops."""
    problems: list[Problem] = []
    more = 0
    for code, power in enumerate(_word_powers(column)):
        if power is not None:
            continue
        mask = column.codes == code
        if not mask.any():
            continue
        if len(problems) == TOLD:
            more += 1
            continue
        problems.append(
            Problem(
                ProblemCode.UNKNOWN_MULTIPLIER,
                name,
                int(line[int(np.argmax(mask))]),
                title[:MAX_TITLE_LENGTH],
                column.words[code][:MAX_TEXT_LENGTH],
                {"n": int(mask.sum())},
            )
        )
    if more:
        code_of_more = ProblemCode.MORE_UNKNOWN_MULTIPLIERS
        column_title = title[:MAX_TITLE_LENGTH]
        problems.append(Problem(code_of_more, name, column=column_title, values={"n": more}))
    return problems


def drop_unknown_multipliers(rows: Rows, name: str) -> tuple[Rows, list[Problem]]:
    """Leave out rows whose multiplier is not understood (reported before) or contradicts their unit (reported here)."""
    conflicts = np.flatnonzero(rows.exponent == POWER_CONFLICT)
    stopped = (rows.exponent == UNKNOWN_POWER) | (rows.exponent == POWER_CONFLICT)
    if not stopped.any():
        return rows, []
    problems: list[Problem] = []
    if len(conflicts):
        first = int(conflicts[0])
        problems.append(
            Problem(
                ProblemCode.MULTIPLIER_CONFLICT,
                name,
                int(rows.line[first]),
                "unit",
                rows.unit.words[rows.unit.codes[first]][:MAX_TEXT_LENGTH],
                {"n": len(conflicts)},
            )
        )
    return rows.take(np.flatnonzero(~stopped)), problems
