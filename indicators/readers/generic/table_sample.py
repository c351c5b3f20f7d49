"""The first rows of a table, by the names of its columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from indicators.readers.cells.column_profile import ColumnProfile, profile_column


def join_cells(row: Sequence[str]) -> str:
    """Join the cells of a record above a table to the line that they are."""
    return " ".join(cell.strip() for cell in row if cell.strip())


@dataclass(frozen=True)
class TableSample:
    """The names of a table's columns, each a different one, and its first rows, some short."""

    names: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    def cells(self, name: str) -> list[str]:
        """Return the cells of a column."""
        index = self.names.index(name)
        return [row[index] for row in self.rows if index < len(row)]

    def pairs(self, first: str, second: str) -> list[tuple[str, str]]:
        """Return the cells of two columns row by row, where the first is filled."""
        left, right = self.names.index(first), self.names.index(second)
        width = max(left, right)
        return [(row[left], row[right]) for row in self.rows if len(row) > width and row[left]]

    def profiles(self, without: Collection[str] = ()) -> list[ColumnProfile]:
        """Describe the columns."""
        return [
            profile_column(name, self.cells(name)) for name in self.names if name not in without
        ]

    def determines(self, first: str, second: str) -> bool:
        """Return whether each word of the first column goes with one word of the second; blank
        cells aside.
        """
        pairs = self._filled_pairs(first, second)
        return bool(pairs) and len(pairs) == len({word for word, _ in pairs})

    def is_one_to_one(self, first: str, second: str) -> bool:
        """Return whether each word of either column goes with one word of the other; blank cells
        aside.
        """
        return self.determines(first, second) and self.determines(second, first)

    def _filled_pairs(self, first: str, second: str) -> set[tuple[str, str]]:
        return {pair for pair in self.pairs(first, second) if pair[1]}
