"""Excel workbooks as rows of text for the other readers."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("python_calamine")

from indicators.problems import Problem, ProblemCode  # noqa: E402
from indicators.readers.containers.excel import cell_text, read_sheets  # noqa: E402
from tests.indicators.readers.samples import one, rows_of  # noqa: E402
from tests.indicators.readers.workbooks import ods, xls  # noqa: E402


def book(**tables: list[list[object]]) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in tables.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(out)
    return out.getvalue()


def test_a_sheet_is_read_by_its_format() -> None:
    formats, rows, _ = rows_of(
        book(
            Data=[
                ["Entity", "Code", "Year", "Users"],
                ["China", "CHN", 2019, 64.1],
                ["Germany", "DEU", 2020, 89],
            ]
        )
    )
    assert formats == ("owid",)
    assert (
        one(rows, place="CHN") | {"value": "64.1", "period": "2019", "line": "2"} == rows[0]
        and rows[1]["text"] == "89"
    )


def test_lines_are_the_sheets_rows() -> None:
    found, problems = read_sheets(book(A=[[], ["a", "two\nlines"], [], [None, 1.0]], B=[]))
    assert not problems and found == [("A", b",\na,two lines\n,\n,1\n")]


def test_cells_as_text() -> None:
    said = [
        cell_text(cell)
        for cell in (
            1.7759132067741494,
            2019.0,
            1e20,
            True,
            None,
            datetime.date(2024, 3, 1),
            datetime.datetime(2024, 3, 1, 12),
        )
    ]
    assert said == [
        "1.7759132067741494",
        "2019",
        "1e+20",
        "TRUE",
        "",
        "2024-03-01",
        "2024-03-01 12:00:00",
    ]


def test_a_cell_in_the_last_corner_does_not_fill_the_memory() -> None:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active["A1"], made.active["XFD1048576"] = 1, 2
    made.save(out)
    found, problems = read_sheets(out.getvalue())
    assert not found and problems == [
        Problem(
            ProblemCode.SHEET_TOO_LARGE,
            values={"rows": 1_048_576, "columns": 16_384, "limit": 20_000_000},
        )
    ]


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            archive.writestr(name, content)
    return out.getvalue()


def codes(content: bytes) -> list[ProblemCode]:
    return [problem.code for problem in read_sheets(content)[1]]


def test_bombs_and_strangers_are_refused() -> None:
    bomb = packed(**{"xl/workbook.xml": b" " * 50_000_000})
    assert codes(bomb) == [ProblemCode.UNPACKED_TOO_LARGE]
    other = packed(**{"xl/x.xml": b"", "content.xml": b"<ods/>"})
    assert codes(other) == [ProblemCode.WORKBOOK_NOT_XLSX]
    words = (
        b"<sst><si><t>"
        + b"".join(hashlib.sha256(b"%d" % at).hexdigest().encode() for at in range(1_000))
        + b"</t></si></sst>"
    )
    cells = (
        b"<sheetData>"
        + b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % at for at in range(1, 9000))
        + b"</sheetData>"
    )
    parts = {
        "xl/workbook.xml": b"",
        "xl/sharedStrings.xml": words,
        "xl/worksheets/sheet1.xml": cells,
    }
    assert codes(packed(**parts)) == [ProblemCode.WORKBOOK_TEXT_SIZE]


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=30), st.floats(0, 1))
def test_damaged_workbooks_are_told(flips: list[tuple[float, int]], cut: float) -> None:
    content = bytearray(book(A=[["Country", "2010"], ["China", 1.5]]))
    for at, byte in flips:
        content[int(at * (len(content) - 1))] = byte
    found, problems = read_sheets(
        bytes(content if cut < 0.8 else content[: int(cut * len(content))])
    )
    assert found or problems


TABLE: list[list[object]] = [
    ["Users (%)", None, None],
    [None, None, None],
    ["Country", "Year", "Value"],
    ["China", 2019, 64.1],
    ["Côte d’Ivoire", 2020, 36],
]


@pytest.mark.parametrize("content", [xls(TABLE), ods(TABLE)])
def test_old_excel_and_open_document(content: bytes) -> None:
    formats, rows, problems = rows_of(content)
    assert formats == ("generic",) and not problems
    assert (
        rows[0] | {"place": "China", "period": "2019", "text": "64.1", "unit": "%", "line": "4"}
        == rows[0]
    )
    assert rows[1] | {"place": "Côte d’Ivoire", "text": "36", "line": "5"} == rows[1]


def test_a_row_repeated_to_fill_the_memory_is_refused() -> None:
    found, problems = read_sheets(ods(TABLE, repeated=1_000_000))
    assert (
        not found
        and problems[0].code == ProblemCode.WORKBOOK_CELL_COUNT
        and problems[0].values["cells"] == 3_000_007
    )


def test_empty_rows_repeated_to_the_end_are_no_fault() -> None:
    found, problems = read_sheets(
        ods([["Country", "2010"], ["China", 1.5], [None, None]], repeated=1_000_000)
    )
    assert not problems and found[0][1].splitlines() == [b"Country,2010", b"China,1.5"]


@given(st.integers(0, 5000), st.integers(0, 255), st.floats(0.2, 1))
def test_damaged_old_workbooks_are_told(at: int, byte: int, cut: float) -> None:
    content = bytearray(xls(TABLE))
    content[at % len(content)] = byte
    formats, rows, problems = rows_of(bytes(content[: int(cut * len(content))]))
    assert (formats and rows) or problems
