"""`indicators check`: read everything and say what is wrong, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from indicators import history
from indicators.cli.project import OK, PROBLEMS, Project, print_text, with_project
from indicators.loading.load import load
from indicators.problems import Problem

SEVERITIES = ("error", "warning", "notice")


@click.command()
@click.option("--all", "notices", is_flag=True, help="Notices too.")
@with_project
def check(project: Project, notices: bool) -> int:
    """Read everything and say what is wrong, line by line."""
    dataset = load(project.config, project.data, keep=False)
    problems = (*dataset.problems, *history.journal(project.data)[1])
    selection = [problem for problem in problems if notices or problem.severity != "notice"]
    for file, group in _by_file(selection).items():
        print_text(file or "the dashboard")
        for problem in group:
            print(f"  {project.sentence(problem)}")
    counts = Counter[str](problem.severity for problem in problems)
    print(
        f"{_count(len(dataset.files), 'file')}, {len(dataset.catalogue.indicators)} indicators, "
        f"{len(dataset):,} figures: "
        + ", ".join(_count(counts[severity], severity) for severity in SEVERITIES)
        + "."
    )
    return PROBLEMS if counts["error"] or counts["warning"] else OK


def _by_file(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.file, []).append(problem)
    return groups


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
