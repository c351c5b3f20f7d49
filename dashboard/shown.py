"""A chart with the table behind it: what a page draws, and what leaves as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.figures import Chart


@dataclass(frozen=True)
class Shown:
    """A chart, its table, and what the figures are: (name, words) in order. `name` is the file's."""

    chart: Chart
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)
    name: str = "figures"
