"""Any file -> rows: recognised by its bytes, unpacked where it is an archive or a workbook, read by its format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from indicators.problems import Problem, uncoded
from indicators.readers.cells.numbers import drop_unknown_multipliers
from indicators.readers.containers import excel, gzip_file
from indicators.readers.containers.gzip_file import is_gzip
from indicators.readers.containers.zip_archive import is_workbook, is_zip, members
from indicators.readers.format import Format
from indicators.readers.preview import IsPlace, Preview
from indicators.readers.publishers.worldbank_footnotes import with_footnotes
from indicators.readers.registry import recognise
from indicators.readers.rows import Rows, concat_rows, no_rows

_DEEPEST = 2
"""Archives within archives that are opened."""
_LARGE, _REHEARSED = 8 << 20, 1 << 16
"""Bytes from which on it pays to look first which columns are needed, and how many are looked at."""


@dataclass(frozen=True)
class FileRows:
    """What a file holds: the formats it was read as (none: not recognised), its rows, and what is wrong."""

    formats: tuple[str, ...]
    rows: Rows
    problems: tuple[Problem, ...]


def read_any(
    content: bytes, name: str = "", is_place: IsPlace = lambda word: False, depth: int = 0
) -> FileRows:
    """The rows of a file of any kind. `is_place` tells known places, where no header says which column holds them."""
    if is_workbook(content):
        return _workbook(content, name, is_place)
    if is_zip(content):
        return _archive(content, name, is_place, depth)
    if is_gzip(content) and depth < _DEEPEST:
        return _packed(content, name, is_place, depth)
    return read_text(content, name, is_place)


def read_text(content: bytes, name: str, is_place: IsPlace = lambda word: False) -> FileRows:
    """The rows of one delimited text."""
    found, sniff, problems = recognise(content, name, is_place)
    if found is None:
        return FileRows((), no_rows(), tuple(problems))
    if len(content) > _LARGE:
        sniff.wanted = _rehearsed(found, content, is_place)
    rows, more = found.read(sniff, name)
    rows, stopped = drop_unknown_multipliers(rows, name)
    more = [*more, *stopped]
    refused = not len(rows) and any(problem.severity == "error" for problem in more)
    return FileRows(() if refused else (found.id,), rows, (*problems, *more))


def _rehearsed(found: Format, content: bytes, is_place: IsPlace) -> set[str]:
    """Which columns a format asks for, learnt from the file's beginning, so that the others need not be kept in memory."""
    trial = Preview(content[: content.find(b"\n", _REHEARSED) + 1], "", is_place)
    found.read(trial, "")
    return trial.asked()


def _packed(content: bytes, name: str, is_place: IsPlace, depth: int) -> FileRows:
    inside, problems = gzip_file.unpacked(content, name)
    if problems and not inside:
        return FileRows((), no_rows(), tuple(problems))
    return _together([read_any(inside, name.removesuffix(".gz"), is_place, depth + 1)], problems)


def _archive(content: bytes, name: str, is_place: IsPlace, depth: int) -> FileRows:
    if depth >= _DEEPEST:
        return FileRows(
            (),
            no_rows(),
            (uncoded("an archive within an archive is not opened", name, do="Unpack it first."),),
        )
    inside, problems = members(content, name)
    parts = [read_any(part, inner, is_place, depth + 1) for inner, part in inside]
    if not parts and not problems:
        problems = [uncoded("the archive holds no table", name)]
    found = _together(parts, problems)
    companions = "worldbank-metadata" in found.formats and len(found.rows)
    return replace(found, rows=with_footnotes(found.rows, inside)) if companions else found


def _workbook(content: bytes, name: str, is_place: IsPlace) -> FileRows:
    sheets, problems = excel.sheets(content, name)
    parts = [
        read_text(part, f"{name}:{sheet}" if len(sheets) > 1 else name, is_place)
        for sheet, part in sheets
    ]
    if not parts and not problems:
        problems = [uncoded("the workbook holds no table", name)]
    return _together(parts, problems)


def _together(parts: list[FileRows], problems: Iterable[Problem]) -> FileRows:
    """Several tables as one; those that were not recognised beside others that were are only a warning."""
    formats = tuple(dict.fromkeys(entry for part in parts for entry in part.formats))
    told = list(problems)
    for part in parts:
        soften = bool(formats) and not part.formats
        told += [
            replace(problem, severity="warning")
            if soften and problem.severity == "error"
            else problem
            for problem in part.problems
        ]
    with_rows = [part.rows for part in parts if len(part.rows)]
    return FileRows(formats, concat_rows(with_rows) if with_rows else no_rows(), tuple(told))
