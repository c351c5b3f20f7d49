"""Multipliers in units of Eurostat and the OECD, by code and by name."""

from __future__ import annotations

import time

import pytest

from indicators.readers.cells.unit_codes import split_unit_code, split_unit_codes
from indicators.readers.rows import encode


@pytest.mark.parametrize(
    ("word", "unit", "power"),
    [
        ("MIO_EUR", "EUR", 6),
        ("MLN_USD", "USD", 6),
        ("THS_PER", "PER", 3),
        ("THND_PER", "PER", 3),
        ("BLN_USD", "USD", 9),
        ("MIO_NAC", "NAC", 6),
        ("CP_MEUR", "CP_EUR", 6),
        ("CLV10_MNAC", "CLV10_NAC", 6),
        ("CP_MPPS_EU27_2020", "CP_PPS_EU27_2020", 6),
        ("MEUR", "EUR", 6),
        ("THS", "", 3),
        ("Million euro", "euro", 6),
        ("Current prices, million euro", "Current prices, euro", 6),
        ("Thousand persons", "persons", 3),
        (
            "Chain linked volumes (2010), million units of national currency",
            "Chain linked volumes (2010), units of national currency",
            6,
        ),
        ("Millions d'euros", "euros", 6),
        ("Jeweilige Preise, Milliarden Euro", "Jeweilige Preise, Euro", 9),
        ("US dollars, millions", "US dollars", 6),
        (
            "Million euro (from 1.1.1999)/Million ECU (up to 31.12.1998)",
            "euro (from 1.1.1999)/ECU (up to 31.12.1998)",
            6,
        ),
    ],
)
def test_multipliers_are_taken_out_of_units(word: str, unit: str, power: int) -> None:
    assert split_unit_code(word) == (unit, power)


@pytest.mark.parametrize(
    "word",
    [
        "PC_GDP",
        "P_MHAB",
        "KTOE",
        "GWH",
        "CLV10_EUR_HAB",
        "CLV_I10",
        "NR",
        "I15",
        "Per million inhabitants",
        "Euro per thousand",
        "Percentage of GDP",
        "Rate per thousand, million",
        "Million-euro band",
        "Index, 2010=100",
        "USD_CAP",
        "",
        "x" * 5000,
    ],
)
def test_rates_and_physical_units_have_none(word: str) -> None:
    assert split_unit_code(word) == (word, 0)


def test_a_multiplier_column_wins_where_it_says_anything() -> None:
    units, said = encode(["MIO_EUR", "MIO_EUR", "PC"]), encode(["0", "", ""])
    found, powers = split_unit_codes(
        units, said, split_unit_codes(said, None, said.codes.astype("int8") * 0)[1]
    )
    assert [found.categories[code] for code in found.codes] == [
        "MIO_EUR",
        "EUR",
        "PC",
    ] and powers.tolist() == [0, 6, 0]


def test_words_that_are_nearly_units_cost_no_time() -> None:
    began = time.process_time()
    for word in ("million " * 5000, "a, " * 5000, "MIO_" * 5000, " " * 20000):
        split_unit_code(word)
    assert time.process_time() - began < 0.5
