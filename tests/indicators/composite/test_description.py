"""Descriptions of an index: what the keys mean, and what is wrong, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.catalogue.index_description import read_description
from indicators.cli.main import main
from indicators.problems import ConfigError, ProblemCode

GOOD = """\
id: reach
nodes:
  - id: access
    weight: 2
    nodes:
      - {indicator: internet, goalposts: [0, 100]}
      - {indicator: price, better: lower, goalposts: [0, 20]}
"""


def problems(tmp_path: Path, text: str) -> list[tuple[ProblemCode, int | None]]:
    path = tmp_path / "index.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_description(path)
    return [(problem.code, problem.line) for problem in caught.value.problems]


def test_defaults(tmp_path: Path) -> None:
    path = tmp_path / "index.yaml"
    path.write_text(GOOD, encoding="utf-8")
    description = read_description(path)
    assert description.structure.levels == {"internet": 1, "price": 1, "access": 2, "reach": 3}
    method = description.method
    assert method.normalisation.rule == "goalposts"
    assert method.directions == {"internet": 1, "price": -1}
    assert (method.imputation.rule, method.treatment, method.rank_digits) == ("none", None, None)


FAULTS = [
    ("nodes:", "node:", [(ProblemCode.UNKNOWN_KEY, 2), (ProblemCode.KEY_MISSING, 1)]),
    ("[0, 100]", "[100, 0]", [(ProblemCode.GOALPOSTS_ORDER, 6)]),
    ("[0, 100]", "{low: 0, high: 9, log: true}", [(ProblemCode.GOALPOSTS_LOG, 6)]),
    ("weight: 2", "weight: -2", [(ProblemCode.WEIGHT_NEGATIVE, 3)]),
    ("weight: 2", "weight: 0", [(ProblemCode.WEIGHTS_ZERO, 1)]),
    (
        "weight: 2",
        "weight: many",
        [(ProblemCode.NOT_A_NUMBER, 4), (ProblemCode.WEIGHT_NEGATIVE, 3)],
    ),
    ("indicator: price", "indicator: internet", [(ProblemCode.NODE_TWICE, 7)]),
    ("better: lower", "better: less", [(ProblemCode.VALUE_NOT_ALLOWED, 7)]),
    ("id: reach", "aggregation: median", [(ProblemCode.VALUE_NOT_ALLOWED, 1)]),
]


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS)
def test_what_is_wrong_stands_at_its_line(
    tmp_path: Path, old: str, new: str, expected: list[tuple[ProblemCode, int]]
) -> None:
    found = problems(tmp_path, GOOD.replace(old, new))
    assert set(expected) <= set(found)


def test_the_command_says_what_it_cannot_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.yaml").write_text(GOOD.replace("[0, 20]", "[20, 0]"), encoding="utf-8")
    (tmp_path / "data.csv").write_text("place,internet\nA,50\n", encoding="utf-8")
    arguments = ["index", str(tmp_path / "index.yaml"), str(tmp_path / "data.csv")]
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert "index.yaml line 7" in told and "the lower one first" in told
    assert main([*arguments, "--lang", "zh"]) == 2
    assert "上下限不是由低到高的两个数" in capsys.readouterr().err


def test_figures_that_are_wrong_are_reported_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "data.csv").write_text(
        "place,internet,price\nA,50,5\nB,many,10\nA,60,6\nC,n/a,20\n", encoding="utf-8"
    )
    assert main(["index", str(tmp_path / "index.yaml"), str(tmp_path / "data.csv")]) == 1
    output = capsys.readouterr()
    assert "line 3" in output.err and "many" in output.err
    assert "line 4" in output.err and "line 2" in output.err
    # A: (50 + 75) / 2; B: price alone, 50; C: 0
    assert "reach,3,A,0,62.5,1" in output.out
    assert "reach,3,B,0,50.0,2" in output.out


@pytest.mark.parametrize("line", ["group: g2O", "level: countries"])
def test_a_group_or_level_that_the_project_lacks_is_no_index_of_every_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    text = f"{line}\nnodes: [{{indicator: internet_users, goalposts: [0, 100]}}]\n"
    (tmp_path / "index.yaml").write_text(text, encoding="utf-8")
    assert main(["index", str(tmp_path / "index.yaml")]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert line.split(": ")[1] in output.err


EXPERTS = """\
id: reach
nodes:
  - {id: a, nodes: [{indicator: x}]}
  - {id: b, nodes: [{indicator: y}]}
  - {id: c, nodes: [{indicator: z}]}
"""


def weights(tmp_path: Path, text: str) -> dict[str, float]:
    """The effective weights of the three nodes."""
    path = tmp_path / "index.yaml"
    path.write_text(EXPERTS + text, encoding="utf-8")
    found = read_description(path).structure.effective_weights()
    return {name: round(found[name], 9) for name in ("a", "b", "c")}


def test_weights_from_a_budget_of_points(tmp_path: Path) -> None:
    text = "budget: [{a: 50, b: 25, c: 25}, {a: 1, b: 2, c: 1}]\n"
    assert weights(tmp_path, text) == {"a": 0.375, "b": 0.375, "c": 0.25}


def test_weights_from_comparisons_of_pairs(tmp_path: Path) -> None:
    text = "pairs: [[a, b, 2], [c, b, 0.5], [a, c, 4]]\n"
    found = weights(tmp_path, text)
    assert found == pytest.approx({"a": 4 / 7, "b": 2 / 7, "c": 1 / 7})
    assert read_description(tmp_path / "index.yaml").weight_problems() == ()


def test_comparisons_that_contradict_each_other_are_reported(tmp_path: Path) -> None:
    weights(tmp_path, "pairs: [[a, b, 2], [b, c, 2], [c, a, 2]]\n")
    found = read_description(tmp_path / "index.yaml").weight_problems()
    # the eigenvalue is 1 + 2 + 1/2 = 3.5, so the index is 0.25, and 0.25 / 0.58 = 0.43
    assert [(item.code, item.column, item.values["ratio"]) for item in found] == [
        (ProblemCode.INDEX_PAIRS_INCONSISTENT, "reach", "0.43")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("budget: [{a: 50, b: 50}]", ProblemCode.KEY_MISSING),
        ("budget: [{a: 50, b: 50, c: 1, d: 1}]", ProblemCode.UNKNOWN_KEY),
        ("budget: [{a: 50, b: 51, c: -1}]", ProblemCode.WEIGHT_NEGATIVE),
        ("budget: [{a: 0, b: 0, c: 0}]", ProblemCode.WEIGHTS_ZERO),
        ("budget: [{a: 1.0e+308, b: 1.0e+308, c: 1}]", ProblemCode.NOT_A_NUMBER),
        ("pairs: [[a, b, 1.0e-320], [b, c, 1], [a, c, 1]]", ProblemCode.INDEX_PAIRS),
        ("budget: []", ProblemCode.KEY_MISSING),
        ("pairs: [[a, b, 2], [b, c, 2]]", ProblemCode.INDEX_PAIRS),
        ("pairs: [[a, b, 2], [b, a, 2], [b, c, 2]]", ProblemCode.INDEX_PAIRS),
        ("pairs: [[a, b, 2], [b, c, 2], [a, x, 2]]", ProblemCode.INDEX_PAIRS),
        ("pairs: [[a, b, 2], [b, c, 2], [a, c, 0]]", ProblemCode.INDEX_PAIRS),
        ("pairs: [[a, b, 2], [b, c, 2], [a, c]]", ProblemCode.INDEX_PAIRS),
        ("pairs: [a, b, 2]", ProblemCode.INDEX_PAIRS),
        ("budget: [{a: 1, b: 1, c: 1}]\nweights: pca", ProblemCode.INDEX_WEIGHTS_TWICE),
        (
            "budget: [{a: 1, b: 1, c: 1}]\npairs: [[a, b, 2], [b, c, 2], [a, c, 4]]",
            ProblemCode.INDEX_WEIGHTS_TWICE,
        ),
    ],
)
def test_weights_of_experts_that_are_none(tmp_path: Path, text: str, code: ProblemCode) -> None:
    path = tmp_path / "index.yaml"
    path.write_text(EXPERTS + text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_description(path)
    assert {problem.code for problem in caught.value.problems} == {code}


@pytest.mark.parametrize("nodes", ["[]", "", "[{id: a, nodes: []}]"])
def test_a_node_without_any_below_is_reported(tmp_path: Path, nodes: str) -> None:
    """It ended in a traceback: the node counted as an indicator without a column."""
    assert problems(tmp_path, f"id: reach\nnodes: {nodes}\n") == [
        (ProblemCode.KEY_MISSING, 2 if nodes.startswith("[{") else 1)
    ]
