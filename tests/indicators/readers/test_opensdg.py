"""Open SDG: no column for the place."""

from __future__ import annotations

from tests.indicators.readers.saying import corpus, one, rows_of


def test_headline_disaggregations_and_status() -> None:
    formats, rows, problems = rows_of("Year,Sex,Age,Units,Unit multiplier,Observation status,Value\n2019,,,Number,Thousands,Normal value,64.1\n"
                                      "2019,Female,16-24,Number,Thousands,Estimated value,12.5\n")
    assert formats == ("opensdg",) and [problem.severity for problem in problems] == ["warning"]
    assert one(rows, breakdown="total") | {"value": "64100", "place": "", "unit": "Number", "status": ""} == rows[0]
    assert one(rows, breakdown="age=16-24;sex=female")["status"] == "estimated"


def test_geocode_is_the_place() -> None:
    _, rows, problems = rows_of("Year,Region,GeoCode,Units,Value\n2019,London,E12000007,%,70\n2020,London,E12000007,%,71\n")
    assert one(rows, period="2020") | {"place": "E12000007", "place_name": "London", "breakdown": "total"} == rows[1] and not problems


def test_a_table_with_places_is_not_open_sdg() -> None:
    assert rows_of("Year,Country,Units,Value\n2019,China,%,64.1\n2020,Germany,%,65.1\n")[0] == ("generic",)


def test_corpus() -> None:
    rows = corpus("ons_opensdg/indicator_17-6-1.csv")
    assert len(rows) == 128
    assert one(rows, period="2008", breakdown="speed_mb_sec=10 mbps and over", unit="Rate per 100 population")["text"] == "1.89414"
    assert one(rows, period="2021", breakdown="total", unit="Number")["text"] == "27738724.0"
