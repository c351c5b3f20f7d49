"""The kept dataset: taken while nothing changed, made anew when anything did."""

from __future__ import annotations

import gc
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import numpy as np
import pytest

from indicators import Dataset, fingerprints, load
from indicators.analysis.standing import standing
from indicators.analysis.summary import dataset_summary
from indicators.loading import load as loading
from indicators.loading import snapshot
from indicators.loading.assemble import StoredDataset
from indicators.model import Text
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
    "content", [b"", b"garbage", pickle.dumps(Dataset), b"indicators arrays 1\n", bytes(1000)]
)
def test_a_foreign_snapshot_is_made_anew(tiny: Tiny, content: bytes) -> None:
    tiny.load(keep=True)
    file = snapshot.folder() / f"{mark(tiny)}{snapshot.SUFFIX}"
    whole = file.read_bytes()
    file.write_bytes(content)
    assert tiny.load(keep=True).latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]
    assert file.read_bytes() == whole, "it was written again"


def test_a_snapshot_damaged_anywhere_is_made_anew(tiny: Tiny) -> None:
    tiny.load(keep=True)
    file = snapshot.folder() / f"{mark(tiny)}{snapshot.SUFFIX}"
    whole = file.read_bytes()
    expected = pickle.dumps(tiny.load().select("gdp"))
    for position in range(0, len(whole), 97):
        changed = bytes([whole[position] ^ 0x55])
        for content in (
            whole[:position],
            whole[:position] + changed + whole[position + 1 :],
            whole + whole[:position],
        ):
            file.unlink(missing_ok=True)
            file.write_bytes(content)
            content = snapshot.fetch(mark(tiny), StoredDataset)
            # A byte between two arrays belongs to none of them.
            assert content is None or pickle.dumps(content.dataset().select("gdp")) == expected
            assert content is not None or not file.exists()


def test_a_snapshot_of_another_type_is_none(tiny: Tiny) -> None:
    snapshot.store(mark(tiny), Text({"en": "no dataset"}))
    assert tiny.load(keep=True).latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]


def test_older_snapshots_go(tiny: Tiny) -> None:
    old = snapshot.folder() / "mark.pickle"
    old.write_bytes(pickle.dumps(1))
    tiny.load(keep=True)
    assert not old.exists()


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
    leaves = (str, int, float, bool, type(None), np.ndarray)
    plain = (*leaves, tuple, frozenset, MappingProxyType)
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


FINE = Text({"en": "fine"})


def fails_halfway(error: BaseException) -> Callable[..., None]:
    """Return what writes half of a file and then raises."""

    def write(file: BinaryIO, arrays: object) -> None:
        file.write(b"half")
        raise error

    return write


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        RuntimeError("dictionary changed size during iteration"),
        MemoryError(),
        RecursionError("deep"),
    ],
)
def test_a_store_that_fails_leaves_nothing_and_tells_why(
    error: Exception, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(snapshot, "write_arrays", fails_halfway(error))
        problem = snapshot.store("mark", FINE)
        assert problem and problem.code == ProblemCode.CACHE_NOT_WRITTEN
        assert problem.severity == "notice" and problem.hint()
        reason = error.strerror if isinstance(error, OSError) else type(error).__name__
        assert str(reason) in str(problem.values["reason"])
        assert list(snapshot.folder().iterdir()) == []
        snapshot.store("mark", FINE)
        assert len(caplog.records) == 1, "the same reason is one line in the log"
    assert snapshot.store("mark", FINE) is None and snapshot.fetch("mark", Text) == FINE


def test_what_is_of_no_known_type_is_not_stored() -> None:
    problem = snapshot.store("mark", Text({"en": Path("a path")}))  # type: ignore[dict-item]
    assert problem and problem.code == ProblemCode.CACHE_NOT_WRITTEN
    assert list(snapshot.folder().iterdir()) == []


def test_a_store_that_is_stopped_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "write_arrays", fails_halfway(SystemExit()))
    with pytest.raises(SystemExit):
        snapshot.store("mark", FINE)
    assert list(snapshot.folder().iterdir()) == []


def test_a_store_that_is_killed_leaves_no_snapshot(tiny: Tiny) -> None:
    """The process ends by SIGKILL with half of the file written."""
    program = """
import os, signal, sys
from indicators import load
from indicators.loading import snapshot

def write(file, arrays, write=snapshot.write_arrays):
    write(file, arrays)
    file.flush()
    os.truncate(file.fileno(), 1000)
    os.kill(os.getpid(), signal.SIGKILL)

snapshot.write_arrays = write
load(sys.argv[1], sys.argv[2])
"""
    command = [sys.executable, "-c", program, str(tiny.config), str(tiny.data)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode < 0
    (left,) = snapshot.folder().iterdir()
    assert left.suffix == ".new" and left.stat().st_size == 1000
    assert tiny.load(keep=True).latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    real = snapshot.tempfile.mkstemp

    def on_a_full_disk(**options: object) -> tuple[int, str]:
        handle, name = real(**options)  # type: ignore[call-overload]
        os.close(handle)
        return os.open("/dev/full", os.O_WRONLY), name

    monkeypatch.setattr(snapshot.tempfile, "mkstemp", on_a_full_disk)
    problem = snapshot.store("mark", FINE)
    assert problem and problem.values["reason"] == "No space left on device"
    assert list(snapshot.folder().iterdir()) == []


def test_what_a_killed_process_left_is_deleted_once_it_is_old() -> None:
    old, young = snapshot.folder() / "old.new", snapshot.folder() / "young.new"
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (time.time() - snapshot.MAX_WRITING_TIME - 60,) * 2)
    assert snapshot.store("mark", FINE) is None
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
        (cache / snapshot.FOLDER / f"{mark(tiny)}{snapshot.SUFFIX}").write_bytes(evil)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setattr(snapshot, "read_arrays", lambda *_: pytest.fail("it was read"))
    with caplog.at_level(logging.WARNING):
        assert tiny.load(keep=True).latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]
        problem = snapshot.store("another", FINE)
    assert problem and (problem.code, problem.severity) == (code, "notice")
    assert [record.getMessage() for record in caplog.records] == [str(problem)], "told once"
    found = [path for path in cache.rglob("*") if path.is_file() and path.stat().st_size]
    assert [path.read_bytes() for path in found] in ([], [evil]), "nothing was written"


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives a file away"
)
def test_a_snapshot_of_another_user_or_behind_a_link_is_not_loaded(tmp_path: Path) -> None:
    assert snapshot.store("mark", FINE) is None
    file = snapshot.folder() / f"mark{snapshot.SUFFIX}"
    os.chown(file, 12345, 12345)
    assert snapshot.fetch("mark", Text) is None
    os.chown(file, 0, 0)
    assert snapshot.fetch("mark", Text) == FINE
    os.rename(file, tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert snapshot.fetch("mark", Text) is None


def test_a_snapshot_that_is_deleted_stays_whole_for_its_readers(tiny: Tiny) -> None:
    tiny.load(keep=True)
    reader = tiny.load(keep=True)
    expected = tiny.load().select("gdp")
    for year in range(2010, 2017):
        tiny.add(f"GDP,CCC,{year},total,1,,,,").load(keep=True)
    assert not (snapshot.folder() / f"{reader.fingerprint}{snapshot.SUFFIX}").exists()
    assert reader.select("gdp").equals(expected)
    assert tiny.load(keep=True).latest("gdp", "CCC", period="2016").value == 1  # type: ignore[union-attr]


def test_reading_on_top_of_a_snapshot_is_reading_afresh(tiny: Tiny) -> None:
    tiny.load(keep=True)
    mapped = tiny.load(keep=True)
    file = snapshot.folder() / f"{mapped.fingerprint}{snapshot.SUFFIX}"
    whole = file.read_bytes()
    assert not mapped.observations.rows.value.flags.writeable
    tiny.add("GDP,CCC,2022,total,5,,,,").write(
        "data/more.csv", "Where,Series,1999\nAlpha,Boats,1\n"
    )
    later = load(tiny.config, tiny.data, keep=False, before=mapped)
    fresh = tiny.load()
    assert len(later) == len(fresh) > len(mapped)
    for name in fresh.catalogue.indicators:
        expected = fresh.select(name, breakdown=None)
        assert later.select(name, breakdown=None).equals(expected), name
    assert file.read_bytes() == whole


def test_the_table_is_that_of_the_snapshot_from_the_first_load_on(tiny: Tiny) -> None:
    loaded = tiny.load(keep=True)
    assert not loaded.observations.rows.value.flags.writeable
    assert loaded.load_state and loaded.load_state.context is not None
    assert loaded.select("gdp").equals(tiny.load().select("gdp"))


def test_the_table_of_a_snapshot_with_other_codes_is_not_taken(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is of a dataset that was renewed; at first it cannot be opened, for once."""
    tiny.write("data/a.csv", "indicator,place,period,value,unit\nGDP,CCC,1990,7,yuan\n")
    before = tiny.load()
    (tiny.data / "a.csv").unlink()
    renewed = load(tiny.config, tiny.data, keep=False, before=before)
    assert loading.save(renewed) is None
    answers, fetch = iter([None]), snapshot.fetch
    monkeypatch.setattr(snapshot, "fetch", lambda *key: next(answers, fetch(*key)))
    loaded, fresh = tiny.load(keep=True), tiny.load()
    assert loaded.observations.codelists == fresh.observations.codelists
    assert loaded.observations.codelists != renewed.observations.codelists


@pytest.mark.parametrize("is_enabled", [True, False])
def test_opening_leaves_the_collection_of_garbage_as_it_was(tiny: Tiny, is_enabled: bool) -> None:
    tiny.load(keep=True)
    was_enabled = gc.isenabled()
    try:
        (gc.enable if is_enabled else gc.disable)()
        tiny.load(keep=True)
        assert gc.isenabled() is is_enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()
