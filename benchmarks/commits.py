"""This checkout against an earlier commit, in CPU: loading, the command line, reading and the pages.

    python benchmarks/commits.py COMMIT

The commit is checked out into a temporary folder. Each task is done by both trees in turn, and a ratio
is the median of the turns' ratios, now divided by before: 1.10 is ten per cent slower. The commands
are whole processes, their start included; what is loaded and read is measured within a process,
imports excluded; a rerun of a page is measured as in `rerun.py`, one server for each tree. Each tree
reads the data and the configuration that it shipped itself. Modules are compiled once, as they are
for a user, and not at each start.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from common import ROOT, Server, Visitor, line, ratio, serve
from reading import rows as sdmx_rows
from rerun import CASES, RERUNS, Case, reruns
from small_files import HEADER
from small_files import rows as tidy_rows

TURNS = 5
PAGE_ROUNDS = 5
LARGE_FILE_ROWS = 200_000
SMALL_FILES = 500
GIT = shutil.which("git") or "git"

# What a tree is asked to do in a process of its own; it prints the CPU seconds of the last part.
LOADING = """
import os, sys, time
from indicators import load
start = time.process_time()
load("config.yaml", "data"{options})
print(time.process_time() - start)
"""
READING = """
import sys, time
from pathlib import Path
try:
    from indicators.readers.read_file import read_any
except ImportError:
    from indicators.readers.anyfile import read_any
files = [(path.name, path.read_bytes()) for path in sorted(Path({folder!r}).iterdir())]
read_any(files[0][1][:2000], files[0][0])
start = time.process_time()
for name, content in files:
    read_any(content, name)
print(time.process_time() - start)
"""
COMMANDS = {
    "command: check": ("check",),
    "command: list": ("list",),
    "command: export internet_users": ("export", "internet_users"),
}
Task = Callable[[Path], float]


def command(tree: Path, arguments: tuple[str, ...]) -> float:
    """Return the CPU seconds of one run of the command line in a tree."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "indicators", *arguments], cwd=tree, capture_output=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def work(tree: Path, code: str) -> float:
    """Return the CPU seconds that a piece of code, run in a tree, printed."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1])


def tasks(folder: Path) -> dict[str, Task]:
    """Return what is measured outside the pages, by its name; files to read are written to `folder`."""
    large, small = folder / "large", folder / "small"
    large.mkdir()
    small.mkdir()
    header = (
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,MEASURE,UNIT_MEASURE,SEX,AGE,SECTOR,"
        "TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,DECIMALS\n"
    )
    body = "".join(sdmx_rows(LARGE_FILE_ROWS, named=False))
    (large / "sdmx.csv").write_text(header + body, encoding="utf-8")
    draw = random.Random(3)  # noqa: S311  made-up figures
    tidy = HEADER + "".join(tidy_rows(200, draw))
    for number in range(SMALL_FILES):
        (small / f"{number}.csv").write_text(tidy, encoding="utf-8")
    done: dict[str, Task] = {
        "load, cold": lambda tree: work(tree, LOADING.format(options=", keep=False")),
        "load, through a snapshot": lambda tree: work(tree, LOADING.format(options="")),
        f"read an SDMX-CSV of {LARGE_FILE_ROWS:,} rows": lambda tree: work(
            tree, READING.format(folder=str(large))
        ),
        f"read {SMALL_FILES} tidy files of 200 rows": lambda tree: work(
            tree, READING.format(folder=str(small))
        ),
    }
    for name, arguments in COMMANDS.items():
        done[name] = lambda tree, arguments=arguments: command(tree, arguments)
    return done


async def rerun_costs(servers: dict[str, Server]) -> dict[str, dict[str, list[float]]]:
    """Return, for each page's case, each tree's milliseconds of server CPU for a rerun, by round."""
    costs: dict[str, dict[str, list[float]]] = {}
    cases = [case for case in CASES if case.script == "app"]
    for case in cases:
        visitors = {
            tree: await Visitor.arrive(server, case.page) for tree, server in servers.items()
        }
        costs[case.name] = {tree: [] for tree in servers}
        for turn in range(PAGE_ROUNDS + 1):
            for tree, visitor in visitors.items():
                cost = await _round(servers[tree], visitor, case)
                if turn:
                    costs[case.name][tree].append(cost)
        for tree, visitor in visitors.items():
            if visitor.errors:
                print(f"{case.name}: {tree} drew exceptions", file=sys.stderr)
            await visitor.leave()
    return costs


async def _round(server: Server, visitor: Visitor, case: Case) -> float:
    options = [case.options[turn % 2] for turn in range(RERUNS)]
    return await reruns(server, visitor, case, options)


def report(name: str, now: list[float], before: list[float], unit: str, scale: float) -> None:
    """Print the median of now and before, and the ratio."""
    line(
        name,
        f"{ratio(now, before):.2f}x",
        f"now {scale * statistics.median(now):.0f} {unit}",
        f"before {scale * statistics.median(before):.0f} {unit}",
    )


def main() -> None:
    """Measure both trees, and print a line for each task."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("commit")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        trees = {"now": folder / "now", "before": folder / "before"}
        for tree, commit in (("now", "HEAD"), ("before", options.commit)):
            subprocess.run(
                [GIT, "worktree", "add", "-q", "--detach", str(trees[tree]), commit],
                cwd=ROOT,
                check=True,
            )
        try:
            _measure(trees, folder)
        finally:
            for path in trees.values():
                subprocess.run(
                    [GIT, "worktree", "remove", "--force", str(path)], cwd=ROOT, check=False
                )


def _measure(trees: dict[str, Path], folder: Path) -> None:
    for name, task in tasks(folder).items():
        costs: dict[str, list[float]] = {tree: [] for tree in trees}
        for turn in range(TURNS + 1):
            for tree, path in trees.items():
                cost = task(path)
                if turn:
                    costs[tree].append(cost)
        report(name, costs["now"], costs["before"], "ms", 1000)
    with (
        serve(trees["now"] / "app.py", folder=trees["now"]) as now,
        serve(trees["before"] / "app.py", folder=trees["before"]) as before,
    ):
        found = asyncio.run(rerun_costs({"now": now, "before": before}))
    for name, by_tree in found.items():
        report(f"rerun: {name}", by_tree["now"], by_tree["before"], "ms", 1)


if __name__ == "__main__":
    main()
