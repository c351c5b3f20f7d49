"""units.csv and places.csv: a faulty row is told and left out, a faulty file stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.catalogue.reference_tables import parse_dimension

if TYPE_CHECKING:
    from tests.conftest import Tiny

UNITS, PLACES = "data/units.csv", "data/places.csv"


def test_a_dimension_is_read() -> None:
    assert parse_dimension("CNY/person") == {"CNY": 1, "person": -1}
    assert parse_dimension("person*CNY") == {"person": 1, "CNY": 1}
    assert parse_dimension("1/person") == {"person": -1}
    assert parse_dimension("") == {}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "yuan,yuan,0,CNY,currency,,,,",
            "units.csv line 8, column 'unit': this unit stands in the file twice; found 'yuan'",
        ),
        ("km,km,x,m,count,,,,", "line 8, column 'exponent': not a whole number; found 'x'"),
        (",,0,,count,,,,", "line 8, column 'unit': a unit without a name"),
        ("km,km,0,m,kount,,,,", "line 8, column 'kind': not a kind (one of share, rate"),
        ("1000 km,km,3,m,count,,,,", "unit '1000 km' has the base 'km', which is no unit itself"),
    ],
)
def test_a_faulty_unit_is_told(tiny: Tiny, row: str, said: str) -> None:
    tiny.write(UNITS, (tiny.data / "units.csv").read_text() + row + "\n")
    assert said in "\n".join(tiny.problems())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "AAA,Again,,country,WLD,,,,",
            "places.csv line 7, column 'place': this place stands in the file twice; found 'AAA'",
        ),
        (",Nameless,,country,WLD,,,,", "line 7, column 'place': a place without a code"),
        (
            "DDD,Delta,,contry,WLD,,,,",
            "line 7, column 'level': not a level; found 'contry'; expected one of world, country",
        ),
        ("DDD,Delta,,country,WLD,,,north,", "line 7, column 'lat': not a number; found 'north'"),
        ("DDD,Delta,,country,WLD,,,nan,", "line 7, column 'lat': not a number; found 'nan'"),
        ("DDD,Delta,,country,XXX,,,,", "place 'DDD' has the parent 'XXX', which is no place here"),
    ],
)
def test_a_faulty_place_is_told(tiny: Tiny, row: str, said: str) -> None:
    tiny.write(PLACES, (tiny.data / "places.csv").read_text() + row + "\n")
    assert said in "\n".join(tiny.problems())


@pytest.mark.parametrize(("name", "column"), [(UNITS, "exponent"), (PLACES, "level")])
def test_a_lacking_column_stops(tiny: Tiny, name: str, column: str) -> None:
    assert f"lacks the column {column}" in tiny.change(name, column, "x").faults()


@pytest.mark.parametrize("name", [UNITS, PLACES])
def test_absent_or_undecodable_tables_stop(tiny: Tiny, name: str) -> None:
    (tiny.root / name).write_bytes(b"unit,\xff\n")
    assert "cannot be read" in tiny.faults()
    (tiny.root / name).unlink()
    assert f"{name[5:]}: no such file" in tiny.faults()


def test_places_are_known_by_all_their_names(tiny: Tiny) -> None:
    alpha = tiny.load().catalogue.places["AAA"]
    assert (alpha.name.say("zh"), alpha.aliases, alpha.lat) == (
        "甲国",
        ("Republic of Alpha", "AA"),
        10,
    )
