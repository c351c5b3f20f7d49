"""What is wrong with a file or a configuration and did not stop the rest.

A problem has a code, its place, and values. The sentences stand in the locale files, under
`problem.<code>` (what is wrong), `problem.<code>.expected` and `problem.<code>.hint` (what to do),
with the values as placeholders. `.similar` behind such a key is for a word that is like one of
those known, the value `similar`. Code compares codes and never reads a sentence. docs/problems.md
lists every code with an example; it is generated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

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
    PERIOD_ACROSS_YEARS = "period_across_years"
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
    VALUE_COLUMN_MISSING = "value_column_missing"
    VALUE_COLUMN_UNCLEAR = "value_column_unclear"
    MERGED_PLACES = "merged_places"
    SWAPPED_CELLS = "swapped_cells"
    PERCENT_SIGNS_MIXED = "percent_signs_mixed"
    NUMBER_IN_BRACKETS = "number_in_brackets"
    BREAKDOWN_OF_NUMBERS = "breakdown_of_numbers"
    BREAKDOWN_WITHOUT_NAME = "breakdown_without_name"
    BREAKDOWN_NOT_NEEDED = "breakdown_not_needed"
    COLUMN_OF_REMARKS = "column_of_remarks"
    PLACE_FROM_TITLE = "place_from_title"
    PERIOD_FROM_TITLE = "period_from_title"
    REPEATED_KEYS = "repeated_keys"
    MOST_KEYS_REPEATED = "most_keys_repeated"
    MULTIPLIER_UNCERTAIN = "multiplier_uncertain"
    TITLE_MAY_SCALE = "title_may_scale"
    UNKNOWN_MULTIPLIER = "unknown_multiplier"
    MORE_UNKNOWN_MULTIPLIERS = "more_unknown_multipliers"
    MULTIPLIER_CONFLICT = "multiplier_conflict"
    # readers.sdmx, readers.publishers
    PERIOD_NOT_STATED = "period_not_stated"
    FOOTNOTE = "footnote"
    NO_OBSERVATIONS = "no_observations"
    HEADER_UNREADABLE = "header_unreadable"
    SERIES_KEY_WIDTH = "series_key_width"
    REPEATED_ROWS = "repeated_rows"
    SHARED_MULTIPLIER = "shared_multiplier"
    OBSERVATIONS_DELETED = "observations_deleted"
    ATTRIBUTES_ONLY = "attributes_only"
    METADATA_ONLY = "metadata_only"
    NO_MEASURE = "no_measure"
    MORE_ROWS_LEFT_OUT = "more_rows_left_out"
    # ingest, derive, places, loading
    FILE_NAME_UNPRINTABLE = "file_name_unprintable"
    DATA_FILE_MISSING = "data_file_missing"
    NO_FIGURES = "no_figures"
    SERIES_NOT_FOUND = "series_not_found"
    NO_USABLE_ROW = "no_usable_row"
    HINTED_COLUMNS_MISSING = "hinted_columns_missing"
    NAMED_COLUMNS_MISSING = "named_columns_missing"
    HINTED_TABLE_MISSING = "hinted_table_missing"
    AGGREGATES_APART = "aggregates_apart"
    PLACES_NOT_LISTED = "places_not_listed"
    ROWS_OF_UNKNOWN_PLACE = "rows_of_unknown_place"
    ROWS_WITHOUT_PLACE = "rows_without_place"
    UNKNOWN_SERIES = "unknown_series"
    INVALID_PERIOD = "invalid_period"
    INVALID_BREAKDOWN = "invalid_breakdown"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_UNIT = "unknown_unit"
    UNIT_MISMATCH = "unit_mismatch"
    UNKNOWN_SOURCE = "unknown_source"
    FIGURES_LEFT_OUT_BY_TERMS = "figures_left_out_by_terms"
    SERIES_OF_OTHER_LEVEL = "series_of_other_level"
    SERIES_IN_OTHER_UNIT = "series_in_other_unit"
    DUPLICATE_OBSERVATION = "duplicate_observation"
    CONFLICTING_OBSERVATION = "conflicting_observation"
    MORE_DUPLICATES = "more_duplicates"
    SUPERSEDED_OBSERVATIONS = "superseded_observations"
    LINK_OUTSIDE = "link_outside"
    INPUTS_WITHOUT_OVERLAP = "inputs_without_overlap"
    TARGET_PLACE_WITHOUT_FIGURES = "target_place_without_figures"
    TARGET_OUTSIDE_FIGURES = "target_outside_figures"
    TARGET_BASE_WITHOUT_FIGURE = "target_base_without_figure"
    TARGET_BASE_BEFORE_BREAK = "target_base_before_break"
    TARGET_WITH_FEW_FIGURES = "target_with_few_figures"
    TARGET_WITH_GAPS = "target_with_gaps"
    TARGET_AFTER_BREAK = "target_after_break"
    TARGET_BEFORE_BREAK = "target_before_break"
    TARGET_OUTSIDE_SCALE = "target_outside_scale"
    FORMULA_DIVISION_BY_ZERO = "formula_division_by_zero"
    FORMULA_UPPER_BOUND = "formula_upper_bound"
    FUNCTION_FAILED = "function_failed"
    FUNCTION_SHAPE = "function_shape"
    PUBLISHED_GROUP_FIGURES = "published_group_figures"
    # catalogue
    FOLDER_MISSING = "folder_missing"
    CONFIG_MISSING = "config_missing"
    YAML_TOO_LARGE = "yaml_too_large"
    YAML_INVALID = "yaml_invalid"
    YAML_ANCHOR = "yaml_anchor"
    YAML_TOO_DEEP = "yaml_too_deep"
    KEY_TWICE = "key_twice"
    UNKNOWN_KEY = "unknown_key"
    KEY_MISSING = "key_missing"
    NOT_A_MAPPING = "not_a_mapping"
    NOT_A_SINGLE_VALUE = "not_a_single_value"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_WHOLE_NUMBER = "not_a_whole_number"
    NUMBER_NOT_POSITIVE = "number_not_positive"
    NUMBERS_ORDER = "numbers_order"
    NOT_TRUE_OR_FALSE = "not_true_or_false"
    NOT_A_PERIOD = "not_a_period"
    NOT_A_DAY = "not_a_day"
    NOT_A_RELEASE = "not_a_release"
    TARGET_RANGE_EXPECTED = "target_range_expected"
    TARGET_RANGE_REVERSED = "target_range_reversed"
    TARGET_VALUE_WITH_UNIT = "target_value_with_unit"
    TARGET_IN_OTHER_UNIT = "target_in_other_unit"
    TARGET_PLACE_AND_GROUP = "target_place_and_group"
    TARGET_BEFORE_BASE = "target_before_base"
    TARGET_MET_AT_BASE = "target_met_at_base"
    TARGET_BASE_OF_MANY = "target_base_of_many"
    TARGET_METHOD_UNFIT = "target_method_unfit"
    NOT_AN_ID = "not_an_id"
    NOT_A_LANGUAGE = "not_a_language"
    LANGUAGE_WITHOUT_WORDS = "language_without_words"
    ENGLISH_NOT_OFFERED = "english_not_offered"
    TRANSLATION_PARTIAL = "translation_partial"
    WORDS_MISSING = "words_missing"
    NOT_A_SHARE = "not_a_share"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_SITE = "not_a_site"
    VALUE_NOT_ALLOWED = "value_not_allowed"
    ID_UNDEFINED = "id_undefined"
    UNIT_UNDEFINED = "unit_undefined"
    PLACE_UNDEFINED = "place_undefined"
    ID_TAKEN = "id_taken"
    UNIT_NOT_BASE = "unit_not_base"
    ORIGIN_MISSING = "origin_missing"
    READ_AND_COMPUTED = "read_and_computed"
    PATH_OUTSIDE = "path_outside"
    MAP_FILE_MISSING = "map_file_missing"
    GEOJSON_INVALID = "geojson_invalid"
    COORDINATE_OUTSIDE = "coordinate_outside"
    OUTLINES_WITHOUT_PLACE = "outlines_without_place"
    TILE_POSITION_EXPECTED = "tile_position_expected"
    TILE_TAKEN = "tile_taken"
    GROUP_EMPTY = "group_empty"
    GROUP_UNDEFINED = "group_undefined"
    HEADLINE_UNDEFINED = "headline_undefined"
    FORMULA_INPUT_UNDEFINED = "formula_input_undefined"
    WEIGHT_UNDEFINED = "weight_undefined"
    FORMULA_CIRCLE = "formula_circle"
    SERIES_READ_TWICE = "series_read_twice"
    FORMULA_UNIT = "formula_unit"
    FORMULA_UNLIKE_UNITS = "formula_unlike_units"
    FORMULA_NOT_ARITHMETIC = "formula_not_arithmetic"
    FORMULA_TOO_LONG = "formula_too_long"
    FORMULA_WITHOUT_INDICATOR = "formula_without_indicator"
    FORMULA_ZERO_DIVISION = "formula_zero_division"
    METRIC_INPUT_UNIT = "metric_input_unit"
    METRICS_IDLE = "metrics_idle"
    TABLE_TOO_LARGE = "table_too_large"
    ID_MISSING = "id_missing"
    ID_TWICE = "id_twice"
    CATEGORY_EXPECTED = "category_expected"
    EXPONENT_EXPECTED = "exponent_expected"
    BASE_UNDEFINED = "base_undefined"
    PARENT_UNDEFINED = "parent_undefined"
    ALIAS_TAKEN = "alias_taken"
    OLD_ID_TAKEN = "old_id_taken"
    INDICATOR_RENAMED = "indicator_renamed"
    KEY_RENAMED = "key_renamed"
    MORE_PROBLEMS = "more_problems"
    LEVEL_UNDEFINED = "level_undefined"
    # history, intake, data_folder
    NOTHING_TO_UNDO = "nothing_to_undo"
    CHANGE_UNKNOWN = "change_unknown"
    CHANGE_UNDONE = "change_undone"
    CHANGE_IS_UNDO = "change_is_undo"
    CHANGE_BY_FOLDER = "change_by_folder"
    CHANGE_INTERRUPTED = "change_interrupted"
    CONTENT_MISSING = "content_missing"
    FILE_BUSY = "file_busy"
    FILE_CHANGED = "file_changed"
    HISTORY_UNREADABLE = "history_unreadable"
    RECORD_DAMAGED = "record_damaged"
    RECORD_EDITED = "record_edited"
    RECORDS_MISSING = "records_missing"
    CLOCK_WRONG = "clock_wrong"
    OBJECT_MISSING = "object_missing"
    OBJECT_DAMAGED = "object_damaged"
    OBJECT_UNREADABLE = "object_unreadable"
    OBJECT_UNUSED = "object_unused"
    VERSION_LOST = "version_lost"
    EARLIER_VERSION_LOST = "earlier_version_lost"
    ARRIVAL_LOST = "arrival_lost"
    NOT_A_DIGEST = "not_a_digest"
    ARRIVAL_GONE = "arrival_gone"
    ARRIVAL_DAMAGED = "arrival_damaged"
    DISK_FULL = "disk_full"
    FOLDER_NOT_WRITABLE = "folder_not_writable"
    FOLDER_LOCKED = "folder_locked"
    NAME_NOT_ALLOWED = "name_not_allowed"
    NAME_TAKEN = "name_taken"
    FOLDER_IS_LINK = "folder_is_link"
    FOLDER_ON_OTHER_DISK = "folder_on_other_disk"
    LINK_NOT_REPLACED = "link_not_replaced"
    NOTHING_UNDERSTOOD = "nothing_understood"
    SIDECAR_BY_HAND = "sidecar_by_hand"
    COMPUTED_REPLACED = "computed_replaced"
    COMPUTED_VANISH = "computed_vanish"
    FIGURES_NOT_SHOWN = "figures_not_shown"
    OLDER_EDITION = "older_edition"
    CACHE_NOT_FOLDER = "cache_not_folder"
    CACHE_OF_OTHER_USER = "cache_of_other_user"
    CACHE_EXPOSED = "cache_exposed"
    CACHE_UNUSABLE = "cache_unusable"
    CACHE_NOT_WRITTEN = "cache_not_written"
    RECORDED_TEXT = "recorded_text"
    # cli
    FOLDER_NOT_EMPTY = "folder_not_empty"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_COUNTRY_SIMILAR = "unknown_country_similar"
    COUNTRY_WITHOUT_FIGURES = "country_without_figures"
    PLACES_AS_SHIPPED = "places_as_shipped"
    PLACE_CONFLICT = "place_conflict"
    UNKNOWN_PLACE_SIMILAR = "unknown_place_similar"
    MORE_UNKNOWN_PLACES = "more_unknown_places"
    MORE_UNKNOWN_PERIODS = "more_unknown_periods"
    # composite
    NODE_TWICE = "node_twice"
    NODE_ROOT = "node_root"
    NODE_PARENT_MISSING = "node_parent_missing"
    NODE_LOOP = "node_loop"
    WEIGHT_NEGATIVE = "weight_negative"
    WEIGHTS_ZERO = "weights_zero"
    GOALPOSTS_ORDER = "goalposts_order"
    GOALPOSTS_LOG = "goalposts_log"
    INDEX_WEIGHTS_TWICE = "index_weights_twice"
    INDEX_PAIRS = "index_pairs"
    INDEX_PAIRS_INCONSISTENT = "index_pairs_inconsistent"
    INDEX_PARENT_KEY = "index_parent_key"
    INDEX_LEVEL_ABSENT = "index_level_absent"
    INDEX_GOALPOSTS_UNUSED = "index_goalposts_unused"
    INDEX_SHARE_OF_MAX = "index_share_of_max"
    INDEX_LEFT_OUT = "index_left_out"
    INDEX_FILE_PLACE = "index_file_place"
    INDEX_PLACES = "index_places"
    INDEX_PLACE_BLANK = "index_place_blank"
    INDEX_TOTAL_ROW = "index_total_row"
    INDEX_CELL = "index_cell"
    INDEX_PERIODS = "index_periods"
    INDEX_PERIOD_TIME = "index_period_time"
    INDEX_UNIT_ABSENT = "index_unit_absent"
    INDEX_FIGURE_TWICE = "index_figure_twice"
    INDEX_COLUMN_MISSING = "index_column_missing"
    INDEX_INDICATOR_EMPTY = "index_indicator_empty"
    INDEX_INDICATOR_SINGLE = "index_indicator_single"
    INDEX_INDICATOR_CONSTANT = "index_indicator_constant"
    INDEX_FEW_UNITS = "index_few_units"
    INDEX_INFINITE = "index_infinite"
    INDEX_LOG_LOW = "index_log_low"
    INDEX_LOG_MISSING = "index_log_missing"
    INDEX_NO_DISTANCE = "index_no_distance"
    INDEX_MAX_NOT_POSITIVE = "index_max_not_positive"
    INDEX_NO_SCORE = "index_no_score"
    INDEX_NEGATIVE_VALUES = "index_negative_values"
    INDEX_LOADING_NEGATIVE = "index_loading_negative"
    # dashboard
    CHANGES_NOT_NOTICED = "changes_not_noticed"
    CHANGE_NOT_FINISHED = "change_not_finished"
    VERSIONS_NOT_RECORDED = "versions_not_recorded"
    JOURNAL_DAMAGED = "journal_damaged"
    SNAPSHOT_NOT_WRITTEN = "snapshot_not_written"
    SNAPSHOT_DAMAGED = "snapshot_damaged"
    WATCHER_FAILED = "watcher_failed"
    WATCHER_STOPPED = "watcher_stopped"
    STEP_FAILED = "step_failed"
    DATA_NOT_READ = "data_not_read"
    DATA_NOT_RENEWED = "data_not_renewed"
    FILE_CHANGED_MEANWHILE = "file_changed_meanwhile"


@dataclass(frozen=True)
class Problem:
    """Something wrong that did not stop the rest.

    `found` is what stood there, quoted from the file. `values` fill the placeholders of the
    sentence: numbers, names, lists of names, or another Problem that is the cause. TypeError where
    they are not those of the English sentence.
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
        """Return what is wrong, in a language; without a full stop."""
        return self._text("", language)

    def expected(self, language: str = "en") -> str:
        """Return what was expected instead, or nothing."""
        return self._text(".expected", language)

    def hint(self, language: str = "en") -> str:
        """Return what to do about it, in sentences, or nothing; what to do about the cause where
        that is all.
        """
        own = self._text(".hint", language)
        cause = self.values.get("cause")
        return own or (cause.hint(language) if isinstance(cause, Problem) else "")

    def text(self, language: str = "en") -> str:
        """Say all of it in one line: file, line, column, what is wrong, found, expected, what to
        do.
        """
        words = locale.get_locale(language)
        where = self._where(words)
        message = self.message(language)
        parts = [
            words.text("problem_text.where", where=where, message=message) if where else message
        ]
        if self.found:
            parts.append(words.text("problem_text.found", found=repr(self.found)))
        if expected := self.expected(language):
            parts.append(words.text("problem_text.expected", expected=expected))
        sentence = words.text(
            "problem_text.sentence", parts=words.join("problem_text.parts", parts)
        )
        if hint := self.hint(language):
            sentence = words.text("problem_text.with_hint", sentence=sentence, hint=hint)
        return printable(sentence)

    def __str__(self) -> str:
        return self.text()

    def _where(self, words: Locale) -> str:
        where = self.file
        if self.line:
            where = words.text("problem_text.line", file=where, line=self.line)
        if self.column:
            # In a .yaml the column is the path of a key, such as indicators.gdp.unit.
            form = "key" if self.file.endswith(".yaml") else "column"
            where = words.text(f"problem_text.{form}", where=where, column=self.column)
        return where

    def _text(self, part: str, language: str) -> str:
        words = locale.get_locale(language)
        key = f"problem.{self.code}{part}"
        if self.values.get("similar") and f"{key}.similar" in words:
            key += ".similar"
        if key not in words:
            return ""
        said = {name: _say(value, words) for name, value in self.values.items()}
        if "channel" in said:  # the id of a way by which files come
            said["channel"] = words.text(f"add.channel.{said['channel']}")
        return words.text(key, **said)


def faults(problems: Iterable[Problem]) -> list[Problem]:
    """Return the errors and warnings: what a number of problems counts everywhere.

    A notice says something that may well be as it is.
    """
    return [problem for problem in problems if problem.severity != "notice"]


Value = str | int | float | tuple[str, ...] | Problem
"""A value in the sentence of a problem."""


def parameters(code: ProblemCode) -> frozenset[str]:
    """Return the names of the values that the English sentences of a code have."""
    return _parameters_by_code().get(code, frozenset())


@cache
def _parameters_by_code() -> Mapping[str, frozenset[str]]:
    """Return the names of the values of each code that has any, from one pass over the texts."""
    names: dict[str, set[str]] = {}
    for key, text in locale.get_locale("en").texts.items():
        section, _, rest = key.partition(".")
        if section == "problem":
            names.setdefault(rest.split(".")[0], set()).update(_PLACEHOLDER.findall(text))
    return {code: frozenset(found) for code, found in names.items()}


def _say(value: Value, words: Locale) -> str | int:
    """A value as its sentence has it. A count stays a number, by which the sentence is chosen."""
    if isinstance(value, Problem):
        return value.message(words.language)
    if isinstance(value, tuple):
        return words.join("problem_text.list", value)
    return value if isinstance(value, str) else words.number(value)


def to_record(problem: Problem, language: str = "en") -> dict[str, object]:
    """Write a problem as JSON has it: its code and values, and its sentences in a language."""
    causes = {
        name: to_record(value, language)
        for name, value in problem.values.items()
        if isinstance(value, Problem)
    }
    values = {**problem.values, **causes}
    return {
        "code": str(problem.code),
        "what": problem.message(language),
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "found": problem.found,
        "expected": problem.expected(language),
        "do": problem.hint(language),
        "severity": problem.severity,
        "values": values,
    }


def from_record(record: Mapping[str, Any]) -> Problem:
    """Read a problem that `to_record` wrote, or one from before there were codes, which has its
    sentences only.

    Raises KeyError or TypeError where it is neither.
    """
    place = {name: _text(record.get(name) or "") for name in ("file", "column", "found")}
    line, severity = record.get("line"), record["severity"]
    values = {name: _value(value) for name, value in record.get("values", {}).items()}
    code = record.get("code", "")
    if code in ProblemCode.__members__.values() and values.keys() == parameters(ProblemCode(code)):
        return Problem(ProblemCode(code), line=line, values=values, severity=severity, **place)
    parts = {"message": "what", "expected": "expected", "hint": "do"}
    sentences = {name: _text(record[part]) for name, part in parts.items()}
    code = ProblemCode.RECORDED_TEXT
    return Problem(code, line=line, values=sentences, severity=severity, **place)


def _value(value: Any) -> Value:
    if isinstance(value, dict):
        return from_record(value)
    if isinstance(value, list | tuple):
        return tuple(_text(part) for part in value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(f"a value of a problem is {type(value).__name__}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text of a problem is {type(value).__name__}")
    return value


MAX_FAULTS = 1_000
"""Largest number of faults of a configuration that are listed; the others are counted."""


class ConfigError(Exception):
    """The configuration cannot be used.

    Holds every fault found (up to `MAX_FAULTS`), each with file, line and key.
    """

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
