"""Read the files of the data folder: each by what it is, with a problem for every row left out."""

from __future__ import annotations

import logging
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from indicators import data_folder
from indicators.catalogue import NEW, Catalogue, maps, new_pillar
from indicators.catalogue.cross_checks import former_ids
from indicators.catalogue.reading_hints import ReadingHints
from indicators.fingerprints import NO_STAMP, FileStamp, files_of, stamp_of
from indicators.ingest.encode import CodelistBuilders, codelist_builders, encode_rows
from indicators.ingest.match_places import match_places
from indicators.ingest.match_series import (
    Codes,
    Levels,
    match_series,
    series_codes,
    unit_words,
)
from indicators.ingest.missing_figures import empty_file, indicators_without_figures
from indicators.ingest.terms import LeftOut, leave_out_by_terms, left_out_problems
from indicators.ingest.with_hints import read_with_hints, shapes
from indicators.model import Indicator, Source
from indicators.observations import Codelists, ObservationRows, concat, smallest
from indicators.places import Gazetteer, gazetteer
from indicators.problems import Problem, ProblemCode
from indicators.readers import SUFFIXES, Rows
from indicators.readers.cells.numbers import drop_unknown_multipliers
from indicators.readers.containers.unpack import Member, unpack
from indicators.readers.preview import Preview
from indicators.readers.publishers import tidy
from indicators.readers.read_file import FileRows, read_member
from indicators.readers.registry import formats
from indicators.readers.rows import Column, encode
from indicators.text import printable

MAX_NEW_HEADLINES = 10
"""Largest number of new series with a tile on the first page, those of the newest file first."""
_TEXT_VALUES = (ProblemCode.TEXT_VALUE, ProblemCode.MORE_TEXT_VALUES)
"""What a reader says of values that it keeps as text: here their rows are left out, each with a
problem of its own.
"""
REFERENCE_TABLES = ("units.csv", "places.csv", "notes.csv")


@dataclass(frozen=True)
class FileSummary:
    """What is in one file: for the page Data and for the command `check`.

    `modified` is in seconds since 1970. `rows` counts those of places that places.csv lists, of
    which `figures` are in the table and `missing` have an empty value. `formats` are the readers
    that read it; `is_described` is false where it was recognised by its content, not read as the
    tidy file that a .yaml describes; `shape` is the fingerprint of the header of a table of no
    known format. `levels` are the levels of the places that a described file has figures of, by
    indicator. `left_out` are figures that the file has and that are not shown for the terms of
    their source.
    """

    name: str
    size: int
    modified: float
    rows: int = 0
    figures: int = 0
    missing: int = 0
    indicators: tuple[str, ...] = ()
    places: int = 0
    first: str = ""
    last: str = ""
    formats: tuple[str, ...] = ()
    is_described: bool = True
    shape: str = ""
    stamp: FileStamp = NO_STAMP
    levels: frozenset[tuple[str, str]] = frozenset()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class FileObservations:
    """One file's rows, summary and problems, and the indicators and sources that came with it."""

    rows: ObservationRows
    summary: FileSummary
    problems: tuple[Problem, ...]
    indicators: Mapping[str, Indicator] = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class ReadContext:
    """What every file is read with.

    `described` are the indicators by the file they are read from, `codes` those by a publisher's
    code, `builders` the categories met so far. `levels_of_places` has the level of each place, in
    the order of their codes. `levels` are the levels of the places that each
    indicator's described files have figures of: figures of other places, in a file that nothing
    describes, do not join it.
    """

    catalogue: Catalogue
    described: Mapping[str, tuple[Indicator, ...]]
    codes: Codes
    places: Gazetteer
    builders: CodelistBuilders
    levels_of_places: Column
    levels: Levels = field(default_factory=dict)


def data_files(folder: Path) -> list[str]:
    """Return the files with figures, in order of name."""
    return sorted(name for name in files_of(folder) if is_figures(name))


def is_figures(name: str) -> bool:
    """Return by its name (relative to the data folder, with slashes) whether a file has figures.

    Hidden files, lock files of office programs (~$), the reference tables and files for maps have
    none.
    """
    base = name.rpartition("/")[2]
    if base.startswith((".", "~$")) or name in REFERENCE_TABLES or name.startswith(maps.FOLDER):
        return False
    return base.lower().endswith(SUFFIXES)


def read_context(
    catalogue: Catalogue, codelists: Codelists | None = None, before: ReadContext | None = None
) -> ReadContext:
    """Return the context of a fresh start, or that of `before` with the codelists of a table."""
    builders = codelist_builders(catalogue, codelists)
    if before is not None:
        return replace(before, builders=builders)
    described: dict[str, tuple[Indicator, ...]] = {}
    for indicator in catalogue.indicators.values():
        if indicator.kind == "read":
            described[indicator.file] = (*described.get(indicator.file, ()), indicator)
    return ReadContext(
        catalogue,
        described,
        series_codes(catalogue),
        gazetteer(catalogue.places),
        builders,
        encode([place.level for place in catalogue.places.values()]),
    )


def read_all(folder: Path, context: ReadContext) -> dict[str, FileObservations]:
    """Read every file; return them by name, in order of precedence.

    Described files go first: the levels of their places decide what the others may join.
    """
    names = data_files(folder)
    described = [read_file(folder, name, context) for name in names if name in context.described]
    context = replace(context, levels=levels(part.summary for part in described))
    others = [name for name in names if name not in context.described]
    recognised = [read_file(folder, name, context) for name in others]
    parts = sorted([*described, *recognised], key=precedence)
    return {part.summary.name: part for part in parts}


def levels(files: Iterable[FileSummary]) -> dict[str, frozenset[str]]:
    """Return the levels of the places that each indicator's described files have figures of."""
    by_indicator: dict[str, set[str]] = {}
    for summary in files:
        for indicator, level in summary.levels:
            by_indicator.setdefault(indicator, set()).add(level)
    return {indicator: frozenset(names) for indicator, names in by_indicator.items()}


def precedence(part: FileObservations) -> tuple[bool, float, str]:
    """Return the key by which parts are sorted: of two files with one figure the first stands.

    Files that no .yaml describes go before described ones, the newest first.
    """
    summary = part.summary
    newest_first = 0.0 if summary.is_described else -summary.modified
    return summary.is_described, newest_first, summary.name


def read_file(folder: Path, name: str, context: ReadContext) -> FileObservations:
    """Read one file; one that cannot be read gives no rows and a problem, and the others go on."""
    if any(unicodedata.category(letter) in ("Cs", "Cc") for letter in name):
        summary = FileSummary(printable(name), 0, 0.0)
        return _without_rows(summary, Problem(ProblemCode.FILE_NAME_UNPRINTABLE, summary.name))
    try:
        with data_folder.open_file(folder, name) as file:
            # The stamp comes first: a file that is written meanwhile has another one after that,
            # and is read again.
            stat = os.fstat(file.fileno())
            content = file.read()
    except OSError as error:
        summary, reason = FileSummary(name, 0, 0.0), error.strerror or type(error).__name__
        problem = Problem(ProblemCode.FILE_UNREADABLE, name, values={"reason": reason})
        return _without_rows(summary, problem)
    summary = FileSummary(name, len(content), stat.st_mtime, stamp=stamp_of(stat))
    try:
        return read_content(unpack(content), summary, context)
    except Exception as error:  # whatever a file makes a reader do, the other files go on
        logging.getLogger(__name__).exception("the file %s could not be read", name)
        reason = f"{type(error).__name__}: {error}"
        problem = Problem(ProblemCode.PROGRAM_FAULT, name, values={"reason": reason})
        return _without_rows(summary, problem)


def _without_rows(summary: FileSummary, *problems: Problem) -> FileObservations:
    return FileObservations(concat([]), summary, problems)


def read_content(file: Member, summary: FileSummary, context: ReadContext) -> FileObservations:
    """Read a file's content as it would stand in the table under the name in `summary`."""
    described = list(context.described.get(summary.name, ()))
    is_tidy = (
        bool(described) and described[0].reader in ("", "tidy") and tidy.has_header(file.content)
    )
    if is_tidy:
        return _read_tidy(file.content, summary, described, context)
    return _read_recognised(file, summary, described, context)


def _read_tidy(
    content: bytes, summary: FileSummary, described: list[Indicator], context: ReadContext
) -> FileObservations:
    """Read a file in the tidy form that a .yaml describes."""
    all_rows, problems = tidy.read(content, summary.name)
    is_one_series = all_rows.series.categories == ("",) and len(described) == 1
    rows, place_problems = match_places(all_rows, summary.name, context.places, tidy=True)
    part = _encode(
        rows,
        {"": described[0]} if is_one_series else _by_code(described),
        replace(summary, formats=("tidy",)),
        [*problems, *place_problems, *_renamed(rows, summary.name, former_ids(described))],
        context,
    )
    if is_one_series:
        return part
    names = {entry.id: (entry.source_code, *entry.former_ids) for entry in described}
    return _with_missing_figures(part, names, described, all_rows, context)


def _read_recognised(
    file: Member, summary: FileSummary, described: list[Indicator], context: ReadContext
) -> FileObservations:
    """Read a publisher's file, or a table of no known format, by its bytes and hints."""
    name = summary.name
    reader = described[0].reader if described else ""
    file_rows = _read_rows(file, name, reader, context)
    if not file_rows.formats:
        return _without_rows(summary, *file_rows.problems)
    rows, place_problems = match_places(file_rows.rows, name, context.places)
    matched = match_series(
        replace(file_rows, rows=rows),
        name,
        described,
        context.catalogue,
        context.codes,
        context.levels,
    )
    # In a publisher's own format a series of this name is another one.
    is_tidy = file_rows.formats == ("tidy",)
    former = former_ids(context.catalogue.indicators.values() if is_tidy else described)
    shape = next(shapes(file, name), "") if file_rows.formats == ("generic",) else ""
    part = _encode(
        matched.rows,
        matched.indicators,
        replace(summary, formats=file_rows.formats, is_described=False, shape=shape),
        [
            *file_rows.problems,
            *place_problems,
            *_renamed(file_rows.rows, name, former),
            *matched.problems,
        ],
        context,
    )
    new = {
        name: indicator
        for name, indicator in matched.indicators.items()
        if name not in context.catalogue.indicators
    }
    part = replace(
        part, indicators=MappingProxyType(new), sources=MappingProxyType(matched.sources)
    )
    names = {
        entry.id: (entry.source_code, *entry.aliases, *entry.former_ids) for entry in described
    }
    return _with_missing_figures(part, names, described, file_rows.rows, context)


def _by_code(described: list[Indicator]) -> dict[str, Indicator]:
    """Return the indicators by what the `indicator` column says: the code, or a former id."""
    by_code = {old: indicator for indicator in described for old in indicator.former_ids}
    return by_code | {indicator.source_code: indicator for indicator in described}


def _renamed(rows: Rows, name: str, former: Mapping[str, str]) -> list[Problem]:
    """Return a notice, at its first row, of each series that a former id names."""
    problems: list[Problem] = []
    for code, category in enumerate(rows.series.categories):
        if category not in former:
            continue
        first = np.flatnonzero(rows.series.codes == code)[:1]
        line = int(rows.line[first[0]]) if len(first) else None
        values = {"old": category, "new": former[category]}
        renamed = ProblemCode.INDICATOR_RENAMED
        problems.append(Problem(renamed, name, line, "indicator", category, values, "notice"))
    return problems


def _hints(file: Member, name: str, catalogue: Catalogue) -> ReadingHints:
    """Return the hints for this file; else those about columns of another of the same shape.

    The place, period, title or unit of that file are not this one's.
    """
    if name in catalogue.hints:
        return catalogue.hints[name]
    by_shape = {
        hints.shape: hints for hints in catalogue.hints.values() if hints.shape and hints.columns
    }
    for shape in shapes(file, name) if by_shape else ():
        if shape in by_shape:
            return ReadingHints(columns=by_shape[shape].columns, shape=shape)
    return ReadingHints()


def _read_rows(file: Member, name: str, reader: str, context: ReadContext) -> FileRows:
    """Read rows by the hints, by the reader that the catalogue names, or by what the bytes are."""

    def is_place(word: str) -> bool:
        return bool(context.places.find(word).code)

    def unit_of(word: str) -> str:
        return word if word.casefold() in units else ""

    units = unit_words(context.catalogue.units)
    hints = _hints(file, name, context.catalogue)
    if hints:
        return read_with_hints(file, name, hints, is_place, unit_of)
    named_reader = next((entry for entry in formats() if entry.id == reader), None)
    if named_reader is None:
        return read_member(file, name, is_place, unit_of)
    rows, problems = named_reader.read(Preview(file.content, name, is_place), name)
    rows, multiplier_problems = drop_unknown_multipliers(rows, name, unit_of)
    return FileRows((named_reader.id,), rows, (*problems, *multiplier_problems))


def _encode(
    rows: Rows,
    by_series: Mapping[str, Indicator],
    summary: FileSummary,
    problems: list[Problem],
    context: ReadContext,
) -> FileObservations:
    """Encode a file's rows and complete its summary and problems."""
    builders = context.builders
    encoded = encode_rows(
        rows, summary.name, by_series, context.catalogue, context.places, builders
    )
    block, left_out = leave_out_by_terms(encoded.rows, builders, context.catalogue)
    period_count = np.bincount(block.period, minlength=len(builders.period.code))
    periods = sorted(period for period, code in builders.period.code.items() if period_count[code])
    with_figures = set(np.unique(block.indicator).tolist())
    indicators = dict.fromkeys(
        entry.id
        for entry in by_series.values()
        if summary.is_described or builders.indicator(entry.id) in with_figures
    )
    summary = replace(
        summary,
        rows=len(rows),
        figures=len(block),
        missing=encoded.missing,
        indicators=tuple(indicators),
        places=int(np.count_nonzero(np.bincount(block.place))),
        first=periods[0] if periods else "",
        last=periods[-1] if periods else "",
        levels=_levels(encoded.rows, context) if summary.name in context.described else frozenset(),
        left_out=left_out,
    )
    of_reading = [problem for problem in problems if problem.code not in _TEXT_VALUES]
    problems = [*of_reading, *encoded.problems, *left_out_problems(summary.name, left_out)]
    if not len(rows) and all(problem.severity != "error" for problem in problems):
        problems.append(empty_file(summary.name, summary.formats))
    return FileObservations(smallest(block), summary, tuple(problems))


def _levels(block: ObservationRows, context: ReadContext) -> frozenset[tuple[str, str]]:
    """Return the levels of the places that figures are of, by indicator."""
    indicators = list(context.builders.indicator.code)
    level_count = max(len(context.levels_of_places.categories), 1)
    levels = context.levels_of_places.codes[block.place]
    pairs = np.unique(block.indicator.astype(np.int64) * level_count + levels)
    return frozenset(
        (indicators[pair // level_count], context.levels_of_places.categories[pair % level_count])
        for pair in pairs.tolist()
    )


def _with_missing_figures(
    part: FileObservations,
    names: Mapping[str, tuple[str, ...]],
    described: Iterable[Indicator],
    all_rows: Rows,
    context: ReadContext,
) -> FileObservations:
    """Add a problem for each described indicator that has no figure in the file."""
    with_figures = set(np.unique(part.rows.indicator).tolist())
    left_out = {entry.indicator for entry in part.summary.left_out}
    idle = [
        entry
        for entry in described
        if context.builders.indicator(entry.id) not in with_figures and entry.id not in left_out
    ]
    problems = indicators_without_figures(names, idle, all_rows, part.summary.name)
    return replace(part, problems=(*part.problems, *problems))


def extend_catalogue(catalogue: Catalogue, parts: Iterable[FileObservations]) -> Catalogue:
    """Return the catalogue with the series, units and sources of files, and a pillar for them.

    Where two files bring one series, it is described as in the newest one.
    """
    parts = list(parts)
    new: dict[str, Indicator] = {}
    sources: dict[str, Source] = {}
    for part in parts:
        sources |= part.sources
        new |= {name: entry for name, entry in part.indicators.items() if name not in new}
    units = {entry.unit.id: entry.unit for entry in new.values()}
    candidates = (*new.values(), *catalogue.indicators.values())
    headline = [entry.id for entry in candidates if entry.pillar == NEW][:MAX_NEW_HEADLINES]
    pillars = dict(catalogue.pillars)
    if headline:
        pillar = catalogue.pillars.get(NEW) or new_pillar()
        pillars[NEW] = replace(pillar, headline=pillar.headline or tuple(headline))
    return replace(
        catalogue,
        indicators=MappingProxyType({**catalogue.indicators, **new}),
        units=MappingProxyType({**units, **catalogue.units}),
        sources=MappingProxyType({**catalogue.sources, **sources}),
        pillars=MappingProxyType(pillars),
    )
