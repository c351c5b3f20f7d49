"""What is no delimited text, said truly: pages, pointers, archives, workbooks and other bytes under a table's name."""

from __future__ import annotations

import re

from indicators.problems import Problem, uncoded

_MAGIC = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel workbook (.xls) or another old Office file",
        "Save it as .xlsx or as CSV UTF-8.",
    ),
    (b"%PDF", "a PDF document", "Ask the publisher for the table as CSV."),
    (b"PAR1", "a Parquet file", "Save it as CSV UTF-8."),
    (b"\x89PNG", "a picture (PNG)", "A table is needed."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "A table is needed."),
    (b"GIF8", "a picture (GIF)", "A table is needed."),
    (b"Rar!", "a RAR archive", "Unpack it and take the files in it."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and take the files in it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and take the file in it."),
    (b"BZh", "a bzip2 archive", "Unpack it and take the file in it."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it and take the file in it."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it and take the file in it."),
    (b"SQLite format 3", "an SQLite database", "Export the table as CSV UTF-8."),
    (b"\x7fELF", "a program", "A table is needed."),
    (b"{\\rtf", "an RTF document", "Save the table in it as CSV UTF-8."),
    (b"<<< SPSS", "an SPSS file", "Save it as CSV UTF-8."),
    (b"$FL2", "an SPSS file", "Save it as CSV UTF-8."),
    (b"<stata_dta>", "a Stata file", "Save it as CSV UTF-8."),
)
_PAGE_BEGINS = re.compile(rb"^[ \t]*<(!doctype\s+html|html)\b", re.IGNORECASE | re.MULTILINE)
"""A page after some words of a server's; a tag within a cell of a table is a word like any other."""
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|table)\b", re.IGNORECASE)
_PAGE = 1 << 14


def check_tabular(content: bytes, name: str) -> Problem | None:
    """Why a file is no delimited text; None where it may be one."""
    start = content[:_PAGE].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return _told(
            "the file is empty"
            if not content.strip()
            else "the file begins with nothing but blanks",
            name,
            "It is read again when something stands in it.",
        )
    said = _by_magic(start, content) or _by_text(start)
    return _told(said[0], name, said[1]) if said else None


def _told(what: str, name: str, do: str) -> Problem:
    return uncoded(
        what, name, 1, expected="a table as delimited text, or a workbook (.xlsx)", do=do
    )


def _by_magic(start: bytes, content: bytes) -> tuple[str, str] | None:
    for magic, what, do in _MAGIC:
        if start.startswith(magic):
            return f"the file is {what}", do
    if start.startswith(b"PK\x03\x04"):
        return None
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or _evenly(start)
    strange = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in start[:4096])
    if not wide and strange > max(8, len(start[:4096]) // 20):
        return (
            "the file is not text",
            "It may be damaged, or be of another program; save it as CSV UTF-8.",
        )
    return None


def _evenly(start: bytes) -> bool:
    """Whether zeros stand in every other byte, as in UTF-16."""
    even, odd = start[0:4096:2].count(0), start[1:4096:2].count(0)
    return max(even, odd) > 0.3 * len(start[:4096]) / 2 > 8 * min(even, odd)


def _by_text(start: bytes) -> tuple[str, str] | None:
    if start.startswith(b"version https://git-lfs"):
        size = re.search(rb"size (\d+)", start)
        told = f" to a file of {int(size[1]):,} bytes" if size and len(size[1]) < 19 else ""
        return (
            f"the file is a Git LFS pointer{told}, not the file itself",
            "Fetch it with 'git lfs pull', or from the publisher.",
        )
    if start.startswith(b"<") or _PAGE_BEGINS.search(start[:1024]):
        return _markup(start)
    if start[:1] in (b"{", b"[") and re.match(rb"[\[{]\s*[\[{\"\]}]", start):
        return "the file is JSON, not a table", "Ask the publisher for CSV."
    return None


def _markup(start: bytes) -> tuple[str, str] | None:
    if _HTML.search(start[:4096]):
        return (
            "the file is a web page (HTML), not a table as text",
            "Download the data itself from that page, as CSV.",
        )
    if start.startswith((b"<?xml", b"<")) and b">" in start and not re.match(rb"<[\d.]", start):
        return "the file is XML, not a table as text", "Ask the publisher for CSV."
    return None
