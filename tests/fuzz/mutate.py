"""Damaged copies of publishers' files through every reader: no crash, no hang, no memory, no figure
made up or lost.

    python -m tests.fuzz.mutate --count 100000 --seed 1            both cores, about a quarter of an hour
    python -m tests.fuzz.mutate --count 5000 --seed 1 --examine    one process, about twenty minutes

With --examine each goes through examine, accept and undo on a copy of the shipped figures
(tests/fuzz/arrivals.py says what must hold), half of them where the files lie that they were made
of, so that they are newer versions of these.

Outside the tests, for it takes long. The files are those of ../shared/corpus and
tests/data/formats, cut to a few kilobytes at line ends; one mutant in 1,000 is of a whole file, and
its memory is measured: at most 10 times the file and 32 MB. A finding is printed with the seed that
makes it again: --only SEED, and --save FILE to keep its bytes.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

import pyarrow as pa

from indicators import history
from indicators.readers.read_file import read_any
from tests.fuzz.arrivals import Desk, desk, parts_of, with_added
from tests.fuzz.arrivals import faults as arrival_faults
from tests.fuzz.checks import Sound, faults, sound
from tests.fuzz.damage import damaged

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT.parent / "shared" / "corpus", ROOT / "tests" / "data" / "formats")
SUFFIXES = (".csv", ".tsv", ".xls", ".xlsx", ".zip")
HANG, TIMES, BASE, WHOLE, HISTORY = 10, 10, 32 << 20, 1_000, 200
_SIZES = (1_200, 2_500, 2_500, 6_000)
_POOLS: list[pa.MemoryPool] = []
"""Pools outlive what was allocated in them."""


class _Hang(Exception):
    """A file took longer than it may."""


def files() -> list[bytes]:
    """The bytes of every file that may be damaged."""
    found = [
        path.read_bytes()
        for folder in FOLDERS
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES
    ]
    return [content for content in found if content]


def small(content: bytes, size: int) -> bytes:
    """A short copy: the first lines and the last, whole; of an archive each member so."""
    if content[:2] == b"PK":
        return _small_archive(content, size)
    if len(content) <= size:
        return content
    head, tail = content[: size * 3 // 4], content[-size // 4 :]
    return head[: head.rfind(b"\n") + 1] + tail[tail.find(b"\n") + 1 :]


def _small_archive(content: bytes, size: int) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            inside = old.read(entry)
            if entry.filename.startswith("xl/worksheets/") and len(inside) > 5 * size:
                cut = inside[: 5 * size]
                inside = cut[: cut.rfind(b"</row>") + 6] + b"</sheetData></worksheet>"
            elif entry.filename.endswith(".csv"):
                inside = small(inside, size)
            new.writestr(entry.filename, inside)
    return out.getvalue()


def mutant(
    seed: int, whole: list[bytes], sounds: dict[tuple[int, int], Sound]
) -> tuple[bytes, Sound]:
    """The damaged file of this seed, and the file as it was."""
    chance = Random(seed)
    at, other = chance.randrange(len(whole)), chance.randrange(len(whole))
    size = 1 << 30 if seed % WHOLE == 0 else chance.choice(_SIZES)
    if (at, size) not in sounds:
        sounds[at, size] = sound(small(whole[at], size))
    from_ = sounds[at, size]
    return damaged(from_.content, small(whole[other], 2_500), chance), from_


def tried(content: bytes, from_: Sound, measured: bool) -> list[str]:
    """What is wrong with the reading of one damaged file."""
    signal.setitimer(signal.ITIMER_REAL, HANG)
    faulthandler.dump_traceback_later(3 * HANG, exit=True)
    began = time.monotonic()
    try:
        if measured:
            return _measured(content)
        return faults(content, read_any(content, "damaged"), from_)
    except _Hang:
        return [f"HANG over {HANG} s: {_where()}"]
    except BaseException as error:  # whatever it is, it is a finding
        if isinstance(error, KeyboardInterrupt):
            raise
        return [f"{type(error).__name__}: {error} {_where()}"]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        if time.monotonic() - began > HANG / 2:
            print(f"slow: {time.monotonic() - began:.1f} s", file=sys.stderr)


def _where() -> str:
    frames = traceback.extract_tb(sys.exc_info()[2])
    return " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:])
    )


def _measured(content: bytes) -> list[str]:
    signal.setitimer(signal.ITIMER_REAL, 6 * HANG)  # tracing makes all slower
    pool = pa.proxy_memory_pool(pa.system_memory_pool())
    _POOLS.append(pool)
    before = pa.default_memory_pool()
    pa.set_memory_pool(pool)
    tracemalloc.start()
    try:
        read_any(content, "damaged")
        peak = tracemalloc.get_traced_memory()[1] + (pool.max_memory() or 0)
    finally:
        tracemalloc.stop()
        pa.set_memory_pool(before)
    return (
        [f"MEMORY {peak / 1e6:.0f} MB for {len(content) / 1e6:.2f} MB"]
        if peak > TIMES * len(content) + BASE
        else []
    )


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _Hang


def work(seeds: range) -> Iterator[tuple[int, str]]:
    """The findings of these seeds."""
    signal.signal(signal.SIGALRM, _ring)
    whole = files()
    sounds: dict[tuple[int, int], Sound] = {}
    for seed in seeds:
        content, from_ = mutant(seed, whole, sounds)
        yield from ((seed, what) for what in tried(content, from_, seed % WHOLE == 0))


@dataclass
class _Desks:
    """Copies of the shipped folder: one as it is, one with the sound files in it. Made anew where a
    check broke off.

    The history is made anew after a number of files, for each step reads what was recorded before.
    """

    root: Path
    sound: dict[str, bytes]
    made: list[Desk]
    uses: int = 0

    def of(self, seed: int) -> Desk:
        """The desk for a seed."""
        if not self.made:
            self.made = [self._desk("bare"), with_added(self._desk("full"), self.sound)]
        self.uses += 1
        if self.uses % HISTORY == 0:
            for desk in self.made:
                shutil.rmtree(desk.data / ".history")
                history.record(desk.data)
        return self.made[seed % 2]

    def _desk(self, name: str) -> Desk:
        shutil.rmtree(self.root / name, ignore_errors=True)
        (self.root / name).mkdir()
        return desk(self.root / name)


def examined(seeds: range) -> Iterator[tuple[int, str]]:
    """The findings of these seeds on the way from examine to undo, in this process."""
    signal.signal(signal.SIGPROF, _ring)
    whole = files()
    sounds: dict[tuple[int, int], Sound] = {}
    added = {
        f"sound{at}.csv": small(content, 2_500)
        for at, content in enumerate(whole)
        if content[:2] != b"PK"
    }
    with tempfile.TemporaryDirectory() as folder:
        desks = _Desks(Path(folder), added, [])
        for seed in seeds:
            content, _ = mutant(seed, whole, sounds)
            name = Random(seed).choice(
                ("damaged.csv", "sound7.csv", "damaged.XLSX", "no ending", "a/b\\c.zip")
            )
            yield from ((seed, what) for what in _examined(desks, seed, content, name))
            if (seed - seeds.start) % 500 == 499:
                print(f"{seed - seeds.start + 1} examined, {_resident():.0f} MB", flush=True)


def _examined(desks: _Desks, seed: int, content: bytes, name: str) -> list[str]:
    """What is wrong with one damaged file on that way; the desks are not used again where it broke
    off.
    """
    desk = desks.of(seed)
    signal.setitimer(signal.ITIMER_PROF, HANG)  # of this process's own time: the disk may be slow
    faulthandler.dump_traceback_later(30 * HANG, exit=True)
    try:
        return [
            what
            for inner, part in parts_of(content, name)
            for what in arrival_faults(desk, part, inner)
        ]
    except BaseException as error:  # whatever it is, it is a finding
        desks.made = []
        if isinstance(error, KeyboardInterrupt):
            raise
        said = (
            f"HANG over {HANG} s"
            if isinstance(error, _Hang)
            else f"{type(error).__name__}: {error}"[:200]
        )
        return [f"{said} {_where()}"]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()


def _resident() -> float:
    """The memory this process has had at most, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _part(seeds: range) -> list[tuple[int, str]]:
    return list(work(seeds))


def _by_both_cores(first: int, count: int) -> Iterator[tuple[int, str]]:
    parts = [range(at, min(at + 500, first + count)) for at in range(first, first + count, 500)]
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for done in as_completed([pool.submit(_part, part) for part in parts]):
            yield from done.result()


def main() -> None:
    """Damage, read, check, and end with 1 where something was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument(
        "--seed", type=int, default=1, help="mutants of different seeds are different"
    )
    parser.add_argument(
        "--examine", action="store_true", help="through examine, accept and undo, in one process"
    )
    parser.add_argument("--only", type=int, help="make one mutant again")
    parser.add_argument("--save", type=Path, help="with --only: keep its bytes here")
    asked = parser.parse_args()
    if asked.only is not None:
        if asked.save:
            asked.save.write_bytes(mutant(asked.only, files(), {})[0])
        way = examined if asked.examine else work
        sys.exit(
            print(*(what for _, what in way(range(asked.only, asked.only + 1))), sep="\n") or 0
        )
    began, found, kinds = time.monotonic(), 0, Counter[str]()
    first = asked.seed * 10_000_000
    for seed, what in (
        examined(range(first, first + asked.count))
        if asked.examine
        else _by_both_cores(first, asked.count)
    ):
        found += 1
        kinds[what[:40]] += 1
        if kinds[what[:40]] <= 5:
            print(f"{seed}: {what}", flush=True)
    print(f"{asked.count:,} damaged files, {found} findings, {time.monotonic() - began:.0f} s")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
