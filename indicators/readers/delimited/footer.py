"""What stands below the last row of a table: blank records, sources, notes, dates. Kept as remarks,
not as rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import NamedTuple

_MAX_LINES = 400
_MAX_BYTES = 1 << 17
"""Lines, and bytes, at the end of a file in which remarks are looked for."""
_MAX_LINE = 20_000
_LONG_REMARK = 60
"""Letters from which on a lone cell is a remark whatever it says."""
_SENTENCE = 25
_FIRST_WORDS = re.compile(
    r"\s*(sources?|notes?|foot ?notes?|data from|data source|last[ -]updated?|updated|"
    r"latest update|downloaded|extracted|generated|copyright|©|\(c\)|citation|cite as|disclaimer|"
    r"international monetary fund|legend|special values?|available flags|flags|contact|date of|"
    r"time ?stamp|terms|licen[cs]e|internal reference|\*+ |\d+[/)] |:\s*=|\.\.\s*=|"
    r"fuentes?|notas?|quellen?|anmerkung|zdroj|pramen|source|remarques?|note de|avertissement|"
    r"数据来源|资料来源|数据来自|来源|注\b|注[:：0-9]|说明|备注|更新)",
    re.IGNORECASE,
)


class Tail(NamedTuple):
    """Where the rows end in the bytes, and the remarks below as (lines after the end, text)."""

    end: int
    foot: tuple[tuple[int, str], ...] = ()


def cut_tail(content: bytes, first: int, delimiter: str, width: int) -> Tail:
    """Find where the last row ends, in a table whose rows begin at byte `first`."""
    start = max(len(content) - _MAX_BYTES, first)
    stop = len(content)
    end = stop - 1 if content.endswith(b"\n") else stop
    remarks: list[str] = []
    while len(remarks) < _MAX_LINES and end >= start:
        begin = content.rfind(b"\n", start, end) + 1 or start
        cells = _cells(content[begin:end], delimiter)
        if cells is None or not (is_blank(cells) or is_footer(cells, width)):
            break
        remarks.append(" ".join(cell.strip() for cell in cells if cell.strip()))
        stop, end = begin, begin - 1
    remarks.reverse()
    return Tail(stop, tuple((line, text) for line, text in enumerate(remarks, 1) if text))


def _cells(line: bytes, delimiter: str) -> list[str] | None:
    if len(line) > _MAX_LINE:
        return None
    text = line.decode("utf-8", "replace").rstrip("\r")
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def is_blank(cells: Sequence[str]) -> bool:
    """Return whether no cell of a record holds anything."""
    return not any(cell.strip() for cell in cells)


def is_footer(cells: Sequence[str], width: int) -> bool:
    """Return whether a record is a remark below a table: one cell (two, after a row number) that
    reads like one.
    """
    texts = [cell.strip() for cell in cells if cell.strip()]
    if not texts or len(texts) > 2:
        return False
    narrow = len(cells) < width
    if len(texts) == 2 and texts[0].isdigit():
        return bool(_FIRST_WORDS.match(texts[1])) and len(cells) <= width
    if width < 2:
        return False
    if _FIRST_WORDS.match(texts[0]):
        return len(texts) == 1 or narrow or len(texts[0]) > 3
    if len(texts) == 2 or not cells[0].strip():
        return False
    return len(texts[0]) > _LONG_REMARK or (narrow and _is_sentence(texts[0]))


def _is_sentence(text: str) -> bool:
    marks = (":", "：", "©", "。")
    return len(text) > _SENTENCE or any(mark in text for mark in marks) or text.endswith(".")
