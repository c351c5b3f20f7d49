"""Archives and workbooks made to do harm: bombs, paths, broken directories, endless XML."""

from __future__ import annotations

import gzip
import io
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from indicators.problems import ProblemCode
from indicators.readers.read_file import FileRows, read_any

TABLE = b"Entity,Code,Year,Users\nChina,CHN,2019,64.1\nKorea,KOR,2020,96.5\n"


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def codes(found: FileRows) -> list[ProblemCode]:
    return [problem.code for problem in found.problems]


def bounded(content: bytes, most: int = 64 << 20, seconds: float = 10) -> FileRows:
    """What a file is read as, within so much memory and time."""
    began = time.process_time()
    tracemalloc.start()
    try:
        found = read_any(content, "dropped.zip")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most and time.process_time() - began < seconds
    return found


def test_a_bomb_is_refused_by_its_directory_before_a_byte_is_unpacked() -> None:
    found = bounded(packed(("zeros.csv", b"\0" * 50_000_000)), most=4 << 20)
    assert codes(found) == [ProblemCode.UNPACKED_TOO_LARGE] and not len(found.rows)


def test_a_bomb_within_a_bomb_is_refused_where_it_is() -> None:
    inner = packed(("zeros.csv", b"\0" * 50_000_000))
    found = bounded(packed(("inner.zip", inner), ("good.csv", TABLE)))
    assert found.formats == ("owid",) and len(found.rows) == 2
    assert codes(found) == [ProblemCode.UNPACKED_TOO_LARGE]
    assert found.problems[0].file == "dropped.zip:inner.zip"


def test_archives_nested_without_end_are_opened_twice_and_no_more() -> None:
    content = TABLE
    for depth in range(40):
        content = packed((f"{depth}.zip", content))
    found = bounded(content)
    assert not found.formats and codes(found) == [ProblemCode.ARCHIVE_NESTED]


def test_a_size_told_too_small_is_found_out_while_unpacking() -> None:
    honest = packed(("zeros.csv", b"7,7\n" * 1_000_000))
    size = struct.pack("<L", 4_000_000)
    assert honest.count(size) == 2
    found = bounded(honest.replace(size, struct.pack("<L", 100)))
    assert not len(found.rows)
    assert codes(found)[0] in (
        ProblemCode.ARCHIVE_SIZE_FALSE,
        ProblemCode.ARCHIVE_FILE_UNREADABLE,
    )


def test_members_that_share_their_bytes_are_counted_each() -> None:
    """A 'better bomb': many entries of the directory that point at one member."""
    content = packed(*((f"{at}.csv", b"1,2\n" * 200_000) for at in range(150)))
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry = content[start : content.index(b"PK\x01\x02", start + 4)]
    first = content[: content.index(b"PK\x03\x04", 4)]
    overlapping = first + entry * 1_200
    tail = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, 1_200, 1_200, len(overlapping) - len(first), len(first), 0
    )
    assert end > start
    found = bounded(overlapping + tail)
    assert not len(found.rows) and found.problems[0].severity == "error"


def test_fifty_entries_on_one_member_stay_within_the_limit() -> None:
    content = packed(("one.csv", TABLE))
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry = content[start:end]
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(entry) * 50, start, 0)
    found = bounded(content[:start] + entry * 50 + tail)
    assert len(found.rows) in (0, 2, 100) and (len(found.rows) or found.problems)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.csv",
        "/etc/cron.d/x.csv",
        "C:\\Windows\\x.csv",
        "\\\\host\\share\\x.csv",
        "a/../../b.csv",
        "x" * 300 + ".csv",
        "=cmd|' /C calc'!A0.csv",
        "<script>alert(1)</script>.csv",
        "a\tb\x1b[31m.csv",
        "con.csv",
    ],
)
def test_a_member_s_path_is_a_word_and_nothing_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = read_any(packed((name, TABLE)), "dropped.zip")
    assert found.formats == ("owid",) and len(found.rows) == 2
    assert not list(tmp_path.rglob("*")) and not list(tmp_path.parent.glob("*.csv"))


def test_a_symbolic_link_is_read_as_the_text_it_holds() -> None:
    link = zipfile.ZipInfo("link.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    found = read_any(packed((link, b"/etc/passwd")), "dropped.zip")
    assert (
        not found.formats
        and not len(found.rows)
        and found.problems[0].code == ProblemCode.TABLE_MISSING
    )
    assert "root" not in str(found.problems)


def test_locked_members_are_told_and_the_others_read() -> None:
    content = bytearray(
        packed(("locked.csv", TABLE), ("open.csv", TABLE.replace(b"Users", b"Homes")))
    )
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    found = read_any(bytes(content), "dropped.zip")
    assert len(found.rows) == 2 and found.rows.title.categories == ("Homes",)
    assert [(problem.code, problem.file) for problem in found.problems] == [
        (ProblemCode.ARCHIVE_FILE_LOCKED, "dropped.zip:locked.csv")
    ]


def test_every_cut_and_every_byte_of_the_directory_damaged_is_told_or_read() -> None:
    content = packed(("one.csv", TABLE), ("two.csv", TABLE.replace(b"Users", b"Homes")))
    start = content.index(b"PK\x01\x02")
    for at in range(start, len(content)):
        hurt = bytearray(content)
        hurt[at] ^= 0xFF
        for each in (bytes(hurt), content[:at]):
            found = read_any(each, "dropped.zip")
            assert len(found.rows) in (0, 2, 4) and (len(found.rows) == 4 or found.problems)


def workbook(sheet: bytes = b"", shared: bytes = b"", sheets: int = 1, more: bytes = b"") -> bytes:
    """A workbook whose sheets hold `sheet` within <worksheet>, after `more`, and `shared` as its
    shared strings, whole.
    """
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    made, plain = openpyxl.Workbook(), io.BytesIO()
    for at in range(1, sheets):
        made.create_sheet(f"S{at}")
    made.save(plain)
    body = (
        more
        + b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + sheet
        + b"</worksheet>"
    )
    with zipfile.ZipFile(plain) as old:
        parts = [
            (name, body if name.startswith("xl/worksheets/") else old.read(name))
            for name in old.namelist()
            if name != "xl/sharedStrings.xml"
        ]
    return packed(*parts, *([("xl/sharedStrings.xml", shared)] if shared else []))


def cells(*rows: tuple[str | int, ...]) -> bytes:
    said = ""
    for number, row in enumerate(rows, 1):
        said += (
            f'<row r="{number}">'
            + "".join(
                f'<c r="{chr(65 + at)}{number}">' + f"<v>{cell}</v></c>"
                if isinstance(cell, int)
                else f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                for at, cell in enumerate(row)
            )
            + "</row>"
        )
    return f"<sheetData>{said}</sheetData>".encode()


GOOD = cells(
    ("Entity", "Code", "Year", "Users"), ("China", "CHN", 2019, 64), ("Korea", "KOR", 2020, 96)
)


def test_a_workbook_made_by_hand_is_read() -> None:
    found = read_any(workbook(GOOD), "hand.xlsx")
    assert found.formats == ("owid",) and found.rows.text.to_pylist() == ["64", "96"]


def test_a_sheet_that_declares_a_million_rows_is_read_for_those_it_has() -> None:
    found = bounded(workbook(b'<dimension ref="A1:XFD1048576"/>' + GOOD))
    assert found.rows.text.to_pylist() == ["64", "96"]


def test_entities_of_xml_do_not_grow() -> None:
    laughs = (
        '<!DOCTYPE lolz [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
        + "]>"
    )
    hurt = GOOD.replace(b"China", b"&j;")
    found = bounded(workbook(hurt, more=laughs.encode()))
    assert not any("haha" in word for word in found.rows.place_name.categories)
    assert found.problems or len(found.rows) <= 2


def test_entities_do_not_read_files() -> None:
    found = bounded(
        workbook(
            GOOD.replace(b"China", b"&x;"),
            more=b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        )
    )
    assert not any(
        "root:" in word for word in found.rows.place_name.categories
    ) and "root:" not in str(found.problems)


def test_more_sheets_than_anybody_needs_are_told() -> None:
    found = bounded(workbook(GOOD, sheets=100))
    assert len(found.rows) == 120
    (problem,) = [each for each in found.problems if each.code == ProblemCode.SHEET_COUNT]
    assert problem.values == {"n": 100, "limit": 60}


def test_one_long_word_in_every_cell_is_refused_before_it_is_repeated() -> None:
    shared = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"x" * 30_000
        + b"</t></si></sst>"
    )
    rows = "".join(
        f'<row r="{at}">' + f'<c r="A{at}" t="s"><v>0</v></c>' + "</row>" for at in range(1, 20_001)
    )
    found = bounded(workbook(f"<sheetData>{rows}</sheetData>".encode(), shared))
    assert codes(found) == [ProblemCode.WORKBOOK_TEXT_SIZE]
    assert found.problems[0].values["bytes"] == 20_000 * len(
        b"<t>" + b"x" * 30_000 + b"</t></si></sst>"
    )


def test_a_gzip_file_of_very_many_pieces_takes_no_more_time_for_each() -> None:
    found = bounded(gzip.compress(b"") * 100_000 + gzip.compress(TABLE), seconds=20)
    assert found.formats == ("owid",) and len(found.rows) == 2


def test_gzip_within_gzip_is_a_bomb_no_deeper_than_archives_are_opened() -> None:
    content = gzip.compress(b"7,7\n" * 50_000_000, 9)
    for _ in range(3):
        content = gzip.compress(content)
    found = bounded(content, seconds=20)
    assert not len(found.rows) and found.problems


def test_a_member_without_a_name_is_no_crash() -> None:
    """Found by fuzzing: Python's own zipfile asks for the last letter of an empty name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("x", "Country,Year,Value\nFrance,2020,1\nGermany,2020,2\n")
    content = made.getvalue()
    at = content.index(b"PK\x01\x02")
    nameless = content[: at + 28] + b"\0\0" + content[at + 30 : at + 46] + content[at + 47 :]
    end = nameless.index(b"PK\x05\x06")
    size = int.from_bytes(nameless[end + 12 : end + 16], "little") - 1
    nameless = nameless[: end + 12] + size.to_bytes(4, "little") + nameless[end + 16 :]
    found = read_any(nameless, "x.zip")
    assert found.formats or found.problems
