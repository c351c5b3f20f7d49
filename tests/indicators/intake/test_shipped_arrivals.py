"""Publishers' files through examine, accept and undo on a copy of the shipped figures: what is told
is what then stands.

tests/fuzz/arrivals.py says what must hold. Damaged copies of these files go the same way outside the tests:
`python -m tests.fuzz.mutate --examine`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import intake
from indicators.problems import ProblemCode
from tests.fuzz.arrivals import ROOT, Desk, desk, faults, parts_of, with_added

SHARED = ROOT.parent / "shared"
FOLDERS = (
    ROOT / "tests" / "data" / "formats",
    SHARED / "corpus",
    SHARED / "cases" / "second",
    SHARED / "cases" / "hostile",
)
SUFFIXES = (".csv", ".tsv", ".xls", ".xlsx", ".zip")
COMPUTED = "01-examine-computed-key.csv"


def files() -> list[Path]:
    """Every file that is sent on its way; without ../shared only our own."""
    return [
        path for folder in FOLDERS for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES
    ]


def name_of(path: Path) -> str:
    return "/".join(path.parts[-2:])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One copy of the shipped folder for all, since each file is taken back."""
    return desk(tmp_path_factory.mktemp("shipped"))


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_what_is_told_of_a_file_is_what_stands_after_it_is_accepted(
    shipped: Desk, path: Path
) -> None:
    found = [
        what
        for name, content in parts_of(path.read_bytes(), path.name)
        for what in faults(shipped, content, name)
    ]
    assert found == []


def test_the_whole_corpus_is_sent() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is not there: only the files of tests/data/formats are sent")
    assert len(files()) > 90 and len({path.parent for path in files()}) > 28


def test_a_figure_of_the_world_takes_the_place_of_its_averages_and_all_is_told(
    shipped: Desk,
) -> None:
    """On the shipped figures the world has averages of internet_users in 22 years, 2022 among them,
    2021 and 2023 not.
    """
    averages = shipped.dataset.series("internet_users", "WLD")
    assert len(averages) == 22 and {one.file for one in averages} == {""}
    content = SHARED / "cases" / "hostile" / COMPUTED
    if not content.is_file():
        pytest.skip(f"../shared/cases/hostile/{COMPUTED} is not there")
    arrival = intake.examine(shipped.dataset, content.read_bytes(), COMPUTED)
    changes = arrival.changes
    assert (arrival.figures, changes.new, changes.same, changes.revised, changes.vanished) == (
        6,
        2,
        0,
        4,
        21,
    )
    world = [one for one in changes.revisions if one.place == "WLD"]
    assert [(one.period, one.after) for one in world if one.after is not None] == [("2022", 63.2)]
    assert all(one.computed for one in world) and len(world) == 22
    codes = [problem.code for problem in arrival.problems]
    assert codes.count(ProblemCode.COMPUTED_VANISH) == 1


def test_newer_versions_take_the_place_of_the_older_and_are_taken_back(tmp_path: Path) -> None:
    """Each of our own format files lies in the folder already; what comes is the same with one line
    less.
    """
    own = {path.name: path.read_bytes() for path in files() if path.parent.name == "formats"}
    full = with_added(desk(tmp_path), own)
    told = {}
    for name, content in own.items():
        newer = b"".join(content.splitlines(keepends=True)[:-1])
        assert faults(full, newer, name) == []
        arrival = intake.examine(full.dataset, newer, name)
        told[name] = (arrival.replaces, arrival.figures, arrival.changes.vanished)
    assert told["own_long_cp1252.csv"] == (
        "added/own_long_cp1252.csv",
        2,
        1,
    )  # its last line held a figure
    assert told["worldbank_api.csv"] == (
        "added/worldbank_api.csv",
        4,
        0,
    )  # its last line is an aggregate, kept apart
