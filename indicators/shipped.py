"""Which files come with the software, and where: beside it in a checkout, inside it when installed.

Of data/ they are those that starter/figures.txt names, one place for the wheel and for `new`: what
else stands in data/ is its owner's.
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


def figure_files() -> tuple[str, ...]:
    """Return the names of the files of `data_folder` that are shipped, like 'worldbank/wdi.csv'."""
    names = _PACKAGE / "starter" / "figures.txt"
    return tuple(names.read_text(encoding="utf-8").split())
