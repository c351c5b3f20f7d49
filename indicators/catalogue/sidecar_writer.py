"""Writes the .yaml beside a file: how it is read, and what its series are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from indicators.catalogue.reading_hints import ReadingHints
from indicators.model import Unit

HEAD = (
    "# How the file beside is read and what its series are called, "
    "as answered when it was added. May be edited.\n"
)
"""The first line, by which a .yaml that was written here is told from one that was written by
hand.
"""


class _Plain(yaml.SafeDumper):
    """Writes no anchors, as they are not read."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out."""
        return True


def sidecar_text(
    hints: ReadingHints,
    indicators: Mapping[str, Mapping[str, Any]],
    units: Mapping[str, Unit],
    before: str = "",
) -> str:
    """Write the text of the .yaml.

    It has `reading`, `indicators` and `units`, each only where it has entries.

    What the text that was there (`before`) has stays unless it is given anew.
    """
    root: dict[str, Any] = dict(yaml.load(before, Loader=yaml.SafeLoader) or {}) if before else {}
    root["reading"] = {**root.get("reading", {}), **_reading(hints)}
    entries: dict[str, Any] = dict(root.get("indicators", {}))
    for name, keys in indicators.items():
        entries[name] = {**entries.get(name, {}), **keys}
    root["indicators"] = entries
    root["units"] = {**root.get("units", {})}
    for name, unit in units.items():
        root["units"][name] = _unit(unit)
    return HEAD + yaml.dump(
        {name: section for name, section in root.items() if section},
        Dumper=_Plain,
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )


def _reading(hints: ReadingHints) -> dict[str, Any]:
    section: dict[str, Any] = {}
    for key in ("shape", "place", "period", "title", "unit"):
        if text := getattr(hints, key):
            section[key] = text
    columns: dict[str, Any] = {}
    for part, names in hints.columns.items():
        columns[part] = names[0] if len(names) == 1 else list(names)
    if columns:
        section["columns"] = columns
    return section


def _unit(unit: Unit) -> dict[str, Any]:
    return {"kind": unit.kind, "pattern": dict(unit.pattern.words), "label": dict(unit.label.words)}
