"""What `python -m indicators read` tells of places: groups and places elsewhere together, unknown
ones each with the nearest name.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from indicators.cli.project import Project
from indicators.cli.read import write_observations
from indicators.cli.read_places import resolver

DATA = Path(__file__).parents[3] / "data"
FILE = """Entity,Code,Year,Value
China,CHN,2021,1
Arab World,ARB,2021,2
High income,HIC,2021,3
Czechoslovakia,CSK,2021,4
Gremany,,2021,5
Gremany,,2022,6
Japan,CHN,2021,7
"""


def test_each_kind_of_place_is_told_and_no_row_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(FILE, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    assert write_observations(str(file), "csv", Project(data=DATA), out=out, err=err) == 1
    rows = [
        (row["place"], row["place_name"], row["value"])
        for row in csv.DictReader(io.StringIO(out.getvalue()))
    ]
    assert rows == [
        ("CHN", "China", "1"),
        ("", "Arab World", "2"),
        ("", "High income", "3"),
        ("", "Czechoslovakia", "4"),
        ("", "Gremany", "5"),
        ("", "Gremany", "6"),
        ("", "Japan", "7"),
    ]
    problems = [json.loads(line) for line in err.getvalue().splitlines()[:-1]]
    assert [(each["code"], each["line"], each["severity"]) for each in problems] == [
        ("aggregates_apart", 3, "notice"),
        ("places_not_listed", 5, "notice"),
        ("place_conflict", 8, "error"),
        ("unknown_place_similar", 6, "error"),
    ]
    assert problems[0]["values"] == {"n": 2, "count": 2, "names": ["Arab World", "High income"]}
    assert problems[1]["values"] == {"n": 1, "count": 1, "names": ["Czechoslovakia"]}
    assert (problems[2]["found"], problems[3]["found"]) == ("CHN / Japan", "Gremany")
    assert problems[3]["values"] == {"similar": "Germany"}


def test_without_places_csv_every_country_is_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "Entity,Code,Year,Value\nChina,CHN,2021,1\nJapan,JPN,2021,2\n", encoding="utf-8"
    )
    out, err = io.StringIO(), io.StringIO()
    write_observations(str(file), "json", Project(data=tmp_path), out=out, err=err)
    assert [(row["place"], row["place_name"]) for row in json.loads(out.getvalue())] == [
        ("", "China"),
        ("", "Japan"),
    ]
    assert json.loads(err.getvalue().splitlines()[0])["values"]["names"] == ["China", "Japan"]


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("", "Great Britain", "elsewhere"),
        ("K03000001", "Great Britain", "elsewhere"),
        ("K04000001", "", "elsewhere"),
        ("E92000001", "England", "elsewhere"),
        ("K02000001", "", "GBR"),
        ("", "United Kingdom of Great Britain and Northern Ireland", "GBR"),
        ("GB", "", "GBR"),
        ("", "United Kingdom", "GBR"),
    ],
)
def test_great_britain_is_a_part_of_the_united_kingdom(code: str, name: str, found: str) -> None:
    meant = resolver(DATA).find(code, name)
    assert (meant.code or meant.kind) == found
