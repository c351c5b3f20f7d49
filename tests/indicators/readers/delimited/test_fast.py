"""Large tables: sound chunks in one go, a faulty one record by record."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from indicators.problems import ProblemCode
from indicators.readers.delimited import table
from indicators.readers.delimited.column_builder import ColumnBuilder, constant_text
from indicators.readers.delimited.fast import to_column
from indicators.readers.delimited.table import Table, from_utf8

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
    ("hurt", "code"),
    [
        ("x,y", ProblemCode.ROW_WIDTH),
        ('"P001,1999,1,total', ProblemCode.QUOTE_NOT_CLOSED),
        ("P\0,1,2,3", ProblemCode.NUL_IN_ROW),
        ('"P"1,2,3,4', ProblemCode.QUOTE_NOT_CLOSED),
        ('P1,1999,"1,x', ProblemCode.QUOTE_NOT_CLOSED),
        ("a,b,c,d,e", ProblemCode.ROW_WIDTH),
    ],
)
def test_a_fault_costs_its_own_line_and_no_number_of_another(hurt: str, code: ProblemCode) -> None:
    read = from_utf8(content(hurt), "big.csv")
    assert [(problem.code, problem.line) for problem in read.problems] == [(code, 40_002)]
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


def test_blank_rows_are_left_out_and_a_row_with_one_cell_stays() -> None:
    read = from_utf8(content(",,7,", ",,,"), "big.csv")
    assert len(read) == 60_001 and 40_002 in read.line.tolist() and 40_003 not in read.line.tolist()
    assert read.text("value")[40_000].as_py() == "7"


@pytest.mark.parametrize("size", [200, 256, 257, 60_000, 70_000])
def test_codes_of_few_texts_and_of_many_are_the_same_texts(size: int) -> None:
    """They are kept in one, two or four bytes each; the number of texts grows while the file is
    read.
    """
    builder = ColumnBuilder([False])
    texts = [str(row % size) for row in range(80_000)]
    for start in range(0, len(texts), 7_000):
        chunk = pa.array(texts[start : start + 7_000])
        builder.add_batch(np.arange(start, start + len(chunk), dtype=np.int32), [chunk])
    (column,), _ = builder.build()
    encoded = to_column(column)
    assert encoded.codes.dtype == np.int32 and len(encoded.categories) == size
    assert [encoded.categories[code] for code in encoded.codes] == texts


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


def test_a_column_without_rows_is_a_column() -> None:
    """Found by fuzzing: PyArrow encodes chunks without rows to no chunk at all."""
    empty = pa.array([], pa.string())
    for array in (pa.chunked_array([empty, empty]), pa.chunked_array([], pa.string())):
        assert len(to_column(array).codes) == 0
