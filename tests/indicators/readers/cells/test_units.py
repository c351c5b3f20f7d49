"""Multipliers in words of several languages leave the title and become powers of ten."""

from __future__ import annotations

import pytest

from indicators.readers.cells.units import split_multiplier


@pytest.mark.parametrize(
    ("said", "unit", "power"),
    [
        ("in Tsd.", "", 3),
        ("Tsd.", "", 3),
        ("en milliers", "", 3),
        ("milliers de ménages", "ménages", 3),
        ("miles de personas", "personas", 3),
        ("en millions d'euros", "euros", 6),
        ("in Mio. EUR", "EUR", 6),
        ("in Mrd. Euro", "Euro", 9),
        ("thousands of people", "people", 3),
        ("million denars", "denars", 6),
        ("miles", "miles", 0),
        ("亿元", "元", 8),
        ("%", "%", 0),
    ],
)
def test_a_multiplier_is_taken_out_of_a_unit(said: str, unit: str, power: int) -> None:
    assert split_multiplier(said) == (unit, power)
