"""What the columns of an unknown table look like, from the first rows: how many cells are figures, periods, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.multipliers import is_multiplier_word, parse_factors, parse_power
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.numbers import MISSING_WORDS
from indicators.readers.cells.periods import is_split_year, parse_period
from indicators.readers.cells.units import is_multiple


@dataclass(frozen=True)
class ColumnProfile:
    """What a column's cells look like in the sample."""

    name: str
    key: str
    filled: int
    distinct: int
    numbers: float
    times: float
    short: float
    words: bool = False
    """Whether its cells are words for people: not figures, periods or '1.2.3'."""
    kind: str = ""
    """What else its cells are for certain: 'counting' (1, 2, 3 ...), 'truth' (TRUE, FALSE), 'scale' (thousands, millions), 'some
    scale' (those and others), 'unit' (with a multiplier in each: 'million euro'), 'part' (M01, Q01: of a year), 'powers' (0, 3, 6; 1, 1000),
    'measure' (12.5, -3), 'remark' (NEGLIGIBLE); '' for anything else."""


def normalize_header(name: str) -> str:
    """A header cell in lower case, only letters, digits and single blanks."""
    spaced = (
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.partition("#")[0]) if "_" not in name else name
    )
    words = "".join(mark if mark.isalnum() else " " for mark in spaced.casefold()).split()
    return " ".join(words)


def profile_column(name: str, cells: Sequence[str]) -> ColumnProfile:
    filled = [cell for cell in cells if cell.casefold() not in MISSING_WORDS]
    size = max(len(filled), 1)
    words = sum(any(mark.isalpha() for mark in cell) for cell in filled) / size > 0.5
    return ColumnProfile(
        name,
        normalize_header(name),
        len(filled),
        len(set(filled)),
        sum(is_number(cell) for cell in filled) / size,
        _times(filled) / size,
        sum(len(cell) <= 12 and " " not in cell for cell in filled) / size,
        words,
        _kind(filled),
    )


_MEASURE = re.compile(r"-?\d*[.,]\d+%?|-\d+")
_CODED_PART = re.compile(r"[MQSA](?:0\d|1[0-3])", re.IGNORECASE)
_REMARKS = frozenset(("negligible", "nil", "included", "not applicable", "category not applicable"))
"""Remarks in UNESCO's column 'magnitude': they stand in the place of a figure, and multiply none."""
_TRUTH = frozenset(("true", "false", "t", "f", "yes", "no"))


def _kind(filled: Sequence[str]) -> str:
    if filled and all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in filled):
        first = int(filled[0])
        if (
            len(filled) > 1
            and first < 2
            and all(int(cell) == first + at for at, cell in enumerate(filled))
        ):
            return "counting"
        return (
            "powers"
            if {int(cell) for cell in filled} <= {0, 1, 2, 3, 4, 5, 6, 8, 9, 12}
            or parse_factors(filled)
            else ""
        )
    if (
        filled
        and {cell.casefold() for cell in filled} <= _TRUTH
        and any(len(cell) > 1 for cell in filled)
    ):
        return "truth"
    if filled and {cell.casefold() for cell in filled} <= _REMARKS:
        return "remark"
    if filled and all(_CODED_PART.fullmatch(cell) for cell in filled):
        return "part"
    if filled and all(map(is_multiplier_word, filled)) and any(map(parse_power, filled)):
        return "scale"
    if filled and all(
        any(mark.isalpha() for mark in cell)
        and not any(map(str.isdigit, cell))
        and is_multiple(cell)
        for cell in set(filled)
    ):
        return "unit"
    if any(is_multiplier_word(cell) and parse_power(cell) for cell in filled):
        return "some scale"
    return "measure" if any(_MEASURE.fullmatch(cell) for cell in filled) else ""


_DAY = re.compile(r"\d{1,4}[-./]\d\d?[-./]\d{2,4}([T ][\d:.]{1,20}Z?)?")


def _times(filled: Sequence[str]) -> int:
    return sum(is_period_or_date(cell) for cell in filled)


def is_period_or_date(cell: str) -> bool:
    """Whether a cell is a period or a date; of bare numbers only what may be a year of figures."""
    if cell.isdigit():
        return bool(parse_period(cell)) and 1500 < int(cell[:4]) < 2200
    return bool(parse_period(cell)) or is_split_year(cell) or bool(_DAY.fullmatch(cell))
