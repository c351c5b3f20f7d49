"""The shape of the code: one comprehension and one conditional expression at a time; docstrings of
public functions start with a verb.
"""

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


_VERBS = """
    Accept Add Answer Append Arrange Begin Blank Bring Cache Check Choose Cite Compare Compute Count
    Cut
    Decide Delete Describe Divide Draw Drop Encode Escape Estimate Explain Fill Find Finish Hold
    Import Join Judge Keep Leave Let List Look Make Match Melt Move Multiply Name Note Offer
    Open Parse Prepare Print Put Rank Read Record Replace Register Remove Report Resolve Return Run Say
    Select Set Share Slant Sort Split Stack Stage Start Store Summarise Take Test Translate Turn Wait
    Treat Warn Wrap Write Yield
"""
VERBS = set(_VERBS.split())
"""With which the docstring of a function starts. What a function returns starts with Return, a
sentence in a reader's language with Say."""
EXEMPT = {"property", "cached_property", "indicator", "group"}
"""Decorators of what is documented by a noun: a property, a computed indicator (its formula is
shown on the page About), the command line itself."""


def decorator_name(node: ast.expr) -> str:
    """Return the last name of a decorator: 'cache' of `@functools.cache` and of `@cache()`."""
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def without_verb(tree: ast.AST) -> Iterator[str]:
    """Yield each public function whose docstring does not start with one of the verbs."""
    for node in ast.walk(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        is_exempt = any(decorator_name(each) in EXEMPT for each in node.decorator_list)
        docstring = ast.get_docstring(node)
        if node.name.startswith("_") or is_exempt or docstring is None:
            continue
        first = docstring.split()[0].strip(".,:;")
        if first not in VERBS:
            yield f"line {node.lineno}: {node.name} starts with {first}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_docstrings_start_with_a_verb(path: Path) -> None:
    assert list(without_verb(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_a_docstring_without_a_verb_is_seen() -> None:
    def function(docstring: str, name: str = "f", decorator: str = "") -> ast.AST:
        return ast.parse(f'{decorator}\ndef {name}():\n    """{docstring}"""')

    assert len(list(without_verb(function("The number of rows.")))) == 1
    assert len(list(without_verb(function("Give the number of rows.")))) == 1
    assert list(without_verb(function("Return the number of rows."))) == []
    assert list(without_verb(function("The number of rows.", name="_f"))) == []
    assert list(without_verb(function("The number of rows.", decorator="@property"))) == []
