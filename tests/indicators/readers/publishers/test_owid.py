"""Our World in Data, as published and as people re-save it."""

from __future__ import annotations

import pytest

from tests.indicators.readers.samples import corpus, one, rows_of


@pytest.mark.parametrize(
    "text",
    [
        (
            "Entity,Code,Year,Internet users (% of population)\nChina,CHN,2019,64.1\n"
            "Africa,,2019,28.5\n"
        ),
        (
            "Entity;Code;Year;Internet users (% of population)\r\nChina;CHN;2019;64,1\r\n"
            "Africa;;2019;28,5\r\n"
        ),
        (
            ",Entity,Code,Year,Internet users (% of population)\n0,China,CHN,2019,64.1\n"
            "1,Africa,,2019,28.5\n"
        ),
        (
            "entity,code,year,Internet users (% of population),World regions according to "
            "OWID\nChina,CHN,2019,64.1,Asia\nAfrica,,2019,28.5,\n"
        ),
    ],
)
def test_as_published_and_resaved(text: str) -> None:
    formats, rows, _ = rows_of(text)
    assert formats == ("owid",) and len(rows) == 2
    assert one(rows, place="CHN") | {
        "title": "Internet users (% of population)",
        "unit": "% of population",
        "value": "64.1",
    } == one(rows, place="CHN")
    assert one(rows, place="Africa")["value"] == "28.5"


def test_without_codes_and_with_several_indicators() -> None:
    formats, rows, _ = rows_of(
        "Entity,Year,Users,GDP (millions of US$)\nChina,2019,5,12.5\nChina,2020,6,\n"
    )
    assert formats == ("owid",) and len(rows) == 3
    assert one(rows, title="GDP") | {"unit": "US$", "value": "12500000", "place": "China"} == one(
        rows, title="GDP"
    )


def test_short_names_are_the_series() -> None:
    formats, rows, _ = rows_of(
        "entity,code,year,share_online__total,Population,owid_region\n"
        "Korea,KOR,2023,96.5,51,Asia\nWorld,OWID_WRL,2023,67,8000,\n"
    )
    assert (
        formats == ("owid",)
        and one(rows, place="KOR", series="share_online__total")["value"] == "96.5"
    )
    assert one(rows, place="OWID_WRL", title="Population")["series"] == ""


def test_a_long_table_is_not_owid_s() -> None:
    formats, rows, _ = rows_of(
        "entity,year,variable,value\nKorea,2019,online,96\nKorea,2020,online,97\n"
        "Korea,2020,offline,3\n"
    )
    assert "owid" not in formats and all(row["value"] != "online" for row in rows)


def test_corpus() -> None:
    assert (
        one(corpus("owid/share-of-individuals-using-the-internet.csv"), place="AFG", period="2001")[
            "text"
        ]
        == "0.004722568"
    )
    assert (
        one(
            corpus("owid/filtered_number-of-internet-users-by-country.csv"),
            place="Brazil",
            period="1991",
        )["text"]
        == "4997"
    )
    assert (
        one(
            corpus("owid_semicolon/semicolon_share-of-individuals-using-the-internet.csv"),
            place="CHN",
            period="2021",
        )["text"]
        == "73.0532"
    )
