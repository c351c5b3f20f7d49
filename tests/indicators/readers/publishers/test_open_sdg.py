"""Open SDG: no column for the place."""

from __future__ import annotations

from tests.indicators.readers.samples import corpus, one, rows_of


def test_headline_disaggregations_and_status() -> None:
    formats, rows, problems = rows_of(
        "Year,Sex,Age,Units,Unit multiplier,Observation status,Value\n"
        "2019,,,Number,Thousands,Normal value,64.1\n"
        "2019,Female,16-24,Number,Thousands,Estimated value,12.5\n"
    )
    assert formats == ("opensdg",) and [problem.severity for problem in problems] == ["warning"]
    assert (
        one(rows, breakdown="total")
        | {"value": "64100", "place": "", "unit": "Number", "status": ""}
        == rows[0]
    )
    assert one(rows, breakdown="age=16-24;sex=female")["status"] == "estimated"


def test_geocode_is_the_place() -> None:
    _, rows, problems = rows_of(
        "Year,Region,GeoCode,Units,Value\n2019,London,E12000007,%,70\n2020,London,E12000007,%,71\n"
    )
    assert (
        one(rows, period="2020")
        | {"place": "E12000007", "place_name": "London", "breakdown": "total"}
        == rows[1]
        and not problems
    )


def test_a_table_with_places_is_not_open_sdg() -> None:
    assert rows_of("Year,Country,Units,Value\n2019,China,%,64.1\n2020,Germany,%,65.1\n")[0] == (
        "generic",
    )


def test_corpus() -> None:
    rows = corpus("ons_opensdg/indicator_17-6-1.csv")
    assert len(rows) == 128
    assert (
        one(
            rows,
            period="2008",
            breakdown="speed_mb_sec=10 mbps and over",
            unit="Rate per 100 population",
        )["text"]
        == "1.89414"
    )
    assert one(rows, period="2021", breakdown="total", unit="Number")["text"] == "27738724.0"


def test_files_with_nothing_but_disaggregations() -> None:
    formats, rows, problems = rows_of(
        "Year,Gruppe,Value\n2011,,76.3\n2012,,77.5\n2011,Frauen,66.9\n2011,Männer,80\n"
    )
    assert formats == ("opensdg",) and problems[0].severity == "warning"
    assert (
        one(rows, breakdown="gruppe=frauen") | {"period": "2011", "text": "66.9", "place": ""}
        == rows[2]
    )


def test_without_a_headline_it_is_not_known_as_open_sdg() -> None:
    assert rows_of("Year,Gouvernorat,Value\n2011,Tunis,1\n2012,Sfax,2\n")[0] == ("generic",)
    assert not rows_of("Year,Dorf,Value\n2011,A,1\n2012,B,2\n")[0]


def test_the_codes_of_sdmx_and_spans_of_years() -> None:
    _, rows, _ = rows_of(
        "Year,SERIES,SEX,UNIT_MEASURE,UNIT_MULT,OBS_STATUS,REF_AREA,Value\n"
        "2010-12,Users,,PS,3,A,KE,1.5\n2011-13,Users,F,PS,3,E,KE,2.5\n"
    )
    assert (
        rows[0]
        | {
            "period": "2010-01-01/P3Y",
            "value": "1500",
            "place": "KE",
            "title": "Users",
            "breakdown": "total",
        }
        == rows[0]
    )
    assert rows[1] | {"status": "estimated", "breakdown": "sex=female"} == rows[1]
