"""The wheel: built, installed outside the checkout, and used there as by somebody who has nothing
else.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.plotly_bundles import SMALL
from indicators import shipped
from indicators.catalogue.reference_tables import read_places
from tests.conftest import Tiny
from tests.server.running import Page, Running, free_port

ROOT = Path(__file__).resolve().parents[1]
MAX_SIZE = 5_000_000
OF_THE_OWNER = (
    "data/worldbank/private.csv",
    "data/worldbank/wdi.csv.part",
    "data/added/upload.csv",
    "data/secret.csv",
    "static/topojson/draft.json",
    ".streamlit/secrets.toml",
)
"""Files of a working copy that nobody meant to ship."""
MIN_WORLD = 100
"""A table with figures of so many countries covers the world."""
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None,
    reason="hatchling, which builds the wheel, is not installed; ./test installs it",
)


def build(root: Path, out: Path, kind: str = "wheel") -> Path:
    """Build a wheel or an sdist of a working copy; its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [path] = out.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def working_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy without .git, in whose folders stand files that are its owner's."""
    folder = tmp_path_factory.mktemp("copy") / "house"
    unneeded = (".git", ".venv", ".*_cache", "__pycache__", ".hypothesis", "tests", "benchmarks")
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*unneeded))
    for name in OF_THE_OWNER:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("place,period,value\nKEN,2024,1\n", encoding="utf-8")
    return folder


class Installed:
    """An environment with the wheel, in a folder of its own."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        """Make the environment; what the wheel depends on is taken from the one that runs this."""
        self.folder, self.bin = folder, folder / "venv" / "bin"
        venv.create(folder / "venv", with_pip=False)
        site = next((folder / "venv" / "lib").glob("python*/site-packages"))
        (site / "shared.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
        self("python", "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel))

    def __call__(self, program: str, *arguments: str, status: int = 0) -> str:
        """Run a program of the environment; what it printed.

        Its exit status must be as expected.
        """
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        """The variables of a command: a cache of its own, and nothing of the checkout."""
        without = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return without | {"XDG_CACHE_HOME": str(self.folder / "cache"), "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("elsewhere"), wheel)


@pytest.fixture(scope="module")
def project(installed: Installed) -> Path:
    printed = installed("indicators", "new", "kenya", "--country", "KEN")
    assert printed.endswith("Start it with: indicators run --project kenya\n")
    return installed.folder / "kenya"


def test_what_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert wheel.stat().st_size < MAX_SIZE
    for name in (
        "dashboard/components/tiles.js",
        "dashboard/components/print.css",
        "dashboard/site/app.py",
        "dashboard/site/script.py",
        "dashboard/site/.streamlit/config.toml",
        "dashboard/site/static/icon.png",
        "dashboard/site/static/topojson/world_110m.json",
        "indicators/locale/zh.json",
        "indicators/standards/countries.csv",
        "indicators/starter/template.yaml",
        "indicators/starter/index.yaml",
        "indicators/shipped/data/places.csv",
        "indicators/shipped/data/maps/land.geojson",
        "indicators/shipped/data/worldbank/wdi.yaml",
    ):
        assert name in names
    # Plotly's small bundle, where .setup fetched it.
    assert ("dashboard/bundles/plotly-basic.min.js" in names) == SMALL.is_file()
    tops = {name.split("/")[0] for name in names}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"dashboard", "indicators"}
    assert not [name for name in names if "secrets" in name or "/changsha/" in name]


def test_files_of_the_owner_are_in_no_wheel_and_no_sdist(
    wheel: Path, working_copy: Path, tmp_path: Path
) -> None:
    """From a copy without .git, and from the sdist of it, the wheel is that of the checkout."""
    for folder in ("wheel", "sdist", "unpacked", "second"):
        (tmp_path / folder).mkdir()
    names = zipfile.ZipFile(wheel).namelist()
    first = build(working_copy, tmp_path / "wheel")
    assert zipfile.ZipFile(first).namelist() == names
    sdist = build(working_copy, tmp_path / "sdist", "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    [unpacked] = (tmp_path / "unpacked").iterdir()
    assert not [name for name in OF_THE_OWNER if (unpacked / name).exists()]
    second = build(unpacked, tmp_path / "second")
    assert sorted(zipfile.ZipFile(second).namelist()) == sorted(names)


def test_every_shipped_file_is_in_the_wheel_and_under_version_control(wheel: Path) -> None:
    folder = "indicators/shipped/data/"
    names = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(folder)}
    assert {name.removeprefix(folder) for name in names} == set(shipped.figure_files())
    git = ["git", "ls-files", "data"]
    done = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("there is no git here, or this is no working copy of it")
    tracked = {name.removeprefix("data/") for name in done.stdout.split()}
    assert set(shipped.figure_files()) <= tracked
    # A tracked table that covers the world belongs to what is shipped, with its .yaml.
    places = read_places(ROOT / "data" / "places.csv", "places.csv")[0]
    countries = {code for code, place in places.items() if place.level == "country"}
    for name in sorted(tracked):
        if "/" in name and name.endswith(".csv") and len(_places(name) & countries) >= MIN_WORLD:
            assert {name, name.replace(".csv", ".yaml")} <= set(shipped.figure_files())


def _places(name: str) -> set[str]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as lines:
        return {row.get("place", "") for row in csv.DictReader(lines)}


def test_it_is_imported_from_where_it_was_installed(installed: Installed) -> None:
    printed = installed("python", "-c", "import indicators; print(indicators.__file__)")
    assert printed.startswith(str(installed.folder))


def test_the_command_is_there_and_reads_a_file(installed: Installed) -> None:
    assert "Usage: indicators [OPTIONS] COMMAND" in installed("indicators", "--help")
    file = installed.folder / "own.csv"
    file.write_text("Country,Year,Value\nKenya,2021,1\n", encoding="utf-8")
    assert ",KEN,Kenya,2021,total,1," in installed("indicators", "read", str(file))


def test_a_project_elsewhere_is_checked(installed: Installed, tmp_path: Path) -> None:
    tiny = Tiny(tmp_path / "tiny")
    printed = installed("indicators", "check", "--project", str(tiny.root))
    assert printed == "1 file, 4 indicators, 27 figures: 0 errors, 0 warnings, 1 notice.\n"


def test_a_new_project_is_whole(installed: Installed, project: Path) -> None:
    printed = installed("indicators", "check", "--project", str(project))
    assert printed.endswith(": 0 errors, 0 warnings, 1 notice.\n")


@pytest.fixture
def server(installed: Installed, project: Path) -> Iterator[Running]:
    port, log = free_port(), installed.folder / "server.log"
    options = ["--project", str(project), "--server.port", str(port)]
    command = [str(installed.bin / "indicators"), "run", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=installed.folder, env=installed.environment(), stdout=out, stderr=out
        )
    try:
        yield Running(port, process, log)
    finally:
        process.terminate()
        process.wait(15)


def test_the_dashboard_starts_and_shows_a_page(server: Running) -> None:
    server.wait()
    assert server.health() == (200, {"state": "ok", "problems": []})
    page = Page(server)
    page.close()
    status, _, body = server.ask("GET", "/app/static/topojson/world_110m.json")
    assert status == 200 and body.startswith(b"{")
    # The settings that are shipped hold: what would bypass our own server is off.
    assert server.ask("GET", "/_stcore/metrics")[0] == 404
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_a_folder_without_a_project_is_refused(installed: Installed, tmp_path: Path) -> None:
    installed("indicators", "run", "--project", str(tmp_path), status=2)
