"""`indicators undo` and `history`: what came into the data folder, and taking it back."""

from __future__ import annotations

import getpass

import click

from indicators import history as records
from indicators.cli.commands import Command, Option
from indicators.cli.project import OK, PROBLEMS, REFUSED, Project, print_text, with_project
from indicators.history import Commit, HistoryError
from indicators.text import printable

MAX_FILES = 3
"""Largest number of files of one change that are named; of more, the number is printed."""


@click.command(cls=Command)
@click.argument("number", type=int, required=False)
@with_project
def undo(project: Project, number: int | None) -> int:
    """Take back what was added last, or a numbered change."""
    try:
        change = records.undo(project.data, number, who=user_name(), channel="command")
    except HistoryError as error:
        print_text(error.problem.text(project.language), error=True)
        return REFUSED
    project.say("undo.done", number=str(change.undoes), files=", ".join(change.changes))
    return OK


@click.command(cls=Command)
@click.argument("path", required=False)
@click.option("--check", "verify", cls=Option, is_flag=True)
@click.option("--prune", cls=Option, is_flag=True)
@with_project
def history(project: Project, path: str | None, verify: bool, prune: bool) -> int:
    """List what came into the data folder, newest last: number, time, channel, who, files, note.

    PATH, relative to the data folder, lists only the changes of this file. Exit status 1 where a
    record is damaged or missing or its date is doubtful.
    """
    if prune:
        return _prune(project)
    return _verify(project) if verify else _list_changes(project, path)


def _prune(project: Project) -> int:
    """Delete stored files that nothing uses, and write how many bytes that made free."""
    try:
        freed = records.prune(project.data)
    except HistoryError as error:
        project.report(error.problem)
        return REFUSED
    project.say("history.pruned", n=freed)
    return OK


def _list_changes(project: Project, path: str | None) -> int:
    changes, problems = records.journal(project.data)
    for change in changes:
        if path is None or path in change.changes:
            print("\t".join(map(printable, _cells(change, project))))
    for problem in problems:
        project.report(problem)
    return PROBLEMS if problems else OK


def _cells(change: Commit, project: Project) -> tuple[str, ...]:
    count = len(change.changes)
    undone = project.text("history.undone", number=str(change.undoes))
    return (
        str(change.number),
        f"{change.when:%Y-%m-%d %H:%M:%S}Z",
        change.channel,
        change.who or "-",
        ", ".join(change.changes) if count <= MAX_FILES else project.text("count.files", n=count),
        undone if change.undoes else change.note,
    )


def _verify(project: Project) -> int:
    try:
        result = records.verify(project.data)
    except HistoryError as error:
        project.report(error.problem)
        return PROBLEMS
    for problem in result.problems:
        project.report(problem)
    project.say(
        "history.verified",
        records=project.text("count.records", n=result.records),
        chained=result.chained,
        objects=project.text("count.objects", n=result.objects),
        size=result.size,
        arrivals=project.text("count.arrivals", n=result.arrivals),
        problems=project.text("count.problems", n=len(result.problems)),
    )
    return PROBLEMS if result.problems else OK


def user_name() -> str:
    """Return the name of who runs this command, or nothing where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
