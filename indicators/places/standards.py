"""Read the tables of indicators/standards: countries, groups of countries, other places.

Codes are those of ISO 3166-1 and -2, UN M49, NUTS (Eurostat) and FIPS (United States).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.places.words import key

TABLES = Path(__file__).parent.parent / "standards"
EU_CODES = {"EL": "GR", "UK": "GB"}
"""Two-letter codes of the European Union that are not those of ISO 3166."""

_NUTS = (
    "AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|UK|"
    "AL|CH|IS|LI|ME|MK|NO|RS|TR"
)
_NUTS_CODE = re.compile(rf"({_NUTS})(?=[0-9A-Z]*[0-9]|Z+$|[A-Z]$)[0-9A-Z]{{1,3}}")
_REGION_CODE = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")


@dataclass(frozen=True)
class StandardPlace:
    """One row of a table.

    Its codes (the first is its own), its numbers in M49, its names and their keys.
    """

    kind: str
    name: str
    codes: tuple[str, ...]
    numbers: tuple[int, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """A state of the United States: its number in FIPS, its postal code, its name."""

    number: int
    postal: str
    name: str


@cache
def entries() -> tuple[StandardPlace, ...]:
    """Return countries, groups and other places.

    Of two with one name the first is meant, unless a code says otherwise.
    """
    return (
        *countries(),
        *(_other("aggregate", row) for row in _rows("aggregates.csv")),
        *(_other("elsewhere", row) for row in _rows("elsewhere.csv")),
    )


@cache
def countries() -> tuple[StandardPlace, ...]:
    """Read the countries of ISO 3166-1; their codes begin with ISO3 and ISO2."""
    return tuple(_country(row) for row in _rows("countries.csv"))


@cache
def states() -> tuple[State, ...]:
    """Return the states of the United States."""
    return tuple(
        State(int(row["fips"]), row["postal"], row["en"]) for row in _rows("us_states.csv")
    )


def region(code: str) -> str:
    """Return the ISO2 code of the country that a code of NUTS or ISO 3166-2 is a region of.

    Such codes are 'DE11' and 'US-CA'; '' for any other.
    """
    match = _REGION_CODE.fullmatch(code) or _NUTS_CODE.fullmatch(code)
    return EU_CODES.get(match[1], match[1]) if match else ""


def _country(row: dict[str, str]) -> StandardPlace:
    codes = (row["iso3"], row["iso2"], *_list(row["codes"]))
    return _entry(
        "country",
        row["en"],
        codes,
        row["m49"],
        (row["fr"], row["es"], row["zh"], *_list(row["also"])),
    )


def _other(kind: str, row: dict[str, str]) -> StandardPlace:
    return _entry(kind, row["en"], _list(row["codes"]), row["m49"], _list(row["also"]))


def _entry(
    kind: str, name: str, codes: tuple[str, ...], numbers: str, names: Iterable[str]
) -> StandardPlace:
    keys = dict.fromkeys(key(word) for word in (name, *names))
    keys.pop("", None)
    return StandardPlace(
        kind, name, codes, tuple(int(number) for number in _list(numbers)), tuple(keys)
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _rows(table: str) -> list[dict[str, str]]:
    with (TABLES / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
