"""A chart with the table behind it: what a page draws, and what can be downloaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from dashboard.charts import Chart
from indicators.export.arrow import to_arrow

T = TypeVar("T")
NO_CHART = Chart({}, "")
"""For a table that stands alone."""


class OnDemand(Sequence[T]):
    """A sequence that is made when it is first read, such as the words of a table that nobody may
    ask for.

    A class of its own because whoever reads it need not know: it is iterated, counted and compared
    as the list that `make` returns.
    """

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        self._make = make

    @cached_property
    def items(self) -> list[T]:
        """The items, made once."""
        return list(self._make())

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: Any) -> Any:
        return self.items[index]

    def __eq__(self, other: object) -> bool:
        return self.items == (other.items if isinstance(other, OnDemand) else other)

    __hash__ = None  # type: ignore[assignment]  # as a list


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
