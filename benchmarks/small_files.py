"""Small tidy files, in CPU: 500 files of 20, 200 and 2,000 rows against csv.reader over their
bytes.

Run it as `python benchmarks/small_files.py`; what it prints is a ratio, so that it can be compared
between machines.
"""

from __future__ import annotations

import csv
import io
import random
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from common import line, ratio, timed  # noqa: E402

from indicators.readers.publishers import tidy  # noqa: E402

FILES, TURNS = 500, 5
HEADER = "indicator,place,period,breakdown,value,unit,status,source,note\n"


def rows(count: int, draw: random.Random) -> Iterator[str]:
    """So many rows of 5 indicators and 31 places."""
    for row in range(count):
        status = "final" if row % 7 else "estimated"
        value = f"{draw.uniform(0, 9e4):.2f}"
        yield f"IND{row % 5},P{row % 31:02},{1990 + row // 155},total,{value},%,{status},Yearbook,\n"


def measure(size: int) -> None:
    """Print the ratio for files of so many rows."""
    draw = random.Random(3)  # noqa: S311  made-up figures
    files = [(HEADER + "".join(rows(size, draw))).encode() for _ in range(FILES)]
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(TURNS):
        texts = [io.StringIO(file.decode(), newline="") for file in files]
        theirs.append(timed(lambda texts=texts: [list(csv.reader(text)) for text in texts])[0])
        ours.append(timed(lambda: [tidy.read(file, "tidy.csv") for file in files])[0])
    line(
        f"{FILES} tidy files of {size:,} rows",
        f"{1e6 * statistics.median(ours) / FILES:,.0f} µs a file",
        f"{ratio(ours, theirs):.2f}x csv.reader",
    )


if __name__ == "__main__":
    for rows_of_a_file in (20, 200, 2_000):
        measure(rows_of_a_file)
