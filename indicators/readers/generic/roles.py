"""What each column of a table is for, and the question about a table where that is not certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from indicators.problems import Problem, ProblemCode, Value

SINGLE_COLUMNS = (
    "place",
    "place_name",
    "period",
    "part",
    "value",
    "series",
    "title",
    "unit",
    "status",
    "note",
    "source",
    "power",
)
"""The parts of Roles that are one column, or none."""


@dataclass(frozen=True)
class Roles:
    """What each column of a table is for; also what an analyst answers about a table that was asked
    about.

    Every part is the name of a column as `table.names` has it, or '' where there is none, except
    for:

    - `columns`: columns of figures, and what their names say of them, as parts of a row: {'2010':
      {'period': '2010'}}, {'gdp': {'title': 'gdp', 'unit': 'USD'}}, {'France': {'place':
      'France'}}, {'men': {'breakdown': 'sex=male'}}. Where it is empty, `value` is the one column
      of figures.
    - `fixed_place`, `fixed_period`, `fixed_title`, `fixed_unit`: words for the whole file, where no
      column says it ('FRA' or 'France', '2019', 'Broadband usage', '%'). A column that is named,
      too, wins.
    - `breakdowns`: columns that may break the figures of a place down (sex, age); those that do
      become breakdowns, the others are reported as not read.
    - `remarks`: more columns of notes beside `note`.

    `place` holds a code or a name, `place_name` the name beside a code. `part` is a month or
    quarter beside a year in `period`; `power` a multiplier (UNIT_MULT, 'Millions').
    """

    place: str = ""
    place_name: str = ""
    period: str = ""
    part: str = ""
    value: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed_place: str = ""
    fixed_period: str = ""
    fixed_unit: str = ""
    series: str = ""
    title: str = ""
    fixed_title: str = ""
    unit: str = ""
    status: str = ""
    note: str = ""
    source: str = ""
    power: str = ""
    breakdowns: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Return the names of every column that has a role."""
        single = tuple(getattr(self, role) for role in SINGLE_COLUMNS)
        several = (*self.columns, *self.breakdowns, *self.remarks)
        return tuple(name for name in (*single, *several) if name)


class NeedsAnswer(Exception):
    """A table whose columns are not certain, so that a person has to say what they hold.

    `problem` says what is not certain.
    """

    def __init__(
        self, code: ProblemCode, *, column: str = "", found: str = "", **values: Value
    ) -> None:
        self.problem = Problem(code, column=column, found=found, values=values)
        super().__init__(code)

    def locate(self, file: str, line: int, found: str) -> None:
        """Add where the table stands; a line or text that the problem has already stays."""
        problem = self.problem
        self.problem = replace(
            problem, file=file, line=problem.line or line, found=problem.found or found
        )
