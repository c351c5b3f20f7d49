"""Watching a folder of 5,000 small files, each with a .yaml that describes it, in 200 folders.

python benchmarks/watching.py

What runs is the dashboard's own LiveDataset with its watching thread, without pages. "idle" is the
CPU time of the process while nothing changes, in % of a core. "look" is one look at all files, against a
bare walk of the same folder (os.scandir and a stat of each file). "added" are the seconds from the last byte
of a new CSV and its .yaml until `refresh` gives a dataset that has it, "described" those from a changed
title in a .yaml, "changed" those from a changed figure (wall time: what a person waits; it depends on what
else runs, the CPU time beside it does not). Minimum and maximum of five.
Aims: 2 % of a core; 2 s.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from common import ROOT, line, timed

sys.path.insert(0, str(ROOT))

TURNS, FILES, FOLDERS, IDLE_SECONDS = 5, 5000, 200, 6.0


def board(root: Path) -> Path:
    """The tests' small dashboard with 5,000 more files, each with its indicator and its .yaml."""
    shutil.copytree(ROOT / "tests" / "data" / "tiny", root)
    for at in range(FILES):
        write(root, at)
    return root


def path_of(root: Path, at: int) -> Path:
    """One of the files, in one of the folders."""
    return root / f"data/many/d{at % FOLDERS:03d}/f{at:04d}.csv"


def write(root: Path, at: int, first: float = 0.0, title: str = "S") -> None:
    """A file of 18 figures that begin at `first`, and its .yaml."""
    path = path_of(root, at)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".yaml").write_text(
        f'indicators:\n  s{at}: {{title: {title}, unit: "% of population", pillar: networks, source: bureau}}\n'
    )
    path.write_text(
        "place,period,value\n"
        + "".join(
            f"{place},{year},{first + year / 8}\n"
            for place in ("AAA", "BBB")
            for year in range(2015, 2024)
        )
    )


def walk(folder: str) -> int:
    """A bare walk: the number of files, with a stat of each."""
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                count += walk(entry.path)
            else:
                entry.stat()
                count += 1
    return count


def idle() -> float:
    """CPU time while nothing happens, in % of a core."""
    cpu, start = time.process_time(), time.monotonic()
    time.sleep(IDLE_SECONDS)
    return 100 * (time.process_time() - cpu) / (time.monotonic() - start)


def wait(is_done: Callable[[], bool]) -> tuple[float, float]:
    """Seconds until something is so, and the CPU time that the process used meanwhile."""
    start, cpu = time.monotonic(), time.process_time()
    while not is_done():
        time.sleep(0.02)
    return time.monotonic() - start, time.process_time() - cpu


def seconds(name: str, found: list[tuple[float, float]]) -> None:
    """A line of the seconds that somebody waits, and their CPU time."""
    waits, cpu = zip(*found, strict=True)
    spread = f"{min(waits):.2f} to {max(waits):.2f} s"
    line(name, spread, f"CPU {min(cpu):.2f} to {max(cpu):.2f} s", "aim 2 s")


def main() -> None:
    """Measure, and print a line for each."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        root = board(Path(folder, "board"))
        from dashboard.live_dataset import LiveDataset
        from indicators import fingerprints

        config, data = root / "config.yaml", root / "data"
        looks, walks = [], []
        for _ in range(TURNS):
            looks.append(timed(lambda: fingerprints.read_stamps(config, data))[0])
            walks.append(timed(lambda: walk(str(data)))[0])
        live = LiveDataset(config)
        line("first reading", f"{timed(live.refresh)[1]:.1f} s")
        live.watch()
        wait(lambda: live.version > 0)  # the first version stores every file
        time.sleep(5)
        found = [idle() for _ in range(TURNS)]
        line("idle", f"{min(found):.1f} %", f"to {max(found):.1f} %", "aim 2 %")
        line(
            "look", f"{1000 * min(looks):.0f} ms", f"{min(looks) / min(walks):.2f}x of a bare walk"
        )

        def dataset() -> object:
            return live.refresh().dataset

        added, described, changed = [], [], []
        for turn in range(TURNS):
            number = FILES + turn
            write(root, number)
            added.append(wait(lambda: f"s{number}" in dataset().catalogue.indicators))  # type: ignore[attr-defined]  # noqa: B023
            time.sleep(0.37 * turn)  # anywhere between two looks
            write(root, number, title="T")
            described.append(
                wait(
                    lambda: dataset().catalogue.indicators[f"s{number}"].title.get("en") == "T"  # type: ignore[attr-defined]  # noqa: B023
                )
            )
            time.sleep(0.37 * turn)
            path = path_of(root, turn)
            path.write_text(path.read_text().replace("AAA,2015,", "AAA,2015,7"))
            changed.append(
                wait(lambda: dataset().series(f"s{turn}", "AAA")[0].value > 7000)  # type: ignore[attr-defined]  # noqa: B023
            )
            time.sleep(0.37 * turn)
        seconds("added with its .yaml", added)
        seconds("described otherwise", described)
        seconds("a figure changed", changed)


if __name__ == "__main__":
    main()
