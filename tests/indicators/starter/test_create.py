"""`indicators new`: a project for another country, of figures that are shipped and of no others."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from indicators import Dataset, load
from indicators.__main__ import main
from indicators.analysis.composite_index import newest_score
from indicators.catalogue.reference_tables import read_places
from indicators.places import gazetteer
from indicators.problems import ProblemCode
from indicators.starter.create import StarterError, create, find_country

ROOT = Path(__file__).resolve().parents[3]
PLACES = read_places(ROOT / "data" / "places.csv", "places.csv")[0]


def figures(file: Path) -> set[tuple[str, ...]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {tuple(row) for row in csv.reader(lines)}


@pytest.fixture(scope="module")
def kenya(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dataset]:
    folder = tmp_path_factory.mktemp("new") / "kenya"
    return folder, create(folder, "KEN")[0]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dataset]:
    folder = tmp_path_factory.mktemp("new") / "usa"
    return folder, create(folder, "USA")[0]


def test_it_loads_without_an_error_or_a_warning(kenya: tuple[Path, Dataset]) -> None:
    _, dataset = kenya
    assert [problem for problem in dataset.problems if problem.severity != "notice"] == []
    catalogue = dataset.catalogue
    assert catalogue.focus == "KEN"
    assert catalogue.title.get("en") == "Kenya: digital economy"
    assert catalogue.title.get("zh") == "肯尼亚数字经济指标"


def test_every_figure_is_one_that_is_shipped_with_its_source(kenya: tuple[Path, Dataset]) -> None:
    folder, dataset = kenya
    files = sorted((folder / "data").glob("*/*.csv"))
    assert len(files) == len(dataset.files) >= 8
    for file in files:
        shipped = ROOT / "data" / file.relative_to(folder / "data")
        assert figures(file) <= figures(shipped), file.name
        beside = file.with_suffix(".yaml").read_bytes()
        assert beside == shipped.with_suffix(".yaml").read_bytes() and b"licence:" in beside


def test_countries_are_dots_on_land(kenya: tuple[Path, Dataset]) -> None:
    folder, dataset = kenya
    level_map = dataset.catalogue.maps["country"]
    assert (level_map.kind, level_map.file) == ("points", "maps/land.geojson")
    land = (folder / "data" / level_map.file).read_bytes()
    assert land == (ROOT / "data" / level_map.file).read_bytes()
    assert dataset.catalogue.places["KEN"].lat is not None


def test_sources_of_one_country_stay_out(kenya: tuple[Path, Dataset]) -> None:
    folder, dataset = kenya
    publishers = {path.name for path in (folder / "data").iterdir() if path.is_dir()}
    assert {"worldbank", "itu", "undesa"} <= publishers
    assert not publishers & {"changsha", "china_cities", "hubei", "hunan", "miit", "nbs"}
    assert {place.level for place in dataset.catalogue.places.values()} == {
        "world",
        "country",
        "group",
    }
    assert "长沙" not in (folder / "config.yaml").read_text(encoding="utf-8")


def test_the_country_has_the_figures_that_it_has_in_the_shipped_example(
    kenya: tuple[Path, Dataset],
) -> None:
    _, dataset = kenya
    shipped = load(ROOT / "config.yaml")
    for name in ("internet_users", "egdi", "population", "coverage_4g"):
        series, example = dataset.series(name, "KEN"), shipped.series(name, "KEN")
        assert series and [(one.period, one.value, one.source) for one in series] == [
            (one.period, one.value, one.source) for one in example
        ]
        countries = [place for place in PLACES.values() if place.level == "country"]
        assert len(dataset.grid(name).places) >= len(countries) / 2


def test_peers_share_income_and_region_and_are_nearest_in_population(
    kenya: tuple[Path, Dataset],
) -> None:
    catalogue = kenya[1].catalogue
    group = catalogue.peer_group("KEN")
    assert group and group.places[0] == "KEN" and 5 < len(group.places) <= 13
    for code in group.places:
        assert {"lower_middle_income", "sub_saharan_africa"} <= set(catalogue.places[code].groups)
    # Kenya 55 million: Tanzania's 67, of the same income group since 2020, is nearer than
    # Angola's 37, and that than Ghana's 34, by the ratio.
    assert group.places[1:4] == ("TZA", "AGO", "GHA")


def test_tiles_are_those_that_the_country_has_figures_of(kenya: tuple[Path, Dataset]) -> None:
    dataset = kenya[1]
    pillars = dataset.catalogue.pillars
    assert len(pillars) == 6 and "internet_users" in pillars["connectivity"].headline
    for pillar in pillars.values():
        assert pillar.headline
        assert all(dataset.has(name, "KEN") for name in pillar.headline)


def test_the_first_level_below_a_country_is_known_where_the_standards_have_it(
    states: tuple[Path, Dataset],
) -> None:
    catalogue = states[1].catalogue
    assert catalogue.territorial_levels == ("country", "state")
    assert catalogue.level_title("state", "zh") == "州"
    assert catalogue.places["US-CA"].parent == "USA"
    assert len(catalogue.groups["state_peers"].places) == 51
    assert catalogue.peer_group("US-CA") == catalogue.groups["state_peers"]
    names = gazetteer(catalogue.places)
    assert names.find("", "California").code == "US-CA"
    assert names.find("", "Texas, United States").code == "US-TX"
    assert names.find("", "Georgia").code in ("", "GEO")  # a country and a state
    assert names.find("CA", "Canada").code == "CAN"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KEN", "KEN"),
        ("ken", "KEN"),
        ("Kenya", "KEN"),
        ("肯尼亚", "KEN"),
        ("CH", "CHE"),
        ("Schweiz", "CHE"),
        ("Кения", "KEN"),
        ("ケニア", "KEN"),
        ("Côte d’Ivoire", "CIV"),
    ],
)
def test_a_country_is_named_by_code_or_name(text: str, code: str) -> None:
    assert find_country(text, PLACES).code == code


@pytest.mark.parametrize(
    ("text", "similar"), [("KNE", "KEN (Kenya)"), ("Switzerlnd", "CHE (Switzerland)")]
)
def test_an_unknown_country_is_answered_with_near_names(text: str, similar: str) -> None:
    with pytest.raises(StarterError) as stopped:
        find_country(text, PLACES)
    problem = stopped.value.problem
    assert problem.code == ProblemCode.UNKNOWN_COUNTRY_SIMILAR and problem.found == text
    similars = problem.values["similar"]
    assert isinstance(similars, tuple) and similar in similars


@pytest.mark.parametrize("text", ["", "Atlantis-on-Sea", "430100", "WLD", "x" * 10_000])
def test_what_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(StarterError):
        find_country(text, PLACES)


def test_a_folder_with_files_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["new", str(tmp_path), "--country", "KEN"]) == 2
    assert "Name a folder that does not exist yet" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_is_written_for_an_unknown_country(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "zh", "new", str(tmp_path / "x"), "--country", "KNE"]) == 2
    assert "KEN (Kenya)" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "swiss"
    assert main(["new", str(folder), "--country", "Switzerland"]) == 0
    first, peers, start = capsys.readouterr().out.splitlines()
    assert first.endswith("indicators of Switzerland.") and "Austria" in peers
    assert start == f"Start it with: python -m indicators run --project {folder}"
    assert main(["check", "--project", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("0 errors, 0 warnings, 1 notice.")
    shutil.rmtree(folder)


def test_no_code_of_the_starter_names_a_country() -> None:
    countries = {code for code, place in PLACES.items() if place.level == "country"} - {"KEN"}
    for path in (ROOT / "indicators" / "starter").iterdir():
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            named = [code for code in countries if f'"{code}"' in text or f"[{code}" in text]
            assert not named, path.name


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_was_begun_is_taken_away_where_it_cannot_be_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("indicators.starter.create._copy_table", no_room)
    folder = tmp_path / "kenya"
    assert main(["new", str(folder), "--country", "KEN"]) == 2
    assert capsys.readouterr().err.endswith("cannot be written (No space left on device).\n")
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_puts_there_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder was empty at first; a colleague's file is there when the disk is full."""
    folder = tmp_path / "kenya"
    folder.mkdir()

    def colleague(*_: object) -> None:
        (folder / "theirs.xlsx").write_text("theirs")
        no_room()

    monkeypatch.setattr("indicators.starter.create._copy_table", colleague)
    with pytest.raises(OSError, match="No space left"):
        create(folder, "KEN")
    assert [path.name for path in folder.iterdir()] == ["theirs.xlsx"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_file_that_came_meanwhile_is_not_mixed_with_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool
) -> None:
    folder = tmp_path / "kenya"
    if exists:
        folder.mkdir()

    def colleague(*_: object) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "config.yaml").write_text("theirs")

    monkeypatch.setattr("indicators.starter.create._copy_table", colleague)
    with pytest.raises(StarterError) as stopped:
        create(folder, "KEN")
    assert stopped.value.problem.code == ProblemCode.FOLDER_NOT_EMPTY
    assert [path.name for path in folder.iterdir()] == ["config.yaml"]
    assert (folder / "config.yaml").read_text() == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["kenya"]


def test_an_empty_folder_is_filled_and_one_further_down_is_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "new" / "below"):
        create(folder, "VAT")
        assert sorted(path.name for path in folder.iterdir()) == ["config.yaml", "data"]


@pytest.mark.parametrize("country", ["TWN", "XKX", "VAT", "TUV", "CHE", "MEX", "EGY"])
def test_a_project_of_any_country_is_clean(
    country: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither an error nor a warning, though not every publisher has figures of the country."""
    assert main(["new", str(tmp_path / "new"), "--country", country]) == 0
    assert main(["check", "--project", str(tmp_path / "new")]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out.splitlines()[-1]


def test_inputs_come_along(tmp_path: Path) -> None:
    """Of Taiwan the World Bank has no figure; its population weighs the averages of others."""
    folder = tmp_path / "new"
    dataset, _ = create(folder, "TWN")
    assert (folder / "data" / "worldbank" / "wdi.csv").is_file()
    assert dataset.catalogue.indicators["coverage_4g"].weight == "population"
    assert not dataset.has("population", "TWN") and dataset.has("population", "JPN")


def test_without_a_population_all_similar_countries_are_peers(tmp_path: Path) -> None:
    """None is nearer in size: the first twelve letters of the alphabet are no choice."""
    dataset, _ = create(tmp_path / "new", "VAT")
    group, region = (
        dataset.catalogue.groups[name] for name in ("peers", "europe_and_northern_america")
    )
    assert set(group.places) == set(region.places) and len(group.places) > 40
    config = (tmp_path / "new" / "config.yaml").read_text(encoding="utf-8")
    assert "no figure of its population is held" in config


@pytest.mark.parametrize("country", ["ATA", "Western Sahara"])
def test_a_country_without_figures_is_refused(country: str, tmp_path: Path) -> None:
    with pytest.raises(StarterError) as stopped:
        create(tmp_path / "new", country)
    assert stopped.value.problem.code == ProblemCode.COUNTRY_WITHOUT_FIGURES
    assert list(tmp_path.iterdir()) == []


def test_what_stands_beside_the_shipped_figures_is_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a checkout data/ has figures of its owner: added ones, and some of a shipped publisher."""
    house = tmp_path / "data"
    shutil.copytree(ROOT / "data", house, ignore=shutil.ignore_patterns(".history", "boundaries"))
    for name in ("worldbank/private", "added/upload"):
        (house / name).parent.mkdir(exist_ok=True)
        for suffix in (".csv", ".yaml"):
            shutil.copyfile(house / f"undp/hdi{suffix}", house / f"{name}{suffix}")
    monkeypatch.setattr("indicators.shipped.data_folder", lambda: house)
    create(tmp_path / "new", "KEN")
    names = {path.stem for path in (tmp_path / "new" / "data").rglob("*.csv")}
    assert "hdi" in names and not names & {"private", "upload"}


def test_the_index_is_that_of_the_example(kenya: tuple[Path, Dataset]) -> None:
    folder, dataset = kenya
    name = "digital_development_economies"
    assert (folder / "indices" / f"{name}.yaml").is_file()
    shipped = load(ROOT / "config.yaml", ROOT / "data", keep=False)
    ours, theirs = (each.catalogue.indices[name] for each in (dataset, shipped))
    assert replace(ours, declared="") == replace(theirs, declared="")


@pytest.mark.parametrize("country", ["KEN", "USA", "CHL"])
def test_a_new_country_has_its_score(
    country: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    made = {"KEN": "kenya", "USA": "states"}
    if country in made:
        dataset = request.getfixturevalue(made[country])[1]
    else:
        dataset = create(tmp_path / country, country)[0]
    found = newest_score(dataset, country)
    assert found is not None
    assert (found.index, found.place) == ("digital_development_economies", country)
    assert 1 <= found.rank <= found.of and found.of > 100
    problems = [problem for problem in dataset.problems if problem.severity != "notice"]
    assert problems == []


def test_without_the_figures_of_an_index_there_is_none(tmp_path: Path) -> None:
    """Of Kosovo too few tables have figures; what is left gives no index, and no error."""
    dataset = create(tmp_path / "kosovo", "XKX")[0]
    assert dataset.catalogue.indices == {}
    assert [problem for problem in dataset.problems if problem.severity == "error"] == []
