"""indicators index: what it refuses, and what it writes."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from indicators.__main__ import main

GIVEN = """\
id: access
nodes:
  - {indicator: internet, goalposts: [0, 100]}
  - {indicator: broadband, goalposts: [0, 50]}
"""
DATA = "place,period,internet,broadband\nAAA,2022,80,30\nBBB,2022,40,10\nCCC,2022,60,20\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "access.yaml").write_text(GIVEN)
    (tmp_path / "access.csv").write_text(DATA)
    return [str(tmp_path / "access.yaml"), str(tmp_path / "access.csv")]


def test_ranks_are_whole_numbers(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", *files]) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "access,2,AAA,2022,70.0,1",
        "access,2,BBB,2022,30.0,3",
        "access,2,CCC,2022,50.0,2",
    ]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--sensitivity", "100"], "--sensitivity: a power of two is expected"),
        (["--sensitivity", "1"], "--sensitivity: a power of two is expected"),
        (["--sensitivity", "many"], "--sensitivity: a power of two is expected"),
        (["--uncertainty", "1"], "--uncertainty: a whole number from 2 on is expected"),
        (["--uncertainty", "20"], "access.yaml names no 'alternatives'"),
        (["--sensitivity", "64"], "access.yaml names no 'alternatives'"),
    ],
)
def test_an_analysis_that_cannot_be_made_is_refused(
    files: list[str], options: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """100 points ended in a traceback; without alternatives the ranks were empty, with status 0."""
    assert main(["index", *files, *options]) == 2
    written = capsys.readouterr()
    assert written.out == "" and reason in written.err


def test_indices_are_missing_where_no_rank_changes(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """AAA is first and BBB last in both indicators, whatever their weights."""
    with open(files[0], "a", encoding="utf-8") as description:
        description.write("alternatives: {weights: {noise: 0.25}}\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(["index", *files, "--sensitivity", "64"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "choice,first,total,first_low,first_high,total_low,total_high",
        "weights,,,,,,",
    ]
