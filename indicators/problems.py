"""What is wrong with a file or a configuration and did not stop the rest: a code, where it stands, and values.

The sentences stand in the locale files, under `problem.<code>` (what is wrong), `problem.<code>.expected` and
`problem.<code>.hint` (what to do), with the values as placeholders. Code compares codes and never reads a sentence.
docs/problems.md lists every code with an example; it is generated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, cast

from indicators import locale
from indicators.locale import Locale
from indicators.text import printable

Severity = Literal["error", "warning", "notice"]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class ProblemCode(StrEnum):
    """Every kind of problem. The parts of the tree that raise it stand above each block."""

    # every part
    PLACE_NOT_STATED = "place_not_stated"
    INDICATOR_NOT_STATED = "indicator_not_stated"
    UNIT_NOT_STATED = "unit_not_stated"
    COLUMNS_NOT_READ = "columns_not_read"
    COLUMN_MISSING = "column_missing"
    NUMBER_EXPECTED = "number_expected"
    PERIOD_EXPECTED = "period_expected"
    UNKNOWN_PLACE = "unknown_place"
    ROW_WIDTH = "row_width"
    FILE_UNREADABLE = "file_unreadable"
    FILE_MISSING = "file_missing"
    NOT_UTF8 = "not_utf8"
    PROGRAM_FAULT = "program_fault"
    # readers.delimited, readers.containers, readers
    # readers.cells, readers.generic
    TABLE_MISSING = "table_missing"
    HEADER_MISSING = "header_missing"
    HEADER_TOO_LONG = "header_too_long"
    FIGURES_ABOVE_HEADER = "figures_above_header"
    SINGLE_CASES = "single_cases"
    PLACE_COLUMN_MISSING = "place_column_missing"
    PLACE_COLUMN_UNCLEAR = "place_column_unclear"
    PLACE_COLUMNS_MIXED = "place_columns_mixed"
    PERIOD_COLUMN_MISSING = "period_column_missing"
    PERIOD_COLUMNS_WITHOUT_NUMBERS = "period_columns_without_numbers"
    PERIOD_COLUMNS_ALIKE = "period_columns_alike"
    SPLIT_YEAR = "split_year"
    VALUE_COLUMN_MISSING = "value_column_missing"
    VALUE_COLUMN_UNCLEAR = "value_column_unclear"
    MERGED_PLACES = "merged_places"
    SWAPPED_CELLS = "swapped_cells"
    PERCENT_SIGNS_MIXED = "percent_signs_mixed"
    NUMBER_IN_BRACKETS = "number_in_brackets"
    BREAKDOWN_OF_NUMBERS = "breakdown_of_numbers"
    BREAKDOWN_WITHOUT_NAME = "breakdown_without_name"
    PLACE_FROM_TITLE = "place_from_title"
    PERIOD_FROM_TITLE = "period_from_title"
    REPEATED_KEYS = "repeated_keys"
    MOST_KEYS_REPEATED = "most_keys_repeated"
    MULTIPLIER_UNCERTAIN = "multiplier_uncertain"
    UNKNOWN_MULTIPLIER = "unknown_multiplier"
    MORE_UNKNOWN_MULTIPLIERS = "more_unknown_multipliers"
    MULTIPLIER_CONFLICT = "multiplier_conflict"
    # readers.sdmx, readers.publishers
    # ingest, derive, places, loading
    # catalogue
    MORE_PROBLEMS = "more_problems"
    # history, intake, data_folder
    RECORDED_TEXT = "recorded_text"
    # cli
    # dashboard


@dataclass(frozen=True)
class Problem:
    """Something wrong that did not stop the rest.

    `found` is what stood there, quoted from the file. `values` fill the placeholders of the sentence: numbers, names,
    lists of names, or another Problem that is the cause. TypeError where they are not those of the English sentence.
    """

    code: ProblemCode
    file: str = ""
    line: int | None = None
    column: str = ""
    found: str = ""
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.values.keys() != parameters(self.code):
            names = ", ".join(sorted(parameters(self.code))) or "none"
            raise TypeError(f"{self.code} has the values {names}, not {', '.join(self.values)}")
        object.__setattr__(
            self, "values", MappingProxyType(dict(self.values))
        )  # nobody writes to it

    def __hash__(self) -> int:
        return hash((self.code, self.file, self.line, self.column, self.found, self.severity))

    def message(self, language: str = "en") -> str:
        """Say what is wrong, in a language; without a full stop."""
        return self._text("", language)

    def expected(self, language: str = "en") -> str:
        """Say what was expected instead, or nothing."""
        return self._text(".expected", language)

    def hint(self, language: str = "en") -> str:
        """Say what to do about it, in sentences, or nothing."""
        return self._text(".hint", language)

    def text(self, language: str = "en") -> str:
        """Say all of it in one line: file, line, column, what is wrong, found, expected, what to do."""
        words = locale.words(language)
        where = self._where(words)
        message = self.message(language)
        parts = [words.t("problem_text.where", where=where, message=message) if where else message]
        if self.found:
            parts.append(words.t("problem_text.found", found=repr(self.found)))
        if expected := self.expected(language):
            parts.append(words.t("problem_text.expected", expected=expected))
        sentence = words.t("problem_text.sentence", parts=words.join("problem_text.parts", parts))
        if hint := self.hint(language):
            sentence = words.t("problem_text.with_hint", sentence=sentence, hint=hint)
        return printable(sentence)

    def __str__(self) -> str:
        return self.text()

    def _where(self, words: Locale) -> str:
        where = self.file
        if self.line:
            where = words.t("problem_text.line", file=where, line=self.line)
        if self.column:
            where = words.t("problem_text.column", where=where, column=self.column)
        return where

    def _text(self, part: str, language: str) -> str:
        words = locale.words(language)
        key = f"problem.{self.code}{part}"
        if key not in words:
            return ""
        return words.t(key, **{name: _say(value, words) for name, value in self.values.items()})


Value = str | int | float | tuple[str, ...] | Problem
"""A value in the sentence of a problem."""


@cache
def parameters(code: ProblemCode) -> frozenset[str]:
    """Give the names of the values that the English sentences of a code have."""
    english = locale.words("en").english
    texts = [
        text
        for key, text in english.items()
        if key.partition(".")[2].split(".")[0] == code and key.startswith("problem.")
    ]
    return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text))


def _say(value: Value, words: Locale) -> str | int:
    """A value as its sentence has it. A count stays a number, by which the sentence is chosen."""
    if isinstance(value, Problem):
        return value.message(words.language)
    if isinstance(value, tuple):
        return words.join("problem_text.list", value)
    return value if isinstance(value, str) else words.number(value)


def to_record(problem: Problem) -> dict[str, object]:
    """Write a problem as JSON has it: its code and values, and its sentences in English."""
    values = {
        name: to_record(value) if isinstance(value, Problem) else value
        for name, value in problem.values.items()
    }
    return {
        "code": str(problem.code),
        "what": problem.message(),
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "found": problem.found,
        "expected": problem.expected(),
        "do": problem.hint(),
        "severity": problem.severity,
        "values": values,
    }


def from_record(record: Mapping[str, Any]) -> Problem:
    """Read a problem that `to_record` wrote, or one from before there were codes, which has its sentences only.

    Raises KeyError or TypeError where it is neither.
    """
    place = {name: record.get(name) or "" for name in ("file", "column", "found")}
    line, severity = record.get("line"), record["severity"]
    values = {name: _value(value) for name, value in record.get("values", {}).items()}
    code = record.get("code", "")
    if code in ProblemCode.__members__.values() and values.keys() == parameters(ProblemCode(code)):
        return Problem(ProblemCode(code), line=line, values=values, severity=severity, **place)
    sentences = {"message": record["what"], "expected": record["expected"], "hint": record["do"]}
    code = ProblemCode.RECORDED_TEXT
    return Problem(code, line=line, values=sentences, severity=severity, **place)


def _value(value: Any) -> Value:
    if isinstance(value, dict):
        return from_record(value)
    return tuple(value) if isinstance(value, list) else cast(Value, value)


def uncoded(
    what: str,
    file: str = "",
    line: int | None = None,
    column: str = "",
    found: str = "",
    expected: str = "",
    do: str = "",
    severity: Severity = "error",
) -> Problem:
    """A problem whose sentence is not in the locale files yet."""
    return Problem(
        ProblemCode.RECORDED_TEXT,
        file,
        line,
        column,
        found,
        {"message": what, "expected": expected, "hint": do},
        severity,
    )


MAX_FAULTS = 1_000
"""So many faults of a configuration are told one by one; the rest as a number."""


class ConfigError(Exception):
    """The configuration cannot be used. Holds every fault found (up to `MAX_FAULTS`), each with file, line and key."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        every = tuple(problems)
        self.problems = every[:MAX_FAULTS]
        if len(every) > MAX_FAULTS:
            self.problems += (
                Problem(
                    ProblemCode.MORE_PROBLEMS,
                    every[MAX_FAULTS].file,
                    every[MAX_FAULTS].line,
                    values={"n": len(every) - MAX_FAULTS},
                ),
            )
        super().__init__("\n".join(str(problem) for problem in self.problems))
