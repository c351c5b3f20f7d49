"""Outlines for maps: the GeoJSON that config.yaml names, offered to the browser as a static file.

Streamlit serves only static/ beside app.py, and a map drawn from an address there is redrawn in half the time of
one that carries its outlines along. The file is copied there under the hash of its content, so that a changed
outline gets a new address and no browser shows an old one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from indicators import data_folder, shipped

FOLDER = shipped.site_folder() / "static" / "boundaries"
ADDRESS = "app/static/boundaries/"


@dataclass(frozen=True)
class Outline:
    """Where the browser finds the outlines, and the ids of the places that are drawn in them."""

    url: str
    drawn: frozenset[str]


def outline(data: Path, name: str) -> Outline | None:
    """Offer a GeoJSON file of the data folder; None where it cannot be read, is none, or static/ cannot be written."""
    try:
        with data_folder.open_file(data, name) as file:
            content = file.read()
        drawn = frozenset(str(feature["id"]) for feature in json.loads(content)["features"])
        served = f"{hashlib.sha256(content).hexdigest()[:16]}.geojson"
        _publish(content, FOLDER / served)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Outline(ADDRESS + served, drawn)


def _publish(content: bytes, path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, new = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(new, 0o644)
        os.replace(new, path)
    finally:
        Path(new).unlink(missing_ok=True)
