"""Tables that people make themselves are read where their columns are certain, and asked about
where they are not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.problems import Problem, ProblemCode
from indicators.readers.read_file import FileRows, read_any

SMALL = Path(__file__).parents[3] / "data" / "formats"
KNOWN = {"France", "China", "FRA", "CHN", "WLD"}


def read(text: str) -> FileRows:
    return read_any(text.encode(), "own.csv", KNOWN.__contains__)


def said(found: FileRows, *names: str) -> list[tuple[str, ...]]:
    rows = found.rows
    columns = [getattr(rows, name) for name in names]
    return [
        (*(column.categories[column.codes[at]] for column in columns), str(rows.text[at]))
        for at in range(len(rows))
    ]


def test_long_in_french_with_decimal_commas() -> None:
    found = read_any((SMALL / "own_long_cp1252.csv").read_bytes())
    assert found.formats == ("generic",) and found.rows.unit.categories == ("%",)
    assert said(found, "place", "period", "breakdown") == [
        ("Chine", "2021", "total", "73.1"),
        ("Chine", "2023", "total", "77.5"),
        ("Corée", "2021", "sexe=femmes", "97.6"),
    ]


def test_wide_with_a_title_above_and_a_source_below() -> None:
    found = read_any((SMALL / "own_wide.csv").read_bytes())
    assert said(found, "title", "place", "period") == [
        ("People online", "China", "2021", "73.1"),
        ("People online", "China", "2023", "77.5"),
        ("People online", "Korea, Rep.", "2021", "97.6"),
        ("People online", "Korea, Rep.", "2022", "97.2"),
    ]
    assert found.rows.line.tolist() == [5, 5, 6, 6]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("iso3,year,gdp,pop\nFRA,2010,1,2\nCHN,2010,3,4\n", ("gdp", "FRA", "2010", "1")),
        ("Year,France,China\n2010,1,2\n2011,3,4\n", ("", "France", "2010", "1")),
        ("Name,2010,2011\nFrance,1,2\nChina,3,4\n", ("", "France", "2010", "1")),
        ("Country,gdp_2010,gdp_2011\nFrance,1,2\nChina,3,4\n", ("gdp", "France", "2010", "1")),
        (
            'GDP growth (percent),2010,2011\nFrance,1,no data\nChina,3,4\n,,\n"©IMF, 2023",,\n',
            ("GDP growth (percent)", "France", "2010", "1"),
        ),
        (
            "Country,Year,Month,Value\nFrance,2010,2,5\nFrance,2010,3,6\n",
            ("", "France", "2010-02", "5"),
        ),
        (
            "地区,年份,指标,数值\n北京,2020,用户,3.5\n上海,2020,用户,4\n",
            ("用户", "北京", "2020", "3.5"),
        ),
        (
            "Online in 2017,,\nRANK,COUNTRY,VALUE\n1,Norway,0.85\n2,France,0.8\n",
            ("Online in 2017", "Norway", "2017", "0.85"),
        ),
        ("sep=;\nCountry;2010;2011\nFrance;1;2\n", ("", "France", "2010", "1")),
    ],
)
def test_other_shapes(text: str, first: tuple[str, ...]) -> None:
    assert said(read(text), "title", "place", "period")[0] == first


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Country,GDP\nFrance,1\nChina,2\n", ProblemCode.PERIOD_COLUMN_MISSING),
        ("Name,Year,Score\nAnna,2010,1\nBob,2011,2\n", ProblemCode.PLACE_COLUMN_UNCLEAR),
        (
            "Country,Year,Capital\nFrance,2010,Paris\nChina,2010,Beijing\n",
            ProblemCode.VALUE_COLUMN_MISSING,
        ),
        ("State,2019-20,2020-21\nKerala,1,2\nGoa,3,4\n", ProblemCode.PERIOD_ACROSS_YEARS),
        ("just words\n", ProblemCode.TABLE_MISSING),
        ("Country,2010,2010\nFrance,1,2\nChina,3,4\n", ProblemCode.PERIOD_COLUMNS_ALIKE),
        (
            "Country,2010,2011\nFrance,high,low\nChina,low,low\n",
            ProblemCode.PERIOD_COLUMNS_WITHOUT_NUMBERS,
        ),
        ("Users,France,China,Oil\n2010,1,2,3\n2011,1,2,3\n", ProblemCode.PLACE_COLUMNS_MIXED),
        (
            "France,12.5,13.5\nCountry,Year,Value,Unit\nFrance,2010,1,%\nChina,2010,2,%\n",
            ProblemCode.FIGURES_ABOVE_HEADER,
        ),
    ],
)
def test_what_is_not_certain_is_asked_about(text: str, code: ProblemCode) -> None:
    found = read(text)
    assert not found.formats and not len(found.rows)
    assert [problem.code for problem in found.problems] == [code]


def test_without_a_place_the_question_says_what_else_is_not_certain() -> None:
    (problem,) = read("Color,Price\nred,1.5\nblue,2.5\n").problems
    assert problem.code == ProblemCode.PLACE_COLUMN_MISSING
    reason = problem.values["reason"]
    assert isinstance(reason, Problem) and reason.code == ProblemCode.PERIOD_COLUMN_MISSING
    assert problem.message().startswith("no column says which place a figure is for, and no column")


def test_words_among_figures_are_kept_and_told() -> None:
    found = read("Country,Year,Value\nFrance,2010,1\nChina,2010,Data pending\nChina,2011,..\n")
    assert said(found, "place") == [("France", "1"), ("China", "Data pending"), ("China", "")]
    assert [(problem.line, problem.severity) for problem in found.problems] == [(3, "notice")]


def test_figures_that_cannot_be_told_apart_are_told() -> None:
    found = read("Country,Year,Value\nFrance,2010,1\nFrance,2010,2\nChina,2010,3\nChina,2011,4\n")
    assert len(found.rows) == 4
    assert [
        (problem.code, problem.line, problem.values["n"], problem.severity)
        for problem in found.problems
    ] == [(ProblemCode.REPEATED_KEYS, 3, 1, "warning")]


def test_figures_of_which_most_cannot_be_told_apart_are_refused() -> None:
    found = read("Country,Year,Value\nFrance,2010,1\nFrance,2010,2\nFrance,2010,3\nFrance,2010,4\n")
    assert not len(found.rows) and not found.formats
    assert [(problem.code, problem.line) for problem in found.problems] == [
        (ProblemCode.MOST_KEYS_REPEATED, 3)
    ]


def test_columns_that_only_describe_a_place_are_no_breakdown() -> None:
    found = read(
        "Region,Country,Year,Value\nEurope,France,2010,1\nAsia,China,2010,2\nAsia,Japan,2010,3\n"
    )
    assert found.rows.breakdown.categories == ("total",)
    assert found.problems[0].values["columns"] == ("Region",)


def test_a_column_of_numbers_and_words_is_told_where_it_parts_the_figures() -> None:
    text = "Country,Year,Tier of office,Score\n" + "".join(
        f"{place},{year},{said},{at}\n"
        for at, (place, year, said) in enumerate(
            (place, year, said)
            for place in ("France", "Germany", "Italy")
            for year in (2020, 2021)
            for said in ("3", "4", "many")
        )
    )
    found = read_any(text.encode(), "scores.csv")
    assert [
        problem.column
        for problem in found.problems
        if problem.code == ProblemCode.BREAKDOWN_OF_NUMBERS
    ] == ["Tier of office"]


def test_a_nameless_column_that_parts_the_figures_is_told() -> None:
    found = read(
        "Country,Year,Value,\nFrance,2010,1,\nFrance,2010,2,call us\nFrance,2011,3,\nChina,2011,4,\n"
    )
    assert [
        (problem.line, problem.column, problem.found, problem.severity)
        for problem in found.problems
        if problem.code == ProblemCode.BREAKDOWN_WITHOUT_NAME
    ] == [(3, "column 4", "call us", "warning")]
    assert len(found.rows) == 4


def test_two_countries_of_one_name_are_told_apart_by_their_code() -> None:
    found = read(
        "Country,ISO3,Year,Value\nCongo,COD,2019,13\nCongo,COG,2019,29\nCongo,COD,2020,14\nCongo,"
        "COG,2020,30\n"
        "France,FRA,2019,1\nFrance,FRA,2020,2\n"
    )
    assert said(found, "place", "place_name", "breakdown")[:2] == [
        ("COD", "Congo", "total", "13"),
        ("COG", "Congo", "total", "29"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Table 1: Users (%),,\nCountry,2020,2021\nFrance,1,2\nChina,3,4\nTable 2: Lines (million),"
        ",\nCountry,2020,2021\nFrance,5,6\nChina,7,8\n",
        "表一 用户（亿元）,,\n地区,2020年,2021年\nFrance,1,2\nChina,3,4\n表二 线路（%）,,\n地区,"
        "2020年,2021年\nFrance,5,6\nChina,7,8\n",
    ],
)
def test_a_second_table_below_its_own_title_is_told_and_not_read_as_the_first(text: str) -> None:
    found = read(text)
    assert found.rows.text.to_pylist() == ["1", "2", "3", "4"]
    (problem,) = [problem for problem in found.problems if "second table" in problem.message()]
    assert (problem.line, problem.severity) == (5, "error") and problem.message().startswith(
        "4 more rows"
    )
