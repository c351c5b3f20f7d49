"""What changed in the data folder, by which door and when: one file a commit, `.history/commits/00000012.json`.

Commits are only ever added. `.history/applied` holds the number of the last one whose files are in place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from indicators.history.disk import HistoryError, create, home, shelf, write
from indicators.history.names import inside
from indicators.model import Problem

Door = Literal["folder", "command", "browser"]
DOORS: tuple[Door, ...] = get_args(Door)


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
    `undoes` is the number of the commit that this one takes back."""

    number: int
    when: datetime
    door: Door
    who: str
    note: str
    name: str
    changes: Mapping[str, Change]
    undoes: int | None = None


def last(data: Path) -> int:
    """The number of the last commit, 0 where there is none: the history is the same as long as this is."""
    return max(_numbers(data), default=0)


def log(data: Path) -> tuple[Commit, ...]:
    """All commits, oldest first; none where the folder has no history. HistoryError where one cannot be read."""
    return tuple(load(data, number) for number in sorted(_numbers(data)))


def since(data: Path, number: int) -> tuple[Commit, ...]:
    """The commits after this one."""
    return tuple(load(data, later) for later in sorted(_numbers(data)) if later > number)


def _numbers(data: Path) -> list[int]:
    try:
        return [int(path.stem) for path in (home(data) / "commits").iterdir()
                if path.suffix == ".json" and path.stem.isdecimal()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as wrong:
        raise HistoryError(Problem("the history cannot be read", str(home(data)), found=wrong.strerror or "")) from wrong


def load(data: Path, number: int) -> Commit:
    """One commit."""
    try:
        return _commit(json.loads(_file(data, number).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise HistoryError(Problem("this record of a change cannot be read", f".history/commits/{number:08d}.json",
                                   found=str(wrong)[:200], do="Put it back from a copy of the data folder.")) from wrong


def append(data: Path, changes: Mapping[str, Change], door: Door, who: str = "", note: str = "", name: str = "",
           undoes: int | None = None) -> Commit:
    """Write the next commit: from this moment on it has happened. To be called by the one who holds the lock.

    Its time is later than that of the one before, even where the clock was put back.
    """
    before = last(data)
    when = datetime.now(UTC)
    if before:
        when = max(when, load(data, before).when + timedelta(microseconds=1))
    commit = Commit(before + 1, when, door, who, note, name, MappingProxyType(dict(changes)), undoes)
    shelf(data, "commits")
    create(data, _file(data, commit.number), _written(commit))
    return commit


def applied(data: Path) -> int:
    """The last commit whose files are known to be in place; 0 where nobody knows."""
    try:
        return int((home(data) / "applied").read_bytes())
    except (OSError, ValueError):
        return 0


def set_applied(data: Path, number: int) -> None:
    """Say that a commit's files are in place."""
    write(data, home(data) / "applied", b"%d\n" % number)


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
    said = {"number": commit.number, "when": commit.when.isoformat(timespec="microseconds"), "door": commit.door,
            "who": commit.who, "note": commit.note, "name": commit.name, "undoes": commit.undoes,
            "changes": {path: asdict(change) for path, change in commit.changes.items()}}
    return json.dumps(said, indent=1).encode("ascii")  # ASCII: a name that is no Unicode comes back as it was


def _commit(said: dict[str, Any]) -> Commit:
    changes = {path: Change(change["before"], change["after"], change.get("was")) for path, change in said["changes"].items()}
    wrong = [path for path in changes if not inside(path)] or [said["door"]] * (said["door"] not in DOORS)
    if wrong:
        raise ValueError(repr(wrong[0]))
    return Commit(int(said["number"]), datetime.fromisoformat(said["when"]), cast(Door, said["door"]), said["who"],
                  said["note"], said["name"], MappingProxyType(changes), said["undoes"])
