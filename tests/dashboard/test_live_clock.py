"""The dataset that is shown: taken up anew when its files are quiet, kept while config.yaml is
broken.

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
from dashboard.live_dataset import CHECK_INTERVAL, QUIET_SECONDS, LiveDataset
from indicators.problems import ProblemCode
from tests.dashboard import tiny
from tests.versions import versions


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 2_000_000_000.0
        self.cpu = 0.0

    def monotonic(self) -> float:
        return self.now

    time = monotonic

    def thread_time(self) -> float:
        return self.cpu


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
        return self.live.refresh()

    def read(self) -> live_dataset.LiveState:
        """What is shown once the reading in the background is over."""
        [reading] = self.waiting
        self.waiting.clear()
        reading()
        return self.live.refresh()


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    return Board(tmp_path, monkeypatch)


def values(shown: live_dataset.LiveState) -> list[float]:
    assert shown.dataset is not None
    return [one.value for one in shown.dataset.series("users", "AAA")]


def test_the_first_look_reads_at_once(board: Board) -> None:
    assert not board.live.is_loaded
    shown = board.live.refresh()
    assert board.live.is_loaded and not board.waiting
    assert values(shown) == [50, 60] and shown.problems == () and not shown.reading
    assert board.later(CHECK_INTERVAL + 1) is shown  # nothing has changed


def test_a_changed_file_is_taken_up_only_when_it_is_quiet(board: Board) -> None:
    first = board.live.refresh()
    board.clock.now += 100
    board.write(board.rows, tiny.ROWS.replace("U,AAA,2022,total,60", "U,AAA,2022,total,65"))
    assert (
        board.later(QUIET_SECONDS / 2) is first and not board.waiting
    )  # it may still be being written
    reading = board.later(CHECK_INTERVAL + QUIET_SECONDS)
    assert reading.reading and reading.dataset is first.dataset and len(board.waiting) == 1
    assert board.later(100) is reading and len(board.waiting) == 1  # one reading at a time
    new = board.read()
    assert new.dataset and "holdings" in new.dataset.memo, "no page waits for what all of them need"
    assert values(new) == [50, 65] and not new.reading
    assert new.dataset and first.dataset and new.dataset.fingerprint != first.dataset.fingerprint
    assert values(first) == [50, 60]  # pages that are being drawn keep what they have


def test_a_file_written_again_and_again_waits_for_the_last(board: Board) -> None:
    first = board.live.refresh()
    for value in (61, 62, 63):
        board.clock.now += QUIET_SECONDS * 0.9
        board.write(board.rows, tiny.ROWS.replace("total,60", f"total,{value}"))
        assert board.live.refresh() is first and not board.waiting
    board.later(QUIET_SECONDS * 1.1)
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
    for seconds in (0, CHECK_INTERVAL / 2, CHECK_INTERVAL / 4, CHECK_INTERVAL, 0.01):
        board.later(seconds)
    # The first; not after half a LOOK and three quarters; after a whole one more; not 0.01 s later.
    # Loading asks once more, the first time.
    assert asked.count(board.config) == 3


def test_looking_takes_at_most_two_percent_of_a_core(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, real = list[float](), live_dataset.fingerprints.read_stamps

    def slow(config: Path, data: Path) -> object:
        if config == board.config:
            looks.append(board.clock.now)
            board.clock.cpu += 0.04  # seconds, as ten thousand files take
        return real(config, data)

    board.live.refresh()
    board.clock.now += 1
    monkeypatch.setattr(live_dataset.fingerprints, "read_stamps", slow)
    for _ in range(600):
        board.later(0.1)
    assert 25 <= len(looks) <= 30, "one in 2 s of the 60 s"
    board.write(board.rows, tiny.ROWS.replace("total,60", "total,65"))
    board.write(board.config, board.good)
    looks.clear()
    while not board.waiting:
        board.later(0.1)
    assert board.clock.now - looks[0] < 2 * QUIET_SECONDS, "then it is looked soon"
    assert values(board.read()) == [50, 65]


@pytest.mark.parametrize("change", ["names", "content"])
def test_looking_takes_at_most_a_tenth_of_a_core_while_something_is_written(
    board: Board, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """A name that comes and goes, as rsync's, or a file that is written on and on."""
    looks, real = list[float](), live_dataset.fingerprints.read_stamps

    def slow(config: Path, data: Path) -> object:
        if config == board.config:
            looks.append(board.clock.now)
            board.clock.cpu += 0.1
        return real(config, data)

    board.live.refresh()
    monkeypatch.setattr(live_dataset.fingerprints, "read_stamps", slow)
    for _ in range(100):
        if change == "names":
            os.utime(board.rows.parent, (board.clock.now,) * 2)
        else:
            board.write(board.rows, f"{tiny.ROWS}U,BBB,{2000 + len(looks)},total,1,")
        board.later(0.3)
    assert 25 <= len(looks) <= 30, "one look of 0.1 s in each of 30 s"


def test_a_file_that_is_added_is_seen_soon_however_long_a_look_takes(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = live_dataset.fingerprints.read_stamps

    def slow(config: Path, data: Path) -> object:
        board.clock.cpu += 0.04 if config == board.config else 0.0
        return real(config, data)

    monkeypatch.setattr(live_dataset.fingerprints, "read_stamps", slow)
    for _ in range(3):
        board.later(CHECK_INTERVAL + 0.1)
    file = board.rows.with_name("more.csv")
    for change in (
        lambda: board.write(file, tiny.ROWS.replace("2022", "2023")),
        lambda: file.rename(file.with_name("other.csv")),
        lambda: file.with_name("other.csv").unlink(),
    ):
        change()
        for _ in range(3):
            board.later(CHECK_INTERVAL + QUIET_SECONDS)
        board.read()
    assert values(board.live.refresh()) == [50, 60]


class BusyLock:
    """The lock while another thread looks."""

    def acquire(self, blocking: bool = True) -> bool:
        assert not blocking
        return False


def test_a_page_does_not_wait_for_the_look_of_another_thread(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = board.live.refresh()
    monkeypatch.setattr(board.live, "_lock", BusyLock())
    assert board.later(CHECK_INTERVAL + 1) is first


def test_a_broken_config_keeps_the_last_good_figures_and_tells_the_faults(board: Board) -> None:
    first = board.live.refresh()
    board.clock.now += 100
    board.write(board.config, board.good.replace("better: higher", "better: [higher"))
    board.later(QUIET_SECONDS * 2)
    broken = board.read()
    assert broken.dataset is first.dataset and not broken.reading
    [fault] = broken.problems
    assert fault.code == ProblemCode.YAML_INVALID and "config.yaml line" in str(fault)
    assert (
        board.later(CHECK_INTERVAL * 2) is broken and not board.waiting
    )  # it is not read again and again

    board.clock.now += 100
    board.write(board.config, board.good.replace("Tiny board", "Mended board"))
    board.later(QUIET_SECONDS * 2)
    mended = board.read()
    assert mended.problems == () and mended.dataset
    assert mended.dataset.catalogue.title.get("en") == "Mended board"


def test_a_config_broken_from_the_start_is_told_and_mended(board: Board) -> None:
    board.write(board.config, "title: [")
    shown = board.live.refresh()
    assert shown.dataset is None and shown.problems and board.live.is_loaded
    assert board.later(CHECK_INTERVAL * 2) is shown
    board.write(board.config, board.good)
    assert values(board.later(CHECK_INTERVAL * 2)) == [
        50,
        60,
    ]  # at once, for there is nothing else to show
    assert not board.waiting


def test_whatever_goes_wrong_the_old_figures_stay(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = board.live.refresh()

    def fails(*given: object, **more: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(live_dataset, "load", fails)
    board.clock.now += 100
    board.write(board.rows, tiny.ROWS + "\n")
    board.later(QUIET_SECONDS * 2)
    shown = board.read()
    assert shown.dataset is first.dataset and not shown.reading
    assert str(shown.problems[0]) == (
        "changed figures could not be read (MemoryError: no room). "
        "The last figures that could be read stay on the pages."
    )


def test_the_config_of_the_environment(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(live_dataset.CONFIG, str(board.config))
    assert live_dataset.live().config == board.config and live_dataset.live() is live_dataset.live()
    monkeypatch.delenv(live_dataset.CONFIG)
    assert live_dataset.live().config == live_dataset.ROOT / "config.yaml"
    live_dataset._live.clear()


def test_every_version_is_kept_once_the_files_have_settled(board: Board) -> None:
    from dashboard.live_dataset import VERSION_DELAY
    from indicators import history

    board.live.refresh()
    board.live.keep_version()
    assert history.log(board.live.data) == ()  # too early: somebody may still be writing
    board.clock.now += VERSION_DELAY + 0.1
    board.live.keep_version()
    (first,) = history.log(board.live.data)
    assert first.channel == "folder" and "board/users.csv" in first.changes
    board.write(board.rows, tiny.ROWS.replace("total,60", "total,61"))
    board.later(QUIET_SECONDS * 2)
    board.read()
    board.clock.now += VERSION_DELAY + 0.1
    board.live.keep_version()
    assert [len(one.changes) for one in history.log(board.live.data)[1:]] == [1]
    old, new = versions(board.live.data, "board/users.csv")
    assert b"total,60" in history.read(board.live.data, old.digest) and b"total,61" in history.read(
        board.live.data, new.digest
    )


def test_a_file_that_ends_in_the_middle_of_a_line_is_given_more_time(board: Board) -> None:
    from dashboard.live_dataset import UNFINISHED_QUIET_SECONDS

    first = board.live.refresh()
    board.clock.now += 100
    board.write(board.rows, tiny.ROWS.rstrip("\n")[:-3])
    assert board.later(QUIET_SECONDS * 1.5) is first and not board.waiting
    assert board.later(UNFINISHED_QUIET_SECONDS) is not first and board.waiting
