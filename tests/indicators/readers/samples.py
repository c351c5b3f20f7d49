"""What tests of readers share: a file's rows in words, and the corpus of publishers' files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from indicators.problems import Problem
from indicators.readers.read_file import read_any
from indicators.readers.rows import COLUMNS

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
Row = dict[str, str]


def rows_of(content: str | bytes) -> tuple[tuple[str, ...], list[Row], tuple[Problem, ...]]:
    """The formats a file was read as, its rows in words ('value' multiplied out), and what is
    wrong.
    """
    found = read_any(content if isinstance(content, bytes) else content.encode(), "any name")
    rows = found.rows
    said = [
        {name: getattr(rows, name).categories[getattr(rows, name).codes[at]] for name in COLUMNS}
        | {
            "text": rows.text[at].as_py(),
            "line": str(rows.line[at]),
            "value": _value(rows.text[at].as_py(), int(rows.exponent[at])),
        }
        for at in range(len(rows))
    ]
    return found.formats, said, found.problems


def written_rows(content: str | bytes) -> tuple[tuple[str, ...], list[Row], tuple[Problem, ...]]:
    """The formats a file was read as, its rows as they are written ('value' and 'exponent' apart,
    without columns that have no categories), and what is wrong.
    """
    found = read_any(content if isinstance(content, bytes) else content.encode(), "any name")
    rows = found.rows
    columns = {name: getattr(rows, name) for name in COLUMNS}
    texts = [
        {
            name: column.categories[column.codes[at]]
            for name, column in columns.items()
            if column.categories
        }
        | {
            "value": rows.text[at].as_py(),
            "exponent": str(rows.exponent[at]),
            "line": str(rows.line[at]),
        }
        for at in range(len(rows))
    ]
    return found.formats, texts, found.problems


def has(row: Row, **expected: str) -> bool:
    """Whether a row has these values."""
    return {name: row[name] for name in expected} == expected


def _value(text: str, power: int) -> str:
    try:
        return f"{Decimal(text).scaleb(power):f}" if text else ""
    except ArithmeticError:
        return text


def one(rows: list[Row], **wanted: str) -> Row:
    """The only row that says this."""
    found = [row for row in rows if {name: row[name] for name in wanted} == wanted]
    assert len(found) == 1, (wanted, len(found))
    return found[0]


def corpus(path: str) -> list[Row]:
    """The rows of a file of the corpus; the test is skipped where the corpus is not there."""
    file = CORPUS / path
    if not file.exists():
        pytest.skip("../shared/corpus is not there")
    return rows_of(file.read_bytes())[1]
