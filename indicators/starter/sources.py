"""Which of the tables that come with the software a project for a country takes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from indicators import formula, shipped
from indicators.catalogue.yaml_nodes import Node, read_yaml

MIN_COUNTRIES = 20
"""A table with figures of fewer countries is not a source for the world."""


@dataclass(frozen=True, eq=False)
class Table:
    """A tidy table of the shipped data folder: its name there, its rows with the header first."""

    name: str
    path: Path
    rows: tuple[tuple[str, ...], ...]

    @property
    def place_column(self) -> int:
        """The number of the column with codes of places; -1 where there is none."""
        header = self.rows[0] if self.rows else ()
        return header.index("place") if "place" in header else -1

    def place(self, row: tuple[str, ...]) -> str:
        """Return the code of a row's place; '' for a row that is cut short."""
        return row[self.place_column] if len(row) > self.place_column else ""

    @cached_property
    def places(self) -> frozenset[str]:
        """The codes of all places."""
        return frozenset(self.place(row) for row in self.rows[1:]) - {""}

    @cached_property
    def defines(self) -> frozenset[str]:
        """The ids of indicators and sources that the .yaml beside it declares."""
        entries = (_entries(self._sections, key) for key in ("indicators", "sources"))
        return frozenset(name for section in entries for name in section)

    @cached_property
    def needs(self) -> frozenset[str]:
        """The ids that its indicators name: weights, sources, and inputs of formulas."""
        indicators = _entries(self._sections, "indicators").values()
        return frozenset(name for node in indicators for name in _named(node))

    @cached_property
    def _sections(self) -> Mapping[str, Node]:
        beside = self.path.with_suffix(".yaml")
        return _mapping(read_yaml(beside, beside.name))


def tables_for(country: str, codes: set[str], data: Path) -> list[Table]:
    """Return the tables that cover the world and have figures of the country.

    Those come along that declare what the indicators of these name, such as the population by
    which an average is weighted. `codes` are the places of the project.
    """
    tables = [table for table in _shipped(data) if len(table.places & codes) >= MIN_COUNTRIES]
    chosen = [table for table in tables if country in table.places]
    while more := _declaring(chosen, tables):
        chosen += more
    return [table for table in tables if table in chosen]


def _declaring(chosen: list[Table], tables: Iterable[Table]) -> list[Table]:
    """Give the further tables that declare what the chosen ones need."""
    needs = {name for table in chosen for name in table.needs}
    needs -= {name for table in chosen for name in table.defines}
    return [table for table in tables if table not in chosen and table.defines & needs]


def _shipped(data: Path) -> list[Table]:
    """Read the tables that are shipped, each with a .yaml beside it."""
    names = sorted(name for name in shipped.figure_files() if "/" in name and name.endswith(".csv"))
    return [_table(name, data) for name in names]


def _table(name: str, data: Path) -> Table:
    path = data / name
    with path.open(encoding="utf-8", newline="") as lines:
        return Table(name, path, tuple(tuple(row) for row in csv.reader(lines)))


def _named(node: Node) -> Iterable[str]:
    """Give the ids that the declaration of an indicator names."""
    keys = _mapping(node)
    for key in ("weight", "source"):
        if key in keys:
            yield keys[key].text
    if "formula" in keys:
        yield from formula.parse(keys["formula"].text).needs


def _entries(sections: Mapping[str, Node], key: str) -> Mapping[str, Node]:
    return _mapping(sections[key]) if key in sections else {}


def _mapping(node: Node) -> Mapping[str, Node]:
    return node.value if isinstance(node.value, dict) else {}
