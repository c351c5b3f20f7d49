"""Compares a file's figures with the present ones, and finds its older version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.dataset import Dataset
from indicators.ingest.deduplicate import duplicate_problems
from indicators.ingest.files import FileObservations, ReadContext
from indicators.intake.arrival import ChangeSummary, FigureChange
from indicators.loading.assemble import state_of
from indicators.loading.incremental import with_file
from indicators.observations import (
    ROUNDING_TOLERANCE,
    Codelists,
    Codes,
    ObservationRows,
    key,
)
from indicators.problems import Problem, ProblemCode, Severity, Value

MAX_LISTED = 200
"""Changes of figures that are listed; the others are counted."""
MIN_SHARED_KEYS = 0.5
"""A file is an older version where this share of its figures has the keys of the arrival, and no
other series.
"""
ABSENT = -1
"""The position of a figure that a table does not hold; the code of the file of a computed
figure.
"""


def find_older_version(part: FileObservations, dataset: Dataset) -> str:
    """Find the file that this one is a newer version of; '' where there is none.

    That file has no other series and mostly the same keys.

    Of several the one of the same name, else the first. A computed figure is in no file, and counts
    for none.
    """
    rows, codelists = dataset.observations.rows, dataset.observations.codelists
    cells = table_positions(part, dataset)
    shared = _count_by_file(rows.take(cells[cells >= 0]), codelists)
    total = _count_by_file(rows, codelists)
    own_series = set(part.summary.indicators)
    older: list[str] = []
    for file in dataset.files:
        code = codelists.code["file"].get(file.name, ABSENT)
        if code == ABSENT or not total[code] or file.formats != part.summary.formats:
            continue
        has_no_other_series = own_series.issuperset(file.indicators)
        if has_no_other_series and shared[code] >= MIN_SHARED_KEYS * total[code]:
            older.append(file.name)
    name = PurePosixPath(part.summary.name).name
    same_name = [path for path in older if PurePosixPath(path).name == name]
    return next(iter(same_name or older), "")


def table_positions(part: FileObservations, dataset: Dataset) -> NDArray[np.intp]:
    """Return the position in the table of each figure of the arrival, ABSENT where its key is new.

    The arrival must have been read with `loading.incremental.read_context_of` this dataset: its
    codes are then those of the table.
    """
    table, rows = dataset.observations, part.rows
    codelists = table.codelists
    in_table = rows.indicator < len(codelists.indicator)
    in_table &= rows.breakdown < len(codelists.breakdown)
    in_table &= rows.period < len(codelists.period)
    return _positions(np.where(in_table, key(rows, codelists), ABSENT), key(table.rows, codelists))


def _positions(keys: NDArray[np.int64], sorted_keys: NDArray[np.int64]) -> NDArray[np.intp]:
    """Give the position of each key among sorted ones, ABSENT where it is none of them."""
    if not len(sorted_keys):
        return np.full(len(keys), ABSENT, dtype=np.intp)
    position = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.where(sorted_keys[position] == keys, position, ABSENT).astype(np.intp)


def _count_by_file(rows: ObservationRows, codelists: Codelists) -> NDArray[np.intp]:
    """Count the rows of each file."""
    return np.bincount(rows.file[rows.file >= 0], minlength=len(codelists.file))


def compare(
    part: FileObservations, context: ReadContext, dataset: Dataset
) -> tuple[ChangeSummary, tuple[Problem, ...]]:
    """Summarise what would change if the arrival were accepted under its name.

    The second result reports what needs attention.

    The table is worked out as it would be then. So what follows from the arrival is counted, too:
    computed indicators, averages and sums of groups, figures of other files that it covers or
    uncovers.
    """
    later, affected = with_file(dataset, part, context)
    sides = _sides(part, context, dataset, later, affected)
    codelists = dataset.observations.codelists
    vanished, followers_gone = _vanished(sides, codelists)
    differs = sides.was_present & (sides.value_before != sides.value_after)
    changes = ChangeSummary(
        new=int((~sides.was_present).sum()),
        same=int((sides.was_present & ~differs).sum()),
        revised=int(differs.sum()),
        vanished=len(vanished),
        revisions=(
            *_revised_figures(sides, differs, codelists),
            *_vanished_figures(vanished, codelists),
        ),
        followers=_count_followers(sides) + followers_gone,
    )
    problems = (
        *_computed_replaced(sides, vanished, codelists, part),
        *_not_shown(sides, later, part),
        *_duplicates(later, part),
    )
    return changes, problems


@dataclass(frozen=True)
class _Sides:
    """The figures that may change, before and after, beside those of the arrival.

    Keys are in codes of the later table.

    For each figure of the arrival: `cell`, the position before of the figure of its key, ABSENT
    where it is new; `was_present`, whether there is one; `owner`, the file whose figure would be
    shown; and the values of both.
    """

    before: ObservationRows
    after: ObservationRows
    arrival: ObservationRows
    before_key: NDArray[np.int64]
    after_key: NDArray[np.int64]
    arrival_key: NDArray[np.int64]
    cell: NDArray[np.intp]
    was_present: NDArray[np.bool_]
    owner: Codes
    value_before: NDArray[np.float64]
    value_after: NDArray[np.float64]

    @property
    def replaces_computed(self) -> NDArray[np.bool_]:
        """Whether a computed figure is shown today where one of the arrival would be."""
        file = _take(self.before.file, self.cell, 0)
        computed: NDArray[np.bool_] = self.was_present & (file == ABSENT)
        return computed


def _sides(
    part: FileObservations,
    context: ReadContext,
    dataset: Dataset,
    later: Dataset,
    affected: frozenset[str],
) -> _Sides:
    codelists = later.observations.codelists
    indicator_codes = codelists.code["indicator"]
    codes = [indicator_codes[name] for name in affected if name in indicator_codes]
    before = _rows_of(dataset, codes)
    after = _rows_of(later, codes)
    before_key = _recoded_key(before, dataset.observations.codelists.period, codelists)
    arrival_key = _recoded_key(part.rows, list(context.builders.period.code), codelists)
    after_key = key(after, codelists)
    cell = _positions(arrival_key, before_key)
    cell_after = _positions(arrival_key, after_key)
    return _Sides(
        before,
        after,
        part.rows,
        before_key,
        after_key,
        arrival_key,
        cell,
        cell >= 0,
        _take(after.file, cell_after, ABSENT),
        _take(before.value, cell, np.nan),
        _take(after.value, cell_after, np.nan),
    )


def _rows_of(dataset: Dataset, indicator_codes: list[int]) -> ObservationRows:
    rows = dataset.observations.rows
    return rows.take(np.isin(rows.indicator, indicator_codes))


def _recoded_key(
    rows: ObservationRows, periods: Sequence[str], codelists: Codelists
) -> NDArray[np.int64]:
    """Give keys in the codes of another table.

    That table has all these words: only its periods have other codes.
    """
    codes = codelists.code["period"]
    recoded = np.array([codes[period] for period in periods] or [0], dtype=np.int32)
    return key(replace(rows, period=recoded[rows.period]), codelists)


def _take(column: NDArray[Any], cell: NDArray[np.intp], default: float) -> NDArray[Any]:
    """Take the values at these positions; `default` where the position is ABSENT."""
    padded = np.append(column, np.asarray(default, dtype=column.dtype))
    return padded[np.where(cell >= 0, cell, len(column))]


def _revised_figures(
    sides: _Sides, differs: NDArray[np.bool_], codelists: Codelists
) -> Iterator[FigureChange]:
    for row in _first_of_each(sides.arrival_key, differs)[:MAX_LISTED]:
        after = float(sides.value_after[row])
        yield _figure_change(sides.before, int(sides.cell[row]), codelists, after)


def _vanished_figures(vanished: ObservationRows, codelists: Codelists) -> Iterator[FigureChange]:
    for row in range(min(len(vanished), MAX_LISTED)):
        yield _figure_change(vanished, row, codelists, None)


def _first_of_each(keys: NDArray[np.int64], mask: NDArray[np.bool_]) -> list[int]:
    """List the rows under the mask; of those with equal keys the first."""
    rows = np.flatnonzero(mask)
    first = np.unique(keys[rows], return_index=True)[1]
    return [int(row) for row in rows[np.sort(first)]]


def _figure_change(
    rows: ObservationRows, row: int, codelists: Codelists, after: float | None
) -> FigureChange:
    return FigureChange(
        codelists.indicator[rows.indicator[row]],
        codelists.place[rows.place[row]],
        codelists.breakdown[rows.breakdown[row]],
        codelists.period[rows.period[row]],
        float(rows.value[row]),
        after,
        bool(rows.file[row] == ABSENT),
    )


def _vanished(sides: _Sides, codelists: Codelists) -> tuple[ObservationRows, int]:
    """Find figures that would no longer be shown, and computed ones that are replaced.

    The second result counts the other computed figures that would be gone.
    """
    gone = sides.before.take(_positions(sides.before_key, sides.after_key) < 0)
    replaced = np.isin(
        _series_of_place(gone, codelists), _series_of_place(sides.arrival, codelists)
    )
    counted = (gone.file != ABSENT) | replaced
    return gone.take(counted), int((~counted).sum())


def _count_followers(sides: _Sides) -> int:
    """Count the figures outside the arrival that would be new or different.

    They are computed, or figures of another file that would be shown again.
    """
    others = np.flatnonzero(~np.isin(sides.after_key, sides.arrival_key))
    after = sides.after.value[others]
    cell = _positions(sides.after_key[others], sides.before_key)
    before = _take(sides.before.value, cell, np.nan)
    tolerance = np.where(sides.after.file[others] == ABSENT, ROUNDING_TOLERANCE, 0)
    # A new figure has nan before, so that no comparison holds and it is counted.
    unchanged = np.abs(after - before) <= tolerance * np.abs(before)
    return int((~unchanged).sum())


def _computed_replaced(
    sides: _Sides, vanished: ObservationRows, codelists: Codelists, part: FileObservations
) -> Iterator[Problem]:
    """Report that the arrival has figures of a group whose figures are computed today."""
    lost = vanished.take(vanished.file == ABSENT)
    replaced = len(np.unique(sides.cell[sides.replaces_computed]))
    if not replaced and not len(lost):
        return
    causes = sides.replaces_computed | np.isin(
        _series_of_place(sides.arrival, codelists), _series_of_place(lost, codelists)
    )
    row, rows = int(np.argmax(causes)), sides.arrival
    indicator = codelists.indicator[rows.indicator[row]]
    values: dict[str, Value] = {"n": replaced, "indicator": indicator}
    code = ProblemCode.COMPUTED_REPLACED
    severity: Severity = "notice"
    if len(lost):
        code, severity = ProblemCode.COMPUTED_VANISH, "warning"
        values["vanished"] = len(lost)
    place, line = codelists.place[rows.place[row]], int(rows.line[row])
    yield Problem(code, part.summary.name, line, "place", place, values, severity)


def _series_of_place(rows: ObservationRows, codelists: Codelists) -> NDArray[np.int64]:
    """Give one number for indicator and place."""
    return rows.indicator.astype(np.int64) * max(len(codelists.place), 1) + rows.place


def _not_shown(sides: _Sides, later: Dataset, part: FileObservations) -> Iterator[Problem]:
    """Report that figures of other files would take precedence over those of the arrival."""
    codelists, name = later.observations.codelists, part.summary.name
    hidden = np.flatnonzero(sides.owner != codelists.code["file"][name])
    if not len(hidden):
        return
    owners = {codelists.file[code] for code in sides.owner[hidden].tolist() if code >= 0}
    values: dict[str, Value] = {"n": len(hidden), "files": tuple(sorted(owners))}
    line = int(sides.arrival.line[hidden[0]])
    code = ProblemCode.FIGURES_NOT_SHOWN
    yield Problem(code, name, line, values=values, severity="warning")


def _duplicates(later: Dataset, part: FileObservations) -> Iterator[Problem]:
    """Report figures that stand twice in the arrival itself."""
    superseded, name = state_of(later).superseded, part.summary.name
    of_file = superseded.take(superseded.file == later.observations.codelists.code["file"][name])
    recognised = {file.name for file in later.files if not file.is_described}
    for problem in duplicate_problems(later.observations, of_file, recognised):
        if problem.file in ("", name):
            yield problem
