"""indicators index: what it refuses, and what it writes."""

from __future__ import annotations

import csv
import math
import warnings
from pathlib import Path

import pytest

from indicators.__main__ import main
from tests import index_project

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


WIDE = """place,period,region,internet,broadband,skill
AAA,2022,north,90,40,80
BBB,2022,north,80,10,60
CCC,2022,south,60,30,40
DDD,2022,south,30,20,10
EEE,2022,,10,5,20
"""
TREE = """\
id: access
groups: region
alternatives: {weights: {noise: 0.5}}
nodes:
  - id: net
    nodes:
      - {indicator: internet, goalposts: [0, 100]}
      - {indicator: broadband, goalposts: [0, 50]}
  - id: talent
    weight: 2
    nodes:
      - {indicator: skill, goalposts: [0, 100]}
"""


def written(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table that was written."""
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def tree(tmp_path: Path) -> list[str]:
    (tmp_path / "tree.yaml").write_text(TREE)
    (tmp_path / "tree.csv").write_text(WIDE)
    return [str(tmp_path / "tree.yaml"), str(tmp_path / "tree.csv")]


def test_an_audit_writes_its_tables(
    tree: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(["index", *tree, "--audit", str(tmp_path / "audit")]) == 0
    assert capsys.readouterr().out.startswith("node,level,place,period,score,rank\n")
    audit = tmp_path / "audit"
    assert sorted(path.stem for path in audit.iterdir()) == [
        "consistency", "correlations", "flags", "negative_weights", "removals", "statistics",
        "weights",
    ]  # fmt: skip
    # AAA 82, BBB 50, CCC 46.7, DDD 18.3, EEE 16.7: without talent CCC (60) is before BBB (50);
    # without skills DDD and EEE keep their ranks (35, 10)
    removals = {row["node"]: (row["mean"], row["largest"]) for row in written(audit, "removals")}
    assert removals["talent"] == removals["skill"] == ("0.4", "1.0")
    # without net EEE (20) is before DDD (10)
    assert removals["net"] == ("0.4", "1.0")
    weights = {row["node"]: float(row["effective_weight"]) for row in written(audit, "weights")}
    assert weights["internet"] == pytest.approx(1 / 6) and weights["skill"] == pytest.approx(2 / 3)
    pairs = {(row["first"], row["second"]): row for row in written(audit, "correlations")}
    # ranks of internet 1 2 3 4 5, of skills 1 2 3 5 4: 1 - 6 * 2 / (5 * 24)
    assert float(pairs["internet", "skill"]["spearman"]) == pytest.approx(0.9)
    assert pairs["internet", "net"]["second_level"] == "2"
    assert {row["period"] for row in pairs.values()} == {"2022"}
    statistics = {row["indicator"]: row for row in written(audit, "statistics")}
    assert (statistics["skill"]["mean"], statistics["skill"]["available"]) == ("42.0", "5")


def test_steps_have_ranks_within_groups(tree: list[str], tmp_path: Path) -> None:
    assert main(["index", *tree, "--steps", str(tmp_path / "steps")]) == 0
    rows = written(tmp_path / "steps", "8_group_ranks")
    assert [(row["place"], row["group"], row["rank"]) for row in rows] == [
        ("AAA", "north", "1"), ("BBB", "north", "2"), ("CCC", "south", "1"), ("DDD", "south", "2")
    ]  # fmt: skip


def test_uncertainty_writes_rank_frequencies_and_pairs(tree: list[str], tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    assert main(["index", *tree, "--steps", str(steps), "--uncertainty", "50"]) == 0
    frequencies = written(steps, "rank_frequencies")
    first = [row for row in frequencies if row["place"] == "AAA"]
    assert [(row["rank"], row["share"], row["top"]) for row in first] == [("1", "1.0", "1.0")]
    for place in ("BBB", "DDD"):
        rows = [row for row in frequencies if row["place"] == place]
        assert sum(float(row["share"]) for row in rows) == pytest.approx(1)
        assert float(rows[-1]["top"]) == pytest.approx(1)
    pairs = {(row["place"], row["other"]): float(row["share"]) for row in written(steps, "pairs")}
    assert pairs["AAA", "BBB"] == 1 and pairs["BBB", "AAA"] == 0
    assert pairs["DDD", "EEE"] + pairs["EEE", "DDD"] == pytest.approx(1)
    assert 0 < pairs["DDD", "EEE"] < 1


def test_another_version_is_compared(
    tree: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TREE.replace("weight: 2", "weight: 0"))
    assert main(["index", *tree, "--compare", str(other)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "place,period,rank,other_rank,shift",
        "BBB,2022,2,3,1",
        "CCC,2022,3,2,-1",
        "AAA,2022,1,1,0",
        "DDD,2022,4,4,0",
        "EEE,2022,5,5,0",
    ]


def test_another_version_that_cannot_be_read_is_refused(
    tree: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("id: access\nnodes: []\n")
    assert main(["index", *tree, "--compare", str(other)]) == 2
    assert capsys.readouterr().out == ""


def test_an_audit_of_a_period_without_enough_figures(tree: list[str], tmp_path: Path) -> None:
    """It ended in a traceback: the principal components of one unit, or of none."""
    rows = ["AAA,2020,north,90,40,", "AAA,2021,north,90,40,80", "BBB,2021,north,80,40,"]
    Path(tree[1]).write_text(WIDE + "\n".join(rows) + "\n")
    steps, audit = tmp_path / "steps", tmp_path / "audit"
    options = ["--audit", str(audit), "--steps", str(steps), "--uncertainty", "20"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(["index", *tree, *options]) == 0
    found = {(row["period"], row["node"]): row for row in written(audit, "consistency")}
    assert found["2020", "access"]["alpha"] == found["2021", "net"]["first"] == ""
    # of two columns the first component has (1 + r) / 2, and r = 1180 / sqrt(4520 * 820)
    share = (1 + 1180 / math.sqrt(4520 * 820)) / 2
    assert float(found["2022", "net"]["first"]) == pytest.approx(share)
    of_2021 = [row for row in written(audit, "statistics") if row["period"] == "2021"]
    assert [row["available"] for row in of_2021] == ["2", "2", "1"]


def test_who_leaves_in_another_version_moves_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A is first by one of two figures; where both are needed it has no score."""
    tree = "nodes:\n  - {indicator: a, goalposts: [0, 9]}\n  - {indicator: b, goalposts: [0, 9]}\n"
    first, other, data = (tmp_path / name for name in ("first.yaml", "other.yaml", "v.csv"))
    first.write_text("id: v\n" + tree)
    other.write_text("id: v\ncoverage: 1\n" + tree)
    data.write_text("place,period,a,b\nA,2020,9,\nB,2020,7,7\nC,2020,6,6\nD,2020,5,5\n")
    assert main(["index", str(first), str(data), "--compare", str(other)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "place,period,rank,other_rank,shift",
        "B,2020,1,1,0",
        "C,2020,2,2,0",
        "D,2020,3,3,0",
    ]


def test_what_is_wrong_with_the_other_version_is_said(
    tree: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TREE.replace("indicator: skill", "indicator: skill, column: skills"))
    assert main(["index", *tree, "--compare", str(other)]) == 1
    assert "skills" in capsys.readouterr().err


def test_two_tables_need_a_folder(
    tree: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They came one after the other on standard output, with different headers."""
    options = ["--uncertainty", "20", "--compare", tree[0]]
    assert main(["index", *tree, *options]) == 2
    output = capsys.readouterr()
    assert output.out == "" and "--steps DIR" in output.err
    steps = tmp_path / "steps"
    assert main(["index", *tree, *options, "--steps", str(steps)]) == 0
    assert {"versions", "uncertainty"} <= {path.stem for path in steps.iterdir()}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("id: demo\nlevel: galaxy\nnodes:\n  - {indicator: net}\n", "my_index.yaml line 1"),
        ("id: demo\nlevel: province\nnodes:\n  - {indicator: gone}\n", "my_index.yaml line 4"),
    ],
)
def test_problems_name_the_file_that_was_given(
    tmp_path: Path, text: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An index `demo` in my_index.yaml was said to be in demo.yaml or in config.yaml."""
    index_project.write(tmp_path / "project")
    (tmp_path / "my_index.yaml").write_text(text)
    options = ["--project", str(tmp_path / "project")]
    assert main(["index", str(tmp_path / "my_index.yaml"), *options]) != 0
    err = capsys.readouterr().err
    assert place in err and "demo.yaml" not in err and "config.yaml" not in err
