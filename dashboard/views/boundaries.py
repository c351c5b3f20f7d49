"""Outlines for maps: the GeoJSON that config.yaml names, offered to the browser as a static file.

Streamlit serves only static/ beside app.py, and a map drawn from an address there is redrawn in
half the time of one that holds its outlines. The file is copied there under the hash of its
content, so that a changed outline gets a new address and no browser shows an old one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from dashboard.charts import Outline
from indicators import data_folder, shipped

FOLDER = shipped.site_folder() / "static" / "boundaries"
ADDRESS = "app/static/boundaries/"
HASH_LENGTH = 16
"""So many hexadecimal digits of the hash are in a file's name."""


def outline(data: Path, name: str) -> Outline | None:
    """Offer a GeoJSON file of the data folder to the browser.

    None where the file cannot be read or is no GeoJSON, or where static/ cannot be written.
    """
    try:
        with data_folder.open_file(data, name) as file:
            content = file.read()
        places = frozenset(str(feature["id"]) for feature in json.loads(content)["features"])
        served = f"{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}.geojson"
        _publish(content, FOLDER / served)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Outline(ADDRESS + served, places)


def _publish(content: bytes, path: Path) -> None:
    """Write a file in one step, so that nobody reads half of it."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)
