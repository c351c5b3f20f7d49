"""Shipped figures and names of countries, held against the files that they were taken from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA, SHARED = ROOT / "data", ROOT.parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")
Row = dict[str, str]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def places() -> dict[str, Row]:
    return {row["place"]: row for row in table(DATA / "places.csv")}


def members(places: dict[str, Row], group: str) -> set[str]:
    return {code for code, row in places.items() if group in row["groups"].split(";")}


@needs_shared
def test_income_groups_are_the_world_banks_of_2026(places: dict[str, Row]) -> None:
    for row in table(SHARED / "extra" / "income_groups_world_bank_2026.csv"):
        assert row["place"] in members(places, row["world_bank_group"]), row["place"]


def test_brics_and_asean_are_those_of_2026(places: dict[str, Row]) -> None:
    brics = {"ARE", "BRA", "CHN", "EGY", "ETH", "IDN", "IND", "IRN", "RUS", "ZAF"}
    assert members(places, "brics") == brics
    asean = {"BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM"}
    assert members(places, "asean") == asean


NAMES = {
    "CPV": "Cabo Verde",
    "CZE": "Czechia",
    "IRN": "Iran (Islamic Republic of)",
    "KOR": "Republic of Korea",
    "LAO": "Lao People's Democratic Republic",
    "MKD": "North Macedonia",
    "PRK": "Democratic People's Republic of Korea",
    "RUS": "Russian Federation",
    "SWZ": "Eswatini",
    "SYR": "Syrian Arab Republic",
    "TUR": "Türkiye",
    "TZA": "United Republic of Tanzania",
    "USA": "United States of America",
    "VNM": "Viet Nam",
    "540000": "Xizang",
    "HKG": "Hong Kong, China",
    "MAC": "Macao, China",
    "TWN": "Taiwan, China",
}


def test_countries_have_the_names_that_the_united_nations_write(places: dict[str, Row]) -> None:
    assert {code: places[code]["name_en"] for code in NAMES} == NAMES
    chinese = {code: places[code]["name_zh"] for code in ("HKG", "MAC", "TWN")}
    assert chinese == {"HKG": "中国香港", "MAC": "中国澳门", "TWN": "中国台湾"}
    assert "Tibet" in places["540000"]["aliases"].split(";")


def test_three_places_stand_beside_countries_without_a_rank(places: dict[str, Row]) -> None:
    marked = {code for code, row in places.items() if row["ranked"] == "no"}
    assert marked == {"HKG", "MAC", "TWN"}
