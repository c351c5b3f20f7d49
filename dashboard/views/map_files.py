"""GeoJSON files for maps, as config.yaml names them, offered to the browser as static files.

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
from typing import Any

from dashboard.charts import LAND, Outline
from indicators import data_folder, shipped
from indicators.catalogue.maps import feature_code, polygons

FOLDER = shipped.site_folder() / "static" / "maps"
ADDRESS = "app/static/maps/"
HASH_LENGTH = 16
"""So many hexadecimal digits of the hash are in a file's name."""
UNUSABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What reading a file raises that is absent, cannot be read, or is no GeoJSON."""


def outline(data: Path, name: str, code: str = "") -> Outline | None:
    """Offer outlines of the data folder to the browser; `code` is the property with their places.

    None where the file cannot be read or has no place, or where static/ cannot be written.
    """
    try:
        content = _read(data, name)
        features = json.loads(content)["features"]
        places = frozenset(feature_code(feature, code) for feature in features) - {""}
        if not places:
            return None
        address = _publish(content)
    except UNUSABLE:
        return None
    return Outline(address, places, key=f"properties.{code}" if code else "id")


def land(data: Path, name: str) -> str:
    """Offer the areas of a GeoJSON file to the browser as one area, and give its address.

    '' where the file cannot be read or has no areas, or where static/ cannot be written.
    """
    try:
        features = json.loads(_read(data, name))["features"]
        areas = [polygon for feature in features for polygon in polygons(feature)]
        return _publish(_one_area(areas))
    except UNUSABLE:
        return ""


def _read(data: Path, name: str) -> bytes:
    with data_folder.open_file(data, name) as file:
        return file.read()


def _one_area(areas: list[Any]) -> bytes:
    """Write GeoJSON with one feature, so that no line runs between areas."""
    geometry = {"type": "MultiPolygon", "coordinates": areas}
    feature = {"type": "Feature", "id": LAND, "properties": {}, "geometry": geometry}
    collection = {"type": "FeatureCollection", "features": [feature]}
    return json.dumps(collection, separators=(",", ":")).encode()


def _publish(content: bytes) -> str:
    """Write a file for the browser, under the hash of its content, and give its address."""
    name = f"{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}.geojson"
    _write(content, FOLDER / name)
    return ADDRESS + name


def _write(content: bytes, path: Path) -> None:
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
