"""Problems: a code, values and sentences in every language."""

from __future__ import annotations

import re

import pytest

from indicators import locale
from indicators.problem_examples import EXAMPLES
from indicators.problems import Problem, ProblemCode, from_record, parameters, to_record

LANGUAGES = locale.languages()
WORDS = {language: locale.get_locale(language).texts for language in LANGUAGES}


def keys(language: str, code: str) -> list[str]:
    """The keys of a code's sentences: message, expected, hint, each perhaps with its forms of the
    plural.
    """
    form = re.compile(
        rf"problem\.{code}(\.(expected|hint))?(\.(zero|one|two|few|many|other|similar))?"
    )
    return [key for key in WORDS[language] if form.fullmatch(key)]


def test_every_code_has_one_example() -> None:
    assert sorted(example.code for example in EXAMPLES) == sorted(ProblemCode)


@pytest.mark.parametrize("language", locale.COMPLETE)  # another one may be half translated
@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_code_has_sentences_in_every_language(language: str, code: ProblemCode) -> None:
    assert WORDS[language][f"problem.{code}"]
    for part in ("expected", "hint"):
        key = f"problem.{code}.{part}"
        assert (key in WORDS[language]) == (key in WORDS["en"]), key
    named = {
        name
        for key in keys(language, code)
        for name in re.findall(r"\{(\w+)\}", WORDS[language][key])
    }
    assert named <= parameters(code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_that_of_a_code(language: str) -> None:
    known = {key for code in ProblemCode for key in keys(language, code)}
    assert {key for key in WORDS[language] if key.startswith("problem.")} == known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_every_example_is_told_without_a_gap(language: str, example: Problem) -> None:
    assert not re.search(r"\{\w+\}", example.text(language))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_a_problem_is_the_same_after_it_was_written_and_read(example: Problem) -> None:
    assert from_record(to_record(example)) == example


def test_a_record_from_before_codes_keeps_its_sentences() -> None:
    record = {
        "what": "no such place",
        "file": "a.csv",
        "line": 3,
        "column": "place",
        "found": "Atlantis",
        "expected": "",
        "do": "Add it.",
        "severity": "warning",
    }
    problem = from_record(record)
    assert problem.code == ProblemCode.RECORDED_TEXT
    assert str(problem) == "a.csv line 3, column 'place': no such place; found 'Atlantis'. Add it."


@pytest.mark.parametrize("value", [None, True, [1], {"what": None}])
def test_a_record_with_a_value_of_no_kind_is_refused(value: object) -> None:
    record = {"code": "more_problems", "severity": "notice", "values": {"n": value}}
    with pytest.raises((KeyError, TypeError)):
        from_record(record)


def test_a_number_of_many_digits_is_written_whole() -> None:
    record = {"code": "more_problems", "severity": "notice", "values": {"n": 10**30}}
    assert "1" + ",000" * 10 in from_record(record).message()


def test_values_that_the_sentence_does_not_have_are_refused() -> None:
    with pytest.raises(
        TypeError, match="row_width has the values cells, columns, delimiter, not cells"
    ):
        Problem(ProblemCode.ROW_WIDTH, "a.csv", values={"cells": 2})


def test_a_problem_in_both_languages() -> None:
    values = {"cells": 2, "columns": 9, "delimiter": ";"}
    problem = Problem(ProblemCode.ROW_WIDTH, "a.csv", 1200, found="KEN;2023", values=values)
    assert str(problem) == (
        "a.csv line 1200: the number of cells in this row is 2, in the header 9; found 'KEN;2023'. "
        "A cell with the sign that parts the cells in it (;) needs quotes around it."
    )
    assert problem.text("zh") == (
        "a.csv 第1200行：该行有2个单元格，表头有9个；实际为 'KEN;2023'。单元格中含有分隔符（;）时须加引号。"
    )
