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
from indicators.catalogue import NEW, Catalogue, nearest, new_pillar
from indicators.catalogue.cross_checks import declared_at
from indicators.catalogue.reading_hints import Answers
from indicators.fingerprints import NO_MARK, Mark, files_of, mark_of
from indicators.ingest.encode import Coders, coders, understand
from indicators.ingest.match_places import place
from indicators.ingest.match_series import Codes, Levels, arrive, series_codes
from indicators.ingest.with_hints import read_answered, shapes
from indicators.model import Indicator, Source
from indicators.observations import Block, Words, stack
from indicators.places import Gazetteer, gazetteer
from indicators.problems import Problem, uncoded
from indicators.readers import SUFFIXES, Rows
from indicators.readers.cells.numbers import understood
from indicators.readers.delimited import tidy_table
from indicators.readers.preview import Sniff
from indicators.readers.read_file import FileRows, read_any
from indicators.readers.registry import formats
from indicators.readers.rows import Column
from indicators.text import printable

SHOWN_FIRST = 10
"""So many of the new series, those of the newest file first, have their tiles on the first page."""
NAMED = 12
"""So many series of a file are named where an indicator finds none of its own."""
TABLES = ("units.csv", "places.csv", "notes.csv")


@dataclass(frozen=True)
class FileRead:
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
    mark: Mark = NO_MARK
    levels: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Part:
    """One file's rows, what it held, what was wrong, and the indicators and sources that came with it."""

    rows: Block
    told: FileRead
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
class Known:
    """What every file is read with: the catalogue, its indicators by file and by code, the places, the words met so far.

    `levels` are the levels of the places that each indicator's described files have figures of: figures of other places,
    in a file that nothing describes, do not join it.
    """

    catalogue: Catalogue
    described: Mapping[str, tuple[Indicator, ...]]
    codes: Codes
    places: Gazetteer
    words: Coders
    levels: Levels = field(default_factory=dict)


def known(catalogue: Catalogue, words: Words | None = None, before: Known | None = None) -> Known:
    """The knowledge of a fresh start, or that of `before` with the words of a table that grows."""
    if before is not None:
        return replace(before, words=coders(catalogue, words))
    return Known(
        catalogue,
        _described(catalogue),
        series_codes(catalogue),
        gazetteer(catalogue.places),
        coders(catalogue, words),
    )


def _described(catalogue: Catalogue) -> dict[str, tuple[Indicator, ...]]:
    """The indicators that are read, by the file they are read from."""
    found: dict[str, tuple[Indicator, ...]] = {}
    for entry in catalogue.indicators.values():
        if entry.kind == "read":
            found[entry.file] = (*found.get(entry.file, ()), entry)
    return found


def read_all(folder: Path, known: Known) -> dict[str, Part]:
    """Every file by name, in order of precedence."""
    names = data_files(folder)
    described = [read_file(folder, name, known) for name in names if name in known.described]
    known = replace(known, levels=levels(part.told for part in described))
    parts = [
        *described,
        *(read_file(folder, name, known) for name in names if name not in known.described),
    ]
    return {part.told.name: part for part in sorted(parts, key=precedence)}


def levels(files: Iterable[FileRead]) -> dict[str, frozenset[str]]:
    """The levels of the places that each indicator's described files have figures of."""
    found: dict[str, set[str]] = {}
    for told in files:
        for indicator, level in told.levels:
            found.setdefault(indicator, set()).add(level)
    return {indicator: frozenset(of) for indicator, of in found.items()}


def precedence(part: Part) -> tuple[bool, float, str]:
    """Where two files give one figure, the first stands: those that arrived before those that are described, newest first."""
    return not part.told.arrived, -part.told.modified if part.told.arrived else 0.0, part.told.name


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


def read_file(folder: Path, name: str, known: Known) -> Part:
    """One file's rows; a file that cannot be read gives none and a Problem, and the others go on."""
    if any(unicodedata.category(letter) in ("Cs", "Cc") for letter in name):
        return _unread(
            FileRead(printable(name), 0, 0.0),
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
            FileRead(name, 0, 0.0),
            f"cannot be read ({error.strerror})",
            "Close it elsewhere or mend its rights; it is read again when it changes.",
        )
    told = FileRead(name, len(content), stat.st_mtime, mark=mark_of(stat))
    try:
        return read_content(content, told, known)
    except Exception as error:  # whatever a file makes a reader do, the other files go on
        logging.getLogger(__name__).exception("the file %s could not be read", name)
        return _unread(
            told,
            f"could not be read ({type(error).__name__}: {error})",
            "This is a fault of the reader: please report it.",
        )


def _unread(told: FileRead, what: str, do: str) -> Part:
    return Part(stack([]), told, (uncoded(what, told.name, do=do),))


def read_content(content: bytes, told: FileRead, known: Known) -> Part:
    """A file's content as it would stand in the table under the name in `told`."""
    entries = list(known.described.get(told.name, ()))
    if entries and entries[0].reader in ("", "tidy") and tidy_table.has_header(content):
        rows, problems = tidy_table.read(content, told.name)
        alone = rows.series.words == ("",) and len(entries) == 1
        by_series = {"": entries[0]} if alone else {entry.code: entry for entry in entries}
        part = _understood(rows, by_series, replace(told, formats=("tidy",)), problems, known)
        lacking = (
            []
            if alone
            else without_figures(
                entries, {entry.id: (entry.code,) for entry in entries}, rows, part, known.words
            )
        )
        return replace(part, problems=(*part.problems, *lacking))
    return _arrived(content, told, entries, known)


def _arrived(content: bytes, told: FileRead, entries: list[Indicator], known: Known) -> Part:
    """A publisher's file, or a table of somebody's own, as its bytes and what was answered about it say."""
    answers = _answers(content, told.name, known.catalogue)
    own = entries
    found = _found(content, told.name, answers, own[0].reader if own else "", known)
    if not found.formats:
        return Part(stack([]), told, found.problems)
    placed, problems = place(found.rows, told.name, known.places)
    arrived = arrive(
        replace(found, rows=placed), told.name, own, known.catalogue, known.codes, known.levels
    )
    shape = next(iter(shapes(content, told.name)), "") if found.formats == ("generic",) else ""
    told = replace(told, formats=found.formats, arrived=True, shape=shape)
    part = _understood(
        arrived.rows,
        arrived.indicators,
        told,
        [*found.problems, *problems, *arrived.problems],
        known,
    )
    new = {
        name: entry
        for name, entry in arrived.indicators.items()
        if name not in known.catalogue.indicators
    }
    names = {entry.id: (entry.code, *entry.also) for entry in entries}
    lacking = without_figures(entries, names, found.rows, part, known.words)
    return replace(
        part,
        indicators=MappingProxyType(new),
        sources=MappingProxyType(arrived.sources),
        problems=(*part.problems, *lacking),
    )


def _answers(content: bytes, name: str, catalogue: Catalogue) -> Answers:
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
    marks = shapes(content, name) if by_shape else ()
    found = next((by_shape[mark] for mark in marks if mark in by_shape), Answers())
    return Answers(columns=found.columns, shape=found.shape)


def _found(content: bytes, name: str, answers: Answers, reader: str, known: Known) -> FileRows:
    """The rows by the answers, by the reader that the catalogue names, or by what the bytes look like."""

    def is_place(word: str) -> bool:
        return bool(known.places.find(word).code)

    if answers:
        return read_answered(content, name, answers, is_place)
    named = next((entry for entry in formats() if entry.id == reader), None)
    if named is None:
        return read_any(content, name, is_place)
    rows, problems = named.read(Sniff(content, name, is_place), name)
    rows, stopped = understood(rows, name)
    return FileRows((named.id,), rows, (*problems, *stopped))


def _understood(
    rows: Rows,
    by_series: Mapping[str, Indicator],
    told: FileRead,
    problems: Iterable[Problem],
    known: Known,
) -> Part:
    words = known.words
    part, missing, more = understand(rows, told.name, by_series, known.catalogue, words)
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
    if told.name in known.described:
        told = replace(told, levels=_levels(part, known))
    more += (
        []
        if len(rows) or any(problem.severity == "error" for problem in problems)
        else [_empty(told)]
    )
    return Part(part, told, (*problems, *more))


def without_figures(
    entries: Iterable[Indicator],
    names: Mapping[str, tuple[str, ...]],
    rows: Rows,
    part: Part,
    words: Coders,
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
        _without_figures(entry, names[entry.id], series, there, part.told.name) for entry in idle
    ]


def _used(column: Column) -> list[str]:
    """The words of a column that stand in any of its rows."""
    count = np.bincount(column.codes, minlength=len(column.words))
    return [word for word, rows in zip(column.words, count, strict=False) if rows]


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


def _levels(part: Block, known: Known) -> frozenset[tuple[str, str]]:
    """The levels of the places that a file's figures are of, by indicator."""
    size = max(len(known.catalogue.places), 1)
    pairs = np.unique(part.indicator.astype(np.int64) * size + part.place)
    indicators, places = list(known.words.indicator.code), list(known.catalogue.places.values())
    return frozenset(
        (indicators[pair // size], places[pair % size].level) for pair in pairs.tolist()
    )


def _empty(told: FileRead) -> Problem:
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


def extended(catalogue: Catalogue, parts: Iterable[Part]) -> Catalogue:
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
    own = catalogue.pillars.get(NEW) or new_pillar()
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
