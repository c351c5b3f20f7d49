"""A change to what nobody has seen: another indicator, place, view or period of 200 places.

    .venv/bin/python benchmarks/change.py [--before DIR] [--no-browser]

Made-up figures, 200,000 of them: 40 indicators of a group of 200 places over 25 years. Every step
asks for what has not been drawn since the server started. First without a browser, by a visitor
that speaks Streamlit's protocol: server CPU, bytes and messages of each step. Then in Chromium: from
the click on an option of the box until a chart shows its name (the first frame that does). DIR is
another worktree of this repository; it takes turns with this one and with the pages of peers/, all
on the same figures. Aims (issue 12): 70 ms of CPU, 35 kB; in the browser less than Streamlit with
Plotly.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from browser import DONE, WAIT_FOR_TEXT, chromium, new_page, settle
from common import Server, Site, Visitor, dashboards, line, peers, serve_all
from project import place_name, title_of, write_project

TURNS, STEPS = 5, 4
"""So many rounds of so many changes each; the sites take turns between the rounds."""
CLICKS = 12
"""Indicators, and places, chosen in the browser."""


@dataclass(frozen=True)
class Case:
    """What is chosen: the widget's key, the choices that go before each step and are not measured,
    and those that go before the first.
    """

    name: str
    widget: str
    between: tuple[str, ...] = ()
    first: tuple[tuple[str, int], ...] = ()


CASES = (
    Case("indicator", "indicator"),
    Case("place", "place"),
    Case("view", "view", between=("view", "indicator")),
    Case("period", "period", first=(("view", 1),)),
)


@dataclass
class Costs:
    """What the steps of one case cost on one site: CPU of a step in each round, and of each step
    the bytes and messages.
    """

    cpu: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)


Found = dict[str, dict[str, Costs]]


async def step(visitor: Visitor, server: Server, case: Case, number: int) -> tuple[float, Costs]:
    """Take one step; return its CPU in milliseconds, and its bytes and messages."""
    for widget in case.between:
        await visitor.choose(widget, number if widget == "indicator" else 0)
    before = server.cpu(), visitor.received, visitor.messages, visitor.drawn
    option = 1 if case.widget == "view" else number
    await visitor.choose(case.widget, option)
    if visitor.drawn == before[3]:
        raise RuntimeError(f"{case.name}: step {number} drew what was there before")
    cost = Costs(
        kilobytes=[(visitor.received - before[1]) / 1000],
        messages=[visitor.messages - before[2]],
    )
    return 1000 * (server.cpu() - before[0]), cost


async def without_browser(
    servers: Mapping[str, Server], sites: Mapping[str, Site], turns: int = TURNS
) -> Found:
    """Return the costs of every case and site."""
    found: Found = {}
    for case in CASES:
        visitors = {}
        for name, server in servers.items():
            visitors[name] = await _arrive(server, sites[name])
            for widget, option in case.first:
                await visitors[name].choose(widget, option)
        found[case.name] = {name: Costs() for name in servers}
        for turn in range(turns):
            for name, visitor in visitors.items():
                numbers = range(1 + turn * STEPS, 1 + (turn + 1) * STEPS)
                await _round(visitor, servers[name], case, numbers, found[case.name][name])
        for name, visitor in visitors.items():
            if visitor.errors:
                raise RuntimeError(f"{case.name}: {name} drew exceptions")
            await visitor.leave()
    return found


async def _arrive(server: Server, site: Site) -> Visitor:
    return await Visitor.arrive(server, "indicator" if site.is_dashboard else "")


async def _round(
    visitor: Visitor, server: Server, case: Case, numbers: Sequence[int], costs: Costs
) -> None:
    spent = 0.0
    for number in numbers:
        cpu, cost = await step(visitor, server, case, number)
        spent += cpu
        costs.kilobytes += cost.kilobytes
        costs.messages += cost.messages
    costs.cpu.append(spent / len(numbers))


def choose_in_browser(page: Any, widget: str, name: str) -> float:
    """Choose an option of a box by its name; return the milliseconds from the click on it until a
    chart shows the name.
    """
    box = page.locator(f".st-key-{widget} input, .st-key-{widget}_en input").first
    box.click()
    box.fill(name)
    option = page.get_by_role("option", name=name).first
    option.wait_for()
    page.evaluate(WAIT_FOR_TEXT, name)
    option.click()
    waited = float(page.evaluate("() => window.waited"))
    if waited < 0:
        raise RuntimeError(f"no chart showed {name}")
    settle(page)
    return waited


def in_browser(
    servers: Mapping[str, Server], sites: Mapping[str, Site], clicks: int = CLICKS
) -> dict[str, dict[str, list[float]]]:
    """Return the milliseconds of every change of indicator and of place, by site."""
    found: dict[str, dict[str, list[float]]] = {
        case: {name: [] for name in servers} for case in ("indicator", "place")
    }
    with chromium() as browser:
        pages = {}
        for name, server in servers.items():
            pages[name] = new_page(browser)
            pages[name].goto(server.url + ("/indicator" if sites[name].is_dashboard else ""))
            pages[name].wait_for_selector(DONE)
            pages[name].wait_for_function("() => window.shows('Series 001', -1)")
            settle(pages[name], 1000)
        for number in range(2, 2 + clicks + 1):
            for name, page in pages.items():
                page.bring_to_front()
                waits = {
                    "indicator": choose_in_browser(page, "indicator", title_of(number)),
                    "place": choose_in_browser(page, "place", place_name(number)),
                }
                # The first of each is for the page to warm up.
                if number > 2:
                    for case, waited in waits.items():
                        found[case][name].append(waited)
    return found


def main() -> None:
    """Measure, and print a line for each case and site."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, metavar="DIR")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--only-browser", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = write_project(Path(folder))
        sites = {**dashboards(config, Path(folder, "cache"), options.before), **peers(config)}
        del sites["empty page"]
        with serve_all(sites) as servers:
            for case, costs in asyncio.run(without_browser(servers, sites)).items():
                for name, cost in costs.items():
                    line(
                        f"another {case}: {name}",
                        f"{min(cost.cpu):.0f} ms",
                        f"CPU, median {statistics.median(cost.cpu):.0f} ms;",
                        f"{statistics.mean(cost.kilobytes):.0f} kB;",
                        f"{statistics.mean(cost.messages):.0f} messages",
                    )
        if options.no_browser:
            return
        with serve_all(sites) as servers:
            for case, times in in_browser(servers, sites).items():
                for name, waits in times.items():
                    median = statistics.median(waits)
                    least = f"least {min(waits):.0f}, most {max(waits):.0f}"
                    line(f"another {case}, in Chromium: {name}", f"{median:.0f} ms", least)


if __name__ == "__main__":
    main()
