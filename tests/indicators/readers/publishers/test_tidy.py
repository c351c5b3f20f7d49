"""The tidy reader: bytes to rows, and for every row that is refused its line and why."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.problems import Problem, ProblemCode
from indicators.readers.publishers import tidy
from indicators.readers.read_file import read_any
from indicators.readers.rows import Column, Rows

H = "indicator,place,period,breakdown,value,unit,status,source,note\n"


def row(place: str, value: str = "1", note: str = "") -> str:
    return f"X,{place},2020,total,{value},,,,{note}\n"


def words(column: Column) -> list[str]:
    return [column.categories[code] for code in column.codes]


def read(text: str | bytes) -> tuple[Rows, list[Problem]]:
    return tidy.read(text if isinstance(text, bytes) else text.encode(), "f.csv")


def test_rows_with_their_lines() -> None:
    rows, problems = read(H + row("A", "1.50") + row("B", ""))
    assert problems == []
    assert (words(rows.place), rows.text.to_pylist(), rows.line.tolist()) == (
        ["A", "B"],
        ["1.50", ""],
        [2, 3],
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n", "\r"),
    ],
)
def test_line_ends_and_marks_of_other_systems(change: object) -> None:
    rows, problems = read(change(H + row("A") + row("B", "2")))  # type: ignore[operator]
    assert problems == []
    assert (words(rows.place), rows.text.to_pylist(), rows.line.tolist()) == (
        ["A", "B"],
        ["1", "2"],
        [2, 3],
    )


def test_columns_in_any_order_and_only_three_needed() -> None:
    rows, problems = read("value,period,place\n7,2020,A\n")
    assert problems == []
    assert (words(rows.place), words(rows.period), rows.text.to_pylist(), words(rows.series)) == (
        ["A"],
        ["2020"],
        ["7"],
        [""],
    )


def test_a_quoted_line_end_in_a_note_keeps_line_numbers_right() -> None:
    rows, problems = read(H + row("A", note='"one\ntwo, and ""three"""') + row("B"))
    assert problems == []
    assert rows.line.tolist() == [2, 4]
    assert words(rows.note)[0] == 'one\ntwo, and "three"'


def test_blank_lines_are_passed_over() -> None:
    rows, problems = read(H + "\n" + row("A") + "\n  \n" + row("B") + "\n\n")
    assert problems == []
    assert rows.line.tolist() == [3, 6]


BAD = [
    ("X,A,2020\n", ProblemCode.ROW_WIDTH, {"cells": 3, "columns": 9, "delimiter": ","}, "X,A,2020"),
    (
        "X,A,2020,total,1,234,,,,\n",
        ProblemCode.ROW_WIDTH,
        {"cells": 10, "columns": 9, "delimiter": ","},
        "X,A,2020,total,1,234,,,,",
    ),
    ('X,B,2020,total,1,,,,"open\n', ProblemCode.QUOTE_NOT_CLOSED, {}, ""),
    ("X,A,20\x0020,total,1,,,,\n", ProblemCode.NUL_IN_ROW, {}, "X,A,20\\020,total,1,,,,"),
]


@pytest.mark.parametrize(("bad", "code", "values", "found"), BAD)
def test_one_bad_row_costs_one_row(
    bad: str, code: ProblemCode, values: dict[str, int], found: str
) -> None:
    rows, problems = read(
        H + row("A") + bad + row("C") + row("D", note='"quoted, note"') + row("E")
    )
    assert (words(rows.place), rows.line.tolist()) == (["A", "C", "D", "E"], [2, 4, 5, 6])
    assert [(problem.code, problem.line, problem.found) for problem in problems] == [
        (code, 3, found)
    ]
    assert problems[0].values == values


def test_a_half_written_file_loses_only_its_last_line() -> None:
    rows, problems = read(H + row("A") + row("B") + "X,C,20")
    assert words(rows.place) == ["A", "B"]
    assert [problem.line for problem in problems] == [4]


def test_ten_thousand_bad_rows_are_told_as_a_number() -> None:
    rows, problems = read(H + row("A") + "X,A\n" * 10_000 + row("B"))
    assert words(rows.place) == ["A", "B"]
    assert [problem.code for problem in problems[:200]] == [ProblemCode.ROW_WIDTH] * 200
    assert [(each.code, each.line, each.values) for each in problems[200:]] == [
        (ProblemCode.MORE_ROWS_NOT_READ, 203, {"n": 9_800})
    ]


REFUSED = [
    (b"", ProblemCode.FILE_EMPTY, 1, ""),
    (b" \n\n", ProblemCode.FILE_EMPTY, 1, ""),
    (bytes(range(32)), ProblemCode.FILE_NOT_TEXT, 1, ""),
    (H.encode("utf-16"), ProblemCode.NOT_UTF8, 1, "ÿþi\0"),
    (H.encode() + b"X,A,2020,total,1,,,,caf\xe9\n", ProblemCode.NOT_UTF8, 2, "é\n"),
    (b"a,b\n1,2\n", ProblemCode.COLUMN_MISSING, 1, "a,b"),
    (b"place;period;value\n", ProblemCode.COLUMN_MISSING, 1, "place;period;value"),
    (b"place,period,value,place\n", ProblemCode.COLUMN_TWICE, 1, ""),
]


@pytest.mark.parametrize(("content", "code", "line", "found"), REFUSED)
def test_a_file_that_is_no_table_is_told(
    content: bytes, code: ProblemCode, line: int, found: str
) -> None:
    rows, (problem,) = read(content)
    assert len(rows) == 0
    assert (problem.code, problem.line, problem.found) == (code, line, found)
    assert problem.values.get("columns", ()) in ((), ("place",), ("place", "period", "value"))


def test_every_line_below_the_rows_is_told() -> None:
    """A remark is no row, and nothing is left out in silence."""
    rows, problems = read("place,period,value\nA,2020,1\n\nSource: somebody\n")
    assert len(rows) == 1
    assert [(each.code, each.line, each.severity) for each in problems] == [
        (ProblemCode.REMARK_NOT_READ, 4, "notice")
    ]


def test_a_tidy_file_in_another_encoding_is_read_where_it_only_arrives() -> None:
    content = (H + row("长沙", note="来源：统计局，数据为初步核算数") * 3).encode("gb18030")
    found = read_any(content, "f.csv")
    assert found.formats == ("tidy",) and set(words(found.rows.place)) == {"长沙"}


def test_columns_that_are_not_read_are_a_notice() -> None:
    rows, problems = read("place,period,value,colour\nA,2020,1,red\n")
    assert len(rows) == 1
    assert [(each.code, each.severity, each.values) for each in problems] == [
        (ProblemCode.COLUMNS_NOT_READ, "notice", {"columns": ("colour",)})
    ]


def test_a_header_alone_gives_no_rows() -> None:
    assert [(len(rows), problems) for rows, problems in (read(H), read(H.strip()))] == [
        (0, []),
        (0, []),
    ]


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
TABLE = st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=12)


@given(TABLE)
def test_whatever_is_written_is_read_or_told(table: list[tuple[str, ...]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("place", "period", "value", "note"), *table])
    rows, problems = read(out.getvalue())
    if [problem.code for problem in problems] == [ProblemCode.FILE_NOT_TEXT]:
        return  # nearly all of it are controls
    blank = sum(not any(cell.strip() for cell in cells) for cells in table)
    told = sum(problem.code != ProblemCode.MORE_ROWS_NOT_READ for problem in problems)
    assert len(rows) + told + blank >= len(table)
    written = {cells[2].strip() for cells in table}
    assert {text.strip() for text in rows.text.to_pylist()} <= written


@given(st.binary(max_size=200))
def test_any_bytes_after_a_header_are_read_or_told(content: bytes) -> None:
    rows, problems = read(H.encode() + content)
    assert len(rows) <= content.count(b"\n") + content.count(b"\r") + 1
    assert all(problem.file == "f.csv" for problem in problems)
