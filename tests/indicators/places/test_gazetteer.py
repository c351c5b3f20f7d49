"""Places by their codes and names, as publishers write them."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from indicators.catalogue.reference_tables import read_places
from indicators.model import Place, Text
from indicators.places import Gazetteer, PlaceMatch, gazetteer
from indicators.places.standards import entries, region
from indicators.places.words import key

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def places() -> dict[str, Place]:
    return read_places(ROOT / "data" / "places.csv", "places.csv")[0]


@pytest.fixture(scope="module")
def known(places: dict[str, Place]) -> Gazetteer:
    return gazetteer(places)


NAMES = {
    "Korea, Rep.": "KOR",
    "Republic of Korea": "KOR",
    "Korea (Rep. of)": "KOR",
    "Dem. People's Rep. of Korea": "PRK",
    "Türkiye": "TUR",
    "Turkey": "TUR",
    "Kosovo*": "XKX",
    "Kosovo (under UNSCR 1244)": "XKX",
    "Viet Nam ": "VNM",
    "Côte d'Ivoire": "CIV",
    "Cote dIvoire": "CIV",
    "CÔTE D’IVOIRE": "CIV",
    "China (People's Republic of)": "CHN",
    "Iran (Islamic Rep. of)": "IRN",
    "Bolivia (Plurinational State of)": "BOL",
    "Germany (until 1990 former territory of the FRG)": "DEU",
    "Swaziland": "SWZ",
    "Macedonia, FYR": "MKD",
    "UK": "GBR",
    "United States of America": "USA",
    "Congo, Dem. Rep.": "COD",
    "Congo, Rep.": "COG",
    "Democratic Republic of the Congo": "COD",
    "St. Vincent and the Grenadines": "VCT",
    "Micronesia, Fed. Sts.": "FSM",
    "Hong Kong SAR, China": "HKG",
    "China, Hong Kong SAR": "HKG",
    "Niger": "NER",
    "Nigeria": "NGA",
    "Dominica": "DMA",
    "Dominican Rep.": "DOM",
    "Guinea": "GIN",
    "Guinea-Bissau": "GNB",
    "Equatorial Guinea": "GNQ",
    "Papua New Guinea": "PNG",
    "Saint Martin (French part)": "MAF",
    "Sint Maarten (Dutch part)": "SXM",
    "Samoa": "WSM",
    "American Samoa": "ASM",
    "South Sudan": "SSD",
    "Sudan": "SDN",
    "Georgia": "GEO",
    "Bulgaria (Rep.)": "BGR",
    "Czechia (Czech Republic)": "CZE",
    "中国": "CHN",
    "全国": "CHN",
    "中国香港": "HKG",
    "刚果（金）": "COD",
    "刚果（布）": "COG",
    "尼日尔": "NER",
    "尼日利亚": "NGA",
    "世界": "WLD",
    "湖南": "430000",
    "湖南省": "430000",
    "长沙市": "430100",
    "长沙": "430100",
    "湖南省长沙市": "430100",
    "Changsha, Hunan": "430100",
    "Corée, République de": "KOR",
    "Congo, Rép. dém. du": "COD",
    "États-Unis": "USA",
    "Îles Vierges (EU)": "VIR",
    "Alemania": "DEU",
    "Corea, República Popular Democrática de": "PRK",
    "Ribera Occidental y Gaza": "PSE",
    "Irán (República Islámica del)": "IRN",
    "World": "WLD",
    "Monde": "WLD",
    "Union européenne": "EU27",
    "European Union - 27 countries (from 2020)": "EU27",
}


@pytest.mark.parametrize(("name", "code"), NAMES.items())
def test_names_of_publishers_in_four_languages(name: str, code: str, known: Gazetteer) -> None:
    assert known.find("", name).code == known.find(name).code == code


@pytest.mark.parametrize(
    "name",
    [
        "China¹",
        "China (1)",
        "China[1]",
        "China [a]",
        "China *",
        "China 2",
        "China†",
        "Ｃｈｉｎａ",
        "  china\xa0",
        "..China",
        "China(1),",
        "CHINA 1)",
    ],
)
def test_marks_of_footnotes_and_odd_characters_are_passed_over(name: str, known: Gazetteer) -> None:
    assert known.find(name).code == "CHN"


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("CHN", "CHN"),
        ("CN", "CHN"),
        ("EL", "GRC"),
        ("GR", "GRC"),
        ("UK", "GBR"),
        ("XKX", "XKX"),
        ("ROM", "ROU"),
        ("ZAR", "COD"),
        ("WBG", "PSE"),
        ("OWID_WRL", "WLD"),
        ("OWID_KOS", "XKX"),
        ("1W", "WLD"),
        ("EUU", "EU27"),
        ("EU27_2020", "EU27"),
        ("CN-HN", "430000"),
        ("CN-43", "430000"),
        ("CA-ON", "CA-ON"),
        ("430100", "430100"),
        ("430000000000", "430000"),
        ("430100000000", "430100"),
    ],
)
def test_codes_that_say_it_alone(code: str, place: str, known: Gazetteer) -> None:
    assert known.find(code).code == place


@pytest.mark.parametrize(
    "code",
    [
        "LAC",
        "SSA",
        "EAS",
        "MEA",
        "ECA",
        "SAS",
        "HIC",
        "ARB",
        "OED",
        "OECD",
        "EA",
        "EA20",
        "EU28",
        "G20",
        "OWID_AFR",
        "XD",
        "LDC",
        "Africa",
        "Sub-Saharan Africa",
        "South Asia",
        "High income",
        "Least developed countries",
        "Asie",
        "América",
        "ESCAP: Pacific",
        "Net food-importing economies",
        "APEC (Asia-Pacific Economic Cooperation)",
        "撒哈拉以南非洲地区（不包括高收入）",
        "高收入国家",
        "Afrique subsaharienne (hors revenu élevé)",
        "欧元区",
        "European Union (27 countries)",
        "Latin America",
    ],
)
def test_aggregates_are_no_places(code: str, known: Gazetteer) -> None:
    assert (known.find(code).code, known.find(code).kind) == ("", "aggregate")


def test_no_aggregate_means_a_country(places: dict[str, Place], known: Gazetteer) -> None:
    words = [
        (entry.name, word)
        for entry in entries()
        if entry.kind == "aggregate"
        for word in (*entry.codes, *entry.keys)
    ]
    wrong = [
        (of, word, found.code)
        for of, word in words
        if (found := known.find(word)).code
        and places[found.code].level not in ("world", "group")
        and (of, word) != ("Micronesia (region)", "micronesia")
    ]
    assert len(words) > 500 and wrong == [
        ("China: other regions", "西北地区", "CA-NT")
    ]  # taught: Canada's territory


@pytest.mark.parametrize(
    "name",
    [
        "Serbia and Montenegro",
        "USSR",
        "Yugoslavia",
        "Czechoslovakia",
        "Netherlands Antilles",
        "ANT",
        "SCG",
        "DDR",
        "SUN",
        "German Democratic Republic",
        "Sudan (...2011)",
        "Yemen, Democratic",
        "苏联",
        "England",
        "Channel Islands",
    ],
)
def test_former_places_and_parts_are_never_a_successor(name: str, known: Gazetteer) -> None:
    assert (known.find(name).code, known.find(name).kind) == ("", "elsewhere")


@pytest.mark.parametrize(
    "name",
    [
        "Saint Martin",
        "Virgin Islands",
        "State of Georgia",
        "Quebec City",
        "NA",
        "nan",
        "",
        "Legend:",
        "8",
        "156",
        "43",
        "4301",
        "1001",
        "001",
        "Total",
        "Brussels Airport",
        "chn",
        "OECD.Stat",
        "Trinidad",
        "Cyprus (Greek part)",
    ],
)
def test_what_may_mean_two_things_or_nothing_is_not_guessed(name: str, known: Gazetteer) -> None:
    assert known.find(name).kind == "unknown"


@pytest.mark.parametrize(
    ("code", "country"),
    [
        ("DE1", "Germany"),
        ("DE11", "Germany"),
        ("DE111", "Germany"),
        ("DEA", "Germany"),
        ("UKC", "United Kingdom"),
        ("ITC4", "Italy"),
        ("FRK2", "France"),
        ("EL30", "Greece"),
        ("US-CA", "United States of America"),
        ("DE-BY", "Germany"),
    ],
)
def test_regions_are_known_as_such(code: str, country: str, known: Gazetteer) -> None:
    assert known.find(code) == PlaceMatch("", "elsewhere", f"{code}, a region of {country}")


def test_codes_that_look_like_regions_and_are_none() -> None:
    assert [
        region(code)
        for code in ("DEU", "EA20", "FRA1X2", "DEUT", "ZZ1", "TRUE", "ITEM", "PLAN", "U")
    ] == ["DE", "", "", "", "", "", "", "", ""]


@pytest.mark.parametrize(
    ("code", "name", "place"),
    [
        ("8", "Albania", "ALB"),
        ("008", "Albania", "ALB"),
        ("40", "Austria", "AUT"),
        ("1", "World", "WLD"),
        ("0", "World", "WLD"),
        ("43", "湖南", "430000"),
        ("4301", "长沙", "430100"),
        ("268", "Georgia", "GEO"),
        ("GE", "Georgia", "GEO"),
        ("NA", "Namibia", "NAM"),
        ("NA", "Germany", "DEU"),
        ("43", "Spain", "ESP"),
        ("CHN", "Hunan", "430000"),
        ("CN", "长沙市", "430100"),
        ("CHN", "中华", "CHN"),
        ("AAA", "Guernsey", "GGY"),
        ("CHN", "", "CHN"),
        ("", "China", "CHN"),
    ],
)
def test_a_code_with_a_name(code: str, name: str, place: str, known: Gazetteer) -> None:
    assert (known.find(code, name).code, known.find(code, name).kind) == (place, "place")


@pytest.mark.parametrize(
    ("code", "name", "kind", "called"),
    [
        ("13", "Georgia", "elsewhere", "Georgia (United States)"),
        ("GA", "Georgia", "elsewhere", "Georgia (United States)"),
        ("US", "Georgia", "elsewhere", "Georgia (United States)"),
        ("CA", "California", "elsewhere", "California (United States)"),
        ("DE", "Delaware", "elsewhere", "Delaware (United States)"),
        ("57", "Micronesia", "aggregate", "Micronesia (region)"),
        ("SDN", "Sudan (...2011)", "elsewhere", "Sudan (before 2011)"),
        ("001", "Autauga", "unknown", "Autauga"),
        ("CHN", "Japan", "conflict", "China / Japan"),
        ("430100", "北京", "conflict", "Changsha / Beijing"),
        ("WLD", "China", "conflict", "World / China"),
        ("CHL", "LAC", "conflict", "Chile / Latin America & Caribbean (excluding high income)"),
    ],
)
def test_a_code_with_another_name(
    code: str, name: str, kind: str, called: str, known: Gazetteer
) -> None:
    assert known.find(code, name) == PlaceMatch("", kind, called)  # type: ignore[arg-type]


def codes(known: Gazetteer, *column: str) -> list[str]:
    return [found.code or found.kind for found in known.find_all([(code, "") for code in column])]


def test_numbers_are_believed_in_a_column_of_one_scheme(known: Gazetteer) -> None:
    assert codes(known, "004", "156", "840") == ["AFG", "CHN", "USA"]
    assert codes(known, "100", "156", "250", "276", "840", "1") == [
        "BGR",
        "CHN",
        "FRA",
        "DEU",
        "USA",
        "WLD",
    ]
    assert codes(known, "43", "4301", "11") == ["430000", "430100", "110000"]
    assert codes(known, "430000", "130102", "110000") == ["430000", "elsewhere", "110000"]
    assert codes(known, "1001", "1003", "13121") == ["elsewhere"] * 3


def test_numbers_are_not_believed_where_they_may_be_of_two_schemes_or_just_count(
    known: Gazetteer,
) -> None:
    assert (
        codes(known, "4", "8", "12", "24", "32") == ["unknown"] * 5
    )  # countries in M49, and states in FIPS
    assert codes(known, "1", "2", "3", "4", "5") == ["unknown"] * 5
    assert codes(known, "156", "840") == ["unknown"] * 2
    assert codes(known, "2019", "2020", "2021") == ["unknown"] * 3


def test_numbers_that_mostly_agree_with_their_names_tell_the_rest(known: Gazetteer) -> None:
    sure = [
        ("8", "Albania"),
        ("156", "China"),
        ("276", "Germany"),
        ("40", "Austria"),
        ("56", "Belgium"),
        ("100", "Bulgaria"),
        ("124", "Canada"),
        ("152", "Chile"),
        ("170", "Colombia"),
    ]
    column = [*sure, ("792", "Tuerkei"), ("300", "Brazil"), ("5100", "Elsewhere and so on")]
    assert known.scheme(column) == "m49" and known.scheme(column[6:]) == ""
    assert known.find_all(column)[9:] == [
        PlaceMatch("TUR", "place", "Türkiye"),
        PlaceMatch("", "conflict", "Greece / Brazil"),
        PlaceMatch("", "aggregate", "Elsewhere and so on"),
    ]


def test_codes_of_two_letters_are_states_where_some_are_no_countries(known: Gazetteer) -> None:
    assert codes(known, "AL", "AK", "GA", "WY") == ["elsewhere"] * 4
    assert codes(known, "AL", "DE", "FR") == ["ALB", "DEU", "FRA"]
    assert codes(known, "NA", "DE", "FR") == ["NAM", "DEU", "FRA"]
    assert codes(known, "NA", "DE") == ["unknown", "DEU"]


def test_counties_that_are_called_like_countries_are_counties(known: Gazetteer) -> None:
    names = [
        "Autauga",
        "Baldwin",
        "Barbour",
        "Bibb",
        "Blount",
        "Bullock",
        "Butler",
        "Calhoun",
        "Cherokee",
        "Chilton",
    ]
    column = [*((str(1001 + 2 * at), name) for at, name in enumerate(names)), ("42075", "Lebanon")]
    assert known.find_all(column)[-1] == PlaceMatch(
        "", "elsewhere", "county 075 of Pennsylvania (United States)"
    )
    assert {found.kind for found in known.find_all(column)} == {"elsewhere"}


def test_hong_kong_and_macao_beside_provinces(known: Gazetteer) -> None:
    assert codes(known, "430000", "810000", "820000", "710000", "100000") == [
        "430000",
        "HKG",
        "MAC",
        "TWN",
        "CHN",
    ]


def test_georgia_among_states_is_a_state(known: Gazetteer) -> None:
    assert codes(known, "Georgia", "Alabama", "Texas", "United States") == ["elsewhere"] * 3 + [
        "USA"
    ]
    assert codes(known, "Georgia", "Armenia", "Texas") == ["GEO", "ARM", "elsewhere"]


def test_a_column_of_small_letters(known: Gazetteer) -> None:
    assert codes(known, "chn", "usa", "nor") == ["CHN", "USA", "NOR"]


def test_a_countrys_code_beside_its_cities_is_not_taken_for_them(known: Gazetteer) -> None:
    column = [("CHN", "Hunan"), ("CHN", "Fantasia City"), ("CHN", "China")]
    assert known.find_all(column) == [
        PlaceMatch("430000", "place", "Hunan"),
        PlaceMatch("", "unknown", "Fantasia City"),
        PlaceMatch("CHN", "place", "China"),
    ]


def test_the_nearest_name(known: Gazetteer) -> None:
    assert [
        known.nearest(word)
        for word in ("Chnia", "Germny", "Untied States", "Arab Wrold", "Brussels Airport", "B:", "")
    ] == ["China", "Germany", "United States", "Arab World", "", "", ""]


def named(**names: str) -> Text:
    return Text(MappingProxyType(names))


def test_what_places_csv_teaches_wins() -> None:
    own = {
        "CHN": Place("CHN", named(en="China"), "country", aliases=("Freedonia", "Japan", "OECD")),
        "X": Place("X", named(en="Georgia"), "city"),
    }
    known = gazetteer(own)
    assert [known.find(word).code for word in ("Freedonia", "Japan", "OECD", "Georgia", "CN")] == [
        "CHN",
        "CHN",
        "CHN",
        "X",
        "CHN",
    ]
    assert known.find("FRA") == PlaceMatch("", "elsewhere", "France") and known.find(
        "World"
    ) == PlaceMatch("", "aggregate", "World")


def test_a_group_taught_by_its_code_has_all_its_names() -> None:
    known = gazetteer({"OECD": Place("OECD", named(en="Our club"), "group")})
    assert {
        known.find(word).code for word in ("OED", "OECD members", "OCDE", "经合组织", "our club")
    } == {"OECD"}


def test_one_name_is_one_country() -> None:
    seen: dict[str, str] = {}
    assert [
        (entry.name, word)
        for entry in entries()
        if entry.kind == "country"
        for word in entry.keys
        if seen.setdefault(word, entry.name) != entry.name
    ] == []
    assert len({code for entry in entries() for code in entry.codes}) == sum(
        len(set(entry.codes)) for entry in entries()
    )


def test_keys() -> None:
    assert key("The Korea, Rep. of") == key("republic of KOREA") == "korea republic"
    assert key("Eastern and South-Eastern Asia") != key("South-Eastern Asia")
    assert (
        key("U.S. Virgin Is.") == "islands us virgin"
        and key("刚果（金）") == "刚果 金"
        and key("*") == ""
    )
