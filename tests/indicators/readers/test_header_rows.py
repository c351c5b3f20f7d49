"""Two header rows, a row of units below the header, and lines above it that say the unit or the
place.
"""

from __future__ import annotations

import pytest

from indicators.problems import Problem, ProblemCode
from indicators.readers.header_rows import layout
from indicators.readers.preview import Preview
from indicators.readers.read_file import read_any
from tests.indicators.readers.samples import one, rows_of


@pytest.mark.parametrize(
    "text",
    [
        "Country,Internet users,,Mobile,\n,2010,2011,2010,2011\nFrance,1,2,3,4\nChina,5,6,7,8\n",
        "Country,Internet users,Internet users,Mobile,Mobile\n,2010,2011,2010,2011\nFrance,1,2,3,4\nChina,5,6,7,8\n",
        ",2010,,2011,\nCountry,Internet users,Mobile,Internet users,Mobile\nFrance,1,3,2,4\nChina,5,7,6,8\n",
    ],
)
def test_two_header_rows(text: str) -> None:
    _, rows, _ = rows_of(text)
    assert len(rows) == 8 and one(rows, place="France", title="Mobile", period="2010") | {
        "text": "3",
        "line": "3",
    } == one(rows, place="France", title="Mobile", period="2010")
    assert one(rows, place="China", title="Internet users", period="2011")["text"] == "6"


def test_men_and_women_across_are_a_breakdown() -> None:
    _, rows, _ = rows_of(
        ",2010,,2011,\nCountry,Male,Female,Male,Female\nFrance,1,2,3,4\nChina,5,6,7,8\n"
    )
    assert one(rows, place="China", period="2011", breakdown="sex=female")["text"] == "8" and {
        row["title"] for row in rows
    } == {""}


def test_a_row_of_units() -> None:
    _, rows, _ = rows_of(
        "Country,Year,GDP,Users\n,,billion US$,%\nFrance,2010,2600,80\nChina,2010,6000,34\n"
    )
    assert one(rows, place="France", title="GDP") | {
        "value": "2600000000000",
        "unit": "US$",
        "line": "3",
    } == one(rows, place="France", title="GDP")
    assert one(rows, place="China", title="Users")["unit"] == "%" and len(rows) == 4
    _, rows, _ = rows_of("Country,Year,Value\n,,million persons\nFrance,2010,6\nChina,2010,3\n")
    assert one(rows, place="France") | {"value": "6000000", "unit": "persons", "title": ""} == one(
        rows, place="France"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Country,2010,2011\nFrance,1,2\nChina,3,4\n",
        "Country,Year,Value\nFrance,2010,x\nChina,2010,3\nIndia,2010,4\n",
        "Country,Year,Kind\nFrance,2010,a\nChina,2010,b\n",
        "a,b\n1,2\n",
    ],
)
def test_one_header_row_is_the_rule(text: str) -> None:
    assert layout(Preview(text.encode())).header == 0


def test_units_said_above_the_table_are_for_columns_without_one() -> None:
    _, rows, _ = rows_of(
        "单位：亿元,,,\n地区,年份,地区生产总值,常住人口(万人)\n湖南省,2022,48670.4,6604\n北京市,2022,41540.9,2184\n"
    )
    assert one(rows, place="湖南省", title="地区生产总值") | {
        "value": "4867040000000",
        "unit": "元",
    } == one(rows, place="湖南省", title="地区生产总值")
    assert one(rows, place="湖南省", title="常住人口") | {"value": "66040000", "unit": "人"} == one(
        rows, place="湖南省", title="常住人口"
    )
    _, rows, _ = rows_of(
        "2023年移动电话用户数（单位：万户）,\n省份,数量\n湖南省,7200\n北京市,4000\n"
    )
    assert (
        rows[0]
        | {"value": "72000000", "unit": "户", "period": "2023", "title": "2023年移动电话用户数"}
        == rows[0]
    )


def test_a_place_in_the_title_or_none() -> None:
    found = read_any(
        b"Internet users in France,\nYear,Value\n2010,80\n2011,81\n",
        "x",
        {"France", "China"}.__contains__,
    )
    assert (
        found.rows.place.categories == ("France",)
        and found.problems[-1].code == ProblemCode.PLACE_FROM_TITLE
    )
    for text in (
        "Year,Value\n2010,80\n2011,81\n",
        "Indicator,2010,2011\nGDP,1,2\nUsers,3,4\n",
        "Year,gdp,users\n2010,80,5\n2011,81,6\n",
    ):
        formats, rows, problems = rows_of(text)
        assert (
            formats == ("generic",)
            and {row["place"] for row in rows} == {""}
            and problems[0].severity == "warning"
        )


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        (
            "Gemarkung,Year,Value\nAdorf,2010,1\nBdorf,2010,2\n",
            ProblemCode.PLACE_COLUMN_UNCLEAR,
            "Gemarkung",
        ),
        ("id,year,age\n1,1990,30\n2,1991,40\n", ProblemCode.PLACE_COLUMN_UNCLEAR, "id"),
        (
            "Country,Year,Value\nFrance,2010,1\nFrance,GDP,billion,2600,2700\nFrance,Users,%,80,81\n",
            ProblemCode.ROW_WIDTH,
            5,
        ),
        (
            "Indicator,2600,2700\nGDP,1,2\nUsers,3,4\n",
            ProblemCode.PLACE_COLUMN_MISSING,
            Problem(
                ProblemCode.PERIOD_COLUMN_MISSING,
                values={"understood": ("Indicator", "2600", "2700")},
            ),
        ),
        (
            "Country,Users,Price\nFrance,2010,1.5\nChina,1999,2.5\n",
            ProblemCode.PERIOD_COLUMN_MISSING,
            ("Country", "Users", "Price"),
        ),
    ],
)
def test_what_is_not_certain_is_asked_with_what_was_understood(
    text: str, code: ProblemCode, value: object
) -> None:
    formats, rows, problems = rows_of(text)
    assert not formats and not rows
    assert problems[0].code == code and value in problems[0].values.values()


def test_years_before_the_words_in_a_header() -> None:
    _, rows, _ = rows_of(
        "省份,2021年互联网普及率(%),2022年互联网普及率(%)\n湖南,70,71\n北京,80,81\n"
    )
    assert one(rows, place="北京", period="2022") | {
        "text": "81",
        "title": "互联网普及率",
        "unit": "%",
    } == one(rows, place="北京", period="2022")


def test_places_of_merged_cells_are_filled_down_and_told() -> None:
    _, rows, problems = rows_of(
        "Country,Indicator,2010,2011\nFrance,GDP,1,2\n,Users,3,4\nChina,GDP,5,6\n,Users,7,8\n"
    )
    assert one(rows, place="China", title="Users", period="2011")["text"] == "8" and len(rows) == 8
    assert [(problem.line, problem.column, problem.severity) for problem in problems] == [
        (3, "Country", "notice")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Country,Year,Value\nFrance,2010,1\n,2010,2\nChina,2010,3\nIndia,2010,4\n",
        "Country,Kind,2010,2011\nFrance,a,1,2\n,b,3,4\nFrance,c,5,6\n,d,7,8\n",
    ],
)
def test_places_that_lack_for_another_reason_are_not(text: str) -> None:
    assert "" in {row["place"] for row in rows_of(text)[1]}


def test_two_columns_with_the_same_name_are_asked_about() -> None:
    formats, _, problems = rows_of("Country,Year,Value,Value\nFrance,2010,1,2\nChina,2010,3,4\n")
    assert not formats and problems[0].code == ProblemCode.VALUE_COLUMN_UNCLEAR
    assert problems[0].values["columns"] == ("Value", "Value#2")


@pytest.mark.parametrize(
    "text",
    [
        "Страна;Год;Значение\nКитай;2020;84,8\nФранция;2020;1\n",
        "国;年;値\n中国;2020;84,8\n日本;2020;1\n",
        "Land;Jaar;Waarde\nChina;2020;84,8\nIndia;2020;1\n",
        "País;Año;Valor\nChina;2020;84,8\nChile;2020;1\n",
    ],
)
def test_headers_in_other_languages(text: str) -> None:
    formats, rows, _ = rows_of(text)
    assert (
        formats == ("generic",)
        and rows[0] | {"period": "2020", "text": "84.8", "title": ""} == rows[0]
        and rows[0]["place"]
    )
