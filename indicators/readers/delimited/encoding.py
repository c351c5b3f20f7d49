"""Bytes -> text: byte order marks, UTF-8, UTF-16, GB18030, Shift-JIS, EUC-KR, Big5, Windows-1250 to
1252 and 1254, Latin-1.

Strict UTF-8 is sure. Everything else is a guess, and is confirmed by what it makes of the file:
hanzi must be common ones, accented letters must stand where their languages put them. A guess that
could as well be another is reported, with the line to look at.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from indicators.problems import Problem, ProblemCode
from indicators.readers.delimited.encoding_east_asian import find_east_asian

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHUNK_SIZE = 1 << 20
_SAMPLE_SIZE = 1 << 16
"""Bytes of words beyond ASCII by which the encoding is guessed."""
_START_SIZE = 1 << 12
_MAX_DAMAGED_SIZE = 1 << 24
"""Bytes in which damaged characters are counted."""
_WORDS = re.compile(rb"[\x80-\xff][A-Za-z\x80-\xff]{0,60}")
_LATIN_BEFORE = re.compile(rb"[A-Za-z]*$")
_MAX_LATIN_BEFORE = 24
_CELLS = re.compile(rb"[\x80-\xff][^\n,;\t\"]{0,500}")
_MAX_CELLS = 2_000
_HIGH = bytes(range(128, 256))
_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|"
    rb"(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}"
)
"""Characters beyond ASCII; halves of surrogates (\xed\xa0..) are none."""


@dataclass(frozen=True)
class Decoded:
    """The encoding found, how many bytes of byte order mark to pass over, and what is doubtful
    about it.
    """

    encoding: str
    mark: int = 0
    problems: tuple[Problem, ...] = ()


def find_encoding(content: bytes, name: str = "") -> Decoded:
    """Find the encoding of a file's bytes. `name` is the file's, for the problems."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _find_marked(content, name, encoding, len(mark))
    if encoding := _find_utf16(content[:_START_SIZE]):
        return Decoded(encoding)
    if content.isascii():
        return Decoded("utf-8")
    position = invalid_at(content, "utf-8")
    if position < 0:
        return Decoded("utf-8")
    return _find_damaged_utf8(content, name, position) or _find_legacy(content, name)


def to_utf8(content: bytes, decoded: Decoded) -> bytes:
    """Return the file as UTF-8 without a mark: the bytes themselves where they are that already."""
    body = content[decoded.mark :] if decoded.mark else content
    if decoded.encoding == "utf-8" and not decoded.problems:
        return body
    errors = "indicators_cp1252" if decoded.encoding == "utf-8" else "replace"
    return body.decode(decoded.encoding, errors).encode("utf-8")


def invalid_at(content: bytes, encoding: str, start: int = 0) -> int:
    """Return where the bytes cease to be text of this encoding; -1 where they never do. Needs no
    copy of the file.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(content)
    for position in range(start, len(content), _CHUNK_SIZE):
        last = position + _CHUNK_SIZE >= len(content)
        try:
            decoder.decode(view[position : position + _CHUNK_SIZE], last)
        except UnicodeDecodeError as error:
            # up to three bytes of a character may come from the chunk before
            carried = error.start < 4 and position > 0
            return max(position + error.start - 3, 0) if carried else position + error.start
    return -1


def _find_marked(content: bytes, name: str, encoding: str, mark: int) -> Decoded:
    position = invalid_at(content, encoding, mark) if encoding == "utf-8" else -1
    if position < 0:
        return Decoded(encoding, mark)
    damaged = _find_damaged_utf8(content, name, position)
    if damaged:
        return Decoded(encoding, mark, damaged.problems)
    return _find_legacy(content, name, mark)


def _find_utf16(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    size = len(start) // 2
    if size < 4 or start.count(0) < size // 2:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.7 * size and even < 0.1 * size:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * size and odd < 0.1 * size else ""


def _find_damaged_utf8(content: bytes, name: str, position: int) -> Decoded | None:
    """UTF-8 with a few bytes that are not: those are read as Windows-1252, and reported."""
    rest, good = _UTF8_CHARACTER.subn(b"", content[:_MAX_DAMAGED_SIZE])
    bad = len(rest) - len(rest.translate(None, _HIGH))
    # two hanzi of GB18030 may look like characters of UTF-8
    if not good or good < bad or (good < 4 * bad and _is_chinese(content)):
        return None
    problem = Problem(
        ProblemCode.ENCODING_MIXED,
        name,
        content.count(b"\n", 0, position) + 1,
        found=repr(content[position : position + 4])[2:-1],
        values={"n": bad},
        severity="warning",
    )
    return Decoded("utf-8", 0, (problem,))


def _find_legacy(content: bytes, name: str, mark: int = 0) -> Decoded:
    """Neither marked nor UTF-8: an East Asian encoding, or one of the single-byte encodings."""
    words = _sample_words(content)
    encoding = find_east_asian(content)
    other = encoding not in ("", "gb18030") and not _is_cyrillic(words)
    if other and invalid_at(content, encoding, mark) < 0:
        return Decoded(encoding, mark)
    if _is_chinese(content) and invalid_at(content, "gb18030", mark) < 0:
        return Decoded("gb18030", mark)
    if _is_cyrillic(words):
        return Decoded("cp1251", mark)
    if _is_turkish(content) and invalid_at(content, "cp1254", mark) < 0:
        return Decoded("cp1254", mark)
    return _find_european(content, name, mark, words)


def _find_european(content: bytes, name: str, mark: int, words: list[bytes]) -> Decoded:
    """Windows-1250 or Windows-1252, by what speaks for either; Latin-1 where it is neither."""
    votes, word = _vote_central(words)
    encoding, other = ("cp1250", "cp1252") if votes > 0 else ("cp1252", "cp1250")
    if invalid_at(content, encoding, mark) >= 0:
        encoding = "latin-1"
    position = content.find(word) if word and abs(votes) < 1 else -1
    if position < 0:
        return Decoded(encoding, mark)
    text = word.decode(encoding, "replace")
    problem = Problem(
        ProblemCode.ENCODING_GUESSED,
        name,
        content.count(b"\n", 0, position) + 1,
        found=text,
        values={"encoding": encoding, "word": text, "other": word.decode(other, "replace")},
        severity="notice",
    )
    return Decoded(encoding, mark, (problem,))


def _sample_words(content: bytes) -> list[bytes]:
    """The words that hold bytes beyond ASCII: from the first place where one stands."""
    words: list[bytes] = []
    size = 0
    for match in _WORDS.finditer(content):
        before = _LATIN_BEFORE.search(
            content[max(match.start() - _MAX_LATIN_BEFORE, 0) : match.start()]
        )
        words.append((before.group() if before else b"") + match.group())
        size += len(words[-1])
        if size > _SAMPLE_SIZE:
            break
    return words


def _is_chinese(content: bytes) -> bool:
    """Whether the file makes common Chinese: most characters of the 3,755 commonest hanzi, or
    Chinese marks.

    GB 2312 has the common hanzi in rows 16 to 55 (first bytes B0 to D7), its marks in rows 1 to 3,
    pinyin and rules in 9.
    """
    cells = islice((match.group() for match in _CELLS.finditer(content)), _MAX_CELLS)
    text = b"\n".join(cells)[:_SAMPLE_SIZE].decode("gb18030", "replace")
    characters = [character for character in text if not character.isascii()]
    common = 0
    for character in characters:
        pair = character.encode("gb2312", "ignore")
        common += bool(pair) and (0xB0 <= pair[0] <= 0xD7 or pair[0] in (0xA1, 0xA2, 0xA3, 0xA9))
    return bool(characters) and common >= 0.75 * len(characters)


def _is_cyrillic(words: list[bytes]) -> bool:
    """Whether most letters stand in long runs of Cyrillic letters."""
    letters = cyrillic = 0
    for word in words:
        letters += len(re.findall(rb"[\x80-\xff]", word))
        runs = re.findall(rb"[\xc0-\xff\xa8\xb8\xaa\xba\xaf\xbf\xb2\xb3]{3,}", word)
        cyrillic += sum(map(len, runs))
    return letters > 0 and cyrillic >= 0.7 * letters


_TURKISH = frozenset(b"\xc7\xe7\xd6\xf6\xdc\xfc\xd0\xf0\xdd\xfd\xde\xfe\xc2\xe2\xce\xee\xdb\xfb")
_ONLY_TURKISH = frozenset(b"\xd0\xf0\xdd\xfd\xde\xfe")


def _is_turkish(content: bytes) -> bool:
    """Whether its letters are those of Turkish, with two of ğ, ı, İ and ş, or many an ı."""
    letters = {byte for byte in set(content[: 1 << 20]) if byte >= 0xC0}
    dotless_i = content.count(b"\xfd")
    return letters <= _TURKISH and (len(letters & _ONLY_TURKISH) > 1 or dotless_i > 2)


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
"""Bytes that two encodings read as different letters, where they stand, and for which that speaks:
above zero for Windows-1250 (Polish, Czech, Hungarian, Slovene ...), below for Windows-1252 (western
Europe).
"""

_DIFFER = re.compile(
    rb"[\x8c\x9c\xa3\xa5\xaa\xaf\xb3\xb9\xba\xbc\xbe\xbf\xc0\xc3\xc5\xc6\xc8\xca\xcc\xcf\xd1\xd2\xd5\xd8\xd9\xdb\xe0\xe3"
    rb"\xe5\xe6\xe8\xea\xec\xef\xf1\xf2\xf5\xf8\xf9\xfb]"
)


def _vote_central(words: list[bytes]) -> tuple[float, bytes]:
    """How much speaks for Windows-1250, and the first word that the two read differently."""
    distinct = list(dict.fromkeys(words))
    doubtful = next((word for word in distinct if _DIFFER.search(word)), b"")
    text = b" ".join(distinct)
    votes = sum(weight * len(re.findall(pattern, text)) for pattern, weight in _CENTRAL)
    return votes, doubtful


def _from_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("indicators_cp1252", _from_cp1252)
