"""A file read as somebody answered: which column is place, period, value; what holds for the whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from indicators.catalogue.reading_hints import ReadingHints
from indicators.problems import Problem, uncoded
from indicators.readers.cells.numbers import drop_unknown_multipliers
from indicators.readers.containers.unpack import Member, tables
from indicators.readers.generic.column_roles import Roles, only_figures
from indicators.readers.generic.header_fingerprint import shape_of
from indicators.readers.generic.reader import read_as, roles_of
from indicators.readers.header_rows import layout, table_of
from indicators.readers.preview import IsPlace, Preview
from indicators.readers.read_file import FileRows, read_member
from indicators.readers.rows import Rows, concat_rows, map_categories, no_rows


def previews(file: Member, name: str, is_place: IsPlace = lambda word: False) -> Iterator[Preview]:
    """Look at each table of a file: one, each sheet of a workbook, or those of the files in an archive."""
    for path, content in tables(file, name):
        yield Preview(content, path, is_place)


def shapes(file: Member, name: str) -> Iterator[str]:
    """The marks of the tables of a file."""
    return map(shape_of, previews(file, name))


def read_with_hints(file: Member, name: str, answers: ReadingHints, is_place: IsPlace) -> FileRows:
    """The rows of a file with what was answered about it in the place of what it does not say itself."""
    if not answers.columns:
        found = read_member(file, name, is_place)
        asked = [
            problem
            for problem in found.problems
            if not (answers.place and "does not say which place" in problem.message())
            and not (answers.title and "does not say which indicator" in problem.message())
        ]
        return replace(found, rows=_filled(found.rows, answers), problems=tuple(asked))
    parts = [
        _read(sniff, answers)
        for sniff in previews(file, name, is_place)
        if not answers.shape or shape_of(sniff) == answers.shape
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
        _filled(concat_rows(rows) if rows else no_rows(), answers),
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
    rows, problems = read_as(table_of(sniff), _roles(sniff, answers))
    rows, stopped = drop_unknown_multipliers(rows, sniff.name)
    return rows, [*problems, *stopped]


def _roles(sniff: Preview, answers: ReadingHints) -> Roles:
    """What the table says of itself, with the answers instead where there are any."""
    guess = roles_of(sniff)
    roles = guess if isinstance(guess, Roles) else Roles()
    said = {part: names[0] for part, names in answers.columns.items() if part != "breakdown"}
    if "value" in said or "period" in said:
        roles = replace(roles, columns={}, fixed_title="")
    if not isinstance(guess, Roles) and "value" not in said:
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
        "breakdown", tuple(name for name in roles.others if name not in taken)
    )
    return replace(
        roles,
        others=others,
        fixed_period=answers.period or roles.fixed_period,
        place_name="" if "place" in said else roles.place_name,
        fixed_title=answers.title or roles.fixed_title,
    )


def _only_figures(sniff: Preview, named: tuple[str, ...]) -> str:
    """The column with the figures, where only one beside those that were named can be it."""
    found = layout(sniff)
    below = [row for row in sniff.cells(100)[found.header + 1 :] if len(row) == len(found.names)]
    return only_figures(found.names, below, named)


def _filled(rows: Rows, answers: ReadingHints) -> Rows:
    """Blank places, periods, titles and units take what was answered for the whole file."""
    blank = not any(rows.place.categories) and not any(rows.place_name.categories)
    given: dict[str, str] = {
        "place": answers.place if blank else "",
        "period": answers.period,
        "title": answers.title,
        "unit": answers.unit,
    }
    filled: dict[str, Any] = {
        part: map_categories(getattr(rows, part), _or(said)) for part, said in given.items() if said
    }
    return replace(rows, **filled)


def _or(said: str) -> Callable[[str], str]:
    return lambda word: word or said
