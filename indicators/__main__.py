"""python -m indicators check | list | export | read | formats | add | undo | history: the figures, any file's, and the way in."""

from __future__ import annotations

import argparse
import signal
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from indicators import history
from indicators.catalogue.yaml_nodes import suggestion
from indicators.cli import add as addcommand
from indicators.cli import read as readcommand
from indicators.dataset import Dataset
from indicators.export.csvfile import rows_to_csv
from indicators.loading.load import CONFIG, DATA, load
from indicators.model import Place
from indicators.problems import ConfigError, Problem
from indicators.readers.docs_page import page
from indicators.text import printable

OK, PROBLEMS, CANNOT_START = 0, 1, 2
SEVERITIES = ("error", "warning", "notice")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit status: 0 all well, 1 problems were found, 2 it could not start."""
    asked = _parser().parse_args(arguments)
    if asked.command == "read":
        return readcommand.run(asked.file, asked.format, _data(asked), sys.stdout, sys.stderr)
    if asked.command == "formats":
        sys.stdout.write(page())
        return OK
    try:
        if asked.command in ("add", "undo", "history"):
            return _way_in(asked)
        dataset = load(asked.config, asked.data, keep=asked.command != "check")
    except ConfigError as error:
        print(printable(f"{Path(asked.config).name} cannot be used:"), file=sys.stderr)
        for problem in error.problems:
            print(f"  {problem}", file=sys.stderr)
        return CANNOT_START
    if asked.command != "check":  # which tells it among the other problems
        _tell_history(_folder(asked))
    commands = {"check": _check, "list": _list, "export": _export}
    return commands[asked.command](dataset, asked)


def _tell_history(data: Path) -> None:
    """Say on standard error what is wrong with the records of changes."""
    for problem in history.journal(data)[1]:
        print(f"{problem.severity}: {problem}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m indicators", description=__doc__)
    parser.add_argument("--config", default=CONFIG, help="the configuration (config.yaml)")
    parser.add_argument(
        "--data", default=None, help="the folder with the figures (data beside the configuration)"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="read everything and say what is wrong, line by line")
    check.add_argument("--all", action="store_true", help="notices too")
    listing = commands.add_parser(
        "list", help="the indicators: id, figures, places, periods, unit, title"
    )
    listing.add_argument("--language", default="en")
    export = commands.add_parser("export", help="figures as tidy CSV on standard output")
    export.add_argument("indicators", nargs="*", help="ids; all where none is given")
    export.add_argument("--place", action="append", help="only this place (may be repeated)")
    read = commands.add_parser(
        "read", help="the observations of any publisher's file, tidied, on standard output"
    )
    read.add_argument("file", metavar="FILE")
    commands.add_parser(
        "formats", help="the formats of files that are read, as docs/formats.md has them"
    )
    addcommand.arguments(commands)
    read.add_argument("--format", choices=("csv", "json"), default="csv")
    return parser


def _folder(asked: argparse.Namespace) -> Path:
    return Path(asked.data) if asked.data is not None else Path(asked.config).parent / DATA


def _way_in(asked: argparse.Namespace) -> int:
    data = _folder(asked)
    if asked.command == "add":
        _tell_history(data)
        return addcommand.add(asked, data, sys.stdout, sys.stderr)
    if asked.command == "undo":
        return addcommand.undo(asked.number, data, sys.stdout, sys.stderr)
    if asked.check:
        return addcommand.check(data, sys.stdout, sys.stderr)
    return addcommand.show(asked.path, data, sys.stdout, sys.stderr)


def _data(asked: argparse.Namespace) -> Path:
    """The folder with places.csv: as asked, else beside the configuration, else this program's own."""
    beside = _folder(asked)
    return (
        beside if asked.data is not None or beside.is_dir() else Path(__file__).parent.parent / DATA
    )


def _check(dataset: Dataset, asked: argparse.Namespace) -> int:
    every = (*dataset.problems, *history.journal(_folder(asked))[1])
    shown = [problem for problem in every if asked.all or problem.severity != "notice"]
    for file, problems in _by_file(shown).items():
        print(printable(file) or "the dashboard")
        for problem in problems:
            print(f"  {problem.severity}: {problem}")
    counts = Counter[str](problem.severity for problem in every)
    said = ", ".join(
        f"{counts[name]} {name}s" if counts[name] != 1 else f"1 {name}" for name in SEVERITIES
    )
    files = "1 file" if len(dataset.files) == 1 else f"{len(dataset.files)} files"
    print(
        f"{files}, {len(dataset.catalogue.indicators)} indicators, {len(dataset):,} figures: "
        f"{said}."
    )
    return PROBLEMS if counts["error"] or counts["warning"] else OK


def _by_file(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    grouped: dict[str, list[Problem]] = {}
    for problem in problems:
        grouped.setdefault(problem.file, []).append(problem)
    return grouped


def _list(dataset: Dataset, asked: argparse.Namespace) -> int:
    for entry in dataset.catalogue.indicators.values():
        wide = dataset.grid(entry.id)
        figures = int((wide.cell >= 0).sum())
        span = f"{wide.periods[0]}..{wide.periods[-1]}" if wide.periods else "-"
        cells = (
            entry.id,
            entry.kind,
            str(figures),
            str(len(wide.places)),
            span,
            entry.unit.id,
            entry.title.say(asked.language),
        )
        print("\t".join(map(printable, cells)))
    return OK


def _export(dataset: Dataset, asked: argparse.Namespace) -> int:
    indicators, places = dataset.catalogue.indicators, dataset.catalogue.places
    unknown = [
        f"no indicator '{name}'. {suggestion(name, indicators)} `python -m indicators list` names them all."
        for name in asked.indicators
        if name not in indicators
    ]
    unknown += [
        f"no place has the code '{code}'. {_code_hint(code, places)}"
        for code in asked.place or []
        if code not in places
    ]
    if unknown:
        print(*map(printable, unknown), sep="\n", file=sys.stderr)
        return CANNOT_START
    header = True
    for name in asked.indicators or dataset.catalogue.indicators:
        frame = dataset.select(name, asked.place, breakdown=None)
        unit = dataset.catalogue.indicators[name].unit.id
        sys.stdout.write(rows_to_csv(frame, unit, header=header))
        header = False
    return OK


def _code_hint(name: str, places: Mapping[str, Place]) -> str:
    """The codes of the places of this name; where the codes stand, if there is none."""
    wanted = name.casefold()
    codes = [
        place.code
        for place in places.values()
        if wanted in {word.casefold() for word in (*place.name.all(), *place.aliases)}
    ]
    return f"'{name}' is {' or '.join(codes)}." if codes else "Codes stand in data/places.csv."


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(
            encoding="utf-8"
        )  # figures leave as UTF-8, whatever the console's own encoding is
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `... export | head` ends quietly
    sys.exit(main())
