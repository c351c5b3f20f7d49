"""Large tables: sound pieces in one go, a faulty one record by record, columns only as far as they are asked for."""

from __future__ import annotations

import pyarrow as pa
import pytest

from indicators.readers import read_file
from indicators.readers.delimited import table
from indicators.readers.delimited.column_builder import constant_text
from indicators.readers.delimited.table import Table, from_utf8
from indicators.readers.read_file import read_any

LONG = "women of every age, wherever they live, whether they work or not, and so on until the line is long enough"
ROWS = [
    f'P{at % 200:03},{1900 + at // 200 % 120},{at}.25,"{LONG}"'
    if at % 2
    else f"P{at % 200:03},{1900 + at // 200 % 120},{at}.25,total"
    for at in range(60_000)
]
HEADER = "place,year,value,sex"


def words(read: Table) -> list[tuple[str, ...]]:
    columns = [read.column(name) for name in read.names]
    return list(
        zip(
            *([column.categories[code] for code in column.codes] for column in columns), strict=True
        )
    )


def content(*hurt: str, at: int = 40_000, end: str = "\n") -> bytes:
    """Four megabytes with some lines more."""
    return (end.join([HEADER, *ROWS[:at], *hurt, *ROWS[at:]]) + end).encode()


@pytest.mark.parametrize(
    ("hurt", "fault"),
    [
        ("x,y", "another number of cells"),
        ('"P001,1999,1,total', "cannot be read"),
        ("P\0,1,2,3", "NUL"),
        ('"P"1,2,3,4', "cannot be read"),
        ('P1,1999,"1,x', "cannot be read"),
        ("a,b,c,d,e", "another number of cells"),
    ],
)
def test_a_fault_costs_its_own_line_and_no_number_of_another(hurt: str, fault: str) -> None:
    read = from_utf8(content(hurt), "big.csv")
    assert [problem.line for problem in read.problems] == [40_002] and fault in read.problems[
        0
    ].message()
    assert len(read) == 60_000 and read.line[[0, 39_999, 40_000, -1]].tolist() == [
        2,
        40_001,
        40_003,
        60_002,
    ]
    assert words(read)[39_999:40_002] == [
        ("P199", "1979", "39999.25", LONG),
        ("P000", "1980", "40000.25", "total"),
        ("P001", "1980", "40001.25", LONG),
    ]


@pytest.mark.parametrize(
    "hurt",
    [
        ["x,y"],
        ['"P001,1999,1,total'],
        ["", ",,,", "  , ,,"],
        ['P1,1999,1,"two', 'lines"'],
        ["P1,1999,1,a\rP2,1999,2,b"],
        ['"P"1,2,3,4'],
        ['P1,1999,5",x'],
        ['P1,1999,"5""",x'],
        ["Source: somebody"],
        ["P\0,1,2,3"],
        ["P1,1999"] * 30,
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_pieces_give_what_the_careful_way_gives(
    hurt: list[str], end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = from_utf8(content(*hurt, end=end), "big.csv")
    monkeypatch.setattr(table, "read_bulk", lambda *_args, **_names: None)
    slow = from_utf8(content(*hurt, end=end), "big.csv")
    assert quick.line.tolist() == slow.line.tolist() and words(quick) == words(slow)
    assert quick.problems == slow.problems and quick.foot == slow.foot


def test_a_record_over_the_border_of_two_pieces_is_one_record() -> None:
    lines = [
        row.replace("total", '"to\ntal"') if at % 7 == 0 else row for at, row in enumerate(ROWS)
    ]
    read = from_utf8("\n".join([HEADER, *lines, ""]).encode(), "big.csv")
    assert (
        not read.problems
        and len(read) == 60_000
        and read.column("value").categories[-1] == "59999.25"
    )


def test_columns_that_were_not_expected_to_be_asked_for_are_there_all_the_same() -> None:
    read = from_utf8(content("x,y"), "big.csv", wanted={"place"})
    assert read.columns["place"].categories[:2] == ("P000", "P001") and read.columns.asked == {
        "place"
    }
    assert read.text("value")[-1].as_py() == "59999.25" and set(read.column("sex").categories) == {
        "total",
        LONG,
    }


def test_a_row_that_is_blank_only_where_it_is_looked_at_stays() -> None:
    read = from_utf8(content(",,7,", ",,,"), "big.csv", wanted={"place"})
    assert len(read) == 60_001 and 40_002 in read.line.tolist() and 40_003 not in read.line.tolist()
    assert read.text("value")[40_000].as_py() == "7"


def test_a_rehearsal_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ("REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_COMMENT\n" + "\n".join(ROWS) + "\n").encode()
    plain = read_any(whole, "big.csv")
    monkeypatch.setattr(read_file, "_LARGE", 1 << 20)
    again = read_any(whole, "big.csv")
    assert plain.formats == again.formats == ("sdmx-csv",) and plain.problems == again.problems
    assert (
        plain.rows.text.equals(again.rows.text)
        and plain.rows.note.categories == again.rows.note.categories
        and len(plain.rows) == 60_000
    )


def test_what_is_the_same_in_every_cell() -> None:
    assert (
        constant_text(pa.array(["ab"] * 3)) == "ab"
        and constant_text(pa.array(["", ""])) == ""
        and constant_text(pa.array([], pa.string())) is None
    )
    assert (
        constant_text(pa.array(["ab", "a", "bab"])) is None
        and constant_text(pa.array(["aa", "a", "aaa"])) is None
        and constant_text(pa.array(["", "a"])) is None
    )
    assert constant_text(pa.array(["x", "ü", "ü"])[1:]) == "ü"
