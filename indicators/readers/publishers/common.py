"""What the readers of several publishers share: finding a header, filling and reporting columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.periods import year_columns
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.preview import Preview
from indicators.readers.rows import Column, combine

MAX_LISTED = 6
"""Names of columns that a problem lists."""
MAX_LENGTH = 80
"""Letters of a name or a header that a problem quotes."""


def find_record(preview: Preview, count: int, matches: Callable[[list[str]], bool]) -> int:
    """Return the first of a file's first `count` records whose cells match; -1 where none does."""
    records = enumerate(preview.cells(count))
    return next((index for index, cells in records if matches(cells)), -1)


def casefolded(names: Iterable[str]) -> set[str]:
    """Return names without regard to case."""
    return {name.casefold() for name in names}


def letters_and_digits(name: str) -> str:
    """Return a name without blanks, punctuation and capitals: 'Country Code', countrycode."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def has_text(table: Table, name: str) -> bool:
    """Return whether any cell of a column is filled."""
    return any(table.column(name).categories)


def only_word(table: Table, name: str) -> str:
    """Return the one word that a column has besides blanks; '' where it has none or several."""
    words = {word for word in table.column(name).categories if word}
    return words.pop() if len(words) == 1 else ""


def coalesce(columns: Sequence[Column]) -> Column:
    """Return in each row the first word that is not blank."""
    return combine(columns, lambda words: next((word for word in words if word), ""))


def code_or_name(table: Table, code: str, name: str) -> Column:
    """Return the code of each row's place, or its name where it has no code."""
    return coalesce([table.column(code), table.column(name)])


def with_columns(table: Table, columns: Mapping[str, Column]) -> Table:
    """Return the table with these columns, new or in place of those of the same name."""
    names = (*table.names, *(name for name in columns if name not in table.names))
    merged = {name: columns.get(name) or table.columns[name] for name in names}
    return replace(table, names=names, columns=Columns(merged))


def unread_columns(table: Table, used: Collection[str]) -> list[Problem]:
    """Return a notice that lists the filled columns that are neither used nor named for a year."""
    years = year_columns(table.names)
    return columns_not_read(
        table.name,
        [
            name
            for name in table.names
            if name not in used and name not in years and has_text(table, name)
        ],
    )


def columns_not_read(file: str, names: Sequence[str]) -> list[Problem]:
    """Return a notice that lists the first of these columns; nothing where there are none."""
    if not names:
        return []
    listed = tuple(name[:MAX_LENGTH] for name in names[:MAX_LISTED])
    code = ProblemCode.COLUMNS_NOT_READ
    return [Problem(code, file, values={"columns": listed}, severity="notice")]


def place_not_stated(file: str) -> Problem:
    """Return the warning that a file does not say which place its figures are of."""
    return Problem(ProblemCode.PLACE_NOT_STATED, file, 1, severity="warning")
