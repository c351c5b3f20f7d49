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


SHIPPED = {
    "extra/wdi_gdp_one_vintage.csv": "worldbank/wdi.csv",
    "extra/wdi_population_one_vintage.csv": "worldbank/wdi.csv",
    "cities/worldbank_gtmi.csv": "worldbank/govtech_index.csv",
    "cities/imf_aipi.csv": "imf/ai_preparedness.csv",
    "cities/odin_2022.csv": "open_data_watch/inventory.csv",
    "cities/oecd_ourdata_2023.csv": "oecd/open_data.csv",
    "cities/oxford_ai_readiness_2023.csv": "oxford_insights/ai_readiness.csv",
    "cities/microsoft_ai_diffusion.csv": "microsoft/ai_diffusion.csv",
}


def cells(path: Path) -> dict[tuple[str, str, str], str]:
    """The text of each total by series, place and period; none stands twice."""
    rows = [row for row in table(path) if row.get("breakdown", "total") == "total"]
    found = {(row["indicator"], row["place"], row["period"]): row["value"] for row in rows}
    assert len(found) == len(rows), path
    return found


@needs_shared
@pytest.mark.parametrize("theirs", SHIPPED)
def test_cells_are_those_that_were_handed_over(theirs: str) -> None:
    """Text by text, and none more: by the csv module alone, which no reader of ours has a part in."""
    handed_over, ours = cells(SHARED / theirs), cells(DATA / SHIPPED[theirs])
    series = {key[0] for key in handed_over}
    assert {key: text for key, text in ours.items() if key[0] in series} == handed_over


@needs_shared
def test_the_modules_of_the_data_barometer_are_as_found() -> None:
    """Of this file the eGovernment Benchmark is left out: its unit is 'index 0-1 or %'."""
    found = cells(SHARED / "extra" / "open_data_egov_security.csv")
    theirs = {cell: value for cell, value in found.items() if cell[0].startswith("GDB.")}
    ours = cells(DATA / "global_data_barometer" / "barometer.csv")
    assert len(ours) == 9 * 108
    assert {cell: float(value) for cell, value in ours.items()} == {
        cell: float(value) for cell, value in theirs.items()
    }


def test_openness_is_the_share_of_points_in_another_file() -> None:
    """Open Data Watch gives 110 points: 50 for social, 35 for economic, 25 for environmental data."""
    points: dict[str, float] = {}
    for row in table(SHARED / "extra" / "open_data_egov_security.csv"):
        if row["indicator"].startswith("ODIN.") and row["indicator"].endswith("_OPENNESS"):
            points[row["place"]] = points.get(row["place"], 0) + float(row["value"])
    ours = cells(DATA / "open_data_watch" / "inventory.csv")
    assert len(points) > 190
    for place, sum_of_points in points.items():
        share = float(ours["ODIN.OPEN", place, "2022"])
        assert share == pytest.approx(100 * sum_of_points / 110, abs=1e-4), place


def test_govtech_maturity_is_the_mean_of_its_parts() -> None:
    ours = cells(DATA / "worldbank" / "govtech_index.csv")
    places = {(place, year) for series, place, year in ours if series == "GTMI"}
    assert len(places) == 593
    parts = ("GTMI.CGSI", "GTMI.PSDI", "GTMI.DCEI", "GTMI.GTEI")
    for place, year in places:
        mean = sum(float(ours[part, place, year]) for part in parts) / 4
        assert float(ours["GTMI", place, year]) == pytest.approx(mean, abs=1e-4), (place, year)


STATUS = {"b": "break", "e": "estimated", "p": "provisional"}
NOTE = {"d": "definition differs", "e": "estimate", "u": "low reliability"}


@needs_shared
def test_eurostats_flags_are_statuses() -> None:
    rows = {
        (row["indicator"], row["place"], row["period"]): row
        for row in table(DATA / "eurostat" / "ict.csv")
        if row["breakdown"] == "total"
    }
    flags = table(SHARED / "extra" / "eurostat_flags.csv")
    assert len(flags) == 597
    for flag in flags:
        row = rows.pop((flag["indicator"], flag["place"], flag["period"]))
        letters = flag["flag"]
        status = next((STATUS[letter] for letter in "bep" if letter in letters), "")
        assert (float(row["value"]), row["status"]) == (float(flag["value"]), status), flag
        is_noted = [letter for letter in letters if letter in NOTE and STATUS.get(letter) != status]
        assert row["note"] == "; ".join(NOTE[letter] for letter in is_noted), flag
    left = {row["status"] for row in rows.values() if row["indicator"] != "EUROSTAT.ICTSPEC"}
    assert left == {""}


def test_a_break_in_the_share_of_women_is_one_in_the_number_of_specialists() -> None:
    rows = table(DATA / "eurostat" / "ict.csv")
    series = ("EUROSTAT.ICTSPEC", "EUROSTAT.ICTSPEC.F")
    number, share = (
        {(row["place"], row["period"]) for row in rows if is_break(row, name)} for name in series
    )
    assert number == share and len(share) == 132


def is_break(row: Row, series: str) -> bool:
    return row["indicator"] == series and row["status"] == "break"


@pytest.mark.parametrize("name", ["undesa/egov.csv", "eurostat/ict.csv"])
def test_no_cell_has_the_dust_of_a_compilers_arithmetic(name: str) -> None:
    texts = [row["value"].replace(".", "").lstrip("0") for row in table(DATA / name)]
    assert max(len(text) for text in texts) <= 15
    if name.startswith("undesa"):
        assert cells(DATA / name)["EGDI", "CHN", "2016"] == "0.60713"
