"""Problems as pages show them, in the page's language. No Streamlit."""

from __future__ import annotations

from collections.abc import Iterable

from indicators import ConfigError, Problem
from indicators.history import HistoryError
from indicators.locale import Locale

SIGNS = {"error": "✕", "warning": "▲", "notice": "○"}
"""For each severity a sign that shows it without colour, the worst first."""
_ORDER = list(SIGNS)


def by_severity(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems: the worst first, then by file and line."""
    return sorted(
        problems,
        key=lambda problem: (_ORDER.index(problem.severity), problem.file, problem.line or 0),
    )


def problem_line(problem: Problem, locale: Locale) -> str:
    """Write a problem in one line, after the sign of its severity."""
    sign = SIGNS.get(problem.severity, "")  # a record of the history may hold any text
    return f"{sign} {problem.text(locale.language)}".lstrip()


def error_text(error: Exception, locale: Locale) -> str:
    """Write the problems that an exception holds; for one without, what the exception says."""
    if isinstance(error, HistoryError):
        return error.problem.text(locale.language)
    if isinstance(error, ConfigError):
        return "\n".join(problem.text(locale.language) for problem in error.problems)
    return str(error)
