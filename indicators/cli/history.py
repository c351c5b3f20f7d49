"""`indicators undo` and `history`: what came into the data folder, and taking it back."""

from __future__ import annotations

import getpass

import click

from indicators import history as records
from indicators.cli.project import OK, PROBLEMS, REFUSED, Project, print_text, with_project
from indicators.history import Commit, HistoryError
from indicators.text import printable

MAX_FILES = 3
"""Largest number of files of one change that are named; of more, the number is printed."""


@click.command()
@click.argument("number", type=int, required=False)
@with_project
def undo(project: Project, number: int | None) -> int:
    """Take back what was added last, or a numbered change."""
    try:
        change = records.undo(project.data, number, who=user_name(), channel="command")
    except HistoryError as error:
        print_text(error.problem.text(project.language), error=True)
        return REFUSED
    print_text(f"change {change.undoes} is taken back: {', '.join(change.changes)}")
    return OK


@click.command()
@click.argument("path", required=False)
@click.option(
    "--check",
    "verify",
    is_flag=True,
    help="Read every record and every kept file, and say what is not as it was.",
)
@with_project
def history(project: Project, path: str | None, verify: bool) -> int:
    """List what came into the data folder, newest last: number, time, channel, who, files, note.

    PATH, relative to the data folder, lists only the changes of this file. Exit status 1 where a
    record is damaged or missing or its date is doubtful.
    """
    return _verify(project) if verify else _list_changes(project, path)


def _list_changes(project: Project, path: str | None) -> int:
    changes, problems = records.journal(project.data)
    for change in changes:
        if path is None or path in change.changes:
            print("\t".join(map(printable, _cells(change))))
    for problem in problems:
        project.report(problem)
    return PROBLEMS if problems else OK


def _cells(change: Commit) -> tuple[str, ...]:
    count = len(change.changes)
    return (
        str(change.number),
        f"{change.when:%Y-%m-%d %H:%M:%S}Z",
        change.channel,
        change.who or "-",
        ", ".join(change.changes) if count <= MAX_FILES else f"{count} files",
        f"took back change {change.undoes}" if change.undoes else change.note,
    )


def _verify(project: Project) -> int:
    try:
        result = records.verify(project.data)
    except HistoryError as error:
        project.report(error.problem)
        return PROBLEMS
    for problem in result.problems:
        project.report(problem)
    count = len(result.problems)
    print(
        f"{result.records:,} records read, {result.chained:,} of them compared with the digest "
        f"that was noted of them; {result.objects:,} kept files ({result.size:,} bytes) compared "
        f"with theirs; {result.arrivals:,} arrivals; "
        f"{count or 'no'} {'problem' if count == 1 else 'problems'}."
    )
    return PROBLEMS if result.problems else OK


def user_name() -> str:
    """Return the name of who runs this command, or nothing where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
