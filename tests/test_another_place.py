"""docs/another-place.md, followed to the letter: a project for Kenya, with three counties."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from indicators import Dataset, load
from indicators.starter.create import create
from tests.readme import ROOT, blocks

PAGE = ROOT / "docs" / "another-place.md"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The project after step 5, with what the page shows put where it says."""
    folder = tmp_path_factory.mktemp("place") / "kenya"
    create(folder, "KEN")
    add_counties(folder)
    return load(folder / "config.yaml", keep=False)


def add_counties(folder: Path) -> None:
    """Step 5: the blocks of the page, each put where the page says."""
    places, figures = blocks(PAGE, "csv")
    _, config, beside = blocks(PAGE, "yaml")
    merge(folder / "config.yaml", config)
    with (folder / "data" / "places.csv").open("a", encoding="utf-8") as file:
        file.write(places)
    (folder / "data" / "knbs").mkdir()
    (folder / "data" / "knbs" / "census.csv").write_text(figures, encoding="utf-8")
    (folder / "data" / "knbs" / "census.yaml").write_text(beside, encoding="utf-8")


def merge(config: Path, more: str) -> None:
    """Put the lines of each section into the section that is there, as a person would."""
    whole = yaml.safe_load(config.read_text(encoding="utf-8"))
    for section, entries in yaml.safe_load(more).items():
        whole[section] |= entries
    config.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_nothing_is_wrong(followed: Dataset) -> None:
    assert [str(problem) for problem in followed.problems if problem.severity != "notice"] == []


def test_the_counties_are_compared_with_one_another(followed: Dataset) -> None:
    ranked = followed.ranked("population_county", followed.catalogue.groups["counties"].places)
    assert list(zip(ranked["place"], ranked["value"], strict=True)) == [
        ("KE-30", 4_397_073),
        ("KE-28", 1_208_333),
        ("KE-17", 1_155_574),
    ]
    assert followed.catalogue.peer_group("KE-30") == followed.catalogue.groups["counties"]
    assert followed.catalogue.level_title("county", "en") == "Counties"


def test_other_peers_are_a_line(followed: Dataset) -> None:
    [shown, *_] = blocks(PAGE, "yaml")
    assert set(yaml.safe_load(shown)["peers"].values()) <= set(followed.catalogue.groups)
