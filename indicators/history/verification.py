"""Whether the history is whole: every record, the chain of their digests, every kept file, and the clock they were dated by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Literal

from indicators.history import commits
from indicators.history.commits import TOLERANCE, Commit
from indicators.history.disk import HistoryError, home
from indicators.history.entries import Entry, quarantine, staged
from indicators.history.objects import digest_of
from indicators.problems import Problem, uncoded

_MISSING, _DAMAGED = "is missing", "is damaged: its content is not what was put there"
_COPY = "Put it back from a copy of the data folder, or add the same file again. Every other version can be used."


@dataclass(frozen=True)
class Doubt:
    """What is not to be relied upon in a row of changes: their records are missing, or the clock was wrong when they were dated."""

    kind: Literal["missing", "clock"]
    first: int
    last: int
    when: datetime | None = None

    @property
    def numbers(self) -> str:
        """'3', '3-7'."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Verification:
    """What was verified: records, those of them whose predecessor's digest was compared, kept files and their bytes, arrivals."""

    records: int
    chained: int
    objects: int
    size: int
    arrivals: int
    problems: tuple[Problem, ...]


def doubts(data: Path, log: Sequence[Commit], now: datetime | None = None) -> tuple[Doubt, ...]:
    """Changes without a record, and changes that were dated by a wrong clock; `now` is the time of today's clock.

    A record that is there and cannot be read is none of these. HistoryError where the records cannot be looked for.
    """
    there = commits.numbers(data)
    end = max(commits.applied(data), *there, 0)
    missing = sorted(set(range(1, end + 1)) - set(there))
    wrong = {commit.number: commit.when for commit in _misdated(log, now or datetime.now(UTC))}
    return (
        *(Doubt("missing", first, last) for first, last in _rows(missing)),
        *(Doubt("clock", first, last, wrong[first]) for first, last in _rows(sorted(wrong))),
    )


def _misdated(log: Sequence[Commit], now: datetime) -> Iterator[Commit]:
    """Commits whose time is to come, or is not later than that of the one before, and those that say so themselves."""
    early = {after.number for before, after in pairwise(log) if after.when <= before.when}
    for commit in log:
        if commit.clock or commit.number in early or commit.when - now > TOLERANCE:
            yield commit


def _rows(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each row of numbers without a gap."""
    breaks = [at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1]
    for start, stop in pairwise([0, *breaks, len(numbers)]) if numbers else ():
        yield numbers[start], numbers[stop - 1]


def doubt_problem(doubt: Doubt) -> Problem:
    """A doubt as a sentence: what it means and what to do."""
    one = doubt.first == doubt.last
    if doubt.kind == "missing":
        what = (
            f"the {'record of change' if one else 'records of changes'} {doubt.numbers} {'is' if one else 'are'} missing: what "
            "changed then cannot be told, and figures as known between the changes around may lack something"
        )
        return uncoded(
            what,
            ".history/commits",
            severity="warning",
            do="Put it back from a copy of the data folder. "
            "Figures and kept files are as they were, and new changes are recorded.",
        )
    date = f"{doubt.when:%Y-%m-%d %H:%M} UTC"
    return uncoded(
        f"the clock was wrong when {'change' if one else 'changes'} {doubt.numbers} {'was' if one else 'were'} recorded, "
        f"dated {date}",
        f".history/commits/{doubt.first:08d}.json",
        severity="warning",
        do="Set the clock of this machine right. The order of changes is true; dates 'as known on' near this one are not.",
    )


def verify(data: Path, now: datetime | None = None) -> Verification:
    """Read every record and every kept file, and compare each with its digest. HistoryError where there is nothing to look at."""
    log, problems = commits.readable(data)
    chained, broken = _chain(data, log)
    arrivals = [entry for shelf in (quarantine, staged) for entry in shelf.all(data)]
    named = _named(log, arrivals)
    sizes, lost = _objects(data, named)
    lost += [
        _lost(digest, named, _MISSING)
        for digest in sorted(named.keys() - sizes.keys())
        if not _told(digest, lost)
    ]
    damaged = [problem for entry in arrivals if not entry.digest for problem in entry.problems]
    doubtful = [doubt_problem(doubt) for doubt in doubts(data, log, now)]
    return Verification(
        len(log),
        chained,
        len(sizes),
        sum(sizes.values()),
        len(arrivals),
        (*problems, *broken, *doubtful, *lost, *damaged),
    )


def _told(digest: str, problems: Sequence[Problem]) -> bool:
    return any(problem.file.endswith(digest) for problem in problems)


def _chain(data: Path, log: Sequence[Commit]) -> tuple[int, list[Problem]]:
    """How many records say the digest of the one before as it is, and a problem for each that says another."""
    compared, problems = 0, []
    for before, after in pairwise(log):
        if not after.previous or after.number != before.number + 1:
            continue  # written before there was a chain, or the record between is missing, which is told
        if hashlib.sha256(commits.content(data, before.number)).hexdigest() == after.previous:
            compared += 1
            continue
        problems.append(_edited(before.number))
    digest, last = commits.applied_digest(data), log[-1].number if log else 0
    if digest and last == commits.applied(data):
        compared += 1
        if hashlib.sha256(commits.content(data, last)).hexdigest() != digest:
            compared -= 1
            problems.append(_edited(last))
    return compared, problems


def _edited(number: int) -> Problem:
    return uncoded(
        "this record is not what it was when the change was recorded: somebody has changed it",
        f".history/commits/{number:08d}.json",
        do="Put it back from a copy of the data folder. "
        "Until then do not rely on what it says of this change.",
    )


def _named(log: Sequence[Commit], arrivals: Sequence[Entry]) -> dict[str, str]:
    """For each digest that a record names, which version of which file it is, in words."""
    named = {entry.digest: f"the arrival {entry.name}" for entry in arrivals if entry.digest}
    for commit in reversed(log):  # the first change to name it says where it came from
        for path, change in commit.changes.items():
            if change.before:
                named[change.before] = f"{path} before change {commit.number}"
            if change.after:
                named[change.after] = f"{path} of change {commit.number}"
    return named


def _objects(data: Path, named: Mapping[str, str]) -> tuple[dict[str, int], list[Problem]]:
    """The sizes of the kept files that are what their names say, and a problem for every other."""
    sizes: dict[str, int] = {}
    problems: list[Problem] = []
    for path in sorted(home(data).glob("objects/*/*")):
        try:
            if digest_of(path) == path.name:
                sizes[path.name] = path.stat().st_size
            else:
                problems.append(_lost(path.name, named, _DAMAGED))
        except OSError as wrong:
            problems.append(
                _lost(
                    path.name, named, f"cannot be read ({wrong.strerror or type(wrong).__name__})"
                )
            )
    return sizes, problems


def _lost(digest: str, named: Mapping[str, str], why: str) -> Problem:
    """What a kept file that cannot be had means: a version that cannot be read, or nothing."""
    file = f".history/objects/{digest[:2]}/{digest}"
    if digest not in named:
        return uncoded(
            f"this kept file {why}; no change and no arrival names it",
            file,
            severity="warning",
            do="It may be deleted.",
        )
    return uncoded(
        f"this kept file {why}: {named[digest]} can neither be read nor put back", file, do=_COPY
    )


def journal(
    data: Path, now: datetime | None = None
) -> tuple[tuple[Commit, ...], tuple[Problem, ...]]:
    """The changes that can be read, and what is wrong with the records: those that cannot be read, gaps, the clock."""
    try:
        log, problems = commits.readable(data)
        return log, (*problems, *(doubt_problem(doubt) for doubt in doubts(data, log, now)))
    except HistoryError as error:
        return (), (error.problem,)
