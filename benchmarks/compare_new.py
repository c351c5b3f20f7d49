"""Comparisons nobody has seen: another place on the page Compare, over 40 and over 500 indicators.

    .venv/bin/python benchmarks/compare_new.py [--before DIR]

Server CPU of the choice of a place that has not been compared since the server started, without a
browser: its profile over every indicator in a group of 200 places. Made-up figures: 40 indicators x
200 places x 25 years, and 500 x 200 x 5. DIR is another worktree of this repository, which takes
turns with this one. Aims (issue 12): 40 ms and 150 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

from common import Server, Visitor, dashboards, line, serve_all
from project import MANY_INDICATORS, USUAL, Size, write_project

TURNS = 5
STEPS = {USUAL: 4, MANY_INDICATORS: 1}
"""Places chosen in a round."""


async def comparisons(servers: Mapping[str, Server], steps: int) -> dict[str, list[float]]:
    """Return the milliseconds of CPU of a step in each round, by site."""
    visitors = {name: await Visitor.arrive(server, "compare") for name, server in servers.items()}
    found: dict[str, list[float]] = {name: [] for name in servers}
    for turn in range(TURNS):
        for name, visitor in visitors.items():
            before = servers[name].cpu()
            for number in range(steps):
                drawn = visitor.drawn
                await visitor.choose("place", 1 + turn * steps + number)
                if visitor.drawn == drawn:
                    raise RuntimeError(f"{name}: another place drew what was there before")
            found[name].append(1000 * (servers[name].cpu() - before) / steps)
    for name, visitor in visitors.items():
        if visitor.errors:
            raise RuntimeError(f"{name} drew exceptions")
        await visitor.leave()
    return found


def measure(size: Size, before: Path | None) -> dict[str, list[float]]:
    """Return the milliseconds of CPU of a step in each round, by site, for a project of a size."""
    with tempfile.TemporaryDirectory() as folder:
        config = write_project(Path(folder), size)
        sites = dashboards(config, Path(folder, "cache"), before)
        with serve_all(sites) as servers:
            return asyncio.run(comparisons(servers, STEPS[size]))


def main() -> None:
    """Measure, and print a line for each size and site."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, metavar="DIR")
    options = parser.parse_args()
    for size in STEPS:
        for name, costs in measure(size, options.before).items():
            line(
                f"compare {size.indicators} indicators x {size.places} places: {name}",
                f"{min(costs):.0f} ms",
                f"CPU, median {statistics.median(costs):.0f} ms",
            )


if __name__ == "__main__":
    main()
