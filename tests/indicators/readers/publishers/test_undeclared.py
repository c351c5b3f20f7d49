"""Files of publishers without a reader of their own, and files that are no indicators: read right,
or asked about and never nonsense.
"""

from __future__ import annotations

import pytest

from indicators.problems import ProblemCode
from indicators.readers.read_file import read_any
from tests.indicators.readers.samples import one, rows_of

KNOWN = {"France", "China", "Germany", "FRA", "CHN", "Brasil"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "respondent_id,country,year,sex,q1\n1001,France,2019,F,2\n1002,France,2019,M,1\n1003,China,2019,F,2\n",
            ProblemCode.SINGLE_CASES,
        ),
        (
            "Country,Year,Contract,Supplier,Amount (EUR)\nFrance,2023,C-1,Acme,12000.50\nChina,2022,C-2,Beta,8000\n",
            ProblemCode.SINGLE_CASES,
        ),
        (
            "Order ID,Date,Country,Quantity\n7,2023-05-01,France,2\n9,2023-05-01,China,3\n",
            ProblemCode.SINGLE_CASES,
        ),
        (
            "Name,Street,City,ZIP,Phone\nAnna,1 High St,Paris,75001,33123456\nBob,2 Low St,Lyon,69001,33123457\n",
            ProblemCode.PERIOD_COLUMN_MISSING,
        ),
        (
            "timestamp,level,host,status,ms\n2023-05-01T10:00:01Z,INFO,a,200,123\n2023-05-01T10:00:02Z,WARN,b,404,223\n",
            ProblemCode.PLACE_COLUMN_MISSING,
        ),
        (
            "country,year,id\nFrance,2019,1001\nChina,2019,1002\nFrance,2020,1003\n",
            ProblemCode.VALUE_COLUMN_MISSING,
        ),
        (
            "date,country,event,lat,lon\n2023-05-01,France,strike,48.8,2.3\n2023-05-02,China,flood,30.1,104.1\n",
            ProblemCode.VALUE_COLUMN_MISSING,
        ),
    ],
)
def test_what_is_no_indicator_is_refused(text: str, why: ProblemCode) -> None:
    formats, rows, problems = rows_of(text)
    assert not formats and not rows and problems[0].code == why


def test_places_from_and_to_are_asked_about() -> None:
    found = read_any(
        b"From,To,Year,Flights\nFrance,China,2019,100\nChina,France,2019,101\nFrance,Germany,2019,200\n",
        "x",
        KNOWN.__contains__,
    )
    assert not found.formats and found.problems[0].values == {"candidate": "From"}


def test_places_among_other_columns_of_figures_are_asked_about() -> None:
    found = read_any(
        b"Year,France,China,Oil,Gas\n2019,1,2,3,4\n2020,5,6,7,8\n", "x", KNOWN.__contains__
    )
    assert found.problems[0].values == {"place": "France", "other": "Oil"}
    found = read_any(b"Year,France,China,Total\n2019,1,2,3\n2020,5,6,11\n", "x", KNOWN.__contains__)
    assert found.rows.place.categories == ("France", "China") and found.problems[-1].values[
        "columns"
    ] == ("Total",)


@pytest.mark.parametrize(
    "text",
    [
        ",Country,Year,GDP\n0,France,2019,5\n1,France,2020,6\n2,China,2020,7\n",
        "Unnamed: 0,country,year,GDP\n0,France,2019,5\n1,France,2020,6\n2,China,2020,7\n",
        "S. No.,Country,Year,GDP\n1,France,2019,5\n2,France,2020,6\n3,China,2020,7\n",
        '"","country","date","GDP","ok"\n"1","France",2019,5,TRUE\n"2","France",2020,6,FALSE\n"3","China",2020,7,TRUE\n',
    ],
)
def test_numbers_of_rows_and_truths_part_nothing(text: str) -> None:
    _, rows, problems = rows_of(text)
    assert [(row["text"], row["breakdown"], row["title"]) for row in rows] == [
        ("5", "total", "GDP"),
        ("6", "total", "GDP"),
        ("7", "total", "GDP"),
    ]
    assert problems[0].code == ProblemCode.COLUMNS_NOT_READ


def test_measures_beside_a_value_are_no_breakdown() -> None:
    _, rows, problems = rows_of(
        "Country,Year,Value,YoY change,Respondents\nFrance,2019,5,1.5,1001\nChina,2019,6,-2,1200\nChina,2020,7,0.5,1250\n"
    )
    assert {row["breakdown"] for row in rows} == {"total"} and problems[0].values["columns"] == (
        "YoY change",
        "Respondents",
    )


def test_the_year_said_again_is_no_figure() -> None:
    _, rows, _ = rows_of(
        "Location,Time,MidPeriod,PopTotal\nFrance,1950,1950.5,41834\nFrance,1951,1951.5,42156\nChina,1951,1951.5,554\n"
    )
    assert [row["text"] for row in rows] == ["41834", "42156", "554"] and {
        row["title"] for row in rows
    } == {"PopTotal"}


def test_coordinates_and_codes_of_places_are_no_figures() -> None:
    _, rows, _ = rows_of(
        "X,Y,code_insee,nom_commune,annee,abonnes,Shape_Area\n2.3,48.8,75056,Paris,2019,1000.5,1.5\n4.8,45.7,69123,Lyon,2019,500,2.5\n"
    )
    assert [(row["place"], row["text"]) for row in rows] == [("Paris", "1000.5"), ("Lyon", "500")]


def test_months_and_quarters_across_beside_a_year() -> None:
    _, rows, _ = rows_of("Series Id,Year,Jan,Feb,Dec\nLNS1,2019,4.0,3.8,3.5\nLNS1,2020,3.5,,6.7\n")
    assert [(row["series"], row["period"], row["text"]) for row in rows] == [
        ("LNS1", "2019-01", "4.0"),
        ("LNS1", "2019-02", "3.8"),
        ("LNS1", "2019-12", "3.5"),
        ("LNS1", "2020-01", "3.5"),
        ("LNS1", "2020-02", ""),
        ("LNS1", "2020-12", "6.7"),
    ]
    _, rows, _ = rows_of("Country,Year,Q1,Q2,Q3,Q4\nFrance,2019,1,2,3,4\nChina,2019,5,6,7,8\n")
    assert one(rows, place="China", period="2019-Q3")["text"] == "7"


def test_months_in_a_column_of_codes() -> None:
    _, rows, _ = rows_of(
        "series_id\tyear\tperiod\tvalue\nLNS1\t1948\tM01\t3.4\nLNS1\t1948\tM02\t3.8\nLNS1\t1948\tM13\t3.75\n"
    )
    assert [(row["period"], row["text"]) for row in rows] == [
        ("1948-01", "3.4"),
        ("1948-02", "3.8"),
        ("1948", "3.75"),
    ]


def test_a_column_of_multipliers_multiplies_whatever_its_name() -> None:
    _, rows, _ = rows_of(
        "Country,Year,Value,Factor\nFrance,2019,5,thousands\nChina,2019,6,millions\nChina,2020,7,units\n"
    )
    assert [row["value"] for row in rows] == ["5000", "6000000", "7"]
    _, rows, _ = rows_of(
        "Country,Year,Value,Grandeza\nFrance,2019,5,Mil unidades\nChina,2019,6,Mil unidades\n"
    )
    assert [(row["value"], row["unit"]) for row in rows] == [
        ("5000", "unidades"),
        ("6000", "unidades"),
    ]


def test_a_magnitude_in_words_is_a_note() -> None:
    _, rows, _ = rows_of(
        "indicatorId,geoUnit,year,value,magnitude,qualifier\nCR.1,AFG,2015,53.62,,UIS_EST\nCR.1,CHN,2015,0.1,NEGLIGIBLE,\n"
    )
    assert one(rows, place="AFG")["status"] == "estimated" and one(rows, place="CHN") | {
        "note": "NEGLIGIBLE",
        "value": "0.1",
    } == one(rows, place="CHN")


def test_growth_is_not_in_the_unit_of_its_row() -> None:
    _, rows, _ = rows_of(
        "2023年主要指标,,,\n指标,单位,本年实际,比上年增长(%)\n地区生产总值,亿元,14331.98,4.8\n固定资产投资,亿元,8000,-3\n"
    )
    assert one(rows, title="本年实际", text="8000") | {
        "value": "800000000000",
        "unit": "元",
    } == one(rows, title="本年实际", text="8000")
    assert one(rows, text="4.8") | {"value": "4.8", "unit": "%"} == one(rows, text="4.8")
    _, rows, _ = rows_of(
        "Country,Year,Unit,Users,Change\nFrance,2019,thousands,79.1,-1\nChina,2019,thousands,70.1,2\n"
    )
    assert (
        one(rows, place="France", title="Change")["value"] == "-1"
        and one(rows, place="France", title="Users")["value"] == "79100"
    )


def test_marks_that_stand_for_a_figure_are_missing_and_noted() -> None:
    _, rows, problems = rows_of("Area,2018,2019\nFrance,(D),5\nChina,[c],6\n")
    assert one(rows, place="France", period="2018") | {"text": "", "note": "(D)"} == one(
        rows, place="France", period="2018"
    ) and not [problem for problem in problems if "kept as text" in problem.message()]
    assert one(rows, place="China", period="2018")["note"] == "[c]"


def test_a_second_table_is_not_read_into_the_first() -> None:
    _, rows, problems = rows_of(
        "Users (%)\nCountry,2019,2020\nFrance,1,2\nChina,3,4\n\nPhones\nCountry,2019,2020\nFrance,5,6\nChina,7,8\n"
    )
    assert [row["text"] for row in rows] == ["1", "2", "3", "4"]
    told = next(problem for problem in problems if "second table" in problem.message())
    assert (told.message()[:1], told.line, told.severity) == ("3", 7, "error")


def test_a_header_between_files_put_together_is_passed_over() -> None:
    _, rows, problems = rows_of(
        "Country,Year,Value\nFrance,2019,1\nChina,2019,2\nCountry,Year,Value\nFrance,2020,3\n"
    )
    assert [(row["text"], row["line"]) for row in rows] == [("1", "2"), ("2", "3"), ("3", "5")]
    assert [(problem.line, problem.severity) for problem in problems] == [(4, "notice")]


def test_a_place_that_is_called_like_its_column_is_a_row() -> None:
    _, rows, problems = rows_of("Region,2019,2020\nNorth,1,2\nRegion,3,4\nSouth,5,6\n")
    assert [row["text"] for row in rows] == ["1", "2", "3", "4", "5", "6"] and not [
        problem for problem in problems if problem.severity == "error"
    ]


def test_columns_of_figures_called_like_records_are_figures() -> None:
    _, rows, _ = rows_of("Country,Year,phone,contract\nFrance,2019,12,3\nChina,2020,13,4\n")
    assert [(row["title"], row["text"]) for row in rows] == [
        ("phone", "12"),
        ("contract", "3"),
        ("phone", "13"),
        ("contract", "4"),
    ]


def test_index_names_below_two_header_rows() -> None:
    _, rows, _ = rows_of(
        ",gdp,gdp,users,users\nyear,2019,2020,2019,2020\ncountry,,,,\nFrance,1,2,3,4\nChina,5,6,7,8\n"
    )
    assert len(rows) == 8 and one(rows, place="China", title="users", period="2020") | {
        "text": "8",
        "line": "5",
    } == one(rows, place="China", title="users", period="2020")


def test_years_within_headers() -> None:
    _, rows, _ = rows_of(
        "Country,Population 2020 (millions),Population 2021 (millions)\nFrance,67.4,67.7\nChina,1402,1412\n"
    )
    assert one(rows, place="France", period="2021") | {
        "value": "67700000",
        "title": "Population",
    } == one(rows, place="France", period="2021")


def test_names_of_two_characters_spread_by_blanks() -> None:
    _, rows, _ = rows_of("地区,2019,2020\n北 京,1,2\n天　津,3,4\n")
    assert {row["place"] for row in rows} == {"北京", "天津"}


def test_the_whole_country_in_a_japanese_table_is_japan() -> None:
    _, rows, _ = rows_of("年,地域,インターネット利用率\n2019年,全国,89.8\n2019年,東京都,95.7\n")
    assert {row["place"] for row in rows} == {"日本", "東京都"}
    _, rows, _ = rows_of("年份,地区,互联网普及率\n2019年,全国,64.5\n2019年,北京,78\n")
    assert {row["place"] for row in rows} == {"全国", "北京"}


def test_men_and_women_across_below_a_title() -> None:
    _, rows, _ = rows_of(
        "Internet kullanım oranı;;;\nYıl;Toplam;Erkek;Kadın\n2019;75,3;81,8;68,9\n2020;79,0;84,7;73,3\n"
    )
    assert one(rows, period="2019", breakdown="sex=male") | {
        "text": "81.8",
        "title": "Internet kullanım oranı",
    } == one(rows, period="2019", breakdown="sex=male")
    assert one(rows, period="2020", breakdown="total")["text"] == "79.0"


@pytest.mark.parametrize(
    ("text", "encoding", "place", "title"),
    [
        (
            "年,地域,インターネット利用率\n2019年,東京都,95.7\n2020年,大阪府,93\n",
            "cp932",
            "東京都",
            "インターネット利用率",
        ),
        (
            "시도별,항목,단위,2019,2020\n서울특별시,인터넷이용률,%,95.4,96\n부산광역시,인터넷이용률,%,91,92\n",
            "cp949",
            "서울특별시",
            "인터넷이용률",
        ),
        (
            "統計期,區域別,人口數\n2019年,臺北市,2645041\n2020年,新北市,4030954\n",
            "big5",
            "臺北市",
            "人口數",
        ),
        (
            "Субъект;Год;Показатель;Значение\nМосква;2019;Доля населения;91,1\nТверь;2020;Доля населения;92\n",
            "cp1251",
            "Москва",
            "Доля населения",
        ),
        (
            "İl;Yıl;Kullanım oranı\nIğdır;2019;75,3\nŞırnak;2020;79,0\n",
            "cp1254",
            "Iğdır",
            "Kullanım oranı",
        ),
    ],
)
def test_encodings_of_the_world(text: str, encoding: str, place: str, title: str) -> None:
    formats, rows, _ = rows_of(text.encode(encoding))
    assert formats == ("generic",) and (rows[0]["place"], rows[0]["title"]) == (place, title)
