"""Changes written down, put in place and taken back."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators import history
from indicators.history import commits, lock
from indicators.problems import Problem, ProblemCode
from tests.versions import versions


def add(data: Path, changes: Mapping[str, bytes | None], **said: str) -> history.Commit:
    """One commit of the browser with this content at these paths."""
    digests = {
        path: None if content is None else history.put(data, content)
        for path, content in changes.items()
    }
    done = history.commit(data, digests, channel="browser", **said)
    assert done is not None
    return done


def contents(data: Path) -> dict[str, bytes]:
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in history.files(data)}


def test_a_commit_says_what_changed_and_by_whom(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    done = add(
        tmp_path,
        {"world/a.csv": b"1", "world/a.yaml": b"x: 1"},
        who="Li Wei 李伟",
        note="June",
        name="A (1).csv",
    )
    assert contents(tmp_path) == {"world/a.csv": b"1", "world/a.yaml": b"x: 1"}
    assert (done.number, done.channel, done.who, done.note, done.name, done.undoes) == (
        1,
        "browser",
        "Li Wei 李伟",
        "June",
        "A (1).csv",
        None,
    )
    assert before <= done.when <= datetime.now(UTC)
    assert done.changes["world/a.csv"] == history.Change(None, history.put(tmp_path, b"1"))
    assert history.log(tmp_path) == (done,)
    assert (tmp_path / ".history/commits/00000001.json").is_file()


def test_a_file_put_in_place_can_be_written_and_has_the_time_at_which_it_arrived(
    tmp_path: Path,
) -> None:
    data, sent = tmp_path / "data", tmp_path / "sent"
    data.mkdir()
    sent.write_bytes(b"1")
    os.utime(sent, (1_600_000_000, 1_600_000_000))
    history.commit(data, {"a.csv": history.put(data, sent)}, channel="command")
    assert abs((data / "a.csv").stat().st_mtime - time.time()) < 60
    (data / "a.csv").write_bytes(b"edited")
    assert (
        history.read(data, history.put(data, b"1")) == b"1"
    )  # an edit by hand never reaches the kept one


def test_the_same_again_is_no_change(tmp_path: Path) -> None:
    add(tmp_path, {"a.csv": b"1"})
    assert (
        history.commit(
            tmp_path, {"a.csv": history.put(tmp_path, b"1"), "b.csv": None}, channel="browser"
        )
        is None
    )
    assert len(history.log(tmp_path)) == 1


def refused(action: Callable[[], object]) -> Problem:
    """Why the history refuses."""
    with pytest.raises(history.HistoryError) as error:
        action()
    return error.value.problem


def test_undo_brings_back_the_older_file_and_takes_away_the_new(tmp_path: Path) -> None:
    add(tmp_path, {"a.csv": b"1"})
    add(tmp_path, {"a.csv": b"2", "b.csv": b"new"}, name="b.csv")
    done = history.undo(tmp_path, who="li")
    assert contents(tmp_path) == {"a.csv": b"1"}
    assert (done.number, done.undoes, done.who, done.name) == (3, 2, "li", "b.csv")
    assert history.undo(tmp_path).undoes == 1
    assert contents(tmp_path) == {}
    assert refused(lambda: history.undo(tmp_path)).code == ProblemCode.NOTHING_TO_UNDO
    assert history.read(tmp_path, versions(tmp_path, "b.csv")[0].digest) == b"new"


def test_undo_gives_the_older_file_its_time_again(tmp_path: Path) -> None:
    """Else it would stand before files that arrived after it."""
    add(tmp_path, {"a.csv": b"1"})
    os.utime(tmp_path / "a.csv", ns=(1_600_000_000_123_456_789,) * 2)
    add(tmp_path, {"a.csv": b"2"})
    assert abs((tmp_path / "a.csv").stat().st_mtime - time.time()) < 60
    history.undo(tmp_path)
    assert (tmp_path / "a.csv").read_bytes() == b"1"
    assert (tmp_path / "a.csv").stat().st_mtime_ns == 1_600_000_000_123_456_789


def test_a_change_that_an_older_version_wrote_down_can_be_taken_back(tmp_path: Path) -> None:
    add(tmp_path, {"a.csv": b"1"})
    add(tmp_path, {"a.csv": b"2"})
    record = tmp_path / ".history/commits/00000002.json"
    said = json.loads(record.read_bytes())
    del said["changes"]["a.csv"]["was"]
    record.unlink()
    record.write_text(json.dumps(said))
    history.undo(tmp_path)
    assert contents(tmp_path) == {"a.csv": b"1"}


def test_undo_brings_back_what_was_taken_away(tmp_path: Path) -> None:
    add(tmp_path, {"a.csv": b"1"})
    add(tmp_path, {"a.csv": None})
    assert contents(tmp_path) == {}
    history.undo(tmp_path)
    assert contents(tmp_path) == {"a.csv": b"1"}


def test_undo_of_an_older_change_by_its_number(tmp_path: Path) -> None:
    add(tmp_path, {"a.csv": b"1"})
    add(tmp_path, {"b.csv": b"2"})
    assert history.undo(tmp_path, 1).undoes == 1
    assert contents(tmp_path) == {"b.csv": b"2"}


def test_undo_refuses_where_somebody_changed_the_file_since(tmp_path: Path) -> None:
    add(tmp_path, {"a.csv": b"1"})
    add(tmp_path, {"a.csv": b"2"}, who="ana")
    problem = refused(lambda: history.undo(tmp_path, 1))
    assert (problem.code, problem.file) == (ProblemCode.FILE_CHANGED, "a.csv")
    assert problem.values["number"] == "2" and str(problem.values["stamp"]).startswith("ana, 20")
    (tmp_path / "a.csv").write_bytes(b"by hand")
    problem = refused(lambda: history.undo(tmp_path))
    assert problem.values["number"] == "3" and str(problem.values["stamp"]).startswith("20")
    assert contents(tmp_path) == {"a.csv": b"by hand"}
    assert versions(tmp_path, "a.csv")[-1].channel == "folder"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1, ProblemCode.CHANGE_BY_FOLDER),
        (2, ProblemCode.CHANGE_UNDONE),
        (3, ProblemCode.CHANGE_IS_UNDO),
        (9, ProblemCode.CHANGE_UNKNOWN),
    ],
)
def test_undo_says_why_not(tmp_path: Path, number: int, code: ProblemCode) -> None:
    (tmp_path / "a.csv").write_bytes(b"1")
    history.record(tmp_path)
    add(tmp_path, {"a.csv": b"2"})
    history.undo(tmp_path)
    problem = refused(lambda: history.undo(tmp_path, number))
    assert (problem.code, problem.values["number"]) == (code, str(number))


def test_an_edit_by_hand_is_kept_before_it_is_replaced(tmp_path: Path) -> None:
    add(tmp_path, {"a.csv": b"1"})
    (tmp_path / "a.csv").write_bytes(b"by hand")
    add(tmp_path, {"a.csv": b"2"})
    assert [(entry.channel, entry.changes["a.csv"].after) for entry in history.log(tmp_path)] == [
        ("browser", history.put(tmp_path, b"1")),
        ("folder", history.put(tmp_path, b"by hand")),
        ("browser", history.put(tmp_path, b"2")),
    ]


def test_who_has_not_seen_the_newer_file_does_not_replace_it(tmp_path: Path) -> None:
    seen = add(tmp_path, {"a.csv": b"1"}).changes["a.csv"].after
    add(tmp_path, {"a.csv": b"2"}, who="ana")
    mine = history.put(tmp_path, b"3")

    def replace(path: str, expected: str | None) -> Problem:
        return refused(
            lambda: history.commit(
                tmp_path, {path: mine}, channel="browser", expected={path: expected}
            )
        )

    problem = replace("a.csv", seen)
    assert (problem.code, problem.values["number"]) == (ProblemCode.FILE_CHANGED, "2")
    assert str(problem.values["stamp"]).startswith("ana, ")
    assert replace("a.csv", None).code == ProblemCode.FILE_CHANGED
    assert replace("b.csv", seen).code == ProblemCode.FILE_MISSING
    assert contents(tmp_path) == {"a.csv": b"2"}


@pytest.mark.parametrize(
    "path",
    ["../out.csv", ".history/commits/00000009.json", "linked/x.csv", "/etc/x.csv", "a\nb.csv"],
)
def test_a_commit_never_writes_elsewhere(tmp_path: Path, path: str) -> None:
    data, outside = tmp_path / "data", tmp_path / "outside"
    data.mkdir()
    outside.mkdir()
    (data / "linked").symlink_to(outside)
    changes = {"fine.csv": history.put(data, b"1"), path: history.put(data, b"2")}
    problem = refused(lambda: history.commit(data, changes, channel="browser"))
    assert problem.code in (ProblemCode.NAME_NOT_ALLOWED, ProblemCode.FOLDER_IS_LINK)
    assert contents(data) == {} and history.log(data) == ()
    assert list(outside.iterdir()) == [] and sorted(each.name for each in tmp_path.iterdir()) == [
        "data",
        "outside",
    ]


def test_a_link_in_place_of_a_file_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"theirs")
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    add(tmp_path, {"a.csv": b"mine"})
    assert contents(tmp_path) == {"a.csv": b"mine", "b.csv": b"theirs"}
    assert history.read(tmp_path, versions(tmp_path, "a.csv")[0].digest) == b"theirs"


def test_a_link_that_leads_out_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    data, outside = tmp_path / "data", tmp_path / "outside.csv"
    data.mkdir()
    outside.write_bytes(b"theirs")
    (data / "a.csv").symlink_to(outside)
    problem = refused(lambda: add(data, {"a.csv": b"mine"}))
    assert problem.code == ProblemCode.LINK_NOT_REPLACED and str(tmp_path) not in str(problem)
    assert outside.read_bytes() == b"theirs" and (data / "a.csv").is_symlink()
    assert not history.has(data, hashlib.sha256(b"theirs").hexdigest())


def test_a_file_and_a_folder_do_not_take_each_others_place(tmp_path: Path) -> None:
    add(tmp_path, {"a": b"1", "b/c.csv": b"2"})
    assert refused(lambda: add(tmp_path, {"a/x.csv": b"3"})).code == ProblemCode.NAME_TAKEN
    assert refused(lambda: add(tmp_path, {"b": b"3"})).code == ProblemCode.NAME_TAKEN
    assert contents(tmp_path) == {"a": b"1", "b/c.csv": b"2"} and len(history.log(tmp_path)) == 1


def test_content_that_was_never_kept_is_refused(tmp_path: Path) -> None:
    problem = refused(lambda: history.commit(tmp_path, {"a.csv": "0" * 64}, channel="browser"))
    assert (problem.code, problem.file) == (ProblemCode.CONTENT_MISSING, "a.csv")


def test_times_go_forward_when_the_clock_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = add(tmp_path, {"a.csv": b"1"})

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(commits, "datetime", Earlier)
    second = add(tmp_path, {"a.csv": b"2"})
    assert (second.when - first.when).total_seconds() == 1e-6


def test_a_number_is_never_taken_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, {"a.csv": b"1"})
    before = (tmp_path / ".history/commits/00000001.json").read_bytes()
    monkeypatch.setattr(commits, "last", lambda data: 0)
    monkeypatch.setattr(commits, "applied", lambda data: 0)
    with pytest.raises(FileExistsError):
        commits.append(tmp_path, {}, "command")
    assert (tmp_path / ".history/commits/00000001.json").read_bytes() == before


def test_without_hard_links_a_number_is_not_taken_twice_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        os, "link", lambda *_: (_ for _ in ()).throw(PermissionError(1, "Operation not permitted"))
    )
    add(tmp_path, {"a.csv": b"1"})
    assert [entry.number for entry in history.log(tmp_path)] == [1]
    monkeypatch.setattr(commits, "last", lambda data: 0)
    monkeypatch.setattr(commits, "applied", lambda data: 0)
    with pytest.raises(FileExistsError):
        commits.append(tmp_path, {}, "command")


def test_a_record_that_cannot_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    add(tmp_path, {"a.csv": b"1"})
    file = tmp_path / ".history/commits/00000001.json"
    whole = file.read_text()
    for broken in (
        "",
        "[]",
        whole[:40],
        whole.replace("a.csv", "../a.csv"),
        whole.replace("browser", "window"),
    ):
        file.write_text(broken)
        problem = refused(lambda: history.log(tmp_path))
        assert (problem.code, problem.file) == (
            ProblemCode.RECORD_DAMAGED,
            ".history/commits/00000001.json",
        )


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LOCK_TIMEOUT", 0.05)
    with lock.locked(tmp_path), pytest.raises(history.NotWritable) as timeout:
        history.commit(tmp_path, {}, channel="command")
    assert timeout.value.problem.code == ProblemCode.FOLDER_LOCKED
    assert history.commit(tmp_path, {}, channel="command") is None
