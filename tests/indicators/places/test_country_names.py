"""Countries by their names in other languages: recognised where one country is meant, else left
alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from indicators.model import Place, Text
from indicators.places import Gazetteer, PlaceMatch, cldr_names, gazetteer
from indicators.places.country_names import TABLE, country_names, country_of
from indicators.places.standards import countries
from indicators.text import fold


def country(code: str, name: str) -> Place:
    return Place(code, Text({"en": name}), "country")


GERMANY = country("DEU", "Germany")
MEXICO = country("MEX", "Mexico")
PLACES = {place.code: place for place in (GERMANY, MEXICO)}


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer(PLACES)


@pytest.mark.parametrize(
    "name",
    [
        "Allemagne",
        "Deutschland",
        "Германия",
        "Alemania",
        "독일",
        "ألمانيا",
        "ドイツ",
        "Německo",
        "जर्मनी",
        "เยอรมนี",
        "DEUTSCHLAND",
        "Deutschland(1)",
        "ΓΕΡΜΑΝΙΑ",
        "Γερμανία",
    ],
)
def test_germany_in_other_languages(known: Gazetteer, name: str) -> None:
    assert known.find("", name) == PlaceMatch("DEU", "place", "Germany")
    assert known.find(name) == PlaceMatch("DEU", "place", "Germany")  # a column of names alone


@pytest.mark.parametrize(
    "name",
    [
        "Kongo",  # of Kinshasa or of Brazzaville
        "Конго",
        "Saint-Martin",
        "Gwinea",  # Polish for Guinea, and the beginning of others
        "Guiné",
        "Тунис",  # Tunisia, and Tunis
        "الجزائر",  # Algeria, and Algiers
        "عمان",  # Oman, and Amman
        "Mikronesia",  # the state, and the region
        "Amerika",
        "Južná Afrika",  # South Africa in Slovak, the south of Africa in Croatian
        "Island",  # Iceland in German, and a word
        "Man",
    ],
)
def test_what_could_be_something_else_is_not_guessed(known: Gazetteer, name: str) -> None:
    assert country_of(name) == ""
    assert known.find("", name).kind == "unknown"


def test_countries_that_sound_alike_are_told_apart() -> None:
    names = ["Niger", "Nigeria", "Нигер", "Нигерия", "Nijerya", "ニジェール", "ナイジェリア"]
    assert [country_of(name) for name in names] == ["NER", "NGA"] * 2 + ["NGA", "NER", "NGA"]
    names = ["Slovensko", "Slovinsko", "Slowakei", "Slowenien"]
    assert [country_of(name) for name in names] == ["SVK", "SVN"] * 2
    names = ["Südkorea", "Nordkorea", "대한민국", "Dominikanische Republik", "Dominica"]
    assert [country_of(name) for name in names] == ["KOR", "PRK", "KOR", "DOM", "DMA"]
    names = ["Австрия", "Австралия", "Kongo-Kinshasa", "Kongo-Brazzaville"]
    assert [country_of(name) for name in names] == ["AUT", "AUS", "COD", "COG"]


def test_a_capital_that_is_called_as_its_country_does_no_harm() -> None:
    # Mexico City, Luxembourg and Singapore are called after their countries, or these after them.
    names = ["Mexiko", "Luxemburg", "Singapur", "Panama"]
    assert [country_of(name) for name in names] == ["MEX", "LUX", "SGP", "PAN"]


def test_the_dashboards_own_names_go_first(known: Gazetteer) -> None:
    town = Place("T", Text({"en": "Mexiko"}), "city", "DEU", aliases=("Tyskland",))
    found = gazetteer({**PLACES, "T": town})
    assert found.find("", "Mexiko").code == found.find("", "Tyskland").code == "T"
    assert known.find("", "Mexiko").code == "MEX"


def test_a_code_that_is_no_countrys_here_is_left_alone() -> None:
    group = replace(GERMANY, level="group")
    assert gazetteer({"DEU": group}).find("", "Deutschland").kind != "place"


def test_a_country_that_places_csv_lacks_is_known_as_elsewhere(known: Gazetteer) -> None:
    assert known.find("", "Frankreich") == PlaceMatch("", "elsewhere", "France")


def test_a_code_and_a_name_that_agree_in_another_language(known: Gazetteer) -> None:
    assert known.find("DE", "Duitsland").code == "DEU"
    assert known.find("MX", "Duitsland").kind == "conflict"


def test_names_for_showing_stay_those_of_places_csv(known: Gazetteer) -> None:
    assert known.find("", "Deutschland").name == "Germany"
    assert known.nearest("Deutschlnd") != "Deutschland"  # no suggestion in a language nobody reads


def test_names_are_folded_by_script() -> None:
    assert fold("Äquatorial-Guinea") == fold("ÄQUATORIAL GUINEA") == "aquatorial guinea"
    assert fold("Côte d’Ivoire") == "cote divoire"
    assert fold("ドイツ") != fold("トイツ")  # the mark makes another letter
    assert fold("गाना") != fold("गन")  # so do vowel signs
    assert fold("") == fold("...") == ""


def test_the_table_holds_each_name_once_and_codes_of_iso() -> None:
    names = country_names()
    assert set(names.values()) <= {country.codes[0] for country in countries()}
    assert all(name == fold(name) and len(name) > 1 for name in names)
    rows = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    assert sum(row.count(";") + 1 for row in rows) == len(names) > 10_000
    assert not [name for name in names if re.fullmatch("[a-z]{1,3}", name)]


def test_the_table_is_what_babel_has() -> None:
    found = {name: code for code, names in cldr_names.names().items() for name in names}
    assert found == country_names(), "run python -m indicators.places.cldr_names"
