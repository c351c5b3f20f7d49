"""The one table: every figure there is, whether read, computed or averaged.

Key `indicator, place, breakdown, period`; measure `value`; attributes `status`, `source`, `coverage`, `note` and
where the figure stood, `file` and `line`. Kept as columns of small integers with their words beside them, sorted
by indicator, breakdown, place and period, so that one indicator is a slice and nothing scans the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.model import STATUSES, TOTAL
from indicators.periods import period_start

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
Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Codelists:
    """The words that codes stand for. Periods are in order of time, the rest in order of appearance."""

    indicator: tuple[str, ...]
    place: tuple[str, ...]
    breakdown: tuple[str, ...]
    period: tuple[str, ...]
    source: tuple[str, ...]
    note: tuple[str, ...]
    file: tuple[str, ...]

    @cached_property
    def code(self) -> dict[str, dict[str, int]]:
        """For each column, from word to code."""
        return {
            field.name: {word: code for code, word in enumerate(getattr(self, field.name))}
            for field in fields(self)
        }

    @cached_property
    def arrays(self) -> dict[str, NDArray[np.object_]]:
        """For each column, the words as an array that codes can index."""
        return {
            field.name: np.array([*getattr(self, field.name), ""], dtype=object)
            for field in fields(self)
        }

    @cached_property
    def dates(self) -> NDArray[np.datetime64]:
        """The first day of each period."""
        return np.array(
            [period_start(period) for period in self.period], dtype="datetime64[D]"
        ).astype("datetime64[s]")


@dataclass(frozen=True)
class ObservationRows:
    """Rows as columns of equal length; -1 stands for 'none' in source, note and file, 0 for no line."""

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
        """The rows of these positions, or of this mask."""
        return ObservationRows(*(getattr(self, field.name)[rows] for field in fields(self)))


def observation_rows(size: int, **columns: Any) -> ObservationRows:
    """A block of `size` rows; columns that are not given hold 'none' (value nan, status reported)."""
    empty: dict[str, Any] = dict.fromkeys(("source", "note", "file"), -1)
    empty |= {"line": 0, "status": 0, "coverage": np.nan, "breakdown": 0}
    kinds = {"value": np.float64, "status": np.int8, "coverage": np.float32}
    given = {**empty, **columns}
    return ObservationRows(
        **{
            field.name: np.broadcast_to(
                np.asarray(given[field.name], dtype=kinds.get(field.name, np.int32)), (size,)
            )
            for field in fields(ObservationRows)
        }
    )


EMPTY = observation_rows(0, indicator=[], place=[], period=[], value=[])
"""No rows."""


def concat(blocks: Sequence[ObservationRows]) -> ObservationRows:
    """Blocks below one another."""
    blocks = [part for part in blocks if len(part)]
    if len(blocks) < 2:
        return blocks[0] if blocks else EMPTY
    return ObservationRows(
        *(
            np.concatenate([getattr(part, field.name) for part in blocks])
            for field in fields(ObservationRows)
        )
    )


def key(rows: ObservationRows, words: Codelists) -> NDArray[np.int64]:
    """One number for indicator, breakdown, place and period, in the order of the table."""
    number = rows.indicator.astype(np.int64)
    for codes, size in (
        (rows.breakdown, len(words.breakdown)),
        (rows.place, len(words.place)),
        (rows.period, len(words.period)),
    ):
        number = number * max(size, 1) + codes
    return number


@dataclass(frozen=True)
class Grid:
    """One indicator and breakdown as a grid: rows are places, columns periods in order of time.

    `cell` holds the position of each figure in the table, -1 where there is none; `value` is nan there.
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    value: NDArray[np.float64]
    cell: Codes
    row: dict[str, int]
    column: dict[str, int]


@dataclass(frozen=True)
class Observations:
    """The table, sorted, with the slice of each indicator."""

    codelists: Codelists
    rows: ObservationRows

    @classmethod
    def of(
        cls, words: Codelists, rows: ObservationRows, ranks: NDArray[np.int32] | None = None
    ) -> Observations:
        """Sort rows into the table's order; of equal keys the one goes first whose file has the lower rank."""
        number = key(rows, words)
        if ranks is not None:
            number = number * (int(ranks.max(initial=0)) + 1) + ranks[rows.file]
        if len(number) < 2 or (number[1:] >= number[:-1]).all():
            return cls(words, rows)
        return cls(words, rows.take(np.argsort(number, kind="stable")))

    def with_anew(self, codes: Iterable[int], rows: ObservationRows) -> Observations:
        """The table with these sorted rows in the place of all rows of the indicators of these codes."""
        pieces, at = [], 0
        for code in sorted(codes):
            old, new = (
                np.searchsorted(column, [code, code + 1])
                for column in (self.rows.indicator, rows.indicator)
            )
            pieces += [self.rows.take(slice(at, old[0])), rows.take(slice(*new))]
            at = int(old[1])
        return Observations(self.codelists, concat([*pieces, self.rows.take(slice(at, None))]))

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """For each indicator that has figures, its first row and the row after its last."""
        edges = np.searchsorted(self.rows.indicator, np.arange(len(self.codelists.indicator) + 1))
        return {
            word: (int(edges[code]), int(edges[code + 1]))
            for code, word in enumerate(self.codelists.indicator)
            if edges[code + 1] > edges[code]
        }

    @cached_property
    def _grids(self) -> dict[tuple[str, str], Grid]:
        return {}

    def breakdowns(self, indicator: str) -> tuple[str, ...]:
        """The breakdowns an indicator has, the total first."""
        start, stop = self.spans.get(indicator, (0, 0))
        codes = np.unique(self.rows.breakdown[start:stop])
        names = [self.codelists.breakdown[code] for code in codes]
        return tuple(sorted(names, key=lambda name: (name != TOTAL, name)))

    def grid(self, indicator: str, breakdown: str = TOTAL) -> Grid:
        """The grid of one indicator and breakdown; made once, empty where there are no figures."""
        asked = (indicator, breakdown)
        if asked not in self._grids:
            self._grids[asked] = self._make_wide(*asked)
        return self._grids[asked]

    def _make_wide(self, indicator: str, breakdown: str) -> Grid:
        start, stop = self._span(indicator, breakdown)
        places, at_place = np.unique(self.rows.place[start:stop], return_inverse=True)
        periods, at_period = np.unique(self.rows.period[start:stop], return_inverse=True)
        value = np.full((len(places), len(periods)), np.nan)
        cell = np.full(value.shape, -1, dtype=np.int32)
        value[at_place, at_period] = self.rows.value[start:stop]
        cell[at_place, at_period] = np.arange(start, stop)
        names = tuple(self.codelists.arrays["place"][places])
        times = tuple(self.codelists.arrays["period"][periods])
        return Grid(
            names,
            times,
            value,
            cell,
            {name: at for at, name in enumerate(names)},
            {time: at for at, time in enumerate(times)},
        )

    def _span(self, indicator: str, breakdown: str) -> tuple[int, int]:
        start, stop = self.spans.get(indicator, (0, 0))
        code = self.codelists.code["breakdown"].get(breakdown, -1)
        first, last = np.searchsorted(self.rows.breakdown[start:stop], [code, code + 1])
        return (start + int(first), start + int(last)) if code >= 0 else (start, start)

    def frame(self, rows: Any) -> pd.DataFrame:
        """Rows of these positions (a slice or an array) in words, with the table's columns."""
        part, words = self.rows.take(rows), self.codelists.arrays
        columns: dict[str, Any] = {
            name: words[name][getattr(part, name)]
            for name in ("indicator", "place", "breakdown", "period", "source", "note", "file")
        }
        columns |= {
            "date": self.codelists.dates[part.period],
            "value": part.value,
            "coverage": part.coverage,
            "status": np.array(STATUSES, dtype=object)[part.status],
            "line": part.line,
        }
        return pd.DataFrame({name: columns[name] for name in COLUMNS})

    def select(
        self,
        indicator: str,
        places: Iterable[str] | None = None,
        breakdown: str | None = TOTAL,
        periods: Iterable[str] | None = None,
    ) -> pd.DataFrame:
        """Figures of one indicator as a tidy frame; breakdown None gives all breakdowns."""
        start, stop = (
            self.spans.get(indicator, (0, 0))
            if breakdown is None
            else self._span(indicator, breakdown)
        )
        if places is None and periods is None:
            return self.frame(slice(start, stop))
        keep = np.ones(stop - start, dtype=bool)
        for name, wanted in (("place", places), ("period", periods)):
            if wanted is not None:
                codes = [self.codelists.code[name].get(word, -1) for word in wanted]
                keep &= np.isin(getattr(self.rows, name)[start:stop], codes)
        return self.frame(np.flatnonzero(keep) + start)
