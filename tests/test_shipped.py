"""The dashboard as shipped: it loads clean, and its figures are those of the sources, checked by a
person.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators import Dataset, load
from indicators.__main__ import main
from indicators.analysis.standing import standing
from indicators.model import Terms, Text
from indicators.readers.delimited.fast import read_bulk
from indicators.statistics.evidence import rank_basis

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(ROOT / "config.yaml", ROOT / "data", keep=False)


def test_it_loads_without_a_word(shipped: Dataset) -> None:
    assert [str(problem) for problem in shipped.problems if problem.severity != "notice"] == []


def tables() -> list[Path]:
    """The files with figures; those of maps have none."""
    files = (ROOT / "data").glob("*/*.csv")
    return [path for path in files if path.parent.name != "maps"]


def test_the_readme_says_how_many_figures_there_are(shipped: Dataset) -> None:
    """Those of files, to the thousand; computed ones and averages are not counted."""
    [count] = re.findall(r"([\d,]+) real figures", (ROOT / "README.md").read_text("utf-8"))
    read = int((shipped.observations.rows.file >= 0).sum())
    assert int(count.replace(",", "")) == round(read, -3)


def test_every_row_is_kept_or_missing(shipped: Dataset) -> None:
    read = {file.name: file for file in shipped.files}
    names = {path.relative_to(ROOT / "data").as_posix() for path in tables()}
    assert set(read) == names
    for name, file in read.items():
        with (ROOT / "data" / name).open(encoding="utf-8", newline="") as lines:
            assert sum(1 for _ in csv.reader(lines)) - 1 == file.figures + file.missing, name
    assert sum(file.figures for file in read.values()) >= 218_000


KNOWN = [  # indicator, place, period, breakdown, value in base units, file, line of the source row
    (
        "gdp_city",
        "430100",
        "2023",
        "total",
        1_433_198_000_000,
        "china_cities/yearbooks.csv",
        "CN.C.GDP",
        "14331.98",
    ),
    (
        "gdp_city",
        "430100",
        "2022",
        "total",
        1_396_600_000_000,
        "china_cities/yearbooks.csv",
        "CN.C.GDP",
        "13966",
    ),
    (
        "population_city",
        "430100",
        "2023",
        "total",
        10_513_100,
        "china_cities/yearbooks.csv",
        "CN.C.POP",
        "1051.31",
    ),
    (
        "software_revenue_province",
        "430000",
        "2023",
        "total",
        118_179_000_000,
        "nbs/provinces.csv",
        "CN.P.SOFTREV",
        "1181.79",
    ),
    ("internet_users", "CHN", "2023", "total", 90.6, "worldbank/wdi.csv", "IT.NET.USER.ZS", "90.6"),
    (
        "internet_users",
        "CHN",
        "2022",
        "total",
        75.6113,
        "worldbank/wdi.csv",
        "IT.NET.USER.ZS",
        "75.6113",
    ),
    ("egdi", "CHN", "2024", "total", 0.87184, "undesa/egov.csv", "EGDI", "0.87184"),
    ("egdi_rank", "CHN", "2024", "total", 35, "undesa/egov.csv", "EGDI.RANK", "35.0"),
    (
        "gdp_district",
        "430111",
        "2023",
        "total",
        250_170_000_000,
        "changsha/changsha.csv",
        "CN.D.GDP",
        "2501.7",
    ),
    (
        "digital_core_share_nbs",
        "CHN",
        "2023",
        "total",
        9.9,
        "digital_value_added/china_official.csv",
        "DE.NBS.CORE.SHARE",
        "9.9",
    ),
]


@pytest.mark.parametrize(
    ("name", "place", "period", "breakdown", "value", "file", "code", "text"), KNOWN
)
def test_known_values(
    shipped: Dataset,
    name: str,
    place: str,
    period: str,
    breakdown: str,
    value: float,
    file: str,
    code: str,
    text: str,
) -> None:
    (one,) = [one for one in shipped.series(name, place, breakdown) if one.period == period]
    assert one.value == value
    assert one.file == file
    with (ROOT / "data" / file).open(encoding="utf-8", newline="") as lines:
        row = next(row for at, row in enumerate(csv.DictReader(lines), 2) if at == one.line)
    assert (row["indicator"], row["place"], row["period"], row["value"]) == (
        code,
        place,
        period,
        text,
    )


def test_chinas_internet_users_break_in_2023(shipped: Dataset) -> None:
    one = shipped.latest("internet_users", "CHN", period="2023")
    assert one is not None
    assert one.status == "break"
    breaks = shipped.catalogue.indicators["internet_users"].breaks
    assert ("CHN", "2023") in {(one.place, one.period) for one in breaks}


def test_nothing_is_compared_across_a_break_that_eurostat_flags(shipped: Dataset) -> None:
    found = []
    for name in ("ict_sector_share", "ict_sector_employment_share", "ict_specialists_women"):
        for place in shipped.catalogue.places:
            entry = standing(shipped, name, place) if shipped.has(name, place) else None
            if entry and entry.latest.status == "break" and entry.previous:
                found.append(place)
                assert entry.series_break is not None, (name, place)
                assert (entry.difference, entry.rank_change) == (None, None), (name, place)
    assert len(found) >= 3, found


def test_the_nine_districts_of_changsha_add_up_to_the_city(shipped: Dataset) -> None:
    districts = shipped.select("gdp_district", periods=["2023"])
    nine = districts[districts["place"].str.startswith("4301") & (districts["place"] != "430100")]
    assert len(nine) == 9
    # 1381.58 + 1362.88 + 1646.05 + 1234.08 + 2501.7 + 1070.61 + 2129.52 + 1735.69 + 1269.88 =
    # 14331.99
    assert nine["value"].sum() == pytest.approx(1_433_199_000_000, abs=1)


def test_years_of_schooling_do_not_grow_with_the_place(shipped: Dataset) -> None:
    """A mean is no size: more of it is better, however many live there."""
    assert rank_basis(shipped.catalogue.indicators["census_schooling_years"]) == "merit"
    assert rank_basis(shipped.catalogue.indicators["software_employment_province"]) == "size"


def test_gdp_per_resident_of_changsha(shipped: Dataset) -> None:
    one = shipped.latest("gdp_per_resident_city", "430100", period="2023")
    assert one is not None
    assert one.value == pytest.approx(
        14331.98 / 1051.31 * 1e4
    )  # 100 million yuan over 10,000 persons: 136,325 yuan


def test_the_worlds_internet_users_are_weighed_by_population(shipped: Dataset) -> None:
    world = shipped.latest("internet_users", "WLD", period="2022")
    assert world is not None
    users = shipped.select("internet_users", periods=["2022"]).set_index("place")["value"]
    people = shipped.select("population", periods=["2022"]).set_index("place")["value"]
    members = [
        code
        for code in shipped.catalogue.groups["WLD"].places
        if code in users.index and code in people.index
    ]
    assert len(members) > 180
    expected = sum(users[code] * people[code] for code in members) / sum(
        people[code] for code in members
    )
    assert world.value == pytest.approx(
        expected, rel=0.005
    )  # carried weights of a few small places may differ


def test_people_are_counted_in_persons(shipped: Dataset) -> None:
    for name in ("population_city", "population"):
        assert shipped.catalogue.indicators[name].unit.id == "persons"
    assert 9e6 < shipped.latest("population_city", "430100").value < 12e6  # type: ignore[union-attr]
    assert 1.3e9 < shipped.latest("population", "CHN").value < 1.5e9  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("computed", "published"),
    [
        ("digital_core_share_nbs_computed", "digital_core_share_nbs"),
        ("digital_share_bea_computed", "digital_share_bea"),
        ("digital_core_share_city_computed", "digital_core_share_city"),
    ],
)
def test_computed_shares_agree_with_the_published(
    shipped: Dataset, computed: str, published: str
) -> None:
    both = shipped.select(computed).merge(
        shipped.select(published), on=["place", "period", "breakdown"]
    )
    assert len(both) > 0
    assert (both["value_x"] - both["value_y"]).abs().max() < 0.5


def test_python_indicators_have_figures(shipped: Dataset) -> None:
    python = [entry.id for entry in shipped.catalogue.indicators.values() if entry.kind == "python"]
    assert len(python) >= 20
    assert [name for name in python if name not in shipped.observations.spans] == []


@pytest.mark.parametrize("place", ["430100", "430000", "CHN"])
def test_every_pillar_has_headline_figures(shipped: Dataset, place: str) -> None:
    from indicators.analysis.standing import standings

    for pillar in shipped.catalogue.pillars:
        assert standings(shipped, place, pillar), pillar


def test_verdicts_rest_on_recent_comparable_figures(shipped: Dataset) -> None:
    """As read on 27 November 2026: 2018, 2020 and 2021 are too old; 2025 is over, and of it only
    the 5G stations are held (34.4 for 26).
    """
    from indicators.analysis.standing import standing, verdict

    states = {}
    for entry in shipped.catalogue.indicators.values():
        found = standing(shipped, entry.id, "CHN")
        if found and found.targets:
            progress = verdict(shipped, found, date(2026, 11, 27))
            assert progress is not None and progress.target is not None
            states[entry.id] = (found.latest.period, progress.target.period, progress.state)
    assert states == {
        "internet_users": ("2024", "2030", "on_track"),
        "coverage_4g": ("2018", "2030", "too_old"),
        "electricity_access": ("2020", "2030", "too_old"),
        "business_internet_use": ("2021", "2030", "too_old"),
        "digital_core_share_nbs": ("2023", "2025", "due"),
        "gigabit_subscribers_national": ("2022", "2025", "due"),
        "base_stations_5g_rate_national": ("2025", "2025", "reached"),
        "gigabit_cities_national": ("2022", "2023", "due"),
    }


TARGETS_HELD = {  # the row's place, target period and value, in base units -> the indicator
    ("CHN", "2025", 10): "digital_core_share_nbs",
    ("420000", "2025", 12): "digital_core_share_nbs",
    ("CHN", "2025", 26): "base_stations_5g_rate_national",
    ("430000", "2025", 2_500_000_000_000): "digital_broad_va_province",
    ("430000", "2025", 300_000_000_000): "software_operating_revenue_province",
}
NO_SERIES_HELD = {"Government services that can be handled online"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here: targets with sources")
def test_targets_of_documents_are_held_with_the_address_they_were_read_at(
    shipped: Dataset,
) -> None:
    """A projection of a researcher is no target; a target without a series is left out."""
    with (SHARED / "targets.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    targets = [row for row in rows if row["operator"] == ">=" and row["what"] not in NO_SERIES_HELD]
    assert len(targets) == len(TARGETS_HELD)
    for row in targets:
        scale = 100_000_000 if row["unit"] == "100 million yuan" else 1
        value = float(row["target_value"]) * scale
        indicator = TARGETS_HELD[row["place"], row["target_period"], value]
        [target] = [
            target
            for target in shipped.catalogue.indicators[indicator].targets
            if target.place == row["place"]
        ]
        assert (target.period, target.value, target.url) == (
            row["target_period"],
            value,
            row["read_in"],
        )
        if row["base_value"]:
            base = row["base_period"], float(row["base_value"])
            assert (target.base_period, target.base_value) == base
    projections = [float(row["target_value"]) for row in rows if row["operator"] == "projection"]
    held = shipped.catalogue.indicators["digital_core_share_nbs"].targets
    assert not {target.value for target in held} & set(projections)


def test_the_shipped_maps_draw_no_border(shipped: Dataset) -> None:
    kinds = {level: each.kind for level, each in shipped.catalogue.maps.items()}
    assert kinds == {"country": "points", "province": "tiles", "city": "tiles"}
    areas = [path.name for path in (ROOT / "data").rglob("*.geojson")]
    assert areas == ["land.geojson"]
    land = json.loads((ROOT / "data" / "maps" / areas[0]).read_text("utf-8"))
    assert [feature["id"] for feature in land["features"]] == ["land"]


def test_no_outline_is_under_version_control() -> None:
    """What the server offers to browsers is made from data/, and is nobody's to commit."""
    git = ["git", "ls-files", "static", "data", "dashboard", "tests"]
    done = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("there is no git here, or this is no working copy of it")
    names = done.stdout.splitlines()
    assert [name for name in names if name.endswith(".geojson")] == ["data/maps/land.geojson"]
    assert [name for name in names if name.startswith("static/")] == [
        "static/icon.png",
        "static/topojson/world_110m.json",
        "static/topojson/world_50m.json",
    ]


def test_china_has_34_tiles_of_which_three_have_no_row_in_places(shipped: Dataset) -> None:
    tiles = shipped.catalogue.maps["province"].tiles
    assert len(tiles) == 34 == len({(tile.column, tile.row) for tile in tiles})
    others = {
        tile.place: (tile.name.get("en"), tile.label.get("zh"))
        for tile in tiles
        if tile.place not in shipped.catalogue.places
    }
    assert others == {
        "710000": ("Taiwan", "台湾"),
        "810000": ("Hong Kong", "香港"),
        "820000": ("Macao", "澳门"),
    }
    named = {tile.place for tile in tiles} - others.keys()
    assert named == set(shipped.catalogue.groups["china_provinces"].places)


def test_all_cities_of_hunan_have_a_tile(shipped: Dataset) -> None:
    tiles = {tile.place for tile in shipped.catalogue.maps["city"].tiles}
    assert tiles == set(shipped.catalogue.groups["hunan_cities"].places)


def test_small_states_are_on_the_map_of_the_world(shipped: Dataset) -> None:
    for code in ("TUV", "MLT", "SGP", "SMR", "NRU", "LIE", "FJI", "KIR"):
        assert shipped.catalogue.places[code].lat is not None, code


WORDS_OF_PUBLICATION = (
    "is published for",
    "publishes no",
    "published figure",
    "没有公布",
    "暂无公布",
    "未公布",
)


def test_nothing_says_that_a_figure_is_not_published() -> None:
    """What is not held here may well be published: a page can only say what this dashboard holds."""
    texts = [
        ROOT / "config.yaml",
        ROOT / "README.md",
        *(ROOT / "indicators" / "locale").glob("*.json"),
    ]
    assert len(texts) == 4
    uses = [
        (path.name, phrase)
        for path in texts
        for phrase in WORDS_OF_PUBLICATION
        if phrase in path.read_text("utf-8")
    ]
    assert uses == []


def texts(shipped: Dataset) -> list[tuple[str, Text]]:
    catalogue = shipped.catalogue
    found = [("config title", catalogue.title), ("config description", catalogue.description)]
    for pillar in catalogue.pillars.values():
        found += [(pillar.id, pillar.title), (pillar.id, pillar.description)]
    found += [(group.id, group.title) for group in catalogue.groups.values()]
    found += [(each.file, each.note) for each in catalogue.maps.values()]
    for unit in catalogue.units.values():
        found += [(unit.id, unit.pattern), (unit.id, unit.label)]
    found += [(place.code, place.name) for place in catalogue.places.values()]
    for source in catalogue.sources.values():
        found += [
            (source.id, source.publisher),
            (source.id, source.title),
            (source.id, source.via),
            (source.id, source.note),
        ]
        if source.licence.get("en") != "CC BY 4.0":  # a name in every language
            found.append((source.id, source.licence))
    for entry in catalogue.indicators.values():
        found += [
            (entry.id, text) for text in (entry.title, entry.short, entry.definition, *entry.notes)
        ]
        found += [(entry.id, series_break.note) for series_break in entry.breaks]
        found += [(entry.id, target.source) for target in entry.targets]
        found += [(entry.id, target.document) for target in entry.targets]
    return found


def test_every_text_is_in_english_and_chinese(shipped: Dataset) -> None:
    assert [
        (name, dict(text.words))
        for name, text in texts(shipped)
        if text and set(text.words) != {"en", "zh"}
    ] == []


def test_how_figures_were_obtained_is_not_in_chinese_on_english_pages(shipped: Dataset) -> None:
    sources = shipped.catalogue.sources.values()
    words = {source.id: source.via.get("en") for source in sources}
    # The path of a file in a repository keeps the characters of its name.
    words = {name: text for name, text in words.items() if not text.startswith("github ")}
    assert {name: text for name, text in words.items() if re.search("[\u4e00-\u9fff]", text)} == {}


def test_every_source_states_its_terms_and_open_ones_have_an_open_licence(shipped: Dataset) -> None:
    sources = shipped.catalogue.sources.values()
    assert [source.id for source in sources if source.terms is Terms.UNKNOWN] == []
    licences = {
        source.id: source.licence.get("en") for source in sources if source.terms is Terms.OPEN
    }
    doubtful = [source for source in sources if "check" in source.licence.get("en")]
    assert {source.terms for source in doubtful} <= {Terms.ASK}
    known = ("CC BY 4.0", "MIT", "US public domain", "Open Licence", "Open Government Licence")
    assert [name for name, text in licences.items() if not any(map(text.count, known))] == []


def test_every_indicator_has_a_title_a_definition_and_a_source(shipped: Dataset) -> None:
    for entry in shipped.catalogue.indicators.values():
        assert entry.title, entry.id
        assert entry.definition, entry.id
        assert entry.pillar in shipped.catalogue.pillars, entry.id
        assert entry.source in shipped.catalogue.sources or entry.kind != "read", entry.id


def test_the_long_files_are_read_in_one_go() -> None:
    content = (ROOT / "data/worldbank/wdi.csv").read_bytes()
    start = content.index(b"\n") + 1
    width = content[:start].count(b",") + 1
    assert read_bulk(content, start, len(content), width, ",", 1) is not None


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared/data is not here: the figures as they were handed over"
)
@pytest.mark.parametrize("name", ["world.csv", "china.csv", "digital_value_added.csv"])
def test_no_figure_handed_over_was_lost_or_changed(name: str) -> None:
    """By place, year and number: codes and forms of periods were changed on purpose (2021H1 is
    2021-S1 here). Series that a newer file replaces are held against that one, in
    test_shipped_world.py.

    The compilation of all cities gives two digits, 86.9 and 2144.96, where the sheet of 52 cities
    that was handed over first has 86.9000015258789 and 2144.9584.
    """
    ours: Counter[Figure] = Counter()
    for path in tables():
        ours += figures(path)
    lost = figures(SHARED / name) - ours
    missing = {
        (place, year, value)
        for place, year, value in lost
        if not any(ours[place, year, round(value + half, 2)] for half in (-0.001, 0.001))
    }
    assert missing <= WITHDRAWN


Figure = tuple[str, str, float]
WITHDRAWN = {("CHN", "2022", 15.7)}
"""Stations per 10,000 people are 16.4: 15.7 is an average of another assessment."""
PLACEHOLDER = re.compile(r"published as ([0-9.]+), a placeholder")
REPLACED = ("NY.GDP.MKTP.CD", "SP.POP.TOTL")
"""GDP and population, which joined two vintages when they were handed over."""


def figures(path: Path) -> Counter[Figure]:
    """Every figure of a file as published: the UN's zeros that stand for 'no index' are missing
    here, with the published figure in the note (docs/design.md).
    """
    found: Counter[Figure] = Counter()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row.get("indicator") in REPLACED:
                continue
            placeholder = PLACEHOLDER.match(row.get("note") or "")
            text = row["value"] or (placeholder[1] if placeholder else "nan")
            # A compiler's 0.6071300000000001 is the UN's 0.60713: 15 digits hold every figure.
            found[row["place"], row["period"][:4], float(f"{float(text):.15g}")] += 1
    return found


def test_pandas_reads_every_exported_figure_as_the_same_number(
    shipped: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["--config", str(ROOT / "config.yaml"), "export"]) == 0
    words = {"keep_default_na": False, "na_values": {"coverage": [""], "line": [""]}}
    read = pd.read_csv(io.StringIO(capsys.readouterr().out), low_memory=False, **words)
    held = shipped.observations
    assert read["value"].dtype == np.float64
    assert len(read) == len(shipped)
    assert int((read["file"] != "").sum()) == sum(file.figures for file in shipped.files) >= 218_000
    assert int((read["value"] < 0).sum()) == int((held.rows.value < 0).sum()) > 10_000
    key = ["indicator", "place", "breakdown", "period"]
    expected = pd.concat(
        [
            shipped.select(name, breakdown=None)[[*key, "value"]]
            for name in shipped.catalogue.indicators
        ]
    )
    both = read[[*key, "value"]].merge(
        expected.astype(dict.fromkeys(key, str)), on=key, validate="one_to_one"
    )
    assert len(both) == len(read)
    assert np.array_equal(both["value_x"].to_numpy(), both["value_y"].to_numpy())


def test_the_unions_target_is_judged_by_the_unions_figures_alone(shipped: Dataset) -> None:
    entry = shipped.catalogue.indicators["ict_specialists"]
    (target,) = entry.targets_for("EU27")
    assert (target.value, target.period) == (20_000_000, "2030")
    assert target.url == "https://eur-lex.europa.eu/eli/dec/2022/2481/oj"
    assert entry.targets_for("EST") == entry.targets_for("WLD") == ()


def test_no_shipped_target_contradicts_its_figures(shipped: Dataset) -> None:
    """China's base is before a break, and of Hubei no figure is held: docs/targets.md says so.

    China's series has one figure since the break; Hunan's two plans have a series of one figure.
    """
    of_targets = [problem for problem in shipped.problems if ".target" in problem.column]
    assert [(str(problem.code), problem.column) for problem in of_targets] == [
        ("target_base_before_break", "indicators.digital_core_share_nbs.target"),
        ("target_after_break", "indicators.digital_core_share_nbs.target"),
        ("target_place_without_figures", "indicators.digital_core_share_nbs.target"),
        ("target_with_few_figures", "indicators.digital_broad_va_province.target"),
        ("target_with_few_figures", "indicators.software_operating_revenue_province.target"),
    ]
