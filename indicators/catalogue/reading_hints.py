"""How a file is read, where somebody has said so: the section `reading` of the .yaml beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from indicators.catalogue.yaml_nodes import Node, Validator

ANSWER_KEYS = ("shape", "columns", "place", "period", "title", "unit")
COLUMN_KEYS = ("place", "period", "value", "series", "unit", "status", "note", "breakdown")


@dataclass(frozen=True)
class ReadingHints:
    """What the file itself does not say. `columns` names the column (for breakdown: the columns) of each part.

    `place`, `period`, `title` and `unit` hold for the whole file. `shape` is the mark of its header, by which
    another file of the same shape is read in the same way.
    """

    file: str = ""
    shape: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    place: str = ""
    period: str = ""
    title: str = ""
    unit: str = ""

    def __bool__(self) -> bool:
        return bool(self.columns or self.place or self.period or self.title or self.unit)


def answers(node: Node, file: str, faults: Validator) -> ReadingHints:
    """The answers in a `reading` section, which are those for `file`."""
    given = faults.mapping(node, ANSWER_KEYS)
    columns = faults.mapping(given["columns"], COLUMN_KEYS) if "columns" in given else {}
    named = {
        part: tuple(faults.text(item) for item in faults.items(child))
        for part, child in columns.items()
    }
    plain = {key: faults.text(given.get(key)) for key in ANSWER_KEYS if key != "columns"}
    return ReadingHints(
        file,
        columns=MappingProxyType({part: names for part, names in named.items() if names}),
        **plain,
    )
