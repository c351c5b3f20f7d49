"""What was answered about a file, as the .yaml that stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from indicators.catalogue.answers import Answers

HEAD = "# How the file beside is read and what its series are called, as answered when it was added. May be edited.\n"


class _Plain(yaml.SafeDumper):
    """Writes no anchors, for they are not read."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never refer to what was written before."""
        return True


def beside(answers: Answers, indicators: Mapping[str, Mapping[str, Any]], units: Mapping[str, Mapping[str, Any]]) -> str:
    """The text of the .yaml: `reading`, `indicators` and `units`, each only where there is something to say."""
    reading: dict[str, Any] = {key: getattr(answers, key) for key in ("shape", "place", "period", "title", "unit")
                               if getattr(answers, key)}
    if answers.columns:
        reading["columns"] = {part: names[0] if len(names) == 1 else list(names) for part, names in answers.columns.items()}
    sections = {"reading": reading, "indicators": {name: dict(entry) for name, entry in indicators.items()},
                "units": {name: dict(entry) for name, entry in units.items()}}
    said = {name: section for name, section in sections.items() if section}
    return HEAD + yaml.dump(said, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
