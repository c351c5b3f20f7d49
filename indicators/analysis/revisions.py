"""Compare vintages: when an indicator's files changed, and how its figures differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePosixPath
from statistics import median
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indicators import history
from indicators.dataset import Dataset
from indicators.history import Channel, Commit
from indicators.model import TOTAL, Indicator, Text
from indicators.observations import ROUNDING_TOLERANCE, Grid
from indicators.periods import period_start

Kind = Literal["new", "revised", "vanished"]


@dataclass(frozen=True)
class Moment:
    """When files that feed an indicator changed: which ones, in which commit, by whom."""

    when: datetime
    commit: int
    files: tuple[str, ...]
    channel: Channel
    who: str


@dataclass(frozen=True)
class Redefined:
    """A change of what an id means: its title, definition or unit was another one."""

    what: Literal["title", "definition", "unit"]
    before: Text
    after: Text


@dataclass(frozen=True)
class Revision:
    """One figure that changed; `before` or `after` is None where it is not there.

    `difference` is exact, None where nothing can be subtracted. `computed` tells that it is in no
    file.
    """

    place: str
    period: str
    before: float | None
    after: float | None
    difference: float | None
    computed: bool = False

    @property
    def kind(self) -> Kind:
        """New, revised or vanished."""
        if self.before is None:
            return "new"
        return "vanished" if self.after is None else "revised"


@dataclass(frozen=True)
class Revisions:
    """What differs between two datasets in one indicator and breakdown, by place and period.

    `same` is the number of figures that do not differ.
    """

    indicator: str
    breakdown: str
    rows: tuple[Revision, ...]
    same: int
    redefined: tuple[Redefined, ...]

    def count(self, kind: Kind) -> int:
        """Count the figures that are new, revised or vanished."""
        return sum(row.kind == kind for row in self.rows)

    def of(self, place: str) -> tuple[Revision, ...]:
        """Return those of one place."""
        return tuple(row for row in self.rows if row.place == place)

    @cached_property
    def sizes(self) -> tuple[float, ...]:
        """By how much figures were revised, without sign, in the indicator's unit.

        Empty where the indicator was redefined.
        """
        return tuple(abs(row.difference) for row in self.rows if row.difference is not None)

    @property
    def median(self) -> float | None:
        """The median size of a revision."""
        return median(self.sizes) if self.sizes else None

    @property
    def largest(self) -> float | None:
        """The size of the largest revision."""
        return max(self.sizes, default=None)


def moments(dataset: Dataset, data: Path, indicator: str) -> tuple[Moment, ...]:
    """Return when the files that feed an indicator changed in the data folder, newest first.

    Empty where nothing was recorded. The log is read once for each state of the history. A file
    that fed it once and is gone today is not among them unless the indicator names it. Raises
    HistoryError where the history is damaged.
    """
    newest = history.last(data)
    return dataset.cached(
        ("moments", str(data), newest, indicator),
        lambda: _moments(dataset, data, newest, indicator),
    )


def changes(dataset: Dataset, data: Path) -> tuple[Commit, ...]:
    """Return the history of the data folder, oldest first, read once for each state of it."""
    return _log(dataset, data, history.last(data))


def _log(dataset: Dataset, data: Path, newest: int) -> tuple[Commit, ...]:
    return dataset.cached(("log", str(data), newest), lambda: history.log(data))


def _moments(dataset: Dataset, data: Path, newest: int, indicator: str) -> tuple[Moment, ...]:
    files = _with_descriptions(feeding(dataset, indicator))
    entries = []
    for commit in reversed(_log(dataset, data, newest)):
        changed = tuple(sorted(files.intersection(commit.changes)))
        if changed:
            entries.append(Moment(commit.when, commit.number, changed, commit.channel, commit.who))
    return tuple(entries)


def feeding(dataset: Dataset, indicator: str) -> frozenset[str]:
    """Return the files, relative to the data folder, that an indicator's figures rest on.

    Those of everything it is computed from are among them.
    """
    indicators = dataset.catalogue.indicators
    inputs, queue = set[str](), [indicator]
    while queue:
        name = queue.pop()
        if name in indicators and name not in inputs:
            inputs.add(name)
            queue += [*indicators[name].needs, indicators[name].weight]
    declared = {indicators[name].file for name in inputs if indicators[name].file}
    with_figures = {file.name for file in dataset.files if inputs.intersection(file.indicators)}
    return frozenset(declared | with_figures)


def _with_descriptions(files: frozenset[str]) -> frozenset[str]:
    """Return the files and the .yaml beside each, which says what its figures mean."""
    return files | {PurePosixPath(name).with_suffix(".yaml").as_posix() for name in files}


def revisions(before: Dataset, after: Dataset, indicator: str, breakdown: str = TOTAL) -> Revisions:
    """Return every figure of an indicator that is new, revised or vanished between two datasets.

    Values are in each dataset's own unit. Where title, definition or unit is another one, figures
    are set side by side and not subtracted. An indicator that one of them does not have has no
    figures there.
    """
    redefined = redefinitions(before, after, indicator)
    grids = before.grid(indicator, breakdown), after.grid(indicator, breakdown)
    all_periods = {period for grid in grids for period in grid.periods}
    periods = sorted(all_periods, key=lambda period: (period_start(period), period))
    places = sorted({place for grid in grids for place in grid.places})
    old = _spread(before, grids[0], places, periods)
    new = _spread(after, grids[1], places, periods)
    is_same = old.present & new.present & _equal(old, new)
    changed = np.argwhere((old.present | new.present) & ~is_same)
    rows = tuple(
        _revision(
            places[row],
            periods[column],
            old.value_at(row, column),
            new.value_at(row, column),
            subtract=not redefined,
            computed=bool(old.computed[row, column] or new.computed[row, column]),
        )
        for row, column in changed.tolist()
    )
    return Revisions(indicator, breakdown, rows, int(is_same.sum()), redefined)


@dataclass(frozen=True)
class _Vintage:
    """A grid's values on common places and periods; where it has one; where that is computed."""

    value: NDArray[np.float64]
    present: NDArray[np.bool_]
    computed: NDArray[np.bool_]

    def value_at(self, row: int, column: int) -> float | None:
        return float(self.value[row, column]) if self.present[row, column] else None


def _spread(dataset: Dataset, grid: Grid, places: list[str], periods: list[str]) -> _Vintage:
    """Put a grid onto common places and periods."""
    row = {place: index for index, place in enumerate(places)}
    column = {period: index for index, period in enumerate(periods)}
    cells = np.ix_(
        np.array([row[place] for place in grid.places], dtype=np.intp),
        np.array([column[period] for period in grid.periods], dtype=np.intp),
    )
    value = np.full((len(places), len(periods)), np.nan)
    present = np.zeros(value.shape, dtype=bool)
    computed = np.zeros(value.shape, dtype=bool)
    has_figure = grid.cell >= 0
    value[cells] = grid.value
    present[cells] = has_figure
    computed[cells] = has_figure & (dataset.observations.rows.file[grid.cell] < 0)
    return _Vintage(value, present, computed)


def _equal(old: _Vintage, new: _Vintage) -> NDArray[np.bool_]:
    """Tell which values are the same; computed ones may differ by rounding."""
    both_nan = np.isnan(old.value) & np.isnan(new.value)
    is_close = np.isclose(old.value, new.value, rtol=ROUNDING_TOLERANCE, atol=0)
    both_computed = old.computed & new.computed
    return np.asarray((old.value == new.value) | both_nan | (both_computed & is_close))


def _revision(
    place: str,
    period: str,
    before: float | None,
    after: float | None,
    *,
    subtract: bool,
    computed: bool,
) -> Revision:
    difference = None
    if subtract and before is not None and after is not None and _are_finite(before, after):
        difference = _subtract(after, before)
    return Revision(place, period, before, after, difference, computed)


def _are_finite(*values: float) -> bool:
    return bool(np.isfinite(values).all())


def _subtract(value: float, other: float) -> float:
    """Return the difference of two numbers as they are written: 0.3 - 0.2 is 0.1."""
    return float(Decimal(repr(value)) - Decimal(repr(other)))


def redefinitions(before: Dataset, after: Dataset, indicator: str) -> tuple[Redefined, ...]:
    """Return how an indicator's title, definition and unit differ between two datasets.

    Empty where one of them does not have it.
    """
    old = before.catalogue.indicators.get(indicator)
    new = after.catalogue.indicators.get(indicator)
    if old is None or new is None:
        return ()
    changes = []
    if _is_reworded(old.title, new.title):
        changes.append(Redefined("title", old.title, new.title))
    if _is_reworded(old.definition, new.definition):
        changes.append(Redefined("definition", old.definition, new.definition))
    if _measure(old) != _measure(new):
        changes.append(Redefined("unit", _unit_label(old), _unit_label(new)))
    return tuple(changes)


def _measure(indicator: Indicator) -> tuple[str, int, dict[str, int]]:
    """Return what makes two units the same, whatever they are called."""
    unit = indicator.unit
    return unit.base, unit.exponent, dict(unit.dimension)


def _unit_label(indicator: Indicator) -> Text:
    return indicator.unit.label or Text({"": indicator.unit.id})


def _is_reworded(before: Text, after: Text) -> bool:
    """Tell whether a text differs in a language that both have; a translation is no change."""
    languages = before.words.keys() & after.words.keys()
    if not languages:
        return bool(before or after)
    return any(before.words[language] != after.words[language] for language in languages)
