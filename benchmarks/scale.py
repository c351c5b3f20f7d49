"""Selecting and ranking one indicator in 200,000 against 5,000,000 observations; memory per
observation.

Both tables are made up: 200 places x 25 years of yearly figures for each indicator, so that one
indicator is equally large in both and only the rest of the table grows, from 40 indicators to
1,000. The tables take turns. "First" is the first time an indicator is asked for, another one in
each turn; "again" is every later time. Memory is the sum of the table's arrays, and what the
process grew by. Aim: at most 2x between the tables.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import numpy as np
from common import PAGE, ROOT, TREE, line, ratio, verdict

sys.path.insert(0, str(TREE))

from indicators import Dataset
from indicators.catalogue import load_catalogue
from indicators.observations import Codelists, Observations, observation_rows

PLACES, PERIODS = 200, 25
SMALL, LARGE = 200_000, 5_000_000
TURNS, AGAIN = 15, 30


def table(size: int) -> Observations:
    """A table of so many made-up figures, in an order that has to be sorted."""
    count = size // (PLACES * PERIODS)
    number = np.arange(size)[::-1]
    rows = observation_rows(
        size,
        indicator=number // (PLACES * PERIODS),
        place=number // PERIODS % PLACES,
        period=number % PERIODS,
        value=np.sin(number),
        source=0,
        file=0,
        line=number % 100_000 + 2,
    )
    words = Codelists(
        tuple(f"i{at}" for at in range(count)),
        tuple(f"P{at}" for at in range(PLACES)),
        ("total",),
        tuple(str(2000 + at) for at in range(PERIODS)),
        ("source",),
        ("note",),
        ("file.csv",),
    )
    return Observations.of(words, rows)


def dataset(size: int) -> Dataset:
    """A dataset around the table; its indicators are copies of one of the shipped ones."""
    from dataclasses import replace

    shipped, _ = load_catalogue(ROOT / "config.yaml", ROOT / "data")
    made = table(size)
    entry = next(iter(shipped.indicators.values()))
    entries = {name: replace(entry, id=name) for name in made.codelists.indicator}
    return Dataset(replace(shipped, indicators=MappingProxyType(entries)), made, (), ())


def microseconds(work: Callable[[], object], times: int = 1) -> float:
    """How long the work takes, the median of so many times."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return 1e6 * statistics.median(found)


def resident() -> int:
    """This process's memory in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def main() -> None:
    """Measure, and print a line for each question."""
    before = resident()
    large = dataset(LARGE)
    grown = resident() - before
    small = dataset(SMALL)
    everyone = large.observations.codelists.place
    ask: dict[str, Callable[[Dataset, str], object]] = {
        "select": lambda data, name: data.select(name),
        "select one place": lambda data, name: data.select(name, ["P7"]),
        "grid": lambda data, name: data.grid(name),
        "ranked": lambda data, name: data.ranked(name, everyone),
        "latest": lambda data, name: data.latest(name, "P7"),
        "series": lambda data, name: data.series(name, "P7"),
    }
    for data in (small, large):
        for work in ask.values():
            work(data, "i39")
    for title, work in ask.items():
        for times, when in ((1, "first"), (AGAIN, "again")):
            spent: dict[int, list[float]] = {SMALL: [], LARGE: []}
            for turn in range(TURNS):
                for size, data in ((SMALL, small), (LARGE, large)):
                    name = f"i{turn}"
                    if when == "first":
                        data.observations._grids.clear()
                    spent[size].append(microseconds(lambda: work(data, name), times))  # noqa: B023 - called at once
            found = ratio(spent[LARGE], spent[SMALL])
            line(
                f"{title}, {when}",
                f"{statistics.median(spent[LARGE]):.0f} us",
                f"{found:5.2f}x  (200,000: {statistics.median(spent[SMALL]):.0f} us)",
                verdict(found, 2),
            )
    arrays = sum(
        getattr(large.observations.rows, name).nbytes
        for name in large.observations.rows.__dataclass_fields__
    )
    line("memory per observation, arrays", f"{arrays / LARGE:.0f} bytes")
    line("memory per observation, process", f"{grown / LARGE:.0f} bytes")


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # nothing to put away, and freeing gigabytes takes its time
