"""What stands below the last row of a table: blank records, sources, notes, dates. Kept as remarks, not as rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import NamedTuple

_TALLEST = 400
_LONGEST = 1 << 17
_WORDS = re.compile(
    r"\s*(sources?|notes?|foot ?notes?|data from|data source|last[ -]updated?|updated|latest update|downloaded|extracted|generated|"
    r"copyright|©|\(c\)|citation|cite as|disclaimer|international monetary fund|legend|special values?|available flags|flags|"
    r"contact|date of|time ?stamp|terms|licen[cs]e|internal reference|\*+ |\d+[/)] |:\s*=|\.\.\s*=|"
    r"fuentes?|notas?|quellen?|anmerkung|zdroj|pramen|source|remarques?|note de|avertissement|"
    r"数据来源|资料来源|数据来自|来源|注\b|注[:：0-9]|说明|备注|更新)",
    re.IGNORECASE,
)


class Tail(NamedTuple):
    """Where the rows end in the bytes, and the remarks below as (lines after the end, text)."""

    end: int
    foot: tuple[tuple[int, str], ...] = ()


def cut_tail(content: bytes, first: int, delimiter: str, width: int) -> Tail:
    """Where the last row ends, in a table whose rows begin at byte `first`."""
    start = max(len(content) - _LONGEST, first)
    lines = content[start:].split(b"\n")[1 if start > first else 0 :]
    if lines and not lines[-1]:
        lines.pop()
    kept, foot = len(lines), []
    for line in reversed(lines[-_TALLEST:]):
        cells = _cells(line, delimiter)
        if cells is None or not (is_blank(cells) or is_footer(cells, width)):
            break
        kept -= 1
        foot.append((kept, " ".join(cell.strip() for cell in cells if cell.strip())))
    dropped = lines[kept:]
    cut = sum(len(line) + 1 for line in dropped) - (
        1 if dropped and not content.endswith(b"\n") else 0
    )
    return Tail(
        max(len(content) - cut, first),
        tuple((at - kept + 1, text) for at, text in reversed(foot) if text),
    )


def _cells(line: bytes, delimiter: str) -> list[str] | None:
    if len(line) > 20_000:
        return None
    try:
        return next(
            csv.reader(
                [line.decode("utf-8", "replace").rstrip("\r")], delimiter=delimiter, strict=True
            ),
            [],
        )
    except csv.Error:
        return None


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a record says nothing."""
    return not any(cell.strip() for cell in cells)


def is_footer(cells: Sequence[str], width: int) -> bool:
    """Whether a record is a remark below a table: one cell (two, after a row number) that reads like one."""
    said = [cell.strip() for cell in cells if cell.strip()]
    if len(said) == 2 and said[0].isdigit():
        return bool(_WORDS.match(said[1])) and len(cells) <= width
    if width < 2 or len(said) > 2 or not said or (len(said) == 2 and not _WORDS.match(said[0])):
        return False
    if _WORDS.match(said[0]):
        return len(said) == 1 or len(cells) < width or len(said[0]) > 3
    narrow = len(cells) < width
    return (
        len(said) == 1
        and cells[0].strip() != ""
        and (len(said[0]) > 60 or (narrow and _a_sentence(said[0])))
    )


def _a_sentence(text: str) -> bool:
    return (
        len(text) > 25 or any(mark in text for mark in (":", "：", "©", "。")) or text.endswith(".")
    )
