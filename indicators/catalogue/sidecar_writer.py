"""What was answered about a file, as the .yaml that stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from indicators.catalogue.reading_hints import ReadingHints
from indicators.model import Unit

HEAD = "# How the file beside is read and what its series are called, as answered when it was added. May be edited.\n"


class _Plain(yaml.SafeDumper):
    """Writes no anchors, for they are not read."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never refer to what was written before."""
        return True


def beside(
    answers: ReadingHints,
    indicators: Mapping[str, Mapping[str, Any]],
    units: Mapping[str, Unit],
    before: str = "",
) -> str:
    """The text of the .yaml: `reading`, `indicators` and `units`, each only where there is something to say.

    What stands in `before`, the text that was there, stays unless it is said anew.
    """
    said: dict[str, Any] = dict(yaml.load(before, Loader=yaml.SafeLoader) or {}) if before else {}
    reading: dict[str, Any] = {
        key: getattr(answers, key)
        for key in ("shape", "place", "period", "title", "unit")
        if getattr(answers, key)
    }
    if answers.columns:
        reading["columns"] = {
            part: names[0] if len(names) == 1 else list(names)
            for part, names in answers.columns.items()
        }
    said["reading"] = {**said.get("reading", {}), **reading}
    told = said.get("indicators", {})
    said["indicators"] = {
        **told,
        **{name: {**told.get(name, {}), **entry} for name, entry in indicators.items()},
    }
    said["units"] = {**said.get("units", {}), **{name: _unit(unit) for name, unit in units.items()}}
    return HEAD + yaml.dump(
        {name: section for name, section in said.items() if section},
        Dumper=_Plain,
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )


def _unit(unit: Unit) -> dict[str, Any]:
    return {"kind": unit.kind, "pattern": dict(unit.pattern.words), "label": dict(unit.label.words)}
