"""Problems on pages: in the page's language, the worst first."""

from __future__ import annotations

from dashboard.views.problems import by_severity, error_text, problem_line
from indicators import ConfigError, Problem
from indicators.history import HistoryError
from indicators.locale import get_locale
from indicators.problems import ProblemCode

EN, ZH = get_locale("en"), get_locale("zh")
WIDE = Problem(
    ProblemCode.ROW_WIDTH,
    "gdp.csv",
    7,
    "",
    "KEN,2023",
    {"cells": 2, "columns": 9, "delimiter": ","},
    "warning",
)
ENGLISH = (
    "gdp.csv line 7: the number of cells in this row is 2, in the header 9; found 'KEN,2023'. "
    "A cell with the sign that parts the cells in it (,) needs quotes around it."
)
CHINESE = (
    "gdp.csv 第7行：该行有2个单元格，表头有9个；实际为 'KEN,2023'。"
    "单元格中含有分隔符（,）时须加引号。"
)


def test_a_problem_is_written_in_the_language_of_the_page() -> None:
    assert problem_line(WIDE, EN) == f"▲ {ENGLISH}"
    assert problem_line(WIDE, ZH) == f"▲ {CHINESE}"


def test_so_are_those_that_an_exception_holds() -> None:
    assert error_text(HistoryError(WIDE), ZH) == CHINESE
    assert error_text(ConfigError([WIDE, WIDE]), ZH) == f"{CHINESE}\n{CHINESE}"
    assert error_text(OSError("no room"), ZH) == "no room"


def test_the_worst_come_first_then_by_file_and_line() -> None:
    problems = [
        Problem(ProblemCode.FILE_MISSING, name, line, severity=severity)
        for name, line, severity in (
            ("b", None, "notice"),
            ("b", 2, "error"),
            ("a", 9, "error"),
            ("a", 3, "warning"),
            ("b", 1, "error"),
        )
    ]
    ordered = [(problem.severity, problem.file, problem.line) for problem in by_severity(problems)]
    assert ordered == [
        ("error", "a", 9),
        ("error", "b", 1),
        ("error", "b", 2),
        ("warning", "a", 3),
        ("notice", "b", None),
    ]
