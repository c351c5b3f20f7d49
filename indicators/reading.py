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

from indicators import datafolder
from indicators.answering import read_answered, shapes
from indicators.arriving import Codes, arrive, series_codes
from indicators.catalogue import NEW, NEW_PILLAR, Catalogue, nearest
from indicators.catalogue.answers import Answers
from indicators.model import Indicator, Problem, Source
from indicators.observations import Block, Words, stack
from indicators.placenames import Gazetteer, gazetteer
from indicators.placing import place
from indicators.printable import printable
from indicators.readers import SUFFIXES, Rows, tidy
from indicators.readers.anyfile import FileRows, read_any
from indicators.readers.recognise import formats
from indicators.readers.sniff import Sniff
from indicators.snapshot import NO_MARK, Mark, files_of, mark_of
from indicators.understanding import Coders, coders, understand

SHOWN_FIRST = 10
"""So many of the new series, those of the newest file first, have their tiles on the first page."""
TABLES = ("units.csv", "places.csv", "notes.csv")


@dataclass(frozen=True)
class FileRead:
    """What one file held: for the Data page and for `check`.

    `formats` are the readers that understood it; `shape` is the mark of the header of a table of somebody's own.
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
    return last.lower().endswith(SUFFIXES) and not last.startswith((".", "~$")) and name not in TABLES


@dataclass(frozen=True)
class Known:
    """What every file is read with: the catalogue, its indicators by file and by code, the places, the words met so far."""

    catalogue: Catalogue
    described: Mapping[str, tuple[Indicator, ...]]
    codes: Codes
    places: Gazetteer
    words: Coders


def known(catalogue: Catalogue, words: Words | None = None, before: Known | None = None) -> Known:
    """The knowledge of a fresh start, or that of `before` with the words of a table that grows."""
    if before is not None:
        return replace(before, words=coders(catalogue, words))
    return Known(catalogue, _described(catalogue), series_codes(catalogue), gazetteer(catalogue.places), coders(catalogue, words))


def _described(catalogue: Catalogue) -> dict[str, tuple[Indicator, ...]]:
    """The indicators that are read, by the file they are read from."""
    found: dict[str, tuple[Indicator, ...]] = {}
    for entry in catalogue.indicators.values():
        if entry.kind == "read":
            found[entry.file] = (*found.get(entry.file, ()), entry)
    return found


def read_all(folder: Path, known: Known) -> dict[str, Part]:
    """Every file by name, in order of precedence."""
    parts = [read_file(folder, name, known) for name in data_files(folder)]
    return {part.told.name: part for part in sorted(parts, key=precedence)}


def precedence(part: Part) -> tuple[bool, float, str]:
    """Where two files give one figure, the first stands: those that arrived before those that are described, newest first."""
    return not part.told.arrived, -part.told.modified if part.told.arrived else 0.0, part.told.name


def absent(catalogue: Catalogue, there: set[str]) -> list[Problem]:
    """Files that indicators name and that are not there, once each."""
    named: dict[str, list[Indicator]] = {}
    for entry in catalogue.indicators.values():
        if entry.kind == "read" and entry.file not in there:
            named.setdefault(entry.file, []).append(entry)
    return [Problem(f"no such file: {_how_many(entries)} no figures", file,
                    do=f"Named in {entries[0].declared.rpartition(' line ')[0]}; put it back or name another. "
                    + (f"Did you mean '{nearest(file, there)}'?" if nearest(file, there) else ""))
            for file, entries in named.items()]


def _how_many(entries: list[Indicator]) -> str:
    one = len(entries) == 1
    return f"indicator {entries[0].id} has" if one else f"{len(entries)} indicators ({entries[0].id} ...) have"


def read_file(folder: Path, name: str, known: Known) -> Part:
    """One file's rows; a file that cannot be read gives none and a Problem, and the others go on."""
    if any(unicodedata.category(letter) in ("Cs", "Cc") for letter in name):
        return _unread(FileRead(printable(name), 0, 0.0), "its name holds signs that cannot be written", "Give it another name.")
    try:
        with datafolder.open_file(folder, name) as file:
            stat = os.fstat(file.fileno())  # first: what is written meanwhile then has another mark, and is read again
            content = file.read()
    except OSError as error:
        return _unread(FileRead(name, 0, 0.0), f"cannot be read ({error.strerror})",
                       "Close it elsewhere or mend its rights; it is read again when it changes.")
    told = FileRead(name, len(content), stat.st_mtime, mark=mark_of(stat))
    try:
        return read_content(content, told, known)
    except Exception as error:  # whatever a file makes a reader do, the other files go on
        logging.getLogger(__name__).exception("the file %s could not be read", name)
        return _unread(told, f"could not be read ({type(error).__name__}: {error})", "This is a fault of the reader: please report it.")


def _unread(told: FileRead, what: str, do: str) -> Part:
    return Part(stack([]), told, (Problem(what, told.name, do=do),))


def read_content(content: bytes, told: FileRead, known: Known) -> Part:
    """A file's content as it would stand in the table under the name in `told`."""
    entries = list(known.described.get(told.name, ()))
    if entries and entries[0].reader in ("", "tidy") and tidy.has_header(content):
        rows, problems = tidy.read(content, told.name)
        alone = rows.series.words == ("",) and len(entries) == 1
        by_series = {"": entries[0]} if alone else {entry.code: entry for entry in entries}
        return _understood(rows, by_series, replace(told, formats=("tidy",)), problems, known)
    return _arrived(content, told, entries, known)


def _arrived(content: bytes, told: FileRead, entries: list[Indicator], known: Known) -> Part:
    """A publisher's file, or a table of somebody's own, as its bytes and what was answered about it say."""
    answers = _answers(content, told.name, known.catalogue)
    own = entries
    found = _found(content, told.name, answers, own[0].reader if own else "", known)
    if not found.formats:
        return Part(stack([]), told, found.problems)
    placed, problems = place(found.rows, told.name, known.places)
    arrived = arrive(replace(found, rows=placed), told.name, own, known.catalogue, known.codes)
    shape = next(iter(shapes(content, told.name)), "") if found.formats == ("generic",) else ""
    told = replace(told, formats=found.formats, arrived=True, shape=shape)
    part = _understood(arrived.rows, arrived.indicators, told, [*found.problems, *problems, *arrived.problems], known)
    new = {name: entry for name, entry in arrived.indicators.items() if name not in known.catalogue.indicators}
    return replace(part, indicators=MappingProxyType(new), sources=MappingProxyType(arrived.sources))


def _answers(content: bytes, name: str, catalogue: Catalogue) -> Answers:
    """What was answered about this file; else which column is what in another of the same shape.

    The place, period, title or unit of that file are not this one's.
    """
    if name in catalogue.answers:
        return catalogue.answers[name]
    by_shape = {answers.shape: answers for answers in catalogue.answers.values() if answers.shape and answers.columns}
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
    return FileRows((named.id,), rows, tuple(problems))


def _understood(rows: Rows, by_series: Mapping[str, Indicator], told: FileRead, problems: Iterable[Problem], known: Known) -> Part:
    words = known.words
    part, missing, more = understand(rows, told.name, by_series, known.catalogue, words)
    used = np.bincount(part.period, minlength=len(words.period.code)) > 0
    periods = sorted(word for word, code in words.period.code.items() if used[code])
    there = set(np.unique(part.indicator).tolist())
    told = replace(told, rows=len(rows), kept=len(part), missing=missing,
                   indicators=tuple(dict.fromkeys(entry.id for entry in by_series.values()
                                                  if not told.arrived or words.indicator(entry.id) in there)),
                   places=int(np.count_nonzero(np.bincount(part.place))),
                   first=periods[0] if periods else "", last=periods[-1] if periods else "")
    more += [] if len(rows) or any(problem.severity == "error" for problem in problems) else [_empty(told)]
    return Part(part, told, (*problems, *more))


def _empty(told: FileRead) -> Problem:
    """Metadata that come beside a publisher's data hold none; any other file should."""
    beside = all(entry.endswith(("-metadata", "-definitions")) for entry in told.formats)
    return Problem("no figures stand in this file", told.name, severity="notice" if beside else "warning",
                   do="It describes data that stand in another file." if beside else "It is read again when it changes.")


def extended(catalogue: Catalogue, parts: Iterable[Part]) -> Catalogue:
    """The catalogue with the series, units and sources that came with files, and a pillar for them."""
    parts = list(parts)
    newest = dict.fromkeys(name for part in parts for name in part.indicators)
    words = {name: entry for part in reversed(parts) for name, entry in part.indicators.items()}  # the newest file's words
    new = {name: words[name] for name in newest}
    sources = {name: source for part in parts for name, source in part.sources.items()}
    units = {entry.unit.id: entry.unit for entry in new.values()}
    headline = tuple(entry.id for entry in (*new.values(), *catalogue.indicators.values()) if entry.pillar == NEW)[:SHOWN_FIRST]
    own = catalogue.pillars.get(NEW, NEW_PILLAR)
    pillars = {**catalogue.pillars, **({NEW: replace(own, headline=own.headline or headline)} if headline else {})}
    return replace(catalogue, indicators=MappingProxyType({**catalogue.indicators, **new}),
                   units=MappingProxyType({**units, **catalogue.units}),
                   sources=MappingProxyType({**catalogue.sources, **sources}),
                   pillars=MappingProxyType(dict(pillars)))
