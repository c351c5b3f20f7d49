"""The data as they were known."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indicators import history, load
from tests.versions import versions

if TYPE_CHECKING:
    from tests.conftest import Tiny


def add(data: Path, path: str, content: bytes | None, **said: str) -> datetime:
    digest = None if content is None else history.put(data, content)
    done = history.commit(data, {path: digest}, channel="command", **said)
    assert done is not None
    return done.when


def test_versions_of_one_file(tmp_path: Path) -> None:
    first = add(tmp_path, "w/a.csv", b"1", name="a 2023.csv", who="ana")
    add(tmp_path, "b.csv", b"other")
    add(tmp_path, "w/a.csv", b"2", name="a 2024.csv", who="li")
    (tmp_path / "w/a.csv").unlink()
    history.record(tmp_path)
    found = versions(tmp_path, "w/a.csv")
    assert [(one.commit, one.name, one.who, one.channel) for one in found] == [
        (1, "a 2023.csv", "ana", "command"),
        (3, "a 2024.csv", "li", "command"),
        (4, "", "", "folder"),
    ]
    assert found[0].when == first and found[2].digest == ""
    assert [history.read(tmp_path, one.digest) for one in found[:2]] == [b"1", b"2"]


def test_the_folder_as_it_was_known(tmp_path: Path) -> None:
    one, two = add(tmp_path, "a.csv", b"1"), add(tmp_path, "b.csv", b"2")
    three = add(tmp_path, "a.csv", None)
    a, b = history.put(tmp_path, b"1"), history.put(tmp_path, b"2")
    instant = timedelta(microseconds=1)
    assert history.tree(tmp_path, one - instant) == {}
    assert history.tree(tmp_path, one) == history.tree(tmp_path, two - instant) == {"a.csv": a}
    assert history.tree(tmp_path, two) == {"a.csv": a, "b.csv": b}
    assert history.tree(tmp_path, three) == history.tree(tmp_path) == {"b.csv": b}
    with pytest.raises(ValueError, match="has no time zone"):
        history.tree(tmp_path, datetime(2026, 1, 1))


def test_figures_are_read_as_they_were_known(tiny: Tiny) -> None:
    history.record(tiny.data)
    known = history.log(tiny.data)[-1].when
    tiny.change("data/world/facts.csv", "NET,AAA,2023,total,60,", "NET,AAA,2023,total,12.5,")
    history.record(tiny.data)
    old, new = (
        load(tiny.config, history.view(tiny.data, when), keep=False) for when in (known, None)
    )
    told = [dataset.latest("internet_users", "AAA", period="2023") for dataset in (old, new)]
    assert [one and (one.value, one.file, one.line) for one in told] == [
        (60.0, "world/facts.csv", 3),
        (12.5, "world/facts.csv", 3),
    ]
    assert [str(problem) for problem in old.problems] == [
        str(problem) for problem in tiny.load().problems
    ]


def test_a_view_holds_the_kept_files_with_their_times(tmp_path: Path) -> None:
    data, sent = tmp_path / "data", tmp_path / "sent"
    data.mkdir()
    sent.write_bytes(b"1")
    os.utime(sent, (1_600_000_000, 1_600_000_000))
    history.commit(data, {"w/a.csv": history.put(data, sent)}, channel="command")
    seen = history.view(data)
    assert seen.is_relative_to(data / ".history/views")
    assert (seen / "w/a.csv").samefile(history.locate(data, history.tree(data)["w/a.csv"]))
    assert (seen / "w/a.csv").stat().st_mtime == 1_600_000_000
    assert history.view(data, datetime.now(UTC)) == seen


def test_where_links_cannot_be_made_a_view_holds_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path, "a.csv", b"1")
    monkeypatch.setattr(
        os, "link", lambda *_: (_ for _ in ()).throw(PermissionError(1, "Operation not permitted"))
    )
    assert (history.view(tmp_path) / "a.csv").read_bytes() == b"1"


def test_three_views_are_kept_the_last_used(tmp_path: Path) -> None:
    times = [add(tmp_path, "a.csv", b"%d" % number) for number in range(4)]
    views = [history.view(tmp_path, when) for when in times[:3]]
    history.view(tmp_path, times[0])
    last = history.view(tmp_path, times[3])
    assert set((tmp_path / ".history/views").iterdir()) == {views[0], views[2], last}
    assert (history.view(tmp_path, times[1]) / "a.csv").read_bytes() == b"1"


def test_a_view_before_the_first_day_is_empty(tmp_path: Path) -> None:
    add(tmp_path, "a.csv", b"1")
    assert list(history.view(tmp_path, datetime(2001, 1, 1, tzinfo=UTC)).iterdir()) == []


def test_a_damaged_file_is_not_shown_as_what_was_known(tmp_path: Path) -> None:
    add(tmp_path, "a.csv", b"1")
    kept = history.locate(tmp_path, history.put(tmp_path, b"1"))
    kept.chmod(0o644)
    kept.write_bytes(b"2")
    with pytest.raises(history.HistoryError, match="a stored file is damaged"):
        history.view(tmp_path)
    history.put(tmp_path, b"1")
    assert (history.view(tmp_path) / "a.csv").read_bytes() == b"1"
    assert len(list((tmp_path / ".history/views").iterdir())) == 1
