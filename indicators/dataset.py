"""Dataset: the catalogue, the table and every problem. Everything that reads figures asks it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.catalogue.yaml_nodes import suggestion
from indicators.ingest.files import FileObservations, FileSummary, ReadContext
from indicators.model import STATUSES, TOTAL, Indicator
from indicators.observations import Grid, ObservationRows, Observations
from indicators.periods import month_number, period_start
from indicators.problems import Problem
from indicators.statistics.evidence import (
    BREAK,
    UNRANKED,
    eligible_ranks,
    is_since_breaks,
    rank_basis,
)
from indicators.statistics.recency import RECENT_STEPS, usual_step_of_rows

T = TypeVar("T")
MAX_ADDRESSES = 200
"""Of so many addresses the values are cached."""
_LOCK = threading.Lock()
"""Pages of several visitors read and write them at once."""
_LOCKS = threading.Lock()
"""Held while the lock of an entry of a memo is looked up."""


@dataclass(frozen=True)
class _DayMemo:
    """What was derived for one day, and a lock for each entry that is or was being made."""

    day: date
    values: dict[object, object] = field(default_factory=dict)
    locks: dict[object, threading.RLock] = field(default_factory=dict)


def _make_once(
    values: dict[object, object],
    locks: dict[object, threading.RLock],
    key: Hashable,
    make: Callable[[], T],
) -> T:
    """Return the value of a key; make it where it is missing, in one thread alone."""
    if key not in values:
        with _LOCKS:
            lock = locks.setdefault(key, threading.RLock())
        with lock:
            if key not in values:
                values[key] = make()
    return cast(T, values[key])


@dataclass(frozen=True)
class _Entry:
    """The value of one address, by its key, and the lock of the thread that makes it."""

    values: dict[object, object] = field(default_factory=dict)
    locks: dict[object, threading.RLock] = field(default_factory=dict)


@dataclass(frozen=True)
class Observation:
    """One figure with its attributes; `coverage` is of a group's figure, nan elsewhere.

    `file` and `line` are of a figure that was read; '' and 0 for a computed one.
    """

    indicator: str
    place: str
    breakdown: str
    period: str
    value: float
    status: str
    source: str
    coverage: float
    note: str
    file: str
    line: int


@dataclass(frozen=True)
class Ranking:
    """Places with their newest comparable figures, as columns of equal length.

    `rank` is NaN where a place has none; `status` holds positions in STATUSES, `cell` those of
    the figures in the table.
    """

    place: list[str]
    value: NDArray[np.float64]
    rank: NDArray[np.float64]
    period: list[str]
    status: NDArray[np.int8]
    cell: NDArray[np.int32]

    def order(self, indicator: Indicator) -> NDArray[np.intp]:
        """Return the positions of the places, best first, and those without a rank by value."""
        return np.lexsort((_descending(self.value, indicator), self.rank))


@dataclass(frozen=True)
class LoadState:
    """What `load` keeps with a dataset, so that the next load reads only the files that changed.

    `settings` is the fingerprint of what every file is read with, `descriptions` that of the .yaml
    files beside them. `declared` is the catalogue without the series that came with files,
    `faults` are its problems, `parts` each file without its rows.
    `superseded` are rows for which those of another file stand; they come back when that file
    goes. `category_count` is the number of categories in the codelists when all was read.
    """

    settings: str
    declared: Catalogue
    faults: tuple[Problem, ...]
    parts: Mapping[str, FileObservations]
    superseded: ObservationRows
    computing_problems: Mapping[str, tuple[Problem, ...]]
    context: ReadContext | None = None
    category_count: int = 0
    descriptions: str = ""


@dataclass(frozen=True)
class Dataset:
    """The catalogue, every observation, and every problem of loading. Never changes once loaded.

    `memo` has what was derived from it before (see `cached`), `locks` a lock for each entry that
    is or was being made.
    """

    catalogue: Catalogue
    observations: Observations
    files: tuple[FileSummary, ...]
    problems: tuple[Problem, ...]
    fingerprint: str = ""
    memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    locks: dict[object, threading.RLock] = field(default_factory=dict, repr=False, compare=False)
    load_state: LoadState | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.observations.rows)

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of `make`, called once for each key for as long as this dataset
        lives.

        A thread that asks while another one makes it waits for that. `make` may ask for other keys.
        """
        return _make_once(self.memo, self.locks, key, make)

    def cached_for_day(self, today: date, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of `make`, called once for each key and day; drop values of
        other days.

        A thread that asks while another one makes it waits for that, as in `cached`.
        """
        with _LOCK:
            memo = self.memo.get("day")
            if not isinstance(memo, _DayMemo) or memo.day != today:
                memo = _DayMemo(today)
                self.memo["day"] = memo
        return _make_once(memo.values, memo.locks, key, make)

    def select(
        self,
        indicator: str,
        places: Iterable[str] | None = None,
        breakdown: str | None = TOTAL,
        periods: Iterable[str] | None = None,
    ) -> pd.DataFrame:
        """Return figures of one indicator as a tidy frame, sorted by place and period.

        Columns: indicator, place, breakdown, period, date, value (in the indicator's unit),
        status, source, coverage (of a group's figure), note, file and line (of a figure that was
        read). `breakdown` None gives all breakdowns. A former id of the indicator works, too.
        Raises KeyError for an unknown indicator.
        """
        indicator = self.catalogue.present_id(indicator)
        if indicator not in self.catalogue.indicators:
            hint = suggestion(indicator, self.catalogue.indicators)
            raise KeyError(f"no indicator '{indicator}'. {hint}")
        return self.observations.select(indicator, places, breakdown, periods)

    def cached_for_address(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of `make`, called once for each key among the MAX_ADDRESSES that were
        read last.

        For keys that hold what an address asks for: there are more than memory holds. A thread
        that asks while another one makes it waits for that, as in `cached`.
        """
        entries = cast("dict[Hashable, _Entry]", self.cached("addresses", dict))
        with _LOCK:
            entry = entries.pop(key, None) or _Entry()
            entries[key] = entry  # the last in order is the one that was read last
            while len(entries) > MAX_ADDRESSES:
                entries.pop(next(iter(entries)))
        # Not under _LOCK: other pages need not wait for this one.
        return _make_once(entry.values, entry.locks, key, make)

    def grid(self, indicator: str, breakdown: str = TOTAL) -> Grid:
        """Return places x periods of one indicator; shared by all, so never write into it."""
        return self.observations.grid(self.catalogue.present_id(indicator), breakdown)

    def has(self, indicator: str, place: str, breakdown: str = TOTAL) -> bool:
        """Return whether the place has any figure of the indicator."""
        return bool(self._cells(indicator, place, breakdown))

    def indicators_of(self, place: str) -> tuple[str, ...]:
        """Return the indicators of which a place has a figure of the total, in their order."""
        rows, codelists = self.observations.rows, self.observations.codelists
        cells = self.observations.positions_of_place(place)
        is_total = rows.breakdown[cells] == codelists.code["breakdown"].get(TOTAL, -1)
        codes = np.unique(rows.indicator[cells[is_total]]).tolist()
        names = {codelists.indicator[code] for code in codes}
        return tuple(name for name in self.catalogue.indicators if name in names)

    def _cells(self, indicator: str, place: str, breakdown: str) -> range:
        """Return the positions of one place's figures in order of time."""
        return self.observations.cells(self.catalogue.present_id(indicator), place, breakdown)

    def breakdowns(self, indicator: str) -> tuple[str, ...]:
        """Return the breakdowns an indicator has, the total first."""
        return self.observations.breakdowns(self.catalogue.present_id(indicator))

    def series(self, indicator: str, place: str, breakdown: str = TOTAL) -> list[Observation]:
        """Return one place's figures in order of time."""
        return [self.observation(cell) for cell in self._cells(indicator, place, breakdown)]

    def latest(
        self, indicator: str, place: str, breakdown: str = TOTAL, period: str | None = None
    ) -> Observation | None:
        """Return one place's newest figure, or its newest up to `period`; None without one."""
        cells: Sequence[int] = self._cells(indicator, place, breakdown)
        if period is not None:
            names, codes = self.observations.codelists.period, self.observations.rows.period
            end = period_start(period)
            cells = [cell for cell in cells if period_start(names[codes[cell]]) <= end]
        return self.observation(cells[-1]) if cells else None

    def observation(self, cell: int) -> Observation:
        """Return the figure at a position of the table."""
        rows, codelists = self.observations.rows, self.observations.codelists
        return Observation(
            codelists.indicator[rows.indicator[cell]],
            codelists.place[rows.place[cell]],
            codelists.breakdown[rows.breakdown[cell]],
            codelists.period[rows.period[cell]],
            float(rows.value[cell]),
            STATUSES[rows.status[cell]],
            _category(codelists.source, rows.source[cell]),
            float(rows.coverage[cell]),
            _category(codelists.note, rows.note[cell]),
            _category(codelists.file, rows.file[cell]),
            int(rows.line[cell]),
        )

    def step(self, indicator: str, breakdown: str = TOTAL) -> int:
        """Return the usual distance in months between two figures: 12 for yearly ones, say."""

        def make() -> int:
            table = self.observations
            rows = slice(*table.span(self.catalogue.present_id(indicator), breakdown))
            place, period = table.rows.place[rows], table.rows.period[rows]
            codelists = table.codelists
            return usual_step_of_rows(place, period, codelists.months, codelists.start_months)

        return self.cached(("step", indicator, breakdown), make)

    def ranked(
        self,
        indicator: str,
        places: Iterable[str],
        period: str | None = None,
        within: int = RECENT_STEPS,
        breakdown: str = TOTAL,
    ) -> pd.DataFrame:
        """Return places by value, best first: place, value, rank, period, status.

        Each place enters with its newest figure at most `within` steps of the series (`step`)
        older than `period`, or than the newest of all, unless the series broke in between. The
        first is the best, or the largest where the order is by size; equal values share a rank.
        `rank` is NaN where there is none: see `statistics.evidence`.
        """
        ranking = self.ranking(indicator, places, period, within, breakdown)
        entry = self.catalogue.indicators[self.catalogue.present_id(indicator)]
        frame = pd.DataFrame(
            {
                "place": ranking.place,
                "value": ranking.value,
                "rank": ranking.rank,
                "period": ranking.period,
                "status": np.array(STATUSES, dtype=object)[ranking.status],
            }
        )
        return frame.iloc[ranking.order(entry)].reset_index(drop=True)

    def ranking(
        self,
        indicator: str,
        places: Iterable[str],
        period: str | None = None,
        within: int = RECENT_STEPS,
        breakdown: str = TOTAL,
    ) -> Ranking:
        """Return what `ranked` has, without a frame, in the order of `places`."""
        indicator = self.catalogue.present_id(indicator)
        entry, grid = self.catalogue.indicators[indicator], self.grid(indicator, breakdown)
        rows = [grid.row[place] for place in dict.fromkeys(places) if place in grid.row]
        months = within * self.step(indicator, breakdown)
        columns = newest_columns(grid, rows, period, months)
        columns = _since_breaks(entry, grid, rows, columns, period)
        is_recent = columns >= 0
        row, column = np.array(rows, dtype=int)[is_recent], columns[is_recent]
        codes = [grid.places[index] for index in row]
        values = grid.value[row, column]
        cell = grid.cell[row, column]
        can_rank = self._rankable_places[self.observations.rows.place[cell]]
        can_rank &= _has_usual_length(grid, column)
        status = self.observations.rows.status[cell]
        can_rank &= ~np.isin(status, [STATUSES.index(name) for name in UNRANKED])
        if entry.span:  # a growth rate across a break compares what cannot be compared
            can_rank &= status != STATUSES.index(BREAK)
        ranks = eligible_ranks(values, can_rank, entry)
        periods = [grid.periods[index] for index in column]
        return Ranking(codes, values, ranks, periods, status, cell)

    @property
    def _rankable_places(self) -> NDArray[np.bool_]:
        """Whether each place may have a rank, by the codes of the table."""

        def make() -> NDArray[np.bool_]:
            places = self.observations.codelists.place
            return np.array([self.can_rank(place) for place in places], dtype=bool)

        return self.cached("rankable places", make)

    def can_rank(self, place: str) -> bool:
        """Return whether a place may have a rank; see `Catalogue.can_rank`."""
        return self.catalogue.can_rank(place)


def _has_usual_length(grid: Grid, columns: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which columns are of periods as long as most of them: a year and a quarter differ."""
    lengths = grid.months[columns]
    if not lengths.size:
        return np.zeros(0, dtype=bool)
    return np.asarray(lengths == np.bincount(lengths).argmax())


def _descending(values: NDArray[np.float64], indicator: Indicator) -> NDArray[np.float64]:
    """Return what sorts values without a rank: the best first, else the largest first."""
    is_low_first = indicator.better == "lower" or indicator.unit.kind == "rank"
    is_low_first &= rank_basis(indicator) != "size"
    return values if is_low_first else -values


def _since_breaks(
    indicator: Indicator,
    grid: Grid,
    rows: list[int],
    columns: NDArray[np.intp],
    period: str | None,
) -> NDArray[np.intp]:
    """Return the columns, with -1 where a series broke between its figure and `period`.

    Without `period` it is that of the newest figure of all.
    """
    if not indicator.breaks or not (columns >= 0).any():
        return columns
    end = period or grid.periods[int(columns.max())]
    dates = grid.dates[columns]
    places = [grid.places[row] for row in rows]
    is_comparable = is_since_breaks(indicator, places, dates, np.datetime64(period_start(end)))
    return np.where(is_comparable, columns, -1)


def newest_columns(
    grid: Grid, rows: list[int], period: str | None, months: int
) -> NDArray[np.intp]:
    """Return for each row the column of its newest figure up to `period`, -1 without a recent one.

    A figure is recent that begins at most `months` before `period`, or before the newest figure
    of these rows.
    """
    if not rows or not grid.periods:
        return np.full(len(rows), -1)
    starts = grid.start_months
    end = month_number(period_start(period)) if period else int(starts[-1])
    present = (grid.cell[rows] >= 0) & (starts <= end)
    from_the_right = present[:, ::-1].argmax(axis=1)
    last = np.where(present.any(axis=1), present.shape[1] - 1 - from_the_right, -1)
    if period is None and (last >= 0).any():
        end = int(starts[last.max()])
    is_recent = (last >= 0) & (starts[np.maximum(last, 0)] >= end - months)
    return np.where(is_recent, last, -1)


def _category(categories: tuple[str, ...], code: int) -> str:
    """Return the category of a code; '' for -1, which stands for none."""
    return categories[code] if code >= 0 else ""
