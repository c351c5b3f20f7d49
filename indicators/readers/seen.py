"""What the columns of an unknown table look like, from the first rows: how many cells are figures, periods, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.readers.figures import MISSING
from indicators.readers.marks import is_figure
from indicators.readers.times import period_of


@dataclass(frozen=True)
class Seen:
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


def folded(name: str) -> str:
    """A header cell in lower case, only letters, digits and single blanks."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.partition("#")[0]) if "_" not in name else name
    words = "".join(mark if mark.isalnum() else " " for mark in spaced.casefold()).split()
    return " ".join(words)


def look(name: str, cells: Sequence[str]) -> Seen:
    filled = [cell for cell in cells if cell.casefold() not in MISSING]
    size = max(len(filled), 1)
    words = sum(any(mark.isalpha() for mark in cell) for cell in filled) / size > 0.5
    return Seen(name, folded(name), len(filled), len(set(filled)), sum(is_figure(cell) for cell in filled) / size,
                 _times(filled) / size, sum(len(cell) <= 12 and " " not in cell for cell in filled) / size, words)


_DAY = re.compile(r"\d{1,4}[-./]\d\d?[-./]\d{2,4}([T ][\d:.]{1,20}Z?)?")


def _times(filled: Sequence[str]) -> int:
    return sum(is_time(cell) for cell in filled)


def is_time(cell: str) -> bool:
    """Whether a cell is a period or a date; of bare numbers only what may be a year of figures."""
    if cell.isdigit():
        return bool(period_of(cell)) and 1500 < int(cell[:4]) < 2200
    return bool(period_of(cell)) or bool(_DAY.fullmatch(cell))
