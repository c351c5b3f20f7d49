"""Arrivals that are not in the data folder: in quarantine, or staged to be accepted.

An arrival is one JSON file, `.history/quarantine/<id>.json`, written whole; the file that arrived
is an object.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indicators.history.commits import Channel
from indicators.history.disk import HOME, HistoryError, create_file, home, make_folder, writing
from indicators.problems import Problem, ProblemCode, from_record, to_record

_ID = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")


@dataclass(frozen=True)
class StoredArrival:
    """A file that arrived, with its report. `name` is data, not a path."""

    id: str
    when: datetime
    digest: str
    name: str
    channel: str
    who: str
    problems: tuple[Problem, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ArrivalStore:
    """One folder of arrivals."""

    folder: str

    def add(
        self,
        data: Path,
        digest: str,
        name: str,
        problems: Iterable[Problem] = (),
        channel: Channel = "browser",
        who: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> str:
        """Store an arrival and give its id. `details` must be such as JSON can hold."""
        now = datetime.now(UTC)
        arrival = StoredArrival(
            f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}",
            now,
            digest,
            name,
            channel,
            who,
            tuple(problems),
            dict(details or {}),
        )
        with writing(data):
            file = make_folder(data, self.folder) / f"{arrival.id}.json"
            create_file(data, file, _record(arrival))
        return arrival.id

    def all(self, data: Path) -> tuple[StoredArrival, ...]:
        """Read every arrival, the oldest first.

        One whose record cannot be read says so in its problems.
        """
        folder = home(data) / self.folder
        names = sorted(path.stem for path in folder.glob("*.json")) if folder.is_dir() else []
        return tuple(_read(folder, name) for name in names if _ID.fullmatch(name))

    def get(self, data: Path, id: str) -> StoredArrival:
        """Read one arrival. Raises HistoryError where it is not there (any longer)."""
        if not _ID.fullmatch(id) or not self._file(data, id).is_file():
            raise HistoryError(Problem(ProblemCode.ARRIVAL_GONE, found=id[:80]))
        return _read(home(data) / self.folder, id)

    def delete(self, data: Path, id: str) -> None:
        """Delete an arrival; its content stays an object until `prune`.

        Raises HistoryError where it is not there.
        """
        self.get(data, id)
        with writing(data):
            self._file(data, id).unlink(missing_ok=True)

    def _file(self, data: Path, id: str) -> Path:
        return home(data) / self.folder / f"{id}.json"


quarantine = ArrivalStore("quarantine")
"""Refused files, each with its report."""

staged = ArrivalStore("staged")
"""Arrivals that wait to be accepted or discarded."""


def _record(arrival: StoredArrival) -> bytes:
    """Write an arrival as JSON. Its keys are older than some names here and never change."""
    record = {
        "id": arrival.id,
        "when": arrival.when.isoformat(timespec="microseconds"),
        "digest": arrival.digest,
        "name": arrival.name,
        "door": arrival.channel,
        "who": arrival.who,
        "problems": [to_record(problem) for problem in arrival.problems],
        "details": dict(arrival.details),
    }
    return json.dumps(record, indent=1).encode("ascii")


def _read(folder: Path, id: str) -> StoredArrival:
    try:
        record = json.loads((folder / f"{id}.json").read_bytes())
        return StoredArrival(
            id,
            datetime.fromisoformat(record["when"]),
            record["digest"],
            record["name"],
            record["door"],
            record["who"],
            tuple(from_record(problem) for problem in record["problems"]),
            record["details"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        file = f"{HOME}/{folder.name}/{id}.json"
        values = {"reason": f"{type(error).__name__}: {error}"[:200]}
        problem = Problem(ProblemCode.ARRIVAL_DAMAGED, file, values=values)
        return StoredArrival(id, datetime.fromtimestamp(0, UTC), "", "", "", "", (problem,))
