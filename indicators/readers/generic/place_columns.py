"""Which columns of an unknown table hold places: by their headers, by their cells, or by places as
headers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from indicators.problems import ProblemCode
from indicators.readers.cells.column_profile import ColumnProfile
from indicators.readers.cells.header_words import PERIODS, PLACE_CODES, PLACES
from indicators.readers.cells.totals import TOTAL_WORDS
from indicators.readers.generic.roles import NeedsAnswer
from indicators.readers.generic.table_sample import TableSample
from indicators.readers.preview import IsPlace

_COUNTRY_CODES = PLACE_CODES[0] | PLACE_CODES[1]
_CODES_BESIDE_A_NAME = frozenset(("code", "id", "代码"))
_MOST = 0.8
"""The share of cells or columns from which on they are taken to be all places."""


@dataclass(frozen=True)
class PlaceColumns:
    """The columns with the code and the name of a place, '' for none; and columns named for places,
    as parts of a row.
    """

    code: str = ""
    name: str = ""
    across: dict[str, dict[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.code or self.name or self.across)


def find_place_columns(
    sample: TableSample,
    profiles: Sequence[ColumnProfile],
    periods: Collection[str],
    is_place: IsPlace,
) -> PlaceColumns:
    """Find the columns of places among those that are filled and named for no period.

    Raises NeedsAnswer where some columns of figures are named for places and others are not.
    """
    free = [column for column in profiles if column.name not in periods]
    name = _find_by_header((column for column in free if column.number_share < 0.5), PLACES)
    code = _find_code(free, name)
    if code and name and not _belong_together(sample, free, code, name):
        code = ""
    if not code and not name:
        name = _find_by_cells(sample, free, is_place)
    across = {} if code or name else _find_across(profiles, is_place)
    return PlaceColumns(code, name, across)


def finest(columns: Iterable[ColumnProfile]) -> str:
    """Return the name of the column with most different words; '' where there is no column."""
    best = max(columns, key=lambda column: column.distinct, default=None)
    return best.name if best else ""


def _find_by_header(columns: Iterable[ColumnProfile], word_lists: Sequence[frozenset[str]]) -> str:
    """Give the finest column of the first list of words that has any."""
    columns = list(columns)
    for words in word_lists:
        if name := finest(column for column in columns if column.key in words):
            return name
    return ""


def _find_code(profiles: Sequence[ColumnProfile], name: str) -> str:
    codes = [column for column in profiles if column.code_share > 0.9]
    if code := _find_by_header(codes, PLACE_CODES):
        return code
    if not name:
        return ""
    return finest(
        column
        for column in codes
        if column.key in _CODES_BESIDE_A_NAME and column.number_share < 0.5
    )


def _belong_together(
    sample: TableSample, profiles: Sequence[ColumnProfile], code: str, name: str
) -> bool:
    """Say whether a code and a name are of the same places.

    Where two countries have one name (Congo, Korea), the code tells them apart: it is the place,
    and no breakdown.
    """
    if sample.is_one_to_one(code, name):
        return True
    keys = {column.name: column.key for column in profiles}
    of_countries = keys[code] in _COUNTRY_CODES and keys[name] in PLACES[0]
    return of_countries and sample.determines(code, name)


def _find_by_cells(
    sample: TableSample, profiles: Sequence[ColumnProfile], is_place: IsPlace
) -> str:
    """Give the column whose cells are places, whatever its header; '' for none, or for several that
    differ (from, to).
    """
    names = [
        column.name
        for column in profiles
        if column.number_share < 0.5 and _are_places(sample.cells(column.name), is_place)
    ]
    if not names or not all(sample.is_one_to_one(names[0], name) for name in names[1:]):
        return ""
    return names[0]


def _are_places(cells: Iterable[str], is_place: Callable[[str], bool]) -> bool:
    words = {cell for cell in cells if cell}
    return sum(map(is_place, words)) >= max(1, _MOST * len(words))


def _find_across(profiles: Sequence[ColumnProfile], is_place: IsPlace) -> dict[str, dict[str, str]]:
    """Give the columns of figures named for places, where nearly all are: {'France': {'place':
    'France'}}.
    """
    figures = [
        column.name
        for column in profiles
        if column.number_share >= 0.5
        and column.key not in PERIODS
        and column.name.casefold() not in TOTAL_WORDS
    ]
    # 'France#2' is the second column of that name
    places = [name for name in figures if is_place(name.partition("#")[0])]
    if len(places) < 2:
        return {}
    if len(places) < _MOST * len(figures):
        other = next(name for name in figures if name not in places)
        raise NeedsAnswer(ProblemCode.PLACE_COLUMNS_MIXED, place=places[0][:40], other=other[:40])
    return {name: {"place": name} for name in places}
