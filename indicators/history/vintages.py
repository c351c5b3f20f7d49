"""The data as known earlier: versions of a file, and the whole folder on a day."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path

from indicators.history import commits
from indicators.history.disk import make_folder, sync
from indicators.history.lock import locked
from indicators.history.objects import locate

MAX_VIEWS = 3
"""Views that are kept, the last used ones."""


def tree(data: Path, when: datetime | None = None) -> dict[str, str]:
    """Return the digest of each file of the folder as known at a moment (None: now), by path.

    {} before the first.

    Raises ValueError where the moment has no time zone: midnight is another one in Changsha and in
    Geneva.
    """
    if when is not None and when.tzinfo is None:
        raise ValueError(f"{when} has no time zone; say datetime(..., tzinfo=UTC)")
    return commits.replay(
        commit for commit in commits.log(data) if when is None or commit.when <= when
    )


def view(data: Path, when: datetime | None = None) -> Path:
    """Make a folder that holds the data as known at a moment.

    It is read like the data folder and never written to.

    Its files are links to the stored ones and have their times. The same tree is the same folder,
    and the last three used are kept. Raises HistoryError where a file is damaged.
    """
    files = tree(data, when)
    name = hashlib.sha256(json.dumps(files, sort_keys=True).encode("ascii")).hexdigest()[:32]
    with locked(data):
        views = make_folder(data, "views")
        _remove_unfinished(views)
        folder = views / name
        if not folder.is_dir():
            _build(data, files, folder)
        os.utime(folder)
        by_use = sorted(views.iterdir(), key=lambda view: view.stat().st_mtime_ns)
        for old in by_use[:-MAX_VIEWS]:
            shutil.rmtree(old)
    return folder


def _remove_unfinished(views: Path) -> None:
    """Remove what a crash left half made; only the one who holds the lock makes views."""
    for unfinished in views.glob(".*"):
        shutil.rmtree(unfinished)


def _build(data: Path, files: dict[str, str], folder: Path) -> None:
    new = folder.parent / f".{secrets.token_hex(8)}"
    new.mkdir()
    for path, digest in files.items():
        place = new.joinpath(*path.split("/"))
        place.parent.mkdir(parents=True, exist_ok=True)
        _link(locate(data, digest), place)
    os.rename(new, folder)
    sync(folder.parent)


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:  # a file system without links, or too many of them
        shutil.copy2(source, place)
