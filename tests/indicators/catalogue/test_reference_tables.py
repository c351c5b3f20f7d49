"""units.csv and places.csv: a faulty row is reported and left out, a faulty file stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.catalogue.reference_tables import parse_dimension
from indicators.problems import ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

UNITS, PLACES = "data/units.csv", "data/places.csv"


def test_a_dimension_is_read() -> None:
    assert parse_dimension("CNY/person") == {"CNY": 1, "person": -1}
    assert parse_dimension("person*CNY") == {"person": 1, "CNY": 1}
    assert parse_dimension("1/person") == {"person": -1}
    assert parse_dimension("") == {}


@pytest.mark.parametrize(
    ("row", "code", "line", "column", "found"),
    [
        ("yuan,yuan,0,CNY,currency,,,,", ProblemCode.ID_TWICE, 8, "unit", "yuan"),
        ("km,km,x,m,count,,,,", ProblemCode.EXPONENT_EXPECTED, 8, "exponent", "x"),
        (",,0,,count,,,,", ProblemCode.ID_MISSING, 8, "unit", ""),
        ("km,km,0,m,kount,,,,", ProblemCode.CATEGORY_EXPECTED, 8, "kind", "kount"),
        ("1000 km,km,3,m,count,,,,", ProblemCode.BASE_UNDEFINED, 8, "base", "km"),
    ],
)
def test_a_faulty_unit_is_reported(
    tiny: Tiny, row: str, code: ProblemCode, line: int | None, column: str, found: str
) -> None:
    tiny.write(UNITS, (tiny.data / "units.csv").read_text() + row + "\n")
    assert (code, line, column, found) in reported(tiny, "units.csv")


@pytest.mark.parametrize(
    ("row", "code", "line", "column", "found"),
    [
        ("AAA,Again,,country,WLD,,,,", ProblemCode.ID_TWICE, 7, "place", "AAA"),
        (",Nameless,,country,WLD,,,,", ProblemCode.ID_MISSING, 7, "place", ""),
        ("DDD,Delta,,contry,WLD,,,,", ProblemCode.LEVEL_UNDEFINED, 7, "level", "contry"),
        ("DDD,Delta,,country,WLD,,,north,", ProblemCode.NUMBER_EXPECTED, 7, "lat", "north"),
        ("DDD,Delta,,country,WLD,,,nan,", ProblemCode.NUMBER_EXPECTED, 7, "lat", "nan"),
        ("DDD,Delta,,country,WLD,,,,,No", ProblemCode.CATEGORY_EXPECTED, 7, "ranked", "No"),
        ("DDD,Delta,,country,XXX,,,,", ProblemCode.PARENT_UNDEFINED, 7, "parent", "XXX"),
        ("DDD,Delta,,country,WLD,,AA,,", ProblemCode.ALIAS_TAKEN, 7, "aliases", "AA"),
    ],
)
def test_a_faulty_place_is_reported(
    tiny: Tiny, row: str, code: ProblemCode, line: int | None, column: str, found: str
) -> None:
    table = (tiny.data / "places.csv").read_text().replace("lat,lon", "lat,lon,ranked")
    tiny.write(PLACES, table + row + "\n")
    assert (code, line, column, found) in reported(tiny, "places.csv")


def reported(tiny: Tiny, file: str) -> list[tuple[ProblemCode, int | None, str, str]]:
    return [
        (problem.code, problem.line, problem.column, problem.found)
        for problem in tiny.load().problems
        if problem.file == file
    ]


@pytest.mark.parametrize(("name", "column"), [(UNITS, "exponent"), (PLACES, "level")])
def test_a_missing_column_stops(tiny: Tiny, name: str, column: str) -> None:
    (problem,) = tiny.change(name, column, "x").faults()
    assert (problem.code, problem.line) == (ProblemCode.COLUMN_MISSING, 1)
    assert problem.values["columns"] == (column,)


@pytest.mark.parametrize("name", [UNITS, PLACES])
def test_absent_or_undecodable_tables_stop(tiny: Tiny, name: str) -> None:
    (tiny.root / name).write_bytes(b"unit,\xff\n")
    assert [problem.code for problem in tiny.faults()] == [ProblemCode.NOT_UTF8]
    (tiny.root / name).unlink()
    (problem,) = tiny.faults()
    assert (problem.code, problem.file) == (ProblemCode.FILE_MISSING, name[5:])


def test_places_are_known_by_all_their_names(tiny: Tiny) -> None:
    alpha = tiny.load().catalogue.places["AAA"]
    assert (alpha.name.get("zh"), alpha.aliases, alpha.lat) == (
        "甲国",
        ("Republic of Alpha", "AA"),
        10,
    )


def test_a_place_says_whether_it_is_ranked(tiny: Tiny) -> None:
    table = (tiny.data / "places.csv").read_text().replace("lat,lon", "lat,lon,ranked")
    rows = "DDD,Delta,,country,WLD,,,,,no\nEEE,Epsilon,,country,WLD,,,,,yes\n"
    tiny.write(PLACES, table + rows)
    places = tiny.load().catalogue.places
    assert {code: places[code].ranked for code in ("AAA", "DDD", "EEE")} == {
        "AAA": True,
        "DDD": False,
        "EEE": True,
    }
