"""A chart with the table behind it: what a page draws, and what leaves as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard.charts import Chart
from indicators.export.arrow import to_arrow


@dataclass(frozen=True)
class ChartWithTable:
    """A chart, its table, and what the figures are: (name, words) in order. `name` is the file's."""

    chart: Chart
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)
    name: str = "figures"

    @cached_property
    def table(self) -> Any:
        """The rows as the browser gets them, turned once: a dict of lists would be turned at every run."""
        return to_arrow(self.header, self.rows)
