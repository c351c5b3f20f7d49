"""An index as it is described: its tree, its method, its words, and where its figures stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from indicators.composite.method import Method
from indicators.composite.structure import Structure
from indicators.composite.uncertainty import AlternativeChoices
from indicators.model import Text
from indicators.problems import Problem, ProblemCode

CONSISTENT = 0.10
"""The consistency ratio up to which comparisons agree: Saaty, "The Analytic Hierarchy
Process" (1980)."""


@dataclass(frozen=True)
class IndexDescription:
    """An index: its tree, its method, the words of its nodes, and where its figures stand.

    `columns` has the column of the data of each indicator. `groups` is the column, or the kind of
    group, whose means fill gaps. `level` and `group` say which places of a project are compared.
    `pillars` has the field of policy of nodes that name one, and of the index; `declared` is the
    file and line that the description begins in. `ratios` has the consistency ratio of each node
    whose children are weighted by comparisons of pairs; `lines` the line of each node in the file.
    """

    id: str
    structure: Structure
    method: Method
    title: Text = Text()
    definition: Text = Text()
    titles: Mapping[str, Text] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    groups: str = ""
    level: str = ""
    group: str = ""
    alternatives: AlternativeChoices = AlternativeChoices()
    pillars: Mapping[str, str] = field(default_factory=dict)
    declared: str = ""
    ratios: Mapping[str, float] = field(default_factory=dict)
    # where a node stands is no part of what the index is
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def located(self, problem: Problem) -> Problem:
        """Return a problem of a node with the file and line that describe it; of the index without
        a node.
        """
        file, _, line = self.declared.rpartition(" line ")
        first = int(line) if line.isdecimal() else None
        return replace(problem, file=file, line=self.lines.get(problem.column, first))

    def weight_problems(self) -> tuple[Problem, ...]:
        """Return a warning of each node whose comparisons of pairs contradict each other."""
        return tuple(
            Problem(
                ProblemCode.INDEX_PAIRS_INCONSISTENT,
                column=node,
                values={"ratio": f"{ratio:.2f}"},
                severity="warning",
            )
            for node, ratio in self.ratios.items()
            if ratio > CONSISTENT
        )

    def needed_columns(self) -> tuple[str, ...]:
        """Return the columns of figures that the index takes: indicators, then denominators."""
        columns = [self.columns[name] for name in self.structure.indicators]
        columns += [size.column for size in self.method.denominators.values()]
        return tuple(dict.fromkeys(columns))

    def columns_below(self, node: str) -> tuple[str, ...]:
        """Return the columns that a node's score rests on: its indicators, then denominators."""
        leaves = self.structure.leaves(node)
        columns = [self.columns[name] for name in leaves]
        sizes = self.method.denominators
        columns += [sizes[name].column for name in leaves if name in sizes]
        return tuple(dict.fromkeys(columns))
