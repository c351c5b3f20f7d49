"""GeoJSON files for maps, as config.yaml names them, offered to the browser as static files.

Streamlit serves only static/ beside app.py, and a map drawn from an address there is redrawn in
half the time of one that holds its outlines. What is needed of a file is written there under the
hash of its content, so that a changed outline gets a new address and no browser shows an old one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from dashboard.charts import LAND, Outline
from indicators import data_folder, shipped
from indicators.catalogue.maps import feature_code, polygons

FOLDER = shipped.site_folder() / "static" / "maps"
ADDRESS = "app/static/maps/"
HASH_LENGTH = 16
"""So many hexadecimal digits of the hash are in a file's name."""
FULL_CIRCLE = 360
Ring = list[list[float]]
Polygon = list[Ring]
UNUSABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What reading a file raises that is absent, cannot be read, or is no GeoJSON."""


def outline(data: Path, name: str, code: str = "") -> Outline | None:
    """Offer outlines of the data folder to the browser; `code` is the property with their places.

    None where the file cannot be read, is no GeoJSON or names no place, or where static/ cannot be
    written.
    """
    try:
        areas = {
            feature_code(feature, code): polygons(feature) for feature in _features(data, name)
        }
        areas.pop("", None)
        if not areas:
            return None
        return Outline(_publish(areas), frozenset(areas))
    except UNUSABLE:
        return None


def land(data: Path, name: str) -> str:
    """Offer the areas of a GeoJSON file to the browser as one area, and give its address.

    '' where the file cannot be read or has no areas, or where static/ cannot be written.
    """
    try:
        features = _features(data, name)
        return _publish({LAND: [area for feature in features for area in polygons(feature)]})
    except UNUSABLE:
        return ""


def _features(data: Path, name: str) -> list[Any]:
    with data_folder.open_file(data, name) as file:
        return list(json.load(file)["features"])


def _geojson(areas: Mapping[str, Sequence[Polygon]]) -> bytes:
    """Write a feature for each id, with nothing but its polygons."""
    features = [
        {
            "type": "Feature",
            "id": id,
            "properties": {},
            "geometry": {"type": "MultiPolygon", "coordinates": list(map(_turn, polygons))},
        }
        for id, polygons in areas.items()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, separators=(",", ":")).encode()


def _turn(polygon: Polygon) -> Polygon:
    """Turn the outer ring clockwise and the holes the other way.

    Plotly fills what lies to the right of a line. RFC 7946 (2016) has it the other way round, older
    files either way.
    """
    turned = []
    for index, ring in enumerate(polygon):
        is_outer = index == 0
        area = _area(ring)
        turned.append(ring[::-1] if area and (area > 0) != is_outer else ring)
    return turned


def _area(ring: Ring) -> float:
    """Give twice the area of a ring in square degrees: positive clockwise, 0 around a pole.

    A step of more than 180 degrees of longitude leads the other way around the Earth.
    """
    area = turns = 0.0
    for (start, start_lat, *_), (end, end_lat, *_) in pairwise(ring):
        step = end - start
        step -= FULL_CIRCLE * round(step / FULL_CIRCLE)
        turns += step
        area += step * (start_lat + end_lat)
    return 0.0 if abs(turns) > FULL_CIRCLE / 2 else area


def _publish(areas: Mapping[str, Sequence[Polygon]]) -> str:
    """Write a file for the browser, under the hash of its content, and give its address."""
    content = _geojson(areas)
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
