"""Numbers with footnote marks, percent signs and brackets; dots that part thousands; spans of years
that look like months.
"""

from __future__ import annotations

import pytest

from indicators.problems import ProblemCode
from indicators.readers.cells.footnote_marks import is_bracketed_number, is_number, split_mark
from indicators.readers.cells.periods import expand_year_spans
from indicators.readers.rows import encode
from tests.indicators.readers.samples import one, rows_of


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("12.3*", "12.3", "*"),
        ("50 1)", "50", "1)"),
        ("1 234 2)", "1 234", "2)"),
        ("5.0 (p)", "5.0", "(p)"),
        ("12.3a", "12.3", "a"),
        ("1.5[1]", "1.5", "[1]"),
        ("7,5 †", "7,5", "†"),
        ("12.5%*", "12.5%", "*"),
        ("e 4.4", "4.4", "e"),
        ("9.1²", "9.1", "²"),
    ],
)
def test_marks_beside_a_number_become_its_note(cell: str, value: str, note: str) -> None:
    assert split_mark(cell) == (value, "", note) and is_number(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "5 m",
        "3b",
        "2k",
        "12.3",
        "1e5",
        "4G",
        "10 000 people",
        "2010-11",
        "a",
        "",
        "..",
        "1/3",
        "*",
        "12 34 56) 7",
    ],
)
def test_what_may_be_a_multiplier_or_words_is_left(cell: str) -> None:
    assert split_mark(cell) == (cell, "", "")


def test_marks_in_wide_and_long_tables() -> None:
    for text in (
        "Country,2010,2011\nFrance,12.3*,13.5\nChina,12.4 1),50\n",
        "Country,Year,Value\nFrance,2010,12.3*\nFrance,2011,13.5\nChina,2010,12.4 1)\n",
    ):
        _, rows, problems = rows_of(text)
        assert one(rows, place="France", period="2010") | {"text": "12.3", "note": "*"} == one(
            rows, place="France", period="2010"
        )
        assert (
            one(rows, place="China", period="2010")["note"] == "1)"
            and one(rows, place="France", period="2011")["note"] == ""
            and not problems
        )


def test_a_status_column_stays_beside_marks() -> None:
    _, rows, _ = rows_of("Country,Year,Value,Status\nFrance,2010,12.3*,e\nChina,2010,5,\n")
    assert one(rows, place="France") | {"status": "estimated", "note": "*"} == one(
        rows, place="France"
    )


def test_percent_signs_are_a_unit() -> None:
    _, rows, problems = rows_of(
        "Country,Year,Share,GDP (billion US$)\nFrance,2010,12.5%,2600\nChina,2010,0,6000\n"
    )
    assert one(rows, place="France", title="Share") | {"text": "12.5", "unit": "%"} == one(
        rows, place="France", title="Share"
    )
    assert (
        one(rows, place="China", title="GDP") | {"value": "6000000000000", "unit": "US$"}
        == one(rows, place="China", title="GDP")
        and not problems
    )
    _, _, problems = rows_of("Country,2010,2011\nFrance,12.5%,13\nChina,0.4,50%\n")
    assert ["percent sign" in problem.message() for problem in problems] == [
        True,
        True,
    ] and problems[0].severity == "warning"


def test_brackets_are_asked_about() -> None:
    _, rows, problems = rows_of('Country,2010,2011\nFrance,(12.5),13.5\nChina,"(1,234)",50\n')
    assert (
        one(rows, place="France", period="2010")["text"] == "(12.5)"
        and is_bracketed_number("(1,234)")
        and is_bracketed_number("($5)")
    )
    assert any(
        "brackets" in problem.message() and problem.severity == "warning" and problem.line == 2
        for problem in problems
    )


@pytest.mark.parametrize(
    ("text", "values", "warned"),
    [
        (
            "Land;2010;2011\nFrankreich;1.234,5;2.345\nChina;12.345,6;7,5\n",
            ["1234.5", "2345", "12345.6", "7.5"],
            False,
        ),
        (
            "Land;2010;2011\nFrankreich;1.234;2,5\nChina;12.345;7,5\n",
            ["1234", "2.5", "12345", "7.5"],
            True,
        ),
        (
            "Land;2010;2011\nFrankreich;1.234;2.345\nChina;12.345;7.555\n",
            ["1.234", "2.345", "12.345", "7.555"],
            True,
        ),
        (
            "Land;2010;2011\nFrankreich;18,00;99.7\nChina;1.234;7.5\n",
            ["18.00", "99.7", "1.234", "7.5"],
            False,
        ),
        (
            "Country,2010,2011\nFrance,1.234,2.345\nChina,12.345,7.555\n",
            ["1.234", "2.345", "12.345", "7.555"],
            False,
        ),
        (
            "Pays;2010;2011\nFrance;1 234,5;2 345\nChine;12\u00a0345,6;7\n",
            ["1234.5", "2345", "12345.6", "7"],
            False,
        ),
    ],
)
def test_dots_and_commas(text: str, values: list[str], warned: bool) -> None:
    _, rows, problems = rows_of(text)
    assert [row["text"] for row in rows] == values and any(
        problem.code == ProblemCode.DECIMAL_MARK_AMBIGUOUS for problem in problems
    ) == warned


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2003-05", "2011-13", "2009"], ["2003-01-01/P3Y", "2011-01-01/P3Y", "2009"]),
        (
            ["2001-03", "2002-04", "2003-05", "2004-06"],
            ["2001-01-01/P3Y", "2002-01-01/P3Y", "2003-01-01/P3Y", "2004-01-01/P3Y"],
        ),
        (["2003-05", "2003-06", "2003-07"], ["2003-05", "2003-06", "2003-07"]),
        (["2003-05"], ["2003-05"]),
        (["2019-20", "2020-21"], ["2019-20", "2020-21"]),
    ],
)
def test_spans_of_years_are_no_months(words: list[str], said: list[str]) -> None:
    column = expand_year_spans(encode(words))
    assert [column.categories[code] for code in column.codes] == said
