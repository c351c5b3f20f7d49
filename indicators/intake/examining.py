"""A file -> Arrival: recognised, understood, held against what is there; nothing is written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import PurePosixPath
from types import MappingProxyType

import numpy as np

from indicators.catalogue import NEW
from indicators.catalogue.reading_hints import COLUMN_KEYS, ReadingHints
from indicators.dataset import Dataset
from indicators.history import safe_name
from indicators.ingest import files as reading
from indicators.ingest.files import FileObservations, FileSummary, ReadContext
from indicators.ingest.with_hints import tables
from indicators.intake.arrival import Arrival, Changes, Line, Sample, Series
from indicators.intake.changes import compare, older
from indicators.loading.incremental import knowledge
from indicators.model import STATUSES, Indicator
from indicators.problems import Problem, uncoded
from indicators.readers import SUFFIXES
from indicators.readers.generic.header_fingerprint import fingerprint_header
from indicators.readers.generic.reader import table_roles
from indicators.readers.generic.roles import NeedsAnswer, Roles
from indicators.readers.header_rows import layout
from indicators.readers.preview import Preview

FOLDER = "added"
"""Where files that came through the command or the browser stand in the data folder."""
PREVIEW = 12
SAMPLES = 4
TRIED = 5
"""So many files of one shape are held against a table of somebody's own."""


def examine(
    dataset: Dataset,
    content: bytes,
    name: str,
    answers: ReadingHints | None = None,
    into: str | None = None,
) -> Arrival:
    """What a file of this name holds and would change. Nothing is written.

    `answers` say what the file does not; `into` is the path it is to stand at: None finds the file whose newer version
    it is, or a free path; '' a free path in any case.
    """
    known = knowledge(dataset)
    path = into or free_path(dataset, name)
    part = _read(content, path, answers, known)
    if into is None:
        path, part = _newer_version(content, answers, known, part, dataset)
    there = path if path in {told.name for told in dataset.files} else ""
    changes, remarks = compare(part, known, dataset) if len(part.rows) else (Changes(), ())
    series = tuple(_series(part, known, dataset))
    sniff = next(iter(tables(content, name)), None)
    return Arrival(
        name,
        path,
        part.summary.formats,
        part.summary.rows,
        len(part.rows),
        part.summary.missing,
        part.summary.places,
        part.summary.first,
        part.summary.last,
        series,
        tuple(_preview(part, known)),
        changes,
        there,
        (
            *_older_edition(series, changes, name, dataset),
            *(
                replace(problem, file=name) if problem.file == path else problem
                for problem in (*remarks, *part.problems)
            ),
        ),
        fingerprint_header(sniff) if sniff else "",
        tuple(_samples(sniff)) if sniff else (),
        _guess(sniff),
    )


def _newer_version(
    content: bytes,
    answers: ReadingHints | None,
    known: ReadContext,
    part: FileObservations,
    dataset: Dataset,
) -> tuple[str, FileObservations]:
    """The path of the file whose newer version it is, and the rows read under that name; else as they are.

    A table of somebody's own says its series in no code: it is read under the name of each file of its shape, so that
    what is described for that file holds for it, and is its newer version where most of that file's figures are in it.
    """
    named = PurePosixPath(part.summary.name).stem.split("-")[0]
    alike = [
        told.name
        for told in dataset.files
        if part.summary.shape and told.shape == part.summary.shape
    ]
    ways = [
        part,
        *(
            _read(content, path, answers, known)
            for path in sorted(
                alike, key=lambda path: not PurePosixPath(path).stem.startswith(named)
            )[:TRIED]
        ),
    ]
    for way in ways:
        path = older(way, dataset)
        if path and path == way.summary.name:
            return path, way
        if path:
            return path, _read(content, path, answers, known)
    return part.summary.name, part


def _read(
    content: bytes, path: str, answers: ReadingHints | None, known: ReadContext
) -> FileObservations:
    """The file as it would stand at the path. What was answered for the whole of the one that is there may not hold for this
    one's period: that is asked for anew."""
    catalogue = known.catalogue
    said = answers or replace(catalogue.answers.get(path, ReadingHints()), period="")
    if said:
        answered = MappingProxyType({**catalogue.answers, path: replace(said, file=path)})
        known = replace(known, catalogue=replace(catalogue, answers=answered))
    return reading.read_content(content, FileSummary(path, len(content), time.time()), known)


def _older_edition(
    series: tuple[Series, ...], changes: Changes, name: str, dataset: Dataset
) -> list[Problem]:
    """A warning where the file would revise figures and ends before those that are there: it may be older than they."""
    ends = {
        one.indicator: (dataset.grid(one.indicator).periods or ("",))[-1]
        for one in series
        if one.indicator in dataset.catalogue.indicators
    }
    behind = [one for one in series if one.last < ends.get(one.indicator, "")]
    if not changes.revised or not behind:
        return []
    return [
        uncoded(
            f"it may be an older edition: its figures of '{behind[0].indicator}' end in {behind[0].last}, those that are there "
            f"in {ends[behind[0].indicator]}, and {changes.revised} would be revised",
            name,
            severity="warning",
            do="Accept it only if its figures are to stand in the place of those.",
        )
    ]


def free_path(dataset: Dataset, name: str) -> str:
    """A path in the folder of added files that no file has, whatever its ending (a .yaml goes by it): the name, made safe."""
    plain = PurePosixPath(safe_name(name))
    if plain.suffix.lower() not in SUFFIXES:
        plain = PurePosixPath(f"{plain}.csv")
    taken = {PurePosixPath(told.name.casefold()).with_suffix("") for told in dataset.files}
    names = (
        f"{FOLDER}/{plain.stem}{f'-{number}' if number > 1 else ''}{plain.suffix}"
        for number in range(1, len(taken) + 3)
    )
    return next(
        path for path in names if PurePosixPath(path.casefold()).with_suffix("") not in taken
    )


def _series(part: FileObservations, known: ReadContext, dataset: Dataset) -> Iterator[Series]:
    """The series in order of their ids' first figures."""
    rows, words = part.rows, known.words
    ids, periods = list(words.indicator.code), list(words.period.code)
    for code in dict.fromkeys(rows.indicator.tolist()):
        mine = rows.indicator == code
        there = sorted(periods[at] for at in np.unique(rows.period[mine]))
        entry = _entry(ids[code], part, dataset)
        yield Series(
            entry.id,
            entry.source_code,
            entry.title.say("en"),
            entry.unit.id,
            entry.id in dataset.catalogue.indicators and entry.pillar != NEW,
            int(mine.sum()),
            len(np.unique(rows.place[mine])),
            there[0],
            there[-1],
        )


def _entry(name: str, part: FileObservations, dataset: Dataset) -> Indicator:
    return part.indicators.get(name) or dataset.catalogue.indicators[name]


def _preview(part: FileObservations, known: ReadContext) -> Iterator[Line]:
    """The first figures, as they were understood."""
    rows, words = part.rows.take(slice(0, PREVIEW)), known.words
    ids, places, periods, breakdowns = (
        list(words.indicator.code),
        list(known.catalogue.places),
        list(words.period.code),
        list(words.breakdown.code),
    )
    for at in range(len(rows)):
        yield Line(
            ids[rows.indicator[at]],
            places[rows.place[at]],
            periods[rows.period[at]],
            breakdowns[rows.breakdown[at]],
            float(rows.value[at]),
            STATUSES[rows.status[at]],
            int(rows.line[at]),
        )


def _samples(sniff: Preview) -> Iterator[Sample]:
    """The columns below what seems to be the header, with their first cells."""
    found = layout(sniff)
    below = [row for row in sniff.cells(100)[found.header + 1 :] if row]
    for at, name in enumerate(found.names):
        cells = (row[at] for row in below if at < len(row) and row[at])
        yield Sample(
            name, tuple(cell for cell, _ in zip(dict.fromkeys(cells), range(SAMPLES), strict=False))
        )


def _guess(sniff: Preview | None) -> MappingProxyType[str, str]:
    """What the table itself lets suppose of its columns."""
    if sniff is None:
        return MappingProxyType({})
    try:
        roles = table_roles(sniff)
    except NeedsAnswer:
        return MappingProxyType({})
    there = {field.name for field in fields(Roles)}
    return MappingProxyType(
        {
            part: str(getattr(roles, part))
            for part in COLUMN_KEYS
            if part in there and getattr(roles, part)
        }
    )
