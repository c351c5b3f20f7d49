"""python -m indicators: what it prints, and its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from indicators import problem_page
from indicators.__main__ import main
from indicators.loading import array_file, snapshot
from indicators.readers import docs_page

if TYPE_CHECKING:
    from tests.conftest import Tiny

ROOT = Path(__file__).resolve().parents[3]


def test_check_says_that_all_is_well(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tiny.config), "check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 file, 4 indicators, 27 figures: 0 errors, 0 warnings, 1 notice."
    ]


def test_check_says_what_is_wrong_by_file(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.add("NET,Alfa,2021,total,1,,,,")
    assert main(["--config", str(tiny.config), "check"]) == 1
    first, second, last = capsys.readouterr().out.splitlines()
    assert first == "world/facts.csv"
    assert second.startswith("  error: world/facts.csv line 16, column 'place': no place here has")
    assert last.endswith("1 error, 0 warnings, 1 notice.")


def test_check_all_tells_notices_too(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tiny.config), "check", "--all"]) == 0
    assert "  notice: " in capsys.readouterr().out


def test_check_publish_says_whom_to_ask(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--config", str(tiny.config), "check", "--publish"]
    tiny.change("data/world/facts.yaml", 'year: "2024"', 'year: "2024"\n    terms: ask')
    tiny.change("data/world/facts.yaml", "terms: ask", "terms: ask\n    licence: research only")
    assert main(command) == 1
    assert capsys.readouterr().out.splitlines() == [
        "bureau: Bureau of Facts, Facts, 2024; terms: permission needed; licence: research only",
        "  3 indicators, 13 figures",
        "  Ask Bureau of Facts",
        "One permission to ask for, 13 figures. Without it, write "
        "'leave_out: [ask, unknown]' under 'publish' in config.yaml.",
    ]
    assert main([*command, "--lang", "zh"]) == 1
    assert "请向以下机构申请：事实局" in capsys.readouterr().out


def test_check_publish_is_well_where_nobody_must_be_asked(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--config", str(tiny.config), "check", "--publish"]
    tiny.change("data/world/facts.yaml", 'year: "2024"', 'year: "2024"\n    terms: attribution')
    assert main(command) == 0
    nothing = "Nothing must be asked for: every figure may be shown with its source named."
    assert capsys.readouterr().out.splitlines() == [nothing]
    tiny.change("data/world/facts.yaml", "terms: attribution", "terms: ask")
    tiny.write("config.yaml", tiny.config.read_text() + "publish: {leave_out: [ask]}\n")
    assert main(command) == 0
    left_out = "13 figures are left out by 'publish' in config.yaml."
    assert capsys.readouterr().out.splitlines() == [nothing, left_out]


@pytest.mark.parametrize("command", ["check", "list", "export"])
def test_a_config_that_cannot_be_used_is_two(
    tiny: Tiny, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    tiny.change("config.yaml", "focus: AAA", "focus: AAA\nfocus: BBB")
    assert main(["--config", str(tiny.config), command]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first == "config.yaml cannot be used:"
    assert second.startswith("  config.yaml line 4, focus: ")


def test_a_wrong_entry_of_the_config_does_not_stop_a_command(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.change("config.yaml", "focus:", "fokus:")
    assert main(["--config", str(tiny.config), "export", "gdp"]) == 0
    assert ",AAA," in capsys.readouterr().out
    assert main(["--config", str(tiny.config), "check"]) == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        "config.yaml",
        "  error: config.yaml line 3: this key is not known; found 'fokus'. Did you mean 'focus'?",
    ]


def test_no_config_is_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tmp_path / "config.yaml"), "check"]) == 2
    assert "config.yaml: there is no configuration file of this name" in capsys.readouterr().err


def test_list_names_every_indicator(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tiny.config), "list", "--language", "zh"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "gdp_per_head\tformula\t4\t4\t2023..2023\tyuan per person\t人均地区生产总值",
        "internet_users\tread\t9\t5\t2022..2023\t% of population\t互联网使用者",
        "population\tread\t9\t5\t2022..2023\tpersons\t人口",
        "gdp\tread\t4\t4\t2023..2023\tyuan\t生产总值",
    ]


def test_export_writes_one_header(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["--config", str(tiny.config), "export", "gdp", "population", "--place", "AAA"]) == 0
    )
    lines = capsys.readouterr().out.splitlines()
    assert (
        lines[1] == "gdp,AAA,total,2023,150000000,yuan,reported,bureau,unknown,,,world/facts.csv,14"
    )
    assert len(lines) == 4


def test_export_of_what_is_unknown_is_two(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tiny.config), "export", "gpd", "--place", "AAX"]) == 2
    listing = f"`python -m indicators list --project {tiny.root}`"
    assert capsys.readouterr().err == (
        f"no indicator 'gpd'. Did you mean 'gdp'? {listing} names them all.\n"
        "no place has the code 'AAX'. Codes stand in data/places.csv.\n"
    )
    assert main(["--config", str(tiny.config), "export", "--place", "alpha"]) == 2
    assert capsys.readouterr().err == "no place has the code 'alpha'. 'alpha' is AAA.\n"


def test_export_of_a_former_id_says_the_new_one(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.change("data/world/facts.yaml", "  gdp:\n", "  output:\n    was: gdp\n")
    assert main(["--config", str(tiny.config), "export", "gdp", "output"]) == 0
    written = capsys.readouterr()
    assert written.err.startswith("notice: indicator 'gdp' is called 'output' now")
    lines = written.out.splitlines()
    assert len(lines) == 5 and {line.split(",")[0] for line in lines[1:]} == {"output"}


@pytest.mark.parametrize("command", ["problems", "formats"])
def test_a_page_takes_the_place_of_a_file_only_when_it_is_whole(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    page = tmp_path / "page.md"
    assert main([command, "--write", str(page)]) == 0
    assert page.read_text("utf-8") == (ROOT / "docs" / f"{command}.md").read_text("utf-8")
    assert main(["--lang", "zh", command, "--write", str(tmp_path / "no" / "page.md")]) == 2
    assert "无法写入" in capsys.readouterr().err

    def fail() -> str:
        raise RuntimeError

    module = {"problems": problem_page, "formats": docs_page}[command]
    monkeypatch.setattr(module, "page", fail)
    page.write_text("what was there")
    with pytest.raises(RuntimeError):
        main([command, "--write", str(page)])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("page.md", "what was there")
    ]


def test_no_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Usage: " in capsys.readouterr().err


def test_the_project_is_named_before_or_after_the_command(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--project", str(tiny.root)]) == 0
    first = capsys.readouterr().out
    assert main(["--project", str(tiny.root), "check"]) == 0
    assert capsys.readouterr().out == first
    assert main(["--data", str(tiny.data), "check", "--config", str(tiny.config)]) == 0
    assert capsys.readouterr().out == first


def test_project_and_config_contradict_each_other(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--project", str(tiny.root), "check", "--config", str(tiny.config)]) == 2
    assert "--project and --config" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variables", "arguments", "start"),
    [
        ({"LANG": "zh_CN.UTF-8"}, [], "错误："),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, [], "error: "),
        ({"LANG": "de_DE.UTF-8"}, [], "error: "),
        ({}, ["--lang", "zh"], "错误："),
        ({"LC_MESSAGES": "zh"}, ["--lang", "en"], "error: "),
    ],
)
def test_problems_are_written_in_the_language_that_is_asked_for(
    tiny: Tiny,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    arguments: list[str],
    start: str,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    tiny.add("NET,Alfa,2021,total,1,,,,")
    assert main([*arguments, "--project", str(tiny.root), "check"]) == 1
    assert capsys.readouterr().out.splitlines()[1].startswith(f"  {start}")


def test_a_real_process_writes_utf8_whatever_the_console_says(tiny: Tiny) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "indicators",
            "--config",
            str(tiny.config),
            "list",
            "--language",
            "zh",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "人均地区生产总值" in done.stdout.decode("utf-8")


def test_the_dashboard_is_not_started_without_a_configuration_or_on_another_folder(
    tiny: Tiny, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--project", str(tmp_path / "nowhere")]) == 2
    assert "indicators new DIR --country CODE" in capsys.readouterr().err
    assert main(["run", "--project", str(tiny.root), "--data", str(tmp_path)]) == 2
    assert "leave --data out" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["before", "after"])
def test_further_options_of_run_go_to_streamlit(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    started: list[tuple[list[str], str, Path]] = []

    def run_module(name: str, **_: object) -> None:
        started.append((sys.argv, os.environ["DASHBOARD_CONFIG"], Path.cwd()))

    monkeypatch.setattr("runpy.run_module", run_module)
    monkeypatch.setattr(sys, "argv", ["indicators"])
    monkeypatch.setenv("DASHBOARD_CONFIG", "")
    monkeypatch.chdir(tiny.root.parent)
    options, project = ["--server.port", "8600"], ["--project", tiny.root.name]
    main(["run", *options, *project] if place == "before" else ["run", *project, *options])
    [(arguments, config, folder)] = started
    assert arguments == ["streamlit", "run", str(ROOT / "app.py"), *options]
    assert (config, folder) == (str(tiny.config), tiny.root)


def test_a_command_writes_no_figure_of_a_damaged_snapshot(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its column is too large to be compared when it is opened."""
    export = ["--config", str(tiny.config), "export", "gdp"]
    assert main(export) == 0
    expected = capsys.readouterr().out
    [file] = snapshot.folder().glob(f"*{snapshot.SUFFIX}")
    content, number = file.read_bytes(), np.float64(150_000_000).tobytes()
    file.unlink()
    file.write_bytes(content.replace(number, np.float64(950_000_000).tobytes()))
    monkeypatch.setattr(array_file, "MAX_CHECKED", 0)
    assert "950000000" in tiny.load(keep=True).select("gdp").to_csv()
    assert main(export) == 0
    assert capsys.readouterr().out == expected and "150000000" in expected
