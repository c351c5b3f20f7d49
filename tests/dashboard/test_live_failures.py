"""What fails around the figures: told by `health`, once in the log, tried again, and never the end
of a thread or of the page.
"""

from __future__ import annotations

import errno
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import live_dataset
from dashboard.health import Health
from dashboard.live_dataset import (
    CHECK_INTERVAL,
    MAX_VERSION_DELAY,
    QUIET_SECONDS,
    RETRY_INTERVAL,
    VERSION_DELAY,
    WATCHER_STOPPED,
    LiveDataset,
)
from indicators import fingerprints, history
from indicators.loading import array_file, snapshot
from indicators.loading.assemble import StoredDataset
from indicators.problems import ProblemCode
from tests.dashboard import tiny
from tests.dashboard.test_live_clock import Board, values
from tests.problems import recorded_problem

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    """A tiny dashboard whose clock is the test's, read once, its versions kept."""
    board = Board(tmp_path, monkeypatch)
    board.live.refresh()
    settled(board)
    assert board.live.health() == Health("ok")
    return board


def settled(board: Board) -> None:
    board.clock.now += VERSION_DELAY + 0.1
    board.live.keep_version()


def changed(board: Board, value: int) -> None:
    """Another version of the file, taken up."""
    board.write(board.rows, tiny.ROWS.replace("total,60", f"total,{value}"))
    board.later(QUIET_SECONDS * 2 + CHECK_INTERVAL)
    board.read()


def raises(error: BaseException) -> Callable[..., None]:
    def work(*_: object, **__: object) -> None:
        raise error

    return work


def until(done: Callable[[], bool], patience: float = 20) -> None:
    """Wait for the background, as briefly as it takes."""
    end = time.monotonic() + patience
    while not done():
        assert time.monotonic() < end, "the background never came so far"
        threading.Event().wait(0.005)


def test_before_anything_is_read_it_is_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = Board(tmp_path, monkeypatch)
    assert board.live.health() == Health("loading")


def test_nothing_that_can_be_read_is_failed_and_a_broken_config_degraded(
    board: Board, tmp_path: Path
) -> None:
    board.clock.now += 100
    board.write(board.config, board.good.replace("better: higher", "better: [higher"))
    board.later(QUIET_SECONDS * 2)
    board.read()
    assert board.live.health().state == "degraded"
    assert board.live.health().problems[0].code == ProblemCode.YAML_INVALID
    never = LiveDataset(tmp_path / "nowhere.yaml")
    never.refresh()
    assert never.health().state == "failed"
    assert never.health().problems[0].code == ProblemCode.CONFIG_MISSING


@pytest.mark.parametrize(
    ("error", "cause", "do"),
    [
        (
            history.NotWritable(
                recorded_problem(
                    "the data folder cannot be written: No space left on device",
                    "data",
                    do="Make room on its disk.",
                )
            ),
            "the data folder cannot be written: No space left on device",
            "Make room on its disk.",
        ),
        (FULL, "No space left on device", "tried again automatically"),
        (MemoryError("much"), "MemoryError: much", "tried again automatically"),
    ],
)
def test_versions_that_are_not_kept_are_told_until_they_are(
    board: Board,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    cause: str,
    do: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(history, "record", raises(error))
    changed(board, 61)
    for _ in range(5):
        settled(board)
    health = board.live.health()
    [problem] = health.problems
    assert health.state == "degraded" and list(board.live.failures) == ["record"]
    assert problem.code == ProblemCode.VERSIONS_NOT_RECORDED
    assert problem.message().endswith(f" UTC: {cause}")
    assert do in problem.hint() and str(board.config.parent) not in str(problem)
    board.clock.now += RETRY_INTERVAL
    board.live.keep_version()
    assert board.live.health() == health, "it fails again: since when, stays"
    assert [one.levelname for one in caplog.records] == ["WARNING"], "one line for all of it"
    monkeypatch.undo()
    before = history.last(board.live.data)
    monkeypatch.setattr(live_dataset, "time", board.clock)
    board.clock.now += RETRY_INTERVAL
    board.live.keep_version()
    assert board.live.health() == Health("ok") and history.last(board.live.data) == before + 1
    assert "works again: record" in caplog.records[-1].getMessage() and len(caplog.records) == 2


def test_looking_that_fails_is_told_and_goes_on(
    board: Board, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = board.live.refresh()
    with monkeypatch.context() as broken:
        broken.setattr(fingerprints, "read_stamps", raises(RuntimeError("no look")))
        for _ in range(5):
            assert board.later(CHECK_INTERVAL + 0.1) is first
        [problem] = board.live.health().problems
        assert problem.code == ProblemCode.CHANGES_NOT_NOTICED
        assert "RuntimeError: no look" in problem.message()
        assert len(caplog.records) == 1 and caplog.records[0].exc_info
    assert board.later(CHECK_INTERVAL + 0.1) is first and board.live.health() == Health("ok")


def test_a_first_look_that_fails_is_shown_and_got_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = Board(tmp_path, monkeypatch)
    with monkeypatch.context() as broken:
        broken.setattr(fingerprints, "read_stamps", raises(RuntimeError("no look")))
        assert (
            "no look" in str(board.live.refresh().problems[0])
            and board.live.health().state == "failed"
        )
    assert board.later(CHECK_INTERVAL + 0.1).dataset is not None and board.live.health() == Health(
        "ok"
    )


def test_a_snapshot_that_cannot_be_kept_is_a_notice(
    board: Board, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(snapshot, "_write", raises(FULL))
        changed(board, 61)
        settled(board)
        health = board.live.health()
        assert health.state == "ok" and "No space left" in str(health.problems[0])
        assert [one.name for one in caplog.records] == ["indicators.loading.snapshot"]
    board.clock.now += RETRY_INTERVAL
    board.live.keep_version()
    assert board.live.health() == Health("ok")


def damage_snapshot(board: Board, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change the 60 in the snapshot, in a column that is not compared at once; open it."""
    monkeypatch.setattr(array_file, "MAX_CHECKED", 0)
    [file] = snapshot.folder().glob(f"*{snapshot.SUFFIX}")
    content, numbers = file.read_bytes(), np.array([50.0, 60.0]).tobytes()
    assert content.count(numbers) == 1
    file.unlink()
    file.write_bytes(content.replace(numbers, np.array([50.0, 66.0]).tobytes()))
    board.live = LiveDataset(board.config)
    assert values(board.live.refresh()) == [50, 66]
    return file


def compare_until_damage(board: Board) -> None:
    for _ in range(100):
        board.live.compare_snapshot()
        if "compare" in board.live.failures:
            return
    pytest.fail("no damage was noticed")


def test_a_damaged_snapshot_is_reported_and_the_files_are_read(
    board: Board, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = damage_snapshot(board, monkeypatch)
    compare_until_damage(board)
    assert not file.exists()
    health = board.live.health()
    assert [problem.code for problem in health.problems] == [ProblemCode.SNAPSHOT_DAMAGED]
    assert health.state == "degraded"
    board.later(CHECK_INTERVAL + 0.1)
    assert values(board.read()) == [50, 60]
    board.live.compare_snapshot()
    assert board.live.health() == Health("ok") and file.exists()
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


def test_figures_of_a_damaged_snapshot_are_not_taken_over(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file is added before the comparison ends: what is read then has the damage, too."""
    damage_snapshot(board, monkeypatch)
    board.live.compare_snapshot()
    board.write(board.rows.with_name("more.csv"), tiny.ROWS.replace("AAA", "CCC"))
    board.later(QUIET_SECONDS * 2 + CHECK_INTERVAL)
    assert values(board.read()) == [50, 66]
    compare_until_damage(board)
    settled(board)
    board.clock.now += RETRY_INTERVAL
    board.live.refresh()
    assert values(board.read()) == [50, 60]
    board.live = LiveDataset(board.config)
    assert values(board.live.refresh()) == [50, 60], "nor is the damage in another snapshot"


def test_a_code_that_stands_for_nothing_is_damage(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    [file] = snapshot.folder().glob(f"*{snapshot.SUFFIX}")
    content = snapshot.fetch(file.stem, StoredDataset)
    assert content is not None
    place = np.full(len(content.observations.rows), 99, dtype=np.int32)
    rows = replace(content.observations.rows, place=place)
    file.unlink()
    table = replace(content.observations, rows=rows)
    assert snapshot.store(file.stem, replace(content, observations=table)) is None
    board.live = LiveDataset(board.config)
    assert values(board.live.refresh()) == [50, 60]


def test_a_page_that_cannot_be_prepared_keeps_no_figure_from_being_shown(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_dataset, "holdings", raises(ValueError("no holdings")))
    board.live = LiveDataset(board.config)
    assert values(board.live.refresh()) == [50, 60]


def test_a_damaged_record_is_told_and_versions_are_kept_all_the_same(board: Board) -> None:
    file = board.live.data / ".history/commits/00000001.json"
    whole = file.read_bytes()
    file.write_bytes(whole[:50])
    changed(board, 61)
    settled(board)
    assert history.last(board.live.data) == 2
    [problem] = board.live.health().problems
    assert problem.code == ProblemCode.JOURNAL_DAMAGED
    assert problem.file == ".history/commits/00000001.json"
    file.write_bytes(whole)
    board.clock.now += RETRY_INTERVAL
    board.live.keep_version()
    assert board.live.health() == Health("ok")


def test_files_that_change_all_the_time_are_kept_all_the_same(board: Board) -> None:
    before, start = history.last(board.live.data), board.clock.now
    while board.clock.now - start < MAX_VERSION_DELAY + 10:
        changed(board, int(board.clock.now) % 50)
        board.clock.now += 1
        board.live.keep_version()
    assert history.last(board.live.data) == before + 1


def test_a_reading_that_fails_is_tried_again_without_a_change(
    board: Board, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, first = live_dataset.load, board.live.refresh()
    monkeypatch.setattr(live_dataset, "load", raises(MemoryError("no room")))
    changed(board, 61)
    assert board.live.health().state == "degraded"
    assert board.later(RETRY_INTERVAL / 2).dataset is first.dataset and not board.waiting, (
        "not at once"
    )
    board.later(RETRY_INTERVAL)
    board.read()
    assert sum("could not be read (" in one.getMessage() for one in caplog.records) == 1, (
        "told once"
    )
    monkeypatch.setattr(live_dataset, "load", real)
    board.later(RETRY_INTERVAL + CHECK_INTERVAL)
    shown = board.read()
    assert shown.dataset and [one.value for one in shown.dataset.series("users", "AAA")] == [50, 61]
    assert board.live.health() == Health("ok")


def test_a_reading_that_is_ended_does_not_leave_the_page_waiting(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(live_dataset, "load", raises(SystemExit()))
        board.write(board.rows, tiny.ROWS.replace("total,60", "total,61"))
        board.later(QUIET_SECONDS * 2 + CHECK_INTERVAL)
        with pytest.raises(SystemExit):
            board.read()
    shown = board.live.refresh()
    assert not shown.reading and "the reading was ended" in str(shown.problems[0])
    board.later(RETRY_INTERVAL + CHECK_INTERVAL)
    assert board.read().problems == ()


def test_a_thread_that_cannot_be_started_is_told(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(
            live_dataset.threading, "Thread", raises(RuntimeError("can't start new thread"))
        )
        board.write(board.rows, tiny.ROWS.replace("total,60", "total,61"))
        shown = board.later(QUIET_SECONDS * 2 + CHECK_INTERVAL)
        assert not shown.reading and "can't start new thread" in str(
            board.live.health().problems[0]
        )
    board.later(CHECK_INTERVAL + 0.1)
    assert board.read().problems == () and board.live.health() == Health("ok")


# With real threads from here on.


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LiveDataset:
    """A dashboard that is watched, with little patience."""
    monkeypatch.setattr(live_dataset, "VERSION_DELAY", 0.2)
    monkeypatch.setattr(live_dataset, "CHECK_INTERVAL", 0.05)
    started = LiveDataset(tiny.write(tmp_path))
    started.watch()
    until(lambda: started.health().state == "ok")
    until(lambda: history.last(started.data) == 1)
    return started


def test_the_watching_thread_reads_before_anybody_asks(running: LiveDataset) -> None:
    assert running.is_loaded and running.refresh().dataset is not None


@pytest.mark.parametrize("error", [SystemExit(), KeyboardInterrupt()])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_watching_thread_that_ended_is_told_and_started_anew(
    running: LiveDataset,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(history, "record", raises(error))
        (running.data / "board/users.csv").write_text(tiny.ROWS.replace("total,60", "total,61"))
        until(lambda: WATCHER_STOPPED in running.health().problems)
        assert running.health().state == "degraded" and running.failures["watch"] is WATCHER_STOPPED
        assert any(one.levelno == logging.CRITICAL for one in caplog.records)
    running.refresh()  # the next page
    assert WATCHER_STOPPED not in running.health().problems
    monkeypatch.setattr(live_dataset, "RETRY_INTERVAL", 0.1)
    running._record_at = 0
    until(lambda: history.last(running.data) == 2, patience=10)  # what it was at when it ended
    (running.data / "board/users.csv").write_text(tiny.ROWS.replace("total,60", "total,62"))
    until(lambda: history.last(running.data) == 3 and running.health() == Health("ok"))


def test_health_never_waits(running: LiveDataset, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr(live_dataset, "load", lambda *_, **__: go.wait(20))
    never = LiveDataset(running.config)
    page = threading.Thread(target=never.refresh, daemon=True)
    page.start()
    until(never._lock.locked)
    start = time.perf_counter()
    assert never.health() == Health("loading")
    for _ in range(1000):
        never.health()
    assert time.perf_counter() - start < 1
    go.set()
    page.join(20)


def test_versions_go_on_being_kept_while_pages_use_the_figures(running: LiveDataset) -> None:
    stop = threading.Event()

    def page(number: int) -> None:
        turn = 0
        while not stop.is_set():
            dataset = running.refresh().dataset
            assert dataset
            dataset.cached((number, turn := turn + 1), lambda: "worked out")
            dataset.grid("users", f"{number}-{turn}")

    pages = [threading.Thread(target=page, args=(number,), daemon=True) for number in range(3)]
    for thread in pages:
        thread.start()
    try:
        for version in range(2, 7):
            (running.data / "board/users.csv").write_text(
                tiny.ROWS.replace("total,60", f"total,{version}")
            )
            until(lambda version=version: history.last(running.data) == version)  # type: ignore[misc]
    finally:
        stop.set()
    for thread in pages:
        thread.join(20)
    assert running._watcher and running._watcher.is_alive()
    until(lambda: running.health() == Health("ok"))
    until(
        lambda: len(list(snapshot.folder().glob(f"*{snapshot.SUFFIX}"))) == snapshot.MAX_SNAPSHOTS
    )
    until(lambda: not list(snapshot.folder().glob("*.new")))  # the last one may just be written
    until(
        lambda: running.version == history.last(running.data)
    )  # pages that show vintages are drawn anew


def test_nobody_holds_it_any_longer_and_the_thread_ends(
    running: LiveDataset, tmp_path: Path
) -> None:
    thread = running._watcher
    assert thread
    other = LiveDataset(running.config)
    other.watch()
    ended = other._watcher
    del other
    assert ended
    ended.join(20)
    assert not ended.is_alive() and thread.is_alive()


def draw(lang: str) -> None:
    import streamlit as st

    from dashboard import app as shell
    from dashboard import live_dataset, url_state

    st.query_params["lang"] = lang
    shown = live_dataset.live().refresh()
    assert shown.dataset
    shell._draw_notices(url_state.view(shown.dataset), shown)


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        (
            "en",
            "New versions of the files are not stored at the moment. The figures shown are "
            "not affected.",
        ),
        ("zh", "目前未能保存文件的新版本，所显示的数据不受影响。"),
    ],
)
def test_the_page_tells_that_versions_are_not_kept(
    running: LiveDataset, monkeypatch: pytest.MonkeyPatch, lang: str, line: str
) -> None:
    monkeypatch.setattr(live_dataset, "live", lambda: running)
    monkeypatch.setattr("dashboard.app.live", lambda: running)
    app = AppTest.from_function(draw, args=(lang,), default_timeout=20).run()
    assert not app.exception and not app.warning
    running._step_problems.note("record", recorded_problem("the disk is full", do="Make room."))
    running._step_problems.note("journal", recorded_problem("for whoever runs it"))
    app.run()
    assert [one.value for one in app.warning] == [line]
    assert "the disk is full" in app.expander[0].markdown[0].value
    running._step_problems.note("record", None)
    app.run()
    assert not app.warning


def test_what_a_page_was_drawn_from_changes_with_what_fails(
    running: LiveDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import app as shell

    monkeypatch.setattr(shell, "live", lambda: running)
    before = shell._signature(running.refresh())
    running._step_problems.note("record", recorded_problem("the disk is full"))
    during = shell._signature(running.refresh())
    running._step_problems.note("record", None)
    assert before != during and shell._signature(running.refresh()) == before
