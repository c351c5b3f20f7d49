"""The runs behind the ranks of indices: computed once for a dataset, whoever asks, and in stages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import index_runs
from dashboard.index_runs import IndexRuns, replace_runs
from dashboard.live_dataset import LiveDataset
from indicators.analysis.composite_index import ScoredIndex
from indicators.analysis.index_runs import Robustness
from indicators.dataset import Dataset
from tests import index_project


def test_the_stages_end_with_all_of_them(tmp_path: Path) -> None:
    runs = index_runs.index_runs(index_project.dataset(tmp_path))
    assert runs.wait(60) and not runs.failed("prov")
    found = runs.of("prov")
    assert found.ready == {"ranks", "effects", "fields"} and runs.share("prov") == 1
    assert list(found.intervals) == ["prov", "online", "talent"]
    table = found.intervals["prov"].table
    assert table.loc["P2", ["rank", "low", "high"]].tolist() == [1, 1, 1]
    assert ((table["low"] <= table["rank"]) & (table["rank"] <= table["high"])).all()
    assert found.effects is not None


def test_a_field_has_intervals_where_the_index_has_no_score(tmp_path: Path) -> None:
    runs = index_runs.index_runs(index_project.dataset(tmp_path))
    assert runs.wait(60)
    intervals = runs.of("cities").intervals
    assert list(intervals) == ["online"], "no city has a figure of the other field"
    assert len(intervals["online"].table) == 5 and intervals["online"].period == "2023"


def test_visitors_at_the_same_time_share_one_computation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, started = index_project.dataset(tmp_path), []
    monkeypatch.setattr(IndexRuns, "start", lambda runs, dataset: started.append(runs))
    barrier = threading.Barrier(8)
    answers: list[IndexRuns] = []

    def visit() -> None:
        barrier.wait()
        answers.append(index_runs.index_runs(dataset))

    visitors = [threading.Thread(target=visit) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(started) == 1 and {id(answer) for answer in answers} == {id(started[0])}


def test_loading_starts_the_runs(tmp_path: Path) -> None:
    shown = LiveDataset(index_project.write(tmp_path)).refresh().dataset
    assert shown is not None
    assert isinstance(shown.memo.get(index_runs.KEY), IndexRuns)


def test_those_of_a_replaced_dataset_are_ended(tmp_path: Path) -> None:
    before = index_project.dataset(tmp_path / "before")
    after = index_project.dataset(tmp_path / "after")
    first = IndexRuns()
    before.memo[index_runs.KEY] = first
    replace_runs(before, after)
    first.start(before)
    assert first.wait(60) and not first.failed("prov")
    assert first.of("prov") == Robustness(), "nothing is computed of what nobody shows"
    assert index_runs.index_runs(after).wait(60)


def test_a_failure_is_said_and_ends_the_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(index_runs, "robustness", fail)
    runs = index_runs.index_runs(index_project.dataset(tmp_path))
    assert runs.wait(60) and runs.failed("prov") and runs.failed("cities")


def test_an_index_that_fails_leaves_the_others_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = index_runs.robustness

    def fail(dataset: Dataset, index: ScoredIndex, advance: Callable[[float], None]) -> object:
        if index.description.id == "prov":
            raise MemoryError
        return whole(dataset, index, advance)

    monkeypatch.setattr(index_runs, "robustness", fail)
    runs = index_runs.index_runs(index_project.dataset(tmp_path))
    assert runs.wait(60) and runs.failed("prov") and not runs.failed("cities")
    assert not runs.of("prov").ready and runs.of("cities").ready == {"ranks", "effects", "fields"}
