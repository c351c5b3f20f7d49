"""Adding in the browser: what waits, examined; and each action, which asks the door again before it does anything."""

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
from indicators.problems import Problem, uncoded
from indicators.readers.containers.zip_archive import is_zip

Tell = Callable[[float], object]
"""Is told how far something is, from 0 to 1."""


@dataclass(frozen=True)
class Item:
    """A file that waits for somebody: staged, in quarantine, or (`path`) in the data folder and not understood."""

    id: str
    name: str
    digest: str = ""
    shelf: ArrivalStore | None = None
    entry: StoredArrival | None = None
    path: str = ""


@dataclass(frozen=True)
class Said:
    """What was answered about a file on this visit: nothing of it is written before the file is accepted.

    `into` is the file whose newer version it is, '' for a file of its own, None where that is found by itself.
    """

    answers: ReadingHints = ReadingHints()
    into: str | None = None
    words: Mapping[str, SeriesDescription] = field(default_factory=dict)


@dataclass
class _Counted:
    """A stream that tells how much of it was read. A class because it stands in for a stream."""

    stream: IO[bytes]
    size: int
    tell: Tell
    done: int = 0

    def read(self, size: int, /) -> bytes:
        """The next piece."""
        piece = self.stream.read(size)
        self.done += len(piece)
        self.tell(min(self.done / max(self.size, 1), 1.0))
        return piece


def folder() -> Path:
    """The data folder."""
    return live().data


def waiting(shelf: ArrivalStore) -> list[Item]:
    """What is on a shelf, the oldest first."""
    return [Item(entry.id, entry.name, entry.digest, shelf, entry) for entry in shelf.all(folder())]


def not_understood(dataset: Dataset) -> list[Item]:
    """Files that were copied into the data folder and that no reader knows."""
    wrong = {problem.file for problem in dataset.problems if problem.severity == "error"}
    return [
        Item(f"folder:{told.name}", told.name.rpartition("/")[2], path=told.name)
        for told in dataset.files
        if not told.formats and not told.kept and told.name in wrong
    ]


def stage(stream: IO[bytes], size: int, name: str, who: str, tell: Tell) -> int:
    """Keep an uploaded file, an archive of several tables as its parts; how many wait now."""
    start = stream.read(4)
    stream.seek(0)
    if not is_zip(start):
        intake.stage(folder(), _Counted(stream, size, tell), name, channel="browser", who=who)
        return 1
    parts = _parts(stream.read(), name)
    for number, (inner, content) in enumerate(parts, 1):
        intake.stage(folder(), content, inner, channel="browser", who=who)
        tell(number / len(parts))
    return len(parts)


def _parts(content: bytes, name: str) -> list[tuple[str, bytes]]:
    """The tables of an archive by name; the whole where a part of it cannot be had: it waits, and says which."""
    try:
        parts, problems = intake.split_archive(content, name)
    except Exception:
        logging.getLogger(__name__).exception("the archive %s could not be unpacked", name)
        return [(name, content)]
    broken = any(problem.severity == "error" for problem in problems)
    return [(name, content)] if broken else parts


def content_of(item: Item) -> bytes:
    """The file as it came. HistoryError where it cannot be read (any longer)."""
    if not item.path and not item.digest and item.entry and item.entry.problems:
        raise HistoryError(item.entry.problems[0])  # the entry itself is damaged
    if not item.path:
        return history.read(folder(), item.digest)
    try:
        with data_folder.open_file(folder(), item.path) as file:
            return file.read()
    except OSError as error:
        raise HistoryError(uncoded(f"cannot be read ({error.strerror})", item.path)) from error


def examined(dataset: Dataset, item: Item, said: Said) -> Arrival:
    """What the file holds with what was said of it; worked out once for these figures.

    HistoryError where the file cannot be had, or where examining it fails in a way that nobody foresaw.
    """
    result = dataset.cached(_key(item, said), lambda: _examined(dataset, item, said))
    if isinstance(result, Problem):
        raise HistoryError(result)
    return result


def _examined(dataset: Dataset, item: Item, said: Said) -> Arrival | Problem:
    """The examined file; a Problem, which is remembered like it, where that fails."""
    content = content_of(item)
    try:
        return intake.examine(
            dataset, content, item.name, said.answers or None, item.path or said.into
        )
    except Exception as error:
        logging.getLogger(__name__).exception("the file %s could not be examined", item.name)
        return uncoded(
            f"could not be examined ({type(error).__name__}: {error})"[:200],
            item.name,
            do="This is a fault of the program: please report it, with the file. Nothing was changed.",
        )


def is_examined(dataset: Dataset, item: Item, said: Said) -> bool:
    """Whether `examined` will answer at once."""
    return _key(item, said) in dataset.memo


def _key(item: Item, said: Said) -> tuple[str, ...]:
    """A dict cannot be a key; what it shows of itself can."""
    return ("arrival", item.path, item.digest, item.name, repr(said.answers), repr(said.into))


def accept(dataset: Dataset, item: Item, said: Said, who: str) -> tuple[Arrival, Commit | None]:
    """Take a file in as it was last examined, and take it off its shelf. HistoryError says why it was not."""
    data, arrival = folder(), examined(dataset, item, said)
    if item.shelf:
        item.shelf.get(data, item.id)
    _as_seen(dataset, arrival.replaces, data)
    digest = item.digest or history.put(data, data_folder.real_path(data, item.path))
    done = intake.accept(
        data,
        digest,
        arrival,
        dataset.catalogue,
        hints=said.answers or None,
        descriptions=said.words,
        channel="browser",
        who=who,
    )
    if item.shelf:
        item.shelf.delete(data, item.id)
    return arrival, done


def _as_seen(dataset: Dataset, path: str, data: Path) -> None:
    """Refuse where the file to be replaced is no longer the one that the changes were told against."""
    told = next((told for told in dataset.files if told.name == path), None)
    if told is None:
        return
    try:
        stat = data_folder.real_path(data, path).stat()
        same = (stat.st_size, stat.st_mtime) == (told.size, told.modified)
    except OSError:
        same = False
    if not same:
        raise HistoryError(
            uncoded(
                "this file has changed since the changes were shown",
                path,
                do="Look at them anew, then decide.",
            )
        )


def refuse(item: Item, arrival: Arrival) -> str:
    """Move a staged file that was not understood into quarantine, with its report; its id there."""
    assert item.entry is not None
    kept = intake.refuse(folder(), item.digest, arrival, channel="browser", who=item.entry.who)
    history.staged.delete(folder(), item.id)
    return kept


def drop(item: Item) -> None:
    """Take a file off its shelf."""
    if item.shelf:
        item.shelf.delete(folder(), item.id)


def undo(number: int, who: str) -> Commit:
    """Take one change back."""
    return history.undo(folder(), number, who=who, channel="browser")


def last_undoable(log: tuple[Commit, ...]) -> Commit | None:
    """The change that `undo` without a number would take back."""
    undone = {entry.undoes for entry in log}
    able: Iterator[Commit] = (
        entry
        for entry in reversed(log)
        if entry.channel != "folder" and entry.undoes is None and entry.number not in undone
    )
    return next(able, None)
