"""Trees of an index: levels, weights, and what makes nodes no tree."""

from __future__ import annotations

import pytest

from indicators.composite.structure import Node, Structure, structure_problems
from indicators.problems import ProblemCode

TREE = (
    Node("index"),
    Node("access", "index", 2),
    Node("internet", "access", 3),
    Node("broadband", "access", 1),
    Node("skills", "index", 1),
    Node("graduates", "skills"),
)


def test_levels_and_weights_down_the_tree() -> None:
    tree = Structure(TREE)
    assert (tree.root, tree.indicators) == ("index", ("internet", "broadband", "graduates"))
    assert tree.aggregates == ("access", "skills", "index")
    assert [tree.levels[name] for name in ("internet", "access", "index")] == [1, 2, 3]
    weights = tree.effective_weights()
    # 2/3 x 3/4, 2/3 x 1/4, 1/3 x 1
    assert weights["internet"] == pytest.approx(0.5)
    assert weights["broadband"] == pytest.approx(1 / 6)
    assert weights["graduates"] == pytest.approx(1 / 3)
    assert structure_problems(TREE) == []


def test_an_aggregate_without_children_goes_with_its_last_indicator() -> None:
    tree = Structure(TREE).without("graduates")
    assert [node.id for node in tree.nodes] == ["index", "access", "internet", "broadband"]


FAULTS = [
    ((*TREE, Node("internet", "skills")), ProblemCode.NODE_TWICE, "internet"),
    ((*TREE, Node("other")), ProblemCode.NODE_ROOT, ""),
    ((*TREE, Node("orphan", "acces")), ProblemCode.NODE_PARENT_MISSING, "orphan"),
    ((*TREE, Node("a", "b"), Node("b", "a")), ProblemCode.NODE_LOOP, "a"),
    ((*TREE, Node("x", "skills", -1)), ProblemCode.WEIGHT_NEGATIVE, "x"),
    ((*TREE, Node("x", "skills", float("nan"))), ProblemCode.WEIGHT_NEGATIVE, "x"),
    (
        (*TREE[:4], Node("skills", "index"), Node("x", "skills", 0)),
        ProblemCode.WEIGHTS_ZERO,
        "skills",
    ),
]


@pytest.mark.parametrize(("nodes", "code", "column"), FAULTS)
def test_what_is_no_tree(nodes: tuple[Node, ...], code: ProblemCode, column: str) -> None:
    found = [(problem.code, problem.column) for problem in structure_problems(nodes)]
    assert (code, column) in found
