"""What must hold of a damaged file that was read: nothing in it that was not in the file, and no
row lost in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass

from indicators.problems import Problem
from indicators.readers.containers.unpack import tables, unpack
from indicators.readers.containers.zip_archive import is_zip
from indicators.readers.delimited.records import MAX_RECORD_LINES
from indicators.readers.preview import Preview
from indicators.readers.read_file import FileRows, read_any
from indicators.readers.rows import COLUMNS

_COUNTED = re.compile(
    r"\d[\d,]*(?= (?:more )?(?:rows|lines|records|values|cells))|(?<=left out: )\d[\d,]*"
)
"""How many rows a problem says that it stands for."""


@dataclass(frozen=True)
class Sound:
    """A file before it was damaged: its lines, where its rows begin, and what each line gave."""

    content: bytes
    lines: tuple[str, ...] = ()
    first: int = 0
    formats: tuple[str, ...] = ()
    gave: dict[int, Counter[str]] | None = None


def digits(text: str) -> str:
    """The digits of a text, of any script, as 0 to 9."""
    if text.isascii():
        return "".join(mark for mark in text if "0" <= mark <= "9")
    return "".join(
        str(unicodedata.digit(mark)) for mark in text if unicodedata.digit(mark, None) is not None
    )


def lines_of(content: bytes) -> list[str]:
    """The physical lines of a text file as its readers see them."""
    return re.split(r"\r\n|\n|\r", Preview(content).utf8.decode("utf-8", "replace"))


def given(found: FileRows) -> dict[int, Counter[str]]:
    """What each line gave: the digits of its figures, and how often."""
    gave: dict[int, Counter[str]] = defaultdict(Counter)
    for line, text in zip(found.rows.line.tolist(), found.rows.text.to_pylist(), strict=True):
        gave[line][digits(text)] += 1
    return gave


def sound(content: bytes) -> Sound:
    """A file that is whole."""
    if is_zip(content):
        return Sound(content)
    gave = given(found := read_any(content, "sound"))
    return Sound(content, tuple(lines_of(content)), min(gave, default=0), found.formats, gave)


def faults(content: bytes, found: FileRows, whole: Sound) -> list[str]:
    """What does not hold."""
    said = [_shape(found)]
    if is_zip(content):
        said += _inside_archive(content, found)
    else:
        lines = lines_of(content)
        said += _from_their_lines(lines, found)
        if whole.gave and found.formats == whole.formats:
            said += _accounted(lines, found, whole)
    if not found.formats and not found.problems:
        said.append("refused without a word")
    return [one for one in said if one]


def _shape(found: FileRows) -> str:
    rows = found.rows
    sizes = {
        len(rows.text),
        len(rows.exponent),
        len(rows.line),
        *(len(getattr(rows, name).codes) for name in COLUMNS),
    }
    if len(sizes) > 1:
        return f"columns of different lengths {sizes}"
    for name in COLUMNS:
        column = getattr(rows, name)
        if len(column.codes) and not 0 <= column.codes.min() <= column.codes.max() < len(
            column.categories
        ):
            return f"codes of {name} beyond its categories"
    return "a value is null" if rows.text.null_count else ""


def _from_their_lines(lines: list[str], found: FileRows) -> list[str]:
    """Each figure's digits stand in the line that it is said to be from, or in the few that its
    record may span.
    """
    seen: dict[int, str] = {}
    for line, text in zip(found.rows.line.tolist(), found.rows.text.to_pylist(), strict=True):
        wanted = digits(text)
        if not wanted:
            continue
        if not 0 < line <= len(lines):
            return [f"line {line} of {len(lines)}"]
        there = seen.setdefault(line, digits(lines[line - 1]))
        if wanted not in there and wanted not in digits(
            "".join(lines[line - 1 : line + MAX_RECORD_LINES])
        ):
            return [f"value {text!r} does not stand in line {line}: {lines[line - 1][:120]!r}"]
    return []


def _inside_archive(content: bytes, found: FileRows, depth: int = 0) -> list[str]:
    every = _digits_inside(content)
    lost = next((text for text in found.rows.text.to_pylist() if digits(text) not in every), None)
    return [f"value {lost!r} is not in the archive"] if lost is not None else []


def _digits_inside(content: bytes) -> str:
    texts = ["".join(lines_of(text)) for _, text in tables(unpack(content), "")]
    return "|".join(map(digits, texts))


def _rows_of(problem: Problem) -> int:
    """How many rows a problem says that it stands for: in its values, or in a sentence that has no
    code yet.
    """
    if isinstance(count := problem.values.get("n"), int):
        return count
    return sum(int(word.replace(",", "")) for word in _COUNTED.findall(problem.message()))


def _accounted(lines: list[str], found: FileRows, whole: Sound) -> list[str]:
    """A line that stands in the file unchanged, below an unchanged header, gives what it gave, or
    is told.
    """
    assert whole.gave is not None
    if not len(found.rows) or tuple(lines[: whole.first - 1]) != whole.lines[: whole.first - 1]:
        return []
    gave, told = given(found), {problem.line for problem in found.problems}
    before: dict[str, Counter[str]] = {}
    for number, figures in whole.gave.items():
        if any(figures):
            before.setdefault(whole.lines[number - 1], figures)
    counted = sum(_rows_of(problem) for problem in found.problems)
    lost = [
        number
        for number, line in enumerate(lines, 1)
        if number >= whole.first and line in before and number not in told and not gave.get(number)
    ]
    if len(lost) > counted:
        return [
            f"{len(lost)} lines gave nothing and are not told, first {lost[0]}: {lines[lost[0] - 1][:120]!r}"
        ]
    other = [
        number
        for number, line in enumerate(lines, 1)
        if number >= whole.first
        and line in before
        and number in gave
        and number not in told
        and gave[number] != before[line]
    ]
    left_out = any(
        said in problem.message()
        for problem in found.problems
        for said in ("columns that are not read", "holds numbers and words")
    )
    if len(other) > counted and not left_out:
        at = other[0]
        return [
            f"line {at} gave other figures: {dict(gave[at] - before[lines[at - 1]])} for {dict(before[lines[at - 1]] - gave[at])}: "
            f"{lines[at - 1][:120]!r}"
        ]
    return []
