"""The section `maps` and its files: every problem with its line, and what is left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from indicators import Dataset
from indicators.catalogue import Tile
from indicators.ingest.files import is_figures
from indicators.model import Text
from indicators.problems import Problem, ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

HEADER = "place,column,row,label_en,name_en\n"


def with_map(tiny: Tiny, entry: str, name: str = "", content: str = "") -> Tiny:
    """The small dashboard with a map of its countries."""
    if name:
        tiny.write(f"data/{name}", content)
    return tiny.write("config.yaml", f"{tiny.config.read_text()}\nmaps: {{country: {entry}}}\n")


def tiles(tiny: Tiny, *rows: str) -> Tiny:
    content = HEADER + "".join(f"{row}\n" for row in rows)
    return with_map(tiny, "{kind: tiles, file: maps/t.csv}", "maps/t.csv", content)


def outlines(tiny: Tiny, features: object, more: str = "") -> Tiny:
    content = json.dumps({"features": features})
    return with_map(tiny, f"{{kind: outlines, file: maps/o.json{more}}}", "maps/o.json", content)


def area(id: str, *points: tuple[float, float], **properties: str) -> dict[str, object]:
    geometry = {"type": "Polygon", "coordinates": [points or [(0, 0), (0, 1), (1, 1), (0, 0)]]}
    return {"id": id, "properties": properties, "geometry": geometry}


def serious(dataset: Dataset) -> list[Problem]:
    """What loading reports, without notices."""
    return [problem for problem in dataset.problems if problem.severity != "notice"]


def found(problem: Problem) -> tuple[str, str, int | None, str, str]:
    return problem.code, problem.file, problem.line, problem.column, problem.found


def test_tiles(tiny: Tiny) -> None:
    read = tiles(tiny, "AAA,0,0,A,", "BBB,1,0,,", "ZZZ,2,3,Z,Zedland").load()
    level_map = read.catalogue.maps["country"]
    assert level_map.kind == "tiles" and serious(read) == []
    assert level_map.tiles == (
        Tile("AAA", 0, 0, Text(), Text({"en": "A"})),
        Tile("BBB", 1, 0),
        Tile("ZZZ", 2, 3, Text({"en": "Zedland"}), Text({"en": "Z"})),  # not in places.csv
    )


@pytest.mark.parametrize(
    ("row", "code", "column", "text"),
    [
        ("AAB,1,0,,", "place_undefined", "place", "AAB"),
        (",1,0,,", "id_missing", "place", ""),
        ("AAA,1,0,,", "id_twice", "place", "AAA"),
        ("BBB,0,0,,", "tile_taken", "column", "0"),
        ("BBB,-1,0,,", "tile_position_expected", "column", "-1"),
        ("BBB,1,1.5,,", "tile_position_expected", "row", "1.5"),
        ("BBB,40,0,,", "tile_position_expected", "column", "40"),
        ("BBB,1,,,", "tile_position_expected", "row", ""),
        ("BBB,²,0,,", "tile_position_expected", "column", "²"),
        ("BBB,000000000001,0,,", "tile_position_expected", "column", "000000000001"),
    ],
)
def test_a_wrong_tile_is_left_out(tiny: Tiny, row: str, code: str, column: str, text: str) -> None:
    read = tiles(tiny, "AAA,0,0,,", row, "CCC,9,9,,").load()
    assert [found(problem) for problem in serious(read)] == [(code, "maps/t.csv", 3, column, text)]
    assert [tile.place for tile in read.catalogue.maps["country"].tiles] == ["AAA", "CCC"]


def test_a_table_without_columns_is_no_map_and_stops_nothing(tiny: Tiny) -> None:
    entry = "{kind: tiles, file: maps/t.csv}"
    read = with_map(tiny, entry, "maps/t.csv", "place,x\nAAA,1\n").load()
    assert [problem.code for problem in serious(read)] == [ProblemCode.COLUMN_MISSING]
    assert read.catalogue.maps["country"].tiles == ()


@pytest.mark.parametrize(
    ("entry", "code", "column"),
    [
        ("{kind: globe, file: maps/t.csv}", "value_not_allowed", "maps.country.kind"),
        ("{file: maps/t.csv}", "value_not_allowed", "maps.country"),
        ("{kind: tiles}", "map_file_missing", "maps.country"),
        ("{kind: outlines}", "map_file_missing", "maps.country"),
        # where figures are looked for, a table of tiles would be read as figures
        ("{kind: tiles, file: world/facts.csv}", "map_file_missing", "maps.country.file"),
    ],
)
def test_a_wrong_entry_is_left_out(tiny: Tiny, entry: str, code: str, column: str) -> None:
    read = with_map(tiny, entry, "maps/t.csv", HEADER).load()
    [problem] = serious(read)
    assert (problem.code, problem.column) == (code, column)
    assert read.catalogue.maps == {} and read.catalogue.indicators


def test_the_former_name_of_outlines_still_works(tiny: Tiny) -> None:
    outline = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "AAA",
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]},
                "properties": {},
            }
        ],
    }
    tiny.write("data/outlines.geojson", json.dumps(outline))
    config = f"{tiny.config.read_text()}\nboundaries: {{country: {{file: outlines.geojson}}}}\n"
    read = tiny.write("config.yaml", config).load()
    assert read.catalogue.maps["country"].kind == "outlines"
    [notice] = [each for each in read.problems if each.code == ProblemCode.KEY_RENAMED]
    assert (notice.severity, notice.values["name"]) == ("notice", "maps")


@pytest.mark.parametrize("kind", ["tiles", "points", "outlines"])
def test_without_its_file_there_is_no_map_and_the_rest_works(tiny: Tiny, kind: str) -> None:
    """The data as known on an earlier day, before there was a map, are read with today's config."""
    read = with_map(tiny, f"{{kind: {kind}, file: maps/none.csv}}").load()
    [problem] = serious(read)
    assert (problem.code, problem.column) == (ProblemCode.MAP_FILE_MISSING, "maps.country.file")
    assert read.catalogue.maps == {} and read.catalogue.indicators


def test_points_need_no_file(tiny: Tiny) -> None:
    read = with_map(tiny, "{kind: points}").load()
    assert serious(read) == [] and read.catalogue.maps["country"].file == ""


def test_no_figures_are_looked_for_among_maps(tiny: Tiny) -> None:
    assert not is_figures("maps/t.csv") and is_figures("mapsat/t.csv")
    read = tiles(tiny, "AAA,0,0,,").write("data/maps/other.csv", "place,period,value\nAAA,2,3\n")
    assert {file.name for file in read.load().files} == {"world/facts.csv"}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"features": [\n{,\n', 2),
        ("[]", None),
        ('{"features": [{"id": "AAA"}]}', None),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}', None),
        ('{"features": [{"geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}]}', None),
        ('{"features": [{"geometry": {"type": "Polygon", "coordinates": [7]}}]}', None),
    ],
)
@pytest.mark.parametrize("kind", ["points", "outlines"])
def test_a_file_that_is_no_geojson(tiny: Tiny, kind: str, content: str, line: int | None) -> None:
    entry = f"{{kind: {kind}, file: maps/o.json}}"
    [problem] = serious(with_map(tiny, entry, "maps/o.json", content).load())
    assert found(problem) == ("geojson_invalid", "maps/o.json", line, "", "")


def test_coordinates_in_metres_are_reported_by_outline(tiny: Tiny) -> None:
    metres = area("BBB", (12_582_696.3, 3_262_000.0), (0, 1), (1, 1))
    [problem] = serious(outlines(tiny, [area("AAA"), metres]).load())
    assert found(problem) == (
        "coordinate_outside",
        "maps/o.json",
        None,
        "BBB",
        "12582696.3, 3262000.0",
    )


def test_outlines_of_no_place_are_reported_unless_a_property_has_the_codes(tiny: Tiny) -> None:
    [problem] = serious(outlines(tiny, [area("7", A3="AAA")]).load())
    assert (problem.code, problem.found) == (ProblemCode.OUTLINES_WITHOUT_PLACE, "7")
    assert problem.severity == "warning"


def test_the_property_with_the_codes(tiny: Tiny) -> None:
    read = outlines(tiny, [area("7", A3="AAA")], ", code: A3").load()
    assert serious(read) == [] and read.catalogue.maps["country"].code == "A3"


@pytest.mark.parametrize(("lat", "lon", "column"), [("91", "0", "lat"), ("0", "-180.5", "lon")])
def test_coordinates_of_places_are_degrees(tiny: Tiny, lat: str, lon: str, column: str) -> None:
    lines = (tiny.data / "places.csv").read_text().splitlines()
    header = lines[0].split(",")
    cells = dict.fromkeys(header, "") | {
        "place": "DDD",
        "name_en": "Deland",
        "level": "country",
        "lat": lat,
        "lon": lon,
    }
    if "lat" not in header:
        lines[0] += ",lat,lon"
    row = ",".join(cells[name] for name in lines[0].split(","))
    tiny.write("data/places.csv", "\n".join([*lines, row]) + "\n")
    [problem] = serious(tiny.load())
    assert (problem.code, problem.line, problem.column) == (
        ProblemCode.COORDINATE_OUTSIDE,
        len(lines) + 1,
        column,
    )
