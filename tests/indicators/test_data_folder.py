"""The data folder may be a link; a link in it that leads out is told, and neither read, kept nor
served.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indicators import Problem, data_folder, history, load
from indicators.problems import ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="links need a right of their own on Windows"
)
ROOT = Path(__file__).resolve().parents[2]
FACTS = "world/facts.csv"


@pytest.fixture
def secret(tiny: Tiny) -> Path:
    """A table beside the data folder that would be read, were it in it."""
    tiny.write("secret.csv", "indicator,place,period,value\nGDP,CCC,1999,777\n")
    return tiny.root / "secret.csv"


def outside(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.file for problem in problems if problem.code == ProblemCode.LINK_OUTSIDE]


def test_entries_are_files_and_links_by_where_they_lead(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "w").mkdir(parents=True)
    (tmp_path / "database").mkdir()  # its name begins like the folder's
    for name in ("data/a.csv", "data/w/b.csv", "data/.hidden", "out.csv", "database/c.csv"):
        (tmp_path / name).write_text("1")
    os.mkfifo(data / "pipe.csv")
    links = {
        "in.csv": data / "w/b.csv",
        "w/up.csv": Path("../a.csv"),
        "out.csv": tmp_path / "out.csv",
        "w/far.csv": Path("../../out.csv"),
        "near.csv": tmp_path / "database/c.csv",
        "folder": tmp_path,
        "gone.csv": data / "gone",
        "lost.csv": tmp_path / "gone",
        "loop": data / "loop",
        "two.csv": data / "out.csv",
        "self": data,
        "pipe": Path("/dev/zero"),
    }
    for name, target in links.items():
        (data / name).symlink_to(target)
    found = {name: seen is not None for name, seen in data_folder.entries(data)}
    assert found == {
        "a.csv": True,
        "w/b.csv": True,
        "in.csv": True,
        "w/up.csv": True,
    } | dict.fromkeys(
        ["out.csv", "w/far.csv", "near.csv", "folder", "lost.csv", "two.csv", "pipe"], False
    )
    for name, inside in found.items():
        assert data_folder.leads_out(data, name) is not inside
        if not inside:
            with pytest.raises(data_folder.OutsideError):
                data_folder.open_file(data, name)
    for name in ("../out.csv", "/etc/passwd", "w/../../out.csv"):
        assert data_folder.leads_out(data, name)


def test_a_link_that_takes_the_files_place_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "out.csv").write_text("secret")
    (tmp_path / "data/a.csv").symlink_to(tmp_path / "out.csv")
    monkeypatch.setattr(
        data_folder, "real_path", lambda data, name: data / name
    )  # as if it was a file a moment ago
    with pytest.raises(OSError, match=r"."):
        data_folder.open_file(tmp_path / "data", "a.csv")


def test_a_data_folder_that_is_a_link_is_read_as_any(tiny: Tiny) -> None:
    plain = tiny.load()
    os.rename(tiny.data, tiny.root / "elsewhere")
    tiny.data.symlink_to(tiny.root / "elsewhere")
    linked = tiny.load()
    assert linked.select("gdp").equals(plain.select("gdp")) and linked.problems == plain.problems
    record = history.record(tiny.data)
    assert record is not None and FACTS in record.changes


def test_the_shipped_folder_behind_a_link_with_one_link_that_leads_out(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "disk", ignore=shutil.ignore_patterns(".history"))
    (tmp_path / "data").symlink_to(tmp_path / "disk")
    shipped = load(ROOT / "config.yaml", tmp_path / "data", keep=False)
    (tmp_path / "disk/worldbank/leak.csv").symlink_to(ROOT / "data/places.csv")
    linked = load(ROOT / "config.yaml", tmp_path / "data", keep=False, before=shipped)
    assert outside(shipped.problems) == [] and outside(linked.problems) == ["worldbank/leak.csv"]
    assert (
        len(linked) == len(shipped) > 200_000 and len(linked.problems) == len(shipped.problems) + 1
    )


def test_a_link_to_figures_outside_is_told_and_not_read(tiny: Tiny, secret: Path) -> None:
    before = tiny.load()
    (tiny.data / "more.csv").symlink_to(secret)
    (tiny.data / "folder").symlink_to(tiny.root)
    for dataset in (tiny.load(), load(tiny.config, tiny.data, keep=False, before=before)):
        assert outside(dataset.problems) == ["folder", "more.csv"]
        assert dataset.select("gdp").equals(before.select("gdp"))
        assert [told.name for told in dataset.files] == [told.name for told in before.files]
        assert str(tiny.root) not in "".join(map(str, dataset.problems))
    (tiny.data / "more.csv").unlink()
    (tiny.data / "folder").unlink()
    assert outside(load(tiny.config, tiny.data, keep=False, before=dataset).problems) == []


def test_a_link_inside_is_read_and_kept(tiny: Tiny) -> None:
    os.rename(tiny.data / FACTS, tiny.data / "facts.txt")
    (tiny.data / FACTS).symlink_to(tiny.data / "facts.txt")
    assert tiny.load().latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]
    record = history.record(tiny.data)
    assert record is not None and record.changes[FACTS] == record.changes["facts.txt"]


def test_a_file_that_becomes_a_link_out_is_gone(tiny: Tiny, secret: Path) -> None:
    history.record(tiny.data)
    before = tiny.load()
    (tiny.data / FACTS).unlink()
    (tiny.data / FACTS).symlink_to(secret)
    after = load(tiny.config, tiny.data, keep=False, before=before)
    assert outside(after.problems) == [FACTS] and after.latest("gdp", "AAA") is None
    record = history.record(tiny.data)
    assert record is not None and {
        name: change.after for name, change in record.changes.items()
    } == {FACTS: None}
    digest = history.objects.digest_of(secret)
    assert not history.has(tiny.data, digest), "what the link leads to is not kept"


@pytest.mark.parametrize("name", ["units.csv", "places.csv", "notes.csv"])
def test_tables_of_words_are_not_read_from_outside(tiny: Tiny, name: str) -> None:
    tiny.write(
        f"data/{name}",
        (tiny.data / name).read_bytes() if (tiny.data / name).exists() else b"note_en\nx\n",
    )
    os.rename(tiny.data / name, tiny.root / name)
    (tiny.data / name).symlink_to(tiny.root / name)
    assert outside(tiny.faults()) == [name]


def test_a_description_outside_is_not_read(tiny: Tiny) -> None:
    tiny.write("more.yaml", "indicators:\n  more: {title: More, unit: persons, pillar: networks}\n")
    tiny.write("data/more.csv", "place,period,value\nAAA,2023,7\n")
    (tiny.data / "more.yaml").symlink_to(tiny.root / "more.yaml")
    dataset = tiny.load()
    assert outside(dataset.problems) == ["more.yaml"] and "more" not in dataset.catalogue.indicators


@pytest.mark.parametrize("file", ["../secret.csv", "linked.csv", "/etc/hostname"])
def test_outlines_are_not_taken_from_outside(tiny: Tiny, secret: Path, file: str) -> None:
    (tiny.data / "linked.csv").symlink_to(secret)
    tiny.write(
        "config.yaml",
        f"{tiny.config.read_text()}\nmaps: {{country: {{kind: outlines, file: {file}}}}}\n",
    )
    assert tiny.problems_with(ProblemCode.MAP_FILE_MISSING)
    assert not tiny.load().catalogue.maps
