"""`python -m indicators add FILE...`, `undo` and `history`: files into the data folder, and what came in before."""

from __future__ import annotations

import argparse
import getpass
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from indicators import history, intake
from indicators.catalogue.reading_hints import COLUMN_KEYS, ReadingHints
from indicators.dataset import Dataset
from indicators.history import HistoryError
from indicators.ingest.files import is_figures
from indicators.intake import Arrival, SeriesDescription
from indicators.loading.load import load
from indicators.problems import ConfigError
from indicators.text import printable

ADDED, WITH_PROBLEMS, REFUSED = 0, 1, 2
SHOWN = 20
TRIES = 5
"""So often is a file examined again where others are added at the same time."""


def arguments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What these commands take."""
    add = commands.add_parser(
        "add", help="take files of any publisher into the data folder; the older version is kept"
    )
    add.add_argument("files", nargs="+", metavar="FILE")
    add.add_argument(
        "--dry-run", action="store_true", help="say what would change, and change nothing"
    )
    add.add_argument(
        "--to",
        metavar="PATH",
        help="the file in the data folder whose newer version this is; '' for a file of its own",
    )
    add.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="PART=NAME",
        type=_column,
        help=f"which column is what; PART is one of {', '.join(COLUMN_KEYS)}",
    )
    for part in ("place", "period", "title", "unit"):
        add.add_argument(f"--{part}", default="", help=f"the {part} of every figure that says none")
    add.add_argument(
        "--better",
        choices=("higher", "lower", "none"),
        default="",
        help="which way is good, for every new series",
    )
    undo = commands.add_parser("undo", help="take back what was added last, or a numbered change")
    undo.add_argument("number", nargs="?", type=int)
    shown = commands.add_parser("history", help="what came into the data folder, newest last")
    shown.add_argument(
        "path", nargs="?", help="only the changes of this file, relative to the data folder"
    )
    shown.add_argument(
        "--check",
        action="store_true",
        help="read every record and every kept file, and say what is not as it was",
    )


def _column(text: str) -> tuple[str, str]:
    part, _, name = text.partition("=")
    if part not in COLUMN_KEYS or not name:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not PART=NAME with a part of {', '.join(COLUMN_KEYS)}"
        )
    return part, name


def add(asked: argparse.Namespace, data: Path, out: TextIO, err: TextIO) -> int:
    """Add each file. Exit status: 0 all added, 1 added with problems, 2 one or more were refused."""
    if asked.to and not is_figures(asked.to):
        print(
            f"{printable(asked.to)}: no file with figures is called so; name one like 'worldbank/internet.csv'.",
            file=err,
        )
        return REFUSED
    return max(_file(file, asked, data, out, err) for file in asked.files)


def _file(file: str, asked: argparse.Namespace, data: Path, out: TextIO, err: TextIO) -> int:
    """Add one file, an archive table by table; the status. What goes wrong with one table leaves the others alone."""
    parts: list[tuple[str, bytes]] = []

    def unpack() -> int:
        found, problems = intake.split_archive(Path(file).read_bytes(), Path(file).name)
        parts.extend(found)
        for problem in problems:
            print(f"  {problem.severity}: {problem}", file=err)
        return WITH_PROBLEMS if any(problem.severity != "notice" for problem in problems) else ADDED

    status = _status_of(unpack, file, err)
    for name, content in parts:
        shown = file if len(parts) == 1 else f"{file}: {name}"
        status = max(
            status, _status_of(partial(_add, name, content, asked, data, out, err), shown, err)
        )
    return status


def _status_of(work: Callable[[], int], name: str, err: TextIO) -> int:
    """The status of the work; REFUSED, and told with the name, where it fails in whatever way."""
    try:
        return work()
    except ConfigError:
        raise  # no file can be added then
    except (HistoryError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    except Exception as error:
        logging.getLogger(__name__).exception("%s could not be added", printable(name))
        why = f"could not be added ({type(error).__name__}: {error}). This is a fault of the program: please report it, with the file."
    print(printable(f"{name}: {why}"), file=err)
    return REFUSED


def _add(
    name: str, content: bytes, asked: argparse.Namespace, data: Path, out: TextIO, err: TextIO
) -> int:
    """Examine, tell, and accept; examined again where somebody else's file took the place meanwhile."""
    answers = _answers(asked)
    for attempt in range(TRIES):
        dataset = load(asked.config, data)
        arrival = intake.examine(dataset, content, name, answers, asked.to)
        if not attempt:
            _tell(arrival, out, err)
        if asked.dry_run:
            return REFUSED if arrival.refused else _status(arrival)
        try:
            return _taken(arrival, content, dataset, answers, asked, data, out, err)
        except HistoryError:
            if arrival.replaces or attempt == TRIES - 1:
                raise
    return REFUSED


def _taken(
    arrival: Arrival,
    content: bytes,
    dataset: Dataset,
    answers: ReadingHints,
    asked: argparse.Namespace,
    data: Path,
    out: TextIO,
    err: TextIO,
) -> int:
    """Put the file in its place, or into quarantine, and say so."""
    history.record(data)
    digest = history.put(data, content)
    if arrival.refused:
        kept = intake.refuse(data, digest, arrival, channel="command", who=_who())
        print(f"  refused; kept in quarantine as {kept}", file=err)
        return REFUSED
    words = (
        {
            series.indicator: SeriesDescription(better=asked.better)
            for series in arrival.series
            if not series.known
        }
        if asked.better
        else {}
    )
    said = replace(answers, shape=arrival.shape) if answers else None
    done = intake.accept(
        data,
        digest,
        arrival,
        dataset.catalogue,
        hints=said,
        descriptions=words,
        channel="command",
        who=_who(),
    )
    path = f"data/{printable(arrival.path)}"
    print(
        f"  added as {path}; `python -m indicators undo {done.number}` takes it back"
        if done
        else f"  {path} holds just this already",
        file=out,
    )
    return _status(arrival)


def _status(arrival: Arrival) -> int:
    return WITH_PROBLEMS if arrival.faults else ADDED


def _answers(asked: argparse.Namespace) -> ReadingHints:
    columns: dict[str, tuple[str, ...]] = {}
    for part, name in asked.column:
        columns[part] = (*columns.get(part, ()), name)
    return ReadingHints(
        columns=columns, place=asked.place, period=asked.period, title=asked.title, unit=asked.unit
    )


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _tell(arrival: Arrival, out: TextIO, err: TextIO) -> None:
    """What it is, its series, what would change, and every problem by line."""
    print(printable(arrival.name), file=out)
    if arrival.formats:
        changes = arrival.changes
        held = f"{arrival.figures:,} figures of {arrival.places:,} places, {arrival.first} to {arrival.last}"
        print(
            f"  recognised as {', '.join(arrival.formats)}: {'no figure can be used' if arrival.refused else held}",
            file=out,
        )
        for series in arrival.series[:SHOWN]:
            mark = "known" if series.known else "new"
            print(
                printable(
                    f"  {mark}: {series.indicator}  {series.title} ({series.unit or 'unit not stated'})"
                ),
                file=out,
            )
        if len(arrival.series) > SHOWN:
            print(f"  ... and {len(arrival.series) - SHOWN} more series", file=out)
        print(
            f"  {changes.new:,} new, {changes.same:,} the same, {changes.revised:,} revised, {changes.vanished:,} vanished"
            + (f" against {printable(arrival.replaces)}" if arrival.replaces else "")
            + (f"; {changes.followers:,} other figures follow" if changes.followers else ""),
            file=out,
        )
    for problem in arrival.problems:
        print(f"  {problem.severity}: {problem}", file=err)


def undo(number: int | None, data: Path, out: TextIO, err: TextIO) -> int:
    """Take back a change of the folder. Exit status 2 where it cannot be taken back, with a sentence why."""
    try:
        done = history.undo(data, number, who=_who(), channel="command")
    except HistoryError as error:
        print(error, file=err)
        return REFUSED
    print(printable(f"change {done.undoes} is taken back: {', '.join(done.changes)}"), file=out)
    return ADDED


def show(path: str | None, data: Path, out: TextIO, err: TextIO) -> int:
    """What came in, newest last: number, time, door, who, and the files; for one path, its vintages.

    Exit status 1 where a record is damaged or missing or its date is doubtful, which is told after the others.
    """
    log, problems = history.journal(data)
    for entry in log:
        if path is None or path in entry.changes:
            files = (
                ", ".join(entry.changes)
                if len(entry.changes) <= 3
                else f"{len(entry.changes)} files"
            )
            note = f"took back change {entry.undoes}" if entry.undoes else entry.note
            cells = (
                str(entry.number),
                f"{entry.when:%Y-%m-%d %H:%M:%S}Z",
                entry.channel,
                entry.who or "-",
                files,
                note,
            )
            print("\t".join(map(printable, cells)), file=out)
    for problem in problems:
        print(f"{problem.severity}: {problem}", file=err)
    return WITH_PROBLEMS if problems else ADDED


def check(data: Path, out: TextIO, err: TextIO) -> int:
    """Verify the whole history and say what was verified. Exit status 1 where something is not as it was."""
    try:
        found = history.verify(data)
    except HistoryError as error:
        print(f"{error.problem.severity}: {error}", file=err)
        return WITH_PROBLEMS
    for problem in found.problems:
        print(f"{problem.severity}: {problem}", file=err)
    count = len(found.problems)
    print(
        f"{found.records:,} records read, {found.chained:,} of them compared with the digest that was noted of them; "
        f"{found.objects:,} kept files ({found.size:,} bytes) compared with theirs; {found.arrivals:,} arrivals; "
        f"{count or 'no'} {'problem' if count == 1 else 'problems'}.",
        file=out,
    )
    return WITH_PROBLEMS if found.problems else ADDED
