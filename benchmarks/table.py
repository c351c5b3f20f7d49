"""Everything that issue 12 has an aim for, in one run, as the table of README.md.

    .venv/bin/python benchmarks/table.py [--before DIR] [--write] [--only NAME ...]

DIR is another worktree of this repository, say of the commit before a change. NAME is one of change,
browser, load, start, compare, crowd, data. --write puts the table into README.md in place of the last.
Takes a quarter of an hour at most on a quiet machine with two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import change
import compare_new
import crowd
import data_page
import first_load
from common import AFTER, BEFORE, PEERS, ROOT, dashboards, peers, serve_all
from project import MANY_INDICATORS, USUAL, write_project

README = Path(__file__).with_name("README.md")
MARKS = re.compile(r"(<!-- table -->\n).*?(<!-- end of table -->)", re.DOTALL)
"""What stands between these comments in README.md is written by --write."""
GIT = shutil.which("git") or "git"
COLUMNS = (BEFORE, AFTER, *PEERS)


@dataclass(frozen=True)
class Aim:
    """The largest value that meets an aim; None where there is none or it is that of a peer."""

    value: float | None = None
    peer: str = ""


@dataclass
class Row:
    """A line of the table: what is measured, with its unit, the aim, and the value of each site."""

    name: str
    unit: str
    aim: Aim = Aim()
    values: dict[str, float] = field(default_factory=dict)

    def limit(self) -> float | None:
        """Return the value to be met."""
        return self.values.get(self.aim.peer) if self.aim.peer else self.aim.value

    def cells(self) -> list[str]:
        """Return the cells of the line."""
        limit, after = self.limit(), self.values.get(AFTER)
        met = ""
        if limit is not None and after is not None:
            met = "yes" if after <= limit else "no"
        aim = "" if limit is None else _written(limit)
        if self.aim.peer:
            aim += f" ({self.aim.peer})"
        values = [_written(self.values[name]) if name in self.values else "" for name in COLUMNS]
        return [f"{self.name}, {self.unit}", aim, *values, met]


def _written(value: float) -> str:
    """Write a value with two or three digits."""
    if value < 10:
        return f"{value:.2f}"
    return f"{value:,.0f}"


@dataclass(frozen=True)
class Run:
    """Where to measure: a folder for what is made up, and the other worktree."""

    folder: Path
    before: Path | None

    def project(self, name: str) -> Path:
        """Write the figures of 40 indicators into a folder of this name."""
        folder = self.folder / name
        folder.mkdir()
        return write_project(folder)


def change_rows(run: Run) -> list[Row]:
    """Measure changes without a browser."""
    config = run.project("change")
    sites = {**dashboards(config, run.folder / "change-cache", run.before), **peers(config)}
    del sites["empty page"]
    with serve_all(sites) as servers:
        found = asyncio.run(change.without_browser(servers, sites))
    rows = []
    aims = {"indicator": (Aim(70), Aim(35)), "place": (Aim(70), Aim(35))}
    for case, costs in found.items():
        cpu, sent = aims.get(case, (Aim(), Aim()))
        title = f"never-seen {case}"
        rows += [
            Row(f"{title}: server CPU", "ms", cpu, {n: min(c.cpu) for n, c in costs.items()}),
            Row(title, "kB sent", sent, _means(costs, "kilobytes")),
            Row(
                title,
                "messages",
                Aim(29 if case == "indicator" else None),
                _means(costs, "messages"),
            ),
        ]
    return rows


def _means(costs: Mapping[str, Any], name: str) -> dict[str, float]:
    return {site: statistics.mean(getattr(cost, name)) for site, cost in costs.items()}


def browser_rows(run: Run) -> list[Row]:
    """Measure changes in Chromium."""
    config = run.project("browser")
    sites = {**dashboards(config, run.folder / "browser-cache", run.before), **peers(config)}
    del sites["empty page"]
    with serve_all(sites) as servers:
        found = change.in_browser(servers, sites)
    rows = []
    for case, waits in found.items():
        aim = Aim(peer="Streamlit, Plotly") if case == "indicator" else Aim()
        title = f"never-seen {case} in Chromium"
        rows += [
            Row(f"{title}, median", "ms", aim, _of(statistics.median, waits)),
            Row(f"{title}, least", "ms", Aim(), _of(min, waits)),
        ]
    return rows


def _of(what: Callable[[Any], float], values: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {name: what(numbers) for name, numbers in values.items()}


def load_rows(run: Run) -> list[Row]:
    """Measure first loads in Chromium."""
    config = run.project("load")
    sites = {**dashboards(config, run.folder / "load-cache", run.before), **peers(config)}
    with serve_all(sites) as servers:
        found = first_load.measure(servers, sites)
    rows = []
    for page in ("overview", "indicator"):
        by_speed: dict[str, dict[str, list[first_load.Load]]] = {}
        for (name, site, speed), loads in found.items():
            if name == page or (page == "indicator" and name == "page" and site in PEERS):
                by_speed.setdefault(speed, {})[site] = loads
        for speed, by_site in by_speed.items():
            rows += _load_rows(page, speed, by_site)
    empty = found["page", "empty page", "cold"]
    print(f"empty page, cold: {statistics.median(load.milliseconds for load in empty):,.0f} ms,")
    print(f"{empty[-1].requests} requests, {empty[-1].kilobytes:,.0f} kB")
    return rows


def _load_rows(
    page: str, speed: str, by_site: Mapping[str, Sequence[first_load.Load]]
) -> list[Row]:
    title = f"{page}, {speed}"
    aim = {"cold": Aim(1900), first_load.SLOW: Aim(2400)}.get(speed, Aim())
    times = {site: [load.milliseconds for load in loads] for site, loads in by_site.items()}
    rows = [
        Row(f"{title}, median", "ms", aim, _of(statistics.median, times)),
        Row(f"{title}, least", "ms", Aim(), _of(min, times)),
    ]
    if speed == "cold":
        cpu = {site: min(load.cpu for load in loads) for site, loads in by_site.items()}
        sent = {site: loads[-1].kilobytes for site, loads in by_site.items()}
        requests = {site: loads[-1].requests for site, loads in by_site.items()}
        rows += [
            Row(f"{title}: CPU of the page's process", "ms", Aim(), cpu),
            Row(title, "kB on the wire", Aim(2000), sent),
            Row(title, "requests", Aim(), requests),
        ]
    return rows


def start_rows(run: Run) -> list[Row]:
    """Measure the first page after a server's start, on the shipped figures."""
    sites = dashboards(ROOT / "config.yaml", run.folder / "start-cache", run.before)
    found = first_load.starts(sites)
    pages = {name: min(page for page, _ in seconds) for name, seconds in found.items()}
    whole = {name: min(all_ for _, all_ in seconds) for name, seconds in found.items()}
    return [
        Row("first page once the server answers, shipped figures, least", "s", Aim(0.5), pages),
        Row("the same from the start of the process", "s", Aim(), whole),
    ]


def compare_rows(run: Run) -> list[Row]:
    """Measure comparisons that nobody has seen."""
    aims = {USUAL: Aim(40), MANY_INDICATORS: Aim(150)}
    return [
        Row(
            f"never-seen comparison, {size.indicators} indicators x 200 places: server CPU",
            "ms",
            aim,
            _of(min, compare_new.measure(size, run.before)),
        )
        for size, aim in aims.items()
    ]


def crowd_rows(run: Run) -> list[Row]:
    """Measure 200 sessions."""
    sites = dashboards(run.project("crowd"), run.folder / "crowd-cache", run.before)
    found = crowd.measure(sites)
    title = f"{crowd.SESSIONS} sessions, a click in 3 s"
    return [
        Row(f"{title}: 95 of 100 answered within", "s", Aim(0.3), _share(found, 95)),
        Row(f"{title}: 50 of 100", "s", Aim(), _share(found, 50)),
        Row(
            f"{title}: server CPU of a click",
            "ms",
            Aim(),
            {name: 1000 * one.cpu for name, one in found.items()},
        ),
    ]


def _share(found: Mapping[str, crowd.Crowd], percent: int) -> dict[str, float]:
    return {name: one.share(percent) for name, one in found.items()}


def data_rows(run: Run) -> list[Row]:
    """Measure the first visit to Data."""
    found = data_page.measure(data_page.SIZE, run.before)
    values = {name: min(first for first, _ in seconds) for name, seconds in found.items()}
    return [Row("first visit to Data, 5,000,000 figures: CPU", "s", Aim(1), values)]


PARTS: dict[str, Callable[[Run], list[Row]]] = {
    "change": change_rows,
    "browser": browser_rows,
    "load": load_rows,
    "start": start_rows,
    "compare": compare_rows,
    "crowd": crowd_rows,
    "data": data_rows,
}


def commit(tree: Path) -> str:
    """Return the short hash of the commit that is checked out, with a plus where it is changed."""
    command = [GIT, "describe", "--always", "--exclude=*", "--abbrev=7", "--dirty=+"]
    return subprocess.run(
        command, cwd=tree, capture_output=True, text=True, check=True
    ).stdout.strip()


def markdown(rows: Sequence[Row], heading: str) -> str:
    """Return the table."""
    titles = ["measure", "aim", *COLUMNS, "met"]
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)], *(row.cells() for row in rows)]
    return f"{heading}\n\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, metavar="DIR")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    # A run that is stopped from outside ends its servers, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    rows: list[Row] = []
    loads = [os.getloadavg()[0]]
    for name in options.only:
        with tempfile.TemporaryDirectory() as folder:
            try:
                rows += PARTS[name](Run(Path(folder), options.before))
            except Exception:  # noqa: BLE001 - what the other parts measured is not lost
                traceback.print_exc()
                rows.append(Row(f"{name}: not measured, see what was printed", "-"))
        loads.append(os.getloadavg()[0])
        print(f"{name}: measured", flush=True)
    trees = f"this checkout at {commit(ROOT)}"
    if options.before:
        trees += f", before it {commit(options.before)}"
    heading = (
        f"{date.today():%-d %B %Y}, {trees}; {os.cpu_count()} cores, "
        f"load {min(loads):.1f} to {max(loads):.1f}."
    )
    table = markdown(rows, heading)
    print(table)
    if options.write:
        text = README.read_text(encoding="utf-8")
        README.write_text(
            MARKS.sub(lambda found: f"{found[1]}{table}{found[2]}", text), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
