"""What tests of the measuring side share: a small dashboard of fourteen figures, and a cache of
their own.
"""

from __future__ import annotations

import gc
import shutil
import sys
import types
from pathlib import Path

import pytest
from hypothesis import settings

from indicators import ConfigError, Dataset, load
from indicators.loading import snapshot
from indicators.problems import Problem, ProblemCode

FACTS = Path(__file__).parent / "data" / "tiny"
HEADER = "indicator,place,period,breakdown,value,unit,status,source,note\n"

settings.register_profile("ci", max_examples=40, deadline=None, derandomize=True)
settings.load_profile("ci")


class Tiny:
    """A folder with a config and a few figures (tests/data/tiny), for a test to change and to load."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(FACTS, root)
        self.root, self.config, self.data = root, root / "config.yaml", root / "data"

    def write(self, name: str, content: str | bytes) -> Tiny:
        """Put a file in place, relative to the folder of the config."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def change(self, name: str, old: str, new: str) -> Tiny:
        """Replace one piece of a file; the piece must be there."""
        text = (self.root / name).read_text()
        assert old in text
        return self.write(name, text.replace(old, new, 1))

    def add(self, *rows: str) -> Tiny:
        """Append rows to the figures; the first stands on line 16."""
        return self.write(
            "data/world/facts.csv",
            (self.data / "world/facts.csv").read_text() + "".join(f"{row}\n" for row in rows),
        )

    def with_peers(self) -> Tiny:
        """Add Delta and Epsilon to the Friends, who are five then, enough for ranks.

        Internet users in 2023: Beta 90, Alpha 60 (after a break), Delta 45, Gamma 30, Epsilon 25;
        in 2022 Beta 80, Alpha 50, Delta 20, Epsilon 40.
        """
        places = (self.data / "places.csv").read_text()
        more = "DDD,Delta,丁国,country,WLD,,,,\nEEE,Epsilon,戊国,country,WLD,,,,\n"
        self.write("data/places.csv", places + more)
        self.change("config.yaml", "places: [AAA, BBB, CCC]", "places: [AAA, BBB, CCC, DDD, EEE]")
        return self.add(
            "NET,DDD,2022,total,20,% of population,,bureau,",
            "NET,DDD,2023,total,45,% of population,,bureau,",
            "NET,EEE,2022,total,40,% of population,,bureau,",
            "NET,EEE,2023,total,25,% of population,,bureau,",
        )

    def load(self, keep: bool = False) -> Dataset:
        return load(self.config, self.data, keep=keep)

    def problems(self) -> list[str]:
        """The problems of loading as sentences, without notices."""
        return [str(problem) for problem in self.serious_problems()]

    def serious_problems(self) -> list[Problem]:
        """The problems of loading, without notices."""
        return [problem for problem in self.load().problems if problem.severity != "notice"]

    def problems_with(self, *codes: ProblemCode) -> list[Problem]:
        """The problems of loading that have one of these codes."""
        return [problem for problem in self.load().problems if problem.code in codes]

    def faults(self) -> tuple[Problem, ...]:
        """What stops loading."""
        with pytest.raises(ConfigError) as stopped:
            self.load()
        return stopped.value.problems


def pytest_collection_finish() -> None:
    """Keep modules and collected tests out of garbage collection: each `load` collects."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr(snapshot, "_last_logged", [""])
    monkeypatch.setenv("LC_ALL", "C.UTF-8")  # problems are written in English, wherever this runs


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """A fresh copy of the small dashboard."""
    return Tiny(tmp_path / "tiny")


@pytest.fixture
def spawning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes be spawned: they import the main module anew, and a page that was tested before
    leaves its script as that.
    """
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
