"""Files that are not what their names say; archives; hostile ones."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from indicators.problems import ProblemCode
from indicators.readers.read_file import read_any

SMALL = Path(__file__).parents[2] / "data" / "formats"
TABLE = (SMALL / "worldbank_api.csv").read_bytes()


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "form"),
    [
        (b"", ProblemCode.FILE_EMPTY, ""),
        (b"\n \n", ProblemCode.FILE_EMPTY, ""),
        (b"\xef\xbb\xbf", ProblemCode.FILE_BEGINS_BLANK, ""),
        (b"\r\n<!DOCTYPE html><html><table>", ProblemCode.FILE_IS_WEB_PAGE, ""),
        (b"<?xml version='1.0'?><a/>", ProblemCode.FILE_IS_DOCUMENT, "XML"),
        (b'[{"year": 2010}]', ProblemCode.FILE_IS_DOCUMENT, "JSON"),
        (b"%PDF-1.7", ProblemCode.FILE_IS_DOCUMENT, "PDF"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 196918309\n",
            ProblemCode.FILE_IS_LFS_POINTER,
            "",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            ProblemCode.FILE_OF_PROGRAM,
            "Microsoft Office 97–2003",
        ),
        (b"PAR1\x15\x04", ProblemCode.FILE_OF_PROGRAM, "Parquet"),
        (bytes(range(256)) * 9, ProblemCode.FILE_NOT_TEXT, ""),
        (b"\x1f\x8b\x09", ProblemCode.FILE_IS_ARCHIVE, "gzip"),
        (b"\x1f\x8b\x08", ProblemCode.GZIP_DAMAGED, ""),
        (b"PK\x03\x04 cut short", ProblemCode.ARCHIVE_UNREADABLE, ""),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(
    content: bytes, code: ProblemCode, form: str
) -> None:
    found = read_any(content, "data.csv")
    assert not found.formats and not len(found.rows)
    assert found.problems[0].code == code
    assert found.problems[0].values.get("format", "") == form


def test_an_archive_is_read_for_what_is_in_it() -> None:
    found = read_any(
        packed(
            **{
                "..__..__etc__api.csv": TABLE,
                "Metadata.csv": b"Country Code,Region,IncomeGroup,TableName\nABW,1,2,3\n",
                "x.pdf": b"%PDF",
            }
        )
    )
    assert found.formats == ("worldbank-api", "worldbank-metadata") and len(found.rows) == 5
    assert read_any(packed(inner=packed(api=TABLE))).formats == ("worldbank-api",)


def test_bombs_are_refused_before_they_are_opened() -> None:
    (bomb,) = read_any(packed(zeros=b"0" * 20_000_000)).problems
    assert bomb.code == ProblemCode.UNPACKED_TOO_LARGE
    many = read_any(packed(**{f"{at}.csv": TABLE for at in range(201)}))
    assert not many.formats and many.problems[0].code == ProblemCode.ARCHIVE_FILE_COUNT
    assert many.problems[0].values == {"n": 201, "limit": 200}


def test_mutated_files_neither_crash_nor_give_values_that_are_not_in_them() -> None:
    chance = random.Random(7)
    for file in sorted(SMALL.glob("*.csv")):
        for _ in range(40):
            content = bytearray(file.read_bytes())
            for _ in range(chance.randrange(1, 6)):
                at = chance.randrange(len(content))
                content[at : at + chance.randrange(3)] = bytes(
                    [chance.choice(b'",;\n\r\0\xff\xe4 19')]
                ) * chance.randrange(3)
            found = read_any(bytes(content))
            digits = "".join(mark for mark in content.decode("latin-1") if mark.isdigit())
            for value in found.rows.text.to_pylist():
                if value and value.isascii():
                    assert "".join(mark for mark in value if mark.isdigit()) in digits
