"""Files that change while the dashboard runs: taken up when quiet, in the background, and never at
the cost of the old.

No server and no waiting: the time of a file is set, and the moment between two looks at the disk is
taken away.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dashboard import live_dataset
from dashboard.live_dataset import LiveDataset, LiveState
from indicators.problems import ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.csv"
ROW = "NET,CCC,2023,total,30,"


@pytest.fixture(autouse=True)
def _always_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_dataset, "CHECK_INTERVAL", -1.0)
    monkeypatch.setattr(live_dataset, "LOOK_FACTOR", -1.0)
    monkeypatch.setattr(live_dataset, "CHANGE_LOOK_FACTOR", -1.0)


def aged(tiny: Tiny, seconds: float) -> None:
    """As if the newest file had been written so long ago."""
    for path in tiny.root.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - 1000, time.time() - 1000))
    os.utime(tiny.root / FACTS, (time.time() - seconds, time.time() - seconds))


def until(done: Callable[[], bool], patience: float = 20) -> None:
    """Wait for the background, as briefly as it takes."""
    end = time.monotonic() + patience
    while not done():
        assert time.monotonic() < end, "the background never came back"
        threading.Event().wait(0.005)


def value(shown: LiveState, place: str = "CCC") -> float | None:
    assert shown.dataset is not None
    one = shown.dataset.latest("internet_users", place)
    return one and one.value


@pytest.fixture
def running(tiny: Tiny) -> LiveDataset:
    """A dashboard that has been read once."""
    aged(tiny, 1000)
    started = LiveDataset(tiny.config)
    assert not started.is_loaded
    assert value(started.refresh()) == 30
    assert started.is_loaded
    return started


def test_the_same_dataset_for_as_long_as_nothing_changes(running: LiveDataset) -> None:
    assert running.refresh().dataset is running.refresh().dataset


def test_a_changed_file_is_left_alone_until_it_is_quiet(running: LiveDataset, tiny: Tiny) -> None:
    before = running.refresh().dataset
    tiny.change(FACTS, ROW, "NET,CCC,2023,total,31,")
    aged(tiny, 0)
    assert running.refresh() == LiveState(before)
    aged(tiny, live_dataset.QUIET_SECONDS + 1)
    running.refresh()
    until(lambda: value(running.refresh()) == 31)


def test_the_old_figures_are_shown_while_the_new_are_read(
    running: LiveDataset, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, asked, real = threading.Event(), threading.Event(), live_dataset.load

    def slow(*where: object, **more: object) -> object:
        asked.set()
        assert go.wait(20)
        return real(*where, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(live_dataset, "load", slow)
    tiny.change(FACTS, ROW, "NET,CCC,2023,total,32,")
    aged(tiny, 5)
    first = running.refresh()
    assert first.reading and value(first) == 30
    assert asked.wait(20)
    again = running.refresh()
    assert again.reading and value(again) == 30, (
        "a second visitor neither waits nor starts a second reading"
    )
    go.set()
    until(lambda: not running.refresh().reading)
    assert value(running.refresh()) == 32


def test_a_file_cut_in_the_middle_of_a_row_loses_only_that_row(
    running: LiveDataset, tiny: Tiny
) -> None:
    whole = (tiny.root / FACTS).read_text()
    tiny.write(FACTS, whole[: whole.index(ROW) + 9])
    aged(tiny, 5)
    running.refresh()
    until(lambda: not running.refresh().reading)
    assert value(running.refresh()) is None and value(running.refresh(), "BBB") == 90
    tiny.write(FACTS, whole)
    aged(tiny, 4)
    running.refresh()
    until(lambda: value(running.refresh()) == 30)


def test_a_broken_config_keeps_the_last_good_figures_and_says_why(
    running: LiveDataset, tiny: Tiny
) -> None:
    before = running.refresh().dataset
    tiny.change("config.yaml", "focus: AAA", "focus: [AAA")
    aged(tiny, 5)
    running.refresh()
    until(lambda: bool(running.refresh().problems))
    shown = running.refresh()
    assert shown.dataset is before
    assert shown.problems[0].code == ProblemCode.YAML_INVALID and shown.problems[0].line
    tiny.change("config.yaml", "focus: [AAA", "focus: AAA")
    aged(tiny, 4)
    running.refresh()
    until(lambda: not running.refresh().problems)
    assert value(running.refresh()) == 30


def test_whatever_goes_wrong_the_figures_stay(
    running: LiveDataset, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **more: object) -> object:
        raise MemoryError("no room")

    monkeypatch.setattr(live_dataset, "load", broken)
    tiny.change(FACTS, ROW, "NET,CCC,2023,total,33,")
    aged(tiny, 5)
    running.refresh()
    until(lambda: bool(running.refresh().problems))
    shown = running.refresh()
    assert value(shown) == 30 and not shown.reading
    assert "MemoryError: no room" in str(shown.problems[0])


def test_a_start_that_fails_is_tried_again_when_a_file_changes(tiny: Tiny) -> None:
    tiny.change("config.yaml", "focus: AAA", "focus: [AAA")
    started = LiveDataset(tiny.config)
    shown = started.refresh()
    assert shown.dataset is None and shown.problems[0].code == ProblemCode.YAML_INVALID
    assert started.refresh() is shown, "not read again while nothing changes"
    tiny.change("config.yaml", "focus: [AAA", "focus: AAA")
    assert value(started.refresh()) == 30


def test_a_wrong_entry_of_the_config_does_not_keep_the_dashboard_from_starting(tiny: Tiny) -> None:
    tiny.change("config.yaml", "kind: world, level: country", "kind: world, level: countries")
    shown = LiveDataset(tiny.config).refresh()
    assert value(shown) == 30 and shown.problems == ()
    assert shown.dataset is not None
    [problem] = [one for one in shown.dataset.problems if one.severity == "error"]
    assert (problem.code, problem.line) == (ProblemCode.LEVEL_UNDEFINED, 5)


def test_a_folder_that_is_added_and_taken_away(running: LiveDataset, tiny: Tiny) -> None:
    tiny.write("data/mine/more.csv", "place,period,value\nAAA,2023,7\n")
    tiny.write(
        "data/mine/more.yaml",
        "indicators: {more: {title: More, unit: persons, pillar: networks}}\n",
    )
    aged(tiny, 5)
    running.refresh()
    until(lambda: value_of(running, "more") == 7)
    for name in ("more.csv", "more.yaml"):
        (tiny.data / "mine" / name).unlink()
    running.refresh()
    until(lambda: value_of(running, "more") is None)


def value_of(running: LiveDataset, indicator: str) -> float | None:
    dataset = running.refresh().dataset
    assert dataset is not None
    if indicator not in dataset.catalogue.indicators:
        return None
    one = dataset.latest(indicator, "AAA")
    return one and one.value


def test_a_file_dated_in_the_future_does_not_stop_the_clock(
    running: LiveDataset, tiny: Tiny
) -> None:
    """A file from a machine whose clock is ahead, or from a fiscal year's end, must not freeze the
    page till then.
    """
    tiny.change(FACTS, ROW, "NET,CCC,2023,total,34,")
    aged(tiny, -86_400)
    running.refresh()
    until(lambda: value(running.refresh()) == 34, patience=2)
