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
from indicators.cli.history import user_name
from indicators.cli.project import OK, PROBLEMS, REFUSED, Project, print_text, with_project
from indicators.dataset import Dataset
from indicators.history import Commit, HistoryError
from indicators.ingest.files import is_figures
from indicators.intake import Arrival, SeriesDescription
from indicators.loading.load import load
from indicators.problems import ConfigError

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
            self.fail(f"'{value}' is not PART=NAME with a part of {parts}", param, ctx)
        return part, name


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option(
    "--to",
    metavar="PATH",
    help="The file in the data folder whose newer version this is; '' for a file of its own.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    type=ColumnHint(),
    help=f"Which column is what; PART is one of {', '.join(COLUMN_KEYS)}.",
)
@click.option("--place", default="", help="The place of every figure that says none.")
@click.option("--period", default="", help="The period of every figure that says none.")
@click.option("--title", default="", help="The title of every figure that says none.")
@click.option("--unit", default="", help="The unit of every figure that says none.")
@click.option(
    "--better",
    type=click.Choice(("higher", "lower", "none")),
    help="Which way is good, for every new series.",
)
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
        print_text(
            f"{to}: no file with figures is called so; name one like 'worldbank/internet.csv'.",
            error=True,
        )
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
        faults = any(problem.severity != "notice" for problem in problems)
        return PROBLEMS if faults else OK

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
        reason = error.strerror or str(error)
    except Exception as error:
        logging.getLogger(__name__).exception("%s could not be added", label)
        reason = (
            f"could not be added ({type(error).__name__}: {error}). "
            "This is a fault of the program: please report it, with the file."
        )
    print_text(f"{label}: {reason}", error=True)
    return REFUSED


def _add_table(name: str, content: bytes, request: Request) -> int:
    """Examine a table, print the summary, and accept it.

    It is examined again where somebody else's file took its path meanwhile.
    """
    project = request.project
    for attempt in range(MAX_ATTEMPTS):
        dataset = load(project.config, project.data)
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
        print_text(f"  refused; kept in quarantine as {path}", error=True)
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
    _print_outcome(arrival, change)
    return _status(arrival)


def _words(arrival: Arrival, better: str) -> dict[str, SeriesDescription]:
    """Say of each new series which way is good, where an option says it."""
    if not better:
        return {}
    new = [series.indicator for series in arrival.series if not series.known]
    return {indicator: SeriesDescription(better=better) for indicator in new}


def _status(arrival: Arrival) -> int:
    return PROBLEMS if arrival.faults else OK


def _print_outcome(arrival: Arrival, change: Commit | None) -> None:
    path = f"data/{arrival.path}"
    if change is None:
        print_text(f"  {path} holds just this already")
    else:
        undo = f"`python -m indicators undo {change.number}` takes it back"
        print_text(f"  added as {path}; {undo}")


def _print_summary(arrival: Arrival, project: Project) -> None:
    """Print what the table is, its series, what would change, and every problem."""
    print_text(arrival.name)
    if arrival.formats:
        print_text(f"  recognised as {', '.join(arrival.formats)}: {_content(arrival)}")
        for series in arrival.series[:MAX_SERIES]:
            state = "known" if series.known else "new"
            unit = series.unit or "unit not stated"
            print_text(f"  {state}: {series.indicator}  {series.title} ({unit})")
        if len(arrival.series) > MAX_SERIES:
            print(f"  ... and {len(arrival.series) - MAX_SERIES} more series")
        print_text(f"  {_changes(arrival)}")
    for problem in arrival.problems:
        project.report(problem, "  ")


def _content(arrival: Arrival) -> str:
    if arrival.refused:
        return "no figure can be used"
    return (
        f"{arrival.figures:,} figures of {arrival.places:,} places, "
        f"{arrival.first} to {arrival.last}"
    )


def _changes(arrival: Arrival) -> str:
    changes = arrival.changes
    parts = (
        f"{changes.new:,} new, {changes.same:,} the same, "
        f"{changes.revised:,} revised, {changes.vanished:,} vanished"
    )
    if arrival.replaces:
        parts += f" against {arrival.replaces}"
    if changes.followers:
        parts += f"; {changes.followers:,} other figures follow"
    return parts
