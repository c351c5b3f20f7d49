"""`python -m indicators read FILE`: the observations of any file, tidied, on standard output, for machines.

Problems go to standard error as JSON, one a line, and one line that sums up. Kept stable.
"""

from __future__ import annotations

import csv
import json
import logging
import re
from collections.abc import Iterator, Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from pathlib import Path
from typing import TextIO

import numpy as np

from indicators.catalogue.reference_tables import read_places
from indicators.export.csvfile import neutral
from indicators.ingest.match_places import find_places
from indicators.model import TOTAL
from indicators.periods import is_period
from indicators.places import Gazetteer, gazetteer
from indicators.problems import ConfigError, Problem, to_record, uncoded
from indicators.readers.cells.periods import SPLIT_YEAR, SPLIT_YEAR_HINT, is_split_year
from indicators.readers.read_file import FileRows, read_any
from indicators.readers.rows import MAX_REPORTED, Column, Rows, combine, no_rows
from indicators.text import printable

HEADER = (
    "series",
    "series_title",
    "place",
    "place_name",
    "period",
    "breakdown",
    "value",
    "unit",
    "status",
    "line",
)
READ, WITH_PROBLEMS, REFUSED = 0, 1, 2
_LONGEST = 60
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
"""A number in digits, which no spreadsheet takes for more than that."""


def run(file: str, form: str, data: Path, out: TextIO, err: TextIO) -> int:
    """Read one file and print it. Exit status: 0 read, 1 read with problems, 2 not recognised or refused."""
    try:
        found, place, problems = _resolved_file(file, data)
    except Exception as error:
        logging.getLogger(__name__).debug("%s could not be read", file, exc_info=True)
        told = uncoded(
            f"could not be read ({type(error).__name__}: {error})"[:200],
            file,
            do="This is a fault of the reader: please report it, with the file.",
        )
        found, place, problems = (
            FileRows((), no_rows(), (told,)),
            Column(np.zeros(0, np.int32), ()),
            [told],
        )
    if found.formats:
        write = _write_json if form == "json" else _write_csv
        write(out, _records(found.rows, place))
    for problem in problems:
        print(_json(_as_json(problem)), file=err)
    print(printable(_summary(found)), file=err)
    if not len(found.rows):
        return REFUSED
    return WITH_PROBLEMS if any(problem.severity != "notice" for problem in problems) else READ


def _resolved_file(file: str, data: Path) -> tuple[FileRows, Column, list[Problem]]:
    """The rows of a file, the codes of their places, and every problem."""
    places = resolver(data)
    found = read_file(file, places)
    place, more = resolved(found.rows, places, file)
    strange = _strange_periods(found.rows, file) if found.formats else []
    return found, place, [*found.problems, *more, *strange]


def read_file(file: str, places: Gazetteer) -> FileRows:
    """A file's rows; one that cannot be opened has none and a sentence why."""
    try:
        content = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return FileRows(
            (),
            no_rows(),
            (uncoded(f"cannot be read ({why})", file, do="See that it is there and may be read."),),
        )
    return read_any(content, Path(file).name, lambda word: places.find(word).kind == "place")


def resolver(data: Path) -> Gazetteer:
    """Looks up places by code or name; without a places.csv that can be read it knows none of them."""
    try:
        places, _ = read_places(data / "places.csv", "places.csv")
    except ConfigError:
        places = {}
    return gazetteer(places)


def resolved(rows: Rows, places: Gazetteer, file: str) -> tuple[Column, list[Problem]]:
    """The codes of the rows' places. Of the rest, aggregates and places elsewhere are told together, unknown ones once each."""
    matched = find_places(rows, places)
    place = matched.column(lambda pair, match: match.code)
    first = dict(zip(matched.pairs, matched.first_lines(), strict=True))
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for pair, match in zip(matched.pairs, matched.matches, strict=True):
        by_kind.setdefault(match.kind, []).append(pair)
    problems = [
        _together(by_kind[kind], words, file, first, do)
        for kind, words, do in _APART
        if kind in by_kind
    ]
    for kind in ("conflict", "unknown"):
        told_of = by_kind.get(kind, [])
        problems += [_one(pair, kind, places, file, first[pair]) for pair in told_of[:MAX_REPORTED]]
        if len(told_of) > MAX_REPORTED:
            problems.append(
                uncoded(
                    f"{len(told_of) - MAX_REPORTED} more unknown places", file, severity="notice"
                )
            )
    return place, problems


_APART = (
    (
        "aggregate",
        ("aggregate is", "aggregates are", "kept apart from places"),
        "One that is to be shown is taught in data/places.csv, as a row of level 'group'.",
    ),
    (
        "elsewhere",
        ("place is", "places are", "known, but not in data/places.csv"),
        "Add a row for each that is to be shown.",
    ),
)
_NAMED = 40


def _together(
    pairs: list[tuple[str, str]],
    words: tuple[str, str, str],
    file: str,
    first: dict[tuple[str, str], int],
    do: str,
) -> Problem:
    """One notice for all aggregates, or all places elsewhere: '47 aggregates are kept apart from places', and their names."""
    names = list(dict.fromkeys((name or code)[:80] for code, name in pairs))
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return uncoded(
        f"{len(names):,} {words[len(names) != 1]} {words[2]}",
        file,
        min(first[pair] for pair in pairs),
        "place",
        ", ".join(names[:_NAMED]) + more,
        do=do,
        severity="notice",
    )


def _one(pair: tuple[str, str], kind: str, places: Gazetteer, file: str, line: int) -> Problem:
    """An unknown place with the known name nearest to it; a code and a name that mean two places are a warning."""
    code, name = (word[:80] for word in pair)
    if kind == "conflict":
        return uncoded(
            "the code and the name are of two places",
            file,
            line,
            "place",
            f"{code} / {name}",
            do="Mend one of them; until then the row has no place.",
            severity="warning",
        )
    like = places.nearest(name or code)
    return uncoded(
        "no such place",
        file,
        line,
        "place",
        name or code or "(empty)",
        do=(f"Did you mean '{like}'? " if like else "")
        + "Teach it in data/places.csv, as a row or an alias.",
        severity="notice",
    )


def _strange_periods(rows: Rows, file: str) -> list[Problem]:
    """Periods that are none, each told once: they stand as the file has them."""
    strange = [
        at
        for at, word in enumerate(rows.period.categories)
        if not is_period(word) and (rows.period.codes == at).any()
    ]
    problems: list[Problem] = []
    for at in strange[:MAX_REPORTED]:
        word, line = (
            rows.period.categories[at],
            int(rows.line[int(np.argmax(rows.period.codes == at))]),
        )
        split = is_split_year(word)
        problems.append(
            uncoded(
                f"{SPLIT_YEAR if split else 'not a period'}; it stands as the file has it",
                file,
                line,
                "period",
                word[:80] or "(empty)",
                "a period like 2024, 2024-Q2 or 2024-07",
                SPLIT_YEAR_HINT if split else "",
                "warning",
            )
        )
    if len(strange) > MAX_REPORTED:
        problems.append(
            uncoded(
                f"{len(strange) - MAX_REPORTED} more words that are no periods",
                file,
                severity="warning",
            )
        )
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
    said = [
        _words(column)
        for column in (
            rows.series,
            rows.title,
            place,
            combine([rows.place_name, rows.place], lambda words: words[0] or words[1]),
            rows.period,
            rows.breakdown,
        )
    ]
    values = (
        scaled(text, power)
        for text, power in zip(rows.text.to_pylist(), rows.exponent.tolist(), strict=True)
    )
    for row in zip(
        *said, values, _words(rows.unit), _words(rows.status), rows.line.tolist(), strict=True
    ):
        yield (*row[:5], row[5] or TOTAL, *row[6:9], str(row[9]))


def _words(column: Column) -> Iterator[str]:
    return (column.categories[code] for code in column.codes.tolist())


def _write_csv(out: TextIO, records: Iterator[tuple[str, ...]]) -> None:
    """The records as CSV; a cell of words that a spreadsheet would run is made text, a number stays a number."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for record in records:
        writer.writerow([cell if _PLAIN.fullmatch(cell) else neutral(cell) for cell in record])


def _write_json(out: TextIO, records: Iterator[tuple[str, ...]]) -> None:
    """An array with one object a line; values stay texts, so that no digit is lost."""
    before = "[\n"
    for record in records:
        entry: dict[str, str | int] = dict(zip(HEADER, record, strict=True))
        out.write(before + _json(entry | {"line": int(record[-1])}))
        before = ",\n"
    out.write("\n]\n" if before == ",\n" else "[]\n")


def _json(entry: Mapping[str, object]) -> str:
    """JSON with letters as they are; all in ASCII where signs are among them that a terminal would act on."""
    text = json.dumps(entry, ensure_ascii=False)
    return text if printable(text) == text else json.dumps(entry)


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        name: value for name, value in to_record(problem).items() if value not in ("", None, {})
    }


def _summary(found: FileRows) -> str:
    """'recognised as worldbank-api: 266 places, 35 periods, 6,412 values, 0 rows refused'."""
    if not found.formats:
        why = next(
            (problem.message() for problem in found.problems if problem.severity == "error"),
            "nothing in it is read",
        )
        return f"not recognised: {why.removeprefix('not recognised: ')}"
    rows = found.rows
    there = np.array([bool(text) for text in rows.text.to_pylist()], dtype=bool)
    places, periods = len(set(_words(rows.place))), len(np.unique(rows.period.codes[there]))
    return (
        f"recognised as {', '.join(found.formats)}: {_some(places, 'place')}, {_some(periods, 'period')}, "
        f"{_some(int(there.sum()), 'value')}, {_some(refused(found.problems), 'row')} refused"
    )


def refused(problems: tuple[Problem, ...]) -> int:
    """How many rows were left out, by what was told of them."""
    count = 0
    for problem in problems:
        number = problem.message().split(" ", 1)[0]
        if problem.severity == "error" and problem.line:
            count += int(number) if "more rows" in problem.message() and number.isdigit() else 1
    return count


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
