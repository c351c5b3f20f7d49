"""Any file -> rows: unpacked where it is an archive or a workbook, recognised by its bytes, read by
its format.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicators.problems import Problem
from indicators.readers.cells.numbers import UnitOf, drop_unknown_multipliers, no_unit
from indicators.readers.containers.unpack import Member, unpack
from indicators.readers.preview import IsPlace
from indicators.readers.publishers.worldbank_footnotes import with_footnotes
from indicators.readers.registry import recognise
from indicators.readers.rows import Rows, concat_rows, no_rows


@dataclass(frozen=True)
class FileRows:
    """What a file holds: the formats it was read as (none: not recognised), its rows, and what is
    wrong.
    """

    formats: tuple[str, ...]
    rows: Rows
    problems: tuple[Problem, ...]


def no_place(text: str) -> bool:
    """Match no place: for readers of a file where no gazetteer is at hand."""
    return False


def read_any(
    content: bytes, name: str = "", is_place: IsPlace = no_place, unit_of: UnitOf = no_unit
) -> FileRows:
    """Read a file of any kind.

    `is_place` tells known places, where no header says which column holds them. `unit_of` gives the
    unit of a text in which a multiplier is not certain.
    """
    return read_member(unpack(content), name, is_place, unit_of)


def read_member(
    file: Member, name: str, is_place: IsPlace = no_place, unit_of: UnitOf = no_unit
) -> FileRows:
    """Read a file that is unpacked: the rows of all its tables. `name` is the name that problems
    show.
    """
    if file.kind == "table":
        return read_table(file.content, name, is_place, unit_of)
    inner = file.inner_path(name)
    parts = [read_member(member, member.path(inner), is_place, unit_of) for member in file.members]
    problems = [replace(problem, file=name + problem.file) for problem in file.problems]
    whole = _merge(parts, problems)
    if file.kind == "archive" and "worldbank-metadata" in whole.formats and len(whole.rows):
        contents = [(member.path(inner), member.content) for member in file.members]
        return replace(whole, rows=with_footnotes(whole.rows, contents))
    return whole


def read_table(
    content: bytes, name: str, is_place: IsPlace = no_place, unit_of: UnitOf = no_unit
) -> FileRows:
    """Read one delimited text."""
    form, preview, problems = recognise(content, name, is_place)
    if form is None:
        return FileRows((), no_rows(), tuple(problems))
    rows, reading = form.read(preview, name)
    rows, multipliers = drop_unknown_multipliers(rows, name, unit_of)
    problems = [*problems, *reading, *multipliers]
    refused = not len(rows) and any(problem.severity == "error" for problem in problems)
    return FileRows(() if refused else (form.id,), rows, tuple(problems))


def _merge(parts: Sequence[FileRows], problems: Iterable[Problem]) -> FileRows:
    """Several tables as one; tables that were not recognised beside others that were are only a
    warning.
    """
    formats = tuple(dict.fromkeys(form for part in parts for form in part.formats))
    all_problems = list(problems)
    for part in parts:
        soften = bool(formats) and not part.formats
        all_problems += map(_as_warning, part.problems) if soften else part.problems
    with_rows = [part.rows for part in parts if len(part.rows)]
    rows = concat_rows(with_rows) if with_rows else no_rows()
    return FileRows(formats, rows, tuple(all_problems))


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, severity="warning") if problem.severity == "error" else problem
