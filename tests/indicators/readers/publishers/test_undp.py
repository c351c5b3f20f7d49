"""UNDP's Human Development Reports."""

from __future__ import annotations

from tests.indicators.readers.samples import corpus, one, rows_of


def test_tables_of_the_old_portal() -> None:
    text = (
        '"Human Development Index (HDI)"\n"Dimension: Composite indices"\n'
        '"Definition: a long—one"\n"Source: HDRO calculations."\n""\n'
        '"HDI Rank","Country","1990","","2019",""\n"85"," China","0.499","","0.761","a"\n'
        '" ","Very high human development","0.779","","0.898",""\n'
        '"","Regions","","","..",""\n" ","World","..","","0.737",""\n""\n'
    ).encode("cp1252")
    formats, rows, _ = rows_of(text)
    assert formats == ("undp-hdr",) and {row["title"] for row in rows} == {
        "Human Development Index (HDI)"
    }
    assert (
        one(rows, place="China", period="2019")
        | {"value": "0.761", "note": "a", "line": "7", "source": "HDRO calculations."}
        == rows[1]
    )
    assert not [row for row in rows if row["place"] == "Regions"]
    assert [row["value"] for row in rows if row["place"] == "World"] == ["", "0.737"]


def test_complete_time_series() -> None:
    formats, rows, _ = rows_of(
        "iso3,country,hdicode,region,hdi_rank_2021,hdi_2020,hdi_2021,le_2021\n"
        "CHN,China,High,EAP,79,0.764,0.768,78.2\nZZK.WORLD,World,,,,0.735,,\n"
    )
    assert formats == ("undp-series",) and len(rows) == 5
    assert (
        one(rows, place="CHN", series="hdi", period="2021")["value"] == "0.768"
        and one(rows, place="ZZK.WORLD")["period"] == "2020"
    )


def test_rows_of_the_api() -> None:
    for text in (
        "countryIsoCode,country,indexCode,index,dimension,indicatorCode,indicator,year,value,note\n"
        "CHN,China,HDI,HDI,,hdi,Human Development Index,2021,0.768,\n",
        (
            "country,index,dimension,indicator,year,value,note\n"
            "CHN - China,HDI - x,Composite,hdi - Human Development Index,2021,0.768,\n"
        ),
    ):
        formats, rows, _ = rows_of(text)
        assert formats == ("undp-api",)
        assert (
            rows[0]
            | {
                "place": "CHN",
                "place_name": "China",
                "series": "hdi",
                "title": "Human Development Index",
                "value": "0.768",
            }
            == rows[0]
        )


def test_corpus() -> None:
    rows = corpus("undp_hdr/UNDP Human Development Index (HDI).csv")
    assert (
        one(rows, place="Afghanistan", period="1990")["text"] == "0.302"
        and one(rows, place="China", period="2019")["text"] == "0.761"
    )


def test_the_unit_in_the_title() -> None:
    _, rows, _ = rows_of(
        '"Internet users, total (% of population)"\n"Dimension: Mobility"\n'
        '"SDG 17.6 and words"\n"Definition: People."\n'
        '"Source: ITU (2020)."\n""\n'
        '"HDI Rank","Country","2000","","2018",""\n".."," Monaco","42.2","","97.1","a"\n'
    )
    assert (
        rows[1]
        | {
            "place": "Monaco",
            "period": "2018",
            "unit": "% of population",
            "note": "a",
            "source": "ITU (2020).",
        }
        == rows[1]
    )
