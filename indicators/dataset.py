"""Dataset: the catalogue, the table and every problem; the one door to observations."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.ingest.files import FileSummary
from indicators.model import STATUSES, TOTAL
from indicators.observations import Grid, Observations
from indicators.periods import period_start
from indicators.problems import Problem
from indicators.statistics.rank import rank
from indicators.statistics.recency import RECENT_STEPS, month_number, usual_step

if TYPE_CHECKING:
    from indicators.loading.assemble import LoadState

T = TypeVar("T")


@dataclass(frozen=True)
class Observation:
    """One figure with all that is known of it."""

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
class Dataset:
    """The catalogue, every observation, and every problem met on the way. Never changes once loaded.

    `memo` is what was worked out from it before; `held` is what `load` keeps for the next reading.
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
        """Give the value of `make`, called once for each key for as long as this dataset lives."""
        if key not in self.memo:
            self.memo[key] = make()
        return cast(T, self.memo[key])

    def cached_for_day(self, today: date, key: Hashable, make: Callable[[], T]) -> T:
        """Give the value of `make`, called once for each key and day; values of other days are let go."""
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
        """Figures of one indicator as a tidy frame, sorted by place and period; breakdown None gives all.

        Columns: indicator, place, breakdown, period, date, value (in the indicator's unit), status, source,
        coverage (of a group's figure), note, file and line (of a figure that was read).
        """
        self._known(indicator)
        return self.observations.select(indicator, places, breakdown, periods)

    def grid(self, indicator: str, breakdown: str = TOTAL) -> Grid:
        """Places x periods of one indicator; made once and shared, so never write into it."""
        return self.observations.grid(indicator, breakdown)

    def has(self, indicator: str, place: str, breakdown: str = TOTAL) -> bool:
        """Whether the place has any figure of the indicator."""
        return place in self.grid(indicator, breakdown).row

    def breakdowns(self, indicator: str) -> tuple[str, ...]:
        """The breakdowns an indicator has, the total first."""
        return self.observations.breakdowns(indicator)

    def series(self, indicator: str, place: str, breakdown: str = TOTAL) -> list[Observation]:
        """One place's figures in order of time."""
        wide = self.grid(indicator, breakdown)
        cells = wide.cell[wide.row[place]] if place in wide.row else np.array([], dtype=np.int32)
        return [self.observation(int(cell)) for cell in cells if cell >= 0]

    def latest(
        self, indicator: str, place: str, breakdown: str = TOTAL, period: str | None = None
    ) -> Observation | None:
        """One place's newest figure, or its newest up to `period`; None where there is none."""
        wide = self.grid(indicator, breakdown)
        if place not in wide.row:
            return None
        cells = wide.cell[wide.row[place]]
        last = np.flatnonzero(cells >= 0)
        if period is not None:
            start = np.datetime64(period_start(period))
            last = last[[np.datetime64(period_start(wide.periods[at])) <= start for at in last]]
        return self.observation(int(cells[last[-1]])) if len(last) else None

    def observation(self, cell: int) -> Observation:
        """The figure at a position of the table."""
        rows, words = self.observations.rows, self.observations.codelists
        return Observation(
            words.indicator[rows.indicator[cell]],
            words.place[rows.place[cell]],
            words.breakdown[rows.breakdown[cell]],
            words.period[rows.period[cell]],
            float(rows.value[cell]),
            STATUSES[rows.status[cell]],
            words.source[rows.source[cell]] if rows.source[cell] >= 0 else "",
            float(rows.coverage[cell]),
            words.note[rows.note[cell]] if rows.note[cell] >= 0 else "",
            words.file[rows.file[cell]] if rows.file[cell] >= 0 else "",
            int(rows.line[cell]),
        )

    def step(self, indicator: str, breakdown: str = TOTAL) -> int:
        """The usual distance in months between two figures of the indicator: 12 for yearly, 24 for biennial ones."""
        key = ("step", indicator, breakdown)
        if key not in self.memo:
            wide = self.grid(indicator, breakdown)
            self.memo[key] = usual_step(wide.periods, wide.cell >= 0)
        return cast(int, self.memo[key])

    def ranked(
        self,
        indicator: str,
        places: Iterable[str],
        period: str | None = None,
        within: int = RECENT_STEPS,
        breakdown: str = TOTAL,
    ) -> pd.DataFrame:
        """Places by value, best first: place, value, rank, period, status.

        Each place enters with its newest figure at most `within` steps of the series (`step`) older than `period`, or
        than the newest of all; 'best' follows the indicator's direction, size where it has none. Equal values share a
        rank.
        """
        entry, wide = self.catalogue.indicators[indicator], self.grid(indicator, breakdown)
        members = [place for place in dict.fromkeys(places) if place in wide.row]
        months = within * self.step(indicator, breakdown)
        column = newest(wide, [wide.row[place] for place in members], period, months)
        at = np.array([wide.row[place] for place in members], dtype=int)
        have = column >= 0
        at, column = at[have], column[have]
        values = wide.value[at, column]
        frame = pd.DataFrame(
            {
                "place": [wide.places[row] for row in at],
                "value": values,
                "rank": rank(values, entry.better),
                "period": [wide.periods[spot] for spot in column],
                "status": np.array(STATUSES, dtype=object)[
                    self.observations.rows.status[wide.cell[at, column]]
                ],
            }
        )
        return frame.sort_values("rank", kind="stable", ignore_index=True)

    def _known(self, indicator: str) -> None:
        if indicator not in self.catalogue.indicators:
            from indicators.catalogue.yaml_nodes import suggestion

            raise KeyError(
                f"no indicator '{indicator}'. {suggestion(indicator, self.catalogue.indicators)}"
            )


def newest(wide: Grid, rows: list[int], period: str | None, months: int) -> NDArray[np.intp]:
    """For each row the column of its newest figure up to `period`, -1 where none is recent enough.

    Recent enough is a figure that begins at most `months` before `period`, or before the newest of these rows.
    """
    if not rows or not wide.periods:
        return np.full(len(rows), -1)
    starts = np.array([month_number(period_start(name)) for name in wide.periods])
    end = month_number(period_start(period)) if period else int(starts[-1])
    known = (wide.cell[rows] >= 0) & (starts <= end)
    last = np.where(known.any(axis=1), known.shape[1] - 1 - known[:, ::-1].argmax(axis=1), -1)
    if period is None and (last >= 0).any():
        end = int(starts[last.max()])
    return np.where((last >= 0) & (starts[np.maximum(last, 0)] >= end - months), last, -1)
