"""Files that are not what their names say; archives; hostile ones."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

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
    ("content", "what"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\xef\xbb\xbf", "blanks"),
        (b"\r\n<!DOCTYPE html><html><table>", "web page"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b'[{"year": 2010}]', "JSON"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 196918309\n",
            "196,918,309",
        ),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (bytes(range(256)) * 9, "not text"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04 cut short", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_with_a_true_sentence(content: bytes, what: str) -> None:
    found = read_any(content, "data.csv")
    assert not found.formats and not len(found.rows) and what in found.problems[0].message()


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
    assert "unpack" in read_any(packed(zeros=b"0" * 20_000_000)).problems[0].message()
    many = read_any(packed(**{f"{at}.csv": TABLE for at in range(201)}))
    assert "201 files" in many.problems[0].message() and not many.formats


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
