"""Examines a file: recognised, understood and compared with the present figures.

Nothing is written.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from itertools import count
from pathlib import PurePosixPath
from types import MappingProxyType

import numpy as np

from indicators.catalogue import NEW
from indicators.catalogue.reading_hints import COLUMN_KEYS, ReadingHints
from indicators.dataset import Dataset
from indicators.history import safe_name
from indicators.ingest import files as ingest
from indicators.ingest.files import FileObservations, FileSummary, ReadContext
from indicators.ingest.with_hints import previews
from indicators.intake.arrival import (
    Arrival,
    ArrivalSeries,
    ChangeSummary,
    ColumnSample,
    PreviewRow,
)
from indicators.intake.changes import compare, find_older_version
from indicators.loading.incremental import read_context_of
from indicators.model import STATUSES
from indicators.problems import Problem, ProblemCode, Value
from indicators.readers import SUFFIXES
from indicators.readers.containers.unpack import Member, unpack
from indicators.readers.generic.header_fingerprint import fingerprint_header
from indicators.readers.generic.reader import table_roles
from indicators.readers.generic.roles import NeedsAnswer, Roles
from indicators.readers.header_rows import layout
from indicators.readers.preview import Preview

FOLDER = "added"
"""Folder inside the data folder for files that came through the command or the browser."""
MAX_PREVIEW_ROWS = 12
MAX_SAMPLE_CELLS = 4
MAX_SAMPLE_ROWS = 100
"""Rows of a table in which the cells of a sample are looked for."""
MAX_CANDIDATES = 5
"""Files with the same header that an arrival is compared with."""


def examine(
    dataset: Dataset,
    content: bytes,
    name: str,
    hints: ReadingHints | None = None,
    into: str | None = None,
) -> Arrival:
    """Find out what a file of this name holds and would change. Nothing is written.

    `hints` say what the file does not; `into` is the path it is to stand at: None finds the file
    whose newer version it is, or a free path; '' a free path in any case.
    """
    context = read_context_of(dataset)
    path = into or free_path(dataset, name)
    file = unpack(content)
    part = _read(file, path, hints, context)
    if into is None:
        path, part = _newer_version(file, hints, context, part, dataset)
    present = {file.name for file in dataset.files}
    changes, problems = compare(part, context, dataset) if len(part.rows) else (ChangeSummary(), ())
    series = tuple(_series(part, context, dataset))
    table = next(previews(file, name), None)
    return Arrival(
        name=name,
        path=path,
        formats=part.summary.formats,
        rows=part.summary.rows,
        figures=len(part.rows),
        missing=part.summary.missing,
        places=part.summary.places,
        first=part.summary.first,
        last=part.summary.last,
        series=series,
        preview=tuple(_preview(part, context)),
        changes=changes,
        replaces=path if path in present else "",
        problems=(
            *_older_edition(series, changes, name, dataset),
            *_under_name([*problems, *part.problems], path, name),
        ),
        shape=fingerprint_header(table) if table else "",
        columns=tuple(_samples(table)) if table else (),
        suggested_columns=_suggested_columns(table) if table else MappingProxyType({}),
    )


def _under_name(problems: Iterable[Problem], path: str, name: str) -> Iterator[Problem]:
    """Give the problems of the file under the name that it was sent under."""
    for problem in problems:
        yield replace(problem, file=name) if problem.file == path else problem


def _newer_version(
    file: Member,
    hints: ReadingHints | None,
    context: ReadContext,
    part: FileObservations,
    dataset: Dataset,
) -> tuple[str, FileObservations]:
    """Give the path of the file whose newer version it is, and the rows read under that name.

    Else both as they are.

    The series of a table of somebody's own have no codes: it is read under the name of each file
    with the same header, so that what is described for that file holds for it, and is its newer
    version where most of its figures are in it.
    """
    for candidate in _readings(file, hints, context, part, dataset):
        path = find_older_version(candidate, dataset)
        if path and path == candidate.summary.name:
            return path, candidate
        if path:
            return path, _read(file, path, hints, context)
    return part.summary.name, part


def _readings(
    file: Member,
    hints: ReadingHints | None,
    context: ReadContext,
    part: FileObservations,
    dataset: Dataset,
) -> Iterator[FileObservations]:
    """Read the file under its own name, then under those with the same header.

    Alike names go first.
    """
    yield part
    shape = part.summary.shape
    alike = [file.name for file in dataset.files if shape and file.shape == shape]
    start = PurePosixPath(part.summary.name).stem.split("-")[0]
    alike.sort(key=lambda path: not PurePosixPath(path).stem.startswith(start))
    for path in alike[:MAX_CANDIDATES]:
        yield _read(file, path, hints, context)


def _read(
    file: Member, path: str, hints: ReadingHints | None, context: ReadContext
) -> FileObservations:
    """Read the file as it would stand at the path, with the hints of the file that is there.

    A period for that whole file may not be that of this one: it is asked for anew.
    """
    catalogue = context.catalogue
    hints = hints or replace(catalogue.hints.get(path, ReadingHints()), period="")
    if hints:
        by_file = MappingProxyType({**catalogue.hints, path: replace(hints, file=path)})
        context = replace(context, catalogue=replace(catalogue, hints=by_file))
    return ingest.read_content(file, FileSummary(path, len(file.content), time.time()), context)


def _older_edition(
    series: tuple[ArrivalSeries, ...], changes: ChangeSummary, name: str, dataset: Dataset
) -> Iterator[Problem]:
    """Warn where the file would revise figures and ends before the present ones."""
    for item in series:
        if not changes.revised or item.indicator not in dataset.catalogue.indicators:
            continue
        periods = dataset.grid(item.indicator).periods
        if periods and item.last < periods[-1]:
            values: dict[str, Value] = {
                "indicator": item.indicator,
                "last": item.last,
                "current": periods[-1],
                "n": changes.revised,
            }
            yield Problem(ProblemCode.OLDER_EDITION, name, values=values, severity="warning")
            return  # one is enough


def free_path(dataset: Dataset, name: str) -> str:
    """Return a path in the folder of added files that no file has, whatever its ending.

    The ending does not count, as a .yaml is found by the rest.
    """
    plain = PurePosixPath(safe_name(name))
    if plain.suffix.lower() not in SUFFIXES:
        plain = PurePosixPath(f"{plain}.csv")
    used_stems = {_stem(file.name) for file in dataset.files}
    for number in count(1):
        ending = f"-{number}" if number > 1 else ""
        path = f"{FOLDER}/{plain.stem}{ending}{plain.suffix}"
        if _stem(path) not in used_stems:
            return path
    raise AssertionError("numbers do not end")


def _stem(path: str) -> PurePosixPath:
    return PurePosixPath(path.casefold()).with_suffix("")


def _series(
    part: FileObservations, context: ReadContext, dataset: Dataset
) -> Iterator[ArrivalSeries]:
    """Describe the series, in order of their first figures."""
    rows = part.rows
    ids, periods = list(context.builders.indicator.code), list(context.builders.period.code)
    known = dataset.catalogue.indicators
    for code in dict.fromkeys(rows.indicator.tolist()):
        mask = rows.indicator == code
        series_periods = sorted(periods[period] for period in np.unique(rows.period[mask]))
        name = ids[code]
        indicator = part.indicators.get(name) or known[name]
        yield ArrivalSeries(
            indicator.id,
            indicator.source_code,
            indicator.title.get("en"),
            indicator.unit.id,
            indicator.id in known and indicator.pillar != NEW,
            int(mask.sum()),
            len(np.unique(rows.place[mask])),
            series_periods[0],
            series_periods[-1],
        )


def _preview(part: FileObservations, context: ReadContext) -> Iterator[PreviewRow]:
    """Give the first figures, as they were understood."""
    rows, builders = part.rows.take(slice(0, MAX_PREVIEW_ROWS)), context.builders
    ids, periods = list(builders.indicator.code), list(builders.period.code)
    places, breakdowns = list(context.catalogue.places), list(builders.breakdown.code)
    for row in range(len(rows)):
        yield PreviewRow(
            ids[rows.indicator[row]],
            places[rows.place[row]],
            periods[rows.period[row]],
            breakdowns[rows.breakdown[row]],
            float(rows.value[row]),
            STATUSES[rows.status[row]],
            int(rows.line[row]),
        )


def _samples(table: Preview) -> Iterator[ColumnSample]:
    """Give the columns below what seems to be the header, with their first different cells."""
    header = layout(table)
    rows = [row for row in table.cells(MAX_SAMPLE_ROWS)[header.header + 1 :] if row]
    for column, name in enumerate(header.names):
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        yield ColumnSample(name, tuple(dict.fromkeys(cells))[:MAX_SAMPLE_CELLS])


def _suggested_columns(table: Preview) -> Mapping[str, str]:
    """Give the column of each part that the table itself lets suppose."""
    try:
        roles = table_roles(table)
    except NeedsAnswer:
        return MappingProxyType({})
    suggested: dict[str, str] = {}
    for role in fields(Roles):
        column = getattr(roles, role.name)
        if role.name in COLUMN_KEYS and column:
            suggested[role.name] = str(column)
    return MappingProxyType({part: suggested[part] for part in COLUMN_KEYS if part in suggested})
