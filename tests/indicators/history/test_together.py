"""Many at once, and any order of everything."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from indicators import history
from tests.versions import versions

ROOT = Path(__file__).resolve().parents[3]

ADD_TWENTY = """
import sys
from pathlib import Path
from indicators import history
from tests.versions import versions
data, who = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    content = f"{who} {number}".encode()
    history.commit(data, {f"{who}/{number}.csv": history.put(data, content)}, channel="command", who=who)
    history.commit(data, {"both.csv": history.put(data, content)}, channel="command", who=who)
    history.record(data)
"""


def test_two_processes_lose_no_file(tmp_path: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-c", ADD_TWENTY, str(tmp_path), who],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for who in ("ana", "li")
    ]
    for process in both:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in both:
        process.communicate("go\n", timeout=60)
        assert process.returncode == 0
    log = history.log(tmp_path)
    assert [entry.number for entry in log] == list(range(1, 81))
    assert {entry.channel for entry in log} == {"command"}, (
        "one took the other's file for one put there by hand"
    )
    for who in ("ana", "li"):
        assert [(tmp_path / who / f"{number}.csv").read_text() for number in range(20)] == [
            f"{who} {n}" for n in range(20)
        ]
    contents = {
        history.read(tmp_path, one.digest).decode() for one in versions(tmp_path, "both.csv")
    }
    assert contents == {f"{who} {number}" for who in ("ana", "li") for number in range(20)}
    assert history.record(tmp_path) is None


def test_threads_lose_no_file(tmp_path: Path) -> None:
    def one(number: int) -> None:
        content = str(number).encode()
        history.commit(
            tmp_path, {f"{number}.csv": history.put(tmp_path, content)}, channel="browser"
        )
        history.record(tmp_path)
        history.view(tmp_path)
        history.staged.add(tmp_path, history.put(tmp_path, content), f"{number}.csv")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert sorted(int(path.stem) for path in history.files(tmp_path)) == list(range(40))
    assert len(history.log(tmp_path)) == 40 == len(history.staged.all(tmp_path))


PATHS = st.sampled_from(["a.csv", "b.csv", "w/a.csv", "w/b.yaml"])
CONTENTS = st.sampled_from([b"", b"1", b"2", b"33"])


class Anything(RuleBasedStateMachine):
    """Commits, undoings and edits by hand in any order, beside a dict that does the same."""

    def __init__(self) -> None:
        super().__init__()
        self.data = Path(tempfile.mkdtemp())
        self.there: dict[str, bytes] = {}
        self.ever: set[bytes] = set()
        self.done: list[tuple[int, dict[str, bytes | None], dict[str, bytes]]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.data)

    @rule(changes=st.dictionaries(PATHS, CONTENTS | st.none(), min_size=1, max_size=3))
    def commit(self, changes: dict[str, bytes | None]) -> None:
        before = {path: self.there.get(path) for path in changes}
        digests = {
            path: None if content is None else history.put(self.data, content)
            for path, content in changes.items()
        }
        done = history.commit(self.data, digests, channel="browser")
        assert (done is None) == (before == changes)
        self.ever |= {
            content for content in (*changes.values(), *before.values()) if content is not None
        }
        self._set(changes)
        if done is not None:
            changed = {path: before[path] for path in changes if before[path] != changes[path]}
            self.done.append((done.number, changed, {path: changes[path] for path in changed}))  # type: ignore[misc]

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        number, before, after = self.done[-1]
        if {path: self.there.get(path) for path in after} == after:
            assert history.undo(self.data).undoes == number
            self._set(before)
            self.done.pop()
        else:
            with pytest.raises(history.HistoryError, match="has changed since"):
                history.undo(self.data)

    @rule(path=PATHS, content=CONTENTS)
    def edit(self, path: str, content: bytes) -> None:
        self.record()
        (self.data / path).parent.mkdir(exist_ok=True)
        (self.data / path).write_bytes(content)
        self._set({path: content})

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        self.record()
        (self.data / path).unlink(missing_ok=True)
        self._set({path: None})

    @rule()
    def record(self) -> None:
        history.record(self.data)
        self.ever |= set(self.there.values())
        assert {
            path: history.read(self.data, digest)
            for path, digest in history.tree(self.data).items()
        } == self.there

    def _set(self, changes: dict[str, bytes | None]) -> None:
        for path, content in changes.items():
            if content is None:
                self.there.pop(path, None)
            else:
                self.there[path] = content

    @invariant()
    def the_folder_is_as_expected(self) -> None:
        assert {
            path.relative_to(self.data).as_posix(): path.read_bytes()
            for path in history.files(self.data)
        } == self.there

    @invariant()
    def nothing_is_lost(self) -> None:
        objects = {path.read_bytes() for path in (self.data / ".history/objects").glob("??/*")}
        assert self.ever <= objects


TestAnything = Anything.TestCase
TestAnything.settings = settings(
    max_examples=40, stateful_step_count=15, deadline=None, derandomize=True
)
