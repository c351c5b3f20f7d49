"""A file's figures against those that are there, and the file that it is a newer version of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.dataset import Dataset
from indicators.ingest.deduplicate import duplicate_problems
from indicators.ingest.files import FileObservations, ReadContext
from indicators.intake.arrival import Changes, Revision
from indicators.loading.assemble import state_of
from indicators.loading.incremental import with_file
from indicators.observations import Codelists, Codes, ObservationRows, key
from indicators.problems import Problem, uncoded

SHOWN = 200
"""At most so many revisions are listed."""
LIKE = 0.5
"""A file whose figures are for this share the keys of an arrival is its older version, if it holds no other series."""
DUST = 1e-9
"""A computed figure that moves by less than this part of itself was only added up in another order."""
NOWHERE = -1
"""The position of a figure that a table does not hold; the code of the file of a figure that stands in none."""


def cells(part: FileObservations, dataset: Dataset) -> NDArray[np.intp]:
    """The position in the table of each figure of the arrival, NOWHERE where its key is new.

    The arrival must have been read with `loading.read_context_of` of this dataset: its codes are then those of the table.
    """
    table, rows = dataset.observations, part.rows
    words = table.codelists
    known = rows.indicator < len(words.indicator)
    known &= rows.breakdown < len(words.breakdown)
    known &= rows.period < len(words.period)
    return _positions(np.where(known, key(rows, words), NOWHERE), key(table.rows, words))


def _positions(wanted: NDArray[np.int64], there: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each wanted key stands among the sorted keys that are there, NOWHERE where it does not."""
    if not len(there):
        return np.full(len(wanted), NOWHERE, dtype=np.intp)
    place = np.minimum(np.searchsorted(there, wanted), len(there) - 1)
    return np.where(there[place] == wanted, place, NOWHERE).astype(np.intp)


def older(part: FileObservations, dataset: Dataset) -> str:
    """The file that this one is a newer version of: it holds no other series and mostly the same keys; '' where none does.

    Of several the one of the same name, else the first. A figure that was computed stands in no file, and counts for none.
    """
    rows, words = dataset.observations.rows, dataset.observations.codelists
    series, name = set(part.summary.indicators), PurePosixPath(part.summary.name).name
    cell = cells(part, dataset)
    hits = _by_file(rows.take(cell[cell >= 0]), words)
    every = _by_file(rows, words)
    able = []
    for told in dataset.files:
        code = words.code["file"].get(told.name, NOWHERE)
        if (
            told.formats != part.summary.formats
            or not set(told.indicators) <= series
            or code == NOWHERE
        ):
            continue
        if every[code] and hits[code] >= LIKE * every[code]:
            able.append(told.name)
    return next(
        (path for path in able if PurePosixPath(path).name == name), able[0] if able else ""
    )


def _by_file(rows: ObservationRows, words: Codelists) -> NDArray[np.intp]:
    """How many of the rows stand in each file."""
    return np.bincount(rows.file[rows.file >= 0], minlength=len(words.file))


def compare(
    part: FileObservations, known: ReadContext, dataset: Dataset
) -> tuple[Changes, tuple[Problem, ...]]:
    """What would change if the arrival were accepted under its name, and what is to be said of that.

    The table is worked out as it would be then. So what follows from the arrival is counted, too:
    computed indicators, averages and sums of groups, figures of other files that it covers or uncovers.
    """
    after, affected = with_file(dataset, part, known)
    sides = _sides(part, known, dataset, after, affected)
    words = dataset.observations.codelists
    gone, followers_gone = _gone(sides, words)
    differs = sides.there & (sides.value_before != sides.value_after)
    revised = [
        _revision(sides.before, int(sides.cell[row]), words, float(sides.value_after[row]))
        for row in _first_of_each(sides.arrival_key, differs)[:SHOWN]
    ]
    vanished = [_revision(gone, row, words, None) for row in range(min(len(gone), SHOWN))]
    same = int((sides.there & ~differs).sum())
    changes = Changes(
        int((~sides.there).sum()),
        same,
        int(differs.sum()),
        len(gone),
        (*revised, *vanished),
        _followers(sides) + followers_gone,
    )
    remarks = (
        *_in_place_of_computed(sides, gone, words, part),
        *_not_shown(sides, after, part),
        *_twice(after, part),
    )
    return changes, remarks


@dataclass(frozen=True)
class _Sides:
    """The figures that may change, before and after, beside those of the arrival; keys are in the words of the later table.

    For each figure of the arrival: `cell`, the position before of the figure of its key, NOWHERE where it is new;
    `there`, whether there is one; `owner`, the file whose figure would stand; and the values of both.
    """

    before: ObservationRows
    after: ObservationRows
    arrival: ObservationRows
    before_key: NDArray[np.int64]
    after_key: NDArray[np.int64]
    arrival_key: NDArray[np.int64]
    cell: NDArray[np.intp]
    there: NDArray[np.bool_]
    owner: Codes
    value_before: NDArray[np.float64]
    value_after: NDArray[np.float64]

    @property
    def on_computed(self) -> NDArray[np.bool_]:
        """Whether a computed figure stands today where one of the arrival would."""
        computed: NDArray[np.bool_] = self.there & (_at(self.before.file, self.cell, 0) == NOWHERE)
        return computed


def _sides(
    part: FileObservations,
    known: ReadContext,
    dataset: Dataset,
    later: Dataset,
    affected: frozenset[str],
) -> _Sides:
    words = later.observations.codelists
    codes = [words.code["indicator"][name] for name in affected if name in words.code["indicator"]]
    before, after = (
        table.rows.take(np.isin(table.rows.indicator, codes))
        for table in (dataset.observations, later.observations)
    )
    before_key = _keys(before, dataset.observations.codelists.period, words)
    arrival_key = _keys(part.rows, list(known.builders.period.code), words)
    after_key = key(after, words)
    cell, now = _positions(arrival_key, before_key), _positions(arrival_key, after_key)
    return _Sides(
        before,
        after,
        part.rows,
        before_key,
        after_key,
        arrival_key,
        cell,
        cell >= 0,
        _at(after.file, now, NOWHERE),
        _at(before.value, cell, np.nan),
        _at(after.value, now, np.nan),
    )


def _at(column: NDArray[Any], cell: NDArray[np.intp], nothing: float) -> NDArray[Any]:
    """The column at these positions; `nothing` where there is no such position."""
    return np.append(column, np.asarray(nothing, dtype=column.dtype))[
        np.where(cell >= 0, cell, len(column))
    ]


def _keys(rows: ObservationRows, periods: Sequence[str], words: Codelists) -> NDArray[np.int64]:
    """Keys in the words of another table, which knows all these words: only its periods have other codes."""
    codes = words.code["period"]
    moved = np.array([codes[period] for period in periods] or [0], dtype=np.int32)
    return key(replace(rows, period=moved[rows.period]), words)


def _first_of_each(keys: NDArray[np.int64], mask: NDArray[np.bool_]) -> list[int]:
    """The rows under the mask, of those with equal keys the first."""
    rows = np.flatnonzero(mask)
    first = np.unique(keys[rows], return_index=True)[1]
    return [int(row) for row in rows[np.sort(first)]]


def _gone(sides: _Sides, words: Codelists) -> tuple[ObservationRows, int]:
    """The figures of files that would no longer stand, with computed ones to which the arrival has figures of its own.

    And how many other computed figures would no longer be there.
    """
    gone = sides.before.take(_positions(sides.before_key, sides.after_key) < 0)
    instead = np.isin(_series_of_place(gone, words), _series_of_place(sides.arrival, words))
    counted = (gone.file != NOWHERE) | instead
    return gone.take(counted), int((~counted).sum())


def _followers(sides: _Sides) -> int:
    """How many figures that are not of the arrival would be there anew or be other ones.

    They are computed, or figures of another file that stand again.
    """
    rest = np.flatnonzero(~np.isin(sides.after_key, sides.arrival_key))
    value = sides.after.value[rest]
    before = _at(sides.before.value, _positions(sides.after_key[rest], sides.before_key), np.nan)
    dust = np.where(sides.after.file[rest] == NOWHERE, DUST, 0)
    return int((~(np.abs(value - before) <= dust * np.abs(before))).sum())


def _revision(rows: ObservationRows, row: int, words: Codelists, after: float | None) -> Revision:
    return Revision(
        words.indicator[rows.indicator[row]],
        words.place[rows.place[row]],
        words.breakdown[rows.breakdown[row]],
        words.period[rows.period[row]],
        float(rows.value[row]),
        after,
        bool(rows.file[row] == NOWHERE),
    )


def _in_place_of_computed(
    sides: _Sides, gone: ObservationRows, words: Codelists, part: FileObservations
) -> list[Problem]:
    """What is said where the arrival has figures of a group whose figures are computed today: it then keeps to its own."""
    lost = gone.take(gone.file == NOWHERE)
    instead = len(np.unique(sides.cell[sides.on_computed]))
    if not instead and not len(lost):
        return []
    causes = sides.on_computed | np.isin(
        _series_of_place(sides.arrival, words), _series_of_place(lost, words)
    )
    row = int(np.argmax(causes))
    rows = sides.arrival
    place, indicator = words.place[rows.place[row]], words.indicator[rows.indicator[row]]
    more = f", and {len(lost):,} more computed ones would vanish" if len(lost) else ""
    return [
        uncoded(
            f"{instead:,} of its figures would stand where computed ones stand today{more}: a group that has figures "
            "of its own in an indicator gets no averages or sums there",
            part.summary.name,
            int(rows.line[row]),
            "place",
            f"{place} in {indicator}",
            severity="warning" if more else "notice",
            do="Leave the group's rows out of the file if the computed figures are to stay.",
        )
    ]


def _series_of_place(rows: ObservationRows, words: Codelists) -> NDArray[np.int64]:
    """One number for indicator and place."""
    return rows.indicator.astype(np.int64) * max(len(words.place), 1) + rows.place


def _not_shown(sides: _Sides, later: Dataset, part: FileObservations) -> list[Problem]:
    """What is said where figures of other files would stand before those of the arrival."""
    words, name = later.observations.codelists, part.summary.name
    other = np.flatnonzero(sides.owner != words.code["file"][name])
    if not len(other):
        return []
    files = sorted({words.file[code] for code in sides.owner[other].tolist() if code >= 0})
    return [
        uncoded(
            f"{len(other):,} of its figures would not be shown: those of {', '.join(files)} stand before them",
            name,
            int(sides.arrival.line[other[0]]),
            severity="warning",
            do="A file that came as its publisher made it stands before one that a .yaml describes.",
        )
    ]


def _twice(later: Dataset, part: FileObservations) -> list[Problem]:
    """What is said where a figure stands twice in the arrival itself."""
    shadowed, name = state_of(later).superseded, part.summary.name
    mine = shadowed.take(shadowed.file == later.observations.codelists.code["file"][name])
    arrived = {told.name for told in later.files if told.arrived}
    return [
        problem
        for problem in duplicate_problems(later.observations, mine, arrived)
        if problem.file in ("", name)
    ]
