"""Measures of SDMX-CSV that are not called OBS_VALUE, and multipliers."""

from __future__ import annotations

import pytest

from indicators.problems import ProblemCode
from tests.indicators.readers.samples import one, rows_of


def test_measures_of_other_names_are_series_of_their_own() -> None:
    formats, rows, problems = rows_of(
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA: Area,SEX: Sex,TIME_PERIOD: Time,"
        "TURNOVER: Turnover in euro,EMPL: Persons employed,DECIMALS,NOTE_X\n"
        "dataflow,ESTAT:SBS(1.0): Business,I,DE: Germany,F: Female,2020,100.5,20,1,words\n"
        "dataflow,ESTAT:SBS(1.0): Business,I,FR: France,F: Female,2020,90,,1,\n"
    )
    assert formats == ("eurostat-sdmx-csv",) and not problems and len(rows) == 4
    assert one(rows, place="DE", series="SBS.TURNOVER") | {
        "value": "100.5",
        "title": "Business, Turnover in euro",
        "breakdown": "sex=female",
        "line": "2",
    } == one(rows, place="DE", series="SBS.TURNOVER")
    assert (
        one(rows, place="DE", series="SBS.EMPL")["value"] == "20"
        and one(rows, place="FR", series="SBS.EMPL")["value"] == ""
    )


def test_one_measure_of_another_name_in_version_one() -> None:
    _, rows, problems = rows_of(
        "DATAFLOW,REF_AREA,SEX,TIME_PERIOD,CENSUS_POP\n"
        "ESTAT:CENS(1.0),DE,F,2021,41000000\nESTAT:CENS(1.0),DE,T,2021,83000000\n"
    )
    assert not problems and [(row["series"], row["breakdown"], row["value"]) for row in rows] == [
        ("CENS", "sex=female", "41000000"),
        ("CENS", "total", "83000000"),
    ]


def test_attributes_alone_are_no_measures() -> None:
    formats, rows, problems = rows_of(
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,UNIT_MULT,DECIMALS,BASE_PER,"
        "COMMENT_TS\n"
        "dataflow,ESTAT:SBS(1.0),I,DE,2020,3,1,2015,abc\n"
    )
    assert not formats and not rows and problems[0].code == ProblemCode.NO_OBSERVATIONS


def test_a_value_written_with_its_label() -> None:
    _, rows, problems = rows_of(
        "DATAFLOW,REF_AREA: Area,OBS_VALUE: OBS_VALUE,TIME_PERIOD: Time\n"
        "MD:MD_TEST(1.0): Test,DE: Germany,1.5: 1.5,2020: 2020\n"
    )
    assert not problems and one(rows, place="DE")["value"] == "1.5" and rows[0]["period"] == "2020"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("0", "1.5"),
        ("3", "1500"),
        ("6: Millions", "1500000"),
        ("9", "1500000000"),
        ("Thousands", "1500"),
        ("", "1.5"),
    ],
)
def test_multipliers(said: str, value: str) -> None:
    _, rows, problems = rows_of(
        "DATAFLOW,REF_AREA: Area,TIME_PERIOD: Time,OBS_VALUE: Value,UNIT_MULT: Multiplier\n"
        f"A:B(1.0),DE: Germany,2020,1.5,{said}\n"
    )
    assert rows[0]["value"] == value and not problems


def test_multipliers_that_are_doubtful_are_told() -> None:
    _, rows, problems = rows_of(
        "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\n"
        "A:B(1.0),DE,2020,1.5,zillions\nA:B(1.0),DE,2021,1.5,lakh\n"
    )
    assert [(row["period"], row["value"]) for row in rows] == [("2021", "150000")]
    assert [(problem.found, problem.severity, problem.line) for problem in problems] == [
        ("zillions", "error", 2)
    ]
    _, rows, problems = rows_of(
        "DATAFLOW,REF_AREA,TIME_PERIOD,A1,B1,UNIT_MULT\nA:B(1.0),DE,2020,1.5,2,3\n"
    )
    assert [row["value"] for row in rows] == ["1500", "2000"]
    assert problems[0].code == ProblemCode.SHARED_MULTIPLIER and problems[0].values == {"n": 2}


def test_multipliers_in_units_where_no_column_says_one() -> None:
    head = "DATAFLOW,freq,unit,na_item,geo,TIME_PERIOD,OBS_VALUE"
    _, rows, _ = rows_of(
        f"{head}\nESTAT:NAMA(1.0),A,CP_MEUR,B1GQ,AT,2020,12.5\n"
        "ESTAT:NAMA(1.0),A,THS_PER,POP,AT,2020,8900\n"
    )
    assert [(row["series"], row["unit"], row["value"]) for row in rows] == [
        ("NAMA.B1GQ.CP_MEUR", "CP_EUR", "12500000"),
        ("NAMA.POP.THS_PER", "PER", "8900000"),
    ]
    _, rows, _ = rows_of(f"{head},UNIT_MULT\nESTAT:NAMA(1.0),A,MIO_EUR,B1GQ,AT,2020,12.5,6\n")
    assert (rows[0]["unit"], rows[0]["value"]) == ("EUR", "12500000"), (
        "multiplied once, and gone from the unit"
    )
    _, rows, problems = rows_of(
        f"{head},UNIT_MULT\nESTAT:NAMA(1.0),A,MIO_EUR,B1GQ,AT,2020,12.5,3\n"
        "ESTAT:NAMA(1.0),A,EUR,B1GQ,AT,2021,12.5,3\n"
    )
    assert [(row["period"], row["value"]) for row in rows] == [("2021", "12500")]
    assert [
        (problem.found, problem.line) for problem in problems if problem.severity == "error"
    ] == [("MIO_EUR", 2)]


def test_the_ilo_says_the_unit_in_its_label_and_the_source_beside() -> None:
    _, rows, problems = rows_of(
        "ref_area,ref_area.label,source,source.label,indicator,indicator.label,sex,"
        "sex.label,classif1,classif1.label,time,obs_value,obs_status\n"
        "AFG,Afghanistan,BA:1,LFS,EMP_NB,Employment by sex (thousands),SEX_T,Sex: Total,"
        "INS_SECTOR_TOTAL,Sector: Total,2021,7.5,\n"
        "AFG,Afghanistan,BA:2,LFS,EMP_NB,Employment by sex (thousands),SEX_F,Sex: Female,"
        "INS_SECTOR_PUB,Sector: Public,2020,1.25,B\n"
    )
    assert not problems
    assert [
        (row["value"], row["title"], row["breakdown"], row["source"], row["status"]) for row in rows
    ] == [
        ("7500", "Employment by sex", "total", "LFS", ""),
        ("1250", "Employment by sex", "classif1=ins_sector_pub;sex=female", "LFS", "break"),
    ]


def test_the_bis_writes_codes_and_names_without_a_blank() -> None:
    _, rows, _ = rows_of(
        "Time Series Search Export,Search term,About\n,,url\n\n"
        "DATAFLOW_ID:Dataflow ID,KEY:Timeseries Key,FREQ:Frequency,REF_AREA:Reference "
        "area,UNIT_MEASURE:Unit,TIME_PERIOD:Period,"
        "OBS_CONF:Confidentiality,OBS_STATUS:Status,OBS_VALUE:Value\n"
        '"BIS,WS_SPP,1.0",Q.AT.628,Q:Quarterly,AT:Austria,628:Index 2010=100,2023-Q1,'
        "F:Free,A:Normal value,180.2\n"
    )
    assert (
        rows[0]
        | {
            "place": "AT",
            "place_name": "Austria",
            "unit": "Index 2010=100",
            "note": "",
            "status": "",
            "value": "180.2",
            "line": "5",
        }
        == rows[0]
    )


def test_the_level_of_a_place_is_no_breakdown_of_it() -> None:
    _, rows, _ = rows_of(
        "DATAFLOW,TERRITORIAL_LEVEL,REF_AREA,MEASURE,TIME_PERIOD,OBS_VALUE,COUNTRY\n"
        "OECD.CFE:DF(1.0),TL2,AU1,POP,2024,85,AUS\n"
    )
    assert (rows[0]["place"], rows[0]["breakdown"]) == ("AU1", "total")
