"""`--lang zh`: whatever a command writes is Chinese, but for names, codes and titles in files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from indicators import locale
from indicators.__main__ import main
from indicators.cli.main import indicators as group

if TYPE_CHECKING:
    from tests.conftest import Tiny

API = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2025-01-28",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2022","2023",\n'
    '"Alfa","AAA","Apples","AG.APPLES","1","2",\n"Beta","BBB","Apples","AG.APPLES","3","4",\n'
)
SENTENCE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
"""Three words of Latin letters with blanks between: a sentence that was not translated."""
NAMES = (
    "World Development Indicators",
    "python -m indicators",
    "indicators run",
    "indicators new DIR",
    "No such file or directory",  # the operating system's reason
    "yuan per person",
)


@pytest.fixture
def folder(tiny: Tiny) -> Tiny:
    tiny.write("api.csv", API).write("land.csv", "Land;Wert\nAustria;84,1\nFrance;86,2\n")
    tiny.add("NET,Alfa,2021,total,1,,,,")
    return tiny


COMMANDS = [
    (["check", "--all"], 1),
    (["list"], 0),
    (["export", "gdp"], 0),
    (["export", "gpd", "--place", "alpha"], 2),
    (["export", "xxxxxxxx", "--place", "QQQ"], 2),
    (["read", "api.csv"], 0),
    (["read", "land.csv"], 2),
    (["read", "absent.csv"], 2),
    (["read", "api.csv", "--data", "absent"], 1),
    (["add", "api.csv", "--dry-run"], 0),
    (["add", "api.csv"], 0),
    (["add", "api.csv", "api.csv"], 0),
    (["add", "land.csv"], 2),
    (["add", "absent.csv"], 2),
    (["add", "api.csv", "--to", "x.doc"], 2),
    (["add", "api.csv", "--column", "wrong"], 2),
    (["add", "land.csv", "--column", "place=Ort"], 2),
    (["add", "api.csv", "--better", "up"], 2),
    (["add", "api.csv", "--wrong"], 2),
    (["add"], 2),
    (["undo"], 2),
    (["undo", "x"], 2),
    (["history"], 0),
    (["history", "--check"], 0),
    (["new", "there", "--country", "Atlantis-on-Sea"], 2),
    (["new", ".", "--country", "KEN"], 2),
    (["new", "there", "--country", "VAT"], 0),
    (["run", "--data", "elsewhere"], 2),
    (["run", "--project", "absent"], 2),
    (["lst"], 2),
    (["check", "--project", "a", "--config", "b"], 2),
    (["check", "--config", "absent.yaml"], 2),
    *(([name, "--help"], 0) for name in group.commands),
    (["--help"], 0),
    ([], 2),
]


@pytest.mark.parametrize(("arguments", "status"), COMMANDS, ids=lambda value: str(value))
def test_what_is_written_is_chinese(
    folder: Tiny,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
) -> None:
    monkeypatch.chdir(folder.root)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(arguments) == status
    written = capsys.readouterr()
    text = written.out + written.err
    for name in NAMES:
        text = text.replace(name, "")
    assert not SENTENCE.findall(text)
    if (text and arguments[:1] != ["export"]) or status:
        assert re.search("[一-鿿]", text)


def test_undo_and_a_history_with_it(
    folder: Tiny, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.root)
    assert main(["add", "api.csv"]) == 0
    capsys.readouterr()
    assert main(["undo", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "已撤回变更2：added/api.csv\n"
    assert main(["history", "--lang", "zh"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("\t撤回变更2")


def test_the_option_goes_before_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    for arguments in (["--lang", "en", "add", "--help"], ["add", "--lang", "en", "--help"]):
        assert main(arguments) == 0
        assert "Take files of any publisher" in capsys.readouterr().out


def test_every_command_and_option_has_its_help() -> None:
    """Each key is written: a missing one would be shown as the key itself."""
    words = locale.get_locale("en")
    for name, command in group.commands.items():
        assert f"command.{name}" in words
        options = [each for each in command.params if each.param_type_name == "option"]
        for option in options:
            keys = (f"command.{name}.{option.name}", f"command.option.{option.name}")
            assert any(key in words for key in keys), (name, option.name)
