"""Write a project for a country: config.yaml, places, units, and the world's figures.

Every figure is one that comes with the software, as its publisher gave it; sources.py says which
files are taken. The project is made in a folder of its own and takes its place when it is whole:
what other people have is neither replaced nor deleted.
"""

from __future__ import annotations

import csv
import difflib
import json
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from indicators import shipped
from indicators.catalogue.index_description import read_description
from indicators.catalogue.indices import INDEX_FOLDER
from indicators.catalogue.reference_tables import read_places
from indicators.dataset import Dataset
from indicators.loading.load import CONFIG, DATA, load
from indicators.model import GROUP, WORLD, Place
from indicators.places import gazetteer
from indicators.places.standards import TABLES
from indicators.problems import Problem, ProblemCode
from indicators.starter.peers import SIZE, peers
from indicators.starter.sources import Table, tables_for

HERE = Path(__file__).parent
COUNTRY = "country"
INDEX = HERE / "index.yaml"
"""The index of the world's economies, as the example that is shipped has it."""
LAND = "maps/land.geojson"
"""The land on which countries are dots."""
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

    `country` is an ISO code, or a name in any language. Raises StarterError where it is not known,
    has no figures, or the folder has files; OSError where the folder cannot be written.
    """
    _check_empty(folder)
    source = shipped.data_folder()
    place = find_country(country, read_places(source / "places.csv", "places.csv")[0])
    # In the folder itself where it is there: it may be a disk of its own, which nothing moves to.
    beside = folder if folder.is_dir() else _nearest_folder(folder.absolute().parent)
    draft = beside / f".new-{secrets.token_hex(8)}"
    draft.mkdir()
    try:
        _write(draft, source, place)
        _move(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)  # it is ours alone, and gone where all went well
    return load(folder / CONFIG, keep=False), place


def _check_empty(folder: Path, draft: str = "") -> None:
    """Raise StarterError for a folder that has files, but for our own draft, or is no folder."""
    if not folder.exists():
        return
    if not folder.is_dir() or any(path.name != draft for path in folder.iterdir()):
        raise StarterError(Problem(ProblemCode.FOLDER_NOT_EMPTY, str(folder)))


def _nearest_folder(path: Path) -> Path:
    """Give the folder, or the nearest above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _move(draft: Path, folder: Path) -> None:
    """Put the whole project in its place. StarterError where somebody has files there by now."""
    _check_empty(folder, draft.name)
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft.rename(folder)  # fails where a folder with files has come to stand there
        return
    for name in (DATA, INDEX_FOLDER, CONFIG):
        if (draft / name).exists():
            (draft / name).rename(folder / name)


def _write(folder: Path, source: Path, place: Place) -> None:
    divisions = _subdivisions(place)
    data = folder / DATA
    data.mkdir(parents=True, exist_ok=True)
    codes = _write_places(source / "places.csv", data / "places.csv", divisions)
    for name in ("units.csv", "notes.csv"):
        shutil.copyfile(source / name, data / name)
    (data / LAND).parent.mkdir()
    shutil.copyfile(source / LAND, data / LAND)
    tables = tables_for(place.code, codes, source)
    if not tables:
        name = place.name.get("en")
        raise StarterError(Problem(ProblemCode.COUNTRY_WITHOUT_FIGURES, found=name))
    for table in tables:
        _copy_table(table, data, codes)
    # Loaded once to learn which figures there are: they decide the peers, the tiles and the index.
    config = folder / CONFIG
    config.write_text(_config(place, divisions, (place.code,), None), encoding="utf-8")
    dataset = load(config, keep=False)
    peer_codes = peers(dataset, place.code)
    indices = _write_index(folder, dataset)
    text = _config(place, divisions, peer_codes, dataset, indices)
    config.write_text(text, encoding="utf-8")


def _write_index(folder: Path, dataset: Dataset) -> str:
    """Write the index of economies; return its section of the config.

    There is none, and '' is returned, where the project lacks figures that the index takes.
    """
    description = read_description(INDEX)
    if not set(description.needed_columns()) <= dataset.catalogue.indicators.keys():
        return ""
    target = folder / INDEX_FOLDER / f"{description.id}.yaml"
    target.parent.mkdir()
    shutil.copyfile(INDEX, target)
    return (
        "# One score of many indicators for each economy; docs/index.md has the keys of the file.\n"
        f"indices:\n  {description.id}: {{file: {INDEX_FOLDER}/{target.name}}}\n"
    )


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


def _copy_table(table: Table, data: Path, codes: set[str]) -> None:
    """Copy a table and the .yaml beside it. Rows of other places than `codes` are left out."""
    target = data / table.name
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(table.path.with_suffix(".yaml"), target.with_suffix(".yaml"))
    if table.places <= codes:
        shutil.copyfile(table.path, target)
        return
    with target.open("w", encoding="utf-8", newline="") as copy:
        writer = csv.writer(copy, lineterminator="\n")
        writer.writerow(table.rows[0])
        writer.writerows(row for row in table.rows[1:] if table.place(row) in codes)


def _config(
    country: Place,
    divisions: Subdivisions | None,
    peer_codes: Sequence[str],
    dataset: Dataset | None,
    indices: str = "",
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
        "indices": indices,
        "peers_by_size": _peers_by_size(country, dataset),
        **_headlines(country.code, dataset),
        **_levels(country.code, divisions),
    }
    return Template((HERE / "template.yaml").read_text(encoding="utf-8")).substitute(values)


def _peers_by_size(country: Place, dataset: Dataset | None) -> str:
    """Say in a comment of the config which of the similar countries are the peers."""
    if dataset and SIZE in dataset.catalogue.indicators and dataset.has(SIZE, country.code):
        return "the twelve nearest in population at most"
    return "all of them, as no figure of its population is held"


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
