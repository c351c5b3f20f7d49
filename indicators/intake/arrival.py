"""What is known of a file before it is accepted: its series, what it would change, its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from indicators.problems import Problem, faults


@dataclass(frozen=True)
class ArrivalSeries:
    """One series of the file and the indicator that it is or becomes.

    `code` is its name in the file.
    """

    indicator: str
    code: str
    title: str
    unit: str
    known: bool
    figures: int
    places: int
    first: str
    last: str


@dataclass(frozen=True)
class FigureChange:
    """A figure that would change: None before where it is new, None after where it vanishes.

    `computed`: the figure before is in no file, but computed from others.
    """

    indicator: str
    place: str
    breakdown: str
    period: str
    before: float | None
    after: float | None
    computed: bool = False


@dataclass(frozen=True)
class ChangeSummary:
    """What the file would do to the present figures, in counts.

    `revisions` lists the first revised and vanished ones.

    Each figure of the file is new, the same or revised. `vanished` counts figures of files that
    would no longer be shown, and computed figures of a group for which this file has figures of its
    own. `followers` counts other figures that would be new, different or gone: computed ones, and
    those of other files that would be shown again.
    """

    new: int = 0
    same: int = 0
    revised: int = 0
    vanished: int = 0
    revisions: tuple[FigureChange, ...] = ()
    followers: int = 0


@dataclass(frozen=True)
class ColumnSample:
    """A column of the table and its first cells, for the form that asks what it is."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PreviewRow:
    """One figure as it was understood, for the preview."""

    indicator: str
    place: str
    period: str
    breakdown: str
    value: float
    status: str
    line: int


@dataclass(frozen=True)
class Arrival:
    """An examined file.

    `path` is its place in the data folder, `replaces` the file whose newer version it is.

    `rows` counts what the reader returned, `figures` those that are understood, `missing` the empty
    ones among the rest. `columns` and `suggested_columns` (part -> column) are for the form;
    `shape` is the fingerprint of its header.
    """

    name: str
    path: str
    formats: tuple[str, ...]
    rows: int
    figures: int
    missing: int
    places: int
    first: str
    last: str
    series: tuple[ArrivalSeries, ...]
    preview: tuple[PreviewRow, ...]
    changes: ChangeSummary
    replaces: str
    problems: tuple[Problem, ...]
    shape: str = ""
    columns: tuple[ColumnSample, ...] = ()
    suggested_columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def refused(self) -> bool:
        """Say whether nothing in it was understood: hints may help, or it goes into quarantine."""
        return not self.figures

    @property
    def faults(self) -> int:
        """Count the problems without the notices."""
        return len(faults(self.problems))


@dataclass(frozen=True)
class SeriesDescription:
    """What an analyst says of a new series: title by language, unit, direction, pillar.

    '' where nothing.
    """

    title: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    better: str = ""
    pillar: str = ""
