"""Arrivals that are not in the data folder, and what all of it takes on the disk."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators import history
from indicators.__main__ import main
from indicators.history import space
from indicators.problems import Problem, ProblemCode

REPORT = (
    Problem(ProblemCode.NUMBER_EXPECTED, "a.csv", 3, "value", "<b>n/a</b>"),
    Problem(ProblemCode.UNIT_NOT_STATED, severity="notice"),
)


def test_a_refused_file_stays_with_its_report_until_it_is_deleted(tmp_path: Path) -> None:
    digest, before = history.put(tmp_path, b"bad"), datetime.now(UTC)
    id = history.quarantine.add(tmp_path, digest, "../<i>a</i>\u202e.csv", REPORT, "command", "ana")
    (entry,) = history.quarantine.all(tmp_path)
    assert entry == history.quarantine.get(tmp_path, id)
    assert (entry.id, entry.digest, entry.name, entry.channel, entry.who) == (
        id,
        digest,
        "../<i>a</i>\u202e.csv",
        "command",
        "ana",
    )
    assert (
        entry.problems == REPORT
        and entry.details == {}
        and before <= entry.when <= datetime.now(UTC)
    )
    assert history.staged.all(tmp_path) == () and history.log(tmp_path) == ()
    history.quarantine.delete(tmp_path, id)
    assert history.quarantine.all(tmp_path) == () and history.read(tmp_path, digest) == b"bad"
    for again in (history.quarantine.delete, history.quarantine.get):
        with pytest.raises(history.HistoryError) as refused:
            again(tmp_path, id)
        assert refused.value.problem.code == ProblemCode.ARRIVAL_GONE


def test_what_waits_is_listed_in_order_with_what_is_known_of_it(tmp_path: Path) -> None:
    names = [f"{number}.csv" for number in range(20)]
    for name in names:
        history.staged.add(
            tmp_path,
            history.put(tmp_path, name.encode()),
            name,
            details={"path": f"w/{name}", "rows": 3},
        )
    found = history.staged.all(tmp_path)
    assert [entry.name for entry in found] == names and found[3].details == {
        "path": "w/3.csv",
        "rows": 3,
    }


@pytest.mark.parametrize(
    "id",
    ["../../places", "", "a", "20261122T170000000000-abcdef0g", "20261122T170000000000-abcdef01/x"],
)
def test_an_id_is_never_a_path(tmp_path: Path, id: str) -> None:
    (tmp_path / "places.json").write_text("{}")
    history.staged.add(tmp_path, history.put(tmp_path, b"1"), "a.csv")
    with pytest.raises(history.HistoryError) as refused:
        history.staged.delete(tmp_path, id)
    assert refused.value.problem.code == ProblemCode.ARRIVAL_GONE
    assert (tmp_path / "places.json").exists()


def test_an_entry_that_cannot_be_read_says_so_and_hides_no_other(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        id = history.quarantine.add(tmp_path, history.put(tmp_path, b"1"), name)
    (tmp_path / f".history/quarantine/{id}.json").write_text('{"name": 1}')
    whole, damaged = history.quarantine.all(tmp_path)
    assert whole.name == "a.csv"
    assert damaged.id == id and damaged.problems[0].code == ProblemCode.ARRIVAL_DAMAGED
    history.quarantine.delete(tmp_path, id)
    assert len(history.quarantine.all(tmp_path)) == 1


def test_the_size_counts_each_content_once(tmp_path: Path) -> None:
    history.commit(tmp_path, {"a.csv": history.put(tmp_path, bytes(5000))}, channel="command")
    history.view(tmp_path)
    history.put(tmp_path, bytes(5000))
    assert 5000 < history.size(tmp_path) < 7000


def test_only_what_nothing_names_is_pruned_and_not_on_its_first_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, refused, waiting, loose = (
        history.put(tmp_path, content) for content in (b"1", b"2", b"3", b"4", b"12345")
    )
    history.commit(tmp_path, {"a.csv": old}, channel="command")
    history.commit(tmp_path, {"a.csv": new}, channel="command")
    id = history.quarantine.add(tmp_path, refused, "a.csv")
    history.staged.add(tmp_path, waiting, "a.csv")
    assert history.prune(tmp_path) == 0 and history.has(tmp_path, loose)
    monkeypatch.setattr(space, "_DAY", -1.0)
    assert main(["history", "--prune", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "5 bytes are free again.\n"
    assert [history.has(tmp_path, each) for each in (old, new, refused, waiting, loose)] == [
        True,
        True,
        True,
        True,
        False,
    ]
    (tmp_path / f".history/quarantine/{id}.json").write_text("damaged")
    with pytest.raises(history.HistoryError) as error:
        history.prune(tmp_path)
    assert error.value.problem.code == ProblemCode.ARRIVAL_DAMAGED
    assert history.has(tmp_path, refused)


def test_a_folder_that_cannot_be_written_takes_no_arrivals(tmp_path: Path) -> None:
    digest = history.put(tmp_path, b"1")
    (tmp_path / ".history/staged").write_text("in the way")
    with pytest.raises(history.NotWritable):
        history.staged.add(tmp_path, digest, "a.csv")
    assert os.listdir(tmp_path / ".history/tmp") == []


def test_what_was_written_before_today_is_read(tmp_path: Path) -> None:
    """Records keep the keys that they had in November 2026."""
    folder = tmp_path / ".history/quarantine"
    folder.mkdir(parents=True)
    (folder / "20261122T170000000000-abcdef01.json").write_text(
        '{"id": "20261122T170000000000-abcdef01", "when": "2026-11-22T17:00:00.000000+00:00", '
        '"digest": "00", "name": "a.csv", "door": "browser", "who": "ana", "details": {"rows": 3}, '
        '"problems": [{"what": "odd", "file": "a.csv", "line": 3, "column": "value", "found": "x", '
        '"expected": "a number", "do": "Mend it.", "severity": "error"}]}'
    )
    (arrival,) = history.quarantine.all(tmp_path)
    assert (arrival.name, arrival.channel, arrival.who) == ("a.csv", "browser", "ana")
    assert arrival.when == datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert str(arrival.problems[0]) == (
        "a.csv line 3, column 'value': odd; found 'x'; expected a number. Mend it."
    )


def test_a_record_has_the_keys_it_always_had(tmp_path: Path) -> None:
    id = history.staged.add(tmp_path, history.put(tmp_path, b"1"), "a.csv", channel="command")
    record = json.loads((tmp_path / f".history/staged/{id}.json").read_bytes())
    assert list(record) == ["id", "when", "digest", "name", "door", "who", "problems", "details"]
    assert record["door"] == "command"
