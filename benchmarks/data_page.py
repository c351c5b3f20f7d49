"""The first visit to the page Data, which counts all that is held, in CPU.

    .venv/bin/python benchmarks/data_page.py [--before DIR] [--large]

A made-up table of 5,000,000 figures of 200 countries over 25 years (50,000,000 with --large, which
needs 6 GB), in a process of its own: the page is drawn by Streamlit's AppTest, for the first time
and once more, by the page's own function. DIR is another worktree of this repository. Aim (issue 12):
under 1 s at 50,000,000.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

from common import AFTER, BEFORE, ROOT, line, timed

SIZE, LARGE = 5_000_000, 50_000_000
TURNS = 3


def draw(dataset: object) -> None:
    """Draw the page: AppTest runs the text of this function."""
    from dashboard import url_state
    from dashboard.pages.data import page

    page.render(url_state.view(dataset))


def countries(size: int) -> Any:
    """Return a dataset of so many made-up figures of 200 countries."""
    from scale import dataset

    made = dataset(size)
    places = made.catalogue.places.items()
    codes = tuple(code for code, place in places if place.level == "country")
    table = made.observations
    words = replace(table.codelists, place=codes[: len(table.codelists.place)])
    return replace(made, observations=replace(table, codelists=words))


def visit(size: int) -> tuple[float, float]:
    """Return the seconds of CPU of the first visit and of the second."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_function(draw, kwargs={"dataset": countries(size)}, default_timeout=600)
    first = timed(app.run)[0]
    if app.exception or not app.dataframe:
        raise RuntimeError("the page was not drawn")
    second = timed(app.run)[0]
    return first, second


def visits(tree: Path, size: int) -> tuple[float, float]:
    """Return the result of `visit` with the modules of a checkout."""
    answer = subprocess.run(
        [sys.executable, __file__, "--visit", str(size)],
        cwd=tree,
        env={**os.environ, "TREE": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        sys.exit(answer.stderr)
    first, second = map(float, answer.stdout.split()[-2:])
    return first, second


def measure(
    size: int, before: Path | None, turns: int = TURNS
) -> dict[str, list[tuple[float, float]]]:
    """Return the seconds of CPU of the first and the second visit in each turn, by checkout."""
    trees = {BEFORE: before, AFTER: ROOT}
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(turns):
        for name, tree in trees.items():
            if tree is not None:
                found.setdefault(name, []).append(visits(tree, size))
    return found


def main() -> None:
    """Measure, and print a line for each size and checkout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, metavar="DIR")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--visit", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.visit:
        warnings.simplefilter("ignore")
        print(*visit(options.visit))
        return
    for size in (SIZE, LARGE) if options.large else (SIZE,):
        turns = TURNS if size == SIZE else 1
        for name, seconds in measure(size, options.before, turns).items():
            first = [one for one, _ in seconds]
            second = min(again for _, again in seconds)
            line(
                f"first visit to Data, {size:,} figures: {name}",
                f"{min(first):.2f} s",
                f"CPU, median {statistics.median(first):.2f} s; the second visit {second:.2f} s",
            )


if __name__ == "__main__":
    main()
