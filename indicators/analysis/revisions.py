"""What was known when: the days on which an indicator's files changed, and how its figures differ between two datasets."""

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
from indicators.observations import Grid
from indicators.periods import period_start

Kind = Literal["new", "revised", "vanished"]

_DUST = 1e-12
"""A computed figure that moved by less than this part of itself was only added up in another order."""


@dataclass(frozen=True)
class Moment:
    """When files that feed an indicator changed: which ones, in which commit of the history, by which door and whom."""

    when: datetime
    commit: int
    files: tuple[str, ...]
    door: Channel
    who: str


@dataclass(frozen=True)
class Redefined:
    """The same id meant something else before: its title, definition or unit was another one."""

    what: Literal["title", "definition", "unit"]
    before: Text
    after: Text


@dataclass(frozen=True)
class Revision:
    """One figure that is not what it was; None: not there. `difference` is exact, None where nothing can be subtracted.

    `computed`: it stands in no file, but was worked out here.
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
        return "new" if self.before is None else "vanished" if self.after is None else "revised"


@dataclass(frozen=True)
class Revisions:
    """What differs between two datasets in one indicator and breakdown, by place and period; `same` figures do not."""

    indicator: str
    breakdown: str
    rows: tuple[Revision, ...]
    same: int
    redefined: tuple[Redefined, ...]

    def count(self, kind: Kind) -> int:
        """How many figures are new, revised or vanished."""
        return sum(row.kind == kind for row in self.rows)

    def of(self, place: str) -> tuple[Revision, ...]:
        """One place's."""
        return tuple(row for row in self.rows if row.place == place)

    @cached_property
    def sizes(self) -> tuple[float, ...]:
        """By how much figures were revised, without sign, in the indicator's unit; none where it was redefined."""
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
    """When the files that feed an indicator changed in the data folder, newest first; none where nothing was recorded.

    The log is read once for each state of the history. A file that fed it once and is gone today is not among them
    unless the indicator names it. HistoryError where the history is damaged.
    """
    newest = history.last(data)
    return dataset.cached(
        ("moments", str(data), newest, indicator),
        lambda: _moments(dataset, data, newest, indicator),
    )


def changes(dataset: Dataset, data: Path) -> tuple[Commit, ...]:
    """The history of the data folder, oldest first, read once for each state of it."""
    return _log(dataset, data, history.last(data))


def _log(dataset: Dataset, data: Path, newest: int) -> tuple[Commit, ...]:
    return dataset.cached(("log", str(data), newest), lambda: history.log(data))


def _moments(dataset: Dataset, data: Path, newest: int, indicator: str) -> tuple[Moment, ...]:
    fed = _beside(feeding(dataset, indicator))
    found = (
        (commit, tuple(sorted(fed.intersection(commit.changes))))
        for commit in _log(dataset, data, newest)
    )
    return tuple(
        Moment(commit.when, commit.number, files, commit.channel, commit.who)
        for commit, files in found
        if files
    )[::-1]


def feeding(dataset: Dataset, indicator: str) -> frozenset[str]:
    """The files (relative to the data folder) that an indicator's figures rest on, through everything it is computed from."""
    entries, found, waiting = dataset.catalogue.indicators, set[str](), [indicator]
    while waiting:
        name = waiting.pop()
        if name in entries and name not in found:
            found.add(name)
            waiting += [*entries[name].needs, entries[name].weight]
    named = {entries[name].file for name in found if entries[name].file}
    return frozenset(
        named | {file.name for file in dataset.files if found.intersection(file.indicators)}
    )


def _beside(files: frozenset[str]) -> frozenset[str]:
    """The files and the .yaml beside each, which says what its figures mean."""
    return files | {PurePosixPath(name).with_suffix(".yaml").as_posix() for name in files}


def revisions(before: Dataset, after: Dataset, indicator: str, breakdown: str = TOTAL) -> Revisions:
    """Every figure of an indicator that is new, revised or vanished from one dataset to the other, by place and period.

    Values are in each dataset's own unit. Where title, definition or unit is another one, figures are set side by side
    and not subtracted. An indicator that one of them does not have has no figures there.
    """
    redefined = redefinitions(before, after, indicator)
    old, new = before.grid(indicator, breakdown), after.grid(indicator, breakdown)
    periods = sorted({*old.periods, *new.periods}, key=lambda name: (period_start(name), name))
    places = sorted({*old.places, *new.places})
    was, had = _spread(old, places, periods)
    now, has = _spread(new, places, periods)
    made = [_computed(one, wide, places, periods) for one, wide in ((before, old), (after, new))]
    equal = (
        had
        & has
        & (_equal(was, now) | (made[0] & made[1] & np.isclose(was, now, rtol=_DUST, atol=0)))
    )
    rows = tuple(
        _revision(
            places[row],
            periods[at],
            float(was[row, at]) if had[row, at] else None,
            float(now[row, at]) if has[row, at] else None,
            not redefined,
            bool(made[0][row, at] or made[1][row, at]),
        )
        for row, at in np.argwhere((had | has) & ~equal)
    )
    return Revisions(indicator, breakdown, rows, int(equal.sum()), redefined)


def _equal(was: NDArray[np.float64], now: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((was == now) | (np.isnan(was) & np.isnan(now)))


def _spread(
    wide: Grid, places: list[str], periods: list[str]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The grid's values on these places and periods, and where it has a figure."""
    value = np.full((len(places), len(periods)), np.nan)
    known = np.zeros(value.shape, dtype=bool)
    here = _onto(wide, places, periods)
    value[here], known[here] = wide.value, wide.cell >= 0
    return value, known


def _onto(wide: Grid, places: list[str], periods: list[str]) -> tuple[NDArray[np.intp], ...]:
    row, column = (
        {name: at for at, name in enumerate(places)},
        {name: at for at, name in enumerate(periods)},
    )
    return np.ix_(
        np.array([row[name] for name in wide.places], dtype=np.intp),
        np.array([column[name] for name in wide.periods], dtype=np.intp),
    )


def _computed(
    dataset: Dataset, wide: Grid, places: list[str], periods: list[str]
) -> NDArray[np.bool_]:
    """Where the grid has a figure that stands in no file."""
    made = np.zeros((len(places), len(periods)), dtype=bool)
    made[_onto(wide, places, periods)] = (wide.cell >= 0) & (
        dataset.observations.rows.file[wide.cell] < 0
    )
    return made


def _revision(
    place: str, period: str, before: float | None, after: float | None, alike: bool, computed: bool
) -> Revision:
    subtract = (
        alike
        and before is not None
        and after is not None
        and bool(np.isfinite([before, after]).all())
    )
    return Revision(
        place, period, before, after, _minus(after, before) if subtract else None, computed
    )


def _minus(one: float | None, other: float | None) -> float:
    """The difference of two numbers as they are written: 0.3 - 0.2 is 0.1."""
    return float(Decimal(repr(one)) - Decimal(repr(other)))


def redefinitions(before: Dataset, after: Dataset, indicator: str) -> tuple[Redefined, ...]:
    """How an indicator's title, definition and unit differ between two datasets; nothing where one does not have it."""
    entries = [one.catalogue.indicators.get(indicator) for one in (before, after)]
    return _redefined(entries[0], entries[1]) if entries[0] and entries[1] else ()


def _redefined(before: Indicator, after: Indicator) -> tuple[Redefined, ...]:
    measured = [
        (entry.unit.base, entry.unit.exponent, dict(entry.unit.dimension))
        for entry in (before, after)
    ]
    said: list[tuple[Literal["title", "definition", "unit"], Text, Text, bool]] = [
        ("title", before.title, after.title, _reworded(before.title, after.title)),
        (
            "definition",
            before.definition,
            after.definition,
            _reworded(before.definition, after.definition),
        ),
        (
            "unit",
            before.unit.label or Text({"": before.unit.id}),
            after.unit.label or Text({"": after.unit.id}),
            measured[0] != measured[1],
        ),
    ]
    return tuple(Redefined(what, old, new) for what, old, new, other in said if other)


def _reworded(before: Text, after: Text) -> bool:
    """Whether the words of a language that both have are others, or there is none such; an added translation is no change."""
    both = before.words.keys() & after.words.keys()
    return (
        any(before.words[code] != after.words[code] for code in both)
        if both
        else bool(before or after)
    )
