"""What the intake says of a file before anybody accepts it: the nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from indicators.problems import Problem


@dataclass(frozen=True)
class Series:
    """One series of the file and the indicator that it is or becomes; `code` is what the file calls it."""

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
class Revision:
    """A figure that would change: None before where it is new, None after where it vanishes.

    `computed`: the figure before stands in no file, but is computed from others.
    """

    indicator: str
    place: str
    breakdown: str
    period: str
    before: float | None
    after: float | None
    computed: bool = False


@dataclass(frozen=True)
class Changes:
    """What the file would do to the figures that are there. `revisions` are the first of the revised and vanished ones.

    Each figure of the file is new, the same or revised. `vanished` are figures of files that stand today and would not
    stand then, and computed figures of a group for which this file has figures of its own. `followers` counts other
    figures that would be new, other ones or gone: computed ones, and those of other files that would stand again.
    """

    new: int = 0
    same: int = 0
    revised: int = 0
    vanished: int = 0
    revisions: tuple[Revision, ...] = ()
    followers: int = 0


@dataclass(frozen=True)
class Sample:
    """A column of the table as it stands in the file, for somebody who is asked what it is."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Line:
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
    """A file, examined. `path` is where it would stand in the data folder, `replaces` the file whose newer version it is.

    `rows` counts what the reader returned, `figures` those that are understood, `missing` the empty ones among the rest.
    `columns` and `guess` (part -> column) are for the form; `shape` is the mark of its header.
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
    series: tuple[Series, ...]
    preview: tuple[Line, ...]
    changes: Changes
    replaces: str
    problems: tuple[Problem, ...]
    shape: str = ""
    columns: tuple[Sample, ...] = ()
    guess: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def refused(self) -> bool:
        """Whether nothing in it was understood: it can be answered for, or it goes into quarantine."""
        return not self.figures

    @property
    def faults(self) -> int:
        """Problems that cost something; notices do not."""
        return sum(problem.severity != "notice" for problem in self.problems)


@dataclass(frozen=True)
class Words:
    """What an analyst says of a new series: title by language, unit, direction, pillar; '' where nothing was said."""

    title: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    better: str = ""
    pillar: str = ""
