"""Two hundred sessions on the page Indicator, each of which clicks every three seconds.

    .venv/bin/python benchmarks/crowd.py [--before DIR]

Visitors that speak Streamlit's protocol, 67 clicks a second in all for 30 seconds, on the figures of
change.py. Clicks fall due at times fixed beforehand, and a wait is counted from then: a visitor whose
last click has not been answered clicks late, and that delay is part of the wait. Of twenty clicks
twelve change between trend and ranking, seven go to an indicator that has been seen at this place,
and one to an indicator that nobody has seen there. DIR is another worktree of this repository,
measured before this one; never both at once. Aim (issue 12): 95 of 100 answers within 0.3 s.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from common import Server, Site, Visitor, dashboards, line, serve
from project import write_project

SESSIONS, INTERVAL, SECONDS = 200, 3.0, 30.0
PATIENCE = 30.0
"""Seconds after the last click in which answers are waited for."""
PLACES = 10
"""Places whose pages the sessions are on."""

NEW = ("indicator", -1)
CYCLE = (
    NEW,
    ("indicator", 0),
    *(3 * (("view", 1), ("view", 0), ("indicator", 1), ("indicator", 0), ("view", 1), ("view", 0))),
)
"""What a session chooses, widget and option, one after the other; sessions start at other points."""


@dataclass
class Crowd:
    """What was found: waits of all clicks and of those to what is new, seconds; clicks without an
    answer; server CPU of a second, and of an answer.
    """

    waits: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    unanswered: int = 0
    busy: float = 0
    cpu: float = 0

    def share(self, percent: int) -> float:
        """Return the wait that so many of a hundred clicks do not exceed."""
        return statistics.quantiles(self.waits, n=100)[percent - 1]


async def crowd(server: Server) -> Crowd:
    """Return the waits of 200 sessions."""
    await _warm_up(server)
    visitors = [
        await Visitor.arrive(server, "indicator", place=_place(number))
        for number in range(SESSIONS)
    ]
    unseen = [count(2) for _ in range(PLACES)]
    found = Crowd()
    cpu, start = server.cpu(), time.perf_counter()
    sessions = [
        asyncio.create_task(_session(visitor, number, start, unseen[number % PLACES], found))
        for number, visitor in enumerate(visitors)
    ]
    _, late = await asyncio.wait(sessions, timeout=SECONDS + PATIENCE)
    used = server.cpu() - cpu
    found.busy, found.cpu = used / (time.perf_counter() - start), used / len(found.waits)
    for session in late:
        session.cancel()
    for session in sessions:
        if not session.cancelled() and session not in late:
            session.result()
    found.unanswered = SESSIONS * int(SECONDS / INTERVAL) - len(found.waits)
    found.waits += [SECONDS + PATIENCE] * found.unanswered
    if any(visitor.errors for visitor in visitors):
        raise RuntimeError("exceptions were drawn")
    for visitor in visitors:
        await visitor.leave()
    return found


def _place(number: int) -> str:
    return f"P{1 + number % PLACES:03d}"


async def _warm_up(server: Server) -> None:
    """See what has been seen before: two indicators at every place, as trend and as ranking."""
    for number in range(PLACES):
        visitor = await Visitor.arrive(server, "indicator", place=_place(number))
        for widget, option in CYCLE[2:8]:
            await visitor.choose(widget, option)
        await visitor.leave()


async def _session(
    visitor: Visitor, number: int, start: float, unseen: count[int], found: Crowd
) -> None:
    """Click at the times of this session, and note how long each answer took from its time on."""
    for click in range(int(SECONDS / INTERVAL)):
        due = start + INTERVAL * (click + number / SESSIONS)
        await asyncio.sleep(max(0, due - time.perf_counter()))
        action = CYCLE[(number * 7 + click) % len(CYCLE)]
        widget, option = action
        if action == NEW:
            option = next(unseen)
        await visitor.choose(widget, option)
        waited = time.perf_counter() - due
        found.waits.append(waited)
        if action == NEW:
            found.new.append(waited)


def measure(sites: dict[str, Site]) -> dict[str, Crowd]:
    """Return what was found on each site, one after the other."""
    results = {}
    for name, site in sites.items():
        with serve(site.script, folder=site.folder, environment=dict(site.environment)) as server:
            results[name] = asyncio.run(crowd(server))
    return results


def main() -> None:
    """Measure, and print the lines of each site."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, metavar="DIR")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = write_project(Path(folder))
        for name, found in measure(
            dashboards(config, Path(folder, "cache"), options.before)
        ).items():
            line(
                f"{SESSIONS} sessions, a click in {INTERVAL:g} s: {name}",
                f"{found.share(95):.2f} s",
                f"95 of 100; median {found.share(50):.2f} s;",
                f"new ones {statistics.median(found.new):.2f} s;",
                f"{found.unanswered} unanswered; server {found.busy:.0%} of a core, {1000 * found.cpu:.0f} ms an answer",
            )


if __name__ == "__main__":
    main()
