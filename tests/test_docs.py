"""docs/config.md against the code: every key that is read is explained, and no other is promised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indicators import catalogue
from indicators.catalogue import reading_hints, sections
from indicators.model import STATUSES

ROOT = Path(__file__).resolve().parent.parent
CONFIG = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")


def keys_below(heading: str) -> set[str]:
    """The first cells of the table under a heading."""
    part = re.split(r"^#+ ", CONFIG.split(f"\n{heading}\n", 1)[1], flags=re.MULTILINE)[0]
    return set(re.findall(r"^\| `([a-z_]+)` \|", part, flags=re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("## config.yaml", catalogue.TOP_KEYS),
        ("### groups", sections.GROUP_KEYS),
        ("### maps", catalogue.MAP_KEYS),
        ("### pillars", sections.PILLAR_KEYS),
        ("### intake", catalogue.INTAKE_KEYS),
        ("### publish", catalogue.PUBLISH_KEYS),
        ("### sources", sections.SOURCE_KEYS),
        ("### indicators", sections.INDICATOR_KEYS),
        ("### units", sections.UNIT_KEYS),
        ("### reading", reading_hints.HINT_KEYS),
    ],
)
def test_every_key_is_explained_and_no_other(heading: str, keys: tuple[str, ...]) -> None:
    assert keys_below(heading) == set(keys)


def test_keys_of_breaks_and_targets_are_named() -> None:
    said = CONFIG.split("A break has", 1)[1].split("A formula holds", 1)[0]
    assert set(re.findall(r"`([a-z]+)`", said)) >= {*sections.BREAK_KEYS, *sections.TARGET_KEYS}


def test_columns_that_can_be_answered_for_are_named() -> None:
    said = CONFIG.split("`columns` may name", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`([a-z]+)`", said)) == set(reading_hints.COLUMN_KEYS)


def test_tidy_columns_levels_and_statuses_are_named() -> None:
    from indicators.catalogue.levels import DEFAULT_LEVELS
    from indicators.readers.publishers import tidy

    assert keys_below("## The tidy CSV") == {*tidy.NEEDED, *tidy.OPTIONAL}
    for word in (*STATUSES, *DEFAULT_LEVELS, *sections.GROUP_KINDS):
        assert word in CONFIG, word


def test_readme_names_only_files_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_path_of_a_machine_and_no_registry_is_named() -> None:
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    )
    assert not re.search(r"/(home|root|work)/|index-url|files\.pythonhosted", text)
