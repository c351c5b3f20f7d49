"""The kept dataset: taken while nothing changed, made anew when anything did."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from indicators import loading as door
from indicators import snapshot

if TYPE_CHECKING:
    from tests.conftest import Tiny


def mark(tiny: Tiny) -> str:
    return snapshot.fingerprint(tiny.config, tiny.data)


def test_a_second_load_reads_no_file(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tiny.load(keep=True)
    monkeypatch.setattr(door, "_afresh", lambda *_: pytest.fail("read again"))
    second = tiny.load(keep=True)
    assert second.select("gdp_per_head").equals(first.select("gdp_per_head"))
    assert second.catalogue == first.catalogue
    assert second.problems == first.problems


def test_without_keeping_nothing_is_written(tiny: Tiny) -> None:
    tiny.load()
    assert list(snapshot.folder().iterdir()) == []


def test_any_change_changes_the_fingerprint(tiny: Tiny) -> None:
    marks = [mark(tiny)]
    tiny.add("GDP,CCC,2023,total,1,,,,")
    marks.append(mark(tiny))
    tiny.write("data/new.csv", "a")
    marks.append(mark(tiny))
    (tiny.data / "new.csv").unlink()
    marks.append(mark(tiny))
    tiny.change("config.yaml", "focus: AAA", "focus: BBB")
    marks.append(mark(tiny))
    assert len(set(marks)) == 4  # without the new file it is the second mark again
    assert marks[1] == marks[3]


def test_same_size_and_another_time_is_a_change(tiny: Tiny) -> None:
    before = mark(tiny)
    os.utime(tiny.data / "world/facts.csv", ns=(1, 1))
    assert mark(tiny) != before


@pytest.mark.skipif(os.name != "posix", reason="rights are changed with chmod")
def test_mended_rights_are_a_change(tiny: Tiny) -> None:
    (tiny.data / "world/facts.csv").chmod(0o000)
    before = mark(tiny)
    (tiny.data / "world/facts.csv").chmod(0o644)
    assert mark(tiny) != before


def test_hidden_files_do_not_count(tiny: Tiny) -> None:
    before = mark(tiny)
    tiny.write("data/.history/old.csv", "a").write("data/world/.~lock", "a")
    assert mark(tiny) == before


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x80\x05K\x01", b"cos\nsystem\n(S'false'\ntR."[:5]])
def test_a_damaged_snapshot_is_made_anew(tiny: Tiny, content: bytes) -> None:
    tiny.load(keep=True)
    (snapshot.folder() / f"{mark(tiny)}.pickle").write_bytes(content[:-1])
    assert tiny.load(keep=True).latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]


def test_only_a_few_are_kept(tiny: Tiny) -> None:
    for year in range(2010, 2017):
        tiny.add(f"GDP,CCC,{year},total,1,,,,").load(keep=True)
    assert len(list(snapshot.folder().glob("*"))) == snapshot.KEPT


def test_a_cache_that_cannot_be_written_is_no_error(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.write("cache", "a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tiny.root / "cache"))
    assert len(tiny.load(keep=True)) > 13


def test_the_folder_is_this_users_alone() -> None:
    assert snapshot.folder().stat().st_mode & 0o077 == 0
