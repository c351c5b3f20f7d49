"""docs/problems.md is what the codes say; sentences end as they should; code reads none of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators import locale, problem_page
from indicators.problem_examples import EXAMPLES
from indicators.problems import Problem

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "problems.md"
LANGUAGES = locale.languages()
TEXT_TESTS = {
    "count",
    "endswith",
    "find",
    "fullmatch",
    "index",
    "match",
    "partition",
    "removeprefix",
    "removesuffix",
    "rpartition",
    "search",
    "split",
    "startswith",
}
"""What code does to find something out from a text."""


def test_the_page_is_what_the_codes_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == problem_page.page(), (
        "run: python -m indicators problems --write docs/problems.md"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda problem: str(problem.code))
def test_a_message_has_no_full_stop_and_a_hint_has_one(example: Problem, language: str) -> None:
    assert not example.message(language).endswith((".", "。"))
    hint = example.hint(language)
    assert not hint or hint.endswith((".", "?", "。", "？")), hint


def reads_of_sentences(tree: ast.AST) -> Iterator[int]:
    """The lines on which something is decided by the text of a problem."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=others):
                texts = [left, *others]
            case ast.Call(func=ast.Attribute(value=text, attr=name), args=arguments):
                texts = [text, *arguments] if name in TEXT_TESTS else []
            case _:
                texts = []
        if any(map(is_sentence, texts)):
            yield node.lineno  # type: ignore[attr-defined]


def is_sentence(node: ast.expr) -> bool:
    """Whether an expression is `x.message()`, `str(problem)`, or a piece or another case of one."""
    match node:
        case ast.Call(func=ast.Attribute(value=_, attr="message" | "hint" | "expected")):
            return True
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id=name)]):
            return "problem" in name or "fault" in name
        case ast.Call(func=ast.Attribute(value=inner)) | ast.Subscript(value=inner):
            return is_sentence(inner)
        case _:
            return False


@pytest.mark.parametrize(
    "line",
    [
        "if problem.message() == 'no such place': pass",
        "found = 'more rows' in problem.message()",
        "first = problem.message('en').startswith('no')",
        "number = problem.message().split(' ')[0]",
        "if str(problem) in seen: pass",
        "if PATTERN.search(fault.hint()): pass",
    ],
)
def test_reading_a_sentence_is_seen(line: str) -> None:
    assert list(reads_of_sentences(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ["print(problem.message())", "ok = problem.code == code", "text = str(problem)"]
)
def test_writing_a_sentence_is_no_reading(line: str) -> None:
    assert not list(reads_of_sentences(ast.parse(line)))


def test_no_code_decides_anything_by_a_sentence() -> None:
    faults = []
    for folder in ("indicators", "dashboard"):
        for path in (ROOT / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            lines = reads_of_sentences(ast.parse(path.read_text(encoding="utf-8")))
            faults += [f"{name} line {line}" for line in lines]
    assert not faults, "compare problem.code instead"
