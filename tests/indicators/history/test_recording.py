"""What came into the folder by other means, and changes that were cut short."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from indicators import history
from indicators.history import commits, recording
from indicators.history.commits import Change
from indicators.problems import ProblemCode
from tests.versions import versions


def changes(commit: history.Commit | None) -> dict[str, tuple[bytes | None, bytes | None]]:
    return (
        {}
        if commit is None
        else {
            path: (change.before and CONTENT[change.before], change.after and CONTENT[change.after])
            for path, change in commit.changes.items()
        }
    )


CONTENT: dict[str, bytes] = {}


def put(data: Path, content: bytes) -> str:
    digest = history.put(data, content)
    CONTENT[digest] = content
    return digest


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for content in (b"1", b"2", b"3", b"by hand"):
        put(tmp_path, content)
    (tmp_path / "w").mkdir()
    (tmp_path / "w/a.csv").write_bytes(b"1")
    (tmp_path / "places.csv").write_bytes(b"2")
    return tmp_path


def test_what_appears_changes_and_vanishes_is_recorded(data: Path) -> None:
    first = history.record(data)
    assert first is not None and (first.number, first.channel, first.who) == (1, "folder", "")
    assert changes(first) == {"w/a.csv": (None, b"1"), "places.csv": (None, b"2")}
    assert history.record(data) is None
    (data / "w/a.csv").write_bytes(b"3")  # as long as before, and within the same tick of the clock
    (data / "places.csv").unlink()
    (data / "new.yaml").write_bytes(b"by hand")
    assert changes(history.record(data)) == {
        "w/a.csv": (b"1", b"3"),
        "places.csv": (b"2", None),
        "new.yaml": (None, b"by hand"),
    }
    assert history.record(data) is None
    assert history.tree(data) == {"w/a.csv": put(data, b"3"), "new.yaml": put(data, b"by hand")}


def test_an_unchanged_file_is_not_read_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history.record(data)
    monkeypatch.setattr(recording, "_CLOCK_STEP", 0)
    time.sleep(0.02)
    assert history.record(data) is None
    monkeypatch.setattr(recording, "digest_of", lambda path: pytest.fail(f"{path} was read"))
    assert history.record(data) is None
    os.utime(data / "places.csv")
    with pytest.raises(pytest.fail.Exception, match=r"places\.csv was read"):
        history.record(data)


def test_a_young_file_is_read_again_for_its_time_may_not_tell(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.record(data)
    history.record(data)
    monkeypatch.setattr(recording, "digest_of", lambda path: pytest.fail(f"{path} was read"))
    with pytest.raises(pytest.fail.Exception):
        history.record(data)


def test_a_file_with_another_time_and_the_same_content_is_no_change(data: Path) -> None:
    history.record(data)
    os.utime(data / "places.csv", (1, 1))
    assert history.record(data) is None


@pytest.mark.parametrize(
    "harm", ["", "[]", "{", '{"number": 1, "tree": {}, "marks": {"a": 3}}', None]
)
def test_the_cache_is_only_a_cache(data: Path, harm: str | None) -> None:
    history.record(data)
    seen = data / ".history/seen.json"
    seen.unlink() if harm is None else seen.write_text(harm)
    assert history.record(data) is None
    (data / "w/a.csv").write_bytes(b"3")
    assert changes(history.record(data)) == {"w/a.csv": (b"1", b"3")}


def test_a_cache_of_a_history_that_was_deleted_is_not_believed(data: Path) -> None:
    history.record(data)
    shutil.rmtree(data / ".history/commits")
    assert changes(history.record(data)) == {"w/a.csv": (None, b"1"), "places.csv": (None, b"2")}


def test_a_file_that_is_being_written_is_left_for_the_next_time(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = recording.digest_of

    def slow(path: Path) -> str:
        digest = real(path)
        if path.name == "a.csv":
            path.write_bytes(path.read_bytes() + b"more")
        return digest

    monkeypatch.setattr(recording, "digest_of", slow)
    assert set(changes(history.record(data))) == {"places.csv"}
    with pytest.raises(history.HistoryError) as refused:
        history.commit(data, {"w/a.csv": put(data, b"3")}, channel="browser")
    assert refused.value.problem.code == ProblemCode.FILE_BUSY
    monkeypatch.undo()
    assert (data / "w/a.csv").read_bytes().startswith(b"1more")
    recorded = history.record(data)
    assert recorded is not None and list(recorded.changes) == ["w/a.csv"]


def test_a_file_that_became_a_folder_or_a_pipe_has_vanished(data: Path) -> None:
    history.record(data)
    (data / "w/a.csv").unlink()
    (data / "w/a.csv").mkdir()
    (data / "places.csv").unlink()
    os.mkfifo(data / "places.csv")
    assert changes(history.record(data)) == {"w/a.csv": (b"1", None), "places.csv": (b"2", None)}


def test_a_name_that_is_no_unicode_is_recorded(data: Path) -> None:
    name = os.fsdecode(b"caf\xe9\n.csv")
    (data / name).write_bytes(b"3")
    history.record(data)
    assert history.tree(data)[name] == put(data, b"3")
    assert (history.view(data) / name).read_bytes() == b"3"


def cut_short(data: Path, before: bytes | None, after: bytes | None) -> None:
    """A commit of w/a.csv that is written down and not put in place."""
    digests = [None if content is None else put(data, content) for content in (before, after)]
    commits.append(data, {"w/a.csv": Change(*digests)}, "browser")


def test_a_change_that_was_cut_short_is_finished(data: Path) -> None:
    history.record(data)
    cut_short(data, b"1", b"3")
    finished = history.recover(data)
    assert finished is not None and finished.number == 2
    assert (data / "w/a.csv").read_bytes() == b"3"
    assert history.recover(data) is None and history.record(data) is None


def test_the_next_change_finishes_the_last_one_first(data: Path) -> None:
    history.record(data)
    cut_short(data, b"1", b"3")
    history.commit(data, {"w/a.csv": put(data, b"2")}, channel="browser")
    assert [changes(entry)["w/a.csv"] for entry in history.log(data)] == [
        (None, b"1"),
        (b"1", b"3"),
        (b"3", b"2"),
    ]
    cut_short(data, b"2", b"3")
    history.undo(data)
    assert (data / "w/a.csv").read_bytes() == b"2" and len(history.log(data)) == 5


def test_a_removal_that_was_cut_short_is_finished(data: Path) -> None:
    history.record(data)
    cut_short(data, b"1", None)
    history.record(data)
    assert not (data / "w/a.csv").exists() and len(history.log(data)) == 2


def test_what_somebody_wrote_since_stays_and_is_recorded(data: Path) -> None:
    history.record(data)
    cut_short(data, b"1", b"3")
    (data / "w/a.csv").write_bytes(b"by hand")
    history.recover(data)
    assert (data / "w/a.csv").read_bytes() == b"by hand"
    assert [(entry.number, entry.channel) for entry in history.log(data)] == [
        (1, "folder"),
        (2, "browser"),
        (3, "folder"),
    ]
    assert changes(history.log(data)[-1]) == {"w/a.csv": (b"3", b"by hand")}


def test_a_lost_mark_of_what_is_in_place_does_no_harm(data: Path) -> None:
    history.record(data)
    history.commit(data, {"w/a.csv": put(data, b"2")}, channel="browser")
    history.undo(data)
    (data / ".history/applied").unlink()
    history.recover(data)
    assert (data / "w/a.csv").read_bytes() == b"1" and len(history.log(data)) == 3


def test_a_folder_without_history_has_none_and_gets_none_by_looking(tmp_path: Path) -> None:
    for data in (tmp_path, tmp_path / "nowhere"):
        assert (
            history.log(data) == () and history.tree(data) == {} and versions(data, "a.csv") == ()
        )
        assert history.last(data) == 0 and history.size(data) == 0 and history.recover(data) is None
        assert history.quarantine.all(data) == () == history.staged.all(data)
        assert history.record(data) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told_by_recording(data: Path) -> None:
    shutil.rmtree(data / ".history")
    data.chmod(0o555)
    with pytest.raises(history.NotWritable, match="Permission denied"):
        history.record(data)
    data.chmod(0o755)
