"""The data as they were known: the versions of one file, the whole folder on a day, and that folder to be read again."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indicators.history import commits
from indicators.history.commits import Door
from indicators.history.disk import shelf, sync
from indicators.history.lock import locked
from indicators.history.objects import locate

KEPT = 3
"""Views that are kept, the last used ones."""


@dataclass(frozen=True)
class Vintage:
    """One version of a file: since when it was known here, its content ('' where the file went away), and how it came."""

    when: datetime
    digest: str
    commit: int
    name: str
    who: str
    door: Door


def vintages(data: Path, path: str) -> tuple[Vintage, ...]:
    """Every version of the file at a path (relative, with slashes), the newest last; none where none is known."""
    return tuple(
        Vintage(
            entry.when,
            entry.changes[path].after or "",
            entry.number,
            entry.name,
            entry.who,
            entry.door,
        )
        for entry in commits.log(data)
        if path in entry.changes
    )


def tree(data: Path, when: datetime | None = None) -> dict[str, str]:
    """The digest of each file of the folder as it was known at a moment (None: now), by path; empty before the first.

    ValueError where the moment has no time zone: midnight is another one in Changsha and in Geneva.
    """
    if when is not None and when.tzinfo is None:
        raise ValueError(f"{when} has no time zone; say datetime(..., tzinfo=UTC)")
    return commits.replay(
        entry for entry in commits.log(data) if when is None or entry.when <= when
    )


def view(data: Path, when: datetime | None = None) -> Path:
    """A folder that holds the data as they were known at a moment, to be read like the data folder and never written to.

    Its files are links to the kept ones and have their times. The same tree is the same folder, and the last three
    used are kept. HistoryError where a file is damaged.
    """
    files = tree(data, when)
    with locked(data):
        views = shelf(data, "views")
        _clean(views)
        made = (
            views
            / hashlib.sha256(json.dumps(files, sort_keys=True).encode("ascii")).hexdigest()[:32]
        )
        if not made.is_dir():
            _build(data, files, made)
        os.utime(made)
        for old in sorted(views.iterdir(), key=lambda folder: folder.stat().st_mtime_ns)[:-KEPT]:
            shutil.rmtree(old)
    return made


def _clean(views: Path) -> None:
    """Remove what a crash left half made; whoever is here holds the lock, so nobody is making it."""
    for left in views.glob(".*"):
        shutil.rmtree(left)


def _build(data: Path, files: dict[str, str], made: Path) -> None:
    new = made.parent / f".{secrets.token_hex(8)}"
    new.mkdir()
    for path, digest in files.items():
        there = new.joinpath(*path.split("/"))
        there.parent.mkdir(parents=True, exist_ok=True)
        _link(locate(data, digest), there)
    os.rename(new, made)
    sync(made.parent)


def _link(kept: Path, there: Path) -> None:
    try:
        os.link(kept, there)
    except OSError:  # a file system without links, or too many of them
        shutil.copy2(kept, there)
