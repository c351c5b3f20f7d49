"""The tidy reader: bytes to rows, and for every row that is refused its line and why."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.problems import Problem
from indicators.readers.delimited import tidy_table
from indicators.readers.rows import Column, Rows

H = "indicator,place,period,breakdown,value,unit,status,source,note\n"


def row(place: str, value: str = "1", note: str = "") -> str:
    return f"X,{place},2020,total,{value},,,,{note}\n"


def words(column: Column) -> list[str]:
    return [column.categories[code] for code in column.codes]


def read(text: str | bytes) -> tuple[Rows, list[Problem]]:
    return tidy_table.read(text if isinstance(text, bytes) else text.encode(), "f.csv")


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
    (
        "X,A,2020\n",
        "another number of cells than the header; found 'X,A,2020'; expected 9 cells, not 3",
    ),
    ("X,A,2020,total,1,234,,,,\n", "expected 9 cells, not 10"),
    ('X,B,2020,total,1,,,,"open\n', "the row cannot be read"),
    ("X,A,20\x0020,total,1,,,,\n", "the row holds a NUL byte"),
]


@pytest.mark.parametrize(("bad", "said"), BAD, ids=[said[:30] for _, said in BAD])
def test_one_bad_row_costs_one_row(bad: str, said: str) -> None:
    rows, problems = read(
        H + row("A") + bad + row("C") + row("D", note='"quoted, note"') + row("E")
    )
    assert (words(rows.place), rows.line.tolist()) == (["A", "C", "D", "E"], [2, 4, 5, 6])
    assert [problem.line for problem in problems] == [3]
    assert said in str(problems[0])


def test_a_half_written_file_loses_only_its_last_line() -> None:
    rows, problems = read(H + row("A") + row("B") + "X,C,20")
    assert words(rows.place) == ["A", "B"]
    assert [problem.line for problem in problems] == [4]


def test_ten_thousand_bad_rows_are_told_as_a_number() -> None:
    rows, problems = read(H + row("A") + "X,A\n" * 10_000 + row("B"))
    assert words(rows.place) == ["A", "B"]
    assert len(problems) == 201
    assert str(problems[-1]).startswith("f.csv line 203: 9800 more rows cannot be read")


REFUSED = [
    (b"", "f.csv: the file is empty"),
    (b" \n\n", "the file is empty"),
    (b"PK\x03\x04\x14\x00\x06\x00", "the file is not text"),
    (H.encode("utf-16"), "the file is not text"),
    (
        H.encode() + b"X,A,2020,total,1,,,,caf\xe9\n",
        "f.csv line 2: not UTF-8 text; found 'é\\n'; expected UTF-8",
    ),
    (b"a,b\n1,2\n", "line 1: lacks the column place, period, value; found 'a,b'"),
    (b"place;period;value\n", "lacks the column place, period, value"),
    (b"place,period,value,place\n", "line 1: has the column place twice. Keep one of the two."),
]


@pytest.mark.parametrize(("content", "said"), REFUSED, ids=[said[-30:] for _, said in REFUSED])
def test_a_file_that_is_no_table_is_told(content: bytes, said: str) -> None:
    rows, problems = read(content)
    assert len(rows) == 0
    assert said in str(problems[0])


def test_columns_that_are_not_read_are_a_notice() -> None:
    rows, problems = read("place,period,value,colour\nA,2020,1,red\n")
    assert len(rows) == 1
    assert problems[0].severity == "notice"
    assert "columns that are not read: colour" in problems[0].message()


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
    if any(problem.line is None for problem in problems):  # the file as a whole was refused
        return
    blank = sum(not any(cell.strip() for cell in cells) for cells in table)
    told = sum("more rows" not in problem.message() for problem in problems)
    assert len(rows) + told + blank >= len(table)
    wanted = {cells[2] for cells in table}
    assert set(rows.text.to_pylist()) <= wanted


@given(st.binary(max_size=200))
def test_any_bytes_after_a_header_are_read_or_told(content: bytes) -> None:
    rows, problems = read(H.encode() + content)
    assert len(rows) <= content.count(b"\n") + content.count(b"\r") + 1
    assert all(problem.file == "f.csv" for problem in problems)
