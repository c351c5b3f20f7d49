"""Checks whether the history is whole.

Every record, the chain of their digests, every stored file and the clock are checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Literal

from indicators.history import commits
from indicators.history.commits import CLOCK_TOLERANCE, Commit, record_name
from indicators.history.disk import HOME, HistoryError, home
from indicators.history.entries import StoredArrival, quarantine, staged
from indicators.history.objects import digest_of, object_name
from indicators.problems import Problem, ProblemCode, Value


@dataclass(frozen=True)
class UnreliableRecords:
    """A run of changes not to rely upon.

    Their records are missing, or the clock was wrong when they were dated.
    """

    kind: Literal["missing", "clock"]
    first: int
    last: int
    when: datetime | None = None

    @property
    def numbers(self) -> str:
        """Write the numbers of the changes: '3' or '3-7'."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Verification:
    """What was verified, in counts, and the problems.

    `chained` counts the records whose predecessor's digest was compared; `size` is the bytes of the
    stored files.
    """

    records: int
    chained: int
    objects: int
    size: int
    arrivals: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Use:
    """What a stored file is needed for: the code and the values of the problem where it is lost."""

    code: ProblemCode
    values: Mapping[str, Value]


def unreliable_records(
    data: Path, log: Sequence[Commit], now: datetime | None = None
) -> tuple[UnreliableRecords, ...]:
    """Find changes without a record, and changes dated by a wrong clock.

    `now` is the time of today's clock.

    A record that is there and cannot be read is none of these. Raises HistoryError where the
    records cannot be looked for.
    """
    present = commits.numbers(data)
    end = max(commits.applied(data), *present, 0)
    missing = sorted(set(range(1, end + 1)) - set(present))
    dates = {commit.number: commit.when for commit in _misdated(log, now or datetime.now(UTC))}
    return (
        *(UnreliableRecords("missing", first, last) for first, last in _runs(missing)),
        *(
            UnreliableRecords("clock", first, last, dates[first])
            for first, last in _runs(sorted(dates))
        ),
    )


def _misdated(log: Sequence[Commit], now: datetime) -> Iterator[Commit]:
    """Find commits dated in the future or not later than the one before.

    A commit may also say itself that the clock was wrong.
    """
    early = {after.number for before, after in pairwise(log) if after.when <= before.when}
    for commit in log:
        if commit.clock or commit.number in early or commit.when - now > CLOCK_TOLERANCE:
            yield commit


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the first and the last of each run of consecutive numbers."""
    if not numbers:
        return
    first = numbers[0]
    for number, following in pairwise(numbers):
        if following != number + 1:
            yield first, number
            first = following
    yield first, numbers[-1]


def unreliable_problem(records: UnreliableRecords) -> Problem:
    """Report a run of records not to rely upon."""
    values: dict[str, Value] = {
        "n": records.last - records.first + 1,
        "numbers": records.numbers,
    }
    if records.kind == "missing":
        code, file = ProblemCode.RECORDS_MISSING, f"{HOME}/commits"
    else:
        code, file = ProblemCode.CLOCK_WRONG, record_name(records.first)
        values["date"] = f"{records.when:%Y-%m-%d %H:%M} UTC"
    return Problem(code, file, values=values, severity="warning")


def verify(data: Path, now: datetime | None = None) -> Verification:
    """Read every record and every stored file, and compare each with its digest.

    Raises HistoryError where there is nothing to look at.
    """
    log, problems = commits.readable(data)
    chained, edited = _check_chain(data, log)
    arrivals = [*quarantine.all(data), *staged.all(data)]
    uses = _uses(log, arrivals)
    sizes, lost = _check_objects(data, uses)
    unreliable = [unreliable_problem(run) for run in unreliable_records(data, log, now)]
    damaged = [
        problem for arrival in arrivals if not arrival.digest for problem in arrival.problems
    ]
    return Verification(
        len(log),
        chained,
        len(sizes),
        sum(sizes.values()),
        len(arrivals),
        (*problems, *edited, *unreliable, *lost, *damaged),
    )


def _check_chain(data: Path, log: Sequence[Commit]) -> tuple[int, list[Problem]]:
    """Count the records whose digest is as noted, and report those whose digest is another.

    A record's digest is noted in the next record; that of the last one stands in `applied`.
    """
    hashes = {
        before.number: after.previous
        for before, after in pairwise(log)
        if after.previous and after.number == before.number + 1
    }
    if log and log[-1].number == commits.applied(data):
        hashes[log[-1].number] = commits.applied_digest(data)
    chained, problems = 0, []
    for number, digest in hashes.items():
        if not digest:  # written before digests were noted
            continue
        if hashlib.sha256(commits.content(data, number)).hexdigest() == digest:
            chained += 1
        else:
            problems.append(Problem(ProblemCode.RECORD_EDITED, record_name(number)))
    return chained, problems


def _uses(log: Sequence[Commit], arrivals: Sequence[StoredArrival]) -> dict[str, _Use]:
    """Say for each digest what it is needed for: the first change that has it, else an arrival."""
    uses: dict[str, _Use] = {}
    for arrival in arrivals:
        if arrival.digest:
            uses[arrival.digest] = _Use(ProblemCode.ARRIVAL_LOST, {"name": arrival.name})
    for commit in reversed(log):
        number = str(commit.number)
        for path, change in commit.changes.items():
            values = {"path": path, "number": number}
            if change.before:
                uses[change.before] = _Use(ProblemCode.EARLIER_VERSION_LOST, values)
            if change.after:
                uses[change.after] = _Use(ProblemCode.VERSION_LOST, values)
    return uses


def _check_objects(data: Path, uses: Mapping[str, _Use]) -> tuple[dict[str, int], list[Problem]]:
    """Give the sizes of the stored files that are whole, and report all others."""
    sizes: dict[str, int] = {}
    problems: dict[str, Problem] = {}
    for path in sorted(home(data).glob("objects/*/*")):
        try:
            if digest_of(path) == path.name:
                sizes[path.name] = path.stat().st_size
                continue
            cause = Problem(ProblemCode.OBJECT_DAMAGED)
        except OSError as error:
            values = {"reason": error.strerror or type(error).__name__}
            cause = Problem(ProblemCode.OBJECT_UNREADABLE, values=values)
        problems[path.name] = _lost(path.name, uses, cause)
    for digest in sorted(uses.keys() - sizes.keys() - problems.keys()):
        problems[digest] = _lost(digest, uses, Problem(ProblemCode.OBJECT_MISSING))
    return sizes, list(problems.values())


def _lost(digest: str, uses: Mapping[str, _Use], cause: Problem) -> Problem:
    """Report what it means that a stored file cannot be read: a version is lost, or nothing."""
    file, use = object_name(digest), uses.get(digest)
    if use is None:
        values = {"cause": cause}
        return Problem(ProblemCode.OBJECT_UNUSED, file, values=values, severity="warning")
    return Problem(use.code, file, values={"cause": cause, **use.values})


def journal(
    data: Path, now: datetime | None = None
) -> tuple[tuple[Commit, ...], tuple[Problem, ...]]:
    """Read the changes, and report records that are damaged, missing or wrongly dated."""
    try:
        log, problems = commits.readable(data)
        unreliable = unreliable_records(data, log, now)
        return log, (*problems, *(unreliable_problem(records) for records in unreliable))
    except HistoryError as error:
        return (), (error.problem,)
