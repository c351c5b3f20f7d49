"""UNCTADstat, older and newer downloads."""

from __future__ import annotations

from tests.indicators.readers.samples import corpus, one, rows_of


def test_measures_with_footnotes_beside() -> None:
    formats, rows, _ = rows_of(
        "Year,Economy,Economy Label,Partner,Partner Label,Flow,Flow Label,US dollars at "
        "current prices in millions,"
        "US dollars at current prices in millions Footnote,Percentage of total world,"
        "Percentage of total world Footnote\n"
        '2019,156,"China",0000,"World",02,"Exports",53784.5,,10.1,"Estimated"\n'
        '2019,276,"Germany",0000,"World",01,"Imports",,,,\n'
    )
    assert formats == ("unctadstat",) and len(rows) == 3
    money = one(rows, place="156", title="US dollars at current prices")
    assert (
        money
        | {
            "value": "53784500000",
            "unit": "US dollars at current prices",
            "breakdown": "flow=exports",
            "status": "",
        }
        == money
    )
    assert (
        one(rows, place="156", title="Percentage of total world")
        | {"value": "10.1", "status": "estimated"}
        == rows[1]
    )
    assert one(rows, place="276")["value"] == ""


def test_newer_downloads() -> None:
    formats, rows, _ = rows_of(
        "Year,Economy,Economy_Label,Flow,Flow_Label,US_at_current_prices_in_millions_Value,"
        "US_at_current_prices_in_millions_Footnote,"
        "US_at_current_prices_in_millions_MissingValue\n"
        "2020,0156,China,02,Exports,154371.4,,\n2020,0276,Germany,02,Exports,,,Not available\n"
    )
    assert (
        formats == ("unctadstat",)
        and rows[0] | {"value": "154371400000", "unit": "US$ at current prices", "place": "0156"}
        == rows[0]
    )


def test_years_in_the_measures_names() -> None:
    _, rows, _ = rows_of(
        "Economy,Economy_Label,ShipType,Ship type_Label,2021_Number_of_ships_Value,"
        "2021_Number_of_ships_Footnote,"
        "2022_Number_of_ships_Value,"
        "2022_Number_of_ships_Footnote\n156,China,00,Total fleet,7100,,8007,Estimated\n"
    )
    assert [(row["period"], row["value"], row["title"], row["status"]) for row in rows] == [
        ("2021", "7100", "Number of ships", ""),
        ("2022", "8007", "Number of ships", "estimated"),
    ]


def test_quarters() -> None:
    _, rows, _ = rows_of(
        "Period,Period Label,Economy,Economy Label,Series,Series Label,Index Base 2015 = 100\n"
        "2005Q01,Q1 2005,0000,World,01,Exports,55.1\n"
    )
    assert (
        rows[0] | {"period": "2005-Q1", "value": "55.1", "place": "0000", "place_name": "World"}
        == rows[0]
    )


def test_corpus() -> None:
    rows = corpus("unctadstat/US_TradeServICT_ST202109011133_v1.csv")
    exports = "category=ict services;flow=exports"
    world = one(
        rows, place="0000", period="2005", title="US dollars at current prices", breakdown=exports
    )
    assert world["text"] == "169488.273" and world["value"] == "169488273000"
    assert (
        one(
            rows,
            place="926",
            period="2020",
            title="Percentage of total trade in services",
            breakdown=exports,
        )["text"]
        == "6.53608"
    )
    rows = corpus("unctadstat/ict_services_excel_resaved.csv")
    assert (
        one(
            rows,
            place="8",
            period="2005",
            title="US dollars at current prices",
            breakdown="category=ict services;flow=imports",
        )["text"]
        == "16.953"
    )


def test_prices_per_capita_and_why_a_figure_is_missing() -> None:
    head = "Year,Economy,Economy Label" + "".join(
        f",{name},{name} Footnote,{name} Missing value"
        for name in (
            "US$ at constant prices (2015) in millions",
            "US$ at constant prices (2015) per capita",
        )
    )
    _, rows, _ = rows_of(
        head
        + (
            '\n1970,051,"Armenia",,,"Not applicable",,,"Not applicable"\n'
            '1970,156,"China",231210.388,,,280.831,,\n'
        )
    )
    assert one(rows, place="051")["text"] == "" and len(rows) == 3
    assert rows[1] | {"value": "231210388000", "unit": "US$ at constant prices (2015)"} == rows[1]
    assert (
        rows[2] | {"value": "280.831", "unit": "US$ at constant prices (2015) per capita"}
        == rows[2]
    )


def test_years_in_the_names_of_measures() -> None:
    _, rows, problems = rows_of(
        "Economy_Label,2021_Number_of_ships,2021_Number_of_ships_Footnote,"
        "2022_Number_of_ships\nChina,10,,20\n"
    )
    assert [(row["period"], row["text"], row["title"]) for row in rows] == [
        ("2021", "10", "Number of ships"),
        ("2022", "20", "Number of ships"),
    ] and not problems
