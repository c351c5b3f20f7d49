"""`indicators add FILE...`: files into the data folder, the older versions kept."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from indicators import history, intake
from indicators.catalogue.reading_hints import COLUMN_KEYS, ReadingHints
from indicators.cli.commands import Command, Option, words
from indicators.cli.history import user_name
from indicators.cli.project import OK, PROBLEMS, REFUSED, Project, print_text, with_project
from indicators.dataset import Dataset
from indicators.history import Commit, HistoryError
from indicators.ingest.files import is_figures
from indicators.intake import Arrival, SeriesDescription
from indicators.intake.arrival import ArrivalSeries
from indicators.problems import ConfigError, faults

MAX_SERIES = 20
"""Largest number of series of a file that are listed; of more, the number is printed."""
MAX_ATTEMPTS = 5
"""How often a file is examined at most, where others add files at the same time."""


@dataclass(frozen=True)
class Request:
    """What the options say of every file.

    `replaces` is the file of the data folder whose newer version it is: '' for a file of its own,
    None where the figures decide.
    """

    project: Project
    hints: ReadingHints = ReadingHints()
    replaces: str | None = None
    better: str = ""
    dry_run: bool = False


class ColumnHint(click.ParamType[tuple[str, str]]):
    """PART=NAME: the name of the column that holds a part of an observation."""

    name = "PART=NAME"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split the text into part and name."""
        part, _, name = value.partition("=")
        if part not in COLUMN_KEYS or not name:
            parts = ", ".join(COLUMN_KEYS)
            self.fail(
                words(ctx).text("command.add.bad_column", value=value, parts=parts), param, ctx
            )
        return part, name


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--dry-run", cls=Option, is_flag=True)
@click.option("--to", cls=Option, metavar="PATH")
@click.option("--column", "columns", cls=Option, multiple=True, type=ColumnHint())
@click.option("--place", cls=Option, default="")
@click.option("--period", cls=Option, default="")
@click.option("--title", cls=Option, default="")
@click.option("--unit", cls=Option, default="")
@click.option("--better", cls=Option, type=click.Choice(("higher", "lower", "none")))
@with_project
def add(
    project: Project,
    files: tuple[str, ...],
    dry_run: bool,
    to: str | None,
    columns: tuple[tuple[str, str], ...],
    better: str | None,
    **constants: str,
) -> int:
    """Take files of any publisher into the data folder; the older version is kept.

    Exit status: 0 all added, 1 added with problems, 2 one or more were refused.
    """
    project.report_history()
    if to and not is_figures(to):
        project.say("add.no_such_target", path=to, error=True)
        return REFUSED
    hints = ReadingHints(columns=_columns(columns), **constants)
    request = Request(project, hints, to, better or "", dry_run)
    return max(_add_file(file, request) for file in files)


def _columns(pairs: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    for part, name in pairs:
        columns[part] = (*columns.get(part, ()), name)
    return columns


def _add_file(file: str, request: Request) -> int:
    """Add one file, an archive table by table; a table that fails leaves the others alone."""
    tables: list[tuple[str, bytes]] = []

    def unpack() -> int:
        members, problems = intake.split_archive(Path(file).read_bytes(), Path(file).name)
        tables.extend(members)
        for problem in problems:
            request.project.report(problem, "  ")
        return PROBLEMS if faults(problems) else OK

    status = _status_of(unpack, file, request.project)
    for name, content in tables:
        label = file if len(tables) == 1 else f"{file}: {name}"
        add_table = partial(_add_table, name, content, request)
        status = max(status, _status_of(add_table, label, request.project))
    return status


def _status_of(work: Callable[[], int], label: str, project: Project) -> int:
    """Give the status of the work; REFUSED, and a sentence why, where it fails in whatever way.

    Only a ConfigError is raised on: no file can be added then.
    """
    try:
        return work()
    except ConfigError:
        raise
    except HistoryError as error:
        reason = error.problem.text(project.language)
    except OSError as error:
        reason = project.text("add.system", reason=error.strerror or error)
    except Exception as error:
        logging.getLogger(__name__).exception("%s could not be added", label)
        reason = project.text("add.failed", error=f"{type(error).__name__}: {error}")
    print_text(f"{label}: {reason}", error=True)
    return REFUSED


def _add_table(name: str, content: bytes, request: Request) -> int:
    """Examine a table, print the summary, and accept it.

    It is examined again where somebody else's file took its path meanwhile.
    """
    project = request.project
    for attempt in range(MAX_ATTEMPTS):
        dataset = project.load()
        arrival = intake.examine(dataset, content, name, request.hints, request.replaces)
        if not attempt:
            _print_summary(arrival, project)
        if request.dry_run:
            return REFUSED if arrival.refused else _status(arrival)
        try:
            return _accept(arrival, content, dataset, request)
        except HistoryError:
            if arrival.replaces or attempt == MAX_ATTEMPTS - 1:
                raise
    return REFUSED


def _accept(arrival: Arrival, content: bytes, dataset: Dataset, request: Request) -> int:
    """Put the table in its place, or into quarantine where no figure can be used."""
    data = request.project.data
    history.record(data)
    digest = history.put(data, content)
    if arrival.refused:
        path = intake.refuse(data, digest, arrival, channel="command", who=user_name())
        request.project.say("add.refused", indent="  ", path=path, error=True)
        return REFUSED
    hints = replace(request.hints, shape=arrival.shape) if request.hints else None
    change = intake.accept(
        data,
        digest,
        arrival,
        dataset.catalogue,
        hints=hints,
        descriptions=_words(arrival, request.better),
        channel="command",
        who=user_name(),
    )
    _print_outcome(arrival, change, request.project)
    return _status(arrival)


def _words(arrival: Arrival, better: str) -> dict[str, SeriesDescription]:
    """Say of each new series which way is good, where an option says it."""
    if not better:
        return {}
    new = [series.indicator for series in arrival.series if not series.known]
    return {indicator: SeriesDescription(better=better) for indicator in new}


def _status(arrival: Arrival) -> int:
    return PROBLEMS if arrival.faults else OK


def _print_outcome(arrival: Arrival, change: Commit | None, project: Project) -> None:
    path = f"data/{arrival.path}"
    if change is None:
        project.say("add.nothing_new", indent="  ", path=path)
    else:
        undo = project.command(f"undo {change.number}")
        project.say("add.added", indent="  ", path=path, undo=undo)


def _print_summary(arrival: Arrival, project: Project) -> None:
    """Print what the table is, its series, what would change, and every problem."""
    print_text(arrival.name)
    if arrival.formats:
        formats, content = ", ".join(arrival.formats), _content(arrival, project)
        project.say("add.recognised", indent="  ", formats=formats, content=content)
        for series in arrival.series[:MAX_SERIES]:
            _print_series(series, project)
        if len(arrival.series) > MAX_SERIES:
            project.say("add.more_series", indent="  ", n=len(arrival.series) - MAX_SERIES)
        print_text(f"  {_changes(arrival, project)}")
    for problem in arrival.problems:
        project.report(problem, "  ")


def _print_series(series: ArrivalSeries, project: Project) -> None:
    project.say(
        "add.known" if series.known else "add.new",
        indent="  ",
        indicator=series.indicator,
        title=series.title,
        unit=series.unit or project.text("add.no_unit"),
    )


def _content(arrival: Arrival, project: Project) -> str:
    if arrival.refused:
        return project.text("add.no_figure")
    return project.text(
        "add.content",
        figures=project.text("count.figures", n=arrival.figures),
        places=project.text("count.places", n=arrival.places),
        first=arrival.first,
        last=arrival.last,
    )


def _changes(arrival: Arrival, project: Project) -> str:
    changes = arrival.changes
    text = project.text(
        "add.changes",
        new=changes.new,
        same=changes.same,
        revised=changes.revised,
        vanished=changes.vanished,
    )
    if arrival.replaces:
        text = project.text("add.against", changes=text, file=arrival.replaces)
    if changes.followers:
        text = project.text("add.followers", changes=text, n=changes.followers)
    return text
