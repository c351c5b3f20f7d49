"""Dataset: the catalogue, the table and every problem. Everything that reads figures asks it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.catalogue.yaml_nodes import suggestion
from indicators.ingest.files import FileObservations, FileSummary, ReadContext
from indicators.model import STATUSES, TOTAL
from indicators.observations import Grid, ObservationRows, Observations
from indicators.periods import period_start
from indicators.problems import Problem
from indicators.statistics.rank import rank
from indicators.statistics.recency import RECENT_STEPS, month_number, usual_step

T = TypeVar("T")


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
class LoadState:
    """What `load` keeps with a dataset, so that the next load reads only the files that changed.

    `settings` is the fingerprint of everything but figures, `declared` the catalogue without the
    series that came with files, `faults` its problems, `parts` each file without its rows.
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


@dataclass(frozen=True)
class Dataset:
    """The catalogue, every observation, and every problem of loading. Never changes once loaded.

    `memo` has what was derived from it before (see `cached`).
    """

    catalogue: Catalogue
    observations: Observations
    files: tuple[FileSummary, ...]
    problems: tuple[Problem, ...]
    fingerprint: str = ""
    memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    load_state: LoadState | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.observations.rows)

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of `make`, called once for each key for as long as this dataset
        lives.
        """
        if key not in self.memo:
            self.memo[key] = make()
        return cast(T, self.memo[key])

    def cached_for_day(self, today: date, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of `make`, called once for each key and day; drop values of
        other days.
        """
        day, values = cast("tuple[date, dict[Hashable, object]]", self.memo.get("day", (None, {})))
        if day != today:
            values = {}
            self.memo["day"] = (today, values)
        if key not in values:
            values[key] = make()
        return cast(T, values[key])

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
        read). `breakdown` None gives all breakdowns. Raises KeyError for an unknown indicator.
        """
        if indicator not in self.catalogue.indicators:
            hint = suggestion(indicator, self.catalogue.indicators)
            raise KeyError(f"no indicator '{indicator}'. {hint}")
        return self.observations.select(indicator, places, breakdown, periods)

    def grid(self, indicator: str, breakdown: str = TOTAL) -> Grid:
        """Return places x periods of one indicator; shared by all, so never write into it."""
        return self.observations.grid(indicator, breakdown)

    def has(self, indicator: str, place: str, breakdown: str = TOTAL) -> bool:
        """Return whether the place has any figure of the indicator."""
        return place in self.grid(indicator, breakdown).row

    def breakdowns(self, indicator: str) -> tuple[str, ...]:
        """Return the breakdowns an indicator has, the total first."""
        return self.observations.breakdowns(indicator)

    def series(self, indicator: str, place: str, breakdown: str = TOTAL) -> list[Observation]:
        """Return one place's figures in order of time."""
        grid = self.grid(indicator, breakdown)
        if place not in grid.row:
            return []
        cells = grid.cell[grid.row[place]]
        return [self.observation(int(cell)) for cell in cells if cell >= 0]

    def latest(
        self, indicator: str, place: str, breakdown: str = TOTAL, period: str | None = None
    ) -> Observation | None:
        """Return one place's newest figure, or its newest up to `period`; None without one."""
        grid = self.grid(indicator, breakdown)
        if place not in grid.row:
            return None
        cells = grid.cell[grid.row[place]]
        columns = np.flatnonzero(cells >= 0).tolist()
        if period is not None:
            end = period_start(period)
            columns = [column for column in columns if period_start(grid.periods[column]) <= end]
        return self.observation(int(cells[columns[-1]])) if columns else None

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
            grid = self.grid(indicator, breakdown)
            return usual_step(grid.periods, grid.cell >= 0)

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
        older than `period`, or than the newest of all. 'Best' follows the indicator's direction,
        size where it has none. Equal values share a rank.
        """
        entry, grid = self.catalogue.indicators[indicator], self.grid(indicator, breakdown)
        rows = [grid.row[place] for place in dict.fromkeys(places) if place in grid.row]
        months = within * self.step(indicator, breakdown)
        columns = newest_columns(grid, rows, period, months)
        is_recent = columns >= 0
        row, column = np.array(rows, dtype=int)[is_recent], columns[is_recent]
        values = grid.value[row, column]
        status = self.observations.rows.status[grid.cell[row, column]]
        frame = pd.DataFrame(
            {
                "place": [grid.places[index] for index in row],
                "value": values,
                "rank": rank(values, entry.better),
                "period": [grid.periods[index] for index in column],
                "status": np.array(STATUSES, dtype=object)[status],
            }
        )
        return frame.sort_values("rank", kind="stable", ignore_index=True)


def newest_columns(
    grid: Grid, rows: list[int], period: str | None, months: int
) -> NDArray[np.intp]:
    """Return for each row the column of its newest figure up to `period`, -1 without a recent one.

    A figure is recent that begins at most `months` before `period`, or before the newest figure
    of these rows.
    """
    if not rows or not grid.periods:
        return np.full(len(rows), -1)
    starts = np.array([month_number(period_start(name)) for name in grid.periods])
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
