"""The kept dataset: taken while nothing changed, made anew when anything did."""

from __future__ import annotations

import logging
import os
import pickle
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from indicators import Dataset, fingerprints, load
from indicators.analysis.standing import standing
from indicators.analysis.summary import dataset_summary
from indicators.loading import load as loading
from indicators.loading import snapshot
from indicators.problems import ProblemCode
from tests.conftest import Tiny

ROOT = Path(__file__).resolve().parents[3]


def mark(tiny: Tiny) -> str:
    return fingerprints.fingerprint(tiny.config, tiny.data)


def test_a_second_load_reads_no_file(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tiny.load(keep=True)
    monkeypatch.setattr(loading, "_load_all", lambda *_: pytest.fail("read again"))
    second = tiny.load(keep=True)
    assert second.select("gdp_per_head").equals(first.select("gdp_per_head"))
    assert second.catalogue == first.catalogue
    assert second.problems == first.problems


def test_without_keeping_nothing_is_written(tiny: Tiny) -> None:
    tiny.load()
    assert list(snapshot.folder().iterdir()) == []


def test_any_change_changes_the_fingerprint(tiny: Tiny) -> None:
    marks = [mark(tiny)]
    tiny.add("GDP,CCC,2023,total,1,,,,")
    marks.append(mark(tiny))
    tiny.write("data/new.csv", "a")
    marks.append(mark(tiny))
    (tiny.data / "new.csv").unlink()
    marks.append(mark(tiny))
    tiny.change("config.yaml", "focus: AAA", "focus: BBB")
    marks.append(mark(tiny))
    assert len(set(marks)) == 4  # without the new file it is the second mark again
    assert marks[1] == marks[3]


def test_same_size_and_another_time_is_a_change(tiny: Tiny) -> None:
    before = mark(tiny)
    os.utime(tiny.data / "world/facts.csv", ns=(1, 1))
    assert mark(tiny) != before


@pytest.mark.skipif(os.name != "posix", reason="rights are changed with chmod")
def test_mended_rights_are_a_change(tiny: Tiny) -> None:
    (tiny.data / "world/facts.csv").chmod(0o000)
    before = mark(tiny)
    (tiny.data / "world/facts.csv").chmod(0o644)
    assert mark(tiny) != before


def test_hidden_files_do_not_count(tiny: Tiny) -> None:
    before = mark(tiny)
    tiny.write("data/.history/old.csv", "a").write("data/world/.~lock", "a")
    assert mark(tiny) == before


@pytest.mark.parametrize(
    "content", [b"", b"garbage", b"\x80\x05K\x01", b"cos\nsystem\n(S'false'\ntR."[:5]]
)
def test_a_damaged_snapshot_is_made_anew(tiny: Tiny, content: bytes) -> None:
    tiny.load(keep=True)
    (snapshot.folder() / f"{mark(tiny)}.pickle").write_bytes(content[:-1])
    assert tiny.load(keep=True).latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]


def test_only_a_few_are_kept(tiny: Tiny) -> None:
    for year in range(2010, 2017):
        tiny.add(f"GDP,CCC,{year},total,1,,,,").load(keep=True)
    assert len(list(snapshot.folder().glob("*"))) == snapshot.MAX_SNAPSHOTS


def test_a_cache_that_cannot_be_written_is_no_error(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write("cache", "a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tiny.root / "cache"))
    assert len(tiny.load(keep=True)) > 13


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    """The dashboard as it is shipped."""
    return load(ROOT / "config.yaml", keep=False)


def use(dataset: Dataset) -> None:
    """What pages do with a dataset: everything that is worked out on first use."""
    dataset_summary(dataset)
    for name in list(dataset.catalogue.indicators)[:40]:
        if dataset.breakdowns(name):
            dataset.grid(name)
            dataset.select(name, breakdown=None)
            standing(dataset, name, dataset.catalogue.focus)


def parts(value: object, way: str = "stored") -> Iterator[tuple[str, object]]:
    """Everything that a value is made of, with the way to it; read-only mappings are taken for what
    they hold.
    """
    yield way, value
    if is_dataclass(value):
        for name, inner in vars(value).items():
            yield from parts(inner, f"{way}.{name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from parts(inner, f"{way}[{key!r}]")
    elif isinstance(value, tuple | frozenset):
        for inner in value:
            yield from parts(inner, f"{way}[]")


@pytest.mark.parametrize("which", ["tiny", "shipped", "read again"])
def test_what_is_stored_is_nothing_that_anybody_writes_to(
    which: str, tiny: Tiny, request: pytest.FixtureRequest
) -> None:
    tiny.write("data/more.csv", "Where,Series,2022,2023\nAlpha,Boats,1,2\nBeta,Boats,3,4\n")
    dataset: Dataset = request.getfixturevalue("shipped") if which == "shipped" else tiny.load()
    if which == "read again":
        dataset = load(
            tiny.config, tiny.add("GDP,CCC,2022,total,5,,,,").data, keep=False, before=dataset
        )
    use(dataset)
    assert dataset.memo and "spans" in vars(dataset.observations), "the dataset has been used"
    plain = (str, int, float, bool, type(None), tuple, frozenset, MappingProxyType, np.ndarray)
    for way, value in parts(loading.stored(dataset)):
        assert isinstance(value, plain) or is_dataclass(value), (
            f"{way} is a {type(value).__name__}, which somebody may write to"
        )
        if is_dataclass(value):
            assert set(vars(value)) <= {each.name for each in fields(value)}, (
                f"{way} holds what it worked out itself"
            )
            assert type(value).__dataclass_params__.frozen, f"{way} is not frozen"  # type: ignore[attr-defined]


def test_storing_while_pages_use_the_dataset(tiny: Tiny) -> None:
    for round_ in range(6):
        dataset, stop, wrong = (
            tiny.add(f"GDP,CCC,{2000 + round_},total,1,,,,").load(),
            threading.Event(),
            list[BaseException](),
        )

        def page(
            number: int,
            dataset: Dataset = dataset,
            stop: threading.Event = stop,
            wrong: list[BaseException] = wrong,
        ) -> None:
            try:
                for turn in range(1_000_000):
                    if stop.is_set():
                        return
                    dataset.cached((number, turn), lambda: "worked out")
                    dataset.observations.grid("gdp", f"{number}-{turn}")
            except BaseException as error:  # noqa: BLE001 - told by the test
                wrong.append(error)

        pages = [threading.Thread(target=page, args=(number,)) for number in range(4)]
        for thread in pages:
            thread.start()
        while len(dataset.memo) < 2000 and not wrong:
            time.sleep(0.001)
        problem = loading.save(dataset)
        stop.set()
        for thread in pages:
            thread.join()
        assert problem is None and wrong == []
        kept = load(tiny.config, tiny.data)
        assert (
            kept.fingerprint == dataset.fingerprint
            and kept.memo == {}
            and len(kept) == len(dataset)
        )
    assert not list(snapshot.folder().glob("*.new"))


class Broken:
    """Something that cannot be stored, for a reason of the test's."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __reduce__(self) -> str:
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        RuntimeError("dictionary changed size during iteration"),
        pickle.PicklingError("loaded anew"),
        MemoryError(),
        RecursionError("deep"),
    ],
)
def test_a_store_that_fails_leaves_nothing_and_tells_why(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    problem = snapshot.store("mark", (b"x" * 100_000, Broken(error)))
    assert problem and problem.code == ProblemCode.CACHE_NOT_WRITTEN
    assert problem.severity == "notice" and problem.hint()
    reason = error.strerror if isinstance(error, OSError) else type(error).__name__
    assert str(reason) in str(problem.values["reason"])
    assert list(snapshot.folder().iterdir()) == []
    snapshot.store("mark", Broken(error))
    assert len(caplog.records) == 1, "the same reason is one line in the log"
    assert snapshot.store("mark", "fine") is None and snapshot.fetch("mark") == "fine"


def test_a_store_that_is_stopped_leaves_nothing() -> None:
    with pytest.raises(SystemExit):
        snapshot.store("mark", Broken(SystemExit()))
    assert list(snapshot.folder().iterdir()) == []


def test_what_a_killed_process_left_is_deleted_once_it_is_old() -> None:
    old, young = snapshot.folder() / "old.new", snapshot.folder() / "young.new"
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (time.time() - snapshot.MAX_WRITING_TIME - 60,) * 2)
    assert snapshot.store("mark", 1) is None
    assert not old.exists() and young.exists()


def _open_to_all(cache: Path) -> None:
    (cache / snapshot.FOLDER).mkdir()
    (cache / snapshot.FOLDER).chmod(0o777)
    snapshot.folder()


def test_the_folder_is_this_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert snapshot.folder().stat().st_mode & 0o777 == 0o700
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    _open_to_all(tmp_path)
    assert (tmp_path / snapshot.FOLDER).stat().st_mode & 0o777 == 0o700, (
        "rights that are too wide are taken back"
    )


def _link(cache: Path) -> ProblemCode:
    (cache / "real").mkdir()
    (cache / snapshot.FOLDER).symlink_to(cache / "real")
    return ProblemCode.CACHE_NOT_FOLDER


def _others(cache: Path) -> ProblemCode:
    (cache / snapshot.FOLDER).mkdir()
    os.chown(cache / snapshot.FOLDER, 12345, 12345)
    return ProblemCode.CACHE_OF_OTHER_USER


def _anybodys(cache: Path) -> ProblemCode:
    (cache / snapshot.FOLDER).mkdir()
    cache.chmod(0o777)
    return ProblemCode.CACHE_EXPOSED


def _file(cache: Path) -> ProblemCode:
    (cache / snapshot.FOLDER).write_text("")
    return ProblemCode.CACHE_NOT_FOLDER


@pytest.mark.skipif(os.name == "nt", reason="rights are those of POSIX")
@pytest.mark.parametrize("make", [_link, _others, _anybodys, _file])
def test_a_folder_that_is_not_ours_alone_is_neither_read_nor_written(
    make: object,
    tmp_path: Path,
    tiny: Tiny,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if make is _others and os.getuid() != 0:
        pytest.skip("only root gives a folder away")
    cache = tmp_path / "cache"
    cache.mkdir()
    code = make(cache)  # type: ignore[operator]
    evil = pickle.dumps(Dataset)
    if (cache / snapshot.FOLDER).is_dir():
        (cache / snapshot.FOLDER / f"{mark(tiny)}.pickle").write_bytes(evil)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setattr(pickle, "load", lambda *_: pytest.fail("it was loaded"))
    with caplog.at_level(logging.WARNING):
        assert tiny.load(keep=True).latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]
        problem = snapshot.store("another", 1)
    assert problem and (problem.code, problem.severity) == (code, "notice")
    assert [record.getMessage() for record in caplog.records] == [str(problem)], "told once"
    found = [path for path in cache.rglob("*") if path.is_file() and path.stat().st_size]
    assert [path.read_bytes() for path in found] in ([], [evil]), "nothing was written"


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives a file away"
)
def test_a_snapshot_of_another_user_or_behind_a_link_is_not_loaded(tmp_path: Path) -> None:
    assert snapshot.store("mark", "ours") is None
    file = snapshot.folder() / "mark.pickle"
    os.chown(file, 12345, 12345)
    assert snapshot.fetch("mark") is None
    os.chown(file, 0, 0)
    assert snapshot.fetch("mark") == "ours"
    os.rename(file, tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert snapshot.fetch("mark") is None


def test_what_is_no_dataset_is_made_anew(tiny: Tiny) -> None:
    snapshot.store(mark(tiny), {"not": "a dataset"})
    assert tiny.load(keep=True).latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]
