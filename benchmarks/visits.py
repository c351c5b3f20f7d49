"""Two hundred visitors at once: how long each waits, and whether `/health` answers meanwhile.

The visitors speak Streamlit's protocol over websockets, as in sessions.py; the server runs with the
settings that we ship. A process of its own asks for the health of the server
ten times a second, as a monitor would, so that a client that is busy itself does not look like a
server that does not answer. Wall time depends on the machine, so the server's CPU for a visit is
printed, too.
Aim: every visitor sees the page, and the health check is answered within a second,
every time.

Half of them follow one link to the first page, the others each open another page on another place,
whose charts nobody has drawn before.

    .venv/bin/python benchmarks/visits.py [VISITORS] [HEALTH PATH]
"""

from __future__ import annotations

import asyncio
import csv
import multiprocessing
import statistics
import sys
import time
import urllib.error
import urllib.request
from multiprocessing.connection import Connection

from common import AS_SHIPPED, ROOT, Server, Visitor, line, serve

VISITORS, HEALTH = 200, "/health"
PATIENCE = 300.0
EVERY = 0.1
"""Seconds between two questions of the monitor."""


def monitor(url: str, end: Connection) -> None:
    """Ask until told to stop; sends the seconds of every answer, and how many were none."""
    waits: list[float] = []
    failures = 0
    while not end.poll():
        start = time.perf_counter()
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 - ours
                answer.read()
        except (urllib.error.URLError, OSError):
            failures += 1
        waits.append(time.perf_counter() - start)
        time.sleep(EVERY)
    end.send((waits, failures))


def places() -> list[str]:
    """Codes of the countries, provinces and cities of the shipped data."""
    with (ROOT / "data" / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["place"] for row in rows if row["level"] in ("country", "province", "city")]


PLACES = places()
PAGES = ("", "indicator", "compare", "about")


async def visit(server: Server, number: int, start: float) -> float | None:
    """Seconds until the first page of one visitor stood; None where it never did."""
    page, place = "", "430100"
    if number % 2:
        page, place = PAGES[number // 2 % len(PAGES)], PLACES[number % len(PLACES)]
    try:
        visitor = await asyncio.wait_for(Visitor.arrive(server, page, place=place), PATIENCE)
    except (TimeoutError, OSError):
        return None
    wait = time.perf_counter() - start
    drawn = visitor.errors == 0
    VISITS.append(visitor)
    return wait if drawn else None


VISITS: list[Visitor] = []
"""Open pages: they stay open until all have been measured, as a visitor's does."""


async def crowd(server: Server, visitors: int) -> list[float | None]:
    """The wait of each of so many visitors who come at once."""
    start = time.perf_counter()
    waits = await asyncio.gather(*(visit(server, number, start) for number in range(visitors)))
    for visitor in VISITS:
        await visitor.leave()
    return list(waits)


def main() -> None:
    """Measure, and print what was found."""
    visitors = int(sys.argv[1]) if len(sys.argv) > 1 else VISITORS
    path = sys.argv[2] if len(sys.argv) > 2 else HEALTH
    with serve(ROOT / "app.py", AS_SHIPPED) as server:
        asyncio.run(crowd(server, 1))  # the figures are read, and what all visitors share is made
        VISITS.clear()
        ours, theirs = multiprocessing.Pipe()
        asking = multiprocessing.Process(target=monitor, args=(server.url + path, theirs))
        asking.start()
        time.sleep(1)
        cpu = server.cpu()
        waits = asyncio.run(crowd(server, visitors))
        used = server.cpu() - cpu
        ours.send("stop")
        answers, failures = ours.recv()
        asking.join()
    seen = [wait for wait in waits if wait is not None]
    line(
        f"{visitors} visits at once: pages that stood",
        f"{len(seen)}/{visitors}",
        f"CPU of a visit {1000 * used / visitors:.0f} ms",
    )
    line(
        "the first page; the median; the last",
        f"{max(seen, default=0):.1f} s",
        f"first {min(seen, default=0):.1f} s, median {statistics.median(seen or [0]):.1f} s",
    )
    line(
        f"{path}: the slowest of {len(answers)} answers",
        f"{max(answers):.2f} s",
        f"median {1000 * statistics.median(answers):.0f} ms, {failures} failed",
        "aim 1 s: " + ("met" if max(answers) <= 1 and not failures else "MISSED"),
    )


if __name__ == "__main__":
    main()
