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
    CONTAINER_EMPTY = "container_empty"
    ARCHIVE_UNREADABLE = "archive_unreadable"
    ARCHIVE_DAMAGED = "archive_damaged"
    ARCHIVE_FILE_COUNT = "archive_file_count"
    ARCHIVE_FILES_NOT_READ = "archive_files_not_read"
    ARCHIVE_FILE_LOCKED = "archive_file_locked"
    ARCHIVE_FILE_UNREADABLE = "archive_file_unreadable"
    ARCHIVE_SIZE_FALSE = "archive_size_false"
    ARCHIVE_NESTED = "archive_nested"
    UNPACKED_TOO_LARGE = "unpacked_too_large"
    GZIP_DAMAGED = "gzip_damaged"
    WORKBOOK_UNREADABLE = "workbook_unreadable"
    WORKBOOK_LIBRARY_MISSING = "workbook_library_missing"
    WORKBOOK_NOT_XLSX = "workbook_not_xlsx"
    WORKBOOK_TEXT_SIZE = "workbook_text_size"
    WORKBOOK_CELL_COUNT = "workbook_cell_count"
    SHEET_TOO_LARGE = "sheet_too_large"
    SHEET_UNREADABLE = "sheet_unreadable"
    SHEET_COUNT = "sheet_count"
    FILE_EMPTY = "file_empty"
    FILE_BEGINS_BLANK = "file_begins_blank"
    FILE_NOT_TEXT = "file_not_text"
    FILE_OF_PROGRAM = "file_of_program"
    FILE_IS_DOCUMENT = "file_is_document"
    FILE_IS_ARCHIVE = "file_is_archive"
    FILE_IS_WEB_PAGE = "file_is_web_page"
    FILE_IS_LFS_POINTER = "file_is_lfs_pointer"
    ENCODING_MIXED = "encoding_mixed"
    ENCODING_GUESSED = "encoding_guessed"
    TABLE_NOT_FOUND = "table_not_found"
    HEADER_WIDTH = "header_width"
    ROWS_ABOVE_HEADER = "rows_above_header"
    QUOTE_NOT_CLOSED = "quote_not_closed"
    ROW_TOO_LONG = "row_too_long"
    NUL_IN_ROW = "nul_in_row"
    REMARK_NOT_READ = "remark_not_read"
    SHORT_ROWS = "short_rows"
    MORE_ROWS_NOT_READ = "more_rows_not_read"
    COLUMN_TWICE = "column_twice"
    TEXT_VALUE = "text_value"
    MORE_TEXT_VALUES = "more_text_values"
    DECIMAL_MARK_AMBIGUOUS = "decimal_mark_ambiguous"
    HEADER_REPEATED = "header_repeated"
    MORE_HEADERS_REPEATED = "more_headers_repeated"
    SECOND_TABLE = "second_table"
    SAME_COLUMN_NAMES = "same_column_names"
    # readers.cells, readers.generic
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
