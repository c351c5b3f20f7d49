"""Read a file with hints: which column is place, period, value; what holds for the whole file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from indicators.catalogue.reading_hints import ReadingHints
from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.numbers import UnitOf, drop_unknown_multipliers, no_unit
from indicators.readers.containers.unpack import Member, tables
from indicators.readers.generic.column_roles import find_value_column
from indicators.readers.generic.header_fingerprint import fingerprint_header
from indicators.readers.generic.reader import read_with_roles, table_roles
from indicators.readers.generic.roles import SINGLE_COLUMNS, NeedsAnswer, Roles
from indicators.readers.header_rows import layout, table_of
from indicators.readers.preview import IsPlace, Preview
from indicators.readers.read_file import FileRows, no_place, read_member
from indicators.readers.rows import Column, Rows, concat_rows, map_categories, no_rows

_MAX_FOUND_LENGTH = 80
_ROWS_TO_LOOK_AT = 100


def previews(file: Member, name: str, is_place: IsPlace = no_place) -> Iterator[Preview]:
    """Yield a preview of each table of a file: of sheets of a workbook, of files in an archive."""
    for path, content in tables(file, name):
        yield Preview(content, path, is_place)


def shapes(file: Member, name: str) -> Iterator[str]:
    """Yield the header fingerprint of each table of a file."""
    return map(fingerprint_header, previews(file, name))


def read_with_hints(
    file: Member,
    name: str,
    hints: ReadingHints,
    is_place: IsPlace = no_place,
    unit_of: UnitOf = no_unit,
) -> FileRows:
    """Return the rows of a file, with the hints for what it does not say itself.

    A unit of the hints stands for every unit in which a multiplier is not certain.
    """

    def hinted_unit_of(text: str) -> str:
        return hints.unit or unit_of(text)

    if not hints.columns:
        file_rows = read_member(file, name, is_place, hinted_unit_of)
        unanswered = tuple(
            problem for problem in file_rows.problems if not _is_answered(problem, hints)
        )
        return replace(file_rows, rows=_fill_blanks(file_rows.rows, hints), problems=unanswered)
    tables_of_shape = [
        table
        for table in previews(file, name, is_place)
        if not hints.shape or fingerprint_header(table) == hints.shape
    ]
    if not tables_of_shape:
        problem = Problem(ProblemCode.HINTED_TABLE_MISSING, name)
        return FileRows((), no_rows(), (problem,))
    blocks: list[Rows] = []
    all_problems: list[Problem] = []
    for table in tables_of_shape:
        rows, problems = _read_table(table, hints, hinted_unit_of)
        all_problems += problems
        if len(rows):
            blocks.append(rows)
    format_ids = ("generic",) if blocks else ()
    rows = concat_rows(blocks) if blocks else no_rows()
    return FileRows(format_ids, _fill_blanks(rows, hints), tuple(all_problems))


def _is_answered(problem: Problem, hints: ReadingHints) -> bool:
    """Tell whether the hints give what a problem says that the file does not state."""
    answers = {
        ProblemCode.PLACE_NOT_STATED: hints.place,
        ProblemCode.INDICATOR_NOT_STATED: hints.title,
        ProblemCode.PERIOD_NOT_STATED: hints.period,
    }
    return bool(answers.get(problem.code))


def _read_table(table: Preview, hints: ReadingHints, unit_of: UnitOf) -> tuple[Rows, list[Problem]]:
    """Read a table in which the hints name columns; a problem where it lacks one of them."""
    names = layout(table).names
    hinted = {name for columns in hints.columns.values() for name in columns}
    missing = tuple(sorted(hinted - set(names)))
    if missing:
        # Hints of a .yaml say which one; the others are options of `add`, or of the form.
        beside, named = ProblemCode.HINTED_COLUMNS_MISSING, ProblemCode.NAMED_COLUMNS_MISSING
        problem = Problem(
            beside if hints.file else named,
            table.name,
            table.header + 1,
            found=table.delimiter.join(names)[:_MAX_FOUND_LENGTH],
            values={"columns": missing},
        )
        return no_rows(), [problem]
    certain = hints.columns.get("breakdown", ())
    rows, problems = read_with_roles(table_of(table), _roles(table, hints), certain)
    rows, multiplier_problems = drop_unknown_multipliers(rows, table.name, unit_of)
    return rows, [*problems, *multiplier_problems]


def _roles(table: Preview, hints: ReadingHints) -> Roles:
    """Return the roles of columns as the table shows them, with the hints instead of some."""
    roles = _with_hinted_columns(table, hints)
    value_columns = hints.columns.get("value", ())
    if len(value_columns) > 1:  # each is a series of its own
        columns = {name: {"title": name} for name in value_columns}
        roles = replace(roles, value="", columns=columns)
    return replace(
        roles,
        fixed_period=hints.period or roles.fixed_period,
        place_name="" if "place" in hints.columns else roles.place_name,
        fixed_title=hints.title or roles.fixed_title,
    )


def _with_hinted_columns(table: Preview, hints: ReadingHints) -> Roles:
    """Return the roles that the table shows, with the columns that hints name for theirs.

    A column that hints name has no other role.
    """
    hinted = {name: role for role, names in hints.columns.items() for name in names}
    columns = {role: names[0] for role, names in hints.columns.items() if role != "breakdown"}
    several_values = len(hints.columns.get("value", ())) > 1
    given = {name: role for name, role in hinted.items() if role != "value" or not several_values}
    try:
        roles, is_certain = table_roles(table, given), True
    except NeedsAnswer:
        roles, is_certain = Roles(), False
    roles = _without_columns(roles, hinted)
    if "value" in columns:
        roles = replace(roles, columns={}, fixed_title="")
    if not is_certain and "value" not in columns:
        columns["value"] = _only_value_column(table, tuple(columns.values()))
    breakdowns = hints.columns.get("breakdown", roles.breakdowns)
    return replace(roles, breakdowns=breakdowns, **columns)  # type: ignore[arg-type]


def _without_columns(roles: Roles, names: Collection[str]) -> Roles:
    """Take some columns out of their roles."""
    single = {role: "" for role in SINGLE_COLUMNS if getattr(roles, role) in names}
    return replace(
        roles,
        columns={name: parts for name, parts in roles.columns.items() if name not in names},
        breakdowns=tuple(name for name in roles.breakdowns if name not in names),
        remarks=tuple(name for name in roles.remarks if name not in names),
        **single,
    )


def _only_value_column(table: Preview, named: tuple[str, ...]) -> str:
    """Return the column of values, where only one beside the named columns can be it."""
    header = layout(table)
    body = table.cells(_ROWS_TO_LOOK_AT)[header.header + 1 :]
    rows = [row for row in body if len(row) == len(header.names)]
    return find_value_column(header.names, rows, named)


def _fill_blanks(rows: Rows, hints: ReadingHints) -> Rows:
    """Fill blank places, periods, titles and units with the hints for the whole file."""
    has_places = any(rows.place.categories) or any(rows.place_name.categories)
    hint_of_column = {
        "place": "" if has_places else hints.place,
        "period": hints.period,
        "title": hints.title,
        "unit": hints.unit,
    }
    filled: dict[str, Any] = {
        name: _fill_column(getattr(rows, name), hint)
        for name, hint in hint_of_column.items()
        if hint
    }
    return replace(rows, **filled)


def _fill_column(column: Column, text: str) -> Column:
    return map_categories(column, lambda word: word or text)
