"""A table opened from its snapshot, mapped, against the same table in memory: time, memory, queries.

    python benchmarks/mapped.py [figures, 5,000,000 unless told]

The table is made up: 200 places x 25 years for each indicator. One process makes it and stores it,
then two others open it and ask the same. "Private" is what a process has for itself alone
(Private_* of /proc/self/smaps_rollup), "in all" the memory of both readers with pages that they
share counted once (the sum of Pss). Queries take turns over indicators that were not asked for
before, and their CPU is the least of them. Aim: open in 20 ms of CPU, 100 MB private beside what the program
itself takes, queries as fast as in memory.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
from common import ROOT, line, timed
from scale import PERIODS, PLACES

sys.path.insert(0, str(ROOT))

from indicators import Dataset
from indicators.catalogue import load_catalogue
from indicators.dataset import LoadState
from indicators.loading import snapshot
from indicators.loading.assemble import StoredDataset, stored
from indicators.observations import EMPTY, Codelists, Observations, observation_rows

MARK = "benchmark"
ASKED = 15
PART = ("select", "select one place", "grid", "ranked", "latest", "series")


def table(size: int) -> Observations:
    """A sorted table of so many made-up figures."""
    number = np.arange(size, dtype=np.int32)
    rows = observation_rows(
        size,
        indicator=number // (PLACES * PERIODS),
        place=number // PERIODS % PLACES,
        period=number % PERIODS,
        value=np.sin(number),
        source=np.zeros(size),
        breakdown=np.zeros(size),
        note=np.full(size, -1),
        file=np.zeros(size),
        line=number % 100_000 + 2,
    )
    words = Codelists(
        tuple(f"i{at}" for at in range(size // (PLACES * PERIODS))),
        tuple(f"P{at}" for at in range(PLACES)),
        ("total",),
        tuple(str(2000 + at) for at in range(PERIODS)),
        ("source",),
        ("note",),
        ("file.csv",),
    )
    return Observations(words, rows)


def dataset(size: int) -> Dataset:
    """A dataset around the table; its indicators are copies of one of the shipped ones."""
    shipped, _ = load_catalogue(ROOT / "config.yaml", ROOT / "data")
    made = table(size)
    entry = next(iter(shipped.indicators.values()))
    entries = {name: replace(entry, id=name) for name in made.codelists.indicator}
    catalogue = replace(shipped, indicators=MappingProxyType(entries))
    nothing = MappingProxyType[str, tuple[()]]({})
    state = LoadState("", catalogue, (), MappingProxyType({}), EMPTY, nothing)
    return Dataset(catalogue, made, (), (), MARK, load_state=state)


def megabytes(name: str, process: int | str = "self") -> float:
    """The sum of a process's lines of this name, as Private_ or Pss."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    return sum(int(each.split()[1]) for each in lines if each.startswith(name)) / 1000


def microseconds(work: Callable[[], object], times: int = 1) -> float:
    """CPU of the work, the least of so many times."""
    return 1e6 * min(timed(work)[0] for _ in range(times))


def queries(data: Dataset) -> dict[str, float]:
    """Microseconds of each query, of indicators not asked for before."""
    places = data.observations.codelists.place
    count = len(data.observations.codelists.indicator)
    names = iter([f"i{at * 7919 % count}" for at in range((ASKED + 1) * len(PART))])
    work = {
        "select": lambda: data.select(next(names)),
        "select one place": lambda: data.select(next(names), ["P7"]),
        "grid": lambda: data.grid(next(names)),
        "ranked": lambda: data.ranked(next(names), places),
        "latest": lambda: data.latest(next(names), "P7"),
        "series": lambda: data.series(next(names), "P7"),
    }
    for ask in work.values():
        ask()
    found = {name: microseconds(ask, ASKED) for name, ask in work.items()}
    found["indicators of a place, first"] = microseconds(lambda: data.indicators_of("P7"))
    found["indicators of a place, again"] = microseconds(lambda: data.indicators_of("P8"), 5)
    return found


def make(size: int) -> dict[str, object]:
    """Make the table, store it and ask it; what that took."""
    data = dataset(size)
    rows = data.observations.rows
    width = sum(getattr(rows, name).nbytes for name in rows.__dataclass_fields__) / size
    private = megabytes("Private_")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu, wall = timed(lambda: snapshot.store(MARK, stored(data)))
    return {
        "private": private,
        "store": (cpu, wall),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before,
        "width": width,
        "file": next(snapshot.folder().iterdir()).stat().st_size / size,
        "queries": queries(data),
    }


def read() -> dict[str, object]:
    """Open the snapshot and ask it; what that took."""
    base = megabytes("Private_")
    found: list[StoredDataset | None] = []
    cpu, wall = timed(lambda: found.append(snapshot.fetch(MARK, StoredDataset)))
    assert found[0] is not None
    data = found[0].dataset()
    opened = megabytes("Private_")
    asked = queries(data)
    return {
        "base": base,
        "open": (cpu, wall),
        "opened": opened,
        "queries": asked,
    }


def answer(process: subprocess.Popen[str]) -> dict[str, object]:
    """The next line of a process, which waits after it."""
    assert process.stdout is not None
    result: dict[str, object] = json.loads(process.stdout.readline())
    return result


def part(name: str, size: int, cache: str) -> subprocess.Popen[str]:
    """Start a part of the benchmark in a process of its own."""
    return subprocess.Popen(
        [sys.executable, __file__, name, str(size)],
        env={**os.environ, "XDG_CACHE_HOME": cache},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def main(size: int) -> None:
    """Measure, and print a line for each question."""
    with tempfile.TemporaryDirectory() as cache:
        with part("make", size, cache) as maker:
            made = answer(maker)
        readers = [part("read", size, cache), part("read", size, cache)]
        first, second = [answer(reader) for reader in readers]
        private = [megabytes("Private_", reader.pid) for reader in readers]
        in_all = sum(megabytes("Pss:", reader.pid) for reader in readers)
        for reader in readers:
            reader.communicate()
    line("bytes a figure: in memory; in the snapshot", f"{made['width']:.1f}; {made['file']:.1f}")
    cpu, wall = made["store"]
    line("store: CPU; peak above the table", f"{cpu:.2f} s", f"{made['peak']:.0f} MB")
    for reader, asked in zip((first, second), private, strict=True):
        cpu, wall = reader["open"]
        line("a process opens it: CPU; wall", f"{1000 * cpu:.0f} ms", f"{1000 * wall:.0f} ms")
        numbers = f"{reader['base']:.0f}; {reader['opened']:.0f}; {asked:.0f} MB"
        line("private: the program; opened; asked", numbers)
    line(
        "both readers in all; one with the table in memory",
        f"{in_all:.0f} MB",
        f"{made['private']:.0f} MB",
    )
    for name, spent in made["queries"].items():
        mapped = first["queries"][name]
        line(name, f"{mapped:.0f} us", f"in memory {spent:.0f} us  {mapped / spent:.2f}x")


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        print(json.dumps(make(int(sys.argv[2]))), flush=True)
    elif sys.argv[1:2] == ["read"]:
        print(json.dumps(read()), flush=True)
        sys.stdin.read()
    else:
        main(int((sys.argv[1:] or ["5000000"])[0].replace(",", "")))
    sys.stdout.flush()
    os._exit(0)
