"""A crash at any moment leaves the old state or the new one; so does a disk that is full at any
moment.

The real operation runs in a process of its own (forked, so that a hundred of them take a second)
that dies by SIGKILL just before its first, second, ... last request to the file system. At a flush
to the disk it also loses half of what it wrote, as a power failure would.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indicators import history
from indicators.history import commits
from indicators.history.objects import digest_of
from indicators.problems import ProblemCode

WRITES = {
    "os.rename",
    "os.link",
    "os.remove",
    "os.mkdir",
    "os.chmod",
    "os.utime",
    "os.rmdir",
    "os.truncate",
}
OLD, NEW, HAND = b"old" * 100, b"new" * 100, b"by hand" * 100
State = dict[str, bytes]


def asks(event: str, args: tuple[object, ...]) -> bool:
    """Whether this is a request to the file system that changes it (Python tells of each before it
    is made).
    """
    return event in WRITES or (
        event == "open"
        and isinstance(args[2], int)
        and bool(args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    )


def at_each_request(at: int, then: Callable[[int | None], None]) -> list[int]:
    """From now on, in this process: `then` at request number `at` and all that follow, with the
    handle at a flush.

    Gives how many requests are left until then, counting on.
    """
    left, flush = [at], os.fsync

    def count(handle: int | None) -> None:
        left[0] -= 1
        if left[0] <= 0:
            then(handle)

    def fsync(handle: int) -> None:
        count(handle)
        flush(handle)

    os.fsync = fsync
    sys.addaudithook(lambda event, args: count(None) if asks(event, args) else None)
    return left


def die(handle: int | None) -> None:
    if handle is not None and os.fstat(handle).st_size and os.path.isfile(f"/dev/fd/{handle}"):
        os.ftruncate(os.open(f"/dev/fd/{handle}", os.O_RDWR), os.fstat(handle).st_size // 2)
    os.kill(os.getpid(), signal.SIGKILL)


def full(_: int | None) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


PASSED, IN_SPITE, NOT_WRITABLE, RECORDED, OTHER = 0, 10, 11, 12, 13
"""How an operation ended: untouched; though something failed; refused, nothing has changed; to be
finished; a defect.
"""


def forked(
    operation: Callable[[Path], None], data: Path, at: int, then: Callable[[int | None], None]
) -> int:
    """Run an operation in a process of its own; how it ended, or -9 where it was killed."""
    child = os.fork()
    if child == 0:
        end = OTHER
        try:
            left = at_each_request(at, then)
            operation(data)
            end = PASSED if left[0] > 0 else IN_SPITE
        except history.NotWritable:
            end = NOT_WRITABLE
        except history.HistoryError as cut:
            interrupted = cut.problem.code == ProblemCode.CHANGE_INTERRUPTED
            end = RECORDED if interrupted else OTHER
        finally:
            os._exit(end)  # never back into pytest
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def contents(data: Path) -> State:
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in history.files(data)}


def start(data: Path) -> None:
    """Two files, recorded; one commit of the browser on top; something to stage."""
    (data / "w").mkdir(parents=True)
    (data / "w/a.csv").write_bytes(b"first")
    (data / "b.csv").write_bytes(OLD)
    history.record(data)
    history.commit(
        data,
        {"w/a.csv": history.put(data, OLD), "c.csv": history.put(data, HAND)},
        channel="browser",
    )


BEFORE: State = {"w/a.csv": OLD, "b.csv": OLD, "c.csv": HAND}


def add(data: Path) -> None:
    digest = history.put(data, io.BytesIO(NEW))
    history.commit(
        data, {"w/a.csv": digest, "new/d.csv": digest, "b.csv": None}, channel="command", who="ana"
    )


def undo(data: Path) -> None:
    history.undo(data)


def record(data: Path) -> None:
    history.record(data)


def stage(data: Path) -> None:
    history.staged.add(data, history.put(data, NEW), "d.csv")


def refuse(data: Path) -> None:
    history.quarantine.add(data, history.put(data, NEW), "d.csv")


def view(data: Path) -> None:
    history.view(data)


def recover(data: Path) -> None:
    history.recover(data)


def after_by_hand(data: Path) -> None:
    (data / "w/a.csv").write_bytes(HAND)
    (data / "b.csv").unlink()
    (data / "hand.csv").write_bytes(NEW)


def after_cut(data: Path) -> None:
    """A commit that is written down and not in place, and one of its files written by hand since."""
    new, old = history.put(data, NEW), history.put(data, OLD)
    commits.append(
        data, {"b.csv": history.Change(old, new), "w/a.csv": history.Change(old, new)}, "browser"
    )
    (data / "w/a.csv").write_bytes(HAND)


CASES: dict[str, tuple[Callable[[Path], None], Callable[[Path], None] | None, list[State]]] = {
    "add": (add, None, [BEFORE, {"w/a.csv": NEW, "new/d.csv": NEW, "c.csv": HAND}]),
    "undo": (undo, None, [BEFORE, {"w/a.csv": b"first", "b.csv": OLD}]),
    "record": (record, after_by_hand, [{"w/a.csv": HAND, "c.csv": HAND, "hand.csv": NEW}]),
    "stage": (stage, None, [BEFORE]),
    "refuse": (refuse, None, [BEFORE]),
    "view": (view, None, [BEFORE]),
    "recover": (recover, after_cut, [{"w/a.csv": HAND, "b.csv": NEW, "c.csv": HAND}]),
}


def runs(
    tmp_path: Path, case: str, then: Callable[[int | None], None]
) -> Iterator[tuple[Path, int, int]]:
    """A fresh folder each time; the operation stopped at its 1st, 2nd, ...

    request, until it comes through untouched.
    """
    operation, change, _ = CASES[case]
    for at in range(1, 400):
        data = tmp_path / f"{case}{at}" / "data"
        start(data)
        if change:
            change(data)
        end = forked(operation, data, at, then)
        assert end != OTHER, f"something other than a sentence of ours was raised at request {at}"
        yield data, at, end
        if end == PASSED:
            return
    pytest.fail("never came through")


@pytest.fixture
def no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushes are counted and cost nothing: a killed process loses nothing that was written."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def whole(data: Path, case: str) -> State:
    """What a folder holds after recovery, when its history is sound and goes on; the folder agrees
    with its tree.
    """
    history.recover(data)
    found = contents(data)
    assert found in CASES[case][2], f"neither old nor new: {sorted(found)}"
    history.record(data)
    assert {
        path: history.read(data, digest) for path, digest in history.tree(data).items()
    } == found
    for entry in history.log(data):
        for change in entry.changes.values():
            assert all(
                history.read(data, digest) is not None
                for digest in (change.before, change.after)
                if digest
            )
    for entry in (*history.staged.all(data), *history.quarantine.all(data)):
        assert entry.problems == () and history.read(data, entry.digest) == NEW
    for path in (data / ".history/objects").glob("??/*"):
        assert digest_of(path) == path.name, "half an object has a whole one's name"
    return found


def goes_on(data: Path) -> None:
    """The next change works, is seen, and can be taken back."""
    before = contents(data)
    digest = history.put(data, b"next")
    history.commit(data, {"next.csv": digest}, channel="command")
    assert (
        contents(data)
        == {**before, "next.csv": b"next"}
        == {
            path.relative_to(seen).as_posix(): path.read_bytes()
            for seen in [history.view(data)]
            for path in seen.rglob("*")
            if path.is_file()
        }
    )
    history.undo(data)
    assert contents(data) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.usefixtures("no_flush")
@pytest.mark.parametrize("case", CASES)
def test_killed_at_each_step(tmp_path: Path, case: str) -> None:
    found, entries = [], []
    at = 0
    for data, at, end in runs(tmp_path, case, die):  # noqa: B007 - asked for after the loop
        assert end in (PASSED, -signal.SIGKILL)
        found.append(whole(data, case))
        entries.append(len(history.staged.all(data)) + len(history.quarantine.all(data)))
        goes_on(data)
    assert at > 5, "the operation asks the file system for next to nothing: the test sees nothing"
    assert found[-1] == CASES[case][2][-1]
    assert all(state in found for state in CASES[case][2]), "one of the states never came up"
    assert (entries[0], entries[-1]) == ((0, 1) if case in ("stage", "refuse") else (0, 0))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.usefixtures("no_flush")
@pytest.mark.parametrize("case", CASES)
def test_a_disk_that_is_full_from_each_step_on(tmp_path: Path, case: str) -> None:
    ends = set()
    for data, _, end in runs(tmp_path, case, full):
        written = history.last(data)
        ends.add(end)
        if case in ("add", "undo"):
            assert written == (2 if end == NOT_WRITABLE else 3)
            assert end != NOT_WRITABLE or contents(data) == BEFORE
            assert end not in (PASSED, IN_SPITE) or contents(data) == CASES[case][2][-1]
        found = whole(data, case)
        assert end == NOT_WRITABLE or found == CASES[case][2][-1]
        goes_on(data)
    assert {PASSED, NOT_WRITABLE} <= ends
    assert (RECORDED in ends) == (case in ("add", "undo"))


def test_a_file_is_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(tmp_path / "data")
    flushed, named, flush, replace, link = set(), [], os.fsync, os.replace, os.link

    def fsync(handle: int) -> None:
        flushed.add(os.fstat(handle).st_ino)
        flush(handle)

    def note(real: Callable[..., None]) -> Callable[..., None]:
        def does(old: Path, new: Path) -> None:
            named.append((Path(new).name, os.stat(old).st_ino))
            real(old, new)

        return does

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", note(replace))
    monkeypatch.setattr(os, "link", note(link))
    add(tmp_path / "data")
    stage(tmp_path / "data")
    (entry,) = history.staged.all(tmp_path / "data")
    assert {"a.csv", "d.csv", "00000003.json", "applied", f"{entry.id}.json"} < {
        name for name, _ in named
    }
    assert [name for name, number in named if number not in flushed] == []
