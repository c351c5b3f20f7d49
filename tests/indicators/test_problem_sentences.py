"""Every code of a problem has an example and sentences in every language, and code reads none of them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators import locale, problem_page
from indicators.problem_examples import EXAMPLES
from indicators.problems import Problem, ProblemCode

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "problems.md"
LANGUAGES = locale.languages()
PLACEHOLDER = re.compile(r"\{(\w+)\}")
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
READS_SENTENCES = {
    "dashboard/views/inventory.py",
    "indicators/catalogue/cross_checks.py",
    "indicators/cli/read.py",
    "indicators/ingest/with_hints.py",
    "indicators/readers/generic/reader.py",
}
"""Files that still do; to be emptied as the problems that they look for get their codes."""


def test_the_page_is_what_the_codes_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == problem_page.page(), (
        "run: python -m indicators problems > docs/problems.md"
    )


def test_every_code_has_one_example() -> None:
    counts = Counter(problem.code for problem in EXAMPLES)
    assert counts == dict.fromkeys(ProblemCode, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda problem: str(problem.code))
def test_an_example_is_a_whole_sentence(example: Problem, language: str) -> None:
    assert f"problem.{example.code}" in locale.words(language).own
    message, text = example.message(language), example.text(language)
    assert message and not message.endswith((".", "。"))
    assert not PLACEHOLDER.search(text), text
    assert f"problem.{example.code}" not in text
    hint = example.hint(language)
    assert not hint or hint.endswith((".", "?", "。", "？")), hint


def problem_keys(language: str) -> dict[str, str]:
    own = locale.words(language).own
    return {key: text for key, text in own.items() if key.startswith("problem.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_belongs_to_a_code(language: str) -> None:
    codes = {key.split(".")[1] for key in problem_keys(language)}
    assert codes == {str(code) for code in ProblemCode}


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_english_sentences(language: str) -> None:
    english: dict[str, set[str]] = {}
    for key, text in problem_keys("en").items():
        english.setdefault(key.split(".")[1], set()).update(PLACEHOLDER.findall(text))
    for key, text in problem_keys(language).items():
        assert set(PLACEHOLDER.findall(text)) <= english[key.split(".")[1]], key


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
            faults += [f"{name} line {line}" for line in lines if name not in READS_SENTENCES]
    assert not faults, "compare problem.code instead"
