"""Outlines are offered under the hash of their content; what is none is no error."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dashboard.views import boundaries

GOOD = json.dumps({"type": "FeatureCollection", "features": [{"id": "AAA"}, {"id": 7}]})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(boundaries, "FOLDER", tmp_path / "static" / "boundaries")
    return tmp_path


def written(folder: Path, content: str | bytes) -> tuple[Path, str]:
    file = folder / "world.geojson"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder, file.name


def test_published_under_a_hash(folder: Path) -> None:
    outline = boundaries.outline(*written(folder, GOOD))
    name = hashlib.sha256(GOOD.encode()).hexdigest()[:16] + ".geojson"
    assert outline == boundaries.Outline(f"app/static/boundaries/{name}", frozenset({"AAA", "7"}))
    [public] = boundaries.FOLDER.iterdir()
    assert (public.name, public.read_text()) == (name, GOOD)
    assert public.stat().st_mode & 0o777 == 0o644


def test_a_change_has_a_new_address_and_the_same_file_is_written_once(folder: Path) -> None:
    first = boundaries.outline(*written(folder, GOOD))
    [public] = boundaries.FOLDER.iterdir()
    before = public.stat().st_ino, public.stat().st_mtime_ns
    assert boundaries.outline(*written(folder, GOOD)) == first
    assert (public.stat().st_ino, public.stat().st_mtime_ns) == before
    second = boundaries.outline(*written(folder, GOOD.replace("AAA", "BBB")))
    assert first and second and first.url != second.url and second.places == {"BBB", "7"}
    assert len(list(boundaries.FOLDER.iterdir())) == 2


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
    assert boundaries.outline(*written(folder, content)) is None
    assert not boundaries.FOLDER.exists()


def test_a_file_or_folder_that_is_not_there(folder: Path) -> None:
    assert boundaries.outline(folder, "nowhere.geojson") is None
    assert boundaries.outline(folder, "static") is None and boundaries.outline(folder, "") is None


def test_static_that_cannot_be_written(folder: Path) -> None:
    (folder / "static").write_text("a file stands where the folder should")
    assert boundaries.outline(*written(folder, GOOD)) is None


def test_outlines_outside_of_the_data_folder_are_not_served(folder: Path) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "linked.geojson").symlink_to(folder / written(folder, GOOD)[1])
    assert boundaries.outline(data, "linked.geojson") is None
    assert boundaries.outline(data, "../world.geojson") is None
    assert not boundaries.FOLDER.exists()


def test_a_disk_that_is_full_leaves_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(boundaries.os, "replace", full)
    assert boundaries.outline(*written(folder, GOOD)) is None
    assert list(boundaries.FOLDER.iterdir()) == []
