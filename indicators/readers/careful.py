"""The careful way through a table: record by record, every odd one told by its line and the others kept."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.model import Problem
from indicators.readers.records import records
from indicators.readers.rows import TOLD, Column
from indicators.readers.tail import is_blank, is_footer

_SHOWN = 80
_BATCH = 20_000


class Careful(NamedTuple):
    """What was read: a column for each header cell, the line of each row, faults, and remarks below."""

    columns: list[Column]
    line: NDArray[np.int32]
    problems: list[Problem]
    foot: tuple[tuple[int, str], ...]


class _Columns:
    """Columns that grow by rows. A class because it must remember."""

    def __init__(self, width: int) -> None:
        self.known: list[dict[str, int]] = [{} for _ in range(width)]
        self.codes: list[list[NDArray[np.int32]]] = [[] for _ in range(width)]
        self.waiting: list[list[str]] = []
        self.lines: list[int] = []

    def add(self, line: int, row: list[str]) -> None:
        self.waiting.append(row)
        self.lines.append(line)
        if len(self.waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        for known, codes, cells in zip(self.known, self.codes, zip(*self.waiting, strict=True), strict=False):
            codes.append(np.array([known.setdefault(cell, len(known)) for cell in cells], dtype=np.int32))
        self.waiting = []

    def columns(self) -> list[Column]:
        self.flush()
        none = np.zeros(0, dtype=np.int32)
        return [Column(np.concatenate(codes) if codes else none, tuple(word.strip() for word in known))
                for known, codes in zip(self.known, self.codes, strict=True)]


def read_careful(text: bytes, width: int, delimiter: str, before: int, name: str) -> Careful:
    """Every record of the text below the header, which ends on line `before`."""
    nul = b"\0" in text
    kept, odd = _Columns(width), list[tuple[int, list[str] | csv.Error]]()
    for at, row in records(text, delimiter):
        line = at + before
        if isinstance(row, csv.Error) or (len(row) > width and any(cell.strip() for cell in row[width:])):
            odd.append((line, row))
        elif is_blank(row):
            continue
        elif len(row) < width or (row.count("") >= width - 2 and is_footer(row, width)) or (nul and "\0" in "".join(row)):
            odd.append((line, row))
        else:
            kept.add(line, row[:width])
    return _settled(kept, odd, width, name)


def _settled(kept: _Columns, odd: list[tuple[int, list[str] | csv.Error]], width: int, name: str) -> Careful:
    """Odd records: remarks at the end, rows that lack their last empty cells, and faults."""
    last = kept.lines[-1] if kept.lines else 0
    foot = [(line, " ".join(cell.strip() for cell in row if cell.strip())) for line, row in odd
            if isinstance(row, list) and line > last and is_footer(row, width)]
    remarks = {line for line, _ in foot}
    rest = [(line, row) for line, row in odd if line not in remarks]
    short = [(line, row) for line, row in rest if isinstance(row, list) and 1 < len(row) < width]
    problems: list[Problem] = []
    if len(short) > 5 and len(short) > 0.2 * len(kept.lines):
        problems.append(Problem(f"{len(short)} rows lack their last cells, taken as empty", name, short[0][0],
                                expected=f"{width} cells", severity="notice"))
        return _padded(kept, short, rest, width, name, problems, tuple(foot))
    columns = kept.columns()
    return Careful(columns, np.array(kept.lines, dtype=np.int32), _told(rest, width, name), tuple(foot))


def _padded(kept: _Columns, short: list[tuple[int, list[str]]], rest: list[tuple[int, list[str] | csv.Error]],
            width: int, name: str, problems: list[Problem], foot: tuple[tuple[int, str], ...]) -> Careful:
    for line, row in short:
        kept.add(line, row + [""] * (width - len(row)))
    mended = {line for line, _ in short}
    faults = _told([(line, row) for line, row in rest if line not in mended], width, name)
    columns, lines = kept.columns(), np.array(kept.lines, dtype=np.int32)
    order = np.argsort(lines, kind="stable")
    return Careful([Column(column.codes[order], column.words) for column in columns], lines[order],
                   problems + faults, foot)


def _told(odd: Sequence[tuple[int, list[str] | csv.Error]], width: int, name: str) -> list[Problem]:
    """Faults one by one up to a number, the rest as a number; rows told equal rows left out."""
    problems = [_fault(line, row, width, name) for line, row in odd[:TOLD]]
    if len(odd) > TOLD:
        problems.append(Problem(f"{len(odd) - TOLD} more rows cannot be read", name, odd[TOLD][0],
                                do="They are left out, for the reasons told above."))
    return problems


def _fault(line: int, row: list[str] | csv.Error, width: int, name: str) -> Problem:
    if isinstance(row, csv.Error):
        quote = any(word in str(row) for word in ("expected", "end of data"))
        return Problem(f"the row cannot be read ({row})", name, line, do="A quote that is opened must be closed; write "
                       "a quote inside as two." if quote else "The file may be damaged there; this row is left out.")
    shown = ",".join(row[:12])[:_SHOWN].replace("\0", "\\0")
    if any("\0" in cell for cell in row):
        return Problem("the row holds a NUL byte", name, line, found=shown, expected="text",
                       do="The file was damaged; this row is left out.")
    if is_footer(row, width):
        return Problem("a remark among the rows is passed over", name, line, found=shown, severity="notice")
    return Problem("the row has another number of cells than the header", name, line, found=shown,
                   expected=f"{width} cells, not {len(row)}", do="A cell with the delimiter in it needs quotes.")
