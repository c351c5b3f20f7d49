"""Reads the section `maps` of config.yaml, and checks the files that it names.

A map of one level of places is of one of three kinds: tiles in columns and rows, points at the
places' coordinates, or outlines as areas.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indicators import data_folder
from indicators.catalogue import reference_tables, sections
from indicators.catalogue.reference_tables import MAX_LAT, MAX_LON, Row, row_problem
from indicators.catalogue.yaml_nodes import MAX_FOUND, Node, Validator, known_values
from indicators.model import Place, Text
from indicators.problems import ConfigError, Problem, ProblemCode

MAP_KEYS = ("kind", "file", "code", "note")
TILES, POINTS, OUTLINES = "tiles", "points", "outlines"
MAP_KINDS = (TILES, POINTS, OUTLINES)
TILE_COLUMNS = ("place", "column", "row")
FOLDER = "maps/"
"""The folder of files for maps, in the data folder: no figures are read there."""
MAX_TILES = 40
"""Columns and rows of a tile map are counted from 0 and end below this."""


@dataclass(frozen=True)
class Tile:
    """A square of a tile map; columns and rows are counted from 0, from the upper left.

    `name` is set where places.csv does not have the place; `label` is a short name.
    """

    place: str
    column: int
    row: int
    name: Text = Text()
    label: Text = Text()


@dataclass(frozen=True)
class Map:
    """How the places of one level are drawn.

    `file` is a CSV of tiles, or GeoJSON: the land below points, or the outlines of places. `code`
    is the property of an outline that holds its place's code; '' for the outline's id.
    """

    kind: str
    file: str = ""
    code: str = ""
    note: Text = Text()
    tiles: tuple[Tile, ...] = ()


def read_map(
    node: Node, places: Mapping[str, Place], data: Path, log: Validator, kind: str = ""
) -> Map | None:
    """Read the map of a level; None, and a problem, where it cannot be drawn.

    `kind` is that of a section whose entries name none.
    """
    keys = log.mapping(node, MAP_KEYS)
    kind = kind or log.text(keys.get("kind"))
    if kind not in MAP_KINDS:
        log.add(keys.get("kind", node), ProblemCode.VALUE_NOT_ALLOWED, allowed=MAP_KINDS)
        return None
    file = log.text(keys.get("file"))
    if not _is_allowed(file, kind, data) or (file and not (data / file).is_file()):
        log.add(keys.get("file", node), ProblemCode.MAP_FILE_MISSING, kind=kind)
        return None
    code = log.text(keys.get("code"))
    tiles: tuple[Tile, ...] = ()
    if kind == TILES:
        tiles, problems = _read_tiles(data / file, file, places)
    else:
        known = places if kind == OUTLINES else None
        problems = _geojson_problems(data, file, code, known) if file else []
    log.problems += problems
    return Map(kind, file, code, sections.text(keys.get("note"), log), tiles)


def _is_allowed(file: str, kind: str, data: Path) -> bool:
    """Say whether a file may be used; points need none, and tiles stand where no figures are."""
    if not file:
        return kind == POINTS
    if kind == TILES and not file.startswith(FOLDER):
        return False
    return not data_folder.leads_out(data, file)


def _read_tiles(
    path: Path, name: str, places: Mapping[str, Place]
) -> tuple[tuple[Tile, ...], list[Problem]]:
    """Read `place,column,row,label_*,name_*`; rows with a problem are left out."""
    tiles: dict[str, Tile] = {}
    taken: dict[tuple[int, int], str] = {}
    problems: list[Problem] = []
    try:
        for line, row in reference_tables.rows(path, name, TILE_COLUMNS):
            problem = _tile_problem(row, tiles, taken, places, name, line)
            if problem:
                problems.append(problem)
                continue
            tile = _tile(row)
            tiles[tile.place] = tile
            taken[tile.column, tile.row] = tile.place
    except ConfigError as error:
        return (), [*problems, *error.problems]
    return tuple(tiles.values()), reference_tables.first_problems(problems)


def _tile_problem(
    row: Row,
    tiles: Mapping[str, Tile],
    taken: Mapping[tuple[int, int], str],
    places: Mapping[str, Place],
    name: str,
    line: int,
) -> Problem | None:
    place = row["place"]
    if not place:
        return row_problem(ProblemCode.ID_MISSING, name, line, "place", row)
    if place in tiles:
        return row_problem(ProblemCode.ID_TWICE, name, line, "place", row)
    if place not in places and not reference_tables.texts_of(row, "name_"):
        known = known_values(place, places)
        return row_problem(ProblemCode.PLACE_UNDEFINED, name, line, "place", row, **known)
    for column in ("column", "row"):
        if _position(row[column]) is None:
            limit = MAX_TILES - 1
            return row_problem(
                ProblemCode.TILE_POSITION_EXPECTED, name, line, column, row, most=limit
            )
    tile = _tile(row)
    other = taken.get((tile.column, tile.row))
    if other:
        return row_problem(ProblemCode.TILE_TAKEN, name, line, "column", row, other=other)
    return None


def _position(text: str) -> int | None:
    """Read a column or row, a whole number from 0; None where it is none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(MAX_TILES)):
        return None
    position = int(text)
    return position if position < MAX_TILES else None


def _tile(row: Row) -> Tile:
    return Tile(
        row["place"],
        int(row["column"]),
        int(row["row"]),
        reference_tables.texts_of(row, "name_"),
        reference_tables.texts_of(row, "label_"),
    )


def _geojson_problems(
    data: Path, name: str, code: str, places: Mapping[str, Place] | None
) -> list[Problem]:
    """Say what is wrong in a GeoJSON file; with `places`, also where its areas are no places."""
    try:
        with data_folder.open_file(data, name) as file:
            content = json.load(file)
        features = content["features"]
        areas = [(feature_code(feature, code), rings(feature)) for feature in features]
        outside = [
            Problem(ProblemCode.COORDINATE_OUTSIDE, name, column=place, found=point)
            for place, lines in areas
            for point in _first_outside(lines)
        ]
    except json.JSONDecodeError as error:
        return [Problem(ProblemCode.GEOJSON_INVALID, name, error.lineno)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [Problem(ProblemCode.GEOJSON_INVALID, name)]
    codes = [place for place, _ in areas]
    if places is None or any(place in places for place in codes):
        return reference_tables.first_problems(outside)
    found = ", ".join(dict.fromkeys(codes))[:MAX_FOUND]
    unknown = Problem(ProblemCode.OUTLINES_WITHOUT_PLACE, name, found=found, severity="warning")
    return [*reference_tables.first_problems(outside), unknown]


def feature_code(feature: Mapping[str, Any], code: str) -> str:
    """Return the place of a GeoJSON feature: its id, or the property that `code` names."""
    value = (feature.get("properties") or {}).get(code) if code else feature.get("id")
    return "" if value is None else str(value)


def rings(feature: Mapping[str, Any]) -> list[list[list[float]]]:
    """Return the rings of a feature's polygons, each a list of [longitude, latitude].

    Empty for a feature without geometry; ValueError where it is no area.
    """
    return [ring for polygon in polygons(feature) for ring in polygon]


def polygons(feature: Mapping[str, Any]) -> list[list[list[list[float]]]]:
    """Return the polygons of a feature, each a list of rings: the outer one and its holes."""
    geometry = feature["geometry"]
    if geometry is None:
        return []
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["coordinates"])
    raise ValueError(geometry["type"])


def _first_outside(lines: list[list[list[float]]]) -> Iterator[str]:
    """Give the first point of a feature that is not in degrees, as 'longitude, latitude'."""
    for line in lines:
        for lon, lat, *_ in line:
            if not (abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT):
                yield f"{lon}, {lat}"[:MAX_FOUND]
                return
