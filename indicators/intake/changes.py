"""A file's figures against those that are there: new, the same, revised, vanished; and which file it is a newer version of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from indicators.dataset import Dataset
from indicators.intake.arrival import Changes, Revision
from indicators.observations import Block, Codes, key
from indicators.reading import Part
from indicators.understanding import Coder, Coders

SHOWN = 200
"""So many revisions are told one by one."""
LIKE = 0.5
"""A file whose figures are for this share the keys of an arrival is its older version, if it holds no other series."""


@dataclass(frozen=True)
class Against:
    """The arrival's figures beside the table: for each its position there, -1 where it is new."""

    rows: Block
    cell: NDArray[np.intp]


def against(part: Part, words: Coders, dataset: Dataset) -> Against:
    """Look every figure up in the table by its key."""
    table, size = dataset.observations, len(part.rows)
    codes = {name: _moved(getattr(part.rows, name), getattr(words, name), table.words.code[name]) for name in ("indicator", "breakdown", "period")}
    known = np.logical_and.reduce([column >= 0 for column in codes.values()]) if size else np.zeros(0, dtype=bool)
    rows = part.rows.take(known)
    moved = Block(**{**{name: getattr(rows, name) for name in rows.__dataclass_fields__}, **{name: column[known] for name, column in codes.items()}})
    all_keys, keys = key(table.rows, table.words), key(moved, table.words)
    at = np.searchsorted(all_keys, keys)
    there = (at < len(all_keys)) & (all_keys[np.minimum(at, len(all_keys) - 1)] == keys) if len(all_keys) else np.zeros(len(keys), dtype=bool)
    cell = np.full(size, -1, dtype=np.intp)
    cell[np.flatnonzero(known)[there]] = at[there]
    return Against(part.rows, cell)


def _moved(codes: Codes, coder: Coder, into: dict[str, int]) -> Codes:
    table = np.array([into.get(word, -1) for word in coder.code] or [-1], dtype=np.int32)
    return table[codes] if len(codes) else codes


def older(part: Part, found: Against, dataset: Dataset) -> str:
    """The file that this one is a newer version of: it holds no other series and mostly the same keys; '' where none does.

    Of several the one of the same name, else the first.
    """
    rows, words = dataset.observations.rows, dataset.observations.words
    series, name = set(part.told.indicators), PurePosixPath(part.told.name).name
    hits = np.bincount(rows.file[found.cell[found.cell >= 0]], minlength=len(words.file) + 1)
    every = np.bincount(np.maximum(rows.file, -1) + 1, minlength=len(words.file) + 1)[1:]
    able = [told.name for told in dataset.files if told.formats == part.told.formats and set(told.indicators) <= series
            and (code := words.code["file"].get(told.name, -1)) >= 0 and every[code] and hits[code] >= LIKE * every[code]]
    return next((path for path in able if PurePosixPath(path).name == name), able[0] if able else "")


def compare(found: Against, words: Coders, dataset: Dataset, replaces: str) -> Changes:
    """What would change, were the arrival to take the place of `replaces` ('' for a file of its own)."""
    table = dataset.observations
    there = found.cell >= 0
    before = table.rows.value[found.cell[there]]
    differs = before != found.rows.value[there]
    gone = _gone(found, dataset, replaces)
    revised = [_revision(dataset, int(cell), float(after)) for cell, after in
               zip(found.cell[there][differs][:SHOWN], found.rows.value[there][differs][:SHOWN], strict=True)]
    vanished = [_revision(dataset, int(cell), None) for cell in gone[:SHOWN]]
    return Changes(int((~there).sum()), int((~differs).sum()), int(differs.sum()), len(gone), (*revised, *vanished))


def _gone(found: Against, dataset: Dataset, replaces: str) -> NDArray[np.intp]:
    code = dataset.observations.words.code["file"].get(replaces, -2)
    mine = np.flatnonzero(dataset.observations.rows.file == code)
    return np.setdiff1d(mine, found.cell[found.cell >= 0])


def _revision(dataset: Dataset, cell: int, after: float | None) -> Revision:
    one = dataset.observation(cell)
    return Revision(one.indicator, one.place, one.breakdown, one.period, one.value, after)
