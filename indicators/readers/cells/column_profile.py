"""Profiles of the columns of an unknown table: how many cells of the first rows are numbers,
periods, words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.multipliers import is_multiplier_word, parse_factors, parse_power
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.numbers import MISSING_WORDS
from indicators.readers.cells.periods import is_split_year, parse_period
from indicators.readers.cells.units import is_multiple


class CellKind(StrEnum):
    """What all cells of a column are for certain, besides numbers, periods or words."""

    OTHER = ""
    ROW_NUMBERS = "row numbers"
    """1, 2, 3 ..."""
    POWERS = "powers"
    """0, 3, 6 or 1, 1000: powers of ten, or factors."""
    TRUTH = "truth"
    """TRUE, FALSE."""
    REMARK = "remark"
    """NEGLIGIBLE, NIL."""
    YEAR_PART = "year part"
    """M01, Q01."""
    MULTIPLIERS = "multipliers"
    """Thousands, millions."""
    SOME_MULTIPLIERS = "some multipliers"
    """Multipliers and other words."""
    UNITS = "units"
    """Units with a multiplier in each: 'million euro'."""
    MEASURE = "measure"
    """Numbers with decimals or below zero among them."""


@dataclass(frozen=True)
class ColumnProfile:
    """What a column's cells look like in the first rows; shares are of the filled cells."""

    name: str
    key: str
    """The name as `normalize_header` has it."""
    filled: int
    distinct: int
    number_share: float
    period_share: float
    code_share: float
    """The share of short cells without a blank, as codes are."""
    is_text: bool = False
    """Whether most cells have letters in them."""
    kind: CellKind = CellKind.OTHER


MAX_CODE_LENGTH = 12


def normalize_header(name: str) -> str:
    """Write a header cell in lower case, with letters, digits and single blanks only: 'GeoAreaName'
    -> 'geo area name'.
    """
    spaced = (
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.partition("#")[0]) if "_" not in name else name
    )
    # underscores, too, part words
    return " ".join(re.findall(r"[^\W_]+", spaced.casefold()))


def profile_column(name: str, cells: Sequence[str]) -> ColumnProfile:
    """Describe a column by its name and the cells of the first rows."""
    filled = [cell for cell in cells if cell.casefold() not in MISSING_WORDS]
    size = max(len(filled), 1)
    return ColumnProfile(
        name,
        normalize_header(name),
        len(filled),
        len(set(filled)),
        sum(map(is_number, filled)) / size,
        sum(map(is_period_or_date, filled)) / size,
        sum(map(_is_code, filled)) / size,
        sum(map(_has_letters, filled)) / size > 0.5,
        _find_kind(filled),
    )


def _is_code(cell: str) -> bool:
    return len(cell) <= MAX_CODE_LENGTH and " " not in cell


def _has_letters(cell: str) -> bool:
    return any(map(str.isalpha, cell))


_MEASURE = re.compile(r"-?\d*[.,]\d+%?|-\d+")
_CODED_PART = re.compile(r"[MQSA](?:0\d|1[0-3])", re.IGNORECASE)
_REMARKS = frozenset(("negligible", "nil", "included", "not applicable", "category not applicable"))
"""Remarks in UNESCO's column 'magnitude': they stand in the place of a figure, and multiply none.
"""
_TRUTH = frozenset(("true", "false", "t", "f", "yes", "no"))
_POWERS = frozenset((0, 1, 2, 3, 4, 5, 6, 8, 9, 12))


def _find_kind(cells: Sequence[str]) -> CellKind:
    if not cells:
        return CellKind.OTHER
    if all(map(_is_count, cells)):
        return _kind_of_counts(cells)
    words = {cell.casefold() for cell in cells}
    # a column of T and F alone may be codes
    if words <= _TRUTH and any(len(word) > 1 for word in words):
        return CellKind.TRUTH
    if words <= _REMARKS:
        return CellKind.REMARK
    if all(map(_CODED_PART.fullmatch, cells)):
        return CellKind.YEAR_PART
    if (kind := _kind_of_multipliers(cells)) is not CellKind.OTHER:
        return kind
    return CellKind.MEASURE if any(map(_MEASURE.fullmatch, cells)) else CellKind.OTHER


def _is_count(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 10


def _kind_of_counts(cells: Sequence[str]) -> CellKind:
    numbers = [int(cell) for cell in cells]
    first = numbers[0]
    if len(numbers) > 1 and first < 2 and numbers == list(range(first, first + len(numbers))):
        return CellKind.ROW_NUMBERS
    is_powers = set(numbers) <= _POWERS or bool(parse_factors(cells))
    return CellKind.POWERS if is_powers else CellKind.OTHER


def _kind_of_multipliers(cells: Sequence[str]) -> CellKind:
    multipliers = [cell for cell in cells if is_multiplier_word(cell)]
    multiplies = any(map(parse_power, multipliers))
    if multiplies and len(multipliers) == len(cells):
        return CellKind.MULTIPLIERS
    if all(map(_is_scaled_unit, set(cells))):
        return CellKind.UNITS
    return CellKind.SOME_MULTIPLIERS if multiplies else CellKind.OTHER


def _is_scaled_unit(cell: str) -> bool:
    return _has_letters(cell) and not any(map(str.isdigit, cell)) and is_multiple(cell)


_DAY = re.compile(r"\d{1,4}[-./]\d\d?[-./]\d{2,4}([T ][\d:.]{1,20}Z?)?")


def is_period_or_date(cell: str) -> bool:
    """Return whether a cell is a period or a date; of bare numbers only what may be a year of
    figures.
    """
    if cell.isdigit():
        return bool(parse_period(cell)) and 1500 < int(cell[:4]) < 2200
    return bool(parse_period(cell)) or is_split_year(cell) or bool(_DAY.fullmatch(cell))
