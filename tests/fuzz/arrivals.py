"""A file through examine, accept and undo on the shipped figures, and what must hold at each step.

`examine` writes nothing and its counts add up; what stands after `accept` is what was told, and no
figure of another file is lost; after `undo` every figure is as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indicators import Dataset, history, intake
from indicators.history import HistoryError
from indicators.intake import Arrival
from indicators.loading.assemble import state_of
from indicators.loading.load import load
from indicators.observations import Codelists, ObservationRows

ROOT = Path(__file__).parents[2]
DUST = 1e-9
"""Computed figures that are added up in another order may differ by this part of themselves."""


@dataclass(frozen=True)
class Desk:
    """A copy of the shipped folder to add files to, and its dataset."""

    config: Path
    data: Path
    dataset: Dataset


def desk(folder: Path) -> Desk:
    """A copy of config.yaml and data/ in this folder, loaded and kept in its history."""
    config, data = folder / "config.yaml", folder / "data"
    shutil.copy(ROOT / "config.yaml", config)
    shutil.copytree(ROOT / "data", data)
    history.record(data)
    return Desk(config, data, load(config, data, keep=False))


def with_added(bare: Desk, files: dict[str, bytes]) -> Desk:
    """The desk with these files in its folder of added files, so that a further one may be a newer
    version of them.
    """
    folder = bare.data / intake.FOLDER
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    history.record(bare.data)
    return replace(bare, dataset=load(bare.config, bare.data, before=bare.dataset))


def parts_of(content: bytes, name: str) -> list[tuple[str, bytes]]:
    """What is examined of a file: its tables, as the Add page and the command take it apart."""
    return intake.split_archive(content, name)[0]


def faults(desk: Desk, content: bytes, name: str) -> list[str]:
    """What does not hold of one file.

    Whatever it raises is a finding, too; the desk is then not to be used further.
    """
    return list(_faults(desk, content, name))


def _faults(desk: Desk, content: bytes, name: str) -> Iterator[str]:
    before = _files(desk.data)
    arrival = intake.examine(desk.dataset, content, name)
    if _files(desk.data) != before:
        yield "examine wrote something"
    counts = arrival.changes
    if counts.new + counts.same + counts.revised != arrival.figures:
        yield f"new {counts.new} + same {counts.same} + revised {counts.revised} are not {arrival.figures}"
    digest = history.put(desk.data, content)
    if arrival.refused:
        yield from _refused(desk, digest, arrival)
        return
    commit = intake.accept(desk.data, digest, arrival, desk.dataset.catalogue, channel="command")
    if commit is None:  # the very file is there already
        return
    if (desk.data / arrival.path).read_bytes() != content:
        yield "what stands in the folder is not what came"
    after = load(desk.config, desk.data, before=desk.dataset)
    yield from _as_told(desk.dataset, after, arrival)
    history.undo(desk.data, commit.number, channel="command")
    if _figures(desk.data) != {
        path: mark for path, mark in before.items() if not path.startswith(".history")
    }:
        yield "undo left other files than before"
    yield from _equal(desk.dataset, load(desk.config, desk.data, before=after))


def _files(data: Path) -> dict[str, tuple[int, int]]:
    """Every file below the folder, its history's too, with its size and time; the lock is no file
    that says anything.
    """
    found = {}
    for path in data.rglob("*"):
        if path.is_file():
            stat = path.stat()
            found[path.relative_to(data).as_posix()] = (stat.st_size, stat.st_mtime_ns)
    return found


def _figures(data: Path) -> dict[str, tuple[int, int]]:
    return {path: mark for path, mark in _files(data).items() if not path.startswith(".history")}


def _refused(desk: Desk, digest: str, arrival: Arrival) -> Iterator[str]:
    if not arrival.problems:
        yield "refused without a word"
    try:
        intake.accept(desk.data, digest, arrival, desk.dataset.catalogue, channel="command")
        yield "a file of which nothing was understood could be accepted"
    except HistoryError:
        pass
    history.quarantine.delete(
        desk.data, intake.refuse(desk.data, digest, arrival, channel="command")
    )


@dataclass(frozen=True)
class _Table:
    """A dataset's rows with one number for each key, in the words of a later dataset."""

    rows: ObservationRows
    key: NDArray[np.int64]

    def at(self, keys: NDArray[np.int64]) -> NDArray[np.intp]:
        """The positions of keys, -1 where there is none."""
        place = np.minimum(np.searchsorted(self.key, keys), len(self.key) - 1)
        return np.where(self.key[place] == keys, place, -1)


def _table(dataset: Dataset, words: Codelists, rows: ObservationRows | None = None) -> _Table:
    """By each figure's words, and in order of them."""
    rows, own = dataset.observations.rows if rows is None else rows, dataset.observations.codelists
    number = np.zeros(len(rows), dtype=np.int64)
    for name in ("indicator", "breakdown", "place", "period"):
        codes = np.array([words.code[name][word] for word in getattr(own, name)], dtype=np.int64)
        number = number * max(len(getattr(words, name)), 1) + codes[getattr(rows, name)]
    order = np.argsort(number, kind="stable")
    return _Table(rows.take(order), number[order])


def _as_told(dataset: Dataset, later: Dataset, arrival: Arrival) -> Iterator[str]:
    """What stands after accepting, against what examine told."""
    words = later.observations.codelists
    before, after = _table(dataset, words), _table(later, words)
    shadowed = state_of(later).superseded
    code = words.code["file"].get(arrival.path, -2)
    mine = after.rows.file == code
    hidden = _table(later, words, shadowed.take(shadowed.file == code))
    if (np.diff(after.key) <= 0).any():
        yield "a figure stands twice in the table"
    if int(mine.sum()) + len(hidden.key) != arrival.figures:
        yield f"{int(mine.sum())} figures stand and {len(hidden.key)} do not, of {arrival.figures}"
    yield from _counted(before, after, np.concatenate([after.key[mine], hidden.key]), arrival)
    yield from _lost(before, after, np.union1d(after.key[mine], hidden.key), dataset, arrival)
    said = {
        (int(line), float(value))
        for rows in (after.rows.take(mine), hidden.rows)
        for line, value in zip(rows.line, rows.value, strict=True)
    }
    for line in arrival.preview:
        if (line.line, line.value) not in said:
            yield f"previewed and not there: {line}"


def _counted(
    before: _Table, after: _Table, keys: NDArray[np.int64], arrival: Arrival
) -> Iterator[str]:
    """New, the same and revised, as the two tables have them; a figure that stands twice is counted
    twice, as it was told.
    """
    was, now = before.at(keys), after.at(keys)
    same = (was >= 0) & (before.rows.value[was] == after.rows.value[now])
    counted = (int((was < 0).sum()), int(same.sum()), int(((was >= 0) & ~same).sum()))
    changes = arrival.changes
    if counted != (changes.new, changes.same, changes.revised):
        yield f"new, same and revised are {counted}, told were {(changes.new, changes.same, changes.revised)}"


def _lost(
    before: _Table, after: _Table, keys: NDArray[np.int64], dataset: Dataset, arrival: Arrival
) -> Iterator[str]:
    """Figures of other files stay as they were; what vanishes and what follows is what was told."""
    now = after.at(before.key)
    read, others = before.rows.file >= 0, ~np.isin(before.key, keys)
    replaced = dataset.observations.codelists.code["file"].get(arrival.replaces, -2)
    kept = read & others & (before.rows.file != replaced)
    if (kept & (now < 0)).any():
        yield f"{int((kept & (now < 0)).sum())} figures of other files are lost"
    if (before.rows.value[kept] != after.rows.value[now[kept]]).any():
        yield "figures of other files are other ones"
    size = len(dataset.observations.codelists.place)
    owners = np.unique(keys)
    given = after.at(owners)
    pairs = np.unique(after.rows.indicator[given].astype(np.int64) * size + after.rows.place[given])
    own = np.isin(before.rows.indicator.astype(np.int64) * size + before.rows.place, pairs)
    gone = now < 0
    vanished = int((gone & (read | own)).sum())
    if vanished != arrival.changes.vanished:
        yield f"{vanished} figures vanish, told were {arrival.changes.vanished}"
    rest = ~np.isin(after.key, keys)
    was = before.at(after.key[rest])
    value, old = after.rows.value[rest], before.rows.value[was]
    made = after.rows.file[rest] < 0
    moved = (was < 0) | (np.abs(value - old) > np.where(made, DUST * np.abs(old), 0))
    followers = int(moved.sum()) + int((gone & ~read & ~own).sum())
    if followers != arrival.changes.followers:
        yield f"{followers} other figures follow, told were {arrival.changes.followers}"


def _equal(dataset: Dataset, again: Dataset) -> Iterator[str]:
    """Every figure with all that is known of it, as it was."""
    words = again.observations.codelists
    before, after = _table(dataset, words), _table(again, words)
    if len(before.key) != len(after.key) or (before.key != after.key).any():
        yield f"after undo {len(after.key)} figures, {len(before.key)} before"
        return
    for name in ("status", "line"):
        if (getattr(before.rows, name) != getattr(after.rows, name)).any():
            yield f"after undo another {name}"
    for name in ("source", "note", "file"):
        old, new = dataset.observations.codelists.arrays[name], words.arrays[name]
        if (old[getattr(before.rows, name)] != new[getattr(after.rows, name)]).any():
            yield f"after undo another {name}"
    made = before.rows.file < 0
    dust = np.where(made, DUST * np.abs(before.rows.value), 0)
    if (np.abs(before.rows.value - after.rows.value) > dust).any():
        yield "after undo other values"
