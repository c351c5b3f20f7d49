"""The history verified: damage of every kind is told by what it means, an unharmed one passes, and
nothing is lost by looking.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indicators import history
from indicators.history import commits, verification
from indicators.problems import Problem, ProblemCode

YEAR = timedelta(days=365)


def add(data: Path, path: str, content: bytes | None) -> history.Commit:
    done = history.commit(
        data, {path: None if content is None else history.put(data, content)}, channel="browser"
    )
    assert done is not None
    return done


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four changes: b.csv by hand, a.csv in two versions, b.csv taken away."""
    (tmp_path / "b.csv").write_bytes(b"by hand")
    history.record(tmp_path)
    add(tmp_path, "a.csv", b"first")
    add(tmp_path, "a.csv", b"second")
    add(tmp_path, "b.csv", None)
    history.staged.add(tmp_path, history.put(tmp_path, b"waits"), "waits.csv")
    return tmp_path


def record(data: Path, number: int) -> Path:
    return data / f".history/commits/{number:08d}.json"


def object_of(data: Path, content: bytes) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    return data / ".history/objects" / digest[:2] / digest


def rewrite(data: Path, number: int, /, **said: object) -> None:
    """Change what a record says."""
    record(data, number).write_text(
        json.dumps(json.loads(record(data, number).read_bytes()) | said)
    )


def test_an_unharmed_history_in_counts(data: Path) -> None:
    found = history.verify(data)
    # four records: three are held by the next one, the last by the digest that was noted; 'by
    # hand', 'first', 'second', 'waits' are 7 + 5 + 6 + 5 bytes
    assert found == history.Verification(4, 4, 4, 23, 1, ())
    assert history.journal(data) == (history.log(data), ())


def test_a_folder_without_a_history(tmp_path: Path) -> None:
    assert history.verify(tmp_path) == history.Verification(0, 0, 0, 0, 0, ())
    assert history.journal(tmp_path) == ((), ())


def _cut(data: Path) -> None:
    record(data, 2).write_bytes(record(data, 2).read_bytes()[:60])


def _emptied(data: Path) -> None:
    record(data, 2).write_bytes(b"")


def _nested(data: Path) -> None:
    record(data, 2).write_bytes(b"[" * 200_000)


def _no_zone(data: Path) -> None:
    rewrite(data, 2, when="2026-01-01T00:00:00")


def _other_number(data: Path) -> None:
    rewrite(data, 2, number=3)


def _no_digest(data: Path) -> None:
    rewrite(data, 2, changes={"a.csv": {"before": None, "after": "../../etc/passwd"}})


def _no_name(data: Path) -> None:
    rewrite(data, 2, who={"a": 1})


def _a_folder(data: Path) -> None:
    record(data, 2).unlink()
    record(data, 2).mkdir()


@pytest.mark.parametrize(
    "harm", [_cut, _emptied, _nested, _no_zone, _other_number, _no_digest, _no_name, _a_folder]
)
def test_a_damaged_record_is_told_and_the_others_are_read(
    data: Path, harm: Callable[[Path], None]
) -> None:
    harm(data)
    log, problems = history.journal(data)
    assert [one.number for one in log] == [1, 3, 4]
    [problem] = problems
    assert (problem.code, problem.file, problem.severity) == (
        ProblemCode.RECORD_DAMAGED,
        ".history/commits/00000002.json",
        "error",
    )
    assert problem.values["reason"] and problem.hint() and str(data) not in str(problem)
    assert problem in history.verify(data).problems
    with pytest.raises(history.HistoryError, match="00000002"):
        history.log(data)
    (data / "c.csv").write_bytes(b"goes on")
    after = history.record(data)
    assert after is not None and after.number == 5 and "c.csv" in after.changes
    assert commits.replay(history.journal(data)[0]) == {
        path.name: history.put(data, path) for path in history.files(data)
    }


def test_a_damaged_last_record_does_not_keep_the_next_from_being_written(data: Path) -> None:
    whole = record(data, 4).read_bytes()
    record(data, 4).write_bytes(whole[:40])
    (data / "c.csv").write_bytes(b"goes on")
    after = history.record(data)
    assert after is not None and (after.number, after.previous) == (5, "")
    with pytest.raises(history.HistoryError, match="00000004"):
        history.undo(
            data
        )  # what was added last is not known, so nothing older is taken back in its place
    record(data, 4).write_bytes(whole)
    found = history.verify(data)
    assert (found.records, found.chained, found.problems) == (5, 4, ())


def test_without_a_copy_the_damaged_record_can_be_moved_away(data: Path) -> None:
    _cut(data)
    os.rename(record(data, 2), data.parent / "away.json")
    assert [one.number for one in history.log(data)] == [1, 3, 4]
    assert history.undo(data).undoes == 4 and (data / "b.csv").read_bytes() == b"by hand"
    [problem] = history.verify(data).problems
    assert problem.code == ProblemCode.RECORDS_MISSING
    assert problem.values == {"n": 1, "numbers": "2"}
    assert problem.message().startswith("the record of change 2 is missing")
    record(data, 2).write_bytes((data.parent / "away.json").read_bytes())
    assert history.verify(data).problems[0].code == ProblemCode.RECORD_DAMAGED


@pytest.mark.parametrize(
    ("gone", "numbers"), [((2,), "2"), ((4,), "4"), ((1, 2), "1-2"), ((1, 2, 3, 4), "1-4")]
)
def test_missing_records_are_told_and_their_numbers_are_not_given_again(
    data: Path, gone: tuple[int, ...], numbers: str
) -> None:
    for number in gone:
        record(data, number).unlink()
    [doubt] = history.unreliable_records(data, history.log(data))
    assert (doubt.kind, doubt.numbers) == ("missing", numbers)
    (data / "c.csv").write_bytes(b"goes on")
    after = history.record(data)
    assert after is not None and after.number == 5 and "c.csv" in after.changes
    assert [one.numbers for one in history.unreliable_records(data, history.log(data))] == [numbers]
    assert history.tree(data) == {
        path.name: history.put(data, path) for path in history.files(data)
    }, "the newest tree is the folder"


def test_a_journal_that_is_gone_loses_no_kept_file(data: Path) -> None:
    for number in range(1, 5):
        record(data, number).unlink()
    found = history.verify(data)
    assert (found.records, found.objects) == (0, 4)
    assert history.record(data) is not None and history.has(data, object_of(data, b"first").name)


def test_a_record_that_was_edited_breaks_the_chain(data: Path) -> None:
    rewrite(data, 2, who="somebody else")
    found = history.verify(data)
    assert (found.records, found.chained) == (4, 3)
    [problem] = found.problems
    assert (problem.code, problem.file) == (
        ProblemCode.RECORD_EDITED,
        ".history/commits/00000002.json",
    )


def test_the_last_record_is_held_by_the_digest_that_was_noted(data: Path) -> None:
    rewrite(data, 4, who="somebody else")
    found = history.verify(data)
    assert (found.records, found.chained) == (4, 3)
    [problem] = found.problems
    assert problem.file == ".history/commits/00000004.json"


def test_records_of_before_there_was_a_chain_are_read(data: Path) -> None:
    for number in (1, 2):
        said = json.loads(record(data, number).read_bytes())
        del said["previous"]
        record(data, number).write_text(json.dumps(said, indent=1))
    rewrite(data, 3, previous=hashlib.sha256(record(data, 2).read_bytes()).hexdigest())
    rewrite(data, 4, previous=hashlib.sha256(record(data, 3).read_bytes()).hexdigest())
    (data / ".history" / "applied").write_text("4\n")  # as it was written then, without a digest
    found = history.verify(data)
    assert (found.records, found.chained, found.problems) == (4, 2, ())
    assert history.log(data)[1].previous == ""


def test_kept_files_that_are_missing_or_damaged_are_told_by_what_they_were(data: Path) -> None:
    object_of(data, b"first").unlink()
    object_of(data, b"waits").unlink()
    damaged = object_of(data, b"by hand")
    damaged.chmod(0o644)
    damaged.write_bytes(b"other!!")
    (data / ".history/objects/aa").mkdir(exist_ok=True)
    (data / ".history/objects/aa/notes.txt").write_bytes(b"not ours")
    found = history.verify(data)
    reported = {
        problem.file.rpartition("/")[2]: (problem.code, dict(problem.values))
        for problem in found.problems
    }
    missing, broken = Problem(ProblemCode.OBJECT_MISSING), Problem(ProblemCode.OBJECT_DAMAGED)
    assert reported == {
        object_of(data, b"first").name: (
            ProblemCode.VERSION_LOST,
            {"cause": missing, "path": "a.csv", "number": "2"},
        ),
        object_of(data, b"waits").name: (
            ProblemCode.ARRIVAL_LOST,
            {"cause": missing, "name": "waits.csv"},
        ),
        damaged.name: (
            ProblemCode.VERSION_LOST,
            {"cause": broken, "path": "b.csv", "number": "1"},
        ),
        "notes.txt": (ProblemCode.OBJECT_UNUSED, {"cause": broken}),
    }
    assert found.objects == 1 and all(problem.hint() for problem in found.problems)


def test_a_version_from_before_the_first_record_is_reported_as_such(data: Path) -> None:
    record(data, 1).unlink()
    object_of(data, b"by hand").unlink()
    (problem,) = [p for p in history.verify(data).problems if "objects" in p.file]
    assert problem.code == ProblemCode.EARLIER_VERSION_LOST
    assert (problem.values["path"], problem.values["number"]) == ("b.csv", "4")


def test_a_damaged_arrival_is_told(data: Path) -> None:
    [entry] = (data / ".history/staged").iterdir()
    entry.write_text("{")
    damaged = [p for p in history.verify(data).problems if p.code == ProblemCode.ARRIVAL_DAMAGED]
    assert [problem.file for problem in damaged] == [f".history/staged/{entry.name}"]


def at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    """Set the clock that commits are dated by."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return when

    monkeypatch.setattr(commits, "datetime", Clock)


def test_a_clock_that_was_ahead_is_told_by_the_records_dated_by_it_and_after_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    at(monkeypatch, now + 4 * YEAR)
    add(data, "c.csv", b"1")
    at(monkeypatch, now + timedelta(hours=1))
    assert add(data, "c.csv", b"2").clock == now + timedelta(hours=1)
    monkeypatch.undo()
    log = history.log(data)
    assert log[-1].when - log[-2].when == timedelta(microseconds=1), (
        "the order of changes is that of their dates"
    )
    [doubt] = history.unreliable_records(data, log, now + timedelta(hours=2))
    assert (doubt.kind, doubt.numbers, doubt.when) == ("clock", "5-6", now + 4 * YEAR)
    [problem] = history.verify(data, now + timedelta(hours=2)).problems
    assert (problem.code, problem.severity) == (ProblemCode.CLOCK_WRONG, "warning")
    assert problem.values == {
        "n": 2,
        "numbers": "5-6",
        "date": f"{now + 4 * YEAR:%Y-%m-%d %H:%M} UTC",
    }
    [doubt] = history.unreliable_records(data, log, now + 5 * YEAR)
    assert doubt.numbers == "6", "once the date has come only the record that noticed tells it"


def test_a_date_before_that_of_the_record_before_is_told(data: Path) -> None:
    rewrite(data, 3, when="2001-01-01T00:00:00+00:00")
    assert [
        (one.kind, one.numbers) for one in history.unreliable_records(data, history.log(data))
    ] == [("clock", "3")]


def test_a_clock_that_is_set_right_by_seconds_is_no_matter(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime.now(UTC) + timedelta(seconds=20))
    add(data, "c.csv", b"1")
    monkeypatch.undo()
    add(data, "c.csv", b"2")
    assert history.unreliable_records(data, history.log(data)) == ()


def test_runs_of_numbers() -> None:
    assert list(verification._runs([1, 2, 3, 7, 9, 10])) == [(1, 3), (7, 7), (9, 10)]
    assert list(verification._runs([5])) == [(5, 5)]
    assert list(verification._runs([])) == []
