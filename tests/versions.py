"""The versions of a file in the history, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indicators import history
from indicators.history import Channel


@dataclass(frozen=True)
class Version:
    """One version of a file; `digest` is '' where the file went away."""

    when: datetime
    digest: str
    commit: int
    name: str
    who: str
    channel: Channel


def versions(data: Path, path: str) -> tuple[Version, ...]:
    """List every version of the file at a path (relative, with slashes), the newest last."""
    return tuple(
        Version(
            commit.when,
            commit.changes[path].after or "",
            commit.number,
            commit.name,
            commit.who,
            commit.channel,
        )
        for commit in history.log(data)
        if path in commit.changes
    )
