"""Drop duplicate observations: of two with one key the first file's stands, so the newest one's."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from indicators.observations import EMPTY, Codelists, ObservationRows, Observations, key
from indicators.problems import Problem, ProblemCode
from indicators.readers.rows import MAX_REPORTED


def drop_duplicates(table: Observations) -> tuple[Observations, ObservationRows]:
    """Return the table with each observation once, and the rows that are left out."""
    number = key(table.rows, table.codelists)
    is_duplicate = np.zeros(len(number), dtype=bool)
    is_duplicate[1:] = number[1:] == number[:-1]
    if not is_duplicate.any():
        return table, EMPTY
    unique = Observations(table.codelists, table.rows.take(~is_duplicate))
    return unique, table.rows.take(is_duplicate)


def duplicate_problems(
    table: Observations, left_out: ObservationRows, recognised: Collection[str]
) -> list[Problem]:
    """Return the problems of duplicates that were left out.

    Where a file in `recognised` supersedes figures of another one, a single notice says how many,
    and how many differ; elsewhere each pair is reported with both lines.
    """
    if not len(left_out):
        return []
    codelists = table.codelists
    position = np.searchsorted(key(table.rows, codelists), key(left_out, codelists))
    first = table.rows.take(position)
    files = [code for name, code in codelists.code["file"].items() if name in recognised]
    is_newer = np.isin(first.file, files) & (first.file != left_out.file)
    return [
        *_superseded(first.take(is_newer), left_out.take(is_newer), codelists),
        *_duplicates(first.take(~is_newer), left_out.take(~is_newer), codelists),
    ]


def _superseded(
    first: ObservationRows, left_out: ObservationRows, codelists: Codelists
) -> list[Problem]:
    """Report once for each pair of files."""
    pairs = first.file.astype(np.int64) * len(codelists.file) + left_out.file
    differs = first.value != left_out.value
    problems = []
    for pair in np.unique(pairs).tolist():
        newer, older = divmod(pair, len(codelists.file))
        is_pair = pairs == pair
        values = {
            "n": int(is_pair.sum()),
            "different": int(differs[is_pair].sum()),
            "other_file": codelists.file[older],
        }
        problems.append(
            Problem(
                ProblemCode.SUPERSEDED_OBSERVATIONS,
                codelists.file[newer],
                values=values,
                severity="notice",
            )
        )
    return problems


def _duplicates(
    first: ObservationRows, left_out: ObservationRows, codelists: Codelists
) -> list[Problem]:
    """Report each observation that stands twice, up to a number."""
    count = len(first)
    problems = [
        _duplicate(first, left_out, codelists, row) for row in range(min(count, MAX_REPORTED))
    ]
    if count > MAX_REPORTED:
        problems.append(Problem(ProblemCode.MORE_DUPLICATES, values={"n": count - MAX_REPORTED}))
    return problems


def _duplicate(
    first: ObservationRows, left_out: ObservationRows, codelists: Codelists, row: int
) -> Problem:
    is_same = first.value[row] == left_out.value[row]
    code = ProblemCode.DUPLICATE_OBSERVATION if is_same else ProblemCode.CONFLICTING_OBSERVATION
    return Problem(
        code,
        codelists.file[left_out.file[row]],
        int(left_out.line[row]),
        "value",
        # 15 digits are what every double keeps: 0.1 is not written as 0.1000000000000000055.
        f"{left_out.value[row]:.15g}",
        {
            "indicator": codelists.indicator[first.indicator[row]],
            "place": codelists.place[first.place[row]],
            "period": codelists.period[first.period[row]],
            "value": f"{first.value[row]:.15g}",
            "other_file": codelists.file[first.file[row]],
            "other_line": str(first.line[row]),
        },
        "warning",
    )
