"""Where the figures that come with the software stand: beside it in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def data_folder() -> Path:
    """Give the folder with places.csv, units.csv and the publishers' figures of the world."""
    installed = _PACKAGE / "shipped" / "data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"
