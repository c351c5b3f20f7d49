"""What a wheel and an sdist hold of data/: the files that indicators/starter/figures.txt names.

Whatever else stands in data/ is its owner's, and is not shipped. Plotly's small bundle is added
where it is there. Hatch calls this.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAMES = Path("indicators", "starter", "figures.txt")
FOLDERS = {"wheel": "indicators/shipped/data", "sdist": "data"}
"""Where the files of data/ stand, by the kind of distribution."""
PLOTLY = "dashboard/bundles/plotly-basic.min.js"
"""Plotly's small bundle, where .setup fetched it: git ignores it, and so would Hatch."""


class ShippedFigures(BuildHookInterface[Any]):
    """Adds the files that are named to those that Hatch selects itself."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add each file. An editable install has none: it reads data/ where that stands."""
        if version == "editable":
            return
        root, folder = Path(self.root), FOLDERS[self.target_name]
        for name in (root / NAMES).read_text(encoding="utf-8").split():
            build_data["force_include"][str(root / "data" / name)] = f"{folder}/{name}"
        if (root / PLOTLY).is_file():
            build_data["force_include"][str(root / PLOTLY)] = PLOTLY
