"""Each condition has one problem, the same for `read` and `add`, and its advice helps."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.live_dataset import StepProblems
from indicators import history, shipped
from indicators.cli.project import Project
from indicators.cli.read import write_observations
from indicators.history import HistoryError
from indicators.locale import get_locale
from indicators.problem_examples import EXAMPLES
from indicators.problems import Problem, ProblemCode, parameters
from indicators.readers.read_file import read_any

if TYPE_CHECKING:
    from tests.conftest import Tiny


def read_problems(path: Path) -> list[dict[str, Any]]:
    err = io.StringIO()
    project = Project(data=shipped.data_folder())
    write_observations(str(path), "csv", project, out=io.StringIO(), err=err)
    lines = [line for line in err.getvalue().splitlines() if line.startswith("{")]
    return [json.loads(line) for line in lines]


def test_a_value_that_is_no_number_is_reported_once_on_loading(tiny: Tiny) -> None:
    """It was kept as text and left out at once."""
    tiny.write("data/own.csv", "Country,Year,Value\nAAA,2020,1\nAAA,2021,soon\nBBB,2020,3\n")
    of_value = [
        (problem.code, problem.line)
        for problem in tiny.load().problems
        if problem.file == "own.csv" and problem.found == "soon"
    ]
    assert of_value == [(ProblemCode.NUMBER_EXPECTED, 3)]


def test_a_value_of_a_tidy_file_that_is_no_number_is_reported_by_read(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "indicator,place,period,value\nuse,FRA,2020,1\nuse,FRA,2021,soon\nuse,FRA,2022,\n"
    )
    found = [
        (one["code"], one["line"], one["found"], one["severity"]) for one in read_problems(path)
    ]
    assert found == [("text_value", 3, "soon", "error")]


def test_an_unknown_place_and_period_are_errors_for_read_as_for_add(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "Country,Year,Value\nFrance,2020,1\nAtlantis,2020,2\nFrance,2O21,3\nKenya,2020,4\n"
    )
    problems = [(one["line"], one["column"], one["severity"]) for one in read_problems(path)]
    assert problems == [(3, "place", "error"), (4, "period", "error")]


def test_a_row_of_another_width_is_shown_with_the_delimiter_of_its_file() -> None:
    text = "Country;Year;Value\nFrance;2020;1,5\nFrance;2021\nKenya;2020;2,5\nKenya;2021;3\n"
    (problem,) = [
        problem
        for problem in read_any(text.encode(), "own.csv").problems
        if problem.code == ProblemCode.ROW_WIDTH
    ]
    assert (problem.line, problem.found) == (3, "France;2021")
    assert "(;)" in problem.hint() and "comma" not in problem.hint()
    assert "（;）" in problem.hint("zh")


@pytest.mark.parametrize(
    "code",
    [
        ProblemCode.FIGURES_NOT_SHOWN,
        ProblemCode.COMPUTED_REPLACED,
        ProblemCode.OLDER_EDITION,
        ProblemCode.SUPERSEDED_OBSERVATIONS,
        ProblemCode.MULTIPLIER_UNCERTAIN,
    ],
)
def test_one_figure_is_one(code: ProblemCode) -> None:
    example = next(problem for problem in EXAMPLES if problem.code == code)
    one = Problem(code, example.file, values={**example.values, "n": 1})
    assert "1 figures" not in one.message() and "figure" in one.message()
    assert "1 have" not in one.message()


@pytest.mark.parametrize(
    "code",
    [
        ProblemCode.VALUE_COLUMN_MISSING,
        ProblemCode.VALUE_COLUMN_UNCLEAR,
        ProblemCode.NO_MEASURE,
        ProblemCode.PLACE_COLUMN_MISSING,
        ProblemCode.PLACE_COLUMN_UNCLEAR,
        ProblemCode.PLACE_COLUMNS_MIXED,
        ProblemCode.PERIOD_COLUMN_MISSING,
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_question_about_columns_names_the_option_that_answers_it(
    code: ProblemCode, language: str
) -> None:
    hint = get_locale(language).text(f"problem.{code}.hint")
    assert "--column " in hint


def test_an_archive_that_is_too_large_says_how_large() -> None:
    example = next(problem for problem in EXAMPLES if problem.code == "unpacked_too_large")
    assert "found '3,000,000,000'" in str(example)


def test_a_changed_file_says_by_which_channel(tmp_path: Path) -> None:
    first, second = history.put(tmp_path, b"1"), history.put(tmp_path, b"2")
    history.commit(tmp_path, {"a.csv": first}, channel="command", who="ana")
    with pytest.raises(HistoryError) as refused:
        history.commit(tmp_path, {"a.csv": second}, channel="browser", expected={"a.csv": second})
    problem = refused.value.problem
    assert (problem.code, problem.values["channel"]) == (ProblemCode.FILE_CHANGED, "command")
    assert "(command; ana, 20" in problem.message()
    assert "（命令；ana" in problem.message("zh")


def test_a_failed_step_keeps_the_place_of_its_cause() -> None:
    steps = StepProblems()
    cause = Problem(ProblemCode.NOT_UTF8, "a.csv", 7, "value", "\xff")
    steps.note("record", cause)
    problem = steps.problems["record"]
    assert problem.values["cause"] == cause
    assert (problem.file, problem.line, problem.column, problem.found) == (
        "a.csv",
        7,
        "value",
        "\xff",
    )


def test_years_that_run_into_the_next_have_one_code() -> None:
    assert {code for code in ProblemCode if "split" in code or "across" in code} == {
        ProblemCode.PERIOD_ACROSS_YEARS
    }
    assert parameters(ProblemCode.PERIOD_ACROSS_YEARS) == {"n"}
