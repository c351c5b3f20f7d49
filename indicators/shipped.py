"""Where files that come with the software stand: beside it in a checkout, inside it when installed.

pyproject.toml says which files a wheel holds, and where.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """Return the folder with places.csv, units.csv and the publishers' figures of the world."""
    installed = _PACKAGE / "shipped" / "data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"


def site_folder() -> Path:
    """Return the folder of app.py, with static/ and .streamlit/ beside it."""
    installed = _PACKAGE.parent / "dashboard" / "site"
    return installed if installed.is_dir() else _PACKAGE.parent
