"""A chart with the table behind it: what a page draws, and what leaves as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from dashboard.figures import Chart


@dataclass(frozen=True)
class Shown:
    """A chart, its table, and what the figures are: (name, words) in order. `name` is the file's."""

    chart: Chart
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)
    name: str = "figures"

    @cached_property
    def table(self) -> pa.Table:
        """The rows as Streamlit sends them, turned once: a dict of lists would be turned at every run."""
        return pa.table([_column([row[at] for row in self.rows]) for at in range(len(self.header))], list(self.header))


def _column(cells: list[Any]) -> pa.Array:
    try:
        return pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # a column of numbers and words is a column of words
        return pa.array(["" if cell is None else str(cell) for cell in cells])
