"""Shelves of arrivals that are not in the data folder: in quarantine until somebody deletes them, or staged for a yes.

An entry is one JSON file, `.history/quarantine/<id>.json`, written whole; the file it tells of is an object.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indicators.history.commits import Door
from indicators.history.disk import HistoryError, create, home, shelf, writing
from indicators.problems import Problem, from_record, to_record, uncoded

_ID = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Entry:
    """An arrival: the name it was sent under (data, not a path), its content, its report, and what else is known of it."""

    id: str
    when: datetime
    digest: str
    name: str
    door: str
    who: str
    problems: tuple[Problem, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shelf:
    """One folder of entries."""

    folder: str

    def keep(
        self,
        data: Path,
        digest: str,
        name: str,
        problems: Iterable[Problem] = (),
        door: Door = "browser",
        who: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> str:
        """Put an arrival on the shelf; its id. `details` must be such as JSON can hold."""
        now = datetime.now(UTC)
        entry = Entry(
            f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}",
            now,
            digest,
            name,
            door,
            who,
            tuple(problems),
            dict(details or {}),
        )
        with writing(data):
            create(data, shelf(data, self.folder) / f"{entry.id}.json", _written(entry))
        return entry.id

    def all(self, data: Path) -> tuple[Entry, ...]:
        """Every arrival, the oldest first; one whose entry cannot be read says so in its problems."""
        folder = home(data) / self.folder
        names = sorted(path.stem for path in folder.glob("*.json")) if folder.is_dir() else []
        return tuple(_read(folder, name) for name in names if _ID.fullmatch(name))

    def get(self, data: Path, id: str) -> Entry:
        """One arrival. HistoryError where it is not there (any longer)."""
        if not _ID.fullmatch(id) or not self._file(data, id).is_file():
            raise HistoryError(
                uncoded(
                    "this arrival is no longer there",
                    found=id[:80],
                    do="Somebody has accepted, discarded or deleted it.",
                )
            )
        return _read(home(data) / self.folder, id)

    def delete(self, data: Path, id: str) -> None:
        """Take an arrival off the shelf; its content stays an object until `prune`. HistoryError where it is not there."""
        self.get(data, id)
        with writing(data):
            self._file(data, id).unlink(missing_ok=True)

    def _file(self, data: Path, id: str) -> Path:
        return home(data) / self.folder / f"{id}.json"


quarantine = Shelf("quarantine")
"""Refused files, each with its report."""

staged = Shelf("staged")
"""Arrivals that wait to be accepted or discarded."""


def _written(entry: Entry) -> bytes:
    record = {
        **asdict(replace(entry, problems=())),
        "when": entry.when.isoformat(timespec="microseconds"),
        "problems": [to_record(problem) for problem in entry.problems],
    }
    return json.dumps(record, indent=1).encode("ascii")


def _read(folder: Path, id: str) -> Entry:
    try:
        said = json.loads((folder / f"{id}.json").read_bytes())
        problems = tuple(from_record(problem) for problem in said["problems"])
        given = {each.name: said[each.name] for each in fields(Entry)}
        return Entry(
            **{
                **given,
                "id": id,
                "when": datetime.fromisoformat(said["when"]),
                "problems": problems,
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        told = uncoded(
            "this entry cannot be read", f".history/{folder.name}/{id}.json", found=str(wrong)[:200]
        )
        return Entry(id, datetime.fromtimestamp(0, UTC), "", "", "", "", (told,))
