"""`indicators check`: read everything and say what is wrong, file by file.

`--publish` says instead what must be asked for before the figures stand on a public site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from indicators import history, wording
from indicators.analysis.permissions import Permission, left_out_count, permissions
from indicators.cli.commands import Command, Option
from indicators.cli.project import OK, PROBLEMS, Project, print_text, with_project
from indicators.dataset import Dataset
from indicators.loading.load import load
from indicators.locale import Locale, get_locale
from indicators.model import Terms
from indicators.problems import Problem, faults

SEVERITIES = ("error", "warning", "notice")


@click.command(cls=Command)
@click.option("--all", "notices", cls=Option, is_flag=True)
@click.option("--publish", cls=Option, is_flag=True)
@with_project
def check(project: Project, notices: bool, publish: bool) -> int:
    """Read everything and write what is wrong, by file; the exit status."""
    dataset = load(project.config, project.data, keep=False)
    if publish:
        return _check_terms(dataset, get_locale(project.language))
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


def _check_terms(dataset: Dataset, words: Locale) -> int:
    """Write what must be asked for, and what is left out; the status says whether anything must."""
    needed = permissions(dataset)
    for permission in needed:
        for line in _permission_lines(permission, words):
            print_text(line)
    if needed:
        figures = sum(permission.figures for permission in needed)
        print_text(words.text("publish.ask", n=len(needed), figures=f"{figures:,}"))
    else:
        print_text(words.text("publish.nothing"))
    if count := left_out_count(dataset):
        print_text(words.text("publish.left_out", n=f"{count:,}"))
    return PROBLEMS if needed else OK


def _permission_lines(permission: Permission, words: Locale) -> list[str]:
    """Write whose the figures are and their terms, then how many there are and whom to ask."""
    language, source = words.language, permission.source
    counts = {"n": permission.indicators, "figures": f"{permission.figures:,}"}
    if source is None:
        return [
            words.text("publish.no_source", file=permission.file),
            "  " + words.text("publish.figures", **counts),
            "  " + words.text("publish.name_source"),
        ]
    who = source.publisher.get(language) or source.id
    address = f" {source.url}" if source.url else ""
    whom = words.text("publish.who", who=who) + address
    if source.terms is Terms.UNKNOWN:
        whom = words.text("publish.state_terms") + address
    licence = source.licence or words.text("data.licence_unknown")
    cited = source.cite(language, words.text("sentence.comma"))
    terms = wording.terms(source.terms, language)
    return [
        words.text("publish.source", id=source.id, source=cited, terms=terms, licence=licence),
        "  " + words.text("publish.figures", **counts),
        "  " + whom,
    ]


def _by_file(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.file, []).append(problem)
    return groups
