"""`indicators read FILE`: the observations of any file, tidied, on standard output, for machines.

Problems go to standard error as JSON, one a line, and one line that sums up. Kept stable.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click
import numpy as np

from indicators import shipped
from indicators.cli.commands import Command, Option
from indicators.cli.project import OK, PROBLEMS, REFUSED, Project, with_project
from indicators.cli.read_output import problem_json, records, texts, write_csv, write_json
from indicators.cli.read_places import resolve_places, resolver
from indicators.periods import is_period
from indicators.places import Gazetteer
from indicators.problems import Problem, ProblemCode, Value, faults
from indicators.readers.cells.numbers import ParsedNumbers, find_words
from indicators.readers.cells.periods import is_split_year
from indicators.readers.read_file import FileRows, read_any
from indicators.readers.reshape import figure_problems
from indicators.readers.rows import MAX_REPORTED, Column, Rows, no_rows
from indicators.text import printable

MAX_TEXT_LENGTH = 80
MAX_ERROR_LENGTH = 200
TIDY = "tidy"
WRITERS = {"csv": write_csv, "json": write_json}


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(tuple(WRITERS)),
    default="csv",
    show_default=True,
)
@with_project
def read(project: Project, file: str, form: str) -> int:
    """Write the observations of any publisher's file, tidied, on standard output.

    Exit status: 0 read, 1 read with problems, 2 not recognised or refused.
    """
    return write_observations(file, form, project, out=sys.stdout, err=sys.stderr)


def write_observations(file: str, form: str, project: Project, *, out: TextIO, err: TextIO) -> int:
    """Read one file, write its observations to `out` and its problems to `err`; the exit status."""
    # places.csv teaches names of places; without a project of one's own, the one that is shipped.
    is_there = project.data.is_dir()
    data = project.data if is_there else shipped.data_folder()
    try:
        content, place, problems = _read_with_places(file, data)
    except Exception as error:
        logging.getLogger(__name__).debug("%s could not be read", file, exc_info=True)
        reason = f"{type(error).__name__}: {error}"[:MAX_ERROR_LENGTH]
        failure = Problem(ProblemCode.PROGRAM_FAULT, file, values={"reason": reason})
        content, place = FileRows((), no_rows(), (failure,)), Column(np.zeros(0, np.int32), ())
        problems = [failure]
    if content.formats:
        WRITERS[form](out, records(content.rows, place))
    if not is_there and project.data != Project().data:  # it was named by an option
        values: dict[str, Value] = {"folder": str(project.data)}
        problems.append(Problem(ProblemCode.PLACES_AS_SHIPPED, values=values, severity="warning"))
    for problem in problems:
        print(problem_json(problem, project.language), file=err)
    print(printable(_summary(content, project)), file=err)
    if not len(content.rows):
        return REFUSED
    return PROBLEMS if faults(problems) else OK


def _read_with_places(file: str, data: Path) -> tuple[FileRows, Column, list[Problem]]:
    """Give the rows of a file, the codes of their places, and every problem."""
    places = resolver(data)
    content = read_file(file, places)
    place, of_places = resolve_places(content.rows, places, file)
    of_periods = _period_problems(content.rows, file) if content.formats else []
    of_values = _value_problems(content, file)
    return content, place, [*content.problems, *of_places, *of_periods, *of_values]


def read_file(file: str, places: Gazetteer) -> FileRows:
    """Read a file's rows; one that cannot be opened has none, and a problem that says why."""
    try:
        content = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem(ProblemCode.FILE_UNREADABLE, file, values={"reason": reason})
        return FileRows((), no_rows(), (problem,))
    return read_any(content, Path(file).name, lambda word: places.find(word).kind == "place")


def _value_problems(content: FileRows, file: str) -> list[Problem]:
    """Report values of a tidy file that are no plain numbers: `load` leaves their rows out."""
    if content.formats != (TIDY,):
        return []
    rows = content.rows
    none = np.zeros(len(rows), dtype=bool)
    numbers = ParsedNumbers(rows.text, find_words(rows.text), none)
    problems = figure_problems(numbers, rows.line, file)
    return [replace(problem, severity="error") for problem in problems]


def _period_problems(rows: Rows, file: str) -> list[Problem]:
    """Report each word that is no period: `add` leaves its rows out, here it stands as in the
    file.
    """
    words = [
        index
        for index, word in enumerate(rows.period.categories)
        if not is_period(word) and (rows.period.codes == index).any()
    ]
    problems = [_period_problem(rows, index, file) for index in words[:MAX_REPORTED]]
    if len(words) > MAX_REPORTED:
        count = {"n": len(words) - MAX_REPORTED}
        problems.append(Problem(ProblemCode.MORE_UNKNOWN_PERIODS, file, values=count))
    return problems


def _period_problem(rows: Rows, index: int, file: str) -> Problem:
    word, is_word = rows.period.categories[index], rows.period.codes == index
    line = int(rows.line[int(np.argmax(is_word))])
    found = word[:MAX_TEXT_LENGTH] or "(empty)"
    if is_split_year(word):
        values = {"n": int(is_word.sum())}
        code = ProblemCode.PERIOD_ACROSS_YEARS
        return Problem(code, file, line, "period", found, values)
    return Problem(ProblemCode.PERIOD_EXPECTED, file, line, "period", found)


def _summary(content: FileRows, project: Project) -> str:
    """Sum up: 'recognised as worldbank-api: 266 places, 35 periods, 6,412 values, ...'."""
    if not content.formats:
        errors = (problem for problem in content.problems if problem.severity == "error")
        error = next(errors, None)
        reason = error.message(project.language) if error else project.text("read.nothing")
        return project.text("read.not_recognised", reason=reason)
    rows = content.rows
    filled = np.array([bool(text) for text in rows.text.to_pylist()], dtype=bool)
    return project.text(
        "read.recognised",
        formats=", ".join(content.formats),
        places=project.text("count.places", n=len(set(texts(rows.place)))),
        periods=project.text("count.periods", n=len(np.unique(rows.period.codes[filled]))),
        values=project.text("count.values", n=int(filled.sum())),
        rows=project.text("count.rows", n=rows_refused(content.problems)),
    )


def rows_refused(problems: tuple[Problem, ...]) -> int:
    """Count the rows that were left out, by their problems."""
    return sum(map(_rows_of, problems))


def _rows_of(problem: Problem) -> int:
    """Count the rows that a problem leaves out: its value `n`, else one; none without a line."""
    if problem.severity != "error" or not problem.line:
        return 0
    count = problem.values.get("n", 1)
    return count if isinstance(count, int) else 1
