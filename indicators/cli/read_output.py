"""Observations as CSV or JSON for machines, in columns that stay as they are."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import TextIO

from indicators.export.csvfile import neutral
from indicators.model import TOTAL
from indicators.problems import Problem, to_record
from indicators.readers.rows import Column, Rows, combine
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
BREAKDOWN = HEADER.index("breakdown")
MAX_PLAIN_EXPONENT = 60
"""A number with a larger power of ten is written as 1E+100, not with all its zeros."""
_PLAIN_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
"""A number in digits, which no spreadsheet takes for more than that."""
Record = tuple[str, ...]


def scaled(text: str, exponent: int) -> str:
    """Multiply by a power of ten exactly: the decimal point is moved, no digit is lost or made."""
    if not exponent or not text:
        return text
    try:
        exact = Context(prec=len(text) + abs(exponent), Emax=MAX_EMAX, Emin=MIN_EMIN)
        number = Decimal(text).scaleb(exponent, exact)
    except ArithmeticError:
        return text
    if abs(number.adjusted()) > MAX_PLAIN_EXPONENT or not number.is_finite():
        return str(number)
    return f"{number:f}"


def records(rows: Rows, place: Column) -> Iterator[Record]:
    """Yield each row as texts, in the order of HEADER."""
    place_name = combine([rows.place_name, rows.place], lambda words: words[0] or words[1])
    columns = (rows.series, rows.title, place, place_name, rows.period, rows.breakdown)
    values = map(scaled, rows.text.to_pylist(), rows.exponent.tolist())
    lines = map(str, rows.line.tolist())
    for record in zip(
        *map(texts, columns), values, texts(rows.unit), texts(rows.status), lines, strict=True
    ):
        yield (*record[:BREAKDOWN], record[BREAKDOWN] or TOTAL, *record[BREAKDOWN + 1 :])


def texts(column: Column) -> Iterator[str]:
    """Return the text of each row."""
    return (column.categories[code] for code in column.codes.tolist())


def write_csv(out: TextIO, rows: Iterator[Record]) -> None:
    """Write records as CSV; a text that a spreadsheet would run is quoted, a number stays one."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow(map(_cell, row))


def _cell(text: str) -> str:
    return text if _PLAIN_NUMBER.fullmatch(text) else str(neutral(text))


def write_json(out: TextIO, rows: Iterator[Record]) -> None:
    """Write an array with one object a line; values stay texts, so that no digit is lost."""
    before = "[\n"
    for row in rows:
        observation: dict[str, str | int] = dict(zip(HEADER, row, strict=True))
        observation["line"] = int(row[-1])
        out.write(before + to_json(observation))
        before = ",\n"
    out.write("\n]\n" if before == ",\n" else "[]\n")


def to_json(entry: Mapping[str, object]) -> str:
    """Return JSON with letters as they are; in ASCII where a terminal would act on one."""
    text = json.dumps(entry, ensure_ascii=False)
    return text if printable(text) == text else json.dumps(entry)


def problem_json(problem: Problem, language: str) -> str:
    """Return the record of a problem as JSON, in a language, without the keys that say nothing."""
    record = to_record(problem, language)
    return to_json({name: value for name, value in record.items() if value not in ("", None, {})})
