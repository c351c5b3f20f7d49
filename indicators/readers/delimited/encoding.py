"""Bytes -> text: byte order marks, UTF-8, UTF-16, GB18030, Shift-JIS, EUC-KR, Big5, Windows-1250, -1251, -1252 and -1254, Latin-1.

Strict UTF-8 is sure. Everything else is a guess, and is confirmed by what it makes of the file: hanzi must be
common ones, accented letters must stand where their languages put them. A guess that could as well be another
is told, with the line to look at.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from indicators.problems import Problem, uncoded
from indicators.readers.delimited.encoding_east_asian import find_east_asian

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PIECE = 1 << 20
_SAMPLE = 1 << 16
_WORDS = re.compile(rb"[\x80-\xff][A-Za-z\x80-\xff]{0,60}")
_BEFORE = re.compile(rb"[A-Za-z]*$")
_CELLS = re.compile(rb"[\x80-\xff][^\n,;\t\"]{0,500}")
_HIGH = bytes(range(128, 256))
_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|"
    rb"(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}"
)
"""Characters beyond ASCII; halves of surrogates (\xed\xa0..) are none."""


@dataclass(frozen=True)
class Decoded:
    """The encoding found, how many bytes of mark to pass over, and what is doubtful about it."""

    encoding: str
    mark: int = 0
    problems: tuple[Problem, ...] = ()


def find_encoding(content: bytes, name: str = "") -> Decoded:
    """The encoding of a file's bytes."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _marked(content, name, encoding, len(mark))
    if encoding := _wide(content[:4096]):
        return Decoded(encoding)
    if content.isascii():
        return Decoded("utf-8")
    at = invalid_at(content, "utf-8")
    if at < 0:
        return Decoded("utf-8")
    return _damaged(content, name, at) or _single(content, name)


def to_utf8(content: bytes, found: Decoded) -> bytes:
    """The file as UTF-8 without a mark; the bytes themselves where they are that already."""
    body = content[found.mark :] if found.mark else content
    if found.encoding == "utf-8" and not found.problems:
        return body
    errors = "indicators_cp1252" if found.encoding == "utf-8" else "replace"
    return body.decode(found.encoding, errors).encode("utf-8")


def invalid_at(content: bytes, encoding: str, start: int = 0) -> int:
    """Where the bytes cease to be text of this encoding; -1 where they never do. Needs no copy of the file."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(content)
    for at in range(start, len(content), _PIECE):
        try:
            decoder.decode(view[at : at + _PIECE], at + _PIECE >= len(content))
        except UnicodeDecodeError as error:
            return max(at + error.start - 3, 0) if error.start < 4 and at else at + error.start
    return -1


def _marked(content: bytes, name: str, encoding: str, mark: int) -> Decoded:
    if encoding != "utf-8" or invalid_at(content, encoding, mark) < 0:
        return Decoded(encoding, mark)
    at = invalid_at(content, encoding, mark)
    damaged = _damaged(content, name, at)
    return Decoded(encoding, mark, damaged.problems) if damaged else _single(content, name, mark)


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    size = len(start) // 2
    if size < 4 or start.count(0) < size // 2:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.7 * size and even < 0.1 * size:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * size and odd < 0.1 * size else ""


def _damaged(content: bytes, name: str, at: int) -> Decoded | None:
    """UTF-8 with a few bytes that are not: those are read as Windows-1252, and told."""
    rest, good = _UTF8.subn(b"", content[: 1 << 24])
    bad = len(rest) - len(rest.translate(None, _HIGH))
    if not good or good < bad or (good < 4 * bad and _hanzi(content)):
        return None
    line = content.count(b"\n", 0, at) + 1
    return Decoded(
        "utf-8",
        0,
        (
            uncoded(
                f"{bad} bytes are not UTF-8 and were read as Windows-1252",
                name,
                line,
                found=repr(content[at : at + 4])[2:-1],
                expected="UTF-8 throughout",
                do="Look at the words there; the figures stay.",
                severity="warning",
            ),
        ),
    )


def _single(content: bytes, name: str, mark: int = 0) -> Decoded:
    """Neither marked nor UTF-8: GB18030, or one of the single-byte encodings."""
    words = _sample(content)
    found = find_east_asian(content)
    if (
        found
        and found != "gb18030"
        and not _cyrillic(words)
        and invalid_at(content, found, mark) < 0
    ):
        return Decoded(found, mark)
    if _hanzi(content) and invalid_at(content, "gb18030", mark) < 0:
        return Decoded("gb18030", mark)
    if _cyrillic(words):
        return Decoded("cp1251", mark)
    if _turkish(content) and invalid_at(content, "cp1254", mark) < 0:
        return Decoded("cp1254", mark)
    votes, doubtful = _central(words)
    encoding = "cp1250" if votes > 0 else "cp1252"
    if invalid_at(content, encoding, mark) >= 0:
        encoding = "latin-1"
    at = content.find(doubtful) if doubtful and abs(votes) < 1 else -1
    if at < 0:
        return Decoded(encoding, mark)
    shown = doubtful.decode(encoding, "replace")
    return Decoded(
        encoding,
        mark,
        (
            uncoded(
                f"read as {encoding}, which is a guess",
                name,
                content.count(b"\n", 0, at) + 1,
                found=shown,
                expected=f"'{shown}' rather than '{doubtful.decode('cp1250' if votes <= 0 else 'cp1252', 'replace')}'",
                do="Save the file as CSV UTF-8 if that word is wrong.",
                severity="notice",
            ),
        ),
    )


def _sample(content: bytes) -> list[bytes]:
    """The words that hold bytes beyond ASCII: from the first place where one stands."""
    found: list[bytes] = []
    size = 0
    for match in _WORDS.finditer(content):
        before = _BEFORE.search(content[max(match.start() - 24, 0) : match.start()])
        found.append((before.group() if before else b"") + match.group())
        size += len(found[-1])
        if size > _SAMPLE:
            break
    return found


def _hanzi(content: bytes) -> bool:
    """Whether the file makes common Chinese: most characters of the 3,755 commonest hanzi, or Chinese marks."""
    cells = b"\n".join(islice((match.group() for match in _CELLS.finditer(content)), 2_000))[
        :_SAMPLE
    ]
    strange = [mark for mark in cells.decode("gb18030", "replace") if not mark.isascii()]
    pairs = [mark.encode("gb2312", "ignore") for mark in strange]
    common = sum(
        bool(pair) and (0xB0 <= pair[0] <= 0xD7 or pair[0] in (0xA1, 0xA2, 0xA3, 0xA9))
        for pair in pairs
    )
    return bool(strange) and common >= 0.75 * len(strange)


def _cyrillic(words: list[bytes]) -> bool:
    """Whether most letters stand in long runs of Cyrillic letters."""
    every = sum(len(re.findall(rb"[\x80-\xff]", word)) for word in words)
    runs = sum(
        len(run)
        for word in words
        for run in re.findall(rb"[\xc0-\xff\xa8\xb8\xaa\xba\xaf\xbf\xb2\xb3]{3,}", word)
    )
    return every > 0 and runs >= 0.7 * every


_TURKISH = frozenset(b"\xc7\xe7\xd6\xf6\xdc\xfc\xd0\xf0\xdd\xfd\xde\xfe\xc2\xe2\xce\xee\xdb\xfb")
_ONLY_TURKISH = frozenset(b"\xd0\xf0\xdd\xfd\xde\xfe")


def _turkish(content: bytes) -> bool:
    """Whether its letters are those of Turkish, with two at least of ğ, ı, İ and ş (or many an ı), which stand nowhere beside only these."""
    letters = {byte for byte in set(content[: 1 << 20]) if byte >= 0xC0}
    return letters <= _TURKISH and (len(letters & _ONLY_TURKISH) > 1 or content.count(b"\xfd") > 2)


_CENTRAL: tuple[tuple[bytes, float], ...] = (
    (rb"[\x8a\x8e\x9a\x9e]", 1),
    (rb"[\x8d\x8f\x9d]", 3),
    (rb"\xb9", 2),
    (rb"(?<=[a-z])\xb3(?=[a-z])", 3),
    (rb"\xb3(?=[a-z])", 2),
    (rb"\xa3(?=[a-z])", 2),
    (rb"(?<=[a-zA-Z])\xbf", 2),
    (rb"\xaf(?=[a-z])", 2),
    (rb"[a-z][\x9c\x9f](?!u)", 1.5),
    (rb"\x9c(?=[a-z])(?!u)", 1.5),
    (rb"\x9cu", -2),
    (rb"[\xbe\xbc](?=[a-z])", 1.5),
    (rb"[\xec\xcc]", 1.5),
    (rb"[\xf8\xd8](?=[a-z\x80-\xff])", 0.2),
    (rb"[\xe5\xc5]", -1.5),
    (rb"\xe6(?![A-Za-z\x80-\xff])", 1),
    (rb"\xe6(?=[a-z])", -0.5),
    (rb"\xc6(?=[a-z])", -0.3),
    (rb"(?<![a-zA-Z\x80-\xff])\xc8(?=[a-z])", 2),
    (rb"(?<=[aeiouy])\xe8", 1),
    (rb"(?<![A-Za-z\x80-\xff])\xe8", 1),
    (rb"(?<=[b-df-hj-np-tv-xz])\xe8", -1),
    (rb"\xea(?![A-Za-z\x80-\xff])", 1),
    (rb"\xea(?=[tmnsc])", -1),
    (rb"\xf1(?=[aeiou\x80-\xff])", -1.5),
    (rb"\xf1(?![aeiou\x80-\xff])", 1.5),
    (rb"\xe3(?=[oe])", -1.5),
    (rb"\xe3(?=[a-z])(?![oe])", 0.5),
    (rb"\xf5(?=e)", -1),
    (rb"\xf5(?!e)", 0.6),
    (rb"\xfb(?=t)", -1),
    (rb"\xfb(?!t)", 0.6),
    (rb"[\xe0\xc0\xef\xe2\xee]", -0.3),
    (rb"\xf9(?=[a-z])", 0.5),
    (rb"[\xfd]", 0.5),
    (rb"[\xeb\xe7]", -0.2),
)
"""Bytes that two encodings read as different letters, where they stand, and for which that speaks: above zero
for Windows-1250 (Polish, Czech, Hungarian, Slovene ...), below for Windows-1252 (western Europe)."""

_DIFFER = re.compile(
    rb"[\x8c\x9c\xa3\xa5\xaa\xaf\xb3\xb9\xba\xbc\xbe\xbf\xc0\xc3\xc5\xc6\xc8\xca\xcc\xcf\xd1\xd2\xd5\xd8\xd9\xdb\xe0\xe3"
    rb"\xe5\xe6\xe8\xea\xec\xef\xf1\xf2\xf5\xf8\xf9\xfb]"
)


def _central(words: list[bytes]) -> tuple[float, bytes]:
    """How much speaks for Windows-1250, and the first word that the two encodings read differently."""
    distinct = list(dict.fromkeys(words))
    doubtful = next((word for word in distinct if _DIFFER.search(word)), b"")
    text = b" ".join(distinct)
    return sum(weight * len(re.findall(pattern, text)) for pattern, weight in _CENTRAL), doubtful


def _from_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("indicators_cp1252", _from_cp1252)
