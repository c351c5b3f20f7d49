"""A chart with the table behind it: what a page draws, and what can be downloaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard.charts import Chart
from indicators.export.arrow import to_arrow

NO_CHART = Chart({}, "")
"""For a table that stands alone."""


@dataclass(frozen=True)
class ChartWithTable:
    """A chart, its table, and what describes the values: (name, text) in order.

    `name` is that of a downloaded file, without its ending. `formats` says how the browser writes
    the numbers of a column, by its header: '%.1f' or 'percent'; downloads have every digit.
    """

    chart: Chart
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)
    name: str = "figures"
    formats: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def table(self) -> Any:
        """The rows as an Arrow table for the browser, converted once and not at every run."""
        return to_arrow(self.header, self.rows)
