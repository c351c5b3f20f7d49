"""What all readers stand on: encodings, tables with exact lines, numbers, periods, flags."""

from __future__ import annotations

import csv
import io

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import locale, wording
from indicators.model import STATUSES
from indicators.readers.cells.numbers import parse_number, parse_numbers, parse_power
from indicators.readers.cells.periods import (
    are_split_years,
    parse_period,
    parse_periods,
    period_columns,
    stem_columns,
)
from indicators.readers.cells.status_flags import Flag, parse_flag
from indicators.readers.delimited.encoding import find_encoding, to_utf8
from indicators.readers.delimited.table import unique_names
from indicators.readers.rows import combine, encode, map_categories
from tests.tables import open_table

HEADER = b"Country Name,Country Code,2021,2022\n"
ROWS = b"China,CHN,1,2\nKorea,KOR,3,4\n"


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1250", "Kraj;Středočeský kraj;Vysočina;Ústecký kraj"),
        ("cp1250", "Województwo;łódzkie;śląskie;Poznań"),
        ("cp1250", "Ország;Magyarország;Győr;összesen"),
        ("cp1250", "Država;Črna gora;Število"),
        ("cp1252", "Année;Région;Île-de-France;Rhône"),
        ("cp1252", "Año;España;Cataluña;Perú"),
        ("cp1252", "Land;Österreich;Köln"),
        ("cp1252", "País;São Paulo;Rondônia;Maranhão"),
        ("cp1252", "Land;Færøerne;København"),
        ("cp1252", "Country;Curaçao"),
        ("gb18030", "地区,2024年\n北京市,1\n"),
        ("gb18030", "北京"),
        ("gb18030", "指标,国内生产总值(亿元)"),
        ("cp1251", "Страна;Россия;Год"),
        ("utf-8", "Türkiye;北京"),
        ("utf-16", "Türkiye;北京;and more"),
        ("utf-8-sig", "Türkiye"),
    ],
)
def test_the_encoding_is_found_by_what_it_makes_of_the_words(encoding: str, words: str) -> None:
    content = words.encode(encoding)
    assert to_utf8(content, find_encoding(content)).decode() == words


def test_a_few_bytes_that_are_not_utf_8_are_told_by_line_and_the_rest_is_kept() -> None:
    content = "a,b\nTürkiye,1\nCôte,2\nPerú,3\nCuraçao,4\n".encode() + b"\xa9 2020,\n"
    found = find_encoding(content)
    assert found.encoding == "utf-8" and found.problems[0].line == 6
    assert "© 2020" in to_utf8(content, found).decode()


@pytest.mark.parametrize(
    "content",
    [
        HEADER + ROWS,
        HEADER.replace(b"\n", b"\r\n") + ROWS.replace(b"\n", b"\r\n"),
        (HEADER + ROWS).replace(b"\n", b"\r"),
        (HEADER + ROWS).replace(b"\n", b"\r\r\n"),
        (HEADER + ROWS).replace(b",", b";"),
        (HEADER + ROWS).replace(b",", b"\t"),
        (HEADER + ROWS).replace(b",", b"|"),
        (HEADER + ROWS).rstrip(),
        HEADER + ROWS + b",,,\n\nSource: somebody\n",
    ],
)
def test_a_table_is_the_same_whatever_parts_its_cells_and_lines(content: bytes) -> None:
    table = open_table(content)
    assert table.names == ("Country Name", "Country Code", "2021", "2022")
    assert table.line.tolist() == [2, 3] and table.text("2022").to_pylist() == ["2", "4"]
    assert not table.problems


@pytest.mark.parametrize(
    ("bad", "lost"),
    [
        (b"Brazil,BRA,1\n", 1),
        (b"Brazil,BRA,1,2,3\n", 1),
        (b'"Brazil,BRA,1,2\n', 1),
        (b'Bra"zil,BRA,1,2\n', 0),
        (b'"Bra"zil,BRA,1,2\n', 1),
        (b"Bra\0zil,BRA,1,2\n", 1),
        (b"x" * 200_000 + b",BRA,1,2\n", 0),
        (b"," * 1_000_000 + b"\n", 1),
        (b'"' + b"\n" * 60 + b'",BRA,1,2\n', 2),
    ],
)
def test_a_row_that_cannot_be_read_is_told_by_its_line_and_costs_no_other(
    bad: bytes, lost: int
) -> None:
    table = open_table(HEADER + ROWS + bad + ROWS, "file.csv")
    errors = [problem for problem in table.problems if problem.severity == "error"]
    assert len(errors) == lost and all(
        problem.line is not None and problem.line >= 4 for problem in errors
    )
    assert [word for word in table.text("Country Code").to_pylist() if word in ("CHN", "KOR")] == [
        "CHN",
        "KOR",
    ] * 2
    after = bad.count(b"\n") + 4
    assert table.line.tolist()[-2:] == [after, after + 1]


def test_lines_are_physical_where_cells_hold_line_ends() -> None:
    table = open_table(b'a,b\n1,"two\nlines"\n3,4\n\n5,6\n')
    assert table.line.tolist() == [2, 4, 6] and table.text("b").to_pylist() == [
        "two\nlines",
        "4",
        "6",
    ]


def test_rows_that_lack_their_last_cells_throughout_are_filled_and_told_once() -> None:
    table = open_table(b"a,b,c\n" + b"1,2\n" * 10 + b"1,2,3\n" * 10)
    assert len(table) == 20 and [problem.severity for problem in table.problems] == ["notice"]


def test_header_cells_become_names_that_are_never_blank_nor_double() -> None:
    assert unique_names(["Year", " ", "Year", "Year#2", "TIME "]) == (
        "Year",
        "column 2",
        "Year#2",
        "Year#2#2",
        "TIME",
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(",;\t"),
)
def test_what_a_writer_of_csv_writes_is_what_is_read(rows: list[list[str]], delimiter: str) -> None:
    rows = [["k" + row[0], *row[1:]] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(
        [["one", "two", "three"], *rows]
    )
    table = open_table(out.getvalue().encode(), delimiter=delimiter, header=0)
    assert not table.problems or len(table) < len(rows)
    read = list(zip(*(table.column(name).codes.tolist() for name in table.names), strict=True))
    words = [
        [table.column(name).categories[code] for name, code in zip(table.names, row, strict=True)]
        for row in read
    ]
    told = sum(problem.severity != "notice" for problem in table.problems)
    assert len(words) + told + len(table.foot) >= len(rows)
    assert all(
        [cell.strip() for cell in row] in [[cell.strip() for cell in known] for known in rows]
        for row in words
    )


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("1,234,567.8", "1234567.8"),
        ("1 234,5", "1234.5"),
        ("1.234.567,8", "1234567.8"),
        ("0,5", "0.5"),
        ("12,34", "12.34"),
        ("−3", "-3"),
        ("45.5 %", "45.5"),
        ("1'234", "1234"),
        ("１２", "12"),
        ("3,995.383", "3995.383"),
        ("12,34,567", "1234567"),
        ("1E+6", "1E+6"),
        ("..", ""),
        ("n/a", ""),
        (":", ""),
        ("…", ""),
        ("1/3", None),
        ("yes", None),
        ("Data pending", None),
        ("<5", None),
        ("nan5", None),
    ],
)
def test_numbers_as_people_write_them(word: str, number: str | None) -> None:
    assert parse_number(word) == number


def test_how_a_comma_is_meant_is_decided_for_all_cells_together() -> None:
    assert parse_numbers(pa.array(["1,234", "5,67"])).text.to_pylist() == ["1.234", "5.67"]
    assert parse_numbers(pa.array(["1,234", "5,678.9"])).text.to_pylist() == ["1234", "5678.9"]
    both = parse_numbers(pa.array(["1,234", "18"]))
    assert both.text.to_pylist() == ["1234", "18"] and both.ambiguous.tolist() == [True, False]
    assert parse_numbers(pa.array(["1,234", "18"]), ";").text.to_pylist() == ["1.234", "18"]


def test_words_for_powers_of_ten() -> None:
    assert [parse_power(word) for word in ("6", "Millions", "Units", "亿", "Thousand", "")] == [
        6,
        6,
        0,
        8,
        3,
        0,
    ]


@pytest.mark.parametrize(
    ("word", "period"),
    [
        ("2023", "2023"),
        ("YR2010", "2010"),
        ("2010 [YR2010]", "2010"),
        ("2023Q1", "2023-Q1"),
        ("Q1 2023", "2023-Q1"),
        ("2023M07", "2023-07"),
        ("2024年", "2024"),
        ("Y2024年", "2024"),
        ("2024年3月", "2024-03"),
        ("2024年第一季度", "2024-Q1"),
        ("2024年上半年", "2024-S1"),
        ("Jan 2023", "2023-01"),
        ("2023-H2", "2023-S2"),
        ("2019-2021", "2019-01-01/P3Y"),
        ("2013.0", "2013"),
        ("X2010", "2010"),
        ("2023/24", ""),
        ("abc", ""),
        ("12", ""),
        ("9999", ""),
    ],
)
def test_periods_as_publishers_write_them(word: str, period: str) -> None:
    assert parse_period(word) == (period or ("9999" if word == "9999" else ""))


def test_years_that_run_into_the_next_are_no_months() -> None:
    assert are_split_years(["2009-10", "2010-11"]) and not are_split_years(["2010-10", "2010-11"])
    assert period_columns(["2009-10", "2010-11"]) == {}
    assert parse_periods(encode(["2009-10", "2010-11"])).categories == ("2009/10", "2010/11")


def test_dates_of_a_column_are_years_months_or_left() -> None:
    assert parse_periods(encode(["2010-01-01", "2011-01-01"])).categories == ("2010", "2011")
    assert parse_periods(encode(["01-01-13", "01-02-13"])).categories == ("2013-01", "2013-02")
    assert parse_periods(encode(["03-02-13", "04-02-13"])).categories == ("03-02-13", "04-02-13")


def test_columns_that_end_in_a_year() -> None:
    assert stem_columns(["gdp_2010", "gdp_2011", "pop_2011"]) == {
        "gdp_2010": ("gdp", "2010"),
        "gdp_2011": ("gdp", "2011"),
    }


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("b", "break"),
        ("be", "break"),
        ("E", "estimated"),
        ("p", "provisional"),
        ("Estimated value", "estimated"),
        ("A", ""),
        ("Normal", ""),
        ("F", "forecast"),
        ("u", ""),
        ("Difference in methodology", ""),
        ("Estimate; lower bound", "lower_bound"),
    ],
)
def test_flags_become_statuses(word: str, status: str) -> None:
    assert parse_flag(word).status == status


@pytest.mark.parametrize("status", STATUSES)
def test_every_name_of_a_status_is_read_in_any_spelling(status: str) -> None:
    flag = Flag("" if status == "reported" else status)
    for word in (status, status.upper(), status.replace("_", " "), status.replace("_", "-")):
        assert parse_flag(word) == flag, word
    for language in locale.languages():
        assert parse_flag(wording.status(status, language)) == flag, language


@pytest.mark.parametrize(
    "word", ["at least", "More than", "≥", ">", "＞", "(lower bound)", "超过", "以上", "至少"]
)
def test_words_for_a_bound_are_read_where_they_are_all_that_a_flag_says(word: str) -> None:
    assert parse_flag(word) == Flag("lower_bound")


@pytest.mark.parametrize(
    "remark",
    [
        "lower bound of the 95% interval",
        "households with at least one computer",
        "more than one respondent",
        "确认, 以上为修订数",
        "confidence interval, lower bound",
        "< 5",
    ],
)
def test_a_remark_that_is_not_known_makes_no_bound(remark: str) -> None:
    assert parse_flag(remark) == Flag("", remark)


def test_columns_are_renamed_and_joined_by_distinct_words() -> None:
    column, other = encode(["a", "b", "a"]), encode(["x", "x", "y"])
    both = combine([column, other], "".join)
    assert [both.categories[code] for code in both.codes] == ["ax", "bx", "ay"]
    assert map_categories(column, str.upper).categories == ("A", "B")
    assert combine([encode([]), encode([])], "".join).codes.dtype == np.int32
