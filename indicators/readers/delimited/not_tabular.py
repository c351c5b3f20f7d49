"""What is no delimited text: web pages, pointers, archives, workbooks and other bytes under a
table's name.
"""

from __future__ import annotations

import re

from indicators.problems import Problem, ProblemCode

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ProblemCode.FILE_OF_PROGRAM, "Microsoft Office 97–2003"),
    (b"PAR1", ProblemCode.FILE_OF_PROGRAM, "Parquet"),
    (b"SQLite format 3", ProblemCode.FILE_OF_PROGRAM, "SQLite"),
    (b"{\\rtf", ProblemCode.FILE_OF_PROGRAM, "RTF"),
    (b"<<< SPSS", ProblemCode.FILE_OF_PROGRAM, "SPSS"),
    (b"$FL2", ProblemCode.FILE_OF_PROGRAM, "SPSS"),
    (b"<stata_dta>", ProblemCode.FILE_OF_PROGRAM, "Stata"),
    (b"%PDF", ProblemCode.FILE_IS_DOCUMENT, "PDF"),
    (b"\x89PNG", ProblemCode.FILE_IS_DOCUMENT, "PNG"),
    (b"\xff\xd8\xff", ProblemCode.FILE_IS_DOCUMENT, "JPEG"),
    (b"GIF8", ProblemCode.FILE_IS_DOCUMENT, "GIF"),
    (b"\x7fELF", ProblemCode.FILE_IS_DOCUMENT, "ELF"),
    (b"Rar!", ProblemCode.FILE_IS_ARCHIVE, "RAR"),
    (b"7z\xbc\xaf\x27\x1c", ProblemCode.FILE_IS_ARCHIVE, "7-Zip"),
    (b"\x1f\x8b", ProblemCode.FILE_IS_ARCHIVE, "gzip"),
    (b"BZh", ProblemCode.FILE_IS_ARCHIVE, "bzip2"),
    (b"\xfd7zXZ", ProblemCode.FILE_IS_ARCHIVE, "xz"),
    (b"\x28\xb5\x2f\xfd", ProblemCode.FILE_IS_ARCHIVE, "Zstandard"),
)
"""The first bytes of a file, what it then is, and the name of its format."""
_PAGE_LINE = re.compile(rb"^[ \t]*<(!doctype\s+html|html)\b", re.IGNORECASE | re.MULTILINE)
"""A page after some words of a server's; a tag within a cell of a table is a word like any other.
"""
_PAGE_TAG = re.compile(rb"<(!doctype\s+html|html|head|body|script|table)\b", re.IGNORECASE)
_JSON = re.compile(rb"[\[{]\s*[\[{\"\]}]")
_LFS_POINTER = b"version https://git-lfs"
_START_SIZE = 1 << 14
_SAMPLE_SIZE = 1 << 12
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
"""Control characters that no text has."""


def check_tabular(content: bytes, name: str) -> Problem | None:
    """Return why a file is no delimited text; None where it may be one."""
    start = content[:_START_SIZE].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        blank = ProblemCode.FILE_BEGINS_BLANK if content.strip() else ProblemCode.FILE_EMPTY
        return Problem(blank, name, 1)
    for signature, code, form in _SIGNATURES:
        if start.startswith(signature):
            return Problem(code, name, 1, values={"format": form})
    if start.startswith(b"PK\x03\x04"):
        return None  # a ZIP archive: it has been looked into
    if _is_binary(start, content):
        return Problem(ProblemCode.FILE_NOT_TEXT, name, 1)
    return _check_text(start, name)


def _is_binary(start: bytes, content: bytes) -> bool:
    """Whether more than one in twenty bytes are controls that no text has, and the file is not
    UTF-16.
    """
    sample = start[:_SAMPLE_SIZE]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or _is_utf16(sample):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(8, len(sample) // 20)


def _is_utf16(sample: bytes) -> bool:
    """Whether zeros stand in every other byte, as they do in UTF-16 of Latin letters."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) > 0.3 * len(sample) / 2 > 8 * min(even, odd)


def _check_text(start: bytes, name: str) -> Problem | None:
    if start.startswith(_LFS_POINTER):
        size = re.search(rb"size \d{1,18}", start)
        found = size[0].decode() if size else ""
        return Problem(ProblemCode.FILE_IS_LFS_POINTER, name, 1, found=found)
    if start.startswith(b"<") or _PAGE_LINE.search(start[:1024]):
        return _check_markup(start, name)
    if _JSON.match(start):
        return Problem(ProblemCode.FILE_IS_DOCUMENT, name, 1, values={"format": "JSON"})
    return None


def _check_markup(start: bytes, name: str) -> Problem | None:
    if _PAGE_TAG.search(start[:_SAMPLE_SIZE]):
        return Problem(ProblemCode.FILE_IS_WEB_PAGE, name, 1)
    # '<0.1' is a value below the limit of measurement
    if start.startswith(b"<") and b">" in start and not re.match(rb"<[\d.]", start):
        return Problem(ProblemCode.FILE_IS_DOCUMENT, name, 1, values={"format": "XML"})
    return None
