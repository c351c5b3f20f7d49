"""What changed in the data folder, through which channel and when.

Each commit is a file, `.history/commits/00000012.json`.

Commits are only ever added, and each holds the SHA-256 of the file of the one before.
`.history/applied` holds the number of the last one whose files are in place; no number is given
twice, so that a lost one leaves a gap.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from indicators.history.disk import (
    HOME,
    HistoryError,
    create_file,
    home,
    make_folder,
    replace_file,
)
from indicators.history.names import inside
from indicators.problems import Problem, ProblemCode

Channel = Literal["folder", "command", "browser"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
CLOCK_TOLERANCE = timedelta(minutes=1)
"""Two clocks may differ by this, or one be set right by it, without a warning."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Change:
    """One path's content before and after, as digests; None: no file there.

    `modified_before` is the time of the file before, in nanoseconds since 1970: undo restores it,
    as of two files with one figure the later one counts. None where there was no file, and in
    records of older versions.
    """

    before: str | None
    after: str | None
    modified_before: int | None = None


@dataclass(frozen=True)
class Commit:
    """What changed at once.

    `changes` is by path, relative to the data folder; `name` is the file's as it was sent; `undoes`
    is the number of the commit that this one takes back.

    `previous` is the digest of the record before, '' where there is none or this one is older than
    the chain of digests. `clock` is what the machine's clock showed, where that was before the time
    of the record before.
    """

    number: int
    when: datetime
    channel: Channel
    who: str
    note: str
    name: str
    changes: Mapping[str, Change]
    undoes: int | None = None
    previous: str = ""
    clock: datetime | None = None


def last(data: Path) -> int:
    """Return the number of the last commit, 0 where there is none.

    The history is the same as long as this is.
    """
    return max(numbers(data), default=0)


def log(data: Path) -> tuple[Commit, ...]:
    """Read all commits, oldest first; none where the folder has no history. Raises HistoryError."""
    return tuple(load(data, number) for number in sorted(numbers(data)))


def readable(data: Path, after: int = 0) -> tuple[tuple[Commit, ...], tuple[Problem, ...]]:
    """Read the commits after this one, oldest first, with a problem for each that cannot be read.

    Raises HistoryError where they cannot be looked for.
    """
    commits: list[Commit] = []
    problems: list[Problem] = []
    for number in sorted(numbers(data)):
        if number <= after:
            continue
        try:
            commits.append(load(data, number))
        except HistoryError as error:
            problems.append(error.problem)
    return tuple(commits), tuple(problems)


def numbers(data: Path) -> list[int]:
    """List the numbers of the records that are there.

    Raises HistoryError where they cannot be looked for.
    """
    try:
        return [
            int(path.stem)
            for path in (home(data) / "commits").iterdir()
            if path.suffix == ".json" and path.stem.isdecimal()
        ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(ProblemCode.HISTORY_UNREADABLE, HOME, values={"reason": reason})
        raise HistoryError(problem) from error


def load(data: Path, number: int) -> Commit:
    """Read one commit. Raises HistoryError where its record cannot be read or is none."""
    return _parse(number, content(data, number))


def content(data: Path, number: int) -> bytes:
    """Read the record of a commit as it is stored. Raises HistoryError."""
    try:
        return _file(data, number).read_bytes()
    except OSError as error:
        raise _damaged(number, error.strerror or type(error).__name__) from error


def record_name(number: int) -> str:
    """Return the path of a record, relative to the data folder, as problems name it."""
    return f"{HOME}/commits/{number:08d}.json"


def _parse(number: int, content: bytes) -> Commit:
    try:
        return _from_record(number, json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(number, f"{type(error).__name__}: {error}"[:200]) from error


def _damaged(number: int, reason: str) -> HistoryError:
    values = {"reason": reason}
    return HistoryError(Problem(ProblemCode.RECORD_DAMAGED, record_name(number), values=values))


def append(
    data: Path,
    changes: Mapping[str, Change],
    channel: Channel,
    who: str = "",
    note: str = "",
    name: str = "",
    undoes: int | None = None,
) -> Commit:
    """Write the next commit: from this moment on it has happened.

    To be called by the one who holds the lock.

    Its time is later than that of the commit before, even where the clock was put back; `clock`
    then says so. A damaged record before does not keep this one from being written: it is left out
    of the chain of digests.
    """
    before, previous = last(data), ""
    clock = when = datetime.now(UTC)
    if before:
        with suppress(HistoryError):
            record = content(data, before)
            when = max(clock, _parse(before, record).when + timedelta(microseconds=1))
            previous = hashlib.sha256(record).hexdigest()
    commit = Commit(
        max(before, applied(data)) + 1,
        when,
        channel,
        who,
        note,
        name,
        MappingProxyType(dict(changes)),
        undoes,
        previous,
        clock if when - clock > CLOCK_TOLERANCE else None,
    )
    make_folder(data, "commits")
    create_file(data, _file(data, commit.number), _record(commit))
    return commit


def applied(data: Path) -> int:
    """Return the last commit whose files are known to be in place; 0 where nobody knows."""
    return _applied(data)[0]


def applied_digest(data: Path) -> str:
    """Return the SHA-256 of that commit's record as it was written; '' where it was not noted."""
    return _applied(data)[1]


def _applied(data: Path) -> tuple[int, str]:
    try:
        number, _, digest = (home(data) / "applied").read_text("ascii").strip().partition(" ")
        return int(number), digest
    except (OSError, ValueError):
        return 0, ""


def set_applied(data: Path, number: int) -> None:
    """Note that a commit's files are in place, and the digest of its record.

    No later record holds that digest yet.
    """
    try:
        digest = hashlib.sha256(content(data, number)).hexdigest()
    except HistoryError:  # the record has gone, which `verify` reports
        digest = ""
    line = f"{number} {digest}".strip() + "\n"
    replace_file(data, home(data) / "applied", line.encode("ascii"))


def replay(commits: Iterable[Commit], start: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the digest of each file that is there after these commits, by path."""
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


def _record(commit: Commit) -> bytes:
    """Write a commit as JSON. Its keys are older than some names here and never change."""
    record: dict[str, Any] = {
        "number": commit.number,
        "when": commit.when.isoformat(timespec="microseconds"),
        "door": commit.channel,
        "who": commit.who,
        "note": commit.note,
        "name": commit.name,
        "undoes": commit.undoes,
        "previous": commit.previous,
    }
    if commit.clock:
        record["clock"] = commit.clock.isoformat(timespec="microseconds")
    record["changes"] = {
        path: {"before": change.before, "after": change.after, "was": change.modified_before}
        for path, change in commit.changes.items()
    }
    # ASCII, so that a file name that is not valid Unicode comes back as it was
    return json.dumps(record, indent=1).encode("ascii")


def _from_record(number: int, record: dict[str, Any]) -> Commit:
    """Read a record.

    Raises ValueError, KeyError, TypeError or AttributeError where `_record` cannot have written it.
    """
    if record["number"] != number or record["door"] not in CHANNELS:
        raise ValueError(f"number {record['number']!r}, door {record['door']!r}")
    for key in ("who", "note", "name"):
        if not isinstance(record[key], str):
            raise ValueError(f"{key} is no text")
    clock, undoes = record.get("clock"), record["undoes"]
    return Commit(
        number,
        _moment(record["when"]),
        cast(Channel, record["door"]),
        record["who"],
        record["note"],
        record["name"],
        MappingProxyType(
            {path: _change(path, change) for path, change in record["changes"].items()}
        ),
        None if undoes is None else int(undoes),
        _digest(record.get("previous") or None) or "",
        _moment(clock) if clock else None,
    )


def _change(path: str, record: dict[str, Any]) -> Change:
    if not inside(path):
        raise ValueError(f"{path[:80]!r} leads out of the data folder")
    modified = record.get("was")
    return Change(
        _digest(record["before"]),
        _digest(record["after"]),
        None if modified is None else int(modified),
    )


def _digest(text: str | None) -> str | None:
    if text is not None and not _DIGEST.fullmatch(text):
        raise ValueError(f"{text[:80]!r} is no digest")
    return text


def _moment(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return when
