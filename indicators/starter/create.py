"""Write a project for a country: config.yaml, places, units, and the world's figures.

Every figure is one that comes with the software, as its publisher gave it. A file is taken where it
covers the world and has figures of the country.
"""

from __future__ import annotations

import csv
import difflib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from indicators import shipped
from indicators.catalogue.reference_tables import read_places
from indicators.dataset import Dataset
from indicators.loading.load import CONFIG, DATA, load
from indicators.model import GROUP, WORLD, Place
from indicators.places import gazetteer
from indicators.places.standards import TABLES
from indicators.problems import Problem, ProblemCode
from indicators.starter.peers import peers

HERE = Path(__file__).parent
COUNTRY = "country"
LAND = "maps/land.geojson"
"""The land on which countries are dots."""
MIN_COUNTRIES = 20
"""A file with figures of fewer countries is not a source for the world."""
MAX_HEADLINES = 8
MAX_SIMILAR = 3
Row = dict[str, str]


class StarterError(Exception):
    """No project was written; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True)
class Subdivisions:
    """The first level below a country, where the standards have a table of it."""

    level: str
    title: Mapping[str, str]
    group_title: Mapping[str, str]
    places: tuple[Row, ...]


def create(folder: Path, country: str) -> tuple[Dataset, Place]:
    """Write a project into a new or empty folder, and load it.

    `country` is an ISO code or a name. Raises StarterError where it is not known or the folder has
    files, and OSError where the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StarterError(Problem(ProblemCode.FOLDER_NOT_EMPTY, str(folder)))
    source = shipped.data_folder()
    place = find_country(country, read_places(source / "places.csv", "places.csv")[0])
    try:
        return _write(folder, source, place), place
    except BaseException:
        # The folder was new or empty: what stands there now is half a project of ours.
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(folder: Path, source: Path, place: Place) -> Dataset:
    divisions = _subdivisions(place)
    data = folder / DATA
    data.mkdir(parents=True, exist_ok=True)
    codes = _write_places(source / "places.csv", data / "places.csv", divisions)
    for name in ("units.csv", "notes.csv"):
        shutil.copyfile(source / name, data / name)
    (data / LAND).parent.mkdir()
    shutil.copyfile(source / LAND, data / LAND)
    for file in sorted(source.glob("*/*.csv")):
        _copy_figures(file, data / file.relative_to(source), place.code, codes)
    # Loaded once to learn which figures there are: they decide the peers and the tiles.
    config = folder / CONFIG
    config.write_text(_config(place, divisions, (place.code,), None), encoding="utf-8")
    dataset = load(config, keep=False)
    peer_codes = peers(dataset, place.code)
    config.write_text(_config(place, divisions, peer_codes, dataset), encoding="utf-8")
    return load(config, keep=False)


def find_country(text: str, places: Mapping[str, Place]) -> Place:
    """Find a country by its code or name; StarterError with similar ones where there is none."""
    match = gazetteer(places).find(text.upper() if len(text) <= len("KEN") else text)
    place = places.get(match.code)
    if place is not None and place.level == COUNTRY:
        return place
    countries = [place for place in places.values() if place.level == COUNTRY]
    similar = _similar(text, countries)
    raise StarterError(
        Problem(
            ProblemCode.UNKNOWN_COUNTRY_SIMILAR if similar else ProblemCode.UNKNOWN_COUNTRY,
            found=text[:80],
            values={"similar": similar} if similar else {},
        )
    )


def _similar(text: str, countries: Iterable[Place]) -> tuple[str, ...]:
    """Give the countries whose code or name is most like the text, as 'KEN (Kenya)'."""
    spellings: dict[str, Place] = {}
    for country in countries:
        for word in (country.code, *country.name.all(), *country.aliases):
            spellings.setdefault(word.casefold(), country)
    matches = difflib.get_close_matches(text[:80].casefold(), spellings, MAX_SIMILAR, cutoff=0.6)
    codes = dict.fromkeys(spellings[word].code for word in matches)
    names = {place.code: place.name.get("en") for place in spellings.values()}
    return tuple(f"{code} ({names[code]})" for code in codes)


def _subdivisions(country: Place) -> Subdivisions | None:
    """Read the country's first level from the standards; None where they have no table of it."""
    for row in _read(TABLES / "subdivisions.csv"):
        if row["country"] == country.code:
            prefix = _iso2(country.code)
            return Subdivisions(
                row["level"],
                {"en": row["level_en"], "zh": row["level_zh"]},
                {"en": row["group_en"], "zh": row["group_zh"]},
                tuple(
                    {
                        "place": f"{prefix}-{entry['postal']}",  # as in ISO 3166-2
                        "name_en": entry["en"],
                        "level": row["level"],
                        "parent": country.code,
                    }
                    for entry in _read(TABLES / row["table"])
                ),
            )
    return None


def _iso2(code: str) -> str:
    return next(row["iso2"] for row in _read(TABLES / "countries.csv") if row["iso3"] == code)


def _write_places(source: Path, target: Path, divisions: Subdivisions | None) -> set[str]:
    """Write the world, all countries, groups, and the subdivisions; the codes."""
    rows = [row for row in _read(source) if row["level"] in (WORLD, GROUP, COUNTRY)]
    header = list(rows[0])
    if divisions:
        rows += divisions.places
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return {row["place"] for row in rows}


def _copy_figures(file: Path, target: Path, country: str, codes: set[str]) -> None:
    """Copy a file and the .yaml beside it, where it covers the world and has the country's figures.

    Rows of other places than `codes` are left out. A file that is no tidy table with a .yaml was
    added to a checkout by somebody, and stays there.
    """
    beside = file.with_suffix(".yaml")
    header, *rows = _lines(file)
    if "place" not in header or not beside.is_file():
        return
    column = header.index("place")
    places = {row[column] for row in rows if len(row) > column}
    if country not in places or len(places & codes) < MIN_COUNTRIES:
        return
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(beside, target.with_suffix(".yaml"))
    if places <= codes:
        shutil.copyfile(file, target)
        return
    with target.open("w", encoding="utf-8", newline="") as copy:
        writer = csv.writer(copy, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(row for row in rows if len(row) > column and row[column] in codes)


def _lines(file: Path) -> list[list[str]]:
    """Read a table as texts; one line without cells where it cannot be read or is empty."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error):
        return [[]]


def _config(
    country: Place,
    divisions: Subdivisions | None,
    peer_codes: Sequence[str],
    dataset: Dataset | None,
) -> str:
    """Fill the template; without a dataset no indicator stands on the first page."""
    name = {language: country.name.get(language) for language in ("en", "zh")}
    values = {
        "name": name["en"],
        "focus": _yaml(country.code),
        "title_en": _yaml(f"{name['en']}: digital economy"),
        "title_zh": _yaml(f"{name['zh']}数字经济指标"),
        "description_en": _yaml(
            f"How {name['en']} stands in connectivity, skills, the digital economy, data and "
            "e-government, among its peers and in the world."
        ),
        "description_zh": _yaml(
            f"{name['zh']}在信息基础设施、数字技能、数字经济、数据和电子政务方面的水平，与可比国家和世界比较。"
        ),
        "peers_en": _yaml(f"Peers of {name['en']}"),
        "peers_zh": _yaml(f"{name['zh']}的可比经济体"),
        "peers": _yaml(peer_codes),
        **_headlines(country.code, dataset),
        **_levels(country.code, divisions),
    }
    return Template((HERE / "template.yaml").read_text(encoding="utf-8")).substitute(values)


def _headlines(country: str, dataset: Dataset | None) -> dict[str, str]:
    """Give for each pillar the first indicators of the list that the country has figures of."""
    headlines: dict[str, list[str]] = {}
    for row in _read(HERE / "headlines.csv"):
        names = headlines.setdefault(row["pillar"], [])
        if dataset and len(names) < MAX_HEADLINES and _has(dataset, row["indicator"], country):
            names.append(row["indicator"])
    return {pillar: _yaml(names) for pillar, names in headlines.items()}


def _has(dataset: Dataset, indicator: str, country: str) -> bool:
    return indicator in dataset.catalogue.indicators and dataset.has(indicator, country)


def _levels(country: str, divisions: Subdivisions | None) -> dict[str, str]:
    """Give the lines of the subdivisions' level, their group, and whom they are compared with."""
    if divisions is None:
        return {
            "levels": "  # county: {en: Counties, zh: 县}",
            "groups": "",
            "peer_levels": "",
        }
    group = f"{divisions.level}_peers"
    return {
        "levels": f"  {divisions.level}: {_yaml(divisions.title)}",
        "groups": (
            f"  {group}:\n"
            f"    title: {_yaml(divisions.group_title)}\n"
            "    kind: peers\n"
            f"    level: {divisions.level}\n"
            f"    parent: {_yaml(country)}\n"
        ),
        "peer_levels": f"  {divisions.level}: {group}",
    }


def _yaml(value: object) -> str:
    """Write a value on one line: JSON is YAML, too."""
    return json.dumps(value, ensure_ascii=False)


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
