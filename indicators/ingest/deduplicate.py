"""A figure that stands twice is kept once: the first as files are read, so the one of the newest file that arrived."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from indicators.observations import EMPTY, Codelists, ObservationRows, Observations, key
from indicators.problems import Problem, uncoded
from indicators.readers.rows import MAX_REPORTED


def drop_duplicates(table: Observations) -> tuple[Observations, ObservationRows]:
    """The table with each figure once, and the rows that are left out."""
    number = key(table.rows, table.codelists)
    again = (
        np.flatnonzero(np.concatenate([[False], number[1:] == number[:-1]]))
        if len(number)
        else np.array([], int)
    )
    if not len(again):
        return table, EMPTY
    keep = np.ones(len(number), dtype=bool)
    keep[again] = False
    return Observations(table.codelists, table.rows.take(keep)), table.rows.take(~keep)


def duplicate_problems(
    table: Observations, left_out: ObservationRows, arrived: Collection[str]
) -> list[Problem]:
    """What is said of figures that were left out.

    Where a file in `arrived` replaces figures of another, one notice says how many, and how many differ; elsewhere
    each pair is told with both lines.
    """
    if not len(left_out):
        return []
    shown = table.rows.take(
        np.searchsorted(key(table.rows, table.codelists), key(left_out, table.codelists))
    )
    newer = np.isin(
        shown.file, [code for name, code in table.codelists.code["file"].items() if name in arrived]
    ) & (shown.file != left_out.file)
    return [
        *_replaced(shown.take(newer), left_out.take(newer), table.codelists),
        *_pairs(shown.take(~newer), left_out.take(~newer), table.codelists),
    ]


def _replaced(shown: ObservationRows, left_out: ObservationRows, words: Codelists) -> list[Problem]:
    pairs = shown.file.astype(np.int64) * len(words.file) + left_out.file
    differs = shown.value != left_out.value
    return [_newer(words, pair, pairs == pair, differs) for pair in np.unique(pairs).tolist()]


def _newer(
    words: Codelists, pair: int, mask: NDArray[np.bool_], differs: NDArray[np.bool_]
) -> Problem:
    new, old = divmod(pair, len(words.file))
    return uncoded(
        f"{int(mask.sum())} of its figures stand in {words.file[old]} too, {int(differs[mask].sum())} of them with "
        "another value; those of this file, the newer, are shown",
        words.file[new],
        severity="notice",
    )


def _pairs(shown: ObservationRows, left_out: ObservationRows, words: Codelists) -> list[Problem]:
    told = [_pair(shown, left_out, words, at) for at in range(min(len(shown), MAX_REPORTED))]
    if len(shown) > MAX_REPORTED:
        told.append(
            uncoded(
                f"{len(shown) - MAX_REPORTED} more figures stand twice; the first of each is kept"
            )
        )
    return told


def _pair(shown: ObservationRows, left_out: ObservationRows, words: Codelists, at: int) -> Problem:
    first, second = (
        f"{words.file[rows.file[at]]} line {rows.line[at]}" for rows in (shown, left_out)
    )
    same = shown.value[at] == left_out.value[at]
    what = "the same figure" if same else f"another figure ({shown.value[at]:.15g})"
    return uncoded(
        f"{words.indicator[shown.indicator[at]]} of {words.place[shown.place[at]]} in {words.period[shown.period[at]]} "
        f"stands twice: {what} is at {first}",
        words.file[left_out.file[at]],
        int(left_out.line[at]),
        "value",
        f"{left_out.value[at]:.15g}",
        do=f"The first is kept; {second} is left out.",
        severity="warning",
    )
