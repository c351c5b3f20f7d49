"""Server CPU of a rerun of each page, against an empty Streamlit script and one with a single
chart.

Real servers with the dashboard's settings; a visitor that speaks Streamlit's protocol over a
websocket chooses another option of a widget and waits for the end of the run, so the browser's work
is not in it. CPU is the server process's, all threads, from /proc, divided by the number of reruns.
The cases take turns within each round, and a ratio is the median of the rounds' ratios. A rerun is
a choice that has been made once before ("first visits": never before). Aim: at most 2x of the
single chart for every page, and about 20 ms.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from common import CHART, EMPTY, ROOT, Server, Visitor, line, ratio, serve, verdict

ROUNDS, RERUNS, NEW_PLACES = 5, 24, 24


@dataclass(frozen=True)
class Case:
    """What is clicked: on which script and page, the widget's key and the options taken in turn."""

    name: str
    script: str
    page: str = ""
    widget: str = ""
    options: tuple[int, ...] = (0, 1)
    aim: float = 2.0


CASES = (
    Case("empty script", "empty"),
    Case("single chart", "chart", "", "series"),
    Case("overview: another place", "app", "", "place"),
    Case("indicator: another indicator", "app", "indicator", "indicator"),
    Case("indicator: trend/ranking (fragment)", "app", "indicator", "view"),
    Case("compare: another place", "app", "compare", "place"),
    Case("data: another place", "app", "data", "place"),
    Case("about: another place", "app", "about", "place"),
)


async def reruns(server: Server, visitor: Visitor, case: Case, options: Sequence[int]) -> float:
    """Milliseconds of server CPU for each of so many reruns."""
    before = server.cpu()
    for option in options:
        await (visitor.choose(case.widget, option) if case.widget else visitor.run())
    return 1000 * (server.cpu() - before) / len(options)


async def measure(servers: dict[str, Server], cases: Sequence[Case]) -> dict[str, list[float]]:
    """For each case, what a rerun cost in each round."""
    visitors = {case: await Visitor.arrive(servers[case.script], case.page) for case in cases}
    for case, visitor in visitors.items():
        await _changes(visitor, case)
    found: dict[str, list[float]] = {case.name: [] for case in cases}
    for turn in range(ROUNDS + 1):
        for case, visitor in visitors.items():
            options = [case.options[at % 2] for at in range(4 if turn == 0 else RERUNS)]
            cost = await reruns(servers[case.script], visitor, case, options)
            if turn:
                found[case.name].append(cost)
    first = next(case for case in cases if case.widget == "place")
    visitor = visitors[first]
    found["overview: first visits to places"] = [
        await reruns(servers["app"], visitor, first, range(10, 10 + NEW_PLACES))
    ] * ROUNDS
    found["look for changed files, every 2 s"] = [
        await _ticks(servers["app"], visitor) for _ in range(ROUNDS)
    ]
    for case, one in visitors.items():
        if one.errors:
            print(
                f"{case.name}: {one.errors} exceptions were drawn; the figures are worth nothing",
                file=sys.stderr,
            )
        await one.leave()
    return found


async def _changes(visitor: Visitor, case: Case) -> None:
    """A choice that draws the same again is not the one to measure."""
    drawn = []
    for option in case.options if case.widget else ():
        await visitor.choose(case.widget, option)
        drawn.append(visitor.drawn)
    if case.widget and len(set(drawn)) < 2:
        raise RuntimeError(f"{case.name}: both options drew the same")


async def _ticks(server: Server, visitor: Visitor) -> float:
    before = server.cpu()
    for _ in range(RERUNS):
        await visitor.run(visitor.timers[-1])
    return 1000 * (server.cpu() - before) / RERUNS


def main() -> None:
    """Measure, and print a line for each case."""
    with serve(EMPTY) as empty, serve(CHART) as chart, serve(ROOT / "app.py") as app:
        found = asyncio.run(measure({"empty": empty, "chart": chart, "app": app}, CASES))
    aims = {case.name: case.aim for case in CASES}
    for name, costs in found.items():
        to_chart = ratio(costs, found["single chart"])
        line(
            name,
            f"{statistics.median(costs):.1f} ms",
            f"{to_chart:5.2f}x chart",
            f"{ratio(costs, found['empty script']):5.2f}x empty",
            verdict(to_chart, aims[name])
            if name in aims and name not in ("empty script", "single chart")
            else "",
        )


if __name__ == "__main__":
    main()
