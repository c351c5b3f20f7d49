"""Every command that README.md and docs/*.md show, run by the shell in a copy of the house, in the
order they are shown.

The list is read from the pages: a command that is new there fails until a way to run it stands
here. What a server or the installation would cost is kept low: a server is asked whether it answers
and is ended, `venv` is made without pip, and `pip install` says whether what is installed here
would do.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.browser.conftest import free_port
from tests.readme import LAND, ROOT, Command, blocks, commands, copy
from tests.test_another_place import add_counties

FILES = {"FILE": "API_IT.NET.USER.ZS.csv", "FOLDER": "data"}
"""What stands for the placeholders."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all commands; a file was added to it, so that there is something to undo at any
    time.
    """
    folder = copy(tmp_path_factory.mktemp("house"))
    (folder / "first.csv").write_text(
        "Country,Year,Apples\nFrance,2020,1\nSpain,2020,2\n", encoding="utf-8"
    )
    assert shell(folder, ".venv/bin/python -m indicators add first.csv").returncode == 0
    (folder / "first.csv").unlink()
    return folder


def environment(folder: Path) -> dict[str, str]:
    """The variables of a command: the copy's own cache, programs and configuration."""
    return {
        **os.environ,
        "XDG_CACHE_HOME": str(folder / ".cache"),
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "DASHBOARD_CONFIG": str(folder / "config.yaml"),
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "PYTHONPATH": "",
    }


def shell(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """What a shell makes of a line in this folder."""
    return subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=120,
    )


def measure(folder: Path, line: str) -> None:
    """A command of `python -m indicators`: it ends well or with problems that it tells, and prints
    what it is for.
    """
    words = line.split()
    if "-m" not in words:  # named alone in a sentence: `undo`, `add FILE ...`
        line = f".venv/bin/python -m indicators {line}"
    if line.endswith((" add", " read")):  # named without what it takes
        line += " FILE"
    file = FILES["FILE"]
    if "place=Land" in line:
        file = "land.csv" if "value=Wert" in line else "land-value.csv"
        (folder / file).write_text(
            LAND if "value=Wert" in line else LAND.replace("Wert", "Value"), encoding="utf-8"
        )
    line = (
        line.replace("--config FILE", "--config config.yaml")
        .replace("FILE", file)
        .replace("FOLDER", FILES["FOLDER"])
    )
    command = (line.split("indicators", 1)[1].split() or ["--help"])[0]
    if command.startswith("--"):  # only how the folder is named is shown
        line, command = f"{line} check", "check"
    if "hdi.yaml" in line:
        write_index_example(folder)
    if "*" in line:
        for path in folder.glob(
            "land*.csv"
        ):  # a table that must be answered for is refused among others
            path.unlink()
    done = shell(folder, line)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    PRINTED[command](folder, line, done)


def write_index_example(folder: Path) -> None:
    """Write the first description and the first table of docs/index.md."""
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for kind, name in (("yaml", "hdi.yaml"), ("csv", "hdi.csv")):
        found = re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL)
        assert found
        (folder / name).write_text(found[1], encoding="utf-8")


def indexed(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    """The file that the line names holds the index, Switzerland first."""
    rows = list(csv.DictReader((folder / line.split("> ")[1]).open(encoding="utf-8")))
    index = {row["place"]: row["rank"] for row in rows if row["node"] == "hdi"}
    assert index == {"CHE": "1", "NOR": "2", "NER": "3"}


def checked(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    """Every file was read without an error, those that were added too.

    With `--publish`: the shipped example has one source that must be asked for, and of the files
    that tests add nobody said whose they are.
    """
    if "--publish" in line:
        to_ask = [] if "--project" in line else ["pku_dfi"]
        ids = re.findall(r"^(\S+): .*; terms: ", done.stdout, re.MULTILINE)
        assert [name for name in ids if not name.startswith("file_")] == to_ask
        assert done.returncode == int(bool(ids)), done.stdout
        return
    last = done.stdout.splitlines()[-1]
    assert re.fullmatch(r"\d+ files, \d+ indicators, [\d,]+ figures: 0 errors, .*", last), (
        done.stdout
    )


def listed(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    assert re.search(r"^internet_users\tread\t\d+\t", done.stdout, re.MULTILINE)


def exported(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    """The file that the line names holds the figures of that place alone; an index those of all."""
    if "digital_development_provinces" in line:
        lines = list(csv.DictReader(done.stdout.splitlines()))
        assert {row["indicator"] for row in lines} == {"digital_development_provinces"}
        assert len({row["place"] for row in lines}) == 31
        return
    rows = list(csv.DictReader((folder / line.split("> ")[1]).open(encoding="utf-8")))
    assert rows and {(row["indicator"], row["place"]) for row in rows} == {("gdp_city", "430100")}


def read(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [
        (row["place"], row["value"]) for row in rows if row["period"] == "2023" and row["value"]
    ] == [("KOR", "97.5")]


def added(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    """Each file that the line names is told with what would change, and was added."""
    assert "  added as data/added/" in done.stdout or "holds just this already" in done.stdout, (
        done.stderr
    )
    if period := re.search(r"(land\S*)\.csv .*--period (\d+)", line):
        assert f"2 figures of 2 places, {period[2]} to {period[2]}" in done.stdout
        beside = folder / "data" / "added" / f"{period[1]}.yaml"
        assert f"period: '{period[2]}'" in beside.read_text(encoding="utf-8")
    else:
        assert "recognised as worldbank-api: 8 figures of 3 places, 2020 to 2023" in done.stdout
    if line.endswith("API_IT.NET.USER.ZS_DS2_en_csv_v2.csv"):
        assert (
            "  1 new, 5 the same, 2 revised, 21 vanished" in done.stdout
        )  # the world's averages give way
        dry = shell(folder, line.replace(" add ", " add --dry-run "))
        assert "  0 new, 8 the same, 0 revised, 0 vanished against added/" in dry.stdout
    if "*" in line:  # what was exported before is among them, and holds what is there
        assert (
            "recognised as tidy: 96 figures of 1 place, 2000 to 2023\n  known: gdp_city"
            in done.stdout
        )
        assert "  0 new, 96 the same, 0 revised, 0 vanished" in done.stdout
        assert {f"{path.name}\n" for path in folder.glob("*.csv")} <= set(
            done.stdout.splitlines(keepends=True)
        )


def taken_back(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    assert re.match(r"change \d+ is taken back: added/", done.stdout)


def told(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    rows = [row.split("\t") for row in done.stdout.splitlines()]
    assert [row[0] for row in rows] == [str(at) for at in range(1, len(rows) + 1)] and rows[0][
        2
    ] == "folder"


def written(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    """A page that is made from the code: printed, or written to the file that the line names.

    What is held is more here than is shipped, for files were added; a test of its own holds it.
    """
    if "holdings" in line:
        text = (folder / line.split("> ")[1]).read_text("utf-8") if ">" in line else done.stdout
        assert text.startswith("# What is held\n") and "| 193 · 2010 – 2024 |" in text
        return
    page = "problems.md" if "problems" in line else "formats.md"
    target = line.partition(" --write ")[2]
    text = (folder / target).read_text("utf-8") if target else done.stdout
    assert text == (ROOT / "docs" / page).read_text(encoding="utf-8")


def forecasts_compared(folder: Path, line: str, done: subprocess.CompletedProcess[str]) -> None:
    """Three tables: seven methods for Internet users, and six for broadband, which has no bound."""
    methods, coverage, probabilities = (table.splitlines() for table in done.stdout.split("\n\n"))
    rows = [row.split("\t") for row in methods[2:]]
    assert Counter(row[0] for row in rows) == {"internet_users": 7, "fixed_broadband_rate": 6}
    assert {row.split("\t")[0] for row in coverage[1:]} == {
        "internet_users",
        "fixed_broadband_rate",
    }
    assert len(probabilities) > 3


PRINTED: dict[str, Callable[[Path, str, subprocess.CompletedProcess[str]], None]] = {
    "check": checked,
    "list": listed,
    "export": exported,
    "index": indexed,
    "backtest": forecasts_compared,
    "read": read,
    "add": added,
    "undo": taken_back,
    "history": told,
    "formats": written,
    "problems": written,
    "holdings": written,
}
"""What holds of the output of each command, by its name."""


def serve(folder: Path, line: str) -> None:
    """A command that starts the dashboard: it answers, on the port that was asked for, and is
    ended.
    """
    port = free_port()
    line = re.sub(r"--server\.port \d+", f"--server.port {port}", line)
    variables = {**environment(folder), "STREAMLIT_SERVER_PORT": str(port)}
    if config := re.match(r"DASHBOARD_CONFIG=(\S+) ", line):
        place = folder / config[1]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((folder / "config.yaml").read_bytes())
        (place.parent / "data").symlink_to(folder / "data")
        line = line.replace(config[0], f"{config[0]}exec ")
    else:
        line = f"exec {line}"
    mark = (
        folder / ".venv" / "installed-requirements.txt"
    )  # as if ./run had been here: nothing is fetched
    mark.write_text(
        shell(folder, "cat requirements.txt requirements.txt | cksum").stdout, encoding="utf-8"
    )
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            ["/bin/sh", "-c", line], cwd=folder, env=variables, stdout=out, stderr=out
        )
        try:
            assert answers(f"http://127.0.0.1:{port}/_stcore/health", server), log.read_text()[
                -2000:
            ]
        finally:
            server.terminate()
            server.wait(10)


def answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server says within half a minute that all is well."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own server, on this machine
                return bool(answer.read() == b"ok")
        except OSError as error:  # an answer that is none, or none yet
            if isinstance(error, urllib.error.HTTPError) or server.poll() is not None:
                return False
            time.sleep(0.1)
    return False


def run_tests(folder: Path, line: str) -> None:
    """./test: ruff and mypy are called, and then the tests that its arguments name."""
    mark = folder / ".venv" / "installed-tests-requirements.txt"
    mark.write_text(
        shell(folder, "cat requirements.txt tests/requirements.txt | cksum").stdout,
        encoding="utf-8",
    )
    (folder / "called").unlink(missing_ok=True)
    done = shell(folder, line)
    assert done.returncode == 0, done.stdout + done.stderr
    called = (folder / "called").read_text(encoding="utf-8").splitlines()
    every = {"test_readers", "test_other", "test_some"}
    assert called[:3] == ["ruff check .", "ruff format --check .", "mypy"]
    assert set(called[3:]) == ({"test_readers"} if "-k readers" in line else every)


def make_environment(folder: Path, line: str) -> None:
    """A Python of one's own, beside the copy, so that the copy's stays."""
    place = folder / "new"
    place.mkdir()
    done = shell(place, f"{line} --without-pip")
    assert done.returncode == 0, done.stderr
    assert (place / line.split()[-1] / "bin" / "python").exists()


def install(folder: Path, line: str) -> None:
    """What is installed here is what would be: nothing is missing from the requirements."""
    done = shell(folder, line)
    assert done.returncode == 0, done.stderr
    wanted = [
        name
        for name in (ROOT / shlex.split(line)[-1]).read_text(encoding="utf-8").splitlines()
        if name and name[0].isalpha()
    ]
    assert wanted and done.stdout.count("Requirement already satisfied: ") >= len(wanted)


def install_project(folder: Path, line: str) -> None:
    """`pip install .`: what the project says it needs is installed here; tests/test_wheel.py
    installs it.
    """
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in project["dependencies"]:
        needed = Requirement(text)
        assert version(needed.name) in needed.specifier, text
    assert project["scripts"] == {"indicators": "indicators.cli.main:console"}


def elsewhere(folder: Path, line: str) -> None:
    """A command on a project of its own: it ends well and says what it is for."""
    project = folder / "kenya"
    command = line.split()[1]
    if "population_county" in line and not (project / "data" / "knbs").exists():
        add_counties(project)
    done = shell(folder, line)
    # The file has a figure of the world, before which a computed one gives way: a warning.
    may_warn = command == "add" or "--publish" in line or "--all" in line
    assert done.returncode <= int(may_warn), done.stdout + done.stderr
    expected = {
        "add": r"^  (added as data/|\d+ new, )",
        "check": r"^\d+ files, \d+ indicators, [\d,]+ figures: 0 errors, [01] warnings?, "
        r"|^Nothing must be asked for|permissions? to ask for, ",
        "export": r"^population_county,KE-30,total,2019,4397073,persons,",
        "history": r"^1\t.*\tfolder\t",
        "list": r"^internet_users\tread\t\d+\t",
        "holdings": r"^# What is held$",
        "new": r"^kenya: \d+ files with .* figures, \d+ indicators of Kenya\.$",
    }[command]
    assert re.search(expected, done.stdout, re.MULTILINE), done.stdout
    assert project.is_dir()


def fetch_bundle(folder: Path, line: str) -> None:
    """The small bundle is there already, as ./test fetched it, or the command says why it is not."""
    done = shell(folder, line)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "" or done.stdout.startswith("Charts load Plotly's full bundle")


WAYS: tuple[tuple[str, Callable[[Path, str], None]], ...] = (
    (r"(\.venv/bin/)?python -m indicators\b.*|(add|undo)( .*)?|history", measure),
    (r"(DASHBOARD_CONFIG=\S+ )?\./run\b.*|\.venv/bin/streamlit run app\.py", serve),
    (r"indicators run\b.*", serve),
    (r"indicators [a-z]+ .*", elsewhere),
    (r"python -m dashboard\.plotly_download", fetch_bundle),
    (r"pip install \.", install_project),
    (r"\./test\b.*", run_tests),
    (r"python -m venv \.venv", make_environment),
    (r"\.venv/bin/pip install -r requirements\.txt", install),
)
"""How each command that is shown is run, by its form."""


@pytest.mark.parametrize(
    "command", commands(), ids=lambda command: f"{command.page}: {command.text}"
)
def test_a_command_that_is_shown_does_what_is_said(house: Path, command: Command) -> None:
    way = next((way for form, way in WAYS if re.fullmatch(form, command.text)), None)
    assert way, (
        f"{command.page} shows `{command.text}`, and no test runs it: say here how it is run"
    )
    way(house, command.text)


def test_all_commands_are_found() -> None:
    """The forms in which they are shown: in a sentence, in a block, named alone, with a variable."""
    found = {command.text for command in commands()}
    assert {"./run", "./run --server.port 8600", "history", "python -m indicators undo"} <= found
    assert (
        "python -m indicators add FILE --column place=Land --period 2019" in found
    )  # over two lines
    assert (
        ".venv/bin/python -m indicators add *.csv" in found
        and "DASHBOARD_CONFIG=path/to/config.yaml ./run" in found
    )
    assert "add FILE --column place=Land --column value=Wert --period 2024" in found
    assert not [text for text in found if "#" in text]


def test_the_function_that_config_md_shows_is_in_the_code_and_computes_what_it_says() -> None:
    [shown] = blocks(ROOT / "docs" / "config.md", "python")
    code = (ROOT / "indicators" / "metrics" / "connectivity.py").read_text(encoding="utf-8")
    assert "@indicator(" in shown
    signature = next(line for line in shown.splitlines() if line.startswith("def "))
    name = re.findall(r"def (\w+)", signature)[0]
    assert f"def {name}(" in code
    names: dict[str, object] = {"indicator": lambda **said: lambda function: function}
    exec(compile(shown, "config.md", "exec"), names)  # noqa: S102 - our own page, run as a reader would
    assert names[name](1_000_000, 75.6) == pytest.approx(244_000)  # type: ignore[operator]
