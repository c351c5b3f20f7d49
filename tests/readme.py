"""What README.md and docs/*.md show: their commands, blocks and names on the screen; and a copy of
the house to try them in.
"""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    ROOT / "README.md",
    *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "problems.md"),
)
"""The pages that people wrote; problems.md is made of sentences that name commands with values."""
NOT_COPIED = {
    ".git",
    ".venv",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "__pycache__",
    "tests",
    "benchmarks",
}
_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`]{1,200})`")
_COMMAND = re.compile(
    r"(\w+=\S+ )?(\./(run|test)\b|\.venv/bin/|python -m |pip |indicators [a-z]+ )|(add|undo)( |$)|history$"
)
"""How a command begins, where it stands in a sentence."""

WORLD_BANK = """"Data Source","World Development Indicators",

"Last Updated Date","2025-01-28",

"Country Name","Country Code","Indicator Name","Indicator Code","2020","2021","2022","2023",
"Korea, Rep.","KOR","Individuals using the Internet (% of population)","IT.NET.USER.ZS","96.5051","97.5713","97.1686","97.5",
"India","IND","Individuals using the Internet (% of population)","IT.NET.USER.ZS","43.4054","50.1","55.9","",
"World","WLD","Individuals using the Internet (% of population)","IT.NET.USER.ZS","","","63.2","",
"""
"""The World Bank's layout. Against data/worldbank/wdi.csv: India's 2021 is new, Korea's 2023 was
97.416, five are the same.

The world has no figure there, but averages that are computed: one in 2022, and 21 in other years.
"""
NAMES = ("API_IT.NET.USER.ZS_DS2_en_csv_v2.csv", "API_IT.NET.USER.ZS.csv")
"""What the README calls such a file."""
LAND = "Land;Wert\nAustria;84,1\nFrance;86,2\n"
"""A table that says neither when nor, in English, which column is what."""


@dataclass(frozen=True)
class Command:
    """A command and where it is shown."""

    text: str
    page: str


def blocks(page: Path, kind: str) -> list[str]:
    """The fenced blocks of a kind, without their indentation."""
    found = [
        (indent, text)
        for indent, name, text in _BLOCK.findall(page.read_text(encoding="utf-8"))
        if name == kind
    ]
    return [
        "".join(f"{line.removeprefix(indent)}\n" for line in text.splitlines())
        for indent, text in found
    ]


def commands() -> list[Command]:
    """Every command that is shown, once, in the order of the pages: those in sentences first, then
    those in blocks.
    """
    found: dict[str, Command] = {}
    for page in PAGES:
        sentences = _BLOCK.sub("", page.read_text(encoding="utf-8"))
        shown = [
            " ".join(text.split()) for text in _INLINE.findall(sentences) if _COMMAND.match(text)
        ]
        for text in blocks(page, "sh"):
            shown += [re.split(r"\s+#", line)[0].strip() for line in text.splitlines()]
        for text in filter(None, shown):
            found.setdefault(text, Command(text, page.name))
    return list(found.values())


def screen_names() -> set[str]:
    """The names in italics in the README and config.md: what is to be found on the screen."""
    found: set[str] = set()
    for page in (ROOT / "README.md", ROOT / "docs" / "config.md"):
        text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
        for name in re.findall(r"(?<![*\w])\*(?!\*)([^*\n]+)\*(?![*\w])", text):
            found |= set(name.split(" > "))
    return found


def copy(folder: Path) -> Path:
    """A copy of the house with the files that the README names, to run commands in. Its .venv is
    the Python that runs this.

    ./test finds three tests of its own there, and a ruff and a mypy that only say that they were
    called.
    """
    for source in ROOT.iterdir():
        if source.name in NOT_COPIED:
            continue
        if source.is_dir():
            shutil.copytree(
                source,
                folder / source.name,
                ignore=shutil.ignore_patterns(".history", "secrets.toml"),
            )
        else:
            shutil.copy2(source, folder / source.name)
    for name in NAMES:
        (folder / name).write_text(WORLD_BANK, encoding="utf-8")
    _scripts(folder)
    return folder


def _scripts(folder: Path) -> None:
    """What ./run and ./test call: this Python under .venv/bin, and commands of the system that
    would be looked for.
    """
    calls = {
        ".venv/bin/python": f'exec "{sys.executable}" "$@"',
        ".venv/bin/streamlit": f'exec "{sys.executable}" -m streamlit "$@"',
        ".venv/bin/ruff": "echo ruff $@ >> called",
        ".venv/bin/mypy": "echo mypy $@ >> called",
        ".venv/bin/pip": f'exec "{sys.executable}" -m pip "$@" --dry-run --no-index --disable-pip-version-check',
        "bin/chromium": "true",
        "bin/fc-list": "echo a font",
        "bin/indicators": f'exec "{sys.executable}" -m indicators "$@"',
        "bin/python": f'exec "{sys.executable}" "$@"',
    }
    for name, line in calls.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)
    for name in ("tests/test_readers.py", "tests/test_other.py", "tests/indicators/test_some.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"def test_readers() -> None:\n    open('called', 'a').write('{path.stem}\\n')\n"
            if "readers" in name
            else f"def test_of_something() -> None:\n    open('called', 'a').write('{path.stem}\\n')\n"
        )
    shutil.copy(ROOT / "tests" / "requirements.txt", folder / "tests" / "requirements.txt")
