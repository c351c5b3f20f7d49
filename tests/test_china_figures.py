"""The figures of China's places, held against what was handed over by a script that only knows csv."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicators import Dataset, load
from indicators.places.prepare import gazetteer

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
CITIES = ROOT.parent / "shared" / "data" / "cities"
EXTRA = ROOT.parent / "shared" / "data" / "extra" / "china_and_others.csv"
handed_over = pytest.mark.skipif(
    not CITIES.is_dir(), reason="../shared/data/cities is not here: the figures as handed over"
)

Row = dict[str, str]
Key = tuple[str, str, str, str]
"""Series, place, period, breakdown."""

FILES = (  # a file handed over, and where its figures are
    ("nbs_main_cities", "nbs/cities"),
    ("city_yearbook_2019_fiscal", "nbs/cities"),
    ("nbs_provinces", "nbs/provinces_science"),
    ("prefectures_gdp_population", "china_cities/yearbooks"),
    ("census_city_2010_2020", "census/census"),
    ("census_yearbook_2020", "census/census"),
    ("communiques_2020_2025", "city_communiques/communiques"),
    ("hunan_patents", "hunan/patents"),
    ("patent_register_changsha", "cnipa/register"),
    ("city_assessments", "assessments/cities_and_provinces"),
    ("policy_designations", "miit/designations"),
)
PRESS = (
    "changsha/changsha",
    "hunan/hunan",
    "hunan/patents",
    "city_communiques/communiques",
    "digital_value_added/china_official",
)
SECTORS = {"1": "sector=primary", "2": "sector=secondary", "3": "sector=tertiary"}
SAME_SERIES = {
    "CN.C.DE": "DE.CITY.BROAD.VA",
    "CN.C.DECORE.SH": "DE.CITY.CORE.SHARE",
    "CN.P.DE": "DE.PROV.VA",
    "CN.P.DE.SH": "DE.PROV.SHARE",
}
RENUMBERED = {
    "469003": "460400",
    "542400": "540600",
    "542600": "540400",
    "652100": "650400",
    "652200": "650500",
}
"""Places that were given another number when they became cities."""
NO_PREFECTURE = ("4190", "4290", "4690", "8100", "8200", "5002", "3414", "3712", "6541")
"""Counties directly below a province, two special regions, Chongqing's counties, two cities that
are no more, and a part of Ili.
"""
PART_YEAR = ("-Q1", "-S1")
STOCKS = {("CN.P.COMPUTE", "2024"), ("CN.P.COMPUTE.AI", "2024"), ("CN.P.COMPUTE.HPC", "2024")}
"""Stocks at the end of a year of which a month is held, too: they stand under December."""
FACTORS = {"trillion yuan": 1e12, "100 million yuan": 1e8}


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def shipped_rows(name: str) -> dict[Key, Row]:
    return {
        (row["indicator"], row["place"], row["period"], row["breakdown"]): row
        for row in rows(DATA / f"{name}.csv")
    }


def key_of(row: Row) -> Key:
    """The key under which a row that was handed over stands here."""
    series, breakdown = row["indicator"], "total"
    if series.startswith("CN.C.VA"):
        breakdown = SECTORS[series[7]]
        series = "CN.C.GDP" + series[8:]
    place = RENUMBERED.get(row["place"], row["place"])
    period = row["period"] + ("-12" if (series, row["period"]) in STOCKS else "")
    return SAME_SERIES.get(series, series), place, period, breakdown


def expected(name: str) -> Iterator[tuple[Key, Row]]:
    for row in rows(CITIES / f"{name}.csv"):
        place = RENUMBERED.get(row["place"], row["place"])
        if not place.startswith(NO_PREFECTURE):
            yield key_of(row), row


@handed_over
@pytest.mark.parametrize(("source", "name"), FILES)
def test_each_cell_is_that_of_its_source(source: str, name: str) -> None:
    """Every figure handed over is here with the same characters, source and note."""
    ours = shipped_rows(name)
    for key, row in expected(source):
        assert (key, ours[key]["value"]) == (key, row["value"])
        assert ours[key]["source"] == row["source"]
        assert bool(ours[key]["note"]) >= bool(row["note"])


@handed_over
def test_each_press_figure_is_that_of_its_source() -> None:
    ours: dict[Key, Row] = {}
    for name in PRESS:
        ours |= shipped_rows(name)
    for key, row in expected("changsha_hunan_press"):
        series, *rest = key
        if row["period"].endswith(PART_YEAR):
            series += ".YTD"
        found = ours[series, *rest]  # type: ignore[index]
        factor = FACTORS.get(found["unit"], 1) / FACTORS.get(row["unit"], 1)
        assert float(found["value"]) * factor == float(row["value"]), key


@handed_over
def test_nothing_else_is_in_these_files() -> None:
    """What no source has is not here, but for two figures of the first delivery."""
    sources: dict[str, set[Key]] = defaultdict(set)
    for source, name in FILES:
        sources[name] |= {key for key, _ in expected(source)}
    press = {key for key, _ in expected("changsha_hunan_press")}
    older = {
        ("CN.C.GDP.PRELIM", "430100", "2017", "total"),
        ("CN.C.GDP.PRELIM", "430100", "2019", "total"),
    }
    for name, keys in sources.items():
        assert set(shipped_rows(name)) - keys - press - older == set(), name


@handed_over
def test_of_the_index_that_must_be_asked_for_only_an_excerpt_is_here() -> None:
    """Four series for 36 large cities, Hunan's prefectures and the provinces."""
    ours = shipped_rows("pku/digital_finance")
    large = {row["place"] for row in rows(CITIES / "nbs_main_cities.csv")}
    assert len(large) == 36
    theirs = {}
    for name in ("pku_dfi_city", "pku_dfi_province"):
        theirs |= dict(expected(name))
    assert {key: row["value"] for key, row in ours.items()} == {
        key: theirs[key]["value"] for key in ours
    }
    assert {series.removeprefix("CN.")[2:] for series, *_ in ours} == {
        "DFI",
        "DFI.BREADTH",
        "DFI.DEPTH",
        "DFI.DIGIT",
    }
    cities = {place for series, place, *_ in ours if series.startswith("CN.C.")}
    assert cities == large | {place for place in cities if place.startswith("43")}
    assert len(cities) == 36 + 13
    assert len({place for series, place, *_ in ours if series.startswith("CN.P.")}) == 31
    assert len(ours) == (49 + 31) * 4 * 13


@pytest.mark.skipif(not EXTRA.is_file(), reason="../shared/data/extra is not here")
def test_the_ministrys_figures_are_those_of_their_source() -> None:
    ours = shipped_rows("miit/national") | shipped_rows("cnnic/internet")
    ours |= shipped_rows("nda/digital_china")
    theirs = [row for row in rows(EXTRA) if row["indicator"].startswith(("CN.N", "CNNIC", "NDA"))]
    assert len(theirs) > 25
    for row in theirs:
        found = ours[row["indicator"], row["place"], row["period"], "total"]
        assert (found["value"], found["status"]) == (row["value"], row["status"])


def test_no_share_of_2025_rests_on_one_weak_source() -> None:
    assert all(
        (series, period) != ("DE.NBS.CORE.SHARE", "2025")
        for series, _, period, _ in shipped_rows("digital_value_added/china_official")
    )


def all_rows() -> Iterator[tuple[str, Row]]:
    for path in sorted(DATA.glob("*/*.csv")):
        if path.parent.name == "maps":  # tiles have no figures
            continue
        for row in rows(path):
            yield path.relative_to(DATA).as_posix(), row


def test_no_key_stands_twice_in_a_file() -> None:
    count = Counter(
        (file, row["indicator"], row["place"], row["period"], row["breakdown"])
        for file, row in all_rows()
    )
    assert [key for key, number in count.items() if number > 1] == []


def test_a_bound_in_a_note_is_the_status() -> None:
    """'More than' is no point."""
    wrong = [
        (file, row["indicator"], row["place"], row["note"])
        for file, row in all_rows()
        if "(lower bound" in row["note"] and row["status"] != "lower_bound"
    ]
    assert wrong == []


def test_every_note_has_its_chinese() -> None:
    chinese = {row["note_en"]: row["note_zh"] for row in rows(DATA / "notes.csv")}
    files = {f"{name}.csv" for _, name in FILES} | {f"{name}.csv" for name in PRESS}
    notes = {row["note"] for file, row in all_rows() if file in files} - {""}
    assert sorted(note for note in notes if not chinese.get(note)) == []


def test_the_vendors_compilation_is_marked_throughout() -> None:
    assert {row["status"] for row in rows(DATA / "china_cities" / "yearbooks.csv")} == {"compiled"}


def test_no_part_of_a_year_stands_beside_a_year() -> None:
    lengths = defaultdict(set)
    for name in ("changsha/changsha", "hunan/hunan", "nbs/provinces_science"):
        for series, _, period, _ in shipped_rows(name):
            lengths[series].add(period.endswith(PART_YEAR))
    assert {series for series, kinds in lengths.items() if len(kinds) > 1} == set()


@pytest.mark.parametrize(
    ("name", "series", "tolerance", "exceptions"),
    [
        ("china_cities/yearbooks", "CN.C.GDP", 0.01, 200),
        ("city_communiques/communiques", "CN.C.GDP.PRELIM", 1e-5, 0),
    ],
)
def test_the_sectors_add_up(name: str, series: str, tolerance: float, exceptions: int) -> None:
    """All 7,900 compiled ones within 1 %, but for those that the source has so."""
    ours = shipped_rows(name)
    sums: dict[tuple[str, str], float] = defaultdict(float)
    parts: Counter[tuple[str, str]] = Counter()
    for (code, place, period, breakdown), row in ours.items():
        if code == series and breakdown != "total":
            sums[place, period] += float(row["value"])
            parts[place, period] += 1
    apart = []
    for (place, period), number in parts.items():
        total = ours.get((series, place, period, "total"))
        if number == 3 and total:
            whole = float(total["value"])
            if abs(sums[place, period] - whole) > tolerance * whole:
                apart.append((place, period))
    assert len(apart) <= exceptions


def test_hunans_prefectures_add_up_to_the_province() -> None:
    """Within ten patents, in the source as here."""
    ours = shipped_rows("hunan/patents")
    for period in ("2020-11", "2021-02", "2025-07"):
        parts = [
            float(row["value"])
            for (series, _, when, _), row in ours.items()
            if (series, when) == ("CN.C.INVFORCE", period)
        ]
        assert len(parts) == 14
        whole = float(ours["CN.P.INVFORCE", "430000", period, "total"]["value"])
        assert 0 <= whole - sum(parts) < 10


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(ROOT / "config.yaml", DATA, keep=False)


def test_changsha_has_figures_of_its_own(shipped: Dataset) -> None:
    """440 of 85 indicators; there were 47 of some thirty."""
    entries = shipped.catalogue.indicators.values()
    held = {
        entry.id: len(shipped.select(entry.id, ["430100"], breakdown=None))
        for entry in entries
        if entry.kind == "read"
    }
    assert sum(held.values()) == 440
    assert sum(number > 0 for number in held.values()) == 85


def test_three_series_of_gdp_are_never_one(shipped: Dataset) -> None:
    """Of 2022: the NBS's, as compiled, and as the city first published it."""
    values = {
        name: shipped.latest(name, "430100", period="2022")
        for name in ("gdp_nbs_city", "gdp_city", "gdp_preliminary_city")
    }
    assert {name: one.value for name, one in values.items() if one} == {
        "gdp_nbs_city": 1_396_611_000_000,
        "gdp_city": 1_396_600_000_000,
        "gdp_preliminary_city": 1_396_611_000_000,
    }
    assert values["gdp_city"].status == "compiled"  # type: ignore[union-attr]
    headline = shipped.catalogue.pillars["digital_economy"].headline
    assert headline[0] == "gdp_nbs_city"
    assert "gdp_city" not in headline


def test_a_bound_of_september_is_not_divided_by_a_year(shipped: Dataset) -> None:
    """450 billion yuan 'passed' over the GDP of 2023 is no share of the digital economy."""
    assert "digital_broad_share_city_computed" not in shipped.catalogue.indicators
    assert shipped.catalogue.indicators["digital_broad_va_city"].former_ids == (
        "digital_economy_size_city",
    )


@pytest.mark.parametrize(
    ("indicator", "place", "breaks"),
    [
        ("gdp_nbs_city", "430100", {"2008", "2018", "2019", "2024"}),
        ("gdp_nbs_city", "210100", {"2016", "2018", "2019", "2024"}),
        ("gdp_nbs_city", "150100", {"2017", "2018", "2019", "2024"}),
        ("gdp_nbs_city", "340100", {"2011", "2018", "2019", "2024"}),
        ("gdp_city", "430100", {"2008", "2018", "2019", "2023"}),
        ("population_city", "430100", {"2010"}),
        ("gdp_per_resident_nbs_city", "430100", {"2008", "2010", "2018", "2019", "2024"}),
        ("telecom_volume_province", "430000", {"2016", "2021", "2022", "2023"}),
        ("express_parcels_province", "430000", {"2007"}),
        ("digital_core_share_nbs", "CHN", {"2023"}),
        ("inventions_rate_city", "430100", {"2025-07"}),
        ("mobile_subscribers_national", "CHN", {"2024"}),
        ("de100_rank_city", "430100", {"2025"}),
        ("software_revenue_city", "430100", {"2020"}),
        ("gdp_per_head_published_city", "430100", {"2020"}),
    ],
)
def test_breaks_are_declared(
    shipped: Dataset, indicator: str, place: str, breaks: set[str]
) -> None:
    declared = shipped.catalogue.indicators[indicator].breaks
    assert {one.period for one in declared if one.place in ("", place)} == breaks


RANKS = ("_rank_city", "_rank_province", "imd_smart_city_rank")


def test_ranks_of_others_are_ranks_of_others(shipped: Dataset) -> None:
    entries = [
        entry
        for entry in shipped.catalogue.indicators.values()
        if entry.file.startswith("assessments/") and entry.id.endswith(RANKS)
    ]
    assert len(entries) >= 11
    for entry in entries:
        assert (entry.unit.kind, entry.better) == ("rank", "lower"), entry.id
        assert not entry.total and not entry.weight, entry.id


def test_every_prefecture_is_a_place(shipped: Dataset) -> None:
    places = shipped.catalogue.places.values()
    cities = [place for place in places if place.level == "city"]
    assert len(cities) == 333
    assert all(place.parent == f"{place.code[:2]}0000" for place in cities)
    english = Counter(place.name.get("en") for place in places)
    assert [name for name, number in english.items() if number > 1] == []
    groups = shipped.catalogue.groups
    assert len(groups["provincial_capitals"].places) == 27
    assert "540100" in groups["provincial_capitals"].places
    assert len(groups["hunan_cities"].places) == 14


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("Jilin", "220000"),
        ("Jilin City", "220200"),
        ("海南", "460000"),
        ("海南州", "632500"),
        ("Hainan", "460000"),
        ("Hainan Prefecture", "632500"),
        ("铜仁", "520600"),
        ("铜仁地区", "520600"),
        ("苏州", "320500"),
        ("宿州", "341300"),
        ("Suzhou, Anhui", "341300"),
        ("抚州", "361000"),
        ("Fuzhou", "350100"),
        ("台州", "331000"),
        ("Taizhou, Jiangsu", "321200"),
        ("Taizhou", ""),
        ("榆林", "610800"),
        ("Yulin", ""),
        ("Xiangxi", "433100"),
        ("湘西州", "433100"),
        ("巴州", "652800"),
        ("博州", "652700"),
        ("云南省昭通市", "530600"),
        ("拉萨", "540100"),
        ("长沙县", "430121"),
        ("Mali", "MLI"),
        ("Niger", "NER"),
    ],
)
def test_names_that_look_alike_mean_their_places(shipped: Dataset, name: str, code: str) -> None:
    """Two cities of one name mean neither, unless the province stands beside it."""
    assert gazetteer(shipped.catalogue.places).find(name).code == code
