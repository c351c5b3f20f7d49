"""Problems for tests."""

from __future__ import annotations

from indicators.problems import Problem, ProblemCode, Severity


def recorded_problem(
    what: str,
    file: str = "",
    line: int | None = None,
    column: str = "",
    found: str = "",
    expected: str = "",
    do: str = "",
    severity: Severity = "error",
) -> Problem:
    """Make a problem that has sentences only, as those recorded before there were codes."""
    return Problem(
        ProblemCode.RECORDED_TEXT,
        file,
        line,
        column,
        found,
        {"message": what, "expected": expected, "hint": do},
        severity,
    )
