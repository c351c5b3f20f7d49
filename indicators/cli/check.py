"""`indicators check`: read everything and say what is wrong, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from indicators import history
from indicators.cli.commands import Command, Option
from indicators.cli.project import OK, PROBLEMS, Project, print_text, with_project
from indicators.loading.load import load
from indicators.problems import Problem, faults

SEVERITIES = ("error", "warning", "notice")


@click.command(cls=Command)
@click.option("--all", "notices", cls=Option, is_flag=True)
@with_project
def check(project: Project, notices: bool) -> int:
    """Read everything and write what is wrong, by file; the exit status."""
    dataset = load(project.config, project.data, keep=False)
    problems = (*dataset.problems, *history.journal(project.data)[1])
    for file, group in _by_file(problems if notices else faults(problems)).items():
        print_text(file or project.text("check.everything"))
        for problem in group:
            print(f"  {project.sentence(problem)}")
    counts = Counter[str](problem.severity for problem in problems)
    project.say(
        "check.summary",
        files=project.text("count.files", n=len(dataset.files)),
        indicators=project.text("count.indicators", n=len(dataset.catalogue.indicators)),
        figures=project.text("count.figures", n=len(dataset)),
        problems=project.names(
            project.text(f"count.{severity}", n=counts[severity]) for severity in SEVERITIES
        ),
    )
    return PROBLEMS if faults(problems) else OK


def _by_file(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.file, []).append(problem)
    return groups
