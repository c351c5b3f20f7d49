"""Adding files in the browser: those that wait, their examination, the actions on them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dashboard.live_dataset import live
from indicators import Dataset, data_folder, history, intake
from indicators.catalogue.reading_hints import ReadingHints
from indicators.history import ArrivalStore, Commit, HistoryError, StoredArrival
from indicators.intake import Arrival, SeriesDescription
from indicators.problems import Problem, ProblemCode
from indicators.readers.containers.zip_archive import is_zip

ProgressCallback = Callable[[float], object]
"""Is called with the part that is done, from 0 to 1."""


@dataclass(frozen=True)
class WaitingFile:
    """A file that waits for somebody: staged, in quarantine, or (`path`) in the data folder and not
    understood.
    """

    id: str
    name: str
    digest: str = ""
    shelf: ArrivalStore | None = None
    entry: StoredArrival | None = None
    path: str = ""


@dataclass(frozen=True)
class UploadAnswers:
    """What the visitor answered about a file; nothing is written before the file is accepted.

    `into` is the file that it is a newer version of, '' for a file of its own, None where that is
    recognised.
    """

    hints: ReadingHints = ReadingHints()
    into: str | None = None
    words: Mapping[str, SeriesDescription] = field(default_factory=dict)


@dataclass
class _ProgressStream:
    """A stream that reports how much of it was read."""

    stream: IO[bytes]
    size: int
    progress: ProgressCallback
    position: int = 0

    def read(self, size: int, /) -> bytes:
        """Read the next bytes."""
        piece = self.stream.read(size)
        self.position += len(piece)
        self.progress(min(self.position / max(self.size, 1), 1.0))
        return piece


def folder() -> Path:
    """Return the data folder."""
    return live().data


def waiting_files(shelf: ArrivalStore) -> list[WaitingFile]:
    """List what waits on a shelf, the oldest first."""
    return [
        WaitingFile(entry.id, entry.name, entry.digest, shelf, entry)
        for entry in shelf.all(folder())
    ]


def unread_files(dataset: Dataset) -> list[WaitingFile]:
    """List files that were copied into the data folder and that no reader recognises."""
    wrong = {problem.file for problem in dataset.problems if problem.severity == "error"}
    return [
        WaitingFile(f"folder:{file.name}", file.name.rpartition("/")[2], path=file.name)
        for file in dataset.files
        if not file.formats and not file.figures and file.name in wrong
    ]


def stage(stream: IO[bytes], size: int, name: str, who: str, progress: ProgressCallback) -> int:
    """Stage an uploaded file, an archive of several tables as its members; give how many were
    staged.
    """
    start = stream.read(4)
    stream.seek(0)
    if not is_zip(start):
        intake.stage(
            folder(), _ProgressStream(stream, size, progress), name, channel="browser", who=who
        )
        return 1
    parts = _parts(stream.read(), name)
    for number, (inner, content) in enumerate(parts, 1):
        intake.stage(folder(), content, inner, channel="browser", who=who)
        progress(number / len(parts))
    return len(parts)


def _parts(content: bytes, name: str) -> list[tuple[str, bytes]]:
    """Give the tables of an archive; the archive itself where one of them cannot be read: it waits,
    and says which.
    """
    try:
        parts, problems = intake.split_archive(content, name)
    except Exception:
        logging.getLogger(__name__).exception("the archive %s could not be unpacked", name)
        return [(name, content)]
    broken = any(problem.severity == "error" for problem in problems)
    return [(name, content)] if broken else parts


def content_of(item: WaitingFile) -> bytes:
    """Return the bytes of the file. Raises HistoryError where it cannot be read."""
    if not item.path and not item.digest and item.entry and item.entry.problems:
        raise HistoryError(item.entry.problems[0])  # the entry itself is damaged
    if not item.path:
        return history.read(folder(), item.digest)
    try:
        with data_folder.open_file(folder(), item.path) as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(ProblemCode.FILE_UNREADABLE, item.path, values={"reason": reason})
        raise HistoryError(problem) from error


def examine(dataset: Dataset, item: WaitingFile, answers: UploadAnswers) -> Arrival:
    """Return what the file holds, read with these answers; examined once for each dataset.

    Raises HistoryError where the file cannot be read, or where examining it fails by a fault of the
    program.
    """
    result = dataset.cached(
        _key(item, answers), lambda: _examine_or_problem(dataset, item, answers)
    )
    if isinstance(result, Problem):
        raise HistoryError(result)
    return result


def _examine_or_problem(
    dataset: Dataset, item: WaitingFile, answers: UploadAnswers
) -> Arrival | Problem:
    """Examine the file; where that fails give the problem, so that it is cached as well."""
    content = content_of(item)
    try:
        return intake.examine(
            dataset, content, item.name, answers.hints or None, item.path or answers.into
        )
    except Exception as error:
        logging.getLogger(__name__).exception("the file %s could not be examined", item.name)
        reason = f"{type(error).__name__}: {error}"[:200]
        return Problem(ProblemCode.PROGRAM_FAULT, item.name, values={"reason": reason})


def is_examined(dataset: Dataset, item: WaitingFile, answers: UploadAnswers) -> bool:
    """Return whether `examine` will answer at once."""
    return _key(item, answers) in dataset.memo


def _key(item: WaitingFile, answers: UploadAnswers) -> tuple[str, ...]:
    """Give a key of the cache; reading hints hold dicts, which cannot be keys, so their text is."""
    return ("arrival", item.path, item.digest, item.name, repr(answers.hints), repr(answers.into))


def accept(
    dataset: Dataset, item: WaitingFile, answers: UploadAnswers, who: str
) -> tuple[Arrival, Commit | None]:
    """Add a file as it was last examined and take it off its shelf.

    Raises HistoryError where it cannot be added.
    """
    data, arrival = folder(), examine(dataset, item, answers)
    if item.shelf:
        item.shelf.get(data, item.id)
    _check_unchanged(dataset, arrival.replaces, data)
    digest = item.digest or history.put(data, data_folder.real_path(data, item.path))
    commit = intake.accept(
        data,
        digest,
        arrival,
        dataset.catalogue,
        hints=answers.hints or None,
        descriptions=answers.words,
        channel="browser",
        who=who,
    )
    if item.shelf:
        item.shelf.delete(data, item.id)
    return arrival, commit


def _check_unchanged(dataset: Dataset, path: str, data: Path) -> None:
    """Raise HistoryError where the file to be replaced is no longer the one that the changes were
    shown for.
    """
    file = next((file for file in dataset.files if file.name == path), None)
    if file is None:
        return
    try:
        stat = data_folder.real_path(data, path).stat()
        same = (stat.st_size, stat.st_mtime) == (file.size, file.modified)
    except OSError:
        same = False
    if not same:
        raise HistoryError(Problem(ProblemCode.FILE_CHANGED_MEANWHILE, path))


def quarantine(item: WaitingFile, arrival: Arrival) -> str:
    """Move a staged file that was not recognised into quarantine, with its report; give its id
    there.
    """
    assert item.entry is not None
    id = intake.refuse(folder(), item.digest, arrival, channel="browser", who=item.entry.who)
    history.staged.delete(folder(), item.id)
    return id


def discard(item: WaitingFile) -> None:
    """Take a file off its shelf."""
    if item.shelf:
        item.shelf.delete(folder(), item.id)


def undo(number: int, who: str) -> Commit:
    """Take back one change."""
    return history.undo(folder(), number, who=who, channel="browser")


def last_undoable(log: tuple[Commit, ...]) -> Commit | None:
    """Return the change that `undo` without a number would take back."""
    undone = {entry.undoes for entry in log}
    able: Iterator[Commit] = (
        entry
        for entry in reversed(log)
        if entry.channel != "folder" and entry.undoes is None and entry.number not in undone
    )
    return next(able, None)
