"""`python -m indicators read FILE`: the observations of any file, tidied, on standard output, for machines.

Problems go to standard error as JSON, one a line, and one line that sums up. Kept stable.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

import numpy as np

from indicators.catalogue.tables import read_places
from indicators.model import TOTAL, ConfigError, Problem
from indicators.periods import is_period
from indicators.readers.anyfile import FileRows, read_any
from indicators.readers.rows import TOLD, Column, Rows, joined, no_rows

HEADER = ("series", "series_title", "place", "place_name", "period", "breakdown", "value", "unit", "status", "line")
READ, WITH_PROBLEMS, REFUSED = 0, 1, 2
_LONGEST = 60
Resolver = Callable[[str], str]


def run(file: str, form: str, data: Path, out: TextIO, err: TextIO) -> int:
    """Read one file and print it. Exit status: 0 read, 1 read with problems, 2 not recognised or refused."""
    resolve = resolver(data)
    found = read_file(file, resolve)
    problems = list(found.problems)
    if found.formats:
        place, more = resolved(found.rows, resolve, file)
        problems += [*more, *_strange_periods(found.rows, file)]
        write = _write_json if form == "json" else _write_csv
        write(out, _records(found.rows, place))
    for problem in problems:
        print(json.dumps(_as_json(problem), ensure_ascii=False), file=err)
    print(_summary(found), file=err)
    if not len(found.rows):
        return REFUSED
    return WITH_PROBLEMS if any(problem.severity != "notice" for problem in problems) else READ


def read_file(file: str, resolve: Resolver) -> FileRows:
    """A file's rows; one that cannot be opened has none and a sentence why."""
    try:
        content = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return FileRows((), no_rows(), (Problem(f"cannot be read ({why})", file, do="See that it is there and may be read."),))
    return read_any(content, Path(file).name, lambda word: bool(resolve(word)))


def resolver(data: Path) -> Resolver:
    """How a place's code or name becomes a code of places.csv; '' where it does not."""
    if find_spec("indicators.placenames"):
        return cache(import_module("indicators.placenames").resolve)
    try:
        places, _ = read_places(data / "places.csv", "places.csv")
    except ConfigError:
        return lambda word: ""
    known: dict[str, str] = {}
    for words in (lambda place: (place.code,), lambda place: place.name.all(), lambda place: place.aliases):
        for place in places.values():
            for word in words(place):
                known.setdefault(word.casefold(), place.code)
    return lambda word: known.get(" ".join(word.split()).casefold(), "")


def resolved(rows: Rows, resolve: Resolver, file: str) -> tuple[Column, list[Problem]]:
    """The codes of the rows' places, by their code or else their name, and each unknown one told once."""
    def code(words: tuple[str, ...]) -> str:
        return next((found for word in words if word and (found := resolve(word))), "")

    place = joined([rows.place, rows.place_name], code)
    unknown = np.array([not word for word in place.words] or [False])[place.codes]
    missing = sorted(set(rows.place.codes[unknown].tolist()))
    problems = [Problem("no such place", file, int(rows.line[int(np.argmax(unknown & (rows.place.codes == at)))]), "place",
                        rows.place.words[at][:80] or "(empty)", do="Teach it in data/places.csv, as a row or an alias.",
                        severity="notice") for at in missing[:TOLD]]
    if len(missing) > TOLD:
        problems.append(Problem(f"{len(missing) - TOLD} more unknown places", file, severity="notice"))
    return place, problems


def _strange_periods(rows: Rows, file: str) -> list[Problem]:
    """Periods that are none, each told once: they stand as the file has them."""
    strange = [at for at, word in enumerate(rows.period.words) if not is_period(word) and (rows.period.codes == at).any()]
    problems = [Problem("not a period; it stands as the file has it", file, int(rows.line[int(np.argmax(rows.period.codes == at))]),
                        "period", rows.period.words[at][:80] or "(empty)", "a period like 2024, 2024-Q2 or 2024-07",
                        severity="warning") for at in strange[:TOLD]]
    if len(strange) > TOLD:
        problems.append(Problem(f"{len(strange) - TOLD} more words that are no periods", file, severity="warning"))
    return problems


def scaled(text: str, exponent: int) -> str:
    """A number times a power of ten, exactly: the decimal point is moved, no digit is lost or made."""
    if not exponent or not text:
        return text
    try:
        exact = Context(prec=len(text) + abs(exponent), Emax=MAX_EMAX, Emin=MIN_EMIN)
        moved = Decimal(text).scaleb(exponent, exact)
    except ArithmeticError:
        return text
    return str(moved) if abs(moved.adjusted()) > _LONGEST or not moved.is_finite() else f"{moved:f}"


def _records(rows: Rows, place: Column) -> Iterator[tuple[str, ...]]:
    """The rows as texts, in the order of HEADER."""
    said = [_words(column) for column in (rows.series, rows.title, place, joined([rows.place_name, rows.place],
            lambda words: words[0] or words[1]), rows.period, rows.breakdown)]
    values = (scaled(text, power) for text, power in zip(rows.text.to_pylist(), rows.exponent.tolist(), strict=True))
    for row in zip(*said, values, _words(rows.unit), _words(rows.status), rows.line.tolist(), strict=True):
        yield (*row[:5], row[5] or TOTAL, *row[6:9], str(row[9]))


def _words(column: Column) -> Iterator[str]:
    return (column.words[code] for code in column.codes.tolist())


def _write_csv(out: TextIO, records: Iterator[tuple[str, ...]]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(records)


def _write_json(out: TextIO, records: Iterator[tuple[str, ...]]) -> None:
    """An array with one object a line; values stay texts, so that no digit is lost."""
    before = "[\n"
    for record in records:
        entry: dict[str, str | int] = dict(zip(HEADER, record, strict=True))
        out.write(before + json.dumps(entry | {"line": int(record[-1])}, ensure_ascii=False))
        before = ",\n"
    out.write("\n]\n" if before == ",\n" else "[]\n")


def _as_json(problem: Problem) -> dict[str, object]:
    return {name: value for name, value in asdict(problem).items() if value not in ("", None)}


def _summary(found: FileRows) -> str:
    """'recognised as worldbank-api: 266 places, 35 periods, 6,412 values, 0 rows refused'."""
    if not found.formats:
        why = next((problem.what for problem in found.problems if problem.severity == "error"), "nothing in it is read")
        return f"not recognised: {why.removeprefix('not recognised: ')}"
    rows = found.rows
    there = np.array([bool(text) for text in rows.text.to_pylist()], dtype=bool)
    places, periods = len(set(_words(rows.place))), len(np.unique(rows.period.codes[there]))
    return (f"recognised as {', '.join(found.formats)}: {_some(places, 'place')}, {_some(periods, 'period')}, "
            f"{_some(int(there.sum()), 'value')}, {_some(refused(found.problems), 'row')} refused")


def refused(problems: tuple[Problem, ...]) -> int:
    """How many rows were left out, by what was told of them."""
    count = 0
    for problem in problems:
        number = problem.what.split(" ", 1)[0]
        if problem.severity == "error" and problem.line:
            count += int(number) if "more rows" in problem.what and number.isdigit() else 1
    return count


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"

