"""Tables that people make themselves: long (a figure a row) and wide (years as columns), by what
their headers say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

import numpy as np

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.column_profile import normalize_header
from indicators.readers.cells.footnote_marks import has_marks, split_mark
from indicators.readers.cells.header_words import VALUES
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.status_flags import parse_flags
from indicators.readers.cells.unit_columns import add_header_unit, extract_title_units
from indicators.readers.delimited.records import MAX_CELLS, records
from indicators.readers.delimited.strict import delimiter_name
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.generic.breakdown_columns import check_breakdowns, split_breakdowns
from indicators.readers.generic.column_roles import find_roles
from indicators.readers.generic.merged_cells import fill_merged_places
from indicators.readers.generic.reading_checks import (
    add_percent_units,
    check_brackets,
    check_columns,
    check_lines_above,
    check_repeated_keys,
    check_title_parts,
    drop_swapped_rows,
    separate_change_units,
    uncertain_line,
)
from indicators.readers.generic.remark_columns import join_remarks, separate_remarks
from indicators.readers.generic.roles import NeedsAnswer, Roles
from indicators.readers.generic.year_parts import melt_year_parts, period_of_rows
from indicators.readers.header_rows import Layout, layout, table_of
from indicators.readers.preview import START, Preview
from indicators.readers.reshape import Part, long, melt
from indicators.readers.rows import Column, Rows, combine, map_categories, no_rows
from indicators.readers.short_header import first_wider_record
from indicators.readers.stacked_tables import first_table

SAMPLE_ROWS = 100
"""Records of a file by which its columns are known."""
MAX_TEXT_LENGTH = 80
"""Characters of a cell or line that a problem quotes."""
NOTHING_GIVEN: Mapping[str, str] = MappingProxyType({})
MAX_NAMES = 8
"""Names of columns that a problem quotes."""


def table_roles(preview: Preview, given: Mapping[str, str] = NOTHING_GIVEN) -> Roles:
    """Return what each column of `table_of(preview)` is for. Raises NeedsAnswer with what is not
    certain.

    `given` are roles of columns that somebody said, by column.
    """
    try:
        return _find_table_roles(preview, given)
    except NeedsAnswer as question:
        header = preview.delimiter.join(preview.names[:MAX_NAMES])
        question.locate(preview.name, preview.header + 1, header[:MAX_TEXT_LENGTH])
        raise


def _find_table_roles(preview: Preview, given: Mapping[str, str]) -> Roles:
    rows, header = preview.cells(SAMPLE_ROWS), layout(preview)
    width = len(header.names)
    below = rows[header.header + 1 :]
    if width < 2 or not below:
        raise _cut_off(preview) or NeedsAnswer(ProblemCode.TABLE_MISSING)
    if header.headless:
        names = preview.delimiter.join(preview.names)
        raise NeedsAnswer(ProblemCode.HEADER_MISSING, found=names[:MAX_TEXT_LENGTH])
    if (record := first_wider_record(rows, header.header, width)) >= 0:
        raise _wide_row(preview, record, width)
    even = [_cut_empty(row, width) for row in below]
    sample = [row for row in even if len(row) == width and row != preview.names]
    filled = [row for row in sample if sum(map(bool, row)) > 1]
    above = rows[: header.above]
    roles = find_roles(header.names, filled or sample, above, preview.is_place, given)
    return _with_units(roles, header) if header.units else roles


def _cut_empty(row: list[str], width: int) -> list[str]:
    """Cut empty cells beyond the width of the header."""
    return row if any(row[width:]) else row[:width]


def _cut_off(preview: Preview) -> NeedsAnswer | None:
    """Ask about a first line that is longer than what is looked at, or has more cells than are
    read; None for any other.
    """
    line, end, _ = preview.utf8.partition(b"\n")
    cells = line.count(preview.delimiter.encode()) + 1
    is_whole = end and len(line) < len(preview.start.encode())
    if cells < 2 or (is_whole and cells <= MAX_CELLS):
        return None
    return NeedsAnswer(
        ProblemCode.HEADER_TOO_LONG,
        columns=cells,
        bytes=len(line),
        max_columns=MAX_CELLS,
        max_bytes=START,
    )


def _wide_row(preview: Preview, record: int, width: int) -> NeedsAnswer:
    """Ask about a record with more cells than the header has."""
    cells = preview.cells(SAMPLE_ROWS)[record]
    text = preview.delimiter.join(cells)[:MAX_TEXT_LENGTH]
    question = NeedsAnswer(
        ProblemCode.ROW_WIDTH,
        found=text,
        cells=len(cells),
        columns=width,
        delimiter=delimiter_name(preview.delimiter),
    )
    question.locate("", line_of(preview, record), "")
    return question


def line_of(preview: Preview, record: int) -> int:
    """Return the line on which a record begins, the first being record 0."""
    return next(line for line, _ in islice(records(preview.start, preview.delimiter), record, None))


def _with_units(roles: Roles, header: Layout) -> Roles:
    """Add to the columns of figures the units that the row below the header says."""
    pairs = zip(header.names, header.units, strict=True)
    units = {name: {"unit": unit} for name, unit in pairs if unit}
    columns = roles.columns
    if not columns and roles.value in units:
        columns = {roles.value: {"title": _title_of(roles.value)}}
    columns = {name: {**words, **units.get(name, {})} for name, words in columns.items()}
    return replace(roles, columns=columns)


def read_with_roles(
    table: Table, roles: Roles, certain: Collection[str] = ()
) -> tuple[Rows, list[Problem]]:
    """Read the rows of a table whose columns are known, by `table_roles` or by somebody's answers;
    and its problems.

    `table` is `table_of(preview)`; `roles` names its columns (see `Roles` for each part, and for
    what can be fixed for the whole file: place, period, title and unit). A role that names no
    column of the table is a problem and no rows come; a table without a role for the place gives
    rows with place ''. What cannot be read as a number is kept as text and reported, and columns
    without a role are reported as not read. `certain` are columns that break the figures down, as
    their publisher documents, even where this file alone does not show it.
    """
    if missing := _check_roles(table, roles):
        return no_rows(), [missing]
    table, problems = first_table(table, roles.place_name or roles.place)
    table, swapped = drop_swapped_rows(table, roles)
    table, merged = fill_merged_places(table, roles)
    roles, of_remarks = separate_remarks(table, roles, certain)
    breakdowns, descriptions = split_breakdowns(table, roles, certain)
    spread = dict(roles.columns) or {roles.value: {}}
    percents = [] if roles.unit or roles.fixed_unit else add_percent_units(table, spread)
    separate_change_units(spread, roles)
    rows, of_rows = _reshape(table, roles, spread, breakdowns)
    checks = [
        *problems,
        *swapped,
        *merged,
        *of_remarks,
        *percents,
        *unknown_multipliers(table.column(roles.power), table.line, table.name, roles.power),
        *check_columns(table, roles, descriptions),
        *check_breakdowns(table, breakdowns, certain),
        *check_brackets(rows, table.name),
        *check_repeated_keys(rows, table.name),
    ]
    if not roles.columns:
        rows = add_header_unit(rows, roles.value, roles.fixed_unit)
    rows = extract_title_units(rows, roles.fixed_unit, uncertain_line(table, roles))
    return rows, [*of_rows, *checks, *check_lines_above(table, roles)]


def _check_roles(table: Table, roles: Roles) -> Problem | None:
    """Report a role that names no column of the table, or that no role names its figures."""
    header = table.delimiter.join(table.names)[:MAX_TEXT_LENGTH]
    missing = next((name for name in roles.names() if name not in table.names), "")
    if missing:
        needed = tuple(name[:MAX_TEXT_LENGTH] for name in roles.names()[:MAX_NAMES])
        return Problem(
            ProblemCode.COLUMN_MISSING,
            table.name,
            1,
            found=header,
            values={"columns": (missing[:MAX_TEXT_LENGTH],), "needed": needed},
        )
    if not roles.columns and not roles.value:
        understood = roles.names()[:MAX_NAMES] or ("–",)
        return Problem(
            ProblemCode.VALUE_COLUMN_MISSING,
            table.name,
            1,
            found=header,
            values={"understood": understood},
        )
    return None


def _reshape(
    table: Table,
    roles: Roles,
    spread: Mapping[str, Mapping[str, str]],
    breakdowns: dict[str, Part],
) -> tuple[Rows, list[Problem]]:
    """Give a row for each figure; `spread` are the columns of figures and what is known of each."""
    parts, exponent = _row_parts(table, roles), parse_multipliers(table.column(roles.power))
    if any("part" in words for words in spread.values()):
        return melt_year_parts(table, spread, parts, breakdowns, exponent)
    is_marked = has_marks(table, spread)
    if roles.columns or any(spread.values()) or is_marked:
        cell = split_mark if is_marked else None
        return melt(table, spread, parts, breakdown=breakdowns, exponent=exponent, cell=cell)
    return long(
        table,
        value=roles.value,
        breakdown=breakdowns,
        exponent=exponent,
        raw_period=bool(roles.part),
        **parts,
    )


def _row_parts(table: Table, roles: Roles) -> dict[str, Part]:
    """Give the parts of a row that are columns, or the same in all rows."""
    status, note_of_status = parse_flags(table.column(roles.status))
    notes = [table.column(name) for name in (roles.note, *roles.remarks) if name]
    notes = [note for note in (*notes, note_of_status) if any(note.categories)]
    has_title = roles.columns or roles.fixed_title
    title = roles.fixed_title if has_title else _title_of(roles.value)
    name = table.column(roles.place_name)
    place = combine([table.column(roles.place), name], _code_or_name)
    place = _name_japan(table, place)
    parts: dict[str, Part] = {
        "place": place if any(place.categories) else table.constant(roles.fixed_place),
        "place_name": _name_japan(table, name),
        "series": roles.series,
        "unit": roles.unit,
        "status": status,
        "source": roles.source,
        "note": join_remarks(notes) if notes else "",
        "title": roles.title or table.constant(title),
    }
    if not any("period" in words for words in roles.columns.values()):
        parts["period"] = period_of_rows(table, roles)
    return parts


_SPREAD = re.compile(r"(?<=^[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff]$)")
"""The blanks with which yearbooks spread a name of two characters ('北 京')."""
_KANA = re.compile(r"[\u3041-\u30fa]|都道府県|市区町村")
_WHOLE_COUNTRY = "全国"


def _code_or_name(words: tuple[str, ...]) -> str:
    code, name = words
    return _SPREAD.sub("", code or name)


def _name_japan(table: Table, place: Column) -> Column:
    """Take the whole country in a Japanese table (全国) as Japan, not China."""
    if _WHOLE_COUNTRY not in place.categories:
        return place
    texts = (*table.names, *place.categories)
    if "東京都" not in place.categories and not any(map(_KANA.search, texts)):
        return place
    return map_categories(place, lambda word: "日本" if word == _WHOLE_COUNTRY else word)


def _title_of(column: str) -> str:
    """Give the title that a column of figures has by its header, unless that is a word like
    'value'.
    """
    return "" if normalize_header(column) in VALUES else column


def question_about(preview: Preview) -> Problem | None:
    """Return what is not certain about the columns of a table; None where all is."""
    try:
        table_roles(preview)
    except NeedsAnswer as question:
        return question.problem
    return None


def _matches(preview: Preview) -> bool:
    return question_about(preview) is None


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    try:
        roles = table_roles(preview)
    except NeedsAnswer as question:
        return no_rows(), [replace(question.problem, file=name)]
    rows, problems = read_with_roles(table_of(preview), roles)
    figures = int(np.count_nonzero(np.asarray(rows.text) != ""))
    for problem in problems:
        if problem.code == ProblemCode.REPEATED_KEYS and _count(problem) > figures / 2:
            return no_rows(), [Problem(ProblemCode.MOST_KEYS_REPEATED, name, problem.line)]
    return rows, [*problems, *check_title_parts(roles, name)]


def _count(problem: Problem) -> int:
    count = problem.values["n"]
    return count if isinstance(count, int) else 0


FORMATS = (
    Format(
        "generic",
        "Other tables: long, or wide with years as columns",
        _matches,
        _read,
        "Columns are recognised by words of several languages in their headers and checked against "
        "the cells. A file whose place, period or value is not certain, or whose first row holds "
        "figures, needs an answer; rows with more cells than the header stop the file, unless the "
        "cells beyond it are empty. Columns that break the figures down become breakdowns; those "
        "named for remarks in many languages, and those of sparse words or prose that tell no "
        "figures apart, become notes. Two header rows and a row of units are understood; marks "
        "beside figures become notes. A file without any column of places is of the place that "
        "its title names, or of none. Years that run from one into the next (2010/11) are "
        "reported, and not shown yet.",
        "None of the others; a header with words for place, period and value, or with years as "
        "columns.",
    ),
)
