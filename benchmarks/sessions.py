"""Fifty browser sessions that click at once: whether all are answered, how long the last one waits,
memory of each.

Fifty visitors that speak Streamlit's protocol over websockets (fifty Chromiums would measure the
machine) open a page one after another, then all choose another option in the same moment.
"Answered" means that the script ran to its end without an exception and drew something else than
before. Memory is the server's growth while the sessions arrive and click, divided by their number,
after a first visitor has warmed what all share. The single-chart script does the same before and
after, for a ratio. A thousand clicks each, for what goes wrong between threads is rare. Aim: all
answered; the last one's wait and the memory are reported.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

from common import CHART, ROOT, Server, Visitor, line, serve

SESSIONS, ROUNDS, PATIENCE = 50, 20, 60.0
Found = tuple[int, float, float, float]


async def crowd(server: Server, page: str, widget: str) -> Found:
    """How many of all clicks were answered, the wait of the last and of the median one, MB for each
    session.
    """
    first = await Visitor.arrive(server, page)
    for option in (1, 0, 1, 0):
        await first.choose(widget, option)
    before = server.memory()
    visitors = [await Visitor.arrive(server, page) for _ in range(SESSIONS)]
    answered, waits = 0, []
    for turn in range(ROUNDS):
        start = time.perf_counter()
        taken = await asyncio.gather(
            *(_click(one, widget, (turn + 1) % 2, start) for one in visitors)
        )
        good = [wait for wait in taken if wait is not None]
        answered += len(good)
        waits.append((max(good, default=PATIENCE), statistics.median(good or [PATIENCE])))
    grown = (server.memory() - before) / SESSIONS
    for one in (first, *visitors):
        await one.leave()
    last, half = (statistics.median(column) for column in zip(*waits, strict=True))
    return answered, last, half, grown


async def _click(visitor: Visitor, widget: str, option: int, start: float) -> float | None:
    """Seconds until the click was answered; None where it was not."""
    before, errors = visitor.drawn, visitor.errors
    try:
        await asyncio.wait_for(visitor.choose(widget, option), PATIENCE)
    except TimeoutError:
        return None
    return (
        time.perf_counter() - start
        if visitor.drawn != before and visitor.errors == errors
        else None
    )


def measure(script: Path | str, page: str = "", widget: str = "place") -> Found:
    """A fresh server for each, so that memory is counted from the same start."""
    with serve(script) as server:
        return asyncio.run(crowd(server, page, widget))


def main() -> None:
    """Measure, and print a line for each script."""
    app = ROOT / "app.py"
    scripts: list[tuple[str, Path | str, str, str]] = [
        ("single chart", CHART, "", "series"),
        ("overview: another place", app, "", "place"),
        ("indicator: trend/ranking (fragment)", app, "indicator", "view"),
        ("single chart, once more", CHART, "", "series"),
    ]
    base: list[float] = []
    for name, script, page, widget in scripts:
        answered, last, half, grown = measure(script, page, widget)
        base = base or [last]
        every = SESSIONS * ROUNDS
        line(
            name,
            f"{answered}/{every}",
            "" if answered == every else "MISSED:",
            "answered;",
            f"last after {last:.2f} s ({last / base[0]:.1f}x), median {half:.2f} s; {grown:.2f} MB a session",
        )


if __name__ == "__main__":
    main()
