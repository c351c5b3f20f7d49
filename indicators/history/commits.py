"""What changed in the data folder, by which door and when: one file a commit, `.history/commits/00000012.json`.

Commits are only ever added, and each holds the SHA-256 of the file of the one before. `.history/applied` holds the
number of the last one whose files are in place; no number is given twice, so that a lost one leaves a gap.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from indicators.history.disk import HistoryError, create, home, shelf, write
from indicators.history.names import inside
from indicators.problems import Problem, uncoded

Door = Literal["folder", "command", "browser"]
DOORS: tuple[Door, ...] = get_args(Door)
TOLERANCE = timedelta(minutes=1)
"""By so much may two clocks differ, or one be set right, without a word."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Change:
    """One path's content before and after, as digests; None: not there.

    `was` is the time of the file before, in nanoseconds since 1970: undo gives it back, for where two files give one
    figure, that of the later file stands. None where there was no file, and in what older versions wrote.
    """

    before: str | None
    after: str | None
    was: int | None = None


@dataclass(frozen=True)
class Commit:
    """What changed at once. `changes` is by path, relative to the data folder; `name` is the file's as it was sent;
    `undoes` is the number of the commit that this one takes back.

    `previous` is the digest of the record before, '' where there is none or this one was written before there was a
    chain. `clock` is what the machine's clock said, where that was before the time of the record before.
    """

    number: int
    when: datetime
    door: Door
    who: str
    note: str
    name: str
    changes: Mapping[str, Change]
    undoes: int | None = None
    previous: str = ""
    clock: datetime | None = None


def last(data: Path) -> int:
    """The number of the last commit, 0 where there is none: the history is the same as long as this is."""
    return max(numbers(data), default=0)


def log(data: Path) -> tuple[Commit, ...]:
    """All commits, oldest first; none where the folder has no history. HistoryError where one cannot be read."""
    return tuple(load(data, number) for number in sorted(numbers(data)))


def readable(data: Path, after: int = 0) -> tuple[tuple[Commit, ...], tuple[Problem, ...]]:
    """The commits after this one that can be read, oldest first, and a problem for each that cannot.

    HistoryError where they cannot be looked for.
    """
    found: list[Commit] = []
    problems: list[Problem] = []
    for number in sorted(each for each in numbers(data) if each > after):
        try:
            found.append(load(data, number))
        except HistoryError as error:
            problems.append(error.problem)
    return tuple(found), tuple(problems)


def numbers(data: Path) -> list[int]:
    """The numbers of the records that are there. HistoryError where they cannot be looked for."""
    try:
        return [
            int(path.stem)
            for path in (home(data) / "commits").iterdir()
            if path.suffix == ".json" and path.stem.isdecimal()
        ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as wrong:
        raise HistoryError(
            uncoded("the history cannot be read", ".history", found=wrong.strerror or "")
        ) from wrong


def load(data: Path, number: int) -> Commit:
    """One commit. HistoryError where its record cannot be read or is none."""
    return _parsed(number, content(data, number))


def content(data: Path, number: int) -> bytes:
    """The record of a commit as it lies there. HistoryError where it cannot be read."""
    try:
        return _file(data, number).read_bytes()
    except OSError as wrong:
        raise _damaged(number, wrong.strerror or type(wrong).__name__) from wrong


def _parsed(number: int, content: bytes) -> Commit:
    try:
        return _commit(number, json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise _damaged(number, f"{type(wrong).__name__}: {wrong}"[:200]) from wrong


def _damaged(number: int, found: str) -> HistoryError:
    return HistoryError(
        uncoded(
            "this record of a change cannot be read, so what changed then is not known; figures and kept files are as they were",
            f".history/commits/{number:08d}.json",
            found=found,
            do="Put it back from a copy of the data folder; without a copy, move it elsewhere: the other changes can then be used.",
        )
    )


def append(
    data: Path,
    changes: Mapping[str, Change],
    door: Door,
    who: str = "",
    note: str = "",
    name: str = "",
    undoes: int | None = None,
) -> Commit:
    """Write the next commit: from this moment on it has happened. To be called by the one who holds the lock.

    Its time is later than that of the one before, even where the clock was put back; `clock` then says so. A record
    before that is damaged does not keep this one from being written: it is no part of the chain then.
    """
    before, previous = last(data), ""
    clock = when = datetime.now(UTC)
    if before:
        with suppress(HistoryError):
            record = content(data, before)
            when = max(clock, _parsed(before, record).when + timedelta(microseconds=1))
            previous = hashlib.sha256(record).hexdigest()
    commit = Commit(
        max(before, applied(data)) + 1,
        when,
        door,
        who,
        note,
        name,
        MappingProxyType(dict(changes)),
        undoes,
        previous,
        clock if when - clock > TOLERANCE else None,
    )
    shelf(data, "commits")
    create(data, _file(data, commit.number), _written(commit))
    return commit


def applied(data: Path) -> int:
    """The last commit whose files are known to be in place; 0 where nobody knows."""
    return _applied(data)[0]


def applied_digest(data: Path) -> str:
    """The SHA-256 of that commit's record as it was written; '' where it was not noted."""
    return _applied(data)[1]


def _applied(data: Path) -> tuple[int, str]:
    try:
        number, _, digest = (home(data) / "applied").read_text("ascii").strip().partition(" ")
        return int(number), digest
    except (OSError, ValueError):
        return 0, ""


def set_applied(data: Path, number: int) -> None:
    """Say that a commit's files are in place, and what its record was: no later one holds the digest of the last."""
    try:
        digest = hashlib.sha256(content(data, number)).hexdigest()
    except HistoryError:  # the record has gone, which is told elsewhere
        digest = ""
    write(data, home(data) / "applied", f"{number} {digest}".strip().encode("ascii") + b"\n")


def replay(commits: Iterable[Commit], start: Mapping[str, str] | None = None) -> dict[str, str]:
    """The digest of each file that is there after these commits, by path."""
    tree = dict(start or {})
    for commit in commits:
        for path, change in commit.changes.items():
            if change.after is None:
                tree.pop(path, None)
            else:
                tree[path] = change.after
    return tree


def _file(data: Path, number: int) -> Path:
    return home(data) / "commits" / f"{number:08d}.json"


def _written(commit: Commit) -> bytes:
    said = {
        "number": commit.number,
        "when": commit.when.isoformat(timespec="microseconds"),
        "door": commit.door,
        "who": commit.who,
        "note": commit.note,
        "name": commit.name,
        "undoes": commit.undoes,
        "previous": commit.previous,
        **({"clock": commit.clock.isoformat(timespec="microseconds")} if commit.clock else {}),
        "changes": {path: asdict(change) for path, change in commit.changes.items()},
    }
    return json.dumps(said, indent=1).encode(
        "ascii"
    )  # ASCII: a name that is no Unicode comes back as it was


def _commit(number: int, said: dict[str, Any]) -> Commit:
    """What a record says. ValueError, KeyError, TypeError or AttributeError where it is not as `_written` makes it."""
    changes = {
        path: Change(
            _digest(change["before"]), _digest(change["after"]), _nanoseconds(change.get("was"))
        )
        for path, change in said["changes"].items()
    }
    wrong = [path for path in changes if not inside(path)] or [said["door"]] * (
        said["door"] not in DOORS
    )
    wrong += [said["number"]] * (said["number"] != number)
    wrong += [key for key in ("who", "note", "name") if not isinstance(said[key], str)]
    if wrong:
        raise ValueError(repr(wrong[0]))
    undoes, clock = said["undoes"], said.get("clock")
    return Commit(
        number,
        _moment(said["when"]),
        cast(Door, said["door"]),
        said["who"],
        said["note"],
        said["name"],
        MappingProxyType(changes),
        None if undoes is None else int(undoes),
        _digest(said.get("previous") or None) or "",
        _moment(clock) if clock else None,
    )


def _digest(said: str | None) -> str | None:
    if said is not None and not _DIGEST.fullmatch(said):
        raise ValueError(f"{said[:80]!r} is no digest")
    return said


def _nanoseconds(said: int | None) -> int | None:
    return None if said is None else int(said)


def _moment(said: str) -> datetime:
    when = datetime.fromisoformat(said)
    if when.tzinfo is None:
        raise ValueError(f"{said!r} has no time zone")
    return when
