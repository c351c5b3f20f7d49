"""Which bundle of Plotly draws a chart, and how the small one comes here."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from dashboard import plotly_bundles, plotly_download
from dashboard.plotly_bundles import (
    SMALL,
    VERSION,
    Bundle,
    Bundles,
    bundle_of,
    files,
    find_bundles,
    full_file,
)
from tests.dashboard.charts.samples import FRAMES, draw

ROOT = Path(__file__).resolve().parents[2]
BOTH = Bundles(Bundle(Path("s"), "plotly/1/s"), Bundle(Path("f"), "plotly/2/f"))
SCRIPT = b"/* the small bundle */"


@pytest.mark.parametrize(
    ("types", "wanted"),
    [
        (["scatter", "bar"], BOTH.small),
        ([None], BOTH.small),  # Plotly's default is scatter
        ([], BOTH.small),
        (["scatter", "heatmap"], BOTH.full),
        (["choropleth"], BOTH.full),
        (["scattergeo"], BOTH.full),
        (["scattergl"], BOTH.full),
    ],
)
def test_the_traces_of_a_figure_say_which_bundle_draws_it(
    types: list[str | None], wanted: Bundle
) -> None:
    traces: list[dict[str, Any]] = [{"type": name} if name else {} for name in types]
    assert bundle_of({"data": traces}, BOTH) == wanted


def test_maps_and_heat_tables_alone_need_the_full_bundle() -> None:
    full = {
        name
        for name, frame in FRAMES.items()
        if bundle_of(draw(name, frame(6)).figure, BOTH) is BOTH.full
    }
    assert full == {"world_map", "dot_map", "heat"}


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pin a script that a test can write."""
    monkeypatch.setattr(plotly_bundles, "SMALL_SHA512", hashlib.sha512(SCRIPT).hexdigest())


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


HEADER = f"/**\n* plotly.js v{VERSION}\n*/".encode()


@pytest.mark.parametrize(
    ("header", "content", "is_used"),
    [
        (HEADER, SCRIPT, True),
        (HEADER, SCRIPT + b"x", False),
        (HEADER, b"", False),
        (HEADER, None, False),
        (HEADER.replace(VERSION.encode(), b"9.9.9"), SCRIPT, False),
    ],
    ids=["pinned", "another", "empty", "absent", "of another version"],
)
@pytest.mark.usefixtures("pinned")
def test_the_small_bundle_is_used_where_it_is_the_pinned_one(
    tmp_path: Path, header: bytes, content: bytes | None, is_used: bool
) -> None:
    full, small = written(tmp_path / "full.js", header), tmp_path / "small.js"
    if content is not None:
        small.write_bytes(content)
    bundles = find_bundles(full, small)
    assert bundles.full.file == full
    assert bundles.small.file == (small if is_used else full)
    assert set(files(bundles).values()) == ({small, full} if is_used else {full})


def test_an_address_has_the_hash_of_the_file(tmp_path: Path) -> None:
    absent, full = tmp_path / "absent", tmp_path / "full.js"
    one, same, other = (
        find_bundles(written(full, content), absent).full.address
        for content in (b"one", b"one", b"other")
    )
    assert one == same != other
    assert one == f"plotly/{hashlib.sha256(b'one').hexdigest()[:16]}/full.js"


def test_the_pinned_version_is_that_of_the_installed_plotly() -> None:
    with full_file().open(encoding="utf-8") as text:
        assert f"plotly.js v{VERSION}\n" in text.read(200)


def test_the_small_bundle_of_this_checkout_is_the_pinned_one() -> None:
    if not SMALL.is_file():
        pytest.skip("npm fetched no small bundle here; ./test does where it can")
    assert find_bundles(full_file(), SMALL).small.file == SMALL


def package(content: bytes) -> bytes:
    """The bundle as npm packs it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo(f"package/{SMALL.name}")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


NPM = """#!/bin/sh
[ "$1 $2" = "pack plotly.js-basic-dist-min@{version}" ] && cp "{packed}" plotly.js-basic.tgz
"""


@pytest.mark.parametrize(
    ("packed", "says"),
    [
        (package(SCRIPT), ""),
        (package(SCRIPT + b"x"), "what npm sent has another checksum"),
        (package(SCRIPT)[:50], "what npm sent is no such package"),
        (b"", "what npm sent is no such package"),
        (None, f"npm could not fetch plotly.js-basic-dist-min@{VERSION}"),
    ],
    ids=["right", "wrong checksum", "cut", "empty", "offline"],
)
@pytest.mark.usefixtures("pinned")
def test_npm_fetches_the_bundle_or_a_line_says_why_not(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    packed: bytes | None,
    says: str,
) -> None:
    target, npm = tmp_path / "bundles" / SMALL.name, tmp_path / "npm"
    if packed is not None:
        (tmp_path / "packed").write_bytes(packed)
    npm.write_text(NPM.format(version=VERSION, packed=tmp_path / "packed"))
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(plotly_download, "SMALL", target)
    plotly_download.main()
    printed = capsys.readouterr().out
    assert target.is_file() == (not says)
    assert not list(tmp_path.rglob("*.part"))
    assert printed.count("\n") == bool(says) and says in printed
    if not says:
        assert target.read_bytes() == SCRIPT
        npm.unlink()  # not asked again
        monkeypatch.setenv("PATH", str(tmp_path))
        plotly_download.main()
        assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("pinned")
def test_a_folder_that_cannot_be_written_is_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path / "bundles", b"a file in the place of the folder")
    monkeypatch.setattr(plotly_download, "_packed", lambda: package(SCRIPT))
    monkeypatch.setattr(plotly_download, "SMALL", tmp_path / "bundles" / SMALL.name)
    plotly_download.main()
    printed = capsys.readouterr().out
    assert "bundles cannot be written" in printed and printed.count("\n") == 1


def test_without_npm_a_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(plotly_download, "SMALL", tmp_path / "bundles" / SMALL.name)
    plotly_download.main()
    printed = capsys.readouterr().out
    assert "npm is not installed" in printed and printed.count("\n") == 1


@pytest.mark.parametrize("status", [0, 1])
def test_set_up_fetches_it_once_and_goes_on_whatever_comes(tmp_path: Path, status: int) -> None:
    """With a stand-in for .venv/bin/python, which writes down what it was asked."""
    for name in (".setup", "requirements.txt", "dashboard/plotly_bundles.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    stand_in = tmp_path / ".venv" / "bin" / "python"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text(
        f'#!/bin/sh\necho "$*" >> calls\ncase "$*" in *plotly*) exit {status};; esac\n'
    )
    stand_in.chmod(0o755)
    script = 'set -eu\nneeds=requirements.txt\n. ./.setup\necho "set up"\n'
    for _ in range(2):
        done = subprocess.run(
            ["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 and done.stdout.endswith("set up\n"), done.stderr
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls.count("-m dashboard.plotly_download") == 1
