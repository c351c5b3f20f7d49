"""The one table of observations, whether read, computed or of a group.

Dimensions `indicator, place, breakdown, period`; measure `value`; attributes `status`, `source`,
`coverage`, `note`, and where the figure stood, `file` and `line`. The columns are integer codes
with a codelist for each, sorted by indicator, breakdown, place and period, so that one indicator
is a slice and nothing scans the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.model import STATUSES, TOTAL
from indicators.periods import month_number, period_months, period_start

COLUMNS = (
    "indicator",
    "place",
    "breakdown",
    "period",
    "date",
    "value",
    "status",
    "source",
    "coverage",
    "note",
    "file",
    "line",
)
T = TypeVar("T")
Codes = NDArray[np.signedinteger[Any]]
"""Codes of a column. Those of a table from a snapshot are of the smallest type that holds them, so
sums and products need a longer one: `key` has int64.
"""
POWERS_OF_TEN = np.array([float(f"1e{exponent}") for exponent in range(23)])
"""The powers of ten that a double holds exactly."""
SIGNIFICANT_DIGITS = 15
ROUNDING_TOLERANCE = 1e-9
"""A computed figure that moves by less than this share of itself was only added up in another
order.
"""


class _OnDemand(dict[str, T]):
    """A value for each column, made on first use: notes can be many and are seldom looked up."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> T:
        self[name] = self._make(name)
        return self[name]


def _first_days(periods: Iterable[str]) -> NDArray[np.datetime64]:
    return np.array([period_start(period) for period in periods], dtype="datetime64[D]")


def _first_months(periods: Iterable[str]) -> Codes:
    months = [month_number(period_start(period)) for period in periods]
    return np.array(months, dtype=np.int32)


def _lengths(periods: Iterable[str]) -> Codes:
    return np.array([period_months(period) for period in periods], dtype=np.int32)


@dataclass(frozen=True)
class Codelists:
    """What codes stand for. Periods are in order of time, the rest in order of appearance."""

    indicator: tuple[str, ...]
    place: tuple[str, ...]
    breakdown: tuple[str, ...]
    period: tuple[str, ...]
    source: tuple[str, ...]
    note: tuple[str, ...]
    file: tuple[str, ...]

    @cached_property
    def code(self) -> Mapping[str, dict[str, int]]:
        """For each column, from category to code."""
        return _OnDemand(lambda name: _positions(getattr(self, name)))

    @cached_property
    def arrays(self) -> Mapping[str, NDArray[np.object_]]:
        """For each column, the categories as an array that codes index; -1 gives an empty one."""
        return _OnDemand(lambda name: np.array([*getattr(self, name), ""], dtype=object))

    @cached_property
    def indexes(self) -> Mapping[str, pd.Index]:
        """For each column, the categories as an index, from which frames take their axes."""
        return _OnDemand(lambda name: pd.Index(self.arrays[name][:-1], name=name))

    @cached_property
    def dates(self) -> NDArray[np.datetime64]:
        """The first day of each period."""
        return _first_days(self.period).astype("datetime64[s]")

    @cached_property
    def start_months(self) -> Codes:
        """The first month of each period, counted from the year 0."""
        return _first_months(self.period)

    @cached_property
    def months(self) -> Codes:
        """The length of each period in months."""
        return _lengths(self.period)


@dataclass(frozen=True)
class ObservationRows:
    """Rows as columns of equal length.

    -1 stands for 'none' in source, note and file, 0 for no line.
    """

    indicator: Codes
    place: Codes
    breakdown: Codes
    period: Codes
    value: NDArray[np.float64]
    status: NDArray[np.int8]
    source: Codes
    coverage: NDArray[np.float32]
    note: Codes
    file: Codes
    line: Codes

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: Any) -> ObservationRows:
        """Return the rows of these positions, or of this mask."""
        return ObservationRows(*(getattr(self, field.name)[rows] for field in fields(self)))


def observation_rows(size: int, **columns: Any) -> ObservationRows:
    """Make `size` rows from columns or single values.

    Columns that are not given hold 'none': -1 in source, note and file, 0 in line, nan in
    coverage, the total as breakdown, 'reported' as status.
    """
    values: dict[str, Any] = dict.fromkeys(("source", "note", "file"), -1)
    values |= {"line": 0, "status": 0, "coverage": np.nan, "breakdown": 0}
    values |= columns
    types = {"value": np.float64, "status": np.int8, "coverage": np.float32}
    arrays = {}
    for field in fields(ObservationRows):
        array = np.asarray(values[field.name], dtype=types.get(field.name, np.int32))
        arrays[field.name] = np.broadcast_to(array, (size,))
    return ObservationRows(**arrays)


def significant(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values with 15 significant digits, as many as every double surely holds.

    What a computed figure has beyond them is dust of the arithmetic: 31.400000000000002.
    """
    rounded, is_certain = _rounded_by_scaling(values)
    uncertain = values[~is_certain].tolist()
    rounded[~is_certain] = [float(f"{value:.{SIGNIFICANT_DIGITS}g}") for value in uncertain]
    return rounded


def _rounded_by_scaling(
    values: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return values rounded to 15 digits, and which of them surely equal the decimal rounding.

    A value is scaled to an integer of 15 digits. The scale, a power of ten, and the integer are
    exact doubles, so their quotient is the double nearest to the decimal number. Only the scaled
    value itself is inexact, by at most 1/16 (half the spacing of doubles below 10**15): where it
    is nearer to a half than that, what the product lost decides. Not certain is a half itself.
    """
    last = SIGNIFICANT_DIGITS - 1
    with np.errstate(all="ignore"):  # zero has no logarithm: it is not certain, like nan
        exponent = np.floor(np.log10(np.abs(values)))
        is_in_range = (exponent >= last - (len(POWERS_OF_TEN) - 1)) & (exponent <= last)
        scale = POWERS_OF_TEN[np.where(is_in_range, last - exponent, 0).astype(np.int8)]
        scaled = values * scale
        integer = np.rint(scaled)
        rest = scaled - integer
        near = np.flatnonzero(is_in_range & (np.abs(rest) >= 0.5 - 1 / 16))
        rest[near] += _lost_in_product(values[near], scale[near], scaled[near])
        integer[near] += (rest[near] > 0.5).astype(float) - (rest[near] < -0.5)
        # A logarithm just below or above a whole number gives one digit too many or too few.
        magnitude = np.abs(integer)
        has_all_digits = (magnitude >= 10.0**last) & (magnitude < 10.0**SIGNIFICANT_DIGITS)
        is_certain = is_in_range & has_all_digits & (np.abs(rest) != 0.5)
        return integer / scale, is_certain


def _lost_in_product(
    left: NDArray[np.float64], right: NDArray[np.float64], product: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what a product of doubles lost by rounding, exactly.

    Source: Dekker, "A floating-point technique for extending the available precision" (1971). Each
    factor is cut into two parts of half the digits, whose products are exact.
    """
    (left_high, left_low), (right_high, right_low) = map(_halves, (left, right))
    error = left_high * right_high - product
    error += left_high * right_low
    error += left_low * right_high
    return error + left_low * right_low


def _halves(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two parts of each value, of 26 binary digits each, whose sum it is."""
    shifted = values * (2.0**27 + 1)
    high = shifted - (shifted - values)
    return high, values - high


EMPTY = observation_rows(0, indicator=[], place=[], period=[], value=[])
"""No rows."""


def concat(blocks: Sequence[ObservationRows]) -> ObservationRows:
    """Return the rows of all blocks, one below the other."""
    blocks = [block for block in blocks if len(block)]
    if len(blocks) < 2:
        return blocks[0] if blocks else EMPTY
    columns = []
    for field in fields(ObservationRows):
        pieces = [getattr(block, field.name) for block in blocks]
        columns.append(np.concatenate(pieces, dtype=smallest_type(*pieces)))
    return ObservationRows(*columns)


def smallest_type(*columns: NDArray[Any]) -> np.dtype[Any]:
    """Return the smallest type that holds the values of all columns, which are not empty.

    It is their own type where they are no signed integers.
    """
    common = np.result_type(*columns)
    if common.kind != "i":
        return common
    low = min(int(column.min()) for column in columns)
    high = max(int(column.max()) for column in columns)
    # Of negative numbers NumPy returns a signed type, and -high - 1 fits where high does.
    return np.min_scalar_type(min(low, -high - 1))


def smallest(rows: ObservationRows) -> ObservationRows:
    """Return rows with each column in the smallest type that holds it: 26 bytes instead of 45."""
    if not len(rows):
        return rows
    columns = (getattr(rows, field.name) for field in fields(ObservationRows))
    return ObservationRows(*(column.astype(smallest_type(column)) for column in columns))


def bounds(column: Codes, code: int) -> tuple[int, int]:
    """Return the first row of a code in a sorted column, and the row after its last."""
    if code > np.iinfo(column.dtype).max:
        return len(column), len(column)
    # Of the column's own type: NumPy would convert the whole column to a longer one.
    number = column.dtype.type(code)
    return int(np.searchsorted(column, number)), int(np.searchsorted(column, number, "right"))


def first_rows(column: Codes, size: int) -> NDArray[np.int64]:
    """Return the first row of each code below `size` in a sorted column, and the number of rows."""
    representable = min(size, int(np.iinfo(column.dtype).max) + 1)
    first = np.full(size + 1, len(column), dtype=np.int64)
    codes = np.arange(representable).astype(column.dtype)
    first[:representable] = np.searchsorted(column, codes)
    return first


def key(rows: ObservationRows, codelists: Codelists) -> NDArray[np.int64]:
    """Return one number for indicator, breakdown, place and period, in the order of the table."""
    number = rows.indicator.astype(np.int64)
    for codes, size in (
        (rows.breakdown, len(codelists.breakdown)),
        (rows.place, len(codelists.place)),
        (rows.period, len(codelists.period)),
    ):
        number *= max(size, 1)
        number += codes
    return number


@dataclass(frozen=True)
class Grid:
    """One indicator and breakdown as a grid: rows are places, columns periods in order of time.

    `cell` holds the position of each figure in the table, -1 where there is none; `value` is nan
    there.
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    value: NDArray[np.float64]
    cell: Codes
    row: dict[str, int]
    column: dict[str, int]

    @cached_property
    def dates(self) -> NDArray[np.datetime64]:
        """The first day of each period."""
        return _first_days(self.periods)

    @cached_property
    def start_months(self) -> Codes:
        """The first month of each period, counted from the year 0."""
        return _first_months(self.periods)

    @cached_property
    def months(self) -> Codes:
        """The length of each period in months."""
        return _lengths(self.periods)


@dataclass(frozen=True)
class Observations:
    """The table, sorted, with the slice of each indicator."""

    codelists: Codelists
    rows: ObservationRows

    @classmethod
    def of(
        cls, codelists: Codelists, rows: ObservationRows, ranks: NDArray[np.int32] | None = None
    ) -> Observations:
        """Sort rows into the table's order; of equal keys, by the rank of their file."""
        number = key(rows, codelists)
        if ranks is not None:
            number = number * (int(ranks.max(initial=0)) + 1) + ranks[rows.file]
        if len(number) < 2 or (number[1:] >= number[:-1]).all():
            return cls(codelists, rows)
        return cls(codelists, rows.take(np.argsort(number, kind="stable")))

    def with_rows(self, rows: ObservationRows) -> Observations:
        """Return the table with further rows; of equal keys, after those that it has."""
        if not len(rows) or not len(self.rows):
            return Observations.of(self.codelists, concat([self.rows, rows]))
        new = Observations.of(self.codelists, rows).rows
        position = np.searchsorted(
            key(self.rows, self.codelists), key(new, self.codelists), side="right"
        )
        is_new = np.zeros(len(self.rows) + len(new), dtype=bool)
        is_new[position + np.arange(len(new))] = True
        columns = []
        for field in fields(ObservationRows):
            before, after = getattr(self.rows, field.name), getattr(new, field.name)
            column = np.empty(len(is_new), dtype=smallest_type(before, after))
            column[~is_new] = before
            column[is_new] = after
            columns.append(column)
        return Observations(self.codelists, ObservationRows(*columns))

    def replace_indicators(self, codes: Iterable[int], rows: ObservationRows) -> Observations:
        """Return the table with these sorted rows instead of all rows of these indicators."""
        pieces, position = [], 0
        for code in sorted(codes):
            start, stop = bounds(self.rows.indicator, code)
            new = slice(*bounds(rows.indicator, code))
            pieces += [self.rows.take(slice(position, start)), rows.take(new)]
            position = stop
        pieces.append(self.rows.take(slice(position, None)))
        return Observations(self.codelists, concat(pieces))

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """For each indicator that has figures, its first row and the row after its last."""
        edges = first_rows(self.rows.indicator, len(self.codelists.indicator)).tolist()
        return {
            indicator: (edges[code], edges[code + 1])
            for code, indicator in enumerate(self.codelists.indicator)
            if edges[code + 1] > edges[code]
        }

    @cached_property
    def _blocks(self) -> NDArray[np.int64]:
        """The first row of each indicator and breakdown, and the number of rows."""
        indicators = first_rows(self.rows.indicator, len(self.codelists.indicator))
        breakdown = self.rows.breakdown
        changes = np.flatnonzero(breakdown[1:] != breakdown[:-1]) + 1
        return np.union1d(indicators, changes)

    def positions_of_place(self, place: str) -> NDArray[np.int64]:
        """Return the rows of one place in all indicators and breakdowns, in order.

        Every block of an indicator and breakdown is searched at once, each by halves.
        """
        code = self.codelists.code["place"].get(place)
        if code is None:
            return np.zeros(0, dtype=np.int64)
        blocks = self._blocks
        first = _search(self.rows.place, blocks[:-1], blocks[1:], code)
        stop = _search(self.rows.place, first, blocks[1:], code + 1)
        count = stop - first
        # The positions within each block, beside the first row of the block.
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.asarray(np.repeat(first, count) + within)

    @cached_property
    def _grids(self) -> dict[tuple[str, str], Grid]:
        return {}

    def breakdowns(self, indicator: str) -> tuple[str, ...]:
        """Return the breakdowns an indicator has, the total first."""
        start, stop = self.spans.get(indicator, (0, 0))
        codes = self.rows.breakdown[start:stop]
        names, position = [], 0
        while position < len(codes):  # they are in order: jump to the row after the last of each
            names.append(self.codelists.breakdown[codes[position]])
            position = int(np.searchsorted(codes, codes[position], side="right"))
        return tuple(sorted(names, key=lambda name: (name != TOTAL, name)))

    def grid(self, indicator: str, breakdown: str = TOTAL) -> Grid:
        """Return the grid of one indicator and breakdown, empty where there are no figures.

        It is made once and shared, so never write into it.
        """
        if (indicator, breakdown) not in self._grids:
            self._grids[indicator, breakdown] = self._make_grid(indicator, breakdown)
        return self._grids[indicator, breakdown]

    def _make_grid(self, indicator: str, breakdown: str) -> Grid:
        start, stop = self.span(indicator, breakdown)
        place_codes, row = np.unique(self.rows.place[start:stop], return_inverse=True)
        period_codes, column = np.unique(self.rows.period[start:stop], return_inverse=True)
        value = np.full((len(place_codes), len(period_codes)), np.nan)
        cell = np.full(value.shape, -1, dtype=np.int32)
        value[row, column] = self.rows.value[start:stop]
        cell[row, column] = np.arange(start, stop)
        places = tuple(self.codelists.arrays["place"][place_codes])
        periods = tuple(self.codelists.arrays["period"][period_codes])
        return Grid(places, periods, value, cell, _positions(places), _positions(periods))

    def span(self, indicator: str, breakdown: str) -> tuple[int, int]:
        """Return the first row of an indicator and breakdown, and the row after its last."""
        start, stop = self.spans.get(indicator, (0, 0))
        code = self.codelists.code["breakdown"].get(breakdown)
        if code is None:
            return start, start
        first, last = bounds(self.rows.breakdown[start:stop], code)
        return start + first, start + last

    def cells(self, indicator: str, place: str, breakdown: str = TOTAL) -> range:
        """Return the positions of the figures of one place, in order of time."""
        start, stop = self.span(indicator, breakdown)
        code = self.codelists.code["place"].get(place)
        if code is None:
            return range(0)
        first, last = bounds(self.rows.place[start:stop], code)
        return range(start + first, start + last)

    def frame(self, rows: Any) -> pd.DataFrame:
        """Return rows of these positions (a slice or an array) as a frame with `COLUMNS`."""
        block, categories = self.rows.take(rows), self.codelists.arrays
        columns: dict[str, Any] = {
            name: categories[name][getattr(block, name)]
            for name in ("indicator", "place", "breakdown", "period", "source", "note", "file")
        }
        columns |= {
            "date": self.codelists.dates[block.period],
            "value": block.value,
            "coverage": block.coverage,
            "status": np.array(STATUSES, dtype=object)[block.status],
            "line": block.line.astype(np.int32),
        }
        return pd.DataFrame({name: columns[name] for name in COLUMNS})

    def select(
        self,
        indicator: str,
        places: Iterable[str] | None = None,
        breakdown: str | None = TOTAL,
        periods: Iterable[str] | None = None,
    ) -> pd.DataFrame:
        """Return figures of one indicator as a tidy frame; breakdown None gives all breakdowns."""
        if breakdown is None:
            start, stop = self.spans.get(indicator, (0, 0))
        else:
            start, stop = self.span(indicator, breakdown)
        if places is None and periods is None:
            return self.frame(slice(start, stop))
        is_selected = np.ones(stop - start, dtype=bool)
        for name, selection in (("place", places), ("period", periods)):
            if selection is not None:
                codes = [self.codelists.code[name].get(category, -1) for category in selection]
                is_selected &= np.isin(getattr(self.rows, name)[start:stop], codes)
        return self.frame(np.flatnonzero(is_selected) + start)


def _search(
    column: Codes, start: NDArray[np.int64], stop: NDArray[np.int64], code: int
) -> NDArray[np.int64]:
    """Return for each sorted part of a column the first row of a code at least this one."""
    low, high = start.copy(), stop.copy()
    while (is_open := low < high).any():
        middle = (low + high) // 2
        is_below = np.zeros(len(low), dtype=bool)
        is_below[is_open] = column[middle[is_open]] < code
        low = np.where(is_below, middle + 1, low)
        high = np.where(is_open & ~is_below, middle, high)
    return low


def _positions(names: Sequence[str]) -> dict[str, int]:
    """Return the position of each name."""
    return {name: position for position, name in enumerate(names)}
