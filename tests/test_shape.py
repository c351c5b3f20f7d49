"""The shape of the code: one comprehension and one conditional expression at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path for side in ("indicators", "dashboard") for path in (ROOT / side).rglob("*.py"))
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def nested(tree: ast.AST) -> Iterator[str]:
    """Yield each comprehension that holds another or a conditional, and each nested conditional."""
    for node in ast.walk(tree):
        inner = [child for child in ast.walk(node) if child is not node]
        if isinstance(node, COMPREHENSIONS):
            if any(isinstance(child, (*COMPREHENSIONS, ast.IfExp)) for child in inner):
                yield f"line {node.lineno}: a comprehension or condition within a comprehension"
        elif isinstance(node, ast.IfExp) and any(isinstance(child, ast.IfExp) for child in inner):
            yield f"line {node.lineno}: a conditional expression within another"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_one_step_a_line(path: Path) -> None:
    assert list(nested(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_what_is_nested_is_seen() -> None:
    assert len(list(nested(ast.parse("[[x for x in y] for y in z]")))) == 1
    assert len(list(nested(ast.parse("[x if x else 0 for x in y]")))) == 1
    assert len(list(nested(ast.parse("a if b else c if d else e")))) == 1
    assert list(nested(ast.parse("[x for x in y]; a if b else c"))) == []
