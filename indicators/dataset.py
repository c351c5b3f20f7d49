"""load(): read, understand, compute -> Dataset, the one door to observations."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import computing, grouping, reading, snapshot
from indicators.catalogue import Catalogue, load_catalogue
from indicators.model import STATUSES, TOTAL, Problem
from indicators.observations import Block, Observations, Wide, Words, key, stack
from indicators.periods import period_start
from indicators.readers.rows import TOLD
from indicators.reading import Coders, FileRead
from indicators.statistics.rank import rank

CONFIG = "config.yaml"
DATA = "data"


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
    """The catalogue, every observation, and every problem met on the way. Never changes once loaded."""

    catalogue: Catalogue
    observations: Observations
    files: tuple[FileRead, ...]
    problems: tuple[Problem, ...]
    fingerprint: str = ""
    memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.observations.rows)

    def select(self, indicator: str, places: Iterable[str] | None = None, breakdown: str | None = TOTAL,
               periods: Iterable[str] | None = None) -> pd.DataFrame:
        """Figures of one indicator as a tidy frame, sorted by place and period; breakdown None gives all.

        Columns: indicator, place, breakdown, period, date, value (in the indicator's unit), status, source,
        coverage (of a group's figure), note, file and line (of a figure that was read).
        """
        self._known(indicator)
        return self.observations.select(indicator, places, breakdown, periods)

    def wide(self, indicator: str, breakdown: str = TOTAL) -> Wide:
        """Places x periods of one indicator; made once and shared, so never write into it."""
        return self.observations.wide(indicator, breakdown)

    def has(self, indicator: str, place: str, breakdown: str = TOTAL) -> bool:
        """Whether the place has any figure of the indicator."""
        return place in self.wide(indicator, breakdown).row

    def breakdowns(self, indicator: str) -> tuple[str, ...]:
        """The breakdowns an indicator has, the total first."""
        return self.observations.breakdowns(indicator)

    def series(self, indicator: str, place: str, breakdown: str = TOTAL) -> list[Observation]:
        """One place's figures in order of time."""
        wide = self.wide(indicator, breakdown)
        cells = wide.cell[wide.row[place]] if place in wide.row else np.array([], dtype=np.int32)
        return [self.observation(int(cell)) for cell in cells if cell >= 0]

    def latest(self, indicator: str, place: str, breakdown: str = TOTAL,
               period: str | None = None) -> Observation | None:
        """One place's newest figure, or its newest up to `period`; None where there is none."""
        wide = self.wide(indicator, breakdown)
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
        rows, words = self.observations.rows, self.observations.words
        return Observation(
            words.indicator[rows.indicator[cell]], words.place[rows.place[cell]], words.breakdown[rows.breakdown[cell]],
            words.period[rows.period[cell]], float(rows.value[cell]), STATUSES[rows.status[cell]],
            words.source[rows.source[cell]] if rows.source[cell] >= 0 else "", float(rows.coverage[cell]),
            words.note[rows.note[cell]] if rows.note[cell] >= 0 else "",
            words.file[rows.file[cell]] if rows.file[cell] >= 0 else "", int(rows.line[cell]))

    def ranked(self, indicator: str, places: Iterable[str], period: str | None = None, within: int = 2,
               breakdown: str = TOTAL) -> pd.DataFrame:
        """Places by value, best first: place, value, rank, period, status.

        Each place enters with its newest figure at most `within` years older than `period` (or than the newest
        of all); 'best' follows the indicator's direction, size where it has none. Equal values share a rank.
        """
        entry, wide = self.catalogue.indicators[indicator], self.wide(indicator, breakdown)
        members = [place for place in dict.fromkeys(places) if place in wide.row]
        column = newest(wide, [wide.row[place] for place in members], period, within)
        at = np.array([wide.row[place] for place in members], dtype=int)
        have = column >= 0
        at, column = at[have], column[have]
        values = wide.value[at, column]
        frame = pd.DataFrame({
            "place": [wide.places[row] for row in at], "value": values, "rank": rank(values, entry.better),
            "period": [wide.periods[spot] for spot in column],
            "status": np.array(STATUSES, dtype=object)[self.observations.rows.status[wide.cell[at, column]]]})
        return frame.sort_values("rank", kind="stable", ignore_index=True)

    def _known(self, indicator: str) -> None:
        if indicator not in self.catalogue.indicators:
            from indicators.catalogue.yamlfile import suggestion
            raise KeyError(f"no indicator '{indicator}'. {suggestion(indicator, self.catalogue.indicators)}")


def newest(wide: Wide, rows: list[int], period: str | None = None, within: int = 2) -> NDArray[np.intp]:
    """For each row the column of its newest figure up to `period`, -1 where none is recent enough."""
    if not rows or not wide.periods:
        return np.full(len(rows), -1)
    starts = np.array([period_start(name) for name in wide.periods], dtype="datetime64[D]")
    end = np.datetime64(period_start(period)) if period else starts[-1]
    known = (wide.cell[rows] >= 0) & (starts <= end)
    last = np.where(known.any(axis=1), known.shape[1] - 1 - known[:, ::-1].argmax(axis=1), -1)
    if period is None and (last >= 0).any():
        end = starts[last.max()]
    oldest = end - np.timedelta64(int(within * 366), "D")
    return np.where((last >= 0) & (starts[np.maximum(last, 0)] >= oldest), last, -1)


def load(config: str | Path = CONFIG, data: str | Path | None = None, *, keep: bool = True) -> Dataset:
    """Read config.yaml and the data folder beside it; compute everything they declare.

    `keep` uses and writes a snapshot in the user's cache folder, so that the next load takes a fraction.
    Raises ConfigError when config.yaml cannot be used; everything else that is wrong stands in `problems`.
    """
    config = Path(config)
    folder = Path(data) if data is not None else config.parent / DATA
    mark = snapshot.fingerprint(config, folder)
    if keep and (kept := snapshot.fetch(mark)) is not None:
        return kept  # type: ignore[no-any-return]
    dataset = _load(config, folder, mark)
    if keep:
        snapshot.store(mark, dataset)
    return dataset


def _load(config: Path, folder: Path, mark: str) -> Dataset:
    catalogue, problems = load_catalogue(config, folder)
    known = reading.coders(catalogue)
    rows, files, more = reading.read_all(catalogue, folder, known)
    words, rows = _in_order(catalogue, known, rows)
    table, twice = _without_twins(Observations.of(words, rows))
    computed, wrong = computing.compute(catalogue, table)
    table = Observations.of(words, stack([table.rows, computed]))
    table = Observations.of(words, stack([table.rows, grouping.group_rows(catalogue, table)]))
    gc.collect()
    return Dataset(catalogue, table, tuple(files), (*problems, *more, *twice, *wrong), mark)


def _in_order(catalogue: Catalogue, known: Coders, rows: Block) -> tuple[Words, Block]:
    """The words of the table, periods in order of time, and the rows' periods coded anew to match."""
    periods = sorted(known.period.code, key=lambda period: (period_start(period), period))
    new = np.zeros(max(len(periods), 1), dtype=np.int32)
    for at, period in enumerate(periods):
        new[known.period.code[period]] = at
    columns = {name: getattr(rows, name) for name in rows.__dataclass_fields__}
    words = Words(tuple(catalogue.indicators), tuple(catalogue.places), tuple(known.breakdown.code), tuple(periods),
                  tuple(known.source.code), tuple(known.note.code), tuple(known.file.code))
    return words, Block(**{**columns, "period": new[rows.period]})


def _without_twins(table: Observations) -> tuple[Observations, list[Problem]]:
    """A figure that stands twice is kept once, the first as files are read; both places are told."""
    number = key(table.rows, table.words)
    again = np.flatnonzero(np.concatenate([[False], number[1:] == number[:-1]])) if len(number) else np.array([], int)
    firsts = np.searchsorted(number, number[again])
    problems = []
    for first_at, at in zip(firsts[:TOLD], again[:TOLD], strict=True):
        rows, words = table.rows.take([first_at, at]), table.words
        first, second = (f"{words.file[rows.file[side]]} line {rows.line[side]}" for side in (0, 1))
        what = "the same figure" if rows.value[0] == rows.value[1] else f"another figure ({rows.value[0]:.15g})"
        problems.append(Problem(
            f"{words.indicator[rows.indicator[1]]} of {words.place[rows.place[1]]} in {words.period[rows.period[1]]} "
            f"stands twice: {what} is at {first}", words.file[rows.file[1]], int(rows.line[1]), "value",
            f"{rows.value[1]:.15g}", do=f"The first is kept; {second} is left out.", severity="warning"))
    if len(again) > TOLD:
        problems.append(Problem(f"{len(again) - TOLD} more figures stand twice; the first of each is kept"))
    keep = np.ones(len(number), dtype=bool)
    keep[again] = False
    return Observations(table.words, table.rows.take(keep)) if len(again) else table, problems
