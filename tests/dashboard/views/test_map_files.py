"""Outlines are offered under the hash of their content; what is none is no error."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dashboard.views import map_files

ROOT = Path(__file__).parents[3]


def square(west: float, id: object = None) -> dict[str, object]:
    """An area of one degree by one, at the equator."""
    ring = [[west, 0], [west, 1], [west + 1, 1], [west + 1, 0], [west, 0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": id, "properties": {"A3": "CCC"}, "geometry": geometry}


GOOD = json.dumps({"features": [square(0, "AAA"), square(1, 7)]})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(map_files, "FOLDER", tmp_path / "static" / "maps")
    return tmp_path


def written(folder: Path, content: str | bytes) -> tuple[Path, str]:
    file = folder / "world.geojson"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder, file.name


def test_published_under_a_hash(folder: Path) -> None:
    outline = map_files.outline(*written(folder, GOOD))
    [public] = map_files.FOLDER.iterdir()
    name = hashlib.sha256(public.read_bytes()).hexdigest()[:16] + ".geojson"
    assert public.name == name
    assert outline == map_files.Outline(f"app/static/maps/{name}", frozenset({"AAA", "7"}))
    served = json.loads(public.read_text())["features"]
    assert [feature["id"] for feature in served] == ["AAA", "7"]
    assert "A3" not in public.read_text(), "properties are a burden for a page"
    assert public.stat().st_mode & 0o777 == 0o644


def test_a_change_has_a_new_address_and_the_same_file_is_written_once(folder: Path) -> None:
    first = map_files.outline(*written(folder, GOOD))
    [public] = map_files.FOLDER.iterdir()
    before = public.stat().st_ino, public.stat().st_mtime_ns
    assert map_files.outline(*written(folder, GOOD)) == first
    assert (public.stat().st_ino, public.stat().st_mtime_ns) == before
    second = map_files.outline(*written(folder, GOOD.replace("AAA", "BBB")))
    assert first and second and first.url != second.url and second.places == {"BBB", "7"}
    assert len(list(map_files.FOLDER.iterdir())) == 2


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "",
        "[]",
        "7",
        '"features"',
        '{"features": 7}',
        '{"features": [{}]}',
        '{"features": ["x"]}',
        "{}",
        b"\xff\xfe{",
        '{"features": [null]}',
    ],
)
def test_what_is_no_outline_is_none(folder: Path, content: str | bytes) -> None:
    assert map_files.outline(*written(folder, content)) is None
    assert not map_files.FOLDER.exists()


def test_a_file_or_folder_that_is_not_there(folder: Path) -> None:
    assert map_files.outline(folder, "nowhere.geojson") is None
    assert map_files.outline(folder, "static") is None and map_files.outline(folder, "") is None


def test_static_that_cannot_be_written(folder: Path) -> None:
    (folder / "static").write_text("a file stands where the folder should")
    assert map_files.outline(*written(folder, GOOD)) is None


def test_outlines_outside_of_the_data_folder_are_not_served(folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "linked.geojson").symlink_to(folder / written(folder, GOOD)[1])
    assert map_files.outline(data, "linked.geojson") is None
    assert map_files.outline(data, "../world.geojson") is None
    assert not map_files.FOLDER.exists()


def test_a_disk_that_is_full_leaves_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(map_files.os, "replace", full)
    assert map_files.outline(*written(folder, GOOD)) is None
    assert list(map_files.FOLDER.iterdir()) == []


def test_the_code_of_an_outline_may_be_a_property(folder: Path) -> None:
    content = json.dumps({"features": [square(0, "AAA")]})
    outline = map_files.outline(*written(folder, content), "A3")
    assert outline is not None and outline.places == {"CCC"}
    [public] = map_files.FOLDER.iterdir()
    assert json.loads(public.read_text())["features"][0]["id"] == "CCC"
    assert map_files.outline(*written(folder, content), "ADMIN") is None


def test_land_is_one_area_whatever_the_areas_of_the_file(folder: Path) -> None:
    both = {"type": "MultiPolygon", "coordinates": [[[[9, 9], [9, 8], [8, 8], [9, 9]]]]}
    features = [square(0), {**square(0), "geometry": both}, {**square(0), "geometry": None}]
    address = map_files.land(*written(folder, json.dumps({"features": features})))
    [public] = map_files.FOLDER.iterdir()
    assert address == f"app/static/maps/{public.name}"
    [only] = json.loads(public.read_text())["features"]
    assert only["id"] == "land" and len(only["geometry"]["coordinates"]) == 2


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}']
)
def test_a_file_without_areas_is_no_land(folder: Path, content: str) -> None:
    assert map_files.land(*written(folder, content)) == ""
    assert map_files.land(folder, "nowhere.geojson") == ""


CLOCKWISE = [[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]
HOLE = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
ACROSS = [[179, 0], [179, 5], [-179, 5], [-179, 0], [179, 0]]
AT_THE_EDGE = [[180, 0], [179, 0], [179, 5], [-180, 5], [180, 0]]


@pytest.mark.parametrize(
    ("rings", "expected"),
    [
        ([CLOCKWISE], [CLOCKWISE]),
        ([CLOCKWISE[::-1]], [CLOCKWISE]),
        ([CLOCKWISE[::-1], HOLE[::-1]], [CLOCKWISE, HOLE]),
        ([CLOCKWISE, HOLE], [CLOCKWISE, HOLE]),
        ([ACROSS], [ACROSS]),  # two degrees wide, not 358
        ([ACROSS[::-1]], [ACROSS]),
        ([AT_THE_EDGE], [AT_THE_EDGE]),
    ],
)
def test_outlines_are_served_clockwise_as_plotly_fills_them(
    folder: Path, rings: object, expected: object
) -> None:
    geometry = {"type": "Polygon", "coordinates": rings}
    feature = {"id": "AAA", "geometry": geometry}
    map_files.outline(*written(folder, json.dumps({"features": [feature]})))
    [public] = map_files.FOLDER.iterdir()
    served = json.loads(public.read_text())["features"][0]["geometry"]["coordinates"]
    assert served == [expected]


def test_the_shipped_land_is_served_as_it_is() -> None:
    """Natural Earth's rings are clockwise, Fiji and Chukotka across 180 degrees among them."""
    [feature] = json.loads((ROOT / "data/maps/land.geojson").read_text("utf-8"))["features"]
    for polygon in feature["geometry"]["coordinates"]:
        assert map_files._turn(polygon) == polygon
