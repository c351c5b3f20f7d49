"""The tree of a composite index: indicators at the bottom, aggregates above, the index on top."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from indicators.problems import Problem, ProblemCode


@dataclass(frozen=True)
class Node:
    """An indicator or an aggregate, with its weight among the children of its parent.

    `parent` is '' for the index.
    """

    id: str
    parent: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class Structure:
    """A tree of nodes without loops, orphans or unusable weights; see `structure_problems`."""

    nodes: tuple[Node, ...]

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Return every node by its id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def children(self) -> dict[str, tuple[Node, ...]]:
        """Return the children of each aggregate, in the order of the description."""
        families: dict[str, list[Node]] = {}
        for node in self.nodes:
            if node.parent:
                families.setdefault(node.parent, []).append(node)
        return {parent: tuple(members) for parent, members in families.items()}

    @cached_property
    def root(self) -> str:
        """Return the id of the index."""
        return next(node.id for node in self.nodes if not node.parent)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Return the ids of the nodes without children, in the order of the description."""
        return tuple(node.id for node in self.nodes if node.id not in self.children)

    @cached_property
    def levels(self) -> dict[str, int]:
        """Return the level of each node: 1 for an indicator, else one above its highest child."""
        levels: dict[str, int] = {}
        for name in self._bottom_up(self.root):
            members = self.children.get(name, ())
            levels[name] = 1 + max((levels[member.id] for member in members), default=0)
        return levels

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """Return the ids of the aggregates, every one after its children; the index is last."""
        return tuple(name for name in self._bottom_up(self.root) if name in self.children)

    def _bottom_up(self, name: str) -> list[str]:
        order: list[str] = []
        for child in self.children.get(name, ()):
            order += self._bottom_up(child.id)
        return [*order, name]

    def leaves(self, name: str) -> tuple[str, ...]:
        """Return the indicators below a node; the node itself where it is one."""
        if name not in self.children:
            return (name,)
        found: list[str] = []
        for child in self.children[name]:
            found += self.leaves(child.id)
        return tuple(found)

    def effective_weights(self) -> dict[str, float]:
        """Return the weight of each node in the index: shares multiplied down the tree."""
        weights = {self.root: 1.0}
        for name in reversed(self.aggregates):
            members = self.children[name]
            total = math.fsum(member.weight for member in members)
            for member in members:
                weights[member.id] = weights[name] * member.weight / total
        return weights

    def without(self, indicator: str) -> Structure:
        """Return the tree without an indicator, and without aggregates that this leaves empty."""
        nodes = [node for node in self.nodes if node.id != indicator]
        while True:
            parents = {node.parent for node in nodes}
            empty = {
                node.id for node in nodes if node.id in self.children and node.id not in parents
            }
            if not empty:
                return Structure(tuple(nodes))
            nodes = [node for node in nodes if node.id not in empty]


def structure_problems(nodes: Iterable[Node]) -> list[Problem]:
    """Return what makes nodes no tree of an index; the column of each problem is the node's id.

    No node or several without a parent, an id twice, a parent that is not there, a loop, a weight
    that is negative or no number, and children whose weights are all zero.
    """
    nodes = list(nodes)
    by_id = {node.id: node for node in nodes}
    problems = [
        Problem(ProblemCode.NODE_TWICE, column=node.id, found=node.id)
        for node in nodes
        if by_id[node.id] is not node
    ]
    problems += _root_problems(nodes)
    for node in by_id.values():
        if node.parent and node.parent not in by_id:
            problems.append(
                Problem(ProblemCode.NODE_PARENT_MISSING, column=node.id, found=node.parent)
            )
        elif _is_in_loop(node, by_id):
            problems.append(Problem(ProblemCode.NODE_LOOP, column=node.id, found=node.parent))
    return problems + _weight_problems(nodes)


def _root_problems(nodes: list[Node]) -> list[Problem]:
    roots = tuple(node.id for node in nodes if not node.parent)
    if len(roots) == 1:
        return []
    return [Problem(ProblemCode.NODE_ROOT, values={"roots": roots, "n": len(roots)})]


def _is_in_loop(node: Node, by_id: dict[str, Node]) -> bool:
    """Return whether a node is its own ancestor."""
    ancestor = by_id.get(node.parent)
    for _ in by_id:
        if ancestor is None:
            return False
        if ancestor.id == node.id:
            return True
        ancestor = by_id.get(ancestor.parent)
    return False


def _weight_problems(nodes: list[Node]) -> list[Problem]:
    problems = []
    totals: dict[str, float] = {}
    for node in nodes:
        if not math.isfinite(node.weight) or node.weight < 0:
            problems.append(
                Problem(ProblemCode.WEIGHT_NEGATIVE, column=node.id, found=f"{node.weight:g}")
            )
        totals[node.parent] = totals.get(node.parent, 0) + abs(node.weight)
    problems += [
        Problem(ProblemCode.WEIGHTS_ZERO, column=parent)
        for parent, total in totals.items()
        if parent and total == 0
    ]
    return problems
