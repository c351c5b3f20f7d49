"""The benchmarks' README names every script, and the table that `table.py` writes has a place in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.project import Size, write_project
from indicators import load

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"
README = (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.py")))
def test_the_readme_names_each_script(name: str) -> None:
    assert f"`{name}" in README


def test_the_table_has_one_place_in_the_readme() -> None:
    start, end = README.index("<!-- table -->"), README.index("<!-- end of table -->")
    assert start < end
    assert README.count("<!-- table -->") == 1


def test_the_made_up_project_is_read_without_a_fault(tmp_path: Path) -> None:
    size = Size(indicators=3, places=5, years=4)
    dataset = load(write_project(tmp_path, size), keep=False)
    assert {problem.severity for problem in dataset.problems} <= {"notice"}
    assert len(dataset) == size.figures == 60
    titles = [entry.title.get("en") for entry in dataset.catalogue.indicators.values()]
    assert titles == ["Series 001", "Series 002", "Series 003"]


def test_the_peers_read_the_same_figures(tmp_path: Path) -> None:
    dataset = load(write_project(tmp_path, Size(2, 3, 2)), keep=False)
    newest = dataset.latest("i002", "P003")
    assert newest is not None
    lines = (tmp_path / "figures.csv").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == f"Series 002,Place 003,2001,{newest.value}"
