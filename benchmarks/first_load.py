"""The first load of a page in a browser that has never been here, until all its charts are drawn.

    .venv/bin/python benchmarks/first_load.py [--before DIR]

The figures are those of change.py. Milliseconds are from the start of the navigation to the last
change of a chart, seen by a MutationObserver; a page is over when its script has ended and no chart has
changed for a second. Requests and kilobytes are what Chromium's protocol counts: every answer as it
came over the line, and the content of every message of the WebSocket. The same at 20 Mbit/s with
40 ms to every answer (Network.emulateNetworkConditions, which holds for localhost and for
WebSockets, measured with Chromium 156), and again by a reload, when the files are in the browser's
cache. "First page after the start" needs no browser: the shipped figures with a snapshot, from the
first answer of the health check until the page of the first visitor has been drawn. Aims (issue
12): 1,900 ms and 2,000 kB; 2.4 s at 20 Mbit/s; 0.5 s after the start.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser import DONE, PATIENCE, chromium, new_page
from common import ROOT, Server, Site, Visitor, dashboards, line, peers, serve, serve_all
from project import write_project

TURNS, SLOW_TURNS, STARTS = 5, 3, 5
COLD, SLOW = "cold", "cold at 20 Mbit/s, 40 ms"
"""The names of the two conditions."""
BYTES_A_SECOND = 20e6 / 8
LATENCY = 40
QUIET = 1000
"""Milliseconds without a change of a chart, after which all are drawn."""

# The base64 letters of a binary message hold three bytes in four.
BASE64_BYTES = 3 / 4
TEXT_FRAME = 1


@dataclass(frozen=True)
class Load:
    """One load of a page: milliseconds to all charts, milliseconds of CPU of the page's process
    until then, requests, kilobytes on the line.
    """

    milliseconds: float
    cpu: float
    requests: int
    kilobytes: float


class Traffic:
    """Count what a page asks for and is sent. A class: Chromium reports it by events."""

    def __init__(self, session: Any) -> None:
        self.requests, self.bytes = 0, 0.0
        session.send("Network.enable")
        session.send("Performance.enable")
        session.on("Network.requestWillBeSent", self._request)
        session.on("Network.loadingFinished", self._answer)
        session.on("Network.webSocketFrameReceived", self._message)

    def _request(self, event: dict[str, Any]) -> None:
        self.requests += event["request"]["url"].startswith("http")

    def _answer(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def _message(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        share = 1 if frame["opcode"] == TEXT_FRAME else BASE64_BYTES
        self.bytes += len(frame["payloadData"]) * share


def process_seconds(session: Any) -> float:
    """Return the seconds of CPU that the page's process has used."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(item["value"] for item in metrics if item["name"] == "ProcessTime"))


def all_drawn(page: Any, has_charts: bool) -> float:
    """Wait until all charts are drawn; return the milliseconds from the start of the navigation."""
    page.wait_for_selector(DONE, timeout=PATIENCE)
    if not has_charts:
        return float(page.evaluate("() => performance.now()"))
    page.wait_for_function(
        "quiet => window.lastDrawn && performance.now() - window.lastDrawn > quiet",
        arg=QUIET,
        timeout=PATIENCE,
    )
    page.wait_for_selector(DONE, timeout=PATIENCE)
    return float(page.evaluate("() => window.lastDrawn"))


def loads(browser: Any, url: str, has_charts: bool, slow: bool) -> tuple[Load, Load]:
    """Return the first load in a new context, and the reload after it."""
    page = new_page(browser)
    session = page.context.new_cdp_session(page)
    results = []
    traffic = Traffic(session)
    if slow:
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY,
                "downloadThroughput": BYTES_A_SECOND,
                "uploadThroughput": BYTES_A_SECOND,
            },
        )
    for visit in (lambda: page.goto(url), page.reload):
        requests, sent, cpu = traffic.requests, traffic.bytes, process_seconds(session)
        visit()
        spent = all_drawn(page, has_charts)
        cpu = process_seconds(session) - cpu
        kilobytes = (traffic.bytes - sent) / 1000
        results.append(Load(spent, 1000 * cpu, traffic.requests - requests, kilobytes))
    page.context.close()
    return results[0], results[1]


def addresses(
    servers: Mapping[str, Server], sites: Mapping[str, Site]
) -> dict[tuple[str, str], str]:
    """Return the pages to load by their name and site."""
    found = {}
    for name, server in servers.items():
        if sites[name].is_dashboard:
            found["overview", name] = server.url
            found["indicator", name] = server.url + "/indicator"
        else:
            found["page", name] = server.url
    return found


Found = dict[tuple[str, str, str], list[Load]]


def measure(
    servers: Mapping[str, Server],
    sites: Mapping[str, Site],
    turns: int = TURNS,
    slow_turns: int = SLOW_TURNS,
) -> Found:
    """Return the loads by page, site and condition: cold, reload, slow, slow reload."""
    found: Found = {}
    urls = addresses(servers, sites)
    with chromium() as browser:
        for url in urls.values():
            loads(browser, url, has_charts=False, slow=False)  # the server warms up
        for turn in range(max(turns, slow_turns)):
            for (page, name), url in urls.items():
                for slow in (False, True):
                    if turn >= (slow_turns if slow else turns):
                        continue
                    has_charts = name != "empty page"
                    cold, again = loads(browser, url, has_charts, slow)
                    speed = SLOW if slow else COLD
                    found.setdefault((page, name, speed), []).append(cold)
                    found.setdefault((page, name, f"reload after {speed}"), []).append(again)
    return found


async def first_page(server: Server) -> float:
    """Return the seconds until the first visitor's page has been drawn."""
    start = time.perf_counter()
    visitor = await Visitor.arrive(server)
    spent = time.perf_counter() - start
    await visitor.leave()
    return spent


def starts(sites: Mapping[str, Site], turns: int = STARTS) -> dict[str, list[tuple[float, float]]]:
    """Return, for each site, the seconds from the first answer of a server to the first visitor's
    page, and from its start to that; the first start of all, which makes the snapshot, is left out.
    """
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in sites}
    for turn in range(turns + 1):
        for name, site in sites.items():
            begin = time.perf_counter()
            with serve(
                site.script, folder=site.folder, environment=dict(site.environment)
            ) as server:
                page = asyncio.run(first_page(server))
                whole = time.perf_counter() - begin
                if turn:
                    found[name].append((page, whole))
                else:
                    time.sleep(SNAPSHOT_SECONDS)
    return found


SNAPSHOT_SECONDS = 15
"""Seconds after which the snapshot of what was read has been written."""


def main() -> None:
    """Measure, and print a line for each page and site."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, metavar="DIR")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = write_project(Path(folder))
        sites = {**dashboards(config, Path(folder, "cache"), options.before), **peers(config)}
        with serve_all(sites) as servers:
            for (page, name, speed), found in sorted(measure(servers, sites).items()):
                times = [load.milliseconds for load in found]
                line(
                    f"{page}, {speed}: {name}",
                    f"{statistics.median(times):,.0f} ms",
                    f"least {min(times):,.0f};",
                    f"{min(load.cpu for load in found):,.0f} ms of CPU,",
                    f"{found[-1].requests} requests,",
                    f"{found[-1].kilobytes:,.0f} kB",
                )
        shipped = dashboards(ROOT / "config.yaml", Path(folder, "shipped"), options.before)
        for name, seconds in starts(shipped).items():
            page_seconds = [page for page, _ in seconds]
            line(
                f"first page after the start: {name}",
                f"{statistics.median(page_seconds):.2f} s",
                f"least {min(page_seconds):.2f} s;",
                f"with the start {statistics.median(whole for _, whole in seconds):.1f} s",
            )


if __name__ == "__main__":
    main()
