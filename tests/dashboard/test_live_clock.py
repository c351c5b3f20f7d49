"""The dataset that is shown: taken up anew when its files are quiet, kept while config.yaml is broken.

The clock and the thread are the test's own, so nothing sleeps and nothing is left to chance.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import live_dataset
from dashboard.live_dataset import LOOK, QUIET, LiveDataset
from tests.dashboard import tiny


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 2_000_000_000.0

    def monotonic(self) -> float:
        return self.now

    time = monotonic


class Board:
    """A tiny dashboard, its Live, and the background readings that wait to be run."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.config, self.clock, self.waiting = (
            tiny.write(folder),
            Clock(),
            list[Callable[[], None]](),
        )
        self.rows, self.good = (
            folder / "data" / "board" / "users.csv",
            self.config.read_text(encoding="utf-8"),
        )
        monkeypatch.setattr(live_dataset, "time", self.clock)
        monkeypatch.setattr(
            live_dataset, "gc", SimpleNamespace(collect=lambda: 0, freeze=lambda: None)
        )
        monkeypatch.setattr(live_dataset.threading, "Thread", self._thread)
        self._old(folder)
        self.live = LiveDataset(self.config)

    def _thread(
        self, target: Callable[..., None], args: tuple[Any, ...], daemon: bool
    ) -> SimpleNamespace:
        return SimpleNamespace(start=lambda: self.waiting.append(lambda: target(*args)))

    def _old(self, folder: Path) -> None:
        for file in folder.rglob("*"):
            os.utime(file, (self.clock.now - 1000,) * 2)

    def write(self, file: Path, text: str) -> None:
        """Write a file at the clock's time."""
        file.write_text(text, encoding="utf-8")
        os.utime(file, (self.clock.now,) * 2)

    def later(self, seconds: float) -> live_dataset.LiveState:
        """What is shown so many seconds later."""
        self.clock.now += seconds
        return self.live.shown()

    def read(self) -> live_dataset.LiveState:
        """What is shown once the reading in the background is over."""
        [reading] = self.waiting
        self.waiting.clear()
        reading()
        return self.live.shown()


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    return Board(tmp_path, monkeypatch)


def values(shown: live_dataset.LiveState) -> list[float]:
    assert shown.dataset is not None
    return [one.value for one in shown.dataset.series("users", "AAA")]


def test_the_first_look_reads_at_once(board: Board) -> None:
    assert not board.live.begun
    shown = board.live.shown()
    assert board.live.begun and not board.waiting
    assert values(shown) == [50, 60] and shown.faults == () and not shown.reading
    assert board.later(LOOK + 1) is shown  # nothing has changed


def test_a_changed_file_is_taken_up_only_when_it_is_quiet(board: Board) -> None:
    first = board.live.shown()
    board.clock.now += 100
    board.write(board.rows, tiny.ROWS.replace("U,AAA,2022,total,60", "U,AAA,2022,total,65"))
    assert board.later(QUIET / 2) is first and not board.waiting  # it may still be being written
    reading = board.later(LOOK + QUIET)
    assert reading.reading and reading.dataset is first.dataset and len(board.waiting) == 1
    assert board.later(100) is reading and len(board.waiting) == 1  # one reading at a time
    new = board.read()
    assert values(new) == [50, 65] and not new.reading
    assert new.dataset and first.dataset and new.dataset.fingerprint != first.dataset.fingerprint
    assert values(first) == [50, 60]  # pages that are being drawn keep what they have


def test_a_file_written_again_and_again_waits_for_the_last(board: Board) -> None:
    first = board.live.shown()
    for value in (61, 62, 63):
        board.clock.now += QUIET * 0.9
        board.write(board.rows, tiny.ROWS.replace("total,60", f"total,{value}"))
        assert board.live.shown() is first and not board.waiting
    board.later(QUIET * 1.1)
    assert values(board.read()) == [50, 63]


def test_the_disk_is_asked_at_most_so_often(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[
        Path
    ]()  # by configuration: threads of dashboards that earlier tests drew may look, too
    real = live_dataset.fingerprints.read_stamps
    monkeypatch.setattr(
        live_dataset.fingerprints,
        "read_stamps",
        lambda config, data: asked.append(config) or real(config, data),
    )
    for seconds in (0, LOOK / 2, LOOK / 4, LOOK, 0.01):
        board.later(seconds)
    # The first; not after half a LOOK and three quarters; after a whole one more; not 0.01 s later. Loading asks once more, the first time.
    assert asked.count(board.config) == 3


def test_a_broken_config_keeps_the_last_good_figures_and_tells_the_faults(board: Board) -> None:
    first = board.live.shown()
    board.clock.now += 100
    board.write(board.config, board.good.replace("better: higher", "better: upwards"))
    board.later(QUIET * 2)
    broken = board.read()
    assert broken.dataset is first.dataset and not broken.reading
    [fault] = broken.faults
    assert "upwards" in str(fault) and "config.yaml line" in str(fault)
    assert board.later(LOOK * 2) is broken and not board.waiting  # it is not read again and again

    board.clock.now += 100
    board.write(board.config, board.good.replace("Tiny board", "Mended board"))
    board.later(QUIET * 2)
    mended = board.read()
    assert mended.faults == () and mended.dataset
    assert mended.dataset.catalogue.title.say("en") == "Mended board"


def test_a_config_broken_from_the_start_is_told_and_mended(board: Board) -> None:
    board.write(board.config, "title: [")
    shown = board.live.shown()
    assert shown.dataset is None and shown.faults and board.live.begun
    assert board.later(LOOK * 2) is shown
    board.write(board.config, board.good)
    assert values(board.later(LOOK * 2)) == [50, 60]  # at once, for there is nothing else to show
    assert not board.waiting


def test_whatever_goes_wrong_the_old_figures_stay(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = board.live.shown()

    def fails(*given: object, **more: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(live_dataset, "load", fails)
    board.clock.now += 100
    board.write(board.rows, tiny.ROWS + "\n")
    board.later(QUIET * 2)
    shown = board.read()
    assert shown.dataset is first.dataset and not shown.reading
    assert (
        str(shown.faults[0])
        == "the figures could not be read (MemoryError: no room). The last good ones stay up."
    )


def test_the_config_of_the_environment(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(live_dataset.CONFIG, str(board.config))
    assert live_dataset.live().config == board.config and live_dataset.live() is live_dataset.live()
    monkeypatch.delenv(live_dataset.CONFIG)
    assert live_dataset.live().config == live_dataset.ROOT / "config.yaml"
    live_dataset._live.clear()


def test_every_version_is_kept_once_the_files_have_settled(board: Board) -> None:
    from dashboard.live_dataset import SETTLED
    from indicators import history

    board.live.shown()
    board.live.settle()
    assert history.log(board.live.data) == ()  # too early: somebody may still be writing
    board.clock.now += SETTLED + 0.1
    board.live.settle()
    (first,) = history.log(board.live.data)
    assert first.channel == "folder" and "board/users.csv" in first.changes
    board.write(board.rows, tiny.ROWS.replace("total,60", "total,61"))
    board.later(QUIET * 2)
    board.read()
    board.clock.now += SETTLED + 0.1
    board.live.settle()
    assert [len(one.changes) for one in history.log(board.live.data)[1:]] == [1]
    old, new = history.vintages(board.live.data, "board/users.csv")
    assert b"total,60" in history.read(board.live.data, old.digest) and b"total,61" in history.read(
        board.live.data, new.digest
    )


def test_a_file_that_ends_in_the_middle_of_a_line_is_given_more_time(board: Board) -> None:
    from dashboard.live_dataset import PATIENT

    first = board.live.shown()
    board.clock.now += 100
    board.write(board.rows, tiny.ROWS.rstrip("\n")[:-3])
    assert board.later(QUIET * 1.5) is first and not board.waiting
    assert board.later(PATIENT) is not first and board.waiting
