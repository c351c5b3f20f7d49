"""Files -> rows of the one table: each read by what it is, every refused row and every absent file told."""

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
from indicators.catalogue import NEW, NEW_PILLAR, Catalogue, nearest
from indicators.catalogue.cross_checks import declared_at
from indicators.catalogue.reading_hints import ReadingHints
from indicators.fingerprints import NO_STAMP, FileStamp, files_of, stamp_of
from indicators.ingest.encode import CodelistBuilders, codelist_builders, encode_rows
from indicators.ingest.match_places import match_places
from indicators.ingest.match_series import Codes, Levels, match_series, series_codes
from indicators.ingest.with_hints import read_with_hints, shapes
from indicators.model import Indicator, Source
from indicators.observations import Codelists, ObservationRows, concat
from indicators.places import Gazetteer, gazetteer
from indicators.problems import Problem, uncoded
from indicators.readers import SUFFIXES, Rows
from indicators.readers.cells.numbers import drop_unknown_multipliers
from indicators.readers.containers.unpack import Member, unpack
from indicators.readers.preview import Preview
from indicators.readers.publishers import tidy
from indicators.readers.read_file import FileRows, read_member
from indicators.readers.registry import formats
from indicators.readers.rows import Column
from indicators.text import printable

SHOWN_FIRST = 10
"""So many of the new series, those of the newest file first, have their tiles on the first page."""
NAMED = 12
"""So many series of a file are named where an indicator finds none of its own."""
TABLES = ("units.csv", "places.csv", "notes.csv")


@dataclass(frozen=True)
class FileSummary:
    """What one file held: for the Data page and for `check`.

    `formats` are the readers that understood it; `shape` is the mark of the header of a table of somebody's own;
    `levels` are the levels of the places that it has figures of, by indicator, where a .yaml describes the file.
    """

    name: str
    size: int
    modified: float
    rows: int = 0
    kept: int = 0
    missing: int = 0
    indicators: tuple[str, ...] = ()
    places: int = 0
    first: str = ""
    last: str = ""
    formats: tuple[str, ...] = ()
    arrived: bool = False
    shape: str = ""
    mark: FileStamp = NO_STAMP
    levels: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class FileObservations:
    """One file's rows, what it held, what was wrong, and the indicators and sources that came with it."""

    rows: ObservationRows
    summary: FileSummary
    problems: tuple[Problem, ...]
    indicators: Mapping[str, Indicator] = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))


def data_files(folder: Path) -> list[str]:
    """The files with figures, in order of name; hidden ones and the tables of words left out."""
    return sorted(name for name in files_of(folder) if is_figures(name))


def is_figures(name: str) -> bool:
    """Whether figures stand in a file of the data folder, as its name (relative, with slashes) says."""
    last = name.rpartition("/")[2]
    return (
        last.lower().endswith(SUFFIXES) and not last.startswith((".", "~$")) and name not in TABLES
    )


@dataclass(frozen=True)
class ReadContext:
    """What every file is read with: the catalogue, its indicators by file and by code, the places, the words met so far.

    `levels` are the levels of the places that each indicator's described files have figures of: figures of other places,
    in a file that nothing describes, do not join it.
    """

    catalogue: Catalogue
    described: Mapping[str, tuple[Indicator, ...]]
    codes: Codes
    places: Gazetteer
    words: CodelistBuilders
    levels: Levels = field(default_factory=dict)


def read_context(
    catalogue: Catalogue, words: Codelists | None = None, before: ReadContext | None = None
) -> ReadContext:
    """The knowledge of a fresh start, or that of `before` with the words of a table that grows."""
    if before is not None:
        return replace(before, words=codelist_builders(catalogue, words))
    return ReadContext(
        catalogue,
        _described(catalogue),
        series_codes(catalogue),
        gazetteer(catalogue.places),
        codelist_builders(catalogue, words),
    )


def _described(catalogue: Catalogue) -> dict[str, tuple[Indicator, ...]]:
    """The indicators that are read, by the file they are read from."""
    found: dict[str, tuple[Indicator, ...]] = {}
    for entry in catalogue.indicators.values():
        if entry.kind == "read":
            found[entry.file] = (*found.get(entry.file, ()), entry)
    return found


def read_all(folder: Path, context: ReadContext) -> dict[str, FileObservations]:
    """Every file by name, in order of precedence."""
    names = data_files(folder)
    described = [read_file(folder, name, context) for name in names if name in context.described]
    context = replace(context, levels=levels(part.summary for part in described))
    parts = [
        *described,
        *(read_file(folder, name, context) for name in names if name not in context.described),
    ]
    return {part.summary.name: part for part in sorted(parts, key=precedence)}


def levels(files: Iterable[FileSummary]) -> dict[str, frozenset[str]]:
    """The levels of the places that each indicator's described files have figures of."""
    found: dict[str, set[str]] = {}
    for told in files:
        for indicator, level in told.levels:
            found.setdefault(indicator, set()).add(level)
    return {indicator: frozenset(of) for indicator, of in found.items()}


def precedence(part: FileObservations) -> tuple[bool, float, str]:
    """Where two files give one figure, the first stands: those that arrived before those that are described, newest first."""
    return (
        not part.summary.arrived,
        -part.summary.modified if part.summary.arrived else 0.0,
        part.summary.name,
    )


def absent(catalogue: Catalogue, there: set[str]) -> list[Problem]:
    """Files that indicators name and that are not there, once each."""
    named: dict[str, list[Indicator]] = {}
    for entry in catalogue.indicators.values():
        if entry.kind == "read" and entry.file not in there:
            named.setdefault(entry.file, []).append(entry)
    return [
        uncoded(
            f"no such file: {_how_many(entries)} no figures",
            file,
            do=f"Named in {entries[0].declared.rpartition(' line ')[0]}; put it back or name another. "
            + (f"Did you mean '{nearest(file, there)}'?" if nearest(file, there) else ""),
        )
        for file, entries in named.items()
    ]


def _how_many(entries: list[Indicator]) -> str:
    one = len(entries) == 1
    return (
        f"indicator {entries[0].id} has"
        if one
        else f"{len(entries)} indicators ({entries[0].id} ...) have"
    )


def read_file(folder: Path, name: str, context: ReadContext) -> FileObservations:
    """One file's rows; a file that cannot be read gives none and a Problem, and the others go on."""
    if any(unicodedata.category(letter) in ("Cs", "Cc") for letter in name):
        return _unread(
            FileSummary(printable(name), 0, 0.0),
            "its name holds signs that cannot be written",
            "Give it another name.",
        )
    try:
        with data_folder.open_file(folder, name) as file:
            stat = os.fstat(
                file.fileno()
            )  # first: what is written meanwhile then has another mark, and is read again
            content = file.read()
    except OSError as error:
        return _unread(
            FileSummary(name, 0, 0.0),
            f"cannot be read ({error.strerror})",
            "Close it elsewhere or mend its rights; it is read again when it changes.",
        )
    told = FileSummary(name, len(content), stat.st_mtime, mark=stamp_of(stat))
    try:
        return read_content(unpack(content), told, context)
    except Exception as error:  # whatever a file makes a reader do, the other files go on
        logging.getLogger(__name__).exception("the file %s could not be read", name)
        return _unread(
            told,
            f"could not be read ({type(error).__name__}: {error})",
            "This is a fault of the reader: please report it.",
        )


def _unread(told: FileSummary, what: str, do: str) -> FileObservations:
    return FileObservations(concat([]), told, (uncoded(what, told.name, do=do),))


def read_content(file: Member, told: FileSummary, context: ReadContext) -> FileObservations:
    """A file's content as it would stand in the table under the name in `told`."""
    content = file.content
    entries = list(context.described.get(told.name, ()))
    if entries and entries[0].reader in ("", "tidy") and tidy.has_header(content):
        rows, problems = tidy.read(content, told.name)
        alone = rows.series.categories == ("",) and len(entries) == 1
        by_series = {"": entries[0]} if alone else {entry.source_code: entry for entry in entries}
        part = _understood(rows, by_series, replace(told, formats=("tidy",)), problems, context)
        lacking = (
            []
            if alone
            else without_figures(
                entries,
                {entry.id: (entry.source_code,) for entry in entries},
                rows,
                part,
                context.words,
            )
        )
        return replace(part, problems=(*part.problems, *lacking))
    return _arrived(file, told, entries, context)


def _arrived(
    file: Member, told: FileSummary, entries: list[Indicator], context: ReadContext
) -> FileObservations:
    """A publisher's file, or a table of somebody's own, as its bytes and what was answered about it say."""
    answers = _answers(file, told.name, context.catalogue)
    own = entries
    found = _found(file, told.name, answers, own[0].reader if own else "", context)
    if not found.formats:
        return FileObservations(concat([]), told, found.problems)
    placed, problems = match_places(found.rows, told.name, context.places)
    arrived = match_series(
        replace(found, rows=placed),
        told.name,
        own,
        context.catalogue,
        context.codes,
        context.levels,
    )
    shape = next(shapes(file, told.name), "") if found.formats == ("generic",) else ""
    told = replace(told, formats=found.formats, arrived=True, shape=shape)
    part = _understood(
        arrived.rows,
        arrived.indicators,
        told,
        [*found.problems, *problems, *arrived.problems],
        context,
    )
    new = {
        name: entry
        for name, entry in arrived.indicators.items()
        if name not in context.catalogue.indicators
    }
    names = {entry.id: (entry.source_code, *entry.aliases) for entry in entries}
    lacking = without_figures(entries, names, found.rows, part, context.words)
    return replace(
        part,
        indicators=MappingProxyType(new),
        sources=MappingProxyType(arrived.sources),
        problems=(*part.problems, *lacking),
    )


def _answers(file: Member, name: str, catalogue: Catalogue) -> ReadingHints:
    """What was answered about this file; else which column is what in another of the same shape.

    The place, period, title or unit of that file are not this one's.
    """
    if name in catalogue.answers:
        return catalogue.answers[name]
    by_shape = {
        answers.shape: answers
        for answers in catalogue.answers.values()
        if answers.shape and answers.columns
    }
    marks = shapes(file, name) if by_shape else ()
    found = next((by_shape[mark] for mark in marks if mark in by_shape), ReadingHints())
    return ReadingHints(columns=found.columns, shape=found.shape)


def _found(
    file: Member, name: str, answers: ReadingHints, reader: str, context: ReadContext
) -> FileRows:
    """The rows by the answers, by the reader that the catalogue names, or by what the bytes look like."""

    def is_place(word: str) -> bool:
        return bool(context.places.find(word).code)

    if answers:
        return read_with_hints(file, name, answers, is_place)
    named = next((entry for entry in formats() if entry.id == reader), None)
    if named is None:
        return read_member(file, name, is_place)
    rows, problems = named.read(Preview(file.content, name, is_place), name)
    rows, stopped = drop_unknown_multipliers(rows, name)
    return FileRows((named.id,), rows, (*problems, *stopped))


def _understood(
    rows: Rows,
    by_series: Mapping[str, Indicator],
    told: FileSummary,
    problems: Iterable[Problem],
    context: ReadContext,
) -> FileObservations:
    words = context.words
    part, missing, more = encode_rows(rows, told.name, by_series, context.catalogue, words)
    used = np.bincount(part.period, minlength=len(words.period.code)) > 0
    periods = sorted(word for word, code in words.period.code.items() if used[code])
    there = set(np.unique(part.indicator).tolist())
    told = replace(
        told,
        rows=len(rows),
        kept=len(part),
        missing=missing,
        indicators=tuple(
            dict.fromkeys(
                entry.id
                for entry in by_series.values()
                if not told.arrived or words.indicator(entry.id) in there
            )
        ),
        places=int(np.count_nonzero(np.bincount(part.place))),
        first=periods[0] if periods else "",
        last=periods[-1] if periods else "",
    )
    if told.name in context.described:
        told = replace(told, levels=_levels(part, context))
    more += (
        []
        if len(rows) or any(problem.severity == "error" for problem in problems)
        else [_empty(told)]
    )
    return FileObservations(part, told, (*problems, *more))


def without_figures(
    entries: Iterable[Indicator],
    names: Mapping[str, tuple[str, ...]],
    rows: Rows,
    part: FileObservations,
    words: CodelistBuilders,
) -> list[Problem]:
    """A warning for each indicator described for a file whose rows give it no figure.

    `names` are the series that each indicator goes by, `rows` all rows of the file. Where the file has no rows at all,
    that has been said of the file itself.
    """
    if not len(rows):
        return []
    with_figures = {int(code) for code in np.unique(part.rows.indicator)}
    idle = [entry for entry in entries if words.indicator(entry.id) not in with_figures]
    if not idle:
        return []
    used = [*_used(rows.series), *(word for word in _used(rows.title) if word)]
    series = list(dict.fromkeys(used))
    there = set(series)
    return [
        _without_figures(entry, names[entry.id], series, there, part.summary.name) for entry in idle
    ]


def _used(column: Column) -> list[str]:
    """The words of a column that stand in any of its rows."""
    count = np.bincount(column.codes, minlength=len(column.categories))
    return [word for word, rows in zip(column.categories, count, strict=False) if rows]


def _without_figures(
    entry: Indicator, names: tuple[str, ...], series: list[str], there: set[str], file: str
) -> Problem:
    yaml, line = declared_at(entry)
    if there.isdisjoint(names):
        shown = [word[:40] for word in series[:NAMED] if word]
        more = f" and {len(series) - NAMED:,} more" if len(series) > NAMED else ""
        held = (
            f"a series of {file}: {', '.join(shown)}{more}"
            if shown
            else f"a series of {file}, whose rows name none"
        )
        near = nearest(names[0], series)
        hint = f"Did you mean '{near}'? " if near else ""
        return uncoded(
            f"indicators.{entry.id}: no row of {file} is of this series, so the indicator has no figures",
            yaml,
            line,
            "code",
            names[0][:80],
            held,
            f"{hint}Mend `code`, or put the series back into the file.",
            "warning",
        )
    return uncoded(
        f"indicators.{entry.id}: none of its rows in {file} holds a figure that can be used",
        yaml,
        line,
        "code",
        names[0][:80],
        "at least one row with a place, a period and a value",
        "See what is said of that file; an empty value is a missing figure.",
        "warning",
    )


def _levels(part: ObservationRows, context: ReadContext) -> frozenset[tuple[str, str]]:
    """The levels of the places that a file's figures are of, by indicator."""
    size = max(len(context.catalogue.places), 1)
    pairs = np.unique(part.indicator.astype(np.int64) * size + part.place)
    indicators, places = (
        list(context.words.indicator.code),
        list(context.catalogue.places.values()),
    )
    return frozenset(
        (indicators[pair // size], places[pair % size].level) for pair in pairs.tolist()
    )


def _empty(told: FileSummary) -> Problem:
    """Metadata that come beside a publisher's data hold none; any other file should."""
    beside = all(entry.endswith(("-metadata", "-definitions")) for entry in told.formats)
    return uncoded(
        "no figures stand in this file",
        told.name,
        severity="notice" if beside else "warning",
        do="It describes data that stand in another file."
        if beside
        else "It is read again when it changes.",
    )


def extended(catalogue: Catalogue, parts: Iterable[FileObservations]) -> Catalogue:
    """The catalogue with the series, units and sources that came with files, and a pillar for them."""
    parts = list(parts)
    newest = dict.fromkeys(name for part in parts for name in part.indicators)
    words = {
        name: entry for part in reversed(parts) for name, entry in part.indicators.items()
    }  # the newest file's words
    new = {name: words[name] for name in newest}
    sources = {name: source for part in parts for name, source in part.sources.items()}
    units = {entry.unit.id: entry.unit for entry in new.values()}
    headline = tuple(
        entry.id for entry in (*new.values(), *catalogue.indicators.values()) if entry.pillar == NEW
    )[:SHOWN_FIRST]
    own = catalogue.pillars.get(NEW, NEW_PILLAR)
    pillars = {
        **catalogue.pillars,
        **({NEW: replace(own, headline=own.headline or headline)} if headline else {}),
    }
    return replace(
        catalogue,
        indicators=MappingProxyType({**catalogue.indicators, **new}),
        units=MappingProxyType({**units, **catalogue.units}),
        sources=MappingProxyType({**catalogue.sources, **sources}),
        pillars=MappingProxyType(dict(pillars)),
    )
