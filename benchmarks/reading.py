"""Reading, in CPU: a large SDMX-CSV against pandas.read_csv of it, 500 tidy files against
csv.reader over their bytes.

python benchmarks/reading.py [rows]      200,000 rows where no number is given; 1000000 is what the
aims are for

The large file is made here, in the layout of the OECD's Data Explorer, with codes alone, with names
beside them, and with one stray quote in the middle. Two ways take turns; the ratio of CPU is the
median of the turns' ratios. Memory is the most that a process of its own held more than before it
opened the file, the file's own bytes included. Aims: 2x the CPU, 3x the file. The tidy files have
2,000 rows each; half of them hold their series' name in every row.
"""

from __future__ import annotations

import csv
import io
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from common import ROOT, line, ratio, timed, verdict

sys.path.insert(0, str(ROOT))

TURNS = 5
CODES = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,MEASURE,UNIT_MEASURE,SEX,AGE,SECTOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,"
    "UNIT_MULT,DECIMALS\n"
)
NAMES = (
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,FREQ,Frequency of observation,REF_AREA,Reference area,MEASURE,Measure,"
    "UNIT_MEASURE,Unit of measure,SEX,Sex,AGE,Age,TIME_PERIOD,Time period,OBS_VALUE,Observation value,OBS_STATUS,"
    "Observation status,UNIT_MULT,Unit multiplier\n"
)
PEAK = """
import sys
from pathlib import Path
def held(key):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(key)) * 1024
sys.path.insert(0, sys.argv[2])
from indicators.readers.read_file import read_any
read_any(b"STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE\\ndataflow,A:B(1.0),I,X,2020,1.5\\n")
before = held("VmRSS")
found = read_any(Path(sys.argv[1]).read_bytes())
print(held("VmHWM") - before, len(found.rows))
"""


def rows(count: int, named: bool) -> Iterator[str]:
    """So many rows, no two of one key: 200 areas, 10 measures, 3 sexes, 5 ages, years as needed."""
    draw = random.Random(3)  # noqa: S311  made-up figures
    for at in range(count):
        area, measure, sex, age, year = (
            at % 200,
            at // 200 % 10,
            at // 2000 % 3,
            at // 6000 % 5,
            1900 + at // 30000,
        )
        value, status = f"{draw.uniform(0, 9e4):.{draw.randrange(7)}f}", draw.choice("AAAAAAEPB")
        code, who, old = (
            f"C{area:03}",
            ("_T", "F", "M")[sex],
            ("_T", "Y15T24", "Y25T54", "Y55T74", "Y_GE75")[age],
        )
        if named:
            yield (
                f'DATAFLOW,OECD.STI:DSD_ICT@DF_ICT(1.0),"ICT access, use",I,A,Annual,{code},Area number {area},M{measure},'
                f"Measure number {measure},PT,Percentage,{who},Sex {who},{old},Age {old},{year},,{value},,{status},Status,0,Units\n"
            )
        else:
            yield (
                f"DATAFLOW,OECD.STI:DSD_ICT@DF_ICT(1.0),I,A,{code},M{measure},PT,{who},{old},S13,{year},{value},{status},0,1\n"
            )


def measure(path: Path, title: str) -> bool:
    """Both ratios of a file, printed; whether both aims are met."""
    import pandas as pd

    from indicators.readers.read_file import read_any

    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(TURNS):
        theirs.append(timed(lambda: pd.read_csv(path))[0])
        ours.append(timed(lambda: read_any(path.read_bytes(), path.name))[0])
    size = path.stat().st_size
    told = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    peak, read = (int(word) for word in told.stdout.split())
    cpu, memory = ratio(ours, theirs), peak / size
    line(
        f"{title}: {read:,} rows, {size / 1e6:.0f} MB",
        f"{statistics.median(ours):.2f} s",
        f"pandas {statistics.median(theirs):.2f} s",
    )
    line("  CPU, times pandas.read_csv", f"{cpu:.2f}x", verdict(cpu, 2))
    line("  memory, times the file", f"{memory:.2f}x", verdict(memory, 3))
    return cpu <= 2 and memory <= 3


def hurt(path: Path) -> Path:
    """A copy with a quote that opens in its middle and never closes."""
    content = path.read_bytes()
    at = content.find(b",C", len(content) // 2) + 1
    copy = path.with_name("hurt.csv")
    copy.write_bytes(content[:at] + b'"' + content[at:])
    return copy


def stray(path: Path) -> None:
    """What one stray quote costs: the ratio to the same file without it."""
    from indicators.readers.read_file import read_any

    copy = hurt(path)
    whole = [timed(lambda: read_any(path.read_bytes(), path.name))[0] for _ in range(3)]
    broken = [timed(lambda: read_any(copy.read_bytes(), copy.name))[0] for _ in range(3)]
    line("one stray quote in it, times without", f"{ratio(broken, whole):.2f}x", "no aim")


def tidy(count: int = 500, size: int = 2_000) -> bool:
    """The ratio for many small tidy files, printed; whether the aim is met."""
    from indicators.readers.read_file import read_any

    draw = random.Random(3)  # noqa: S311  made-up figures
    files = []
    for number in range(count):
        named = number % 2
        body = "".join(
            (f"series{number}," if named else "")
            + f"P{at % 200:03},{1990 + at // 200},{draw.uniform(0, 100):.4f}"
            + ("" if named else ",total,%,,ITU,")
            + "\n"
            for at in range(size)
        )
        files.append(
            (
                (
                    "indicator,place,period,value\n"
                    if named
                    else "place,period,value,breakdown,unit,status,source,note\n"
                )
                + body
            ).encode()
        )
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(TURNS):
        theirs.append(
            timed(
                lambda: sum(
                    len(list(csv.reader(io.StringIO(one.decode(), newline="")))) for one in files
                )
            )[0]
        )
        ours.append(timed(lambda: sum(len(read_any(one, "tidy.csv").rows) for one in files))[0])
    found = ratio(ours, theirs)
    line(
        f"{count} tidy files of {size:,} rows",
        f"{statistics.median(ours):.2f} s",
        f"csv.reader {statistics.median(theirs):.2f} s",
    )
    line("  CPU, times csv.reader", f"{found:.2f}x", verdict(found, 2))
    return found <= 2


def main() -> None:
    """Make the files, measure, and end with 1 where an aim is missed."""
    count = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 200_000
    met = True
    with tempfile.TemporaryDirectory() as folder:
        for named, title in ((False, "codes"), (True, "codes and names")):
            path = Path(folder, f"{title.split()[-1]}.csv")
            with path.open("w", encoding="utf-8") as file:
                file.write(NAMES if named else CODES)
                file.writelines(rows(count, named))
            met &= measure(path, title)
            if not named:
                stray(path)
    met &= tidy()
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
