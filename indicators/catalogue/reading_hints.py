"""How a file is read, where somebody has said so: the section `reading` of the .yaml beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from indicators.catalogue.yaml_nodes import Node, Validator

HINT_KEYS = ("shape", "columns", "place", "period", "title", "unit")
COLUMN_KEYS = ("place", "period", "value", "series", "unit", "status", "note", "breakdown")


@dataclass(frozen=True)
class ReadingHints:
    """What the file itself does not say.

    `columns` names the column (for breakdown: the columns) of each part.

    `place`, `period`, `title` and `unit` hold for the whole file. `shape` is the mark of its
    header, by which another file of the same shape is read in the same way.
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


def read(node: Node, faults: Validator) -> ReadingHints:
    """Read a `reading` section."""
    keys = faults.mapping(node, HINT_KEYS)
    columns: dict[str, tuple[str, ...]] = {}
    for part, child in faults.mapping(keys.get("columns"), COLUMN_KEYS).items():
        if names := faults.texts(child):
            columns[part] = names
    texts = {key: faults.text(keys.get(key)) for key in HINT_KEYS if key != "columns"}
    return ReadingHints(columns=MappingProxyType(columns), **texts)
