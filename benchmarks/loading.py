"""Loading the shipped data, against a plain pandas.read_csv of the same files.

One process; the ways take turns, and a ratio is the median of the turns' ratios of CPU time.
`read_csv` reads every CSV of data/ with pandas' defaults and does nothing with it. "The figures
read" is the table from the files, checked row by row (ingest.files.read_all), without config.yaml;
"everything" is load() without a snapshot: config.yaml and the YAML beside the data, the figures,
every computed indicator, every group's figure. "Through a snapshot" is load() with one, kept in a
temporary folder, outside data/. Imports and the disk's first read are in none of them. Aim: at most
2x cold, 0.3x through a snapshot.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import warnings

from common import ROOT, line, ratio, timed, verdict

sys.path.insert(0, str(ROOT))

import pandas as pd

from indicators import load
from indicators.catalogue import load_catalogue
from indicators.ingest import files as reading

TURNS = 9
CONFIG, DATA = ROOT / "config.yaml", ROOT / "data"


def plain() -> None:
    """What a notebook would do."""
    for path in sorted(DATA.rglob("*.csv")):
        pd.read_csv(path)


def main() -> None:
    """Measure, and print a line for each way."""
    warnings.simplefilter("ignore", pd.errors.DtypeWarning)
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        dataset = load(CONFIG, DATA)
        catalogue = dataset.catalogue
        ways = {
            "read_csv": plain,
            "config.yaml and the like alone": lambda: load_catalogue(CONFIG, DATA),
            "the figures read": lambda: reading.read_all(DATA, reading.read_context(catalogue)),
            "everything": lambda: load(CONFIG, DATA, keep=False),
            "through a snapshot": lambda: load(CONFIG, DATA),
        }
        found: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(TURNS + 1):
            for name, work in ways.items():
                cpu, _ = timed(work)
                if turn:
                    found[name].append(cpu)
    read = sum(file.rows for file in dataset.files)
    computed = sum(entry.kind != "read" for entry in catalogue.indicators.values())
    print(
        f"{len(dataset.files)} files, {read:,} rows read, {len(dataset):,} figures, {computed} computed indicators"
    )
    aims = {"the figures read": 2.0, "everything": 2.0, "through a snapshot": 0.3}
    for name, spent in found.items():
        to_plain = ratio(spent, found["read_csv"])
        line(
            name,
            f"{1000 * statistics.median(spent):.0f} ms",
            f"{to_plain:5.2f}x",
            verdict(to_plain, aims[name]) if name in aims else "",
        )


if __name__ == "__main__":
    main()
