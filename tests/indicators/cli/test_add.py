"""python -m indicators add | undo | history: exit statuses, words, and what stands in the folder
afterwards.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from indicators import Dataset, history, intake
from indicators.__main__ import main
from indicators.intake import Arrival
from indicators.text import printable
from tests.indicators.ingest.test_match_series import LONG, WORLD_BANK
from tests.indicators.intake.test_accepting import zipped
from tests.problems import recorded_problem

if TYPE_CHECKING:
    from tests.conftest import Tiny


ROOT = Path(__file__).resolve().parents[3]


def run(tiny: Tiny, *arguments: str) -> int:
    return main(["--config", str(tiny.config), *arguments])


def test_add_says_what_came_and_undo_takes_it_back(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write("api.csv", WORLD_BANK)
    assert run(tiny, "add", str(tiny.root / "api.csv")) == 0
    said = capsys.readouterr().out
    assert "  recognised as worldbank-api: 2 figures of 2 places, 2021 to 2022\n" in said
    assert (
        "Mobile subscriptions (per 100 people)" in said
        and "  2 new, 0 the same, 0 revised, 0 vanished\n" in said
    )
    assert "  added as data/added/api.csv; `python -m indicators undo 2" in said
    assert (tiny.data / "added/api.csv").read_text() == WORLD_BANK
    assert run(tiny, "undo") == 0
    assert capsys.readouterr().out == "change 2 is taken back: added/api.csv\n"
    assert not (tiny.data / "added/api.csv").exists()
    assert run(tiny, "undo") == 2
    assert run(tiny, "history", "added/api.csv") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["2", "3"] and lines[0].endswith(
        "new file: 2 figures"
    )


def test_a_dry_run_writes_nothing(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write("speed.csv", LONG)
    assert (
        run(tiny, "add", "--dry-run", str(tiny.root / "speed.csv")) == 1
    )  # one place is not known
    told = capsys.readouterr()
    assert (
        "2 new" in told.out
        and "error: speed.csv line 4, column 'place': no place here has this code" in told.err
    )
    assert not (tiny.data / "added").exists() and not (tiny.data / ".history").exists()


def test_a_file_is_answered_for(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write("fibre.csv", "Country,Homes with fibre\nAlpha,10\nBeta,20\nGamma,30\n")
    file = str(tiny.root / "fibre.csv")
    assert run(tiny, "add", file) == 2
    assert (
        "which period" in (said := capsys.readouterr().err)
        and "refused; kept in quarantine as" in said
    )
    answers = [
        "--column",
        "place=Country",
        "--column",
        "value=Homes with fibre",
        "--period",
        "2019",
        "--unit",
        "homes",
        "--better",
        "higher",
    ]
    assert run(tiny, "add", file, *answers) == 0
    dataset = tiny.load()
    (entry,) = (
        entry for entry in dataset.catalogue.indicators.values() if entry.file == "added/fibre.csv"
    )
    assert (entry.better, dataset.latest(entry.id, "CCC").value) == ("higher", 30)  # type: ignore[union-attr]


def test_a_file_that_is_not_there_is_told_and_the_others_are_added(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write("api.csv", WORLD_BANK)
    assert run(tiny, "add", str(tiny.root / "absent.csv"), str(tiny.root / "api.csv")) == 2
    assert (
        "absent.csv: the operating system says: No such file or directory"
        in capsys.readouterr().err
    )
    assert (tiny.data / "added/api.csv").is_file()


def test_a_place_in_the_folder_that_is_never_read_is_refused(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write("api.csv", WORLD_BANK)
    for path in ("notes.csv", "x.yaml", "x.txt"):
        assert run(tiny, "add", str(tiny.root / "api.csv"), "--to", path) == 2
        assert f"{path}: no file with figures is called so" in capsys.readouterr().err


def test_a_place_that_was_answered_is_not_asked_for(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write("homes.csv", "Year,Homes\n2020,5\n2021,6\n2022,7\n")
    assert run(tiny, "add", str(tiny.root / "homes.csv"), "--place", "AAA") == 0
    assert "which place" not in capsys.readouterr().err


def test_what_was_added_last_stands_also_when_it_was_there_before(tiny: Tiny) -> None:
    for name, text in (
        ("a.csv", WORLD_BANK),
        ("b.csv", WORLD_BANK.replace("101.5", "7")),
        ("c.csv", WORLD_BANK),
    ):
        tiny.write(name, text)
        assert run(tiny, "add", str(tiny.root / name), "--to", f"added/{name}") == 0
    (entry,) = (one for one in tiny.load().catalogue.indicators.values() if one.pillar == "new")
    assert tiny.load().latest(entry.id, "AAA").value == 101.5  # type: ignore[union-attr]


def test_a_wrong_part_is_told(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tiny, "add", "x.csv", "--column", "country=Land") == 2
    assert (
        "'country=Land' is not PART=NAME with a part of place, period, value"
        in capsys.readouterr().err
    )


def test_two_people_adding_files_of_one_name_at_once_lose_neither(tiny: Tiny) -> None:
    files = []
    for at in range(4):
        tiny.write(
            f"person{at}/new.csv",
            f"Country,Year,Apples {at}\nAlpha,2021,{at}\nBeta,2021,{at + 10}\n",
        )
        files.append(str(tiny.root / f"person{at}" / "new.csv"))
    command = [sys.executable, "-m", "indicators", "--config", str(tiny.config), "add"]
    running = [
        subprocess.Popen([*command, file], stdout=subprocess.PIPE, text=True) for file in files
    ]
    said = [one.communicate(timeout=120)[0] for one in running]
    assert all("added as data/added/new" in text for text in said), said
    there = {path.read_text() for path in (tiny.data / "added").glob("*.csv")}
    assert there == {(tiny.root / f"person{at}" / "new.csv").read_text() for at in range(4)}


def break_for(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Make examining a file of this name fail as no file should."""
    sound = intake.examine

    def examine(dataset: Dataset, content: bytes, called: str, *more: Any) -> Arrival:
        if called == name:
            raise ZeroDivisionError("nobody foresaw this")
        return sound(dataset, content, called, *more)

    monkeypatch.setattr(intake, "examine", examine)


def test_a_fault_in_one_file_is_told_with_its_name_and_the_others_are_added(
    tiny: Tiny, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write("bad.csv", WORLD_BANK).write("good.csv", WORLD_BANK)
    break_for(monkeypatch, "bad.csv")
    assert run(tiny, "add", str(tiny.root / "bad.csv"), str(tiny.root / "good.csv")) == 2
    told = capsys.readouterr()
    assert (
        "bad.csv: could not be added (ZeroDivisionError: nobody foresaw this). This is a fault of the program"
        in told.err
    )
    assert [path.name for path in (tiny.data / "added").iterdir()] == ["good.csv"]
    assert run(tiny, "add", "--dry-run", str(tiny.root / "good.csv")) == 0


def test_a_fault_in_one_table_of_an_archive_leaves_the_others(
    tiny: Tiny, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tiny.root / "two.zip"
    file.write_bytes(zipped({"bad.csv": WORLD_BANK, "good.csv": LONG.replace("Atlantis", "Gamma")}))
    break_for(monkeypatch, "bad.csv")
    assert run(tiny, "add", str(file)) == 2
    assert "two.zip: bad.csv: could not be added (ZeroDivisionError" in capsys.readouterr().err
    assert [path.name for path in (tiny.data / "added").iterdir()] == ["good.csv"]


def test_an_archive_that_cannot_be_taken_apart_is_told_with_its_name(
    tiny: Tiny, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpacked(content: bytes, name: str) -> None:
        raise RecursionError(name)

    tiny.write("two.zip", "PK")
    monkeypatch.setattr(intake, "split_archive", unpacked)
    assert run(tiny, "add", str(tiny.root / "two.zip")) == 2
    assert "two.zip: could not be added (RecursionError: two.zip)" in capsys.readouterr().err


def test_a_snapshot_of_another_process_is_as_good_as_reading(tiny: Tiny) -> None:
    """The functions of computed indicators are imported although nothing is declared anew."""
    tiny.write("net.csv", "indicator,place,period,value\nNET,AAA,2022,51\n")
    command = [sys.executable, "-m", "indicators", "--config", str(tiny.config)]
    assert subprocess.run(
        [*command, "list"], capture_output=True, check=True
    ).stdout  # keeps a snapshot
    done = subprocess.run(
        [*command, "add", "--dry-run", str(tiny.root / "net.csv")], capture_output=True, text=True
    )
    assert done.returncode == 1 and "0 new, 0 the same, 1 revised" in done.stdout, (
        done.stderr
    )  # it may be an older edition


@pytest.fixture
def kept(tiny: Tiny) -> Tiny:
    """A dashboard with two recorded changes: the folder as it was, and a file that was added."""
    tiny.write("api.csv", WORLD_BANK).write("speed.csv", LONG)
    assert run(tiny, "add", str(tiny.root / "api.csv")) == 0
    return tiny


def cut(tiny: Tiny, number: int) -> None:
    file = tiny.data / f".history/commits/{number:08d}.json"
    file.write_bytes(file.read_bytes()[:60])


@pytest.mark.parametrize("number", [1, 2])
def test_a_damaged_record_is_a_sentence_of_every_command(
    kept: Tiny, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    cut(kept, number)
    capsys.readouterr()
    name = f".history/commits/0000000{number}.json: this record of a change cannot be read"
    for command, status in (
        (["history"], 1),
        (["history", "--check"], 1),
        (["check"], 1),
        (["undo"], 2),
    ):
        assert run(kept, *command) == status
        told = capsys.readouterr()
        assert (
            name in told.out + told.err
            and "Put it back from a copy of the data folder" in told.out + told.err
        )
    assert run(kept, "read", str(kept.root / "api.csv")) == 0
    for command, status in (
        (["list"], 0),
        (["export"], 0),
        (["add", str(kept.root / "speed.csv")], 1),
    ):  # 1: a place in it is not known, as without damage
        capsys.readouterr()
        assert run(kept, *command) == status, "what needs no record goes on"
        assert name in capsys.readouterr().err
    assert (kept.data / "added/speed.csv").is_file()
    capsys.readouterr()
    assert run(kept, "history") == 1
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()][-1] == str(
        history.last(kept.data)
    )


def test_check_of_a_whole_history_says_what_it_compared(
    kept: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(kept, "history", "--check") == 0
    told = capsys.readouterr()
    files = len(list(history.files(kept.data)))
    size = sum(path.stat().st_size for path in history.files(kept.data))
    assert told.err == "" and told.out == (
        f"2 records read, 2 of them compared with the digest that was noted of them; {files} stored files ({size:,} bytes) "
        "compared with theirs; 0 arrivals; 0 problems.\n"
    )


def test_check_of_a_history_that_cannot_be_read_is_one(
    kept: Tiny, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(_: object) -> list[int]:
        raise history.HistoryError(
            recorded_problem("the history cannot be read", ".history", found="Permission denied")
        )

    monkeypatch.setattr(history.commits, "numbers", refused)
    assert run(kept, "history", "--check") == 1 and run(kept, "history") == 1
    assert (
        capsys.readouterr().err.count(
            "error: .history: the history cannot be read; found 'Permission denied'."
        )
        == 2
    )


def test_a_folder_without_a_history_is_well(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tiny, "history") == 0 and run(tiny, "history", "--check") == 0
    assert (
        capsys.readouterr().out.startswith("0 records read")
        and not (tiny.data / ".history").exists()
    )


STRANGE = "we\x1b[2J\nird\u202e.csv"


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
def test_names_that_a_terminal_would_act_on_are_escaped_by_every_command(
    tiny: Tiny, capfd: pytest.CaptureFixture[str]
) -> None:
    history.record(tiny.data)
    tiny.write(STRANGE, WORLD_BANK).write(f"data/{STRANGE}", "x").write(
        "data/bi\u202edi.csv", "place,period,value\nAAA,2020,1\n"
    )
    (tiny.data / os.fsdecode(b"half\xff.csv")).write_bytes(b"place,period,value\nAAA,2020,1\n")
    commands = (
        ["check", "--all"],
        ["list"],
        ["export"],
        ["read", str(tiny.root / STRANGE)],
        ["read", str(tiny.data / STRANGE)],
        ["read", "--format", "json", str(tiny.data / "bi\u202edi.csv")],
        ["add", str(tiny.root / STRANGE)],
        ["add", str(tiny.root / f"gone{STRANGE}")],
        ["history"],
        ["history", "--check"],
        ["undo"],
        ["export", STRANGE],
        ["add", "--to", STRANGE, "x"],
    )
    for command in commands:
        run(tiny, *command)
        told = "".join(capfd.readouterr())
        assert not {sign for sign in told if sign not in "\n\t" and printable(sign) != sign}, (
            command
        )
        assert "\nird" not in told, command
        if command[0] in ("check", "history") and "--check" not in command:
            assert r"we\x1b[2J\nird\u202e.csv" in told and r"half\udcff.csv" in told


def test_the_shipped_data_are_kept_and_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns(".history"))
    assert history.record(tmp_path / "data") is not None
    assert main(["--data", str(tmp_path / "data"), "history", "--check"]) == 0
    first = next(path for path in sorted((tmp_path / "data/.history/objects").glob("*/*")))
    first.chmod(0o644)
    first.write_bytes(first.read_bytes() + b"\n")
    assert main(["--data", str(tmp_path / "data"), "history", "--check"]) == 1
    assert f"{first.name}: a stored file is damaged" in capsys.readouterr().err
