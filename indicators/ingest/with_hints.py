"""A file read as somebody answered: which column is place, period, value; what holds for the whole file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from indicators.catalogue.reading_hints import ReadingHints
from indicators.problems import Problem, uncoded
from indicators.readers.cells.numbers import drop_unknown_multipliers
from indicators.readers.containers import excel, gzip_file
from indicators.readers.containers.gzip_file import is_gzip
from indicators.readers.containers.zip_archive import is_workbook, is_zip, members
from indicators.readers.generic.column_roles import find_value_column
from indicators.readers.generic.header_fingerprint import fingerprint_header
from indicators.readers.generic.reader import read_with_roles, table_roles
from indicators.readers.generic.roles import NeedsAnswer, Roles
from indicators.readers.header_rows import layout, table_of
from indicators.readers.preview import IsPlace, Preview
from indicators.readers.read_file import FileRows, read_any
from indicators.readers.rows import Rows, no_rows, renamed, stacked


def tables(content: bytes, name: str, is_place: IsPlace = lambda word: False) -> list[Preview]:
    """The tables of a file: one, each sheet of a workbook, or those of the files in an archive."""
    if is_gzip(content):
        return tables(gzip_file.unpacked(content, name)[0], name.removesuffix(".gz"), is_place)
    if is_zip(content) and not is_workbook(content):
        inside, _ = members(content, name)
        return [
            Preview(part, found, is_place)
            for found, part in inside
            if not is_zip(part) and not is_gzip(part)
        ]
    if not is_workbook(content):
        return [Preview(content, name, is_place)]
    sheets, _ = excel.sheets(content, name)
    return [
        Preview(part, f"{name}:{sheet}" if len(sheets) > 1 else name, is_place)
        for sheet, part in sheets
    ]


def shapes(content: bytes, name: str) -> tuple[str, ...]:
    """The marks of the tables of a file."""
    return tuple(fingerprint_header(sniff) for sniff in tables(content, name))


def read_with_hints(
    content: bytes, name: str, answers: ReadingHints, is_place: IsPlace
) -> FileRows:
    """The rows of a file with what was answered about it in the place of what it does not say itself."""
    if not answers.columns:
        found = read_any(content, name, is_place)
        asked = [
            problem
            for problem in found.problems
            if not (answers.place and "does not say which place" in problem.message())
            and not (answers.title and "does not say which indicator" in problem.message())
        ]
        return replace(found, rows=_filled(found.rows, answers), problems=tuple(asked))
    parts = [
        _read(sniff, answers)
        for sniff in tables(content, name, is_place)
        if not answers.shape or fingerprint_header(sniff) == answers.shape
    ]
    rows = [part for part, _ in parts if len(part)]
    problems = [problem for _, more in parts for problem in more]
    if not parts:
        problems = [
            uncoded(
                "its columns are not those that were answered for",
                name,
                do="Answer again, or mend the file.",
            )
        ]
    return FileRows(
        ("generic",) if rows else (),
        _filled(stacked(rows) if rows else no_rows(), answers),
        tuple(problems),
    )


def _read(sniff: Preview, answers: ReadingHints) -> tuple[Rows, list[Problem]]:
    there = layout(sniff).names
    lacking = sorted({name for names in answers.columns.values() for name in names} - set(there))
    if lacking:
        return no_rows(), [
            uncoded(
                f"lacks the column {', '.join(lacking)}",
                sniff.name,
                sniff.header + 1,
                found=", ".join(there)[:80],
                do="It was answered for; answer again, or mend the file.",
            )
        ]
    rows, problems = read_with_roles(table_of(sniff), _roles(sniff, answers))
    rows, stopped = drop_unknown_multipliers(rows, sniff.name)
    return rows, [*problems, *stopped]


def _roles(sniff: Preview, answers: ReadingHints) -> Roles:
    """What the table says of itself, with the answers instead where there are any."""
    try:
        roles, is_certain = table_roles(sniff), True
    except NeedsAnswer:
        roles, is_certain = Roles(), False
    said = {part: names[0] for part, names in answers.columns.items() if part != "breakdown"}
    if "value" in said or "period" in said:
        roles = replace(roles, columns={}, fixed_title="")
    if not is_certain and "value" not in said:
        said["value"] = _only_figures(sniff, tuple(said.values()))
    roles = replace(roles, **said)  # type: ignore[arg-type]
    if len(values := answers.columns.get("value", ())) > 1:  # each is a series of its own
        roles = replace(roles, value="", columns={name: {"title": name} for name in values})
    taken = {
        roles.place,
        roles.place_name,
        roles.period,
        roles.value,
        roles.series,
        roles.title,
        roles.unit,
    }
    others = answers.columns.get(
        "breakdown", tuple(name for name in roles.breakdowns if name not in taken)
    )
    return replace(
        roles,
        breakdowns=others,
        fixed_period=answers.period or roles.fixed_period,
        place_name="" if "place" in said else roles.place_name,
        fixed_title=answers.title or roles.fixed_title,
    )


def _only_figures(sniff: Preview, named: tuple[str, ...]) -> str:
    """The column with the figures, where only one beside those that were named can be it."""
    found = layout(sniff)
    below = [row for row in sniff.cells(100)[found.header + 1 :] if len(row) == len(found.names)]
    return find_value_column(found.names, below, named)


def _filled(rows: Rows, answers: ReadingHints) -> Rows:
    """Blank places, periods, titles and units take what was answered for the whole file."""
    blank = not any(rows.place.words) and not any(rows.place_name.words)
    given: dict[str, str] = {
        "place": answers.place if blank else "",
        "period": answers.period,
        "title": answers.title,
        "unit": answers.unit,
    }
    filled: dict[str, Any] = {
        part: renamed(getattr(rows, part), _or(said)) for part, said in given.items() if said
    }
    return replace(rows, **filled)


def _or(said: str) -> Callable[[str], str]:
    return lambda word: word or said
