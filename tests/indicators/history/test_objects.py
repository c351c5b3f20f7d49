"""Files under the hash of their content."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from pathlib import Path

import pytest

from indicators import history
from indicators.problems import ProblemCode

CONTENT = b"place,period,value\r\nCHN,2023,9.9\r\n\xff\x00"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def kept(data: Path) -> list[Path]:
    return sorted(path for path in (data / ".history/objects").rglob("*") if path.is_file())


def test_bytes_a_path_and_a_stream_are_one_object(tmp_path: Path) -> None:
    data, sent = tmp_path / "data", tmp_path / "sent.csv"
    data.mkdir()
    sent.write_bytes(CONTENT)
    assert {
        history.put(data, CONTENT),
        history.put(data, sent),
        history.put(data, io.BytesIO(CONTENT)),
    } == {DIGEST}
    assert kept(data) == [data / ".history/objects" / DIGEST[:2] / DIGEST]
    assert (
        history.read(data, DIGEST) == CONTENT
        and history.locate(data, DIGEST).read_bytes() == CONTENT
    )
    assert kept(data)[0].stat().st_mode & 0o777 == 0o444
    assert list((data / ".history/tmp").iterdir()) == []


def test_an_object_has_the_time_of_its_file_and_is_no_younger_when_sent_again(
    tmp_path: Path,
) -> None:
    sent = tmp_path / "sent.csv"
    sent.write_bytes(CONTENT)
    os.utime(sent, (1_600_000_000, 1_600_000_000))
    history.put(tmp_path, sent)
    history.put(tmp_path, CONTENT)
    assert kept(tmp_path)[0].stat().st_mtime == 1_600_000_000


def test_a_damaged_object_is_told_and_mended_by_the_same_file(tmp_path: Path) -> None:
    history.put(tmp_path, CONTENT)
    kept(tmp_path)[0].chmod(0o644)
    kept(tmp_path)[0].write_bytes(CONTENT.replace(b"9.9", b"9.8"))
    for look in (history.read, history.locate):
        with pytest.raises(history.HistoryError) as refused:
            look(tmp_path, DIGEST)
        problem = refused.value.problem
        assert problem.code == ProblemCode.OBJECT_DAMAGED
        assert problem.file == f".history/objects/{DIGEST[:2]}/{DIGEST}"
    with pytest.raises(history.HistoryError) as refused:
        history.commit(tmp_path, {"x.csv": DIGEST}, channel="command")
    assert refused.value.problem.code == ProblemCode.OBJECT_DAMAGED
    assert not (tmp_path / "x.csv").exists() and history.log(tmp_path) == ()
    history.put(tmp_path, CONTENT)
    assert history.read(tmp_path, DIGEST) == CONTENT


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64, "0" * 63, DIGEST + "\n"])
def test_a_digest_is_never_a_path(tmp_path: Path, digest: str) -> None:
    with pytest.raises(history.HistoryError) as refused:
        history.read(tmp_path, digest)
    assert refused.value.problem.code == ProblemCode.NOT_A_DIGEST
    assert not history.has(tmp_path, digest)


def test_what_was_never_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(history.HistoryError) as refused:
        history.read(tmp_path, "0" * 64)
    assert refused.value.problem.code == ProblemCode.OBJECT_MISSING


class Zeros:
    """A stream of a hundred megabytes that are made as they are read."""

    left = 100 << 20

    def read(self, size: int, /) -> bytes:
        piece = min(size, self.left)
        self.left -= piece
        return bytes(piece)


def test_a_large_stream_is_never_in_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    digest = history.put(tmp_path, Zeros())
    history.commit(tmp_path, {"large.csv": digest}, channel="browser")
    history.locate(tmp_path, digest)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "large.csv").stat().st_size == 100 << 20
    assert most < 10 << 20


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / ".history").write_text("in the way")
    with pytest.raises(history.NotWritable) as refused:
        history.put(tmp_path, CONTENT)
    assert refused.value.problem.values == {"reason": "Not a directory"}
    with pytest.raises(history.NotWritable) as refused:
        history.put(tmp_path / "nowhere", CONTENT)
    assert refused.value.problem.values == {"reason": "No such file or directory"}
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(history.NotWritable) as refused:
        history.commit(tmp_path, {}, channel="command")
    assert refused.value.problem.code == ProblemCode.FOLDER_NOT_WRITABLE


def test_a_source_that_cannot_be_read_is_no_fault_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        history.put(tmp_path, tmp_path / "nowhere.csv")
